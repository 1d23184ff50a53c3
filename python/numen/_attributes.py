"""Attributes of arrays as functions, for array-likes of any kind."""

from . import _core as nc
from ._core import array_function_dispatch, ndarray, normalize_axis_tuple

__all__ = ["array_equiv", "astype", "isfortran", "iterable", "ndim", "shape", "size", "sort_complex"]


@array_function_dispatch(lambda a: (a,))
def shape(a):
    """Return the lengths of the axes of an array.

    Parameters
    ----------
    a : array_like
        The array.

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> import numen as np
    >>> np.shape([[1, 2, 3]])
    (1, 3)
    """
    try:
        return a.shape
    except AttributeError:
        return nc.asarray(a).shape


@array_function_dispatch(lambda a: (a,))
def ndim(a):
    """Return the number of axes of an array.

    Parameters
    ----------
    a : array_like
        The array.

    Returns
    -------
    int

    Examples
    --------
    >>> import numen as np
    >>> np.ndim([[1, 2, 3]]), np.ndim(7)
    (2, 0)
    """
    try:
        return a.ndim
    except AttributeError:
        return nc.asarray(a).ndim


@array_function_dispatch(lambda a, axis=None: (a,))
def size(a, axis=None):
    """Return the number of elements, of all or along some axes.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to count along.

    Returns
    -------
    int

    Examples
    --------
    >>> import numen as np
    >>> np.size([[1, 2, 3], [4, 5, 6]]), np.size([[1, 2, 3], [4, 5, 6]], 1)
    (6, 3)
    """
    if axis is None:
        try:
            return a.size
        except AttributeError:
            return nc.asarray(a).size
    lengths = shape(a)
    count = 1
    for ax in normalize_axis_tuple(axis, len(lengths), allow_duplicate=False):
        count *= lengths[ax]
    return count


@array_function_dispatch(lambda x, dtype, /, *, copy=None, device=None: (x, dtype))
def astype(x, dtype, /, *, copy=True, device=None):
    """Convert an array to another element type.

    Parameters
    ----------
    x : ndarray or scalar
        The array; lists are refused.
    dtype : dtype
        The element type.
    copy : bool, optional
        False returns `x` itself where it has the type already.
    device : {None, 'cpu'}, optional
        For the array API standard.

    Returns
    -------
    ndarray

    Raises
    ------
    TypeError
        When `x` is neither array nor scalar.

    Examples
    --------
    >>> import numen as np
    >>> np.astype(np.array([1.7, 2.2]), int)
    array([1, 2])
    """
    if not (isinstance(x, (ndarray, nc.generic))):
        raise TypeError(f"Input should be a NumPy array or scalar. It is a {type(x)} instead.")
    if device is not None and device != "cpu":
        raise ValueError(f'Device not understood. Only "cpu" is allowed, but received: {device}')
    return x.astype(dtype, copy=copy)


def isfortran(a):
    """Tell whether an array is contiguous in column-major order only.

    Parameters
    ----------
    a : ndarray
        The array.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> np.isfortran(np.ones((2, 3), order='F')), np.isfortran(np.ones(3))
    (True, False)
    """
    return a.flags.fnc


def iterable(y):
    """Tell whether ``iter(y)`` works.

    Parameters
    ----------
    y : object
        What to try.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> np.iterable([1]), np.iterable(1)
    (True, False)
    """
    try:
        iter(y)
    except TypeError:
        return False
    return True


@array_function_dispatch(lambda a1, a2: (a1, a2))
def array_equiv(a1, a2):
    """Tell whether two arrays are equal after broadcasting one to the other.

    Parameters
    ----------
    a1, a2 : array_like
        The arrays.

    Returns
    -------
    bool
        False as well where the shapes do not broadcast.

    Examples
    --------
    >>> import numen as np
    >>> np.array_equiv([1, 2], [[1, 2], [1, 2]])
    True
    """
    try:
        a1, a2 = nc.asarray(a1), nc.asarray(a2)
    except Exception:
        return False
    try:
        nc.broadcast(a1, a2)
    except Exception:
        return False
    return bool((a1 == a2).all())


@array_function_dispatch(lambda a: (a,))
def sort_complex(a):
    """Return a sorted copy as complex numbers, real parts first.

    Parameters
    ----------
    a : array_like
        The elements, sorted along the last axis.

    Returns
    -------
    ndarray of complex dtype

    Examples
    --------
    >>> import numen as np
    >>> np.sort_complex([3, 1, 2])
    array([1.+0.j, 2.+0.j, 3.+0.j])
    """
    b = nc.array(a, copy=True)
    b.sort()
    if issubclass(b.dtype.type, nc.complexfloating):
        return b
    if b.dtype.char in "bhBH":
        return b.astype("F")
    return b.astype("G" if b.dtype.char == "g" else "D")
