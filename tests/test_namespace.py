"""The public names: what `dir` and `from numen import *` show, and names that only say that they are not there."""

import subprocess
import sys

import numpy
import pytest

import numen as np


def test_dir_and_all_are_numpys():
    for name in numpy.__all__:
        assert hasattr(np, name) == (name in np.__all__), name
    assert set(np.__all__) <= set(numpy.__all__)
    assert set(np.__all__) <= set(dir(np))


def test_star():
    code = "from numen import *; print(median([1.0, 3.0]), linalg.norm([3.0, 4.0]), r_[1:3], pi > 3)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2.0 5.0 [1 2] True\n"


def test_missing_names_raise():
    for name in set(numpy.__all__) - set(np.__all__):
        with pytest.raises(AttributeError, match=name):
            getattr(np, name)
