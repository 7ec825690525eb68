"""metrics.json: Keras 3 metrics in float64, and scikit-learn's where Keras has none or only an approximation."""
import json
from pathlib import Path

import numpy as np
import sklearn.metrics as sk

from common import BACKEND, PACKAGE, number, numbers, tensor, use_keras, write

keras = use_keras()
rng = np.random.default_rng(20240605)
W5, W3 = [1.0, 0.25, 3.0, 0.0, 1.5], [0.5, 2.0, 1.0]
cases = []


def record(metric, name, source, options, outputs, targets, weight, value):
    case = {"metric": metric, "name": name, "source": source, "options": options,
            "outputs": tensor(np.asarray(outputs)), "targets": tensor(np.asarray(targets))}
    if weight is not None:
        case["sampleWeight"] = numbers(weight)
    case["value"] = numbers(np.asarray(value)) if np.ndim(value) else number(value)
    cases.append(case)


def add(metric, name, keras_class, outputs, targets, weight=None, options=None, arguments=None):
    """Once without and, where given, once with sample weights."""
    for w in [None] if weight is None else [None, weight]:
        made = getattr(keras.metrics, keras_class)(**(arguments or {}))
        made.update_state(np.asarray(targets), np.asarray(outputs, np.float64), sample_weight=None if w is None else np.asarray(w, np.float64))
        value = np.asarray(made.result(), np.float64)
        record(metric, name + ("" if w is None else ", weighted"), "keras", options or {}, np.asarray(outputs, np.float64), targets, w, value)


def learn(metric, name, run, outputs, targets, weight=None, options=None):
    for w in [None] if weight is None else [None, weight]:
        record(metric, name + ("" if w is None else ", weighted"), "scikit-learn", options or {}, np.asarray(outputs, np.float64), targets, w,
               np.asarray(run(w), np.float64))


i32 = lambda *v: np.array(v, np.int32)
normal = lambda *s: rng.normal(size=s) * 2
probabilities = lambda *s: rng.random(s)
softmax = lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True)
hot = lambda labels, depth: np.eye(depth)[labels]
bits = lambda *s: (rng.random(s) < 0.5) * 1.0

# --- accuracies ----------------------------------------------------------------------------------
add("binaryAccuracy", "one output", "BinaryAccuracy", probabilities(5, 1), bits(5, 1), W5)
add("binaryAccuracy", "several outputs", "BinaryAccuracy", probabilities(3, 5), bits(3, 5), W3)
add("binaryAccuracy", "exactly the threshold counts as 0", "BinaryAccuracy", [[0.5], [0.5], [0.5000001], [0.4999999], [1.0]], [[0.0], [1], [1], [0], [0]], W5)
add("binaryAccuracy", "threshold 0.3", "BinaryAccuracy", probabilities(5, 1), bits(5, 1), W5, {"threshold": 0.3}, {"threshold": 0.3})
labels = i32(0, 2, 1, 1, 2)
guess = normal(5, 3)
guess[:3] = hot(labels[:3], 3) * 3 + normal(3, 3) * 0.1
ties = np.array([[1.0, 1, 0], [0, 1, 1], [2, 2, 2], [0, 3, 3], [1, 0, 1]])
for metric, keras_class, as_targets in [("categoricalAccuracy", "CategoricalAccuracy", lambda k, d: hot(k, d)),
                                        ("sparseCategoricalAccuracy", "SparseCategoricalAccuracy", lambda k, d: k)]:
    add(metric, "three classes", keras_class, guess, as_targets(labels, 3), W5)
    add(metric, "probabilities, seven classes", keras_class, softmax(normal(3, 7) + 3 * hot(i32(3, 1, 6), 7)), as_targets(i32(3, 0, 6), 7), W3)
    add(metric, "ties take the lowest index", keras_class, ties, as_targets(i32(0, 1, 0, 2, 2), 3), W5)
    add(metric, "all right", keras_class, hot(labels, 3), as_targets(labels, 3))
    add(metric, "none right", keras_class, hot((labels + 1) % 3, 3), as_targets(labels, 3))
    inner = rng.integers(0, 5, (3, 2)).astype(np.int32)
    add(metric, "an inner axis", keras_class, normal(3, 2, 5) + 2 * hot(inner, 5), as_targets(inner, 5))
add("categoricalAccuracy", "soft targets and ties among them", "CategoricalAccuracy", ties, [[0.4, 0.4, 0.2], [0.2, 0.3, 0.5], [0.1, 0.1, 0.8], [0, 0.5, 0.5], [1, 0, 0.0]], W5)

