"""Series of polynomials agree with NumPy: functions of coefficients, classes, text."""

import copy
import inspect
import math
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy
import pytest
from agreement import agree, find, ours, outcome, same
from hypothesis import given, settings
from hypothesis import strategies as st

import numen as np

FAMILIES = {
    "polynomial": ("poly", "Polynomial"),
    "chebyshev": ("cheb", "Chebyshev"),
    "legendre": ("leg", "Legendre"),
    "laguerre": ("lag", "Laguerre"),
    "hermite": ("herm", "Hermite"),
    "hermite_e": ("herme", "HermiteE"),
}
DTYPES = ["f8", "f4", "f2", "c16", "c8", "i8", "i4", "u1", "?", ">f8", "O"]

# Largest differences: sums of a few dozen terms whose sizes differ by powers of the degree.
CLOSE = 1e-9
TOLERANCE = {"f2": 2e-2, "f4": 2e-4, "c8": 2e-4}


@pytest.fixture(params=FAMILIES)
def family(request):
    return request.param


@pytest.fixture(autouse=True)
def unicode_style():
    for library in (numpy, np):
        library.polynomial.set_default_printstyle("unicode")


def function(family, name):
    prefix = FAMILIES[family][0]
    name = name.replace("*", prefix) if "*" in name else prefix + name
    return f"polynomial.{family}.{name}"


def numbers_of(result):
    """The numbers of a result as complex, for results whose elements are objects."""
    return [complex(v) for v in numpy.asarray(result, dtype=object).ravel()]


def check(name, *args, rtol=CLOSE, **kwargs):
    """`agree`, with a tolerance relative to the largest number of a result."""
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        expected, error, warned = outcome(find(numpy, name), args, kwargs)
        mine, my_error, my_warned = outcome(
            find(np, name), [ours(a) for a in args], {k: ours(v) for k, v in kwargs.items()}
        )
    where = f"{name}{args!r} {kwargs!r}"
    if error is not None or my_error is not None:
        said = str(my_error).replace("numen", "numpy")
        assert (type(my_error).__name__, said) == (type(error).__name__, str(error)), where
        return
    assert my_warned == warned, where
    compare(mine, expected, rtol, where)


def compare(mine, expected, rtol, where):
    if isinstance(mine, Fraction) and isinstance(expected, float):
        mine = float(mine)  # exact where NumPy is not: docs/differences.md
    assert type(mine).__name__ == type(expected).__name__, (where, mine, expected)
    if isinstance(expected, (tuple, list)):
        assert len(mine) == len(expected), (where, mine, expected)
        for a, e in zip(mine, expected):
            compare(a, e, rtol, where)
        return
    if isinstance(expected, (float, complex)) and not isinstance(expected, numpy.generic):
        numpy.testing.assert_allclose(mine, expected, rtol=rtol, err_msg=where)
        return
    if not isinstance(expected, (numpy.ndarray, numpy.generic)):
        same(mine, expected, rtol, where)
        return
    assert (mine.shape, mine.dtype.str) == (expected.shape, expected.dtype.str), (where, mine, expected)
    a, e = numbers_of(mine), numbers_of(expected)
    finite = [abs(v) for v in e if numpy.isfinite(v)]
    numpy.testing.assert_allclose(a, e, rtol=rtol, atol=rtol * max(finite, default=0), err_msg=where)


def coefficients(rng, dtype, n):
    """Small numbers of a type, the last of which is not zero."""
    whole = rng.integers(-5, 6, size=(2, n))
    if dtype == "O":
        c = numpy.array([Fraction(int(a), 4) for a in whole[0]], dtype=object)
    else:
        values = whole[0] / 4 + 1j * whole[1] if numpy.dtype(dtype).kind == "c" else whole[0] / 4
        with numpy.errstate(invalid="ignore"):
            c = values.astype(dtype)
    if c[-1] == 0:
        c[-1] = Fraction(1, 2) if dtype == "O" else 1
    return c


