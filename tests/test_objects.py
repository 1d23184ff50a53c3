"""Object arrays, and the references they hold."""

import copy
import fractions
import gc
import pickle
import sys
import weakref

import numpy
import pytest
from programs import agree, lines

import numen as np

CLASSES = """
class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Number(self.value + getattr(other, "value", other))

    __radd__ = __add__

    def __mul__(self, other):
        return Number(self.value * getattr(other, "value", other))

    def __neg__(self):
        return Number(-self.value)

    def __lt__(self, other):
        return self.value < other.value

    def __eq__(self, other):
        return self.value == getattr(other, "value", other)

    def __hash__(self):
        return hash(self.value)

    def __bool__(self):
        return bool(self.value)

    def sqrt(self):
        return Number(self.value**0.5)

    def conjugate(self):
        return self

    def __repr__(self):
        return f"Number({self.value})"


o = np.array([3, 1.5, 2], object)
n = np.array([Number(i) for i in (3, 1, 2)])
x = np.arange(6).reshape(2, 3).astype(object)
"""


def names(library):
    space = {"np": library}
    exec(CLASSES, space)
    return space


@pytest.mark.parametrize(
    "code",
    lines("""
    np.array([1, 'a', None])
    np.array([1, 'a', None], object)
    np.array([[1, 2], [3]], object)
    np.array([[1, 2], [3]])
    np.array([[1, 2], [3, 4]], object)
    np.array(None), np.array(object)
    np.array([{}, {1: 2}]), np.array({1: 2})
    np.array([Number(1)]), np.array(Number(2))
    np.array([(1, 2), (3, 4)], object), np.array([[], []], object)
    np.empty(3, object), np.zeros(2, object), np.ones((2, 1), object), np.full(2, None), np.full(2, 'x', object)
    np.array([range(2), range(3)], object)
    np.array(10**30), np.array([10**30, 1.5]), np.array([2**64])
    np.arange(3, dtype=object), np.arange(Number(0), 3)
    np.array([1, 2], object).astype(int), np.array([1.5, '2'], object).astype(float)
    np.array(['x'], object).astype(float)
    np.array([None], object).astype(float), np.array([None], object).astype(bool)
    np.array([None], object).astype(int)
    np.array([1, None, 'xy'], object).astype(str), np.array([1, b'xy'], object).astype('S')
    np.array([10**30], object).astype('i8')
    np.array([300], object).astype('u1')
    np.array([1 + 2j], object).astype(complex), np.array([1 + 2j], object).astype(float)
    np.arange(3).astype(object), np.array([1.5]).astype('O'), np.array([True]).astype(object)
    np.array(['a', b'x']).astype(object), np.array(['2020-01-01'], 'M8[D]').astype(object)
    np.array([1, 2], 'm8[s]').astype(object), np.zeros(1, 'i4,f8').astype(object)
    o[0], o[1:], o[[2, 0]], o[o > 2], x[:, ::-1], x.T[1]
    o[0] = [1, 2]; o
    o[:] = [1, 2]; o
    o[:] = [[1, 2], [3], []]; o
    o[1:] = 'ab'; o
    o[...] = None; o
    o[[0, 1]] = {1: 2}; o
    o[o > 2] = (); o
    o[0] = np.arange(3); o
    o[0] = o; o[0] is o
    o.fill([1]); o
    o.fill('abc'); o
    o.item(1), o.tolist(), x.tolist(), o.itemsize, o.nbytes, o.dtype.hasobject
    o + o, o + 1, 1.5 + o, o * 2, o - o, o / 2, o // 2, o % 2, -o, abs(o), o ** 2, divmod(o, 2)
    o + None
    o + 'x'
    o & 1
    n + n, n * 2, -n, n + 1, 1 + n, np.sqrt(n), n == n, n.sum(), n.prod(), n.cumsum()
    n - n
    np.exp(n)
    np.sin(o)
    np.sqrt(np.array([4.0, None], object))
    o == o, o != 1.5, o < 2, o >= o[::-1], x == x.T[0:2, :1]
    o == None, np.array([None, 1], object) == None
    o < 'x'
    o == [1, 2]
    o == 'x'
    np.logical_and(o, 0), np.logical_not(x), np.logical_or([None, ''], ['x', 0]), x.all(), x.any(), o.any()
    np.array(['', 'a'], object).any(), np.array([], object).all(), np.array([None, 0], object).all()
    o.sum(), x.sum(0), x.sum(1), o.prod(), np.array([], object).sum(), np.array(['a', 'b'], object).sum()
    o.max(), o.min(), o.argmax(), o.argmin(), x.max(0), np.maximum(o, 2), np.minimum(o, 2), np.ptp(o)
    np.array([], object).max()
    o.mean(), x.mean(0), o.var(), o.std(), np.median(o)
    o.cumsum(), o.cumprod(), np.add.accumulate(x, 1), np.add.reduceat(o, [0, 1]), np.add.outer(o, o)
    np.add.at(o, [0, 0], 1); o
    np.sort(o), np.argsort(o), o.argsort(kind='stable'), np.sort(n), np.sort(x[:, ::-1]), n.argsort()
    o.sort(); o
    np.sort(np.array([1, 'a'], object))
    np.sort(np.array([None, None], object))
    np.unique(o), np.unique(n), np.unique(np.array(['b', 'a', 'b'], object), return_counts=True)
    np.searchsorted(np.sort(o), 1.7), np.partition(o, 1)[1], np.isin(o, [3, 2]), [i.tolist() for i in np.nonzero(x)], np.count_nonzero(o)
    z = np.array([1, 2j, 3], object); np.vecdot(z, z), np.vecdot(z, z.astype(complex)), np.vecmat(z, np.eye(3)), np.matvec(np.eye(3), z), np.vdot(z, z)
    q = np.array(None); q[()] = q; repr(q), str(q), q.__setitem__((), 0)
    q = np.array([None, 1]); q[0] = q; repr(q), str(q), q.__setitem__(0, 0)
    np.dot(o, o), x @ x.T, np.inner(o, o), np.outer(o, o), np.vdot(o, o)
    np.where([True, False, True], o, None), np.choose([0, 1, 0], [o, o[::-1]]), np.clip(o, 2, 2.5)
    np.concatenate([o, [1]]), np.stack([o, n]), np.repeat(o, 2), np.tile(o, 2), np.roll(o, 1), np.append(o, None)
    np.equal(o, o), np.equal(o, o, dtype=object), np.isnan(np.array([np.nan, 1.0]).astype(object))
    np.conjugate(o), o.real, o.imag, np.array([1 + 2j], object).real, np.round(o, 1)
    np.floor(o), np.ceil(np.array([1.5], object)), np.sign(np.array([-2, 0, 3], object)), np.gcd(x + 4, 6)
    np.can_cast(int, object), np.can_cast(object, int), np.result_type(object, 'f8'), np.promote_types('O', 'U3')
    repr(o), str(o), repr(x), repr(np.array([None, 'a', [1, [2]]], object)), repr(np.array('a', object))
    repr(np.array([np.arange(2), None], object)), str(np.array([1.23456789012, 'x'], object))
    repr(np.array(None)), repr(np.array([], object)), repr(np.array([[]], object)), f"{np.array(3, object)}"
    np.array([np.float64(1.5), np.int8(2)], object), type(o[0]), type(np.array([np.int8(2)], object)[0])
    o.copy() is o, o.copy(), o.view(), o.T, x.flatten('F'), x.ravel('K'), x.reshape(3, 2)
    o.view('i8')
    np.arange(3).view(object)
    np.frombuffer(b'12345678', object)
    o.tobytes() != b''
    o.byteswap()
    hash(o)
    bool(o)
    bool(np.array([None], object)), bool(np.array('', object)), int(np.array(5, object)), float(np.array('2', object))
    np.zeros(2, [('a', object), ('b', 'i4')])
    r = np.zeros(2, [('a', object), ('b', 'i4')]); r['a'] = [None, 'x']; r[1]['a'], r.tolist(), r['a'], r[::-1].copy()
    r = np.zeros(2, [('a', object), ('b', 'i4')]); r[0] = ([1], 2); r, r == r
    np.nditer(o)
    [i for i in np.nditer(o, flags=['refs_ok'])]
    list(o), list(x.flat), [type(r) for r in x], 3 in o, 'a' in o, None in o
    o.tolist().index(2), np.array_equal(o, o), np.allclose(o.astype(float), [3, 1.5, 2])
    """),
)
def test_programs(code):
    *statements, last = code.split(";")
    agree("; ".join(["globals().update(s)", *statements, last]), s=names)


