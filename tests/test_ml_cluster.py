"""numen.ml.cluster beside scikit-learn."""

import numpy
import pytest
from ml_checks import cases, conforms
from sklearn import cluster as reference
from sklearn import datasets

import numen as np
from numen.ml import cluster as ours

X, TRUTH = datasets.make_blobs(300, n_features=3, centers=5, random_state=2)
START = X[:5]
DRAWS = {"check_sample_weight_equivalence_on_dense_data": "what is drawn depends on the number of samples"}


@cases(ours.KMeans(), ours.MiniBatchKMeans())
def test_conventions(estimator):
    conforms(estimator, DRAWS)


@pytest.mark.parametrize("dtype", ["f8", "f4"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("width", [1, 3])
def test_same_start_same_end(dtype, weighted, width):
    x = (X[:, :width] + 100).astype(dtype)
    w = numpy.random.default_rng(0).random(300) if weighted else None
    ask = {"init": START[:, :width] + 100, "n_init": 1, "tol": 0}
    mine = ours.KMeans(5, **ask).fit(x, sample_weight=w)
    theirs = reference.KMeans(5, **ask).fit(x, sample_weight=w)
    tight = 1e-9 if dtype == "f8" else 1e-4
    numpy.testing.assert_allclose(mine.cluster_centers_, theirs.cluster_centers_, rtol=tight)
    assert mine.labels_.tolist() == theirs.labels_.tolist() == mine.predict(x).tolist()
    assert mine.inertia_ == pytest.approx(theirs.inertia_, rel=tight * 10)
    numpy.testing.assert_allclose(
        mine.transform(x), theirs.transform(x), rtol=1e-3, atol=1e-3 if dtype == "f4" else 1e-7
    )
    assert mine.score(x) == pytest.approx(theirs.score(x), rel=tight * 10)
    assert mine.cluster_centers_.dtype == dtype and mine.converged_
    fall = mine.inertia_history_.tolist()
    assert fall == sorted(fall, reverse=True) or dtype == "f4"


@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_drawn_starts_reach_the_same_sum(init):
    mine = ours.KMeans(5, init=init, n_init=10, random_state=0).fit(X)
    theirs = reference.KMeans(5, init=init, n_init=10, random_state=0).fit(X)
    assert mine.inertia_ == pytest.approx(theirs.inertia_, rel=1e-3)
    again = ours.KMeans(5, init=init, n_init=10, random_state=0).fit(X)
    assert (again.labels_ == mine.labels_).all()
    small = ours.MiniBatchKMeans(5, init=init, n_init=10, random_state=0, batch_size=64).fit(X)
    assert small.inertia_ < (1.1 if init == "k-means++" else 1.5) * theirs.inertia_


def test_a_centre_without_samples_moves_to_the_farthest():
    x = numpy.array([[0.0], [1.0], [10.0], [11.0], [50.0]])
    start = numpy.array([[0.5], [10.5], [1000.0]])
    mine = ours.KMeans(3, init=start).fit(x)
    theirs = reference.KMeans(3, init=start, n_init=1).fit(x)
    assert numpy.sort(numpy.ravel(mine.cluster_centers_)).tolist() == [0.5, 10.5, 50]
    assert mine.inertia_ == pytest.approx(theirs.inertia_)
    twins = ours.KMeans(3, random_state=0).fit(numpy.ones((6, 2)))
    assert twins.inertia_ == 0 and numpy.isfinite(numpy.asarray(twins.cluster_centers_)).all()


def test_converged_is_said_only_where_it_is_so():
    with pytest.warns(UserWarning, match="centres still move after max_iter=1 rounds"):
        short = ours.KMeans(5, init=START, max_iter=1, tol=0).fit(X)
    assert not short.converged_ and short.n_iter_ == 1


def test_plus_plus():
    centres, at = ours.kmeans_plusplus(X, 5, random_state=3)
    assert (np.asarray(X)[at] == centres).all() and len(set(at.tolist())) == 5
    assert len(set(TRUTH[numpy.asarray(at)].tolist())) >= 4


def test_few_samples_to_start_from_and_none_to_label():
    asked = {"batch_size": 32, "random_state": 0}
    best = reference.KMeans(5, n_init=10, random_state=0).fit(X).inertia_
    for size in (1, 20, 10_000):
        model = ours.MiniBatchKMeans(5, n_init=10, init_size=size, **asked).fit(X)
        assert model.inertia_ < 1.3 * best
    bare = ours.MiniBatchKMeans(5, compute_labels=False, **asked).fit(X)
    assert not hasattr(bare, "labels_") and -bare.score(X) < 1.5 * best
    with pytest.raises(ValueError, match="'init_size' parameter of MiniBatchKMeans"):
        ours.MiniBatchKMeans(5, init_size=0).fit(X)
    with pytest.raises(ValueError, match="'algorithm' parameter of KMeans"):
        ours.KMeans(5, algorithm="full").fit(X)
    one = [ours.kmeans_plusplus(X, 5, n_local_trials=1, random_state=n)[0] for n in range(20)]
    many = [ours.kmeans_plusplus(X, 5, n_local_trials=20, random_state=n)[0] for n in range(20)]
    cost = [
        sum(-ours.KMeans(5, init=c, max_iter=1, tol=1e9).fit(X).score(X) for c in found)
        for found in (one, many)
    ]
    assert cost[1] < cost[0]


def test_chunks():
    model = ours.MiniBatchKMeans(5, random_state=0)
    for chunk in numpy.array_split(X, 6):
        model.partial_fit(chunk)
    assert (
        model.n_steps_ == 6
        and -model.score(X) < 1.5 * reference.KMeans(5, n_init=10, random_state=0).fit(X).inertia_
    )


def test_what_is_refused():
    with pytest.raises(ValueError, match="n_samples=3 should be >= n_clusters=8"):
        ours.KMeans().fit(X[:3])
    with pytest.raises(ValueError, match="The shape of the initial centers"):
        ours.KMeans(5, init=START[:, :2]).fit(X)
    with pytest.raises(ValueError, match="'init' parameter of KMeans"):
        ours.KMeans(init="far").fit(X)
    with pytest.raises(ValueError, match="'n_clusters' parameter of KMeans"):
        ours.KMeans(0).fit(X)


def test_an_interrupt_keeps_the_centres(monkeypatch):
    real, calls = ours._kmeans.sums, []

    def interrupted(*args):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(ours._kmeans, "sums", interrupted)
    model = ours.KMeans(5, init=START, tol=0)
    with pytest.raises(KeyboardInterrupt):
        model.fit(X)
    assert (
        model.converged_ is False
        and model.cluster_centers_.shape == (5, 3)
        and len(model.inertia_history_) == 2
    )
