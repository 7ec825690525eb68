"""Writes fixtures/keras-*.onnx, and what Keras itself predicts, with TensorFlow 2.15.1, tf2onnx
1.17.0: python make_keras.py"""

import json
import pathlib

import numpy
import onnx
import tensorflow as tf
import tf2onnx

folder = pathlib.Path(__file__).parent / "fixtures"
layers = tf.keras.layers
tf.keras.utils.set_random_seed(0)

dense = tf.keras.Sequential(
    [
        layers.Input((4,)),
        layers.Dense(8, activation="tanh"),
        layers.BatchNormalization(),
        layers.Dense(3, activation="softmax"),
    ]
)
conv = tf.keras.Sequential(
    [
        layers.Input((8, 8, 1)),
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(6, 3, strides=2, padding="same"),
        layers.LeakyReLU(),
        layers.GlobalAveragePooling2D(),
        layers.Dense(5, activation="softmax"),
    ]
)
left, right = layers.Input((3,), name="left"), layers.Input((2,), name="right")
branches = [layers.Dense(4, activation="gelu")(left), layers.Dense(3, activation="elu")(right)]
two = tf.keras.Model(
    [left, right], layers.Dense(2, activation="sigmoid")(layers.Concatenate()(branches))
)

expected = {}
for name, model in {"keras-dense": dense, "keras-conv": conv, "keras-two-inputs": two}.items():
    names = [value.name.split(":")[0] for value in model.inputs]
    shapes = [tuple(value.shape[1:]) for value in model.inputs]
    signature = [
        tf.TensorSpec((None, *shape), tf.float32, name=each) for each, shape in zip(names, shapes)
    ]
    file, _ = tf2onnx.convert.from_keras(model, signature, opset=18)
    onnx.save(file, folder / f"{name}.onnx")
    rows = [numpy.random.randn(5, *shape).astype("f") for shape in shapes]
    expected[name] = {
        "inputs": {
            each: {"shape": list(x.shape), "data": x.flatten().tolist()}
            for each, x in zip(names, rows)
        },
        "output": model(rows if len(rows) > 1 else rows[0]).numpy().flatten().tolist(),
    }
path = folder / "expected.json"
known = json.loads(path.read_text()) if path.exists() else {}
path.write_text(json.dumps({**known, **expected}))
