import type * as Tf from '@tensorflow/tfjs-core'
import type { TfCore } from './rule.js'

/*
 * Functions in the shading language that keep the bounds of core's operations. Its own may be off by
 * several units of the last place, know no infinity, or lose the digits of small results.
 */
const functions = `
  #define infinite intBitsToFloat(0x7f800000)
  float power2(float n) { return intBitsToFloat((int(n) + 127) << 23); }

  // 2ⁿ · exp(r) with r below ln(2) / 2, by its power series; what is not a number comes back.
  float exactExp(float x) {
    if (!(abs(x) < 104.)) return x > 0. ? infinite : x < 0. ? 0. : x;
    float n = floor(x * 1.44269504 + .5);
    float r = (x - n * .693145752) - n * 1.42860677e-6;
    float tail = 1. / 120. + r * (1. / 720. + r / 5040.);
    float p = 1. + r * (1. + r * (.5 + r * (1. / 6. + r * (1. / 24. + r * tail))));
    float half_n = floor(n * .5);
    return p * power2(half_n) * power2(n - half_n);
  }

  // 2 · artanh(z) for z up to 1/3, by its power series.
  float twiceArtanh(float z) {
    float s = z * z;
    float tail = 1. / 9. + s * (1. / 11. + s * (1. / 13. + s / 15.));
    return 2. * (z + z * s * (1. / 3. + s * (1. / 5. + s * (1. / 7. + s * tail))));
  }

  // n · ln(2) + log(m) with m between √½ and √2; numbers below 1.2e-38 count as 0.
  float exactLog(float x) {
    if (!(x >= 1.17549435e-38)) return x < 0. ? intBitsToFloat(0x7fc00000) : x >= 0. ? -infinite : x;
    if (x == infinite) return x;
    int shifted = floatBitsToInt(x) - 0x3f3504f3;
    int n = shifted >> 23;
    float m = intBitsToFloat((shifted & 0x007fffff) + 0x3f3504f3);
    return float(n) * .693145752 + (float(n) * 1.42860677e-6 + twiceArtanh((m - 1.) / (m + 1.)));
  }

  // The convergent of Lambert's continued fraction, exact to 1e-9, up to 1.
  float exactTanh(float x) {
    float s = x * x;
    float top = x * (135135. + s * (17325. + s * (378. + s)));
    float bottom = 135135. + s * (62370. + s * (3150. + s * 28.));
    if (abs(x) < 1.) return top / bottom;
    return abs(x) >= 1. ? sign(x) * (1. - 2. / (1. + exactExp(2. * abs(x)))) : x;
  }

  float exactSoftplus(float x) {
    float e = exactExp(-abs(x));
    return max(x, 0.) + twiceArtanh(e / (2. + e));
  }
`

/** The part of TensorFlow.js's engine on WebGL that runs a shader of one's own. */
interface ShaderEngine {
  compileAndRun(program: object, inputs: readonly Tf.Tensor[], dtype: string): Tf.TensorInfo
}

/** Computes each number from those at the same place in `a` and `b`, which grow as operands do. */
export function shade(tf: TfCore, expression: string, a: Tf.Tensor, b = a): Tf.Tensor {
  const program = {
    variableNames: ['A', 'B'],
    outputShape: tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape),
    userCode: `${functions} void main() {
      float a = getAAtOutCoords();
      float b = getBAtOutCoords();
      setOutput(${expression});
    }`,
  }
  const engine = tf.backend() as unknown as ShaderEngine
  return tf.engine().makeTensorFromTensorInfo(engine.compileAndRun(program, [a, b], 'float32'))
}
