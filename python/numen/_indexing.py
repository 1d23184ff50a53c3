"""Picking and placing elements: along axes, by masks, by conditions."""

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, asarray, ndarray, normalize_axis_index
from ._grids import ndindex
from ._stride_tricks import common_shape

__all__ = [
    "apply_along_axis",
    "apply_over_axes",
    "argwhere",
    "extract",
    "flatnonzero",
    "place",
    "put_along_axis",
    "select",
    "take_along_axis",
]


def _along_axis(arr, indices, axis):
    """Full index that reads `indices` along `axis` and every other axis in step."""
    if not issubclass(indices.dtype.type, nc.integer):
        raise IndexError("`indices` must be an integer array")
    n = arr.ndim
    if n != indices.ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    return tuple(
        indices if ax == axis else nc.arange(length).reshape((1,) * ax + (-1,) + (1,) * (n - ax - 1))
        for ax, length in enumerate(arr.shape)
    )


@array_function_dispatch(lambda arr, indices, axis=-1: (arr, indices))
def take_along_axis(arr, indices, axis=-1):
    """Take elements by index arrays that run in step with the other axes.

    The inverse view of ``argsort``: ``take_along_axis(a, argsort(a, axis), axis)``
    is ``sort(a, axis)``.

    Parameters
    ----------
    arr : ndarray of shape (Ni..., M, Nk...)
        The source.
    indices : ndarray of int, shape (Ni..., J, Nk...)
        Positions along `axis`; other axes broadcast.
    axis : int or None, optional
        The axis; None works on the flattened array with 1-D `indices`.

    Returns
    -------
    ndarray of shape (Ni..., J, Nk...)

    Raises
    ------
    IndexError
        When `indices` are not integers, or out of bounds.
    ValueError
        When the numbers of axes differ.

    Examples
    --------
    >>> import numen as np
    >>> a = np.array([[30, 10], [20, 40]])
    >>> np.take_along_axis(a, np.argmax(a, axis=1, keepdims=True), axis=1)
    array([[30],
           [40]])
    """
    if axis is None:
        if indices.ndim != 1:
            raise ValueError("when axis=None, `indices` must have a single dimension.")
        arr, axis = nc.array(arr.flat), 0
    else:
        axis = normalize_axis_index(axis, arr.ndim)
    return arr[_along_axis(arr, indices, axis)]


@array_function_dispatch(lambda arr, indices, values, axis: (arr, indices, values))
def put_along_axis(arr, indices, values, axis):
    """Write elements by index arrays that run in step with the other axes.

    Parameters
    ----------
    arr : ndarray of shape (Ni..., M, Nk...)
        Written in place.
    indices : ndarray of int, shape (Ni..., J, Nk...)
        Positions along `axis`.
    values : array_like
        Broadcast against `indices`.
    axis : int or None
        The axis; None works on the flattened array.

    Raises
    ------
    IndexError
        When `indices` are not integers, or out of bounds.
    ValueError
        When the numbers of axes differ.

    Examples
    --------
    >>> import numen as np
    >>> a = np.array([[30, 10], [20, 40]])
    >>> np.put_along_axis(a, np.argmax(a, axis=1, keepdims=True), 99, axis=1)
    >>> a
    array([[99, 10],
           [20, 99]])
    """
    if axis is None:
        if indices.ndim != 1:
            raise ValueError("when axis=None, `indices` must have a single dimension.")
        arr, axis = arr.flat, 0
        if not issubclass(indices.dtype.type, nc.integer):
            raise IndexError("`indices` must be an integer array")
        arr[indices] = values
        return
    axis = normalize_axis_index(axis, arr.ndim)
    arr[_along_axis(arr, indices, axis)] = values


