"""`ufunc.at` against NumPy: every kind of index, casting, repeated indices, errors."""

import numpy
import pytest
from agreement import ours

import numen as np

rng = numpy.random.default_rng(3)
DTYPES = ["?", "i1", "u1", "i4", "i8", "u8", "f2", "f4", "f8", "c16", ">f8", ">i4"]
UFUNCS = ["add", "subtract", "multiply", "maximum", "minimum", "divide", "logical_and", "less", "copysign"]


def values(dtype, shape):
    x = rng.random(shape) * 20 - (0 if dtype in ("?", "u1", "u8") else 5)
    return numpy.asarray(x).astype(dtype)


def indices(shape):
    n = shape[0]
    yield int(rng.integers(-n, n))
    yield [0, -1, 0]
    yield []
    yield rng.integers(-n, n, 9)
    yield rng.integers(-n, n, (2, 3))
    yield rng.random(shape) < 0.5
    yield slice(None, None, -1)
    yield Ellipsis
    yield tuple(rng.integers(0, s, 4) for s in shape)
    yield [0, n]
    if len(shape) > 1:
        yield (slice(0, 2), rng.integers(0, shape[1], 3))
        yield (0, [0, 0])


def after(library, name, a, index, args):
    a = a.copy()
    try:
        getattr(library, name).at(a, index, *args)
    except Exception as e:
        return type(e).__name__, str(e)
    return a.dtype.str, a.tobytes()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", UFUNCS)
def test_binary(name, dtype):
    for shape in [(4,), (3, 4)]:
        a = values(dtype, shape)
        for index in indices(shape):
            try:
                selected = a[index].shape
            except IndexError:
                selected = ()
            # NumPy reads past the values where an index of two axes stretches them.
            narrow = selected[-1:] if getattr(index, "ndim", 1) < 2 else selected
            for b in [1, 2.5, values("f8", ()), values(dtype, selected), values("f4", narrow)]:
                if name in ("subtract", "copysign") and "?" in (dtype, numpy.asarray(b).dtype.char):
                    continue
                with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
                    theirs = after(numpy, name, a, index, (b,))
                    mine = after(np, name, ours(a), ours(index), (ours(b),))
                if len(theirs[0]) < 4 or "Index" in theirs[0]:
                    assert mine == theirs, (name, dtype, index, b)
                else:
                    assert mine[0].lstrip("_") == theirs[0].lstrip("_") or "NoLoop" in mine[0]


def test_unary():
    for dtype in ["i4", "f8", ">f4", "c8"]:
        a = values(dtype, (5,))
        for index in ([0, 0, 1], slice(1, 4), [2, -3, 2]):
            assert after(np, "negative", ours(a), index, ()) == after(numpy, "negative", a, index, ())
            assert after(np, "square", ours(a), index, ()) == after(numpy, "square", a, index, ())


def test_objects():
    a = np.array(["a", "b"], dtype=object)
    np.add.at(a, [0, 0, 1], "x")
    assert a.tolist() == ["axx", "bx"]
    with pytest.raises(TypeError):
        np.add.at(a, [0], np.array([1], dtype=object))
    assert a.tolist() == ["axx", "bx"]


def test_dates():
    a = np.zeros(3, dtype="M8[D]")
    np.add.at(a, [0, 0], np.timedelta64(1, "D"))
    assert a[0] == np.datetime64("1970-01-03")


def test_overlap_and_order():
    for library in (numpy, np):
        a = library.arange(6.0)
        library.add.at(a, [0, 1, 2], a[::2])
        assert a.tolist() == [0.0, 3.0, 6.0, 3.0, 4.0, 5.0]
        i = library.arange(3)
        library.add.at(i, i, 1)
        assert i.tolist() == [1, 2, 3]


def test_many():
    at = rng.integers(-1000, 1000, 20000)
    v = rng.random(20000)
    a, b = numpy.zeros(1000), np.zeros(1000)
    numpy.add.at(a, at, v)
    np.add.at(b, ours(at), ours(v))
    assert a.tobytes() == b.tobytes()


def test_refusals():
    cases = [
        lambda m: m.add.at([1, 2], [0], 1),
        lambda m: m.add.at(m.zeros(3), [0]),
        lambda m: m.negative.at(m.zeros(3), [0], 1),
        lambda m: m.divmod.at(m.zeros(3), [0], 1),
        lambda m: m.frexp.at(m.zeros(3), [0]),
        lambda m: m.matmul.at(m.zeros((2, 2)), 0, 1),
        lambda m: m.add.at(m.zeros(3), [0], b=1),
        lambda m: m.add.at(m.zeros(3), [0.5], 1),
        lambda m: m.add.at(m.zeros(3), (0, 0), 1),
        lambda m: m.add.at(m.zeros(3), [0, 1], [1, 2, 3]),
        lambda m: m.add.at(m.zeros((2, 2)), ([0, 1], [0, 1]), m.ones((1, 1, 2))),
        lambda m: m.power.at(m.full(3, 2), [0, 0], -1),
    ]
    for case in cases:
        with pytest.raises(Exception) as theirs:
            case(numpy)
        with pytest.raises(type(theirs.value)) as mine:
            case(np)
        assert str(mine.value) == str(theirs.value)


def test_floating_point_errors():
    with (
        np.errstate(divide="raise"),
        pytest.raises(FloatingPointError, match="divide by zero encountered in divide"),
    ):
        np.divide.at(np.ones(3), [0], 0.0)
