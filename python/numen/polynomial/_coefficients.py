"""Series as arrays of coefficients, lowest degree first; linear maps between intervals."""

from .. import _core as nc
from .._core import array, asanyarray
from .._types import common_type

__all__ = ["as_series", "getdomain", "mapdomain", "mapparms", "trimcoef", "trimseq"]


def trimseq(seq):
    """Return a sequence without the zeros at its end; one element always stays.

    Parameters
    ----------
    seq : sequence

    Returns
    -------
    sequence
        The argument itself where there is nothing to remove.

    Examples
    --------
    >>> from numen.polynomial import polyutils as pu
    >>> pu.trimseq([1, 2, 0, 0])
    [1, 2]
    """
    n = len(seq)
    if n == 0 or seq[-1] != 0:
        return seq
    while n > 1 and seq[n - 1] == 0:
        n -= 1
    return seq[:n]


def as_series(alist, trim=True):
    """Return coefficients as one-dimensional arrays of one common type.

    Parameters
    ----------
    alist : sequence of array_like
        Each of shape (N,) or a scalar.
    trim : bool, optional
        Remove zeros of highest degree.

    Returns
    -------
    list of ndarray
        Copies, of floating or complex type; of objects as soon as one of them holds objects.

    Raises
    ------
    ValueError
        When one is empty or has several axes, or when there is no common type.

    Examples
    --------
    >>> from numen.polynomial import polyutils as pu
    >>> pu.as_series([[1, 2, 0], [3j]])
    [array([1.+0.j, 2.+0.j]), array([0.+3.j])]
    """
    arrays = [array(a, ndmin=1, copy=None) for a in alist]
    for a in arrays:
        if a.size == 0:
            raise ValueError("Coefficient array is empty")
        if a.ndim != 1:
            raise ValueError("Coefficient array is not 1-d")
    if trim:
        arrays = [trimseq(a) for a in arrays]
    if any(a.dtype.kind == "O" for a in arrays):
        return [a.astype(object) for a in arrays]
    try:
        dtype = common_type(*arrays)
    except Exception as e:
        raise ValueError("Coefficient arrays have no common type") from e
    return [array(a, dtype=dtype) for a in arrays]


def trimcoef(c, tol=0):
    """Remove the coefficients of highest degree that are small.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.
    tol : float, optional
        The largest absolute value that counts as small.

    Returns
    -------
    ndarray
        At least one coefficient: zero where all were small.

    Raises
    ------
    ValueError
        When `tol` is negative.

    Examples
    --------
    >>> from numen.polynomial import polyutils as pu
    >>> pu.trimcoef([1, 2, 1e-9], tol=1e-6)
    array([1., 2.])
    """
    if tol < 0:
        raise ValueError("tol must be non-negative")
    [c] = as_series([c])
    large = nc.nonzero(nc.absolute(c) > tol)[0]
    if len(large) == 0:
        return c[:1] * 0
    return c[: int(large[-1]) + 1].copy()


def getdomain(x):
    """Return the smallest interval that holds all points.

    Parameters
    ----------
    x : array_like, shape (N,)
        For complex points, the interval is the diagonal of the smallest rectangle around them.

    Returns
    -------
    ndarray, shape (2,)

    Examples
    --------
    >>> from numen.polynomial import polyutils as pu
    >>> pu.getdomain([4, -1, 2])
    array([-1.,  4.])
    """
    [x] = as_series([x], trim=False)
    if x.dtype.kind != "c":
        return array((x.min(), x.max()))
    re, im = x.real, x.imag
    return array((complex(re.min(), im.min()), complex(re.max(), im.max())))


def mapparms(old, new):
    """Return offset and factor of the linear map from one interval to another.

    Parameters
    ----------
    old, new : array_like, shape (2,)
        The intervals.

    Returns
    -------
    off, scl : scalar
        A point `x` of `old` goes to ``off + scl * x``.

    Examples
    --------
    >>> from numen.polynomial import polyutils as pu
    >>> pu.mapparms((-1, 1), (0, 4))
    (2.0, 2.0)
    """
    length = old[1] - old[0]
    off = (old[1] * new[0] - old[0] * new[1]) / length
    return off, (new[1] - new[0]) / length


def mapdomain(x, old, new):
    """Map points by the linear map between two intervals.

    Parameters
    ----------
    x : array_like
        Points, inside the interval or not.
    old, new : array_like, shape (2,)
        The intervals.

    Returns
    -------
    ndarray or scalar
        Of the shape of `x`; subclasses stay.

    Examples
    --------
    >>> from numen.polynomial import polyutils as pu
    >>> pu.mapdomain([-1, 0, 1], (-1, 1), (0, 4))
    array([0., 2., 4.])
    """
    if type(x) not in (int, float, complex) and not isinstance(x, nc.generic):
        x = asanyarray(x)
    off, scl = mapparms(old, new)
    return off + scl * x
