"""numen.ml.pipeline beside scikit-learn."""

import numpy
import pandas
import pytest
from ml_checks import cases, conforms
from sklearn import compose
from sklearn import pipeline as reference
from sklearn import preprocessing as theirs
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression, Ridge

import numen as np
from numen.ml import pipeline as ours
from numen.ml import preprocessing as mine

rng = numpy.random.default_rng(11)
X = rng.normal(3, 2, (60, 3))
Y = (X[:, 0] + X[:, 1] * X[:, 2] > 9).astype(int)
FRAME = pandas.DataFrame(
    {"a": X[:, 0], "kind": numpy.array(["u", "v", "w"])[rng.integers(0, 3, 60)], "b": X[:, 1]}
)


@cases(
    ours.make_pipeline(mine.StandardScaler(), mine.MinMaxScaler()),
    ours.make_union(mine.StandardScaler(), mine.PolynomialFeatures()),
)
def test_conventions(estimator):
    # Steps learn in place, as they do in scikit-learn's own, so that what was given can be looked at.
    conforms(estimator, {"check_estimators_overwrite_params": "steps learn in place"})


def test_pipeline_of_a_classifier():
    a = ours.make_pipeline(mine.StandardScaler(), mine.PolynomialFeatures(), LogisticRegression()).fit(X, Y)
    b = reference.make_pipeline(
        theirs.StandardScaler(), theirs.PolynomialFeatures(), LogisticRegression()
    ).fit(X, Y)
    numpy.testing.assert_allclose(a.predict_proba(X), b.predict_proba(X), rtol=1e-6)
    numpy.testing.assert_array_equal(a.predict(X), b.predict(X))
    assert a.score(X, Y) == b.score(X, Y) and a.classes_.tolist() == [0, 1] and a.n_features_in_ == 3
    assert [n for n, _ in a.steps] == [n for n, _ in b.steps] and len(a) == 3
    assert (
        a[:-1].get_feature_names_out(["a", "b", "c"]).tolist()
        == b[:-1].get_feature_names_out(["a", "b", "c"]).tolist()
    )
    assert not hasattr(a, "transform") and not hasattr(a, "fit_transform") and hasattr(a, "decision_function")


def test_pipeline_transforms_and_back():
    a = ours.Pipeline([("x", "passthrough"), ("s", mine.StandardScaler()), ("m", mine.MinMaxScaler())])
    b = reference.Pipeline(
        [("x", "passthrough"), ("s", theirs.StandardScaler()), ("m", theirs.MinMaxScaler())]
    )
    z = a.fit_transform(X)
    assert isinstance(z, np.ndarray)
    numpy.testing.assert_allclose(z, b.fit_transform(X), rtol=1e-9)
    numpy.testing.assert_allclose(a.transform(X), z)
    numpy.testing.assert_allclose(a.inverse_transform(z), X, rtol=1e-9)
    assert not hasattr(a, "predict")


def test_pipeline_parameters():
    pipe = ours.Pipeline([("s", mine.StandardScaler()), ("r", Ridge())])
    pipe.set_params(s__with_mean=False, r__alpha=3.0)
    assert pipe["s"].with_mean is False and pipe.get_params()["r__alpha"] == 3.0
    pipe.set_params(r=Ridge(alpha=7.0))
    assert pipe.named_steps["r"].alpha == 7.0
    assert clone(pipe).get_params()["r__alpha"] == 7.0
    w = rng.random(60)
    pipe.fit(X, X[:, 0], r__sample_weight=w)
    b = reference.Pipeline([("s", theirs.StandardScaler(with_mean=False)), ("r", Ridge(alpha=7.0))])
    numpy.testing.assert_allclose(
        pipe.predict(X), b.fit(X, X[:, 0], r__sample_weight=w).predict(X), rtol=1e-9
    )
    with pytest.raises(ValueError, match="Invalid parameter 'q'"):
        pipe.set_params(q=1)
    with pytest.raises(ValueError, match="does not accept the sample_weight parameter"):
        pipe.fit(X, Y, sample_weight=w)


def test_pipeline_refuses_and_restores():
    with pytest.raises(ValueError, match="The pipeline is empty"):
        ours.Pipeline([]).fit(X)
    with pytest.raises(ValueError, match="not unique"):
        ours.Pipeline([("a", mine.StandardScaler()), ("a", Ridge())]).fit(X, Y)
    with pytest.raises(TypeError, match="All intermediate steps should be transformers"):
        ours.Pipeline([("a", Ridge()), ("b", Ridge())]).fit(X, Y)
    pipe = ours.make_pipeline(mine.StandardScaler(), mine.LogTransformer(5))
    pipe.fit(X)
    before = pipe[0].mean_.tolist()
    with pytest.raises(ValueError, match="greater than -5"):
        pipe.fit(numpy.vstack([X, numpy.full((1, 3), -1e6)]))
    assert pipe[0].mean_.tolist() == before


@pytest.mark.parametrize("weights", [None, {"b": 3.0}])
def test_feature_union(weights):
    a = ours.FeatureUnion(
        [("a", mine.StandardScaler()), ("b", mine.PolynomialFeatures()), ("c", "drop"), ("d", "passthrough")],
        transformer_weights=weights,
    )
    b = reference.FeatureUnion(
        [
            ("a", theirs.StandardScaler()),
            ("b", theirs.PolynomialFeatures()),
            ("c", "drop"),
            ("d", "passthrough"),
        ],
        transformer_weights=weights,
    )
    numpy.testing.assert_allclose(a.fit_transform(X), b.fit_transform(X), rtol=1e-9, atol=1e-12)
    numpy.testing.assert_allclose(a.transform(X[:5]), b.transform(X[:5]), rtol=1e-9, atol=1e-12)
    assert a.get_feature_names_out().tolist() == b.get_feature_names_out().tolist()
    with pytest.raises(ValueError, match="Attempting to weight"):
        ours.FeatureUnion([("a", mine.StandardScaler())], transformer_weights={"z": 1}).fit(X)


