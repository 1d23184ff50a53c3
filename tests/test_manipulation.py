"""Stacking, cutting, moving, resizing and padding agree with NumPy."""

import itertools

import numpy
import pytest
from agreement import agree

import numen as np

RNG = numpy.random.default_rng(5)


def draw(*shape, dtype="i8"):
    a = numpy.asarray(RNG.normal(size=shape) * 20)
    return a.astype(dtype)


ARRAYS = [
    draw(), draw(5), draw(0), draw(3, 4), draw(4, 3).T, draw(2, 3, 4)[:, ::-1], draw(2, 0, 3), draw(4, dtype="f4")[::2],
    draw(3, 3, dtype="c16"), draw(2, 2) > 0, draw(1, 1), draw(4, 4, 2, dtype="f8"),
]  # fmt: skip


@pytest.mark.parametrize("a", ARRAYS, ids=lambda a: f"{a.dtype}{a.shape}")
def test_whole_array(a):
    for name in [
        "atleast_1d",
        "atleast_2d",
        "atleast_3d",
        "flip",
        "fliplr",
        "flipud",
        "matrix_transpose",
        "unstack",
    ]:
        agree(name, a)
    agree("permute_dims", a)
    for axis in [-3, -1, 0, 1, 2]:
        agree("flip", a, axis)
        agree("unstack", a, axis=axis)
        agree("roll", a, 3, axis)
        agree("roll", a, -2, axis)
        for b in [-1, 0, 2, 4]:
            agree("moveaxis", a, axis, b)
            agree("rollaxis", a, axis, b)
    agree("roll", a, 7)
    agree("roll", a, (1, 2), (0, -1))
    agree("roll", a, (1, 2, 4), (0, 1, 0))
    agree("flip", a, (0, 1))
    for k in range(-2, 5):
        agree("rot90", a, k)
        agree("rot90", a, k, (1, 0))
        agree("rot90", a, k, (0, -1))
    for reps in [0, 1, 3, (2, 1), (1, 2, 3), (), (2, 2, 1, 2), -1, 2.5, (1, -1)]:
        agree("tile", a, reps)
    for shape in [3, (2, 5), (0,), (), -1, (3, -1), 2.5]:
        agree("resize", a, shape)
    for name in ["tile", "roll"]:
        result = getattr(np, name)(np.asarray(a), 1)
        assert not np.shares_memory(result, np.asarray(a))


def test_refusals():
    for call in [
        ("flip", [1, 2], (0, 0)), ("rot90", numpy.eye(2), 1, (0, 0)), ("rot90", numpy.eye(2), 1, (0,)),
        ("rot90", numpy.zeros((2, 2, 2)), 1, (0, 5)), ("roll", [1, 2, 3], 1.5), ("roll", numpy.eye(3), (1, 2), (0, 1, 1)),
        ("roll", numpy.eye(2), [[1]], 0), ("moveaxis", numpy.eye(2), [0, 1], 0), ("moveaxis", numpy.eye(2), [0, 0], [0, 1]),
        ("block", []), ("block", [[1, 2], []]), ("block", [[1], 2]), ("block", [(1, 2)]), ("block", ()),
        ("block", [1, [2]]), ("block", [[1, 2], [[3]]]), ("block", 3), ("column_stack", 3), ("dstack", []),
        ("column_stack", []), ("hsplit", 3, 2), ("vsplit", numpy.arange(3), 2), ("dsplit", numpy.eye(3), 2),
        ("array_split", 3, 2), ("array_split", numpy.arange(5), 0), ("split", numpy.arange(5), 2),
        ("append", [1], [[2]], 0), ("append", [1], [[2]], 1), ("row_stack", [[1, 2], [3, 4]]), ("unstack", [1]),
    ]:  # fmt: skip
        agree(*call)


def test_stacking():
    for parts in [
        ([1, 2], [3, 4]), (draw(2, 3), draw(2, 1)), (draw(2, 3, 2), draw(2, 3, 1)), (draw(3), draw(3, 2)), ([1, 2], [3]),
        (draw(2, dtype="f4"), draw(2, dtype="i1")), (1, 2.5),
    ]:  # fmt: skip
        agree("column_stack", parts)
        agree("dstack", parts)
        agree("concat", parts)
        agree("block", list(parts))
    agree("block", [[numpy.eye(2), numpy.zeros((2, 1))], [numpy.ones((1, 3))]])
    agree("block", [[draw(2, 2), draw(2, 3)], [draw(1, 5)]])
    agree("block", [[draw(2, 2), draw(3, 3)]])
    agree("block", [draw(2, 2, 1), draw(2, 2, 4)])
    agree("block", [[[1]], [[2]]])


