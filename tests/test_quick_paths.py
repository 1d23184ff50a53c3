"""What is done without a plan gives what the planned way gives: small dense arrays, and their neighbours that are not."""

import itertools

import numpy
import pytest
from agreement import agree, ours, outcome, same
from programs import agree as agree_on_program

import numen as np

rng = numpy.random.default_rng(5)
DTYPES = ["?", "i1", "u2", "i4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", ">f8", "S3", "U2", "M8[s]"]


def array(dtype, shape):
    x = rng.integers(0, 9, shape)
    return x.astype(dtype) if "S" in dtype or "U" in dtype or "M" in dtype else (x * 1.5).astype(dtype)


def layouts(dtype, shape):
    a = array(dtype, shape)
    yield a
    yield numpy.asfortranarray(a)
    yield a[..., ::-1]
    yield numpy.repeat(a, 2, axis=0)[::2]


@pytest.mark.parametrize("dtype", DTYPES)
def test_masks_and_positions(dtype):
    for shape in [(0,), (1,), (7,), (300,), (3, 4), (2, 3, 2)]:
        for a in layouts(dtype, shape):
            for index in [
                rng.random(shape) < 0.5,
                rng.random(shape[:1]) < 0.5,
                rng.integers(-shape[0], max(shape[0], 1), 5) if shape[0] else numpy.zeros(0, int),
                rng.integers(0, shape[0], (2, 3)) if shape[0] else numpy.zeros((2, 0), int),
                rng.integers(0, max(shape[0], 1), 4).astype("i4") if shape[0] else numpy.zeros(0, "i4"),
            ]:
                same(ours(a)[ours(index)], a[index])


@pytest.mark.parametrize("dtype", ["i1", "i4", "u8", "f4", "f8", "c16", ">f8", "?"])
def test_assignment(dtype):
    for shape in [(1,), (7,), (300,), (3, 4)]:
        for a in layouts(dtype, shape):
            for index in [
                rng.random(shape) < 0.5,
                rng.integers(-shape[0], shape[0], 5),
                rng.integers(0, shape[0], (2, 3)),
            ]:
                for value in [1, 2.5, numpy.float64(3), array(dtype, a[index].shape), array("f4", ())]:
                    x, y = a.copy(order="K"), ours(a.copy(order="K"))
                    x[index] = value
                    y[ours(index)] = ours(value)
                    same(y, x)


def test_bad_indices():
    for bad in ([7], [-8], [0, 99], [numpy.iinfo(int).min]):
        a = np.arange(7.0)
        index = numpy.array(bad)
        with pytest.raises(IndexError) as theirs:
            numpy.arange(7.0)[index]
        for use in (
            lambda: a[ours(index)],  # noqa: B023
            lambda: np.take(a, ours(index)),  # noqa: B023
            lambda: a.__setitem__(ours(index), 1.0),  # noqa: B023
            lambda: a.__setitem__(ours(index), np.ones(len(bad))),  # noqa: B023
        ):
            with pytest.raises(IndexError) as mine:
                use()
            assert str(mine.value) == str(theirs.value)
        assert a.tolist() == list(range(7))


def test_the_array_as_its_own_index():
    for m in (numpy, np):
        a = m.array([2, 0, 1])
        a[a] = a
        assert a.tolist() == [0, 1, 2]
        a[a] = 5
        assert a.tolist() == [5, 5, 5]
        b = m.array([True, False, True])
        b[b] = False
        assert b.tolist() == [False, False, False]


@pytest.mark.parametrize("dtype", DTYPES)
def test_where_take_nonzero(dtype):
    for shape in [(), (1,), (6,), (40,), (3, 4)]:
        for x in layouts(dtype, shape) if shape else [array(dtype, ())]:
            mask = rng.random(shape) < 0.5
            for y in [array(dtype, shape), array(dtype, shape[-1:])]:
                agree("where", mask, x, y)
            if dtype not in ("S3", "U2", "M8[s]"):
                for y in [0, 1.0, 2.5, True, numpy.float64(2)] + ([300, -1] if shape else []):
                    agree("where", mask, x, y)
                    agree("where", mask, y, x)
                if shape:
                    agree("nonzero", x)
                    agree("where", x)
            if shape:
                agree("take", x, rng.integers(0, shape[0], 5), axis=0)
                agree("take", x, rng.integers(-x.size, x.size, (2, 2)))
                agree("take", x, [0, -1], mode="wrap")
                agree("take", x, [0, 99, -99], mode="clip")
    agree("where", rng.random(5) < 0.5, 1, 2)
    agree("where", rng.random(5) < 0.5, 1, 2.0)
    agree("where", rng.random(5) < 0.5, 1.0, 2.0)


