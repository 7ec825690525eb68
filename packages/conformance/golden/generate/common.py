"""Shared by all generators: how tensors and files are written."""
import json
import math
import os
import platform
from importlib.metadata import version

# JAX is exact in float64 once Keras's type promotion (which turns float64 into float32) is patched below. TensorFlow needs
# no patch, but rounds Python floats such as beta_2 to float32 on the way: GOLDEN_BACKEND=tensorflow is a second opinion at 1e-6.
BACKEND = os.environ.get("GOLDEN_BACKEND", "jax")
PACKAGE = {"tensorflow": "tensorflow-cpu"}.get(BACKEND, BACKEND)
os.environ["KERAS_BACKEND"] = BACKEND
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np

GOLDEN = os.environ.get("GOLDEN_DIRECTORY") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def use_keras():
    """Keras in float64 throughout."""
    import keras

    if BACKEND == "jax":
        from keras.src.backend.common import dtypes

        dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
    keras.config.set_floatx("float64")
    keras.utils.set_random_seed(1)
    return keras


def gradients(function, values):
    """The value of function(*values), a scalar, and its gradients for each of the values, by the backend's autodiff."""
    if BACKEND == "jax":
        import jax
        import jax.numpy as jnp

        result, found = jax.value_and_grad(function, argnums=tuple(range(len(values))))(*[jnp.asarray(v) for v in values])
    else:
        import tensorflow as tf

        tensors = [tf.constant(v, tf.float64) for v in values]
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            result = function(*tensors)
        found = tape.gradient(result, tensors, unconnected_gradients="zero")
        found = [tf.convert_to_tensor(g) for g in found]
    found = [np.asarray(g) for g in found]
    assert np.asarray(result).dtype == np.float64 and all(g.dtype == np.float64 for g in found)
    return float(result), found


def number(value):
    """A JSON number; what JSON cannot say becomes a string."""
    if isinstance(value, (bool, np.bool_)):
        return int(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def numbers(values):
    """Nested lists of numbers."""
    if isinstance(values, (list, tuple)) or np.ndim(values) > 0:
        return [numbers(v) for v in values]
    return number(values)


def tensor(array):
    array = np.asarray(array)
    if array.dtype == np.bool_:
        dtype = "bool"
    elif array.dtype.kind in "iu":
        dtype = "int32"
        assert array.size == 0 or (array.min() >= -(2**31) and array.max() < 2**31)
    else:
        dtype = "float"
    return {"shape": list(array.shape), "dtype": dtype, "data": [number(v) for v in array.ravel()]}


def write(name, script, packages, cases, **more):
    made = {
        "script": f"generate/{script}",
        "python": platform.python_version(),
        "packages": {p: version(p) for p in packages},
        **more,
    }
    lines = ",\n".join(json.dumps(c, allow_nan=False, separators=(",", ":")) for c in cases)
    path = os.path.join(GOLDEN, name)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write('{"made":' + json.dumps(made) + ',\n"cases":[\n' + lines + "\n]}\n")
    print(name, len(cases), "cases", os.path.getsize(path), "bytes")
