"""Averages, covariance, quantiles, histograms and the functions that skip NaN agree with NumPy."""

import itertools
import warnings

import numpy
import pytest
from agreement import agree

import numen as np

RNG = numpy.random.default_rng(11)
METHODS = [
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
    "linear", "median_unbiased", "normal_unbiased", "lower", "higher", "midpoint", "nearest",
]  # fmt: skip


def draw(*shape, dtype="f8", nan=0.0):
    a = numpy.asarray(RNG.normal(size=shape) * 20).astype(dtype)
    if nan:
        a[RNG.random(shape) < nan] = numpy.nan
    return a


ARRAYS = [
    draw(7), draw(4, 5), draw(3, 4, 5)[:, ::2], draw(6, dtype="i4"), draw(4, 3, dtype="f4").T, draw(5, dtype="f2"),
    draw(1), draw(3, 4, dtype="u1"), draw(), draw(5, 6, nan=0.3), draw(4, 5, dtype="f4", nan=0.7),
    numpy.array([[1, numpy.nan], [numpy.nan, numpy.nan]]), draw(3, 4, dtype="c16"), numpy.array([True, False, True]),
    numpy.array([1.0, 2.0, 2.0, 3.0, numpy.inf]), numpy.array([-0.0, 0.0, 5.0]),
]  # fmt: skip
EMPTY = [draw(0), draw(0, 3), draw(2, 0, dtype="f4"), draw(0, dtype="i8")]


def label(a):
    return f"{a.dtype}{a.shape}"


@pytest.mark.parametrize("a", ARRAYS + EMPTY, ids=label)
def test_average(a):
    for axis in [None, 0, -1, (0, 1), 5]:
        agree("average", a, axis, rtol=1e-12)
        agree("average", a, axis, returned=True, keepdims=True, rtol=1e-12)
        agree("average", a, axis, weights=numpy.abs(draw(*a.shape)) + 0.1, returned=True, rtol=1e-12)
        agree("average", a, axis, weights=[1, 2, 3, 4, 5], rtol=1e-12)
        agree("average", a, axis, weights=numpy.arange(12).reshape(3, 4), rtol=1e-12)
    agree("average", a, weights=numpy.zeros(a.shape))


@pytest.mark.parametrize("name", ["cov", "corrcoef"])
def test_covariance(name):
    for args in [
        (draw(5),), (draw(3, 6),), (draw(3, 6), draw(2, 6)), (draw(3, dtype="i4"), draw(3)), (draw(3, 4, dtype="c16"),),
        (draw(2, 5, dtype="f4"),), ([],), ([1],), (3,), (draw(2, 2, 2),), ([1, 2], draw(2, 2, 2)), ([1, 2, 3], [4, 5]),
        (draw(0, 4),), ([1, 1, 1],), (draw(4, nan=0.4),),
    ]:  # fmt: skip
        for rowvar in [True, False]:
            agree(name, *args, rowvar=rowvar, rtol=1e-12)
            if numpy.asarray(args[0]).dtype.kind != "c":
                agree(name, *args, rowvar=rowvar, dtype="f4", rtol=1e-4)


@pytest.mark.parametrize("name", ["cov", "corrcoef"])
def test_complex_covariance_in_real_types(name):
    for rowvar in [True, False]:
        agree(name, draw(3, 4, dtype="c16"), rowvar=rowvar, dtype="f4", rtol=1e-4)


def test_covariance_with_weights():
    x = draw(2, 5)
    for kwargs in [
        {"bias": True}, {"ddof": 0}, {"ddof": 2}, {"ddof": 1.5}, {"ddof": 9}, {"fweights": [1, 2, 1, 1, 3]},
        {"aweights": [0.5, 1, 2, 1, 1]}, {"fweights": [1, 2, 1, 1, 3], "aweights": [0.5, 1, 2, 1, 1]},
        {"fweights": [1, 2]}, {"fweights": [1, 2, 1, 1, 1.5]}, {"fweights": [[1, 2]]}, {"fweights": [1, 2, 1, 1, -1]},
        {"aweights": [1, 2]}, {"aweights": [[1, 2]]}, {"aweights": [1, 2, 1, 1, -1]},
        {"fweights": [1, 2, 1, 1, 3], "aweights": [0.5, 1, 2, 1, 1], "ddof": 0},
    ]:  # fmt: skip
        agree("cov", x, rtol=1e-12, **kwargs)


@pytest.mark.parametrize("a", ARRAYS + EMPTY, ids=label)
@pytest.mark.parametrize("name", ["median", "nanmedian"])
def test_medians(name, a):
    for axis, keep in itertools.product([None, 0, -1, (0, 1), (1, 0), (), 3], [False, True]):
        if axis == () and a.ndim == 0:
            continue
        agree(name, a, axis, keepdims=keep)


