"""What is done without a plan gives what the planned way gives: small dense arrays, and their neighbours that are not."""

import numpy
import pytest
from agreement import agree, ours, same

import numen as np

rng = numpy.random.default_rng(5)
DTYPES = ["?", "i1", "u2", "i4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", ">f8", "S3", "U2", "M8[s]"]


def array(dtype, shape):
    x = rng.integers(0, 9, shape)
    return x.astype(dtype) if "S" in dtype or "U" in dtype or "M" in dtype else (x * 1.5).astype(dtype)


def layouts(dtype, shape):
    a = array(dtype, shape)
    yield a
    yield numpy.asfortranarray(a)
    yield a[..., ::-1]
    yield numpy.repeat(a, 2, axis=0)[::2]


@pytest.mark.parametrize("dtype", DTYPES)
def test_masks_and_positions(dtype):
    for shape in [(0,), (1,), (7,), (300,), (3, 4), (2, 3, 2)]:
        for a in layouts(dtype, shape):
            for index in [
                rng.random(shape) < 0.5,
                rng.random(shape[:1]) < 0.5,
                rng.integers(-shape[0], max(shape[0], 1), 5) if shape[0] else numpy.zeros(0, int),
                rng.integers(0, shape[0], (2, 3)) if shape[0] else numpy.zeros((2, 0), int),
                rng.integers(0, max(shape[0], 1), 4).astype("i4") if shape[0] else numpy.zeros(0, "i4"),
            ]:
                same(ours(a)[ours(index)], a[index])


@pytest.mark.parametrize("dtype", ["i1", "i4", "u8", "f4", "f8", "c16", ">f8", "?"])
def test_assignment(dtype):
    for shape in [(1,), (7,), (300,), (3, 4)]:
        for a in layouts(dtype, shape):
            for index in [
                rng.random(shape) < 0.5,
                rng.integers(-shape[0], shape[0], 5),
                rng.integers(0, shape[0], (2, 3)),
            ]:
                for value in [1, 2.5, numpy.float64(3), array(dtype, a[index].shape), array("f4", ())]:
                    x, y = a.copy(order="K"), ours(a.copy(order="K"))
                    x[index] = value
                    y[ours(index)] = ours(value)
                    same(y, x)


def test_bad_indices():
    for bad in ([7], [-8], [0, 99], [numpy.iinfo(int).min]):
        a = np.arange(7.0)
        index = numpy.array(bad)
        with pytest.raises(IndexError) as theirs:
            numpy.arange(7.0)[index]
        for use in (
            lambda: a[ours(index)],  # noqa: B023
            lambda: np.take(a, ours(index)),  # noqa: B023
            lambda: a.__setitem__(ours(index), 1.0),  # noqa: B023
            lambda: a.__setitem__(ours(index), np.ones(len(bad))),  # noqa: B023
        ):
            with pytest.raises(IndexError) as mine:
                use()
            assert str(mine.value) == str(theirs.value)
        assert a.tolist() == list(range(7))


def test_the_array_as_its_own_index():
    for m in (numpy, np):
        a = m.array([2, 0, 1])
        a[a] = a
        assert a.tolist() == [0, 1, 2]
        a[a] = 5
        assert a.tolist() == [5, 5, 5]
        b = m.array([True, False, True])
        b[b] = False
        assert b.tolist() == [False, False, False]


@pytest.mark.parametrize("dtype", DTYPES)
def test_where_take_nonzero(dtype):
    for shape in [(), (1,), (6,), (40,), (3, 4)]:
        for x in layouts(dtype, shape) if shape else [array(dtype, ())]:
            mask = rng.random(shape) < 0.5
            for y in [array(dtype, shape), array(dtype, shape[-1:])]:
                agree("where", mask, x, y)
            if dtype not in ("S3", "U2", "M8[s]"):
                for y in [0, 1.0, 2.5, True, numpy.float64(2)] + ([300, -1] if shape else []):
                    agree("where", mask, x, y)
                    agree("where", mask, y, x)
                if shape:
                    agree("nonzero", x)
                    agree("where", x)
            if shape:
                agree("take", x, rng.integers(0, shape[0], 5), axis=0)
                agree("take", x, rng.integers(-x.size, x.size, (2, 2)))
                agree("take", x, [0, -1], mode="wrap")
                agree("take", x, [0, 99, -99], mode="clip")
    agree("where", rng.random(5) < 0.5, 1, 2)
    agree("where", rng.random(5) < 0.5, 1, 2.0)
    agree("where", rng.random(5) < 0.5, 1.0, 2.0)


