// Faults around the backend: models without promises, options, modules that were compiled before.
export const surroundings = [
  {
    name: 'sync-one-row',
    file: 'sync-model.ts',
    find: 'predictionProgram(architecture, rows)',
    replace: 'predictionProgram(architecture, 1)',
    fault: 'a synchronous model answers for one row, however many it was made for',
  },
  {
    name: 'sync-range-not-checked',
    file: 'sync-model.ts',
    find: `if (range === undefined) return
  for`,
    replace: `if (range === undefined || size > 0) return
  for`,
    fault: 'a synchronous model reads rows that an embedding does not have',
  },
  {
    name: 'sync-size-not-checked',
    file: 'sync-model.ts',
    find: 'if (values?.length !== size)',
    replace: 'if (values === undefined)',
    fault: 'a synchronous model takes too few numbers',
  },
  {
    name: 'sync-disposed-answers',
    file: 'sync-model.ts',
    find: `    dispose() {
      loaded = undefined`,
    replace: '    dispose() {',
    fault: 'a disposed synchronous model answers',
  },
  {
    name: 'sync-unknown-input',
    file: 'sync-model.ts',
    find: 'if (known.includes(name)) continue',
    replace: 'if (name !== undefined) continue',
    fault: 'a synchronous model ignores inputs that it does not know',
  },
  {
    name: 'sync-first-of-outputs',
    file: 'sync-model.ts',
    find: 'otherInputs.length === 0 && outputs.length === 1',
    replace: 'otherInputs.length === 0',
    fault: 'predict gives the first of several outputs',
  },
  {
    name: 'sync-rows-not-checked',
    file: 'sync-model.ts',
    find: '!Number.isSafeInteger(rows) || rows < 1',
    replace: 'rows < 1',
    fault: 'half a row is a number of rows',
  },
  {
    name: 'unknown-option',
    file: 'options.ts',
    find: 'if ((optionNames as readonly string[]).includes(name)) continue',
    replace: 'if (name !== undefined) continue',
    fault: 'unknown options are ignored',
  },
  {
    name: 'too-many-threads',
    file: 'options.ts',
    find: ' || threads > mostThreads',
    replace: '',
    fault: 'any number of threads is accepted',
  },
  {
    name: 'threads-of-interpreter',
    file: 'options.ts',
    find: "threads > 1 && path !== undefined && path !== 'webassembly'",
    replace: "threads > 1 && path === 'imported'",
    fault: 'the interpreter is opened with threads that it does not have',
  },
  {
    name: 'key-of-length',
    file: 'run/precompiled.ts',
    find: "return [bytes.length, ...parts].join('-')",
    replace: 'return String(bytes.length)',
    fault: 'a module of the same length is taken for the program',
  },
  {
    name: 'any-module',
    file: 'run/precompiled.ts',
    find: 'const module = byKey.get(keyOf(bytes))',
    replace: 'const module = byKey.get(keyOf(bytes)) ?? modules[0]',
    fault: 'where compiling is forbidden, another program is run',
  },
]
