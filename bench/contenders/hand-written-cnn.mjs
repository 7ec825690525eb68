// A convolutional network for grey images trained by plain loops over typed arrays, as one would write
// it by hand: 3 × 3 convolution of 8 filters, relu, 2 × 2 maximum, the same with 16 filters, dense
// with softmax; Adam. Images are [height, width, channels].

/** Returns `step(x, y)`, which trains on one batch and returns its mean loss. */
export function handWrittenCnn({ size, batch, classes, weights, learningRate = 0.001 }) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7]
  const stages = [
    { size, inputs: 1, outputs: 8 },
    { size: size / 2, inputs: 8, outputs: 16 },
  ].map((stage, i) => ({ ...stage, ...memoryOf(stage, batch, weights[2 * i], weights[2 * i + 1]) }))
  const features = (size / 4) ** 2 * 16
  const head = {
    w: parameter(weights[4]),
    b: parameter(weights[5]),
    a: new Float32Array(batch * classes),
  }
  let t = 0

  function forward(input, { size: n, inputs, outputs, w, b, a, pooled, winners }) {
    for (let r = 0; r < batch; r++) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const at = ((r * n + i) * n + j) * outputs
          for (let o = 0; o < outputs; o++) a[at + o] = b.value[o]
          for (let p = Math.max(0, 1 - i); p < Math.min(3, n + 1 - i); p++) {
            for (let q = Math.max(0, 1 - j); q < Math.min(3, n + 1 - j); q++) {
              const pixel = ((r * n + i + p - 1) * n + j + q - 1) * inputs
              for (let c = 0; c < inputs; c++) {
                const x = input[pixel + c]
                const row = ((p * 3 + q) * inputs + c) * outputs
                for (let o = 0; o < outputs; o++) a[at + o] += x * w.value[row + o]
              }
            }
          }
          for (let o = 0; o < outputs; o++) a[at + o] = Math.max(0, a[at + o])
        }
      }
    }
    const half = n / 2
    for (let r = 0; r < batch; r++) {
      for (let i = 0; i < half; i++) {
        for (let j = 0; j < half; j++) {
          for (let o = 0; o < outputs; o++) {
            let best = ((r * n + 2 * i) * n + 2 * j) * outputs + o
            for (const step of [outputs, n * outputs, (n + 1) * outputs]) {
              const other = ((r * n + 2 * i) * n + 2 * j) * outputs + o + step
              if (a[other] > a[best]) best = other
            }
            const to = ((r * half + i) * half + j) * outputs + o
            pooled[to] = a[best]
            winners[to] = best
          }
        }
      }
    }
  }

  function judge(input, y) {
    let loss = 0
    for (let r = 0; r < batch; r++) {
      const at = r * classes
      for (let o = 0; o < classes; o++) head.a[at + o] = head.b.value[o]
      for (let k = 0; k < features; k++) {
        const x = input[r * features + k]
        for (let o = 0; o < classes; o++) head.a[at + o] += x * head.w.value[k * classes + o]
      }
      const line = head.a.subarray(at, at + classes)
      const max = line.reduce((a, b) => Math.max(a, b))
      const sum = line.reduce((a, b) => a + Math.exp(b - max), 0)
      loss -= line[y[r]] - max - Math.log(sum)
      for (let o = 0; o < classes; o++) {
        line[o] = (Math.exp(line[o] - max) / sum - (o === y[r] ? 1 : 0)) / batch
      }
    }
    return loss / batch
  }

  function headBackward(input, d) {
    head.w.gradient.fill(0)
    head.b.gradient.fill(0)
    for (let r = 0; r < batch; r++) {
      const line = head.a.subarray(r * classes, (r + 1) * classes)
      for (let o = 0; o < classes; o++) head.b.gradient[o] += line[o]
      for (let k = 0; k < features; k++) {
        const x = input[r * features + k]
        let sum = 0
        for (let o = 0; o < classes; o++) {
          head.w.gradient[k * classes + o] += x * line[o]
          sum += line[o] * head.w.value[k * classes + o]
        }
        d[r * features + k] = sum
      }
    }
  }

  function backward(input, stage, dInput) {
    const { size: n, inputs, outputs, w, b, a, d, dPooled, winners } = stage
    d.fill(0)
    for (let i = 0; i < winners.length; i++) if (a[winners[i]] > 0) d[winners[i]] += dPooled[i]
    w.gradient.fill(0)
    b.gradient.fill(0)
    dInput?.fill(0)
    for (let r = 0; r < batch; r++) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const at = ((r * n + i) * n + j) * outputs
          for (let o = 0; o < outputs; o++) b.gradient[o] += d[at + o]
          for (let p = Math.max(0, 1 - i); p < Math.min(3, n + 1 - i); p++) {
            for (let q = Math.max(0, 1 - j); q < Math.min(3, n + 1 - j); q++) {
              const pixel = ((r * n + i + p - 1) * n + j + q - 1) * inputs
              for (let c = 0; c < inputs; c++) {
                const row = ((p * 3 + q) * inputs + c) * outputs
                const x = input[pixel + c]
                let sum = 0
                for (let o = 0; o < outputs; o++) {
                  w.gradient[row + o] += x * d[at + o]
                  sum += d[at + o] * w.value[row + o]
                }
                if (dInput) dInput[pixel + c] += sum
              }
            }
          }
        }
      }
    }
  }

  function adam({ value, gradient, m, v }, rate) {
    for (let i = 0; i < value.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * gradient[i]
      v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] * gradient[i]
      value[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + epsilon)
    }
  }

  return function step(x, y) {
    const [first, second] = stages
    forward(x, first)
    forward(first.pooled, second)
    const loss = judge(second.pooled, y)
    headBackward(second.pooled, second.dPooled)
    backward(first.pooled, second, first.dPooled)
    backward(x, first)
    t++
    const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t)
    for (const { w, b } of [first, second, head]) {
      adam(w, rate)
      adam(b, rate)
    }
    return loss
  }
}

const parameter = (value) => ({
  value: Float32Array.from(value),
  gradient: new Float32Array(value.length),
  m: new Float32Array(value.length),
  v: new Float32Array(value.length),
})

const memoryOf = ({ size, outputs }, batch, w, b) => ({
  w: parameter(w),
  b: parameter(b),
  a: new Float32Array(batch * size * size * outputs),
  d: new Float32Array(batch * size * size * outputs),
  pooled: new Float32Array((batch * size * size * outputs) / 4),
  dPooled: new Float32Array((batch * size * size * outputs) / 4),
  winners: new Int32Array((batch * size * size * outputs) / 4),
})
