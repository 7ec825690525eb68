"""Prints ONNX's own node tests whose operations are all among those named, as one JSON: for each the
bytes of the model (base64), and inputs and outputs as {shape, type, data}."""

import base64
import json
import pathlib
import sys

import numpy
import onnx
from onnx import numpy_helper

known = set(json.loads(sys.argv[1]))
folder = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data" / "node"


def operations(graph):
    for node in graph.node:
        prefix = "" if node.domain in ("", "ai.onnx") else node.domain + "."
        yield prefix + node.op_type


def plain(path):
    tensor = onnx.TensorProto()
    tensor.ParseFromString(path.read_bytes())
    array = numpy_helper.to_array(tensor)
    kind = onnx.TensorProto.DataType.Name(tensor.data_type)
    if array.dtype.kind in "OSU":
        return {"kind": kind, "shape": list(array.shape), "data": None}
    data = [repr(value) for value in array.astype(numpy.float64).flatten().tolist()]
    return {"kind": kind, "shape": list(array.shape), "data": data}


def files(case, stem):
    found = case.glob(f"test_data_set_0/{stem}_*.pb")
    return sorted(found, key=lambda path: int(path.stem.split("_")[1]))


cases = []
total = 0
for case in sorted(folder.iterdir()):
    total += 1
    content = (case / "model.onnx").read_bytes()
    graph = onnx.load_model_from_string(content).graph
    if not set(operations(graph)) <= known:
        continue
    try:
        tensors = {stem: [plain(path) for path in files(case, stem)] for stem in ("input", "output")}
    except Exception:  # sequences and the like, which the files of tensors are no tensors of
        tensors = None
    cases.append({"name": case.name, "model": base64.b64encode(content).decode(), "tensors": tensors})
print(json.dumps({"total": total, "cases": cases}))
