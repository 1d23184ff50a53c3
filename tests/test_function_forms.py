"""Functions that stand for a method, and the older names of others, compute what NumPy's do."""

import ctypes
import datetime
import inspect

import numpy
import programs
import pytest
from agreement import agree
from programs import lines

RNG = numpy.random.default_rng(23)
ARRAYS = [
    numpy.arange(24.0).reshape(2, 3, 4), RNG.normal(size=(3, 1, 5)), RNG.integers(-9, 9, (4, 3)).T, RNG.normal(size=7).astype("f4")[::-2],
    numpy.array([[True, False], [True, True]]), RNG.normal(size=(2, 3)) + 1j, numpy.array(2.5), numpy.zeros((0, 3)), [[1, 2], [3, 4]],
]  # fmt: skip

REDUCED = "sum prod mean std var max min amax amin any all ptp median cumsum cumprod argmax argmin".split()
SHAPED = [
    ("ravel", {}), ("ravel", {"order": "F"}), ("reshape", {"shape": -1}), ("reshape", {"shape": (-1, 1), "order": "F"}), ("squeeze", {}),
    ("squeeze", {"axis": 1}), ("transpose", {}), ("swapaxes", {"axis1": 0, "axis2": -1}), ("matrix_transpose", {}), ("shape", {}), ("ndim", {}), ("size", {}),
    ("size", {"axis": 0}), ("real", {}), ("imag", {}), ("copy", {}), ("expand_dims", {"axis": 1}), ("diagonal", {}), ("trace", {}), ("sort", {}),
    ("argsort", {"kind": "stable"}), ("nonzero", {}), ("repeat", {"repeats": 2}), ("take", {"indices": [0, 0]}), ("clip", {"min": 0, "max": 1}), ("around", {"decimals": 1}), ("round", {}), ("conjugate", {}), ("full_like", {"fill_value": 3}), ("zeros_like", {}),
    ("ones_like", {"dtype": "i2"}), ("atleast_1d", {}), ("atleast_2d", {}), ("atleast_3d", {}), ("flip", {}), ("fliplr", {}), ("flipud", {}), ("roll", {"shift": 1}),
    ("rot90", {}), ("moveaxis", {"source": 0, "destination": -1}), ("rollaxis", {"axis": -1}), ("searchsorted", {"v": 1}), ("permute_dims", {}),
    ("astype", {"dtype": "c16"}), ("cumulative_sum", {"axis": 0}), ("cumulative_prod", {"axis": 0}), ("partition", {"kth": 0}),
]  # fmt: skip


def label(a):
    return f"{numpy.asarray(a).dtype}{numpy.shape(a)}"


@pytest.mark.parametrize("a", ARRAYS, ids=label)
@pytest.mark.parametrize("name", REDUCED)
def test_reductions(name, a):
    accepts = inspect.signature(getattr(numpy, name)).parameters
    for axis in (None, 0, -1):
        if axis is not None and numpy.ndim(a) == 0 and name in ("mean", "std", "var", "argmax", "argmin"):
            continue  # `test_rules`
        agree(name, a, axis=axis, rtol=1e-6)
        if "keepdims" in accepts:
            agree(name, a, axis=axis, keepdims=True, rtol=1e-6)
        if "dtype" in accepts and name not in ("std", "var"):
            agree(name, a, axis=axis, dtype="c16", rtol=1e-6)
        if "ddof" in accepts:
            agree(name, a, axis=axis, ddof=1, rtol=1e-6)


@pytest.mark.parametrize("a", ARRAYS, ids=label)
@pytest.mark.parametrize("case", range(len(SHAPED)), ids=lambda k: "-".join([SHAPED[k][0], *SHAPED[k][1]]))
def test_forms(case, a):
    name, options = SHAPED[case]
    if (name, label(a)) not in (("nonzero", "float64()"), ("around", "bool(2, 2)")):  # `test_rules`
        agree(name, a, rtol=1e-12 if name.startswith("cumulative") else 0.0, **options)


