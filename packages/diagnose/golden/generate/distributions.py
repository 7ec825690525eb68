"""Tails of distributions by mpmath with 40 digits, exact p-values of small samples by SciPy."""

import json
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
from scipy import stats

mp.mp.dps = 40


def upper_gamma(a, x):
    return mp.gammainc(a, x, mp.inf, regularized=True)


def beta(a, b, x):
    return mp.betainc(a, b, 0, x, regularized=True)


def student(t, freedom):
    t, freedom = mp.mpf(t), mp.mpf(freedom)
    return beta(freedom / 2, mp.mpf(1) / 2, freedom / (freedom + t * t))


def binomial_upper(k, n, p):
    return mp.fsum(
        mp.binomial(n, i) * mp.mpf(p) ** i * (1 - mp.mpf(p)) ** (n - i) for i in range(k, n + 1)
    )


def cases(function, arguments):
    return [[*each, float(function(*each))] for each in arguments]


random = np.random.default_rng(7)


def sample(size):
    return [float(v) for v in random.normal(size=size).round(4)]


def bergsma(table):
    table = [[mp.mpf(v) for v in row] for row in table]
    n = sum(map(sum, table))
    rows, columns = [sum(r) for r in table], [sum(c) for c in zip(*table)]
    chi2 = sum(
        (table[i][j] - rows[i] * columns[j] / n) ** 2 / (rows[i] * columns[j] / n)
        for i in range(len(rows))
        for j in range(len(columns))
    )
    r, k = len(rows), len(columns)
    phi = max(0, chi2 / n - (r - 1) * (k - 1) / (n - 1))
    small = min(r - mp.mpf(r - 1) ** 2 / (n - 1), k - mp.mpf(k - 1) ** 2 / (n - 1))
    return float(mp.sqrt(phi / (small - 1)))


few, many = sample(6), sample(9)
before, after = sample(12), sample(12)
long_a, long_b = sample(30), sample(25)
welch = stats.ttest_ind(long_a, long_b, equal_var=False)
interval = welch.confidence_interval(0.9)
table = [[30, 20, 10, 5], [18, 25, 15, 9]]
values = {
    "made": {"by": f"mpmath {mp.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}"},
    "logGamma": cases(mp.loggamma, [[x] for x in [0.01, 0.5, 1, 1.5, 2, 3.25, 10, 171.5, 1e4, 1e8]]),
    "normalTwoSided": cases(
        lambda z: mp.erfc(mp.mpf(z) / mp.sqrt(2)), [[z] for z in [0, 0.01, 0.5, 1, 1.96, 3, 8, 20, 35]]
    ),
    "normalCdf": cases(mp.ncdf, [[z] for z in [-30, -6, -1.5, -0.1, 0, 0.3, 2, 5]]),
    "studentTwoSided": cases(
        student,
        [
            [t, f]
            for t in [0, 0.001, 0.7, 2.2, 9, 60]
            for f in [1, 2.5, 4, 9, 73.6, 1000, 250000]
        ],
    ),
    "chiSquaredUpper": cases(
        lambda x, f: upper_gamma(mp.mpf(f) / 2, mp.mpf(x) / 2),
        [
            [0.001, 1], [3.84, 1], [40, 1], [0.5, 2], [5.67, 3], [2, 10], [18, 10], [80, 100],
            [100, 100], [160, 100], [9900, 10000], [10300, 10000], [600, 3],
        ],
    ),
    "incompleteBeta": cases(
        lambda a, b, x: beta(a, b, mp.mpf(x)),
        [
            [0.5, 0.5, 0.3], [0.01, 2, 0.5], [2, 3, 0.5], [10, 1, 0.999], [200, 300, 0.41],
            [5000, 5000, 0.501], [3, 4000, 0.0004], [40000, 3, 0.9999],
        ],
    ),
    "binomialUpper": cases(
        binomial_upper,
        [
            [0, 5, 0.5], [5, 5, 0.5], [12, 30, 0.25], [17, 30, 0.3], [60, 100, 0.5], [900, 1000, 0.875],
            [3, 1000, 0.001], [100, 1000, 0.001],
        ],
    ),
    "kolmogorovUpper": [
        [d, n, float(stats.kstwo.sf(d, n))]
        for d, n in [[0.6, 3], [0.3, 10], [0.2, 40], [0.05, 300], [0.02, 2000], [0.03, 1500]]
    ],
    "kolmogorovLimit": [
        [d, n, float(stats.kstwo.sf(d, n))]
        for d, n in [[0.02, 3000], [0.01, 10000], [0.004, 100000], [0.1, 600]]
    ],
    "few": few,
    "many": many,
    "kolmogorovSmirnov": [
        float(v) for v in (lambda r: [r.statistic, r.pvalue])(stats.ks_2samp(few, many, method="exact"))
    ],
    "mannWhitney": [
        float(v)
        for v in (lambda r: [r.statistic, r.pvalue])(stats.mannwhitneyu(few, many, method="exact"))
    ],
    "before": before,
    "after": after,
    "wilcoxon": [
        float(v) for v in (lambda r: [r.statistic, r.pvalue])(stats.wilcoxon(before, after, method="exact"))
    ],
    "pairedInterval": [float(v) for v in stats.ttest_rel(before, after).confidence_interval(0.95)],
    "longA": long_a,
    "longB": long_b,
    "welch": {
        "t": float(welch.statistic), "p": float(welch.pvalue), "freedom": float(welch.df),
        "interval90": [float(interval.low), float(interval.high)],
    },
    "table": table,
    "cramersVBergsma": bergsma(table),
}
lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in values.items()]
target = Path(__file__).parent.parent / "distributions.json"
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
