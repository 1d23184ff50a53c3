"""Index arrays and masks, against NumPy."""

import numpy as real
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import numen as np

RNG = real.random.default_rng(23)


def ours(x):
    return np.array(x, order="K")


def outcome(f):
    try:
        return f(), None
    except Exception as e:  # noqa: BLE001 - the exception is the outcome
        return None, (type(e).__name__, str(e).strip())


def same(r, s):
    s = real.asarray(s)
    assert s.shape == real.shape(r)
    assert s.tolist() == real.asarray(r).tolist()


@st.composite
def cases(draw):
    """An array, and an index for it with arrays, masks, slices, None and Ellipsis."""
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    x = real.arange(int(real.prod(shape, dtype=int))).reshape(shape)
    x = x.astype(draw(st.sampled_from(["i8", "f4", "i1", "c16", ">i4"])))
    if draw(st.booleans()):
        x = x.T
    if x.ndim and draw(st.booleans()):
        x = x[::-1]
    common = draw(st.sampled_from([(), (1,), (2,), (3,), (2, 3), (0,)]))
    key, axis, ellipsis = [], 0, False
    while axis < x.ndim and draw(st.integers(0, 4)):
        n, kind = x.shape[axis], draw(st.integers(0, 9))
        if kind < 4:
            s = draw(st.sampled_from([common, (1,), ()]))
            # Now and then one index too far.
            top = n if draw(st.integers(0, 9)) == 0 else n - 1
            count = int(real.prod(s, dtype=int))
            v = draw(st.lists(st.integers(-n, max(top, -n)), min_size=count, max_size=count))
            key.append(real.array(v, dtype=draw(st.sampled_from(["i8", "i4", ">i2"]))).reshape(s))
            axis += 1
        elif kind < 6:
            ndim = draw(st.integers(0, min(2, x.ndim - axis)))
            m = x.shape[axis : axis + ndim]
            count = int(real.prod(m, dtype=int))
            key.append(
                real.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)), bool).reshape(m)
            )
            axis += ndim
            if ndim == 0 and len(key) > 6:
                break
        elif kind == 6:
            key.append(
                slice(draw(st.sampled_from([None, 0, 1, -1])), None, draw(st.sampled_from([None, -1, 2])))
            )
            axis += 1
        elif kind == 7 and len(key) < 8:
            key.append(None)
        elif kind == 8 and not ellipsis:
            ellipsis = True
            key.append(Ellipsis)
        elif n:
            key.append(draw(st.integers(-n, n - 1)))
            axis += 1
        else:
            break
    return x, tuple(key)


def translated(key):
    return tuple(ours(k) if isinstance(k, real.ndarray) else k for k in key)


@settings(max_examples=400, deadline=None)
@given(cases())
def test_reading(case):
    x, key = case
    r, error = outcome(lambda: x[key])
    s, own_error = outcome(lambda: ours(x)[translated(key)])
    assert error == own_error
    if error is None:
        same(r, s)


@settings(max_examples=400, deadline=None)
@given(cases(), st.integers(0, 4), st.sampled_from(["i8", "f8"]))
def test_assigning(case, which, dtype):
    x, key = case
    r, error = outcome(lambda: x[key])
    shape = real.shape(r) if error is None else (2,)
    shape = [(), shape, shape[-1:], (1, *shape), (2,)][which]
    v = (real.arange(int(real.prod(shape, dtype=int))).reshape(shape) + 100).astype(dtype)
    a = ours(x)
    x = x.copy()

    def put(a, key, v):
        a[key] = v

    _, error = outcome(lambda: put(x, key, v))
    _, own_error = outcome(lambda: put(a, translated(key), ours(v)))
    assert (error is None) == (own_error is None)
    if error is not None:
        assert error[0] == own_error[0]
    same(x, a)


def test_memory_order_of_results():
    x = real.zeros((2, 3, 4))
    f = real.asfortranarray(real.zeros((2, 2), int))
    for key in [(slice(None), f), (f, f, f), (f,), (slice(None), slice(None), f), (None, f)]:
        for y in (x, x.T):
            k = tuple(k % 2 if isinstance(k, real.ndarray) else k for k in key)
            assert ours(y)[translated(k)].strides == y[k].strides


def test_objects_keep_their_references():
    import sys

    item = object()
    a = np.array([item, None, item], dtype=object)
    before = sys.getrefcount(item)
    b = a[[0, 2, 0]]
    count = sys.getrefcount(item)
    assert count == before + 3
    a[[0, 2]] = None
    count = sys.getrefcount(item)
    assert count == before + 1
    del b
    count = sys.getrefcount(item)
    assert count == before - 2


def test_overlapping_assignment():
    a, x = np.arange(6), real.arange(6)
    a[[1, 2, 3]] = a[:3]
    x[[1, 2, 3]] = x[:3]
    same(x, a)
    a[a] = a[::-1]
    x[x] = x[::-1]
    same(x, a)


@pytest.mark.parametrize(
    "key",
    [
        1.5,
        [1.5],
        "x",
        [0, 5],
        ([0, 1], [0, 1, 2]),
        [[0], [0, 1]],
        {},
        (Ellipsis, Ellipsis, [0]),
        [True, False],
    ],
    ids=repr,
)
def test_errors(key):
    _, error = outcome(lambda: real.zeros((3, 4))[key])
    _, own_error = outcome(lambda: np.zeros((3, 4))[key])
    assert error is not None and own_error == error


def laid_out(x):
    """The same values with axes in another order in memory, some of them backwards."""
    order = list(RNG.permutation(x.ndim))
    y = real.empty([x.shape[i] for i in order], x.dtype).transpose(real.argsort(order))
    y = y[tuple(slice(None, None, RNG.choice([-1, 1])) for _ in x.shape)]
    y[...] = x
    return y


@pytest.mark.parametrize("part", [(), (1,), (4,)])
@pytest.mark.parametrize("ndim", [1, 2, 3])
@pytest.mark.parametrize("count", [1, 2])
def test_which_of_several_values_stays(count, ndim, part):
    """An element that is named more than once keeps the value that NumPy writes last."""
    for _ in range(30):
        shape = tuple(RNG.integers(1, 5, ndim))
        index = tuple(laid_out(RNG.integers(0, 3, shape)) for _ in range(count))
        size = int(real.prod(shape + part))
        values = laid_out(real.arange(size).reshape(shape + part))
        expected = real.zeros((3,) * count + part, int)
        ours = np.array(expected)
        expected[index] = values
        ours[tuple(np.asarray(i) for i in index)] = np.asarray(values)
        assert (real.asarray(ours) == expected).all(), (shape, index, values)


def test_many_positions_far_apart():
    """Assignments to more memory than is near, with indices from both ends; the last of equal ones stays."""
    n = 70000
    for stride in [1, 2]:
        index = RNG.integers(-n, n, n)
        values = RNG.random(n)
        expected = real.zeros(n * stride)[::stride]
        ours = np.zeros(n * stride)[::stride]
        expected[index] = values
        ours[np.asarray(index)] = np.asarray(values)
        assert (real.asarray(ours) == expected).all()
        with pytest.raises(IndexError):
            ours[np.append(np.asarray(index), n)] = 0.0


def test_rows_of_nothing_are_taken_by_valid_indices_only():
    for lib in [real, np]:
        with pytest.raises(IndexError, match="index 5 is out of bounds for axis 0 with size 3"):
            lib.take(lib.zeros((3, 0)), [0, 5], axis=0)
        assert lib.take(lib.zeros((3, 0)), [0, 5], axis=0, mode="wrap").shape == (2, 0)