@array_function_dispatch(lambda a: (a,))
def argwhere(a):
    """Return the indices of the nonzero elements, one row each.

    Parameters
    ----------
    a : array_like
        The array.

    Returns
    -------
    ndarray of shape (N, a.ndim)

    Examples
    --------
    >>> import numen as np
    >>> np.argwhere([[0, 1], [2, 0]])
    array([[0, 1],
           [1, 0]])
    """
    if nc.asanyarray(a).ndim == 0:
        # nonzero refuses 0-d; one axis is added and its index dropped again.
        return argwhere(asanyarray(a).reshape(1))[:, :0]
    return nc.transpose(nc.nonzero(a))


@array_function_dispatch(lambda a: (a,))
def flatnonzero(a):
    """Return the indices of the nonzero elements of the flattened array.

    Parameters
    ----------
    a : array_like
        The array.

    Returns
    -------
    ndarray of int, 1-D

    Examples
    --------
    >>> import numen as np
    >>> np.flatnonzero([[0, 1], [2, 0]])
    array([1, 2])
    """
    return nc.nonzero(nc.ravel(a))[0]


@array_function_dispatch(lambda condition, arr: (condition, arr))
def extract(condition, arr):
    """Return the elements of an array where a condition holds.

    Parameters
    ----------
    condition : array_like
        Nonzero where the element is wanted.
    arr : array_like
        Of the same size as `condition`.

    Returns
    -------
    ndarray, 1-D

    Examples
    --------
    >>> import numen as np
    >>> a = np.arange(6)
    >>> np.extract(a % 2 == 0, a)
    array([0, 2, 4])
    """
    return nc.take(nc.ravel(arr), nc.nonzero(nc.ravel(condition))[0])


@array_function_dispatch(lambda arr, mask, vals: (arr, mask, vals), quick=nc._quick_place)
def place(arr, mask, vals):
    """Write values where a mask is true, one after the other, in place.

    Parameters
    ----------
    arr : ndarray
        Written in place.
    mask : array_like of bool
        Of the same size as `arr`.
    vals : 1-D sequence
        The first values are used, and repeated where there are too few
        (`putmask` picks them by position instead).

    Raises
    ------
    ValueError
        When sizes differ, or `vals` is empty and something is to be written.

    Examples
    --------
    >>> import numen as np
    >>> a = np.arange(5)
    >>> np.place(a, a > 2, [44, 55])
    >>> a
    array([ 0,  1,  2, 44, 55])
    """
    if not isinstance(arr, ndarray):
        raise TypeError(f"place() argument 1 must be numpy.ndarray, not {type(arr).__name__}")
    if not arr.flags.writeable:
        raise ValueError("WRITEBACKIFCOPY base is read-only")
    mask = asarray(mask, dtype=bool)
    if mask.size != arr.size:
        raise ValueError("place: mask and data must be the same size")
    # Arrays are cast by the safe rule, other values assigned.
    array = nc.array(vals, copy=None) if isinstance(vals, ndarray) else nc.array(vals, dtype=arr.dtype)
    vals = array.astype(arr.dtype, copy=False, casting="safe").ravel()
    where = nc.nonzero(mask.ravel())[0]
    if where.size == 0:
        return
    if vals.size == 0:
        raise ValueError("Cannot insert from an empty array!")
    nc.put(arr, where, vals)


