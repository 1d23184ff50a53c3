"""numen.ml.model_selection beside scikit-learn and SciPy."""

import warnings

import numpy
import pandas
import pytest
from scipy import stats
from sklearn import linear_model
from sklearn import model_selection as reference

import numen as np
from numen.ml import model_selection as ours
from numen.ml._base import BaseEstimator
from numen.ml.preprocessing import StandardScaler

rng = numpy.random.default_rng(7)
X = rng.normal(size=(53, 3))
Y = rng.integers(0, 3, 53)
WORDS = numpy.array(["b", "c", "a"])[Y]


def same(mine, theirs):
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs):
        numpy.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"test_size": 0.2},
        {"test_size": 7, "train_size": 20},
        {"train_size": 0.33},
        {"shuffle": False, "test_size": 11},
        {"stratify": Y},
        {"stratify": WORDS, "test_size": 10, "train_size": 31},
        {"stratify": numpy.column_stack([Y == 0, Y == 1]), "test_size": 0.3},
    ],
    ids=lambda o: "-".join(o) or "default",
)
def test_train_test_split(options):
    seed = {} if "shuffle" in options else {"random_state": 4}
    same(ours.train_test_split(X, Y, **options, **seed), reference.train_test_split(X, Y, **options, **seed))


def test_split_keeps_frames_and_lists():
    frame, rows = pandas.DataFrame(X, columns=list("abc")), list(range(53))
    a, b, c, d = ours.train_test_split(frame, rows, random_state=0)
    assert isinstance(a, pandas.DataFrame) and isinstance(c, list) and a.index.tolist() == c
    assert b.index.tolist() == d and sorted(c + d) == rows


@pytest.mark.parametrize(
    "options, message",
    [
        ({"test_size": 1.5}, "should be either positive and smaller"),
        ({"test_size": 60}, "should be either positive and smaller"),
        ({"test_size": 0.6, "train_size": 0.6}, "The sum of test_size and train_size"),
        ({"test_size": 40, "train_size": 40}, "should be smaller than the number of samples"),
        ({"test_size": "x"}, "Invalid value for test_size"),
        ({"stratify": [0] * 52 + [1]}, "The least populated classes in y have only 1"),
        ({"stratify": Y, "test_size": 2}, "should be greater or equal to the number of classes"),
        ({"stratify": Y, "shuffle": False}, "not implemented for shuffle=False"),
    ],
)
def test_split_refuses(options, message):
    with pytest.raises(ValueError, match=message):
        ours.train_test_split(X, **options)


@pytest.mark.parametrize("k", [2, 5, 13])
@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("name", ["KFold", "StratifiedKFold"])
@pytest.mark.parametrize("y", [Y, WORDS, numpy.sort(Y)], ids=["int", "str", "sorted"])
def test_folds(k, shuffle, name, y):
    seed = {"random_state": 2} if shuffle else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mine = list(getattr(ours, name)(k, shuffle=shuffle, **seed).split(X, y))
        theirs = list(getattr(reference, name)(k, shuffle=shuffle, **seed).split(X, y))
    assert len(mine) == k
    for a, b in zip(mine, theirs):
        same(a, b)


def test_folds_refuse():
    for bad in ({"n_splits": 1}, {"n_splits": 2.5}, {"random_state": 1}):
        with pytest.raises(ValueError):
            ours.KFold(**bad)
    with pytest.raises(ValueError, match="greater than the number of samples"):
        list(ours.KFold(5).split([1, 2]))
    with pytest.raises(ValueError, match="members in each class"):
        list(ours.StratifiedKFold(3).split([0] * 4, [0, 0, 1, 1]))
    with pytest.raises(ValueError, match="Got 'continuous' instead"):
        list(ours.StratifiedKFold(2).split([0] * 4, [0.5, 0.1, 1, 1]))
    with pytest.warns(UserWarning, match="has only 2 members, which is less than n_splits=3"):
        list(ours.StratifiedKFold(3).split([0] * 5, [0, 0, 1, 1, 1]))
    assert repr(ours.KFold(3, shuffle=True)) == "KFold(n_splits=3, shuffle=True)"


@pytest.mark.parametrize("scoring", [None, "accuracy", "f1_macro", "neg_log_loss"])
def test_cross_val_score_of_a_classifier(scoring):
    model = linear_model.LogisticRegression()
    a = ours.cross_val_score(model, X, Y, scoring=scoring, cv=4)
    b = reference.cross_val_score(model, X, Y, scoring=scoring, cv=4)
    numpy.testing.assert_allclose(a, b, rtol=1e-12)


@pytest.mark.parametrize("scoring", [None, "r2", "neg_mean_squared_error", "neg_max_error"])
def test_cross_val_score_of_a_regressor(scoring):
    model, y, w = linear_model.Ridge(), X @ [1, 2, 3] + Y, rng.random(53)
    cv = dict(
        mine=ours.KFold(6, shuffle=True, random_state=1),
        theirs=reference.KFold(6, shuffle=True, random_state=1),
    )
    params = {"sample_weight": w}
    a = ours.cross_val_score(model, X, y, scoring=scoring, cv=cv["mine"], params=params)
    b = reference.cross_val_score(model, X, y, scoring=scoring, cv=cv["theirs"], params=params)
    numpy.testing.assert_allclose(a, b, rtol=1e-12)
    p = ours.cross_val_predict(model, X, y, cv=cv["mine"])
    numpy.testing.assert_allclose(p, reference.cross_val_predict(model, X, y, cv=cv["theirs"]), rtol=1e-12)
    with pytest.raises(ValueError, match="is not a valid scoring value"):
        ours.cross_val_score(model, X, y, scoring="good")
    with pytest.raises(TypeError, match="should have a 'score' method"):
        ours.cross_val_score(StandardScaler(), X)


