"""Vectorized functions, tensor products, element types and the library's helpers agree with NumPy."""

import fractions
import itertools

import numpy
import pytest
from agreement import agree, ours, outcome, same

import numen as np

RNG = numpy.random.default_rng(29)


def draw(*shape, dtype="f8"):
    return numpy.asarray(RNG.normal(size=shape) * 20).astype(dtype)


def both(make, *args, **kwargs):
    """Compare ``make(np)(*args)`` under both libraries."""
    expected, error, _ = outcome(lambda: make(numpy)(*args, **kwargs), (), {})
    mine, my_error, _ = outcome(
        lambda: make(np)(*(ours(a) for a in args), **{k: ours(v) for k, v in kwargs.items()}), (), {}
    )
    if error is not None:
        assert type(my_error).__name__ == type(error).__name__, (my_error, error, mine)
        assert str(my_error).replace("numen", "numpy") == str(error)
    else:
        assert my_error is None, my_error
        same(mine, expected)


FUNCTIONS = [
    (lambda a, b=2: a + b, {}), (lambda a, b=2: a + b, {"otypes": "d"}), (lambda a, b=2: (a, b), {"otypes": [float, "i4"]}),
    (lambda a, b=1: (a, b), {}), (lambda a, b=1: str(a), {}), (lambda a, b=1: a, {"cache": True}), (lambda a, b=1: None, {}),
    (lambda a, b=1: a, {"otypes": "xx"}), (lambda a, b=1: a, {"otypes": 3}), (lambda a, b=1: a, {"excluded": 3}),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(FUNCTIONS)))
def test_vectorize(case):
    function, options = FUNCTIONS[case]

    def make(lib):
        return lib.vectorize(function, **options)

    for args in [
        (3,),
        ([1, 2],),
        ([],),
        ([1, 2], [3, 4]),
        ([1, 2], [[3], [4]]),
        ([1, 2], [1, 2, 3]),
        ([1.5, 2], 1j),
    ]:
        both(make, *args)
    both(make, [1, 2], b=[3, 4])


def test_vectorize_excluded_and_names():
    def mypoly(p, x):
        "doc"
        return sum(p) + x

    both(lambda lib: lib.vectorize(mypoly, excluded=["p"]), p=[1, 2], x=[3, 4])
    both(lambda lib: lib.vectorize(mypoly, excluded={0}), [1, 2], [3, 4])
    for lib in (numpy, np):
        f = lib.vectorize(mypoly)
        assert (f.__name__, f.__doc__) == ("mypoly", "doc")
        assert lib.vectorize(mypoly, doc="other").__doc__ == "other"
        g = lib.vectorize(otypes="d")(mypoly)
        assert (g.__name__, g.__doc__, g.pyfunc) == ("mypoly", "doc", mypoly)
        assert lib.vectorize(lambda: 3)() == 3
    both(lambda lib: lambda: lib.vectorize(3))


SIGNATURES = [
    ("(n),(n)->()", lambda a, b: a @ b, {}), ("(n),(n)->", lambda a, b: 0, {}), ("(n)->(n),(n)", lambda a: a, {}),
    ("(n)->(n),(n)", lambda a: (a, a), {}), ("(n)->(n)", lambda a: a[:1], {}), ("(n)->(m)", lambda a: a[:1], {"otypes": "f"}),
    ("(n)->(n)", lambda a: a, {"otypes": "f"}), ("(m,n),(n)->(m)", lambda a, b: a @ b, {}), ("()->()", lambda a: a + 1, {}),
    (" ( n ) -> ( n ) ", lambda a: a * 2, {}),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(SIGNATURES)))
def test_vectorize_signature(case):
    signature, function, options = SIGNATURES[case]
    for args in [
        ([1, 2],), ([1, 2], [3, 4]), ([[1, 2], [3, 4]], [3, 4]), ([1, 2, 3], [3, 4]), (1, 2), (numpy.zeros((0, 3)),),
        (numpy.ones((2, 1, 3, 4)), numpy.ones((5, 4))),
    ]:  # fmt: skip
        both(lambda lib: lib.vectorize(function, signature=signature, **options), *args)


