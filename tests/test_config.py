"""What the package says about itself."""

import io
import json

import pytest

import numen as np


def test_refusals_say_why():
    with pytest.raises(NotImplementedError, match="no C headers"):
        np.get_include()
    with pytest.raises(NotImplementedError, match="one CPU level"):
        np.lib.introspect.opt_func_info()
    with pytest.raises(NotImplementedError, match="inner steps"):
        np.einsum_path("i,i", [1], [1], einsum_call=True)


def test_configuration(capsys):
    assert np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"] == "own kernels"
    np.show_config()
    assert set(json.loads(capsys.readouterr().out)) == set(np.show_config(mode="dicts"))
    with pytest.raises(AttributeError, match="Invalid `mode`"):
        np.show_config("x")
    np.show_runtime()
    assert "numen_version" in capsys.readouterr().out


def test_info():
    text = io.StringIO()
    np.info(np.zeros((2, 3)), output=text)
    assert text.getvalue().startswith("class:  ndarray\nshape:  (2, 3)\nstrides:  (24, 8)\nitemsize:  8\n")
    assert text.getvalue().endswith("byteorder:  little\nbyteswap:  False\ntype: float64\n")
    text = io.StringIO()
    np.info("nosuch", output=text)
    assert text.getvalue() == "Help for nosuch not found.\n"
    text = io.StringIO()
    np.info(np.tile, output=text)
    assert "Repeat a whole array" in text.getvalue() and "tile(A, reps)" in text.getvalue()
    text = io.StringIO()
    np.info("tile", output=text)
    assert "Found in numpy" in text.getvalue()


def test_docstrings_for_others():
    def bare():
        pass

    np.lib.add_docstring(bare, "What it does.")
    assert bare.__doc__ == "What it does."
    np.lib.add_docstring(bare, "What it does.")
    with pytest.raises(RuntimeError, match="already has a different docstring"):
        np.lib.add_docstring(bare, "Something else.")
    with pytest.raises(TypeError):
        np.lib.add_docstring(bare, 3)
