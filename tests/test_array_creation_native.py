"""Arrays from data and ranges, against NumPy."""

import numpy as real
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import numen as np

FLOATS = st.floats(-1e6, 1e6)


def alike(r, s):
    s = real.asarray(s)
    assert s.dtype == r.dtype and s.shape == r.shape
    assert s.tobytes() == r.tobytes()


@pytest.mark.parametrize(
    "data",
    [
        1.5,
        3,
        True,
        2j,
        [1, 2.5],
        [[1, 2], [3, 4]],
        [],
        [[]],
        [True, 2],
        [2**63, 1],
        range(4),
        (1, (2)),
        bytearray(b"ab"),
        [real.float32(1), 2],
        [real.arange(2), [3, 4]],
        memoryview(b"abc"),
        [[1.0, 2.0], (3, 4)],
    ],
    ids=repr,
)
def test_array_of_data(data):
    alike(real.array(data), np.array(data))
    alike(real.array(data, dtype="c8"), np.array(data, dtype="c8"))
    alike(real.array(data, ndmin=3), np.array(data, ndmin=3))


@pytest.mark.parametrize(
    "call",
    [
        lambda m: m.array([[1, 2], [3]]),
        lambda m: m.array([1], copy=False),
        lambda m: m.array([1], ndmax=0),
        lambda m: m.array(300, dtype="u1"),
        lambda m: m.zeros(-1),
        lambda m: m.zeros(None),
        lambda m: m.zeros(2**62),
        lambda m: m.arange(),
        lambda m: m.arange(0, 5, 0),
        lambda m: m.arange(float("nan")),
        lambda m: m.arange(3, dtype="?"),
        lambda m: m.linspace(0, 1, -1),
        lambda m: m.broadcast_to([1, 2], 3),
        lambda m: m.frombuffer(b"abc", "i2"),
        lambda m: m.fromiter([1], int, 3),
        lambda m: m.unravel_index(5, (2, 2)),
        lambda m: m.packbits([1.5]),
        lambda m: m.copyto(m.zeros(2, int), 1.5),
        lambda m: m.putmask(m.zeros(3), [1, 0], [1]),
        lambda m: m.zeros(3, device="gpu"),
        lambda m: m.array([1], like=1),
    ],
)
def test_errors(call):
    with pytest.raises(Exception) as theirs:
        call(real)
    with pytest.raises(type(theirs.value)) as own:
        call(np)
    assert str(own.value) == str(theirs.value)


@settings(max_examples=150, deadline=None)
@given(FLOATS, FLOATS, st.integers(0, 60), st.booleans())
def test_linspace_has_the_same_bits(start, stop, num, endpoint):
    alike(real.linspace(start, stop, num, endpoint), np.linspace(start, stop, num, endpoint))


@settings(max_examples=150, deadline=None)
@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 7), st.sampled_from("bhilBHILefdFD"))
def test_arange(start, stop, step, code):
    if code in "BHIL":
        start, stop = abs(start), abs(stop)
    alike(real.arange(start, stop, step, dtype=code), np.arange(start, stop, step, dtype=code))
    alike(real.arange(start, stop, step / 4), np.arange(start, stop, step / 4))


def test_orders_and_prototypes():
    x = real.zeros((2, 3, 4)).transpose(1, 0, 2)
    for order in "CFAK":
        assert real.asarray(np.array(x, order=order)).strides == real.array(x, order=order).strides
        assert (
            real.asarray(np.empty_like(np.asarray(x), order=order)).strides
            == real.empty_like(x, order=order).strides
        )
    alike(real.full((2, 2), [1, 2]), np.full((2, 2), [1, 2]))
    alike(real.ones_like(x, dtype="i2"), np.ones_like(np.asarray(x), dtype="i2"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), max_size=40), st.sampled_from(["big", "little"]))
def test_bits(bits, order):
    packed = real.packbits(real.array(bits, bool), bitorder=order)
    alike(packed, np.packbits(np.array(bits, dtype=bool), bitorder=order))
    alike(real.unpackbits(packed, bitorder=order), np.unpackbits(np.asarray(packed), bitorder=order))


def test_positions():
    for order in "CF":
        flat = real.arange(24).reshape(4, 6)
        parts = real.unravel_index(flat, (2, 3, 4), order=order)
        for r, s in zip(parts, np.unravel_index(np.asarray(flat), (2, 3, 4), order=order)):
            alike(r, s)
        alike(flat, np.ravel_multi_index(tuple(np.asarray(p) for p in parts), (2, 3, 4), order=order))


NUMBERS = st.one_of(
    st.booleans(),
    st.integers(-5, 5),
    st.sampled_from([2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**30]),
    st.floats(width=64),
)


@st.composite
def nested(draw):
    """Nested lists and tuples of numbers, now and then with a row that does not fit."""
    leaf = draw(st.sampled_from([st.booleans(), st.integers(-9, 9), st.floats(-1e3, 1e3), NUMBERS]))

    def rows(shape):
        if not shape:
            return draw(leaf)
        odd = draw(st.integers(0, 40)) == 0
        made = [rows(shape[1:]) for _ in range(shape[0] + odd)]
        return tuple(made) if draw(st.booleans()) else made

    return rows(draw(st.lists(st.integers(0, 4), min_size=1, max_size=4)))


def made(module, *args, **kwargs):
    with module.errstate(all="ignore"):
        try:
            a = module.array(*args, **kwargs)
        except (ValueError, OverflowError, TypeError) as error:
            return type(error), str(error)
    return a.dtype.str, a.shape, a.strides if a.size else None, repr(a.tolist()), a.flags.owndata


@pytest.mark.parametrize("dtype", [None, "f8", "f4", "i8", "?", "i2", ">f8", "O"])
@given(data=nested(), ndmin=st.sampled_from([0, 0, 2]), order=st.sampled_from("KCFA"))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_nested_lists_of_numbers(dtype, data, ndmin, order):
    expected = made(real, data, dtype=dtype, ndmin=ndmin, order=order)
    assert made(np, data, dtype=dtype, ndmin=ndmin, order=order) == expected


def test_lists_of_scalars_take_their_types():
    for first, second in [
        ("float64", "float64"),
        ("int64", "int64"),
        ("int64", "float64"),
        ("float32", "float64"),
    ]:
        data = [[getattr(m, first)(3), getattr(m, second)(2), 1] for m in (np, real)]
        alike(real.array([data[1]] * 3), np.array([data[0]] * 3))
    for value in (1e39, -1e39):
        with pytest.warns(RuntimeWarning, match="overflow encountered in cast"):
            assert np.array([1.0, value], dtype="f4")[1] == value * np.inf


def test_a_row_that_does_not_fit_takes_no_memory():
    data = [[0.0] * 1_000_000, *[1.0] * 1_000_000]  # 8 TB if it were a rectangle
    with pytest.raises(ValueError, match="inhomogeneous"):
        np.array(data)
