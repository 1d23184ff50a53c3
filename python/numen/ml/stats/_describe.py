"""The numbers that describe a data set, column by column."""

import html
from dataclasses import dataclass

import numen as np

from .._validation import _feature_names, as_float
from ._moments import kurtosis, mode, percentiles, skew

__all__ = ["Summary", "describe"]


@dataclass(repr=False)
class Summary:
    """What `describe` returns: names of the columns, and one array for each statistic."""

    names: list
    statistics: dict

    def __getitem__(self, statistic):
        return self.statistics[statistic]

    def _rows(self):
        for label, values in self.statistics.items():
            yield label, [f"{v:.6g}" for v in values.tolist()]

    def __repr__(self):
        rows = [("", self.names), *self._rows()]
        width = max(len(label) for label, _ in rows)
        wide = [max(len(row[1][i]) for row in rows) for i in range(len(self.names))]
        return "\n".join(
            (label.ljust(width) + "".join(f"  {v:>{w}}" for v, w in zip(values, wide, strict=True))).rstrip()
            for label, values in rows
        )

    def _repr_html_(self):
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.names)
        body = "".join(
            f"<tr><th>{label}</th>{''.join(f'<td>{v}</td>' for v in values)}</tr>"
            for label, values in self._rows()
        )
        return f"<table><tr><th></th>{head}</tr>{body}</table>"


def describe(x, *, names=None, percentile_levels=(25, 50, 75)):
    """Return count, mean, spread, quantiles and shape of each column, over the values that are known.

    Parameters
    ----------
    x : array_like, shape (n_samples,) or (n_samples, n_features), or frame of numbers
    names : list of str, optional
        By default those of the frame, or x0, x1, ...
    percentile_levels : sequence of float

    Returns
    -------
    Summary
        With "count", "missing", "mean", "std" and "var" (of divisor ``n - 1``), "min", "25%", ..., "max", "range",
        "mode", "skew" and "kurtosis", each an ndarray of shape (n_features,).

    Examples
    --------
    >>> from numen.ml.stats import describe
    >>> found = describe([[1.0], [2.0], [float("nan")], [4.0]])
    >>> found["count"], found["50%"]
    (array([3]), array([2.]))
    """
    given = names if names is not None else _feature_names(x)
    x = as_float(x, ensure_2d=False, allow_nan=True)
    x = (x if x.ndim == 2 else x.reshape(-1, 1)).astype(np.float64)
    names = [f"x{i}" for i in range(x.shape[1])] if given is None else [str(n) for n in given]
    if len(names) != x.shape[1]:
        raise ValueError(f"names must hold {x.shape[1]} names, got {len(names)}")
    known = ~np.isnan(x)
    count = np.sum(known, axis=0)
    mean = np.where(count > 0, np.sum(np.where(known, x, 0), axis=0) / np.maximum(count, 1), np.nan)
    left = np.where(known, x - mean, 0.0)
    var = np.where(count > 1, np.sum(left**2, axis=0) / np.maximum(count - 1, 1), np.nan)
    low, high = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
    found = {
        "count": count,
        "missing": len(x) - count,
        "mean": mean,
        "std": np.sqrt(var),
        "var": var,
        "min": low,
    }
    levels = list(percentile_levels)
    found.update((f"{level:g}%", row) for level, row in zip(levels, percentiles(x, levels), strict=True))
    found.update(
        {"max": high, "range": high - low, "mode": mode(x)[0], "skew": skew(x), "kurtosis": kurtosis(x)}
    )
    return Summary(names, found)