@pytest.mark.parametrize("dtype", DTYPES)
def test_arithmetic(family, dtype):
    rng = numpy.random.default_rng(7)
    rtol = TOLERANCE.get(dtype, CLOSE)
    for n in [1, 2, 3, 6]:
        c = coefficients(rng, dtype, n)
        check(function(family, "mulx"), c, rtol=rtol)
        check(function(family, "trim"), c, 0.5)
        for k in [0, 1, 2, 3, -1, 1.5, 17]:
            check(function(family, "pow"), c, k, rtol=rtol)
        for m in [1, 2, 4]:
            d = coefficients(rng, "f8" if dtype == "O" and m == 2 else dtype, m)
            for operation in ["add", "sub", "mul", "div"]:
                check(function(family, operation), c, d, rtol=rtol)
                check(function(family, operation), d, c, rtol=rtol)


@pytest.mark.parametrize("dtype", DTYPES)
def test_values(family, dtype):
    rng = numpy.random.default_rng(8)
    rtol = TOLERANCE.get(dtype, CLOSE)
    for n in [1, 2, 3, 7]:
        c = coefficients(rng, dtype, n)
        grid = numpy.stack([coefficients(rng, dtype, n) for _ in range(3)], axis=1)
        for x in [
            0.5,
            2,
            1j,
            numpy.float32(0.5),
            [0.0, -1.5],
            (1, 2),
            rng.random((2, 3)),
            rng.random((2, 3)).astype("f4").T,
            numpy.array(2.0),
            [],
        ]:
            if dtype == "O" and isinstance(x, numpy.generic):
                continue  # `test_scalars_and_fractions`
            single = getattr(x, "dtype", None) == "f4"
            check(function(family, "val"), x, c, rtol=max(rtol, 1e-5) if single else rtol)
            check(function(family, "val"), x, grid, rtol=max(rtol, 1e-5) if single else rtol)
        check(function(family, "val"), rng.random(3), grid, tensor=False, rtol=rtol)
        check(function(family, "val"), rng.random(2), grid, tensor=False, rtol=rtol)


@pytest.mark.parametrize("dtype", DTYPES)
def test_calculus(family, dtype):
    rng = numpy.random.default_rng(9)
    rtol = TOLERANCE.get(dtype, CLOSE)
    for n in [1, 2, 3, 4, 7]:
        c = coefficients(rng, dtype, n)
        for m in [0, 1, 2, 3]:
            check(function(family, "der"), c, m, rtol=rtol)
            check(function(family, "der"), c, m, 2, rtol=rtol)
            check(function(family, "int"), c, m, rtol=rtol)
            check(function(family, "int"), c, m, [1, 2][:m], 1, 2, rtol=rtol)
        check(function(family, "int"), c, k=3, lbnd=-1, rtol=rtol)
    c = numpy.stack([coefficients(rng, dtype, 4) for _ in range(3)])
    for axis in [0, 1, -1, 2]:
        check(function(family, "der"), c, 1, axis=axis, rtol=rtol)
        check(function(family, "int"), c, 1, axis=axis, rtol=rtol)


def test_conversions_and_roots(family):
    rng = numpy.random.default_rng(10)
    for dtype in ["f8", "c16", "f4", "i8"]:
        rtol = 1e-3 if dtype == "f4" else 1e-7
        for n in [1, 2, 3, 5, 9]:
            c = coefficients(rng, dtype, n)
            check(function(family, "companion"), c, rtol=rtol)
            check(function(family, "fromroots"), c, rtol=rtol)
            if family != "polynomial":
                check(function(family, "poly2*"), c, rtol=rtol)
                check(function(family, "*2poly"), c, rtol=rtol)
            # Roots that are well apart: the order of others is a matter of the last bits.
            apart = find(numpy, function(family, "fromroots"))(numpy.arange(1.0, n) - n / 2)
            check(function(family, "roots"), apart.astype(dtype) if dtype != "i8" else apart, rtol=rtol)
    for name in ["companion", "roots", "fromroots"]:
        check(function(family, name), [])
        check(function(family, name), [[1, 2]])
        check(function(family, name), [2])
    for off, scl in [(1, 2), (1, 0), (0.5, -1j), (Fraction(1, 2), Fraction(1, 3))]:
        check(function(family, "line"), off, scl)
    for name in ["zero", "one", "x", "domain"]:
        assert repr(find(np, function(family, name))) == repr(find(numpy, function(family, name)))


