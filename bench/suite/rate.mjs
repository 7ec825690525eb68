/** How often something is done in a second: after a warm-up of half the time, for that time. */
export async function rate(ms, each, work) {
  await turns(ms / 2, work)
  const { count, took } = await turns(ms, work)
  return (1000 * count * each) / took
}

async function turns(ms, work) {
  const started = performance.now()
  let count = 0
  let took = 0
  // The clock is read more rarely where turns are short.
  for (let lot = 1; took < ms; lot = Math.min(1000, lot * 2)) {
    for (let i = 0; i < lot; i++) {
      const result = work()
      if (result instanceof Promise) await result
      count++
      if (lot > 1 && i % 16 === 15 && performance.now() - started > ms) break
    }
    took = performance.now() - started
  }
  return { count, took }
}