def test_piecewise():
    for args in [
        ([1, 2, 3], [[True, False, False], [False, True, False]], [1, 2]),
        ([1, 2, 3], [[True, False, False], [False, True, False]], [1, 2, lambda x: x * 10]),
        ([1, 2, 3], [[True, False, False]], [1, 2, 3]), (3, [True, False], [1, 2]), (3, True, [1, 2]),
        ([1.5, 2], [True, False], [1, 2]), ([1.5, 2], [1, 0], [lambda x, a: a, 3], 7),
        (numpy.array([[1.0, -2.0]]), [numpy.array([[True, False]])], [lambda x: -x, lambda x: x * 2]),
        (numpy.arange(5), [numpy.arange(5) > 2, numpy.arange(5) > 3], [1, 2]),
        (numpy.array(5.0), [True], [3, 4]), (numpy.array(5.0), [False], [3, 4]),
    ]:  # fmt: skip
        agree("piecewise", *args)


def test_tensor_products():
    for a, b, axes in [
        (numpy.eye(2), numpy.eye(3), 2), (draw(2, 3, 4), draw(3, 4, 5), 2), (draw(2, 3, 4), draw(4, 3, 5), ([1, 2], [1, 0])),
        (numpy.eye(2), numpy.eye(3), ([0], [0, 1])), (numpy.eye(2), numpy.eye(2), ([0, 0], [0, 1])), (numpy.eye(2), numpy.eye(2), 3),
        (numpy.eye(2), numpy.eye(2), -1), ([1, 2], [3, 4], 1), ([1, 2], [3, 4], 0), (3, 4, 0), (draw(2, 3), draw(3, 2), (0, 1)),
        (draw(2, 3), draw(3, 2), (-1, -2)), (draw(0, 3), draw(3, 2), 1), (draw(2, 0), draw(0, 3), 1), (numpy.eye(2), numpy.eye(2), ([0], [5])),
        (draw(2, 3, dtype="i4"), draw(3, 2, dtype="i8"), 1),
    ]:  # fmt: skip
        agree("tensordot", a, b, axes, rtol=1e-12)
    operands = [
        3,
        [1, 2],
        draw(2, 3),
        draw(2, 2, 2),
        [],
        draw(3, dtype="c8"),
        draw(2, dtype="i4"),
        draw(3, 2).T,
    ]
    for a, b in itertools.product(operands, repeat=2):
        agree("kron", a, b)


KINDS = [
    "bool",
    "signed integer",
    "unsigned integer",
    "integral",
    "real floating",
    "complex floating",
    "numeric",
    "foo",
    3,
    ("bool", "integral"),
    [],
]


def test_types():
    for char in "?bhilqBHILQefdFDSUVOMm":
        for kind in KINDS:
            agree("isdtype", numpy.dtype(char), kind)
        for other in "?blBLefdFDSUO":
            assert np.issubdtype(char, other) == numpy.issubdtype(char, other)
        for name in [
            "generic",
            "number",
            "integer",
            "signedinteger",
            "inexact",
            "floating",
            "flexible",
            "character",
        ]:
            assert np.issubdtype(char, getattr(np, name)) == numpy.issubdtype(char, getattr(numpy, name))
    for x in [
        "a",
        None,
        3,
        3.0,
        numpy.zeros(()),
        memoryview(b""),
        fractions.Fraction(1),
        numpy.float32(1),
        [1],
    ]:
        agree("isscalar", x)
    for chars in [["d", "f", "S"], "S", ["F", "d"], [3, "f"], ["e", "i"], "", "fd", "FD", [numpy.float32(1)]]:
        agree("mintypecode", chars)
    for char in ["S1", *"?bhilqBHILQfdgFDGSUVO1m"]:
        agree("typename", char)
    for chars in itertools.product("ilefdFD?O", repeat=2):
        arrays = [numpy.ones(2, c) for c in chars]
        try:
            expected = numpy.common_type(*arrays).__name__
        except TypeError as e:
            with pytest.raises(TypeError, match=str(e)):
                np.common_type(*(ours(a) for a in arrays))
        else:
            assert np.common_type(*(ours(a) for a in arrays)).__name__ == expected
    assert np.typecodes == numpy.typecodes
    assert {k for k in np.sctypeDict} >= {k for k in numpy.sctypeDict} - {"float128", "complex256"}


