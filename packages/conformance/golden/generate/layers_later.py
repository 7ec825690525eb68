"""layers-later.json: convolutions, pooling, normalizations, embedding, resizing of Keras 3 in float64."""
import numpy as np

from common import BACKEND, PACKAGE, use_keras, write
from layers import NOTES, Cases

keras = use_keras()
L = keras.layers
cases = Cases(20240607)
normal = cases.normal

# --- convolutions --------------------------------------------------------------------------------
for padding in ("valid", "same", "causal"):
    for strides, dilation in [(1, 1), (2, 1), (1, 2)]:
        cases.add("conv1d", f"{padding}, strides {strides}, dilation {dilation}", L.Conv1D,
                  {"filters": 2, "kernelSize": 3, "strides": strides, "padding": padding, "dilationRate": dilation}, normal(2, 7, 3))
cases.add("conv1d", "even kernel, same", L.Conv1D, {"filters": 2, "kernelSize": 4, "padding": "same"}, normal(1, 5, 2))
cases.add("conv1d", "groups", L.Conv1D, {"filters": 4, "kernelSize": 3, "groups": 2}, normal(1, 5, 4))
for padding in ("valid", "same"):
    for strides, dilation in [([1, 1], [1, 1]), ([2, 2], [1, 1]), ([2, 1], [1, 1]), ([1, 1], [2, 2]), ([1, 1], [1, 2])]:
        cases.add("conv2d", f"{padding}, strides {strides}, dilation {dilation}", L.Conv2D,
                  {"filters": 2, "kernelSize": [3, 3], "strides": strides, "padding": padding, "dilationRate": dilation}, normal(1, 7, 5, 2))
cases.add("conv2d", "kernel 2 by 3, same, strides 2", L.Conv2D, {"filters": 3, "kernelSize": [2, 3], "strides": [2, 2], "padding": "same"}, normal(2, 5, 4, 1))
cases.add("conv2d", "even input, same, strides 2", L.Conv2D, {"filters": 1, "kernelSize": [3, 3], "strides": [2, 2], "padding": "same"}, normal(1, 6, 4, 2))
cases.add("conv2d", "kernel 1 by 1, no bias, relu", L.Conv2D, {"filters": 3, "kernelSize": [1, 1], "useBias": False, "activation": "relu"}, normal(2, 3, 2, 2))
cases.add("conv2d", "groups", L.Conv2D, {"filters": 4, "kernelSize": [3, 2], "groups": 2, "padding": "same"}, normal(1, 3, 5, 4))
for padding in ("valid", "same"):
    for strides in (1, 2):
        cases.add("depthwiseConv2d", f"{padding}, strides {strides}", L.DepthwiseConv2D,
                  {"kernelSize": [3, 3], "strides": [strides, strides], "padding": padding, "depthMultiplier": 1}, normal(1, 5, 7, 3))
cases.add("depthwiseConv2d", "depth multiplier 2", L.DepthwiseConv2D, {"kernelSize": [2, 3], "depthMultiplier": 2, "padding": "same"}, normal(1, 3, 5, 2))
cases.add("depthwiseConv2d", "dilation", L.DepthwiseConv2D, {"kernelSize": [3, 3], "dilationRate": [2, 1]}, normal(1, 7, 5, 2))
for padding, strides in [("valid", 1), ("same", 1), ("same", 2)]:
    cases.add("separableConv2d", f"{padding}, strides {strides}", L.SeparableConv2D,
              {"filters": 3, "kernelSize": [3, 3], "strides": [strides, strides], "padding": padding}, normal(1, 5, 5, 2))
cases.add("separableConv2d", "depth multiplier 2", L.SeparableConv2D, {"filters": 3, "kernelSize": [3, 2], "depthMultiplier": 2}, normal(1, 5, 3, 2))
for padding in ("valid", "same"):
    for strides, kernel in [(1, 3), (2, 3), (2, 2), (3, 2), (2, 4)]:
        cases.add("conv2dTranspose", f"{padding}, strides {strides}, kernel {kernel}", L.Conv2DTranspose,
                  {"filters": 2, "kernelSize": [kernel, kernel], "strides": [strides, strides], "padding": padding}, normal(1, 3, 2, 3))
cases.add("conv1dTranspose", "same, strides 2", L.Conv1DTranspose, {"filters": 2, "kernelSize": 3, "strides": 2, "padding": "same"}, normal(2, 5, 3))

# --- pooling -------------------------------------------------------------------------------------
for layer, keras_class in [("maxPooling2d", L.MaxPooling2D), ("averagePooling2d", L.AveragePooling2D)]:
    for padding in ("valid", "same"):
        for size, strides in [([2, 2], [2, 2]), ([3, 3], [2, 2]), ([2, 3], [1, 1])]:
            cases.add(layer, f"{padding}, pool {size}, strides {strides}", keras_class, {"poolSize": size, "strides": strides, "padding": padding}, normal(1, 5, 7, 2))
