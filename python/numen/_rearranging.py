"""Moving axes and elements about: flips, rolls, rotations, repetitions."""

import operator

from . import _core as nc
from ._core import (
    array_function_dispatch,
    asanyarray,
    asarray,
    normalize_axis_index,
    normalize_axis_tuple,
    transpose,
)
from ._globals import rewrap

__all__ = [
    "flip",
    "fliplr",
    "flipud",
    "matrix_transpose",
    "moveaxis",
    "permute_dims",
    "roll",
    "rollaxis",
    "rot90",
    "tile",
]

permute_dims = transpose


@array_function_dispatch(lambda m, axis=None: (m,))
def flip(m, axis=None):
    """Reverse the order of elements along axes.

    Parameters
    ----------
    m : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to reverse, all by default.

    Returns
    -------
    ndarray
        A view of `m`.

    Examples
    --------
    >>> import numen as np
    >>> np.flip([[1, 2], [3, 4]])
    array([[4, 3],
           [2, 1]])
    >>> np.flip([[1, 2], [3, 4]], axis=1)
    array([[2, 1],
           [4, 3]])
    """
    if not hasattr(m, "ndim"):
        m = asarray(m)
    if axis is None:
        return m[(slice(None, None, -1),) * m.ndim]
    index = [slice(None)] * m.ndim
    for ax in normalize_axis_tuple(axis, m.ndim):
        index[ax] = slice(None, None, -1)
    return m[tuple(index)]


@array_function_dispatch(lambda m: (m,))
def fliplr(m):
    """Reverse the columns of a matrix.

    Parameters
    ----------
    m : array_like
        At least two axes; the second is reversed.

    Returns
    -------
    ndarray
        A view of `m`.

    Examples
    --------
    >>> import numen as np
    >>> np.fliplr([[1, 2], [3, 4]])
    array([[2, 1],
           [4, 3]])
    """
    m = asanyarray(m)
    if m.ndim < 2:
        raise ValueError("Input must be >= 2-d.")
    return m[:, ::-1]


@array_function_dispatch(lambda m: (m,))
def flipud(m):
    """Reverse the rows of an array.

    Parameters
    ----------
    m : array_like
        At least one axis; the first is reversed.

    Returns
    -------
    ndarray
        A view of `m`.

    Examples
    --------
    >>> import numen as np
    >>> np.flipud([[1, 2], [3, 4]])
    array([[3, 4],
           [1, 2]])
    """
    m = asanyarray(m)
    if m.ndim < 1:
        raise ValueError("Input must be >= 1-d.")
    return m[::-1]


@array_function_dispatch(lambda m, k=1, axes=None: (m,))
def rot90(m, k=1, axes=(0, 1)):
    """Rotate by right angles in the plane of two axes.

    Parameters
    ----------
    m : array_like
        At least two axes.
    k : int, optional
        Number of quarter turns, from the first axis towards the second.
    axes : pair of int, optional
        The plane.

    Returns
    -------
    ndarray
        A view of `m`.

    Raises
    ------
    ValueError
        When `axes` are not two different axes of `m`.

    Examples
    --------
    >>> import numen as np
    >>> np.rot90([[1, 2], [3, 4]])
    array([[2, 4],
           [1, 3]])
    """
    axes = tuple(axes)
    if len(axes) != 2:
        raise ValueError("len(axes) must be 2.")
    m = asanyarray(m)
    n = m.ndim
    if axes[0] == axes[1] or abs(axes[0] - axes[1]) == n:
        raise ValueError("Axes must be different.")
    if not all(-n <= ax < n for ax in axes):
        raise ValueError(f"Axes={axes} out of range for array of ndim={n}.")
    k %= 4
    if k == 0:
        return m[:]
    if k == 2:
        return flip(flip(m, axes[0]), axes[1])
    order = list(range(n))
    order[axes[0]], order[axes[1]] = order[axes[1]], order[axes[0]]
    if k == 1:
        return transpose(flip(m, axes[1]), order)
    return flip(transpose(m, order), axes[1])


@array_function_dispatch(lambda a, shift, axis=None: (a,))
def roll(a, shift, axis=None):
    """Shift elements along axes; what falls off at the end comes in at the start.

    Parameters
    ----------
    a : array_like
        The array.
    shift : int or tuple of int
        Number of places, for each axis of `axis`.
    axis : int or tuple of int, optional
        Axes to shift along; by default the flattened array is shifted.

    Returns
    -------
    ndarray of the shape of `a`

    Examples
    --------
    >>> import numen as np
    >>> np.roll(np.arange(5), 2)
    array([3, 4, 0, 1, 2])
    """
    a = asanyarray(a)
    if axis is None:
        return roll(a.ravel(), shift, 0).reshape(a.shape)
    if type(shift) is int and type(axis) is int:
        return _rolled(a, shift, normalize_axis_index(axis, a.ndim))
    axis = normalize_axis_tuple(axis, a.ndim, allow_duplicate=True)
    if type(shift) is list and len(shift) == len(axis) and all(type(places) is int for places in shift):
        pairs = zip(shift, axis, strict=True)
    else:
        pairs = nc.broadcast(shift, axis)
        if pairs.ndim > 1:
            raise ValueError("'shift' and 'axis' should be scalars or 1D sequences")
    shifts = {}
    for places, ax in pairs:
        shifts[int(ax)] = shifts.get(int(ax), 0) + int(places)
    moves = [((slice(None), slice(None)),)] * a.ndim
    for ax, places in shifts.items():
        places %= a.shape[ax] or 1
        if places:
            # (from, to) of the two pieces into which this axis falls.
            moves[ax] = (
                (slice(None, -places), slice(places, None)),
                (slice(-places, None), slice(None, places)),
            )
    result = nc.empty_like(a)
    _copy_pieces(a, result, moves, (), ())
    return result


