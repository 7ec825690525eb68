import type { NumberArray } from '@parallax-ml/core'
import { runName } from '../emit/emit.js'
import type { Team, TeamProgram } from '../threads/team.js'
import type { PlacedProgram, RunFeeds } from './placed-program.js'

type Results = Record<string, NumberArray>

/** A program that runs in this thread, at once. */
export class LoadedProgram {
  readonly #run: (steps: number) => void

  constructor(
    readonly placed: PlacedProgram,
    module: WebAssembly.Module,
  ) {
    const { exports } = new WebAssembly.Instance(module, placed.imports)
    this.#run = exports[runName] as (steps: number) => void
  }

  /** Runs steps on feeds that are complete and fit. */
  runSteps(feeds: RunFeeds, steps: number): Results {
    const { placed } = this
    const results = placed.newResults(steps)
    for (let step = 0; step < steps; step += placed.capacity) {
      const count = Math.min(placed.capacity, steps - step)
      placed.write(feeds, step, count)
      this.#run(count)
      placed.read(results, step, count)
    }
    return results
  }

  async dispose(): Promise<void> {
    this.placed.dispose()
  }
}

/** A program that workers run together. */
export class SharedProgram {
  private constructor(
    readonly placed: PlacedProgram,
    readonly program: TeamProgram,
    readonly team: Team,
  ) {}

  static async load(
    placed: PlacedProgram,
    module: WebAssembly.Module,
    team: Team,
  ): Promise<SharedProgram> {
    return new SharedProgram(placed, await team.load(module, placed.imports), team)
  }

  /** Runs steps on feeds that are complete and fit. */
  runSteps(feeds: RunFeeds, steps: number): Promise<Results> {
    return this.team.alone(async () => {
      const { placed } = this
      const results = placed.newResults(steps)
      for (let step = 0; step < steps; step += placed.capacity) {
        const count = Math.min(placed.capacity, steps - step)
        placed.write(feeds, step, count)
        await this.program.run(count)
        placed.read(results, step, count)
      }
      return results
    })
  }

  async dispose(): Promise<void> {
    await this.program.unload()
    this.placed.dispose()
  }
}