def test_large_takes():
    a = rng.random(300_000)
    index = rng.integers(-300_000, 300_000, 400_000)
    same(np.take(ours(a), ours(index)), numpy.take(a, index))
    same(ours(a)[ours(index)], a[index])
    b = a.reshape(3, 100_000)
    index = rng.integers(-100_000, 100_000, 200_000)
    same(np.take(ours(b), ours(index), axis=1), numpy.take(b, index, axis=1))
    same(ours(b)[:, ours(index)], b[:, index])
    index[150_000] = 100_001
    for m, x, i in ((numpy, b, index), (np, ours(b), ours(index))):
        with pytest.raises(IndexError, match="index 100001 is out of bounds for axis 1 with size 100000"):
            m.take(x, i, axis=1)
        with pytest.raises(IndexError, match="index 100001 is out of bounds for axis 1 with size 100000"):
            x[:, i]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["concatenate", "stack", "vstack", "hstack", "column_stack", "dstack"])
def test_joining(name, dtype):
    for shape in [(0,), (1,), (5,), (2, 3), (0, 3), (2, 2, 2)]:
        parts = [p for p in layouts(dtype, shape)]
        agree(name, parts)
        agree(name, tuple(parts[:1]))
        agree(name, [parts[0], array("f8" if dtype[0] in ">fiuc?" else dtype, shape)])
        agree(name, [parts[0], array(dtype, shape + (1,))])
        if name in ("concatenate", "stack"):
            for axis in range(-len(shape) - 1, len(shape) + 2):
                agree(name, parts, axis)
            agree(name, parts, axis=None)
    agree(name, [])
    agree(name, [1, 2])
    agree(name, [array(dtype, ()), array(dtype, ())])


def operand(dtype):
    """An array of at most five axes, most of them short, in any layout; the same one of ours."""
    shape = rng.choice([1, 2, 3], rng.integers(0, 6))
    gaps = rng.choice([1, 2], len(shape))
    whole = rng.integers(-9, 9, shape * gaps).astype(dtype)
    if rng.random() < 0.2:
        whole = numpy.asfortranarray(whole)
    cut = tuple(slice(None, None, -1 if rng.random() < 0.1 else int(g)) for g in gaps)
    views = []
    for a in (whole, ours(whole.copy(order="K"))):
        a = a[cut][tuple(slice(0, int(n)) for n in shape)]
        views.append(a.T if len(shape) == 2 and shape[0] > 2 else a)
    return views


@pytest.mark.parametrize("dtype", ["f8", "f4", "i8", "u1", "?", "c16"])
@pytest.mark.parametrize("name", ["add", "multiply", "equal", "maximum", "logical_and"])
def test_broadcast_and_strided_operands(name, dtype):
    """Values, types and the order of axes in memory, whichever way is taken."""
    for _ in range(300):
        (x, mine), (y, other) = operand(dtype), operand(dtype)
        if rng.random() < 0.1:
            y = other = 3 if dtype in ("u1", "i8") else 2.5
        try:
            expected = getattr(numpy, name)(x, y)
        except ValueError as e:
            with pytest.raises(ValueError) as ours_said:
                getattr(np, name)(mine, other)
            assert str(ours_said.value) == str(e)
            continue
        actual = getattr(np, name)(mine, other)
        same(actual, expected)
        moving = [n > 1 for n in expected.shape]
        assert (
            numpy.where(moving, actual.strides, 0).tolist()
            == numpy.where(moving, expected.strides, 0).tolist()
        )
        if x.ndim and expected.shape == x.shape and expected.dtype == x.dtype:
            if rng.random() < 0.3:
                y, other = x[-1:], mine[-1:]
            getattr(numpy, name)(x, y, out=x)
            getattr(np, name)(mine, other, out=mine)
            same(mine, x)


