"""Running reductions against NumPy: bits, types, memory order; long ones, where threads divide the work."""

import numpy
import pytest

import numen

SHAPES = [(1,), (7,), (300_000,), (3, 0), (4, 5), (2000, 130), (130, 2000), (3, 70, 50)]


@pytest.mark.parametrize("name", ["add", "multiply", "subtract", "maximum", "minimum", "fmax"])
@pytest.mark.parametrize("dtype", ["i4", "u2", "i8", "f2", "f4", "f8", "c16", ">f8"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_accumulate(name, dtype, shape):
    draws = numpy.random.default_rng(7).integers(1, 9, shape)
    plain = draws.astype(dtype) if dtype[-2] in "iu" else (draws / 8 + 0.31).astype(dtype)
    for turn in (lambda x: x, lambda x: x.T, lambda x: x[::-1]):
        theirs, ours = turn(plain), turn(numen.array(plain))
        for axis in range(plain.ndim):
            with numpy.errstate(all="ignore"), numen.errstate(all="ignore"):
                expected = getattr(numpy, name).accumulate(theirs, axis=axis)
                got = getattr(numen, name).accumulate(ours, axis=axis)
            assert (got.dtype.str, got.shape) == (expected.dtype.str, expected.shape)
            assert 1 in got.shape or 0 in got.shape or got.strides == expected.strides
            assert got.tobytes() == expected.tobytes()


def test_objects():
    items = ["a", "b", "c"]
    got = numen.add.accumulate(numen.array(items, dtype=object))
    assert got.tolist() == ["a", "ab", "abc"]
    grid = numen.array([[1, 2], [3, 4], [5, 6]], dtype=object)
    assert grid.cumsum(axis=0).tolist() == [[1, 2], [4, 6], [9, 12]]
    with pytest.raises(TypeError):
        numen.add.accumulate(numen.array([1, "x", 2], dtype=object))


def test_loops_on_objects_take_no_numbers():
    message = "ufunc 'bitwise_xor' not supported for the input types"
    for call in (numen.bitwise_xor.accumulate, numen.bitwise_xor.reduce):
        with pytest.raises(TypeError, match=message):
            call(numen.ones(3))