@pytest.mark.parametrize("method", METHODS + ["foo"])
@pytest.mark.parametrize("name", ["quantile", "nanquantile"])
def test_quantiles(name, method):
    for a in ARRAYS:
        for q in [
            0.3,
            0,
            1,
            0.5,
            [0.1, 0.5, 0.9],
            [[0.25, 0.75]],
            [],
            1.5,
            [-0.1],
            numpy.float32(0.4),
            numpy.linspace(0, 1, 12),
        ]:
            agree(name, a, q, method=method)
        for axis in [0, -1, (0, 1), 2]:
            agree(name, a, [0.2, 0.7], axis, method=method)
            agree(name, a, 0.35, axis, method=method, keepdims=True)
    agree(name, numpy.arange(5), numpy.array([[[0.5]]]), method=method)


@pytest.mark.parametrize("a", ARRAYS, ids=label)
@pytest.mark.parametrize("name", ["percentile", "nanpercentile"])
def test_percentiles(name, a):
    for q in [30, 0, 100, [10, 50.5, 90], 101, [-1], numpy.float32(40), numpy.nan]:
        agree(name, a, q)
        agree(name, a, q, axis=0, method="lower")


def test_weighted_quantiles():
    for a in [draw(6), draw(4, 5), draw(4, 3, dtype="i4"), draw(5, nan=0.3)]:
        weights = RNG.integers(0, 4, a.shape)
        weights[0] += 1
        for q, axis in itertools.product([0.5, 0, 1, [0.1, 0.9]], [None, 0, -1]):
            for name in ["quantile", "percentile"]:
                agree(name, a, q, axis, method="inverted_cdf", weights=weights)
            if not numpy.isnan(a).any():
                agree("nanquantile", a, q, axis, method="inverted_cdf", weights=weights)
        agree("quantile", a, 0.5, weights=weights)
        agree("quantile", a, 0.5, method="inverted_cdf", weights=[1, 2])
        agree("quantile", a, 0.5, method="inverted_cdf", weights=-weights)
        agree("quantile", a, 0.5, method="inverted_cdf", weights=weights * 0)
    agree("quantile", draw(4, 3), 0.4, axis=0, method="inverted_cdf", weights=[1, 2, 1, 3])


NAN_REDUCTIONS = ["nansum", "nanprod", "nanmin", "nanmax", "nanmean", "nanvar", "nanstd"]


@pytest.mark.parametrize("a", ARRAYS + EMPTY, ids=label)
@pytest.mark.parametrize("name", NAN_REDUCTIONS)
def test_nan_reductions(name, a):
    rtol = 0 if name in ("nansum", "nanmin", "nanmax") else 1e-3 if a.dtype == "f2" else 1e-6
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        for axis, keep in itertools.product([None, 0, -1, (0, 1), 4], [False, True]):
            agree(name, a, axis, keepdims=keep, rtol=rtol)
        agree(name, a, where=a == a, rtol=rtol) if name not in ("nanmin", "nanmax") else None
        if name in ("nanmean", "nanvar", "nanstd"):
            agree(name, a, dtype="i4", rtol=rtol)
            agree(name, a, dtype="f4", rtol=1e-3)
        if name in ("nanvar", "nanstd"):
            for ddof in [1, 2, 7]:
                agree(name, a, 0, ddof=ddof, rtol=rtol)
            agree(name, a, ddof=1, correction=2)
            agree(name, a, correction=1, rtol=rtol)
            mean = numpy.asarray(numpy.nanmean(a, keepdims=True))
            agree(name, a, mean=mean, rtol=rtol)
        if name in ("nansum", "nanprod", "nanmin", "nanmax"):
            agree(name, a, initial=1.0, rtol=rtol)


@pytest.mark.parametrize("a", ARRAYS + EMPTY, ids=label)
def test_nan_scans_and_positions(a):
    for name in ["nanargmin", "nanargmax", "nancumsum", "nancumprod"]:
        for axis in [None, 0, -1, 3]:
            agree(name, a, axis, rtol=1e-6)
    agree("nanargmax", a, keepdims=True)


RULES = ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt", "foo"]


