"""training.json: Keras 3 training trajectories in float64: same start, same batches, no shuffling."""
import numpy as np

from common import BACKEND, PACKAGE, number, numbers, tensor, use_keras, write
from losses_names import CLASSES, SNAKE

keras = use_keras()
rng = np.random.default_rng(20240606)
to_array = lambda t: np.asarray(keras.ops.convert_to_numpy(t))
OPTIMIZERS = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}
ARGUMENTS = {"learningRate": "learning_rate", "momentum": "momentum", "weightDecay": "weight_decay"}
cases = []


def build(spec, loss, loss_options, optimizer, start):
    layers = [keras.layers.Dense(l["units"], activation=l["activation"]) for l in spec["layers"]]
    model = keras.Sequential([keras.Input(spec["inputShape"], dtype="float64")] + layers)
    for k, layer in enumerate(layers):
        name = "dense" if k == 0 else f"dense_{k}"
        layer.kernel.assign(start[f"{name}/kernel"])
        layer.bias.assign(start[f"{name}/bias"])
    arguments = {ARGUMENTS[k]: v for k, v in optimizer.items() if k != "name"}
    model.compile(optimizer=getattr(keras.optimizers, OPTIMIZERS[optimizer["name"]])(**arguments),
                  loss=getattr(keras.losses, CLASSES[loss])(**{SNAKE[k]: v for k, v in loss_options.items()}))
    return model


def weights(model):
    found = {}
    for k, layer in enumerate(model.layers):
        name = "dense" if k == 0 else f"dense_{k}"
        found[f"{name}/kernel"] = tensor(to_array(layer.kernel))
        found[f"{name}/bias"] = tensor(to_array(layer.bias))
    return found


def add(name, spec, loss, optimizer, batch, epochs, x, y, sample_weight=None, loss_options=None, start=None, **more):
    loss_options = loss_options or {}
    x = np.asarray(x, np.float64)
    sizes = [x.shape[1]] + [l["units"] for l in spec["layers"]]
    if start is None:
        start = {}
        for k, (a, b) in enumerate(zip(sizes, sizes[1:])):
            layer = "dense" if k == 0 else f"dense_{k}"
            start[f"{layer}/kernel"] = rng.normal(size=(a, b)) * 0.6
            start[f"{layer}/bias"] = rng.normal(size=b) * 0.1

    # what Keras itself reports
    model = build(spec, loss, loss_options, optimizer, start)
    by_epoch, w = [], None if sample_weight is None else np.asarray(sample_weight, np.float64)
    keep = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: by_epoch.append(weights(model)))
    history = model.fit(x, y, sample_weight=w, batch_size=batch, epochs=epochs, shuffle=False, verbose=0, callbacks=[keep])

    # the loss of each batch, before its step; and that stepping by hand is the same
    stepped, steps = build(spec, loss, loss_options, optimizer, start), []
    for _ in range(epochs):
        for at in range(0, len(x), batch):
            part = slice(at, at + batch)
            weight = None if w is None else w[part]
            stepped.reset_metrics()
            steps.append(float(stepped.test_on_batch(x[part], y[part], sample_weight=weight)))
            stepped.train_on_batch(x[part], y[part], sample_weight=weight)
    for a, b in zip(model.weights, stepped.weights):
        assert to_array(a).dtype == np.float64 and np.abs(to_array(a) - to_array(b)).max() < 1e-12
    counts = [min(batch, len(x) - at) for at in range(0, len(x), batch)]
    running = np.average(np.reshape(steps, (epochs, -1)), axis=1, weights=counts)
    assert np.abs(running - history.history["loss"]).max() < 1e-12, "Keras's epoch loss is the mean over rows"

    case = {"name": name, "spec": spec, "loss": loss, "lossOptions": loss_options, "optimizer": optimizer, "batchSize": batch, "epochs": epochs,
            "x": tensor(x), "y": tensor(y)}
    if w is not None:
        case["sampleWeight"] = numbers(w)
    case.update({"startWeights": {k: tensor(np.asarray(v, np.float64)) for k, v in start.items()}, "stepLosses": [number(s) for s in steps],
                 "epochLosses": [number(l) for l in history.history["loss"]], "weights": weights(model), **more})
    if epochs <= 5:
        case["weightsByEpoch"] = by_epoch
    final = to_array(model(x))
    case["predictions"] = tensor(final)
    print(f"{name:36} loss {history.history['loss'][0]:.6f} to {history.history['loss'][-1]:.6f}")
    cases.append(case)
    return history.history["loss"], model


dense = lambda units, activation: {"type": "dense", "units": units, "activation": activation}
spec = lambda inputs, *layers: {"inputShape": [inputs], "layers": list(layers)}

add("xor", spec(2, dense(8, "tanh"), dense(1, "sigmoid")), "binaryCrossentropy", {"name": "adam", "learningRate": 0.05}, 4, 20,
    [[0, 0], [0, 1], [1, 0], [1, 1]], np.array([[0.0], [1], [1], [0]]))

middle = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
labels = rng.permutation(np.repeat(np.arange(3), 10)).astype(np.int32)
flowers = np.round(middle[labels] + rng.normal(size=(30, 4)) * 0.3, 1)
add("flowers", spec(4, dense(16, "relu"), dense(3, "softmax")), "sparseCategoricalCrossentropy",
    {"name": "sgd", "learningRate": 0.05, "momentum": 0.9}, 8, 3, flowers, labels, loss_options={"fromLogits": False})
add("flowers, logits, adam", spec(4, dense(5, "tanh"), dense(3, "linear")), "sparseCategoricalCrossentropy",
    {"name": "adam", "learningRate": 0.01}, 8, 3, flowers, labels, loss_options={"fromLogits": True})

rows = rng.normal(size=(13, 3))
target = np.round(np.sin(rows[:, :1]) + 0.5 * rows[:, 1:2] * rows[:, 2:], 3)
add("regression with sample weights", spec(3, dense(5, "tanh"), dense(1, "linear")), "meanSquaredError",
    {"name": "adamw", "learningRate": 0.01, "weightDecay": 0.004}, 5, 4, rows, target,
    sample_weight=[1, 2, 0.5, 1, 0, 3, 1, 1, 0.25, 1, 2, 1, 1.5])

zeros = {"dense/kernel": np.zeros((1, 1)), "dense/bias": np.zeros(1)}
found, model = add("one weight from zero (published)", spec(1, dense(1, "linear")), "meanSquaredError", {"name": "sgd", "learningRate": 0.01}, 8, 2,
                   np.ones((24, 1)), np.ones((24, 1)), start=zeros,
                   published={"epochLosses": [0.923649, 0.722993], "weights": {"dense/kernel": [0.108621], "dense/bias": [0.108621]}})
print("published .923649 .722993 .108621, found", found, float(to_array(model.layers[0].bias)[0]))
assert np.allclose(found, [0.923649, 0.722993], atol=1e-6), "published losses"

write("training.json", "training.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240606, notes=[
    "stepLosses: the loss of each batch with the weights before its step; epochLosses: Keras's history, the running mean over rows",
    "weights: after the last epoch; predictions: outputs for x with them"])