def test_floating_point_errors_of_broadcast_operands():
    for m in (numpy, np):
        table, row = m.ones((3, 3)), m.array([1.0, 0.0, 2.0])
        with (
            m.errstate(divide="raise"),
            pytest.raises(FloatingPointError, match="divide by zero encountered in divide"),
        ):
            table / row
        with pytest.warns(RuntimeWarning, match="overflow encountered in multiply"):
            m.full((2, 3), 1e200) * m.full((2, 1), 1e200)


MIXED = ["?", "i1", "u1", "i2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]


@pytest.mark.parametrize(
    "name", ["add", "divide", "power", "less", "hypot", "floor_divide", "maximum", "ldexp"]
)
@pytest.mark.parametrize(
    "shapes", [((3, 4), (3, 4)), ((3, 4), (4,)), ((33, 2), (33, 2)), ((2, 1), (1, 3)), ((0,), (1,))]
)
def test_small_operands_of_two_types(name, shapes):
    for a, b in itertools.product(MIXED, MIXED[::3]):
        x = (numpy.arange(numpy.prod(shapes[0])).reshape(shapes[0]) % 5 + 1).astype(a)
        y = (numpy.arange(numpy.prod(shapes[1])).reshape(shapes[1]) % 3).astype(b)
        agree(name, x, y, rtol=1e-6)
        agree(name, x, y.T if x.shape == y.T.shape else y[::-1], rtol=1e-6)


@pytest.mark.parametrize(
    "scalar", [2, 2.5, True, 1e10, numpy.float64(2), numpy.int64(3), numpy.float32(0.5), numpy.uint8(7)]
)
@pytest.mark.parametrize("name", ["multiply", "divide", "subtract", "greater", "arctan2"])
def test_small_arrays_beside_numbers_of_other_types(name, scalar):
    for a in MIXED:
        x = (numpy.arange(6).reshape(2, 3) + 1).astype(a)
        agree(name, x, scalar, rtol=1e-6)
        agree(name, scalar, x.T, rtol=1e-6)


@pytest.mark.parametrize("name", ["sqrt", "exp", "negative", "isnan", "floor", "absolute", "square"])
def test_small_operands_of_functions_of_one(name):
    for a in MIXED:
        x = (numpy.arange(12).reshape(3, 4) + 1).astype(a)
        for y in (x, x[:, ::2], x[:, 1], x[::2, :1]):
            agree(name, y, rtol=1e-3 if a == "f2" else 1e-6)


def test_in_place_with_another_type():
    for a, b in itertools.product(MIXED, MIXED):
        results = []
        for library in (numpy, np):
            x = library.array([[1, 2, 3], [4, 5, 6]]).astype(a)
            y = library.array([1, 0, 2]).astype(b)
            try:
                x += y
                x *= y[1:2]
            except TypeError as error:
                results.append(str(error))
            else:
                results.append(x.tolist())
        assert results[0] == results[1], (a, b)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (5, 64), (70, 130), (4, 3, 5), (33, 2, 65), (1, 7, 1)])
@pytest.mark.parametrize("dtype", ["u1", "f2", "f4", "f8", "c16", "S3"])
def test_copies_across_axes(shape, dtype):
    rng = numpy.random.default_rng(3)
    real = rng.integers(0, 100, shape).astype(dtype)
    ours = np.array(real)
    for axes in itertools.permutations(range(len(shape))):
        for cut in (slice(None), slice(None, None, -1), slice(1, None, 2)):
            expected = real.transpose(axes)[..., cut]
            view = ours.transpose(axes)[..., cut]
            assert view.copy().tolist() == expected.tolist()
            target = np.zeros(expected.shape[::-1], dtype).T
            target[...] = view
            assert target.tolist() == expected.tolist()
            target[...] = view[..., :1]
            assert target.tolist() == numpy.broadcast_to(expected[..., :1], expected.shape).tolist()


