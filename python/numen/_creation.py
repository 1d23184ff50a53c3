"""Arrays made from a rule: unit matrices, coordinate grids, geometric sequences."""

import operator

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, asarray, ndarray
from ._globals import created_by

__all__ = [
    "asarray_chkfinite",
    "copy",
    "eye",
    "fromfunction",
    "geomspace",
    "identity",
    "indices",
    "logspace",
    "meshgrid",
    "require",
    "vander",
]


def eye(N, M=None, k=0, dtype=float, order="C", *, device=None, like=None):
    """Return a matrix with ones on one diagonal and zeros elsewhere.

    Parameters
    ----------
    N : int
        Number of rows.
    M : int, optional
        Number of columns, `N` when left out.
    k : int, optional
        Which diagonal: 0 the main one, positive above it, negative below.
    dtype : dtype, optional
        Element type of the result.
    order : {'C', 'F'}, optional
        Row-major or column-major memory.
    device : {None, 'cpu'}, optional
        For the array API standard.
    like : array_like, optional
        An object that makes the array instead, by ``__array_function__``.

    Returns
    -------
    ndarray of shape (N, M)

    Examples
    --------
    >>> import numen as np
    >>> np.eye(2, 3, k=1)
    array([[0., 1., 0.],
           [0., 0., 1.]])
    """
    if like is not None:
        made = created_by(like, eye, N, M=M, k=k, dtype=dtype, order=order, device=device)
        if made is not NotImplemented:
            return made
    if M is None:
        M = N
    m = nc.zeros((N, M), dtype=dtype, order=order, device=device)
    if k >= M:
        return m
    columns, k = operator.index(M), operator.index(k)
    # In C order one step along a diagonal is one row and one column further.
    first = k if k >= 0 else -k * columns
    if order == "C":
        m.reshape(-1)[first : (columns - k) * columns : columns + 1] = 1
    else:
        m[: columns - k].flat[first :: columns + 1] = 1
    return m


def identity(n, dtype=None, *, like=None):
    """Return the square unit matrix.

    Parameters
    ----------
    n : int
        Number of rows and columns.
    dtype : dtype, optional
        Element type, ``float`` when left out.
    like : array_like, optional
        An object that makes the array instead.

    Returns
    -------
    ndarray of shape (n, n)

    Examples
    --------
    >>> import numen as np
    >>> np.identity(2)
    array([[1., 0.],
           [0., 1.]])
    """
    if like is not None:
        made = created_by(like, identity, n, dtype=dtype)
        if made is not NotImplemented:
            return made
    return eye(n, dtype=dtype)


def indices(dimensions, dtype=int, sparse=False):
    """Return the index of every element of a grid, one array an axis.

    Parameters
    ----------
    dimensions : sequence of int
        Shape of the grid, with N axes.
    dtype : dtype, optional
        Element type of the indices.
    sparse : bool, optional
        Give N arrays that broadcast to the grid instead of one dense array.

    Returns
    -------
    ndarray of shape (N, *dimensions), or a tuple of N arrays when `sparse`

    Examples
    --------
    >>> import numen as np
    >>> row, column = np.indices((2, 3))
    >>> row
    array([[0, 0, 0],
           [1, 1, 1]])
    """
    dimensions = tuple(dimensions)
    n = len(dimensions)
    # Each along its own axis, with those behind it.
    axes = (
        nc.arange(size, dtype=dtype).reshape((size,) + (1,) * (n - i - 1))
        for i, size in enumerate(dimensions)
    )
    if sparse:
        return tuple(axis.reshape((1,) * i + axis.shape) for i, axis in enumerate(axes))
    grid = nc.empty((n,) + dimensions, dtype=dtype)
    for i, axis in enumerate(axes):
        grid[i] = axis
    return grid


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    """Call a function once with the coordinate arrays of a grid.

    Parameters
    ----------
    function : callable
        Takes one array an axis, each of shape `shape`.
    shape : sequence of int
        Shape of the grid.
    dtype : dtype, optional
        Element type of the coordinates.
    like : array_like, optional
        An object that makes the array instead.
    **kwargs
        Passed on to `function`.

    Returns
    -------
    any
        What `function` returned.

    Examples
    --------
    >>> import numen as np
    >>> np.fromfunction(lambda i, j: 10 * i + j, (2, 3), dtype=int)
    array([[ 0,  1,  2],
           [10, 11, 12]])
    """
    if like is not None:
        made = created_by(like, fromfunction, function, shape, dtype=dtype, **kwargs)
        if made is not NotImplemented:
            return made
    return function(*indices(shape, dtype=dtype), **kwargs)


