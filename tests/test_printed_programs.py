"""Programs with one package each print by the runner what they print under plain Python.

`neighbours/printed/with_NAME.py` needs the package NAME; large ones are not in the development environment (docs/neighbours.md).
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "neighbours" / "printed"
PROGRAMS = sorted(path.stem for path in HERE.glob("with_*.py"))

# What a program needs beside the package of its name.
ALSO = {
    "with_cv2": ["cv2"],
    "with_columns": ["pandas"],
    "with_equations": ["scipy"],
    "with_imageio": ["imageio", "PIL"],
    "with_keras": ["keras"],
    "with_learning": ["sklearn", "pandas"],
    "with_processes": ["joblib", "pandas", "sklearn"],
    "with_seaborn": ["seaborn", "pandas", "matplotlib"],
    "with_statsmodels": ["statsmodels", "pandas"],
}


def printed(program, runner, folder):
    environment = dict(os.environ, MPLBACKEND="Agg", PYTHONDONTWRITEBYTECODE="1", TF_CPP_MIN_LOG_LEVEL="3")
    command = [sys.executable, *(["-m", "numen"] if runner else []), str(HERE / f"{program}.py")]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program, tmp_path):
    for name in ALSO.get(program, [program.removeprefix("with_")]):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not in the development environment: docs/neighbours.md says why")
    plain = printed(program, False, tmp_path)
    assert len(plain) > 3
    assert printed(program, True, tmp_path) == plain
