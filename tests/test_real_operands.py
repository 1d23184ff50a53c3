"""NumPy's own arrays and scalars where ours may stand: the results are ours."""

import numpy
import pytest

import numen as np

OURS = {"array": lambda: np.arange(3.0), "scalar": lambda: np.float64(2)}
REAL = {"array": lambda: numpy.arange(3.0) + 1, "scalar": lambda: numpy.float64(3)}


@pytest.mark.parametrize("name", ["add", "multiply", "less", "floor_divide", "arctan2", "divmod"])
@pytest.mark.parametrize("mine", OURS)
@pytest.mark.parametrize("other", REAL)
@pytest.mark.parametrize("swapped", [False, True])
def test_ufuncs(name, mine, other, swapped):
    a, b = OURS[mine](), REAL[other]()
    a, b = (b, a) if swapped else (a, b)
    results = getattr(np, name)(a, b)
    expected = getattr(numpy, name)(numpy.asarray(a), numpy.asarray(b))
    for r, e in zip(results, expected) if name == "divmod" else [(results, expected)]:
        assert type(r).__module__ == "numen"
        numpy.testing.assert_array_equal(numpy.asarray(r), e)


def test_operators_on_either_side():
    ours, real = np.arange(3.0), numpy.arange(3.0) + 1
    for r in (
        ours + real,
        real + ours,
        real * ours,
        ours - real,
        real - ours,
        real < ours,
        2 * (real @ ours),
    ):
        assert type(r).__module__ == "numen"
    assert (real - ours).tolist() == [1, 1, 1] and (ours - real).tolist() == [-1, -1, -1]
    assert (numpy.float32(2) * ours).tolist() == [0, 2, 4]
    assert np.float32(1) == numpy.float32(1) and np.int64(3) < numpy.int64(4)


def test_in_place_keeps_the_real_array():
    ours, real = np.arange(3.0), numpy.arange(3.0)
    same = real
    real += ours
    assert real is same and type(real) is numpy.ndarray and real.tolist() == [0, 2, 4]
    ours += real
    assert type(ours) is np.ndarray and ours.tolist() == [0, 3, 6]
    out = numpy.zeros(3)
    assert numpy.multiply(ours, 2, out=out) is out and out.tolist() == [0, 6, 12]


def test_functions_on_real_arrays():
    real = numpy.arange(6.0).reshape(2, 3)
    for name in ("sum", "mean", "max", "std", "cumsum", "sin"):
        r = getattr(np, name)(real)
        assert type(r).__module__ == "numen", name
        numpy.testing.assert_allclose(numpy.asarray(r), getattr(numpy, name)(real), rtol=1e-14)
    assert type(np.sum(real, axis=0)) is np.ndarray
    assert numpy.add.reduce(np.arange(4)) == 6


@pytest.mark.parametrize("code", "? i1 i4 i8 u1 u8 f2 f4 f8 c8 c16".split())
def test_ufuncs_of_the_real_numpy_take_our_scalars(code):
    one = np.ones(1, code)[0]
    theirs = numpy.ones(1, code)[0]
    for ufunc in (numpy.absolute, numpy.sqrt, numpy.isnan, numpy.isfinite):
        found, expected = ufunc(one), ufunc(theirs)
        assert found.dtype == expected.dtype and found.shape == () and found == expected
    assert numpy.add(one, one) == numpy.add(theirs, theirs)
    assert numpy.add(one, numpy.ones(2)).tolist() == [2, 2]
