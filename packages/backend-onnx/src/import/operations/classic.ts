import type { GraphNode } from '@parallax-ml/core'
import type { OperationContext } from '../operand.js'
import type { ImportRules } from './rule.js'

// Operations of the domain ai.onnx.ml, as converters of scikit-learn write them.

const vector = (c: OperationContext, name: string, otherwise: number): GraphNode => {
  const values = c.list(name, [otherwise])
  return c.builder.constants(values, [values.length])
}

function scaler(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const centred = b.sub(x, c.grow(vector(c, 'offset', 0), x.shape))
  return [b.mul(centred, c.grow(vector(c, 'scale', 1), x.shape))]
}

/** `[rows, classes]` of the scores that coefficients and intercepts, lifted to inputs, give. */
function linear(c: OperationContext): GraphNode {
  const { builder: b } = c
  const scores = b.matmul(c.float(0), c.float(1), { transposeB: true })
  return b.add(scores, c.grow(c.float(2), scores.shape))
}

function transformed(c: OperationContext, scores: GraphNode): GraphNode {
  const { builder: b } = c
  const name = c.word('post_transform', 'NONE')
  if (name === 'NONE') return scores
  if (name === 'SOFTMAX') return b.softmax(scores)
  if (name === 'LOGISTIC') return b.sigmoid(scores)
  throw c.fault(`its post_transform ${name} is not known`)
}

/** Its labels are not converted, only its scores. */
function classifier(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const scores = linear(c)
  const labels = c.attribute('classlabels_ints') ?? c.attribute('classlabels_strings')
  const isBinary = scores.shape[1] === 1 && Array.isArray(labels) && labels.length === 2
  const made = isBinary ? twoClasses(c, scores) : transformed(c, scores)
  return [b.argmax(made, 1), made]
}

/** One score stands for the second of two classes. */
function twoClasses(c: OperationContext, scores: GraphNode): GraphNode {
  const { builder: b } = c
  const second = transformed(c, scores)
  const isLogistic = c.word('post_transform', 'NONE') === 'LOGISTIC'
  return b.concat([isLogistic ? b.sub(1, second) : b.neg(second), second], 1)
}

function normalizer(c: OperationContext): GraphNode[] {
  const { builder: b } = c
  const x = c.float(0)
  const norm = c.word('norm', 'MAX')
  const last = [x.shape.length - 1]
  const sizes: Record<string, () => GraphNode> = {
    MAX: () => b.max(b.abs(x), last),
    L1: () => b.sum(b.abs(x), last),
    L2: () => b.sqrt(b.sum(b.mul(x, x), last)),
  }
  const size = sizes[norm]
  if (size === undefined) throw c.fault(`its norm ${norm} is not known`)
  const divisor = size()
  return [b.div(x, c.grow(b.select(b.equal(divisor, 0), 1, divisor), x.shape))]
}

/** Of scikit-learn's preprocessing and linear models. */
export const classicImports: ImportRules = {
  'ai.onnx.ml.Scaler': scaler,
  'ai.onnx.ml.LinearClassifier': classifier,
  'ai.onnx.ml.LinearRegressor': (c) => [transformed(c, linear(c))],
  'ai.onnx.ml.Normalizer': normalizer,
  /** A dictionary for each row, of probabilities in the order of the classes. */
  'ai.onnx.ml.ZipMap': (c) => [c.float(0)],
}
