"""Weighted averages, covariance and correlation."""

import warnings

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, normalize_axis_tuple
from ._globals import _NoValue

__all__ = ["average", "corrcoef", "cov"]


def weights_like(weights, a, axis):
    """Weights in a shape that broadcasts against `a` (`axis` is None or a tuple)."""
    weights = asanyarray(weights)
    if weights.shape == a.shape:
        return weights
    if axis is None:
        raise TypeError("Axis must be specified when shapes of a and weights differ.")
    if weights.shape != tuple(a.shape[ax] for ax in axis):
        raise ValueError("Shape of weights must be consistent with shape of a along specified axis.")
    in_order = sorted(range(len(axis)), key=axis.__getitem__)
    return weights.transpose(in_order).reshape([n if ax in axis else 1 for ax, n in enumerate(a.shape)])


@array_function_dispatch(lambda a, axis=None, weights=None, *_, **__: (a, weights))
def average(a, axis=None, weights=None, returned=False, *, keepdims=_NoValue):
    """Return the weighted mean, ``sum(a * weights) / sum(weights)``.

    Parameters
    ----------
    a : array_like
        The values.
    axis : int or tuple of int, optional
        Axes to average over, all by default.
    weights : array_like, optional
        In the shape of `a`, or of its lengths along `axis`.
    returned : bool, optional
        Return the sum of the weights as well.
    keepdims : bool, optional
        Keep the averaged axes with length one.

    Returns
    -------
    ndarray or scalar, or a pair of them

    Raises
    ------
    ZeroDivisionError
        When weights sum to zero.
    TypeError, ValueError
        When the shapes of weights and values do not fit.

    Examples
    --------
    >>> import numen as np
    >>> float(np.average([1, 2, 3], weights=[3, 1, 0]))
    1.25
    """
    a = asanyarray(a)
    if axis is not None:
        axis = normalize_axis_tuple(axis, a.ndim, argname="axis")
    keep = {} if keepdims is _NoValue else {"keepdims": keepdims}
    if weights is None:
        mean = a.mean(axis, **keep)
        mean_array = asanyarray(mean)
        total = mean_array.dtype.type(a.size / mean_array.size)
    else:
        weights = weights_like(weights, a, axis)
        if issubclass(a.dtype.type, (nc.integer, nc.bool)):
            dtype = nc.result_type(a.dtype, weights.dtype, "f8")
        else:
            dtype = nc.result_type(a.dtype, weights.dtype)
        total = weights.sum(axis=axis, dtype=dtype, **keep)
        if nc.any(total == 0.0):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")
        products = nc.multiply(a, weights, dtype=dtype)
        mean = mean_array = products.sum(axis, **keep) / total
    if not returned:
        return mean
    if nc.asanyarray(total).shape != mean_array.shape:
        total = nc.broadcast_to(total, mean_array.shape, subok=True).copy()
    return mean, total


def _sample_weights(name, weights, n, integers):
    weights = nc.asarray(weights, dtype=float)
    if integers and not nc.all(weights == nc.round(weights)):
        raise TypeError(f"{name} must be integer")
    if weights.ndim > 1:
        raise RuntimeError(f"cannot handle multidimensional {name}")
    if weights.shape[0] != n:
        raise RuntimeError(f"incompatible numbers of samples and {name}")
    if nc.any(weights < 0):
        raise ValueError(f"{name} cannot be negative")
    return weights


