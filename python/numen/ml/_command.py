"""``python -m numen ml``: learn from a CSV file, look at one, predict for a new one."""

import argparse
import csv
import html
import io
import json
import os
import sys
import tempfile
import zipfile

import numen as np

from ._tables import Columns, read_table
from .linear_model import LogisticRegression, Ridge
from .model_selection import train_test_split
from .quality import report

__all__ = ["main"]

FORMAT = "numen-ml-1"


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise ValueError(message)


def _parser():
    parser = _Parser(prog="python -m numen ml", description="Learning from tables in CSV files.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="learn a column from the others and save the model")
    train.add_argument("data", metavar="data.csv")
    train.add_argument("--target", required=True, metavar="NAME", help="the column to learn")
    train.add_argument("--classes", action="store_true", help="numbers of the target stand for kinds")
    train.add_argument("--model", metavar="FILE.npz", help="where the model goes; by default data.npz")
    train.add_argument("--html", metavar="FILE", help="write the report as a page, too")
    look = commands.add_parser("report", help="what is missing, constant, far out, told twice")
    look.add_argument("data", metavar="data.csv")
    look.add_argument("--html", metavar="FILE", help="write the report as a page, too")
    predict = commands.add_parser("predict", help="predictions of a saved model as CSV")
    predict.add_argument("model", metavar="model.npz")
    predict.add_argument("data", metavar="new.csv")
    predict.add_argument("--output", metavar="FILE", help="by default standard output")
    return parser


def main(arguments):
    """Run a command; return its exit status: 0, or 2 after a line on standard error.

    Parameters
    ----------
    arguments : list of str
    """
    try:
        options = _parser().parse_args(arguments)
        {"train": _train, "report": _report, "predict": _predict}[options.command](options)
    except (OSError, ValueError, csv.Error, zipfile.BadZipFile, EOFError, MemoryError) as error:
        text = " ".join(str(error).split()) or type(error).__name__
        print(f"numen ml: {text}", file=sys.stderr)
        return 2
    return 0


def _write(path, data):
    """Write a file whole or not at all."""
    folder = os.path.dirname(os.path.abspath(path))
    handle, name = tempfile.mkstemp(dir=folder, prefix=".numen-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _quality(table):
    """The report of the columns of numbers, and a line for each of texts."""
    numbers = [name for name, values in table.items() if values.dtype.kind == "f"]
    lines = []
    for name, values in table.items():
        if values.dtype.kind != "f":
            kinds, counts = np.unique(values[values != ""], return_counts=True)
            top = f", most often {str(kinds[counts.argmax()])!r}" if len(kinds) else ""
            lines.append(f"{name}: {len(kinds)} texts{top}, {int((values == '').sum())} missing")
    found = None
    if numbers:
        found = report(np.stack([table[name] for name in numbers], axis=1), names=numbers)
    return found, lines


def _show(found, lines, title, path):
    if found is not None:
        print(found)
    print("\n".join(lines))
    if path:
        page = (
            found.to_html()
            if found is not None
            else "<!DOCTYPE html><html><meta charset='utf-8'><body></body></html>"
        )
        more = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
        page = page.replace("</body>", f"<h2>{html.escape(title)}</h2><ul>{more}</ul></body>")
        _write(path, page.encode())


def _report(options):
    found, lines = _quality(read_table(options.data))
    _show(found, lines, "Texts", options.html)


def _train(options):
    table = read_table(options.data)
    if options.target not in table:
        raise ValueError(
            f"there is no column {options.target!r} in {options.data}; it has {', '.join(table)}"
        )
    found, lines = _quality(table)
    y = table.pop(options.target)
    known = ~np.isnan(y) if y.dtype.kind == "f" else y != ""
    y, table = y[known], {name: values[known] for name, values in table.items()}
    if len(y) < 5:
        raise ValueError(f"{options.data} has {len(y)} rows with a {options.target}; at least 5 are needed")
    columns = Columns.learned(table)
    X = columns.matrix(table)
    kinds = options.classes or y.dtype.kind != "f"
    if kinds and y.dtype.kind == "f" and (y == np.floor(y)).all():
        y = y.astype(np.int64)
    make = LogisticRegression if kinds else Ridge
    rows, held = train_test_split(np.arange(len(y)), test_size=0.2, random_state=0)
    score = make().fit(X[rows], y[rows]).score(X[held], y[held])
    model = make().fit(X, y)
    facts = {"format": FORMAT, "target": options.target, "columns": columns.facts(), "kinds": kinds}
    arrays = {"coef": model.coef_, "intercept": np.asarray(model.intercept_)}
    if kinds:
        arrays["classes"] = model.classes_
    file = io.BytesIO()
    np.savez(file, facts=np.array(json.dumps(facts)), **arrays)
    path = options.model or os.path.splitext(options.data)[0] + ".npz"
    _write(path, file.getvalue())
    lines += [
        f"{type(model).__name__} of {options.target!r} from {X.shape[1]} features, {len(y)} rows",
        f"{'accuracy' if kinds else 'R2'} on a fifth of the rows, kept apart: {score:.4f}",
        f"model: {path}",
    ]
    _show(found, lines, "Model", options.html)


def _load(path):
    with np.load(path) as stored:
        try:
            facts = json.loads(str(stored["facts"][()]))
            if facts["format"] != FORMAT:
                raise KeyError("format")
            model = LogisticRegression() if facts["kinds"] else Ridge()
            model.coef_, model.intercept_ = stored["coef"], stored["intercept"]
            if facts["kinds"]:
                model.classes_ = stored["classes"]
            return facts, Columns(facts["columns"]), model
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path} holds no model of `numen ml train`") from error


def _predict(options):
    if not zipfile.is_zipfile(options.model):
        with open(options.model, "rb"):
            raise ValueError(f"{options.model} holds no model of `numen ml train`")
    facts, columns, model = _load(options.model)
    X = columns.matrix(read_table(options.data))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([facts["target"]])
    writer.writerows([value] for value in model.predict(X).tolist())
    if options.output:
        _write(options.output, text.getvalue().encode())
    else:
        sys.stdout.write(text.getvalue())
