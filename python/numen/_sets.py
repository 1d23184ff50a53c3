"""Arrays as sets: unique elements, membership, union, intersection and differences."""

from typing import NamedTuple

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, asarray, concatenate, ndarray
from ._globals import rewrap
from ._rearranging import moveaxis

__all__ = [
    "intersect1d",
    "isin",
    "setdiff1d",
    "setxor1d",
    "union1d",
    "unique",
    "unique_all",
    "unique_counts",
    "unique_inverse",
    "unique_values",
]


class UniqueAllResult(NamedTuple):
    """What `unique_all` returns."""

    values: ndarray
    indices: ndarray
    inverse_indices: ndarray
    counts: ndarray


class UniqueCountsResult(NamedTuple):
    """What `unique_counts` returns."""

    values: ndarray
    counts: ndarray


class UniqueInverseResult(NamedTuple):
    """What `unique_inverse` returns."""

    values: ndarray
    inverse_indices: ndarray


def _first_of_runs(x, equal_nan):
    """Mask of the first element of every run of equal ones in sorted `x`."""
    first = nc.empty(x.shape, dtype=nc.bool)
    first[:1] = True
    first[1:] = x[1:] != x[:-1]
    if equal_nan and x.size and x.dtype.kind in "cfmM" and nc.isnan(x[-1]):
        # NaN stand at the end; all after the first are taken as equal to it.
        start = nc.searchsorted(nc.isnan(x), True, side="left")
        first[start + 1 :] = False
    return first


def _results(values, order, first, index, inverse, counts):
    """Tuple of what was asked for, from the sorting order and the mask of first elements."""
    parts = [values]
    if index:
        parts.append(order[first])
    if inverse:
        groups = nc.empty(first.shape, dtype=nc.int64)
        groups[order] = nc.cumsum(first) - 1
        parts.append(groups)
    if counts:
        parts.append(nc.diff(concatenate((nc.nonzero(first)[0], [first.size]))))
    return parts[0] if len(parts) == 1 else tuple(parts)


def _unique_flat(a, index, inverse, counts, equal_nan):
    if index or inverse:
        order = a.argsort(kind="stable" if index else None)
        x = a[order]
    else:
        order, x = None, nc.sort(a)
    first = _first_of_runs(x, equal_nan)
    if x.dtype.kind == "c" and order is None and not counts and equal_nan and x.size and nc.isnan(x[-1]):
        # Of the NaN, which may differ in one part, the one that comes first in the input stands for all.
        values = x[first]
        values[-1] = a[nc.isnan(a)][0]
        return values
    return _results(x[first], order, first, index, inverse, counts)


def _unique_rows(a, axis, index, inverse, counts):
    """Unique slices along an axis, compared element by element."""
    if a.dtype.hasobject:
        raise TypeError(f"The axis argument to unique is not supported for dtype {a.dtype}")
    slices = moveaxis(a, axis, 0)
    n = slices.shape[0]
    rows = slices.reshape(n, -1) if slices.size else slices.reshape(n, 0)
    width = rows.shape[1]
    # lexsort takes the most significant key last.
    order = nc.lexsort(rows.T[::-1]) if width else nc.arange(n)
    x = rows[order]
    first = nc.ones(n, dtype=bool)
    first[1:] = (x[1:] != x[:-1]).any(axis=1) if width else False
    chosen = moveaxis(slices[order[first]], 0, axis)
    return _results(chosen, order, first, index, inverse, counts)


