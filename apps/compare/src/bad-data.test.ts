import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, dense, interpreter, isParallaxError, sequential } from '@parallax-ml/core'
import {
  encodeFeatures,
  encodeTable,
  encodingOf,
  fitEncoding,
  parseCsv,
  parseJson,
  pickSource,
  pickTableRows,
  profileTable,
  repeatedFolds,
  splitTable,
  tableOf,
  withEncoding,
} from '@parallax-ml/datasets'
import { imageFolder, openCsv, readTable } from '@parallax-ml/datasets/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { main } from './program.js'
import { capturedStreams } from './streams.js'

let folder = ''
const inside = (name: string): string => join(folder, name)

const flowers = `length,kind\n${Array.from({ length: 40 }, (_, i) => `${i % 20},${i % 20 < 10 ? 'rose' : 'lily'}`).join('\n')}\n`
const files: Record<string, string | Uint8Array> = {
  'flowers.csv': flowers,
  'empty.csv': '',
  'header.csv': 'length,kind\n',
  'utf16.csv': Buffer.from('\uFEFFa,b', 'utf16le'),
  'excel.csv': Buffer.from('größe,b\n1,2', 'latin1'),
  'sheet.csv': Uint8Array.of(80, 75, 3, 4, 0, 0, 1),
  'broken.csv.gz': 'no gzip',
  'sheet.xlsx': 'x',
  'broken.json': '{"a": ',
  'damaged.safetensors': 'no model',
  'network.json': JSON.stringify({
    version: 1,
    kind: 'sequential',
    inputShape: [3],
    layers: [{ type: 'dense', units: 2, activation: 'softmax' }],
  }),
  'typo.json': JSON.stringify({
    version: 1,
    kind: 'sequential',
    inputShape: [1],
    layers: [{ type: 'dens', units: 2 }],
  }),
  'ages.csv': `age,kind\n${Array.from({ length: 30 }, (_, i) => `${i === 7 ? 'n.a.' : i},${i % 2 ? 'a' : 'b'}`).join('\n')}`,
  'preise.csv': 'größe;preis\n3,5;1,2\n4,5;2,4\n',
  'one.csv': 'length,kind\n1,rose\n2,rose\n3,rose\n',
  'images/cat/broken.png': 'no image',
  'images/dog/broken.png': 'no image',
  'lonely/cat/a.png': 'x',
  'hollow/cat/a.png': 'x',
  'hollow/dog/notes.txt': 'x',
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-bad-data-'))
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(join(inside(name), '..'), { recursive: true })
    await writeFile(inside(name), contents)
  }
  await main(
    ['train', inside('flowers.csv'), '--epochs', '2', '--out', inside('flowers.safetensors')],
    capturedStreams(),
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const table = parseCsv(flowers, { name: 'flowers.csv' })
const profile = profileTable(table)
const encoding = fitEncoding(profile, { target: 'kind' })
const cities = tableOf([{ city: 'Ulm' }, { city: 'Bonn' }, { city: 'Ulm' }, { city: 'Bonn' }])
const cityEncoding = fitEncoding(profileTable(cities))
const bare = createModel(sequential({ inputShape: [1], layers: [dense({ units: 1 })] }), {
  backend: interpreter,
})

/** Calls of the library. */
const calls: [string, () => unknown][] = [
  ['a file that is not there', () => readTable(inside('flower.csv'))],
  ['a folder that is not there', () => readTable(inside('data/flowers.csv'))],
  ['a folder instead of a file', () => readTable(inside('images'))],
  ['a spreadsheet', () => readTable(inside('sheet.xlsx'))],
  ['a spreadsheet that is called CSV', () => readTable(inside('sheet.csv'))],
  ['UTF-16', () => readTable(inside('utf16.csv'))],
  ['text that is not UTF-8', () => readTable(inside('excel.csv'))],
  ['the same, streamed', () => openCsv(inside('excel.csv'))],
  ["encoding: 'utf-9'", () => readTable(inside('excel.csv'), { encoding: 'utf-9' })],
  ['gzip that is none', () => readTable(inside('broken.csv.gz'))],
  ['an empty file', () => readTable(inside('empty.csv'))],
  ['an empty file, streamed', () => openCsv(inside('empty.csv'))],
  ['JSON that breaks off', () => readTable(inside('broken.json'))],
  ['JSON that is a number', () => parseJson('3')],
  ['a wrong line of JSON lines', () => parseJson('{"a": 1}\n{"a": 2}\n{"a" 3}')],
  ['a list in a record', () => parseJson('[{"a": 1}, {"a": [1, 2]}]')],
  ['columns of different lengths', () => parseJson('{"a": [1, 2], "b": [1]}')],
  ['records that are arrays', () => tableOf([[1, 2]])],
  ['a field too few', () => parseCsv('a,b,c\n1,2,3\n4,5', { name: 'x.csv' })],
  ['a field too many', () => parseCsv('a,b\n1,2\n3,4,5', { name: 'x.csv' })],
  ['a quote that is never closed', () => parseCsv('a,b\n1,"2\n3,4', { name: 'x.csv' })],
  ['text behind a closing quote', () => parseCsv('a,b\n"1"2,3\n4,5', { name: 'x.csv' })],
  ['two columns of one name', () => parseCsv('a,b,a\n1,2,3', { name: 'x.csv' })],
  ['too few names for the columns', () => parseCsv('1,2,3', { columns: ['a', 'b'] })],
  ["delimiter: ';;'", () => parseCsv('a;;b', { delimiter: ';;' })],
  ["delimiter: ',' with decimal: ','", () => parseCsv('a', { delimiter: ',', decimal: ',' })],
  ['seperator instead of delimiter', () => parseCsv('a', { seperator: ';' } as never)],
  ['a slip in a column of numbers', async () => profileTable(await readTable(inside('ages.csv')))],
  ['decimal commas undeclared', async () => profileTable(await readTable(inside('preise.csv')))],
  ['text where a number is declared', () => profileTable(table, { types: { kind: 'number' } })],
  ['a declared type of no column', () => profileTable(table, { types: { kid: 'category' } })],
  ["type 'categorical'", () => profileTable(table, { types: { kind: 'categorical' } as never })],
  ['a target that is not there', () => fitEncoding(profile, { target: 'kinds' })],
  ['a column to ignore that is not there', () => fitEncoding(profile, { ignore: ['id'] })],
  ['a regression of texts', () => fitEncoding(profile, { target: 'kind', task: 'regression' })],
  [
    'classes of many numbers',
    () =>
      fitEncoding(
        profileTable(tableOf(Array.from({ length: 200 }, (_, i) => ({ x: i % 3, y: i / 7 })))),
        { target: 'y', task: 'classification' },
      ),
  ],
  [
    'a target of one class',
    async () => fitEncoding(profileTable(await readTable(inside('one.csv'))), { target: 'kind' }),
  ],
  [
    'a target that is empty',
    () => fitEncoding(profileTable(parseCsv('x,y\n1,NA\n2,')), { target: 'y' }),
  ],
  [
    'nothing left to learn from',
    () => fitEncoding(profile, { target: 'kind', ignore: ['length'] }),
  ],
  ['a missing target', () => encodeTable(parseCsv('length,kind\n1,rose\n2,NA'), encoding)],
  [
    'a class that training never saw',
    () => encodeTable(parseCsv('length,kind\n1,tulip'), encoding),
  ],
  ['a column that is missing', () => encodeFeatures(tableOf([{ lenght: 1 }]), encoding)],
  ['text in a column of numbers', () => encodeFeatures(parseCsv('length\n1\nlong'), encoding)],
  [
    'a decimal comma in a column of numbers',
    () => encodeFeatures(parseCsv('length\n"1,5"'), encoding),
  ],
  [
    'a category that training never saw',
    () => encodeFeatures(tableOf([{ city: 'Um' }]), cityEncoding),
  ],
  ['targets from an encoding without', () => encodeTable(cities, cityEncoding)],
  ['an encoding of a bare model', () => encodingOf(bare)],
  [
    'classes that do not fit the model',
    () =>
      withEncoding(bare, {
        ...encoding,
        target: { type: 'category', column: 'kind', classes: ['a', 'b', 'c'] },
      }),
  ],
  ['testShare: 20', () => splitTable(table, { testShare: 20 })],
  ['stratify by no column', () => splitTable(table, { testShare: 0.2, stratify: 'kin' })],
  [
    'stratify a class of one row',
    () => splitTable(parseCsv('x,y\n1,a\n2,a\n3,b'), { testShare: 0.4, stratify: 'y' }),
  ],
  [
    'group by a column with gaps',
    () => splitTable(parseCsv('x,y\n1,a\n2,\n3,b'), { testShare: 0.4, group: 'y' }),
  ],
  ['repeats: 0', () => repeatedFolds(10, { folds: 2, repeats: 0 })],
  ['row 40 of 40', () => pickTableRows(table, [40])],
  ['row −1 of a source', () => pickSource({ rows: 2, read: () => ({ x: [], y: [] }) }, [-1])],
  ['images: one class', () => imageFolder(inside('lonely'))],
  ['images: a class without any', () => imageFolder(inside('hollow'))],
  ['images: no folder', () => imageFolder(inside('image'))],
  ['images: size: 32', () => imageFolder(inside('images'), { size: 32 } as never)],
  [
    'images: a file that is no image',
    async () => (await imageFolder(inside('images'), { size: [2, 2] })).read(Int32Array.of(0)),
  ],
]

/** Words behind `parallax`. */
const commandLines: string[][] = [
  ['train'],
  ['train', 'flowrs.csv'],
  ['train', 'flowers.csv', '--target', 'knd'],
  ['train', 'flowers.csv', '--taget', 'kind'],
  ['train', 'flowers.csv', '--ignore', 'lenght'],
  ['train', 'flowers.csv', '--epochs', 'many'],
  ['train', 'flowers.csv', '--test-share', '20'],
  ['train', 'flowers.csv', '--learning-rate', '0'],
  ['train', 'flowers.csv', '--backend', 'nativ'],
  ['train', 'flowers.csv', '--decimal', ';'],
  ['train', 'flowers.csv', '--task', 'classify'],
  ['train', 'flowers.csv', '--group', 'patient'],
  ['train', 'flowers.csv', '--spec', 'network.json'],
  ['train', 'flowers.csv', '--spec', 'typo.json'],
  ['train', 'flowers.csv', '--spec', 'broken.json'],
  ['train', 'flowers.csv', '--learning-rate', '1e30'],
  ['train', 'header.csv'],
  ['train', 'one.csv'],
  ['train', 'ages.csv'],
  ['train', 'preise.csv'],
  ['predict', 'flowers.csv', 'flowers.csv'],
  ['predict', 'damaged.safetensors', 'flowers.csv'],
  ['predict', 'flowers.safetensors', 'ages.csv'],
  ['evaluate', 'flowers.safetensors', 'header.csv'],
  ['summary', 'nothing.safetensors'],
  ['list', 'task'],
  ['completion', 'powershell'],
  ['trian', 'flowers.csv'],
]

/** What differs between machines and versions of Node. */
const withoutPlaces = (text: string): string =>
  text
    .replaceAll(`${folder}/`, '')
    .replaceAll(folder, '.')
    .replace(/(not JSON: ).*?(\. Expected|\.$|$)/, '$1…$2')
    .replace(/((?:image cannot be read|unpacked): ).*$/, '$1….')
    .replace(/ENOENT: no such file or directory, open '.*?'/, 'no such file')

const cell = (text: string): string =>
  withoutPlaces(text).trim().replaceAll('|', '\\|').replaceAll('\n', '<br>')

test('every bad input gets an error that says where, what and how to mend it', async () => {
  const rows = []
  for (const [what, attempt] of calls) {
    const error = await Promise.resolve()
      .then(attempt)
      .then(
        () => new Error(`${what}: nothing was thrown`),
        (thrown) => thrown as Error,
      )
    if (!isParallaxError(error)) throw error
    rows.push(`| ${what} | ${error.code} | ${cell(error.message)} |`)
  }
  const lines = []
  for (const words of commandLines) {
    const streams = capturedStreams()
    const paths = words.map((word) =>
      /\.(csv|json|safetensors)$/.test(word) ? inside(word) : word,
    )
    const code = await main([...paths, ...(words[0] === 'train' ? ['--quiet'] : [])], streams)
    expect(code, words.join(' ')).toBeGreaterThan(0)
    expect(streams.text.stdout, words.join(' ')).toBe('')
    lines.push(`| \`parallax ${words.join(' ')}\` | ${code} | ${cell(streams.text.stderr)} |`)
  }
  const page = [
    '# Bad data and bad command lines, and what they get',
    '',
    'Every row is tried by a test, which also writes this page: `npx vitest run bad-data -u`. Models, specs and options of',
    '`fit` have [a page of their own](bad-inputs.md).',
    '',
    '| input | code | message |',
    '|---|---|---|',
    ...rows,
    '',
    '| command line | exit code | what stderr says |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n')
  expect(rows.length + lines.length).toBeGreaterThan(80)
  await expect(page).toMatchFileSnapshot('../../../docs/bad-data.md')
})