@pytest.mark.parametrize(
    "bins", [1, 4, 10, 0, 2.5, [0, 1, 5], [-30, 0, 10, 10, 40], [3, 1], [[1, 2]], [1], *RULES], ids=str
)
def test_histograms(bins):
    for a in [
        draw(50), draw(5, 6), draw(20, dtype="i4"), draw(20, dtype="f4"), draw(20, dtype="u1"), draw(0), [3], [2, 2, 2],
        [True, False, True], draw(9, nan=0.3), draw(8, dtype="i1"), numpy.arange(300), [1, 2.0, 4, 1e9],
        numpy.array([-128, 127], "i1"),
    ]:  # fmt: skip
        for limits in [None, (0, 10), (-5.5, 5.5), (3, 1), (2, 2), (0, numpy.inf)]:
            agree("histogram", a, bins, limits)
            agree("histogram", a, bins, limits, density=True)
            agree("histogram_bin_edges", a, bins, limits)
            shape = numpy.shape(a)
            for weights in [
                numpy.ones(shape),
                numpy.arange(numpy.prod(shape)).reshape(shape),
                numpy.ones(3),
                numpy.full(shape, 1j),
            ]:
                agree("histogram", a, bins, limits, weights=weights)


def test_histograms_of_points():
    x, y = draw(30), draw(30)
    for bins in [
        3,
        (2, 4),
        [[-20, 0, 20], 3],
        [-20, 0, 10, 30],
        (2, 3, 4),
        0,
        2.5,
        ([3, 1], 2),
        ([[1]], 2),
        [[-9, 9], [-9, 0, 9]],
    ]:
        for limits in [None, [(-10, 10), (-5, 5)], [(0, 1)], [None, (0, 1)]]:
            agree("histogram2d", x, y, bins, limits)
            agree("histogram2d", x, y, bins, limits, density=True)
            agree("histogram2d", x, y, bins, limits, weights=numpy.abs(x))
            agree("histogramdd", numpy.array([x, y]).T, bins, limits)
            agree("histogramdd", (x, y), bins, limits)
    agree("histogram2d", x, y[:-1])
    agree("histogramdd", draw(20, 3), 2)
    agree("histogramdd", draw(20), 4)
    agree("histogramdd", draw(0, 2), 2)


@pytest.mark.parametrize("order", "CF")
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 2), (0, 1), (0, 1, 2)])
def test_count_nonzero(axis, order):
    for dtype in ("?", "u1", "i4", "i8", "f4", "f8", "c16"):
        a = numpy.asarray(numpy.arange(60).reshape(3, 4, 5) % 7, order=order).astype(dtype, order="K")
        for x in (a, a[::-1, ::2], a[:, :, 1:3]):
            for keepdims in (False, True):
                agree("count_nonzero", x, axis, keepdims=keepdims)


@pytest.mark.parametrize("method", METHODS)
def test_quantiles_among_infinities(method):
    """The differences of infinities warn."""
    inf = numpy.inf
    for a in (
        [1, inf],
        [-inf, inf],
        [-inf, 1, 2],
        [inf, inf, inf],
        [-inf, -inf, 1, inf],
        [-inf, -inf, inf, inf],
    ):
        a = numpy.array(a)
        for q in (0, 0.25, 0.5, 1, [0.25, 0.75]):
            agree("quantile", a, q, method=method)
            agree("percentile", numpy.stack([a, a]), 50, axis=1, method=method)
        agree("median", a)
        agree("nanmedian", a)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "c8", "c16"])
def test_moments_to_the_last_bit(dtype):
    """Means are divided by a count of eight bytes; every step of float16 variances is one of float16."""
    rng = numpy.random.default_rng(5)
    for _ in range(20):
        a = (rng.normal(size=(int(rng.integers(1, 30)), 3)) * 100).astype(dtype)
        if a.dtype.kind == "c":
            a.imag = rng.normal(size=a.shape)
        for name in ("mean", "var", "std"):
            for options in ({}, {"axis": 0}, {"axis": 1, "keepdims": True}, {"where": a.real > 0}):
                with numpy.errstate(all="ignore"), np.errstate(all="ignore"), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    expected = getattr(numpy, name)(a, **options)
                    mine = getattr(np, name)(
                        np.array(a), **{k: np.array(v) if k == "where" else v for k, v in options.items()}
                    )
                assert numpy.asarray(mine).tobytes() == numpy.asarray(expected).tobytes()


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "c8", "c16"])
def test_warnings_of_moments(dtype):
    """The step that overflows is the one that is named."""
    largest = numpy.finfo(dtype).max
    for a in (
        [largest, 3, 3],
        [largest, -largest],
        [largest] * 3,
        [numpy.inf, 1, 2],
        [numpy.inf, -numpy.inf, 1],
        [],
    ):
        a = numpy.array(a, dtype)
        for name in ("mean", "var", "std"):
            agree(name, a)
            agree(name, numpy.stack([a, a]), axis=1)
