"""Arrays as notebooks show them, and cells run as the runner runs a script, in a real Jupyter kernel."""

import base64
import re
import struct
import xml.etree.ElementTree as ElementTree
import zlib

import pytest

import numen as np
from numen.display import html, image


def page(array):
    """The page of an array, parsed: it must be well-formed."""
    text = array._repr_html_()
    assert len(text) < 150_000
    return ElementTree.fromstring(text.replace("&middot;", "·"))


def cells_of(array):
    return [["".join(cell.itertext()) for cell in row] for row in page(array).iter("tr")]


def first_line(array):
    return "".join(page(array).find("div").itertext())


def test_facts():
    assert first_line(np.zeros((3, 4))) == "ndarray 3 × 4 · float64 · 96 B"
    assert first_line(np.array(5)) == "ndarray no axes · int64 · 8 B"
    assert first_line(np.zeros((0, 7), "f4")) == "ndarray 0 × 7 · float32 · 0 B"
    assert (
        first_line(np.broadcast_to(np.int8(1), (1 << 20, 1 << 13)))
        == "ndarray 1048576 × 8192 · int8 · 8.0 GiB"
    )
    assert first_line(np.array(["2020"], "M8[D]")).startswith("ndarray 1 · datetime64[D]")


def test_tables():
    assert cells_of(np.array([1.5, 0.1])) == [["0", "1"], ["1.5", "0.1"]]
    assert cells_of(np.array([[1], [2]])) == [["", "0"], ["0", "1"], ["1", "2"]]
    assert cells_of(np.array(7)) == [["7"]]
    assert cells_of(np.array([(1, "a")], "i4,U1")) == [["0"], ["(1, 'a')"]]
    long = cells_of(np.arange(1000))
    assert long == [["0", "1", "2", "3", "…", "996", "997", "998", "999"]] * 2
    assert len(cells_of(np.arange(10))[0]) == 10
    wide = cells_of(np.arange(10**6).reshape(1000, 1000))
    assert len(wide) == 10 and wide[5][5] == "…" and wide[-1][-1] == "999999" and wide[1][1] == "0"
    assert cells_of(np.zeros((0, 3))) == []


def test_numbers_of_a_column_stand_below_each_other():
    blank = "\u2007"
    assert cells_of(np.array([[1.5], [0.25], [-10]]))[1:] == [
        ["0", f"1.5{blank}"],
        ["1", "0.25"],
        ["2", f"-10.{blank * 2}"],
    ]
    assert cells_of(np.array([[1e-10, 1], [1e300, 2]]))[1:] == [
        ["0", "1.e-010", "1."],
        ["1", "1.e+300", "2."],
    ]
    assert cells_of(np.array(["2020-01-01", "NaT"], "M8[D]"))[1] == ["2020-01-01", "NaT"]
    assert cells_of(np.array([5, "NaT"], "m8[h]"))[1] == ["5", "NaT"]
    with np.printoptions(precision=2):
        assert cells_of(np.array([1 / 3, 2]))[1] == ["0.33", "2."]
    with np.printoptions(formatter={"float": lambda x: 1 / 0}):
        assert cells_of(np.ones(2))[1] == ["<ZeroDivisionError>"] * 2


def test_texts_keep_what_a_page_would_swallow():
    a = np.array(["a\nb", "tab\tb", "\u202eabc", "\x1b[31m", "  two  "])
    assert cells_of(a)[1] == ["a\\nb", "tab\\tb", "\\u202eabc", "\\x1b[31m", "  two  "]
    # Formulas are not typeset: classes that MathJax leaves out.
    assert page(np.array(["$x^2$"])).get("class") == "tex2jax_ignore mathjax_ignore"


@pytest.mark.parametrize("kind", ["f8", "c16", "U1000", "S1000", "O", "M8[ns]", "?", "i4,f8,U200"])
@pytest.mark.parametrize("shape", [(100_000,), (1000, 100), (10, 100, 100)])
def test_pages_of_large_arrays_are_small(kind, shape):
    one = np.zeros(1, kind)
    if kind == "O":
        one[0] = "<&" * 10_000
    elif one.dtype.kind in "US":
        one[0] = "<" * 1000
    assert len(np.broadcast_to(one, shape)._repr_html_()) < 20_000