@pytest.mark.parametrize(
    "code",
    lines("""
    np.compress([True, False, True], np.arange(6).reshape(2, 3), axis=1), np.compress([True], 5), np.vdot([1j, 2], [3, 4j])
    np.mean(np.array(2.5), axis=0)
    np.var(np.array(2.5), axis=-1)
    np.std(3.0, axis=0)
    np.var(np.arange(3.0), dtype='c16')
    np.std([1 + 1j, 2], dtype='c16')
    np.argmax(np.array(2.5), axis=0, keepdims=True)
    np.nonzero(np.array(2.5))
    np.around(np.array([True, False]), 1)
    """),
)
def test_rules(code):
    programs.agree(code)


CODES = lines("""
    type(np.array(np.int64(3),dtype=object)[()])
    type(np.array([np.int64(3)],dtype=object)[0])
    a=np.zeros(2,object); a[...]=np.int64(3); type(a[0])
    a=np.zeros(2,object); a[:]=np.int64(3); type(a[0])
    a=np.zeros(2,object); a[0]=np.int64(3); type(a[0])
    a=np.zeros((2,2),object); a[0]=np.int64(3); type(a[0,0])
    a=np.zeros(2,object); a.fill(np.int64(3)); type(a[0])
    a=np.zeros(2,object); a[[0,1]]=np.int64(3); type(a[0])
    a=np.zeros(2,object); a[np.array([True,False])]=np.int64(3); type(a[0])
    type(np.full(2,np.int64(3),object)[0])
    a=np.zeros(2,object); np.copyto(a,np.int64(3)); type(a[0])
    a=np.zeros(2,object); a[:]=np.array(3); type(a[0])
    a=np.zeros(2,object); a[:]=[np.int64(3),np.float32(2)]; type(a[0])
    a=np.zeros(2,object); np.put(a,[0],np.int64(3)); type(a[0])
    a=np.zeros(2,object); a.flat=np.int64(3); type(a[0])
    a=np.zeros(2,object); a.flat[0]=np.int64(3); type(a[0])
    type(np.asarray(np.float64(3),dtype=object)[()])
    np.full(3,np.nan,dtype=int)
    np.full(3,1e300,dtype='u1')
    np.full(3,300,dtype='u1')
    np.full(3,'5',dtype=int)
    np.full(3,2.7,dtype=int)
    np.full(3,1+2j,dtype=float)
    np.full((),np.nan,dtype=int)
    np.full_like(np.zeros(2,'u1'),-1)
    np.full_like(np.zeros(2,'u1'),np.int64(-1))
    np.full_like(np.zeros(2,'M8[s]'),'2020')
    np.full(2,[1.5,np.inf],dtype='i4')
    a=np.zeros(2,int); a.fill(np.nan); a
    a=np.zeros(2,int); a[:]=np.nan; a
    a=np.zeros(2,int); np.copyto(a,np.nan,casting='unsafe'); a
    a=np.zeros(2,'u1'); np.copyto(a,300); a
    a=np.zeros(2,'u1'); np.copyto(a,2.5); a
    np.bitwise_count(np.array([1,7],object))
    np.bitwise_count(np.array([1,7]),dtype=object)
    np.gcd(np.array([8.0,12],object),4)
    np.lcm(np.array([8.0,12],object),6)
    np.fmod(np.array([8.0,12],object),6)
    np.logical_xor(np.array([1,0],object),1,dtype=object)
    np.negative([True],dtype=bool)
    np.subtract([True],[False],dtype=bool)
    np.std([1,2,3],dtype='i8')
    np.std(np.array([[1,2,3]]),axis=1,dtype='i8')
    np.interp(1j,[1,2],[3,4])
    np.interp(1,[1,2],[3j,4])
    np.interp(1,[1j,2],[3,4])
    np.float64(0)**-np.inf
    np.array([3],'m8[s]')/0.0
    np.array([3],'m8[s]')*np.inf
    np.putmask(np.zeros(0,int),np.zeros(0,bool),np.zeros(0,'f2'))
    np.matmul.reduce([1,2])
    np.cross([1,2],[3,4])
    np.concatenate([np.zeros(2,'m8[s]'),np.zeros(2)])
    np.stack([np.zeros(2,'m8[s]'),np.zeros(2)])
    np.hstack([np.zeros(2,'m8[s]'),np.zeros(2),np.array(['a','b'])])
    np.logical_or(300, np.int8(3))
    np.dtype(np.zeros(2))
    np.add.reduce([1, 2], 0, np.zeros(2))
    np.add.accumulate([1, 2], [0], 1)
    np.add.reduceat([1, 2], 0)
    np.add.reduceat([1, 2], [[0]])
    np.add.reduceat([1, 2], [0.5])
    np.add.accumulate(np.arange(3), axis=(0, -1))
    np.add.accumulate(3)
    np.add.reduceat(np.array(3), [0], 1)
    np.add.at(np.zeros(2))
    np.add.outer([1])
    np.where(True, 'a', -1)
    np.where([True, False], np.datetime64('2020'), 1.5)
    np.lexsort(([1, 2], 3))
    np.bincount([[1]])
    np.bincount(3.0)
    np.cross([1, 2], [3])
    np.log(1.0, dtype='i8')
    np.lcm(1, 2, dtype=float)
    np.gcd(-5, np.zeros(2))
    np.clip(1, 2.0, b'q')
    np.bitwise_or(1e300, np.zeros(2, 'f4'), dtype='u1')
    np.left_shift(2, ['a'], dtype='u1')
    np.isinf(10**20)
    np.square(10**20)
    np.inner(np.zeros((0, 3)), np.zeros((3, 4)))
    np.vdot(np.zeros(4), 1.0)
    np.choose(np.zeros((3, 4), int), [[1, 2], [3, 4]])
    np.choose(1.0, [1, 2])
    np.take([1, 2], np.zeros(1))
    np.repeat([1, 2], -1)
    np.repeat([1, 2], [-1, 1])
    np.full((2,), np.zeros((1, 4)))
    np.concatenate([[1], 2])
    np.int64(3) @ np.int64(4)
    np.int64(3) @ np.array(2)
    a = np.ones((2, 2)); a @= 2; a
    a = np.array(2.0); a @= a; a
    np.array([[1.0, np.inf], [2.0, 3.0]]).std()
    np.zeros((0, 2), 'f4').mean()
    np.zeros((0, 2)).mean()
    np.std(np.array([True, False]), dtype='u1')
    np.quantile(np.array(['2020-01-01', '1969-12-31', '2021-05-05'], 'M8[D]'), 0.3)
    np.percentile(np.array([1, 5, 9], 'm8[s]'), [25, 50])
    np.percentile(np.zeros((0, 4)), 50, method='weibull')
    np.where([True], np.zeros(1, 'm8[s]'), np.zeros(1))
    np.full(2, 10**20, dtype='U3')
    np.einsum('...i->...', np.array([np.inf, -np.inf]))
""")


