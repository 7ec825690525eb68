// brain.js as its users have it. Its trainer goes through the rows one by one: not the same algorithm
// as batches, so compare it per row.
import { rate } from '../suite/rate.mjs'
import { dataOf } from '../suite/workloads.mjs'
import { importInstalled, missing } from './installed.mjs'

export const brainJs = {
  note: 'one row at a time: rows per second ÷ batch',
  unavailable: ({ kind }) => (kind === 'dense' ? missing('brain.js') : 'dense networks only'),
  async open(workload) {
    const module = await importInstalled('brain.js')
    const { NeuralNetwork } = module.default ?? module
    const { x, y, width, classes } = dataOf(workload)
    const rows = Array.from({ length: workload.rows }, (_, i) => ({
      input: Array.from(x.slice(i * width, (i + 1) * width)),
      output: Array.from(y.slice(i * classes, (i + 1) * classes)),
    }))
    const net = new NeuralNetwork({
      hiddenLayers: workload.sizes.slice(1, -1),
      activation: workload.activation === 'relu' ? 'relu' : 'tanh',
    })
    // It refuses a threshold of 0; this one is never reached.
    const train = () => net.train(rows, { iterations: 1, errorThresh: 1e-12, praxis: 'adam' })
    train()
    return {
      train: (ms) => rate(ms, workload.rows / workload.batch, train),
      latency: async (ms) => 1e6 / (await rate(ms, 1, () => net.run(rows[0].input))),
    }
  },
}
