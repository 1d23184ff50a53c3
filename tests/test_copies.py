"""Copies, joins, casts of what does not fit, gathers, positions: bytes, types and warnings as the reference has them."""

import warnings

import numpy
import pytest
from agreement import outcome, same

import numen as np

ITEMS = ["?", "u1", "i2", "f4", "f8", "c16", "S3", "V5", "U2", ">i4", "M8[s]"]
# Widths and lengths about the bounds of registers, squares and blocks.
SHAPES = [(5,), (3, 3), (7, 2), (31, 17), (64, 33), (170, 171), (2, 9, 16), (3, 40, 41), (20000,), (300, 3)]


def twins(shape, kind, rng):
    """The same array for both libraries, of bytes that no kernel can mix up."""
    n = int(numpy.prod(shape))
    raw = rng.integers(1, 120, size=n * numpy.dtype(kind).itemsize, dtype="u1")
    raw = raw % 2 if kind == "?" else raw
    x = raw.view(kind).reshape(shape)
    return x, np.frombuffer(x.tobytes(), dtype=kind).reshape(shape).copy()


def check(actual, expected, where):
    expected = numpy.asarray(expected)
    assert (actual.dtype.str, actual.shape) == (expected.dtype.str, expected.shape), where
    assert actual.tobytes() == expected.tobytes(), where


def compare(call, x, y, where):
    (b, eb, wb), (a, ea, wa) = outcome(call, (np, y), {}), outcome(call, (numpy, x), {})
    assert (type(eb).__name__, str(eb), wb) == (type(ea).__name__, str(ea), wa), where
    if ea is None:
        # The reference's tuple of positions is views of one array, ours arrays of their own.
        for actual, expected in zip(b, a) if isinstance(a, tuple) else [(b, a)]:
            check(actual, expected, where)
            alone = not isinstance(a, tuple) and isinstance(a, numpy.ndarray)
            assert not alone or actual.flags.c_contiguous == expected.flags.c_contiguous, where


COPIES = {
    "copy": lambda np, x: x.copy(),
    "kept": lambda np, x: np.array(x),
    "rows": lambda np, x: np.array(x, order="C"),
    "contiguous": lambda np, x: np.ascontiguousarray(x),
    "fortran": lambda np, x: np.asfortranarray(x),
    "ravel": lambda np, x: x.ravel(),
    "flat": lambda np, x: x.flatten("K"),
    "end": lambda np, x: np.concatenate([x, x[::-1]], axis=-1),
    "two": lambda np, x: np.stack([np.ascontiguousarray(x)] * 2, axis=-1),
    "three": lambda np, x: np.stack([np.ascontiguousarray(x)] * 3, axis=1),
    "five": lambda np, x: np.dstack([x.copy()] * 5),
    "columns": lambda np, x: np.hstack([x.copy(), x.copy()]),
    "roll": lambda np, x: np.roll(x, 2, axis=-1),
    "tile": lambda np, x: np.tile(x, 2),
}


@pytest.mark.parametrize("kind", ITEMS)
def test_copies_and_joins_of_any_layout(kind):
    rng = numpy.random.default_rng(0)
    for shape in SHAPES:
        x, y = twins(shape, kind, rng)
        views = [lambda v: v, lambda v: v.T, lambda v: v[..., ::-1], lambda v: v[::2], lambda v: v.T[::-2]]
        for number, view in enumerate(views):
            for name, call in COPIES.items():
                compare(call, view(x), view(y), (name, shape, number))


@pytest.mark.parametrize("kind", ITEMS)
def test_assignments_of_rows_columns_and_turned_arrays(kind):
    rng = numpy.random.default_rng(1)
    for shape in [(3, 4), (40, 9), (170, 170)]:
        for value in (
            lambda v: v[::-1, ::-1].copy(),
            lambda v: v[:1],
            lambda v: v[:, -1:],
            lambda v: v[::-1],
        ):
            x, y = twins(shape, kind, rng)
            x, y = x.copy(), y.copy()
            x[...], y[...] = value(x), value(y)
            check(y, x, shape)
        square, ours = twins((shape[0], shape[0]), kind, rng)
        square, ours = square.copy(), ours.copy()
        square[...], ours[...] = square.T, ours.T
        check(ours, square, shape)


EDGES = [
    0.0,
    -1.5,
    2147483647.5,
    -2147483648.9,
    4294967295.5,
    9.3e9,
    1.8e19,
    -9.3e18,
    255.5,
    numpy.nan,
    numpy.inf,
]