def test_content_is_escaped_and_bounded():
    class Bad:
        def __str__(self):
            raise RuntimeError("no text")

    a = np.array(["<script>alert(1)</script>", "x" * 10_000, Bad(), "&\"'"], object)
    assert cells_of(a)[1] == ["<script>alert(1)</script>", "x" * 39 + "…", "<RuntimeError>", "&\"'"]
    fields = np.zeros(2, [(f"<b>{i}", "f8") for i in range(500)])
    assert (
        "<b>" not in fields._repr_html_().replace("<b>ndarray</b>", "") and len(fields._repr_html_()) < 2000
    )

    class Script(np.ndarray):
        pass

    Script.__name__ = "<i>"
    assert first_line(np.zeros(1).view(Script)).startswith("<i> 1")


def test_drawings():
    three = page(np.zeros((2, 30, 400)))
    assert [t.text for t in three.iter("text")] == ["400", "30", "2"]
    assert len(list(three.iter("polygon"))) == 3 and "[0, :, :]" in "".join(three.itertext())
    five = page(np.arange(120).reshape(1, 2, 3, 4, 5))
    assert "1 × 2 ×" in "".join(five.itertext()) and "[0, 0, 0, :, :]" in "".join(five.itertext())
    assert cells_of(np.arange(120).reshape(1, 2, 3, 4, 5))[1] == ["0", "0", "1", "2", "3", "4"]
    for shape in [(0, 0, 0), (1,) * 64, (10**6, 1, 1)]:
        for number in re.findall(r'(?:width|height)="(\d+)"', np.zeros(shape)._repr_html_()):
            assert int(number) < 300


