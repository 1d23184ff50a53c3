"""Operations on single numbers and on few elements, which have ways of their own: values, types, warnings."""

import operator
import warnings

import numpy
import pytest
from agreement import find, ours, outcome, same

import numen as np

TYPES = "?bBhHiIlLefdFD"
OPERATORS = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.floordiv,
    operator.mod,
    operator.pow,
    operator.and_,
    operator.lshift,
    operator.lt,
    operator.eq,
    operator.ge,
    divmod,
]
NUMBERS = [
    0,
    1,
    -2,
    3,
    200,
    2**31,
    2**62,
    True,
    0.5,
    -0.0,
    2.0,
    1e39,
    1e-50,
    float("inf"),
    float("nan"),
    1 - 2j,
]


def check(f, *args, rtol=0.0, **kwargs):
    """A function, or one of the library's by name, does the same under both."""
    reference, function = (find(numpy, f), find(np, f)) if isinstance(f, str) else (f, f)
    expected, error, warned = outcome(reference, args, kwargs)
    given = {k: ours(v) for k, v in kwargs.items()}
    result, own_error, own_warned = outcome(function, tuple(ours(x) for x in args), given)
    where = f"{f} {args} {kwargs}"
    assert type(own_error).__name__ == type(error).__name__, (where, own_error, error)
    if error is None:
        same(result, expected, rtol, where)
        assert own_warned == warned, (where, own_warned, warned)


def values(t):
    """Edge values of a type."""
    if t == "?":
        return numpy.array([False, True])
    if t in "bBhHiIlL":
        info = numpy.iinfo(t)
        return numpy.array([0, 1, 3, info.min, info.max], t)
    edge = [0.0, -0.0, 1.5, -3.0, numpy.finfo(t).max, numpy.inf, numpy.nan]
    return numpy.array(edge, t) if t in "efd" else numpy.array(edge, t) + numpy.array(1j, t)


def swapped(f):
    return lambda x, y: f(y, x)


@pytest.mark.parametrize("f", OPERATORS)
@pytest.mark.parametrize("t", TYPES)
def test_scalar_beside_a_python_number(t, f):
    # Remainders of float16 by zero warn once, not twice.
    numbers = [y for y in NUMBERS if t != "e" or not abs(y) < 1e-9]
    for x in values(t)[2:4] if t == "e" else values(t)[1:4]:
        for y in numbers:
            check(f, x, y)
            check(swapped(f), x, y)


@pytest.mark.parametrize("f", OPERATORS)
@pytest.mark.parametrize("t", TYPES)
def test_scalars_of_two_types(t, f):
    if f in (operator.floordiv, operator.mod, divmod):
        # Remainders of float16 by zero warn once, not twice.
        types = [s for s in TYPES if s != "e" != t]
    else:
        types = TYPES
    for other in types:
        # Where NaN and infinity meet in complex products, only one of the libraries warns.
        last = -2 if f is operator.mul else -1
        for x in values(t)[-3 : -1 if t in "FD" else None]:
            check(f, x, values(other)[1])
            check(f, x, values(other)[last])


@pytest.mark.parametrize(
    "f", [operator.neg, operator.pos, abs, operator.invert, bool, float, int, complex, repr]
)
@pytest.mark.parametrize("t", TYPES)
def test_one_scalar(t, f):
    for x in values(t):
        check(f, x, rtol=2e-16 if f is abs and t == "D" else 0.0)


@pytest.mark.parametrize("n", [1, 10, 300, 1000])
@pytest.mark.parametrize(
    "name", ["add", "multiply", "divide", "power", "maximum", "less", "float_power", "arctan2"]
)
def test_arrays_beside_numbers_and_arrays_of_other_types(name, n):
    for t in TYPES:
        x = numpy.resize(values(t)[1:3], n)
        for y in (2, 2.5, True, 1j, *(numpy.resize(values(s)[1:3], n) for s in "?Bife")):
            rtol = 3e-7 if name in ("power", "float_power", "arctan2") else 0.0
            check(name, x, y, rtol=rtol)


