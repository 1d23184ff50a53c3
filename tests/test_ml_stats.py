"""numen.ml.stats beside SciPy and pandas."""

import warnings

import numpy
import pandas
import pytest
from scipy import stats as reference

from numen.ml import stats as ours

rng = numpy.random.default_rng(13)
X = rng.exponential(2, (40, 4)) @ rng.normal(size=(4, 4))
HOLES = numpy.where(rng.random(X.shape) < 0.2, numpy.nan, X)
TIES = rng.integers(0, 4, (40, 3)).astype(float)
DATA = pytest.mark.parametrize(
    "x", [X, HOLES, TIES, X[:, 0], X[:3]], ids=["full", "holes", "ties", "1-d", "few"]
)


@DATA
@pytest.mark.parametrize("ddof", [0, 1])
def test_zscore(x, ddof):
    expected = reference.zscore(x, ddof=ddof, nan_policy="omit")
    numpy.testing.assert_allclose(ours.zscore(x, ddof=ddof), expected, rtol=1e-9, atol=1e-12)


def test_zscore_of_constants_and_small_floats():
    assert numpy.isnan(ours.zscore([[0.1, 1.0], [0.1, 2.0]])).tolist() == [[True, False]] * 2
    assert ours.zscore(X.astype("f4")).dtype == "f4"


@DATA
def test_shape_of_distributions(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        numpy.testing.assert_allclose(
            ours.skew(x), reference.skew(x, nan_policy="omit"), rtol=1e-9, atol=1e-12
        )
        biased = reference.skew(x, bias=False, nan_policy="omit")
        numpy.testing.assert_allclose(ours.skew(x, bias=False), biased, rtol=1e-9, atol=1e-12)
        numpy.testing.assert_allclose(
            ours.kurtosis(x), reference.kurtosis(x, nan_policy="omit"), rtol=1e-9, atol=1e-12
        )
        values, counts = ours.mode(x)
        expected = reference.mode(x, nan_policy="omit")
    numpy.testing.assert_array_equal(values, expected.mode)
    numpy.testing.assert_array_equal(counts, expected.count)


def test_outliers_in_data_with_nan():
    x = numpy.concatenate([rng.normal(size=50), [40.0, -40.0, numpy.nan]])
    assert numpy.flatnonzero(ours.outliers(x, factor=5)).tolist() == [50, 51]
    assert numpy.flatnonzero(ours.outliers(x, method="zscore")).tolist() == [50, 51]
    q1, q3 = numpy.nanpercentile(HOLES, [25, 75], axis=0)
    expected = (HOLES < q1 - 1.5 * (q3 - q1)) | (HOLES > q3 + 1.5 * (q3 - q1))
    numpy.testing.assert_array_equal(ours.outliers(HOLES), expected)
    with pytest.raises(ValueError, match="method must be"):
        ours.outliers(x, method="mad")


@pytest.mark.parametrize("x", [X, HOLES, TIES, X * 1e-9 + 1], ids=["full", "holes", "ties", "far"])
@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_correlation(x, method):
    expected = pandas.DataFrame(x).corr(method)
    numpy.testing.assert_allclose(ours.correlation(x, method=method), expected, rtol=1e-6, atol=1e-9)


def test_correlation_without_an_answer():
    r = ours.correlation([[1.0, 0.1], [2.0, 0.1], [3.0, 0.1]])
    assert r[0, 0] == 1 and numpy.isnan(r[0, 1]) and numpy.isnan(r[1, 1])
    with pytest.raises(ValueError, match="method must be"):
        ours.correlation(X, method="x")


@pytest.mark.parametrize("x", [HOLES[:, 0], TIES[:, 1], X[:0, 0]], ids=["holes", "ties", "empty"])
def test_rank(x):
    if not x.size:
        with pytest.raises(ValueError, match="minimum of 1"):
            ours.rank(x)
        return
    numpy.testing.assert_array_equal(ours.rank(x), reference.rankdata(x, nan_policy="omit"))


@pytest.mark.parametrize("x", [X, HOLES, TIES], ids=["full", "holes", "ties"])
def test_describe(x):
    frame = pandas.DataFrame(x, columns=[f"c{i}" for i in range(x.shape[1])])
    mine, theirs = ours.describe(frame), frame.describe()
    assert mine.names == list(frame.columns)
    for name in theirs.index:
        numpy.testing.assert_allclose(mine[name], theirs.loc[name], rtol=1e-9)
    numpy.testing.assert_array_equal(mine["missing"], frame.isna().sum())
    text = repr(mine).splitlines()
    assert text[0].split() == mine.names and text[1].split()[0] == "count"
    assert mine._repr_html_().count("<tr>") == len(text)