ITEMS = 20


def objects():
    return [object() for _ in range(ITEMS)]


def counts(items):
    return [sys.getrefcount(i) for i in items]


CONSTANT = {
    "made": "np.array(items)",
    "copied": "a.copy()",
    "viewed": "a[::2].T[::-1]",
    "indexed": "a[[0, 1, 1]], a[a != None], a[3], a[np.array(2)]",
    "assigned": "a[:] = a[::-1]; a[:5] = None; a[[1, 2]] = a[3:5]; a[a != None] = a[6]",
    "listed": "a.tolist(), list(a), a.item(3), list(a.flat), a.flat[2:5]",
    "reshaped": "a.reshape(4, 5).T.ravel(), a.flatten()",
    "cast": "a.astype(bool), a.astype(object), a.astype(str)",
    "joined": "np.concatenate([a, a]), np.stack([a, a]), np.repeat(a, 3), np.tile(a, 2), np.append(a, a)",
    "compared": "a == a, a != a[::-1], a == 3, a == None",
    "chosen": "np.where(a == a, a, None), np.take(a, [1, 2]), np.choose([0, 1] * 10, [a, a[::-1]])",
    "filled": "a.fill(items[0]); np.full(100, items[1]); np.put(a, [0], [items[2]])",
    "copied_to": "np.copyto(a, items[3], where=np.arange(20) > 3)",
    "record": "r = np.zeros(20, [('k', 'i4'), ('v', object)]); r['v'] = a; r[::2].copy(); r[3]; r.tolist()",
    "hashed": "np.unique(np.array([1, 'a', 1], dtype=object).astype(str))",
    "resized": "b = np.array(items); b.resize(5, refcheck=False); b.resize(50, refcheck=False)",
    "transformed": "np.roll(a, 3), np.flip(a), np.delete(a, 3), np.insert(a, 2, items[5])",
    "printed": "repr(a), str(a)",
    "logic": "np.logical_and(a, a), np.logical_not(a), a.any(), a.all(), np.logical_or.reduce(a)",
    "put_back": "np.copyto(a, np.array(items)); a[...] = items; a[0], a[1] = a[1], a[0]",
    "too_many": "a[:] = items[:3]",
    "no_addition": "a + a",
    "no_sum": "a.sum()",
    "no_order": "a.sort()",
    "no_float": "a.astype(float)",
    "no_product": "a.reshape(4, 5) @ a.reshape(5, 4)",
    "no_accumulation": "np.add.accumulate(a)",
    "no_comparison": "a < a",
    "not_at": "np.add.at(a, [0, 1], a[:2])",
    "no_function": "np.sin(a)",
    "partly": "np.negative(np.array([1, 2, items[0], 3], object))",
    "ragged": "np.array([items[:3], items[:2]])",
}