def test_several_variables(family):
    rng = numpy.random.default_rng(11)
    c2, c3 = rng.random((3, 2)), rng.random((3, 2, 4))
    for shape in [(), (4,), (2, 3)]:
        x, y, z = rng.random((3, *shape))
        check(function(family, "val2d"), x, y, c2)
        check(function(family, "val2d"), x, y, c3)
        check(function(family, "val3d"), x, y, z, c3)
        check(function(family, "grid2d"), x, y, c2)
        check(function(family, "grid3d"), x, y, z, c3)
        check(function(family, "vander"), x, 4)
        check(function(family, "vander2d"), x, y, [2, 1])
        check(function(family, "vander3d"), x, y, z, [2, 1, 3])
    check(function(family, "val2d"), [1, 2], [1], c2)
    check(function(family, "val3d"), [1, 2], [1], [1], c3)
    check(function(family, "grid2d"), [1, 2], [1, 2, 3], c2)
    for x in [[1, 2], 1j, numpy.float32([1, 2]), numpy.array([Fraction(1, 2)]), numpy.inf]:
        for deg in [0, 1, 3, -1, 1.5]:
            check(function(family, "vander"), x, deg, rtol=1e-5)
    check(function(family, "vander2d"), [1], [2], [1])
    check(function(family, "vander2d"), [1], [2], [1, -1])
    agree("polynomial.polynomial.polyvalfromroots", [1.0, 2.0], [[1.0, 0.5], [2.0, 3.0]])
    agree("polynomial.polynomial.polyvalfromroots", [1.0, 2.0], [[1.0, 0.5], [2.0, 3.0]], tensor=False)
    agree("polynomial.polynomial.polyvalfromroots", [1.0, 2.0], [1, 2], tensor=False)


def test_fits(family):
    rng = numpy.random.default_rng(12)
    x = numpy.linspace(0.1, 0.9, 12)
    y = numpy.cos(3 * x)
    for values in [y, numpy.stack([y, x], axis=1), y + 1j * x, y.astype("f4")]:
        for deg in [0, 2, 3, [0, 2], [3, 1], numpy.array([1])]:
            for kwargs in [{}, {"w": rng.random(12)}]:
                check(function(family, "fit"), x, values, deg, rtol=1e-6, **kwargs)
    found = find(np, function(family, "fit"))(x, y, 2, full=True)
    expected = find(numpy, function(family, "fit"))(x, y, 2, full=True)
    compare(found[1], expected[1], 1e-8, "fit with diagnostics")
    bad = [
        ([1], [1], 1.5),
        ([1], [1], []),
        ([1], [1], [[1]]),
        ([1], [1], -1),
        ([1], [1], [2, -1]),
        ([[1]], [1], 0),
        ([], [], 0),
        ([1], [[[1]]], 0),
        ([1, 2], [1], 0),
    ]
    for args in bad:
        check(function(family, "fit"), *args)
    check(function(family, "fit"), [1], [1], 0, w=[[1]])
    check(function(family, "fit"), [1], [1], 0, w=[1, 2])
    with pytest.warns(np.exceptions.RankWarning, match="The fit may be poorly conditioned"):
        find(np, function(family, "fit"))([1, 1], [1, 2], 2)


def test_quadrature(family):
    if family == "polynomial":
        return
    for n in [1, 2, 3, 4, 9, 30, 64]:
        check(function(family, "gauss"), n, rtol=1e-11)
    for n in [0, -1, 1.5]:
        check(function(family, "gauss"), n)
    check(function(family, "weight"), numpy.linspace(-0.9, 0.9, 7))
    # Beyond the range of doubles, where the values of the polynomials have to be scaled.
    x, w = find(np, function(family, "gauss"))(250)
    assert np.isfinite(x).all() and np.isfinite(w).all() and (np.diff(x) > 0).sum() in (0, 249)
    total = {"legendre": 2, "laguerre": 1, "chebyshev": math.pi, "hermite": math.sqrt(math.pi)}
    assert w.sum() == pytest.approx(total.get(family, math.sqrt(2 * math.pi)), rel=1e-12)
    # The integrals of even powers are known; odd ones vanish where the weight function is even.
    root = math.sqrt(math.pi)
    known = {
        "legendre": (2 / 3, 2 / 5),
        "laguerre": (2, 24),
        "chebyshev": (math.pi / 2, 3 * math.pi / 8),
        "hermite": (root / 2, 3 * root / 4),
        "hermite_e": (math.sqrt(2) * root, 3 * math.sqrt(2) * root),
    }[family]
    assert [(w * x**k).sum() for k in (2, 4)] == pytest.approx(known, rel=1e-12)
    for k in (1, 3):
        assert (w * x**k).sum() == pytest.approx(math.factorial(k) if family == "laguerre" else 0, abs=1e-12)


