"""Dask arrays whose chunks are ours: values, the type of chunks, metas and results, on threads, processes, a cluster."""

import pickle
import subprocess
import sys

import numpy as real
import pytest

import numen as np

dask = pytest.importorskip("dask", reason="Dask is not in this environment: requirements-dev.txt")
da = pytest.importorskip("dask.array", reason="Dask is not in this environment: requirements-dev.txt")

X = real.arange(24.0).reshape(4, 6)
S = X @ X.T + 10 * real.eye(4)
OURS = da.from_array(np.asarray(X), chunks=(2, 3), asarray=False)
SQUARE = da.from_array(np.asarray(S), chunks=(2, 2), asarray=False)


def is_ours(value):
    return isinstance(value, (np.ndarray, np.generic)) and type(value).__module__ == "numen"


def chunks_of(array):
    return dask.compute(*array.to_delayed().ravel(), scheduler="threads")


# What -> (of Dask's array, of the real array).
KEPT = {
    "itself": (lambda d: d, lambda x: x),
    "map_blocks": (lambda d: d.map_blocks(lambda block: block * 2 + 1), lambda x: x * 2 + 1),
    "map_blocks, dtype": (lambda d: d.map_blocks(np.sqrt, dtype="f8"), real.sqrt),
    "slice": (lambda d: d[1:3, ::2], lambda x: x[1:3, ::2]),
    "list": (lambda d: d[[0, 2]], lambda x: x[[0, 2]]),
    "mask of ours": (lambda d: d[np.array([True, False, True, True])], lambda x: x[[0, 2, 3]]),
    "vindex": (lambda d: d.vindex[[0, 1], [2, 3]], lambda x: x[[0, 1], [2, 3]]),
    "setitem": (lambda d: _set(d.copy()), lambda x: real.where(x > 3, 0, x)),
    "where": (lambda d: da.where(d > 3, d, 0), lambda x: real.where(x > 3, x, 0)),
    "ufunc of ours": (lambda d: np.sin(d), real.sin),
    "ufunc of Dask": (lambda d: da.sin(d), real.sin),
    "ours on the right": (lambda d: d + np.asarray(X), lambda x: x + x),
    "ours on the left": (lambda d: np.asarray(X) - d, lambda x: x - x),
    "scalars": (lambda d: np.float64(2) * d + np.float64(1), lambda x: 2 * x + 1),
    "astype": (lambda d: d.astype(np.float32), lambda x: x.astype("f4")),
    "cumsum": (lambda d: d.cumsum(axis=0), lambda x: x.cumsum(axis=0)),
    "dot": (lambda d: d.dot(d.T), lambda x: x @ x.T),
    "matmul": (lambda d: d @ d.T, lambda x: x @ x.T),
    "tensordot": (lambda d: da.tensordot(d, d, axes=([1], [1])), lambda x: x @ x.T),
    "einsum": (lambda d: da.einsum("ij,kj->ik", d, d), lambda x: x @ x.T),
    "rechunk": (lambda d: d.rechunk((4, 2)), lambda x: x),
    "reshape": (lambda d: d.reshape(24), lambda x: x.ravel()),
    "transpose": (lambda d: d.T, lambda x: x.T),
    "flip": (lambda d: da.flip(d, 0), lambda x: x[::-1]),
    "concatenate": (lambda d: da.concatenate([d, d]), lambda x: real.concatenate([x, x])),
    "concatenate of ours": (lambda d: np.concatenate([d, d]), lambda x: real.concatenate([x, x])),
    "stack": (lambda d: da.stack([d, d]), lambda x: real.stack([x, x])),
    "overlap": (lambda d: d.map_overlap(lambda b: b * 2, depth=1, boundary="reflect"), lambda x: x * 2),
    "overlap, open": (lambda d: d.map_overlap(lambda b: b + 1, depth=1, boundary="none"), lambda x: x + 1),
    "median": (lambda d: da.median(d, axis=1), lambda x: real.median(x, axis=1)),
    "mean of rows": (lambda d: d.mean(axis=1), lambda x: x.mean(axis=1)),
    "std of rows": (lambda d: d.std(axis=1), lambda x: x.std(axis=1)),
    "sum of ours": (lambda d: np.sum(d, axis=0), lambda x: x.sum(axis=0)),
    "any": (lambda d: (d > 22).any(axis=1), lambda x: (x > 22).any(axis=1)),
    "topk": (lambda d: d.ravel().topk(3), lambda x: real.array([23.0, 22.0, 21.0])),
    "cov": (lambda d: da.cov(d), real.cov),
    "solve": (lambda d: da.linalg.solve(SQUARE, d[:, 0]), lambda x: real.linalg.solve(S, x[:, 0])),
    "cholesky": (lambda d: da.linalg.cholesky(SQUARE, lower=True), lambda x: real.linalg.cholesky(S)),
}
# The chunks and the result are ours; the meta that Dask derives is the real NumPy's.
REAL_META = {
    "mask": (lambda d: d[d > 5], lambda x: x[x > 5]),
    "max of rows": (lambda d: d.max(axis=1), lambda x: x.max(axis=1)),
    "argmin": (lambda d: d.argmin(axis=1), lambda x: x.argmin(axis=1)),
    "sum": (lambda d: d.sum(), lambda x: x.sum()),
    "mean": (lambda d: d.mean(), lambda x: x.mean()),
    "var": (lambda d: d.var(), lambda x: x.var()),
    "norm": (lambda d: da.linalg.norm(d), real.linalg.norm),
    "fft": (lambda d: da.fft.fft(d.rechunk((2, 6))), real.fft.fft),
    "apply_along_axis": (lambda d: da.apply_along_axis(lambda v: v.sum(), 1, d), lambda x: x.sum(axis=1)),
    "bincount": (
        lambda d: da.bincount(d.ravel().astype("i8"), minlength=24),
        lambda x: real.bincount(x.ravel().astype("i8")),
    ),
    "searchsorted": (
        lambda d: da.searchsorted(da.from_array(np.arange(5.0), chunks=2, asarray=False), d.ravel()),
        lambda x: real.searchsorted(real.arange(5.0), x.ravel()),
    ),
    "histogram": (
        lambda d: da.histogram(d, bins=np.linspace(0, 24, 5))[0],
        lambda x: real.histogram(x, bins=real.linspace(0, 24, 5))[0],
    ),
}
# Dask makes new real arrays, or calls SciPy: right values, blocks of either kind.
REAL = {
    "std": (lambda d: d.std(), lambda x: x.std()),
    "unique": (lambda d: da.unique(d.ravel()), real.unique),
    "inv": (lambda d: da.linalg.inv(SQUARE), lambda x: real.linalg.inv(S)),
}


