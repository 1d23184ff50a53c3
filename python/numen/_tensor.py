"""Products of arrays with many axes."""

import operator

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, asarray
from ._globals import rewrap

__all__ = ["kron", "tensordot"]


@array_function_dispatch(lambda a, b, axes=None: (a, b))
def tensordot(a, b, axes=2):
    """Sum the products of two arrays over pairs of axes.

    Parameters
    ----------
    a, b : array_like
        The factors.
    axes : int or pair of (sequences of) int, optional
        A number n: the last n axes of `a` with the first n of `b`, in order.
        Or the axes of `a` and of `b` that belong together.

    Returns
    -------
    ndarray
        The axes of `a` that remain, then those of `b`.

    Raises
    ------
    ValueError
        When the lengths of paired axes differ, or an axis is named twice.

    Examples
    --------
    >>> import numen as np
    >>> a, b = np.ones((2, 3, 4)), np.ones((4, 3, 5))
    >>> np.tensordot(a, b, axes=([1, 2], [1, 0])).shape
    (2, 5)
    """
    try:
        iter(axes)
    except TypeError:
        axes_a, axes_b = list(range(-axes, 0)), list(range(axes))
    else:
        axes_a, axes_b = axes
    axes_a, axes_b = (
        list(x) if hasattr(x, "__iter__") and not isinstance(x, str) else [x] for x in (axes_a, axes_b)
    )
    a, b = asarray(a), asarray(b)
    if len(axes_a) != len(axes_b):
        raise ValueError("shape-mismatch for sum")
    for i, j in zip(axes_a, axes_b):
        if a.shape[i] != b.shape[j]:
            raise ValueError("shape-mismatch for sum")
    axes_a = [operator.index(i) + (a.ndim if i < 0 else 0) for i in axes_a]
    axes_b = [operator.index(j) + (b.ndim if j < 0 else 0) for j in axes_b]
    if len(set(axes_a)) != len(axes_a) or len(set(axes_b)) != len(axes_b):
        raise ValueError("duplicate axes are not allowed in tensordot")

    free_a = [i for i in range(a.ndim) if i not in axes_a]
    free_b = [j for j in range(b.ndim) if j not in axes_b]
    shape_a, shape_b = tuple(a.shape[i] for i in free_a), tuple(b.shape[j] for j in free_b)
    summed = _product(a.shape[i] for i in axes_a)
    left = a.transpose(free_a + axes_a).reshape(_product(shape_a), summed)
    right = b.transpose(axes_b + free_b).reshape(summed, _product(shape_b))
    return nc.dot(left, right).reshape(shape_a + shape_b)


def _product(lengths):
    total = 1
    for n in lengths:
        total *= n
    return total


@array_function_dispatch(lambda a, b: (a, b))
def kron(a, b):
    """Return the Kronecker product: copies of `b`, scaled by the elements of `a`.

    Parameters
    ----------
    a, b : array_like
        The factors; the one with fewer axes gets new ones in front.

    Returns
    -------
    ndarray
        Each length the product of those of `a` and `b`.

    Examples
    --------
    >>> import numen as np
    >>> np.kron([1, 10], [5, 6, 7])
    array([ 5,  6,  7, 50, 60, 70])
    """
    left, right = asanyarray(a), asanyarray(b)
    if left.ndim == 0 or right.ndim == 0:
        return nc.multiply(left, right)
    n = max(left.ndim, right.ndim)
    x, y = (nc.array(asarray(m), copy=None, ndmin=n) for m in (left, right))
    shape = tuple(i * j for i, j in zip(x.shape, y.shape))
    # Each axis of x is followed by that of y.
    x = x.reshape([length for i in x.shape for length in (i, 1)])
    y = y.reshape([length for j in y.shape for length in (1, j)])
    return rewrap(nc.multiply(x, y).reshape(shape), left, right)
