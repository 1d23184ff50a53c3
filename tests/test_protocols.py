"""Memory shared with others: buffers, array interface, DLPack, ``__array__``."""

import array
import ctypes
import gc
import subprocess
import sys
import warnings

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


@pytest.mark.parametrize("library", [np, real], ids=["ours", "real"])
def test_array_struct_of_any_class(library):
    for a in (
        library.arange(6.0)[::2],
        library.zeros((2, 3), "i2").T,
        library.ones(3, bool),
        library.ones(2, "c8"),
    ):
        for writeable in (True, False):
            a.flags.writeable = writeable

            class Offers:
                __array_struct__ = a.__array_struct__

            x = np.asarray(Offers())
            assert x.dtype == a.dtype and x.strides == a.strides and x.tolist() == a.tolist()
            assert np.shares_memory(x, a) and x.flags.writeable is writeable


def test_owners_of_buffers():
    own = np.arange(3)
    assert np.frombuffer(own).base is own
    for owner in (b"12345678", real.arange(3), array.array("d", [1.0])):
        a, b = np.frombuffer(owner), real.frombuffer(owner)
        assert (a.base is owner) == (b.base is owner) and a.tolist() == b.tolist()


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


SPELLED = [
    "i4,f8", "(2,3)i2", ">U5", "S3", "V4", "m8[25us]", "?", "c16", ">f4", [("a", "i1"), ("b", "O", (2,))],
    {"names": ["x", "y"], "formats": ["i2", "f8"], "offsets": [0, 16], "itemsize": 32, "titles": ["X", None]},
]  # fmt: skip


@pytest.mark.parametrize("spelled", SPELLED, ids=str)
@pytest.mark.parametrize("align", [False, True])
def test_the_real_numpy_understands_our_types(spelled, align):
    align = align and not isinstance(spelled, str)
    theirs = real.dtype(spelled, align=align)
    assert real.dtype(np.dtype(spelled, align=align)) == theirs
    assert real.dtype(np.dtype(spelled, align=align)).isalignedstruct == theirs.isalignedstruct


def test_the_real_numpy_understands_our_scalar_classes():
    for name in ["bool", "int8", "uint64", "float16", "float32", "complex64", "str_", "bytes_", "object_"]:
        assert real.dtype(getattr(np, name)) == getattr(real, name)
        assert real.dtype(name.strip("_")) == getattr(np, name)
    assert real.zeros(2, dtype=np.int8).dtype == "i1"
    assert real.issubdtype(np.dtype("f4"), real.floating)
    assert not hasattr(np.floating, "__numpy_dtype__")


def test_memory_that_another_library_keeps_until_the_interpreter_ends():
    code = (
        "import sys, types, numpy, numen\nkeep = types.ModuleType('keep')\nsys.modules['keep'] = keep\n"
        "keep.x = numpy.from_dlpack(numen.arange(3.0))\nkeep.y = memoryview(numen.arange(3.0))\n"
        "keep.z = numen.frombuffer(bytearray(8))\nprint(keep.x.sum())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "3.0\n", "")


@pytest.mark.parametrize("copy", [False, True, None])
@pytest.mark.parametrize("knows", [False, True])
def test_copy_of_what_an_object_offers(copy, knows):
    results = []
    for library in (real, np):
        x = library.ones((2, 3), order="F")

        class Old:
            def __array__(self, dtype=None):
                return x

        class New:
            def __array__(self, dtype=None, copy=None):
                return x

        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                result = library.asarray((New if knows else Old)(), copy=copy)
                result = result is x, library.shares_memory(result, x), result.strides
            except ValueError as error:
                result = str(error)
        places = [(w.category, str(w.message), w.filename == __file__) for w in seen]
        results.append((result, places))
    assert results[0] == results[1]