def test_chebyshev_points():
    for name in ["chebpts1", "chebpts2"]:
        for n in [1, 2, 5, 0, 1.5]:
            check(f"polynomial.chebyshev.{name}", n)
    for deg in [0, 1, 4, -1, 1.0]:
        check("polynomial.chebyshev.chebinterpolate", abs, deg)
    check("polynomial.chebyshev.chebinterpolate", pow, 4, (3,))


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_drawn_coefficients(data):
    family = data.draw(st.sampled_from(list(FAMILIES)))
    element = st.sampled_from([0.0, 1.0, -1.0, 0.5, -2.25, 3.0, 1e-3, 17.0])
    series = st.lists(element, min_size=1, max_size=8)
    c, d = data.draw(series), data.draw(series)
    for operation in ["add", "sub", "mul", "div"]:
        # A small leading coefficient of the divisor makes the remainder a matter of rounding.
        if operation != "div" or not 0 < abs(d[-1]) < 0.5:
            check(function(family, operation), c, d, rtol=1e-6)
    check(function(family, "val"), data.draw(element), c, rtol=1e-8)
    check(function(family, "der"), c, data.draw(st.integers(0, 9)), rtol=1e-8)
    check(function(family, "int"), c, data.draw(st.integers(0, 4)), rtol=1e-8)


def test_fractions_stay_exact(family):
    c = numpy.array([Fraction(1), Fraction(2, 3), Fraction(3), Fraction(4, 7)])
    module = getattr(np.polynomial, family)
    prefix = FAMILIES[family][0]
    x = Fraction(1, 3)
    value = getattr(module, prefix + "val")(x, ours(c))
    square = getattr(module, prefix + "val")(x, getattr(module, prefix + "mul")(ours(c), ours(c)))
    assert isinstance(square, Fraction) and square == value**2
    d = numpy.array([Decimal(1), Decimal(2), Decimal(3)])
    if family != "legendre":  # NumPy multiplies by a quotient there, a float
        check(function(family, "val"), Decimal("0.5"), d)
    check(function(family, "der"), d)


def test_scalars_and_fractions(family):
    c = numpy.array([Fraction(1), Fraction(2, 3), Fraction(3)])
    if family != "legendre":
        check(function(family, "val"), numpy.float32(0.5), c)
        return
    # NumPy multiplies by a rounded quotient, and rounds to float32 with it (docs/differences.md).
    mine, expected = (
        np.polynomial.legendre.legval(np.float32(0.5), ours(c)),
        numpy.polynomial.legendre.legval(0.5, c),
    )
    assert abs(float(mine) - expected) < 1e-6


def test_polyutils():
    for alist in [
        [[]],
        [[[1]]],
        [[True]],
        [["a"]],
        [[1], ["a"]],
        [[1, 0], [2j, 1, 0]],
        [numpy.float16([1, 2]), [3]],
        [numpy.float32([1, 0])],
        [5],
        [[1, 2], numpy.array([Fraction(1, 2), 0])],
    ]:
        agree("polynomial.polyutils.as_series", alist)
        agree("polynomial.polyutils.as_series", alist, trim=False)
    for c in [[0, 0, 0], [1], [1, 1e-3, 0], [1j, 1e-9j]]:
        for tol in [0, 1e-6, 2, -1]:
            agree("polynomial.polyutils.trimcoef", c, tol)
        agree("polynomial.polyutils.getdomain", c)
        agree("polynomial.polyutils.trimseq", c)
    for old, new in [((-1, 1), (0, 4)), ((0, 2), (3, 1)), ((-1j, 1), (0, 1))]:
        agree("polynomial.polyutils.mapparms", old, new, rtol=1e-15)
        for x in [0, 0.5, [1, 2], numpy.float32(3), numpy.ones((2, 2))]:
            agree("polynomial.polyutils.mapdomain", x, old, new, rtol=1e-15)
    for x in [1, 1.5, 0.0, 1e-5, 1.5e9, -2.25, math.nan, -math.inf, numpy.float32(1.1), 1j, Fraction(1, 2)]:
        for parens in [False, True]:
            agree("polynomial.polyutils.format_float", x, parens)


