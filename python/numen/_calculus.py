"""Differences, sums and integrals along an axis; convolution."""

import math

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, asarray, normalize_axis_index, normalize_axis_tuple
from ._stacking import atleast_1d

__all__ = [
    "convolve",
    "cumulative_prod",
    "cumulative_sum",
    "ediff1d",
    "gradient",
    "trapezoid",
    "unwrap",
]


def _spacings(f, varargs, axes):
    """One number or one array of distances between samples for each axis."""
    if not varargs:
        return [1.0] * len(axes)
    if len(varargs) == 1 and nc.asarray(varargs[0]).ndim == 0:
        return list(varargs) * len(axes)
    if len(varargs) != len(axes):
        raise TypeError("invalid number of arguments")
    spacings = []
    for given, axis in zip(varargs, axes):
        positions = asanyarray(given)
        if positions.ndim == 0:
            spacings.append(given)
            continue
        if positions.ndim != 1:
            raise ValueError("distances must be either scalars or 1d")
        if len(positions) != f.shape[axis]:
            raise ValueError("when 1d, distances must match the length of the corresponding dimension")
        if issubclass(positions.dtype.type, nc.integer):
            # Differences of unsigned integers would wrap around.
            positions = positions.astype(nc.float64)
        steps = nc.diff(positions)
        spacings.append(steps[0] if (steps == steps[0]).all() else steps)
    return spacings


def _gradient_weights(dx1, dx2):
    """Weights of three neighbours for the derivative at the first, middle and last of them.

    Second-order finite differences on uneven spacing: Fornberg, "Generation
    of finite difference formulas on arbitrarily spaced grids", 1988.
    """
    both = dx1 + dx2
    first = -(2.0 * dx1 + dx2) / (dx1 * both), both / (dx1 * dx2), -dx1 / (dx2 * both)
    middle = -dx2 / (dx1 * both), (dx2 - dx1) / (dx1 * dx2), dx1 / (dx2 * both)
    last = dx2 / (dx1 * both), -(dx2 + dx1) / (dx1 * dx2), (2.0 * dx2 + dx1) / (dx2 * both)
    return first, middle, last


def _derivative(f, dx, edge_order, dtype):
    """Derivative along the first axis."""
    out = nc.empty_like(f, dtype=dtype)
    uniform = nc.asarray(dx).ndim == 0
    if uniform:
        out[1:-1] = (f[2:] - f[:-2]) / (2.0 * dx)
    else:
        column = (slice(None),) + (None,) * (f.ndim - 1)
        a, b, c = (w[column] for w in _gradient_weights(dx[:-1], dx[1:])[1])
        out[1:-1] = a * f[:-2] + b * f[1:-1] + c * f[2:]
    if edge_order == 1:
        out[0] = (f[1] - f[0]) / (dx if uniform else dx[0])
        out[-1] = (f[-1] - f[-2]) / (dx if uniform else dx[-1])
        return out
    if uniform:
        first, last = (-1.5 / dx, 2.0 / dx, -0.5 / dx), (0.5 / dx, -2.0 / dx, 1.5 / dx)
    else:
        first, last = _gradient_weights(dx[0], dx[1])[0], _gradient_weights(dx[-2], dx[-1])[2]
    out[0] = first[0] * f[0] + first[1] * f[1] + first[2] * f[2]
    out[-1] = last[0] * f[-3] + last[1] * f[-2] + last[2] * f[-1]
    return out


