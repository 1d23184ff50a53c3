"""numen.ml.preprocessing beside scikit-learn."""

import warnings

import numpy
import pytest
from ml_checks import cases, conforms
from sklearn import preprocessing as reference

import numen as np
from numen.ml import preprocessing as ours

rng = numpy.random.default_rng(3)
X = rng.normal(3, 2, (50, 4)) * [1, 10, 0.1, 0] + [0, 5, 0, 7]
HOLES = numpy.where(rng.random(X.shape) < 0.2, numpy.nan, X)


@cases(
    ours.StandardScaler(),
    ours.StandardScaler(with_mean=False),
    ours.MinMaxScaler(),
    ours.RobustScaler(),
    ours.Normalizer(),
    ours.PolynomialFeatures(),
    ours.PowerTransformer(),
    ours.LogTransformer(),
)
def test_conventions(estimator):
    conforms(estimator)


@pytest.mark.parametrize("data", [X, HOLES, X.astype("f4")], ids=["full", "holes", "f4"])
@pytest.mark.parametrize("params", [{}, {"with_mean": False}, {"with_std": False}], ids=repr)
def test_standard_scaler(params, data):
    mine, theirs = ours.StandardScaler(**params).fit(data), reference.StandardScaler(**params).fit(data)
    for name in ("mean_", "var_", "scale_"):
        a, b = getattr(mine, name), getattr(theirs, name)
        assert (a is None) == (b is None)
        if b is not None:
            numpy.testing.assert_allclose(a, b, rtol=1e-6)
    tight = 1e-5 if data.dtype == "f4" else 1e-10
    z = mine.transform(data)
    assert isinstance(z, np.ndarray) and z.dtype == data.dtype
    numpy.testing.assert_allclose(z, theirs.transform(data), rtol=tight, atol=tight)
    numpy.testing.assert_allclose(mine.inverse_transform(z), data, rtol=1e-4 if data.dtype == "f4" else 1e-10)


def test_chunks_teach_what_all_data_teach():
    whole, parts = ours.StandardScaler().fit(HOLES), ours.StandardScaler()
    for chunk in numpy.array_split(HOLES, 7):
        parts.partial_fit(chunk)
    numpy.testing.assert_allclose(parts.mean_, whole.mean_, rtol=1e-12)
    numpy.testing.assert_allclose(parts.var_, whole.var_, rtol=1e-12, atol=1e-25)
    assert parts.n_samples_seen_.tolist() == whole.n_samples_seen_.tolist()


def test_a_failed_fit_leaves_the_scaler_as_it_was():
    scaler = ours.StandardScaler().fit(X)
    before = scaler.mean_.tolist()
    with pytest.raises(ValueError, match="Input X contains infinity"):
        scaler.fit([[numpy.inf, 1.0]])
    assert scaler.mean_.tolist() == before and scaler.n_features_in_ == 4


