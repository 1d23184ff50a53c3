"""Record what PyTorch computes for the cases of tests/torch_cases.py, in float64.

    python tools/record_torch.py [FILE]     writes tests/data/torch_reference.npz, in an environment with torch

The tests call `record` where torch is installed, and read the file where it is not.
"""

import sys
from pathlib import Path

import numpy
import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import torch_cases as cases  # noqa: E402


def tensor(x, grad=False):
    t = torch.from_numpy(numpy.array(x))
    return t.requires_grad_(grad and t.is_floating_point())


def _arguments(args):
    return {k: tensor(v) if "weight" in k and isinstance(v, list) else v for k, v in args.items()}


def _function(key, case):
    """Value, and gradients of the inputs that are no targets."""
    where = torch if case["name"] in ("logsumexp", "cosine_similarity") else torch.nn.functional
    given = cases.inputs(key, case)
    count = len(case["shapes"])
    arrays = [tensor(x, i < count) for i, x in enumerate(given)]
    out = getattr(where, case["name"])(*arrays, **_arguments(case["args"]))
    out.backward(tensor(cases.generator(key + "grad").standard_normal(tuple(out.shape))))
    yield "out", out
    for i in range(count):
        yield f"grad{i}", arrays[i].grad


def record():
    """Return the arrays, as ``{"case/part": array}``."""
    found = {}
    for key, case in cases.FUNCTIONS.items():
        for part, value in _function(key, case):
            found[f"{key}/{part}"] = value.detach().numpy()
    return found


def main():
    torch.set_num_threads(1)
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/data/torch_reference.npz"
    numpy.savez_compressed(target, **record())
    print(f"{target}: {target.stat().st_size} bytes, torch {torch.__version__}")


if __name__ == "__main__":
    main()
