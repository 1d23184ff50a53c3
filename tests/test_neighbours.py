"""Programs that mix Numen with pandas, SciPy, scikit-learn and pictures give what they give under plain Python.

Each file in `neighbours/` is a set of programs; `drive.py` runs them all, once with real NumPy and once by the
runner, and what they gave is compared: types, dtypes, values, errors, warnings.
"""

import os
import pickle
import struct
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "neighbours"

# Cases whose last bits depend on the order of sums in products and factorizations (docs/differences.md), and by
# how much two runs may differ there.
LOOSE = {"case_functions": 1e-12, "case_linalg": 1e-9, "case_ndimage": 1e-12, "case_stats": 1e-12}


def start(programs, out, runner):
    environment = dict(os.environ, MPLBACKEND="Agg", PYTHONDONTWRITEBYTECODE="1")
    command = [sys.executable, *(["-m", "numen"] if runner else []), "drive.py", programs, str(out)]
    return subprocess.Popen(command, cwd=HERE, env=environment, stderr=subprocess.PIPE, text=True)


def run_both(programs, folder):
    """What the programs of a file gave with NumPy, and by the runner: two processes at once."""
    outs = [folder / "plain.pkl", folder / "runner.pkl"]
    for process in [start(programs, out, runner) for out, runner in zip(outs, (False, True))]:
        _, errors = process.communicate(timeout=600)
        assert process.returncode == 0, errors
    plain, ours = [pickle.loads(out.read_bytes()) for out in outs]
    assert (plain["engine"], ours["engine"]) == ("numpy", "numen")
    return plain["results"], ours["results"]


def same(a, b, tolerance):
    """Equal descriptions; floats, if a tolerance is given, as near as that relative to the larger."""
    if a == b:
        return True
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)) and len(a) == len(b):
        if len(a) == 4 and a[:3] == b[:3] and isinstance(a[3], bytes) and a[1] == "<f8":
            return len(a[3]) == len(b[3]) and near(a[3], b[3], tolerance)
        return all(same(x, y, tolerance) for x, y in zip(a, b))
    return False


def near(a, b, tolerance):
    count = len(a) // 8
    pairs = zip(struct.unpack(f"{count}d", a), struct.unpack(f"{count}d", b))
    return all(
        x == y or (x != x and y != y) or abs(x - y) <= tolerance * max(abs(x), abs(y)) for x, y in pairs
    )


def shown(a, b):
    a, b = repr(a), repr(b)
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), 0)
    return f"\n    {a[max(0, at - 80) : at + 120]}\n    {b[max(0, at - 80) : at + 120]}"


@pytest.mark.parametrize("programs", ["frames", "draws", "estimators", "science"])
def test_programs(programs, tmp_path):
    plain, ours = run_both(programs, tmp_path)
    assert plain.keys() == ours.keys() and len(plain) > 5
    wrong = [
        name + shown(plain[name], ours[name])
        for name in plain
        if not same(plain[name], ours[name], LOOSE.get(name.partition("[")[0], 0))
    ]
    assert not wrong, f"{len(wrong)} of {len(plain)} differ:\n" + "\n".join(wrong[:20])
    # A program that fails the same way in both says nothing: those on few rows may, the others must run.
    large = [result[0][0] for name, result in plain.items() if not name.endswith(("-0]", "-1]"))]
    assert large.count("raises") <= len(large) / 20
