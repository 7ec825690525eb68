"""losses.json: Keras 3 losses in float64: per row, mean, weighted, gradient by the backend's autodiff."""
import numpy as np

from common import BACKEND, PACKAGE, gradients, number, numbers, tensor, use_keras, write
from losses_names import CLASSES, SNAKE

keras = use_keras()
rng = np.random.default_rng(20240603)
cases = []


def add(loss, name, outputs, targets, options=None, weight=None, published=None, publishedWeighted=None, exact=None, **more):
    """`exact` takes the place of Keras's function: the same loss per row, from logits without a detour."""
    options = options or {}
    arguments = {SNAKE.get(k, k): v for k, v in options.items()}
    make = lambda reduction: getattr(keras.losses, CLASSES[loss])(reduction=reduction, **arguments)
    if exact is not None:
        make = lambda reduction: (lambda t, o: exact(t, o) if reduction == "none" else keras.ops.mean(exact(t, o)))
    outputs, targets = np.asarray(outputs, np.float64), np.asarray(targets)
    per_row = np.asarray(make("none")(targets, outputs))
    mean = make("sum_over_batch_size")
    value, [gradient] = gradients(lambda o: mean(targets, o), [outputs])
    assert per_row.dtype == np.float64
    case = {"loss": loss, "name": name, "options": options, "outputs": tensor(outputs), "targets": tensor(targets),
            "perRow": numbers(per_row.reshape(per_row.shape[0], -1).mean(1)), "mean": number(value),
            "outputGradient": tensor(gradient), **more}
    if weight is not None:
        weight = np.asarray(weight, np.float64)
        case["sampleWeight"] = numbers(weight)
        weight = weight.reshape((-1,) + (1,) * (per_row.ndim - 1))  # Keras wants the rank of its unreduced losses
        case["weighted"], [found] = gradients(lambda o: mean(targets, o, sample_weight=weight), [outputs])
        case["weightedGradient"] = tensor(found)
    for field, expected, found in [("published", published, value), ("publishedWeighted", publishedWeighted, case.get("weighted"))]:
        if expected is not None:
            case[field] = expected
            print(f"{loss:32} {field} {expected} found {found}", "" if abs(expected - found) < 1e-3 else "DISAGREES")
    cases.append(case)


normal = lambda *shape: rng.normal(size=shape) * 2
softmax = lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True)
hot = lambda labels, depth: np.eye(depth)[labels]
W3, W5 = [0.5, 2.0, 0.0], [1.0, 0.25, 3.0, 0.0, 1.5]
bits = lambda *shape: (rng.random(shape) < 0.5).astype(np.float64)

# --- regression ----------------------------------------------------------------------------------
for loss in ["meanSquaredError", "meanAbsoluteError", "meanAbsolutePercentageError", "meanSquaredLogarithmicError", "huber", "logCosh"]:
    make = (lambda *s: np.abs(normal(*s)) + 0.1) if loss == "meanSquaredLogarithmicError" else normal
    add(loss, "one output", make(5, 1), make(5, 1), weight=W5)
    add(loss, "several outputs", make(3, 7), make(3, 7), weight=W3)
    add(loss, "an inner axis", make(3, 2, 5), make(3, 2, 5), weight=W3)
    add(loss, "one row", make(1, 2), make(1, 2))
add("meanSquaredError", "large and small", [[1e6, 1e-6, -3.0]], [[-1e6, 2e-6, -3.0]])
add("meanAbsolutePercentageError", "zero and tiny targets are floored at 1e-7", [[1e-7, 2.0, -1e-8]], [[0.0, 1.0, 1e-9]])
add("meanSquaredLogarithmicError", "negatives are floored at 1e-7", [[-1.0, 2.0, -1e-8]], [[3.0, -2.0, 1e-9]])
for delta in (0.5, 2.0):
    add("huber", f"delta {delta}", normal(3, 5), normal(3, 5), {"delta": delta}, W3)
