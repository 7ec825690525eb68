// Runs in Node and, compiled, in the page itself; see scripts/page-script.mjs.

/** A layer that the page can run, for one row of numbers. */
export type PageLayer =
  | {
      readonly type: 'dense'
      readonly units: number
      /** Row-major `[inputs, units]`. */
      readonly kernel: readonly number[]
      readonly bias: readonly number[]
    }
  | {
      /** Each number by itself: factor · (x − center) + offset. */
      readonly type: 'scale'
      readonly center: readonly number[]
      readonly factor: readonly number[]
      readonly offset: readonly number[]
    }
  | {
      readonly type: 'activation'
      readonly name: PageActivation
      /** Slope or scale of those that have one. */
      readonly alpha?: number | undefined
    }

/** Activations that the page can run. */
export type PageActivation =
  | 'elu'
  | 'exponential'
  | 'leakyRelu'
  | 'linear'
  | 'relu'
  | 'selu'
  | 'sigmoid'
  | 'silu'
  | 'softmax'
  | 'softplus'
  | 'softsign'
  | 'tanh'

const functions: Record<
  Exclude<PageActivation, 'softmax'>,
  (x: number, alpha: number) => number
> = {
  elu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  exponential: (x) => Math.exp(x),
  leakyRelu: (x, alpha) => (x >= 0 ? x : alpha * x),
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  silu: (x) => x / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  softsign: (x) => x / (1 + Math.abs(x)),
  tanh: (x) => Math.tanh(x),
}

/** The names of all activations that the page can run. */
export const pageActivations = [...Object.keys(functions), 'softmax'] as readonly PageActivation[]

/** What a layer makes of the numbers of one row. */
function applyLayer(layer: PageLayer, x: readonly number[]): number[] {
  if (layer.type === 'scale') {
    return x.map((value, i) => layer.factor[i]! * (value - layer.center[i]!) + layer.offset[i]!)
  }
  if (layer.type === 'dense') {
    const { units, kernel, bias } = layer
    return bias.map((start, unit) =>
      x.reduce((sum, value, i) => sum + value * kernel[i * units + unit]!, start),
    )
  }
  if (layer.name !== 'softmax') {
    const { name, alpha = 1 } = layer
    return x.map((value) => functions[name](value, alpha))
  }
  const most = Math.max(...x)
  const powers = x.map((value) => Math.exp(value - most))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

/** What a network says for one row. */
export const runNetwork = (layers: readonly PageLayer[], row: readonly number[]): number[] =>
  layers.reduce<number[]>((values, layer) => applyLayer(layer, values), [...row])

/** The gradient of a sum of a layer's outputs, weighted by `upstream`, with respect to its input. */
function pullBack(
  layer: PageLayer,
  x: readonly number[],
  y: readonly number[],
  upstream: readonly number[],
): number[] {
  if (layer.type === 'scale') return upstream.map((value, i) => value * layer.factor[i]!)
  if (layer.type === 'dense') {
    const { units, kernel } = layer
    return x.map((_, i) =>
      upstream.reduce((sum, value, unit) => sum + value * kernel[i * units + unit]!, 0),
    )
  }
  if (layer.name === 'softmax') {
    const mean = upstream.reduce((sum, value, i) => sum + value * y[i]!, 0)
    return upstream.map((value, i) => y[i]! * (value - mean))
  }
  const { name, alpha = 1 } = layer
  // A central difference for each number by itself is as good as the sliders need, and short.
  const h = 1e-5
  const slope = (value: number): number =>
    (functions[name](value + h, alpha) - functions[name](value - h, alpha)) / (2 * h)
  return upstream.map((value, i) => value * slope(x[i]!))
}

/** The gradient of one output with respect to the row. */
export function gradientOf(
  layers: readonly PageLayer[],
  row: readonly number[],
  output: number,
): number[] {
  const values: number[][] = [[...row]]
  for (const layer of layers) values.push(applyLayer(layer, values.at(-1)!))
  const start = values.at(-1)!.map((_, i) => (i === output ? 1 : 0))
  return layers.reduceRight<number[]>(
    (upstream, layer, i) => pullBack(layer, values[i]!, values[i + 1]!, upstream),
    start,
  )
}

const mostSteps = 1024

/**
 * Integrated gradients (Sundararajan, Taly and Yan, 2017) from a baseline to a row by the midpoint
 * rule, steps doubled until the sum is off by no more than a hundredth of the difference.
 */
export function attribute(
  layers: readonly PageLayer[],
  row: readonly number[],
  baseline: readonly number[],
  output: number,
): { readonly values: number[]; readonly gap: number; readonly steps: number } {
  const difference = runNetwork(layers, row)[output]! - runNetwork(layers, baseline)[output]!
  const enough = 0.01 * Math.max(Math.abs(difference), 1e-3)
  for (let steps = 32; ; steps *= 2) {
    const sums = row.map(() => 0)
    for (let step = 0; step < steps; step++) {
      const share = (step + 0.5) / steps
      const point = row.map((value, i) => baseline[i]! + share * (value - baseline[i]!))
      gradientOf(layers, point, output).forEach((slope, i) => {
        sums[i]! += slope
      })
    }
    const values = sums.map((sum, i) => (sum / steps) * (row[i]! - baseline[i]!))
    const gap = Math.abs(values.reduce((a, b) => a + b, 0) - difference)
    if (gap <= enough || steps >= mostSteps) return { values, gap, steps }
  }
}
