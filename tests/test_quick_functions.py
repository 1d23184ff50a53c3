"""Functions with a native form for plain arguments and a general one: both give NumPy's values."""

import itertools

import numpy
import pytest
from agreement import agree, ours

import numen as np

LENGTHS = [1, 2, 3, 8, 17, 40, 300]


def draw(rng, n, special=True, dtype="f8"):
    """Samples, some of them equal, odd, or not dense in memory."""
    x = rng.random(n) * 20 - 10
    if rng.random() < 0.3:
        x = numpy.round(x)
    if special and n and rng.random() < 0.4:
        for value in rng.choice([numpy.nan, numpy.inf, -numpy.inf, -0.0, 0.0, 1e308, 5e-324], 2):
            x[rng.integers(0, n)] = value
    x = x.astype(dtype)
    layout = rng.random()
    return numpy.repeat(x, 2)[::2] if layout < 0.15 else x[::-1] if layout < 0.3 else x


@pytest.fixture(params=range(3))
def rng(request):
    return numpy.random.default_rng(request.param)


def test_nearness(rng):
    for n in LENGTHS:
        a = draw(rng, n)
        for b in (draw(rng, n), a + 1e-9, a + 1e-6, a.copy(), 1.0, numpy.float64(2), 3):
            for name in ("isclose", "allclose"):
                agree(name, a, b)
                agree(name, b, a)
                agree(name, a, b, equal_nan=True)
                agree(name, a, b, 1e-3, 1e-3)
    agree("isclose", 1.0, 1.0 + 1e-9)
    agree("allclose", 1, 2.5)
    agree("isclose", float("nan"), float("nan"), equal_nan=True)


def test_nearness_to_python_numbers():
    """They take the type of the other operand; whole numbers on the right become floats."""
    single, half = numpy.float32(1), numpy.float16(65504)
    for a, b in [
        (single, 1.00001), (1.00001, single), (half, 1e6), (half, 65520.0), (1e10, numpy.float16(numpy.inf)), (numpy.float32(1e30), 1e300),
        (2**70, 2**70), (2**70, 1), (numpy.int8(100), 300), (numpy.array([1, 2], "u1"), 3.5), (numpy.array([1, 2], "f4"), 2), (True, 1),
        (single, 1 + 1e-8j), (numpy.float32([1, 2]), [1, 2 + 1e-6]), (numpy.int8(-128), numpy.int8(-128)), (numpy.timedelta64(1), numpy.timedelta64(1)),
    ]:  # fmt: skip
        agree("isclose", a, b)
        agree("isclose", a, b, numpy.inf, 0)
        agree("allclose", a, b, atol=numpy.nan)


def test_array_equal(rng):
    for n in [0, *LENGTHS]:
        a, i = draw(rng, n), rng.integers(0, 3, n)
        for x, y in [
            (a, a.copy()),
            (a, draw(rng, n)),
            (i, i.copy()),
            (i, i[::-1]),
            (a.astype("f4"), a),
            (a, a[:-1]),
        ]:
            agree("array_equal", x, y)
            agree("array_equal", x, y, equal_nan=True)


def test_differences(rng):
    for n in [0, *LENGTHS]:
        a, i = draw(rng, n), rng.integers(0, 9, n)
        for x in (a, i, i > 2, i.astype("u1"), a.astype(">f4")):
            agree("diff", x)
            agree("diff", x, 2)
        agree("diff", a.reshape(1, -1), axis=0)
        agree("diff", numpy.tile(a, (2, 1)), axis=-2)
        v, w = draw(rng, 3 * n).reshape(n, 3), draw(rng, 3 * n).reshape(n, 3)
        agree("cross", v, w)
        agree("cross", v[:1], w)
    for shape in [(3, 4), (4, 3), (12, 1), (2, 6), (2, 3, 2)]:
        m = draw(rng, 12).reshape(shape)
        for x in (m, m.T, (m > 0).astype(int)):
            agree("trace", x)
            agree("trace", x, 1)
        for axis in (0, -1, len(shape), (0, 2)):
            agree("expand_dims", m, axis)