# --- top k, precision, recall, F1 ---------------------------------------------------------
for k in (1, 2, 3):
    scores, truth = normal(5, 7), rng.integers(0, 7, 5).astype(np.int32)
    add("topKCategoricalAccuracy", f"k {k}", "TopKCategoricalAccuracy", scores, hot(truth, 7), W5, {"k": k}, {"k": k})
    add("sparseTopKCategoricalAccuracy", f"k {k}", "SparseTopKCategoricalAccuracy", scores, truth, W5, {"k": k}, {"k": k})
truth = i32(1, 0, 1, 1, 0, 0, 1).reshape(7, 1).astype(np.float64)
scores = 0.7 * probabilities(7, 1) + 0.3 * truth
W7 = [1.0, 2, 0.5, 1, 0, 3, 1]
for metric, keras_class in [("precision", "Precision"), ("recall", "Recall")]:
    add(metric, "threshold 0.5", keras_class, scores, truth, W7)
    add(metric, "threshold 0.3", keras_class, scores, truth, W7, {"threshold": 0.3}, {"thresholds": 0.3})
    add(metric, "exactly the threshold counts as 0", keras_class, [[0.5], [0.5], [0.9], [0.1]], [[1.0], [0], [1], [1]])
    add(metric, "no positive at all is 0", keras_class, [[0.1], [0.2]], [[0.0], [0.0]])
add("f1Score", "binary, threshold 0.5", "F1Score", scores, truth, None, {"threshold": 0.5}, {"threshold": 0.5})
for average in (None, "micro", "macro", "weighted"):
    options = {} if average is None else {"average": average}
    add("f1Score", f"three classes by argmax, average {average}", "F1Score", guess, hot(labels, 3), None, options, options)
for metric, run in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1Score", sk.f1_score)]:
    for average in ("micro", "macro", "weighted"):
        learn(metric, f"three classes by argmax, average {average}, scikit-learn", lambda w: run(labels, guess.argmax(1), average=average, sample_weight=w, zero_division=0),
              guess, labels, W5, {"average": average})

# --- ranking, agreement, probabilities ----------------------------------------------------
flat, scored = truth.ravel(), scores.ravel()
tied = np.array([0.2, 0.5, 0.5, 0.9, 0.5, 0.1, 0.9])
learn("auc", "no ties", lambda w: sk.roc_auc_score(flat, scored, sample_weight=w), scores, truth, W7)
learn("auc", "ties", lambda w: sk.roc_auc_score(flat, tied, sample_weight=w), tied.reshape(7, 1), truth, W7)
learn("auc", "perfect", lambda w: sk.roc_auc_score(flat, flat, sample_weight=w), truth, truth)
learn("auc", "all equal", lambda w: sk.roc_auc_score(flat, flat * 0 + 0.4, sample_weight=w), truth * 0 + 0.4, truth)
learn("averagePrecision", "ties", lambda w: sk.average_precision_score(flat, tied, sample_weight=w), tied.reshape(7, 1), truth, W7)
binary = (scored > 0.5) * 1.0
learn("matthewsCorrelation", "binary, threshold 0.5", lambda w: sk.matthews_corrcoef(flat, binary, sample_weight=w), scores, truth, W7)
learn("matthewsCorrelation", "three classes by argmax", lambda w: sk.matthews_corrcoef(labels, guess.argmax(1), sample_weight=w), guess, labels, W5)
learn("cohensKappa", "three classes by argmax", lambda w: sk.cohen_kappa_score(labels, guess.argmax(1), sample_weight=w), guess, labels, W5)
learn("cohensKappa", "quadratic weights", lambda w: sk.cohen_kappa_score(labels, guess.argmax(1), weights="quadratic", sample_weight=w), guess, labels, W5, {"weights": "quadratic"})
learn("balancedAccuracy", "three classes by argmax", lambda w: sk.balanced_accuracy_score(labels, guess.argmax(1), sample_weight=w), guess, labels, W5)
learn("confusionMatrix", "three classes by argmax, rows are the truth", lambda w: sk.confusion_matrix(labels, guess.argmax(1), sample_weight=w), guess, labels, W5)
learn("logLoss", "binary", lambda w: sk.log_loss(flat, scored, sample_weight=w), scores, truth, W7)
shares = softmax(guess)
learn("logLoss", "three classes", lambda w: sk.log_loss(labels, shares, sample_weight=w), shares, labels, W5)
learn("brierScore", "binary", lambda w: sk.brier_score_loss(flat, scored, sample_weight=w), scores, truth, W7)

# --- regression ---------------------------------------------------------------------------
for metric, keras_class in [("meanAbsoluteError", "MeanAbsoluteError"), ("meanSquaredError", "MeanSquaredError"),
                            ("rootMeanSquaredError", "RootMeanSquaredError"), ("meanAbsolutePercentageError", "MeanAbsolutePercentageError"),
                            ("cosineSimilarity", "CosineSimilarity")]:
    if metric != "cosineSimilarity":
        add(metric, "one output", keras_class, normal(5, 1), normal(5, 1), W5)
    # Keras's RootMeanSquaredError weighs elements, so its weights for several outputs need the full shape: unweighted only
    add(metric, "several outputs", keras_class, normal(3, 5), normal(3, 5), None if metric == "rootMeanSquaredError" else W3)
