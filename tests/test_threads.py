"""Threads, forks and lack of memory: the same results, and the state stays sane."""

import json
import multiprocessing
import os
import subprocess
import sys
import threading

import pytest

import numen as np

PROGRAM = """
import hashlib, json
import numen as np

rng = np.random.RandomState(1)
n = 300_001
a, b, i = rng.rand(n), rng.rand(n), rng.randint(-1000, 1000, n)
x = rng.rand(701, 431)
results = {
    "sum": a.sum(), "dot": a @ b, "itself": a @ a, "norm": np.linalg.norm(a), "exp": np.exp(a), "add": a + b, "mixed": a + i, "cast": a.astype("f4"),
    "sum0": x.sum(0), "sum1": x.sum(1), "max": x.max(0), "cumsum": np.cumsum(a), "sort": np.sort(a), "sorti": np.sort(i),
    "argsort": np.argsort(i, kind="stable"), "mask": a[a > 0.5], "gather": a[np.abs(i)], "where": np.where(a > b, a, b),
    "strided": a[::3] * b[::3], "swapped": a.astype(">f8") + 1, "var": x.var(), "matmul": x @ x.T[:, :50],
    "transposed": x.T + 1, "concatenate": np.concatenate([a, b]), "copy": x.T.copy(), "any": (a > 2).any(), "argmax": a.argmax(),
    "product": np.multiply.reduce(a[:1000] + 0.5), "int_sum": i.sum(), "f4": a.astype("f4").sum(), "median": np.median(a),
    "unique": np.unique(i), "minimum": np.minimum(a, b), "power": a**2.5, "divmod": np.divmod(i, 7), "isnan": np.isnan(a),
}
digest = lambda v: hashlib.sha256(np.ascontiguousarray(v).tobytes()).hexdigest()
print(json.dumps({k: digest(v) for k, v in results.items()}))
"""


def results(**environment):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_results_do_not_depend_on_the_number_of_threads():
    one = results(NUMEN_NUM_THREADS="1")
    for count in ("2", "3"):
        more = results(NUMEN_NUM_THREADS=count)
        assert {k for k in one if one[k] != more[k]} == set()


def together(*functions):
    """Run functions in threads at once; their results, or the first error."""
    out, gate = [None] * len(functions), threading.Barrier(len(functions))

    def run(k, f):
        gate.wait()
        try:
            out[k] = f()
        except BaseException as e:  # noqa: BLE001 - handed on below
            out[k] = e

    threads = [threading.Thread(target=run, args=(k, f)) for k, f in enumerate(functions)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
        assert not t.is_alive()
    for r in out:
        if isinstance(r, BaseException):
            raise r
    return out


def test_two_python_threads_at_once():
    a = np.arange(400_000, dtype="f8")
    work = [
        lambda: float(np.sqrt(a).sum()),
        lambda: float((a * 2 + 1).sum()),
        lambda: np.sort(a[::-1])[:3].tolist(),
        lambda: float(a @ a),
    ]
    alone = [f() for f in work]
    for _ in range(5):
        assert together(*work) == alone


def test_small_calls_in_many_threads():
    def work():
        total = 0.0
        for k in range(2000):
            x = np.array([1.0, 2.0, k])
            total += (x + x)[2] + x[x > 1].sum() + float(np.add.reduce([k, 1]))
        return total

    found = together(*[work] * 4)
    assert len(set(found)) == 1
    # Doubled, summed where over one, and increased: k = 0 and 1 leave the middle sum at two.
    assert found[0] == sum(2 * k + (2 + k if k > 1 else 2) + (k + 1) for k in range(2000))


def test_object_arrays_in_threads():
    items = [str(i) for i in range(100)]

    def work():
        for _ in range(200):
            a = np.array(items, dtype=object)
            b = a[::-1].copy()
            assert (a + b)[0] == "099" and (b == a[::-1]).all()
        return True

    assert together(work, work) == [True, True]


def test_writing_to_parts_of_one_array():
    a = np.zeros(200_000)

    def write(part, value):
        def work():
            for _ in range(10):
                part[...] = value
                np.add(part, 1, out=part)
            return None

        return work

    together(write(a[:100_000], 1), write(a[100_000:], 2))
    assert a[:100_000].tolist() == [2.0] * 100_000 and (a[100_000:] == 3).all()


def test_an_exception_in_one_thread_stays_there():
    def fail():
        for _ in range(200):
            with pytest.raises(ValueError, match="could not be broadcast"):
                np.zeros(3) + np.zeros(4)
        return True

    def fine():
        return [float(np.ones(1000).sum()) for _ in range(200)] == [1000.0] * 200

    assert together(fail, fine) == [True, True]


def total(n):
    """Work that uses the pool, in a forked process."""
    return float(np.sqrt(np.arange(n, dtype="f8")).sum()), np.sort(np.arange(n)[::-1])[:2].tolist()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(method):
    expected = total(300_000)
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(total, [300_000] * 3) == [expected] * 3
        a = np.arange(12.0).reshape(3, 4).T
        assert [r.tolist() for r in pool.map(np.sort, [a, a])] == [np.sort(a).tolist()] * 2
    assert total(300_000) == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_fork_while_another_thread_computes():
    stop = threading.Event()
    a = np.arange(300_000, dtype="f8")

    def busy():
        while not stop.is_set():
            np.sqrt(a)

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for _ in range(5):
            child = os.fork()
            if child == 0:
                os._exit(0 if np.sqrt(a)[4] == 2.0 else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        stop.set()
        thread.join()


LIMITED = """
import resource
import numen as np

a = np.ones(1_000_000)
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
calls = {
    "empty": lambda: np.empty(1 << 29), "zeros": lambda: np.zeros((1 << 15, 1 << 15)), "outer": lambda: np.add.outer(a, a),
    "repeat": lambda: np.repeat(a, 1000), "tile": lambda: np.tile(a, 1000), "arange": lambda: np.arange(1 << 30),
    "broadcast": lambda: np.broadcast_to(a, (1000, 1_000_000)) + 1, "astype": lambda: np.broadcast_to(a, (1000, 1_000_000)).astype("f4"),
    "copy": lambda: np.broadcast_to(a, (1000, 1_000_000)).copy(), "concatenate": lambda: np.concatenate([a] * 1000),
    "take": lambda: a[np.broadcast_to(np.array([0]), (1 << 29,))], "resize": lambda: np.ones(3).resize(1 << 29),
    "objects": lambda: np.empty(1 << 29, object), "full": lambda: np.full(1 << 29, 3.0), "linspace": lambda: np.linspace(0, 1, 1 << 29),
}
for name, call in calls.items():
    try:
        call()
    except MemoryError as e:
        assert "resize" == name or "Unable to allocate" in str(e), (name, e)
    else:
        raise AssertionError(name)
    assert (a + 1)[0] == 2.0 and a.sum() == 1_000_000, name
    assert np.sort(a[:1000][::-1])[0] == 1.0
print("sane")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps RLIMIT_AS")
def test_allocations_that_fail():
    run = subprocess.run(
        [sys.executable, "-c", LIMITED],
        env={**os.environ, "NUMEN_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.stdout.strip() == "sane", run.stderr


@pytest.mark.parametrize("shape", [(2**62,), (2**40, 2**40), (2**31, 2**31, 4)])
def test_sizes_that_do_not_exist(shape):
    for call in (np.empty, np.zeros, np.ones):
        with pytest.raises(
            (ValueError, MemoryError), match="array is too big|Maximum allowed|Unable to allocate|too large"
        ):
            call(shape)
