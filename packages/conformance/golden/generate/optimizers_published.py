"""optimizers-published.json: the golden values printed in Keras's own optimizer tests (keras/src/optimizers/*_test.py),
transcribed with their precision and checked against a float64 run of Keras."""
import numpy as np

from common import BACKEND, PACKAGE, numbers, use_keras, write
from optimizers import camel, resolved, trajectory

keras = use_keras()
ROW = np.arange(1, 11) / 10
GRADIENTS = [np.full(10, 0.01)] + [ROW] * 4
KERAS_TOLERANCE = 5e-4  # of Keras's own test, relative and absolute
flat = lambda *values: [[v] * 10 for v in values]

GOLDEN = [  # name, class, arguments, weights after steps 1..5
    ("sgd", "SGD", {"nesterov": True}, [
        [0.9999] * 10,
        [0.9989, 0.9979, 0.9969, 0.9959, 0.9949, 0.9939, 0.9929, 0.9919, 0.9909, 0.9899],
        [0.9979, 0.9959, 0.9939, 0.9919, 0.9899, 0.9879, 0.9859, 0.9839, 0.9819, 0.9799],
        [0.9969, 0.9939, 0.9909, 0.9879, 0.9849, 0.9819, 0.9789, 0.9759, 0.9729, 0.9699],
        [0.9959, 0.9919, 0.9879, 0.9839, 0.9799, 0.9759, 0.9719, 0.9679, 0.9639, 0.9599]]),
    ("adam amsgrad", "Adam", {"amsgrad": True}, flat(0.999, 0.9982, 0.9974, 0.9965, 0.9955)),
    ("adamw", "AdamW", {"learning_rate": 1.0, "weight_decay": 0.5, "epsilon": 2}, [
        [0.4998] * 10,
        [0.2486, 0.2475, 0.2463, 0.2451, 0.244, 0.2428, 0.2417, 0.2405, 0.2394, 0.2382],
        [0.1223, 0.1198, 0.1174, 0.1149, 0.1124, 0.11, 0.1075, 0.1051, 0.1027, 0.1003],
        [0.0586, 0.0549, 0.0512, 0.0475, 0.0439, 0.0402, 0.0366, 0.033, 0.0294, 0.0258],
        [0.0263, 0.0215, 0.0167, 0.012, 0.0073, 0.0026, -0.0021, -0.0067, -0.0113, -0.0159]]),
    ("rmsprop centered", "RMSprop", {"centered": True}, flat(0.9967, 0.9933, 0.9908, 0.9885, 0.9864)),
    ("adagrad", "Adagrad", {"learning_rate": 0.2, "initial_accumulator_value": 0.3, "epsilon": 1e-6}, [
        [0.9963] * 10,
        [0.9604, 0.9278, 0.9003, 0.8784, 0.8615, 0.8487, 0.8388, 0.8313, 0.8255, 0.8209],
        [0.9251, 0.8629, 0.8137, 0.7768, 0.7497, 0.7298, 0.7151, 0.704, 0.6956, 0.6891],
        [0.8903, 0.8012, 0.7342, 0.6862, 0.6521, 0.6277, 0.6099, 0.5967, 0.5867, 0.579],
        [0.856, 0.7422, 0.6604, 0.6037, 0.5644, 0.5367, 0.5168, 0.5021, 0.491, 0.4825]]),
    ("adadelta", "Adadelta", {"learning_rate": 1.0, "rho": 0.8, "epsilon": 1e-6}, flat(0.9978, 0.9947, 0.9915, 0.9882, 0.9849)),
    ("adamax", "Adamax", {"learning_rate": 0.2, "beta_1": 0.85, "beta_2": 0.95, "epsilon": 1e-6}, [
        [0.8] * 10,
        [0.6827, 0.6873, 0.6888, 0.6896, 0.6901, 0.6904, 0.6906, 0.6908, 0.6909, 0.691],
        [0.5333, 0.5407, 0.5431, 0.5444, 0.5451, 0.5456, 0.546, 0.5462, 0.5464, 0.5466],
        [0.368, 0.3773, 0.3804, 0.382, 0.3829, 0.3835, 0.384, 0.3843, 0.3846, 0.3848],
        [0.1933, 0.204, 0.2076, 0.2094, 0.2105, 0.2112, 0.2117, 0.2121, 0.2124, 0.2126]]),
    ("nadam", "Nadam", {"learning_rate": 0.5, "beta_1": 0.5, "beta_2": 0.67, "epsilon": 1e-5}, [
        [0.4281] * 10,
        [-0.1738, -0.1731, -0.1726, -0.1723, -0.1721, -0.172, -0.1719, -0.1718, -0.1718, -0.1717],
        [-0.7115, -0.7103, -0.7096, -0.7092, -0.709, -0.7088, -0.7086, -0.7085, -0.7085, -0.7084],
        [-1.2335, -1.2322, -1.2313, -1.2309, -1.2306, -1.2304, -1.2302, -1.2301, -1.23, -1.2299],
        [-1.7492, -1.7478, -1.7469, -1.7464, -1.7461, -1.7459, -1.7457, -1.7456, -1.7455, -1.7454]]),
    ("lion", "Lion", {}, flat(0.999, 0.998, 0.997, 0.996, 0.995)),
    ("lamb", "Lamb", {}, flat(0.999, 0.9982, 0.9974, 0.9965, 0.9955)),
    ("ftrl", "Ftrl", {"learning_rate": 0.05, "learning_rate_power": -0.2, "initial_accumulator_value": 0.4,
                      "l1_regularization_strength": 0.05, "l2_regularization_strength": 0.15,
                      "l2_shrinkage_regularization_strength": 0.01, "beta": 0.3}, [
        [0.0] * 10,
        [-0.0034, -0.0077, -0.0118, -0.0157, -0.0194, -0.023, -0.0263, -0.0294, -0.0325, -0.0354],
        [-0.0078, -0.0162, -0.0242, -0.0317, -0.0387, -0.0454, -0.0516, -0.0575, -0.0631, -0.0685],
        [-0.0121, -0.0246, -0.0363, -0.0472, -0.0573, -0.0668, -0.0757, -0.0842, -0.0922, -0.0999],
        [-0.0164, -0.0328, -0.0481, -0.0623, -0.0753, -0.0875, -0.099, -0.1098, -0.1201, -0.1299]]),
    ("adafactor", "Adafactor", {"learning_rate": 0.5, "beta_2_decay": -0.65, "epsilon_1": 1e-15, "epsilon_2": 1e-4,
                                "clip_threshold": 0.9, "relative_step": False}, [
        [0.55] * 10,
        [0.3031, 0.3026, 0.3025] + [0.3024] * 7,
        [0.1671, 0.1665] + [0.1663] * 8,
        [0.0923, 0.0916, 0.0915] + [0.0914] * 7,
        [0.0554, 0.0548, 0.0546, 0.0546, 0.0546, 0.0546, 0.0546, 0.0545, 0.0545, 0.0545]]),
]
SINGLE = [  # test_single_step: variables [1, 2, 3, 4], gradients [1, 6, 7, 2]
    ("sgd single step", "SGD", {"learning_rate": 0.5}, [0.5, -1.0, -0.5, 3.0]),
    ("adam single step", "Adam", {"learning_rate": 0.5}, [0.5, 1.5, 2.5, 3.5]),
    ("adamax single step", "Adamax", {"learning_rate": 0.5}, [0.5, 1.5, 2.5, 3.5]),
    ("lion single step", "Lion", {"learning_rate": 0.5}, [0.5, 1.5, 2.5, 3.5]),
    ("adamw single step", "AdamW", {"learning_rate": 0.5}, [0.4980, 1.4960, 2.494, 3.492]),
    ("rmsprop single step", "RMSprop", {"learning_rate": 0.5}, [-0.5811, 0.4189, 1.4189, 2.4189]),
    ("adagrad single step", "Adagrad", {"learning_rate": 0.5}, [0.5233, 1.5007, 2.5005, 3.5061]),
    ("adadelta single step", "Adadelta", {"learning_rate": 0.5}, [0.9993, 1.9993, 2.9993, 3.9993]),
    ("nadam single step", "Nadam", {"learning_rate": 0.5}, [0.4686, 1.4686, 2.4686, 3.4686]),
    ("ftrl single step", "Ftrl", {"learning_rate": 0.5}, [0.2218, 1.3954, 2.3651, 2.8814]),
    ("lamb single step", "Lamb", {"learning_rate": 0.5}, [-0.3693, 0.6306, 1.6306, 2.6306]),
    ("adafactor single step", "Adafactor", {"learning_rate": 0.5}, [-0.3693, 0.6307, 1.6307, 2.6307]),
]
MATRIX = [("adafactor single step, matrix", "Adafactor", {"learning_rate": 0.5}, [[0.7007, -0.0081], [1.2492, 3.4407]])]
cases = []


