"""Basic and advanced indexing: what is read and assigned, what shares memory, what is refused."""

import gc
import weakref

import hypothesis.strategies as st
import numpy
import pytest
from hypothesis import given
from programs import TYPES, agree, built, drawn, lines, recipes

import numen as np

A = {"a": lambda np: np.arange(24).reshape(2, 3, 4), "v": lambda np: np.arange(6) * 1.5}


@pytest.mark.parametrize(
    "key",
    lines("""
    0
    -1
    1, 2, 3
    (1, 2)
    ...
    ()
    ..., 0
    0, ...
    None
    None, 0, None, :, None
    :, None
    ::-1
    ::-1, ::2, ::-3
    1:1
    5:
    -100:100
    1:0:-1
    :, :, 1:3
    np.newaxis, ..., np.newaxis
    np.int8(1)
    np.uint64(1)
    np.array(1)
    np.array(1), np.array(2)
    True
    False
    np.True_
    True, 0
    [0]
    [0, 1, 0]
    [-1, -2]
    []
    [], []
    [[0, 1], [1, 0]]
    :, [0, 2]
    [0, 1], [1, 2]
    [0, 1], :, [1, 2]
    0, :, [1, 2]
    :, 0, [1, 2]
    [0], None, [1]
    ..., [0, 3]
    [[0], [1]], [[0, 1, 2]]
    [True, False]
    [True, False], [False, True, True]
    :, [True, False, True]
    np.ones((2, 3), bool)
    np.zeros((2, 3), bool)
    np.ones((2, 3, 4), bool)
    np.arange(24).reshape(2, 3, 4) % 3 == 0
    np.ones((2, 3), bool), 1
    np.array([1, 0], 'u1')
    np.array([1, 0], '>i4')
    np.array([], int)
    np.array([], bool)
    slice(None, None, None)
    slice(np.int64(0), np.int32(2))
    slice(None), slice(2, None, -1)
    # refused
    2
    -3
    0, 3
    0, 0, 4
    0, 0, 0, 0
    ..., ...
    1.0
    1.5, 2
    'x'
    None, 'x'
    ['x']
    [1.0]
    [2]
    [0, 1], [0, 1, 2]
    [0], [5]
    {}
    {1: 2}
    object()
    slice(1.5)
    slice(None, None, 0)
    [True]
    [True, True, True]
    np.ones((3, 2), bool)
    np.ones((2, 3, 4, 1), bool)
    np.array([1, 'x'], object)
    np.array([1.5])
    10**30
    [[1, 2], [3]]
    [None]
    [slice(0, 1)]
    """),
)
def test_reading_and_assigning(key):
    agree(f"a[{key}]", **A)
    agree(f"a[{key}] = 77; a", **A)
    agree(f"a[{key}] = a[{key}][...] * 2; a", **A)
    agree(f"f = np.asfortranarray(a).astype('>f4'); f[{key}] = -1.5; f", **A)
    agree(f"f = np.asfortranarray(a)[::-1]; f[{key}]", **A)


