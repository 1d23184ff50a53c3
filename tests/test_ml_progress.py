"""Bars of long fits: where they show, where they do not, and that they end."""

import contextlib
import io
import sys

import pytest

import numen as np
from numen.ml import cluster, decomposition, linear_model, model_selection, neural_network
from numen.ml._progress import Progress, bars_wanted

X = np.random.RandomState(0).normal(size=(60, 3))
Y = (X[:, 0] > 0).astype(int)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("numen.ml._progress.PATIENCE", 0.0)


def shown(run, stream=io.StringIO):
    """What a call writes to standard error, which is a stream of the kind given."""
    with contextlib.redirect_stderr(stream()) as written:
        run()
    return written.getvalue()


FITS = {
    "k-means": lambda v: cluster.KMeans(3, random_state=0, verbose=v).fit(X),
    "k-means of several starts": lambda v: cluster.KMeans(3, n_init=3, random_state=0, verbose=v).fit(X),
    "mini-batch k-means": lambda v: cluster.MiniBatchKMeans(3, batch_size=20, random_state=0, verbose=v).fit(
        X
    ),
    "power iteration": lambda v: decomposition.power_iteration(X.T @ X, random_state=0, verbose=v),
    "gradient descent": lambda v: linear_model.LinearRegression(solver="gradient", verbose=v).fit(X, X[:, 1]),
    "coordinate descent": lambda v: linear_model.Lasso(0.01, verbose=v).fit(X, X[:, 1]),
    "logistic regression": lambda v: linear_model.LogisticRegression(verbose=v).fit(X, Y),
    "SGD": lambda v: linear_model.SGDClassifier(random_state=0, verbose=v).fit(X, Y),
    "network": lambda v: neural_network.MLPClassifier(
        (4,), max_iter=3, random_state=0, learning_rate_init=0.01, tol=10.0, n_iter_no_change=1, verbose=v
    ).fit(X, Y),
    "cross-validation": lambda v: model_selection.cross_val_score(
        linear_model.Ridge(), X, X[:, 1], verbose=v
    ),
    "bootstrap": lambda v: model_selection.bootstrap(X[:, 0], n_resamples=50, random_state=0, verbose=v),
}


@pytest.mark.parametrize("name", FITS)
def test_bar_where_forced_and_on_terminals_unless_stopped(name, impatient):
    fit, title = FITS[name], name.split(" of ")[0]
    assert shown(lambda: fit(None)) == ""
    assert title in shown(lambda: fit(True))
    assert title in shown(lambda: fit(None), Terminal)
    assert shown(lambda: fit(False), Terminal) == ""


def test_short_fits_have_no_bar_of_their_own():
    assert shown(lambda: list(Progress(range(5), "short")), Terminal) == ""


def test_without_tqdm_a_fit_is_silent(impatient, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    for verbose in (None, True):
        assert shown(lambda: FITS["k-means"](verbose), Terminal) == ""


def test_bar_ends_with_the_loop_however_it_ends():
    bar = Progress(range(9), "left", True)

    def left():
        for _ in bar:
            assert bar._bar is not None
            bar.note(loss=0.123456)
            break
        assert bar._bar is None

    def interrupted():
        with pytest.raises(KeyboardInterrupt):
            for _ in bar:
                raise KeyboardInterrupt
        assert bar._bar is None

    assert "0.1235" in shown(left)
    assert "left" in shown(interrupted)


def test_items_pass_through_and_are_counted():
    found = []
    text = shown(lambda: found.extend(Progress((n for n in range(4)), "given", True, total=8)))
    assert found == [0, 1, 2, 3]
    assert "4/8" in text


def test_no_standard_error():
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):
        with contextlib.redirect_stderr(stream):
            assert not bars_wanted(None)