def test_interp_and_digitize(rng):
    for n in LENGTHS:
        xp, fp = numpy.sort(draw(rng, n, False)), draw(rng, n)
        for x in (
            draw(rng, 5),
            draw(rng, 300),
            numpy.concatenate((xp, [numpy.nan])),
            1.5,
            numpy.float64(xp[0]),
        ):
            agree("interp", x, xp, fp)
            agree("interp", x, xp, fp, left=-1, right=2.5)
            agree("interp", x, xp, fp, None, 7.0)
            agree("interp", x, xp, fp * 1j)
            for right in (False, True):
                agree("digitize", x, xp, right)
                agree("digitize", x, xp[::-1], right)
        agree("interp", draw(rng, 6).reshape(2, 3), xp, fp)
    agree("interp", 1.0, [], [])
    agree("interp", 1.0, [1.0, 2.0], [1.0])
    agree("digitize", draw(rng, 5), numpy.array([1.0, 3.0, 2.0]))
    agree("digitize", draw(rng, 5), numpy.array([2.0, 2.0]))


@pytest.mark.parametrize("name", ["correlate", "convolve"])
def test_sliding(rng, name):
    for n in LENGTHS:
        for m in (1, 2, 11, 12, 100):
            for dtype, rtol in (("f8", 1e-12), ("f4", 5e-5), ("i8", 0), ("i4", 0), ("u8", 0), ("c16", 1e-12)):
                a, v = numpy.abs(draw(rng, n, False, dtype)), numpy.abs(draw(rng, m, False, dtype))
                for mode in ("full", "same", "valid"):
                    agree(name, a.astype(dtype), v.astype(dtype), mode, rtol=rtol)


def operands(rng, n):
    """A vector of small numbers in the forms in which programs give one."""
    values = rng.integers(-9, 9, n)
    yield from (values.tolist(), (values / 4).tolist(), tuple(values.tolist()), [*values[1:].tolist(), 0.5])
    for dtype in ("f8", "i8", "i4", "f4", "u1", "?", "f2", "c16", ">f8", "O"):
        yield values.astype(dtype)
        yield values.astype(dtype)[::-1]


def test_vectors_of_several_types_and_lists(rng):
    for name in ("correlate", "convolve"):
        for a in operands(rng, 6):
            for v in operands(rng, 3):
                if any(numpy.asarray(x).dtype.kind == "O" for x in (a, v)):
                    continue  # signs of zeros of objects depend on what the sum begins with
                agree(name, a, v, "same", rtol=1e-12)
                agree(name, v, a, rtol=1e-12)
    for fp in operands(rng, 6):
        for xp in operands(rng, 6):
            points = numpy.sort(xp) if isinstance(xp, numpy.ndarray) else type(xp)(sorted(xp))
            agree("interp", 2.5, points, fp, rtol=1e-12)
            for x in itertools.islice(operands(rng, 4), None, None, 4):
                agree("interp", x, points, fp, rtol=1e-12)


def test_quantiles(rng):
    for n in LENGTHS:
        a = draw(rng, n, False)
        a[0] = rng.choice([a[0], -0.0, numpy.nan])
        for q in (50, 0, 100, 33.3, [5, 50, 95], (0, 100), numpy.array([1.5, 2]), 101, -1, [50, numpy.nan]):
            agree("percentile", a, q)
        for q in (0.5, 0.1, [0.25, 0.5], 1, 0, 1.5):
            agree("quantile", a, q)
            agree("quantile", a.reshape(1, -1), q)
        agree("median", a)
        agree("median", a.reshape(-1, 1))
        agree("median", rng.integers(0, 9, n))
        agree("percentile", rng.integers(0, 9, n), [25, 60])
    agree("median", rng.random(100_001))
    agree("percentile", rng.random(100_000), [1, 50, 99.5])


def test_sets(rng):
    for n in [0, *LENGTHS]:
        i = rng.integers(0, 5, n)
        for x in (draw(rng, n), i, draw(rng, n, True, "f4"), i > 2, i.astype("u1"), i.reshape(1, -1)):
            agree("unique", x)
            agree("unique", x, return_counts=True)
        for members in (rng.integers(-3, 6, 3), numpy.array([], int), numpy.array([0, 2**62]), i):
            agree("isin", i, members)
            agree("isin", i, members, invert=True)


