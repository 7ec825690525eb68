"""layers.json: forward values and gradients of Keras 3 layers in float64."""
import inspect
import re

import numpy as np

from common import BACKEND, PACKAGE, gradients, numbers, tensor, use_keras, write

keras = use_keras()
camel = lambda name: re.sub(r"_(\w)", lambda m: m[1].upper(), name)
snake = lambda name: re.sub(r"([A-Z])", lambda m: "_" + m[1].lower(), name)
to_array = lambda t: np.asarray(keras.ops.convert_to_numpy(t))


class Cases(list):
    def __init__(self, seed):
        super().__init__()
        self.rng = np.random.default_rng(seed)

    def normal(self, *shape):
        return self.rng.normal(size=shape) * 1.5

    def add(self, layer, name, keras_class, options, x, training=False, arguments=None, call=None, **more):
        """A layer (Keras class or made object) on x: random weights, output, and gradients of sum(output * upstream).
        call: in place of the layer, a function of x without weights."""
        x = np.asarray(x)
        built, trainable, fixed = None, [], []
        if call is None:
            arguments = {snake(k): v for k, v in options.items()} if arguments is None else arguments
            built = keras_class(**arguments) if isinstance(keras_class, type) else keras_class
            if not built.built:
                built.build(x.shape)
            for v in built.weights:
                value = self.rng.normal(size=v.shape) * 0.7
                if "variance" in v.path.rsplit("/", 1)[-1]:
                    value = np.abs(value) + 0.3
                if not isinstance(keras_class, keras.layers.Normalization) and v.dtype == "float64":
                    v.assign(value)
            trainable, fixed = list(built.trainable_variables), [v for v in built.non_trainable_variables if "seed" not in v.path]
        frozen = [v.value for v in built.non_trainable_variables] if built else []
        mode = {"training": training} if built and "training" in inspect.signature(built.call).parameters else {}
        floating = x.dtype.kind == "f"

        def run(values):
            inputs = values[0] if floating else x
            if call is not None:
                return call(inputs), []
            return built.stateless_call(values[1 if floating else 0:], frozen, inputs, **mode)

        values = ([x] if floating else []) + [to_array(v.value) for v in trainable]
        converted = [keras.ops.convert_to_tensor(v, dtype="float64") for v in values]
        output, after = run(converted)
        output = to_array(output)
        assert output.dtype == np.float64
        upstream = self.rng.normal(size=output.shape)
        up = keras.ops.convert_to_tensor(upstream, dtype="float64")
        found = gradients(lambda *v: keras.ops.sum(run(list(v))[0] * up), values)[1] if values else []
        label = lambda v: camel(v.path.rsplit("/", 1)[-1])
        case = {"layer": layer, "name": name, "options": options}
        if training:
            case["training"] = True
        case.update({"input": tensor(x), "weights": {label(v): tensor(to_array(v.value)) for v in trainable + fixed},
                     "output": tensor(output), "upstream": tensor(upstream)})
        if floating:
            case["inputGradient"] = tensor(found[0])
            found = found[1:]
        case["weightGradients"] = {label(v): tensor(g) for v, g in zip(trainable, found)}
        if training and fixed:
            case["weightsAfter"] = {label(v): tensor(to_array(a)) for v, a in zip(built.non_trainable_variables, after) if "seed" not in v.path}
        case.update(more)
        self.append(case)


NOTES = ["gradients are of sum(output * upstream)", "images are batch, height, width, channels; weights have Keras's layouts"]
FIRST = ["linear", "relu", "sigmoid", "tanh", "softmax", "softplus"]
WIDE = np.array([[-100, -20, -6.5, -3.5, -2.2, -0.7, -0.3, -1e-3], [1e-3, 0.3, 0.7, 2.2, 3.5, 6.5, 20, 100.0]])


