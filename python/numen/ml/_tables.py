"""Tables of CSV files: columns of numbers or texts, and the features made of them."""

import csv

import numen as np

__all__ = ["Columns", "read_table"]

MISSING = frozenset(("", "na", "n/a", "nan", "null", "none"))


def read_table(path):
    """Return the columns of a CSV file by name.

    A column whose known values are all finite numbers is float64 with NaN where they are missing, others are texts, "" where missing.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It has no rows, rows of different length, or two columns of a name.
    """
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file, strict=True) if row]
    if len(rows) < 2:
        raise ValueError(f"{path} holds no rows below its header")
    header, *rows = rows
    names = [name.strip() for name in header]
    if len(set(names)) < len(names):
        raise ValueError(f"two columns of {path} have the same name")
    for number, row in enumerate(rows, 2):
        if len(row) != len(names):
            raise ValueError(f"row {number} of {path} has {len(row)} fields, the header has {len(names)}")
    return {name: _column([row[i].strip() for row in rows]) for i, name in enumerate(names)}


def _column(texts):
    known = ["" if text.lower() in MISSING else text for text in texts]
    try:
        numbers = np.array([float(text) if text else float("nan") for text in known])
    except ValueError:
        return np.array(known)
    return numbers if not np.isinf(numbers).any() else np.array(known)


class Columns:
    """How columns become features: numbers filled by the median and scaled, texts a feature for each kind.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml._tables import Columns
    >>> table = {"size": np.array([1.0, 3.0]), "kind": np.array(["a", "b"])}
    >>> Columns.learned(table).matrix(table)
    array([[-1.,  1.,  0.],
           [ 1.,  0.,  1.]])
    """

    def __init__(self, facts):
        self._facts = facts

    @classmethod
    def learned(cls, table):
        """Learn medians, scales and kinds."""
        return cls([[name, _learned(values)] for name, values in table.items()])

    def facts(self):
        """What was learned, as JSON can hold it."""
        return self._facts

    def matrix(self, table):
        """Return the features of a table; kinds that were not there before are none of those.

        Raises
        ------
        ValueError
            A column is not there, or holds texts instead of numbers.
        """
        missing = [name for name, _ in self._facts if name not in table]
        if missing:
            raise ValueError(f"the data have no column {missing[0]!r}, which the model needs")
        parts = [_features(name, table[name], how) for name, how in self._facts]
        width = sum(part.shape[1] for part in parts)
        if not width:
            raise ValueError("there is no column to learn from")
        return np.concatenate(parts, axis=1)


def _learned(values):
    if values.dtype.kind != "f":
        return {"texts": np.unique(values[values != ""]).tolist()}
    seen = values[~np.isnan(values)]
    if not len(seen):
        return {"texts": []}
    fill = float(np.median(seen))
    filled = np.where(np.isnan(values), fill, values)
    return {"fill": fill, "mean": float(filled.mean()), "scale": float(filled.std()) or 1.0}


def _features(name, values, how):
    if "texts" in how:
        texts = values if values.dtype.kind == "U" else values.astype(str)
        return (texts[:, None] == np.array(how["texts"], dtype=str)).astype(np.float64)
    if values.dtype.kind != "f":
        raise ValueError(f"column {name!r} holds texts where the model has learned numbers")
    filled = np.where(np.isnan(values), how["fill"], values)
    return ((filled - how["mean"]) / how["scale"])[:, None]
