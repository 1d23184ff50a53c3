"""Scalars: the tree of classes, arithmetic with Python's numbers, overflow, hashes, formats, pickles."""

import decimal
import fractions
import itertools
import operator
import pickle
import warnings

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from programs import agree, drawn, lines, told

import numen as np

CLASSES = [
    n
    for n in dir(numpy)
    if isinstance(getattr(numpy, n), type)
    and issubclass(getattr(numpy, n), numpy.generic)
    and "long" not in n
    # `record` comes with `rec` (docs/status.md).
    and n not in ("float128", "complex256", "record")
]
NUMBERS = "bool_ int8 uint8 int16 uint32 int64 uint64 float16 float32 float64 complex64 complex128".split()
OPERATORS = "add sub mul truediv floordiv mod pow divmod and_ or_ xor lshift rshift eq ne lt le gt ge".split()


@pytest.mark.parametrize("name", CLASSES)
def test_the_tree(name):
    agree(f"[c.__name__ for c in np.{name}.__mro__]")
    agree(f"np.{name}.__name__, np.{name}.__module__ == np.__name__ or np.{name}.__module__")
    if name not in ("void", "flexible") and not name.endswith(
        ("ing", "er", "c", "al", "ating", "xfloating", "character")
    ):
        agree(f"x = np.{name}(); x, x.dtype, x.ndim, x.shape, x.size, x.itemsize, x.nbytes, bool(x)")


def applied(library, op, x, y):
    """The outcome of an operation on two scalars."""
    function = divmod if op == "divmod" else getattr(operator, op)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            result = told(function(x, y))
        except Exception as e:  # noqa: BLE001 - the exception is the outcome
            return type(e).__name__, str(e).replace("numen", "numpy")
    said = sorted(str(w.message) for w in seen)
    if op == "mod" and result[0] == "float16":
        # NumPy's remainder of float16 scalars warns of the quotient too, which nobody sees (docs/differences.md).
        said = [text for text in said if text.startswith("invalid")]
    return result, said


def number(text):
    """The value of a scalar's repr."""
    return complex(eval(text, {"np": numpy, "nan": numpy.nan, "inf": numpy.inf}))


def close(a, b):
    """Equal; or of one class, with the same warnings, and complex quotients or powers within rounding."""
    if a == b:
        return True
    (mine, said), (theirs, expected) = a, b
    if said != expected or not isinstance(mine, tuple) or mine[:2] != theirs[:2]:
        return False
    single = "64" in mine[0] if "complex" in mine[0] else "32" in mine[0]
    rtol = 1e-3 if "16" in mine[0] else 1e-6 if single else 1e-14
    return numpy.allclose(number(mine[2]), number(theirs[2]), rtol=rtol, equal_nan=True)


@pytest.mark.parametrize("op", OPERATORS)
def test_every_pair_of_types(op):
    for left, right in itertools.product(NUMBERS, NUMBERS):
        for u, v in ((5, 3), (1, 0)):
            pair = [applied(lib, op, getattr(lib, left)(u), getattr(lib, right)(v)) for lib in (np, numpy)]
            assert close(*pair), (op, left, right, u, v, *pair)


@pytest.mark.parametrize("op", OPERATORS)
def test_with_python_numbers(op):
    for name, other in itertools.product(
        NUMBERS, [True, 2, -3, 0, 300, 2**63, 2**70, 1.5, 1e300, 2 - 1j, "a", None]
    ):
        if op in ("lshift", "pow") and isinstance(other, int) and other > 2**60:
            continue
        for turned in (False, True):
            pair = []
            for lib in (np, numpy):
                x = getattr(lib, name)(3)
                pair.append(applied(lib, op, *((other, x) if turned else (x, other))))
            assert close(*pair), (op, name, other, turned, *pair)


def plain(found):
    """The value or the class of the exception: an outcome without the texts of messages and warnings."""
    result, said = found
    if isinstance(said, str):
        return ("TypeError" if "UFunc" in result else result), ""
    return result, []


@pytest.mark.parametrize(
    "other", ["None", "fractions.Fraction(1, 2)", "decimal.Decimal(2)", "object()", "'a'", "[1, 2]", "[None]"]
)
def test_divmod_with_objects(other):
    """There is no loop for objects: the Python numbers answer."""
    for x in ("np.int8(7)", "np.float64(7.5)", "np.True_", "np.float16(3)", "np.uint64(9)"):
        for pair in (f"{x}, {other}", f"{other}, {x}"):
            agree(f"divmod({pair})", fractions=fractions, decimal=decimal)