@pytest.mark.parametrize("method", ["percentile", "basic", "bca"])
@pytest.mark.parametrize("statistic", [numpy.mean, numpy.median, numpy.std])
def test_bootstrap(method, statistic):
    data = rng.exponential(2, 40)
    mine = ours.bootstrap(
        data,
        getattr(np, statistic.__name__),
        method=method,
        n_resamples=500,
        confidence_level=0.9,
        random_state=3,
    )
    theirs = stats.bootstrap(
        (data,),
        statistic,
        method=method,
        n_resamples=500,
        confidence_level=0.9,
        random_state=numpy.random.RandomState(3),
    )
    numpy.testing.assert_allclose(mine.distribution, theirs.bootstrap_distribution, rtol=1e-12)
    numpy.testing.assert_allclose(mine.interval, theirs.confidence_interval, rtol=1e-9)
    numpy.testing.assert_allclose(mine.standard_error, theirs.standard_error, rtol=1e-12)


def test_bootstrap_of_rows_and_of_functions_without_axis():
    mine = ours.bootstrap(X, random_state=0, n_resamples=200)
    assert mine.low.shape == mine.high.shape == mine.estimate.shape == (3,)
    numpy.testing.assert_allclose(mine.estimate, X.mean(axis=0))
    one = ours.bootstrap(X[:, 0], lambda x: np.mean(x), random_state=0, n_resamples=50)
    numpy.testing.assert_allclose(
        one.distribution, ours.bootstrap(X[:, 0], random_state=0, n_resamples=50).distribution
    )
    for bad in ({"method": "x"}, {"confidence_level": 1}, {"n_resamples": 0}):
        with pytest.raises(ValueError):
            ours.bootstrap(X, **bad)
    with pytest.raises(ValueError, match="at least two samples"):
        ours.bootstrap([1.0])


def test_bootstrap_interval_covers_the_mean():
    draws = numpy.random.default_rng(0)
    hits = 0
    for i in range(200):
        found = ours.bootstrap(draws.normal(5, 2, 40), n_resamples=300, random_state=i)
        hits += bool(found.low <= 5 <= found.high)
    assert 175 <= hits <= 199


def test_batches():
    seen = list(ours.batches(X, Y, batch_size=8, random_state=0))
    assert [len(x) for x, _ in seen] == [8] * 6 + [5]
    rows = numpy.concatenate([x for x, _ in seen])
    order = numpy.array([numpy.flatnonzero((X == r).all(axis=1))[0] for r in rows])
    assert sorted(order) == list(range(53)) and order.tolist() != list(range(53))
    numpy.testing.assert_array_equal(numpy.concatenate([y for _, y in seen]), Y[order])
    assert len(list(ours.batches(X, batch_size=8, drop_last=True))) == 6
    loader = ours.DataLoader(np.arange(20), batch_size=20, shuffle=True, random_state=1)
    first, second = (next(iter(loader)).tolist() for _ in range(2))
    assert first != second and sorted(first) == sorted(second)
    again = ours.DataLoader(np.arange(20), batch_size=20, shuffle=True, random_state=1)
    assert next(iter(again)).tolist() == first
    for bad in (((X, Y[:3]), {}), ((), {}), ((X,), {"batch_size": 0})):
        with pytest.raises(ValueError):
            ours.batches(*bad[0], **bad[1])


class Picky(BaseEstimator):
    """Refuses data with some value."""

    def __init__(self, refused=0):
        self.refused = refused

    def fit(self, X, y):
        if (np.asarray(X) == self.refused).any():
            raise ValueError("refused")
        return self

    def score(self, X, y):
        return 0.5


def test_folds_that_fail():
    X, y = np.arange(10.0)[:, None], np.arange(10)
    with pytest.warns(RuntimeWarning, match="4 fits failed out of a total of 5"):
        found = ours.cross_val_score(Picky(), X, y, cv=5, n_jobs=2)
    assert np.isnan(found).tolist() == [False, True, True, True, True] and found[0] == 0.5
    with pytest.warns(RuntimeWarning, match="set to -1"):
        assert ours.cross_val_score(Picky(), X, y, error_score=-1).tolist() == [0.5, -1, -1, -1, -1]
    with pytest.raises(ValueError, match="refused"):
        ours.cross_val_score(Picky(), X, y, error_score="raise")
    with pytest.raises(ValueError, match="All the 2 fits failed"):
        ours.cross_val_score(Picky(), np.zeros((4, 1)), np.zeros(4), cv=2)


def test_groups_reach_the_splitter():
    from sklearn.model_selection import GroupKFold

    groups = numpy.array([0, 0, 1, 1, 2, 2])
    X, y = np.arange(6.0)[:, None], np.arange(6)
    assert len(ours.cross_val_score(Picky(9), X, y, cv=GroupKFold(3), groups=groups)) == 3


def test_names_of_scores_are_those_of_scikit_learn():
    from sklearn.datasets import make_classification
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import get_scorer, get_scorer_names

    from numen.ml.model_selection._score import SCORES, scorer

    assert set(SCORES) <= set(get_scorer_names())
    X, y = make_classification(120, 5, n_informative=3, n_redundant=0, n_classes=3, random_state=0)
    for classes in (y, (y > 0).astype(int)):
        model = LogisticRegression().fit(X, classes)
        for name in SCORES:
            try:
                wanted = get_scorer(name)(model, X, classes)
            except ValueError:
                continue  # a score of two classes
            assert scorer(name, model)(model, X, classes) == pytest.approx(wanted, abs=1e-10), name
