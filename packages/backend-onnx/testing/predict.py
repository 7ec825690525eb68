"""Predicts with onnxruntime: reads {model, inputs: {name: {shape, data}}} as JSON, prints the outputs so."""

import json
import sys

import numpy
import onnxruntime

with open(sys.argv[1]) as file:
    request = json.load(file)
session = onnxruntime.InferenceSession(request["model"], providers=["CPUExecutionProvider"])
feeds = {
    name: numpy.array(value["data"], dtype=numpy.float32).reshape(value["shape"])
    for name, value in request["inputs"].items()
}
names = [output.name for output in session.get_outputs()]
results = session.run(names, feeds)
print(json.dumps({name: {"shape": list(result.shape), "data": result.flatten().tolist()} for name, result in zip(names, results)}))
