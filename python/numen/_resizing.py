"""Arrays with elements added, removed or repeated to another length."""

import operator

from . import _core as nc
from ._core import (
    array_function_dispatch,
    asanyarray,
    asarray,
    concatenate,
    ndarray,
    normalize_axis_index,
    normalize_axis_tuple,
    ravel,
)
from ._globals import rewrap
from ._rearranging import moveaxis

__all__ = ["append", "delete", "insert", "resize", "trim_zeros"]


@array_function_dispatch(lambda arr, values, axis=None: (arr, values))
def append(arr, values, axis=None):
    """Return a copy with values put at the end.

    Parameters
    ----------
    arr : array_like
        The array.
    values : array_like
        What to add; along an axis it needs the other lengths of `arr`.
    axis : int, optional
        The axis to grow; by default both are flattened.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.append([1, 2], [[3], [4]])
    array([1, 2, 3, 4])
    """
    arr = asanyarray(arr)
    if axis is None:
        if arr.ndim != 1:
            arr = arr.ravel()
        values = ravel(values)
        axis = arr.ndim - 1
    return concatenate((arr, values), axis=axis)


def _flat_or_axis(a, axis):
    """`a` and a valid axis, flattened where no axis is given."""
    if axis is not None:
        return a, normalize_axis_index(axis, a.ndim)
    if a.ndim != 1:
        a = a.ravel()
    return a, a.ndim - 1


@array_function_dispatch(lambda arr, obj, axis=None: (arr, obj))
def delete(arr, obj, axis=None):
    """Return a copy without some of the elements along an axis.

    Parameters
    ----------
    arr : array_like
        The array.
    obj : int, slice, sequence of int, or boolean mask
        What to leave out.
    axis : int, optional
        The axis; by default the array is flattened first.

    Returns
    -------
    ndarray

    Raises
    ------
    IndexError
        When an index is out of bounds.
    ValueError
        When a mask has another length than the axis.

    Examples
    --------
    >>> import numen as np
    >>> np.delete([10, 20, 30, 40], [1, 3])
    array([10, 30])
    >>> np.delete([[1, 2], [3, 4]], 0, axis=1)
    array([[2],
           [4]])
    """
    a, axis = _flat_or_axis(asarray(arr), axis)
    n = a.shape[axis]
    before = (slice(None),) * axis
    if isinstance(obj, slice):
        gone = range(*obj.indices(n))
        if abs(gone.step) == 1 or len(gone) < 2:
            first, last = (min(gone[0], gone[-1]), max(gone[0], gone[-1]) + 1) if gone else (n, n)
            return rewrap(_cut_out(a, before, first, last, axis), arr)
    else:
        if not isinstance(obj, int) or isinstance(obj, bool):
            indices = asarray(obj)
            if indices.size == 0 and not isinstance(obj, ndarray):
                # An empty list has become float64, which is no index.
                indices = indices.astype(nc.int64)
            elif indices.size == 1 and indices.dtype.kind in "ui":
                indices = indices.item()
            obj = indices
        if isinstance(obj, int):
            if not -n <= obj < n:
                raise IndexError(f"index {obj} is out of bounds for axis {axis} with size {n}")
            obj %= n
            return rewrap(_cut_out(a, before, obj, obj + 1, axis), arr)
        if obj.dtype.kind == "b" and obj.shape != (n,):
            raise ValueError(
                "boolean array argument obj to delete must be one dimensional and match the axis length "
                f"of {n}"
            )
    keep = nc.ones(n, dtype=bool)
    keep[obj if isinstance(obj, slice) else (obj,)] = False
    return rewrap(a[before + (keep,)], arr)


def _cut_out(a, before, first, last, axis):
    parts = a[before + (slice(None, first),)], a[before + (slice(last, None),)]
    if not a.flags.fnc:
        return concatenate(parts, axis=axis, dtype=a.dtype)
    # Columns stay columns in memory.
    shape = a.shape[:axis] + (a.shape[axis] - (last - first),) + a.shape[axis + 1 :]
    return concatenate(parts, axis=axis, out=nc.empty(shape, a.dtype, order="F"))