def test_histogram(rng):
    for n in [0, *LENGTHS, 3000]:
        a = draw(rng, n, False)
        for x in (a, numpy.abs(a), numpy.round(a), rng.integers(0, 9, n)):
            agree("histogram", x)
            agree("histogram", x, 5)
            agree("histogram", x, bins=37)
            agree("histogram", x, bins=600)


def test_round_and_arange(rng):
    for n in [0, *LENGTHS]:
        a = draw(rng, n)
        for places in (0, 1, 2, -1, 9, 30):
            agree("round", a, places)
            agree("round", a.astype("f4"), places)
            agree("round", rng.integers(-99, 99, n), places)
    for start in (0.0, 1.5, -2.0, 3):
        for stop in (0.0, 7.5, 10, -3.3, 1e3, numpy.nan):
            for step in (1, 0.1, -0.7, 2.5, 0.0):
                agree("arange", start, stop, step)
            agree("arange", start, stop)


def test_choose_and_put(rng):
    options = [draw(rng, 3, False, d) for d in ("f8", "i8", "f4")]
    for mode in ("wrap", "clip"):
        agree("choose", rng.integers(-4, 9, (2, 3)), options, mode=mode)
    agree("choose", rng.integers(0, 3, (2, 3)), options)
    for which in ([3, 0, 1], [-1, 0, 1], [0.5], 1, [True, False, True]):
        agree("choose", which, options)
    agree("choose", 1, [1, 2, 3])
    agree("choose", [0, 1], numpy.arange(6).reshape(3, 2))
    agree("choose", [0, 1], [["a", "b"], ["c", "de"]])
    agree("choose", [0], [])
    for a in (draw(rng, 6), numpy.arange(6), numpy.arange(6).reshape(3, 2).T, numpy.array(list("abcdef"))):
        for places in ([0, -1, 2], 3, [], [7], [[0, 1], [2, 3]], [0.5], numpy.arange(5)):
            for values in (1, [5, 6], numpy.arange(4.0), []):
                for mode in ("raise", "wrap", "clip"):
                    x, y = a.copy(order="K"), ours(a.copy(order="K"))
                    results = []
                    for library, target in ((numpy, x), (np, y)):
                        try:
                            results.append(library.put(target, places, values, mode))
                        except Exception as e:
                            results.append((type(e).__name__, str(e)))
                    assert results[0] == results[1], (places, values, mode)
                    assert x.tolist() == y.tolist() or numpy.isnan(x.astype("f8")).any()
                    numpy.testing.assert_array_equal(numpy.asarray(y), x)


def test_objects():
    a = np.array([None, 1, "x"], dtype=object)
    np.put(a, [0, -1], [[1], 2])
    assert a.tolist()[1:] == [1, 2]
    r = np.choose([0, 1, 0], [np.array(["a", "b", "c"], dtype=object), np.array([1, 2, 3], dtype=object)])
    assert r.tolist() == ["a", 2, "c"] and r.dtype == object
    with pytest.raises(ValueError, match="invalid entry in choice array"):
        np.choose([2], [np.array([None]), np.array([1], dtype=object)])


def test_iteration():
    import copy
    import operator

    for a in (
        np.arange(3.0),
        np.arange(3),
        np.arange(6).reshape(3, 2),
        np.array(["a", "b"]),
        np.arange(4.0)[::-2],
    ):
        rows = [a[i] for i in range(len(a))]
        for x, y in zip(a, rows, strict=True):
            assert type(x) is type(y) and np.all(x == y)
        it = iter(a)
        assert operator.length_hint(it) == len(a)
        next(it)
        assert operator.length_hint(it) == len(a) - 1 == len(list(copy.copy(it)))
        assert len(list(it)) == len(a) - 1
        assert list(it) == [] and operator.length_hint(it) == 0
    with pytest.raises(TypeError, match="iteration over a 0-d array"):
        iter(np.array(1.0))

    class Sub(np.ndarray):
        def __getitem__(self, key):
            if key > 2:
                raise IndexError
            return 10 * key

    assert list(np.arange(2).view(Sub)) == [0, 10, 20]


