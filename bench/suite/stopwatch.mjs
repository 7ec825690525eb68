/** A backend that adds up how long its programs run, so that the loop around them can be told apart. */
export function stopwatch(backend) {
  const watch = { ms: 0 }
  const timed = (program) => ({
    ...program,
    async runSteps(feeds, steps) {
      const started = performance.now()
      const outputs = await program.runSteps(feeds, steps)
      watch.ms += performance.now() - started
      return outputs
    },
  })
  const open = async (options) => {
    const session = await backend.open(options)
    return { ...session, compile: async (program) => timed(await session.compile(program)) }
  }
  return { watch, backend: { ...backend, open } }
}
