"""numen.ml.neighbors beside scikit-learn."""

import tracemalloc

import numpy
import pytest
from ml_checks import cases, conforms
from sklearn import neighbors as reference
from sklearn.metrics import pairwise_distances

from numen.ml import metrics
from numen.ml import neighbors as ours

rng = numpy.random.default_rng(13)
X, QUERIES = rng.normal(0, 1, (70, 3)), rng.normal(0, 1, (25, 3))
QUERIES[0] = X[3]
REAL = {"check_classifiers_classes": "asserts that results are an array of NumPy, they are ours"}


@cases(ours.NearestNeighbors(), ours.KNeighborsClassifier(), ours.KNeighborsRegressor(weights="distance"))
def test_conventions(estimator):
    conforms(estimator, REAL)


@pytest.mark.parametrize("count", [1, 5, 16, 17, 69])
@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "cosine"])
@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_search(count, metric, dtype):
    x, q = X.astype(dtype), QUERIES.astype(dtype)
    mine = ours.NearestNeighbors(n_neighbors=count, metric=metric).fit(x)
    theirs = reference.NearestNeighbors(n_neighbors=count, metric=metric, algorithm="brute").fit(x)
    for queries in (q, None):
        (d, at), (e, bt) = mine.kneighbors(queries), theirs.kneighbors(queries)
        numpy.testing.assert_allclose(d, e, rtol=1e-5, atol=1e-3 if dtype == "f4" else 1e-7)
        if dtype == "f8":
            assert at.tolist() == bt.tolist()
        assert mine.kneighbors(queries, return_distance=False).tolist() == at.tolist()


@pytest.mark.parametrize("p", [0.5, 1, 1.5, 2, 3, numpy.inf])
def test_powers(p):
    more = {"p": p, "algorithm": "brute", "n_jobs": 1}
    mine, theirs = (
        m.KNeighborsRegressor(6, weights="distance", **more).fit(X, X[:, 0]) for m in (ours, reference)
    )
    for (d, at), (e, bt) in [(mine.kneighbors(QUERIES), theirs.kneighbors(QUERIES))]:
        numpy.testing.assert_allclose(d, e, rtol=1e-10, atol=1e-12)
        assert at.tolist() == bt.tolist()
    numpy.testing.assert_allclose(mine.predict(QUERIES), theirs.predict(QUERIES), rtol=1e-10)
    assert mine.effective_metric_ == {numpy.inf: "chebyshev"}.get(p, theirs.effective_metric_)
    wanted = pairwise_distances(X, QUERIES, metric="minkowski", p=p)
    numpy.testing.assert_allclose(
        metrics.pairwise_distances(X, QUERIES, metric="minkowski", p=p), wanted, rtol=1e-10, atol=1e-7
    )


def test_powers_and_ways_are_checked():
    with pytest.raises(ValueError, match="'p' parameter of KNeighborsClassifier"):
        ours.KNeighborsClassifier(p=0).fit(X, X[:, 0] > 0)
    with pytest.raises(ValueError, match="'algorithm' parameter of NearestNeighbors"):
        ours.NearestNeighbors(algorithm="tree").fit(X)
    assert ours.NearestNeighbors(metric_params={"p": 3}).fit(X).effective_metric_params_ == {"p": 3}


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
@pytest.mark.parametrize("sort", [False, True])
def test_all_within_a_radius(metric, sort):
    mine, theirs = (
        m.NearestNeighbors(radius=0.8, metric=metric, algorithm="brute").fit(X) for m in (ours, reference)
    )
    for queries in (QUERIES, None):
        found = zip(
            *mine.radius_neighbors(queries, sort_results=sort),
            *theirs.radius_neighbors(queries, sort_results=sort),
        )
        lengths = set()
        for d, at, e, bt in found:
            numpy.testing.assert_allclose(d, e, atol=1e-7)
            assert at.tolist() == bt.tolist()
            lengths.add(len(at))
        assert len(lengths) > 2
    assert sum(map(len, mine.radius_neighbors(QUERIES, 100, return_distance=False))) == len(X) * len(QUERIES)