@array_function_dispatch(lambda f, *varargs, axis=None, edge_order=None: (f, *varargs))
def gradient(f, *varargs, axis=None, edge_order=1):
    """Estimate derivatives from samples by central differences.

    Parameters
    ----------
    f : array_like
        The samples.
    *varargs : scalars or arrays, optional
        Spacing: one number for all axes, or for each axis a number or the
        positions of the samples.
    axis : int or tuple of int, optional
        Axes along which to differentiate, all by default.
    edge_order : {1, 2}, optional
        Order of the one-sided differences at the ends.

    Returns
    -------
    ndarray, or a tuple of them with one for each axis

    Raises
    ------
    ValueError
        When there are fewer than ``edge_order + 1`` samples along an axis.
    TypeError
        When the number of spacings does not fit.

    Examples
    --------
    >>> import numen as np
    >>> np.gradient([1.0, 2.0, 4.0, 7.0])
    array([1. , 1.5, 2.5, 3. ])
    """
    f = asanyarray(f)
    axes = tuple(range(f.ndim)) if axis is None else normalize_axis_tuple(axis, f.ndim)
    spacings = _spacings(f, varargs, axes)
    if edge_order > 2:
        raise ValueError("'edge_order' greater than 2 not supported")
    dtype = f.dtype
    if dtype.kind == "M":
        # Differences of dates are durations.
        dtype = nc.dtype(dtype.str.replace("M8", "m8"))
        f = f.view(dtype)
    elif issubclass(dtype.type, nc.integer) and dtype.kind != "m":
        f = f.astype(nc.float64)
        dtype = f.dtype
    elif not issubclass(dtype.type, nc.inexact) and dtype.kind != "m":
        dtype = nc.dtype(nc.float64)
    derivatives = []
    for ax, dx in zip(axes, spacings):
        if f.shape[ax] < edge_order + 1:
            raise ValueError(
                "Shape of array too small to calculate a numerical gradient, "
                "at least (edge_order + 1) elements are required."
            )
        derivatives.append(_derivative(f.swapaxes(0, ax), dx, edge_order, dtype).swapaxes(0, ax))
    return derivatives[0] if len(axes) == 1 else tuple(derivatives)


@array_function_dispatch(lambda y, x=None, *_, **__: (y, x))
def trapezoid(y, x=None, dx=1.0, axis=-1):
    """Integrate samples by the trapezoidal rule.

    Parameters
    ----------
    y : array_like
        The samples.
    x : array_like, optional
        Their positions, 1-D or in the shape of `y`.
    dx : scalar, optional
        Distance of the samples where `x` is not given.
    axis : int, optional
        Axis to integrate along.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> float(np.trapezoid([1, 2, 3], x=[4, 6, 8]))
    8.0
    """
    y = asanyarray(y)
    n = y.ndim
    if x is None:
        d = dx
    else:
        x = asanyarray(x)
        if x.ndim == 1:
            d = nc.diff(x)
            shape = [1] * n
            shape[axis] = d.shape[0]
            d = d.reshape(shape)
        else:
            d = nc.diff(x, axis=axis)
    right, left = [slice(None)] * n, [slice(None)] * n
    right[axis], left[axis] = slice(1, None), slice(None, -1)
    right, left = tuple(right), tuple(left)
    try:
        return (d * (y[right] + y[left]) / 2.0).sum(axis)
    except ValueError:
        # Subclasses such as matrix have a product of their own.
        y = asarray(y)
        return nc.add.reduce(asarray(d) * (y[right] + y[left]) / 2.0, axis)


def _cumulative(x, ufunc, axis, dtype, out, include_initial):
    x = atleast_1d(x)
    if axis is None:
        if x.ndim >= 2:
            raise ValueError("For arrays which have more than one dimension ``axis`` argument is required.")
        axis = 0
    if not include_initial:
        return ufunc.accumulate(x, axis=axis, dtype=dtype, out=out)
    if out is not None:
        before = (slice(None),) * normalize_axis_index(axis, x.ndim)
        ufunc.accumulate(x, axis=axis, dtype=dtype, out=out[before + (slice(1, None),)])
        out[before + (0,)] = ufunc.identity
        return out
    rest = ufunc.accumulate(x, axis=axis, dtype=dtype)
    shape = list(rest.shape)
    shape[axis] = 1
    return nc.concatenate([nc.full_like(rest, ufunc.identity, shape=shape), rest], axis=axis)


@array_function_dispatch(lambda x, /, *, axis=None, dtype=None, out=None, include_initial=None: (x, out))
def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """Return running sums, as the array API standard names them.

    Parameters
    ----------
    x : array_like
        The array.
    axis : int, optional
        Axis to sum along; required from two axes on.
    dtype : dtype, optional
        Type of the sums.
    out : ndarray, optional
        Where to put the result.
    include_initial : bool, optional
        Begin with the empty sum, 0.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When `axis` is missing.

    Examples
    --------
    >>> import numen as np
    >>> np.cumulative_sum([1, 2, 3], include_initial=True)
    array([0, 1, 3, 6])
    """
    return _cumulative(x, nc.add, axis, dtype, out, include_initial)


@array_function_dispatch(lambda x, /, *, axis=None, dtype=None, out=None, include_initial=None: (x, out))
def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """Return running products, as the array API standard names them.

    Parameters
    ----------
    x : array_like
        The array.
    axis : int, optional
        Axis to multiply along; required from two axes on.
    dtype : dtype, optional
        Type of the products.
    out : ndarray, optional
        Where to put the result.
    include_initial : bool, optional
        Begin with the empty product, 1.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When `axis` is missing.

    Examples
    --------
    >>> import numen as np
    >>> np.cumulative_prod([1, 2, 3])
    array([1, 2, 6])
    """
    return _cumulative(x, nc.multiply, axis, dtype, out, include_initial)


