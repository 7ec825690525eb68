import { FileError, OptionError } from '../../errors/parallax-error.js'
import { sameShape, showShape } from '../../graph/shape.js'
import { slotShapes } from '../named-state.js'
import type { FitPlan } from '../plan.js'
import type { FoundCheckpoint } from './keeper.js'

/**
 * Checks that a whole checkpoint of this run makes sense, so that nothing breaks later.
 * @throws {FileError} that names what does not. @throws {OptionError} if it is farther than `epochs`.
 */
export function checkCheckpoint(
  { architecture, optimizer, facts }: FitPlan,
  { name, checkpoint }: FoundCheckpoint,
): void {
  const { step, history, state, slotsSince } = checkpoint
  const where = `checkpoint ${name}`
  if (step > facts.steps) {
    throw new OptionError({
      where: 'option epochs',
      problem: `${where} is farther already`,
      expected: `at least ${Math.ceil(step / facts.stepsPerEpoch)}`,
      received: String(facts.epochs),
    })
  }
  const epochs = Math.floor(step / facts.stepsPerEpoch)
  const uneven = Object.keys(history).find((key) => history[key]!.length !== epochs)
  if (uneven !== undefined || slotsSince > step) {
    throw new FileError({
      where,
      problem: `its ${uneven === undefined ? 'steps' : `history of '${uneven}'`} and its step ${step} contradict each other`,
    })
  }
  const shapes = new Map(architecture.layout.entries.map(({ path, shape }) => [path, shape]))
  for (const [path, shape] of slotShapes(optimizer, architecture.layout)) shapes.set(path, shape)
  for (const { path, shape } of architecture.layout.entries) {
    if (state[path] === undefined) {
      throw new FileError({
        where,
        problem: `it lacks the weight '${path}'`,
        expected: showShape(shape),
      })
    }
  }
  for (const [key, { shape }] of Object.entries(state)) {
    const expected = shapes.get(key)
    if (expected !== undefined && sameShape(shape, expected)) continue
    throw new FileError({
      where,
      problem: `'${key}' ${expected === undefined ? 'belongs to nothing' : 'has another shape'}`,
      ...(expected && { expected: showShape(expected) }),
      received: showShape(shape),
    })
  }
}
