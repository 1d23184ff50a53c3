"""Rows and columns of whatever holds the data: arrays, frames, lists."""

import numen as np

__all__ = ["take_rows"]


def take_rows(data, rows):
    """The rows at the indices (or a slice of rows), in a container of the kind given; lists stay lists."""
    if data is None:
        return None
    if hasattr(data, "iloc"):
        return data.iloc[rows if isinstance(rows, slice) else np.asarray(rows).tolist()]
    if hasattr(data, "shape"):
        return np.asarray(data)[rows]
    if isinstance(rows, slice):
        return data[rows]
    return [data[i] for i in rows.tolist()]