def _set(array):
    array[array > 3] = 0
    return array


def check_values(array, expected):
    result = array.compute(scheduler="threads")
    assert result.dtype == real.asarray(expected).dtype and result.shape == expected.shape
    real.testing.assert_allclose(real.asarray(result), expected, rtol=1e-12, atol=1e-12)
    return result


@pytest.mark.parametrize("name", KEPT)
def test_chunks_meta_and_result_are_ours(name):
    ours, theirs = KEPT[name]
    array = ours(OURS)
    assert is_ours(array._meta)
    assert all(map(is_ours, chunks_of(array)))
    assert is_ours(check_values(array, theirs(X)))


@pytest.mark.parametrize("name", REAL_META)
def test_chunks_and_result_are_ours(name):
    ours, theirs = REAL_META[name]
    array = ours(OURS)
    assert all(map(is_ours, chunks_of(array)))
    assert is_ours(check_values(array, theirs(X)))


@pytest.mark.parametrize("name", REAL)
def test_values_where_dask_makes_real_arrays(name):
    ours, theirs = REAL[name]
    check_values(ours(OURS), theirs(X))


def test_percentiles():
    d = OURS.ravel()
    result = da.percentile(d, [20, 50]).compute(scheduler="threads")
    assert is_ours(result)
    assert (
        result.tolist()
        == da.percentile(da.from_array(X.ravel(), chunks=d.chunks), [20, 50]).compute().tolist()
    )