@pytest.mark.parametrize("a", [draw(6), draw(5, 4), draw(4, 6, 2)], ids=str)
def test_splitting(a):
    for cut in [1, 2, 3, 4, [2], [1, 3], [3, 2, 9], [], [-1], 2.5, (0, 2)]:
        for axis in [-1, 0, 1, 3]:
            agree("array_split", a, cut, axis)
            agree("split", a, cut, axis)
        for name in ["hsplit", "vsplit", "dsplit"]:
            agree(name, a, cut)
    agree("array_split", a.tolist(), 3)


OBJECTS = [
    0, -1, 2, 9, -9, [0], [1, 1], [0, 2], [], [-1, 0], slice(0, 2), slice(None, None, 2), slice(3, None, -1),
    slice(2, 2), numpy.array([1, 2]), numpy.array(1), [1, 9], numpy.array([[0, 1]]), numpy.array([True, False, True]),
    slice(None, None, -2), slice(0, 100), numpy.array([], int),
]  # fmt: skip


@pytest.mark.parametrize(
    "a", [draw(3), draw(3, 3), draw(4, 3).T, draw(3, 3, 2, dtype="f4"), draw()], ids=lambda a: str(a.shape)
)
def test_insert_delete(a):
    for axis in [None, 0, 1, -1, 4]:
        for obj in OBJECTS:
            agree("delete", a, obj, axis)
            agree("delete", a.tolist(), obj, axis)
            for values in [7, 2.7, [7, 8], [[7], [8], [9]], [1, 2, 3], []]:
                agree("insert", a, obj, values, axis)
        for obj in [1.5, [1.0, 2.0], "a", None, [True, False]]:
            agree("delete", a, obj, axis)
        agree("append", a, [1, 2], axis)
        agree("append", a, a, axis)


def test_trim_zeros():
    for a in [
        [0, 1, 0, 2, 0], (0, 0), [], [0, 1], numpy.array([0, 0, 1.5, 0]), numpy.zeros((2, 2)), numpy.diag([0, 1, 2, 0]),
        3, [0, None, 0.0], numpy.array([[[0, 1], [0, 0]], [[0, 0], [0, 0]]]), numpy.array(["", "a", ""]),
    ]:  # fmt: skip
        for trim in ["fb", "f", "b", "BF", "x", "", "ff"]:
            agree("trim_zeros", a, trim)
            for axis in [0, -1, 2, (0, 1), ()]:
                agree("trim_zeros", a, trim, axis)


def test_broadcasting():
    for shapes in [
        ((3,), (2,)),
        (),
        (-1,),
        (3, (2, 1), [1, 1]),
        [(1,)] * 70,
        [(1,)] * 70 + [(2,), (3,)],
        (2.5,),
        ((0,), 1),
    ]:
        agree("broadcast_shapes", *shapes)
    for arrays in [(), ([1, 2], 3), (draw(3), draw(2, 1)), (draw(2), draw(3)), (draw(2, 3), draw(2, 3))]:
        agree("broadcast_arrays", *arrays)
    for args in [
        (numpy.arange(3), 4), (numpy.arange(3), -1), (numpy.arange(3), (1, 2)), (numpy.arange(3), (1, 2), 0),
        (numpy.eye(3), 2), (numpy.eye(4), (2, 3)), (numpy.eye(4), 2, 1), (numpy.eye(4), (2, 2), (0, 0)), (draw(5, 4).T, 3, -1),
    ]:  # fmt: skip
        agree("lib.stride_tricks.sliding_window_view", *args)
    for args in [
        (numpy.arange(3), (2, 2), (8,)),
        (numpy.arange(6), (3, 2), (8, 8)),
        (draw(2, 2), None, (8, 16)),
        (draw(4), (0,)),
    ]:
        agree("lib.stride_tricks.as_strided", *args)
    assert not np.lib.stride_tricks.as_strided(np.arange(3), writeable=False).flags.writeable


MODES = [
    "constant",
    "edge",
    "linear_ramp",
    "maximum",
    "mean",
    "median",
    "minimum",
    "reflect",
    "symmetric",
    "wrap",
]
WIDTHS = [
    0,
    1,
    3,
    7,
    (2, 1),
    (0, 4),
    ((1, 2), (3, 0)),
    [[1], [2]],
    -1,
    1.5,
    (1, 2, 3),
    {0: 1},
    {-1: (1, 2)},
    {7: 1},
    None,
]