def add(name, kind, arguments, start, gradients, golden, decimals):
    optimizer = getattr(keras.optimizers, kind)(**arguments)
    steps = list(range(1, len(gradients) + 1))
    computed = trajectory(optimizer, start, gradients, steps)
    published = np.array(golden, dtype=np.float64)
    error = np.abs(np.array(computed) - published).max()
    keras_passes = np.allclose(computed, published, rtol=KERAS_TOLERANCE, atol=KERAS_TOLERANCE)
    tight = 1.1 * 10.0**-decimals  # some published digits are cut off, not rounded
    case = {"name": name, "kerasClass": kind, "kerasArguments": arguments, "options": camel(arguments), "resolved": resolved(optimizer),
            "shape": list(np.shape(start)), "start": numbers(np.ravel(start)), "gradients": [numbers(np.ravel(g)) for g in gradients],
            "steps": steps, "weights": [numbers(np.ravel(w)) for w in published],
            "computed": [numbers(np.ravel(w)) for w in computed],
            "tolerance": tight if error < tight else 2 * KERAS_TOLERANCE, "largestDifference": float(error)}
    print(f"{name:32} {error:.2e}", "" if error < tight else "not within its digits" if keras_passes else "DISAGREES")
    cases.append(case)


for name, kind, arguments, golden in GOLDEN:
    add(name, kind, arguments, np.ones(10), GRADIENTS, golden, 4)
