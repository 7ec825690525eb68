"""Prints the training steps per second of eager PyTorch with fused Adam on one thread, for the
workload of bench/onnx.mjs with the given number."""

import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)


def mlp(*sizes):
    layers = []
    for inputs, outputs in zip(sizes[:-1], sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 10),
    )  # fmt: skip


model, shape, batch, steps = [
    (mlp(64, 128, 64, 10), (64,), 32, 4000),
    (mlp(784, 256, 10), (784,), 64, 1000),
    (cnn(), (1, 28, 28), 32, 300),
][int(sys.argv[1])]
x = torch.rand(batch, *shape)
y = torch.arange(batch) % 10
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7, fused=True)
loss_of = nn.CrossEntropyLoss()


def train(count):
    for _ in range(count):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        loss.item()


train(steps // 10)
started = time.perf_counter()
train(steps)
print(steps / (time.perf_counter() - started))
