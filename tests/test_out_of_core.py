"""Estimators taught by chunks; the guide's program within less memory than its data have."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import numen as np
from numen.ml.cluster import MiniBatchKMeans
from numen.ml.linear_model import LinearRegression, SGDClassifier
from numen.ml.pipeline import fit_chunks
from numen.ml.preprocessing import MinMaxScaler, StandardScaler

GUIDE = Path(__file__).parents[1] / "docs" / "out_of_core.md"
X = np.random.default_rng(0).normal(3, 2, size=(1003, 4))
Y = (X[:, 0] > 3).astype(int)


def test_chunks_of_an_array():
    for size in (1, 7, 1003, 5000):
        scaler = fit_chunks(StandardScaler(), X, chunk_size=size)
        assert scaler.n_samples_seen_ == 1003
        np.testing.assert_allclose(scaler.mean_, X.mean(axis=0), rtol=1e-12)
        np.testing.assert_allclose(scaler.var_, X.var(axis=0), rtol=1e-10)
    scaler = fit_chunks(MinMaxScaler(), X.tolist(), chunk_size=100)
    assert scaler.data_max_.tolist() == X.max(axis=0).tolist()


def test_labels_and_epochs():
    by_hand = SGDClassifier(random_state=0)
    for _ in range(3):
        for start in range(0, 1003, 100):
            by_hand.partial_fit(X[start : start + 100], Y[start : start + 100], classes=[0, 1])
    taught = fit_chunks(SGDClassifier(random_state=0), X, Y, epochs=3, chunk_size=100, classes=[0, 1])
    assert taught.coef_.tolist() == by_hand.coef_.tolist() and taught.score(X, Y) > 0.75


def test_refusals():
    with pytest.raises(TypeError, match="LinearRegression has no partial_fit"):
        fit_chunks(LinearRegression(), X, Y)
    with pytest.raises(ValueError, match="X has 1003 rows and y 3"):
        fit_chunks(SGDClassifier(), X, Y[:3])
    for wrong in ({"chunk_size": 0}, {"epochs": 0}):
        with pytest.raises(ValueError, match="must be positive"):
            fit_chunks(StandardScaler(), X, **wrong)


def test_chunks_of_dask_arrays():
    da = pytest.importorskip("dask.array", reason="Dask is not in this environment: requirements-dev.txt")
    seen = []

    class Watches(StandardScaler):
        def partial_fit(self, X, y=None, sample_weight=None):
            seen.append((type(X), X.shape))
            return super().partial_fit(X, y, sample_weight)

    d = da.from_array(X, chunks=((500, 3, 500), (2, 2)), asarray=False)
    scaler = fit_chunks(Watches(), d)
    assert seen == [(np.ndarray, (n, 4)) for n in (500, 3, 500)]
    np.testing.assert_allclose(scaler.mean_, X.mean(axis=0), rtol=1e-12)
    labels = da.from_array(Y, chunks=100, asarray=False)
    taught = fit_chunks(SGDClassifier(random_state=0), d, labels, classes=[0, 1])
    assert taught.coef_.shape == (1, 4)
    centres = fit_chunks(MiniBatchKMeans(2, random_state=0), d).cluster_centers_
    assert type(centres) is np.ndarray and centres.shape == (2, 4)


# Runs the text given to it with so many bytes more than it has after the imports; threads are there by then.
LIMITED = """
import resource, sys
import dask.array as da, dask.diagnostics, numen as np
import numen.ml.cluster, numen.ml.pipeline, numen.ml.preprocessing
a = da.from_array(np.ones((400, 400)), chunks=100, asarray=False)
(a @ a).sum().compute(num_workers=2), (np.ones((600, 600)) @ np.ones((600, 600))).sum()
has = int(next(line for line in open("/proc/self/status") if line.startswith("VmData")).split()[1]) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (has + int(sys.argv[2]),) * 2)
exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), {"__name__": "__main__"})
"""


def limited(program, megabytes, folder):
    (folder / "program.py").write_text(program)
    command = [sys.executable, "-c", LIMITED, "program.py", str(megabytes << 20)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=500)


@pytest.mark.slow
@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="reads /proc and limits memory as Linux does"
)
def test_guide_within_less_memory_than_its_data(tmp_path):
    pytest.importorskip("dask.array", reason="Dask is not in this environment: requirements-dev.txt")
    [program] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.S)
    run = limited(program, 96, tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]
    first, second = run.stdout.splitlines()
    assert first.startswith("<class 'numen.ndarray'> <class 'numen.memmap'>")
    assert float(second.rpartition(" ")[2]) < 0.1
    assert (tmp_path / "samples.npy").stat().st_size > 160_000_000
    # The limit holds: the file as an array in memory is refused.
    whole = limited("import numen as np\nnp.load('samples.npy')", 96, tmp_path)
    assert "MemoryError" in whole.stderr
