"""convolution.json: convolution by JAX, pooling by JAX and by loops in NumPy, with their gradients."""
from common import tensor, write  # before JAX, for its 64-bit numbers

import jax
import jax.numpy as jnp
import numpy as np

rng = np.random.default_rng(20240611)
inf, nan = np.inf, np.nan
cases = []
normal = lambda *shape: rng.normal(size=shape) * 2


def add(operation, name, inputs, output, attributes, source):
    assert np.asarray(output).dtype == np.float64
    cases.append({"operation": operation, "name": name, "source": source, "attributes": attributes,
                  "inputs": [tensor(i) for i in inputs], "output": tensor(output)})


def same(sizes, kernel, strides, dilation=(1, 1)):
    """JAX's own 'SAME' (TensorFlow's) as [top, bottom, left, right]."""
    spans = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
    return [int(side) for pair in jax.lax.padtype_to_pads(sizes, spans, strides, "SAME") for side in pair]


def pairs(padding):
    return [tuple(padding[:2]), tuple(padding[2:])]


# --- convolution ---------------------------------------------------------------------------------
def convolution(name, x_shape, filter_shape, strides=(1, 1), padding=(0, 0, 0, 0), dilation=(1, 1), groups=1):
    x, f = normal(*x_shape), normal(*filter_shape)
    run = lambda x, f: jax.lax.conv_general_dilated(
        x, f, strides, pairs(padding), rhs_dilation=dilation, feature_group_count=groups,
        dimension_numbers=("NHWC", "HWIO", "NHWC"), precision="highest")
    y, pull = jax.vjp(run, jnp.asarray(x), jnp.asarray(f))
    dy = normal(*y.shape)
    dx, df = pull(jnp.asarray(dy))
    attributes = {"strides": list(strides), "padding": list(padding), "dilation": list(dilation), "groups": groups}
    add("conv2d", name, [x, f], y, attributes, "jax")
    add("convInputGradient", name, [dy, f], dx, {**attributes, "inputShape": list(x_shape)}, "jax")
    add("convFilterGradient", name, [x, dy], df, {**attributes, "filterShape": list(filter_shape)}, "jax")


convolution("3 by 3", (2, 5, 7, 3), (3, 3, 3, 2))
convolution("1 by 1", (2, 3, 2, 3), (1, 1, 3, 5))
convolution("the whole image", (3, 3, 5, 2), (3, 5, 2, 4))
convolution("one row", (2, 1, 7, 3), (1, 3, 3, 2), padding=(0, 0, 2, 0))
for strides in [(1, 1), (2, 2), (3, 1)]:
    for dilation in [(1, 1), (2, 2), (1, 2)]:
        padding = same((7, 5), (3, 2), strides, dilation)
        convolution(f"same, strides {list(strides)}, dilation {list(dilation)}", (1, 7, 5, 2), (3, 2, 2, 3), strides, padding, dilation)
convolution("same, even image, strides 2", (1, 6, 4, 2), (3, 3, 2, 1), (2, 2), same((6, 4), (3, 3), (2, 2)))
convolution("same, kernel 4 by 2", (1, 5, 5, 1), (4, 2, 1, 2), padding=same((5, 5), (4, 2), (1, 1)))
convolution("every side padded otherwise", (1, 4, 5, 2), (3, 2, 2, 2), padding=(2, 0, 1, 3))
convolution("windows in the padding entirely", (1, 2, 2, 1), (2, 2, 1, 2), padding=(3, 2, 0, 3))
convolution("rows and columns that no window reaches", (1, 7, 7, 1), (2, 2, 1, 1), (3, 3))
convolution("strides beyond the kernel", (1, 7, 5, 2), (1, 2, 2, 2), (3, 3))
convolution("two groups", (2, 5, 4, 4), (3, 2, 2, 6), groups=2)
convolution("groups, strides, dilation, padding", (1, 7, 5, 6), (2, 2, 2, 3), (2, 1), (1, 0, 2, 1), (2, 2), 3)
convolution("depthwise", (1, 5, 5, 3), (3, 3, 1, 3), padding=(1, 1, 1, 1), groups=3)
convolution("depthwise, multiplier 2, strides 2", (2, 5, 4, 3), (2, 3, 1, 6), (2, 2), (0, 1, 1, 1), groups=3)
convolution("17 channels", (1, 3, 3, 17), (2, 2, 17, 5))


# --- pooling -------------------------------------------------------------------------------------
def windows(shape, size, strides, padding):
    """For every result its index and the cells of its window inside the image, row-major."""
    n, height, width, channels = shape
    rows = (height + padding[0] + padding[1] - size[0]) // strides[0] + 1
    columns = (width + padding[2] + padding[3] - size[1]) // strides[1] + 1
    for b, i, j, c in np.ndindex(n, rows, columns, channels):
        top, left = i * strides[0] - padding[0], j * strides[1] - padding[2]
        yield (b, i, j, c), [(b, r, s, c) for r in range(top, top + size[0]) for s in range(left, left + size[1])
                             if 0 <= r < height and 0 <= s < width]


