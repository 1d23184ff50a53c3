"""Diagonals and triangles of matrices: as arrays and as index arrays."""

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, asarray, nonzero
from ._creation import indices
from ._globals import created_by

__all__ = [
    "diag",
    "diag_indices",
    "diag_indices_from",
    "diagflat",
    "fill_diagonal",
    "mask_indices",
    "tri",
    "tril",
    "tril_indices",
    "tril_indices_from",
    "triu",
    "triu_indices",
    "triu_indices_from",
]


@array_function_dispatch(lambda v, k=0: (v,))
def diag(v, k=0):
    """Take a diagonal out of a matrix, or make a matrix from a diagonal.

    Parameters
    ----------
    v : array_like
        A matrix, whose diagonal is returned; or a vector of length n.
    k : int, optional
        Which diagonal: 0 the main one, positive above it, negative below.

    Returns
    -------
    ndarray
        The diagonal, a read-only view where `v` is a matrix; or a square
        matrix with ``n + abs(k)`` rows that has `v` on the diagonal.

    Raises
    ------
    ValueError
        When `v` has neither one nor two axes.

    Examples
    --------
    >>> import numen as np
    >>> np.diag([1, 2])
    array([[1, 0],
           [0, 2]])
    >>> np.diag([[1, 2], [3, 4]])
    array([1, 4])
    """
    v = asanyarray(v)
    if v.ndim == 2:
        return nc.diagonal(v, k)
    if v.ndim != 1:
        raise ValueError("Input must be 1- or 2-d.")
    n = v.shape[0] + abs(k)
    m = nc.zeros((n, n), v.dtype)
    first = k if k >= 0 else -k * n
    m.reshape(-1)[first : (n - k) * n : n + 1] = v
    return m


@array_function_dispatch(lambda v, k=0: (v,))
def diagflat(v, k=0):
    """Return a square matrix with the flattened input on a diagonal.

    Parameters
    ----------
    v : array_like
        Elements of the diagonal, taken in C order.
    k : int, optional
        Which diagonal.

    Returns
    -------
    ndarray of shape (v.size + abs(k), v.size + abs(k))

    Examples
    --------
    >>> import numen as np
    >>> np.diagflat([[1, 2]], 1)
    array([[0, 1, 0],
           [0, 0, 2],
           [0, 0, 0]])
    """
    original = v
    v = asarray(v).ravel()
    n = len(v) + abs(k)
    m = nc.zeros((n, n), v.dtype)
    i = nc.arange(len(v))
    if k >= 0:
        m[i, i + k] = v
    else:
        m[i - k, i] = v
    return nc._wrapped(m, original)


def tri(N, M=None, k=0, dtype=float, *, like=None):
    """Return a matrix with ones on and below a diagonal, zeros above.

    Parameters
    ----------
    N : int
        Number of rows.
    M : int, optional
        Number of columns, `N` when left out.
    k : int, optional
        The last diagonal that holds ones.
    dtype : dtype, optional
        Element type of the result.
    like : array_like, optional
        An object that makes the array instead.

    Returns
    -------
    ndarray of shape (N, M)

    Examples
    --------
    >>> import numen as np
    >>> np.tri(2, 3, 1, dtype=int)
    array([[1, 1, 0],
           [1, 1, 1]])
    """
    if like is not None:
        made = created_by(like, tri, N, M=M, k=k, dtype=dtype)
        if made is not NotImplemented:
            return made
    if M is None:
        M = N
    # Narrow integers compare faster.
    kind = nc.int16 if N < 2**15 and abs(k) + M < 2**15 else nc.int64
    mask = nc.greater_equal.outer(nc.arange(N, dtype=kind), nc.arange(-k, M - k, dtype=kind))
    return mask.astype(dtype, copy=False)


@array_function_dispatch(lambda m, k=0: (m,))
def tril(m, k=0):
    """Return a copy with the elements above a diagonal set to zero.

    Parameters
    ----------
    m : array_like of shape (..., M, N)
        The matrices.
    k : int, optional
        The last diagonal that is kept.

    Returns
    -------
    ndarray of the shape and dtype of `m`

    Examples
    --------
    >>> import numen as np
    >>> np.tril([[1, 2], [3, 4]])
    array([[1, 0],
           [3, 4]])
    """
    m = asanyarray(m)
    return nc.where(tri(*m.shape[-2:], k=k, dtype=bool), m, nc.zeros(1, m.dtype))


@array_function_dispatch(lambda m, k=0: (m,))
def triu(m, k=0):
    """Return a copy with the elements below a diagonal set to zero.

    Parameters
    ----------
    m : array_like of shape (..., M, N)
        The matrices.
    k : int, optional
        The first diagonal that is kept.

    Returns
    -------
    ndarray of the shape and dtype of `m`

    Examples
    --------
    >>> import numen as np
    >>> np.triu([[1, 2], [3, 4]])
    array([[1, 2],
           [0, 4]])
    """
    m = asanyarray(m)
    return nc.where(tri(*m.shape[-2:], k=k - 1, dtype=bool), nc.zeros(1, m.dtype), m)


def mask_indices(n, mask_func, k=0):
    """Return the indices at which a masking function keeps an (n, n) matrix.

    Parameters
    ----------
    n : int
        Size of the matrix.
    mask_func : callable
        Called as ``mask_func(ones((n, n), int), k)``, like `triu`.
    k : scalar, optional
        Second argument of `mask_func`.

    Returns
    -------
    tuple of two index arrays

    Examples
    --------
    >>> import numen as np
    >>> np.mask_indices(2, np.triu)
    (array([0, 0, 1]), array([0, 1, 1]))
    """
    return nonzero(mask_func(nc.ones((n, n), int), k) != 0)


