// Terminates worker threads that train on ONNX Runtime, until the process ends or twenty are done.
import { randomNumbers } from './networks.mjs'
import { terminated } from './workers.mjs'

const random = randomNumbers(Number(process.argv[2]))
for (let i = 0; i < 20; i++) await terminated('onnx', random, { allowWorkerThreads: true })
process.disconnect()