def main():
    cases = Cases(20240604)
    L, normal = keras.layers, cases.normal
    for activation in FIRST:
        options = {"units": 3, "activation": activation}
        cases.add("dense", f"{activation}, two axes", L.Dense, options, normal(5, 7))
        cases.add("dense", f"{activation}, three axes", L.Dense, options, normal(2, 3, 5))
    cases.add("dense", "no bias", L.Dense, {"units": 2, "activation": "tanh", "useBias": False}, normal(3, 5))
    cases.add("dense", "no bias, three axes", L.Dense, {"units": 1, "activation": "linear", "useBias": False}, normal(2, 1, 3))
    cases.add("dense", "one row, one unit", L.Dense, {"units": 1, "activation": "sigmoid"}, normal(1, 1))
    cases.add("dense", "softmax of one unit is 1", L.Dense, {"units": 1, "activation": "softmax"}, normal(3, 2))
    for activation in FIRST:
        options = {"activation": activation}
        cases.add("activation", activation, L.Activation, options, normal(3, 5))
        cases.add("activation", f"{activation}, three axes", L.Activation, options, normal(2, 3, 2))
        cases.add("activation", f"{activation}, wide range", L.Activation, options, WIDE)
    huge = np.array([[1000.0, 1001, 999], [-1000, 0, 1000], [80, -80, 0]])
    for activation in ("sigmoid", "tanh", "softplus", "softmax"):
        cases.add("activation", f"{activation}, no overflow", L.Activation, {"activation": activation}, huge)
    for rate in (0.0, 0.5, 0.9):
        cases.add("dropout", f"rate {rate} at inference", L.Dropout, {"rate": rate}, normal(3, 5))
    for shape in [(3, 5), (2, 3, 5), (2, 1, 3, 2), (1, 7)]:
        cases.add("flatten", f"shape {list(shape)}", L.Flatten, {}, normal(*shape))

    # normalization: (x - mean) / max(sqrt(variance), 1e-7)
    given = {"axis": -1, "mean": [1.0, -2.0, 0.5], "variance": [4.0, 0.25, 2.0]}
    cases.add("normalization", "given", L.Normalization, given, normal(5, 3))
    cases.add("normalization", "given, three axes", L.Normalization, given, normal(2, 2, 3))
    cases.add("normalization", "given, inverted", L.Normalization, {**given, "invert": True}, normal(5, 3))
    cases.add("normalization", "given, no variance", L.Normalization, {"axis": -1, "mean": [1.0, 2.0], "variance": [0.0, 1e-16]},
              np.array([[1.0, 2], [1 + 1e-7, 3], [0.5, 2 + 1e-8]]), precision="float64")
    cases.add("normalization", "given, one mean for all", L.Normalization, {"axis": None, "mean": 0.5, "variance": 2.0}, normal(3, 2))
    for name, data, axis in [("columns", normal(7, 3) * [1, 100, 0.01] + [0, 1000, -5], -1), ("one number for all", normal(5, 3) + 2, None),
                             ("three axes", normal(3, 5, 2) + 1, -1), ("a constant column", np.hstack([normal(5, 1), np.full((5, 1), 3.0)]), -1),
                             ("one row", normal(1, 2), -1), ("each place its own", normal(5, 2, 3), [1, 2])]:
        layer = L.Normalization(axis=axis)
        layer.adapt(data)
        mean, variance = to_array(layer.mean), to_array(layer.variance)
        assert mean.dtype == np.float64
        x = np.concatenate([data[:2], data[:1] + 1])
        cases.add("normalization", f"adapted: {name}", layer, {"axis": axis}, x, adaptData=tensor(data),
                  mean=numbers(mean.ravel()), variance=numbers(variance.ravel()), **({"precision": "float64"} if name == "columns" else {}))
        cases[-1]["weights"] = {}  # mean and variance are said above
    write("layers.json", "layers.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240604,
          notes=NOTES + ["normalization: mean and variance are what adapt finds on adaptData (biased variance)",
                         "precision float64: too much cancellation for float32"])


if __name__ == "__main__":
    main()