@pytest.mark.parametrize("op", OPERATORS)
def test_values_of_every_pair_of_types(op):
    for left, right in itertools.product(NUMBERS, NUMBERS):
        for u, v in ((5, 3), (1, 0), (0, 7)):
            pair = [
                plain(applied(lib, op, getattr(lib, left)(u), getattr(lib, right)(v))) for lib in (np, numpy)
            ]
            assert close(*pair), (op, left, right, u, v, *pair)


@pytest.mark.parametrize("op", OPERATORS)
def test_values_with_python_numbers(op):
    for name, other, turned in itertools.product(
        NUMBERS, [True, 2, -3, 0, 300, 2**63, 2**70, 1.5, 1e300, 2 - 1j, "a", None], (False, True)
    ):
        if op in ("lshift", "pow") and isinstance(other, int) and other > 2**60:
            continue  # too long to compute
        if op in ("eq", "ne", "lt", "le", "gt", "ge") and name == "bool_" and other in (2**63, 2**70):
            continue  # NumPy's overflow here: `test_with_python_numbers`
        if op == "mul" and other == "a" and "int" in name:
            continue  # repeats the string in NumPy: `test_with_python_numbers`
        pair = []
        for lib in (np, numpy):
            x = getattr(lib, name)(3)
            pair.append(plain(applied(lib, op, *((other, x) if turned else (x, other)))))
        assert close(*pair), (op, name, other, turned, *pair)


INTS = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]


@pytest.mark.fpflags
@drawn(300)
@given(st.sampled_from(INTS), st.sampled_from(["add", "sub", "mul", "floordiv", "mod", "pow"]), st.data())
def test_integer_overflow(name, op, data):
    info = numpy.iinfo(name)
    value = st.one_of(
        st.sampled_from([int(info.min), int(info.max), 0, 1]), st.integers(int(info.min), int(info.max))
    )
    x, y = data.draw(value), data.draw(value)
    pair = [applied(lib, op, getattr(lib, name)(x), getattr(lib, name)(y)) for lib in (np, numpy)]
    assert pair[0] == pair[1], (name, op, x, y)


@drawn(200)
@given(
    st.sampled_from(["float32", "float64", "float16"]),
    st.sampled_from(["add", "sub", "mul", "truediv", "floordiv", "mod"]),
    st.floats(width=16),
    st.floats(width=16),
)
def test_floating_arithmetic(name, op, x, y):
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        pair = [applied(lib, op, getattr(lib, name)(x), getattr(lib, name)(y)) for lib in (np, numpy)]
    assert pair[0] == pair[1], (name, op, x, y)