@pytest.mark.parametrize(
    "key",
    [
        [0],
        [2, 0, -1],
        [1, 1, 1],
        [5],
        [-6],
        [0, 2**70],
        [True, False, True, False, True],
        [0.5],
        [[0, 1]],
        [],
    ],
)
@pytest.mark.parametrize("shape", [(5,), (5, 3), (5, 2, 2), ()])
def test_lists_of_positions(key, shape):
    for dtype in ("f8", "i4", "?", "c16", "S2", "O"):
        results = []
        for library in (numpy, np):
            a = library.arange(library.prod(shape)).reshape(shape).astype(dtype)
            outcome = []
            for value in (7, library.zeros((), dtype), [1]):
                try:
                    outcome.append(a[key].tolist())
                    a[key] = value
                    outcome.append(a.tolist())
                except Exception as error:
                    outcome.append((type(error).__name__, str(error)))
            results.append(outcome)
        assert results[0] == results[1], (key, shape, dtype)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2, 3],
        [1.5, 2, True],
        [1, None, 2],
        [1, 2],
        [2**60, 1, 2],
        [1, 2**80, 3],
        ["1", "2", "3"],
        [1.5, 2.5, 3.5],
    ],
)
def test_lists_of_numbers_assigned(value):
    for dtype in ("f8", "i8", "i4", ">f8", "O", "U3"):
        results = []
        for library in (numpy, np):
            a = library.zeros((3, 3), dtype)
            outcome = []
            for key in (0, (slice(None), 1), (slice(None, None, -1), 2), slice(None)):
                try:
                    a[key] = value
                except Exception as error:
                    outcome.append((type(error).__name__, str(error)))
                    a[...] = 0  # NumPy leaves what it had written before
                outcome.append(repr(a.tolist()))
            results.append(outcome)
        assert results[0] == results[1], (value, dtype)


def tried(f):
    """The result, or what the exception and the warnings say."""
    result, error, warned = outcome(f, (), {})
    return result, warned if error is None else (type(error).__name__, str(error), warned)


def agree_on(a, key):
    """Both libraries give the same elements, or refuse the key in the same words."""
    found, said = tried(lambda: a[key])
    own, own_said = tried(lambda: ours(a)[ours(key)])
    assert own_said == said
    if found is not None:
        same(own, found)


@pytest.mark.parametrize("dtype", DTYPES)
def test_positions_along_every_axis(dtype):
    for shape in [(3, 4), (2, 3, 4), (5, 1)]:
        places = [rng.integers(-n, n, 6) for n in shape]
        keys = [
            tuple(places),
            tuple(p[::2] for p in places),
            (places[0].tolist(), *places[1:]),
            (1, *places[1:]),
            (*places[:-1], 0),
            tuple(p.astype("i4") for p in places),
            tuple(p[:0] for p in places),
            (places[0][:1], *places[1:]),
            (places[0] + 1, *places[1:]),
            (places[0], *(p + 9 for p in places[1:])),
            (places[0], *(p[:4] for p in places[1:])),
        ]
        for a, key in itertools.product(layouts(dtype, shape), keys):
            agree_on(a, key)
            for value in [1, 2.5, numpy.float64(3), array(dtype, 6), array(dtype, 12)[::2], array("f4", ())]:
                if dtype == "M8[s]" and isinstance(value, float):
                    continue
                x, y = a.copy(order="K"), ours(a.copy(order="K"))
                error = tried(lambda: x.__setitem__(key, value))[1]
                assert tried(lambda: y.__setitem__(ours(key), ours(value)))[1] == error
                same(y, x)


