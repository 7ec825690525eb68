"""Says how far the files in another folder (for example made with GOLDEN_BACKEND=tensorflow) are from the golden ones."""
import json
import os
import sys

from common import GOLDEN


def differences(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            yield from differences(a.get(key), b.get(key), f"{path}/{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for k, (x, y) in enumerate(zip(a, b)):
            yield from differences(x, y, f"{path}[{k}]")
    elif a != b:
        try:
            yield abs(float(a) - float(b)) / max(1, abs(float(a))), path
        except (TypeError, ValueError):
            yield float("inf"), path


if __name__ == "__main__":
    other, limit = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 1e-12
    for name in sorted(n for n in os.listdir(other) if n.endswith(".json")):
        with open(os.path.join(GOLDEN, name)) as one, open(os.path.join(other, name)) as two:
            one, two = json.load(one)["cases"], json.load(two)["cases"]
        print(name, len(one), len(two))
        for a, b in zip(one, two):
            worst = max(differences(a, b), default=(0, ""))
            if worst[0] > limit or worst[0] != worst[0]:
                print("  ", a.get("loss") or a.get("layer") or a.get("metric") or a.get("operation") or "", a.get("name"), *worst)