def test_number_text():
    for n, width in itertools.product(
        [0, 1, 5, -1, -3, -4, -5, 127, -128, 2.5, numpy.int8(-7), "a"], [None, 0, 1, 2, 3, 5, 8, -1]
    ):
        if n == 0 and width == -1:
            continue
        agree("binary_repr", n, width)
    for n, base, pad in itertools.product([0, 5, -5, 255, numpy.int64(10)], [2, 3, 16, 36, 37, 1], [0, 2]):
        agree("base_repr", n, base, pad)


def test_limits():
    names = ["bits", "eps", "epsneg", "iexp", "machep", "max", "maxexp", "min", "minexp", "negep", "nexp", "nmant",
             "precision", "resolution", "smallest_normal", "smallest_subnormal", "tiny"]  # fmt: skip
    for kind in ["e", "f", "d", "F", "D", float, complex, 1.0, 1j, "f4", ">f8"]:
        mine, real = np.finfo(kind), numpy.finfo(kind)
        for name in names:
            same(getattr(mine, name), getattr(real, name), where=name)
        assert (str(mine), repr(mine)) == (str(real), repr(real))
        assert mine is np.finfo(mine.dtype)
    for kind in [int, "i4", object, "S3", bool, "x"]:
        try:
            numpy.finfo(kind)
        except Exception as e:
            with pytest.raises(type(e)) as caught:
                np.finfo(kind)
            assert str(caught.value).replace("numen", "numpy") == str(e)
    for kind in [*"bhilqBHILQ", int, 3, numpy.int8(3), ">i4"]:
        kind = ours(kind)
        mine, real = np.iinfo(kind), numpy.iinfo(kind if not isinstance(kind, np.generic) else "i1")
        assert (mine.min, mine.max, mine.bits, mine.kind, str(mine), repr(mine)) == (
            real.min, real.max, real.bits, real.kind, str(real), repr(real),
        )  # fmt: skip
    for kind in [float, object, bool, "S3", 3j]:
        with pytest.raises(ValueError) as caught:
            np.iinfo(kind)
        with pytest.raises(ValueError) as real:
            numpy.iinfo(kind)
        assert str(caught.value) == str(real.value)


def test_attributes():
    for a in [3, [1, 2], draw(2, 3), draw(0), [[1], [2, 3]], draw(2, 3, 4)]:
        for name in ["shape", "ndim", "size"]:
            agree(name, a)
        for axis in [0, -1, (0, 1), (), 5]:
            agree("size", a, axis)
    agree("astype", [1], int)
    agree("astype", numpy.array([1.5]), int)
    agree("astype", numpy.array([1]), float, device="gpu")
    agree("isfortran", numpy.ones((2, 3), order="F"))
    agree("isfortran", numpy.ones(3))
    for a, b in [
        ([1, 2], [[1, 2], [1, 2]]),
        ([1, 2], [1, 2, 3]),
        ([1], [[1], [2]]),
        ("a", "a"),
        ([[1], [2, 3]], 1),
    ]:
        agree("array_equiv", a, b)
    for a in [[3, 1], [2 + 1j, 2, 1], draw(3, dtype="i1"), draw(3, dtype="f4"), draw(2, 3, dtype="c8"), []]:
        agree("sort_complex", a)
    assert np.iterable([1]) and not np.iterable(2)


