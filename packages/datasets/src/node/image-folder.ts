import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  DataError,
  FileError,
  OptionError,
  parseWith,
  type RowSource,
  UnsupportedError,
} from '@parallax-ml/core'
import type sharp from 'sharp'
import { z } from 'zod'
import { requireKind } from './files.js'

/** Options of {@link imageFolder}. */
export interface ImageFolderOptions {
  /** Height and width to which images are scaled, cut to fit. Default: all must have the size of the first. */
  readonly size?: readonly [number, number]
  /** 1 for shades of grey, 3 for red, green and blue. Default 3. */
  readonly channels?: 1 | 3
}

/** Images in folders, decoded as they are needed. Rows are in the order of `files`. */
export interface ImageFolder extends RowSource {
  /** Height, width and channels of a row, for a model's `inputShape`. */
  readonly imageShape: readonly [number, number, number]
  /** The names of the folders, in order of code units. */
  readonly classNames: readonly string[]
  /** The class of each row, for splits. */
  readonly labels: readonly number[]
  /** The path of each row. */
  readonly files: readonly string[]
  /** Values from 0 to 255, `[rows, height, width, channels]`, and classes of some rows. */
  read(indices: Int32Array): Promise<{
    x: { shape: number[]; data: Uint8Array }
    y: Int32Array
  }>
}

const schema = z.strictObject({
  size: z.array(z.int().min(1)).length(2).optional(),
  channels: z.union([z.literal(1), z.literal(3)]).default(3),
})

const extensions = /\.(png|jpe?g)$/i

/**
 * Images of classes: a folder with a folder for each class, which holds PNG and JPEG files. Decoded
 * by the library sharp (0.33 or newer), which must be installed; pictures of phones are turned
 * upright, transparency becomes black.
 *
 * @throws {FileError} if a folder or image cannot be read. @throws {DataError} if there are fewer than
 * two classes, a class has no images, or sizes differ and none is given.
 * @throws {UnsupportedError} if sharp is not installed.
 *
 * @example
 * const images = await imageFolder('leaves', { size: [32, 32] })
 * const { train, test } = stratifiedSplit(images.labels, { testShare: 0.2 })
 * const run = await fit(spec, pickSource(images, train), { backend, loss, epochs: 10 })
 */
export async function imageFolder(
  path: string,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  const { size, channels } = parseWith(schema, options, 'image options', OptionError)
  const decoder = await loadSharp()
  const { classNames, files, labels } = await listImages(path)
  const [height, width] = (size ?? (await sizeOf(decoder, files[0]!))) as [number, number]
  const decode = async (file: string): Promise<Uint8Array> => {
    const image = await openImage(decoder, file, { channels, size })
    if (image.height === height && image.width === width) return image.data
    throw new DataError({
      where: file,
      problem: 'the image has another size than the first',
      expected: `${height} by ${width}`,
      received: `${image.height} by ${image.width}`,
      hint: 'Give size: [height, width], and all are scaled to it.',
    })
  }
  const imageShape = [height, width, channels] as const
  return {
    rows: files.length,
    imageShape,
    classNames,
    labels,
    files,
    async read(indices) {
      const pixels = height * width * channels
      const data = new Uint8Array(indices.length * pixels)
      const images = await Promise.all(Array.from(indices, (index) => decode(files[index]!)))
      for (const [i, image] of images.entries()) data.set(image, i * pixels)
      return {
        x: { shape: [indices.length, ...imageShape], data },
        y: Int32Array.from(indices, (index) => labels[index]!),
      }
    },
  }
}

type Sharp = typeof sharp

async function loadSharp(): Promise<Sharp> {
  try {
    return (await import('sharp')).default
  } catch (cause) {
    throw new UnsupportedError({
      where: 'imageFolder',
      problem: 'the library sharp, which decodes images, cannot be loaded',
      hint: 'Install it: npm install sharp',
      cause,
    })
  }
}

async function listImages(
  path: string,
): Promise<{ classNames: string[]; files: string[]; labels: number[] }> {
  await requireKind(path, 'folder')
  const entries = await readdir(path, { withFileTypes: true })
  const classNames = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
  if (classNames.length < 2) {
    throw new DataError({
      where: path,
      problem: 'there are too few classes',
      expected: 'a folder for each class, at least 2',
      received: String(classNames.length),
    })
  }
  const lists = await Promise.all(classNames.map((name) => imagesIn(join(path, name))))
  return {
    classNames,
    files: lists.flat(),
    labels: lists.flatMap((files, label) => files.map(() => label)),
  }
}

async function imagesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => extensions.test(name)).sort()
  if (names.length > 0) return names.map((name) => join(folder, name))
  throw new DataError({
    where: folder,
    problem: 'the class has no images',
    expected: 'files that end in .png, .jpg or .jpeg',
  })
}

async function sizeOf(decoder: Sharp, file: string): Promise<[number, number]> {
  const { height, width } = await openImage(decoder, file, { channels: 1, size: undefined })
  return [height, width]
}

interface DecodeOptions {
  readonly channels: 1 | 3
  readonly size: readonly number[] | undefined
}

async function openImage(
  decoder: Sharp,
  file: string,
  { channels, size }: DecodeOptions,
): Promise<{ data: Uint8Array; height: number; width: number }> {
  try {
    let image = decoder(file).rotate().flatten({ background: '#000' })
    if (size !== undefined)
      image = image.resize({ height: size[0]!, width: size[1]!, fit: 'cover' })
    const coloured = channels === 1 ? image.toColourspace('b-w') : image.toColourspace('srgb')
    const { data, info } = await coloured.raw().toBuffer({ resolveWithObject: true })
    return { data, height: info.height, width: info.width }
  } catch (cause) {
    throw new FileError({
      where: file,
      problem: `the image cannot be read: ${(cause as Error).message}`,
      cause,
    })
  }
}
