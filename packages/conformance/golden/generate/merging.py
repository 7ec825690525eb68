"""merging.json: layers of Keras 3 that join several inputs, and activations as layers, in float64."""
import numpy as np

from common import BACKEND, PACKAGE, gradients, tensor, use_keras, write
from layers import snake, to_array

keras = use_keras()
L = keras.layers
rng = np.random.default_rng(20240620)
cases = []


def normal(*shape):
    return rng.normal(size=shape) * 1.5


def add(layer, name, keras_class, options, inputs):
    built = keras_class(**{snake(k): v for k, v in options.items()})
    call = lambda values: built(values if len(values) > 1 else values[0])
    output = to_array(call([keras.ops.convert_to_tensor(x, dtype="float64") for x in inputs]))
    assert output.dtype == np.float64
    upstream = rng.normal(size=output.shape)
    up = keras.ops.convert_to_tensor(upstream, dtype="float64")
    found = gradients(lambda *v: keras.ops.sum(call(list(v)) * up), inputs)[1]
    cases.append({"layer": layer, "name": name, "options": options, "inputs": [tensor(x) for x in inputs], "output": tensor(output),
                  "upstream": tensor(upstream), "inputGradients": [tensor(g) for g in found]})


elementwise = [("add", L.Add), ("multiply", L.Multiply), ("average", L.Average), ("maximum", L.Maximum), ("minimum", L.Minimum)]
for layer, keras_class in [*elementwise, ("subtract", L.Subtract)]:
    add(layer, "two inputs", keras_class, {}, [normal(3, 5), normal(3, 5)])
    add(layer, "an axis of size 1 grows", keras_class, {}, [normal(2, 3, 2), normal(2, 1, 2)])
    add(layer, "a missing axis is added in front", keras_class, {}, [normal(2, 3), normal(2, 4, 3)])
for layer, keras_class in elementwise:
    add(layer, "three inputs", keras_class, {}, [normal(2, 3), normal(2, 3), normal(2, 3)])
add("concatenate", "last axis", L.Concatenate, {}, [normal(3, 2), normal(3, 1), normal(3, 4)])
add("concatenate", "axis 1", L.Concatenate, {"axis": 1}, [normal(2, 2, 3), normal(2, 4, 3)])
add("concatenate", "axis -2", L.Concatenate, {"axis": -2}, [normal(2, 2, 3, 2), normal(2, 2, 1, 2)])
add("dot", "vectors", L.Dot, {"axes": 1}, [normal(4, 3), normal(4, 3)])
add("dot", "vectors, normalized", L.Dot, {"axes": -1, "normalize": True}, [normal(4, 3), normal(4, 3)])
add("dot", "matrices, axis 1 of both", L.Dot, {"axes": 1}, [normal(2, 3, 4), normal(2, 3, 5)])
add("dot", "matrices, axes 2 and 1", L.Dot, {"axes": [2, 1]}, [normal(2, 4, 3), normal(2, 3, 5)])
add("dot", "matrices, axes 2 and 1, normalized", L.Dot, {"axes": [2, 1], "normalize": True}, [normal(2, 4, 3), normal(2, 3, 5)])
add("dot", "matrix and vector", L.Dot, {"axes": [2, 1]}, [normal(2, 4, 3), normal(2, 3)])
add("dot", "vector and three axes", L.Dot, {"axes": [1, 3]}, [normal(2, 3), normal(2, 4, 2, 3)])

wide = np.array([[-20, -2.2, -0.7, -1e-3], [1e-3, 0.7, 2.2, 20.0]])
add("relu", "plain", L.ReLU, {}, [normal(3, 5)])
add("relu", "slope, threshold and largest value", L.ReLU, {"negativeSlope": 0.1, "threshold": 0.5, "maxValue": 2}, [normal(3, 5)])
add("elu", "plain", L.ELU, {}, [wide])
add("elu", "alpha 0.5", L.ELU, {"alpha": 0.5}, [wide])
add("leakyRelu", "slope 0.1", L.LeakyReLU, {"negativeSlope": 0.1}, [wide])
add("softmax", "last axis", L.Softmax, {}, [wide])
add("softmax", "axis 1", L.Softmax, {"axis": 1}, [normal(2, 3, 2)])
add("unitNormalization", "axes 1 and 2", L.UnitNormalization, {"axis": [1, 2]}, [normal(2, 3, 2)])

write("merging.json", "merging.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240620,
      notes=["gradients are of sum(output * upstream)", "inputs: those of the layer, in their order"])
