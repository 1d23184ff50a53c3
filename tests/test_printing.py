"""Numbers, dates and arrays as text: every option gives what NumPy gives."""

import itertools

import numpy
import pytest
from agreement import agree, ours
from hypothesis import given
from hypothesis import strategies as st
from programs import drawn

import numen as np

FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 1e-5, 123456.789, 1e16, 1.7e308, 5e-324, 2.0**-24, 65504.0]
SPECIAL = [float("nan"), float("inf"), -float("inf")]
TYPES = ["f2", "f4", "f8"]


@pytest.mark.parametrize("dtype", TYPES)
def test_positional(dtype):
    with numpy.errstate(all="ignore"):
        values = [numpy.dtype(dtype).type(v) for v in FLOATS + SPECIAL] + FLOATS
    for x in values:
        agree("format_float_positional", x)
        for precision, unique, fractional, trim in itertools.product(
            (None, 0, 3, 20), (True, False), (True, False), "k.0-"
        ):
            if precision is None and not unique or precision == 0 and not fractional:
                continue
            options = dict(precision=precision, unique=unique, fractional=fractional, trim=trim)
            agree("format_float_positional", x, **options)
        agree("format_float_positional", x, sign=True, pad_left=8, pad_right=5)
        agree("format_float_positional", x, precision=6, min_digits=4)


@pytest.mark.parametrize("dtype", TYPES)
def test_scientific(dtype):
    with numpy.errstate(all="ignore"):
        values = [numpy.dtype(dtype).type(v) for v in FLOATS + SPECIAL] + FLOATS
    for x in values:
        agree("format_float_scientific", x)
        for precision, unique, trim in itertools.product((None, 0, 3, 20), (True, False), "k.0-"):
            if precision is not None or unique:
                agree("format_float_scientific", x, precision=precision, unique=unique, trim=trim)
        agree("format_float_scientific", x, sign=True, pad_left=5, exp_digits=4)
        agree("format_float_scientific", x, precision=6, min_digits=4)


@drawn(200)
@given(st.floats(width=64), st.floats(width=32), st.integers(0, 20))
def test_drawn_floats(x, y, precision):
    for value in (x, numpy.float32(y)):
        agree("format_float_positional", value)
        agree("format_float_scientific", value)
        agree("format_float_positional", value, precision=precision, unique=False)
        agree("format_float_scientific", value, precision=precision, unique=False)


ARRAYS = [
    numpy.array([1.0, -2.5, 3.25e-5]), numpy.array([1e10, 1.0]), numpy.array([0.1, numpy.nan, -numpy.inf]), numpy.arange(24).reshape(2, 3, 4),
    numpy.arange(2000).reshape(40, 50), numpy.array([1 + 2j, -0.5j]), numpy.array(["a", "bcd"]), numpy.array([b"x", b"yz"]), numpy.array([True, False]),
    numpy.zeros((0, 3)), numpy.array(5), numpy.array([None, "x", 1.5]), numpy.array([(1, 2.5)], "i4,f8"), numpy.array(["2020-01-01", "NaT"], "M8[D]"),
    numpy.array([1, -20], "m8[h]"), numpy.array([0.5, 1e-3], "f2"), numpy.arange(3.0).astype(">f4"), numpy.array([1.0, 2.0, 300.0])[:, None],
]  # fmt: skip
OPTIONS = [
    {}, {"precision": 2}, {"suppress_small": True}, {"separator": ", "}, {"prefix": "array("}, {"max_line_width": 30}, {"threshold": 10, "edgeitems": 2},
    {"floatmode": "fixed"}, {"floatmode": "maxprec", "precision": 3}, {"floatmode": "maxprec_equal", "precision": 3}, {"sign": "+"}, {"sign": " "},
    {"suffix": ")))))", "max_line_width": 25}, {"formatter": {"float_kind": "<{:.1f}>".format}}, {"formatter": {"int": hex}}, {"formatter": {"all": repr}},
]  # fmt: skip


@pytest.mark.parametrize("k", range(len(ARRAYS)))
def test_arrays(k):
    a = ARRAYS[k]
    for options in OPTIONS:
        agree("array2string", a, **options)
    for name in ("array_repr", "array_str"):
        agree(name, a)
        agree(name, a, max_line_width=30, precision=2, suppress_small=True)
    assert str(ours(a)) == str(a) and repr(ours(a)) == repr(a)


@pytest.mark.parametrize(
    "options",
    [
        {"precision": 3}, {"threshold": 20, "edgeitems": 1}, {"linewidth": 40}, {"suppress": True}, {"nanstr": "-", "infstr": "oo"}, {"sign": "+"},
        {"floatmode": "fixed", "precision": 2}, {"formatter": {"int_kind": "{:03d}".format}}, {"legacy": "1.13"}, {"legacy": "1.25"},
    ],
    ids=lambda options: "-".join(options),
)  # fmt: skip
def test_options(options):
    for a in ARRAYS:
        texts = []
        for lib, x in ((numpy, a), (np, ours(a))):
            with lib.printoptions(**options):
                texts.append((repr(x), str(x)))
        assert texts[1] == texts[0]
    with numpy.printoptions(**options), np.printoptions(**options):
        mine, expected = np.get_printoptions(), numpy.get_printoptions()
    assert mine == expected


def test_formatter_of_all_sees_fields():
    a = numpy.array([(1, 2.5)], "i4,f8")
    agree("array2string", a, formatter={"all": repr})
    agree("array2string", a, formatter={"int": hex, "void": repr, "float_kind": "<{:.2f}>".format})
    agree("array2string", numpy.array([b"abc", b"x"]).view("V1"), formatter={"void": repr})


def test_formatters_leave_single_numbers_alone():
    with numpy.printoptions(formatter={"int_kind": hex}), np.printoptions(formatter={"int_kind": hex}):
        assert str(np.array(255)) == str(numpy.array(255)) and repr(np.array(255)) == repr(numpy.array(255))


def test_formatters_of_integers_leave_durations_alone():
    a = numpy.array([1, -20], "m8[h]")
    with numpy.printoptions(formatter={"int_kind": hex}), np.printoptions(formatter={"int_kind": hex}):
        assert str(ours(a)) == str(a)
    agree("array2string", a, formatter={"timedelta": lambda x: f"<{x}>"})


@pytest.mark.parametrize(
    "a",
    [
        numpy.array([True, False]), numpy.array(True), numpy.array(3.5), numpy.array(1 / 3, "f4"), numpy.array(0.1 + 2j), numpy.array("a"),
        numpy.array(b"ab"), numpy.array(None), numpy.array((1, 2.5), "i4,f8"), numpy.array(3, "m8[h]"), numpy.array("2020-01-01", "M8[D]"),
        numpy.array([1, -20], "m8[h]"), numpy.array(["2020-01-01", "NaT"], "M8[D]"), numpy.array(["NaT", 1, 100], "m8[s]"),
    ],
    ids=repr,
)  # fmt: skip
def test_form_of_version_1_13(a):
    with numpy.printoptions(legacy="1.13"), np.printoptions(legacy="1.13"):
        assert repr(ours(a)) == repr(a) and str(ours(a)) == str(a)
        agree("array2string", a)
    agree("array2string", a, legacy="1.13")
