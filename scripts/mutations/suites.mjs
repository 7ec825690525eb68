// The backends that the conformance suite is run on. `open` gets the package's exports; `skip` names
// the cases that its tests skip, which run-suite.mjs then leaves out.
export const suites = {
  interpreter: { package: 'core', open: ({ interpreter }) => interpreter },
  native: { package: 'backend-native', open: ({ createNativeBackend }) => createNativeBackend() },
  onnx: { package: 'backend-onnx', open: ({ createOnnxBackend }) => createOnnxBackend() },
  tfjs: {
    package: 'backend-tfjs',
    open: ({ createTfjsBackend }) => createTfjsBackend(),
    // TensorFlow reads denormal numbers as 0.
    skip: ['div', 'sign', 'log', 'rsqrt', 'floor'].map(
      (name) => `operations/${name}: range of float64 (numpy)`,
    ),
  },
  'tfjs-cpu': {
    package: 'backend-tfjs',
    open: ({ createTfjsBackend }) => createTfjsBackend({ engine: 'cpu' }),
    precisions: ['float32'],
  },
  'tfjs-wasm': {
    package: 'backend-tfjs',
    open: ({ createTfjsBackend }) => createTfjsBackend({ engine: 'wasm' }),
    precisions: ['float32'],
  },
}