@pytest.mark.parametrize("name", ["absolute", "sqrt", "negative", "square", "isnan", "sign", "frexp", "modf"])
def test_functions_of_python_numbers_and_arrays_without_axes(name):
    for x in (*NUMBERS, *(numpy.array(v) for v in values("f")), *(numpy.array(v) for v in values("b"))):
        check(name, x)


SHAPES = [(1,), (10,), (300,), (3, 4), (8, 33), (33, 8), (1, 5), (5, 1), (0, 3)]


@pytest.mark.parametrize("name", ["sum", "prod", "max", "min", "any", "all", "mean", "std", "var", "ptp"])
@pytest.mark.parametrize("t", TYPES)
def test_reductions_of_few_elements(t, name):
    draw = numpy.random.default_rng(5)
    for shape in SHAPES:
        a = (
            (draw.random(shape) * 40 - 20).astype(t)
            if t in "bhilefdFD"
            else (draw.random(shape) * 3).astype(t)
        )
        for x in (a, a.T, numpy.asfortranarray(a)):
            for axis in (None, *range(-x.ndim, x.ndim)):
                for keepdims in (False, True):
                    check(name, x, axis=axis, keepdims=keepdims)


def test_reductions_in_a_given_type():
    a = numpy.arange(600, dtype="f4").reshape(2, 300) / 7
    for t in ("f8", "f4", "i8", "c16", "f2"):
        for axis in (None, 0, 1):
            for x in (a, a.astype("i2"), a.astype("i8") * 10**15):
                check("sum", x, axis=axis, dtype=numpy.dtype(t))


@pytest.mark.parametrize("t", TYPES)
def test_lists_of_scalars(t):
    x, y = values(t)[:2]
    for items in ([x, y], [[x], [y]], (x, y, x), [x, 1], [1, x], [x, 2.5], [2.5, 1j], [[x, y], [y]]):
        check("array", items)


@pytest.mark.parametrize("name", ["add", "multiply", "maximum", "minimum", "subtract", "logical_or"])
@pytest.mark.parametrize("t", TYPES)
def test_running_and_outer_results(t, name):
    for n in (1, 2, 10, 300):
        x = numpy.resize(values(t)[:4], n)
        for y in (x, x[::2], x[::-1]):
            check(lambda a, name=name: getattr(vars_of(a), name).accumulate(a), y)
        y = x[:20]
        check(lambda a, b, name=name: getattr(vars_of(a), name).outer(a, b), y, y[:3])


def vars_of(a):
    """The library an array is of."""
    return numpy if type(a) is numpy.ndarray else np


@pytest.mark.parametrize("key", [[True, False, True], [0, 2], [2, 2]])
def test_truth_values_by_key(key):
    for value in (True, False, 1, 0.5, float("nan")):
        expected, own = numpy.array([False, True, True]), np.array([False, True, True])
        expected[numpy.array(key)] = value
        own[np.array(key)] = value
        assert own.tolist() == expected.tolist()
    mask = np.array([True, False, True, True])
    mask[1:][mask[:-1]] = False
    assert mask.tolist() == [True, False, True, False]


@pytest.mark.parametrize("t", TYPES)
def test_memoryviews_and_flags(t):
    for shape in ((3,), (2, 3), ()):
        x, y = numpy.ones(shape, t), np.ones(shape, t)
        v, w = memoryview(x), memoryview(y)
        assert (v.format, v.shape, v.strides, v.readonly) == (w.format, w.shape, w.strides, w.readonly)
        assert repr(x.flags) == repr(y.flags)


def warned_of(f):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            f()
        except (TypeError, ValueError) as e:
            return type(e).__name__, str(e)
    return [str(w.message) for w in seen]


AT = [
    ("add", [3e38], "f", [0], [3e38], "f"),
    ("add", [1], "i", [0], float("nan"), None),
    ("divide", [1.0], "d", [0], 0.0, None),
    ("divide", [1.0], "d", slice(None), 0.0, None),
    ("power", [0.0], "f", [0], [-1.0], "f"),
    ("add", [[1e308]], "d", (0, 0), 1e308, None),
    ("floor_divide", [1], "i", [0], 0, None),
    ("floor_divide", [1], "l", [0], 0, None),
]


