"""Casts between every pair of types: values, refusals, and what may be cast."""

import hypothesis.strategies as st
import numpy
import pytest
from hypothesis import given
from programs import TYPES, agree, built, drawn, lines, recipes

# Without long doubles, which are float64 here (docs/differences.md).
KINDS = TYPES + [
    "S3",
    "U4",
    "S",
    "U",
    "V4",
    "O",
    "M8[D]",
    "M8[s]",
    "m8[D]",
    "m8[ms]",
    "M8",
    "m8",
    ">i4",
    ">f8",
    ">U2",
]
# Casts of floating-point values that do not fit an integer type are what the machine makes of them: they are
# compared for values that fit.
FITS = {"f": [0.0, -0.0, 1.0, 3.7, 100.0, 7.5], "c": [0j, 1 + 2j, 3.7 - 1j, 100]}


def values(dtype, to):
    """Values of a type that another can take, as far as there are such."""
    kind, target = numpy.dtype(dtype).kind, numpy.dtype(to).kind
    if kind in "fc" and target in "iumM":
        return FITS[kind]
    if kind in "SUO" and target not in "SUO":
        text = ["2020-01-01", "NaT"] if target == "M" else ["1", "0", "12"]
        return [int(t) for t in text] if kind == "O" and target != "M" and target != "m" else text
    return {
        "b": [True, False],
        "i": [0, 1, -1, 5, 127],
        "u": [0, 1, 5, 200],
        "f": [0.0, -0.0, 1.5, -2.25, 1e5, float("nan"), float("inf")],
        "c": [0j, 1.5 - 2j, complex("nan"), -3j],
        "S": ["", "a", "abc"],
        "U": ["", "a", "\u00e9\U0001f600x"],
        "O": [None, 1, "x", 2.5],
        "M": ["2020-01-01", "1969-12-31", "NaT"],
        "m": [0, 5, -7],
        "V": [b"abcd", b"\x00\x01"],
    }[kind]


def filled(library, dtype, to):
    if numpy.dtype(dtype).kind == "O":
        a = library.empty(len(values(dtype, to)), object)
        a[:] = values(dtype, to)
        return a
    if numpy.dtype(dtype).kind in "Mm" and "[" not in dtype:
        return library.array(values(dtype, to), dtype + "[s]").astype(dtype)
    return library.array(values(dtype, to)).astype(dtype)


@pytest.mark.parametrize("dtype", KINDS)
def test_may_be_cast(dtype):
    for to in KINDS:
        for rule in ("no", "equiv", "safe", "same_kind", "unsafe"):
            agree(f"np.can_cast('{dtype}', '{to}', '{rule}')")


@pytest.mark.parametrize("to", KINDS)
@pytest.mark.parametrize("dtype", KINDS)
def test_every_pair(dtype, to):
    if dtype != "V4" or to in ("V4", "O"):
        agree(f"a.astype('{to}')", a=lambda np: filled(np, dtype, to))


ASSIGNED = [k for k in KINDS if k not in ("S", "U", "V4", "M8", "m8")]


@pytest.mark.parametrize("to", ASSIGNED)
@pytest.mark.parametrize("dtype", ASSIGNED)
def test_assigning_every_pair(dtype, to):
    agree(f"b = np.zeros(a.size * 2, '{to}')[::-2]; b[...] = a; b", a=lambda np: filled(np, dtype, to))


NUMBERS = TYPES + [">i2", ">f4", ">c8", ">u8"]


@drawn(80)
@given(recipes(NUMBERS), st.sampled_from(NUMBERS), st.sampled_from("KCFA"))
def test_drawn_arrays(recipe, to, order):
    if numpy.dtype(recipe[0]).kind in "fc" and numpy.dtype(to).kind in "iu":
        to = "f8"
    agree(f"x.astype('{to}', order='{order}')", x=lambda np: built(np, recipe))
    if numpy.dtype(recipe[0]).kind != "c" or numpy.dtype(to).kind in "c?":
        agree(f"np.array(x, '{to}', order='{order}')", x=lambda np: built(np, recipe))


@pytest.mark.parametrize("code", ["np.array(x, 'f8')", "np.asarray(x, 'f4')", "np.array(x, 'f4', ndmin=2)"])
def test_arrays_of_complex_ones_warn(code):
    agree(code, x=lambda np: np.array([1 + 2j, 3]))


