import { type Agreement, type Attribution, compareExplanations } from '@parallax-ml/interpret'
import type { Figure, TableFigure } from '@parallax-ml/report'
import type { ComparisonCell } from '../runs/comparison.js'
import type { RunExplanations } from '../runs/explain-run.js'
import { listOf } from '../words.js'
import { imageFigure } from './explanations/images.js'
import { importanceForests } from './explanations/importances.js'
import { methodName, showValue } from './explanations/words.js'

/** What one backend says of a task. */
interface Explained extends RunExplanations {
  readonly task: string
  readonly backend: string
}

/** Whether backends and methods give the same reasons, task by task. */
export function interpretabilityFigures(cells: readonly ComparisonCell[]): Figure[] {
  const explained = cells.flatMap(({ task, backend, measured }): Explained[] => {
    const found = measured[0]?.explanations
    return found === undefined ? [] : [{ task: task.name, backend, ...found }]
  })
  const tasks = [...new Set(explained.map(({ task }) => task))]
  if (tasks.length === 0) return []
  const ofTask = tasks.map((task) => explained.filter((each) => each.task === task))
  return [
    agreementTable(ofTask),
    ...ofTask.flatMap((all) => forestsOf(all)),
    ...cells.flatMap((cell) => picturesOf(cell)),
    ...refusals(explained),
  ]
}

function agreementTable(ofTask: readonly (readonly Explained[])[]): TableFigure {
  const lines = ofTask.flatMap((all) => linesOf(all))
  const different = lines.filter(({ verdict }) => verdict === 'different')
  const unlike = ofTask
    .filter((all) => (methodsOf(all)?.spearman ?? 1) < 0.7)
    .map((all) => all[0]!.task)
  const sentences = [
    different.length === 0
      ? 'The same weights get the same explanation on every backend, within rounding.'
      : `The same weights are explained differently on ${listOf([...new Set(different.map(({ task }) => task))])}: that is a fault of a backend.`,
    unlike.length === 0
      ? 'Shapley values and integrated gradients rank features alike.'
      : `Shapley values and integrated gradients rank features differently on ${listOf(unlike)}: trust neither ranking there without a look at single rows.`,
  ]
  return {
    kind: 'table',
    title: 'Whether explanations agree',
    see: sentences.join(' '),
    wide: true,
    columns: [
      { title: 'task', isText: true },
      { title: 'backends that differ most', isText: true },
      { title: 'method', isText: true },
      { title: 'same weights: worst difference' },
      { title: 'allowed' },
      { title: 'verdict', isText: true },
      { title: 'own training: least rank correlation' },
      { title: 'between methods: rank correlation' },
    ],
    rows: lines.map((line) => [
      line.task,
      line.backends,
      line.method,
      line.difference.toExponential(1),
      line.floor.toExponential(1),
      line.verdict,
      line.own === undefined ? '–' : showValue(line.own),
      line.methods === undefined ? '–' : showValue(line.methods),
    ]),
  }
}

interface Line {
  readonly task: string
  readonly backends: string
  readonly method: string
  readonly difference: number
  readonly floor: number
  readonly verdict: string
  readonly own: number | undefined
  readonly methods: number | undefined
}

/** A line for every method: the two backends that differ most, and the least that own trainings have in common. */
function linesOf(all: readonly Explained[]): Line[] {
  const able = all.filter(({ refused }) => refused === undefined)
  const [first] = able
  if (first === undefined || able.length < 2) return []
  const methods = methodsOf(able)?.spearman
  return first.shared.map(({ method }, i) => {
    const own = compareExplanations(able.map((each) => each.own[i]!))
    const correlations = own.flatMap(({ spearman }) => spearman ?? [])
    const worst = compareExplanations(able.map((each) => each.shared[i]!)).reduce((a, b) =>
      b.maxDifference > a.maxDifference ? b : a,
    )
    return {
      task: first.task,
      backends: `${able[worst.first]!.backend} and ${able[worst.second]!.backend}`,
      method: methodName(method),
      difference: worst.maxDifference,
      floor: worst.numericFloor,
      // The same weights and the same draws: neither errors of sampling nor alike rankings excuse more.
      verdict: worst.maxDifference <= worst.numericFloor ? 'equal' : 'different',
      own: correlations.length === 0 ? undefined : Math.min(...correlations),
      methods,
    }
  })
}

/** How far the methods agree about the same weights. */
function methodsOf(all: readonly Explained[]): Agreement | undefined {
  const shared = all.find(({ refused }) => refused === undefined)?.shared ?? []
  return shared.length < 2 ? undefined : compareExplanations(shared)[0]
}

/** What counts for each backend's own network, by all methods. */
function forestsOf(all: readonly Explained[]): Figure[] {
  const own = all.flatMap((each) => each.own as readonly Attribution[])
  const [first] = own
  if (first === undefined || first.featureNames.length > mostFeatures) return []
  return importanceForests(own, `${all[0]!.task}: what matters`)
}

/** A picture with what its pixels contributed, above the same for weights before training. */
function picturesOf({ task, measured }: ComparisonCell): Figure[] {
  const { own, random = [] } = measured[0]?.explanations ?? { own: [] }
  if (task.picture === undefined || random.length === 0) return []
  const { width, ink } = task.picture
  const inPlace = (one: Attribution): Attribution => ({
    ...one,
    featureShape: [one.shape[1] / width, width],
  })
  const figure = imageFigure(own.map(inPlace), random.map(inPlace), {
    row: 0,
    ink: { paper: 0, full: ink },
  })
  return [{ ...figure, title: `${task.name}: ${figure.title}` }]
}

/** Of pictures no forest of pixels is drawn. */
const mostFeatures = 30

const refusals = (explained: readonly Explained[]): TableFigure[] => {
  const rows = explained.flatMap(({ task, backend, refused }) =>
    refused === undefined ? [] : [[task, backend, refused]],
  )
  return rows.length === 0
    ? []
    : [
        {
          kind: 'table',
          title: 'What could not be explained',
          see: 'A backend that lacks an operation says so instead of something else.',
          wide: true,
          columns: ['task', 'backend', 'reason'].map((title) => ({ title, isText: true })),
          rows,
        },
      ]
}