@pytest.mark.parametrize("name, values, t, index, other, s", AT)
def test_what_warnings_call_operations_at_indices(name, values, t, index, other, s):
    def run(m):
        getattr(m, name).at(m.array(values, t), index, other if s is None else m.array(other, s))

    assert warned_of(lambda: run(np)) == warned_of(lambda: run(numpy)) != []


REFUSED = [
    lambda m: round(m.complex64(1)),
    lambda m: round(m.complex64(1), 1),
    lambda m: m.place(m.zeros(3), m.array([True]), "x"),
    lambda m: m.copyto(m.zeros(2, "u1"), [], where=m.array([1, 0])),
    lambda m: m.ravel_multi_index((m.array([1.5]), m.array([0]), 1), (2, 2)),
    lambda m: m.ravel_multi_index((0, 0), (2, 2), "bad", "A"),
    lambda m: m.ravel_multi_index((0, 0), (2, 2), "wrap", "A"),
    lambda m: m.unravel_index(1.5, (2, 2), "A"),
]


@pytest.mark.parametrize("f", REFUSED)
def test_which_mistake_is_told_first(f):
    told = warned_of(lambda: f(numpy))
    assert warned_of(lambda: f(np)) == (told[0], told[1].replace("numpy.c", "numen.c"))


def test_views_of_einsum_are_of_the_operands_type():
    a = numpy.arange(4.0).reshape(2, 2)
    for text in ("ij", "ii->i", "ij->ji", "ij->i"):
        check("einsum", text, a, dtype="c16")
    check("einsum", "ij->ji", a, dtype="i8")


@pytest.mark.parametrize("t", TYPES[1:])
def test_limits_of_every_kind(t):
    x = numpy.resize(values(t)[:3], 11)
    ends = (
        0,
        1,
        2.5,
        -1,
        True,
        300,
        float("nan"),
        x[0],
        x[1],
        numpy.float64(1),
        numpy.int64(2),
        numpy.array(1),
    )
    for a in (x, x[::2], x.reshape(1, 11).T, x[:0], x[0]):
        for low in ends:
            for high in (3, x[2], None):
                check("clip", a, low, high)
                check(lambda a, b, c: a.clip(b, c), a, low, high)


@pytest.mark.parametrize("name", ["divmod", "modf", "frexp"])
@pytest.mark.parametrize("t", TYPES)
def test_two_results(name, t):
    for n in (0, 1, 10, 2000):
        x = numpy.resize(values(t)[1:], n)
        if name != "divmod":
            check(name, x)
            check(name, x[::-1])
            continue
        if t == "e":
            x = numpy.resize(values(t)[2:4], n)
        for y in (x, x[::-1], 3, 2.5, x[:1], numpy.float64(2), numpy.int8(3), 0 if t != "e" else 1):
            check(name, x, y)
        check(name, 7, numpy.resize(values(t)[2:3], n))


@pytest.mark.parametrize("name", ["exp", "sqrt", "negative", "isnan", "add", "power", "less", "maximum"])
def test_lists(name):
    lists = [
        [1, 2, 3],
        (1.5, -2.0),
        [True, False],
        [[1.0, 2], [3, 4]],
        [1j, 2],
        [],
        [1, None],
        ["a"],
        [2**63],
        [[1], [1, 2]],
    ]
    for x in lists:
        if name in ("exp", "sqrt", "negative", "isnan"):
            check(name, x, rtol=2e-16)
        else:
            for y in ([1, 2, 3], 2, (2.5,), numpy.arange(3), numpy.float32(2)):
                check(name, x, y)
                check(name, y, x)