def _copy_pieces(source, target, moves, taken, put):
    """Copy every combination of the pieces of all axes."""
    if len(taken) == len(moves):
        target[put] = source[taken]
        return
    for piece, place in moves[len(taken)]:
        _copy_pieces(source, target, moves, taken + (piece,), put + (place,))


def _rolled(a, places, axis):
    """`a` shifted along one axis."""
    places %= a.shape[axis] or 1
    result, before = nc.empty_like(a), (slice(None),) * axis
    result[(*before, slice(places, None))] = a[(*before, slice(None, a.shape[axis] - places))]
    if places:
        result[(*before, slice(None, places))] = a[(*before, slice(-places, None))]
    return result


@array_function_dispatch(lambda a, axis, start=None: (a,))
def rollaxis(a, axis, start=0):
    """Move one axis back until it stands before another (`moveaxis` is clearer).

    Parameters
    ----------
    a : ndarray
        The array.
    axis : int
        The axis to move.
    start : int, optional
        The axis before which it is put.

    Returns
    -------
    ndarray
        A view of `a`.

    Examples
    --------
    >>> import numen as np
    >>> np.rollaxis(np.ones((3, 4, 5)), 2).shape
    (5, 3, 4)
    """
    n = a.ndim
    axis = normalize_axis_index(axis, n)
    if start < 0:
        start += n
    if not 0 <= start < n + 1:
        from .exceptions import AxisError

        raise AxisError(f"'start' arg requires {-n} <= start < {n + 1}, but {start} was passed in")
    if axis < start:
        start -= 1
    if axis == start:
        return a[...]
    order = [ax for ax in range(n) if ax != axis]
    order.insert(start, axis)
    return a.transpose(order)


@array_function_dispatch(lambda a, source, destination: (a,))
def moveaxis(a, source, destination):
    """Move axes to new places; the others keep their order.

    Parameters
    ----------
    a : ndarray
        The array.
    source, destination : int or sequence of int
        Where the axes are, and where they go.

    Returns
    -------
    ndarray
        A view of `a`.

    Raises
    ------
    ValueError
        When there are not as many sources as destinations, or one repeats.

    Examples
    --------
    >>> import numen as np
    >>> np.moveaxis(np.ones((3, 4, 5)), 0, -1).shape
    (4, 5, 3)
    """
    try:
        permute = a.transpose
    except AttributeError:
        a = asarray(a)
        permute = a.transpose
    source = normalize_axis_tuple(source, a.ndim, "source")
    destination = normalize_axis_tuple(destination, a.ndim, "destination")
    if len(source) != len(destination):
        raise ValueError("`source` and `destination` arguments must have the same number of elements")
    order = [ax for ax in range(a.ndim) if ax not in source]
    for place, ax in sorted(zip(destination, source)):
        order.insert(place, ax)
    return permute(order)


@array_function_dispatch(lambda x, /: (x,))
def matrix_transpose(x, /):
    """Swap the last two axes.

    Parameters
    ----------
    x : array_like of shape (..., M, N)
        The matrices.

    Returns
    -------
    ndarray of shape (..., N, M)
        A view of `x`.

    Raises
    ------
    ValueError
        When `x` has fewer than two axes.

    Examples
    --------
    >>> import numen as np
    >>> np.matrix_transpose([[1, 2], [3, 4]])
    array([[1, 3],
           [2, 4]])
    """
    x = asanyarray(x)
    if x.ndim < 2:
        raise ValueError(f"Input array must be at least 2-dimensional, but it is {x.ndim}")
    return x.swapaxes(-1, -2)


@array_function_dispatch(lambda A, reps: (A, reps))
def tile(A, reps):
    """Repeat a whole array along its axes.

    Parameters
    ----------
    A : array_like
        The array.
    reps : int or sequence of int
        How often, an axis each; the shorter of `reps` and the shape of `A`
        is filled up with ones in front.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.tile([1, 2], 2)
    array([1, 2, 1, 2])
    >>> np.tile([1, 2], (2, 1))
    array([[1, 2],
           [1, 2]])
    """
    try:
        reps = tuple(reps)
    except TypeError:
        reps = (reps,)
    a = nc.array(A, copy=None, ndmin=len(reps))
    reps = (1,) * (a.ndim - len(reps)) + tuple(operator.index(r) for r in reps)
    if a.size == 0:
        return rewrap(a.copy().reshape(tuple(r * n for r, n in zip(reps, a.shape))), A)
    if min(reps, default=0) < 0:
        raise ValueError("negative dimensions are not allowed")
    # Each axis of length n becomes a pair (reps, n), broadcast along the first.
    pairs, shape, split = (), (), ()
    for r, n in zip(reps, a.shape):
        pairs += (r, n)
        split += (1, n)
        shape += (r * n,)
    tiled = nc.empty(pairs, a.dtype)
    tiled[...] = a.reshape(split)
    return rewrap(tiled.reshape(shape), A)
