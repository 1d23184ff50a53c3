"""Result types of ufuncs, and what they say to types they do not take, agree with NumPy."""

import itertools
import warnings

import numpy
import pytest

import numen as np

KINDS = "?bBhHiIlLefdFDSUMm"
UFUNCS = sorted({u.__name__ for u in vars(numpy).values() if isinstance(u, numpy.ufunc) and not u.signature})
# A gap that is known: uint64 beside dates.
GAPS = {"add", "subtract"}


def made(lib, kind):
    """An array of one element."""
    values = {"S": b"a", "U": "a", "M": "2020-01-01", "m": 1}
    return lib.array([values.get(kind, 1)], {"M": "M8[D]", "m": "m8[D]"}.get(kind, kind))


def outcome(lib, name, kinds):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            r = getattr(lib, name)(*(made(lib, k) for k in kinds))
        except Exception as e:  # noqa: BLE001 - the exception is the outcome
            return type(e).__name__, str(e).replace("numen", "numpy")
    return tuple(x.dtype.str for x in r) if isinstance(r, tuple) else r.dtype.str


@pytest.mark.parametrize("name", UFUNCS)
def test_every_pair_of_types(name):
    ufunc = getattr(numpy, name)
    for kinds in itertools.product(KINDS, repeat=ufunc.nin):
        if name == "add" and kinds in [("S", "S"), ("U", "U")]:
            continue  # sums of texts are objects still
        if name in GAPS and "L" in kinds and set(kinds) & set("Mm"):
            continue
        assert outcome(np, name, kinds) == outcome(numpy, name, kinds), (name, kinds)


def test_quotients_of_integers_are_doubles():
    for dtype in "?bBhHiIlL":
        a = np.array([1, 0, 1], dtype)
        assert (a / a.dtype.type(2)).dtype == (a / 2).dtype == np.float64
        assert type(a[0] / a[1:][1]) is np.float64


def test_bytes_and_records_compare():
    v, w = numpy.zeros(2, "V3"), numpy.array([b"abc", b"xyz"]).view("V3")
    for x, y in [(v, v), (v, w), (w, w[::-1]), (w[:1], w)]:
        mine = np.asarray(x), np.asarray(y)
        assert ((mine[0] == mine[1]).tolist(), (mine[0] != mine[1]).tolist()) == (
            (x == y).tolist(),
            (x != y).tolist(),
        )
    r = np.zeros(2, [("a", "i4"), ("b", "U2")])
    assert (r == r).tolist() == [True, True] and (r != r).tolist() == [False, False]
    with pytest.raises(TypeError, match="Cannot compare structured or void to non-void arrays."):
        np.asarray(v) == 1