# Classes.


def test_functions_are_ordinary(family):
    """They are made by a factory, and must not show it."""
    module, theirs = getattr(np.polynomial, family), getattr(numpy.polynomial, family)
    for name in module.__all__:
        function = getattr(module, name)
        if not inspect.isfunction(function) or name.endswith("trim"):
            continue
        assert (function.__name__, function.__qualname__, function.__module__) == (
            name,
            name,
            f"numen.polynomial.{family}",
        )
        mine, expected = inspect.signature(function), inspect.signature(getattr(theirs, name))
        assert str(mine) == str(expected), name
        assert pickle.loads(pickle.dumps(function)) is function
        assert (
            function.__doc__
            and "{" not in function.__doc__
            and "None" not in function.__doc__.split(">>>")[-1]
        )
    names = [n for n in theirs.__all__ if not n.startswith("_")]
    assert sorted(module.__all__) == sorted(names)
    prefix, kind = FAMILIES[family]
    series = getattr(module, kind)
    for short in (
        "add",
        "sub",
        "mul",
        "div",
        "pow",
        "val",
        "int",
        "der",
        "fit",
        "line",
        "roots",
        "fromroots",
    ):
        assert getattr(series, f"_{short}") is getattr(module, prefix + short)
    with pytest.raises(TypeError, match=rf"^{prefix}add\(\) missing 1 required positional argument: 'c2'$"):
        getattr(module, prefix + "add")([1])


def both(family, coef, **kwargs):
    name = FAMILIES[family][1]
    mine = getattr(np.polynomial, name)(ours(coef), **{k: ours(v) for k, v in kwargs.items()})
    return mine, getattr(numpy.polynomial, name)(coef, **kwargs)


def same_series(mine, expected, rtol=CLOSE):
    assert type(mine).__name__ == type(expected).__name__
    for name in ["coef", "domain", "window"]:
        compare(getattr(mine, name), getattr(expected, name), rtol, name)
    assert mine.symbol == expected.symbol


METHODS = [
    lambda p: p.deriv(),
    lambda p: p.deriv(2),
    lambda p: p.integ(),
    lambda p: p.integ(2, k=[1, 2], lbnd=0.5),
    lambda p: p.trim(0.6),
    lambda p: p.truncate(2),
    lambda p: p.cutdeg(1),
    lambda p: p.copy(),
    lambda p: p.convert(domain=[0, 3]),
    lambda p: -p,
    lambda p: +p,
    lambda p: p + 1,
    lambda p: 2 - p,
    lambda p: p * [1, 2],
    lambda p: (3, 1) * p,
    lambda p: p // [1, 2],
    lambda p: p % [1, 2],
    lambda p: [1, 2, 3, 4] // p,
    lambda p: [1, 2, 3, 4] % p,
    lambda p: p / 2,
    lambda p: p**3,
    lambda p: p * p - p,
    lambda p: p(p),
]


@pytest.mark.parametrize("options", [{}, {"domain": [0, 4]}, {"window": [-2, 2], "symbol": "z"}], ids=str)
@pytest.mark.parametrize("coef", [[1, 2, 3], [1.5, 0, 0.5, -2], [1j, 2, 1], numpy.float32([1, 2])], ids=str)
def test_methods(family, coef, options):
    p, q = both(family, coef, **options)
    rtol = 1e-4 if getattr(coef, "dtype", None) == "f4" else CLOSE
    for method in METHODS:
        same_series(method(p), method(q), rtol)
    for kind in FAMILIES.values():
        same_series(
            p.convert(kind=getattr(np.polynomial, kind[1])),
            q.convert(kind=getattr(numpy.polynomial, kind[1])),
            rtol,
        )
        same_series(getattr(np.polynomial, kind[1]).cast(p), getattr(numpy.polynomial, kind[1]).cast(q), rtol)
    compare(p([0.5, 1.0]), q([0.5, 1.0]), rtol, "call")
    compare(p.linspace(5), q.linspace(5), rtol, "linspace")
    compare(p.mapparms(), q.mapparms(), rtol, "mapparms")
    assert (p.degree(), len(p), list(p) == p.coef.tolist()) == (q.degree(), len(q), True)
    for text in [repr, str, lambda s: s._repr_latex_(), lambda s: format(s, "ascii")]:
        assert text(p) == text(q)