for layer, keras_class in [("maxPooling1d", L.MaxPooling1D), ("averagePooling1d", L.AveragePooling1D)]:
    for padding in ("valid", "same"):
        cases.add(layer, padding, keras_class, {"poolSize": 2, "strides": 2, "padding": padding}, normal(2, 5, 3))
for layer, keras_class, shape in [("globalMaxPooling1d", L.GlobalMaxPooling1D, (2, 5, 3)), ("globalAveragePooling1d", L.GlobalAveragePooling1D, (2, 5, 3)),
                                  ("globalMaxPooling2d", L.GlobalMaxPooling2D, (2, 3, 5, 2)), ("globalAveragePooling2d", L.GlobalAveragePooling2D, (2, 3, 5, 2))]:
    cases.add(layer, "plain", keras_class, {}, normal(*shape))
    cases.add(layer, "axes kept", keras_class, {"keepdims": True}, normal(*shape))

# --- normalizations ------------------------------------------------------------------------------
for name, shape, options in [("rows", (7, 3), {}), ("images", (2, 3, 2, 3), {}), ("momentum 0.5, epsilon 0.1", (5, 2), {"momentum": 0.5, "epsilon": 0.1}),
                             ("no scale", (5, 2), {"scale": False}), ("no center", (5, 2), {"center": False}), ("axis 1", (3, 2, 5), {"axis": 1})]:
    cases.add("batchNormalization", f"{name}, training step", L.BatchNormalization, options, normal(*shape) * 2 + 1, training=True)
    cases.add("batchNormalization", f"{name}, inference", L.BatchNormalization, options, normal(*shape) * 2 + 1)
for name, shape, options in [("last axis", (3, 5), {}), ("three axes", (2, 3, 5), {}), ("two axes normalized", (2, 3, 5), {"axis": [1, 2]}), ("epsilon 0.1", (3, 5), {"epsilon": 0.1}),
                             ("no scale", (3, 5), {"scale": False}), ("no center", (3, 5), {"center": False})]:
    cases.add("layerNormalization", name, L.LayerNormalization, options, normal(*shape) * 2 + 1)
for name, shape, options in [("last axis", (3, 5), {}), ("epsilon 0.1", (2, 3, 5), {"epsilon": 0.1})]:
    cases.add("rmsNormalization", name, L.RMSNormalization, options, normal(*shape) * 2 + 1)
for groups in (1, 2, 4):
    cases.add("groupNormalization", f"groups {groups}", L.GroupNormalization, {"groups": groups}, normal(2, 3, 4) + 1)
cases.add("groupNormalization", "images", L.GroupNormalization, {"groups": 3, "epsilon": 0.01}, normal(1, 2, 3, 6))
cases.add("unitNormalization", "last axis", L.UnitNormalization, {}, normal(3, 5))

# --- embedding, resizing, padding ----------------------------------------------------------------
cases.add("embedding", "duplicates accumulate", L.Embedding, {"inputDim": 5, "outputDim": 3}, np.array([[1, 4, 1], [0, 1, 1]], np.int32))
cases.add("embedding", "one index", L.Embedding, {"inputDim": 2, "outputDim": 7}, np.array([[1]], np.int32))
for interpolation in ("nearest", "bilinear"):
    cases.add("upSampling2d", f"size 2 by 3, {interpolation}", L.UpSampling2D, {"size": [2, 3], "interpolation": interpolation}, normal(1, 3, 2, 2))
cases.add("upSampling1d", "size 3", L.UpSampling1D, {"size": 3}, normal(2, 3, 2))
cases.add("zeroPadding1d", "1 before, 2 after", L.ZeroPadding1D, {"padding": [1, 2]}, normal(2, 3, 2))
cases.add("zeroPadding2d", "all sides differ", L.ZeroPadding2D, {"padding": [[1, 2], [0, 3]]}, normal(1, 2, 3, 2))
cases.add("cropping2d", "all sides differ", L.Cropping2D, {"cropping": [[1, 2], [0, 1]]}, normal(1, 5, 3, 2))
cases.add("repeatVector", "three times", L.RepeatVector, {"n": 3}, normal(2, 5))
cases.add("permute", "2, 1", L.Permute, {"dims": [2, 1]}, normal(2, 3, 5))
cases.add("reshape", "to 5 by 3", L.Reshape, {"targetShape": [5, 3]}, normal(2, 3, 5))

write("layers-later.json", "layers_later.py", ["keras", PACKAGE, "numpy"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240607,
      notes=NOTES + ["training: the layer's training step; weightsAfter: its statistics afterwards"])