def test_positions_that_show_the_array_itself():
    for np_ in (np, numpy):
        a = np_.array([[0, 1], [1, 0]])
        a[a[0], a[1]] = [7, 8]
        assert a.tolist() == [[0, 7], [8, 0]]
        a[a[1] // 8, [0, 1]] = a[:, 0]
        assert a.tolist() == [[0, 8], [0, 0]]


def test_scalars_as_positions():
    a = numpy.arange(12.0).reshape(3, 4)
    for kind in ("i1", "i8", "u8"):
        for i in (-4, -3, 0, 2, 3):
            if i < 0 and kind == "u8":
                continue
            i = numpy.dtype(kind).type(i)
            for key in (i, (i, 1), (1, i), (slice(None), i), (i, slice(1, 3)), (i, None), (..., i)):
                agree_on(a, key)
                x, y = a.copy(), ours(a)
                error = tried(lambda: x.__setitem__(key, 5))[1]
                assert tried(lambda: y.__setitem__(ours(key), 5))[1] == error
                same(y, x)


@pytest.mark.parametrize("dtype", ["?", "i1", "i2", "u8", "f4", "f8", "c16"])
def test_scalars_that_need_a_cast(dtype):
    keys = [numpy.array([True, False, True]), numpy.array([0, 2]), [0, 2], 1]
    values = [
        numpy.int64(70000),
        numpy.int64(3),
        numpy.float64(1.5),
        numpy.float32(2.5),
        numpy.bool_(True),
        1,
        1.5,
    ]
    for key, value in itertools.product(keys, values):
        x, y = numpy.zeros(3, dtype), np.zeros(3, dtype)
        said = tried(lambda: x.__setitem__(key, value))[1]
        assert tried(lambda: y.__setitem__(ours(key), ours(value)))[1] == said, (key, value)
        same(y, x)
        if isinstance(key, numpy.ndarray) and key.dtype == bool:
            x, y = numpy.zeros(3, dtype), np.zeros(3, dtype)
            said = tried(lambda: numpy.putmask(x, key, value))[1]
            assert tried(lambda: np.putmask(y, ours(key), ours(value)))[1] == said, (key, value)
            same(y, x)
        if not isinstance(key, int):
            x, y = numpy.zeros((3, 3), dtype), np.zeros((3, 3), dtype)
            said = tried(lambda: x.__setitem__((key, 1), value))[1]
            assert tried(lambda: y.__setitem__((ours(key), 1), ours(value)))[1] == said, (key, value)
            same(y, x)


@pytest.mark.parametrize(
    "code",
    [
        f"a = np.arange(5).astype({d!r}); {call}"
        for d in ("f4", "f8", "i8", "i1", "?", "c16", "O", ">f8")
        for call in (
            "np.dot(a, 2), np.dot(2.5, a), a.dot(True)",
            "np.inner(a, 2), np.inner(np.float32(3), a), np.inner(a, np.array(2.0))",
            "np.dot(a, 1 + 2j), np.dot(np.int64(3), a), np.dot(a, 2**70)",
            "np.dot(a, 2, out=np.zeros(5))",
        )
    ],
)
def test_products_with_numbers(code):
    """Both operands become arrays before their types meet: a Python number is one of 64 bits."""
    agree_on_program(code)


@pytest.mark.parametrize("name", ["putmask", "place"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_values_where_a_mask_is_true(name, dtype):
    for shape in [(0,), (1,), (7,), (300,), (3, 4)]:
        for a in layouts(dtype, shape):
            for count in (1, 3, a.size, a.size + 2):
                mask, values = rng.random(shape) < 0.5, array(dtype, count)
                for given in (values, values.astype("i1") if dtype not in ("S3", "U2", "M8[s]") else values):
                    mine, theirs = ours(a.copy()), a.copy()
                    results = [
                        outcome(getattr(library, name), (x, m, v), {})
                        for library, x, m, v in (
                            (np, mine, ours(mask), ours(given)),
                            (numpy, theirs, mask, given),
                        )
                    ]
                    assert str(results[0][1]) == str(results[1][1]) and results[0][2] == results[1][2]
                    same(mine, theirs)


@pytest.mark.parametrize("dtype", ["f8", "i8", "f4", "i4", "u1", "?", "c16", ">f8", "U2", "M8[s]"])
def test_the_place_of_one_number(dtype):
    for n in (0, 1, 7):
        a = numpy.sort(array(dtype, (n,)))
        for key in (
            3,
            2.5,
            True,
            2**70,
            numpy.float64(4),
            numpy.int64(2),
            numpy.float32(1.5),
            -1,
            float("nan"),
        ):
            agree("searchsorted", a, key)
            agree("searchsorted", a, key, side="right")
