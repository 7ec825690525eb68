"""Reference values of baselines.test.ts. Run: python3 golden/baselines.py > golden/baselines.json

Every fifth row is for testing, the others for training; features are standardised by the training
rows. The regression predicts an iris's petal width from its other three lengths.
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import log_loss
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")


def split(x, y):
    test = np.arange(len(y)) % 5 == 0
    return x[~test], y[~test], x[test], y[test]


def classes(load):
    train_x, train_y, test_x, test_y = split(*load(return_X_y=True))
    logistic = make_pipeline(StandardScaler(), LogisticRegression(C=1, tol=1e-10, max_iter=100_000))
    logistic.fit(train_x, train_y)
    scaled = make_pipeline(StandardScaler(), KNeighborsClassifier(1)).fit(train_x, train_y)
    return {
        "logisticAccuracy": logistic.score(test_x, test_y),
        "logisticLogLoss": log_loss(test_y, logistic.predict_proba(test_x)),
        "nearestAccuracy": scaled.score(test_x, test_y),
        "majorityAccuracy": DummyClassifier().fit(train_x, train_y).score(test_x, test_y),
    }


def regression():
    x, _ = load_iris(return_X_y=True)
    train_x, train_y, test_x, test_y = split(x[:, :3], x[:, 3])
    nearest = make_pipeline(StandardScaler(), KNeighborsRegressor(5)).fit(train_x, train_y)
    return {
        "linearR2": LinearRegression().fit(train_x, train_y).score(test_x, test_y),
        "nearestR2": nearest.score(test_x, test_y),
        "meanR2": DummyRegressor().fit(train_x, train_y).score(test_x, test_y),
    }


loads = {"iris": load_iris, "wine": load_wine, "breastCancer": load_breast_cancer, "digits": load_digits}
reference = {"sklearn": sklearn.__version__, "regression": regression()}
reference |= {name: classes(load) for name, load in loads.items()}
print(json.dumps(reference, indent=2))