def _where_mask(mask):
    """Indices of the true elements of a dense boolean matrix."""
    rows, columns = indices(mask.shape, sparse=True)
    return tuple(nc.broadcast_to(axis, mask.shape)[mask] for axis in (rows, columns))


def tril_indices(n, k=0, m=None):
    """Return the indices of the lower triangle of an (n, m) matrix.

    Parameters
    ----------
    n : int
        Number of rows.
    k : int, optional
        The last diagonal that belongs to the triangle.
    m : int, optional
        Number of columns, `n` when left out.

    Returns
    -------
    tuple of two index arrays

    Examples
    --------
    >>> import numen as np
    >>> np.tril_indices(2)
    (array([0, 1, 1]), array([0, 0, 1]))
    """
    return _where_mask(tri(n, m, k=k, dtype=bool))


def triu_indices(n, k=0, m=None):
    """Return the indices of the upper triangle of an (n, m) matrix.

    Parameters
    ----------
    n : int
        Number of rows.
    k : int, optional
        The first diagonal that belongs to the triangle.
    m : int, optional
        Number of columns, `n` when left out.

    Returns
    -------
    tuple of two index arrays

    Examples
    --------
    >>> import numen as np
    >>> np.triu_indices(2)
    (array([0, 0, 1]), array([0, 1, 1]))
    """
    return _where_mask(~tri(n, m, k=k - 1, dtype=bool))


@array_function_dispatch(lambda arr, k=0: (arr,))
def tril_indices_from(arr, k=0):
    """Return the indices of the lower triangle of a given matrix.

    Parameters
    ----------
    arr : ndarray of shape (N, M)
        Only its shape matters.
    k : int, optional
        The last diagonal that belongs to the triangle.

    Returns
    -------
    tuple of two index arrays

    Raises
    ------
    ValueError
        When `arr` is not a matrix.

    Examples
    --------
    >>> import numen as np
    >>> a = np.array([[1, 2], [3, 4]])
    >>> a[np.tril_indices_from(a)]
    array([1, 3, 4])
    """
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return tril_indices(arr.shape[-2], k=k, m=arr.shape[-1])


@array_function_dispatch(lambda arr, k=0: (arr,))
def triu_indices_from(arr, k=0):
    """Return the indices of the upper triangle of a given matrix.

    Parameters
    ----------
    arr : ndarray of shape (N, M)
        Only its shape matters.
    k : int, optional
        The first diagonal that belongs to the triangle.

    Returns
    -------
    tuple of two index arrays

    Raises
    ------
    ValueError
        When `arr` is not a matrix.

    Examples
    --------
    >>> import numen as np
    >>> a = np.array([[1, 2], [3, 4]])
    >>> a[np.triu_indices_from(a)]
    array([1, 2, 4])
    """
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return triu_indices(arr.shape[-2], k=k, m=arr.shape[-1])


def diag_indices(n, ndim=2):
    """Return the indices of the main diagonal of a hypercube.

    Parameters
    ----------
    n : int
        Length of every axis.
    ndim : int, optional
        Number of axes.

    Returns
    -------
    tuple of `ndim` index arrays, all the same

    Examples
    --------
    >>> import numen as np
    >>> a = np.zeros((2, 2), int)
    >>> a[np.diag_indices(2)] = 5
    >>> a
    array([[5, 0],
           [0, 5]])
    """
    return (nc.arange(n),) * ndim


@array_function_dispatch(lambda arr: (arr,))
def diag_indices_from(arr):
    """Return the indices of the main diagonal of a given array.

    Parameters
    ----------
    arr : ndarray
        At least two axes, all of one length.

    Returns
    -------
    tuple of index arrays

    Raises
    ------
    ValueError
        When `arr` has fewer than two axes, or axes of different lengths.

    Examples
    --------
    >>> import numen as np
    >>> a = np.array([[1, 2], [3, 4]])
    >>> a[np.diag_indices_from(a)]
    array([1, 4])
    """
    if not arr.ndim >= 2:
        raise ValueError("input array must be at least 2-d")
    if len(set(arr.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    return diag_indices(arr.shape[0], arr.ndim)


@array_function_dispatch(lambda a, val, wrap=False: (a, val))
def fill_diagonal(a, val, wrap=False):
    """Write values to the main diagonal, in place.

    Parameters
    ----------
    a : ndarray
        At least two axes; with more than two all must have one length.
    val : scalar or array_like
        Written along the diagonal, repeated or cut off as needed.
    wrap : bool, optional
        In a matrix with more rows than columns begin again below the square,
        one row further on.

    Raises
    ------
    ValueError
        When `a` has fewer than two axes, or axes of different lengths.

    Examples
    --------
    >>> import numen as np
    >>> a = np.zeros((2, 3), int)
    >>> np.fill_diagonal(a, [7, 8])
    >>> a
    array([[7, 0, 0],
           [0, 8, 0]])
    """
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    end = None
    if a.ndim == 2:
        step = a.shape[1] + 1
        if not wrap:
            end = a.shape[1] * a.shape[1]
    else:
        if len(set(a.shape)) > 1:
            raise ValueError("All dimensions of input must be of equal length")
        step = 1 + sum(a.shape[0] ** i for i in range(1, a.ndim))
    a.flat[:end:step] = val
