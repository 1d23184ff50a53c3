"""Pickles, copies and processes."""

import copy
import io
import multiprocessing
import pickle

import hypothesis.strategies as st
import numpy
import pytest
from hypothesis import given
from programs import TYPES, built, drawn, recipes, told

import numen as np

EVERY = TYPES + [">i4", ">f8", "S3", "U2", "M8[D]", "m8[s]", "O"]


class Tagged(np.ndarray):
    """A subclass with an attribute that its pickles keep."""

    def __new__(cls, data, tag):
        self = np.asarray(data).view(cls)
        self.tag = tag
        return self

    def __array_finalize__(self, obj):
        self.tag = getattr(obj, "tag", None)

    def __reduce__(self):
        function, arguments, state = super().__reduce__()
        return function, arguments, (*state, self.tag)

    def __setstate__(self, state):
        super().__setstate__(state[:-1])
        self.tag = state[-1]


@drawn(100)
@given(recipes(EVERY), st.integers(2, 5))
def test_drawn_arrays(recipe, protocol):
    a, x = built(np, recipe), built(numpy, recipe)
    b, y = (pickle.loads(pickle.dumps(v, protocol)) for v in (a, x))
    if recipe[0][0] == ">" and protocol < 5:
        # `test_pickles_come_back_in_native_order`
        assert b.dtype.newbyteorder("=") == np.dtype(recipe[0][1:]) and told(b.tolist()) == told(y.tolist())
    else:
        assert told(b) == told(y)
    assert b.flags.owndata == y.flags.owndata and b.flags.f_contiguous == y.flags.f_contiguous
    assert told(copy.copy(a), False) == told(copy.copy(x), False)
    assert told(copy.deepcopy(a)) == told(copy.deepcopy(x))


def test_copies_keep_the_order():
    a, x = np.arange(6).reshape(2, 3).T, numpy.arange(6).reshape(2, 3).T
    assert told(copy.copy(a)) == told(copy.copy(x))


@pytest.mark.parametrize("dtype", ["M8[D]", "m8[s]"])
@pytest.mark.parametrize("protocol", range(2, 6))
def test_dates_and_durations(dtype, protocol):
    a = np.arange(6).astype(dtype).reshape(2, 3)
    for b in (a, a.T, a[:, ::2], a[0, 0]):
        assert told(pickle.loads(pickle.dumps(b, protocol)), False) == told(b, False)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_pickles_come_back_in_native_order(protocol):
    for recipe in ((">i4", (), False, (), 0), (">f8", (2, 3), False, (1, 1), 2)):
        b, y = (pickle.loads(pickle.dumps(built(lib, recipe), protocol)) for lib in (np, numpy))
        assert told(b) == told(y)


@drawn(100)
@given(recipes(EVERY))
def test_out_of_band_buffers(recipe):
    said = []
    for lib in (np, numpy):
        a, buffers = built(lib, recipe), []
        data = pickle.dumps(a, 5, buffer_callback=buffers.append)
        b = pickle.loads(data, buffers=buffers)
        shared = lib.shares_memory(a, b) if a.size and a.dtype.kind != "O" else None
        said.append(
            (
                len(buffers),
                [bytes(x.raw()) if a.dtype.kind not in "OMm" else None for x in buffers],
                shared,
                told(b),
            )
        )
    assert said[0] == said[1]


