"""Values that stand for kinds: which there are, and the place of each among them."""

import numen as np

from .._validation import check_array

__all__ = ["codes", "columns_of", "distinct", "is_nan"]


def is_nan(value):
    """Whether a value is a NaN, of whatever type."""
    return isinstance(value, (float, np.floating)) and value != value


def columns_of(x, estimator):
    """The columns of a frame, array or list, each with its own type, and the shape of all."""
    if hasattr(x, "iloc") and getattr(x, "ndim", 0) == 2:
        columns = [np.asarray(x.iloc[:, i]) for i in range(x.shape[1])]
        check_array(np.empty(x.shape, dtype=bool), estimator=estimator)
        return columns, x.shape
    array = check_array(x, dtype=None, allow_nan=True, estimator=estimator)
    if array.dtype.kind in "US" and not hasattr(x, "dtype"):
        # A list of numbers beside texts became texts; as objects each keeps its type.
        array = np.array(x, dtype=object)
    return [array[:, i] for i in range(array.shape[1])], array.shape


def distinct(column, counts=False):
    """The values of a column in order, None and NaN last; with `counts` also how often each occurs.

    Raises
    ------
    TypeError
        Values of several types have no order.
    """
    if column.dtype.kind != "O":
        return np.unique(column, return_counts=True) if counts else np.unique(column)
    # Objects have no vectorized order: one pass over them with a dictionary.
    found = {}
    holes = 0
    try:
        for value in column.tolist():
            if is_nan(value):
                holes += 1
            else:
                found[value] = found.get(value, 0) + 1
        values = sorted(v for v in found if v is not None)
    except TypeError as e:
        kinds = sorted({type(v).__name__ for v in column.tolist()})
        raise TypeError(
            f"Encoders require their input argument must be uniformly strings or numbers. Got {kinds}"
        ) from e
    values += [None] * (None in found)
    often = [found[v] for v in values] + [holes] * (holes > 0)
    out = np.empty(len(often), dtype=object)
    out[:] = [*values, *[float("nan")] * (holes > 0)]
    return (out, np.array(often)) if counts else out


def codes(column, categories):
    """The index of each value in the categories, -1 for those that are not among them.

    Parameters
    ----------
    column : ndarray, shape (n_samples,)
    categories : ndarray, shape (n_categories,)
        All different.

    Returns
    -------
    ndarray of int, shape (n_samples,)
    """
    if column.dtype.kind == "O" or categories.dtype.kind == "O" or _mixed(column, categories):
        place = {v: i for i, v in enumerate(categories.tolist()) if not is_nan(v)}
        hole = next((i for i, v in enumerate(categories.tolist()) if is_nan(v)), -1)
        return np.array([hole if is_nan(v) else place.get(v, -1) for v in column.tolist()], dtype=np.intp)
    if not categories.size:
        return np.full(column.shape, -1, dtype=np.intp)
    if column.dtype.kind in "iu" and categories.dtype.kind in "iu" and column.dtype != np.uint64:
        low, high = int(categories.min()), int(categories.max())
        if high - low < 4 * len(column):
            # A table from each integer in the range to its place; all others go to its last entry.
            table = np.full(high - low + 2, -1, dtype=np.intp)
            table[categories.astype(np.int64) - low] = np.arange(len(categories))
            wide = column.astype(np.int64)
            return table[np.where((wide >= low) & (wide <= high), wide - low, high - low + 1)]
    order = np.argsort(categories)
    ranked = categories[order]
    at = np.minimum(np.searchsorted(ranked, column), len(ranked) - 1)
    same = ranked[at] == column
    if column.dtype.kind == "f":
        same |= np.isnan(column) & np.isnan(ranked[at])
    return np.where(same, order[at], -1)


def _mixed(one, two):
    return (one.dtype.kind in "US") != (two.dtype.kind in "US")


def unknown_values(column, found):
    """The values whose code is -1, each once, as a list."""
    return distinct(column[found < 0]).tolist()