def test_dispatch_of_python_functions():
    class Other:
        def __array_function__(self, func, types, args, kwargs):
            return func.__name__, types, args, kwargs

    o = Other()
    assert np.percentile(o, 50) == ("percentile", (Other,), (o, 50), {})
    assert np.dstack([[1.0], o])[0] == "dstack"
    assert np.interp(1.0, xp=o, fp=[1.0])[3] == {"xp": o, "fp": [1.0]}
    assert np.isclose([1.0], b=o)[0] == "isclose"
    assert np.percentile.__name__ == "percentile" and np.percentile.__module__.startswith("num")
    assert "percent" in np.percentile.__doc__.lower()
    import inspect
    import pickle

    assert list(inspect.signature(np.percentile).parameters)[:2] == ["a", "q"]
    assert pickle.loads(pickle.dumps(np.flip)) is np.flip
    with pytest.raises(TypeError, match="percentile"):
        np.percentile()


KINDS = "? i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 c8 c16 >i4 >f8 >c16".split()
SUBSCRIPTS = [
    "i->",
    "i->i",
    "i,i->",
    "i,j->ij",
    "i,j->ji",
    "i,i->i",
    "ij->",
    "ij->ji",
    "ij->j",
    "ii",
    "ii->i",
]
SUBSCRIPTS += ["ij,jk->ik", "ij,ij->i", "ij,j->i", "ij,i->ij", "ij,jk", "ij,kj->ki", "ij,kl->ijkl"]


@pytest.mark.parametrize("dtype", KINDS)
@pytest.mark.parametrize("other", ["", "i1", "c16"])
def test_products_of_every_type(rng, dtype, other):
    def numbers(n, dtype):
        values = rng.integers(-3, 4, n) if "u" not in dtype else rng.integers(0, 7, n)
        return (values + 1j * rng.integers(-3, 4, n)).astype(dtype) if "c" in dtype else values.astype(dtype)

    for n in (1, 7, 33):
        a, b = numbers(n, dtype), numbers(n, other or dtype)
        for x, y in ((a, b), (a, b[:2]), (a[:3], b), (a[::-1], b[::2])):
            for mode in ("full", "same", "valid"):
                agree("correlate", x, y, mode)
                agree("convolve", x, y, mode)
        agree("vdot", a, b)
        agree("vdot", a[::-1], b)
    side = 4
    matrices = [numbers(side * side, kind).reshape(side, side) for kind in (dtype, other or dtype)]
    for text in SUBSCRIPTS:
        terms = text.split("->")[0].split(",")
        operands = [x if len(term) == 2 else x[1] for x, term in zip(matrices, terms)]
        agree("einsum", text, *operands)
        agree("einsum", text, *(x.T for x in operands))


BOUNDS = [
    (2, 5),
    (5, 2),
    (-1, 300),
    (0, 70000),
    (2.5, 4),
    (None, 3),
    (3, None),
    (numpy.nan, 4.0),
    (True, 3),
    (1j, 3),
]
BOUNDS += [
    (numpy.float64(1.5), 3),
    (numpy.int64(2), numpy.int64(4)),
    (numpy.float32(2), 1e300),
    (2**70, 3),
    (-0.0, 0.0),
]


@pytest.mark.parametrize("dtype", KINDS)
def test_limits(dtype):
    rng = numpy.random.default_rng(5)
    for shape in [(0,), (), (7,), (3, 4), (300,), (9000,)]:
        x = numpy.asarray(draw(rng, int(numpy.prod(shape)), special=dtype[0] == "f")).reshape(shape)
        with numpy.errstate(all="ignore"):
            x = x.astype(dtype)
        for a in (x, x.T, x[::-1] if x.ndim else x, x.astype(x.dtype.newbyteorder())):
            for low, high in BOUNDS:
                agree("clip", a, low, high)
                agree("clip", a, min=low, max=high)
        agree("clip", x, 2, 5, out=x.copy())
