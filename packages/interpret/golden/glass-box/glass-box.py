"""Reference values of trees, pruning and logistic regression. Run: python3 golden/glass-box/glass-box.py

Trees with ties are grown by the brute-force search below (float64; of equals to 1e-9 the lowest
feature, then the lowest threshold), since scikit-learn breaks ties at random; the others by
scikit-learn, once it has been seen to grow the same tree whatever its seed.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_iris, load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

ABOUT = f"glass-box.py; scikit-learn {sklearn.__version__}, numpy {np.__version__}, float64"
SEEDS = 20


def gini(counts):
    return 1 - np.sum((counts / counts.sum()) ** 2)


def entropy(counts):
    shares = counts[counts > 0] / counts.sum()
    return -np.sum(shares * np.log2(shares))


def brute_force(x, y, max_depth, impurity):
    """Nodes depth first: [feature, threshold, counts, impurity]; leaves have feature -1."""
    classes = y.max() + 1
    nodes = []

    def grow(rows, depth):
        counts = np.bincount(y[rows], minlength=classes)
        nodes.append([-1, None, counts.tolist(), impurity(counts)])
        place = len(nodes) - 1
        if depth == max_depth or impurity(counts) == 0:
            return
        best = (np.inf, None, None)
        for feature in range(x.shape[1]):
            values = np.unique(x[rows, feature])
            for threshold in (values[1:] + values[:-1]) / 2:
                left = x[rows, feature] <= threshold
                sides = [np.bincount(y[rows[side]], minlength=classes) for side in (left, ~left)]
                score = sum(side.sum() * impurity(side) for side in sides) / len(rows)
                if score < best[0] - 1e-9:
                    best = (score, feature, threshold)
        nodes[place][:2] = best[1:]
        left = x[rows, best[1]] <= best[2]
        grow(rows[left], depth + 1)
        grow(rows[~left], depth + 1)

    grow(np.arange(len(y)), 0)
    return nodes


def tree_of(make, x, y, weights=None):
    trees = [make(seed).fit(x, y, sample_weight=weights) for seed in range(SEEDS)]
    first = trees[0].tree_
    for other in trees[1:]:
        assert np.array_equal(other.tree_.feature, first.feature)
        assert np.array_equal(other.tree_.threshold, first.threshold)
    path = trees[0].cost_complexity_pruning_path(x, y, sample_weight=weights)
    return {
        "feature": [f if f >= 0 else -1 for f in first.feature.tolist()],
        "threshold": [t if f >= 0 else None for f, t in zip(first.feature, first.threshold.tolist())],
        "rows": first.n_node_samples.tolist(),
        "weight": first.weighted_n_node_samples.tolist(),
        "impurity": first.impurity.tolist(),
        "value": first.value.reshape(len(first.feature), -1).tolist(),
        "featureImportances": trees[0].feature_importances_.tolist(),
        "pruning": {"alpha": path.ccp_alphas.tolist(), "impurity": path.impurities.tolist()},
    }


def synthetic():
    """Continuous features that float32 holds exactly, noisy labels, and weights."""
    random = np.random.default_rng(7)
    x = np.round(random.normal(size=(200, 4)) * 1024) / 1024
    signal = x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * random.normal(size=200)
    y = (signal > 0).astype(int) + (signal > 1)
    weights = np.round(random.uniform(0.25, 2, size=200) * 1024) / 1024
    return x, y, signal, weights


def moments(x, weights):
    mean = np.average(x, axis=0, weights=weights)
    return mean, np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weights))


def logistic(x, y, l2, weights=None):
    """Of standardised features; standard errors by the inverse of the penalised Hessian, which for
    several classes is the pseudo-inverse (their weights and intercepts each sum to 0)."""
    mean, deviation = moments(x, weights)
    z = (x - mean) / deviation
    penalty = {"C": 1 / l2} if l2 > 0 else {"C": np.inf}
    model = LogisticRegression(**penalty, solver="newton-cholesky", tol=1e-13, max_iter=100_000)
    model.fit(z, y, sample_weight=weights)
    p = model.predict_proba(z)
    w = np.ones(len(y)) if weights is None else weights
    design = np.c_[np.ones(len(y)), z]
    width = design.shape[1]
    free = p[:, 1:] if p.shape[1] == 2 else p
    k = free.shape[1]
    # It stops without a word where its line search fails: see for ourselves that it has arrived.
    is_class = y[:, None] == np.arange(p.shape[1])[-k:]
    slopes = (w[:, None] * (free - is_class)).T @ z + l2 * model.coef_
    assert np.abs(slopes).max() < 1e-10, np.abs(slopes).max()
    hessian = np.zeros((k * width, k * width))
    for a in range(k):
        for b in range(k):
            curve = w * free[:, a] * ((a == b) - free[:, b])
            block = slice(a * width, (a + 1) * width), slice(b * width, (b + 1) * width)
            hessian[block] = design.T @ (curve[:, None] * design)
            if a == b:
                hessian[block] += l2 * np.diag([0.0] + [1.0] * (width - 1))
    covariance = np.linalg.pinv(hessian, rcond=1e-10, hermitian=True)
    shift = np.r_[1, -mean / deviation]
    errors = np.sqrt(np.diag(covariance)).reshape(k, width)[:, 1:] / deviation
    blocks = [covariance[a * width : (a + 1) * width, a * width : (a + 1) * width] for a in range(k)]
    # Those of several classes are found but for a number that all share.
    intercepts = model.intercept_ - (model.intercept_.mean() if k > 1 else 0)
    coefficients = model.coef_ / deviation
    return {
        "l2": l2,
        "coefficients": coefficients.tolist(),
        "intercepts": (intercepts - coefficients @ mean).tolist(),
        "standardErrors": errors.tolist(),
        "interceptErrors": [float(np.sqrt(shift @ block @ shift)) for block in blocks],
        "probabilities": p[::10].tolist(),
        "logLoss": float(-np.average(np.log(p[np.arange(len(y)), y]), weights=w)),
    }


iris, wine = load_iris(), load_wine()
answers = iris.target.copy()
answers[83], answers[133] = 2, 1
x, y, signal, weights = synthetic()

trees = {
    "about": ABOUT + "; iris and wine as in scikit-learn (Fisher 1936; UCI, CC BY 4.0)",
    "iris": {"x": iris.data.tolist(), "y": iris.target.tolist()},
    "wine": {"x": wine.data.tolist(), "y": wine.target.tolist()},
    "networkAnswers": answers.tolist(),
    "synthetic": {"x": x.tolist(), "y": y.tolist(), "target": signal.tolist(), "weights": weights.tolist()},
    "bruteForce": {
        "iris": brute_force(iris.data, iris.target, 3, gini),
        "wine": brute_force(wine.data, wine.target, 3, gini),
        "wineEntropy": brute_force(wine.data, wine.target, 4, entropy),
        "networkOnIris": brute_force(iris.data, answers, 3, gini),
    },
    "sklearn": {
        "weightedGini": tree_of(
            lambda seed: DecisionTreeClassifier(min_samples_leaf=8, random_state=seed), x, y, weights
        ),
        "weightedEntropy": tree_of(
            lambda seed: DecisionTreeClassifier(
                criterion="entropy", min_samples_leaf=8, min_impurity_decrease=0.02, random_state=seed
            ),
            x,
            y,
            weights,
        ),
        "regression": tree_of(
            lambda seed: DecisionTreeRegressor(min_samples_leaf=5, random_state=seed), x, signal
        ),
        "twoTargets": tree_of(
            lambda seed: DecisionTreeRegressor(max_depth=3, min_samples_leaf=5, random_state=seed),
            x,
            np.c_[signal, x[:, 3] ** 2],
        ),
    },
}
logistics = {
    "about": ABOUT,
    "irisThreeClasses": logistic(iris.data, iris.target, 1.0),
    "wineThreeClasses": logistic(wine.data, wine.target, 0.1),
    "binary": logistic(x, (y > 0).astype(int), 1.0),
    "binaryWithoutPenalty": logistic(x, (y > 0).astype(int), 0.0),
    "weighted": logistic(x, y, 0.5, weights),
}
folder = Path(__file__).parent
(folder / "trees.json").write_text(json.dumps(trees, separators=(",", ":")) + "\n")
(folder / "logistic.json").write_text(json.dumps(logistics, separators=(",", ":")) + "\n")
