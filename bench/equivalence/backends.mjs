// The backends that are compared; each is loaded where it runs. A new one goes to the end, since its
// place decides its seeds.
const known = {
  native: async () => (await import('@parallax-ml/backend-native')).native,
  onnx: async () => (await import('@parallax-ml/backend-onnx')).onnx,
  tfjs: async () => (await import('@parallax-ml/backend-tfjs')).tfjs,
  interpreter: async () => (await import('@parallax-ml/core')).interpreter,
}

export const backendNames = Object.keys(known)

export const loadBackend = (name) => known[name]()

/** Seeds that no other backend has, so that samples are independent: no split is shared, no start. */
export const seedsOf = (name, count) =>
  Array.from({ length: count }, (_, i) => backendNames.indexOf(name) * count + i)
