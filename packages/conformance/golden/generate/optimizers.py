"""optimizers.json: trajectories of Keras 3 optimizers in float64."""
import numpy as np

from common import BACKEND, PACKAGE, numbers, use_keras, write

keras = use_keras()
START = [1.5, -2.0, 0.3, -0.7, 0.01, 3.0, -0.05]
SHORT_START = [1.0, -0.5, 0.2]
rng = np.random.default_rng(20240602)
# columns of very different size, so that epsilon, bias correction and decay all show
scale = np.array([30.0, 1.0, 0.1, 1e-3, 1e-5, 1e-6, 1e-7])
GRADIENTS = np.array([[float(f"{v:.4g}") for v in row] for row in rng.normal(size=(5, 7)) * scale])
GRADIENTS[2, 1] = 0.0
t = np.arange(1, 101)[:, None]
LONG = np.sin(t * np.array([0.7, 1.3, 0.31])) * np.array([10.0, 0.1, 1e-5]) * (1 + 0.01 * t) + np.array([3.0, -0.02, 2e-6])
LONG = np.array([[float(f"{v:.4g}") for v in row] for row in LONG])
LONG_STEPS = [1, 2, 3, 5, 10, 20, 50, 100]

CAMEL = {
    "learning_rate": "learningRate", "weight_decay": "weightDecay", "beta_1": "beta1", "beta_2": "beta2",
    "initial_accumulator_value": "initialAccumulatorValue", "learning_rate_power": "learningRatePower",
    "l1_regularization_strength": "l1RegularizationStrength", "l2_regularization_strength": "l2RegularizationStrength",
    "l2_shrinkage_regularization_strength": "l2ShrinkageRegularizationStrength", "beta_2_decay": "beta2Decay",
    "epsilon_1": "epsilon1", "epsilon_2": "epsilon2", "clip_threshold": "clipThreshold", "relative_step": "relativeStep",
    "clipnorm": "clipNorm", "clipvalue": "clipValue", "global_clipnorm": "globalClipNorm", "use_ema": "useEma",
    "ema_momentum": "emaMomentum", "ema_overwrite_frequency": "emaOverwriteFrequency", "adam_beta_1": "adamBeta1",
    "adam_beta_2": "adamBeta2", "adam_weight_decay": "adamWeightDecay", "adam_lr_ratio": "adamLearningRateRatio",
    "muon_a": "muonA", "muon_b": "muonB", "muon_c": "muonC", "ns_steps": "newtonSchulzSteps", "rms_rate": "rmsRate",
    "gradient_accumulation_steps": "gradientAccumulationSteps",
}
LEAVE_OUT = {"name", "loss_scale_factor", "exclude_layers", "exclude_embeddings"}


def camel(arguments):
    return {CAMEL.get(k, k): v for k, v in arguments.items() if k not in LEAVE_OUT}


def resolved(optimizer):
    """Every hyperparameter, with the learning rate as given and not as rounded to a float32 by get_config."""
    config = {k: v for k, v in optimizer.get_config().items() if v is not None and k not in LEAVE_OUT}
    config["learning_rate"] = float(np.asarray(optimizer.learning_rate))
    return camel(config)


def trajectory(optimizer, start, gradients, steps):
    variable = keras.Variable(np.array(start), dtype="float64")
    seen = []
    for k, gradient in enumerate(gradients, 1):
        optimizer.apply([keras.ops.convert_to_tensor(np.array(gradient), dtype="float64")], [variable])
        if k in steps:
            seen.append(np.asarray(variable.value).copy())
    assert seen[0].dtype == np.float64
    return seen