COLUMNS = [
    (FRAME, ["a", "b"], ["kind"]),
    (FRAME, slice("a", "a"), [1]),
    (FRAME, [True, False, True], ["kind"]),
    (FRAME, lambda f: ["b"], [-2]),
    (X, [0, 2], [1]),
    (X, slice(0, 2), [2]),
]


@pytest.mark.parametrize("remainder", ["drop", "passthrough"])
@pytest.mark.parametrize("data, numbers, kinds", COLUMNS, ids=range(len(COLUMNS)))
def test_column_transformer(data, numbers, kinds, remainder):
    if data is X:
        data = numpy.column_stack([X[:, :2], rng.integers(0, 3, 60)])
    a = ours.ColumnTransformer(
        [("n", mine.StandardScaler(), numbers), ("k", mine.OneHotEncoder(), kinds)], remainder=remainder
    )
    b = compose.ColumnTransformer(
        [("n", theirs.StandardScaler(), numbers), ("k", theirs.OneHotEncoder(sparse_output=False), kinds)],
        remainder=remainder,
    )
    z, expected = a.fit_transform(data), b.fit_transform(data)
    numpy.testing.assert_allclose(numpy.array(z, dtype=float), expected.astype(float), rtol=1e-9, atol=1e-12)
    numpy.testing.assert_allclose(
        numpy.array(a.transform(data[:7]), dtype=float), expected[:7].astype(float), rtol=1e-9, atol=1e-12
    )
    assert a.get_feature_names_out().tolist() == b.get_feature_names_out().tolist()
    assert a.output_indices_["k"] == b.output_indices_["k"]


def test_column_transformer_refuses():
    scale = mine.StandardScaler()
    for columns, message in (([7], "all features must be in"), (["q"], "only supported for dataframes")):
        with pytest.raises(ValueError, match=message):
            ours.ColumnTransformer([("a", scale, columns)]).fit(X)
    with pytest.raises(ValueError, match="not a column of the dataframe"):
        ours.ColumnTransformer([("a", scale, ["q"])]).fit(FRAME)
    assert not hasattr(scale, "mean_")
    named = ours.make_column_transformer((mine.StandardScaler(), [0]), (mine.StandardScaler(), [1])).fit(X)
    assert list(named.named_transformers_) == ["standardscaler-1", "standardscaler-2", "remainder"]


@pytest.mark.parametrize("size", [1, 7, 60, 100])
def test_chunks(size):
    scaler = mine.StandardScaler().fit(X)
    numpy.testing.assert_array_equal(ours.in_chunks(scaler.transform, X, size), scaler.transform(X))
    out = np.zeros((60, 3), dtype="f4")
    assert ours.in_chunks(scaler.transform, X, size, out=out) is out and out.any()


def test_chunks_refuse():
    with pytest.raises(ValueError, match="a row for each row"):
        ours.in_chunks(lambda x: x.mean(axis=0), X, 7)
    with pytest.raises(ValueError, match="must be positive"):
        ours.in_chunks(np.sqrt, X, 0)


@pytest.mark.parametrize(
    "values, expected",
    [
        ([0, 255], "u1"), ([0, 256], "u2"), ([-128, 127], "i1"), ([-129, 0], "i2"), ([0, 2**32], "u8"),
        ([-1, 2**31], "i8"), ([1.0, 2.0, numpy.nan, numpy.inf], "f4"), ([0.1], "f8"), ([1e300], "f8"),
        ([1e-300], "f8"), (numpy.array([1], "i2")[:0], "i2"), ([True], "?"),
    ],
)  # fmt: skip
def test_smallest_types(values, expected):
    array = numpy.array(values)
    small = ours.shrink(array)
    assert small.dtype == expected
    numpy.testing.assert_array_equal(small, array)


def test_shrink_of_columns_and_within_a_tolerance():
    small = ours.shrink(pandas.DataFrame({"a": [1, 2], "b": [0.5, 2], "c": ["x", "y"]}))
    assert [str(t) for t in small.dtypes[:2]] == ["uint8", "float32"] and small["c"].tolist() == ["x", "y"]
    assert ours.shrink([0.1, 0.2], rtol=1e-7).dtype == "f4"
    assert ours.shrink({"a": [1]})["a"].dtype == "u1"


def test_measure():
    found = ours.measure(lambda n: np.ones(n).sum(), 4_000_000, repeat=2)
    assert found.result == 4_000_000 and found.seconds > 0 and found.runs == 2
    assert 16e6 < found.peak_bytes < 500e6
    with pytest.raises(ValueError):
        ours.measure(int, repeat=0)


def test_arguments_that_programs_pass():
    union = ours.make_union(
        mine.StandardScaler(), mine.MinMaxScaler(), n_jobs=2, verbose_feature_names_out=False
    )
    assert list(union.named_transformers) == ["standardscaler", "minmaxscaler"] and union.n_jobs == 2
    columns = ours.make_column_transformer((mine.StandardScaler(), [0]), sparse_threshold=0, n_jobs=1)
    assert columns.fit_transform(X).shape == (len(X), 1)
