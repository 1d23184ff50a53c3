"""What `bench.py` times: statements in groups, each at several sizes.

`a b` are float64 in (0, 1), `c` and `d` the same in float32, `i j` int64 below 1000, `m` a mask, `x` and `y`
matrices, `k` indices; all of length `n` (matrices n by n). Data are made from one seed for both libraries.
"""

SMALL, MIDDLE, LARGE = 10, 1_000, 1_000_000

# Group -> (statement, sizes).
CASES = {
    "element-wise": [
        ("a + b", (SMALL, MIDDLE, LARGE)),
        ("a * 2.0 + 1.0", (SMALL, MIDDLE, LARGE)),
        ("c * d", (MIDDLE, LARGE)),
        ("i + j", (MIDDLE, LARGE)),
        ("a + i", (MIDDLE, LARGE)),
        ("a < b", (MIDDLE, LARGE)),
        ("np.where(m, a, b)", (MIDDLE, LARGE)),
        ("np.sqrt(a)", (MIDDLE, LARGE)),
        ("np.exp(a)", (MIDDLE, LARGE)),
        ("np.log(a)", (MIDDLE, LARGE)),
        ("np.sin(a)", (MIDDLE, LARGE)),
        ("np.tanh(a)", (MIDDLE, LARGE)),
        ("a ** 2", (MIDDLE, LARGE)),
        ("np.maximum(a, b)", (MIDDLE, LARGE)),
        ("np.clip(a, 0.2, 0.8)", (SMALL, MIDDLE, LARGE)),
        ("a.astype('f4')", (MIDDLE, LARGE)),
    ],
    "reductions": [
        ("a.sum()", (SMALL, MIDDLE, LARGE)),
        ("np.mean(a)", (SMALL, MIDDLE, LARGE)),
        ("a.std()", (SMALL, MIDDLE, LARGE)),
        ("a.max()", (SMALL, MIDDLE, LARGE)),
        ("a.argmax()", (MIDDLE, LARGE)),
        ("m.any()", (MIDDLE, LARGE)),
        ("np.cumsum(a)", (MIDDLE, LARGE)),
        ("x.sum(axis=0)", (100, MIDDLE)),
        ("x.mean(axis=1, keepdims=True)", (100, MIDDLE)),
    ],
    "indexing": [
        ("a[3]", (SMALL,)),
        ("a[1:]", (SMALL,)),
        ("a[m]", (MIDDLE, LARGE)),
        ("a[k]", (MIDDLE, LARGE)),
        ("x[:, 1:3]", (100,)),
        ("a[m] = 0.5", (MIDDLE, LARGE)),
        ("np.nonzero(m)", (MIDDLE, LARGE)),
    ],
    "creation and shape": [
        ("np.array([1., 2., 3.])", (SMALL,)),
        ("np.zeros(n)", (SMALL, LARGE)),
        ("np.arange(n)", (SMALL, LARGE)),
        ("np.linspace(0, 1, n)", (SMALL, LARGE)),
        ("np.concatenate([a, b])", (SMALL, LARGE)),
        ("np.stack([a, b])", (SMALL, MIDDLE)),
        ("x.T.copy()", (100, MIDDLE)),
        ("x.reshape(-1)", (100,)),
    ],
    "order": [
        ("np.sort(a)", (MIDDLE, LARGE)),
        ("np.argsort(a)", (MIDDLE, LARGE)),
        ("np.unique(i)", (MIDDLE, LARGE)),
        ("np.median(a)", (SMALL, MIDDLE, LARGE)),
        ("np.percentile(a, 90)", (SMALL, MIDDLE, LARGE)),
        ("np.searchsorted(np.sort(a), b)", (MIDDLE,)),
        ("np.histogram(a, bins=20)", (MIDDLE, LARGE)),
        ("np.bincount(i)", (MIDDLE, LARGE)),
    ],
    "linear algebra": [
        ("a @ b", (SMALL, LARGE)),
        ("x @ y", (4, 100, 500)),
        ("np.linalg.solve(x, b)", (4, 100, 300)),
        ("np.linalg.inv(x)", (4, 100)),
        ("np.linalg.norm(a)", (SMALL, LARGE)),
    ],
    "text": [("repr(a)", (SMALL, MIDDLE)), ("str(x)", (4,))],
    "random": [("np.random.rand(n)", (SMALL, LARGE)), ("np.random.randn(n)", (SMALL, LARGE))],
}


def names(np, n):
    """The names of the statements, for one library and size."""
    rng = np.random.RandomState(0)
    space = {"np": np, "n": n}
    space["a"], space["b"] = rng.rand(n) + 1e-3, rng.rand(n) + 1e-3
    space["c"], space["d"] = space["a"].astype("f4"), space["b"].astype("f4")
    space["i"], space["j"] = rng.randint(0, 1000, n), rng.randint(0, 1000, n)
    space["m"] = space["a"] > 0.5
    space["k"] = rng.randint(0, n, n)
    if n <= MIDDLE:
        space["x"] = rng.rand(n, n) + n * np.eye(n)
        space["y"] = rng.rand(n, n)
    return space
