"""Memory given out: the owner keeps it in place; `__array_struct__` read back; scalars under masks."""

import gc
import tracemalloc
import weakref

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


@pytest.mark.parametrize("dtype", ["f8", "O", "i8,O"])
def test_views_survive_a_resize(dtype):
    values = [str(i) * 3 for i in range(4000)] if "O" in dtype else list(range(4000))
    a = np.zeros(4000, dtype)
    if dtype == "i8,O":
        a["f1"] = values
        shown = a["f1"]
    else:
        a[:] = values
        shown = a[:]
    item = a[7:8]
    a.resize(8000, refcheck=False)
    a.resize(9000, refcheck=False)
    gc.collect()
    assert shown.tolist() == values and item[0] == shown.base[7]
    assert (a["f1"] if dtype == "i8,O" else a)[:4000].tolist() == values
    # The base is referred to by the view alone, which the check cannot tell from a variable.
    del a, item
    shown.base.resize(10_000)
    assert shown.tolist() == values


def test_loops_survive_a_resize_by_their_own_objects():
    class Evil:
        def __init__(self, value):
            self.value = value

        def act(self):
            held[0].resize(5000, refcheck=False)
            held[0].resize(3, refcheck=False)

        def __lt__(self, other):
            self.act()
            return self.value < other.value

        def __add__(self, other):
            self.act()
            return self.value + other

        def __float__(self):
            self.act()
            return float(self.value)

    for operation in (
        lambda a: a.sort(),
        np.sort,
        np.argmin,
        np.unique,
        lambda a: a + 1,
        np.add.accumulate,
        lambda a: a.astype(float),
        lambda a: np.concatenate([a, a]),
    ):
        held = [np.array([Evil(-i) for i in range(2000)])]
        try:
            operation(held[0])
        except (TypeError, ValueError):
            pass
        assert len(held[0]) in (3, 2000)


def test_kept_memory_is_freed_and_collected():
    class Item:
        pass

    item = Item()
    known = weakref.ref(item)
    a = np.array([item] * 100)
    view = a[1:]
    a.resize(200, refcheck=False)
    a[:] = 0
    item.cycle = view
    del a, item, view
    gc.collect()
    assert known() is None

    a = np.zeros(1 << 20)
    for i in range(50):
        a[1:3] = i
        a.resize((1 << 20) + i)
    tracemalloc.start()
    try:
        for i in range(50):
            a[1:3] = i
            a.resize((1 << 20) + i)
        assert tracemalloc.get_traced_memory()[0] < 20e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["__array_struct__", "__array_interface__"])
def test_exports_keep_the_memory(name):
    class Offers:
        def __init__(self, a):
            self.a = a

        def __getattr__(self, asked):
            if asked != name:
                raise AttributeError(asked)
            return getattr(self.a, name)

    for n in (3, 3000):
        for library in (real, np):
            a = np.arange(float(n))
            shown = library.asarray(Offers(a))
            if name == "__array_struct__":
                with pytest.raises(BufferError):
                    a.resize(9000, refcheck=False)
            else:
                a.resize(9000, refcheck=False)
            del a
            assert shown.tolist() == list(range(n))


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
