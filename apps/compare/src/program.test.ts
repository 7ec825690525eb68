import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backends } from './backends.js'
import { main } from './program.js'
import { inThisProcess } from './runs/execute.js'
import { capturedStreams } from './streams.js'
import { tasks } from './tasks/index.js'

// All tasks take too long for a test of the command; tasks have tests of their own.
const quickTasks = 'xor-article,xor,iris'
const onNative = ['--backends', 'native']

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-compare-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function run(...words: string[]) {
  const streams = capturedStreams()
  // The child processes of a build; the tests of child processes have their own.
  const code = await main(words, streams, { open: inThisProcess({ tasks, backends }) })
  return { code, ...streams.text }
}

describe('parallax compare', () => {
  test('trains, prints tables and writes both files whole', async () => {
    const words = ['--tasks', quickTasks, ...onNative, '--seeds', '2', '--out', folder]
    const { code, stdout, stderr } = await run('compare', ...words)
    expect(code).toBe(0)
    expect(stdout).toMatch(/xor-article +native +2/)
    expect(stdout).toMatch(/xor +native +2 +accuracy +1\.000 .* beats majority class/)
    expect(stdout).toMatch(/xor +native .* 2\/2/)
    expect(stdout).toMatch(/iris: Accuracy (0\.9|1)/)
    expect(stdout).toMatch(/logistic regression 0\.960, MLP 0\.952/)
    expect(stderr).toMatch(/run 1 of 6: xor-article on native\n/)
    expect((await readdir(folder)).sort()).toEqual(['report.html', 'results.json', 'runs.jsonl'])
    const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))
    expect(results.schemaVersion).toBe(2)
    expect(results.runs).toHaveLength(6)
    expect(results.errors).toEqual([])
  })

  test('results.json has the documented shape', async () => {
    const words = [
      '--tasks',
      'iris',
      ...onNative,
      '--seeds',
      '7,',
      '--epochs',
      '3',
      '--out',
      folder,
    ]
    const { stdout } = await run('compare', '--json', '--quiet', ...words)
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 2,
      environment: {
        node: process.versions.node,
        platform: process.platform,
        arch: process.arch,
        cpu: expect.any(String),
        cores: expect.any(Number),
        memoryBytes: expect.any(Number),
        parallax: expect.stringMatching(/^\d+\.\d+\.\d+/),
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
      protocol: {
        general: [
          expect.stringContaining('Epochs were set to 3'),
          expect.any(String),
          expect.any(String),
          expect.any(String),
          expect.stringContaining('Explanations are made for the first seed'),
          expect.stringContaining('How far backends differ'),
        ],
        tasks: { iris: expect.stringMatching(/species .* Seed 7\.$/) },
      },
      complete: true,
      runs: [
        {
          task: 'iris',
          backend: 'native',
          seed: 7,
          engine: {
            name: expect.any(String),
            version: expect.any(String),
            native: expect.any(Boolean),
            path: expect.any(String),
            threads: expect.any(Number),
          },
          train: { accuracy: expect.any(Number), loss: expect.any(Number) },
          test: {
            accuracy: expect.any(Number),
            expectedCalibrationError: expect.any(Number),
            loss: expect.any(Number),
          },
          timing: {
            compileMs: expect.any(Number),
            trainMs: expect.any(Number),
            stepsPerSecond: expect.any(Number),
            predictRowsPerSecond: expect.any(Number),
          },
          memory: { startBytes: expect.any(Number), peakBytes: expect.any(Number) },
          parameters: 4 * 16 + 16 + 16 * 3 + 3,
          stopped: { reason: 'completed', epoch: 3 },
        },
      ],
      errors: [],
      baselines: [
        {
          task: 'iris',
          seed: 7,
          majority: expect.any(Number),
          linear: expect.any(Number),
          nearest: expect.any(Number),
        },
      ],
      agreements: [
        {
          task: 'iris',
          seed: 7,
          pair: ['native', 'float64'],
          figures: {
            outputs: { worst: expect.any(Number), bound: 1e-5, holds: true },
            gradients: { worst: expect.any(Number), bound: 2e-6, holds: true },
            weights: { worst: expect.any(Number), bound: 1e-5, holds: true },
            explanations: { worst: expect.any(Number), bound: 1e-5, holds: true },
          },
        },
      ],
    })
  })

  test('the same seeds give the same scores', async () => {
    const scores = async () => {
      const words = ['--tasks', quickTasks, '--json', '--seeds', '2', '--out', folder]
      const { stdout } = await run('compare', ...words)
      return JSON.parse(stdout).runs.map(({ train, test: tested }: Record<string, unknown>) => [
        train,
        tested,
      ])
    }
    expect(await scores()).toEqual(await scores())
  })

  test('--quiet leaves stderr empty', async () => {
    const words = ['--tasks', 'xor', '--seeds', '1', '--quiet', '--out', folder]
    expect(await run('compare', ...words)).toMatchObject({ code: 0, stderr: '' })
  })

  test.each([
    [['--tasks', 'iri'], "Did you mean 'iris'?"],
    [['--backends', 'nativ'], "Did you mean 'native'?"],
    [['--seeds', '-1'], 'expected a whole number from 1 to 10000'],
    [['--epochs', 'many'], 'expected a whole number of at least 1'],
    [['--task', 'xor'], 'Did you mean --tasks?'],
    [['xor'], 'too many arguments'],
  ])('%j is an error of usage', async (words, message) => {
    const { code, stdout, stderr } = await run('compare', ...words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('a folder that cannot be made is found out before any training', async () => {
    const file = join(folder, 'taken')
    await writeFile(file, '')
    const { code, stderr } = await run('compare', '--out', join(file, 'results'))
    expect(code).toBe(2)
    expect(stderr).toMatch(/--out: the folder cannot be made: .* Name a folder/)
    expect(stderr).not.toContain('run 1')
  })
})

describe('parallax', () => {
  test.each([
    [['--help'], 'parallax compare --tasks xor --seeds 3'],
    [['compare', '--help'], 'Exit codes: 0'],
    [['help', 'compare'], '--seeds 0,5,7'],
    [['--version'], '.'],
  ])('%j succeeds', async (words, text) => {
    const { code, stdout, stderr } = await run(...words)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(text)
  })

  test('the help of compare says how many seeds there are', async () => {
    const { stdout } = await run('help', 'compare')
    expect(stdout.replace(/\s+/g, ' ')).toContain('(default: 10, digits-cnn 3)')
  })

  test('an unknown command gets the nearest right name', async () => {
    const { code, stderr } = await run('compar')
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean compare?')
  })

  test('without a command it shows what there is', async () => {
    const { code, stderr } = await run()
    expect(code).toBe(2)
    expect(stderr).toContain('Usage: parallax')
  })
})
