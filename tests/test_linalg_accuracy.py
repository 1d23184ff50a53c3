"""Residuals of hard matrices stay within the bound of `bench/accuracy.py`."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

import accuracy


@pytest.mark.parametrize("factorization", accuracy.FACTORIZATIONS, ids=lambda f: f.__name__)
def test_residuals(factorization):
    rows = list(accuracy.rows([factorization]))
    assert len(rows) == len(list(accuracy.matrices()))
    assert [r for r in rows if accuracy.over(r[2], r[4])] == []
