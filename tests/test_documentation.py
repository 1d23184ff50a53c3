"""Documentation in the code: the functions called most and every ufunc have a docstring whose example runs."""

import doctest
import importlib
import inspect
import re

import numpy
import pytest

import numen as np
from numen._docstrings import completed

HOT = """array zeros ones empty full arange linspace asarray where sum mean std var min max argmin argmax any all prod
cumsum dot matmul clip round concatenate stack vstack hstack reshape ravel transpose sort argsort unique median
percentile isclose allclose array_equal outer cross linalg.norm nonzero take repeat diff""".split()
ESTIMATORS = [
    importlib.import_module(f"numen.ml.{name}")
    for name in ("cluster", "decomposition", "neighbors", "pipeline", "preprocessing", "quality")
]
UFUNCS = sorted({u.__name__ for u in vars(numpy).values() if isinstance(u, numpy.ufunc)})


def find(library, name):
    for part in name.split("."):
        library = getattr(library, part)
    return library


@pytest.mark.parametrize("name", HOT + [u for u in UFUNCS if u not in HOT])
def test_example_runs(name):
    text = inspect.getdoc(find(np, name))
    test = doctest.DocTestParser().get_doctest(text, {"np": np}, name, None, 0)
    assert test.examples, f"{name} has no example"
    report = []
    doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("name", HOT)
def test_sections_and_signature(name):
    function = find(np, name)
    text = inspect.getdoc(function)
    if isinstance(function, np.ufunc):
        return
    assert "Parameters\n----------" in text and "Returns\n-------" in text
    mine, expected = inspect.signature(function), inspect.signature(find(numpy, name))
    assert list(mine.parameters) == list(expected.parameters)
    kinds = [p.kind for p in mine.parameters.values()]
    assert kinds == [p.kind for p in expected.parameters.values()]


@pytest.mark.parametrize("name", ["mean", "sum", "add", "linalg.norm", "ndarray", "float64", "dtype"])
def test_help_shows_something(name, capsys):
    help(find(np, name))
    assert len(capsys.readouterr().out) > 100


def test_ufuncs_say_what_they_do():
    for name in UFUNCS:
        text = find(np, name).__doc__
        assert len(text.splitlines()[0]) > len(name) and "\n" in text, name


PLACE = re.compile(r"^ *\{\w+\}$", re.MULTILINE)


@pytest.mark.parametrize("owner", [np.random.Generator, np.random.RandomState])
def test_shared_sections_are_in_place(owner):
    for name in vars(owner):
        assert not PLACE.search(getattr(owner, name).__doc__ or ""), name
    text = inspect.getdoc(owner.choice)
    assert (
        text.index("Parameters\n----------") < text.index("Returns\n-------") < text.index("Raises\n------")
    )


def test_sections_keep_the_indentation_of_their_place():
    @completed({"size": "size : int\n    How many.\n\nReturns\n-------\nint"})
    def draw(size):
        """Draw {size}.

        Parameters
        ----------
        {size}
        """

    text = inspect.getdoc(draw)
    assert text == (
        "Draw {size}.\n\nParameters\n----------\nsize : int\n    How many.\n\nReturns\n-------\nint"
    )
    with pytest.raises(KeyError, match="size"):
        completed({})(type("Owner", (), {"draw": lambda self: None, "__doc__": "{size}"}))


def test_sections_of_estimators_are_in_place():
    classes = [
        getattr(m, name) for m in ESTIMATORS for name in m.__all__ if inspect.isclass(getattr(m, name))
    ]
    assert len(classes) > 20
    for cls in classes:
        for name in dir(cls):
            text = getattr(getattr(cls, name), "__doc__", None)
            assert not PLACE.search(text or ""), f"{cls.__name__}.{name}"
    assert "Returns\n-------\nself" in inspect.getdoc(
        importlib.import_module("numen.ml.preprocessing").PowerTransformer.fit
    )