@array_function_dispatch(lambda arr, obj, values, axis=None: (arr, obj, values))
def insert(arr, obj, values, axis=None):
    """Return a copy with values put in before given positions.

    Parameters
    ----------
    arr : array_like
        The array.
    obj : int, slice, sequence of int, or boolean mask
        Positions in `arr` before which to insert.
    values : array_like
        What to insert, cast to the dtype of `arr`.
    axis : int, optional
        The axis; by default the array is flattened first.

    Returns
    -------
    ndarray

    Raises
    ------
    IndexError
        When a position is out of bounds.

    Examples
    --------
    >>> import numen as np
    >>> np.insert([1, 2, 3], 1, 9)
    array([1, 9, 2, 3])
    >>> np.insert([[1, 2], [3, 4]], 1, 9, axis=1)
    array([[1, 9, 2],
           [3, 9, 4]])
    """
    a, axis = _flat_or_axis(asarray(arr), axis)
    n = a.shape[axis]
    before = (slice(None),) * axis
    if isinstance(obj, slice):
        indices = nc.arange(*obj.indices(n), dtype=nc.int64)
    else:
        indices = nc.array(obj)
        if indices.dtype.kind == "b":
            if indices.ndim != 1:
                raise ValueError("boolean array argument obj to insert must be one dimensional")
            indices = indices.nonzero()[0]
        elif indices.ndim > 1:
            raise ValueError("index array argument obj to insert must be one dimensional or scalar")

    order = "F" if a.flags.fnc else "C"
    shape = list(a.shape)
    if indices.size == 1:
        at = indices.item()
        if not -n <= at <= n:
            raise IndexError(f"index {obj} is out of bounds for axis {axis} with size {n}")
        at += n if at < 0 else 0
        values = nc.array(values, copy=None, ndmin=a.ndim, dtype=a.dtype)
        if indices.ndim == 0:
            # values[0] belongs to the one position: its axis takes the place of `axis`.
            values = moveaxis(values, 0, axis)
        count = values.shape[axis]
        shape[axis] += count
        new = nc.empty(shape, a.dtype, order)
        new[before + (slice(None, at),)] = a[before + (slice(None, at),)]
        new[before + (slice(at, at + count),)] = values
        new[before + (slice(at + count, None),)] = a[before + (slice(at, None),)]
        return rewrap(new, arr)

    if indices.size == 0 and not isinstance(obj, ndarray):
        indices = indices.astype(nc.int64)
    indices[indices < 0] += n
    # A position counts elements of `arr`; those inserted before it shift it.
    indices[indices.argsort(kind="stable")] += nc.arange(len(indices))
    shape[axis] += len(indices)
    old = nc.ones(shape[axis], dtype=bool)
    old[indices] = False
    new = nc.empty(shape, a.dtype, order)
    new[before + (indices,)] = values
    new[before + (old,)] = a
    return rewrap(new, arr)


@array_function_dispatch(lambda a, new_shape: (a,))
def resize(a, new_shape):
    """Return an array of another shape, with the elements repeated to fill it.

    Parameters
    ----------
    a : array_like
        Taken in C order.
    new_shape : int or tuple of int
        The shape.

    Returns
    -------
    ndarray
        Zeros where `a` is empty.

    Examples
    --------
    >>> import numen as np
    >>> np.resize([1, 2, 3], (2, 4))
    array([[1, 2, 3, 1],
           [2, 3, 1, 2]])
    """
    if isinstance(new_shape, (int, nc.integer)):
        new_shape = (new_shape,)
    a = ravel(a)
    count = 1
    for length in new_shape:
        # Narrow integers would overflow.
        count *= operator.index(length)
        if length < 0:
            raise ValueError("all elements of `new_shape` must be non-negative")
    if a.size == 0 or count == 0:
        return nc.zeros_like(a, shape=new_shape)
    result = nc.empty_like(concatenate((a[:0],)), shape=(count,))
    whole = count - count % a.size
    result[:whole].reshape(-1, a.size)[...] = a
    result[whole:] = a[: count - whole]
    return result.reshape(new_shape)


@array_function_dispatch(lambda filt, trim=None, axis=None: (filt,))
def trim_zeros(filt, trim="fb", axis=None):
    """Cut off the zeros at the ends.

    Parameters
    ----------
    filt : array_like
        The array, or a list or tuple of numbers.
    trim : {'fb', 'f', 'b'}, optional
        Which ends: front, back or both.
    axis : int or sequence of int, optional
        Axes along which slices of zeros are cut off, all by default.

    Returns
    -------
    same type as `filt`

    Raises
    ------
    ValueError
        When `trim` is something else.

    Examples
    --------
    >>> import numen as np
    >>> np.trim_zeros([0, 1, 0, 2, 0])
    [1, 0, 2]
    """
    a = asarray(filt)
    ends = trim.lower()
    if ends not in ("fb", "bf", "f", "b"):
        raise ValueError(f"unexpected character(s) in `trim`: {trim!r}")
    axes = range(a.ndim) if axis is None else normalize_axis_tuple(axis, a.ndim, argname="axis")
    if not axes:
        return filt
    nonzero = a.nonzero() if a.dtype.kind != "O" else (a != 0).nonzero()
    kept = [slice(None)] * a.ndim
    for ax in axes:
        if nonzero[ax].size == 0:
            kept[ax] = slice(0, 0)
            continue
        first = nonzero[ax].min() if "f" in ends else None
        last = nonzero[ax].max() + 1 if "b" in ends else None
        kept[ax] = slice(first, last)
    # A list is indexed by a slice, not by a tuple of one.
    return filt[kept[0]] if a.ndim == 1 else filt[tuple(kept)]
