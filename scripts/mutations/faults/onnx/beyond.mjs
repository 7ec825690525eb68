// Faults where backends may differ, so that the conformance suite does not look.
export const beyond = [
  {
    name: 'divide-unsafe',
    file: 'emission/operations/integers.ts',
    tests: 'engine.test.ts',
    find: 'only === undefined || only === 0 || only === -1 ? safeDivisor(e, a!, b!) : b!',
    replace: 'b!',
    fault: 'int32 by 0 ends the run with an error',
  },
]
