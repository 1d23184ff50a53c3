"""`python -m numen ml`: train, report, predict, and what is said of bad input."""

import json
import subprocess
import sys

import pytest

import numen as np
from numen.ml import _command

ROWS = "size,kind,price,grade\n" + "".join(
    f"{i},{'ab'[i % 2]},{3 * i + 10 * (i % 2)},{'high' if i > 20 else 'low'}\n" for i in range(40)
).replace("\n7,", "\n,")


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(ROWS)
    return path


def run(*arguments):
    return _command.main([str(a) for a in arguments])


def test_numbers_are_learned_and_predicted(data, tmp_path, capsys):
    page = tmp_path / "page.html"
    assert run("train", data, "--target", "price", "--html", page) == 0
    assert "R2 on a fifth" in capsys.readouterr().out
    assert "<table>" in page.read_text() and "R2 on a fifth" in page.read_text()
    new = tmp_path / "new.csv"
    new.write_text("kind,size,grade\na,10,low\nb,11,low\nc,,high\n")
    assert run("predict", tmp_path / "data.npz", new) == 0
    title, *values = capsys.readouterr().out.split()
    assert title == "price"
    assert abs(float(values[0]) - 30) < 4 and abs(float(values[1]) - 43) < 4 and len(values) == 3


def test_classes_are_learned_and_the_model_holds_no_pickle(data, tmp_path, capsys):
    model, out = tmp_path / "m.npz", tmp_path / "out.csv"
    assert run("train", data, "--target", "grade", "--model", model) == 0
    assert run("predict", model, data, "--output", out) == 0
    found = out.read_text().split()
    assert found[0] == "grade" and set(found[1:]) == {"high", "low"}
    truth = ["high" if i > 20 else "low" for i in range(40)]
    assert sum(a == b for a, b in zip(found[1:], truth)) >= 36
    with np.load(model, allow_pickle=False) as stored:
        assert json.loads(str(stored["facts"][()]))["target"] == "grade"


def test_numbers_may_stand_for_classes(tmp_path, capsys):
    path = written(tmp_path, "x,y\n" + "".join(f"{i},{int(i > 9)}\n" for i in range(20)))
    assert run("train", path, "--target", "y", "--classes") == 0
    assert "accuracy" in capsys.readouterr().out
    assert run("predict", tmp_path / "bad.npz", path) == 0
    assert set(capsys.readouterr().out.split()) == {"y", "0", "1"}


def test_report(data, tmp_path, capsys):
    assert run("report", data, "--html", tmp_path / "r.html") == 0
    text = capsys.readouterr().out
    assert "40 samples, 2 features" in text and "1 values missing" in text and "kind: 2 texts" in text
    assert "http" not in (tmp_path / "r.html").read_text()


BAD = {
    "no such file": lambda d, t: ["report", t / "none.csv"],
    "no such target": lambda d, t: ["train", d, "--target", "nothing"],
    "no target given": lambda d, t: ["train", d],
    "no such command": lambda d, t: ["fly"],
    "not a model": lambda d, t: ["predict", d, d],
    "an empty file": lambda d, t: ["report", written(t, "")],
    "ragged rows": lambda d, t: ["report", written(t, "a,b\n1,2\n3\n")],
    "one name twice": lambda d, t: ["report", written(t, "a,a\n1,2\n")],
    "not text": lambda d, t: ["report", written(t, b"\xff\xfe\x00a")],
    "one class": lambda d, t: ["train", written(t, "a,b\n" + "1,x\n" * 9), "--target", "b"],
    "no folder for the model": lambda d, t: ["train", d, "--target", "price", "--model", t / "no" / "m.npz"],
}


def written(folder, content):
    path = folder / "bad.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_said_in_a_line(name, data, tmp_path, capsys):
    arguments = BAD[name](data, tmp_path)
    before = sorted(p.name for p in tmp_path.iterdir())
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.err.startswith("numen ml: ") and said.err.count("\n") == 1
    assert said.out == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_columns_that_the_model_needs(data, tmp_path, capsys):
    run("train", data, "--target", "price")
    assert run("predict", tmp_path / "data.npz", written(tmp_path, "size\n1\n")) == 2
    assert "no column 'kind'" in capsys.readouterr().err
    assert run("predict", tmp_path / "data.npz", written(tmp_path, "size,kind,grade\nx,a,low\n")) == 2
    assert "column 'size' holds texts" in capsys.readouterr().err


def test_from_the_shell():
    done = subprocess.run([sys.executable, "-m", "numen", "ml", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "train" in done.stdout and "predict" in done.stdout
    done = subprocess.run(
        [sys.executable, "-m", "numen", "ml", "report", "none.csv"], capture_output=True, text=True
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1
