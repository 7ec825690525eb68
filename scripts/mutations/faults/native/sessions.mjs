// Faults in sessions: memory, state, feeds and outputs of many steps.
export const sessions = [
  {
    name: 'view-of-old-buffer',
    file: 'run/heap.ts',
    find: 'if (buffer !== this.#buffer)',
    replace: 'if (this.#buffer === undefined)',
    fault: 'memory that has grown is seen as it was',
  },
  {
    name: 'memory-not-given-back',
    file: 'run/placed-program.ts',
    tests: 'native.test.ts',
    find: 'for (const { address, bytes } of this.#pieces.splice(0)) this.memory.heap.give(address, bytes)',
    replace: 'this.#pieces.splice(0)',
    fault: 'programs that are disposed of keep their memory',
  },
  {
    name: 'read-state-is-a-view',
    file: 'run/session-memory.ts',
    find: 'this.heap.view(storage).slice(start',
    replace: 'this.heap.view(storage).subarray(start',
    fault: 'state that was read changes with the next step',
  },
  {
    name: 'new-state-not-cleared',
    file: 'run/session-memory.ts',
    near: 'zeros',
    find: `      this.heap.clear(this.#blocks.state.get(name)!.address, sizeOf(shape) * this.#width(storage))
`,
    replace: '',
    fault: 'new state is what was in memory',
  },
  {
    name: 'half-written-state',
    file: 'run/session-memory.ts',
    find: `        checkTensor(input, tensor)
        if (source`,
    replace: '        if (source',
    fault: 'state and bound data are not checked when they are written',
  },
  {
    name: 'bound-kind-not-checked',
    file: 'run/session-memory.ts',
    find: "if (source === 'bound') this.#requireSameKind(input, tensor)",
    replace: '',
    fault: 'numbers are bound where a program reads bytes',
  },
  {
    name: 'claims-not-checked',
    file: 'run/session-memory.ts',
    near: 'does not fit',
    find: 'if (known !== undefined) checkTensor(input, this.#shown(known))',
    replace: 'if (known !== undefined) continue',
    fault: 'a program is compiled for state of another shape',
  },
  {
    name: 'claim-outlives-program',
    file: 'run/session.ts',
    near: 'disposed of',
    find: `        claim.release()
        const disposed`,
    replace: '        const disposed',
    fault: 'state cannot get another shape after its program is disposed of',
  },
  {
    name: 'bytes-for-state',
    file: 'run/session-memory.ts',
    find: "source === 'bound' && data instanceof Uint8Array",
    replace: 'data instanceof Uint8Array',
    fault: 'state that is written from bytes is read as floats',
  },
  {
    name: 'disposed-program-runs',
    file: 'run/session.ts',
    level: 'lifecycle',
    find: "if (loaded === undefined) throw new DisposedError('program')",
    replace: 'if (loaded === undefined) return {}',
    fault: 'a disposed program gives nothing, without an error',
  },
  {
    name: 'feeds-not-checked',
    file: 'run/session.ts',
    find: 'checkFeeds(fed, feeds, steps)',
    replace: 'checkFeeds(fed, feeds, 1)',
    fault: 'feeds of many steps are checked as if they were of one',
  },
  {
    name: 'later-feeds-from-first',
    file: 'run/loaded-program.ts',
    find: `placed.write(feeds, step, count)
      this.#run(count)`,
    replace: `placed.write(feeds, 0, count)
      this.#run(count)`,
    fault: 'in runs of thousands of steps, feeds begin again',
  },
  {
    name: 'later-outputs-over-first',
    file: 'run/loaded-program.ts',
    find: `this.#run(count)
      placed.read(results, step, count)`,
    replace: `this.#run(count)
      placed.read(results, 0, count)`,
    fault: 'in runs of thousands of steps, outputs of later steps lie over the first',
  },
  {
    name: 'small-feeds-from-first',
    file: 'run/placed-program.ts',
    near: 'thousands',
    find: 'view[start + i] = values[from + i]!',
    replace: 'view[start + i] = values[i]!',
    fault: 'small feeds of later parts of a run are those of the first',
  },
  {
    name: 'constants-overlap',
    file: 'plan/memory.ts',
    level: 'sessions',
    near: 'constant alone',
    find: 'this.constantBytes += aligned(size * widthOf(storage, this.parts.floatBytes))',
    replace: 'this.constantBytes += aligned(size)',
    fault: 'constants lie over one another',
  },
]