o, t = normal(5, 1), normal(5, 1)
add("r2Score", "one output", "R2Score", o, t, W5)
o, t = normal(5, 3), normal(5, 3)
for average in ("uniform_average", "variance_weighted_average"):
    add("r2Score", f"three outputs, {average}", "R2Score", o, t, W5, {"classAggregation": {"uniform_average": "uniformAverage", "variance_weighted_average": "varianceWeightedAverage"}[average]},
        {"class_aggregation": average})
learn("r2Score", "three outputs, scikit-learn", lambda w: sk.r2_score(t, o, sample_weight=w), o, t, W5, {"classAggregation": "uniformAverage"})
learn("explainedVariance", "three outputs", lambda w: sk.explained_variance_score(t, o, sample_weight=w), o, t, W5)
learn("medianAbsoluteError", "one output", lambda w: sk.median_absolute_error(t[:, 0], o[:, 0], sample_weight=w), o[:, :1], t[:, :1])

# --- ties, absent classes, several yes-or-no outputs ---------------------------------------------
ranks = np.array([[3.0, 2, 2, 1], [1, 1, 1, 1], [0, 5, 5, 5], [4, 3, 2, 1]])
own = i32(2, 3, 1, 3)
for k in (1, 2, 3):
    add("topKCategoricalAccuracy", f"ties, k {k}", "TopKCategoricalAccuracy", ranks, hot(own, 4), None, {"k": k}, {"k": k})
    add("sparseTopKCategoricalAccuracy", f"ties, k {k}", "SparseTopKCategoricalAccuracy", ranks, own, None, {"k": k}, {"k": k})
