"""activations-later.json: every Keras 3 activation in float64, with gradients."""
from common import BACKEND, PACKAGE, use_keras, write
from layers import NOTES, WIDE, Cases

keras = use_keras()
L = keras.layers
cases = Cases(20240608)
normal = cases.normal

A = keras.activations
plain = ["elu", "selu", "silu", "softsign", "hard_sigmoid", "hard_silu", "hard_tanh", "relu6", "mish", "exponential", "celu", "log_sigmoid", "squareplus",
         "soft_shrink", "hard_shrink", "tanh_shrink", "sparse_plus", "sparse_sigmoid", "leaky_relu", "gelu", "log_softmax", "sparsemax"]
camel = {"hard_sigmoid": "hardSigmoid", "hard_silu": "hardSilu", "hard_tanh": "hardTanh", "log_sigmoid": "logSigmoid", "soft_shrink": "softShrink",
         "hard_shrink": "hardShrink", "tanh_shrink": "tanhShrink", "sparse_plus": "sparsePlus", "sparse_sigmoid": "sparseSigmoid", "leaky_relu": "leakyRelu",
         "log_softmax": "logSoftmax"}
for name in plain:
    run, called = getattr(A, name), camel.get(name, name)
    wide = WIDE[:, 1:-1] if name in ("exponential",) else WIDE
    cases.add("activation", f"{called}", None, {"activation": called}, normal(3, 5), call=run)
    cases.add("activation", f"{called}, wide range", None, {"activation": called}, wide, call=run)
for called, options, run in [
    ("gelu", {"approximate": True}, lambda x: A.gelu(x, approximate=True)), ("elu", {"alpha": 0.5}, lambda x: A.elu(x, alpha=0.5)),
    ("celu", {"alpha": 0.5}, lambda x: A.celu(x, alpha=0.5)), ("leakyRelu", {"negativeSlope": 0.01}, lambda x: A.leaky_relu(x, negative_slope=0.01)),
    ("relu", {"negativeSlope": 0.1, "maxValue": 2.5, "threshold": 0.5}, lambda x: A.relu(x, negative_slope=0.1, max_value=2.5, threshold=0.5)),
    ("softShrink", {"threshold": 0.9}, lambda x: A.soft_shrink(x, threshold=0.9)), ("hardShrink", {"threshold": 0.9}, lambda x: A.hard_shrink(x, threshold=0.9)),
    ("threshold", {"threshold": 0.4, "defaultValue": -1.0}, lambda x: A.threshold(x, 0.4, -1.0)), ("squareplus", {"b": 2}, lambda x: A.squareplus(x, b=2)),
]:
    cases.add("activation", f"{called} {options}".replace("'", ""), None, {"activation": called, **options}, normal(3, 5), call=run)
    cases.add("activation", f"{called} {options}, wide range".replace("'", ""), None, {"activation": called, **options}, WIDE, call=run)
cases.add("activation", "glu halves the last axis", None, {"activation": "glu"}, normal(3, 6), call=A.glu)
cases.add("activation", "softmax, axis 1", None, {"activation": "softmax", "axis": 1}, normal(2, 3, 2), call=lambda x: A.softmax(x, axis=1))
cases.add("leakyRelu", "default slope", L.LeakyReLU, {}, normal(3, 5))
cases.add("prelu", "one slope each", L.PReLU, {}, normal(3, 5))
cases.add("prelu", "shared axis 1", L.PReLU, {"sharedAxes": [1]}, normal(2, 3, 2))

write("activations-later.json", "activations_later.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240608,
      notes=NOTES[:1])
