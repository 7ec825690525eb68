"""Checks every model of a file with onnx.checker, shapes and types included: lengths and bytes by turns."""

import struct
import sys

import onnx

checked = 0
with open(sys.argv[1], "rb") as file:
    while header := file.read(4):
        (length,) = struct.unpack("<I", header)
        onnx.checker.check_model(file.read(length), full_check=True)
        checked += 1
print(checked)
