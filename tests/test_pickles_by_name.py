"""Functions, ufuncs, classes and scalars are pickled by the name under which programs find them."""

import pickle
import subprocess
import sys

import pytest

import numen as np

NAMES = """mean sum median where linalg.norm linalg.inv random.default_rng einsum pad cov isclose testing.assert_allclose
sin add modf matmul poly1d vectorize errstate finfo memmap ndindex random.Generator random.RandomState linalg.LinAlgError
exceptions.AxisError ndarray float64 dtype""".split()
OBJECTS = [
    "np.float64(3)", "np.str_('a')", "np.datetime64('2020')", "np.array(['2020'], 'M8[D]')", "np.zeros(2, [('a', 'i4')])",
    "np.dtype([('a', 'i4')])", "np.iinfo('i4')", "np.poly1d([1, 2])", "np.random.default_rng(3)", "np.random.SeedSequence(4)",
    "np.exceptions.AxisError(3, 2)", "np.arange(6).reshape(2, 3).T",
]  # fmt: skip


def find(name):
    found = np
    for part in name.split("."):
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    for protocol in range(2, 6):
        assert pickle.loads(pickle.dumps(find(name), protocol)) is find(name)


@pytest.mark.parametrize("text", OBJECTS)
def test_objects(text):
    value = eval(text)
    back = pickle.loads(pickle.dumps(value))
    assert type(back) is type(value) and repr(back) == repr(value) or "Generator" in repr(back)
    if isinstance(value, np.random.Generator):
        assert back.bit_generator.state == value.bit_generator.state
        assert back.random(5).tolist() == value.random(5).tolist()


def test_under_the_runner(tmp_path):
    program = f"import pickle, numpy as np\nfor name in {NAMES!r}:\n" + (
        "    found = np\n"
        "    for part in name.split('.'):\n"
        "        found = getattr(found, part)\n"
        "    assert pickle.loads(pickle.dumps(found)) is found, name\n"
        f"for text in {OBJECTS!r}:\n"
        "    value = eval(text)\n"
        "    assert type(pickle.loads(pickle.dumps(value))) is type(value), text\n"
        "print(np.mean.__module__, np.linalg.norm.__module__, np.ndarray.__module__)\n"
    )
    (tmp_path / "main.py").write_text(program)
    command = [sys.executable, "-m", "numen", "main.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "numpy numpy.linalg numpy\n"), done.stderr


def test_where_functions_say_they_are():
    assert np.mean.__module__ == np.median.__module__ == "numen"
    assert np.linalg.norm.__module__ == "numen.linalg"
