"""Memory given out: the owner keeps it in place; `__array_struct__` read back; scalars under masks."""

import numpy as real
import pytest

import numen as np


@pytest.mark.parametrize("n", [4, 4000])
def test_exported_memory_is_not_resized(n):
    for export in (memoryview, real.from_dlpack):
        a = np.arange(float(n))
        held = export(a)
        for refcheck in (True, False):
            with pytest.raises(BufferError):
                a.resize(2 * n, refcheck=refcheck)
        assert held[n - 1] == n - 1
        del held
        a.resize(2 * n, refcheck=False)
        assert a[n - 1] == n - 1 and a[n] == 0


def test_views_survive_a_resize_without_check():
    a = np.arange(4000.0)
    view = a[1:]
    a.resize(8000, refcheck=False)
    assert real.asarray(view).tolist() == list(range(1, 4000))


@pytest.mark.parametrize("code", ["?", "i2", ">f8", "c16", "S3", "U2", "V4"])
def test_array_struct_both_ways(code):
    theirs = real.zeros((3, 4), code)[::-1, ::2]

    class Offers:
        __array_struct__ = theirs.__array_struct__

    a = np.asarray(Offers())
    assert (a.dtype.str, a.shape, a.strides) == (theirs.dtype.str, theirs.shape, theirs.strides)

    class Back:
        __array_struct__ = a.__array_struct__

    if code == "U2":
        # NumPy 2.4.6 takes the bytes of a `U` item for its characters and would read beyond the memory.
        b = real.asarray(np.asarray(Back()))
    else:
        b = real.asarray(Back())
    assert real.shares_memory(b, theirs) and b.dtype == theirs.dtype and b.strides == theirs.strides


@pytest.mark.parametrize("value", [1, None, "a"])
def test_no_array_struct(value):
    class Offers:
        __array_struct__ = value

    for library in (real, np):
        with pytest.raises(ValueError, match="^invalid __array_struct__$"):
            library.asarray(Offers())


def test_scalars_under_masks():
    for library in (real, np):
        assert library.float64(3)[library.bool(True)].tolist() == [3.0]
        assert library.float64(3)[False].shape == (0,)
        with pytest.raises(IndexError, match="invalid index to scalar variable"):
            library.float64(3)[0]
