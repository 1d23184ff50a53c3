"""Set functions agree with NumPy."""

import itertools

import numpy
import pytest
from agreement import agree

import numen as np

RNG = numpy.random.default_rng(23)


def draw(*shape, dtype="i8", high=8):
    return numpy.asarray(RNG.integers(0, high, shape)).astype(dtype)


NAN = numpy.nan
ARRAYS = [
    draw(12), draw(0), draw(1), draw(), draw(3, 4), draw(4, 3, 2, high=2), draw(3, 4, high=2).T, draw(9, dtype="f4"), draw(9, dtype="u1"),
    draw(6, dtype="?", high=2), numpy.array([3.0, NAN, 1.0, NAN, -0.0, 0.0]), numpy.array([NAN, NAN]), draw(0, 3), draw(3, 0),
    numpy.array([1 + 1j, complex(NAN, 1), complex(1, NAN), 1 + 1j]), numpy.array(["b", "a", "b", "cc"]), numpy.array([b"x", b"y", b"x"]),
    numpy.array([2, 1, 2], object), draw(20, dtype="i1", high=100), numpy.array([[1, NAN], [1, NAN]]), numpy.array([-128, 127, 0], "i1"),
]  # fmt: skip


def label(a):
    return f"{a.dtype}{a.shape}"


@pytest.mark.parametrize("a", ARRAYS, ids=label)
def test_unique(a):
    for index, inverse, counts in itertools.product([False, True], repeat=3):
        for axis, equal_nan in itertools.product([None, 0, -1, 1, 4], [True, False]):
            # Without a stable sort NumPy leaves open which NaN comes first.
            agree("unique", a, index, inverse and (index or equal_nan), counts, axis, equal_nan=equal_nan)
    for name in ["unique_all", "unique_counts", "unique_inverse"]:
        agree(name, a)
    assert np.array_equal(
        np.sort(np.unique_values(np.asarray(a))),
        np.unique(np.asarray(a), equal_nan=False),
        equal_nan=a.dtype.kind in "fc",
    )


def test_names_of_results():
    result = np.unique_all([1, 1, 2])
    assert result._fields == ("values", "indices", "inverse_indices", "counts")
    assert np.unique_counts([1])._fields == ("values", "counts")
    assert np.unique_inverse([1])._fields == ("values", "inverse_indices")


SIMPLE = [a for a in ARRAYS if a.dtype.kind != "O"]


@pytest.mark.parametrize("a", SIMPLE, ids=label)
def test_operations(a):
    for b in SIMPLE:
        if (a.dtype.kind in "US") != (b.dtype.kind in "US") or (
            a.dtype.kind != b.dtype.kind and a.dtype.kind in "US"
        ):
            continue
        agree("intersect1d", a, b)
        agree("intersect1d", a, b, return_indices=True)
        agree("setxor1d", a, b)
        agree("union1d", a, b)
        agree("setdiff1d", a, b)
        agree("setdiff1d", numpy.unique(a)[::-1], numpy.unique(b), True)
        for kind, invert in itertools.product([None, "sort", "table", "foo"], [False, True]):
            agree("isin", a, b, invert=invert, kind=kind)
    agree("isin", a, 3)
    agree("isin", 3, [1, 2, 3])


def test_membership_of_wide_and_mixed_integers():
    wide = numpy.array([-(2**62), 2**62, 5, -1])
    for a, b in itertools.product(
        [
            wide,
            draw(30, dtype="i1", high=100) - numpy.int8(50),
            draw(30, dtype="u8"),
            numpy.array([2**63 + 5, 3], "u8"),
            draw(5, dtype="?", high=2),
        ],
        repeat=2,
    ):
        for kind in [None, "sort", "table"]:
            if kind == "table" and a is wide and b is wide:
                continue  # a table of 2**63 entries
            if kind == "table" and b is wide:
                continue
            agree("isin", a, b, kind=kind)
    agree("isin", numpy.array([1, "a", None], object), numpy.array(["a", 2.0], object))
    agree("isin", draw(100), draw(50, high=100))
    agree("isin", draw(100) / 2, draw(50, high=100))
