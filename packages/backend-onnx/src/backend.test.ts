import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeBackend } from '@parallax-ml/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import { hasPython, runPython } from '../../../test/python/python.js'
import { threads } from '../../../test/threads.js'
import { recordingEngine } from '../testing/recording-engine.js'
import { createOnnxBackend } from './index.js'

const checker = readFileSync(join(import.meta.dirname, '../testing/check_models.py'), 'utf8')
const { engine, file, count, remove } = recordingEngine()
afterAll(remove)

describeBackend('onnx', { createBackend: () => createOnnxBackend({ engine, threads }) })

describe('every model that the suite made', () => {
  test.skipIf(!hasPython)(
    'passes onnx.checker, shapes and types included',
    async () => {
      expect(count()).toBeGreaterThan(1000)
      expect(runPython(checker, [file])).toBe(count())
    },
    120_000,
  )
})