@array_function_dispatch(
    lambda m, y=None, rowvar=None, bias=None, ddof=None, fweights=None, aweights=None, **_: (
        m,
        y,
        fweights,
        aweights,
    )
)
def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    """Estimate the covariance matrix of variables from samples.

    Parameters
    ----------
    m : array_like, 1-D or 2-D
        A row for each variable, a column for each sample.
    y : array_like, optional
        More variables of the same samples.
    rowvar : bool, optional
        False swaps the meaning of rows and columns.
    bias : bool, optional
        Divide by the number of samples N, instead of N - 1.
    ddof : int, optional
        Divide by ``N - ddof``, whatever `bias` says.
    fweights : 1-D array of int, optional
        How often each sample was seen.
    aweights : 1-D array, optional
        Relative weight of each sample.
    dtype : dtype, optional
        Type of the result, at least float64 by default.

    Returns
    -------
    ndarray of shape (variables, variables); 0-d for a single variable

    Raises
    ------
    ValueError
        When an input has more than two axes, or weights are negative.
    RuntimeError
        When there are not as many weights as samples.

    Examples
    --------
    >>> import numen as np
    >>> np.cov([1, 2, 3], [2, 4, 6])
    array([[1., 2.],
           [2., 4.]])
    """
    if ddof is not None and ddof != int(ddof):
        raise ValueError("ddof must be integer")
    m = nc.asarray(m)
    if m.ndim > 2:
        raise ValueError("m has more than 2 dimensions")
    if y is not None:
        y = nc.asarray(y)
        if y.ndim > 2:
            raise ValueError("y has more than 2 dimensions")
    if dtype is None:
        dtype = nc.result_type(m, nc.float64) if y is None else nc.result_type(m, y, nc.float64)

    x = nc.array(m, ndmin=2, dtype=dtype)
    if not rowvar and m.ndim != 1:
        x = x.T
    if x.shape[0] == 0:
        return nc.array([]).reshape(0, 0)
    if y is not None:
        y = nc.array(y, copy=None, ndmin=2, dtype=dtype)
        if not rowvar and y.shape[0] != 1:
            y = y.T
        x = nc.concatenate((x, y), axis=0)
    if ddof is None:
        ddof = 1 if bias == 0 else 0  # as NumPy asks: None is not 0

    weights = None
    if fweights is not None:
        weights = _sample_weights("fweights", fweights, x.shape[1], integers=True)
    if aweights is not None:
        aweights = _sample_weights("aweights", aweights, x.shape[1], integers=False)
        weights = aweights if weights is None else weights * aweights

    means, total = average(x, axis=1, weights=weights, returned=True)
    total = total[0]
    if weights is None:
        freedom = x.shape[1] - ddof
    elif ddof == 0:
        freedom = total
    elif aweights is None:
        freedom = total - ddof
    else:
        freedom = total - ddof * sum(weights * aweights) / total
    if freedom <= 0:
        warnings.warn("Degrees of freedom <= 0 for slice", RuntimeWarning, stacklevel=2)
        freedom = 0.0

    x -= means[:, None]
    right = x.T if weights is None else (x * weights).T
    c = nc.dot(x, right.conj())
    c *= nc.true_divide(1, freedom)
    return c.squeeze()


@array_function_dispatch(lambda x, y=None, *_, **__: (x, y))
def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    """Return the matrix of Pearson's correlation coefficients.

    Parameters
    ----------
    x : array_like, 1-D or 2-D
        A row for each variable, a column for each sample.
    y : array_like, optional
        More variables of the same samples.
    rowvar : bool, optional
        False swaps the meaning of rows and columns.
    dtype : dtype, optional
        Type of the result, at least float64 by default.

    Returns
    -------
    ndarray of shape (variables, variables)
        The covariances divided by the standard deviations of both variables.

    Examples
    --------
    >>> import numen as np
    >>> np.corrcoef([1, 2, 3], [6, 4, 2])
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    c = cov(x, y, rowvar, dtype=dtype)
    if c.ndim == 0:
        # nan where the variance is nan or zero, else 1
        return c / c
    deviation = nc.sqrt(nc.diagonal(c).real)
    c /= deviation[:, None]
    c /= deviation[None, :]
    # Rounding may lead just outside of [-1, 1].
    nc.clip(c.real, -1, 1, out=c.real)
    if c.dtype.kind == "c":
        nc.clip(c.imag, -1, 1, out=c.imag)
    return c