@pytest.mark.parametrize("code", CODES)
def test_results_and_refusals(code):
    programs.agree(code)


@pytest.mark.parametrize(
    "code",
    lines("""
    np.sum()
    np.dot()
    np.reshape()
    np.reshape([1])
    np.linspace(1)
    np.full(3)
    np.take([1])
    np.zeros()
    np.concatenate()
    np.zeros(True)
    np.zeros(np.True_)
    np.zeros((2, True))
    np.arange(4).reshape(True)
    np.equal.reduceat(np.arange(3.0), [9])
    np.array([1], object) + np.array(['2000'], 'M8')
    np.array(['2000'], 'M8') - datetime.timedelta(1)
    datetime.timedelta(1) * np.array([1], 'm8[s]')
    np.array([1], object) == np.array(['2000'], 'M8'), np.array([1], 'm8[s]') / 2
    np.dot(np.array(['a']), np.array(['b']))
    np.convolve(np.array([b'a']), np.array([b'b']))
    [x.byteswap().strides for x in (a.T, a[::-1].T, a[:, ::2].T, a.T[:, ::2])]
    [x.round(n).strides for x in (a.T, a[::-1].T, a[:, ::2].T, a.T[:, ::2]) for n in (-1, 0, 1)]
    [(x * 1j).round(n).strides for x in (a.T, a[::-1].T, a[:, ::2].T, a.T[:, ::2]) for n in (-1, 0, 1)]
    [np.concatenate(x, axis=k, dtype=d, casting='unsafe') for x in (([0.0],), ([0], ['ab'], [1.0])) for d in 'SU' for k in (0, None)]
    np.stack([np.array([1]), np.array(['abc'])], dtype='S', casting='unsafe')
    np.vectorize(str.upper, otypes=['U3'])(['abcdef', 'x']), np.vectorize(lambda x: (x, str(x)), otypes=['f8', 'U1'])([1, 222])
    np.void(memoryview(b'abc')), np.void(bytearray(b'ab')), np.void(np.array([1, 2], 'u1')), np.void(np.array(5.0)), np.void(b'ab')
    np.void([1, 2])
    np.linspace(np.float32(2.5), True, 4), np.linspace(np.int8(1), np.float16(2), 3), np.linspace([1, 2], [3.0, 4], 2)
    np.linspace('x', 1j, 4)
    np.linspace(b'q', -1, 4)
    np.ones((1,) * 33).flat
    np.broadcast(np.ones((1,) * 33)).shape
    b = np.ones((2, 3)); [i.base is b for i in np.broadcast(b, np.broadcast(b, [1, 2, 3])).iters], list(np.broadcast([1, 2], [[3], [4]]).iters[0])
    np.ndarray(buffer=np.zeros(100), strides=(0,), shape=(2**60,), dtype='i8')
    np.broadcast_to(np.zeros(1), (2**61,))
    np.lib.stride_tricks.as_strided(np.zeros(1), (2**62,), (0,))
    np.array((ctypes.c_wchar * 4)())
    np.add.reduce(np.arange(3.0), dtype='>f8')
    np.add.accumulate(np.arange(3.0), dtype='m8[s]')
    np.sum([True, False], dtype=str)
    np.array([np.array(2.5).view(S)]), np.array([np.array(2.5).view(S)], dtype=int)
    np.array(['a']).view(S) == 1
    a = np.zeros(3, 'M8[s]').view(S); type(a == 1.5), type(1.5 != a)
    hasattr(np, 'str')
    """),
)
def test_words_layouts_and_types(code):
    class_of = {lib: type("S", (lib.ndarray,), {}) for lib in (programs.np, programs.numpy)}
    names = {
        "a": lambda lib: lib.arange(12.0).reshape(3, 4),
        "S": class_of.get,
        "ctypes": lambda lib: ctypes,
        "datetime": lambda lib: datetime,
    }
    programs.agree(code, **names)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"shape": ()},
        {"shape": None},
        {"shape": (1, 1)},
        {"shape": (2,)},
        {"strides": (2,)},
        {"strides": 16},
        {"data": None, "shape": ()},
    ],
)
def test_an_interface_without_data_is_of_one_number(keys):
    class Number:
        __array_interface__ = {"typestr": "f8", **keys}

        def __float__(self):
            return 0.5

    programs.agree("np.array(x), np.array([x, x])", x=lambda lib: Number())