@pytest.mark.parametrize("t", [*TYPES, "U2", "M8[s]", "O"])
def test_orders_and_repeats_of_rows(t):
    for n in (0, 1, 2, 9, 300):
        x = numpy.random.default_rng(n).integers(0, 5, n).astype("i8").astype(t)
        for a in (x, x[::-1], x[::2]):
            check("argsort", a, kind="stable")
            if n < 3:
                check("argsort", a)
            for counts in (
                0,
                2,
                -1,
                numpy.arange(a.size) % 3,
                numpy.arange(a.size) - 1,
                [1],
                numpy.array([2]),
            ):
                check("repeat", a, counts)
                check(lambda a, c: a.repeat(c), a, counts)
        if n < 9 or t == "O":
            continue
        m = x[: n // 3 * 3].reshape(3, -1)
        for axis in (0, 1, -2):
            expected, own = m.copy(), np.array(m.tolist(), dtype=m.dtype.str)
            expected.sort(axis=axis)
            own.sort(axis=axis)
            assert own.tolist() == expected.tolist()


COMPARED = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]


@pytest.mark.parametrize("t", ["U3", "S3", ">U3", "U1"])
def test_comparisons_of_texts(t):
    words = numpy.array(["", "a", "ab", "abc", "b", "a\0b"[:1], "é" if "U" in t else "z"]).astype(t)
    others = [
        words[::-1].copy(),
        words.astype(t.replace("3", "5")),
        words[:1],
        words[1],
        "ab",
        "",
        "abcdef",
        "x" * 70,
        b"ab",
    ]
    for f in COMPARED:
        for y in others:
            for x in (words, words[::2], words.reshape(7, 1), words[:0]):
                check(f, x, y)
                check(swapped(f), x, y)
    check(operator.add, words, words)


@pytest.mark.parametrize("t", ["M8[D]", "m8[D]", "M8[s]", "m8[ns]", "m8"])
def test_arithmetic_of_dates(t):
    x = numpy.array([3, -5, 7, "NaT", 0, 9], dtype=t)
    others = [
        x[::-1].copy(),
        numpy.array([2, 3, 0, 1, "NaT", 5], dtype=t.replace("M", "m")),
        numpy.array([2, 3, 0, 1, "NaT", 5], dtype="m8[h]"),
        numpy.array([2, 3, 0, 1, "NaT", 5], dtype="M8[D]"),
        x[0],
        numpy.timedelta64(2, "D"),
        numpy.timedelta64("NaT"),
        numpy.datetime64("1970-01-03"),
        numpy.arange(6),
        2,
        2.5,
        True,
        numpy.int8(3),
    ]
    functions = [
        *COMPARED,
        operator.add,
        operator.sub,
        operator.mul,
        operator.truediv,
        operator.floordiv,
        operator.mod,
    ]
    for f in [*functions, numpy.maximum, numpy.fmin]:
        f = f.__name__ if isinstance(f, numpy.ufunc) else f
        for y in others:
            for a in (x, x[::-1], x[:1], x[:0]):
                if isinstance(y, numpy.generic):
                    # Made of arrays: between the libraries scalars of dates would go as Python's objects.
                    name = f if isinstance(f, str) else None
                    check(
                        lambda x, y: (getattr(vars_of(x), name) if name else f)(x, y[()]), a, numpy.asarray(y)
                    )
                    continue
                check(f, a, y)
                if not isinstance(f, str):
                    check(swapped(f), a, y)


@pytest.mark.parametrize(
    "t", ["M8[Y]", "M8[D]", "M8[s]", "M8[us]", "M8[ns]", "m8[D]", "m8[7h]", "m8[us]", "m8[ns]", "m8[M]"]
)
def test_dates_as_python_objects(t):
    top = 2**63 - 1
    for numbers in (
        [0, 1, -1, 30000, "NaT"],
        [-(10**6), 10**9, -(10**9), 10**15],
        [top, -top, 86399999999, -86400000001],
    ):
        x = numpy.array(numbers, dtype=t)
        y = np.array(numbers, dtype=t)
        assert [(type(v), v) for v in y.tolist()] == [(type(v), v) for v in x.tolist()]
        assert [(type(v), v) for v in y.astype(object)] == [(type(v), v) for v in x.astype(object)]
