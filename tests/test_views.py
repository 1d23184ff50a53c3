"""Views: reshape, transpose, strides, flags, 0-d arrays and scalars, memory order."""

import copy

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given
from programs import TYPES, agree, built, drawn, lines, recipes

import numen as np

A = {
    "a": lambda np: np.arange(24).reshape(2, 3, 4),
    "f": lambda np: np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
    "z": lambda np: np.array(5),
    "e": lambda np: np.zeros((2, 0, 3)),
}
FLAGS = "x.flags.c_contiguous, x.flags.f_contiguous, x.flags.owndata, x.flags.writeable, x.flags.aligned, x.shape, x.strides, x.base is None"
MAKE = lines("""
    a
    f
    z
    e
    a.T
    f.T
    a[0]
    a[:, 0]
    a[..., 0]
    a[::-1]
    a[:, :, ::2]
    a[None]
    a[:1]
    a[1:1]
    a[0, 0, 0:1]
    f[:, :1]
    f[..., 1]
    a.reshape(6, 4)
    a.reshape(-1)
    a.reshape(4, -1)
    a.reshape((2, 12))
    a.reshape(2, 3, 2, 2)
    f.reshape(6, 4)
    f.reshape(6, 4, order='F')
    f.reshape(6, 4, order='A')
    a.T.reshape(24)
    a.T.reshape(12, 2)
    a[:, ::2].reshape(4, 2, 2)
    a[:, :, ::2].reshape(-1)
    a[::-1].reshape(2, 12)
    a.reshape(24, 1, order='F')
    a.reshape(24, copy=True)
    a.reshape(24, copy=False)
    a.T.reshape(24, copy=False)
    a.reshape(5, 5)
    a.reshape(-1, -1)
    a.reshape(-1, 5)
    a.reshape(-2, 12)
    a.reshape(())
    a.reshape('x')
    a.reshape()
    z.reshape(1, 1)
    z.reshape(())
    e.reshape(0, 5)
    e.reshape(-1)
    e.reshape(-1, 0)
    e.reshape(3, -1)
    a.ravel()
    a.ravel('F')
    f.ravel()
    f.ravel('K')
    f.ravel('A')
    a[::-1].ravel('K')
    a.T.ravel()
    a.flatten()
    a.flatten('F')
    f.flatten('K')
    z.ravel()
    a.transpose()
    a.transpose(1, 0, 2)
    a.transpose((2, 0, 1))
    a.transpose(None)
    a.transpose(0, -1, 1)
    a.transpose(0, 0, 1)
    a.transpose(0, 1)
    a.transpose(0, 1, 3)
    a.mT
    z.mT
    a.swapaxes(0, 2)
    a.swapaxes(-1, 0)
    a.swapaxes(0, 3)
    np.moveaxis(a, 0, -1)
    np.rollaxis(a, 2)
    np.expand_dims(a, (0, 2))
    np.expand_dims(a, 5)
    a[None, :, None].squeeze()
    a[None, :, None].squeeze(0)
    a[None, :, None].squeeze((0, 2))
    a.squeeze(1)
    a[:, :1].squeeze()
    a.diagonal()
    a.diagonal(1, 1, 2)
    a.diagonal(-5)
    a.diagonal(0, 0, 0)
    a.view()
    a.view('f8')
    a.view('i4')
    a.view('2i4')
    a.view('V8')
    a.T.view('i4')
    f.view('i4')
    a.view([('x', 'i4'), ('y', 'f4')])
    a.view('S3')
    a[..., ::2].view('i4')
    z.view('f8')
    z.view('i4')
    e.view('f4')
    np.atleast_3d(z)
    np.atleast_2d(a[0, 0])
    np.broadcast_to(z, (2, 3))
    np.broadcast_to(a[:, :1], (5, 2, 3, 4))
    np.broadcast_to(a, (2, 3))
    np.broadcast_arrays(a[0], a[0, 0])[1]
    np.broadcast_shapes((2, 1), (3,), (1, 1, 1))
    np.broadcast_shapes((2,), (3,))
    np.flip(a, 1)
    np.rot90(a)
    a.real
    f.imag
    (a + 1j).real
    (a + 1j).imag
    a.copy()
    f.copy()
    f.copy('K')
    f.copy('F')
    a.T.copy('A')
    np.copy(f)
    np.array(f)
    np.array(f, order='C')
    np.array(f, copy=False)
    np.array(a, 'f8', copy=False)
    np.asarray(f, order='F')
    np.asarray(f, order='C')
    np.ascontiguousarray(z)
    np.ascontiguousarray(a.T)
    np.asfortranarray(a)
    np.require(a, requirements='F')
    np.zeros_like(f)
    np.empty_like(a.T)
    np.ones_like(a, order='F', shape=(2, 2))
    np.zeros_like(a[:, ::2].swapaxes(0, 1))
    np.ndarray((2, 2), 'i8', a)
    np.ndarray((2, 2), 'i8', a, 8)
    np.ndarray((2, 2), 'i4', a, 4, (16, 8))
    np.ndarray((50,), 'i8', a)
    np.ndarray((2,), 'i8', bytearray(16))
    np.ndarray((2, 3), order='F')
    np.ndarray(())
    np.frombuffer(a, 'i4', 3, 8)
    np.frombuffer(b'abc', 'i2')
    np.lib.stride_tricks.as_strided(a, (3, 3), (8, 16))
    np.lib.stride_tricks.as_strided(a, (3,), (0,))
    np.lib.stride_tricks.as_strided(a[1:], (2, 2), writeable=False)
    np.lib.stride_tricks.sliding_window_view(a[0, 0], 2)
    np.lib.stride_tricks.sliding_window_view(a, (2, 2), (0, 2))
    np.lib.stride_tricks.sliding_window_view(a, 9)
    """)


