import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCsv } from '../csv/parse-csv.js'
import { blocksOf } from '../table/source.js'
import { imageFolder, openCsv, readTable } from './index.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-datasets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, contents: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, contents)
  return path
}

describe('readTable', () => {
  const expected = { columns: ['a', 'b'], rows: [['1', 'ä']] }

  test.each([
    ['x.csv', 'a,b\n1,ä'],
    ['x.tsv', 'a\tb\n1\tä'],
    ['X.TXT', 'a;b\n1;ä'],
    ['x.json', '[{"a": "1", "b": "ä"}]'],
    ['x.jsonl', '{"a": "1", "b": "ä"}'],
    ['x.csv.gz', gzipSync('a,b\n1,ä')],
    ['mark.csv', Buffer.from('\uFEFFa,b\n1,ä')],
  ])('reads %s', async (name, contents) => {
    const table = await readTable(await file(name, contents))
    expect(table).toMatchObject({ ...expected, name })
  })

  test('has no separators in JSON', async () => {
    const path = await file('y.json', '[{"a": 1}]')
    await expect(readTable(path, { delimiter: ';' })).rejects.toThrow(/unknown option 'delimiter'/)
  })

  test('reads the encodings that spreadsheets write', async () => {
    const path = await file('excel.csv', Buffer.from('a,b\n1,ä', 'latin1'))
    expect(await readTable(path, { encoding: 'windows-1252' })).toMatchObject(expected)
    await expect(readTable(path)).rejects.toThrow(/not utf-8 text\. .*windows-1252/)
  })
})

describe('openCsv', () => {
  /** Rows of prime length, so that the ends of chunks fall on every place: quotes, breaks, umlauts. */
  const large = (): string => {
    const rows = Array.from(
      { length: 9000 },
      (_, i) => `${i},"${'Straße '.repeat(30)}\nÖl, ""${i}""",${i % 3 === 0 ? '€' : ''}x`,
    )
    return `\uFEFFid,place,kind\r\n${rows.join('\r\n')}\r\n\r\n`
  }

  test('gives the same rows as parseCsv, over the ends of chunks', async () => {
    const text = large()
    expect(Buffer.byteLength(text)).toBeGreaterThan(2 ** 21)
    const whole = parseCsv(text, { name: 'large.csv' })
    const source = await openCsv(await file('large.csv', text))
    expect(source).toMatchObject({ rows: 9000, columns: ['id', 'place', 'kind'] })
    const rows = []
    const lines = []
    for await (const block of blocksOf(source)) {
      rows.push(...block.rows)
      lines.push(...block.lines!)
    }
    // One comparison: thousands of rows take a while one by one.
    expect(JSON.stringify(rows) === JSON.stringify(whole.rows)).toBe(true)
    expect(lines).toEqual(whole.lines)
    await source.close()
  })

  test('reads any rows in any order, twice as well', async () => {
    const source = await openCsv(await file('some.csv', 'a,b\n0,x\n\n1,y\n2,z\n3,ü'))
    const table = await source.read(Int32Array.of(3, 0, 1, 3))
    expect(table.rows.map(([a]) => a)).toEqual(['3', '0', '1', '3'])
    expect(table.lines).toEqual([6, 2, 4, 6])
    await source.close()
    expect(() => source.read(Int32Array.of(0))).toThrow(/it has been closed/)
    await source.close()
  })

  test('names columns as parseCsv does', async () => {
    const path = await file('bare.csv', '1,2\n3,4')
    const source = await openCsv(path, { columns: ['x', 'y'] })
    expect(source).toMatchObject({ rows: 2, columns: ['x', 'y'] })
    await source.close()
  })

  test('notices that the file has changed', async () => {
    const path = await file('changing.csv', 'a,b\n1,2')
    const source = await openCsv(path)
    await writeFile(path, 'a,b\n1,2\n3,4')
    expect(() => source.read(Int32Array.of(0))).toThrow(/it has changed since it was opened/)
    await source.close()
  })

  test('reads declared encodings', async () => {
    const path = await file('old.csv', Buffer.from('größe,b\n1,ä', 'latin1'))
    const source = await openCsv(path, { encoding: 'windows-1252' })
    expect(source.columns).toEqual(['größe', 'b'])
    expect((await source.read(Int32Array.of(0))).rows).toEqual([['1', 'ä']])
    await source.close()
  })
})

describe('imageFolder', () => {
  const image = (height: number, width: number, background: string) =>
    sharp({ create: { width, height, channels: 3, background } })

  beforeAll(async () => {
    for (const name of ['red', 'blue'])
      await mkdir(join(folder, 'images', name), { recursive: true })
    await image(2, 3, '#ff0000').png().toFile(join(folder, 'images/red/b.png'))
    await image(2, 3, '#800000').png().toFile(join(folder, 'images/red/a.png'))
    await image(2, 3, '#0000ff').jpeg({ quality: 100 }).toFile(join(folder, 'images/blue/c.JPG'))
    await writeFile(join(folder, 'images/blue/notes.txt'), 'no image')
  })

  test('has a class for each folder, and decodes when it is asked', async () => {
    const images = await imageFolder(join(folder, 'images'))
    expect(images).toMatchObject({
      rows: 3,
      imageShape: [2, 3, 3],
      classNames: ['blue', 'red'],
      labels: [0, 1, 1],
    })
    const { x, y } = await images.read(Int32Array.of(2, 1))
    expect(x.shape).toEqual([2, 2, 3, 3])
    expect([...x.data.subarray(0, 3)]).toEqual([255, 0, 0])
    expect([...x.data.subarray(18, 21)]).toEqual([128, 0, 0])
    expect([...y]).toEqual([1, 1])
  })

  test('scales, and makes shades of grey', async () => {
    const images = await imageFolder(join(folder, 'images'), { size: [4, 4], channels: 1 })
    const { x } = await images.read(Int32Array.of(0, 2))
    expect(x.shape).toEqual([2, 4, 4, 1])
    // Luma of red is more than that of blue, whatever the exact weights.
    expect(x.data[16]!).toBeGreaterThan(x.data[0]!)
  })

  test('names an image of another size', async () => {
    await image(5, 5, '#00ff00').png().toFile(join(folder, 'images/red/z.png'))
    const images = await imageFolder(join(folder, 'images'))
    await expect(images.read(Int32Array.of(3))).rejects.toThrow(
      /z\.png: the image has another size than the first \(expected 2 by 3, got 5 by 5\)/,
    )
    await rm(join(folder, 'images/red/z.png'))
  })
})