def test_constructors(family):
    mine, real = (getattr(library.polynomial, FAMILIES[family][1]) for library in (np, numpy))
    x = [0.5, 1.0, 2.5, 3.0]
    y = [1.0, 4.0, 2.0, 0.5]
    for kwargs in [
        {},
        {"domain": []},
        {"domain": [0, 5]},
        {"window": [0, 2]},
        {"w": [1, 2, 1, 1], "symbol": "t"},
    ]:
        same_series(mine.fit(x, y, 2, **kwargs), real.fit(x, y, 2, **kwargs), 1e-7)
    fitted, [residuals, rank, singular, rcond] = mine.fit(x, y, [0, 2], full=True)
    expected, status = real.fit(x, y, [0, 2], full=True)
    same_series(fitted, expected, 1e-7)
    compare([residuals, rank, singular, rcond], status, 1e-7, "status")
    for kwargs in [{}, {"domain": None}, {"domain": [0, 5], "window": [0, 2]}]:
        same_series(mine.fromroots(x, **kwargs), real.fromroots(x, **kwargs))
    for kwargs in [{}, {"domain": [0, 5]}, {"domain": [0, 5], "window": [0, 2], "symbol": "s"}]:
        same_series(mine.identity(**kwargs), real.identity(**kwargs))
        same_series(mine.basis(3, **kwargs), real.basis(3, **kwargs))
    compare(mine.fromroots(x).roots(), real.fromroots(x).roots(), 1e-7, "roots")
    if family == "chebyshev":
        same_series(mine.interpolate(np.exp, 5, [0, 1]), real.interpolate(numpy.exp, 5, [0, 1]))


ERRORS = [
    lambda P, C: P([1], [1]),
    lambda P, C: P([1], None, [1]),
    lambda P, C: P([]),
    lambda P, C: P([[1]]),
    lambda P, C: P([1], symbol=""),
    lambda P, C: P([1], symbol="1x"),
    lambda P, C: P([1], symbol=None),
    lambda P, C: P([1]) + C([1]),
    lambda P, C: P([1]) + P([1], [0, 2]),
    lambda P, C: P([1]) * P([1], window=[0, 2]),
    lambda P, C: P([1]) - P([1], symbol="t"),
    lambda P, C: 1 / P([1]),
    lambda P, C: P([1]) // 0,
    lambda P, C: P([1]) % 0,
    lambda P, C: [1] // P([0]),
    lambda P, C: P([1]) ** -1,
    lambda P, C: P([1]) ** 1.5,
    lambda P, C: P([1]) ** 101,
    lambda P, C: P([1]) + "a",
    lambda P, C: P([1]) + None,
    lambda P, C: P([1]).truncate(0),
    lambda P, C: P([1]).truncate(1.5),
    lambda P, C: P([1]).cutdeg(-1),
    lambda P, C: P([1]).deriv(-1),
    lambda P, C: P([1]).trim(-1),
    lambda P, C: P.basis(-1),
    lambda P, C: P.basis(0.5),
    lambda P, C: hash(P([1])),
    lambda P, C: setattr(P([1]), "symbol", "y"),
]


@pytest.mark.parametrize("case", range(len(ERRORS)))
def test_refusals(case):
    for first, second in [("Polynomial", "Chebyshev"), ("Chebyshev", "Legendre"), ("Laguerre", "Polynomial")]:
        raised = []
        for library in (numpy, np):
            with pytest.raises(Exception) as caught:
                ERRORS[case](getattr(library.polynomial, first), getattr(library.polynomial, second))
            raised.append(caught.value)
        assert type(raised[0]) is type(raised[1])
        if type(raised[0]) is not AttributeError:
            assert str(raised[0]) == str(raised[1])