many = np.array([[0.2, 0.6, 0.7], [0.2, 0.6, 0.6], [0.6, 0.8, 0.0], [0.5, 0.51, 0.9]])
found = np.array([[1.0, 1, 1], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
for metric, keras_class in [("precision", "Precision"), ("recall", "Recall")]:
    add(metric, "three yes-or-no outputs", keras_class, many, found, [1.0, 2, 0.5, 3])
for average in ("micro", "macro", "weighted"):
    add("f1Score", f"three yes-or-no outputs, average {average}", "F1Score", many, found, None, {"threshold": 0.5, "average": average}, {"threshold": 0.5, "average": average})
    for metric, run in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1Score", sk.f1_score)]:
        learn(metric, f"three yes-or-no outputs, average {average}, scikit-learn", lambda w: run(found, many > 0.5, average=average, sample_weight=w, zero_division=0),
              many, found, [1.0, 2, 0.5, 3], {"threshold": 0.5, "average": average})
few, guessed = i32(0, 3, 3, 0, 1), np.eye(5)[[0, 3, 1, 1, 1]] * 2 + 0.1
for metric, run in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1Score", sk.f1_score)]:
    learn(metric, "macro of five classes of which two are absent", lambda w: run(few, guessed.argmax(1), average="macro", sample_weight=w, zero_division=0),
          guessed, few, None, {"average": "macro"})
learn("balancedAccuracy", "five classes of which two are absent", lambda w: sk.balanced_accuracy_score(few, guessed.argmax(1)), guessed, few)
learn("matthewsCorrelation", "one class alone is 0", lambda w: sk.matthews_corrcoef([1, 1, 0], [1, 1, 1]), np.array([[0.6], [0.7], [0.8]]), np.array([[1.0], [1], [0]]))
learn("cohensKappa", "linear weights", lambda w: sk.cohen_kappa_score(labels, guess.argmax(1), weights="linear", sample_weight=w), guess, labels, W5, {"weights": "linear"})
learn("cohensKappa", "binary, threshold 0.3", lambda w: sk.cohen_kappa_score(flat, scored > 0.3, sample_weight=w), scores, truth, W7, {"threshold": 0.3})
learn("averagePrecision", "no ties", lambda w: sk.average_precision_score(flat, scored, sample_weight=w), scores, truth, W7)
learn("auc", "ties, precision and recall", lambda w: sk.average_precision_score(flat, tied, sample_weight=w), tied.reshape(7, 1), truth, W7, {"curve": "pr"})
add("hinge", "as a metric", "Hinge", normal(3, 5), 2 * bits(3, 5) - 1, W3)
add("poisson", "as a metric", "Poisson", np.abs(normal(3, 5)), rng.poisson(2, (3, 5)).astype(np.float64), W3)
add("logCosh", "as a metric", "LogCoshError", normal(3, 5), normal(3, 5), W3)
add("binaryCrossentropy", "as a metric, logits", "BinaryCrossentropy", normal(3, 5), bits(3, 5), W3, {"fromLogits": True}, {"from_logits": True})

# --- more rows -----------------------------------------------------------------------------------
rows = json.loads((Path(__file__).parent / "metrics_rows.json").read_text())


def calibration(confidence, outcome, bins, strategy, weight=None):
    weight = np.ones_like(confidence) if weight is None else np.asarray(weight)
    if strategy == "uniform":
        bin_of = np.digitize(confidence, np.arange(1, bins) / bins, right=True)
        groups = [np.flatnonzero(bin_of == k) for k in range(bins)]
    else:
        groups = np.array_split(np.argsort(confidence, kind="stable"), bins)
    gaps = [abs(np.sum(weight[g] * (confidence[g] - outcome[g]))) for g in groups]
    return sum(gaps) / weight.sum()


for number_of_rows, (t, p) in [(len(each["yTrue"]), (np.array(each["yTrue"], float), np.array(each["pPositive"]))) for each in rows["binary"]]:
    said, o, y = f"{number_of_rows} rows", p[:, None], t[:, None]
    w = (np.arange(number_of_rows) % 4 + 0.5).tolist()
    verdict = p > 0.5
    for metric, run in [("auc", sk.roc_auc_score), ("averagePrecision", sk.average_precision_score), ("brierScore", sk.brier_score_loss), ("logLoss", sk.log_loss)]:
        learn(metric, said, lambda w: run(t, p, sample_weight=w), o, y, w)
    for metric, run in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1Score", sk.f1_score), ("matthewsCorrelation", sk.matthews_corrcoef),
                        ("cohensKappa", sk.cohen_kappa_score), ("balancedAccuracy", sk.balanced_accuracy_score), ("confusionMatrix", sk.confusion_matrix)]:
        learn(metric, said, lambda w: run(t, verdict, sample_weight=w), o, y, w)
    for bins, strategy in [(10, "uniform"), (15, "uniform"), (10, "quantile")]:
        learn("expectedCalibrationError", f"{said}, {bins} {strategy} bins", lambda w: calibration(p, t, bins, strategy, w), o, y, w, {"bins": bins, "strategy": strategy})
for each in rows["multiclass"]:
    t, p = np.array(each["yTrue"], np.int32), np.array(each["probabilities"])
    w = (np.arange(len(t)) % 4 + 0.5).tolist()
    for metric, run in [("matthewsCorrelation", sk.matthews_corrcoef), ("cohensKappa", sk.cohen_kappa_score), ("balancedAccuracy", sk.balanced_accuracy_score),
                        ("confusionMatrix", sk.confusion_matrix)]:
        learn(metric, "four classes", lambda w: run(t, p.argmax(1), sample_weight=w), p, t, w)
    for average in ("micro", "macro", "weighted"):
        for metric, run in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1Score", sk.f1_score)]:
            learn(metric, f"four classes, {average}", lambda w: run(t, p.argmax(1), average=average, sample_weight=w), p, t, w, {"average": average})
    learn("logLoss", "four classes", lambda w: sk.log_loss(t, p, sample_weight=w), p, t, w)
    learn("brierScore", "four classes: the sum over them", lambda w: sk.brier_score_loss(t, p, sample_weight=w, scale_by_half=False), p, t, w)
    learn("sparseTopKCategoricalAccuracy", "four classes, k 2", lambda w: sk.top_k_accuracy_score(t, p, k=2, sample_weight=w), p, t, w, {"k": 2})
    for bins, strategy in [(10, "uniform"), (15, "uniform"), (10, "quantile")]:
        learn("expectedCalibrationError", f"four classes, {bins} {strategy} bins", lambda w: calibration(p.max(1), (p.argmax(1) == t) * 1.0, bins, strategy, w), p, t, w,
              {"bins": bins, "strategy": strategy})
t, o = [np.array(rows["regression"][name])[:, None] for name in ("yTrue", "yPred")]
learn("r2Score", "30 rows", lambda w: sk.r2_score(t, o, sample_weight=w), o, t, (np.arange(30) % 4 + 0.5).tolist())
learn("rootMeanSquaredError", "30 rows", lambda w: sk.root_mean_squared_error(t, o, sample_weight=w), o, t, (np.arange(30) % 4 + 0.5).tolist())

write("metrics.json", "metrics.py", ["keras", PACKAGE, "numpy", "scikit-learn"], cases, kerasBackend=BACKEND, floatType="float64", seed=20240605,
      notes=["Keras's F1 adds 1e-7 to its denominators, scikit-learn's does not: keras values of f1Score are off by as much",
             "rows of metrics_rows.json: 60 and 50 yes-or-no rows with ties and probabilities of 0 and 1, 80 of four classes, 30 of a regression"])
