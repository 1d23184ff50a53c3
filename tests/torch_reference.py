"""PyTorch's results: computed where torch is installed, else those recorded."""

import functools
import importlib.util
import sys
from pathlib import Path

import numpy

HERE = Path(__file__).parent


@functools.cache
def reference():
    """``{"case/part": array}`` of all cases of torch_cases."""
    if importlib.util.find_spec("torch") is not None:
        sys.path.insert(0, str(HERE.parent / "tools"))
        from record_torch import record

        return record()
    with numpy.load(HERE / "data" / "torch_reference.npz") as file:
        return dict(file)


def of(key):
    """The parts of one case."""
    found = {k.partition("/")[2]: v for k, v in reference().items() if k.partition("/")[0] == key}
    assert found, f"{key} is not recorded: run tools/record_torch.py"
    return found
