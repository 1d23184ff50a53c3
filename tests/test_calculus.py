"""Differences, integrals, parts of complex numbers and windows agree with NumPy."""

import itertools

import numpy
import pytest
from agreement import agree, same

import numen as np

RNG = numpy.random.default_rng(17)


def draw(*shape, dtype="f8"):
    return numpy.asarray(RNG.normal(size=shape) * 20).astype(dtype)


ARRAYS = [
    draw(7), draw(4, 5), draw(3, 4, 5)[:, ::2], draw(6, dtype="i4"), draw(4, 3, dtype="f4").T, draw(1), draw(3, 4, dtype="u1"),
    draw(), draw(0), draw(2, 0, 3), draw(3, 4, dtype="c16"), draw(5, dtype="c8"), draw(5, dtype="i8") > 0, draw(3, dtype="f2"),
    numpy.array([numpy.nan, numpy.inf, -numpy.inf, -0.0, 1.0]), numpy.array([1 + 0j, 1e-15j, complex(numpy.nan, numpy.inf)]),
]  # fmt: skip


def label(a):
    return f"{a.dtype}{a.shape}"


@pytest.mark.parametrize("a", ARRAYS, ids=label)
def test_gradient(a):
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        for edge, axis in itertools.product([1, 2, 3], [None, 0, -1, (0, 1), 5, ()]):
            agree("gradient", a, axis=axis, edge_order=edge, rtol=1e-14)
            agree("gradient", a, 2.5, axis=axis, edge_order=edge, rtol=1e-14)
            if a.ndim and axis in (0, -1):
                x = numpy.cumsum(numpy.abs(draw(a.shape[axis])) + 0.1)
                agree("gradient", a, x, axis=axis, edge_order=edge, rtol=1e-12)
                agree("gradient", a, numpy.arange(a.shape[axis]), axis=axis, edge_order=edge, rtol=1e-12)
        agree("gradient", a, [1, 2], [1, 2, 3])
        agree("gradient", a, [[1, 2]])


@pytest.mark.parametrize("a", ARRAYS, ids=label)
def test_sums_and_differences(a):
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        for axis in [-1, 0, 1]:
            agree("trapezoid", a, axis=axis, rtol=1e-13)
            agree("trapezoid", a, dx=0.5, axis=axis, rtol=1e-13)
            agree("trapezoid", a, a, axis=axis, rtol=1e-13)
            agree("trapezoid", a, [1, 2, 4, 5], axis=axis, rtol=1e-13)
            agree("unwrap", a, axis=axis, rtol=1e-13)
            agree("unwrap", a, 5, axis, period=4, rtol=1e-13)
        for name, initial in itertools.product(["cumulative_sum", "cumulative_prod"], [False, True]):
            for axis in [None, 0, -1, 3]:
                agree(name, a, axis=axis, include_initial=initial, rtol=1e-13)
                agree(name, a, axis=axis, dtype="f4", include_initial=initial, rtol=1e-3)
        for begin, end in itertools.product([None, 0, [1, 2], 2.5, "a"], repeat=2):
            agree("ediff1d", a, end, begin)
    out = numpy.zeros(3)
    agree("cumulative_sum", [1, 2], include_initial=True, out=out.copy())
    agree("unwrap", [0, 1, 7])
    agree("unwrap", [0, 3, 1, 7, -4], period=6)
    agree("unwrap", [0, 3, 1, 7, -4], period=5)


def test_convolve():
    for a, v in [
        ([1, 2], [1, 2, 3]), ([], [1]), ([1], []), ([[1]], [1]), (3, 4), ([1, 2, 3], [0, 1]), ([True, False], [True, True]),
        (draw(9), draw(4)), (draw(4, dtype="f4"), draw(9)), (draw(4, dtype="c16"), draw(3, dtype="c16")), (draw(5), draw(3, dtype="c8")),
    ]:  # fmt: skip
        for mode in ["full", "same", "valid", "foo"]:
            agree("convolve", a, v, mode, rtol=1e-12)
            agree("correlate", a, v, mode, rtol=1e-12)


def test_partial_overlaps():
    nothing = [numpy.nan, numpy.inf, -0.0, 0.0]
    for a, v in [
        (nothing, [1.0, -1.0]), ([1.0, 2.0], nothing), ([-0.0, 1, 2], [1.0]), (numpy.array(nothing, "c16"), [1j, 2]),
        (numpy.array([1, 2, 3], object), [3, 4]), (numpy.array([1, 2, 3], object), [1j, 2]), ([True] * 3, [True, False]),
        (numpy.float16([1, 2, 4]), [1, 2]), (numpy.arange(5)[::-2], numpy.arange(6.0)[::3]), (numpy.array([[1]]), [1]), (3, [1]),
    ]:  # fmt: skip
        with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
            for mode in ["full", "same", "valid", 0, 1, 2, numpy.int64(2), 3, -1, 1.5, None, True, "", "F"]:
                agree("convolve", a, v, mode)
                agree("correlate", a, v, mode)


VALUES = ARRAYS + [3, 2.5, 1j, "a", None, [1, 1j], ["a", "b"], True, numpy.float32("inf"), [[1, 2]]]


@pytest.mark.parametrize("x", VALUES, ids=str)
def test_parts(x):
    for name in ["real", "imag", "iscomplex", "isreal", "iscomplexobj", "isrealobj"]:
        agree(name, x)
    if x is None:
        return
    for name in ["angle", "real_if_close", "isposinf", "isneginf", "fix", "nan_to_num"]:
        agree(name, x, rtol=1e-6 if name == "angle" else 0)
    if not isinstance(x, str):
        agree("angle", x, deg=True, rtol=1e-6)
        agree("nan_to_num", x, nan=5.0, posinf=7, neginf=-3)
        agree("real_if_close", x, tol=0.5)
        agree("isposinf", x, out=numpy.zeros(numpy.shape(x), bool))


def test_nan_to_num_in_place():
    for dtype in ["f4", "f8", "c16"]:
        a = np.array([1.0, float("nan"), float("inf")], dtype=dtype)
        assert np.nan_to_num(a, copy=False) is a
        assert np.isfinite(a).all()
        same(a, numpy.nan_to_num(numpy.array([1.0, float("nan"), float("inf")], dtype=dtype)))


@pytest.mark.parametrize("M", [-1, 0, 1, 2, 3, 8, 4.5, "a", 1j, [3, 4]], ids=str)
def test_windows(M):
    for name in ["bartlett", "blackman", "hamming", "hanning"]:
        agree(name, M, rtol=1e-13)
    for beta in [0, 1.5, 14, 100]:
        agree("kaiser", M, beta, rtol=1e-13)


def test_special_functions():
    for x in [
        0,
        3,
        [0.0, 1, 8, 8.5, -20, 700],
        1j,
        draw(30),
        draw(2, 3, dtype="f4"),
        [],
        [-3, 2],
        numpy.float32(3),
        draw(4, dtype="f2") / 10,
    ]:
        dtype = str(getattr(x, "dtype", ""))
        agree("i0", x, rtol={"float16": 1e-3, "float32": 1e-6}.get(dtype, 1e-14))
        agree("sinc", x, rtol={"float16": 1e-2, "float32": 1e-5}.get(dtype, 1e-14))
