"""The programs in `examples/`: what each prints, and the picture that it draws."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ALONE = {"tour.py"}  # tests/test_run_tour.py


def run(name, folder):
    """What the program writes to its two streams; its picture must be there, and nothing else."""
    environment = dict(os.environ, MPLBACKEND="Agg")
    command = [sys.executable, str(EXAMPLES / f"{name}.py")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    picture = (folder / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 10_000
    assert [p.name for p in folder.iterdir()] == [f"{name}.png"]
    return done.stdout, done.stderr


def values(text, label):
    """The numbers in the line that starts with the label."""
    line = re.search(rf"^{re.escape(label)}(.*)$", text, re.M)
    assert line, f"no line starts with {label!r} in:\n{text}"
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", line[1])]


def test_images(tmp_path):
    text, _ = run("images", tmp_path)
    assert "photographs (2, 427, 640, 3) uint8" in text and "resized (2, 107, 160, 3) uint8" in text
    assert "same as from scratch: True" in text
    assert values(text, "mean") == [0.0, 1.0]


def test_regression(tmp_path):
    text, _ = run("regression", tmp_path)
    _, scratch, first, last = values(text, "from scratch: ")
    assert last < first / 5
    descent, exact = values(text, "gradient descent: ")[1], values(text, "exact (QR): ")[1]
    assert "converged True" in text
    # scikit-learn's LinearRegression on the same split.
    assert exact == pytest.approx(0.3594, abs=2e-4) and descent == pytest.approx(exact, abs=1e-3)
    assert scratch == pytest.approx(exact, abs=0.02)
    mean, _, low, high = values(text, "mean error")
    assert low < mean < high


def test_kmeans(tmp_path):
    text, _ = run("kmeans", tmp_path)
    best, _ = values(text, "sum of squares")
    starts = [values(text, f"from scratch, start {seed}:")[0] for seed in range(5)]
    assert min(starts) >= best - 0.02 and max(starts) > 1.2 * best
    assert values(text, "agreement with the groups")[0] > 0.95
    assert values(text, "best silhouette")[1] == 5


def test_pca(tmp_path):
    text, _ = run("pca", tmp_path)
    assert values(text, "first two components explain") == [0.2851]
    explained = values(text, "20 of 64 components explain")[0]
    assert values(text, "lost in 20 components:")[0] == pytest.approx(1 - explained, abs=2e-4)
    assert "same as from scratch: True 1.000000" in text
    assert values(text, "components for 95 % of the variance:") == [29]


def test_attention(tmp_path):
    text, _ = run("attention", tmp_path)
    assert "same as the library: True" in text and "causal, same as the library: True" in text
    scaled, raw = values(text, "entropy of the weights:")
    assert scaled > raw > 0
    assert values(text, "weight on words that come later:") == [0.0]
    assert "four heads: (10, 64) with weights (4, 10, 10)" in text


def test_digits(tmp_path):
    text, bar = run("digits", tmp_path)
    assert "1347 digits to learn from, 450 to test on" in text
    for label in ("from scratch: ", "estimator: "):
        first, last, accuracy = values(text, label)
        assert last < first / 10 and accuracy > 0.94
    assert "converged True" in text
    if importlib.util.find_spec("tqdm"):
        assert "epoch/s" in bar and "loss=" in bar


def test_every_example_is_run():
    here = {p.stem for p in EXAMPLES.glob("*.py") if p.name not in ALONE}
    assert here == {name.removeprefix("test_") for name in globals() if name.startswith("test_")} - {
        "every_example_is_run"
    }