add("logCosh", "far apart, no overflow", [[1000.0, -1000.0, 30.0, -30.0, 1e-5]], [[0.0, 0.0, 0.0, 0.0, 0.0]])
y, p = [[1.0, 9, 2], [-5, -2, 6]], [[4.0, 8, 12], [8, 1, 3]]
add("meanSquaredError", "Keras test", p, y, weight=[1.2, 3.4], published=49.5, publishedWeighted=767.8 / 6)
add("meanAbsoluteError", "Keras test", p, y, weight=[1.2, 3.4], published=5.5, publishedWeighted=81.4 / 6)
add("meanAbsolutePercentageError", "Keras test", p, y, published=211.8518)
add("meanSquaredLogarithmicError", "Keras test", p, y, published=1.4370)

# Keras's focal losses turn logits into probabilities and clip those, which is constant beyond 1e-7; these do not
def exact_binary_focal(t, z):
    ops = keras.ops
    missing = t * ops.sigmoid(-z) + (1 - t) * ops.sigmoid(z)
    return ops.mean(missing**2 * (t * ops.softplus(-z) + (1 - t) * ops.softplus(z)), axis=-1)


def exact_categorical_focal(t, z):
    ops = keras.ops
    return -0.25 * ops.sum((1 - ops.softmax(z)) ** 2 * t * ops.log_softmax(z), axis=-1)


# --- binary cross-entropy ------------------------------------------------------------------------
for loss in ["binaryCrossentropy", "binaryFocalCrossentropy"]:
    for logits in (False, True):
        make = normal if logits else (lambda *s: 1 / (1 + np.exp(-normal(*s))))
        o, said = {"fromLogits": logits}, "logits" if logits else "probabilities"
        add(loss, f"{said}, one output", make(5, 1), bits(5, 1), o, W5)
        add(loss, f"{said}, several outputs", make(3, 5), bits(3, 5), o, W3)
        add(loss, f"{said}, an inner axis", make(3, 2, 2), bits(3, 2, 2), o, W3)
        add(loss, f"{said}, soft targets", make(3, 2), rng.random((3, 2)), o)
        add(loss, f"{said}, label smoothing", make(3, 5), bits(3, 5), {**o, "labelSmoothing": 0.1}, W3)
    edge = np.array([[0.0, 1.0, 1e-8, 1 - 1e-8, 1e-6, 1 - 1e-6, 0.5]])
    add(loss, "probabilities near 0 and 1, likely targets (clipped at 1e-7)", edge, (edge > 0.4) * 1.0, {"fromLogits": False}, precision="float64")
    add(loss, "probabilities near 0 and 1, unlikely targets (clipped at 1e-7)", edge, (edge < 0.4) * 1.0, {"fromLogits": False}, precision="float64")
    huge = np.array([[-1000.0, -40, -15, 0, 15, 40, 1000]])
    exact = {"exact": exact_binary_focal} if "Focal" in loss else {}
    add(loss, "huge logits, likely targets", huge, (huge > 0) * 1.0, {"fromLogits": True}, **exact, precision="float64")
    add(loss, "huge logits, unlikely targets", huge, (huge < 0) * 1.0, {"fromLogits": True}, **exact, precision="float64")
    if loss == "binaryFocalCrossentropy":
        add(loss, "gamma 1.5", 1 / (1 + np.exp(-normal(3, 5))), bits(3, 5), {"gamma": 1.5}, W3)
        add(loss, "class balancing, alpha 0.3", 1 / (1 + np.exp(-normal(3, 5))), bits(3, 5),
            {"applyClassBalancing": True, "alpha": 0.3, "gamma": 2.0}, W3)
add("binaryCrossentropy", "Keras test", [[0.6, 0.8], [0.7, 0.2]], [[1.0, 0], [1, 0]])