@pytest.mark.parametrize(
    "code",
    lines("""
    np.int8(2) * [1, 2], (1, 2) * np.int8(2), 'ab' * np.int8(2), np.int8(2) * 'ab', b'ab' * np.uint8(2)
    [1, 2] * np.float64(2)
    'ab' * np.float64(2)
    np.bool_(True) * [1]
    bytearray(b'ab') * np.uint8(2), np.int8(2) * np.array([1, 2])
    -np.int8(-128), abs(np.int8(-128)), -np.uint8(0), -np.int64(-2**63), abs(np.uint8(200))
    True - np.uint8(3), np.uint8(255) + True, np.uint8(3) * True, True | np.int8(4), np.int8(3) < True
    np.int8(1) // np.uint8(0), np.int8(1) % np.int16(0), np.int8(1) / 0.0, np.float32(1) / 0.0, np.bool_(True) / 0
    np.int8(3) ** 1e300, np.float32(1e30) * np.float64(1e30), np.float32(1e30) * np.float32(1e30), 1e30 * np.float32(1e30)
    np.int8(5) // np.complex64(1)
    np.complex64(1) // 2
    np.complex64(1) // [1]
    np.complex64(1) % np.float64(2)
    np.int8(5) // 1j
    np.int8(1) > None
    None > np.bool_(1)
    np.bool_(1) == None, np.int8(1) != None, None == np.float64(1)
    'a' + np.int8(1)
    'a' + np.bool_(1)
    b'a' + np.int8(1), '%d' % np.int8(3)
    np.complex64(1) == 1e300, np.complex64(1) + 1e300, np.complex64(complex(1, 1e300))
    np.uint32(3) + 2**63
    np.uint16(3) + 2**63
    np.int64(3) + 2**63
    np.bool_(True) == 2**63
    f"{np.float32(0.1)}|{np.float16(0.1):}|{np.complex64(0.1)}|{np.bool_(1)}|{np.int8(3)}|{np.bytes_(b'a')}"
    format(np.float32(0.1), '.3f'), format(np.bool_(1), 'd'), f"{np.bytes_(b'a'):>6}|{np.str_('a'):>4}"
    np.bytes_('x'), np.bytes_(3), np.bytes_(1.5), np.bytes_([1, 2]), np.bytes_(None), np.bytes_(np.str_('ab'))
    str(np.bytes_(b'a\\0')), repr(np.bytes_(b'a\\0b\\0')), repr(np.str_('a\\0')), len(np.bytes_(b'a\\0'))
    np.float32(1j)
    np.int8(1j)
    np.float64(np.str_('x'))
    np.datetime64('NaT', 's'), [np.datetime64('NaT')], str(np.datetime64('NaT')), np.datetime64('NaT', '25s')
    np.float64(5).flags.writeable, np.int8(3).flags.owndata
    np.int8(300)
    np.int8(-129)
    np.uint8(-1)
    np.int64(2**63)
    np.int8('12'), np.int32(b'7'), np.float64('1.5'), np.complex128('1+2j'), np.float32(' nan ')
    np.int8('x')
    np.float64('x')
    np.int64(1.9), np.int64(-1.9), np.uint8(3.7), np.bool_('False'), np.bool_(''), np.bool_(0.0), np.bool_(None)
    np.int64(1j)
    np.float64(1j)
    np.int64(None)
    np.float64(None), np.float32(None)
    np.complex128(1, 2)
    np.complex128(None)
    np.float64([1, 2]), np.int8([[1]]), np.str_(['a', 1])
    np.float64(np.array([1.5])), np.int64(np.array(3))
    np.str_(5), np.str_(b'ab', 'ascii'), np.bytes_('x', 'ascii'), np.str_()
    np.bytes_(3)
    np.bytes_('x')
    np.void(3), np.void(b'abc'), np.void(b'')
    np.void((1, 2.0), dtype='i4,f8'), np.void((1, 2.0), dtype='i4,f8')['f1'], np.void((1, 2), dtype='i4,f8')[0]
    np.datetime64('2020-01-01'), np.timedelta64(5, 'D'), np.timedelta64('NaT'), np.datetime64(3, 'D')
    np.datetime64('NaT')
    np.datetime64('2020-01-01') + 5, np.datetime64('2020-01-01') - np.datetime64('2019-01-01')
    np.timedelta64(5, 'D') / np.timedelta64(2, 'D'), np.timedelta64(5, 'h') * 2, -np.timedelta64(5)
    np.datetime64('2020') < np.datetime64('2021-03'), np.datetime64('NaT') == np.datetime64('NaT')
    np.datetime64('2020-01-01').item(), np.timedelta64(5, 's').item(), np.timedelta64(5, 'ns').item()
    hash(np.float64(1.5)) == hash(1.5), hash(np.int8(-1)), hash(np.float32(0.5)), hash(np.complex64(1 + 2j)), hash(np.str_('a')) == hash('a')
    hash(np.bool_(True)), hash(np.uint64(2**64 - 1)), hash(np.int64(-2**63)), hash(np.float64('inf')), hash(np.float16(2.5))
    hash(np.bytes_(b'a')) == hash(b'a'), {1: 'a'}[np.int8(1)], {1.5: 'b'}[np.float32(1.5)], np.int8(1) in {1, 2}
    hash(np.void(b'a'))
    np.float64(1.5) == 1.5, np.int8(3) == 3.0, np.int8(3) == 'a', np.float64(1) == None, np.bool_(True) == 1
    np.float32(0.1) == 0.1, np.float32(0.1) == np.float64(0.1), np.float64('nan') == np.float64('nan')
    np.int8(3) < 'a'
    np.int8(5) == [5, 6], [5, 6] == np.int8(5), np.float64(1) < (0, 2)
    np.uint64(2**63) > np.int64(-1), np.uint64(2**63) + np.int64(1), np.uint64(5) - 6 if False else 0
    np.int8(100) < 1000, np.int8(100) == 1000, np.uint8(5) > -1, np.int64(5) < 2**100
    np.int8(1) + 1, np.int8(1) + 1.5, np.int8(1) + 1j, np.float32(1) + 1.5, np.float32(1) + 1j, np.bool_(1) + 1
    np.int8(1) + 300
    np.uint8(1) + -1
    np.float32(1) + np.float64(1), np.float32(1) + np.int64(1), np.float16(1) + np.int16(1), np.int8(1) + np.uint8(1)
    np.array([1], 'i1') + 1, np.array([1], 'i1') + np.int64(1), np.array([1], 'f4') + np.float64(1), np.array(1, 'i1') + 1
    np.array([1], 'u1') + 1.5, np.array([1], 'f4') * 1j, np.array([True]) + 1, np.array([True]) + 1.5
    np.array([1], 'i1') + 300
    np.float64(1) / 3, np.float32(1) / 3, np.float16(1) / 3, np.int8(1) / 3
    5 // np.int8(2), 5 % np.float32(3), 2 ** np.int8(3), np.int8(2) ** 2, np.int64(2) ** 0.5, divmod(np.int8(-7), 2)
    np.int8(2) ** -1
    np.int64(2) ** np.int64(-1)
    pow(np.int8(2), 3, 5)
    ~np.int8(5), ~np.bool_(True), +np.float32(1), abs(np.complex64(3 + 4j)), abs(np.int16(-5))
    -np.uint8(1)
    -np.bool_(True)
    np.bool_(True) - np.bool_(False)
    np.bool_(True) & True, np.bool_(True) | 2, np.bool_(1) ^ np.bool_(1), np.int8(1) << 3, 1 << np.int8(3)
    np.float64(1) & 1
    np.float64(2.5).is_integer(), np.float32(0.5).as_integer_ratio(), np.float64(1.5).hex(), np.float64.fromhex('0x1p3')
    np.int8(5).bit_count(), np.int64(5).is_integer(), np.int8(5).bit_length() if hasattr(np.int8, 'bit_length') else 0
    round(np.float64(2.567), 1), round(np.float64(2.5)), round(np.int8(25), -1), np.float32(2.567).round(2)
    int(np.float64(3.9)), float(np.int8(3)), complex(np.float32(1)), bool(np.int8(0)), [1, 2, 3][np.int8(1)]
    'ab' * np.int8(2)
    int(np.float64('nan'))
    [1, 2][np.float64(1)]
    [1, 2] + np.int8(2)
    [1, 2] * np.int8(2)
    np.complex128(1 + 2j).real, np.complex64(1 + 2j).imag, np.int8(3).imag, np.float64(1).conjugate(), np.complex64(1j).conj()
    np.float64(1.5)[()], np.float64(1.5)[...], np.float64(1.5)[None]
    np.float64(1.5)[0]
    len(np.float64(1))
    np.str_('abc')[1], len(np.str_('abc')), np.str_('abc').upper(), np.str_('a') + 'b', np.str_('%d') % 3, 'a' in np.str_('ab')
    type(np.str_('a') + 'b').__name__, np.bytes_(b'ab')[0], np.str_('ab') * 2
    np.float64(5).sum(), np.float64(5).reshape(1, 1), np.int8(5).max(), np.float64(5).T, np.int8(3).tolist(), np.int8(3).item()
    np.float64(5).astype('i4'), np.float64(5).dtype, np.float64(5).strides, np.int8(3).tobytes()
    np.float64(5).flags.writeable
    np.float64(5).nonzero()
    np.float64(5).sort()
    np.float64(5).fill(3)
    np.float64(5).foo
    setattr(np.float64(5), 'x', 3)
    f'{np.float64(3.14159):.2f}|{np.int8(5):05d}|{np.float32(0.1)}|{np.bool_(True)}|{np.complex64(1 + 2j)}|{np.str_("a"):>3}|{np.int8(5):x}'
    f'{np.float64(1e22)} {np.float32(1e10)} {np.float16(0.1)} {np.float64(1.0)!r} {np.datetime64("2020")} {np.int64(3):,}'
    f'{np.float32(0.1):.3g} {np.float16(2.5):e} {np.uint8(200):b} {np.float64(0.5):%}'
    format(np.float64(1), 'x')
    '%d %s %r %.2f %x' % (np.int8(3), np.float32(0.1), np.float64(0.1), np.float32(2.5), np.uint8(255))
    repr(np.float32(1e-10)), str(np.float32(16777216)), repr(np.float64(1e16)), repr(np.float16(65504))
    repr(np.complex64(1e20 - 0.5j)), str(np.complex128(complex('nan-infj'))), repr(np.complex128(-0.0 + 0j)), repr(np.str_("it's"))
    repr(np.void(b'ab')), repr(np.bytes_(b'a')), repr(np.bool_(False)), repr(np.uint64(2**63)), repr(np.datetime64('2020-01-01T00:00')), repr(np.timedelta64(1, 'D'))
    isinstance(np.float64(1), float), isinstance(np.int64(1), int), isinstance(np.str_(''), str), isinstance(np.complex128(1), complex), isinstance(np.bool_(1), bool)
    issubclass(np.int8, np.signedinteger), issubclass(np.float32, np.floating), np.issubdtype(np.int8, np.integer), np.issubdtype('f4', np.inexact)
    np.generic()
    np.integer(3)
    np.number()
    type('Mine', (np.float64,), {})(2.5) + 1, type(type('Mine', (np.float64,), {})(2.5)).__name__, type('I', (np.int8,), {'x': 1})(3).x
    np.isscalar(np.int8(1)), np.ndim(np.int8(1)), np.shape(np.int8(1)), np.asarray(np.int8(1)), np.array([np.int8(1), np.float32(2)])
    import numbers; isinstance(np.int8(1), numbers.Integral), isinstance(np.float32(1), numbers.Real), isinstance(np.complex64(1), numbers.Complex), isinstance(np.bool_(1), numbers.Number)
    memoryview(np.float64(1.5)).format, memoryview(np.int8(3)).tobytes(), bytes(np.float32(1)), memoryview(np.str_('a')).format
    np.float64(1.5).__array__(), np.int8(1).__array_interface__['typestr'], np.float64.__doc__ is not None
    import math; math.sqrt(np.float32(4)), math.floor(np.float64(2.5)), math.ceil(np.float32(2.5)), math.trunc(np.float64(-2.5))
    import operator; operator.index(np.int8(3)), operator.index(np.uint64(2**64 - 1))
    import operator; operator.index(np.float64(3))
    import operator; operator.index(np.bool_(True))
    np.int64.__new__(np.int64, 5), np.float64.__new__(np.float64), np.bool_(2) is np.True_, np.bool_(0) is np.False_
    """),
)
def test_programs(code):
    agree(code)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_pickles(protocol):
    for name in NUMBERS:
        x = getattr(np, name)(3)
        y = pickle.loads(pickle.dumps(x, protocol))
        assert type(y) is type(x) and y == x
    for x in (
        np.str_("\u00e9"),
        np.bytes_(b"a"),
        np.datetime64("2020-01-01"),
        np.timedelta64(3, "s"),
        np.void((1, 2.5), "i4,f8"),
    ):
        y = pickle.loads(pickle.dumps(x, protocol))
        assert type(y) is type(x) and y == x and y.dtype == x.dtype


@pytest.mark.parametrize("tower", ["Number", "Complex", "Real", "Rational", "Integral"])
def test_the_tower_of_python(tower):
    import numbers

    kind = getattr(numbers, tower)
    for name in "bool int8 uint64 float16 float64 complex64 complex128 timedelta64 datetime64 str_ void number".split():
        assert issubclass(getattr(np, name), kind) == issubclass(getattr(numpy, name), kind), name


def test_subclasses_of_integers_print_their_name():
    for lib in (np, numpy):
        small, large, single = (type("own", (base,), {}) for base in (lib.int16, lib.uint64, lib.float32))
        assert (repr(small(3)), str(small(3)), repr(large(7)), repr(single(2))) == (
            "own(3)",
            "3",
            "own(7)",
            "np.float32(2.0)",
        )


def test_comparisons_ask_subclasses_of_arrays_first():
    for lib in (np, numpy):
        own = type("Own", (lib.ndarray,), {"__eq__": lambda self, other: "asked", "__hash__": None})
        x = lib.arange(3).view(own)
        assert [v == x for v in (lib.int32(10), lib.float64(1), lib.float16(1), lib.True_, 10)] == [
            "asked"
        ] * 5