@pytest.mark.parametrize("code", MAKE)
def test_flags_and_strides(code):
    if "empty" not in code and "ndarray((2, 3)" not in code and "ndarray(())" not in code:
        agree(code, **A)
    if isinstance(eval_safely(code), np.ndarray):
        # A reshape that copies owns its memory here; in NumPy it is a view of the copy.
        flags = (
            FLAGS
            if "reshape" not in code
            else FLAGS.replace("x.flags.owndata, ", "").replace(", x.base is None", "")
        )
        agree(f"x = {code}; {flags}", **A)


def eval_safely(code):
    try:
        return eval(code, {"np": np, **{k: v(np) for k, v in A.items()}})
    except Exception:  # noqa: BLE001 - programs that raise are compared above
        return None


@pytest.mark.parametrize(
    "code",
    lines("""
    a.shape = (6, 4); a
    a.shape = 24; a
    a.shape = -1; a
    a.shape = (5, 5); a
    a.T.shape = (24,)
    a.strides = (8, 8, 8); a
    a.strides = (8, 8); a
    a.strides = (100, 1, 1); a
    a.dtype = 'i4'; a
    a.dtype = 'f8'; a.shape
    del a.shape
    a.flags.writeable = False; a.flags
    a.flags['C_CONTIGUOUS'], a.flags['F'], a.flags['WRITEABLE'], a.flags.forc, a.flags.fnc, a.flags.num
    a.flags['X']
    a.flags.c_contiguous = False
    a.flags.aligned = False; a.flags.aligned
    a.setflags(write=0, align=0); a.flags.writeable, a.flags.aligned
    a.setflags(uic=True)
    a.flags.writebackifcopy, a.flags.behaved, a.flags.carray, a.flags.farray
    [(v.flags.farray, v.flags['FA'], v.flags.behaved, v.flags['CA'], v.flags.num) for v in (a, a.T, f, a[:, ::2], f[0], a[0, 0, 0:1], e)]
    b = np.broadcast_arrays(a[0], a[0, 0])[1]; b.flags.writeable, b.flags['W'], b.flags.behaved, b[0].flags.carray
    b = np.broadcast_arrays(a[0], a[0, 0])[1]; repr(b.flags), b.flags.num, b.flags.farray, b.__array_interface__['data'][1]
    b = np.broadcast_arrays(a[0], a[0, 0])[1]; b.flags.writeable = True; b.flags.num, repr(b.flags), b.flags.carray
    [a[s].strides for s in (np.s_[5:2:3], np.s_[:, 2:1:-1], np.s_[..., 4:4:-2], np.s_[1:1, ::2], np.s_[:, :0:3])], a.ravel()[9:3:2].strides
    repr(a.flags), str(f.T.flags)
    a.flags == a.flags, a.flags == f.flags, hash(1)
    a.resize(2, 2); a
    a.resize((5, 6)); a
    v = a[0]; a.resize(3)
    a[0].resize(3)
    a.resize(2, 2, refcheck=False); a
    np.resize(a, (2, 5))
    a.size, a.ndim, a.nbytes, a.itemsize, len(a), z.size, z.ndim, e.size, e.nbytes
    len(z)
    iter(z)
    bool(a[0, 0, :1]), bool(z), int(z), float(z), complex(z), z.item(), z.tolist(), [10, 20, 30, 40, 50, 60][z]
    bool(a)
    bool(e)
    int(a[0])
    float(np.array([1.5]))
    type(z[()]).__name__, type(z[...]).__name__, type(z + 1).__name__, type(np.add(z, z)).__name__, type(-z).__name__
    type(a.sum()).__name__, type(a[0, 0, 0]).__name__, type(np.array(1.5) * 2).__name__, type(a.sum(keepdims=True)).__name__
    type(np.sin(z)).__name__, type(z.copy()).__name__, type(z.astype('f4')).__name__, type(z.T).__name__, type(abs(z)).__name__
    type(np.where(True, 1, 2)).__name__, type(np.squeeze([1])).__name__, type(np.dot([1], [1])).__name__, type(np.max(z)).__name__
    z += 1; z
    z == 5, type(z == 5).__name__, z < 6
    a.tolist(), e.tolist(), z.tolist(), a[:, 0].tolist()
    a.tobytes() == a.T.tobytes('F'), f.tobytes('A') == f.tobytes('F'), a[:, ::2].tobytes() == a[:, ::2].copy().tobytes()
    np.shares_memory(a, a[0]), np.shares_memory(a[0], a[1]), np.may_share_memory(a[:, ::2], a[:, 1::2]), np.shares_memory(a[:, ::2], a[:, 1::2])
    np.shares_memory(a[..., ::2], a[..., 1::2]), np.shares_memory(a, a.copy()), np.byte_bounds(a) if hasattr(np, 'byte_bounds') else 0
    a.__array_interface__['strides'], a.T.__array_interface__['strides'], a.__array_interface__['shape'], a.__array_interface__['typestr']
    memoryview(a).strides, memoryview(a.T).f_contiguous, memoryview(f).format, memoryview(z).shape, memoryview(a[::-1]).strides
    [memoryview(np.zeros(s, order=o)).strides for s in ((3, 0, 2), (2, 3, 0), (0, 3), (1, 0)) for o in 'CF']
    memoryview(np.zeros(2, 'i4,f8')).format, memoryview(np.zeros(2, '>i4')).format, memoryview(np.zeros(2, 'U3')).format
    list(a.flat)[:3], a.flat[5], a.T.flat[5], a.flat.index, len(a.flat), a.flat.coords
    a.base is None, a[0].base is a, a.T.base is a.base, a.T
    a.ctypes.data == a.__array_interface__['data'][0], a.data.nbytes
    [x.shape for x in (a, a.T, a[0])], [r.tolist() for r in a[0]], [x for x in a[0, 0]]
    """),
)
def test_programs(code):
    agree(code if not code.startswith(("del", "a.T.shape", "a.flags.c_c")) else code + "; 0", **A)


