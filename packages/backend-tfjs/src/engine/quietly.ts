/** TensorFlow.js keeps its engine, with its settings, where every copy of it in a process finds it. */
interface SharedEngine {
  readonly ENV: { getBool(flag: 'PROD'): boolean; set(flag: 'PROD', value: boolean): void }
}

const settings = (): SharedEngine['ENV'] | undefined =>
  (globalThis as { _tfengine?: SharedEngine })._tfengine?.ENV

/** Does something without the warnings of TensorFlow.js: that a second copy is loaded, or a slow engine. */
export async function quietly<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  const before = settings()?.getBool('PROD') ?? false
  settings()?.set('PROD', true)
  try {
    return await work()
  } finally {
    settings()?.set('PROD', before)
  }
}