CONFIGURATIONS = [  # name, class, arguments
    ("sgd", "SGD", {}),
    ("sgd momentum", "SGD", {"momentum": 0.9}),
    ("sgd nesterov", "SGD", {"momentum": 0.9, "nesterov": True}),
    ("sgd weight decay", "SGD", {"weight_decay": 0.01, "learning_rate": 0.1}),
    ("sgd momentum weight decay", "SGD", {"momentum": 0.9, "weight_decay": 0.1, "learning_rate": 0.05}),
    ("sgd clip norm", "SGD", {"clipnorm": 0.5, "learning_rate": 0.1}),
    ("sgd clip value", "SGD", {"clipvalue": 0.25, "learning_rate": 0.1}),
    ("adam", "Adam", {}),
    ("adam other arguments", "Adam", {"beta_1": 0.8, "beta_2": 0.95, "learning_rate": 0.1, "epsilon": 1e-3}),
    ("adam weight decay", "Adam", {"weight_decay": 0.1, "learning_rate": 0.05}),
    ("adam amsgrad", "Adam", {"amsgrad": True}),
    ("adam amsgrad other arguments", "Adam", {"amsgrad": True, "learning_rate": 0.1, "beta_2": 0.6, "epsilon": 1e-3}),
    ("adam clip norm", "Adam", {"clipnorm": 1.0, "learning_rate": 0.1}),
    ("adam moving average of weights", "Adam", {"learning_rate": 0.1, "use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 3}),
    ("adamw", "AdamW", {}),
    ("adamw other arguments", "AdamW", {"learning_rate": 1.0, "weight_decay": 0.5, "epsilon": 2.0}),
    ("nadam", "Nadam", {}),
    ("nadam other arguments", "Nadam", {"learning_rate": 0.5, "beta_1": 0.5, "beta_2": 0.67, "epsilon": 1e-5}),
    ("adamax", "Adamax", {}),
    ("adamax other arguments", "Adamax", {"learning_rate": 0.2, "beta_1": 0.85, "beta_2": 0.95, "epsilon": 1e-6}),
    ("adagrad", "Adagrad", {}),
    ("adagrad other arguments", "Adagrad", {"learning_rate": 0.2, "initial_accumulator_value": 0.3, "epsilon": 1e-6}),
    ("adagrad zero accumulator", "Adagrad", {"learning_rate": 0.2, "initial_accumulator_value": 0.0, "epsilon": 1e-3}),
    ("adadelta", "Adadelta", {}),
    ("adadelta other arguments", "Adadelta", {"learning_rate": 1.0, "rho": 0.8, "epsilon": 1e-6}),
    ("rmsprop", "RMSprop", {}),
    ("rmsprop momentum", "RMSprop", {"momentum": 0.9, "rho": 0.8, "learning_rate": 0.01}),
    ("rmsprop centered", "RMSprop", {"centered": True, "learning_rate": 0.01, "epsilon": 1e-4}),
    ("rmsprop centered momentum", "RMSprop", {"centered": True, "momentum": 0.5, "learning_rate": 0.01, "epsilon": 1e-3}),
    ("ftrl", "Ftrl", {}),
    ("ftrl other arguments", "Ftrl", {"learning_rate": 0.05, "learning_rate_power": -0.2, "initial_accumulator_value": 0.4,
                                      "l1_regularization_strength": 0.05, "l2_regularization_strength": 0.15,
                                      "l2_shrinkage_regularization_strength": 0.01, "beta": 0.3}),
    ("ftrl weight decay", "Ftrl", {"learning_rate": 0.1, "weight_decay": 0.1}),
    ("lion", "Lion", {}),
    ("lion other arguments", "Lion", {"learning_rate": 0.01, "beta_1": 0.7, "beta_2": 0.9, "weight_decay": 0.1}),
    ("lamb", "Lamb", {}),
    ("lamb other arguments", "Lamb", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3, "weight_decay": 0.1}),
    ("adafactor", "Adafactor", {}),
    ("adafactor other arguments", "Adafactor", {"learning_rate": 0.5, "beta_2_decay": -0.65, "epsilon_1": 1e-15, "epsilon_2": 1e-4,
                                                "clip_threshold": 0.9, "relative_step": False}),
    ("muon on a vector (falls back to adamw)", "Muon", {"learning_rate": 0.01}),
]
TWO_DIMENSIONS = [  # here the shape matters
    ("adafactor matrix", "Adafactor", {}, [2, 3]),
    ("adafactor matrix other arguments", "Adafactor", {"learning_rate": 0.5, "clip_threshold": 0.9, "relative_step": False}, [2, 3]),
    ("adafactor three axes", "Adafactor", {"learning_rate": 0.1}, [2, 1, 3]),
    ("muon", "Muon", {}, [2, 3]),
    ("muon tall", "Muon", {"learning_rate": 0.1, "weight_decay": 0.1}, [3, 2]),
    ("muon other arguments", "Muon", {"learning_rate": 0.1, "momentum": 0.8, "nesterov": False, "ns_steps": 3, "rms_rate": 0.5,
                                      "weight_decay": 0.05}, [2, 3]),
    ("lamb matrix", "Lamb", {"learning_rate": 0.1}, [2, 3]),
    ("adam matrix", "Adam", {"learning_rate": 0.1}, [2, 3]),
]
MATRIX_START = [0.5, -1.0, 2.0, 0.1, -0.3, 0.7]
MATRIX_GRADIENTS = np.array([[float(f"{v:.4g}") for v in row] for row in rng.normal(size=(5, 6)) * np.array([5, 1, 0.1, 0.5, 2, 0.01])])


def case(name, kind, arguments, shape, start, gradients, steps):
    optimizer = getattr(keras.optimizers, kind)(**arguments)
    weights = trajectory(optimizer, np.reshape(start, shape), [np.reshape(g, shape) for g in gradients], steps)
    return {"name": name, "kerasClass": kind, "kerasArguments": arguments, "options": camel(arguments), "resolved": resolved(optimizer),
            "shape": shape, "start": numbers(start), "gradients": numbers(gradients), "steps": steps,
            "weights": [numbers(w.ravel()) for w in weights]}


def main():
    # apply() itself decays, decoupled and before the update: with no gradient var * (1 - wd * lr)
    alone = trajectory(keras.optimizers.AdamW(learning_rate=0.1, weight_decay=0.5), [2.0], [[0.0]], [1])
    assert abs(alone[0][0] - 2 * (1 - 0.05)) < 1e-15

    cases = []
    for name, kind, arguments in CONFIGURATIONS:
        cases.append(case(name, kind, arguments, [7], START, GRADIENTS, [1, 2, 3, 4, 5]))
        cases.append(case(name + ", 100 steps", kind, arguments, [3], SHORT_START, LONG, LONG_STEPS))
    for name, kind, arguments, shape in TWO_DIMENSIONS:
        cases.append(case(name, kind, arguments, shape, MATRIX_START, MATRIX_GRADIENTS, [1, 2, 3, 4, 5]))

    small = np.array(MATRIX_START) * 1e-3
    cases.append(case("adafactor small weights", "Adafactor", {"learning_rate": 0.1}, [2, 3], small, MATRIX_GRADIENTS, [1, 2, 3, 4, 5]))
    cases.append(case("sgd global clip norm", "SGD", {"learning_rate": 0.1, "global_clipnorm": 0.5}, [7], START, GRADIENTS, [1, 2, 3, 4, 5]))

    write("optimizers.json", "optimizers.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240602, notes=[
        "options: what differs from Keras's defaults; resolved: every hyperparameter",
        "one variable of the given shape, row-major; gradients row by row are the steps; weights after the named steps",
        "weight decay is decoupled and comes before the update: variable * (1 - weightDecay * learningRate)"])


if __name__ == "__main__":
    main()
