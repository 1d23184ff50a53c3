"""Runs the functions `case_...` of a file of programs and writes what they gave: the half of a test that both
plain Python and the runner execute.

    python [-m numen] drive.py PROGRAMS OUTPUT

A case takes the data (a `SimpleNamespace` of columns), once for each kind of column and number of rows; a case
without parameters runs once.
"""

import importlib
import inspect
import pickle
import sys
import types
import warnings

import numpy as np
from describe import describe

KINDS = ("float", "int", "bool", "string", "date")
ROWS = (0, 1, 100_000)


def column(kind, rows):
    rng = np.random.default_rng(7)
    if kind == "float":
        x = np.round(rng.normal(size=rows), 3)
        x[::17] = np.nan
        return x
    if kind == "int":
        return rng.integers(-50, 50, rows)
    if kind == "bool":
        return rng.random(rows) < 0.4
    if kind == "string":
        return np.array(["oak", "elm", "", "ash"])[rng.integers(0, 4, rows)]
    return np.datetime64("2020-01-01") + rng.integers(0, 1000, rows).astype("m8[D]")


def data(kind, rows):
    rng = np.random.default_rng(3)
    x = column(kind, rows)
    return types.SimpleNamespace(
        kind=kind,
        rows=rows,
        x=x,
        first=x[:1],
        key=rng.integers(0, 3, rows),
        mask=rng.random(rows) < 0.5,
        weights=rng.random(rows),
    )


def run(function, *arguments):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*arguments)
        except Exception as error:
            result = error
    told = sorted({(w.category.__name__, str(w.message)) for w in caught})
    return (describe(result), told)


def main():
    module = importlib.import_module(sys.argv[1])
    only = sys.argv[3:]
    results = {}
    for name, function in list(vars(module).items()):
        if not name.startswith("case_") or only and name not in only:
            continue
        if not inspect.signature(function).parameters:
            results[name] = run(function)
            continue
        for kind in getattr(module, "KINDS", KINDS):
            for rows in ROWS:
                results[f"{name}[{kind}-{rows}]"] = run(function, data(kind, rows))
    engine = "numen" if np.ndarray is not sys.modules["numpy"].ndarray else "numpy"
    with open(sys.argv[2], "wb") as file:
        pickle.dump({"engine": engine, "results": results}, file)


main()