@pytest.mark.parametrize("mode", MODES + ["foo"])
def test_pad(mode):
    arrays = [draw(4), draw(1), draw(3, 2), draw(2, 3).T, draw(3, 4, dtype="f4"), draw(2, 1, 3), draw(0), draw(0, 2), draw(),
              draw(3, dtype="c8"), numpy.array([True, False, True]), draw(3, dtype="u1")]  # fmt: skip
    options = {
        "constant": [{"constant_values": v} for v in (5, 2.5, (1, 2), ((1, 2), (3, 4)), [[1], [2]])],
        "linear_ramp": [{"end_values": v} for v in (5, (1, -2), ((1, 2), (3, 4)))],
        "reflect": [{"reflect_type": v} for v in ("odd", "even", "x")],
        "symmetric": [{"reflect_type": v} for v in ("odd", "even")],
    }
    statistics = [{"stat_length": v} for v in (1, 2, (1, 3), 100, 0, -1, None)]
    for extra in [{}, {"nonsense": 1}] + options.get(
        mode, statistics if mode in ("maximum", "mean", "median") else []
    ):
        for a, width in itertools.product(arrays, WIDTHS):
            with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
                if extra.get("stat_length") == 0 and mode == "mean" and a.dtype.kind in "iu":
                    continue  # a cast of NaN to an integer
                rtol = 1e-6 if a.dtype.kind in "fc" else 0
                agree("pad", a, width, mode, rtol=rtol, **extra)


def test_pad_by_function():
    def paint(vector, pair, axis, options):
        vector[: pair[0]] = options["ink"] + axis
        vector[len(vector) - pair[1] :] = -1

    agree("pad", draw(2, 3), ((1, 2), (2, 1)), paint, ink=9)
    agree("pad", draw(3), 2, paint, ink=4)


def test_deletions_keep_the_order_of_memory():
    for order in "CF":
        k = numpy.arange(20).reshape(4, 5, order=order)
        for where in (slice(60, None), slice(1, 3), 2, [1], -1):
            for axis in (0, 1):
                a, b = np.delete(np.array(k), where, axis), numpy.delete(k, where, axis)
                assert a.tolist() == b.tolist() and a.strides == b.strides


@pytest.mark.parametrize("dtype", ["f8", "f4", "i1", "c16", "U3", "M8[s]", ">i4", "O", "i4,f8", "S5"])
def test_repeated_items(dtype):
    rng = numpy.random.default_rng(7)
    for shape in [(), (0,), (5,), (3, 4), (2, 3, 4), (2, 0, 3)]:
        size = int(numpy.prod(shape))
        flat = [(i % 7, i) for i in range(size)] if dtype == "i4,f8" else numpy.arange(size) % 7
        a = numpy.array(flat, dtype=dtype).reshape(shape)
        for x in (a, a.T, a[::-1] if shape else a):
            for axis in [None, *range(-x.ndim, x.ndim + 1)]:
                length = x.size if axis is None else x.shape[axis] if -x.ndim <= axis < x.ndim else 1
                for repeats in (0, 1, 2, 3, 5, -1, 2.7, rng.integers(0, 4, length), [1, 2, 3], [2]):
                    agree("repeat", x, repeats, axis)
    many = (
        numpy.arange(100_000).astype("f8" if dtype == "O" else dtype)
        if dtype != "i4,f8"
        else numpy.ones(9, dtype)
    )
    for repeats in (2, 3, 7, numpy.arange(many.size) % 4):
        agree("repeat", many, repeats)
        agree("repeat", many.reshape(-1, 1).repeat(3, 1), repeats, 0)


@pytest.mark.parametrize("name", ["argmax", "argmin"])
@pytest.mark.parametrize("dtype", ["f8", "i4", "?", "f2", "c8", "u1"])
def test_extremes_of_rows(name, dtype):
    rng = numpy.random.default_rng(8)
    for shape in [(3, 4), (1, 1), (200, 10), (10, 200), (5000, 12), (4, 3, 5), (0, 3), (3, 0), (2, 3, 4, 5)]:
        a = rng.integers(0, 5, shape).astype(dtype)
        if dtype in "f8f2c8" and a.size > 9:
            a.reshape(-1)[7] = numpy.nan
        for x in (a, a.T, a[::-1], a[..., ::2]):
            for axis in range(-x.ndim - 1, x.ndim + 1):
                agree(name, x, axis)
                agree(name, x, axis=axis, keepdims=True)
