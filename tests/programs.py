"""Lines of a program run under both libraries: what they give, raise and warn must agree, to the bit."""

import os
import re
import warnings

import hypothesis.strategies as st
import numpy
from hypothesis import settings

import numen as np

# The namespaces that programs see: `np` is the library, the rest is common.
COMMON = {}


def named(text):
    """Numen's names as NumPy writes them, and no addresses."""
    text = text.replace("numen._core.multiarray", "numpy._core.multiarray")
    return re.sub(r"0x[0-9a-f]+", "0x", text.replace("numen._core", "numpy").replace("numen", "numpy"))


def told(x, layout=True):
    """A value as plain data that compares: class, dtype, shape, memory order and every element's repr."""
    for library in (np, numpy):
        if isinstance(x, library.ndarray):
            strides = tuple(s for s, n in zip(x.strides, x.shape) if n > 1) if layout and x.size else ()
            if x.dtype.kind in "Mm":
                cells = x.astype("i8").tolist()
            elif x.dtype.kind == "V" and not x.dtype.names:
                cells = x.tobytes()
            else:
                cells = told(x.tolist())
            return (
                type(x).__name__,
                named(repr(x.dtype)),
                x.shape,
                strides,
                x.flags.writeable,
                cells,
            )
        if isinstance(x, library.generic):
            return type(x).__name__, named(repr(x.dtype)), named(repr(x))
    if isinstance(x, (list, tuple)):
        return type(x).__name__, [told(e, layout) for e in x]
    if isinstance(x, dict):
        return {k: told(v, layout) for k, v in x.items()}
    if isinstance(x, type):
        return x.__name__
    if isinstance(x, (np.dtype, numpy.dtype)):
        return "dtype", named(repr(x)), x.str, x.itemsize, x.alignment, x.flags
    return type(x).__name__, named(repr(x))


def outcome(code, library, names, layout=True):
    """(result, exception, warnings) of statements separated by `;`, the last an expression, under a library."""
    *statements, last = code.split(";")
    space = {**COMMON, **names, "np": library}
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            exec(";".join(statements).strip(), space)
            result, error = told(eval(last.strip(), space), layout), None
        except Exception as e:  # noqa: BLE001 - the exception is the outcome
            result, error = None, (type(e).__name__, named(str(e)))
    return result, error, sorted((w.category.__name__, named(str(w.message))) for w in seen)


def agree(code, layout=True, **names):
    """Assert that a program does the same under both libraries; `names` are made for each by `names[k](library)`."""
    made = [{k: v(lib) if callable(v) else v for k, v in names.items()} for lib in (numpy, np)]
    expected = outcome(code, numpy, made[0], layout)
    mine = outcome(code, np, made[1], layout)
    assert mine == expected, f"{code}\n  Numen: {mine}\n  NumPy: {expected}"


def lines(text):
    """The programs in a text, one a line."""
    return [
        line.strip()
        for line in text.strip().splitlines()
        if line.strip() and not line.strip().startswith("#")
    ]


EDGES = {
    "b": [True, False, True, True, False],
    "i": [0, 1, -1, 127, -128, 5, 3, 2],
    "u": [0, 1, 255, 128, 127, 5, 3, 2],
    "f": [0.0, -0.0, 1.0, -1.5, float("nan"), float("inf"), -float("inf"), 3.25, 1e-3, 77.0],
    "c": [0j, -0j, 1 + 2j, complex("nan"), complex("inf+1j"), -3.5 + 0.25j, 2 - 1j],
    "O": [None, 1, "x", 2.5, (1, 2)],
    "S": [b"", b"a", b"ab\x00c", b"zz"],
    "U": ["", "a", "\u00e9t\u00e9", "\U0001f600"],
    "M": ["2020-01-01", "NaT", "1969-12-31"],
    "m": [0, 1, -5],
}
TYPES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]


def elements(dtype, count, shift=0):
    """`count` values of a dtype with its edge values, the same in both libraries."""
    dtype = numpy.dtype(dtype)
    values = EDGES[dtype.kind]
    return [values[(i + shift) % len(values)] for i in range(count)]


def built(library, recipe):
    """The array of a recipe (dtype, shape, transposed, steps, shift) in a library."""
    dtype, shape, transposed, steps, shift = recipe
    whole = tuple(n * abs(s) for n, s in zip(shape, steps))
    count = int(numpy.prod(whole, dtype=int))
    values = elements(dtype, count, shift)
    kind = numpy.dtype(dtype).kind
    a = library.empty(count, dtype)
    if count:
        a[...] = (
            library.array(values, dtype=object if kind == "O" else None).astype(dtype)
            if kind != "O"
            else None
        )
        if kind == "O":
            for i, v in enumerate(values):
                a[i] = v
    a = a.reshape(whole)[(*(slice(None, None, s) for s in steps), ...)]
    return a.T if transposed else a


# Runs under valgrind draw a tenth of the examples.
SHARE = 10 if "NUMEN_FEW_EXAMPLES" in os.environ else 1


def drawn(examples):
    """The settings of a test that draws so many examples."""
    return settings(max_examples=max(1, examples // SHARE), deadline=None)


@st.composite
def recipes(draw, dtypes=TYPES, max_dims=3, max_side=4, shape=None):
    """A recipe of an array: strides of either sign, transposed or not, empty and 0-d ones among them."""
    shape = tuple(draw(st.lists(st.integers(0, max_side), max_size=max_dims))) if shape is None else shape
    steps = tuple(draw(st.sampled_from([1, 1, 2, -1, -2])) for _ in shape)
    return draw(st.sampled_from(dtypes)), shape, draw(st.booleans()), steps, draw(st.integers(0, 9))
