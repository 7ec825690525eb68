// The bench's convolutional network trained by plain loops over typed arrays: convolution 3 by 3 with
// ReLU, max-pooling 2 by 2, the same again, a dense layer, softmax, cross-entropy, Adam.

const zeros = (size) => new Float32Array(size)

function parameter(values) {
  const size = values.length
  return { w: Float32Array.from(values), g: zeros(size), m: zeros(size), v: zeros(size) }
}

/** Valid convolution of `size` by `size` images, then ReLU and pooling. */
function block({ size, channels, filters, kernel, bias, batch }) {
  const out = size - 2
  const pooled = out >> 1
  return {
    size,
    channels,
    filters,
    out,
    pooled,
    kernel: parameter(kernel),
    bias: parameter(bias),
    z: zeros(batch * out * out * filters),
    dz: zeros(batch * out * out * filters),
    a: zeros(batch * pooled * pooled * filters),
    da: zeros(batch * pooled * pooled * filters),
    winner: new Int32Array(batch * pooled * pooled * filters),
    dx: zeros(batch * size * size * channels),
  }
}

function forward(b, x, batch) {
  const { size, channels, filters, out, pooled, kernel, bias, z, a, winner } = b
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < out; i++) {
      for (let j = 0; j < out; j++) {
        for (let f = 0; f < filters; f++) {
          let sum = bias.w[f]
          for (let p = 0; p < 3; p++) {
            for (let q = 0; q < 3; q++) {
              for (let c = 0; c < channels; c++) {
                sum +=
                  x[((n * size + i + p) * size + j + q) * channels + c] *
                  kernel.w[((p * 3 + q) * channels + c) * filters + f]
              }
            }
          }
          z[((n * out + i) * out + j) * filters + f] = Math.max(sum, 0)
        }
      }
    }
  }
  for (let n = 0, to = 0; n < batch; n++) {
    for (let i = 0; i < pooled; i++) {
      for (let j = 0; j < pooled; j++) {
        for (let f = 0; f < filters; f++, to++) {
          let best = -Infinity
          for (let p = 0; p < 2; p++) {
            for (let q = 0; q < 2; q++) {
              const at = ((n * out + 2 * i + p) * out + 2 * j + q) * filters + f
              if (z[at] > best) {
                best = z[at]
                winner[to] = at
              }
            }
          }
          a[to] = best
        }
      }
    }
  }
}

function backward(b, x, batch, needsInput) {
  const { size, channels, filters, out, kernel, bias, z, dz, da, winner, dx } = b
  dz.fill(0)
  for (let i = 0; i < da.length; i++) if (z[winner[i]] > 0) dz[winner[i]] += da[i]
  kernel.g.fill(0)
  bias.g.fill(0)
  if (needsInput) dx.fill(0)
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < out; i++) {
      for (let j = 0; j < out; j++) {
        for (let f = 0; f < filters; f++) {
          const d = dz[((n * out + i) * out + j) * filters + f]
          if (d === 0) continue
          bias.g[f] += d
          for (let p = 0; p < 3; p++) {
            for (let q = 0; q < 3; q++) {
              for (let c = 0; c < channels; c++) {
                const from = ((n * size + i + p) * size + j + q) * channels + c
                const weight = ((p * 3 + q) * channels + c) * filters + f
                kernel.g[weight] += x[from] * d
                if (needsInput) dx[from] += kernel.w[weight] * d
              }
            }
          }
        }
      }
    }
  }
}

/** Returns `step(x, y)`, which trains on one batch and returns its mean loss. */
export function handWrittenCnn({ batch, weights, learningRate }) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7]
  const [k1, b1, k2, b2, w, c] = weights
  const first = block({ size: 28, channels: 1, filters: 8, kernel: k1, bias: b1, batch })
  const second = block({ size: 13, channels: 8, filters: 16, kernel: k2, bias: b2, batch })
  const dense = { w: parameter(w), b: parameter(c) }
  const [inputs, classes] = [400, 10]
  const o = zeros(batch * classes)
  let t = 0

  function judge(y) {
    let loss = 0
    for (let n = 0; n < batch; n++) {
      const at = n * classes
      for (let k = 0; k < classes; k++) {
        let sum = dense.b.w[k]
        for (let i = 0; i < inputs; i++)
          sum += second.a[n * inputs + i] * dense.w.w[i * classes + k]
        o[at + k] = sum
      }
      let max = -Infinity
      for (let k = at; k < at + classes; k++) max = Math.max(max, o[k])
      let sum = 0
      for (let k = at; k < at + classes; k++) sum += Math.exp(o[k] - max)
      for (let k = at; k < at + classes; k++) {
        loss -= y[k] * (o[k] - max - Math.log(sum))
        o[k] = (Math.exp(o[k] - max) / sum - y[k]) / batch
      }
    }
    return loss / batch
  }

  function denseBackward() {
    dense.w.g.fill(0)
    dense.b.g.fill(0)
    for (let n = 0; n < batch; n++) {
      for (let k = 0; k < classes; k++) dense.b.g[k] += o[n * classes + k]
      for (let i = 0; i < inputs; i++) {
        let sum = 0
        for (let k = 0; k < classes; k++) {
          dense.w.g[i * classes + k] += second.a[n * inputs + i] * o[n * classes + k]
          sum += dense.w.w[i * classes + k] * o[n * classes + k]
        }
        second.da[n * inputs + i] = sum
      }
    }
  }

  function adam({ w: weight, g, m, v }, rate) {
    for (let i = 0; i < weight.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i]
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
      weight[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + epsilon)
    }
  }

  return function step(x, y) {
    forward(first, x, batch)
    forward(second, first.a, batch)
    const loss = judge(y)
    denseBackward()
    backward(second, first.a, batch, true)
    first.da.set(second.dx)
    backward(first, x, batch, false)
    t++
    const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t)
    for (const each of [first.kernel, first.bias, second.kernel, second.bias, dense.w, dense.b]) {
      adam(each, rate)
    }
    return loss
  }
}