@array_function_dispatch(lambda ary, to_end=None, to_begin=None: (ary, to_end, to_begin))
def ediff1d(ary, to_end=None, to_begin=None):
    """Return the differences of consecutive elements of the flattened array.

    Parameters
    ----------
    ary : array_like
        The elements.
    to_end, to_begin : array_like, optional
        Put after and before the differences.

    Returns
    -------
    ndarray, 1-D, of the dtype of `ary`

    Raises
    ------
    TypeError
        When `to_end` or `to_begin` does not cast to that dtype.

    Examples
    --------
    >>> import numen as np
    >>> np.ediff1d([1, 2, 4, 7], to_begin=[0])
    array([0, 1, 2, 3])
    """
    ary = asanyarray(ary).ravel()
    parts = []
    for name, extra in (("to_begin", to_begin), ("to_end", to_end)):
        if extra is not None:
            extra = asanyarray(extra)
            if not nc.can_cast(extra, ary.dtype, casting="same_kind"):
                raise TypeError(
                    f"dtype of `{name}` must be compatible with input `ary` under the `same_kind` rule."
                )
            extra = extra.ravel()
        parts.append(extra)
    if to_begin is None and to_end is None:
        return ary[1:] - ary[:-1]
    begin, end = (0 if part is None else len(part) for part in parts)
    inner = max(len(ary) - 1, 0)
    result = nc.empty_like(ary, shape=(begin + inner + end,))
    if begin:
        result[:begin] = parts[0]
    if end:
        result[begin + inner :] = parts[1]
    nc.subtract(ary[1:], ary[:-1], result[begin : begin + inner])
    return result


@array_function_dispatch(lambda a, v, mode=None: (a, v), quick=nc._quick_convolve)
def convolve(a, v, mode="full"):
    """Return the discrete convolution of two sequences.

    Parameters
    ----------
    a : array_like of shape (N,)
        The one sequence.
    v : array_like of shape (M,)
        The other.
    mode : {'full', 'same', 'valid'}, optional
        Every overlap, N + M - 1 values; the middle max(M, N) of them; or only
        where they overlap in full.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When a sequence is empty.

    Examples
    --------
    >>> import numen as np
    >>> np.convolve([1, 2, 3], [0, 1])
    array([0, 1, 2, 3])
    """
    a, v = nc.array(a, copy=None, ndmin=1), nc.array(v, copy=None, ndmin=1)
    if len(a) == 0:
        raise ValueError("a cannot be empty")
    if len(v) == 0:
        raise ValueError("v cannot be empty")
    if len(v) > len(a):
        a, v = v, a
    v = v[::-1]
    # A correlation conjugates its second sequence, unless it is one of objects.
    return nc.correlate(a, v.conj() if v.dtype.kind == "c" and a.dtype.kind != "O" else v, mode)


@array_function_dispatch(lambda p, *_, **__: (p,))
def unwrap(p, discont=None, axis=-1, *, period=2 * math.pi):
    """Remove jumps by adding multiples of a period.

    Parameters
    ----------
    p : array_like
        Angles, or other values modulo `period`.
    discont : float, optional
        The least jump to remove, at least and by default ``period / 2``.
    axis : int, optional
        Axis along which to look for jumps.
    period : float, optional
        The period.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.unwrap([0, 1, 2, -1, 0], period=4)
    array([0, 1, 2, 3, 4])
    """
    p = asarray(p)
    jumps = nc.diff(p, axis=axis)
    if discont is None:
        discont = period / 2
    dtype = nc.result_type(jumps, period)
    if issubclass(dtype.type, nc.integer):
        high, odd = divmod(period, 2)
        ambiguous = odd == 0
    else:
        high, ambiguous = period / 2, True
    low = -high
    wrapped = nc.mod(jumps - low, period) + low
    if ambiguous:
        # Half a period up stays up.
        nc.copyto(wrapped, high, where=(wrapped == low) & (jumps > 0))
    correction = wrapped - jumps
    nc.copyto(correction, 0, where=nc.absolute(jumps) < discont)
    result = nc.array(p, copy=True, dtype=dtype)
    after = (slice(None),) * (axis % p.ndim) + (slice(1, None),)
    result[after] = p[after] + correction.cumsum(axis)
    return result