@array_function_dispatch(lambda start, stop, num=50, endpoint=True, base=10.0, *_, **__: (start, stop, base))
def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    """Return `base` raised to evenly spaced exponents.

    Parameters
    ----------
    start, stop : array_like
        First and last exponent.
    num : int, optional
        Number of samples.
    endpoint : bool, optional
        Whether `stop` belongs to the samples.
    base : array_like, optional
        Base of the powers; arrays broadcast with `start` and `stop`.
    dtype : dtype, optional
        Element type of the result; by default that of the computation.
    axis : int, optional
        Axis of the result along which the samples lie, for array limits.

    Returns
    -------
    ndarray with `num` samples along `axis`

    Examples
    --------
    >>> import numen as np
    >>> np.logspace(0, 3, 4)
    array([   1.,   10.,  100., 1000.])
    """
    if not isinstance(base, (float, int)) and nc.asanyarray(base).ndim:
        ndim = nc.broadcast(start, stop, base).ndim
        start, stop, base = (nc.array(x, copy=None, subok=True, ndmin=ndim) for x in (start, stop, base))
        base = nc.expand_dims(base, axis=axis)
    powers = nc.power(base, nc.linspace(start, stop, num=num, endpoint=endpoint, axis=axis))
    return powers if dtype is None else powers.astype(dtype, copy=False)


@array_function_dispatch(lambda start, stop, *_, **__: (start, stop))
def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """Return a geometric sequence: each sample a constant multiple of the one before.

    Parameters
    ----------
    start, stop : array_like
        First and last value; may be negative or complex, but not zero.
    num : int, optional
        Number of samples.
    endpoint : bool, optional
        Whether `stop` belongs to the samples.
    dtype : dtype, optional
        Element type of the result.
    axis : int, optional
        Axis of the result along which the samples lie, for array limits.

    Returns
    -------
    ndarray with `num` samples along `axis`

    Raises
    ------
    ValueError
        When one of the limits is zero.

    Examples
    --------
    >>> import numen as np
    >>> np.geomspace(1, 1000, 4)
    array([   1.,   10.,  100., 1000.])
    """
    start, stop = asanyarray(start), asanyarray(stop)
    if nc.any(start == 0) or nc.any(stop == 0):
        raise ValueError("Geometric sequence cannot include zero")
    work = nc.result_type(start, stop, float(num), nc.zeros((), dtype))
    dtype = work if dtype is None else nc.dtype(dtype)
    start, stop = start.astype(work, copy=True), stop.astype(work, copy=True)

    # Divided by the phase of `start` the sequence begins on the positive real
    # axis: two negative limits stay real, and complex ones spiral.
    phase = nc.sign(start)
    start /= phase
    stop = stop / phase
    result = logspace(nc.log10(start), nc.log10(stop), num=num, endpoint=endpoint, base=10.0, dtype=work)
    if num > 0:
        result[0] = start
        if num > 1 and endpoint:
            result[-1] = stop
    result *= phase
    if axis != 0:
        from ._rearranging import moveaxis

        result = moveaxis(result, 0, axis)
    return result.astype(dtype, copy=False)


@array_function_dispatch(lambda *xi, **_: xi)
def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    """Return the coordinates of a grid from the coordinates along each axis.

    Parameters
    ----------
    x1, x2, ..., xn : array_like of shape (Ni,)
        Positions along each axis.
    copy : bool, optional
        False gives views of the inputs, in which many elements share memory.
    sparse : bool, optional
        Give arrays that broadcast to the grid instead of full ones.
    indexing : {'xy', 'ij'}, optional
        With 'xy' the first two axes of the result are swapped: shape
        (N2, N1, N3, ...), as pictures are stored; with 'ij' (N1, N2, N3, ...).

    Returns
    -------
    tuple of ndarray

    Raises
    ------
    ValueError
        When `indexing` is neither of the two.

    Examples
    --------
    >>> import numen as np
    >>> x, y = np.meshgrid([1, 2, 3], [10, 20])
    >>> x
    array([[1, 2, 3],
           [1, 2, 3]])
    >>> y
    array([[10, 10, 10],
           [20, 20, 20]])
    """
    n = len(xi)
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    place = list(range(n))
    if indexing == "xy" and n > 1:
        place[:2] = 1, 0
    grid = [
        asanyarray(x).reshape((1,) * place[i] + (-1,) + (1,) * (n - place[i] - 1)) for i, x in enumerate(xi)
    ]
    if not sparse and not copy:
        from ._stride_tricks import broadcast_arrays

        return broadcast_arrays(*grid, subok=True)
    if not sparse:
        shape = nc.broadcast(*grid).shape if n else ()
        grid = [nc.broadcast_to(x, shape, subok=True) for x in grid]
    return tuple(x.copy() for x in grid) if copy else grid


# Columns made one by one, where they are longer than the other; more of them, and short ones, are one running product.
_FEW_POWERS = 32
_FEW_ROWS = 200


