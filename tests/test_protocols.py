"""Memory shared with others: buffers, array interface, DLPack, ``__array__``."""

import array
import ctypes
import gc

import numpy as real
import pytest

import numen as np


@pytest.mark.parametrize("code", "?bBhHiIlLqQefdFD")
def test_real_arrays_share_both_ways(code):
    x = real.zeros((3, 4), dtype=code)[::2, ::-1]
    a = np.asarray(x)
    assert a.base is x and a.strides == x.strides and a.dtype == x.dtype
    x[0, 0] = 1
    y = real.asarray(a)
    assert real.shares_memory(x, y) and y[0, 0] == 1 and y.dtype == x.dtype


def test_real_arrays_of_other_types():
    for dtype in ["M8[s]", [("a", "i4"), ("b", "f8")], object, "U3", "S2", ">f8"]:
        x = real.zeros(3, dtype=dtype)
        assert np.asarray(x).dtype == np.array(x).dtype == x.dtype
    real_only = real.arange(3.0)
    real_only.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(real_only)[0] = 1


def test_buffers():
    assert real.asarray(np.array(array.array("d", [1, 2]))).tolist() == [1, 2]
    assert real.asarray(np.array((ctypes.c_int * 3)(1, 2, 3))).tolist() == [1, 2, 3]
    b = bytearray(b"abcd")
    a = np.frombuffer(b, dtype="u1", offset=1)
    a[0] = 0
    assert b[1] == 0
    with pytest.raises(BufferError):
        b.append(1)
    del a
    gc.collect()
    b.append(1)
    v = memoryview(np.arange(6.0)[::2])
    assert (v.format, v.shape, v.strides, v.readonly) == ("d", (3,), (16,), False)


def test_array_method():
    class Offers:
        def __array__(self, dtype=None, copy=None):
            self.copy = copy
            return real.arange(3)

    o = Offers()
    assert real.asarray(np.asarray(o)).tolist() == [0, 1, 2] and o.copy is None
    np.array(o)
    assert o.copy is True

    class Wrong:
        def __array__(self, dtype=None, copy=None):
            return 1

    with pytest.raises(ValueError, match="object __array__ method not producing an array"):
        np.asarray(Wrong())


def test_array_interface_of_an_object():
    x = real.arange(4.0)

    class Shares:
        __array_interface__ = x.__array_interface__

    o = Shares()
    a = np.asarray(o)
    assert a.base is o
    a[0] = 7
    assert x[0] == 7


def test_dlpack_both_ways():
    a = np.arange(6)
    assert a.__dlpack_device__() == (1, 0)
    x = real.from_dlpack(a)
    a[0] = 9
    assert x[0] == 9
    b = np.from_dlpack(real.arange(4.0)[::2])
    assert b.strides == (16,) and real.asarray(b).tolist() == [0, 2]
    del x
    gc.collect()


def test_scalars_of_the_real_numpy():
    assert np.array(real.float32(2)).dtype == np.float32
    assert np.array([real.int8(2), real.int8(3)]).dtype == np.int8