for name, kind, arguments, golden in SINGLE:
    add(name, kind, arguments, np.array([1.0, 2, 3, 4]), [np.array([1.0, 6, 7, 2])], [golden], 4)
for name, kind, arguments, golden in MATRIX:
    add(name, kind, arguments, np.array([[1.0, 2], [3, 4]]), [np.array([[1.0, 6], [7, 2]])], [golden], 4)
# Keras has no such test for Ftrl, whose update replaces the variable (0 after the first step); optimizers.json has Keras's value
for kind in ["SGD", "Adam", "AdamW", "Nadam", "Adamax", "Adagrad", "Adadelta", "RMSprop", "Lion", "Lamb", "Adafactor"]:
    after = [[2 * 0.996], [2 * 0.996**2], [1.9760959]]
    add(kind.lower() + " weight decay only", kind, {"learning_rate": 1.0, "weight_decay": 0.004}, np.array([2.0]),
        [np.array([0.0])] * 3, after, 6)
add("sgd clip norm", "SGD", {"learning_rate": 1.0, "clipnorm": 1.0}, np.array([0.0, 0.0]), [np.array([100.0, 100])], [[-0.70711, -0.70711]], 5)
add("sgd clip value", "SGD", {"learning_rate": 1.0, "clipvalue": 1.0}, np.array([0.0, 0.0]), [np.array([100.0, 100])], [[-1.0, -1.0]], 6)

write("optimizers-published.json", "optimizers_published.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64",
      notes=["weights: as published by Keras; computed: the same run of Keras in float64",
             "tolerance: one unit of the last published digit where the float64 run stays within it, else 1e-3, which is Keras's own 5e-4 absolute plus 5e-4 relative"])