def compare(mine, theirs, data, attributes=(), inverse=True):
    """Learned attributes, transform and inverse agree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mine.fit(data), theirs.fit(data)
        tight = 2e-4 if data.dtype == "f4" else 1e-6
        for name in attributes:
            a, b = getattr(mine, name), getattr(theirs, name)
            assert (a is None) == (b is None)
            if b is not None:
                numpy.testing.assert_allclose(a, b, rtol=tight, atol=tight)
        z, expected = mine.transform(data), theirs.transform(data)
        assert isinstance(z, np.ndarray) and z.dtype == data.dtype
        numpy.testing.assert_allclose(z, expected, rtol=tight, atol=tight)
        if inverse:
            numpy.testing.assert_allclose(mine.inverse_transform(z), data, rtol=1e-3, atol=1e-3)
    assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()


EMPTY = numpy.where(numpy.arange(4) == 1, numpy.nan, HOLES)
DATA = pytest.mark.parametrize(
    "data",
    [X, HOLES, EMPTY, X.astype("f4"), X[:, :1], X[:1]],
    ids=["full", "holes", "empty", "f4", "one feature", "one sample"],
)


@DATA
@pytest.mark.parametrize("params", [{}, {"feature_range": (-1, 3)}, {"clip": True}], ids=repr)
def test_min_max_scaler(params, data):
    names = ("min_", "scale_", "data_min_", "data_max_", "data_range_", "n_samples_seen_")
    compare(ours.MinMaxScaler(**params), reference.MinMaxScaler(**params), data, names)


def test_min_max_chunks_clip_and_empty_range():
    whole, parts = ours.MinMaxScaler(clip=True).fit(HOLES), ours.MinMaxScaler(clip=True)
    for chunk in numpy.array_split(HOLES, 7):
        parts.partial_fit(chunk)
    numpy.testing.assert_array_equal(parts.scale_, whole.scale_)
    assert parts.n_samples_seen_ == 50
    far = numpy.array([[1e3] * 4, [-1e3] * 4])
    assert whole.transform(far).tolist() == [[1.0] * 4, [0.0] * 4]
    with pytest.raises(ValueError, match="Minimum of desired feature range must be smaller than maximum"):
        ours.MinMaxScaler((1, 1)).fit(X)


@DATA
@pytest.mark.parametrize(
    "params",
    [
        {},
        {"with_centering": False},
        {"with_scaling": False},
        {"quantile_range": (10, 80), "unit_variance": True},
    ],
    ids=repr,
)
def test_robust_scaler(params, data):
    compare(ours.RobustScaler(**params), reference.RobustScaler(**params), data, ("center_", "scale_"))


def test_robust_scaler_refuses_quantiles():
    with pytest.raises(ValueError, match="Invalid quantile range"):
        ours.RobustScaler(quantile_range=(80, 20)).fit(X)


@pytest.mark.parametrize("norm", ["l1", "l2", "max"])
@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_normalizer(norm, dtype):
    data = numpy.vstack([X, numpy.zeros((1, 4))]).astype(dtype)
    compare(ours.Normalizer(norm), reference.Normalizer(norm), data, inverse=False)
    with pytest.raises(ValueError, match="not a supported norm"):
        ours.Normalizer("l3").transform(data)


@pytest.mark.parametrize("degree", [0, 1, 2, 4, (2, 3), (0, 2)])
@pytest.mark.parametrize("only", [False, True])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("data", [X, X[:, :1].astype("f4")], ids=["f8", "f4"])
def test_polynomial_features(degree, only, bias, data):
    params = {"degree": degree, "interaction_only": only, "include_bias": bias}
    mine, theirs = ours.PolynomialFeatures(**params), reference.PolynomialFeatures(**params)
    try:
        theirs.fit(data)
    except ValueError:
        with pytest.raises(ValueError):
            mine.fit(data)
        return
    if not theirs.n_output_features_:
        with pytest.raises(ValueError, match="no term"):
            mine.fit(data)
        return
    compare(mine, theirs, data, ("powers_", "n_output_features_"), inverse=False)


@pytest.mark.parametrize("order", ["C", "F"])
def test_polynomial_features_of_many_samples(order):
    data = numpy.random.RandomState(0).normal(size=(3_001, 6))
    mine, theirs = ours.PolynomialFeatures(3, order=order), reference.PolynomialFeatures(3, order=order)
    compare(mine, theirs, data, inverse=False)
    assert mine.fit_transform(data).flags[f"{order}_CONTIGUOUS"]


SKEWED = numpy.exp(rng.normal(0, 1, (80, 3)) * [0.3, 1, 2])


@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("method", ["yeo-johnson", "box-cox"])
@pytest.mark.parametrize("sign", [1, -1, 0])
@pytest.mark.parametrize("holes", [False, True])
def test_power_transformer(method, standardize, sign, holes):
    data = {1: SKEWED, -1: -SKEWED, 0: SKEWED - 2}[sign].copy()
    if holes:
        data[::5, 1] = numpy.nan
    params = {"method": method, "standardize": standardize}
    mine, theirs = ours.PowerTransformer(**params), reference.PowerTransformer(**params)
    if method == "box-cox" and sign < 1:
        with pytest.raises(ValueError, match="strictly positive"):
            mine.fit(data)
        return
    compare(mine, theirs, data, ("lambdas_",))


def test_power_transformer_constant_and_far():
    constant = numpy.full((10, 1), 3.0)
    compare(ours.PowerTransformer(), reference.PowerTransformer(), constant, ("lambdas_",))
    far = numpy.random.default_rng(0).normal(1000, 1, (200, 1)) ** 0.1
    mine, theirs = (c("box-cox").fit(far) for c in (ours.PowerTransformer, reference.PowerTransformer))
    numpy.testing.assert_allclose(mine.lambdas_, theirs.lambdas_, rtol=1e-3)
    with pytest.raises(ValueError, match="must be 'yeo-johnson' or 'box-cox'"):
        ours.PowerTransformer("log").fit(far)


def test_log_transformer():
    data = SKEWED.astype("f4")
    z = ours.LogTransformer().fit_transform(data)
    assert z.dtype == np.float32
    numpy.testing.assert_allclose(z, numpy.log1p(data), rtol=1e-6)
    shifted = ours.LogTransformer(0.5).fit(SKEWED)
    numpy.testing.assert_allclose(shifted.transform(SKEWED), numpy.log(SKEWED + 0.5), rtol=1e-12)
    numpy.testing.assert_allclose(shifted.inverse_transform(shifted.transform(SKEWED)), SKEWED, rtol=1e-12)
    with pytest.raises(ValueError, match="must be greater than -1"):
        ours.LogTransformer().fit([[-1.0]])
