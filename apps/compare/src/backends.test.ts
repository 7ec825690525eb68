import { expect, test } from 'vitest'
import { backends, usualBackends } from './backends.js'

const names = (isInstalled: boolean) => usualBackends(isInstalled).backends.map(({ name }) => name)

test('compare takes TensorFlow by itself where it is installed', () => {
  expect(names(true)).toEqual(['native', 'onnx', 'tfjs'])
  expect(usualBackends(true).note).toBeUndefined()
})

test('without it, TensorFlow.js runs under its own name, and that is said', () => {
  expect(names(false)).toEqual(['native', 'onnx', 'tfjs-wasm'])
  expect(usualBackends(false).note).toMatch(/^tfjs: TensorFlow is not installed.*tfjs-wasm/)
})

test('every backend that is taken by itself can be named', () => {
  const known = backends.map(({ name }) => name)
  expect(known).toEqual(expect.arrayContaining([...names(true), ...names(false)]))
})