@pytest.mark.parametrize("name", ["qr", "svd"])
def test_factorizations(name):
    tall = da.from_array(
        np.asarray(real.random.default_rng(0).normal(size=(40, 5))), chunks=(10, 5), asarray=False
    )
    parts = getattr(da.linalg, name)(tall)
    computed = dask.compute(*parts, scheduler="threads")
    assert all(map(is_ours, computed)) and all(is_ours(part._meta) for part in parts)
    product = computed[0] @ computed[1] if name == "qr" else computed[0] * computed[1] @ computed[2]
    real.testing.assert_allclose(real.asarray(product), real.asarray(tall.compute()), atol=1e-12)


def test_random_draws_of_our_generator():
    draws = da.random.default_rng(np.random.default_rng(3).bit_generator).normal(size=(6, 4), chunks=3)
    assert is_ours(draws._meta) and all(map(is_ours, chunks_of(draws)))
    theirs = da.random.default_rng(real.random.default_rng(3).bit_generator).normal(size=(6, 4), chunks=3)
    assert draws.compute().tolist() == theirs.compute().tolist()


def test_made_like_ours_and_stored_into_ours():
    made = da.arange(10, chunks=5, like=np.empty(0))
    assert is_ours(made._meta) and all(map(is_ours, chunks_of(made)))
    target = np.zeros((4, 6))
    da.store(OURS, target)
    assert target.tolist() == X.tolist()
    delayed = da.from_delayed(dask.delayed(np.ones)((3,)), (3,), meta=np.empty(0))
    assert is_ours(delayed.compute())


def test_dask_first_and_dask_later():
    for lines in (
        "import dask.array as da; import numen as np",
        "import numen as np; import dask.array as da",
    ):
        program = f"{lines}; d = da.from_array(np.ones(4), chunks=2, asarray=False); r = (d + np.ones(4)).sum().compute()"
        program += "; print(type(r).__module__, r)"
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert (run.stdout, run.stderr) == ("numen 8.0\n", "")


def test_nothing_is_copied_between_processes():
    a = np.arange(1e5).reshape(100, 1000)
    for array in (a, a[::-1].T.copy(order="F")):
        buffers = []
        text = pickle.dumps(array, protocol=5, buffer_callback=buffers.append)
        assert len(text) < 400 and sum(b.raw().nbytes for b in buffers) == array.nbytes
        assert np.shares_memory(np.frombuffer(buffers[0].raw(), "u1"), array)
        back = pickle.loads(text, buffers=[bytearray(b.raw()) for b in buffers])
        assert is_ours(back) and (back == array).all() and back.base is not None and back.flags.writeable
    protocol = pytest.importorskip(
        "distributed.protocol", reason="distributed is not in this environment: requirements-dev.txt"
    )
    header, frames = protocol.serialize(a)
    assert sum(memoryview(f).nbytes for f in frames) < a.nbytes + 400
    assert np.shares_memory(protocol.deserialize(header, frames), a)


CLUSTER = """
import sys
import numen as np
import dask.array as da
from dask.distributed import Client, LocalCluster

def kind(block):
    return type(block).__module__

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            x = np.arange(1e5).reshape(100, 1000)
            d = da.from_array(x, chunks=(25, 1000), asarray=False)
            blocks = client.compute(d.to_delayed().ravel().tolist())
            print(client.gather(client.map(kind, blocks)), len({*client.who_has(blocks).values()}) >= 1)
            total = (d + 1).sum(axis=0).compute()
            print(kind(total), bool((total == (x + 1).sum(axis=0)).all()))
            kept = d.persist()
            print(kind(kept.compute()), bool((kept.compute() == x).all()))
            values = da.linalg.svd(d)[1].compute()
            print(kind(values), bool(np.allclose(values, np.linalg.svd(x)[1])))
    total = (d * 2).mean(axis=1).compute(scheduler="processes", num_workers=2)
    print(kind(total), bool((total == (x * 2).mean(axis=1)).all()))
"""


@pytest.mark.slow
def test_on_a_cluster_and_on_processes(tmp_path):
    pytest.importorskip("distributed", reason="distributed is not in this environment: requirements-dev.txt")
    program = tmp_path / "cluster.py"
    program.write_text(CLUSTER)
    run = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    kinds = "['numen', 'numen', 'numen', 'numen'] True"
    assert run.stdout.splitlines() == [kinds, *["numen True"] * 4]