@array_function_dispatch(lambda condlist, choicelist, default=0: (*condlist, *choicelist))
def select(condlist, choicelist, default=0):
    """Choose elements from several arrays, by the first condition that holds.

    Parameters
    ----------
    condlist : list of boolean arrays
        The conditions, in order of precedence.
    choicelist : list of arrays
        As many as conditions; all broadcast together.
    default : scalar or array, optional
        Where no condition holds.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When the lists are empty or of different lengths.
    TypeError
        When a condition is not boolean, or the choices share no dtype.

    Examples
    --------
    >>> import numen as np
    >>> x = np.arange(5)
    >>> np.select([x < 2, x > 3], [x, x**2], default=-1)
    array([ 0,  1, -1, -1, 16])
    """
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    if len(condlist) == 0:
        raise ValueError("select with an empty condition list is not possible")
    # Python numbers stay as they are, so that they adapt to the arrays' type.
    choices = [c if type(c) in (int, float, complex) else asarray(c) for c in choicelist]
    choices.append(default if type(default) in (int, float, complex) else asarray(default))
    try:
        dtype = nc.result_type(*choices)
    except TypeError as e:
        raise TypeError(f"Choicelist and default value do not have a common dtype: {e}") from None
    conditions = [asarray(condition) for condition in condlist]
    choices = [asarray(choice) for choice in choices]
    shape = nc._common_shape([common_shape(conditions), common_shape(choices)])
    for i, condition in enumerate(conditions):
        if condition.dtype.type is not nc.bool:
            raise TypeError(f"invalid entry {i} in condlist: should be boolean ndarray")
    result = nc.full(shape, choices[-1], dtype)
    for condition, choice in zip(conditions[::-1], choices[-2::-1]):
        nc.copyto(result, choice, where=condition)
    return result


@array_function_dispatch(lambda func1d, axis, arr, *_, **__: (arr,))
def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    """Apply a function to every 1-D slice along one axis.

    Parameters
    ----------
    func1d : callable
        Called as ``func1d(slice, *args, **kwargs)``.
    axis : int
        The axis of the slices.
    arr : array_like of shape (Ni..., M, Nk...)
        The array.
    *args, **kwargs
        Passed on to `func1d`.

    Returns
    -------
    ndarray of shape (Ni..., Nj..., Nk...)
        Nj is the shape of what `func1d` returns.

    Raises
    ------
    ValueError
        When there is no slice to apply the function to.

    Examples
    --------
    >>> import numen as np
    >>> np.apply_along_axis(np.max, 1, [[1, 5, 2], [9, 3, 4]])
    array([5, 9])
    """
    arr = asanyarray(arr)
    n = arr.ndim
    axis = normalize_axis_index(axis, n)
    slices = nc.transpose(arr, [*range(axis), *range(axis + 1, n), axis])
    places = ndindex(slices.shape[:-1])
    try:
        first = next(places)
    except StopIteration:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0") from None
    value = asanyarray(func1d(slices[first + (...,)], *args, **kwargs))

    outer = slices.ndim - 1
    made = nc.zeros(slices.shape[:-1] + value.shape, value.dtype)
    # A subclass may carry more than elements, a mask for example; but matrix, which
    # insists on two axes, can only be made in the end.
    late = type(value).__name__ == "matrix"
    if type(value) is not ndarray and not late:
        made = nc._wrapped(made, value)
    made[first + (...,)] = value
    for at in places:
        made[at + (...,)] = asanyarray(func1d(slices[at + (...,)], *args, **kwargs))
    result = nc.transpose(made, [*range(axis), *range(outer, made.ndim), *range(axis, outer)])
    return nc._wrapped(result, value) if late else result


@array_function_dispatch(lambda func, a, axes: (a,))
def apply_over_axes(func, a, axes):
    """Apply a function over several axes, one after the other, keeping them.

    Parameters
    ----------
    func : callable
        Called as ``func(a, axis)``; may drop the axis or keep it.
    a : array_like
        The array.
    axes : int or sequence of int
        The axes.

    Returns
    -------
    ndarray with as many axes as `a`

    Raises
    ------
    ValueError
        When `func` returns an array of another number of axes.

    Examples
    --------
    >>> import numen as np
    >>> np.apply_over_axes(np.sum, np.ones((2, 3, 4)), (0, 2))
    array([[[8.],
            [8.],
            [8.]]])
    """
    value = asarray(a)
    n = value.ndim
    for axis in (axes,) if nc.asarray(axes).ndim == 0 else axes:
        if axis < 0:
            axis += n
        result = func(value, axis)
        if result.ndim != value.ndim:
            result = nc.expand_dims(result, axis)
            if result.ndim != value.ndim:
                raise ValueError("function is not returning an array of the correct shape")
        value = result
    return value
