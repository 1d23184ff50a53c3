"""Kernels with several ways through them (lengths, ranges, scalar operands, memory orders) agree with NumPy in all."""

import numpy
import pytest
from agreement import agree

import numen as np

RNG = numpy.random.default_rng(41)
INTS = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"]
LENGTHS = [1, 4, 5, 9, 31, 64, 65, 200, 1500]


def integers(dtype, n, kind):
    """Any bits, few values, or a narrow range somewhere."""
    info = numpy.iinfo(dtype)
    if kind == "any":
        x = RNG.integers(info.min, info.max, n, dtype=dtype, endpoint=True)
        x[:: max(n // 3, 1)] = info.min
        return x
    base = info.min if kind == "narrow" else max(info.min, -3)
    return (base + RNG.integers(0, 30, n).astype(object)).astype(dtype)


@pytest.mark.parametrize("dtype", INTS)
@pytest.mark.parametrize("name", ["floor_divide", "remainder", "fmod", "divmod"])
def test_integer_division(name, dtype):
    info = numpy.iinfo(dtype)
    divisors = [1, 2, 3, 7, 10, 64, 100, info.max, info.max - 1, 0]
    if info.min:
        divisors += [-1, -2, -7, -100, info.min, info.min + 1]
    for n in LENGTHS:
        for kind in ["any", "few"]:
            x, y = integers(dtype, n, kind), integers(dtype, n, kind)
            agree(name, x, y)
            agree(name, x[::-1], y[::2] if n == 1 else y)
            for d in divisors:
                d = numpy.array(d, dtype)
                agree(name, x, d)
                agree(name, d, y)
            out = (x.copy(),) if name != "divmod" else (x.copy(), y.copy())
            agree(name, out[0], numpy.array(3, dtype), out=out if name == "divmod" else out[0])


@pytest.mark.parametrize("dtype", INTS)
def test_integer_powers_signs_and_tests(dtype):
    for n in LENGTHS:
        x = integers(dtype, n, "any")
        for exponent in [0, 1, 2, 3, 5, 10]:
            agree("power", x, numpy.array(exponent, dtype))
        agree("power", x, (numpy.arange(n) % 5).astype(dtype))
        for name in ["sign", "square", "isnan", "isinf", "isfinite", "count_nonzero"]:
            agree(name, x)
            agree(name, x[::3])
    if numpy.iinfo(dtype).min:
        agree("power", x, numpy.array(-1, dtype))


@pytest.mark.parametrize("order", ["big", "little"])
def test_bits(order):
    for n in [*LENGTHS, 130]:
        for dtype in ["?", "u1", "i4"]:
            x = RNG.integers(0, 3, n).astype(dtype)
            agree("packbits", x, bitorder=order)
            agree("packbits", x[::-2], bitorder=order)
        m = RNG.integers(0, 2, (n, 5)).astype(bool)
        for axis in [0, 1]:
            agree("packbits", m, axis=axis, bitorder=order)
            agree("packbits", m.T, axis=axis, bitorder=order)
            for count in [None, 0, 3, 100, -2]:
                agree("unpackbits", m.view("u1") * 37, axis=axis, count=count, bitorder=order)
        agree("unpackbits", RNG.integers(0, 256, n).astype("u1"), bitorder=order)


def numbers(dtype, n, kind):
    """Numbers with what makes their order special: NaN in either part, zeros of both signs."""
    if dtype[0] in "iu":
        return integers(dtype, n, kind)
    x = RNG.integers(-4, 5, n) * 0.5 if kind == "few" else RNG.standard_normal(n)
    x = x.astype(dtype)
    if dtype[0] == "c":
        x += (1j * RNG.integers(-2, 3, n)).astype(dtype)
    if kind == "any" and n > 4:
        x[RNG.integers(0, n, n // 4)] = numpy.nan
        x[RNG.integers(0, n, n // 4)] = -0.0
        if dtype[0] == "c":
            x.imag[RNG.integers(0, n, n // 4)] = numpy.nan
    return x


def stable(x):
    """Sorted: NumPy's quick sort of float16 misplaces zeros."""
    return numpy.sort(x, kind="stable")


def partitioned(x, ranks):
    """Partitions hold the elements they were made from, and between two ranks none that belongs elsewhere."""
    order = stable(x)
    for given in [x, x[::-1], x.astype(x.dtype.newbyteorder())]:
        found = numpy.asarray(np.partition(np.asarray(given), ranks)).astype(x.dtype)
        at = numpy.asarray(np.argpartition(np.asarray(given), ranks))
        assert (numpy.sort(at) == numpy.arange(x.size)).all()
        for parts in [found, given[at].astype(x.dtype)]:
            numpy.testing.assert_array_equal(stable(parts), order)
            edges = [0, *(r for rank in sorted(ranks) for r in (rank, rank + 1)), x.size]
            for start, end in zip(edges[:-1], edges[1:], strict=True):
                numpy.testing.assert_array_equal(stable(parts[start:end]), order[start:end])


@pytest.mark.parametrize("dtype", [*INTS, "f2", "f4", "f8", "c8", "c16"])
@pytest.mark.parametrize("kind", ["any", "few", "narrow"])
def test_orders(dtype, kind):
    for n in [2, 17, 100, 600, 3000]:
        x, y = numbers(dtype, n, kind), numbers("u1", n, kind)
        agree("sort", x, kind="stable")
        agree("argsort", x, kind="stable")
        for keys in [(x, y), (y, x), (x, x[::-1], y), (x,)]:
            agree("lexsort", keys)
        order = numpy.sort(x, kind="stable")
        partitioned(x, [n // 3, n - 1])
        partitioned(x, [0, n // 2, (n // 2 + 1) % n, n - 2])
        agree("searchsorted", order, x)
        agree("searchsorted", order, x, side="right")


@pytest.mark.parametrize("dtype", ["?", *INTS, "f4", "f8", "c16"])
def test_distinct(dtype):
    for n in [0, 1, 40, 600, 3000]:
        for kind in ["any", "few", "narrow"]:
            x = RNG.random(n) > 0.5 if dtype == "?" else numbers(dtype, n, kind)
            agree("unique", x, return_counts=True)
            agree("unique", x, return_index=True, return_counts=True)
            agree("unique", x, True, True, True)
            agree("unique", x.reshape(2, -1) if n % 2 == 0 else x, return_index=True, return_inverse=True)
            agree("unique", x, return_counts=True, equal_nan=False)


@pytest.mark.parametrize("dtype", ["?", *INTS, "f2", "f4", "f8", "c16"])
@pytest.mark.parametrize("name", ["argmax", "argmin", "all", "any", "count_nonzero"])
def test_positions_and_truth(name, dtype):
    for shape in [(3, 3), (31, 40), (2, 200), (200, 8), (70, 75), (2, 9, 33), (1, 64), (5, 2100)]:
        for kind in ["any", "few"]:
            n = int(numpy.prod(shape))
            x = (RNG.random(n) > 0.9 if dtype == "?" else numbers(dtype, n, kind)).reshape(shape)
            for axis in [None, *range(len(shape))]:
                agree(name, x, axis=axis)
                agree(name, x.T, axis=axis)
                agree(name, x[:, ::-1], axis=axis)


@pytest.mark.parametrize("dtype", ["?", *INTS])
def test_inner_products_of_integers(dtype):
    for n in [*LENGTHS, 70000]:
        x, y = (RNG.integers(0, 200, n).astype(dtype) for _ in range(2))
        for name in ["dot", "inner", "vdot"]:
            agree(name, x, y)
        agree("dot", x[::2], y[::-2])


@pytest.mark.parametrize("dtype", [*INTS, "f2", "f4", "f8", "c16"])
def test_sorted_rows(dtype):
    """Rows of every length that is sorted side by side, with and without NaN."""
    for n in [3, 8, 17, 30, 64, 100, 160, 161, 256, 257]:
        for rows in [1, 7, 8, 33, 70]:
            x = numbers(dtype, n * rows, "any" if rows % 2 else "few").reshape(rows, n)
            found = numpy.asarray(np.sort(np.asarray(x), axis=1))
            numpy.testing.assert_array_equal(found, stable_rows(x))
            found = numpy.asarray(np.sort(np.asarray(x), axis=0))
            numpy.testing.assert_array_equal(found, stable_rows(x.T).T)


def stable_rows(x):
    return numpy.sort(x, axis=1, kind="stable")


@pytest.mark.parametrize("dtype", ["i4", "u8", "f4", "f8"])
@pytest.mark.parametrize("kind", ["any", "few"])
def test_long_sorts_and_extremes(dtype, kind):
    x = numbers(dtype, 150000, kind)
    numpy.testing.assert_array_equal(numpy.asarray(np.sort(np.asarray(x))), stable(x))
    agree("ptp", x)
    agree("ptp", x[:40000].reshape(200, 200))
    agree("ptp", x[::3])


@pytest.mark.parametrize("dtype", ["u1", "i2", "f4", "f8", "c16"])
@pytest.mark.parametrize("shape", [(600, 3), (100, 8), (40, 47), (9, 48), (70, 1), (30, 300)])
def test_operands_along_and_across_short_rows(dtype, shape):
    a, b = (RNG.integers(0, 100, shape).astype(dtype) for _ in range(2))
    column, row = a[:, 0].copy(), b[0].copy()
    for x in [a, a[::-1], a[:, ::-1], numpy.asfortranarray(a), a[::2]]:
        c = column[: len(x)]
        for pair in [(x, c[:, None]), (c[:, None], x), (x, row), (c[:, None], row), (x, c[::-1][:, None])]:
            agree("add", *pair)
            agree("less", *pair)
        agree("add", x, c[:, None], where=x > 50, out=numpy.zeros_like(x))
        agree("multiply", x, c.astype(c.dtype.newbyteorder())[:, None])
    agree("add", a, a.T.copy().T)


@pytest.mark.parametrize("dtype", ["?", "i2", "f4", "f8", "c16", "S3"])
def test_copies_where(dtype):
    for n in [1, 63, 64, 65, 200, 5000]:
        for share in [0.0, 0.01, 0.5, 1.0]:
            x, y = RNG.integers(0, 100, (2, n)).astype(dtype)
            m = RNG.random(n) < share
            for to, src, mask in [
                (x, y, m),
                (x[::-1], y, m),
                (x, y[::2].repeat(2)[:n], m[::-1]),
                (x, y[:1], m),
            ]:
                ours = np.array(to)
                expected = to.copy()
                numpy.copyto(expected, src, where=mask)
                np.copyto(ours, np.asarray(src), where=np.asarray(mask))
                assert (numpy.asarray(ours) == expected).all()
            swapped = x.astype(x.dtype.newbyteorder())
            ours = np.asarray(swapped.copy())
            numpy.copyto(swapped, y, where=m)
            np.copyto(ours, np.asarray(y), where=np.asarray(m))
            assert (numpy.asarray(ours) == swapped).all()