def decoded(data):
    """The pixels of a PNG of colour type 2 without filters."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), "u1").reshape(height, 1 + 3 * width)
    assert not lines[:, 0].any()
    return lines[:, 1:].reshape(height, width, 3)


def test_images():
    a = np.random.default_rng(0).integers(0, 256, (50, 70, 3), dtype="u1")
    element = next(page(a).iter("img"))
    data = base64.b64decode(element.get("src").partition(",")[2])
    assert (decoded(data) == a).all()
    pillow = pytest.importorskip(
        "PIL.Image", reason="Pillow is not in this environment: requirements-dev.txt"
    )
    import io

    assert pillow.open(io.BytesIO(data)).tobytes() == a.tobytes()
    # Large ones are bounded, whatever is in them.
    noise = np.random.default_rng(0).integers(0, 256, (3000, 2000, 3), dtype="u1")
    small = next(page(noise).iter("img"))
    assert int(small.get("height")) == 158 and decoded(image.png(noise[::19, ::19])).shape == (158, 106, 3)
    sliver = np.zeros((2, 1000, 3), "u1")
    for other in (a.astype("i4"), a[..., :2], a[0], a[:0], sliver):
        assert not list(page(other).iter("img"))


def test_off():
    html.show(False)
    try:
        assert np.zeros(3)._repr_html_() is None
    finally:
        html.show(True)
    assert np.zeros(3)._repr_html_() is not None


# ---- a real kernel


def outputs(cells):
    """What each cell puts out: text of streams, the representations of results, names of errors."""
    nbformat = pytest.importorskip("nbformat", reason="the kernel's tests need nbclient and ipykernel")
    client = pytest.importorskip("nbclient", reason="the kernel's tests need nbclient and ipykernel")
    pytest.importorskip("ipykernel", reason="the kernel's tests need nbclient and ipykernel")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client.NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True).execute()
    found = []
    for cell in notebook.cells:
        one = {}
        for output in cell.outputs:
            if output.output_type == "stream":
                one[output.name] = one.get(output.name, "") + output.text
            elif output.output_type == "error":
                one["error"] = f"{output.ename}: {output.evalue}"
            else:
                one.update(output.data)
        found.append(one)
    return found


PROGRAM = [
    "import numpy as np\nimport pandas as pd\nnp.__version__, np.ndarray, type(np.float64(1))",
    "x = np.arange(6.0)\ndf = pd.DataFrame({'a': x, 'k': np.array(list('aabbcc'))})\ndf[x > 1]",
    "df.groupby('k').mean()",
    "np.random.seed(0)\nfirst = df.sample(3).index.tolist()\nfirst, np.random.rand(), df.sample(2).index.tolist()",
    "def f(v):\n    return np.sqrt(v) if v > 2 else np.nan\ndf.a.apply(f).tolist()",
    "isinstance(df.a.values, np.ndarray), type(np.mean(df.a)), df.a.dtype == np.float64",
    "pd.cut(x, 3).codes, np.asarray(df[['a']]).shape",
    "from IPython.display import display\ndisplay(x)",
    "np.linalg.inv(np.zeros((2, 2)))",
    "import numpy.linalg as la\nexec('import numpy; print(numpy.zeros(2))')\nla.norm(x)",
]


@pytest.mark.slow
def test_cells_run_as_scripts_do():
    pytest.importorskip("pandas", reason="pandas is not in this environment: requirements-dev.txt")
    plain = outputs(PROGRAM)
    loaded, *ours, names, off, again = outputs(
        [
            "%load_ext numen",
            *PROGRAM,
            "np.__name__, la.__name__",
            "%unload_ext numen",
            "import numpy as np\nnp.__name__",
        ]
    )
    assert loaded == {} and off == {}
    for program, theirs, mine in zip(PROGRAM, plain, ours):
        mine.pop("text/html", None), theirs.pop("text/html", None)
        assert mine == theirs, program
    assert names["text/plain"] == "('numen', 'numen.linalg')"
    assert again["text/plain"] == "'numpy'"


@pytest.mark.slow
def test_install_and_uninstall_in_cells():
    found = outputs(
        [
            "import numpy as np\nimport numen",
            "numen.install()",
            "import numpy as np\nnp.__name__, np.__version__",
            "np.arange(4.0)",
            "import pickle\npickle.loads.__module__, type(pickle.loads(pickle.dumps(np.arange(2)))) is np.ndarray",
            "numen.install()\nnumen.uninstall()\nnumen.uninstall()",
            "import numpy as np, sys\nnp.__name__, numen.__version__, [f for f in sys.meta_path if 'numen.run' in repr(f)]",
            "pickle.loads.__code__ if hasattr(pickle.loads, '__code__') else 'native'",
        ]
    )
    texts = [one.get("text/plain") for one in found]
    assert "np: imported before, still the real NumPy; run the import again" in found[1]["stderr"]
    assert texts[2] == "('numen', '2.4.6')"
    assert (
        "<code>float64</code> &middot; 32 B" in found[3]["text/html"]
        and texts[3] == "array([0., 1., 2., 3.])"
    )
    assert texts[4] == "('_pickle', True)"
    assert found[5] == {}
    assert texts[6] == f"('numpy', '{np.__version__}', [])"
    assert texts[7] == "'native'"


@pytest.mark.slow
def test_files_that_cells_run(tmp_path):
    pytest.importorskip("pandas", reason="pandas is not in this environment: requirements-dev.txt")
    program = tmp_path / "program.py"
    program.write_text(
        "import numpy as np, pandas as pd\n"
        "df = pd.DataFrame({'a': np.arange(3.0)})\n"
        "df.a += np.ones(3)\n"
        "print(df.a.tolist(), type(df.a.values).__name__)\n"
    )
    run = f"%run {program}\nnp.__name__, type(np.zeros(1)).__module__"
    loaded, ours, off, theirs = outputs(["%load_ext numen", run, "%unload_ext numen", run])
    assert loaded == {} and off == {} and ours["stdout"] == theirs["stdout"]
    assert ours["text/plain"] == "('numen', 'numpy')" and theirs["text/plain"] == "('numpy', 'numpy')"
