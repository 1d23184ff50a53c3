"""Tests that do not pass yet stand in `tests/not_yet.txt`, one node id a line; they run and are expected to fail.

`python tools/update_not_yet.py` writes the list from a run: it may only grow with a reason in docs/status.md. A
listed test that kills the interpreter is marked `crash` after its id and is not run.
"""

import os
import sys
from pathlib import Path

# The other library's products wait for threads that a busy machine does not run.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

# The same draws in every run: what fails here fails everywhere.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
LIST = HERE / "not_yet.txt"


def _listed():
    lines = LIST.read_text().splitlines() if LIST.exists() else []
    entries = [line.rsplit(" # ", 1) for line in lines if line and not line.startswith("#")]
    return {e[0]: (e[1] if len(e) > 1 else "") for e in entries}


def pytest_collection_modifyitems(items):
    """Expect the listed tests to fail."""
    listed = _listed()
    for item in items:
        path, _, name = item.nodeid.partition("::")
        identity = f"{Path(path).name}::{name}"
        # A function's name without parameters stands for all of them.
        entry = listed.get(identity, listed.get(identity.split("[", 1)[0]))
        if entry is not None:
            # A fault of ours that stands open: the list names each, docs/status.md says what is behind it.
            crash = entry == "crash"
            item.add_marker(
                pytest.mark.xfail(reason="not there yet: docs/status.md", strict=False, run=not crash)
            )