@pytest.mark.parametrize("case", CONSTANT)
def test_references_are_given_back(case):
    items = objects()
    code = compile(CONSTANT[case], case, "exec")

    def once():
        try:
            exec(code, {"np": np, "items": items, "a": np.array(items)})
        except (TypeError, ValueError):
            pass

    once()
    gc.collect()
    before, none = counts(items), sys.getrefcount(None)
    for _ in range(3):
        once()
    gc.collect()
    assert counts(items) == before
    assert abs(sys.getrefcount(None) - none) < 10


def test_counts_while_arrays_live():
    item = object()
    start = sys.getrefcount(item)
    a = np.full((3, 4), item)
    assert sys.getrefcount(item) == start + 12
    view = a[1:]
    assert sys.getrefcount(item) == start + 12
    b = a.copy()
    assert sys.getrefcount(item) == start + 24
    b[:, 0] = None
    assert sys.getrefcount(item) == start + 21
    del a
    assert sys.getrefcount(item) == start + 21
    del view
    assert sys.getrefcount(item) == start + 9
    c = pickle.loads(pickle.dumps(np.array([1, None])))
    assert c.tolist() == [1, None]
    del b
    assert sys.getrefcount(item) == start


def test_results_of_operations_hold_their_values_once():
    class Value:
        def __add__(self, other):
            made.append(Value())
            return made[-1]

    made = []
    a = np.array([Value() for _ in range(5)])
    r = a + a
    alone = [Value()]
    expected = sys.getrefcount(alone[0])
    assert [sys.getrefcount(made[i]) for i in range(5)] == [expected + 1] * 5
    del r
    assert [sys.getrefcount(made[i]) for i in range(5)] == [expected] * 5


