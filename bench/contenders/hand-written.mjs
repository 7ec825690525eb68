// A dense network trained by plain loops over typed arrays, as one would write it by hand: the
// yardstick for executors. Hidden layers tanh or relu, sigmoid or softmax output, Adam.

/** Returns `step(x, y)`, which trains on one batch and returns its mean loss. */
export function handWritten({ sizes, batch, activation, output, weights, learningRate = 0.05 }) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7]
  const layers = sizes.slice(1).map((columns, l) => ({
    rows: sizes[l],
    columns,
    w: Float32Array.from(weights[2 * l]),
    b: Float32Array.from(weights[2 * l + 1]),
    a: new Float32Array(batch * columns),
    d: new Float32Array(batch * columns),
    gw: new Float32Array(sizes[l] * columns),
    gb: new Float32Array(columns),
    mw: new Float32Array(sizes[l] * columns),
    vw: new Float32Array(sizes[l] * columns),
    mb: new Float32Array(columns),
    vb: new Float32Array(columns),
  }))
  let t = 0

  function forward(input, { rows, columns, w, b, a }, isLast) {
    for (let i = 0; i < batch; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = b[j]
        for (let k = 0; k < rows; k++) sum += input[i * rows + k] * w[k * columns + j]
        if (!isLast) sum = activation === 'tanh' ? Math.tanh(sum) : Math.max(sum, 0)
        a[i * columns + j] = sum
      }
    }
  }

  /** Replaces logits by probabilities, fills the last layer's gradient and returns the loss. */
  function judge({ columns, a, d }, y) {
    let loss = 0
    for (let i = 0; i < batch; i++) {
      const at = i * columns
      if (output === 'sigmoid') {
        for (let j = at; j < at + columns; j++) {
          loss +=
            (Math.max(a[j], 0) - a[j] * y[j] + Math.log1p(Math.exp(-Math.abs(a[j])))) / columns
          a[j] = 1 / (1 + Math.exp(-a[j]))
          d[j] = (a[j] - y[j]) / batch / columns
        }
        continue
      }
      let max = -Infinity
      for (let j = at; j < at + columns; j++) max = Math.max(max, a[j])
      let sum = 0
      for (let j = at; j < at + columns; j++) sum += Math.exp(a[j] - max)
      for (let j = at; j < at + columns; j++) {
        loss -= y[j] * (a[j] - max - Math.log(sum))
        a[j] = Math.exp(a[j] - max) / sum
        d[j] = (a[j] - y[j]) / batch
      }
    }
    return loss / batch
  }

  function backward(input, { rows, columns, w, d, gw, gb }, below) {
    gw.fill(0)
    gb.fill(0)
    for (let i = 0; i < batch; i++) {
      for (let j = 0; j < columns; j++) gb[j] += d[i * columns + j]
      for (let k = 0; k < rows; k++) {
        const x = input[i * rows + k]
        for (let j = 0; j < columns; j++) gw[k * columns + j] += x * d[i * columns + j]
      }
    }
    if (below === undefined) return
    for (let i = 0; i < batch; i++) {
      for (let k = 0; k < rows; k++) {
        let sum = 0
        for (let j = 0; j < columns; j++) sum += d[i * columns + j] * w[k * columns + j]
        const value = below.a[i * rows + k]
        const slope = activation === 'tanh' ? 1 - value * value : value > 0 ? 1 : 0
        below.d[i * rows + k] = sum * slope
      }
    }
  }

  function adam(w, g, m, v, rate) {
    for (let i = 0; i < w.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i]
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
      w[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + epsilon)
    }
  }

  return function step(x, y) {
    layers.forEach((layer, l) => {
      forward(l === 0 ? x : layers[l - 1].a, layer, l === layers.length - 1)
    })
    const loss = judge(layers.at(-1), y)
    for (let l = layers.length - 1; l >= 0; l--) {
      backward(l === 0 ? x : layers[l - 1].a, layers[l], layers[l - 1])
    }
    t++
    const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t)
    for (const layer of layers) {
      adam(layer.w, layer.gw, layer.mw, layer.vw, rate)
      adam(layer.b, layer.gb, layer.mb, layer.vb, rate)
    }
    return loss
  }
}