@array_function_dispatch(lambda ar, *_, **__: (ar,), quick=nc._quick_unique)
def unique(
    ar,
    return_index=False,
    return_inverse=False,
    return_counts=False,
    axis=None,
    *,
    equal_nan=True,
    sorted=True,
):
    """Return the distinct elements, sorted.

    Parameters
    ----------
    ar : array_like
        The elements.
    return_index : bool, optional
        Return where each was first found.
    return_inverse : bool, optional
        Return for each element its place among the distinct ones.
    return_counts : bool, optional
        Return how often each was found.
    axis : int, optional
        Compare whole slices along this axis, instead of elements.
    equal_nan : bool, optional
        Take all NaN as one.
    sorted : bool, optional
        False leaves the order open (here it is sorted all the same).

    Returns
    -------
    ndarray, or a tuple with the indices, inverse and counts asked for

    Raises
    ------
    TypeError
        With `axis`, when the elements are objects.

    Examples
    --------
    >>> import numen as np
    >>> np.unique([3, 1, 3], return_counts=True)
    (array([1, 3]), array([1, 2]))
    >>> np.unique([[1, 0], [1, 0], [0, 2]], axis=0)
    array([[0, 2],
           [1, 0]])
    """
    a = asanyarray(ar)
    if axis is None or a.ndim == 1:
        if axis is not None:
            if isinstance(axis, float):
                raise TypeError("integer argument expected, got float")
            nc.normalize_axis_index(axis, a.ndim)
        flat = a.flatten()
        if flat.ndim != 1:
            # A matrix is never flat.
            flat = asarray(a).flatten()
        found = _unique_flat(flat, return_index, return_inverse, return_counts, equal_nan)
        if return_inverse and axis is None:
            place = 2 if return_index else 1
            found = found[:place] + (found[place].reshape(a.shape),) + found[place + 1 :]
        return found
    if not isinstance(axis, int):
        moveaxis(a, axis, 0)  # says what is wrong with the axis
    axis = nc.normalize_axis_index(axis, a.ndim)
    found = _unique_rows(a, axis, return_index, return_inverse, return_counts)
    if type(a) is ndarray:
        return found
    return rewrap(found, a) if isinstance(found, ndarray) else (rewrap(found[0], a), *found[1:])


@array_function_dispatch(lambda x: (x,))
def unique_all(x):
    """Return distinct elements, their first positions, the inverse and the counts.

    Parameters
    ----------
    x : array_like
        The elements; every NaN counts as distinct.

    Returns
    -------
    named tuple (values, indices, inverse_indices, counts)

    Examples
    --------
    >>> import numen as np
    >>> np.unique_all([1, 1, 2]).counts
    array([2, 1])
    """
    return UniqueAllResult(
        *unique(x, return_index=True, return_inverse=True, return_counts=True, equal_nan=False)
    )


@array_function_dispatch(lambda x: (x,))
def unique_counts(x):
    """Return distinct elements and how often each was found.

    Parameters
    ----------
    x : array_like
        The elements; every NaN counts as distinct.

    Returns
    -------
    named tuple (values, counts)

    Examples
    --------
    >>> import numen as np
    >>> np.unique_counts([1, 1, 2]).values
    array([1, 2])
    """
    return UniqueCountsResult(*unique(x, return_counts=True, equal_nan=False))


@array_function_dispatch(lambda x: (x,))
def unique_inverse(x):
    """Return distinct elements, and for each element its place among them.

    Parameters
    ----------
    x : array_like
        The elements; every NaN counts as distinct.

    Returns
    -------
    named tuple (values, inverse_indices)

    Examples
    --------
    >>> import numen as np
    >>> np.unique_inverse([5, 1, 5]).inverse_indices
    array([1, 0, 1])
    """
    return UniqueInverseResult(*unique(x, return_inverse=True, equal_nan=False))


@array_function_dispatch(lambda x: (x,))
def unique_values(x):
    """Return distinct elements.

    Parameters
    ----------
    x : array_like
        The elements; every NaN counts as distinct.

    Returns
    -------
    ndarray, 1-D

    Examples
    --------
    >>> import numen as np
    >>> np.unique_values([1, 1, 2])
    array([1, 2])
    """
    return unique(x, equal_nan=False)