@pytest.mark.parametrize(
    "code",
    lines("""
    a[0] = [1, 2, 3, 4]; a
    a[0] = [[1], [2], [3]]; a
    a[0] = [1, 2]; a
    a[[0, 1]] = [1, 2]; a
    a[..., 0] = 1.9; a
    a[0, 0, 0] = 1.9; a
    a[0, 0, 0] = 'x'; a
    a[0, 0, 0] = '12'; a
    a[0, 0, 0] = None; a
    a[0, 0, 0] = [5]; a
    a[0, 0, 0] = [5, 6]; a
    a[0, 0, 0] = np.array([5]); a
    a[0, 0, 0] = 1 + 2j; a
    a[0] = 1 + 2j; a
    v[0] = 1 + 2j; v
    v[:] = np.arange(6) * 1j; v
    v[1:] = v[:-1]; v
    v[:-1] = v[1:]; v
    v[::-1] = v; v
    v[::2], v[1::2] = v[1::2], v[::2]; v
    v[[0, 0, 0]] = [1, 2, 3]; v
    v[v > 2] = -v[v > 2]; v
    v[v > 2] = [1]; v
    v[v > 2] = [1, 2]; v
    v[v > 100] = []; v
    v[v > 100] = 5; v
    v[[]] = 1; v
    v[()] = 3; v
    v[...] = np.arange(6)[::-1]; v
    z = np.array(5); z[()] = 7; z
    z = np.array(5); z[...] = 7; z
    z = np.array(5); z[0] = 7; z
    z = np.array(5); z[None] = 7; z
    z = np.array(5); z[True] = 9; z
    z = np.array(5); z[False] = 9; z
    u = np.zeros(3, 'u1'); u[0] = 255; u
    u = np.zeros(3, 'u1'); u[0] = 256; u
    u = np.zeros(3, 'u1'); u[0] = -1; u
    u = np.zeros(3, 'u1'); u[:] = np.array([256, 257, -1]); u
    u = np.zeros(3, 'u1'); u[[0, 1]] = 300; u
    b = np.zeros(3, bool); b[:] = [0, 2, 0.0]; b
    b = np.zeros(3, bool); b[1] = 'False'; b
    s = np.zeros(3, 'S2'); s[:] = [b'abc', b'', b'x']; s
    s = np.zeros(3, 'U2'); s[1] = 12345; s
    r = np.zeros(3, [('x', 'i4'), ('y', 'f8')]); r['x'] = [1, 2, 3]; r['y'][1:] = 2.5; r
    r = np.zeros(3, [('x', 'i4'), ('y', 'f8')]); r[1] = (5, 6); r
    r = np.zeros(3, [('x', 'i4'), ('y', 'f8')]); r[['y', 'x']][0]
    r = np.zeros(3, [('x', 'i4'), ('y', 'f8')]); r['z']
    r = np.zeros(3, [('x', 'i4'), ('y', 'f8')]); r[0]['x'] = 4; r[0].item()
    v.flat[3]
    v.flat[1:4]
    v.flat[[0, 2]] = 9; v
    a.flat[::5] = [1, 2]; a
    a.T.flat[3:9]
    a.flat[100]
    a.flat[np.arange(24) > 20]
    a.item(5), a.item(1, 2, 3), a.item((0, 1, 1))
    a.item(24)
    a.item()
    np.take(a, [0, 5, 23])
    np.take(a, [0, 5], axis=2)
    np.take(a, [0, 5], axis=2, mode='wrap')
    np.take(a, [-1, 5], axis=2, mode='clip')
    np.put(v, [0, -1], [7, 8, 9]); v
    np.put(v, [0, 10], 7); v
    np.put(v, [0, 10], 7, mode='clip'); v
    np.put(v, [0, 8], [1, 2], mode='wrap'); v
    np.putmask(v, v > 2, [1, 2, 3]); v
    np.place(v, v > 2, [1, 2]); v
    np.copyto(v, 5, where=v > 3); v
    np.copyto(v, 5j); v
    np.choose([0, 1, 0], [[1, 2, 3], [4, 5, 6]])
    np.compress([True, False], a, axis=0)
    np.argwhere(v > 2)
    np.where(v > 2, v, -1)
    np.ravel_multi_index(([0, 1], [1, 2]), (2, 3))
    np.diagonal(a, 1, 1, 2)
    a.take([0, 1], axis=1, out=np.empty((2, 2, 4), int))
    np.take_along_axis(a, a % 3, 1)
    a[np.ix_([0, 1], [2, 0])]
    a[np.nonzero(a > 20)]
    a[tuple(np.array([[0, 1], [1, 2], [3, 0]]))]
    del a[0]; 0
    """),
)
def test_programs(code):
    agree(code, **A)


@pytest.mark.parametrize(
    "code", ["np.nonzero(a % 5 == 0)", "np.where(a % 2)", "np.unravel_index([5, 23], (2, 3, 4))"]
)
def test_positions(code):
    agree(code, layout=False, **A)


@drawn(60)
@given(recipes(TYPES + [">i4", "<f8", "S3", "U2", "M8[D]", "O"]), st.data())
def test_drawn_basic_indices(recipe, data):
    shape = recipe[1][::-1] if recipe[2] else recipe[1]
    bound = st.one_of(st.none(), st.integers(-6, 6))
    step = st.sampled_from([None, 1, 2, -1, -3])
    one = st.one_of(st.integers(-5, 4), st.builds(slice, bound, bound, step), st.none())
    key = tuple(data.draw(st.lists(one, max_size=len(shape) + 1)))
    names = {"key": key, "a": lambda np: built(np, recipe)}
    agree("a[key]", **names)
    agree("a[key] = a[(0,) * a.ndim]; a", **names)


@drawn(60)
@given(recipes(TYPES + [">f8", "U2", "O"], max_dims=2), st.integers(0, 255))
def test_drawn_masks(recipe, bits):
    a = built(np, recipe)
    mask = [bool(bits >> (i % 8) & 1) for i in range(a.size)]
    names = {"m": lambda np: np.array(mask, bool).reshape(a.shape), "a": lambda np: built(np, recipe)}
    agree("a[m]", **names)
    agree("a[m] = a[m][::-1]; a", **names)
    agree("np.nonzero(m), np.count_nonzero(m), m.sum()", layout=False, **names)