@pytest.mark.parametrize("source", ["f4", "f8", "c8", "c16"])
@pytest.mark.parametrize("target", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "f4", "f8"])
def test_floats_that_do_not_fit_become_what_the_reference_makes_of_them(source, target):
    rng = numpy.random.default_rng(2)
    for n in [1, 3, 4, 5, 8, 9, 16, 31, 255, 257, 600, 9000]:
        for edges in (0, 1, max(1, n // 3)):
            with numpy.errstate(all="ignore"):
                x = (rng.normal(size=n) * 1000).astype(source)
                x[rng.integers(0, n, edges)] = numpy.array(rng.choice(EDGES, edges)).astype(source)
            y = np.frombuffer(x.tobytes(), dtype=source)
            compare(lambda np, v: v.astype(target), x, y, (n, edges))
            if target != "u4":
                compare(lambda np, v: v[::3].astype(target), x, y, (n, edges))


@pytest.mark.parametrize("kind", ["u1", "i2", "f4", "f8", "c16", "V12"])
def test_gathers_and_scatters_name_the_first_bad_index(kind):
    rng = numpy.random.default_rng(3)
    for n, k in [(1, 1), (5, 3), (9, 4), (50, 7), (300, 1000)]:
        for outside in (0, 2):
            x, y = twins((n,), kind, rng)
            at = rng.integers(-n - outside, n + outside, k)
            here = {numpy: at, np: np.array(at.tolist())}

            def stored(np, v):
                v = v.copy()
                v[here[np]] = v[0]
                return v

            compare(lambda np, v: v[here[np]], x, y, (n, k))
            compare(lambda np, v: np.take(v, here[np]), x, y, (n, k))
            compare(stored, x, y, (n, k))


def test_positions_in_grids():
    rng = numpy.random.default_rng(4)
    for shape in [(7,), (3, 5), (1, 9, 2), (70000, 70001), (2, 3, 4, 5)]:
        total = int(numpy.prod(shape, dtype="i8"))
        for kind in ("i8", "i4", "u2"):
            top = min(total, int(numpy.iinfo(kind).max))
            x = rng.integers(0, top, 3000).astype(kind)
            for order in "CF":
                call = lambda np, v: np.unravel_index(v, shape, order)  # noqa: E731
                compare(call, x, np.array(x), (shape, order))
        inside = [rng.integers(-2, n + 2, 50) for n in shape]
        both = {numpy: inside, np: [np.array(i.tolist()) for i in inside]}
        for mode in ("raise", "wrap", "clip"):
            call = lambda np, v: np.ravel_multi_index(tuple(both[np]), shape, mode=mode)  # noqa: E731
            compare(call, None, None, (shape, mode))
    compare(lambda np, v: np.unravel_index(np.array([0, 12]), (3, 4)), None, None, "outside")
    compare(lambda np, v: np.unravel_index(np.array([0]), ()), None, None, "no axes")
    compare(lambda np, v: np.ravel_multi_index((np.array([0]),) * 2, (0, 2)), None, None, "empty grid")


@pytest.mark.parametrize("left", ["?", "u1", "i4", "f4", "f8", "c16"])
@pytest.mark.parametrize("right", ["u1", "f4", "f8"])
def test_operands_that_lie_across_each_other(left, right):
    rng = numpy.random.default_rng(5)
    for rows, columns in [(3, 3), (8, 8), (9, 40), (257, 130), (20, 9000)]:
        a = rng.integers(0, 2 if left == "?" else 90, (columns, rows)).astype(left)
        b = rng.integers(1, 90, (rows, columns)).astype(right)
        pair = {numpy: (a, b), np: (np.array(a.tolist(), dtype=left), np.array(b.tolist(), dtype=right))}
        for call in (
            lambda np, a, b: a.T + b,
            lambda np, a, b: b * a.T,
            lambda np, a, b: a.T == b,
            lambda np, a, b: np.where(a.T != 0, a.T, b),
            lambda np, a, b: np.add(
                a.T, b, where=b > 40, out=np.zeros(b.shape, "c16" if left == "c16" else "f8")
            ),
            lambda np, a, b: a.T.astype("c16", order="C"),
        ):
            compare(lambda np, v: call(np, *pair[np]), None, None, (rows, columns))


def test_zeros_are_zero_in_memory_that_was_used():
    for n in (1000, 300_000, 700_000, 5_000_000):
        for _ in range(3):
            dirty = np.full(n, 7, "i8")
            del dirty
            assert not np.zeros(n, "i8").any()


def test_masked_copies_find_every_run():
    rng = numpy.random.default_rng(6)
    for n in (1, 7, 8, 9, 64, 1000):
        for share in (0, 0.02, 0.5, 0.98, 1):
            mask = rng.random(n) < share
            ours = np.arange(float(n))
            np.copyto(ours, -1, where=np.array(mask))
            assert ours.tolist() == numpy.where(mask, -1, numpy.arange(float(n))).tolist()


def test_products_of_complex_matrices_and_vectors():
    rng = numpy.random.default_rng(7)
    for kind, rtol in (("c8", 1e-5), ("c16", 1e-13)):
        for m, k in [(4, 1), (5, 3), (31, 31), (9, 256), (70, 257), (33, 600)]:
            a = (rng.normal(size=(m, k)) + 1j * rng.normal(size=(m, k))).astype(kind)
            x = (rng.normal(size=2 * k) + 1j * rng.normal(size=2 * k)).astype(kind)
            ours, vector = np.array(a.tolist(), dtype=kind), np.array(x.tolist(), dtype=kind)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                for v, w in ((x[:k], vector[:k]), (x[::2], vector[::2])):
                    expected = a @ v
                    numpy.testing.assert_allclose(
                        numpy.array((ours @ w).tolist()), expected, rtol * 10, rtol * 100
                    )
                    numpy.testing.assert_allclose(
                        numpy.array((ours[:, ::-1] @ w).tolist()), a[:, ::-1] @ v, rtol * 10, rtol * 100
                    )


def test_blocks_of_large_arrays():
    rng = numpy.random.default_rng(8)

    def grid(np, rows, columns, kind="f8"):
        return np.arange(rows * columns).astype(kind).reshape(rows, columns)

    for call in (
        lambda np: np.block([[grid(np, 600, 600)] * 2, [grid(np, 600, 500), grid(np, 600, 700)]]),
        lambda np: np.block([[grid(np, 600, 600).T] * 2] * 2),
        lambda np: np.block([[grid(np, 900, 900), 2.5], [grid(np, 1, 900, "i4"), 5]]),
        lambda np: np.block([[grid(np, 600, 600)] * 2, [grid(np, 600, 600), grid(np, 500, 600)]]),
        lambda np: np.block([[grid(np, 600, 600)] * 2, [grid(np, 600, 600)]]),
        lambda np: np.block([grid(np, 300, 900), grid(np, 301, 1200)]),
    ):
        compare(lambda np, v: call(np), None, None, "block")
    # Parts of several types end to end.
    for kinds in (("f8", "i8"), ("u1", "i1", "f4"), ("i8", "u8"), ("?", "f2", "u2"), ("f4", "c8", "i8")):
        parts = [rng.integers(0, 100, (4, 3)).astype(k) for k in kinds]
        both = {numpy: parts, np: [np.array(p.tolist(), dtype=str(p.dtype)) for p in parts]}
        compare(lambda np, v: np.concatenate(both[np]), None, None, kinds)
        compare(lambda np, v: np.hstack([p.ravel() for p in both[np]]), None, None, kinds)
        compare(lambda np, v: np.append(both[np][0], 1), None, None, kinds)


@pytest.mark.parametrize("dtype", ["f8", "f4", "u1", "i2", "c16", "S3"])
def test_copies_a_few_bytes_ahead_in_the_page(dtype):
    """Whole arrays begin at the same place of a page; what is shifted by an item or two meets another way of copying."""
    for shape in [(70, 900), (3, 20000), (5000,)]:
        n = numpy.prod(shape)
        a = (numpy.arange(n) % 251).astype(dtype).reshape(shape)
        mine = np.asarray(a).copy()
        for shift in (1, 2, 5, -1):
            same(np.roll(mine, shift, axis=-1), numpy.roll(a, shift, axis=-1))
        head = a[..., :1]
        same(np.concatenate([np.asarray(head), mine], axis=-1), numpy.concatenate([head, a], axis=-1))
        r, e = np.zeros_like(mine), numpy.zeros_like(a)
        r[..., 1:], e[..., 1:] = mine[..., :-1], a[..., :-1]
        same(r, e)
        r[..., 3:], e[..., 3:] = r[..., :-3], e[..., :-3].copy()
        same(r, e)
