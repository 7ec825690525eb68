// Trains on a folder with a folder of images for each class. The images are digits, written as PNG files
// first; put any folder of photographs in their place.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import { dense, evaluate, fit, flatten, normalization, sequential } from '@parallax-ml/core'
import { digits, pickSource, stratifiedSplit } from '@parallax-ml/datasets'
import { imageFolder } from '@parallax-ml/datasets/node'
import sharp from 'sharp'

const folder = await mkdtemp(join(tmpdir(), 'parallax-example-'))
const { x, y } = digits()
for (const label of [0, 1, 2, 3]) await mkdir(join(folder, String(label)))
for (const [i, pixels] of x.slice(0, 1000).entries()) {
  if (y[i] > 3) continue
  const bytes = Uint8Array.from(pixels, (ink) => Math.min(255, 16 * ink))
  const image = sharp(bytes, { raw: { width: 8, height: 8, channels: 1 } })
  await image.png().toFile(join(folder, String(y[i]), `${i}.png`))
}

const images = await imageFolder(folder, { channels: 1 })
console.log(
  `${images.rows} images of ${images.imageShape.join(' by ')}: ${images.classNames.join(', ')}`,
)
const { train, test } = stratifiedSplit(images.labels, { testShare: 0.25, seed: 7 })

const spec = sequential({
  inputShape: images.imageShape,
  layers: [
    flatten(),
    // Values go from 0 to 255; all pixels by the same mean and variance.
    normalization({ mean: Array(64).fill(80), variance: Array(64).fill(9000) }),
    dense({ units: 32, activation: 'relu' }),
    dense({ units: images.classNames.length, activation: 'softmax' }),
  ],
})
// Images are decoded batch by batch, so that any number of them will do.
const { model, stopped } = await fit(spec, pickSource(images, train), {
  backend: native,
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'adam', learningRate: 0.01 },
  epochs: 5,
  seed: 7,
})
console.log(stopped.message)
const { accuracy } = await evaluate(model, pickSource(images, test), { metrics: ['accuracy'] })
console.log(`${(100 * accuracy).toFixed(1)} % of ${test.length} images held back are right`)
await model.dispose()
await rm(folder, { recursive: true })
if (accuracy < 0.9) process.exitCode = 1