# --- categorical ---------------------------------------------------------------------------------
for loss in ["categoricalCrossentropy", "sparseCategoricalCrossentropy", "categoricalFocalCrossentropy"]:
    sparse = loss.startswith("sparse")
    labelled = lambda shape, depth: (lambda k: k.astype(np.int32) if sparse else hot(k, depth))(rng.integers(0, depth, shape))
    for logits in (False, True):
        make = normal if logits else (lambda *s: softmax(normal(*s)))
        o, said = {"fromLogits": logits}, "logits" if logits else "probabilities"
        add(loss, f"{said}, three classes", make(5, 3), labelled(5, 3), o, W5)
        add(loss, f"{said}, seven classes", make(3, 7), labelled(3, 7), o, W3)
        add(loss, f"{said}, an inner axis", make(3, 2, 5), labelled((3, 2), 5), o, W3)
        add(loss, f"{said}, one row of two", make(1, 2), labelled(1, 2), o)
        if not sparse:
            add(loss, f"{said}, soft targets", make(3, 5), softmax(normal(3, 5)), o)
            add(loss, f"{said}, label smoothing", make(3, 5), labelled(3, 5), {**o, "labelSmoothing": 0.1}, W3)
    edge = np.array([[0.0, 1.0, 0.0], [1e-8, 1 - 2e-8, 1e-8], [1e-6, 1 - 2e-6, 1e-6], [0.0, 1.0, 0.0], [1e-8, 1 - 2e-8, 1e-8]])
    labels = np.array([1, 1, 0, 0, 2])
    add(loss, "probabilities near 0 and 1 (clipped at 1e-7)", edge, labels.astype(np.int32) if sparse else hot(labels, 3), {"fromLogits": False}, precision="float64")
    edge = np.array([[0.5, 0.89, 0.6], [2.0, 1.0, 5.0], [0.01, 0.02, 0.005]])
    labels = np.array([1, 0, 2])
    add(loss, "unnormalised probabilities are divided by their sum", edge, labels.astype(np.int32) if sparse else hot(labels, 3), {"fromLogits": False}, W3)
    edge = np.array([[1000.0, -1000, 0], [1000, -1000, 0], [1e30, 0, -1e30]])
    labels = np.array([0, 1, 0])
    exact = {"exact": exact_categorical_focal} if "Focal" in loss else {}
    add(loss, "huge logits", edge, labels.astype(np.int32) if sparse else hot(labels, 3), {"fromLogits": True}, **exact)
add("categoricalFocalCrossentropy", "alpha 0.5 gamma 1", softmax(normal(3, 5)), hot(np.array([4, 0, 2]), 5), {"alpha": 0.5, "gamma": 1.0}, W3)
for logits in (False, True):
    add("sparseCategoricalCrossentropy", f"ignored class 1, logits {logits}", normal(5, 3) if logits else softmax(normal(5, 3)),
        np.array([0, 1, 2, 1, 2], np.int32), {"fromLogits": logits, "ignoreClass": 1})
probabilities = [[0.9, 0.05, 0.05], [0.5, 0.89, 0.6], [0.05, 0.01, 0.94]]
logits = [[8.0, 1, 1], [0, 9, 1], [2, 3, 5]]
add("categoricalCrossentropy", "Keras test, probabilities", probabilities, np.eye(3), {"fromLogits": False}, [2.3] * 3, 0.3239, 0.7449)
add("categoricalCrossentropy", "Keras test, logits", logits, np.eye(3), {"fromLogits": True}, [2.3] * 3, 0.0573, 0.1317)
add("sparseCategoricalCrossentropy", "Keras test, probabilities", probabilities, np.arange(3, dtype=np.int32), {"fromLogits": False}, [2.3] * 3, 0.3239, 0.7449)
add("sparseCategoricalCrossentropy", "Keras test, logits", logits, np.arange(3, dtype=np.int32), {"fromLogits": True}, [2.3] * 3, 0.0573, 0.1317)

