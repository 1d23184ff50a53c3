"""Each module of numen.ml has a page with code by hand, the module itself at work, and pitfalls; the latter code runs."""

import pathlib
import pkgutil
import re

import numpy
import pytest

import numen as np
from numen import ml

PAGES = pathlib.Path(__file__).parents[1] / "docs" / "ml"
# `exceptions` holds names alone; `plot` draws what others learned and has no formula of its own.
ALONE = {"exceptions", "plot"}
MODULES = sorted({m.name for m in pkgutil.iter_modules(ml.__path__) if not m.name.startswith("_")} - ALONE)


def blocks(page):
    return re.findall(r"```python\n(.*?)```", page, re.S)


def parts(name):
    page = (PAGES / f"{name}.md").read_text()
    used = rf"from numen\.ml\.{name} import|from numen\.ml import .*\b{name}\b"
    return page, [code for code in blocks(page) if re.search(used, code)]


@pytest.mark.parametrize("name", MODULES)
def test_page_is_whole(name):
    page, shown = parts(name)
    assert shown, "no example of the module"
    assert len(blocks(page)) > len(shown) or re.search(r"\| by hand \|", page), "nothing by hand"
    assert "itfalls" in page


@pytest.mark.parametrize("name", MODULES)
def test_example_of_the_module_runs(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    random = numpy.random.default_rng(0)
    y = np.arange(60) % 3
    X = np.asarray(random.normal(size=(60, 4))) + y[:, None]
    pixels = np.asarray(random.integers(0, 256, (64, 80, 3), dtype=numpy.uint8))
    ml.image.save("photo.png", pixels)
    given = {
        "np": np,
        "X": X,
        "y": y,
        "new": X[:5],
        "z": X,
        "batch": pixels[None],
        "batches": [(X.repeat(16, axis=1), y)],
    }
    for code in parts(name)[1]:
        exec(code, given)