@pytest.mark.parametrize(
    "code",
    lines("""
    np.array(['x']).astype(complex)
    np.array([b'x']).astype(float)
    np.array([b'1+2j', b'3j']).astype(complex), np.array(b'3j', complex), np.array(['1', ' 2j'], 'c8')
    np.array([np.str_('x')], object).astype(float)
    np.array(['x'], float)
    np.array(['2020-01-01'], 'M8[D]').astype('S10'), np.array(['2020-01-01'], 'M8[D]').astype('U10')
    np.array(['2020-01-01'], 'M8[D]').astype('U9')
    np.array(['NaT'], 'M8[h]').astype('U2')
    np.array([555], 'm8[s]').astype('S1'), np.array([555], 'm8[s]').astype('S'), np.array([555], 'm8[s]').astype('U')
    [np.array(['2020'], f'M8[{u}]').astype('S').dtype.itemsize for u in ('Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns')]
    np.array(['2020'], 'M8[s]').astype('m8'), np.array([3], 'm8[D]').astype('M8'), np.array([3], 'm8').astype('M8[s]')
    np.array(['2020'], 'M8[s]').astype('m8[D]', casting='same_kind')
    np.array(['2020'], '>M8[s]').astype('m8[D]'), np.array([5, -1], 'm8[s]').astype('>M8[ms]')
    np.array(np.array(5j), 'f8'), np.asarray(np.array([5j]), 'i4'), np.array([5j, 1]).astype('f4')
    np.array([2**63], 'i8')
    np.array([-2**63 - 1], 'u4')
    np.array([10**30], object).astype('u8')
    np.array([2**63], 'u4')
    np.zeros(2, 'i1').fill(2**63)
    np.array([5]).fill([3])
    np.array([5.0]).fill([3])
    np.arange(3).astype('f4', casting='safe')
    np.arange(3).astype('f8', casting='safe')
    np.arange(3.0).astype('i8', casting='same_kind')
    np.arange(3.0).astype('f4', casting='same_kind')
    np.arange(3).astype('i8', casting='no')
    np.arange(3).astype('>i8', casting='no')
    np.arange(3).astype('>i8', casting='equiv')
    np.arange(3).astype('wrong')
    np.arange(3).astype('f8', casting='wrong')
    np.arange(3).astype('f8', order='W')
    np.arange(3).astype([('a', 'i4')])
    np.arange(3).astype([('a', 'i4'), ('b', 'f8')])
    np.zeros(2, [('a', 'i4'), ('b', 'f8')]).astype([('x', 'f4'), ('y', 'i2')])
    np.zeros(2, [('a', 'i4'), ('b', 'f8')]).astype('i4')
    np.zeros(2, [('a', 'i4')]).astype('i4')
    a = np.arange(3); a.astype('i8', copy=False) is a
    a = np.arange(3); a.astype('i4', copy=False) is a
    a = np.arange(6).reshape(2, 3); a.astype('i8', order='F', copy=False) is a
    a = np.arange(6).reshape(2, 3).T; a.astype('i8', copy=False) is a
    np.array([1 + 2j]).astype(float)
    np.array([1 + 2j]).astype(int)
    np.array([1 + 2j]).astype(bool)
    np.array([1.5, 2.5, -0.5]).astype(int)
    np.array([300, -1]).astype('u1')
    np.array([2**40]).astype('i4')
    np.array([0, 2, -1]).astype(bool)
    np.array([np.nan, 0.0, -0.0]).astype(bool)
    np.array(['1', ' 2 ', '-3']).astype(int)
    np.array(['1.5', 'nan', '-inf', '1e3']).astype(float)
    np.array(['1+2j', '3']).astype(complex)
    np.array(['x']).astype(float)
    np.array(['x']).astype(int)
    np.array(['1.5']).astype(int)
    np.array(['']).astype(int)
    np.array(['True', '0', '']).astype(bool)
    np.array([b'12', b'-7']).astype('i2')
    np.array(['300']).astype('u1')
    np.array([1, -22]).astype(str)
    np.array([1.5, 1e100, np.nan]).astype(str)
    np.array([1.5]).astype('U2')
    np.array([True, False]).astype(str), np.array([True, False]).astype('S2')
    np.array([1 + 2j]).astype(str)
    np.array([1.5], 'f4').astype('S'), np.array([0.1], 'f2').astype('U')
    np.array(['\u00e9']).astype('S')
    np.array([b'\xe9']).astype('U')
    np.array(['abc']).astype('S2'), np.array([b'abc']).astype('U2')
    np.array(['2020-01-01', '2021']).astype('M8[D]')
    np.array(['x']).astype('M8[D]')
    np.array(['2020-01-01'], 'M8[D]').astype('M8[h]'), np.array(['2020-01-01T12'], 'M8[h]').astype('M8[D]')
    np.array(['2020-01-01'], 'M8[D]').astype('i8'), np.array([5]).astype('M8[D]')
    np.array(['2020-01-01'], 'M8[D]').astype(str)
    np.array(['2020-01-01'], 'M8[D]').astype('m8')
    np.array([5], 'm8[h]').astype('m8[s]'), np.array([5], 'm8[s]').astype('m8[h]'), np.array([5], 'm8[s]').astype('f8')
    np.array([5], 'm8[s]').astype('M8[s]')
    np.array([65504.0, 1e-8, 6.1e-5]).astype('f2'), np.array([1.0009765625, 1.00048828125]).astype('f2')
    np.array([16777217, 2**53 + 1]).astype('f4'), np.array([2**53 + 1]).astype('f8')
    np.array([2**63 + 1025], 'u8').astype('f8'), np.array([2**64 - 1], 'u8').astype('f4')
    np.array([0.1]).astype('f4').astype('f8'), np.array([1e-40]).astype('f4')
    np.array(5).astype('f4'), np.float64(2.5).astype(int), np.int8(5).astype('c8')
    np.array([], 'f8').astype('i4'), np.zeros((0, 3)).astype('U5')
    np.array([1, 2, 3], dtype='f4'), np.array([1.5], dtype=int)
    np.array([1.5, 2]).view('i8'), np.array([1, 2], 'i4').view('i8'), np.array([1], 'i8').view('i2')
    np.array([1, 2, 3], 'i4').view('i8')
    np.arange(4, dtype='i4')[::2].view('i8')
    np.int64(5).view('f8'), np.float32(1).view('u4')
    np.asarray(3.7, dtype=int), np.asarray([1, 2], dtype='S1'), np.array('12', dtype=int), np.array(b'x', dtype=str)
    np.array(1e400), np.array(-1e400, 'f4'), np.array(10**400, float)
    np.array(2**63), np.array(-2**63), np.array(2**64 - 1), np.array([2**63, -1])
    np.array(300, 'u1')
    np.array(-1, 'u4')
    np.array([1, None], float)
    np.array([1, 'a'], int)
    np.array(1j, float)
    np.array([1.0, 2j], 'f4')
    np.array([np.float64(300)], 'i1')
    np.array([np.int64(300)], 'i1')
    np.copyto(np.zeros(3, int), np.ones(3))
    b = np.zeros(3, int); np.copyto(b, np.ones(3), casting='unsafe'); b
    np.copyto(np.zeros(2), [1, 2, 3])
    np.concatenate([np.ones(2, 'i4'), np.ones(2, 'f4')]), np.concatenate([['a'], [1]])
    np.concatenate([[1], [2.5]], dtype='i8')
    np.concatenate([[1], [2.5]], dtype='i8', casting='unsafe')
    np.full(3, 1.5, 'i4'), np.full(2, 'abc', 'U2'), np.full((), 2j)
    np.min_scalar_type(300), np.min_scalar_type(-1), np.min_scalar_type(1e50), np.min_scalar_type('abc')
    np.can_cast(5, 'i1')
    np.can_cast(np.int64(5), 'i1')
    np.can_cast('i8', 'f8'), np.can_cast('i8', 'f4'), np.can_cast('u8', 'i8'), np.can_cast('f8', 'S10')
    """),
)
def test_programs(code):
    agree(code)


@pytest.mark.parametrize("dtype", ["U3", "S5", "V7", "i4,S3", "O", ">f8", "c16", "M8[s]"])
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 2)])
def test_assigned_to_itself(dtype, shape):
    def made(np):
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        a = np.zeros(count, dtype)
        for i in range(count):
            a[i] = (i, b"ab") if dtype.startswith("i4,") else b"x" * i if a.dtype.kind == "V" else i
        return a.reshape(shape)

    for code in ("a[...] = a; a", "a[:] = a[:]; a", "a[...] = a.T; a", "a[::-1] = a; a", "a[0] = a[0]; a"):
        agree(code, a=made)


def test_assigned_to_its_own_bytes():
    agree("a[...] = a.view('S12'); a", a=lambda np: np.array(["abc", "d"]).view("S12").view("U3"))
    agree("a[...] = a.view('U3'); a", a=lambda np: np.array([b"abc", b"d"], "S12").astype("U3").view("S12"))
