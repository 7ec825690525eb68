"""weights.json: Keras 3's penalties on weights, with gradients, and its constraints, in float64."""
import numpy as np

from common import BACKEND, PACKAGE, gradients, number, tensor, use_keras, write

keras = use_keras()
rng = np.random.default_rng(20240701)
cases = []
matrix = rng.normal(size=(5, 3)) * 2
wide = rng.normal(size=(2, 7))
vector = np.array([0.5, -1.5, 0.0, 3.0])
filters = rng.normal(size=(2, 2, 3, 5))


def penalty(name, regularizer, options, weight):
    value, (gradient,) = gradients(lambda w: regularizer(w), [weight])
    cases.append({"kind": "regularizer", "name": name, "choice": options, "weight": tensor(weight),
                  "penalty": number(value), "gradient": tensor(gradient)})


def projection(name, constraint, options, weight):
    cases.append({"kind": "constraint", "name": name, "choice": options, "weight": tensor(weight),
                  "projected": tensor(np.asarray(constraint(weight), np.float64))})


R, C = keras.regularizers, keras.constraints
penalty("l1", R.L1(0.3), {"name": "l1", "l1": 0.3}, matrix)
penalty("l1, default", R.L1(), {"name": "l1"}, vector[vector != 0])
penalty("l2", R.L2(0.2), {"name": "l2", "l2": 0.2}, matrix)
penalty("l2, filters", R.L2(), {"name": "l2"}, filters)
penalty("l1l2", R.L1L2(0.1, 0.4), {"name": "l1l2", "l1": 0.1, "l2": 0.4}, wide)
penalty("orthogonal, rows", R.OrthogonalRegularizer(0.5, "rows"), {"name": "orthogonal", "factor": 0.5, "mode": "rows"}, matrix)
penalty("orthogonal, columns", R.OrthogonalRegularizer(0.5, "columns"), {"name": "orthogonal", "factor": 0.5, "mode": "columns"}, matrix)
penalty("orthogonal, default", R.OrthogonalRegularizer(), {"name": "orthogonal"}, wide)
for shape, weight in [("matrix", matrix), ("wide", wide)]:
    projection(f"maxNorm, {shape}", C.MaxNorm(1.5, 0), {"name": "maxNorm", "maxValue": 1.5}, weight)
    projection(f"maxNorm over axis 1, {shape}", C.MaxNorm(2, 1), {"name": "maxNorm", "axis": 1}, weight)
    projection(f"unitNorm, {shape}", C.UnitNorm(0), {"name": "unitNorm"}, weight)
    projection(f"nonNeg, {shape}", C.NonNeg(), {"name": "nonNeg"}, weight)
    projection(f"minMaxNorm, {shape}", C.MinMaxNorm(2.5, 3, 1.0, 0), {"name": "minMaxNorm", "minValue": 2.5, "maxValue": 3}, weight)
    projection(f"minMaxNorm at rate 0.3, {shape}", C.MinMaxNorm(0.5, 1, 0.3, 0), {"name": "minMaxNorm", "minValue": 0.5, "maxValue": 1, "rate": 0.3}, weight)
projection("maxNorm of zeros", C.MaxNorm(1, 0), {"name": "maxNorm", "maxValue": 1}, np.zeros((3, 2)))
projection("nonNeg, vector", C.NonNeg(), {"name": "nonNeg"}, vector)
write("weights.json", "weights.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240701,
      notes=["gradient: of the penalty; projected: what the constraint makes of the weight"])
