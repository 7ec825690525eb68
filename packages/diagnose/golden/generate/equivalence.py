"""Two one-sided tests by statsmodels, and their power by mpmath and by NumPy."""

import json
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.weightstats import ttost_ind

mp.mp.dps = 30
random = np.random.default_rng(13)


def tested(a, b, margin, alpha):
    p, (t1, p1, freedom), (t2, p2, _) = ttost_ind(a, b, -margin, margin, usevar="unequal")
    interval = stats.ttest_ind(a, b, equal_var=False).confidence_interval(1 - 2 * alpha)
    return {
        "a": a, "b": b, "margin": margin, "alpha": alpha,
        "p": float(p), "lower": [float(t1), float(p1)], "upper": [float(t2), float(p2)],
        "freedom": float(freedom), "interval": [float(interval.low), float(interval.high)],
    }  # fmt: skip


def sample(size, mean, deviation):
    return [float(v) for v in random.normal(mean, deviation, size).round(4)]


def owen(size, margin, deviation, difference, alpha):
    """Phillips (1990): normal given the estimated spread, over the distribution of that."""
    freedom = mp.mpf(2 * size - 2)
    quantile = mp.mpf(stats.t.isf(alpha, 2 * size - 2))
    error = deviation * mp.sqrt(mp.mpf(2) / size)
    low, high = (-margin - difference) / error, (margin - difference) / error

    def density(y):
        half = freedom / 2
        return 2 * half**half / mp.gamma(half) * y ** (freedom - 1) * mp.exp(-half * y * y)

    def shown(y):
        return density(y) * (mp.ncdf(high - quantile * y) - mp.ncdf(low + quantile * y))

    most = min(margin / error / quantile, 1 + 12 / mp.sqrt(2 * freedom))
    return float(mp.quad(shown, mp.linspace(0, most, 9)))


def welch(size, margin, deviations, difference, alpha):
    """Exact: over both estimated variances, each at the middle of 2000 equally likely parts."""
    parts = 2000
    middles = stats.chi2.ppf((np.arange(parts) + 0.5) / parts, size - 1) / (size - 1)
    u, v = (d * d / size * middles for d in deviations)
    u, v = u[:, None], v[None, :]
    freedom = (u + v) ** 2 / (u**2 + v**2) * (size - 1)
    reach = stats.t.isf(alpha, freedom) * np.sqrt(u + v)
    error = np.sqrt(sum(d * d for d in deviations) / size)
    high = stats.norm.cdf((margin - difference - reach) / error)
    low = stats.norm.cdf((-margin - difference + reach) / error)
    return float(np.maximum(0, high - low).mean())


plans = [
    [14, 0.01, 0.008, 0, 0.05], [15, 0.01, 0.008, 0, 0.05], [2, 1, 0.2, 0, 0.05], [3, 1, 1, 0, 0.05],
    [8, 1, 0.7, 0.3, 0.05], [30, 0.01, 0.02, 0.002, 0.01], [200, 0.5, 2, 0.1, 0.1],
    [10, 1, 1, 1, 0.05], [50, 1, 1, -1.5, 0.05],
]  # fmt: skip
unequal = [
    [5, 1, [0.5, 0.5], 0, 0.05], [10, 1, [0.7, 0.7], 0, 0.05], [10, 1, [0.2, 1], 0, 0.05],
    [10, 1, [1, 0.5], 0.2, 0.05], [30, 0.01, [0.008, 0.012], 0, 0.05], [30, 1, [0.01, 2], 0, 0.05],
    [100, 1, [3, 4], 0.1, 0.05],
]  # fmt: skip
values = {
    "made": {
        "by": f"statsmodels {statsmodels.__version__}, mpmath {mp.__version__}, "
        f"SciPy {scipy.__version__}, NumPy {np.__version__}"
    },
    "tests": [
        tested(sample(30, 0.95, 0.01), sample(30, 0.951, 0.01), 0.01, 0.05),
        tested(sample(12, 5, 2), sample(7, 5.5, 0.3), 1, 0.05),
        tested(sample(40, 0, 1), sample(25, 2, 3), 1.5, 0.01),
        tested(sample(3, 1, 1), sample(2, 1, 1), 4, 0.1),
    ],
    "power": [[*plan, owen(*plan)] for plan in plans],
    "welchPower": [[*plan, welch(*plan)] for plan in unequal],
}
lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in values.items()]
target = Path(__file__).parent.parent / "equivalence.json"
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