def test_indirect_buffers_are_refused():
    testbuffer = pytest.importorskip("_testbuffer", reason="a module of CPython's own tests")
    indirect = testbuffer.ndarray(list(range(6)), (2, 3), format="i", flags=testbuffer.ND_PIL)
    programs.agree("np.asarray(x)", x=lambda lib: indirect)


@pytest.mark.parametrize(
    "code",
    lines("""
    str(np.array(b'zz')), str(np.array('zz')), '%s' % np.array(b'a'), str(np.array(np.datetime64('2000')))
    [np.array([1.0, np.nan]).astype(d) for d in ('M8[s]', 'm8[s]')], np.full(2, np.nan, 'M8[D]')
    np.array([(1 + 2j,)], [('a', 'c16')]).astype([('a', 'f8')])
    np.array([[3, 1], [2, 0]]).sort(axis=None)
    np.array([1]).partition(0, axis=None)
    np.repeat([1, 2], [1.5, 2]), np.repeat([], 2)
    np.repeat([1, 2], [])
    np.repeat([1, 2], np.array([1.5, 2]))
    format(np.timedelta64(3, 's'), '>20'), format(np.datetime64('2000'), ''), format(np.bool(True), '5'), format(np.bytes_(b'a'), '>9')
    format(np.timedelta64(3, 's'), '.2f')
    format(np.datetime64('2000'), '%Y')
    [np.fft.fft(x, n=4).strides for x in (np.ones((1, 4)).T, np.ones((3, 4)).T, np.ones((4, 1, 3)).T)], np.fft.irfft(np.ones((4, 1, 3)).T, n=4).strides
    np.genfromtxt(['True', '3'], dtype=None), np.genfromtxt(['True', '1.5'], dtype=None), np.genfromtxt(['2.5', '1j'], dtype=None)
    np.genfromtxt(['a,b', '1,2,3'], delimiter=',', names=True)
    np.genfromtxt(['#c', '1,2', '1'], delimiter=',', skip_header=1)
    [np.dtype(s) for s in ('3S', '3U', 'i4,3S', '(2,)3S', '2S3', '3i4')]
    np.dtype('(3,)S')
    np.dtype(([], 'f8'))
    np.ones(2, 'V4'), np.full(2, 1, 'V4')
    np.ndarray(2**63, 'i1')
    np.quantile(np.array([1, 2, 3], object), 0.4, method='inverted_cdf', weights=np.ones(3))
    x = np.zeros(3, [('a', 'f4'), ('b', 'f4')]); v = x.view(np.dtype({'names': ['b'], 'formats': ['f4'], 'offsets': [4], 'itemsize': 8})); v[[0, 1]] = 7; v[np.array([2])] = v[:1]; x['b'], v
    """),
)
def test_texts_casts_and_counts(code):
    programs.agree(code)


