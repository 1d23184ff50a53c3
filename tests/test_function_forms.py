"""Functions that stand for a method, and the older names of others, compute what NumPy's do."""

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
