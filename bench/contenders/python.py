"""PyTorch and Keras on the bench's dense workloads: python.py LIBRARY WORKLOAD_AS_JSON MS → JSON."""
import json
import sys
import time


def rate(ms, each, work):
    for seconds in (ms / 2000, ms / 1000):
        started, count = time.perf_counter(), 0
        while time.perf_counter() - started < seconds:
            work()
            count += each
        took = time.perf_counter() - started
    return count / took


def torch_rate(w, ms):
    import torch

    torch.set_num_threads(1)
    layers = []
    for i, (a, b) in enumerate(zip(w["sizes"], w["sizes"][1:])):
        layers.append(torch.nn.Linear(a, b))
        if i < len(w["sizes"]) - 2:
            layers.append(torch.nn.Tanh() if w["activation"] == "tanh" else torch.nn.ReLU())
    net = torch.nn.Sequential(*layers)
    x = torch.rand(w["batch"], w["sizes"][0])
    if w["output"] == "sigmoid":
        y, loss = torch.rand(w["batch"], w["sizes"][-1]).round(), torch.nn.BCEWithLogitsLoss()
    else:
        y, loss = torch.randint(0, w["sizes"][-1], (w["batch"],)), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(net.parameters(), lr=w["learningRate"], fused=True)

    def step():
        optimizer.zero_grad()
        loss(net(x), y).backward()
        optimizer.step()

    return rate(ms, 1, step)


def keras_rate(w, ms):
    import keras
    import numpy as np

    net = keras.Sequential([keras.layers.Input((w["sizes"][0],))])
    last = len(w["sizes"]) - 2
    for i, units in enumerate(w["sizes"][1:]):
        net.add(keras.layers.Dense(units, activation=w["output"] if i == last else w["activation"]))
    kind = "binary_crossentropy" if w["output"] == "sigmoid" else "categorical_crossentropy"
    net.compile(optimizer=keras.optimizers.Adam(w["learningRate"]), loss=kind)
    x = np.random.rand(w["batch"] * 16, w["sizes"][0]).astype("float32")
    y = np.random.rand(w["batch"] * 16, w["sizes"][-1]).round().astype("float32")
    return rate(ms, 16, lambda: net.fit(x, y, batch_size=w["batch"], epochs=1, verbose=0))


if __name__ == "__main__":
    library, workload, ms = sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3])
    print(json.dumps({"value": {"torch": torch_rate, "keras": keras_rate}[library](workload, ms)}))
