"""Memory that arrays share with other objects, and cycles through arrays of objects."""

import gc
import weakref

import numpy
import pytest

import numen


def test_a_buffer_is_held_while_an_array_shows_it():
    memory = bytearray(16)
    a = numen.ndarray((4,), "i4", buffer=memory)
    assert a.base is memory
    with pytest.raises(BufferError):
        memory.append(1)
    a[0] = 7
    assert memory[0] == 7
    view = a[1:]
    del a
    with pytest.raises(BufferError):
        memory.append(1)
    del view
    memory.append(1)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
@pytest.mark.parametrize("code", ["i4", "f8", "c16", "?", "U3", ">i2"])
def test_memoryviews_of_numpys_arrays(shape, code):
    theirs = numpy.arange(6).astype(code)[: int(numpy.prod(shape))].reshape(shape)
    ours = numen.asarray(memoryview(theirs))
    assert ours.dtype.str == theirs.dtype.str and ours.shape == theirs.shape
    assert ours.tolist() == theirs.tolist()
    assert numen.shares_memory(ours, numen.asarray(memoryview(theirs)))
    if shape == (2, 3):
        assert numen.asarray(memoryview(theirs[:, ::-1])).tolist() == theirs[:, ::-1].tolist()


@pytest.mark.parametrize("code", ["?", "i1", "u8", "f2", "f8", "c8", "U3"])
def test_buffers_of_scalars(code):
    theirs, ours = numpy.array(5).astype(code)[()], numen.array(5).astype(code)[()]
    a, b = memoryview(theirs), memoryview(ours)
    assert (a.format, a.shape, a.strides, a.itemsize, a.readonly) == (
        b.format,
        b.shape,
        b.strides,
        b.itemsize,
        True,
    )
    assert a.tobytes() == b.tobytes()


@pytest.mark.parametrize("code", ["M8[s]", "m8[D]"])
def test_times_are_no_bytes_where_numpy_is(code):
    x = numen.array(5).astype(code)[()]
    with pytest.raises(BufferError):
        memoryview(x)
    theirs = numpy.array(x)
    assert theirs.dtype.str == x.dtype.str and theirs.item() == x.item()


@pytest.mark.parametrize(
    "code",
    [object, [("x", "O"), ("y", "f8")], [("x", "i8"), ("y", "O", (2,))], [("x", "i1"), ("y", "O")]],
)
def test_cycles_through_arrays_are_collected(code):
    class Node:
        pass

    node = Node()
    gone = weakref.ref(node)
    a = numen.zeros(3, code)
    if a.dtype.names:
        a[[n for n in a.dtype.names if a.dtype[n].hasobject][0]] = node
    else:
        a[1] = node
    node.array = a
    del node, a
    gc.collect()
    assert gone() is None


def test_assigning_some_fields_leaves_the_others():
    for np in (numpy, numen):
        a = np.array([(1, 2.0, b"ab"), (3, 4.0, b"cd")], [("x", "i4"), ("y", "f8"), ("z", "S2")])
        a[["x", "y"]] = (7, 8.0)
        assert a.tolist() == [(7, 8.0, b"ab"), (7, 8.0, b"cd")]
        other = np.zeros(2, a.dtype)
        other["z"] = b"zz"
        a[["x"]] = other[["x"]]
        assert a.tolist() == [(0, 8.0, b"ab"), (0, 8.0, b"cd")]


@pytest.mark.parametrize("code", ["M8[us]", "M8[D]", "m8[s]"])
def test_real_times_have_their_units(code):
    x = numpy.array(5).astype(code)[()]
    for made in (numen.dtype(code).type(x), numen.asarray(x)[()]):
        assert made.dtype.str == x.dtype.str and made.item() == x.item()