@pytest.mark.parametrize("where", [0, 7, 19])
@pytest.mark.parametrize("operation", ["__add__", "__eq__", "__lt__", "__bool__", "__float__"])
def test_exceptions_of_elements(where, operation):
    class Value:
        def __init__(self, i):
            self.i = i

        def act(self, *other):
            if self.i == where:
                raise RuntimeError("element")
            return {"__bool__": True, "__float__": 1.0}.get(operation, self.i)

    setattr(Value, operation, Value.act)
    Value.__hash__ = object.__hash__
    act = {
        "__add__": lambda a: a + a,
        "__eq__": lambda a: a == 3,
        "__lt__": lambda a: a < 3,
        "__bool__": lambda a: a.astype(bool),
        "__float__": lambda a: a.astype("f8"),
    }[operation]
    items = [Value(i) for i in range(20)]
    before = counts(items)
    a = np.array(items)
    with pytest.raises(RuntimeError, match="element"):
        act(a)
    del a
    gc.collect()
    assert counts(items) == before


def test_cycles_are_collected():
    class Node:
        pass

    gone = []
    for build in (
        lambda n: np.array([n, None], object),
        lambda n: np.array([n, None], object)[1:],
        lambda n: np.full((2, 2), n).T,
    ):
        node = Node()
        node.array = build(node)
        gone.append(weakref.ref(node))
        del node
    a = np.empty(1, object)
    a[0] = a
    array_gone = weakref.ref(a)
    del a
    gc.collect()
    assert [g() for g in gone] == [None] * 3 and array_gone() is None


def test_elements_that_change_the_array_while_it_works():
    class Evil:
        def __add__(self, other):
            a[:] = None
            return 1

        def __del__(self):
            a[1] = 5

    a = np.empty(8, object)
    a[:] = [Evil() for _ in range(8)]
    with pytest.raises(TypeError):
        a + a
    a[:] = [Evil() for _ in range(8)]
    a[:] = 0
    assert a[0] == 0


def test_copies_and_pickles():
    inner = [1]
    a, x = np.array([inner, None, "s"], object), numpy.array([inner, None, "s"], object)
    assert copy.copy(a)[0] is inner and a.copy()[0] is inner
    assert copy.deepcopy(a)[0] is not inner and copy.deepcopy(a)[0] == [1]
    for protocol in range(2, 6):
        b, y = (pickle.loads(pickle.dumps(v, protocol)) for v in (a, x))
        assert b.tolist() == y.tolist() and b[0] is not inner and b.dtype == object


@pytest.mark.parametrize("owner", ["attribute", "identity", "dict"])
def test_cycles_through_ufuncs_are_collected(owner):
    class Node:
        def twice(self, x):
            return x + x

    node = Node()
    gone = weakref.ref(node)
    if owner == "attribute":
        node.f = np.frompyfunc(node.twice, 1, 1)
        assert node.f([1, 2]).tolist() == [2, 4]
    elif owner == "identity":
        node.f = np.frompyfunc(max, 2, 1, identity=node)
    else:
        node.f = np.frompyfunc(abs, 1, 1)
        node.f.owner = node
    del node
    assert gone() is not None
    gc.collect()
    assert gone() is None


def test_ufuncs_of_functions_keep_no_references():
    def f(x):
        return x

    before = sys.getrefcount(f)
    for _ in range(50):
        np.frompyfunc(f, 1, 1)([1, 2])
    gc.collect()
    assert sys.getrefcount(f) == before


@pytest.mark.parametrize(
    "code",
    lines("""
    np.array(['', 'a'], object).any(axis=0), np.array([['', 'a']], object).all(axis=1, keepdims=True)
    np.any(np.array(['', 'a'], object)), np.array([0, None], object).all(), np.array([], object).any()
    np.array([1, 2], object).mean(), np.array([1.5, 2], object).var(), np.array([1, 2], object).std()
    np.array([[1, 2], [3, 4]], object).mean(1), np.array([fractions.Fraction(1, 2), 1], object).mean()
    np.array([1.25, 2], object).round(1)
    np.round(np.array([1.25, 2], '>f8'), 1), np.round(np.array([15, 24], '>i4'), -1), np.round(np.array([15], '>i4'))
    """),
)
def test_reductions_give_scalars(code):
    agree(code, fractions=fractions)