@array_function_dispatch(lambda ar1, ar2, *_, **__: (ar1, ar2))
def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    """Return the sorted elements that both arrays have.

    Parameters
    ----------
    ar1, ar2 : array_like
        The arrays, taken flat.
    assume_unique : bool, optional
        Trust that neither has an element twice.
    return_indices : bool, optional
        Return as well where they were first found in either.

    Returns
    -------
    ndarray, or a tuple of it and two index arrays

    Examples
    --------
    >>> import numen as np
    >>> np.intersect1d([1, 3, 4, 3], [3, 1, 2])
    array([1, 3])
    """
    ar1, ar2 = asanyarray(ar1), asanyarray(ar2)
    if assume_unique:
        ar1, ar2 = ar1.ravel(), ar2.ravel()
    elif return_indices:
        ar1, where1 = unique(ar1, return_index=True)
        ar2, where2 = unique(ar2, return_index=True)
    else:
        ar1, ar2 = unique(ar1), unique(ar2)
    both = concatenate((ar1, ar2))
    if not return_indices:
        both.sort()
        return both[:-1][both[1:] == both[:-1]]
    order = nc.argsort(both, kind="stable")
    both = both[order]
    twice = both[1:] == both[:-1]
    at1, at2 = order[:-1][twice], order[1:][twice] - ar1.size
    if not assume_unique:
        at1, at2 = where1[at1], where2[at2]
    return both[:-1][twice], at1, at2


@array_function_dispatch(lambda ar1, ar2, assume_unique=None: (ar1, ar2))
def setxor1d(ar1, ar2, assume_unique=False):
    """Return the sorted elements that exactly one of two arrays has.

    Parameters
    ----------
    ar1, ar2 : array_like
        The arrays, taken flat.
    assume_unique : bool, optional
        Trust that neither has an element twice.

    Returns
    -------
    ndarray, 1-D

    Examples
    --------
    >>> import numen as np
    >>> np.setxor1d([1, 2, 3], [2, 3, 5])
    array([1, 5])
    """
    if not assume_unique:
        ar1, ar2 = unique(ar1), unique(ar2)
    both = concatenate((ar1, ar2), axis=None)
    if both.size == 0:
        return both
    both.sort()
    differs = concatenate(([True], both[1:] != both[:-1], [True]))
    return both[differs[1:] & differs[:-1]]


@array_function_dispatch(lambda ar1, ar2: (ar1, ar2))
def union1d(ar1, ar2):
    """Return the sorted elements that at least one of two arrays has.

    Parameters
    ----------
    ar1, ar2 : array_like
        The arrays, taken flat.

    Returns
    -------
    ndarray, 1-D

    Examples
    --------
    >>> import numen as np
    >>> np.union1d([-1, 0, 1], [-2, 0])
    array([-2, -1,  0,  1])
    """
    return unique(concatenate((ar1, ar2), axis=None))


@array_function_dispatch(lambda ar1, ar2, assume_unique=None: (ar1, ar2))
def setdiff1d(ar1, ar2, assume_unique=False):
    """Return the elements of one array that another does not have.

    Parameters
    ----------
    ar1, ar2 : array_like
        The arrays, taken flat.
    assume_unique : bool, optional
        Trust that neither has an element twice, and keep the order of `ar1`.

    Returns
    -------
    ndarray, 1-D
        Sorted, but with `assume_unique`.

    Examples
    --------
    >>> import numen as np
    >>> np.setdiff1d([1, 2, 3, 2, 4], [3, 4, 5])
    array([1, 2])
    """
    if assume_unique:
        ar1 = asarray(ar1).ravel()
    else:
        ar1, ar2 = unique(ar1), unique(ar2)
    return ar1[_contained(ar1, ar2, assume_unique=True, invert=True)]


# A table is used while it is at most this many times as long as both arrays.
_TABLE_FACTOR = 32


