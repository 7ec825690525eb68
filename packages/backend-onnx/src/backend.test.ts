import { describeBackend } from '@parallax-ml/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import { findPython } from '../testing/python.js'
import { recordingEngine } from '../testing/recording-engine.js'
import { createOnnxBackend } from './index.js'

const { engine, file, count, remove } = recordingEngine()
const python = await findPython()
afterAll(remove)

describeBackend('onnx', { createBackend: () => createOnnxBackend({ engine }) })

describe('every model that the suite made', () => {
  test.skipIf(python === undefined)(
    'passes onnx.checker, shapes and types included',
    async () => {
      expect(count()).toBeGreaterThan(1000)
      expect(Number(await python!('check_models.py', file))).toBe(count())
    },
    120_000,
  )
})