@pytest.mark.parametrize("shape", [(4,), (2, 2), (1,), ()])
@pytest.mark.parametrize(
    "value",
    [
        "[[1], [2], [3], [4]]",
        "[[1, 2]]",
        "[1, 2]",
        "[[[1, 2]]]",
        "[[1, 2], [3]]",
        "[(1, 2), (3, 4)]",
        "[]",
        "'ab'",
    ],
)
@pytest.mark.parametrize("where", ["...", ":", "0", "[0]"])
def test_lists_assigned_are_elements_below_the_axes_there_are(shape, value, where):
    if shape == () and where != "...":
        return
    for kind in ("object", "float", "'U2'"):
        agree(f"a = np.zeros({shape}, {kind}); a[{where}] = {value}; a")


@pytest.mark.parametrize(
    "code",
    lines("""
    b = np.zeros(1, [('x', 'O'), ('y', 'O', 2), ('z', 'i4')]); b[0]['x'] = np.arange(3); b[0]['y'] = [1, 2]; b
    b = np.zeros(1, [('x', 'O'), ('z', 'i4')]); b[0]['x'] = [1, 2]; b['x'][0] = [5, 6]; b
    b = np.zeros(1, [('x', 'O'), ('z', 'i4')]); b[0]['z'] = [1]
    a = np.ones(4, object); a[:] = [[1] for i in range(4)]; np.add.accumulate(a, out=a)
    np.add.reduce(np.array([[1], [2]], object), axis=0, initial=[3])
    np.add.reduce(np.array([10], object), initial=5), np.add.reduce(np.array([2, 3], object), initial=None)
    a = np.array([[1, 2, 3], [4, 5], [6, 7, 8, 9]], object); np.frompyfunc(list.reverse, 1, 0)(a), a
    np.linspace(Fraction(1), Fraction(2), 3), np.linspace(Fraction(1, 2), 3, 4, dtype=object)
    np.pad(np.array([Fraction(1, 2), Fraction(-1, 2)]), (2, 3), mode='linear_ramp', end_values=0)
    np.nonzero(np.array([1, 0, 2], object)), np.nonzero(np.array([[None, 1]], object))
    """),
)
def test_programs_of_objects(code):
    agree(code, Fraction=lambda lib: fractions.Fraction)


def test_nonzero_of_objects_that_change_their_minds():
    class Fickle:
        value = True

        def __bool__(self):
            self.value = not self.value
            return self.value

    for lib in (numpy, np):
        with pytest.raises(RuntimeError, match="number of non-zero array elements changed"):
            lib.nonzero(lib.array([True, Fickle()]))


@pytest.mark.parametrize(
    "code",
    lines("""
    big * 10
    big + big, big * big
    gap > 1, gap <= half
    np.maximum(gap, half), np.minimum(half, gap)
    gap.max(), gap.min(), np.maximum.accumulate(gap)
    np.frompyfunc(lambda v: v * 1e10, 1, 1)(big)
    np.frompyfunc(lambda v, w: v > w, 2, 1)(gap, half)
    gap // half, gap % half
    np.clip(gap, 0, 1), np.where(gap > 1, gap, half)
    big[:1].repeat(2).sum(), big[:1].repeat(2).cumsum()
    np.add.at(big, [0], 1e308); big
    np.add.outer(big, big), np.less.outer(gap, half)
    np.dot(big, big), big @ big
    np.vectorize(lambda v: v * 1e10)(np.array([1e308]))
    np.subtract(np.array([float('inf')], object), np.array([float('inf')], object))
    with_zero / 2.0, 2.0 * with_zero, with_zero + 1, 1j + with_zero
    np.gcd(gap, half)
    np.lcm(np.array([2.5], object), np.array([float('inf')], object))
    """),
)
def test_floating_point_warnings_of_objects(code):
    """What Python's own operators leave in the processor is reported, as with numbers."""

    def made(*items):
        return lambda library: library.array([*items, None], dtype=object)[:-1]

    agree(
        code,
        big=made(1e308, -1e308),
        gap=made(float("nan"), 1.0, 2.5),
        half=made(1.0, float("nan"), 0.5),
        with_zero=made(0.0, 1, 2.5),
    )


def test_objects_whose_operators_change_the_array():
    """The quick way of operators on objects holds the memory that it reads."""

    class Shrinks:
        def __add__(self, other):
            a.resize(1, refcheck=False)
            return 7

    a = np.empty(40, object)
    a[:] = [Shrinks() for _ in range(40)]
    assert (a + a).tolist() == [7] * 40
    assert a.size == 1
