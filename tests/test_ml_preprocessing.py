"""numen.ml.preprocessing beside scikit-learn."""

import numpy
import pytest
from ml_checks import cases, conforms
from sklearn import preprocessing as reference

import numen as np
from numen.ml import preprocessing as ours

rng = numpy.random.default_rng(3)
X = rng.normal(3, 2, (50, 4)) * [1, 10, 0.1, 0] + [0, 5, 0, 7]
HOLES = numpy.where(rng.random(X.shape) < 0.2, numpy.nan, X)


@cases(ours.StandardScaler(), ours.StandardScaler(with_mean=False))
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
