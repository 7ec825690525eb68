/**
 * The whole script of a worker, in Node and in browsers. It loads modules over the shared memory,
 * runs steps of them, and answers every message with `{}` or an error. It is a text so that no
 * bundler has to know of it.
 */
export const workerSource = `
const port = typeof require === 'function' ? require('node:worker_threads').parentPort : self
const programs = new Map()
const acts = {
  load({ program, module, imports, thread }) {
    const { exports } = new WebAssembly.Instance(module, imports)
    programs.set(program, (steps) => exports.run(steps, thread))
  },
  run({ program, steps }) {
    programs.get(program)(steps)
  },
  unload({ program }) {
    programs.delete(program)
  },
}
port.onmessage = ({ data }) => {
  try {
    acts[data.act](data)
    port.postMessage({})
  } catch (error) {
    port.postMessage({ error: String(error) })
  }
}
`
