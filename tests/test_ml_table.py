"""The table that leads from the tutorials' systems to what to import."""

import importlib
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "ml" / "README.md"
ROWS = re.findall(r"^\| (?!system)(?!-)(.+?) \| (`.+`) \|$", PAGE.read_text(), re.MULTILINE)


def found(name):
    module, _, attribute = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), attribute)
    except AttributeError:
        return importlib.import_module(name)


def test_table_is_read():
    assert len(ROWS) >= 35


@pytest.mark.parametrize("system, names", ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_is_there(system, names):
    for name in re.findall(r"`([^`]+)`", names):
        assert found(name).__doc__
