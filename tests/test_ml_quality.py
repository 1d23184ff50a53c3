"""numen.ml.quality beside pandas and beside numbers put in on purpose."""

import matplotlib
import numpy
import pandas
import pytest
from ml_checks import cases, conforms

from numen.ml.quality import Cleaner, report

rng = numpy.random.default_rng(17)
X = rng.normal(2, 1, (100, 5))
X[:, 2] = 4.0
X[:, 3] = 2 * X[:, 0] + 1e-6 * X[:, 1]
X[7, 1], X[8, 1] = 90.0, -90.0
X[11] = X[10]
X[3, 0] = X[3, 4] = X[5, 0] = numpy.nan
X[50] = X[3]
NAMES = list("abcde")


@cases(Cleaner(), Cleaner(outliers="fill", fill="mean"), Cleaner(outliers=None, drop_constant=False))
def test_conventions(estimator):
    conforms(estimator)


def test_report():
    frame = pandas.DataFrame(X, columns=NAMES)
    found = report(frame)
    assert found.names == NAMES and (found.n_samples, found.n_features) == (100, 5)
    assert found.missing.tolist() == frame.isna().sum().tolist()
    assert found.constant.tolist() == [False, False, True, False, False]
    assert found.duplicates.tolist() == numpy.flatnonzero(frame.duplicated()).tolist() == [11, 50]
    q1, q3 = numpy.nanpercentile(X, [25, 75], axis=0)
    far = (X < q1 - 1.5 * (q3 - q1)) | (X > q3 + 1.5 * (q3 - q1))
    assert found.outliers_iqr.tolist() == far.sum(axis=0).tolist() and found.outliers_iqr[1] >= 2
    assert found.outliers_zscore[1] == 2
    numpy.testing.assert_allclose(found.correlations, frame.corr(), rtol=1e-6, atol=1e-9)
    assert [p[:2] for p in found.correlated] == [("a", "d")] and found.correlated[0][2] > 0.99
    assert report(X, limit=1.1).correlated == []


def test_report_as_text_and_html():
    found = report(X, names=["<a>", *NAMES[1:]])
    text = repr(found)
    assert text.startswith("100 samples, 5 features\n5 values missing (1 %)\n2 samples repeat an earlier one")
    assert "<a> and d: correlation 1.000" in text and len(text.splitlines()) == 5 + 1 + 1 + 6
    page = found.to_html()
    assert page.startswith("<!DOCTYPE html>") and "&lt;a&gt; and d" in page and "<a>" not in page
    assert "http" not in page


def test_report_as_plot():
    matplotlib.use("Agg")
    left, right = report(X).plot()
    assert [bar.get_height() for bar in left.patches[:5]] == [3, 0, 0, 0, 2]
    assert len(right.images) == 1
    matplotlib.pyplot.close("all")


def test_report_refuses():
    for bad in ([1.0, 2.0], [[numpy.inf]], numpy.empty((0, 2))):
        with pytest.raises(ValueError):
            report(bad)
    with pytest.raises(ValueError, match="names must hold 5 names"):
        report(X, names=["a"])


def test_cleaner_replays_what_it_learned():
    frame = pandas.DataFrame(X, columns=NAMES)
    cleaner = Cleaner().fit(frame)
    assert cleaner.get_feature_names_out().tolist() == ["a", "b", "d", "e"]
    q1, q3 = numpy.nanpercentile(X, [25, 75], axis=0)
    low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    clipped = numpy.clip(X, low, high)
    expected = numpy.where(numpy.isnan(clipped), numpy.nanmedian(clipped, axis=0), clipped)[:, [0, 1, 3, 4]]
    numpy.testing.assert_allclose(cleaner.transform(frame), expected, rtol=1e-12)
    one = cleaner.transform(pandas.DataFrame([[numpy.nan, 1e9, 5.0, -1e9, 2.0]], columns=NAMES))
    numpy.testing.assert_allclose(one[0], [numpy.nanmedian(clipped[:, 0]), high[1], low[3], 2.0], rtol=1e-12)
    filled = Cleaner(outliers="fill", fill="mean").fit(X)
    assert abs(filled.transform(X)[7, 1] - numpy.delete(X[:, 1], [7, 8]).mean()) < 0.1
    assert numpy.isnan(Cleaner(fill=None).fit_transform(X)).sum() == numpy.isnan(X).sum()


def test_cleaner_refuses():
    with pytest.raises(ValueError, match="No feature in X varies"):
        Cleaner().fit([[1.0], [1.0]])
    for bad in ({"outliers": "drop"}, {"fill": "mode"}):
        with pytest.raises(ValueError, match="must be one of"):
            Cleaner(**bad).fit(X)
