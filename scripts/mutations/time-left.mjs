// How long it will still take, by what faults of the same unit have taken so far.

/** Notes that a fault took some seconds, and tells in words how long the others will. */
export function timeLeft(faults, jobs) {
  const tallies = new Map()
  for (const { unit } of faults) tallyOf(unit).open++
  return ({ unit }, seconds) => {
    const tally = tallyOf(unit)
    tally.open--
    tally.done++
    tally.seconds += seconds
    const all = [...tallies.values()]
    const sum = (key) => all.reduce((total, one) => total + one[key], 0)
    const usual = sum('seconds') / sum('done')
    const left = all.map((one) => one.open * (one.done > 0 ? one.seconds / one.done : usual))
    return inWords(left.reduce((total, one) => total + one, 0) / jobs)
  }

  function tallyOf(unit) {
    if (!tallies.has(unit)) tallies.set(unit, { open: 0, done: 0, seconds: 0 })
    return tallies.get(unit)
  }
}

function inWords(seconds) {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
}
