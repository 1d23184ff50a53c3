"""A report of a data set: what is missing, constant, repeated, far out, skewed, told twice."""

import html
from dataclasses import dataclass, field

import numen as np

from .._validation import _feature_names, as_float
from ..plot._axes import pyplot
from ..stats import Summary, correlation, describe, outliers

__all__ = ["Report", "report"]


@dataclass(repr=False)
class Report:
    """What `report` returns. Printed it is text; `to_html` and `plot` show the same.

    Attributes
    ----------
    n_samples, n_features : int
    names : list of str
    missing, outliers_iqr, outliers_zscore : ndarray of int, shape (n_features,)
        Counts by feature.
    constant : ndarray of bool, shape (n_features,)
        Features of one value or none.
    duplicates : ndarray of int
        Samples that are equal to an earlier one.
    skew : ndarray of float, shape (n_features,)
    correlations : ndarray of float, shape (n_features, n_features)
    summary : Summary
    limit : float
        Correlations from here on are listed.
    """

    n_samples: int
    n_features: int
    names: list
    missing: np.ndarray
    constant: np.ndarray
    duplicates: np.ndarray
    outliers_iqr: np.ndarray
    outliers_zscore: np.ndarray
    skew: np.ndarray
    correlations: np.ndarray
    summary: Summary = field(repr=False)
    limit: float = 0.95

    @property
    def correlated(self):
        """Pairs of features, with their correlation, that reach the limit, the strongest first."""
        strong = np.triu(np.abs(np.nan_to_num(self.correlations)) >= self.limit, 1)
        pairs = [
            (self.names[i], self.names[j], float(self.correlations[i, j]))
            for i, j in zip(*(a.tolist() for a in np.nonzero(strong)), strict=True)
        ]
        return sorted(pairs, key=lambda p: -abs(p[2]))

    def _table(self):
        head = ["feature", "missing", "outliers (IQR)", "outliers (z)", "skew", "constant"]
        columns = zip(
            self.names,
            self.missing.tolist(),
            self.outliers_iqr.tolist(),
            self.outliers_zscore.tolist(),
            self.skew.tolist(),
            self.constant.tolist(),
            strict=True,
        )
        rows = [[n, str(m), str(q), str(z), f"{s:.3g}", "yes" if c else ""] for n, m, q, z, s, c in columns]
        return head, rows

    def _facts(self):
        cells = max(self.n_samples * self.n_features, 1)
        total = int(np.sum(self.missing))
        return [
            f"{self.n_samples} samples, {self.n_features} features",
            f"{total} values missing ({100 * total / cells:.2g} %)",
            f"{len(self.duplicates)} samples repeat an earlier one",
            f"{int(np.sum(self.constant))} features do not vary",
            f"{int(np.sum(self.outliers_iqr))} outliers by quartiles, {int(np.sum(self.outliers_zscore))} by z-score",
        ]

    def _pairs(self):
        return [f"{a} and {b}: correlation {r:.3f}" for a, b, r in self.correlated]

    def __repr__(self):
        head, rows = self._table()
        width = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
        lines = [
            (
                row[0].ljust(width[0])
                + "".join(f"  {v:>{w}}" for v, w in zip(row[1:], width[1:], strict=True))
            ).rstrip()
            for row in [head, *rows]
        ]
        return "\n".join([*self._facts(), *self._pairs(), "", *lines])

    def to_html(self):
        """Return the report as an HTML page that needs nothing else.

        Returns
        -------
        str
        """
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Data quality</title><style>body{font:15px sans-serif;"
            "margin:2em}table{border-collapse:collapse}td,th{padding:.2em .7em;text-align:right;border-bottom:1px solid "
            f"#ccc}}</style></head><body><h1>Data quality</h1>{self._repr_html_()}<h2>Summary</h2>"
            f"{self.summary._repr_html_()}</body></html>"
        )

    def _repr_html_(self):
        head, rows = self._table()
        facts = "".join(f"<li>{html.escape(text)}</li>" for text in [*self._facts(), *self._pairs()])
        cells = "".join("<tr>" + "".join(f"<td>{html.escape(v)}</td>" for v in row) + "</tr>" for row in rows)
        return f"<ul>{facts}</ul><table><tr>{''.join(f'<th>{h}</th>' for h in head)}</tr>{cells}</table>"

    def plot(self, axes=None):
        """Draw what is missing and far out by feature, and the correlations.

        Parameters
        ----------
        axes : two matplotlib axes, optional

        Returns
        -------
        two matplotlib axes
        """
        if axes is None:
            _, axes = pyplot().subplots(1, 2, figsize=(11, 4), layout="constrained")
        left, right = axes
        place = range(self.n_features)
        left.bar([p - 0.2 for p in place], self.missing.tolist(), 0.4, label="missing")
        left.bar([p + 0.2 for p in place], self.outliers_iqr.tolist(), 0.4, label="outliers (IQR)")
        left.set_xticks(list(place), self.names, rotation=45)
        left.set_ylabel("values")
        left.legend()
        shown = right.imshow(self.correlations.tolist(), vmin=-1, vmax=1, cmap="coolwarm")
        right.set_title("correlation")
        right.figure.colorbar(shown, ax=right)
        return axes


def report(X, *, names=None, limit=0.95):
    """Look for what is wrong with a data set.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features), or frame of numbers
        NaN where values are missing; all else is computed from the others.
    names : list of str, optional
        By default those of the frame, or x0, x1, ...
    limit : float
        Correlations from here on are listed.

    Returns
    -------
    Report

    Raises
    ------
    ValueError
        `X` has not two axes, is empty, holds infinities, or there are not as many names as features.

    Examples
    --------
    >>> from numen.ml.quality import report
    >>> nan = float("nan")
    >>> found = report([[1.0, 5.0], [2.0, 5.0], [nan, 5.0], [2.0, 5.0], [99.0, 5.0]])
    >>> found.missing, found.constant, found.duplicates
    (array([1, 0]), array([False,  True]), array([3]))

    By hand: ``np.isnan(X).sum(axis=0)``, ``np.nanmin(X, axis=0) == np.nanmax(X, axis=0)``, and quartiles by
    ``np.nanpercentile``: ``np.percentile`` finds no outlier in a feature with a NaN.
    """
    found = _feature_names(X) if names is None else names
    x = as_float(X, allow_nan=True)
    names = [f"x{i}" for i in range(x.shape[1])] if found is None else [str(n) for n in found]
    summary = describe(x, names=names)
    return Report(
        n_samples=x.shape[0],
        n_features=x.shape[1],
        names=names,
        missing=summary["missing"],
        constant=~(summary["range"] > 0),
        duplicates=repeated(x),
        outliers_iqr=np.sum(outliers(x), axis=0),
        outliers_zscore=np.sum(outliers(x, method="zscore"), axis=0),
        skew=summary["skew"],
        correlations=correlation(x),
        summary=summary,
        limit=limit,
    )


def repeated(x):
    """Indices of the samples that are equal to an earlier one, NaN to NaN."""
    known = ~np.isnan(x)
    keyed = np.concatenate([np.where(known, x, 0.0), known.astype(x.dtype)], axis=1)
    _, first = np.unique(keyed, axis=0, return_index=True)
    later = np.ones(len(x), dtype=bool)
    later[first] = False
    return np.flatnonzero(later)