@drawn(80)
@given(recipes(TYPES + ["S3", "O", ">i4"]), st.data())
def test_drawn_reshapes(recipe, data):
    a = built(np, recipe)
    n = a.size
    shapes = [(n,), (1, n), (n, 1, 1), (-1,)] + [(d, n // d) for d in range(1, n + 1) if n % d == 0]
    shape = data.draw(st.sampled_from(shapes))
    order = data.draw(st.sampled_from("CFA"))
    names = {"a": lambda np: built(np, recipe)}
    agree(f"a.reshape({shape}, order='{order}')", **names)
    agree(
        f"x = a.reshape({shape}, order='{order}'); np.shares_memory(x, a) if a.size else 0, x.flags.c_contiguous",
        **names,
    )
    agree(f"a.ravel('{order}'), a.flatten('{order}'), a.copy('{order}'), a.T.copy('K')", **names)


@drawn(60)
@given(recipes(["i4", "f8"], max_dims=4), st.data())
def test_drawn_transposes(recipe, data):
    assume(0 not in recipe[1])  # `test_transposes_of_empty_arrays`
    names = {"a": lambda np: built(np, recipe)}
    axes = data.draw(st.permutations(range(len(recipe[1]))))
    agree(f"x = a.transpose({list(axes)}); x, {FLAGS}", **names)
    agree(f"np.zeros_like(a.transpose({list(axes)})), np.array(a.transpose({list(axes)}))", **names)


@drawn(30)
@given(recipes(["i4", "f8"], max_dims=4), st.data())
def test_transposes_of_empty_arrays(recipe, data):
    """Strides are told too, though no element is ever reached by them."""
    shape = recipe[1] if 0 in recipe[1] else (0, *recipe[1])
    recipe = (recipe[0], shape, recipe[2], (1,) * (len(shape) - len(recipe[3])) + recipe[3], recipe[4])
    axes = data.draw(st.permutations(range(len(shape))))
    agree(f"x = a.transpose({list(axes)}); x, {FLAGS}", a=lambda np: built(np, recipe))


@pytest.mark.parametrize(
    "code",
    lines("""
    [np.zeros(s).strides for s in ((0,), (2, 0, 3), (0, 3), (3, 0))]
    [np.empty(s, order='F').strides for s in ((0,), (2, 0, 3))], np.array([]).strides, np.array([[], []]).strides
    np.arange(0).strides, np.zeros((2, 0))[...].strides, np.zeros((2, 0)).astype('i2').strides, (np.zeros((0, 2)) + 1).strides
    np.zeros((4, 4))[:0].strides, np.zeros((4, 4))[:0].copy().strides, np.zeros((0, 3)).T.strides
    np.zeros((2, 0, 3)).reshape(2, 0, 3).strides, np.zeros(3)[[]].strides, np.concatenate([np.zeros(0)]).strides
    copy.copy(np.zeros((2, 3)).T).strides, copy.deepcopy(np.zeros((2, 3)).T).strides
    np.broadcast_to(np.zeros((2, 3)), (3,))
    """),
)
def test_strides_of_copies_and_empty_arrays(code):
    agree(code, copy=copy)
