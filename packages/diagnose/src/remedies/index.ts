import { type NamedLayer, OptionError, suggest } from '@parallax-ml/core'
import type { Recipe } from '../subject.js'
import {
  changeHidden,
  changeKernels,
  hasHiddenUnits,
  standardized,
  widened,
  withDropout,
  withInitializer,
} from './layers.js'
import type { Remedy } from './remedy.js'

/** Every remedy. A new one takes a few lines here; checks name those that suit what they find. */
export const remedies: readonly Remedy[] = [
  {
    name: 'higherLearningRate',
    title: 'ten times the learning rate',
    judgedBy: 'score',
    change: ({ recipe }) => withRate(recipe, 10),
  },
  {
    name: 'lowerLearningRate',
    title: 'a tenth of the learning rate',
    judgedBy: 'score',
    change: ({ recipe }) => withRate(recipe, 0.1),
  },
  {
    name: 'moreSteps',
    title: 'four times the epochs',
    judgedBy: 'score',
    change: ({ recipe }) => ({ epochs: 4 * recipe.epochs }),
  },
  {
    name: 'moreUnits',
    title: 'four times the hidden units',
    judgedBy: 'score',
    change: ({ recipe: { spec } }) =>
      hasHiddenUnits(spec) ? { spec: changeHidden(spec, (layer) => widened(layer, 4)) } : undefined,
  },
  {
    name: 'fewerUnits',
    title: 'a quarter of the hidden units',
    judgedBy: 'score',
    change({ recipe: { spec } }) {
      const isNarrow = (layer: NamedLayer): boolean =>
        Number(layer.units ?? 8) < 4 || Number(layer.filters ?? 8) < 4
      return hasHiddenUnits(spec) && !spec.layers.slice(0, -1).some(isNarrow)
        ? { spec: changeHidden(spec, (layer) => widened(layer, 1 / 4)) }
        : undefined
    },
  },
  {
    name: 'moreUnitsAndRate',
    title: 'four times the hidden units at ten times the learning rate',
    judgedBy: 'score',
    change: ({ recipe }) =>
      hasHiddenUnits(recipe.spec)
        ? {
            ...withRate(recipe, 10),
            spec: changeHidden(recipe.spec, (layer) => widened(layer, 4)),
          }
        : undefined,
  },
  {
    name: 'tanhUnits',
    title: 'tanh in the hidden layers',
    judgedBy: 'score',
    change: ({ recipe: { spec } }) =>
      hasHiddenUnits(spec)
        ? { spec: changeHidden(spec, (layer) => ({ ...layer, activation: 'tanh' })) }
        : undefined,
  },
  {
    name: 'leakyUnits',
    title: 'leaky relu in the hidden layers',
    judgedBy: 'score',
    change: ({ recipe: { spec } }) =>
      hasHiddenUnits(spec)
        ? { spec: changeHidden(spec, (layer) => ({ ...layer, activation: 'leakyRelu' })) }
        : undefined,
  },
  {
    name: 'heInitializer',
    title: 'first weights as He and others draw them for relu, biases 0',
    judgedBy: 'score',
    change: ({ recipe: { spec } }) => ({
      spec: changeHidden(spec, (layer) => withInitializer(layer, 'heNormal')),
    }),
  },
  {
    name: 'clipNorm',
    title: 'gradients no longer than 1',
    judgedBy: 'score',
    change: ({ recipe: { optimizer = 'adam' } }) => ({
      optimizer: { ...named(optimizer), globalClipNorm: 1 } as typeof optimizer,
    }),
  },
  {
    name: 'scaling',
    title: 'inputs standardised inside the model',
    judgedBy: 'score',
    change({ recipe: { spec } }) {
      const changed = standardized(spec)
      return changed && { spec: changed }
    },
  },
  {
    name: 'initializer',
    title: 'first weights as Glorot and Bengio draw them, biases 0',
    judgedBy: 'score',
    change: ({ recipe: { spec } }) => ({
      spec: changeKernels(spec, (layer) => withInitializer(layer, 'glorotUniform')),
    }),
  },
  {
    name: 'l2',
    title: 'a penalty of 0.001 on squared weights',
    judgedBy: 'score',
    change: ({ recipe: { spec } }) => ({
      spec: changeKernels(spec, (layer) => ({
        ...layer,
        kernelRegularizer: { name: 'l2', l2: 0.001 },
      })),
    }),
  },
  {
    name: 'dropout',
    title: 'dropout of 0.3 behind hidden layers',
    judgedBy: 'score',
    change({ recipe: { spec } }) {
      const changed = hasHiddenUnits(spec) ? withDropout(spec, 0.3) : undefined
      return changed && { spec: changed }
    },
  },
  {
    name: 'earlyStopping',
    title: 'early stopping on a fifth of the training rows',
    judgedBy: 'loss',
    change: ({ recipe }) =>
      recipe.earlyStopping ? undefined : { earlyStopping: { patience: 10 } },
  },
  {
    name: 'noise',
    title: 'two noisy copies of each row, with a tenth of the standard deviation',
    judgedBy: 'score',
    change: ({ recipe }) => (recipe.noise ? undefined : { noise: { scale: 0.1, copies: 2 } }),
  },
  {
    name: 'classWeights',
    title: 'rare classes weigh more',
    judgedBy: 'score',
    change: ({ kind, recipe, train, classNames }) =>
      kind === 'regression' || recipe.classWeight
        ? undefined
        : { classWeight: balanced(train.y, classNames.length) },
  },
  {
    name: 'temperature',
    title: 'probabilities cooled by a temperature',
    judgedBy: 'loss',
    change: ({ kind, recipe }) =>
      kind === 'regression' || recipe.temperature ? undefined : { temperature: true },
  },
  {
    name: 'bagging',
    title: 'ten networks, each on its own draw of the rows',
    judgedBy: 'score',
    change: ({ recipe }) =>
      recipe.ensemble ? undefined : { ensemble: { members: 10, bagging: true } },
  },
  {
    name: 'seedEnsemble',
    title: 'five networks from different seeds',
    judgedBy: 'score',
    change: ({ recipe }) =>
      recipe.ensemble ? undefined : { ensemble: { members: 5, bagging: false } },
  },
]

/**
 * A remedy by its name.
 * @throws {OptionError} with the nearest right name.
 */
export function remedyOf(name: string): Remedy {
  const found = remedies.find((remedy) => remedy.name === name)
  if (found !== undefined) return found
  const names = remedies.map((remedy) => remedy.name)
  throw new OptionError({
    where: 'remedy',
    problem: `there is no '${name}'`,
    hint: suggest(name, names),
  })
}

/** Every class counts as much as every other in all: n / (K · rows of it), as in scikit-learn. */
const balanced = (y: readonly number[], classes: number): Record<number, number> =>
  Object.fromEntries(
    Array.from({ length: classes }, (_, label) => {
      const count = y.filter((own) => own === label).length
      return [label, y.length / (classes * Math.max(1, count))]
    }),
  )

/** The optimiser with another learning rate; Adam's default is Keras's. */
function withRate({ optimizer = 'adam' }: Recipe, factor: number): Partial<Recipe> | undefined {
  const choice = named(optimizer)
  const { learningRate = choice.name === 'sgd' ? 0.01 : 0.001 } = choice as {
    learningRate?: unknown
  }
  if (typeof learningRate !== 'number') return undefined
  return { optimizer: { ...choice, learningRate: learningRate * factor } as typeof optimizer }
}

const named = (choice: NonNullable<Recipe['optimizer']>) =>
  typeof choice === 'string' ? { name: choice } : choice