def test_large_takes():
    a = rng.random(300_000)
    index = rng.integers(-300_000, 300_000, 400_000)
    same(np.take(ours(a), ours(index)), numpy.take(a, index))
    same(ours(a)[ours(index)], a[index])
    b = a.reshape(3, 100_000)
    index = rng.integers(-100_000, 100_000, 200_000)
    same(np.take(ours(b), ours(index), axis=1), numpy.take(b, index, axis=1))
    same(ours(b)[:, ours(index)], b[:, index])
    index[150_000] = 100_001
    for m, x, i in ((numpy, b, index), (np, ours(b), ours(index))):
        with pytest.raises(IndexError, match="index 100001 is out of bounds for axis 1 with size 100000"):
            m.take(x, i, axis=1)
        with pytest.raises(IndexError, match="index 100001 is out of bounds for axis 1 with size 100000"):
            x[:, i]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["concatenate", "stack", "vstack", "hstack", "column_stack", "dstack"])
def test_joining(name, dtype):
    for shape in [(0,), (1,), (5,), (2, 3), (0, 3), (2, 2, 2)]:
        parts = [p for p in layouts(dtype, shape)]
        agree(name, parts)
        agree(name, tuple(parts[:1]))
        agree(name, [parts[0], array("f8" if dtype[0] in ">fiuc?" else dtype, shape)])
        agree(name, [parts[0], array(dtype, shape + (1,))])
        if name in ("concatenate", "stack"):
            for axis in range(-len(shape) - 1, len(shape) + 2):
                agree(name, parts, axis)
            agree(name, parts, axis=None)
    agree(name, [])
    agree(name, [1, 2])
    agree(name, [array(dtype, ()), array(dtype, ())])


def operand(dtype):
    """An array of at most five axes, most of them short, in any layout; the same one of ours."""
    shape = rng.choice([1, 2, 3], rng.integers(0, 6))
    gaps = rng.choice([1, 2], len(shape))
    whole = rng.integers(-9, 9, shape * gaps).astype(dtype)
    if rng.random() < 0.2:
        whole = numpy.asfortranarray(whole)
    cut = tuple(slice(None, None, -1 if rng.random() < 0.1 else int(g)) for g in gaps)
    views = []
    for a in (whole, ours(whole.copy(order="K"))):
        a = a[cut][tuple(slice(0, int(n)) for n in shape)]
        views.append(a.T if len(shape) == 2 and shape[0] > 2 else a)
    return views


@pytest.mark.parametrize("dtype", ["f8", "f4", "i8", "u1", "?", "c16"])
@pytest.mark.parametrize("name", ["add", "multiply", "equal", "maximum", "logical_and"])
def test_broadcast_and_strided_operands(name, dtype):
    """Values, types and the order of axes in memory, whichever way is taken."""
    for _ in range(300):
        (x, mine), (y, other) = operand(dtype), operand(dtype)
        if rng.random() < 0.1:
            y = other = 3 if dtype in ("u1", "i8") else 2.5
        try:
            expected = getattr(numpy, name)(x, y)
        except ValueError as e:
            with pytest.raises(ValueError) as ours_said:
                getattr(np, name)(mine, other)
            assert str(ours_said.value) == str(e)
            continue
        actual = getattr(np, name)(mine, other)
        same(actual, expected)
        moving = [n > 1 for n in expected.shape]
        assert (
            numpy.where(moving, actual.strides, 0).tolist()
            == numpy.where(moving, expected.strides, 0).tolist()
        )
        if x.ndim and expected.shape == x.shape and expected.dtype == x.dtype:
            if rng.random() < 0.3:
                y, other = x[-1:], mine[-1:]
            getattr(numpy, name)(x, y, out=x)
            getattr(np, name)(mine, other, out=mine)
            same(mine, x)


def test_floating_point_errors_of_broadcast_operands():
    for m in (numpy, np):
        table, row = m.ones((3, 3)), m.array([1.0, 0.0, 2.0])
        with (
            m.errstate(divide="raise"),
            pytest.raises(FloatingPointError, match="divide by zero encountered in divide"),
        ):
            table / row
        with pytest.warns(RuntimeWarning, match="overflow encountered in multiply"):
            m.full((2, 3), 1e200) * m.full((2, 1), 1e200)