def test_along_axes():
    a = draw(3, 4, 5, dtype="i8")
    for axis in [0, 1, -1, 3]:
        for f in [
            lambda v: v.sum(),
            lambda v: v[::-1],
            lambda v: [v.min(), v.max()],
            lambda v: v[:2, None] * v[None, :3],
            lambda v: "x",
        ]:
            agree("apply_along_axis", f, axis, a)
    agree("apply_along_axis", lambda v, k, s=1: v[:k] * s, 0, a, 2, s=3)
    agree("apply_along_axis", lambda v: v.sum(), 0, numpy.zeros((0, 0)))
    agree("apply_along_axis", lambda v: v.sum(), 0, 3)
    for axes in [(0, 1), -1, [0], (0, -1)]:
        agree(
            "apply_over_axes", numpy.sum if np.ndarray is numpy.ndarray else lambda v, ax: v.sum(ax), a, axes
        )
    agree("apply_over_axes", lambda v, ax: v[0, 0, 0], a, [0])
    for x in [draw(4, 5), draw(3, 4, 2)]:
        for axis in [0, 1, -1, None, 3]:
            order = numpy.argsort(x, axis if axis != 3 else 0)
            agree("take_along_axis", x, order, axis)
            agree("take_along_axis", x, order.ravel()[:2], axis)
            mine, real = ours(x.copy()), x.copy()
            if axis != 3 and axis is not None:
                numpy.put_along_axis(real, order, 7, axis)
                np.put_along_axis(mine, ours(order), 7, axis)
                same(mine, real)
    agree("take_along_axis", draw(3), [0, 1], 0)
    agree("take_along_axis", draw(3), numpy.array([0.5]), 0)


def test_conditions():
    x = numpy.arange(6)
    for args in [
        ([], []), ([[True]], []), ([[1]], [[1]]), ([x < 2, x > 3], [x, x**2]), ([x < 2, x > 3], [x, x**2], -1.5),
        ([True], [3]), ([x < 3], [numpy.array(7, "i1")], 3), ([x[:, None] < 2], [x], 0), ([numpy.array([True])], [["a"]], 0),
        ([x < 3], [2.5]), ([x < 3], [numpy.float32(2.5)], 1.0),
    ]:  # fmt: skip
        agree("select", *args)
    for a in [x, x.reshape(2, 3), 3, numpy.zeros((0, 3)), numpy.array([numpy.nan, 0.0])]:
        agree("argwhere", a)
        agree("flatnonzero", a)
        agree("extract", numpy.asarray(a) > 2, a)
    for mask, values in [
        ([1, 0, 1, 0, 1, 1], [7, 8]),
        ([True, False], [2]),
        ([1] * 6, []),
        ([0] * 6, []),
        ([1] * 6, [2.5]),
        ([1] * 6, 9),
    ]:
        real, mine = x.copy(), ours(x.copy())
        expected = outcome(numpy.place, (real, mask, values), {})
        got = outcome(np.place, (mine, mask, values), {})
        assert repr(expected[1]) == repr(got[1])
        same(mine, real)
    agree("place", [1], [True], [2])


def test_scimath():
    for x in [
        -1,
        2,
        [-1, 4],
        [2, 0.5],
        numpy.array(-1, "f4"),
        numpy.array([-1], "i1"),
        numpy.array([-1], "f2"),
        -1j,
        [0.5, -0.5],
    ]:
        for name in ["sqrt", "log", "log2", "log10", "arccos", "arcsin", "arctanh"]:
            with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
                agree(f"lib.scimath.{name}", x, rtol=1e-6)
        agree("lib.scimath.power", x, 2, rtol=1e-6)
        agree("lib.scimath.power", x, -2, rtol=1e-6)
        agree("lib.scimath.power", x, 0.5, rtol=1e-6)
    agree("lib.scimath.logn", 2, [8, -4], rtol=1e-12)


