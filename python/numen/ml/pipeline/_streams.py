"""Learning from data larger than memory: chunk after chunk, of a Dask array or of an array on a disk."""

from .._progress import Progress
from .._select import take_rows
from .._validation import n_samples

__all__ = ["fit_chunks"]


def fit_chunks(estimator, X, y=None, *, epochs=1, chunk_size=10_000, verbose=None, **parameters):
    """Teach an estimator by `partial_fit`, one chunk of rows in memory at a time.

    Parameters
    ----------
    estimator : object with ``partial_fit``
    X : dask.array.Array or array_like, shape (n_samples, n_features)
        Of a Dask array the chunks along the first axis, each computed when its turn comes; of others, such as a
        `numen.memmap`, so many rows at a time.
    y : dask.array.Array or array_like, shape (n_samples,), optional
    epochs : int
        How often the data are gone through.
    chunk_size : int
        Rows of a chunk where `X` has none of its own.
    verbose : bool or None
        None shows a bar on a terminal once it takes longer than half a second.
    **parameters
        Handed to each `partial_fit`, such as ``classes``.

    Returns
    -------
    estimator

    Raises
    ------
    TypeError
        The estimator has no `partial_fit`: it learns from all data at once.
    ValueError
        There are other numbers of rows in `X` and `y`, or a size that is not positive.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.pipeline import fit_chunks
    >>> from numen.ml.preprocessing import StandardScaler
    >>> fit_chunks(StandardScaler(), np.arange(6.0).reshape(6, 1), chunk_size=4).mean_
    array([2.5])

    By hand::

        for i in range(0, len(X), size):
            scaler.partial_fit(X[i:i + size])
    """
    if not hasattr(estimator, "partial_fit"):
        raise TypeError(f"{type(estimator).__name__} has no partial_fit: it learns from all data at once")
    if chunk_size < 1 or epochs < 1:
        raise ValueError(f"chunk_size and epochs must be positive, got {chunk_size} and {epochs}")
    if y is not None and len(y) != n_samples(X):
        raise ValueError(f"X has {n_samples(X)} rows and y {len(y)}")
    bounds = _bounds(X, chunk_size)
    turns = [pair for _ in range(epochs) for pair in zip(bounds, bounds[1:])]
    for start, stop in Progress(turns, f"{type(estimator).__name__}", verbose, unit="chunk"):
        given = (_rows(X, start, stop),) if y is None else (_rows(X, start, stop), _rows(y, start, stop))
        estimator.partial_fit(*given, **parameters)
    return estimator


def _bounds(X, chunk_size):
    """Where chunks begin, and where the last ends."""
    chunks = getattr(X, "chunks", None)
    if not hasattr(X, "compute") or not chunks:
        count = n_samples(X)
        return [*range(0, count, chunk_size), count]
    bounds = [0]
    for rows in chunks[0]:
        bounds.append(bounds[-1] + rows)
    return bounds


def _rows(data, start, stop):
    part = take_rows(data, slice(start, stop)) if not hasattr(data, "compute") else data[start:stop]
    return part.compute() if hasattr(part, "compute") else part