def by_loops(x, dy, size, strides, padding):
    """Maximum and mean of every window and their gradients; the first maximum takes its window's gradient."""
    largest, mean, d_largest, d_mean = np.zeros(dy.shape), np.zeros(dy.shape), np.zeros(x.shape), np.zeros(x.shape)
    for at, cells in windows(x.shape, size, strides, padding):
        values = np.array([x[cell] for cell in cells])
        first = int(np.argmax(values))  # NumPy: the first of equals, the first NaN above all
        largest[at], mean[at] = values[first], values.sum() / len(cells)
        d_largest[cells[first]] += dy[at]
        for cell in cells:
            d_mean[cell] += dy[at] / len(cells)
    return largest, mean, d_largest, d_mean


def by_jax(x, dy, size, strides, padding):
    sizes, steps = (1, *size, 1), (1, *strides, 1)
    pads = [(0, 0), *pairs(padding), (0, 0)]
    largest = lambda x: jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, sizes, steps, pads)
    total = lambda x: jax.lax.reduce_window(x, 0.0, jax.lax.add, sizes, steps, pads)
    mean = lambda x: total(x) / total(jnp.ones_like(x))
    found = [jax.vjp(run, jnp.asarray(x)) for run in (largest, mean)]
    return [y for y, _ in found] + [pull(jnp.asarray(dy))[0] for _, pull in found]


def pooling(name, x, size, strides, padding=(0, 0, 0, 0), loops=False):
    """With `loops`, where equal cells or NaN make the convention matter; else by JAX, checked against the loops."""
    shape = [x.shape[0], *[(x.shape[1 + a] + padding[2 * a] + padding[2 * a + 1] - size[a]) // strides[a] + 1 for a in (0, 1)], x.shape[3]]
    dy = normal(*shape)
    here = by_loops(x, dy, size, strides, padding)
    results, source = (here, "numpy") if loops else (by_jax(x, dy, size, strides, padding), "jax")
    for ours, theirs in zip(here, results):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13, atol=1e-13)
    attributes = {"size": list(size), "strides": list(strides), "padding": list(padding)}
    largest, mean, d_largest, d_mean = results
    add("maxPool", name, [x], largest, attributes, source)
    if not np.any(np.isnan(x)):
        add("maxPoolGradient", name, [x, dy], d_largest, attributes, source)
    if np.all(np.isfinite(x)):
        add("averagePool", name, [x], mean, attributes, source)
        add("averagePoolGradient", name, [dy], d_mean, {**attributes, "inputShape": list(x.shape)}, source)


for size, strides in [((2, 2), (2, 2)), ((3, 3), (2, 2)), ((2, 3), (1, 1)), ((1, 2), (3, 1)), ((3, 2), (1, 3))]:
    plain = f"size {list(size)}, strides {list(strides)}"
    pooling(plain, normal(2, 5, 7, 3), size, strides)
    pooling(f"{plain}, same", normal(1, 5, 7, 2), size, strides, same((5, 7), size, strides))
pooling("the whole image", normal(2, 3, 5, 3), (3, 5), (1, 1))
pooling("one cell", normal(1, 3, 2, 3), (1, 1), (1, 1))
pooling("every side padded otherwise", normal(1, 4, 5, 2), (3, 4), (1, 2), (2, 0, 1, 3))
pooling("all negative beside padding", -np.abs(normal(1, 3, 3, 2)), (2, 2), (1, 1), (1, 1, 1, 1))
pooling("all equal", np.ones((1, 4, 5, 2)), (3, 2), (1, 1), loops=True)
pooling("all equal beside padding", np.full((1, 3, 4, 1), -2.0), (3, 3), (2, 1), (1, 1, 2, 1), loops=True)
pooling("many ties", rng.integers(-1, 2, (2, 5, 7, 2)).astype(np.float64), (3, 3), (2, 1), (1, 0, 1, 2), loops=True)
infinite = normal(1, 4, 4, 1)
infinite[0, 0], infinite[0, 3, 3] = -inf, inf
pooling("infinities", infinite, (2, 2), (1, 1), (1, 0, 1, 0), loops=True)
missing = normal(1, 4, 5, 1)
missing[0, 1, 2, 0] = missing[0, 1, 3, 0] = nan
pooling("NaN wins", missing, (2, 2), (2, 1), loops=True)

write("convolution.json", "convolution.py", ["jax", "numpy"], cases, seed=20240611, notes=[
    "images [n, height, width, channels], filters [rows, columns, channels / groups, outputs], padding [top, bottom, left, right]",
    "numpy: plain loops, where equal cells or NaN make the convention matter: the first in row-major order takes the gradient"])