def test_versions():
    texts = [
        "1.8.0",
        "1.9.0",
        "1.8.1",
        "1.8.0rc1",
        "1.8.0rc2",
        "1.8.0a1",
        "1.8.0b1",
        "1.8.0.dev-f34",
        "1.8.0rc1.dev-f34",
        "2.0.0.dev0+abc",
    ]
    for a, b in itertools.product(texts, repeat=2):
        for op in ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"]:
            real = getattr(numpy.lib.NumpyVersion(a), op)(b)
            assert getattr(np.lib.NumpyVersion(a), op)(b) == real, (a, op, b)
    for text in texts:
        assert vars(np.lib.NumpyVersion(text)) == vars(numpy.lib.NumpyVersion(text))
        assert repr(np.lib.NumpyVersion(text)) == repr(numpy.lib.NumpyVersion(text))
    for bad in ["1.2", "x"]:
        agree("lib.NumpyVersion", bad)
    with pytest.raises(ValueError, match="Invalid object to compare"):
        np.lib.NumpyVersion("1.8.0") < 3  # noqa: B015


def test_blocks_of_an_array():
    a = numpy.arange(3 * 4 * 5).reshape(3, 4, 5)
    for size in [None, 1, 3, 5, 7, 20, 25, 1000]:
        mine, real = np.lib.Arrayterator(ours(a), size), numpy.lib.Arrayterator(a, size)
        assert [int(x) for x in mine.flat] == [int(x) for x in real.flat]
        for block in mine:
            assert size is None or block.size <= size
        for index in [
            1,
            slice(1, 3),
            (slice(None), 2),
            (Ellipsis, slice(1, 4, 2)),
            (slice(None), slice(1, 3), 0),
        ]:
            same(numpy.asarray(np.asarray(mine[index])), numpy.asarray(real[index]))
            assert mine[index].shape == real[index].shape
    low, high = np.lib.array_utils.byte_bounds(ours(a)[::-1, ::2])
    assert high - low == numpy.diff(numpy.lib.array_utils.byte_bounds(a[::-1, ::2]))[0]


def test_operators_mixin():
    class Logged(np.lib.mixins.NDArrayOperatorsMixin):
        def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
            return ufunc.__name__, len(inputs), [type(x).__name__ for x in inputs], sorted(kwargs)

    class OptedOut:
        __array_ufunc__ = None

        def __radd__(self, other):
            return "mine"

    x = Logged()
    assert x + 1 == ("add", 2, ["Logged", "int"], [])
    assert 1 - x == ("subtract", 2, ["int", "Logged"], [])
    assert divmod(x, 2)[0] == "divmod"
    assert (-x)[0] == "negative"
    assert (x < 3)[0] == "less"
    assert x + OptedOut() == "mine"
    x **= 2
    assert x == ("power", 2, ["Logged", "int"], ["out"])


def test_names_that_are_gone():
    from numen import _expired

    for name in [
        "int",
        "float",
        "object",
        "str",
        "complex",
        "Inf",
        "NaN",
        "alltrue",
        "in1d",
        "float_",
        "mat",
        "byte_bounds",
        "get_array_wrap",
        "nonsense",
    ]:
        with pytest.raises(AttributeError) as caught:
            getattr(numpy, name)
        assert _expired.message(name) == str(caught.value)


@pytest.mark.parametrize("inputs", [17, 18, 40, 60])
def test_functions_of_many_operands(inputs):
    columns = [numpy.arange(3) + i for i in range(inputs)]
    results = []
    for m in (numpy, np):
        f = m.frompyfunc(lambda *x: sum(x), inputs, 1)
        out = m.zeros(3, object)
        f(*map(m.asarray, columns), out=out, where=m.asarray([True, False, True]))
        results.append((f(*map(m.asarray, columns)).tolist(), out.tolist()))
    assert results[0] == results[1] and results[0][0][0] == sum(range(inputs))