@pytest.mark.parametrize(
    "code",
    lines("""
    a = np.zeros(2, int); np.place(a, [True, False], np.array([1.5])); a
    a = np.zeros(2, int); np.place(a, [True, True], [1.5, 2]); a
    a = np.zeros(2, 'f4'); np.place(a, [True, False], np.array([1], 'i1')); a
    a = np.zeros(0); a.put([0], []); a
    a = np.zeros(2, 'f4'); a.real = 1j; a
    a = np.zeros(2, 'i4'); a.real = np.nan; a
    a = np.zeros(0, 'i4'); a.real = 1e300; a
    a = np.zeros(2, complex); a.imag = [1, 2]; a.real = 2.5; a
    a = np.zeros(2); a.flat = [1j, 2]; a
    a = np.zeros(2); a.flat = np.array([1j, 2]); a
    np.add.reduce([1.0], initial=np._NoValue), np.max([1, 2], keepdims=np._NoValue), np.sum([1], initial=np._NoValue)
    np.clip([1], np._NoValue, 0)
    np.arange(1e300, 1)
    np.arange(float('inf'), 1)
    np.arange(5, 1), np.arange(1e18, 1)
    np.clip(np.array([True, False]), False, True), np.array([True, False]).clip(False, True), np.clip(True, False, True)
    np.clip(np.array([True, False]), 0, 1), np.clip(np.array([True]), np.int8(0), None), np.clip(np.array([True]), None, True)
    np.cumsum([1.0, np.nan], dtype=int)
    np.cumprod([1.0, np.inf], dtype='i4')
    np.add.reduceat([1.0, np.nan], [0], dtype=int)
    a = np.zeros(3, 'i1'); np.place(a, a == 0, np.int64(70000)); a
    np.dot(np.array(['2020-01-01'], 'M8[D]'), 2)
    np.dot(np.array([1, 2], 'm8[s]'), 2.5), np.dot(np.zeros(2, 'i4,i4'), [1, 2])
    np.searchsorted(np.array(['2020-01-01'], 'M8[D]'), [5])
    np.searchsorted(np.array(['2020-01-01'], 'M8[D]'), np.array([1], 'm8[s]'))
    np.searchsorted([1, 2, 3], None)
    np.searchsorted(np.array([1, 'a'], object), 'b', side='right')
    """),
)
def test_values_taken(code):
    programs.agree(code)
