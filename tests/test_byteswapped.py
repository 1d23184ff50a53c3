"""Items in the other byte order: every operation gives what the native items give."""

import hypothesis.strategies as st
import numpy
import pytest
from hypothesis import given
from programs import agree, built, drawn, lines, recipes

import numen as np

SWAPPED = [
    ">i2",
    ">u2",
    ">i4",
    ">u4",
    ">i8",
    ">u8",
    ">f2",
    ">f4",
    ">f8",
    ">c8",
    ">c16",
    ">U3",
    ">M8[D]",
    ">m8[s]",
]
NUMBERS = SWAPPED[:9]
A = {
    "a": lambda np: np.arange(6, dtype=">i4").reshape(2, 3),
    "f": lambda np: np.array([1.5, -2.25, np.nan, np.inf, 0.0], ">f8"),
    "u": lambda np: np.array(["b", "\u00e9a", ""], ">U2"),
    "r": lambda np: np.array([(1, 2.5), (-3, 4.0)], [("x", ">i2"), ("y", ">f4")]),
}


@pytest.mark.parametrize(
    "code",
    lines("""
    a, a.dtype, a.dtype.byteorder, a.dtype.isnative, a.tobytes(), a.byteswap(), a.view('<i4')
    a.view(a.dtype.newbyteorder())
    a.byteswap(True); a
    a.byteswap(inplace=True).view('<i4')
    a.newbyteorder()
    a[0], a[1, 2], type(a[1, 2]), a[:, ::-1], a[[1, 0]], a[a > 2], a.item(3), a.tolist(), list(a.flat)
    a[0] = [7, 8, 9]; a
    a[0, 1] = 300; a, a.tobytes()
    a[a > 2] = -1; a.tobytes()
    a[:] = np.array([1.5, 2, 3]); a
    a += 1; a, a.tobytes()
    a *= a; a
    a += 1.5; a
    a + a, a + 1, a + 1.5, -a, a * a.astype('<i4'), a / 2, a // 2, a % 2, a ** 2, a < 3, a == a.astype('<i8'), (a + a).dtype
    np.add(a, a, out=np.zeros((2, 3), '>f8')), np.add(a, a, dtype='>i8').dtype, np.sin(f), np.sqrt(abs(f)), np.isnan(f), np.floor(f), f + f
    a.sum(), a.sum(0), a.prod(1), a.max(), a.argmax(), a.mean(), a.std(), a.cumsum(), np.median(a), f.sum(), np.nansum(f), a.any(), a.all(1), a.ptp() if 0 else 0
    np.sort(a[:, ::-1]), np.argsort(f), np.sort(u), u.argsort(), np.unique(a), np.searchsorted(np.array([1, 3], '>i4'), a), np.partition(f, 2)[2], a.sort(0)
    a.copy(), a.astype('<i4'), a.astype('>i8'), a.astype('f4'), a.astype('>f4'), a.astype(str), a.astype('>U3'), a.astype(object), a.astype(bool), f.astype('>f4'), f.astype('>c8')
    np.array(a), np.array(a, '=i4'), np.ascontiguousarray(a.T), np.zeros_like(a), np.empty_like(a).dtype, np.full_like(a, 3), np.ones_like(f)
    np.asarray(a, a.dtype) is a, np.asarray(a, '>i4').dtype, np.shares_memory(np.asarray(a, '>i4'), a)
    np.concatenate([a, a]), np.concatenate([a, a.astype('<i4')]), np.stack([a, a]), np.where(a > 2, a, a), np.where(a > 2, a, 0), np.take(a, [0, 1]), np.repeat(a, 2), np.tile(a, 2), np.roll(a, 1), np.append(a, a)
    np.dot(a, a.T), a @ a.T, np.inner(a, a), np.outer(a[0], a[0]), np.einsum('ij->j', a), np.tensordot(a, a, ((1,), (1,))), np.trace(a), np.cross(a[0], a[1]), np.dot(f[:2], f[:2])
    np.result_type('>i4', '>i4'), np.promote_types('>i4', '>i8'), np.promote_types('>i4', '<i4'), np.can_cast('>i4', '<i4', 'equiv'), np.can_cast('>i4', '<i4', 'no'), np.dtype('>i4') == '<i4'
    a.view('>i2'), a.view('u1'), f.view('>u8'), f.view('u1')[:8], a.view('>f4'), np.frombuffer(b'\\x00\\x01\\x02\\x03', '>u2'), np.ndarray((2,), '>i2', b'\\x00\\x01\\x00\\x02')
    repr(a), str(a), repr(f), repr(u), repr(r), str(r), repr(a.dtype), repr(a[0, 0]), np.array2string(f), repr(np.array(3, '>i4')), repr(np.array([], '>f4'))
    u == 'b', u < 'c', u.tolist(), u.astype('<U2'), u[1], u.astype('>U4'), u.view('>u4'), np.concatenate([u, ['long text']]), np.char.upper(u) if 0 else 0
    r, r['x'], r['y'] + 1, r[0], r[0]['x'], r.tolist(), r['x'].byteswap(), r.byteswap(), r.astype([('x', '<i2'), ('y', '<f4')]), r == r, r[::-1].copy(), r.tobytes()
    r['x'][1] = 9; r[0] = (5, 6); r, r.tobytes()
    np.arange(3, dtype='>i4'), np.linspace(0, 1, 3, dtype='>f4'), np.zeros(2, '>i4'), np.ones(2, '>f8').tobytes(), np.eye(2, dtype='>i2'), np.full(2, 5, '>u2'), np.array([1, 2], '>i4'), np.empty(0, '>c8')
    np.array(['2020-01-01'], '>M8[D]') + 1, np.array([5], '>m8[s]') * 2, np.array(['2020-01-01'], '>M8[D]') < np.datetime64('2021'), np.array(['2020-01-01'], '>M8[D]').astype('<M8[s]')
    memoryview(a).format, a.__array_interface__['typestr'], np.asarray(memoryview(a)), np.array(memoryview(f)), a.data.itemsize
    np.add.at(a, (0, [0, 0]), 5); a
    np.add.reduce(a, 0), np.add.accumulate(a, 1), np.add.reduceat(a, [0, 1], 1), np.add.outer(a[0], a[0]), np.maximum.reduce(f), np.logical_and.reduce(a)
    np.clip(a, 1, 3), np.abs(a), np.sign(f), np.diff(a), np.convolve(a[0], a[0]), np.interp([0.5], a[0], f[:3]), np.bincount(a[0]), np.histogram(a, 2)[0], np.digitize(a, [2, 4])
    np.round(f, 1)
    a.fill(7); a, a.tobytes()
    np.copyto(a, [1, 2, 3]); a.tobytes()
    np.put(a, [0], 9); a
    np.putmask(a, a > 2, 0); a
    a.flat[1:3] = 5; a.tobytes()
    a.T[0] = 1; a
    np.bitwise_and(a, 3), a << 1, ~a, np.left_shift(a, a), np.gcd(a, 4), np.invert(a), np.packbits(a > 2), np.count_nonzero(a), np.nonzero(a)[1], np.flatnonzero(f)
    np.array([1 + 2j], '>c16') * 2, np.array([1 + 2j], '>c8').real, np.array([1 + 2j], '>c8').imag, np.array([3 - 4j], '>c16').conj(), abs(np.array([3 - 4j], '>c8')), np.array([3 - 4j], '>c16').view('>f8')
    np.frexp(f), np.modf(f[:2]), np.ldexp(f, a[0, :1]), np.nextafter(f, 0), np.signbit(f), np.copysign(f, -1), np.divmod(a, 2), np.spacing(f[:2])
    hash(a.dtype) == hash(np.dtype('>i4')), a.dtype == '>i4', a.dtype.newbyteorder('='), a.dtype.str, np.dtype('>U3').str, np.dtype('>S3').str, np.dtype('>i1').str
    a.dtype.newbyteorder('<')
    a.dtype.newbyteorder('S')
    """),
)
def test_programs(code):
    agree(code, layout=False, **A)