@pytest.mark.parametrize("key", ["0", "1:", "::-1", "..., 0", "None", ":, 1:, ::2", "...", "0, 0, 1:2"])
def test_views_share_memory(key):
    a = np.arange(24).reshape(2, 3, 4)
    v = eval(f"a[{key}]", {"a": a, "np": np})
    assert np.shares_memory(a, v) and np.may_share_memory(a, v)
    v[...] = -1
    real = numpy.arange(24).reshape(2, 3, 4)
    eval(f"a[{key}]", {"a": real})[...] = -1
    assert a.tolist() == real.tolist()
    assert v.base is a.base and not v.flags.owndata


def test_copies_do_not_share():
    a = np.arange(12).reshape(3, 4)
    for c in (
        a[[0, 1]],
        a[a > 2],
        a[:, [0]],
        a.copy(),
        a.flatten(),
        np.take(a, [0], 0),
        a[np.array([1]), 1:],
    ):
        assert not np.shares_memory(a, c)
        c[...] = -1
    assert a.tolist() == numpy.arange(12).reshape(3, 4).tolist()


def test_bases():
    a = np.arange(12)
    v = a[2:]
    assert a.base is None and v.base is a and v[1:].base is a and v.reshape(2, 5)[0].T.base is a
    assert a[[1, 2]].base is None
    assert a[...].base is a and a[()].base is a
    z = np.array(5)
    assert z[...].base is z and type(z[()]) is np.int64


def test_a_view_keeps_its_base_alive():
    class Sub(np.ndarray):
        pass

    a = np.arange(1000.0).view(Sub)
    gone = weakref.ref(a)
    v = a[10:20]
    assert isinstance(v, Sub)
    del a
    gc.collect()
    assert v.tolist() == [float(i) for i in range(10, 20)]
    del v
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    "code",
    lines("""
    a.flags.writeable = False; a[0] = 1
    a.flags.writeable = False; a[[0]] = 1
    a.flags.writeable = False; a[a > 3] = 1
    a.flags.writeable = False; a[1:][0, 0, 0] = 1
    a.flags.writeable = False; a.flat[0] = 1
    a.flags.writeable = False; a += 1
    a.flags.writeable = False; np.add(a, 1, out=a)
    a.flags.writeable = False; a.sort()
    a.flags.writeable = False; a.fill(1)
    a.flags.writeable = False; np.copyto(a, 1)
    a.flags.writeable = False; np.put(a, 0, 1)
    a.flags.writeable = False; a[0].flags.writeable = True
    a.flags.writeable = False; a.flags.writeable = True; a.flags.writeable
    v = a[0]; a.flags.writeable = False; v[0, 0] = 7; a
    a.flags.writeable = False; a[0].flags.writeable
    a.flags.writeable = False; a[[0]].flags.writeable
    a.setflags(write=False); a.copy().flags.writeable
    np.broadcast_to(a, (5, 2, 3, 4))[0] = 1
    np.frombuffer(b'abcd', 'u1')[0] = 1
    np.frombuffer(bytearray(b'abcd'), 'u1')[1:]
    np.frombuffer(b'abcd', 'u1').flags.writeable = True
    """),
)
def test_read_only(code):
    if code.endswith(("writeable = True", "= 1")) or code.endswith("+= 1"):
        code += "; 0"
    agree(code, **A)


def test_subclasses_are_indexed_through_getitem():
    class Loud(np.ndarray):
        def __getitem__(self, key):
            keys.append(key)
            return super().__getitem__(key)

        def __array_finalize__(self, obj):
            self.from_ = type(obj).__name__

    keys = []
    a = np.arange(6).view(Loud)
    assert (
        type(a[1:]) is Loud and type(a[[0, 1]]) is Loud and type(a[a > 2]) is Loud and type(a[0]) is np.int64
    )
    assert len(keys) == 4 and keys[0] == slice(1, None) and a[1:].from_ == "Loud"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f"a = np.zeros(3, {d!r}); {target} = {value}; a",
            marks=[pytest.mark.fpflags] if "float" in value else [],
        )
        for d in ("i1", "u1", "f4", "?", "U3", "M8[D]", "O")
        for target in ("a[:1]", "a[...]", "a[0]", "a.flat[0]", "a.flat[:2]", "a[[0, 1]]")
        for value in (
            "np.int64(70000)",
            "np.uint8(200)",
            "np.float64(1e10)",
            "np.float64('nan')",
            "np.complex64(2 + 3j)",
            "np.str_('1')",
            "np.array(70000)",
            "300",
            "None",
            "'x'",
        )
    ],
)
def test_scalars_assigned_to_slices(code):
    agree(code)
