"""Tables of text: `loadtxt`, `savetxt`, `fromregex` against NumPy's, with their messages and warnings."""

import io
import warnings

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import numen


def outcome(function, *args, **kwargs):
    """Result, or kind and text of the error; with the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            return type(error).__name__, str(error)
    # NumPy reads strings of unknown length in pieces, and warns of the limit that it set itself.
    messages = [(w.category.__name__, str(w.message)) for w in caught]
    said = [one for one in messages if "max_rows=50000" not in one[1]]
    if isinstance(result, list):
        return [described(one) for one in result], said
    return described(result), said


def described(array):
    return str(array.dtype), array.shape, repr(array.tolist())


STRUCTURED = [("x", "i4"), ("y", "f8"), ("s", "U3")]

# Lines, and keyword arguments.
CASES = [
    ([], {}),
    (["1 2", "3 4"], {}),
    (["1\t2  3"], {}),
    (["1"], {}),
    (["1"], {"ndmin": 1}),
    (["1 2 3"], {"ndmin": 2}),
    (["1", "2"], {"ndmin": 2}),
    (["1 2"], {"ndmin": 3}),
    (["1 2 3", "4 5 6"], {"unpack": True}),
    (["1 2 3", "4 5 6"], {"usecols": 1}),
    (["1 2 3", "4 5 6"], {"usecols": (0, -1)}),
    (["1 2 3"], {"usecols": 5}),
    (["1 2 3"], {"usecols": 1.5}),
    (["1 2 3"], {"usecols": "a"}),
    (["1 2"], {"usecols": [0, 0]}),
    (["1 2", "1"], {"usecols": [-2]}),
    (["1 2", "3"], {}),
    (["1,,3"], {"delimiter": ","}),
    (["1\t\t3"], {"delimiter": "\t"}),
    ([" 1 , 2 "], {"delimiter": ","}),
    ([" 1  2 "], {"delimiter": " "}),
    (["1 2"], {"delimiter": ","}),
    (["1,2"], {"delimiter": ",,"}),
    (["1,2"], {"delimiter": 3}),
    (["1,2"], {"delimiter": ""}),
    (["1,2"], {"delimiter": "\n"}),
    (["1,2"], {"delimiter": ",", "comments": ","}),
    (["1 #2"], {"comments": None}),
    (["1 2#3", "%4", "5 6"], {"comments": ["#", "%"]}),
    (["1 2//3", "5 6"], {"comments": "//"}),
    (["1 2#3"], {"comments": b"#"}),
    (["1"], {"comments": ""}),
    (["1"], {"comments": ["ab", "#"], "quotechar": "'"}),
    (["#a", "1", "2"], {"skiprows": 1}),
    (["#a", "1", "2"], {"skiprows": 2}),
    (["1"], {"skiprows": 1.5}),
    (["1"], {"skiprows": -1}),
    (["1", "", "2", "3"], {"max_rows": 2}),
    (["1 2"], {"max_rows": 0}),
    (["1 2", "   ", "3 4"], {}),
    (["1,2", "   ", "3,4"], {"delimiter": ","}),
    (["1\n2"], {}),
    (["1", "x"], {"dtype": int}),
    (["1.5"], {"dtype": int}),
    (["300"], {"dtype": "u1"}),
    (["99999999999999999999"], {"dtype": "i8"}),
    (["-1"], {"dtype": "u4"}),
    (["True"], {"dtype": bool}),
    (["2 0 -1"], {"dtype": bool}),
    (["1 2"], {"dtype": ">i2"}),
    (["1.5"], {"dtype": "f2"}),
    (["inf -inf nan Infinity NaN -nan +inf"], {}),
    (["1e5 1E-3 .5 5. +.5e+1 1e400 1e-400"], {}),
    (["1_0"], {}),
    (["0x10"], {}),
    (["1d5"], {}),
    (["."], {}),
    (["1e"], {}),
    (["1\x00"], {}),
    (["1+2j (3-4j) 5j 6 7+-8j"], {"dtype": complex}),
    (["1+2"], {"dtype": complex}),
    (["(1"], {"dtype": complex}),
    (["a b", "cc d"], {"dtype": str}),
    (["a b", "cc d"], {"dtype": "S"}),
    (["a b", "cc d"], {"dtype": "U1"}),
    (["a b", "cc 3"], {"dtype": object}),
    (["\u4e2d"], {"dtype": "S2"}),
    ([b"\xe9"], {"dtype": "U1"}),
    ([b"1 2", b"3 4"], {}),
    ([" a , b "], {"delimiter": ",", "dtype": "U5"}),
    (["'a b' c"], {"dtype": "U5", "quotechar": "'"}),
    (["'a'b c"], {"dtype": "U5", "quotechar": "'"}),
    (["a'b' c"], {"dtype": "U5", "quotechar": "'"}),
    (["'it''s' ,b"], {"dtype": "U9", "quotechar": "'", "delimiter": ","}),
    (["'a\n", "b',c"], {"dtype": "U9", "quotechar": "'", "delimiter": ","}),
    (["1 2", "3 4"], {"converters": lambda s: float(s) * 2}),
    (["1 2"], {"converters": {1: lambda s: 1 / 0}}),
    (["1 2"], {"converters": {5: float}}),
    (["1 2"], {"converters": {"a": float}}),
    (["1 2"], {"converters": {0: 1}}),
    (["1 2"], {"converters": 3}),
    (["1 2"], {"converters": {0: len}, "encoding": "bytes"}),
    (["1 2.5 a", "2 3.5 b"], {"dtype": STRUCTURED}),
    (["1 2.5 a", "2 3.5 b"], {"dtype": STRUCTURED, "unpack": True}),
    (["1 2.5"], {"dtype": STRUCTURED}),
    (["1 2.5 a"], {"dtype": STRUCTURED[:2], "usecols": (0, 2)}),
    (["1 2.5 a"], {"dtype": STRUCTURED[:2], "usecols": (0,)}),
    (["1 2 3 4 5"], {"dtype": [("c", int), ("p", [("x", float), ("y", float)], (2,))]}),
    (iter([3]), {}),
    (3, {}),
]


@pytest.mark.parametrize("row", range(len(CASES)))
def test_loadtxt_as_numpy(row):
    lines, kwargs = CASES[row]
    sources = [lines, lines] if isinstance(lines, (list, int)) else [iter([3]), iter([3])]
    expected = outcome(numpy.loadtxt, sources[0], **kwargs)
    assert outcome(numen.loadtxt, sources[1], **kwargs) == expected
    if isinstance(lines, list) and all(isinstance(line, str) and "\n" not in line for line in lines):
        text = "\n".join(lines)
        assert (
            outcome(numen.loadtxt, io.StringIO(text), **kwargs)[0]
            == outcome(numpy.loadtxt, io.StringIO(text), **kwargs)[0]
        )


FIELD = st.one_of(
    st.floats().map(repr),
    st.integers(-(2**70), 2**70).map(str),
    st.sampled_from(
        ["", "x", " 1", "1 ", "+1", "--1", "1e5", "#", '"', '"1"', "1,2", "nan", "0x1", "1_1", "\u00a07"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(FIELD, min_size=1, max_size=4), min_size=1, max_size=4),
    delimiter=st.sampled_from([None, ",", " ", ";"]),
    dtype=st.sampled_from([float, int, "u1", "f4", complex, "U3", "S", object, bool]),
    quotechar=st.sampled_from([None, '"']),
    usecols=st.sampled_from([None, 0, (0, -1)]),
)
def test_loadtxt_on_drawn_tables(rows, delimiter, dtype, quotechar, usecols):
    lines = [(delimiter or " ").join(row) for row in rows]
    kwargs = dict(delimiter=delimiter, dtype=dtype, quotechar=quotechar, usecols=usecols)
    assert outcome(numen.loadtxt, lines, **kwargs) == outcome(numpy.loadtxt, lines, **kwargs)


def test_reading_on_after_max_rows():
    file = io.StringIO("1 2\n3 4\n\n5 6\n7 8\n")
    assert numen.loadtxt(file, max_rows=2).tolist() == [[1, 2], [3, 4]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert numen.loadtxt(file, max_rows=1).tolist() == [5, 6]
    assert numen.loadtxt(file).tolist() == [7, 8]


def test_many_rows():
    text = "\n".join(f"{i} {i / 7:.6f}" for i in range(30000))
    expected = numpy.loadtxt(io.StringIO(text))
    assert numpy.array_equal(numpy.asarray(numen.loadtxt(io.StringIO(text))), expected)
    with pytest.raises(ValueError, match="could not convert string 'x' to float64 at row 30000, column 2"):
        numen.loadtxt(io.StringIO(text + "\n1 x"))


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2", ".xz"])
def test_compressed_files(tmp_path, ending):
    path = tmp_path / ("table" + ending)
    numen.savetxt(path, [[1, 2], [3, 4.5]])
    assert numpy.loadtxt(path).tolist() == numen.loadtxt(path).tolist() == [[1, 2], [3, 4.5]]


SAVED = [
    (lambda np: [[1, 2], [3, 4]], {}),
    (lambda np: [1, 2], {"fmt": "%d", "newline": "\r\n"}),
    (lambda np: 3, {}),
    (lambda np: np.zeros((1, 1, 1)), {}),
    (lambda np: np.zeros((0, 3)), {}),
    (lambda np: [[1, 2]], {"fmt": ["%d", "%.1f"]}),
    (lambda np: [[1, 2]], {"fmt": ["%d"]}),
    (lambda np: [[1, 2]], {"fmt": "%02d : %3.1f", "delimiter": ","}),
    (lambda np: [[1, 2]], {"fmt": "%d %d %d"}),
    (lambda np: [[1, 2]], {"fmt": 99}),
    (lambda np: np.array([[1 + 2j, 3 - 4j]]), {"fmt": "%.2e"}),
    (lambda np: np.array([[1 + 2j, 3 - 4j]]), {"fmt": ["%.2e%+.2ej"] * 2}),
    (lambda np: np.array([1 + 2j]), {"fmt": "%.2e %.2e"}),
    (lambda np: ["a", "b"], {}),
    (lambda np: ["a", "b"], {"fmt": "%s"}),
    (lambda np: [1], {"header": "a\nb", "footer": "c\nd", "fmt": "%d"}),
    (lambda np: [1], {"header": "a", "comments": "", "fmt": "%d"}),
    (lambda np: np.array([(1, 2.5)], "i4,f8"), {"fmt": "%s"}),
    (lambda np: np.array([1, "a"], object), {"fmt": "%s"}),
    (lambda np: [[1.5, 2]], {"fmt": "%s"}),
    (lambda np: np.array([0.1], "f4"), {"fmt": "%s"}),
    (lambda np: np.array([0.1], "f4"), {}),
    (lambda np: [True], {"fmt": "%d"}),
    (lambda np: [np.nan, np.inf], {}),
    (lambda np: [[1.0, 2]], {"fmt": "%x"}),
    (lambda np: np.arange(3000.0).reshape(-1, 2).T, {"fmt": "%g"}),
]


@pytest.mark.parametrize("row", range(len(SAVED)))
@pytest.mark.parametrize("kind", [io.StringIO, io.BytesIO])
def test_savetxt_as_numpy(row, kind):
    make, kwargs = SAVED[row]
    results = []
    for np in (numpy, numen):
        file = kind()
        try:
            np.savetxt(file, make(np), **kwargs)
            results.append(file.getvalue())
        except Exception as error:
            results.append((type(error).__name__, str(error)))
    assert results[0] == results[1]


def test_fromregex():
    dtype = [("num", "f8"), ("val", "S3")]
    for np in (numpy, numen):
        x = np.fromregex(io.StringIO("1.312 foo\n1.534 bar"), r"([0-9.]+)\s+(...)", dtype)
        assert x.tolist() == [(1.312, b"foo"), (1.534, b"bar")]
        assert np.fromregex(io.BytesIO(b"123"), r"(\d)", [("n", "i4")]).tolist() == [(1,), (2,), (3,)]
        with pytest.raises(TypeError, match="dtype must be a structured datatype."):
            np.fromregex(io.StringIO("1"), r"(\d)", "i4")


GENERATED = [
    ("1,2\n3,", {"delimiter": ","}),
    ("1 2\n3 4", {"dtype": [("x", "i4"), ("y", "f8")]}),
    ("A 64 75.0 3+4j True\nBCD 25 60.0 5+6j False", {"dtype": None}),
    ("1 2 3 4\n5 6 7 8\n", {"dtype": None}),
    ("73786976294838206464 17179869184 1024", {"dtype": None}),
    ("gender age\nM 64\nF 25", {"dtype": None, "names": True}),
    ("# gender age\nM 64\nF 25", {"dtype": None, "names": True}),
    ("A.A, B (B), C:C\n1, 2, 3.14", {"delimiter": ",", "dtype": None, "names": True}),
    ("A,,C\n0,1,2", {"delimiter": ",", "names": True}),
    ("1 2 3", {"names": "a, b, c", "usecols": "a, c"}),
    ("1 2 3\n4 5 6", {"usecols": (0, -1)}),
    ("  1  2  3\n  4  5 67\n890123  4", {"delimiter": 3}),
    ("1,N/A\n,4", {"delimiter": ",", "missing_values": "N/A", "filling_values": -9, "dtype": int}),
    ("1 2\n3\n4 5", {}),
    ("1 2\n3\n4 5", {"invalid_raise": False}),
    ("1 2\n3 4\n5 6", {"skip_header": 1, "skip_footer": 1}),
    ("1 2\n3 4\n5 6", {"max_rows": 2}),
    ("1 2", {"max_rows": 0}),
    ("1", {"ndmin": 2}),
    ("x 2", {}),
    ("x 2", {"loose": False}),
    ("", {}),
    ("1 2\n3 4", {"unpack": True}),
    (" a , b ", {"delimiter": ",", "dtype": None, "autostrip": True}),
    ("q1,2", {"delimiter": ",", "converters": {0: lambda s: float(s[1:])}}),
    ("1,2", {"delimiter": ",", "dtype": (int, float), "defaultfmt": "c%02i"}),
]


@pytest.mark.parametrize("row", range(len(GENERATED)))
def test_genfromtxt_as_numpy(row):
    text, kwargs = GENERATED[row]
    expected = outcome(numpy.genfromtxt, io.StringIO(text), **kwargs)
    got = outcome(numen.genfromtxt, io.StringIO(text), **kwargs)
    assert got[0] == expected[0]
    if isinstance(expected[1], str):
        assert got[1] == expected[1]
