"""The older polynomial functions and class agree with NumPy."""

import operator

import numpy
import pytest
from agreement import agree, ours, outcome, same

import numen as np

COEFFICIENTS = [
    [1, -3, 2],
    [0, 1, 2, 0],
    [3],
    [0, 0],
    [1, 0, 0],
    [2.5, -1.0, 0.5, 3],
    [1, 0, 1],
    [1j, 2],
    [-1, 0, 1, 0, -4],
]


@pytest.mark.parametrize("p", COEFFICIENTS, ids=str)
def test_one_polynomial(p):
    agree("polyval", p, 2)
    agree("polyval", p, [[1, 2.5], [-1, 0]])
    agree("roots", p, rtol=1e-12)
    agree("poly", p, rtol=1e-12)
    for m in [0, 1, 2, 5, -1]:
        agree("polyder", p, m)
        agree("polyint", p, m, rtol=1e-15)
        agree("polyint", p, m, [1, 2], rtol=1e-15)
        agree("polyint", p, m, 3, rtol=1e-15)
    for q in COEFFICIENTS:
        agree("polyadd", p, q)
        agree("polysub", p, q)
        agree("polymul", p, q, rtol=1e-15)
        if any(q):
            with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
                agree("polydiv", p, q, rtol=1e-12)


def test_refusals():
    agree("poly", numpy.zeros((2, 3)))
    agree("poly", [[1, 2], [3, 4]], rtol=1e-12)
    agree("poly", [])
    agree("poly", [1j, -1j])
    agree("roots", [[1]])
    agree("roots", [])
    agree("polyval", [], 3)
    for args in [
        ([[1]], [1], 1),
        ([], [], 1),
        ([1, 2], [[[1]]], 1),
        ([1, 2], [1, 2, 3], 1),
        ([1, 2], [1, 2], -1),
    ]:
        agree("polyfit", *args)


def test_fits():
    x = numpy.array([0.0, 1, 2, 3, 5])
    for y in [x**2, numpy.array([1, 4, 9, 15, 2]), numpy.array([[1.0, 2], [4, 5], [9, 9], [15, 3], [0, 1]])]:
        for deg in [0, 1, 2]:
            for kwargs in [
                {},
                {"full": True},
                {"cov": True},
                {"cov": "unscaled"},
                {"w": [1, 2, 1, 0.5, 1]},
                {"w": [1]},
                {"w": [[1]]},
            ]:
                if deg == 2 and y.ndim == 1 and y is not x and kwargs.keys() & {"full", "cov"}:
                    continue  # residuals of an exact fit are rounding errors
                agree("polyfit", x, y, deg, rtol=1e-9, **kwargs)
    agree("polyfit", [1, 1, 1], [1, 4, 9], 2, rtol=1e-9)
    agree("polyfit", [1, 2, 3], [1, 4, 9], 2, cov=True)


TEXTS = [
    [1, 2, 3], [1, -2.5, 0, 3], [0, 1], [1j, 2], [-1, 0, 1], list(range(1, 40)), [1.23456789e10, 2, -1 + 2j], [0], [-1],
    [1, 0, 0], [0.001, 1e-5, 123456], [], [True, False], [-1.5, -2, -3, -4],
]  # fmt: skip


@pytest.mark.parametrize("c", TEXTS, ids=str)
def test_text(c):
    assert str(np.poly1d(c)) == str(numpy.poly1d(c))
    assert repr(np.poly1d(c)) == repr(numpy.poly1d(c))
    assert str(np.poly1d(c, variable="zeta")) == str(numpy.poly1d(c, variable="zeta"))


def outcomes_agree(function):
    expected, error, _ = outcome(lambda: function(numpy, numpy.poly1d), (), {})
    mine, my_error, _ = outcome(lambda: function(np, np.poly1d), (), {})
    assert type(my_error).__name__ == type(error).__name__, (my_error, error)
    assert str(my_error) == str(error)
    if isinstance(expected, tuple):
        assert [str(x) for x in mine] == [str(x) for x in expected]
    elif isinstance(expected, numpy.poly1d):
        assert isinstance(mine, np.poly1d)
        same(mine.coeffs, expected.coeffs, 1e-12)
    else:
        same(mine, expected, 1e-12)


@pytest.mark.parametrize("op", ["add", "sub", "mul", "truediv", "eq", "ne", "pow"])
def test_operators(op):
    f = getattr(operator, op)
    for c in [[1, 2], [3], [1.5, 0, -1]]:
        for other in [2, 1.5, [1, 2], -1]:
            outcomes_agree(lambda lib, P, c=c, other=other: f(P(c), other))
            if op != "pow":
                outcomes_agree(lambda lib, P, c=c, other=other: f(other, P(c)))
        if op != "pow":
            outcomes_agree(lambda lib, P, c=c: f(P(c), P([1, 2])))


def test_object():
    for function in [
        lambda lib, P: P([1, 2])[0], lambda lib, P: P([1, 2])[5], lambda lib, P: P([1, 2])[-1], lambda lib, P: len(P([1, 2])),
        lambda lib, P: P([1, 2])(3), lambda lib, P: P([1, 2])(P([1, 2])), lambda lib, P: P([1, 2, 3]).deriv(), lambda lib, P: P([1, 2]).integ(2, [1, 2]),
        lambda lib, P: -P([1, 2]), lambda lib, P: +P([1, 2]), lambda lib, P: lib.array(P([1, 2])), lambda lib, P: P([1, 1], True), lambda lib, P: P([[1]]),
        lambda lib, P: P([1, -3, 2]).r, lambda lib, P: P([1, 2]).order, lambda lib, P: P(P([1, 2], variable="q")).variable,
        lambda lib, P: lib.polyadd(P([1]), [1, 2]), lambda lib, P: lib.polyval(P([1, 2]), P([1, 1])), lambda lib, P: lib.polymul(P([1, 2]), 2),
        lambda lib, P: P([1, 2]).__setitem__(-1, 3), lambda lib, P: hash(P([1])), lambda lib, P: lib.polydiv(P([1, 3, 2]), [1, 1]),
    ]:  # fmt: skip
        outcomes_agree(function)
    p = np.poly1d([1, 2])
    p[3] = 5
    same(p.coeffs, numpy.array([5, 0, 1, 2]))
    p.coeffs += 2
    same(p.c, numpy.array([7, 2, 3, 4]))
    with pytest.raises(AttributeError, match="Cannot set attribute"):
        p.coeffs = ours([1])