def test_ties_go_to_the_first():
    search = ours.NearestNeighbors(n_neighbors=3).fit([[1.0], [1.0], [-1.0], [3.0]])
    assert search.kneighbors([[0.0]], return_distance=False).tolist() == [[0, 1, 2]]


@pytest.mark.parametrize(
    "weights", ["uniform", "distance", lambda d: numpy.exp(-numpy.asarray(d))], ids=["even", "near", "own"]
)
@pytest.mark.parametrize("count", [1, 4, 20])
@pytest.mark.parametrize("width", [1, 3])
def test_votes_and_means(weights, count, width):
    y = numpy.array(["x", "y", "z"])[rng.integers(0, 3, 70)]
    x, q = X[:, :width], QUERIES[:, :width]
    mine = ours.KNeighborsClassifier(count, weights=weights).fit(x, y)
    theirs = reference.KNeighborsClassifier(count, weights=weights, algorithm="brute").fit(x, y)
    numpy.testing.assert_allclose(mine.predict_proba(q), theirs.predict_proba(q), atol=1e-6)
    if count != 4:
        assert mine.predict(q).tolist() == theirs.predict(q).tolist()
    for target in (X[:, 0], X[:, :2]):
        mine = ours.KNeighborsRegressor(count, weights=weights).fit(x, target)
        theirs = reference.KNeighborsRegressor(count, weights=weights, algorithm="brute").fit(x, target)
        numpy.testing.assert_allclose(mine.predict(q), theirs.predict(q), atol=1e-6)


def test_memory_is_bounded():
    x = rng.normal(0, 1, (6000, 4)).astype("f4")
    search = ours.NearestNeighbors(n_neighbors=2).fit(x)
    tracemalloc.start()
    try:
        search.kneighbors(x)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 1e6 < peak < 100e6  # all distances together take 144 MB


def test_what_is_refused():
    with pytest.raises(
        ValueError, match="Expected n_neighbors <= n_samples_fit, but n_neighbors = 5, n_samples_fit = 2"
    ):
        ours.NearestNeighbors().fit(X[:2]).kneighbors(X)
    with pytest.raises(ValueError, match="'metric' parameter of KNeighborsClassifier"):
        ours.KNeighborsClassifier(metric="far").fit(X, X[:, 0] > 0)
    with pytest.raises(ValueError, match="'n_neighbors' parameter of NearestNeighbors"):
        ours.NearestNeighbors(n_neighbors=0).fit(X)
    with pytest.raises(ValueError, match="Unknown label type: continuous"):
        ours.KNeighborsClassifier().fit(X, X[:, 0])


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
@pytest.mark.parametrize("count", [1, 3, 15, 20])
def test_long_rows_are_searched_by_groups(metric, count):
    r = numpy.random.RandomState(count)
    samples, queries = r.normal(size=(6_001, 3)), r.normal(size=(40, 3))
    samples[5_990] = samples[2] = queries[0]
    distance, at = ours.NearestNeighbors(n_neighbors=count, metric=metric).fit(samples).kneighbors(queries)
    d = r_distances(samples, queries, metric)
    order = numpy.argsort(d, axis=1, kind="stable")[:, :count]
    assert (numpy.asarray(at)[1:] == order[1:]).all()
    numpy.testing.assert_allclose(
        numpy.asarray(distance), numpy.take_along_axis(d, order, axis=1), atol=1e-12
    )
    assert at[0].tolist()[:2] == [2, 5_990][: min(count, 2)]


def r_distances(samples, queries, metric):
    left = queries[:, None] - samples
    return numpy.sqrt((left**2).sum(-1)) if metric == "euclidean" else numpy.abs(left).sum(-1)