@drawn(100)
@given(
    recipes(SWAPPED),
    st.sampled_from(
        [
            "x",
            "x.copy('F')",
            "x[..., ::-1]",
            "x.reshape(-1)",
            "x.T",
            "x == x",
            "np.sort(x, axis=None)",
            "y = x.astype(x.dtype.newbyteorder()); y.tolist(), y.dtype.isnative, y.tobytes()",
        ]
    ),
)
def test_drawn_views_and_copies(recipe, code):
    agree(code, layout=False, x=lambda np: built(np, recipe))


def test_order_named_by_newbyteorder():
    agree("np.zeros(2, '>i2').astype(np.dtype('>i2').newbyteorder())")


@drawn(100)
@given(
    recipes(NUMBERS, max_dims=2),
    st.sampled_from(
        [
            "x + x",
            "x * 2",
            "x - x[..., ::-1]",
            "np.maximum(x, 1)",
            "x.sum()",
            "x.sum(axis=0) if x.ndim else 0",
            "-x",
            "x < 2",
            "np.square(x)",
            "np.where(x > 0, x, 1)",
            "np.logical_not(x)",
        ]
    ),
)
def test_drawn_arithmetic(recipe, code):
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        agree(code, layout=False, x=lambda np: built(np, recipe))


@pytest.mark.parametrize("dtype", [">f8", ">U2", ">M8[s]", ">i4,i2", "<f8", "f8"])
def test_order_of_arrays_in_lists(dtype):
    for code in (
        "np.array([a])",
        "np.array([a, a])",
        "np.array([[a], [a]])",
        "np.array([a[0], a[0]])",
        "np.array((a,))",
    ):
        agree(code + ".dtype", a=lambda np: np.zeros(1, dtype))


@pytest.mark.parametrize("dtype", [*SWAPPED, "f8", "i2", "c8", "u1", "?", "S3"])
def test_bytes_turned_in_every_layout(dtype):
    def twice(m):
        a = (
            m.arange(24).astype(dtype).reshape(4, 6)
            if "M" not in dtype
            else m.arange(24).reshape(4, 6).view("M8[D]")
        )
        for x in (a, a.T, a[::2, ::-1], a[:0]):
            turned = x.byteswap()
            yield turned.tobytes(), turned.dtype.str, turned.flags.f_contiguous
            copy = x.copy()[..., ::-1]
            copy.byteswap(inplace=True)
            yield copy.tobytes()

    assert list(twice(np)) == list(twice(numpy))
