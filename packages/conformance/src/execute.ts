import {
  type BackendV1,
  type Feeds,
  interpreter,
  isParallaxError,
  type NumberArray,
  type Precision,
  type Program,
  requireSupport,
  type SessionV1,
  type Tensor,
} from '@parallax-ml/core'

/** What one execution of a program needs. */
export interface Execution {
  readonly program: Program
  readonly feeds?: Feeds
  readonly bound?: Readonly<Record<string, Tensor>>
  readonly state?: Readonly<Record<string, Tensor>>
  /** How often to run; feeds and outputs have a leading axis of steps. Default 1. */
  readonly steps?: number
}

/** What came of it. */
export interface Executed {
  readonly outputs: Record<string, NumberArray>
  readonly state: Record<string, Tensor>
}

/**
 * Runs a program in a session of its own.
 * @throws {UnsupportedError} if the backend declares that it cannot.
 */
export async function execute(
  backend: BackendV1,
  precision: Precision,
  { program, feeds = {}, bound = {}, state = {}, steps = 1 }: Execution,
): Promise<Executed> {
  return withSession(backend, precision, program, async (session) => {
    for (const [name, tensor] of Object.entries(bound)) await session.bind(name, tensor)
    await session.writeState(state)
    const compiled = await session.compile(program)
    const outputs = await compiled.runSteps(feeds, steps)
    return { outputs, state: await session.readState() }
  })
}

/** The same by core's interpreter in float64: what is right. */
export const arbitrate = (execution: Execution): Promise<Executed> =>
  execute(interpreter, 'float64', execution)

/**
 * Opens a session for programs like `program`, and disposes of it in any case. A backend that says
 * it can, and then refuses, has failed.
 */
export async function withSession<Result>(
  backend: BackendV1,
  precision: Precision,
  program: Program,
  work: (session: SessionV1) => Promise<Result>,
): Promise<Result> {
  requireSupport(backend, program.graph, { precision })
  const session = await backend.open({ precision })
  try {
    return await work(session)
  } catch (error) {
    if (!isParallaxError(error) || error.code !== 'UNSUPPORTED') throw error
    throw new Error(`supports() said yes, but it refused: ${error.message}`)
  } finally {
    await session.dispose()
  }
}

/** The values as a session of that precision holds them. */
export const rounded = (values: ArrayLike<number>, precision: Precision): Float64Array =>
  precision === 'float32' ? Float64Array.from(Float32Array.from(values)) : Float64Array.from(values)
