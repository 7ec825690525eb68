"""Writes fixtures/*.onnx of scikit-learn, and what scikit-learn itself predicts, with
scikit-learn 1.9.1, skl2onnx 1.20.0: python make_scikit_learn.py"""

import json
import pathlib

import numpy
import onnx
from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

folder = pathlib.Path(__file__).parent / "fixtures"
x, y = load_iris(return_X_y=True)
x = x.astype(numpy.float32)


def mlp(kind, **options):
    return make_pipeline(StandardScaler(), kind(random_state=0, **options))


cases = {
    "logistic-regression": (make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)), x, y),
    "binary-logistic": (LogisticRegression(max_iter=500), x, y == 1),
    "mlp-with-scaler": (mlp(MLPClassifier, hidden_layer_sizes=(8,), max_iter=400), x, y),
    "mlp-regressor": (
        mlp(MLPRegressor, hidden_layer_sizes=(6,), activation="tanh", max_iter=600),
        x[:, :3],
        x[:, 3],
    ),
}
expected = {}
for name, (model, features, target) in cases.items():
    model.fit(features, target)
    file = to_onnx(model, features[:1], target_opset={"": 21, "ai.onnx.ml": 3})
    onnx.save(file, folder / f"{name}.onnx")
    rows = features[::15]
    predict = getattr(model, "predict_proba", model.predict)
    expected[name] = {
        "inputs": {"X": {"shape": list(rows.shape), "data": rows.flatten().tolist()}},
        "output": numpy.asarray(predict(rows)).flatten().tolist(),
    }
path = folder / "expected.json"
known = json.loads(path.read_text()) if path.exists() else {}
path.write_text(json.dumps({**known, **expected}))