# --- margins, distributions ----------------------------------------------------------------------
for loss in ["hinge", "squaredHinge"]:
    add(loss, "targets -1 and 1", normal(3, 5), 2 * bits(3, 5) - 1, weight=W3)
    add(loss, "targets 0 and 1 become -1 and 1", normal(5, 1), bits(5, 1), weight=W5)
    add(loss, "Keras test", [[0.6, 0.4], [0.4, 0.6]], [[0.0, 1], [0, 0]], published=1.3 if loss == "hinge" else 1.86)
add("categoricalHinge", "three classes", normal(5, 3), hot(np.array([0, 2, 1, 1, 0]), 3), weight=W5)
add("categoricalHinge", "Keras test", [[0.6, 0.4], [0.4, 0.6]], [[0.0, 1], [0, 0]], published=1.4)
add("klDivergence", "distributions", softmax(normal(3, 5)), softmax(normal(3, 5)), weight=W3)
add("klDivergence", "zeros are clipped at 1e-7", [[0.0, 0.3, 0.7], [0.2, 0.8, 0.0]], [[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]])
add("poisson", "counts", np.abs(normal(3, 5)) + 0.2, rng.poisson(2, (3, 5)).astype(np.float64), weight=W3)
add("poisson", "an output of zero", [[0.0, 1.0, 2.0]], [[1.0, 0.0, 3.0]])
add("cosineSimilarity", "two axes", normal(3, 5), normal(3, 5), weight=W3)
add("cosineSimilarity", "an inner axis", normal(3, 2, 5), normal(3, 2, 5), weight=W3)
add("cosineSimilarity", "parallel and opposite", [[1.0, 2, 3], [1, 2, 3]], [[2.0, 4, 6], [-1, -2, -3]])

# --- at 0, and where errors change sides ----------------------------------------------------------
add("huber", "errors of exactly delta, and none", [[1.0, -1.0, 0.0, 0.25]], [[0.0, 0.0, 0.0, 0.0]])
add("cosineSimilarity", "short and long", [[3e-9, 4e-9, 0.0], [300.0, -400.0, 0.0]], [[1.0, 0.0, 0.0], [0.0, 1e-9, 0.0]], precision="float64")
add("categoricalHinge", "an inner axis", normal(3, 2, 4), hot(np.array([[0, 3], [1, 1], [2, 0]]), 4), weight=W3)
add("klDivergence", "an inner axis", softmax(normal(3, 2, 4)), softmax(normal(3, 2, 4)), weight=W3)
add("poisson", "an inner axis", np.abs(normal(3, 2, 4)) + 0.2, rng.poisson(2, (3, 2, 4)).astype(np.float64), weight=W3)
add("hinge", "an inner axis", normal(3, 2, 4), 2 * bits(3, 2, 4) - 1, weight=W3)
add("categoricalFocalCrossentropy", "gamma 0", softmax(normal(3, 5)), hot(np.array([4, 0, 2]), 5), {"gamma": 0.0}, W3)
add("binaryFocalCrossentropy", "logits, gamma 0.5, class balancing", normal(3, 5), bits(3, 5),
    {"fromLogits": True, "applyClassBalancing": True, "gamma": 0.5}, W3)
add("categoricalFocalCrossentropy", "logits, gamma 3, label smoothing", normal(3, 5), hot(np.array([4, 0, 2]), 5),
    {"fromLogits": True, "labelSmoothing": 0.2, "gamma": 3.0}, W3)

write("losses.json", "losses.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240603, notes=[
    "perRow: reduction none, averaged over inner axes; weighted: sum(weight * loss) / number of losses (Keras's sum_over_batch_size)",
    "outputGradient: of mean; weightedGradient: of weighted; published: value printed in Keras's own test, to its digits",
    "focal losses of huge logits: not Keras's clipped value, but the same formula by way of softplus and log-softmax",
    "precision float64: float32 cannot hold 1 - 1e-7 well enough for these"])
