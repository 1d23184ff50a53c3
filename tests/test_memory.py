"""The memory that calls ask for beside their results: at most 256 KiB (`make bench-memory` has the whole list)."""

import tracemalloc

import pytest

import numen as np

ALLOWED = 256 * 1024
N = 400_000
CALLS = {
    "add": lambda a, b, i, m, x: a + b,
    "mixed": lambda a, b, i, m, x: a + i,
    "transposed": lambda a, b, i, m, x: x.T + 1,
    "compare": lambda a, b, i, m, x: a < b,
    "exp": lambda a, b, i, m, x: np.exp(a),
    "out": lambda a, b, i, m, x: np.multiply(a, i, out=b),
    "where": lambda a, b, i, m, x: np.add(a, b, out=b, where=m),
    "swapped": lambda a, b, i, m, x: np.isnan(a.view(">f8")),
    "in_place": lambda a, b, i, m, x: a.__iadd__(i),
    "strided": lambda a, b, i, m, x: a[::2] * b[::2],
    "cast": lambda a, b, i, m, x: a.astype("f4"),
    "choose": lambda a, b, i, m, x: np.where(m, a, i),
    "clip": lambda a, b, i, m, x: np.clip(a, 0.2, 0.8),
    "sum": lambda a, b, i, m, x: a.sum(),
    "sum_cast": lambda a, b, i, m, x: i.sum(dtype="f4"),
    "sum_axis": lambda a, b, i, m, x: x.sum(axis=0),
    "mean": lambda a, b, i, m, x: x.mean(axis=1),
    "max": lambda a, b, i, m, x: x.max(axis=1),
    "argmax": lambda a, b, i, m, x: a.argmax(),
    "any": lambda a, b, i, m, x: m.any(),
    "cumsum": lambda a, b, i, m, x: np.cumsum(a),
    "mask": lambda a, b, i, m, x: a[m],
    "gather": lambda a, b, i, m, x: a[i],
    "scatter": lambda a, b, i, m, x: a.__setitem__(i, 1.0),
    "fill_mask": lambda a, b, i, m, x: a.__setitem__(m, 1.0),
    "column": lambda a, b, i, m, x: x[:, 5],
    "rows": lambda a, b, i, m, x: x[i[:100] % 400],
    "take": lambda a, b, i, m, x: np.take(a, i),
    "joined": lambda a, b, i, m, x: np.concatenate([a, b]),
    "copied": lambda a, b, i, m, x: x.T.copy(),
    "transposed_sum": lambda a, b, i, m, x: x.T.sum(axis=1),
    "reduceat": lambda a, b, i, m, x: np.add.reduceat(a, [0, 1000, 5]),
    "sort_in_place": lambda a, b, i, m, x: b.sort(),
}


@pytest.fixture(scope="module")
def arrays():
    rng = np.random.RandomState(0)
    a, b, i = rng.rand(N), rng.rand(N), rng.randint(0, N, N)
    return a, b, i, a > 0.5, rng.rand(400, N // 400)


def asked(call, arrays):
    """Bytes asked for at most while the call runs, beyond what its result owns."""
    call(*arrays)  # the first call makes what is made once
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        result = call(*arrays)
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    owned = isinstance(result, np.ndarray) and result.base is None and not any(result is x for x in arrays)
    return peak, result.nbytes if owned else 0


@pytest.mark.parametrize("name", CALLS)
def test_bound(name, arrays):
    peak, owned = asked(CALLS[name], tuple(x.copy() for x in arrays))
    assert owned <= peak <= owned + ALLOWED, f"{(peak - owned) / 1024:.0f} KiB"


def test_freed_memory_is_reported():
    tracemalloc.start()
    try:
        start = tracemalloc.get_traced_memory()[0]
        a = np.ones(N)
        assert tracemalloc.get_traced_memory()[0] - start >= a.nbytes
        del a
        assert tracemalloc.get_traced_memory()[0] - start < ALLOWED
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow():
    def work():
        a = np.arange(1000.0)
        b = a[a > 3] + a[:996]
        c = np.array([object(), None, b], dtype=object)
        d = np.zeros(50, [("k", "i4"), ("v", object)])
        d["v"] = c[0]
        np.add(np.array(["y" * 500] * 8), np.array(["z"] * 8, dtype=object))
        return (
            b.sum(),
            np.sort(b),
            c[::-1].copy(),
            d.copy(),
            str(b[:3]),
            np.concatenate([b, b]),
            a.reshape(10, 100).T @ a[:10],
        )

    tracemalloc.start()
    try:
        # What is kept for reuse is there, and traced, after the first round.
        for _ in range(300):
            work()
        start = tracemalloc.get_traced_memory()[0]
        for _ in range(300):
            work()
        assert tracemalloc.get_traced_memory()[0] - start < 32 * 1024
    finally:
        tracemalloc.stop()
