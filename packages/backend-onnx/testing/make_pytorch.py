"""Writes fixtures/pytorch-*.onnx, and what PyTorch itself predicts, with torch 2.15.0, onnxscript
0.7.2: python make_pytorch.py"""

import json
import pathlib

import onnx
import torch
from torch import nn

folder = pathlib.Path(__file__).parent / "fixtures"
torch.manual_seed(0)


class Residual(nn.Module):
    """A block as networks of language have it: normalisation, GELU, and a way around."""

    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)

    def forward(self, x):
        return x + self.narrow(nn.functional.gelu(self.wide(self.norm(x))))


models = {
    "pytorch-dense": (
        nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3), nn.Softmax(dim=1)),
        (4,),
    ),
    "pytorch-conv": (
        nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(4, 6, 3, stride=2, groups=2),
            nn.SiLU(),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(6, 5),
        ),
        (1, 9, 9),
    ),
    "pytorch-residual": (
        nn.Sequential(nn.Linear(6, 8), Residual(8), Residual(8), nn.Linear(8, 2), nn.Sigmoid()),
        (6,),
    ),
}

expected = {}
for name, (model, shape) in models.items():
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.5)
            module.running_var.uniform_(0.5, 2)
    model.eval()
    rows = torch.randn(5, *shape)
    torch.onnx.export(
        model,
        (rows,),
        folder / f"{name}.onnx",
        input_names=["x"],
        output_names=["y"],
        dynamic_shapes=({0: torch.export.Dim("rows")},),
        external_data=False,
    )
    # Where every node was made in PyTorch's own source is nobody's business.
    file = onnx.load(folder / f"{name}.onnx")
    for each in [file.graph, *file.graph.node, *file.graph.value_info]:
        del each.metadata_props[:]
    onnx.save(file, folder / f"{name}.onnx")
    with torch.no_grad():
        output = model(rows)
    expected[name] = {
        "inputs": {"x": {"shape": list(rows.shape), "data": rows.flatten().tolist()}},
        "output": output.flatten().tolist(),
    }
path = folder / "expected.json"
known = json.loads(path.read_text()) if path.exists() else {}
path.write_text(json.dumps({**known, **expected}))
