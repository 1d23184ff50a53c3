"""Large data: by chunks, and in the smallest type that holds them."""

import numen as np

from .._select import take_rows
from .._validation import n_samples

__all__ = ["in_chunks", "shrink", "smallest_dtype"]


def in_chunks(function, data, chunk_size=1000, out=None):
    """Return what a function makes of the rows, computed chunk by chunk.

    Parameters
    ----------
    function : callable
        Takes and returns rows, as many as it gets, each row by itself: such as `transform` or `predict` of a fitted
        estimator. One that computes a mean over its rows gives another result for each chunk.
    data : array_like, shape (n_samples, ...)
    chunk_size : int
    out : ndarray, shape (n_samples, ...), optional
        Where to write; may be a `numen.memmap`.

    Returns
    -------
    ndarray, shape (n_samples, ...)

    Raises
    ------
    ValueError
        The size is not positive, or the function returns another number of rows.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.pipeline import in_chunks
    >>> in_chunks(np.sqrt, np.array([1.0, 4.0, 9.0]), chunk_size=2)
    array([1., 2., 3.])

    By hand::

        for i in range(0, len(X), size):
            out[i:i + size] = (X[i:i + size] - mean) / std

    with mean and standard deviation of all data (`StandardScaler.partial_fit`), not of each chunk: scaled by its own
    mean, each chunk loses its difference from the others.
    """
    if chunk_size < 1:
        raise ValueError(f"chunk_size must be positive, got {chunk_size}")
    count = n_samples(data)
    for start in range(0, max(count, 1), chunk_size):
        part = take_rows(data, slice(start, start + chunk_size))
        result = np.asarray(function(part))
        if not result.ndim or len(result) != n_samples(part):
            raise ValueError(
                f"function must return a row for each row: {n_samples(part)} rows gave a result of shape {result.shape}"
            )
        if out is None:
            out = np.empty((count, *result.shape[1:]), dtype=result.dtype)
        out[start : start + chunk_size] = result
    return out


def smallest_dtype(array, *, rtol=0.0):
    """Return the smallest type that holds the values.

    Parameters
    ----------
    array : array_like
    rtol : float
        Floats may change by this share of themselves; by default not at all.

    Returns
    -------
    dtype
        Integers: the first of uint8, int8, uint16, int16, ... with the smallest and the largest value in its range.
        Floats: float32 where no value changes by more than `rtol`, overflows or becomes zero; never an integer, which
        has no NaN and no halves. Other types stay.

    Examples
    --------
    >>> from numen.ml.pipeline import smallest_dtype
    >>> smallest_dtype([0, 255]), smallest_dtype([-1, 255]), smallest_dtype([0.5, 2.0]), smallest_dtype([0.1])
    (dtype('uint8'), dtype('int16'), dtype('float32'), dtype('float64'))
    """
    array = np.asarray(array)
    if array.dtype.kind in "iu":
        if not array.size:
            return array.dtype
        low, high = int(array.min()), int(array.max())
        for bits in (8, 16, 32, 64):
            for kind in ("uint", "int"):
                limits = np.iinfo(f"{kind}{bits}")
                if limits.min <= low and high <= limits.max:
                    return np.dtype(f"{kind}{bits}")
    if array.dtype == np.float64:
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            short = array.astype(np.float32).astype(np.float64)
            lost = (np.abs(short - array) > rtol * np.abs(array)) | ((short == 0) != (array == 0))
        if not (lost | (np.isinf(short) != np.isinf(array))).any():
            return np.dtype(np.float32)
    return array.dtype


def shrink(data, *, rtol=0.0):
    """Return the data in the smallest types that hold them.

    Parameters
    ----------
    data : array_like, dict of them, or frame
        Of a dict or frame each column gets its own type.
    rtol : float
        See `smallest_dtype`.

    Returns
    -------
    ndarray, dict or frame

    Examples
    --------
    >>> from numen.ml.pipeline import shrink
    >>> shrink([[1, 2], [300, 4]]).dtype
    dtype('uint16')

    By hand, ``X.astype(np.int8)`` where minimum and maximum fit: floats of whole numbers become integers too, and a
    cast of NaN or of values out of range is undefined.
    """
    if isinstance(data, dict):
        return {name: shrink(column, rtol=rtol) for name, column in data.items()}
    if hasattr(data, "iloc") and hasattr(data, "columns"):
        types = {}
        for i, name in enumerate(data.columns):
            column = data.iloc[:, i]
            if getattr(column.dtype, "kind", "O") in "iuf":
                types[name] = str(smallest_dtype(np.asarray(column), rtol=rtol))
        return data.astype(types)
    array = np.asarray(data)
    return array.astype(smallest_dtype(array, rtol=rtol), copy=False)
