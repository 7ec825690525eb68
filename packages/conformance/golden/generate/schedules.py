"""schedules.json: learning rates of Keras 3 schedules in float64, and of one cycle by its formula."""
import math

import numpy as np

from common import BACKEND, PACKAGE, numbers, use_keras, write

keras = use_keras()
STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 20, 21, 25, 29, 30, 31, 35, 40, 50, 70, 71, 100, 149, 150, 151, 1000, 12345]

CAMEL = {
    "initial_learning_rate": "initialLearningRate", "decay_steps": "decaySteps", "decay_rate": "decayRate", "end_learning_rate": "endLearningRate",
    "warmup_target": "warmupTarget", "warmup_steps": "warmupSteps", "first_decay_steps": "firstDecaySteps", "t_mul": "tMul", "m_mul": "mMul",
}

SCHEDULES = [  # name, class, arguments
    ("", "ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.96}),
    ("growing", "ExponentialDecay", {"initial_learning_rate": 1e-5, "decay_steps": 700, "decay_rate": 1.7}),
    ("staircase", "ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5, "staircase": True}),
    ("", "PiecewiseConstantDecay", {"boundaries": [5, 10, 30], "values": [0.1, 0.05, 0.2, 0.001]}),
    ("one boundary", "PiecewiseConstantDecay", {"boundaries": [7], "values": [1.0, 0.5]}),
    ("", "PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 30}),
    ("root", "PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 30, "end_learning_rate": 0.01, "power": 0.5}),
    ("square, cycle", "PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "end_learning_rate": 0.01, "power": 2.0, "cycle": True}),
    ("power 1.3, cycle", "PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 15, "power": 1.3, "cycle": True}),
    ("", "InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}),
    ("staircase", "InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5, "staircase": True}),
    ("", "CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 30}),
    ("alpha", "CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 150, "alpha": 0.2}),
    ("warm-up", "CosineDecay", {"initial_learning_rate": 0.0, "decay_steps": 60, "warmup_target": 0.1, "warmup_steps": 10}),
    ("warm-up, alpha", "CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": 20, "alpha": 0.1, "warmup_target": 0.1, "warmup_steps": 9}),
    ("target without warm-up", "CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": 20, "warmup_target": 0.1}),
    ("", "CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10}),
    ("same length, lower", "CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 7, "t_mul": 1.0, "m_mul": 0.9}),
    ("all arguments", "CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 6.5, "t_mul": 1.5, "m_mul": 0.8, "alpha": 0.1}),
]
ONE_CYCLES = [  # name, options, as PyTorch's OneCycleLR has them
    ("", {"maxLearningRate": 0.1, "totalSteps": 100}),
    ("all options", {"maxLearningRate": 0.2, "totalSteps": 31, "warmupFraction": 0.45, "divFactor": 10.0, "finalDivFactor": 100.0}),
]


def one_cycle(step, maxLearningRate, totalSteps, warmupFraction=0.3, divFactor=25.0, finalDivFactor=1e4):
    step = min(step, totalSteps - 1)
    first = maxLearningRate / divFactor
    last = first / finalDivFactor
    top = warmupFraction * totalSteps - 1
    start, end, done = (first, maxLearningRate, step / top) if step <= top else (maxLearningRate, last, (step - top) / (totalSteps - 1 - top))
    return end + (start - end) / 2 * (1 + math.cos(math.pi * done))


def rate(schedule, step):
    """Steps are int32 there, as training counts them."""
    value = np.asarray(schedule(keras.ops.convert_to_tensor(step, dtype="int32")))
    assert value.dtype == np.float64
    return float(value)


def double(value):
    """Python numbers would become float32 on the way."""
    if isinstance(value, list):
        return [double(v) for v in value]
    return np.float64(value) if isinstance(value, float) else value


def main():
    cases = []
    for name, kind, arguments in SCHEDULES:
        schedule = getattr(keras.optimizers.schedules, kind)(**{k: double(v) for k, v in arguments.items()})
        cases.append({"name": name, "schedule": kind[0].lower() + kind[1:], "source": "keras", "options": {CAMEL.get(k, k): v for k, v in arguments.items()},
                      "steps": STEPS, "rates": numbers([rate(schedule, step) for step in STEPS])})
    for name, options in ONE_CYCLES:
        cases.append({"name": name, "schedule": "oneCycle", "source": "formula", "options": options,
                      "steps": STEPS, "rates": numbers([one_cycle(step, **options) for step in STEPS])})
    write("schedules.json", "schedules.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", notes=[
        "rates at the named steps, counted from 0",
        "one cycle: the formula of PyTorch's OneCycleLR with cosine annealing, by Python's math"])


if __name__ == "__main__":
    main()