def _table(x, y, kind):
    """Membership by a table over the range of `y`; None where that would be too long."""
    if x.dtype == bool:
        x = x.astype(nc.uint8)
    if y.dtype == bool:
        y = y.astype(nc.uint8)
    low, high = int(y.min()), int(y.max())
    extent = high - low
    largest = (1 << 8 * y.dtype.itemsize - (y.dtype.kind == "i")) - 1
    if extent > largest:
        if kind == "table":
            raise RuntimeError(
                "You have specified kind='table', but the range of values in `ar2` or `ar1` exceed the "
                "maximum integer of the datatype. Please set `kind` to None or 'sort'."
            )
        return None
    if kind is None and extent > _TABLE_FACTOR * (x.size + y.size):
        return None
    present = nc.zeros(extent + 1, dtype=bool)
    # Modulo 2**64 the distance from `low` is right for every integer type.
    present[nc.subtract(y.astype(nc.uint64), nc.uint64(low % 2**64))] = True
    inside = (x >= low) & (x <= high)
    found = nc.zeros(x.shape, dtype=bool)
    places = nc.subtract(x[inside].astype(nc.uint64), nc.uint64(low % 2**64))
    found[inside] = present[places]
    return found


# From how many elements on sorting them pays: searches for neighbours touch the same cache lines.
_MANY = 4096


def _in_sorted(x, y):
    """For each element of `x`, whether sorted `y` has it."""
    if x.size < _MANY:
        return y[nc.minimum(nc.searchsorted(y, x), y.size - 1)] == x
    order = x.argsort()
    x = x[order]
    found = nc.empty(x.shape, bool)
    found[order] = y[nc.minimum(nc.searchsorted(y, x), y.size - 1)] == x
    return found


def _contained(ar1, ar2, assume_unique=False, invert=False, kind=None):
    """For each element of flat `ar1`, whether `ar2` has it."""
    x, y = asarray(ar1).ravel(), asarray(ar2).ravel()
    if kind not in (None, "sort", "table"):
        raise ValueError(f"Invalid kind: '{kind}'. Please use None, 'sort' or 'table'.")
    integers = x.dtype.kind in "uib" and y.dtype.kind in "uib"
    found = None
    if integers and kind != "sort":
        found = _table(x, y, kind) if y.size else nc.zeros(x.shape, dtype=bool)
    elif kind == "table":
        raise ValueError(
            "The 'table' method is only supported for boolean or integer arrays. "
            "Please select 'sort' or None for kind."
        )
    if found is None and (y.size <= 10 * x.size**0.145 or x.dtype.kind == "O" or y.dtype.kind == "O"):
        # For few elements comparing all beats sorting; objects may have no order.
        found = nc.zeros(x.shape, dtype=bool)
        # A column of objects: an element that is a sequence is not to be taken apart.
        for element in y.reshape(-1, 1) if y.dtype.kind == "O" else y:
            found |= x == element
    elif found is None:
        y = nc.sort(y.astype(nc.result_type(x, y), copy=False))
        # Only what lies between the first and the last need be looked up.
        found = (
            (x >= y[0]) & (x <= y[-1]) if y.dtype.kind in "iuf" and y[-1] == y[-1] else nc.ones(x.shape, bool)
        )
        found[found] = _in_sorted(x[found].astype(y.dtype, copy=False), y)
    return ~found if invert else found


@array_function_dispatch(
    lambda element, test_elements, *_, **__: (element, test_elements), quick=nc._quick_isin
)
def isin(element, test_elements, assume_unique=False, invert=False, *, kind=None):
    """Tell for each element whether it is among others.

    Parameters
    ----------
    element : array_like
        The elements to look for.
    test_elements : array_like
        Where to look; a set must be made a list first.
    assume_unique : bool, optional
        Trust that neither has an element twice.
    invert : bool, optional
        Return the opposite.
    kind : {None, 'sort', 'table'}, optional
        Sort, or use a table, which is faster for integers of a small range.

    Returns
    -------
    ndarray of bool, in the shape of `element`

    Raises
    ------
    ValueError
        When `kind` is unknown, or a table asked for others than integers.

    Examples
    --------
    >>> import numen as np
    >>> np.isin([0, 2, 5], [2, 4])
    array([False,  True, False])
    """
    element = asarray(element)
    return _contained(element, test_elements, assume_unique, invert, kind).reshape(element.shape)