@array_function_dispatch(lambda x, *_, **__: (x,))
def vander(x, N=None, increasing=False):
    """Return the Vandermonde matrix, the powers of `x` in its columns.

    Parameters
    ----------
    x : array_like of shape (M,)
        The values.
    N : int, optional
        Number of columns, M when left out.
    increasing : bool, optional
        Powers from 0 up to N-1, instead of N-1 down to 0.

    Returns
    -------
    ndarray of shape (M, N)

    Raises
    ------
    ValueError
        When `x` is not one-dimensional.

    Examples
    --------
    >>> import numen as np
    >>> np.vander([1, 2, 3])
    array([[1, 1, 1],
           [4, 2, 1],
           [9, 3, 1]])
    """
    x = asarray(x)
    if x.ndim != 1:
        raise ValueError("x must be a one-dimensional array or sequence.")
    if N is None:
        N = len(x)
    v = nc.empty((len(x), N), dtype=nc.promote_types(x.dtype, int))
    rising = v if increasing else v[:, ::-1]
    if N > 0:
        rising[:, 0] = 1
    # Column by column as long as these are long and few; the rest by the running product of each row.
    columns = min(N, _FEW_POWERS) if len(x) > _FEW_ROWS else min(N, 1)
    for k in range(1, columns):
        nc.multiply(rising[:, k - 1], x, out=rising[:, k])
    if N > columns:
        rising[:, columns:] = x[:, None]
        rest = rising[:, max(columns - 1, 1) :]
        nc.multiply.accumulate(rest, out=rest, axis=1)
    return v


@array_function_dispatch(lambda a, *_, **__: (a,))
def copy(a, order="K", subok=False):
    """Return a copy of an array in memory of its own.

    Parameters
    ----------
    a : array_like
        What to copy. Objects in an object array are not copied themselves.
    order : {'C', 'F', 'A', 'K'}, optional
        Memory order of the copy; 'K' follows that of `a`.
    subok : bool, optional
        Keep the class of `a`.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> a = np.array([1, 2, 3])
    >>> b = np.copy(a)
    >>> b[0] = 9
    >>> a
    array([1, 2, 3])
    """
    return nc.array(a, order=order, subok=subok, copy=True)


def asarray_chkfinite(a, dtype=None, order=None):
    """Convert to an array and refuse NaN and infinities.

    Parameters
    ----------
    a : array_like
        The input.
    dtype : dtype, optional
        Element type of the result.
    order : {'C', 'F', 'A', 'K'}, optional
        Memory order of the result.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When an element is not finite.

    Examples
    --------
    >>> import numen as np
    >>> np.asarray_chkfinite([1.0, 2.0])
    array([1., 2.])
    """
    a = asarray(a, dtype=dtype, order=order)
    if a.dtype.char in "efdgFDG" and not nc.isfinite(a).all():
        raise ValueError("array must not contain infs or NaNs")
    return a


_FLAGS = {
    "C": "C", "C_CONTIGUOUS": "C", "CONTIGUOUS": "C",
    "F": "F", "F_CONTIGUOUS": "F", "FORTRAN": "F",
    "A": "A", "ALIGNED": "A",
    "W": "W", "WRITEABLE": "W",
    "O": "O", "OWNDATA": "O",
    "E": "E", "ENSUREARRAY": "E",
}  # fmt: skip


def require(a, dtype=None, requirements=None, *, like=None):
    """Return an array that has the flags asked for, copying only if it must.

    Parameters
    ----------
    a : array_like
        The input.
    dtype : dtype, optional
        Element type of the result.
    requirements : str or sequence of str, optional
        Of 'C', 'F', 'A' (aligned), 'W' (writeable), 'O' (owns its data),
        'E' (a base ndarray), or their long names.
    like : array_like, optional
        An object that makes the array instead.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When both C and F order are asked for.
    KeyError
        When a requirement is unknown.

    Examples
    --------
    >>> import numen as np
    >>> a = np.require(np.arange(6).reshape(2, 3), dtype='f4', requirements='F')
    >>> a.flags.f_contiguous
    True
    """
    if like is not None:
        made = created_by(like, require, a, dtype=dtype, requirements=requirements)
        if made is not NotImplemented:
            return made
    if not requirements:
        return asanyarray(a, dtype=dtype)
    wanted = {_FLAGS[flag.upper()] for flag in requirements}
    subok = "E" not in wanted
    wanted.discard("E")
    order = "A"
    if wanted >= {"C", "F"}:
        raise ValueError('Cannot specify both "C" and "F" order')
    for memory in "FC":
        if memory in wanted:
            order = memory
            wanted.discard(memory)
    made = nc.array(a, dtype=dtype, order=order, copy=None, subok=subok)
    if any(not made.flags[flag] for flag in wanted):
        return made.copy(order)
    return made if subok or type(made) is ndarray else made.view(ndarray)
