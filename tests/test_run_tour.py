"""The tour prints under Numen what it prints under NumPy."""

import os
import re
import subprocess
import sys
from pathlib import Path

TOUR = Path(__file__).resolve().parent.parent / "examples" / "tour.py"


def run(tmp_path, *options):
    command = [sys.executable, *options, str(TOUR), "--quick"]
    environment = dict(os.environ, MPLBACKEND="Agg")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def test_the_tour(tmp_path):
    ours, bar = run(tmp_path, "-m", "numen")
    theirs, _ = run(tmp_path)
    chapter = "== A neural network from scratch"
    # Training amplifies the last bits of the products: its figures are compared loosely.
    assert ours.split(chapter)[0] == theirs.split(chapter)[0]
    loss = re.search(r"loss ([\d.]+) -> ([\d.]+), accuracy ([\d.]+)", ours)
    assert float(loss[2]) < float(loss[1]) / 2 and float(loss[3]) > 0.8
    assert "training" in bar
    assert (tmp_path / "tour.png").read_bytes().startswith(b"\x89PNG")
    assert re.search(r"^all +[\d.]+ +[\d.]+ +[\d.]+$", ours, re.M)