def test_true_division_takes_numbers_only():
    p = np.polynomial.Polynomial([2, 4])
    for one in [2, 2.0, 2 + 0j, Fraction(2), np.int64(2), np.float32(2), np.complex128(2), np.uint8(2)]:
        assert p / one == np.polynomial.Polynomial([1, 2])
    for other in [True, [2], np.array([2]), p, np.bool(True)]:
        with pytest.raises(TypeError):
            p / other


def test_copies_are_independent(family):
    p, _ = both(family, [1, 2, 3], domain=[0, 4], symbol="t")
    for q in [copy.copy(p), copy.deepcopy(p), p.copy(), pickle.loads(pickle.dumps(p))]:
        assert q == p and not (q != p) and q.symbol == "t"
        q.coef[0] = 7
        q.domain[0] = -9
        assert p.coef[0] == 1 and p.domain[0] == 0 and q != p
    assert p.has_samecoef(p.copy()) and p.has_samedomain(p.copy())
    assert p.has_samewindow(p.copy()) and p.has_sametype(p.copy())
    assert not p.has_samecoef(p.deriv()) and not p.has_sametype(3)


TEXTS = [
    [1, 2, 3],
    [-1, 0, 3, -1],
    list(range(12)),
    [0, 10, 200, 3000, 40000, 500000, 600000, 70000, 8000, 900],
    [1e-9, 1.5e9, 1 / 3, -1 / 7e7],
    [math.nan, math.inf, -math.inf],
    [1j, 1 + 1j, -2 + 2j, 3],
    numpy.array([Fraction(1, 2), Fraction(-3, 4), 2]),
    numpy.array([Decimal("1.00"), Decimal("-2.2"), 3]),
    numpy.array([1, 2, "f"], dtype=object),
    numpy.array([1j, -2j], dtype=object),
    numpy.float32([1.1, 2.3]),
    [0],
]


@pytest.mark.parametrize("case", range(len(TEXTS)))
def test_text(family, case):
    for options in [{}, {"domain": [-2, 0]}, {"domain": [-0.5, 0.5]}, {"domain": [1, 3], "symbol": "zeta"}]:
        p, q = both(family, TEXTS[case], **options)
        for shown in [
            {},
            {"precision": 3},
            {"linewidth": 40},
            {"floatmode": "fixed"},
            {"sign": "+"},
            {"linewidth": 1},
        ]:
            for style in ["unicode", "ascii", ""]:
                with np.printoptions(**shown), numpy.printoptions(**shown):
                    assert format(p, style) == format(q, style)
        with np.printoptions(nanstr="none", infstr="INF"), numpy.printoptions(nanstr="none", infstr="INF"):
            assert (str(p), repr(p)) == (str(q), repr(q))
        assert p._repr_latex_() == q._repr_latex_()


def test_print_style():
    p = np.polynomial.Polynomial([1, 2, 3])
    np.polynomial.set_default_printstyle("ascii")
    assert str(p) == f"{p:ascii}" == "1.0 + 2.0 x + 3.0 x**2"
    with pytest.raises(ValueError, match="Valid options are 'ascii' and 'unicode'"):
        np.polynomial.set_default_printstyle("plain")
    with pytest.raises(ValueError, match="Unsupported format string '.2f' passed to"):
        format(p, ".2f")


def test_imported_when_asked_for():
    import subprocess
    import sys

    code = "import sys, numen; assert 'numen.polynomial' not in sys.modules; numen.polynomial.Polynomial([1])"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_names_of_a_program_run_unchanged(tmp_path):
    import subprocess
    import sys

    program = tmp_path / "program.py"
    program.write_text(
        "import pickle\n"
        "from numpy.polynomial import Chebyshev, Polynomial\n"
        "class Mine(Polynomial):\n    pass\n"
        "print(Polynomial, Chebyshev, Mine)\n"
        "for p in (Chebyshev([1, 2]), Mine([3])):\n"
        "    for protocol in range(6):\n"
        "        q = pickle.loads(pickle.dumps(p, protocol))\n"
        "        assert q == p and type(q) is type(p)\n"
        "assert pickle.loads(pickle.dumps(Chebyshev)) is Chebyshev\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "numen", str(program)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "<class 'numpy.polynomial.polynomial.Polynomial'> "
        "<class 'numpy.polynomial.chebyshev.Chebyshev'> <class '__main__.Mine'>\n"
    )