def test_out_of_band_buffers_of_read_only_arrays():
    for order in "CF":
        a = np.arange(12.0).reshape(3, 4, order=order)
        buffers = []
        data = pickle.dumps(a, 5, buffer_callback=buffers.append)
        assert len(data) < 300
        b = pickle.loads(data, buffers=buffers)
        assert np.shares_memory(a, b) and b.flags.writeable and (b == a).all()
        c = pickle.loads(data, buffers=[bytes(buffers[0].raw())])
        assert not c.flags.writeable and (c == a).all()
        a.flags.writeable = False
        buffers = []
        data = pickle.dumps(a, 5, buffer_callback=buffers.append)
        assert buffers[0].raw().readonly
        d = pickle.loads(data, buffers=buffers)
        assert not d.flags.writeable and told(d) == told(a)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_several_objects_in_one_pickle(protocol):
    a = np.arange(6).reshape(2, 3)
    b, c, d, e = pickle.loads(pickle.dumps((a, a, a[0], a.dtype), protocol))
    assert b is c and d.tolist() == [0, 1, 2] and e == a.dtype
    for value in (
        np.float64(1.5),
        np.True_,
        np.float32,
        np.add,
        np.ndarray,
        np.sum,
        np.linalg.norm,
        np.newaxis,
        np.random.default_rng,
    ):
        assert pickle.loads(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("protocol", range(2, 6))
def test_records_objects_and_subclasses(protocol):
    r = np.array([(1, 2.5, "a"), (3, 4.5, "bc")], [("x", ">i2"), ("y", "f8"), ("z", "U2")])
    s = pickle.loads(pickle.dumps(r, protocol))
    assert s.dtype == r.dtype and s.tolist() == r.tolist() and s["z"][1] == "bc"
    o = np.array([None, [1], "x", np.float64(2)], dtype=object)
    p = pickle.loads(pickle.dumps(o, protocol))
    assert p.tolist() == o.tolist() and type(p[3]) is np.float64
    t = pickle.loads(pickle.dumps(Tagged([1, 2], "label"), protocol))
    assert type(t) is Tagged and t.tag == "label" and t.tolist() == [1, 2]
    z = pickle.loads(pickle.dumps(np.array(7), protocol))
    assert z.shape == () and z == 7 and type(z) is np.ndarray


def test_copies():
    a = np.arange(6).reshape(2, 3).T
    for b in (copy.copy(a), a.__copy__(), copy.deepcopy(a), a.__deepcopy__({}), a.copy(), np.copy(a)):
        assert b.tolist() == a.tolist() and not np.shares_memory(a, b) and b.flags.writeable
    shared = [1]
    o = np.array([shared, shared, None], dtype=object)
    d = copy.deepcopy(o)
    assert d[0] is d[1] and d[0] is not shared and copy.copy(o)[0] is shared
    t = copy.deepcopy(Tagged([1], "label"))
    assert type(t) is Tagged and t.tag == "label"
    holder = copy.deepcopy({"a": a, "b": [a]})
    assert holder["a"] is holder["b"][0] and holder["a"] is not a
    assert holder["a"].tolist() == a.tolist()
    read_only = np.arange(3)
    read_only.flags.writeable = False
    assert copy.copy(read_only).flags.writeable and copy.deepcopy(read_only).flags.writeable
    assert copy.copy(read_only).tolist() == copy.deepcopy(read_only).tolist() == [0, 1, 2]


def test_files_and_large_arrays():
    a = np.arange(300_000)
    file = io.BytesIO()
    pickle.dump(a, file, 4)
    pickle.dump(a[::3], file, 5)
    file.seek(0)
    assert (pickle.load(file) == a).all() and (pickle.load(file) == a[::3]).all()
    assert pickle.loads(a.dumps()).sum() == a.sum()
    assert told(pickle.loads(a.dumps())) == told(a)


@pytest.mark.parametrize(
    "state",
    [(), (1,), (1, (2,), np.dtype("i4"), False, b"too short"), (1, (2,), 3, False, b"12345678"), None],
)
def test_states_that_are_wrong(state):
    with pytest.raises((TypeError, ValueError)):
        np.empty(0).__setstate__(state)


def test_pickles_that_are_cut():
    data = pickle.dumps(np.arange(100), 4)
    for n in (5, 50, len(data) // 2, len(data) - 2):
        with pytest.raises(Exception):  # noqa: B017 - the pickle module's own errors, of several classes
            pickle.loads(data[:n])


def changed(a):
    a = a + 1
    return a, a.dtype.str, a.flags.f_contiguous, type(a).__name__


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_through_processes(method):
    arrays = [
        np.arange(3),
        np.ones((2, 3), ">f4").T,
        np.array([1, 2.5], object),
        np.array(3 + 1j),
        np.zeros((0, 2)),
    ]
    with multiprocessing.get_context(method).Pool(2) as pool:
        for a, (b, dtype, fortran, name) in zip(arrays, pool.map(changed, arrays)):
            assert (
                b.tolist() == (a + 1).tolist()
                and dtype == (a + 1).dtype.str
                and fortran == (a + 1).flags.f_contiguous
            )
            assert name == type(a + 1).__name__


@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_objects_in_fortran_order(protocol):
    """Objects are listed by their indices, as NumPy lists them, and come back so, from its pickles too."""
    values = numpy.arange(6).reshape(2, 3).astype(object)
    mine = np.array(values.tolist(), object)
    assert mine.T.__reduce__()[2][4] == values.T.__reduce__()[2][4]
    back = pickle.loads(pickle.dumps(mine.T, protocol))
    assert back.tolist() == values.T.tolist() and back.flags.f_contiguous
    file = io.BytesIO()
    numpy.save(file, values.T)
    file.seek(0)
    assert np.load(file, allow_pickle=True).tolist() == values.T.tolist()
    file = io.BytesIO()
    np.save(file, mine.T)
    file.seek(0)
    assert np.load(file, allow_pickle=True).tolist() == values.T.tolist()
