"""Functions that belong to the native core and are still Python; `install` puts them there.

Each is replaced by a native one of the same name without a change anywhere else.
"""

import math
import warnings

from . import _core as nc
from ._array_function import array_function_dispatch
from ._globals import _NoValue

__all__ = [
    "allclose",
    "array_equal",
    "correlate",
    "cross",
    "diff",
    "digitize",
    "expand_dims",
    "interp",
    "isclose",
]


def install(core):
    """Put the functions into the native module where it lacks them."""
    from ._broadcast import broadcast

    for name in __all__:
        if not hasattr(core, name):
            setattr(core, name, globals()[name])
    core.broadcast = broadcast


def _isclose_dispatcher(a, b, rtol=None, atol=None, equal_nan=None):
    return (a, b, rtol, atol)


@array_function_dispatch(_isclose_dispatcher, module="numpy", quick=nc._quick_isclose)
def isclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    """Return where two arrays are equal within a tolerance: ``|a - b| <= atol + rtol * |b|``.

    Parameters
    ----------
    a, b : array_like
        The arrays, broadcast together.
    rtol, atol : array_like
        The relative and the absolute tolerance.
    equal_nan : bool
        Whether NaN equals NaN.

    Returns
    -------
    ndarray of bool, or bool

    Examples
    --------
    >>> import numen as np
    >>> np.isclose([1.0, 2.0], [1.0, 2.1])
    array([ True, False])
    """
    # Python's numbers stay what they are: they take the other operands' types.
    x, y, atol, rtol = (
        v if isinstance(v, (int, float, complex)) else nc.asanyarray(v) for v in (a, b, atol, rtol)
    )
    # Whole numbers become inexact: the least integer has no absolute value.
    if isinstance(y, int):
        y = float(y)
    elif isinstance(y, nc.ndarray) and y.dtype.kind != "m":
        y = nc.asanyarray(y, dtype=nc.result_type(y, 1.0))
    if not (_all_finite(atol) and _all_finite(rtol)):
        _tolerance_not_finite(atol, rtol)
    with _errstate()(invalid="ignore"):
        result = nc.less_equal(abs(x - y), atol + rtol * abs(y)) & nc.isfinite(y) | (x == y)
        if equal_nan:
            result |= nc.isnan(x) & nc.isnan(y)
    return result[()]


def _all_finite(x):
    return math.isfinite(x) if type(x) is float else bool(nc.all(nc.isfinite(x)))


def _tolerance_not_finite(atol, rtol):
    """Say so, as the invalid operation that it is."""
    from ._errstate import geterr

    text = f"One of rtol or atol is not valid, atol: {atol}, rtol: {rtol}"
    mode = geterr()["invalid"]
    if mode == "raise":
        raise FloatingPointError(text)
    if mode == "warn":
        warnings.warn(text, RuntimeWarning, stacklevel=3)
    elif mode == "print":
        print(text)


def _errstate():
    from ._errstate import errstate

    return errstate


@array_function_dispatch(_isclose_dispatcher, module="numpy", quick=nc._quick_allclose)
def allclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    """Return whether two arrays are equal within a tolerance everywhere; see `isclose`.

    Parameters
    ----------
    a, b : array_like
        The arrays, broadcast together.
    rtol, atol : array_like
        The relative and the absolute tolerance.
    equal_nan : bool
        Whether NaN equals NaN.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> np.allclose([1.0, 2.0], [1.0, 2.0 + 1e-9])
    True
    """
    return bool(nc.all(isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)))


def _array_equal_dispatcher(a1, a2, equal_nan=None):
    return (a1, a2)


@array_function_dispatch(_array_equal_dispatcher, module="numpy", quick=nc._quick_array_equal)
def array_equal(a1, a2, equal_nan=False):
    """Return whether two arrays have the same shape and equal elements.

    Parameters
    ----------
    a1, a2 : array_like
        The arrays.
    equal_nan : bool
        Whether NaN equals NaN.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> np.array_equal([1, 2], [1, 2])
    True
    """
    try:
        a1, a2 = nc.asarray(a1), nc.asarray(a2)
    except Exception:
        return False
    if a1.shape != a2.shape:
        return False
    if not equal_nan or a1.dtype.kind not in "fcmM" and a2.dtype.kind not in "fcmM":
        return bool((a1 == a2).all())
    both = nc.isnan(a1) & nc.isnan(a2)
    return bool(((a1 == a2) | both).all())


def _expand_dims_dispatcher(a, axis):
    return (a,)


@array_function_dispatch(_expand_dims_dispatcher, module="numpy", quick=nc._quick_expand_dims)
def expand_dims(a, axis):
    """Return a view with new axes of length 1 at the given positions of the result.

    Examples
    --------
    >>> import numen as np
    >>> np.expand_dims([1, 2], 0)
    array([[1, 2]])
    """
    a = nc.asanyarray(a)
    axis = axis if type(axis) in (tuple, list) else (axis,)
    ndim = len(axis) + a.ndim
    axis = nc.normalize_axis_tuple(axis, ndim)
    lengths = iter(a.shape)
    return a.reshape([1 if i in axis else next(lengths) for i in range(ndim)])


def _diff_dispatcher(a, n=None, axis=None, prepend=None, append=None):
    return (a, prepend, append)


@array_function_dispatch(_diff_dispatcher, module="numpy", quick=nc._quick_diff)
def diff(a, n=1, axis=-1, prepend=_NoValue, append=_NoValue):
    """Return differences of neighbours along an axis, `n` times.

    Parameters
    ----------
    a : array_like
        The values.
    n : int
        How often differences are taken.
    axis : int
        The axis, the last by default.
    prepend, append : array_like, optional
        Put before and behind the values first.

    Returns
    -------
    ndarray
        Shorter by `n` along the axis; of booleans, where neighbours differ.

    Examples
    --------
    >>> import numen as np
    >>> np.diff([1, 4, 9])
    array([3, 5])
    """
    if n == 0:
        return a
    if n < 0:
        raise ValueError("order must be non-negative but got " + repr(n))
    a = nc.asanyarray(a)
    if a.ndim == 0:
        raise ValueError("diff requires input that is at least one dimensional")
    axis = nc.normalize_axis_index(axis, a.ndim)
    parts = []
    for extra, place in ((prepend, 0), (append, 1)):
        if extra is _NoValue:
            continue
        extra = nc.asanyarray(extra)
        if extra.ndim == 0:
            shape = list(a.shape)
            shape[axis] = 1
            extra = nc.broadcast_to(extra, tuple(shape))
        parts.append((place, extra))
    if parts:
        a = nc.concatenate([x for p, x in parts if p == 0] + [a] + [x for p, x in parts if p == 1], axis)
    upper = (slice(None),) * axis + (slice(1, None),)
    lower = (slice(None),) * axis + (slice(None, -1),)
    op = nc.not_equal if a.dtype == nc.bool else nc.subtract
    for _ in range(n):
        a = op(a[upper], a[lower])
    return a


def _cross_dispatcher(a, b, axisa=None, axisb=None, axisc=None, axis=None):
    return (a, b)


@array_function_dispatch(_cross_dispatcher, module="numpy", quick=nc._quick_cross)
def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """Return the vector product of vectors of three elements (or, deprecated, of two).

    Parameters
    ----------
    a, b : array_like
        The vectors.
    axisa, axisb, axisc : int
        Where the components stand in `a`, in `b` and in the result.
    axis : int, optional
        All three of them.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.cross([1, 0, 0], [0, 1, 0])
    array([0, 0, 1])
    """
    from ._rearranging import moveaxis

    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = nc.asarray(a), nc.asarray(b)
    if a.ndim < 1 or b.ndim < 1:
        raise ValueError("At least one array has zero dimension")
    a = moveaxis(a, nc.normalize_axis_index(axisa, a.ndim, "axisa"), -1)
    b = moveaxis(b, nc.normalize_axis_index(axisb, b.ndim, "axisb"), -1)
    if a.shape[-1] not in (2, 3) or b.shape[-1] not in (2, 3):
        raise ValueError("incompatible dimensions for cross product\n(dimension must be 2 or 3)")
    if a.shape[-1] == 2 or b.shape[-1] == 2:
        import warnings

        warnings.warn(
            "Arrays of 2-dimensional vectors are deprecated. Use arrays of 3-dimensional vectors instead. "
            "(deprecated in NumPy 2.0)",
            DeprecationWarning,
            stacklevel=2,
        )
    a0, a1 = a[..., 0], a[..., 1]
    b0, b1 = b[..., 0], b[..., 1]
    last = a0 * b1 - a1 * b0
    if a.shape[-1] == 2 and b.shape[-1] == 2:
        return nc.asarray(last)
    zero = nc.zeros((), dtype=nc.promote_types(a.dtype, b.dtype))
    a2 = a[..., 2] if a.shape[-1] == 3 else zero
    b2 = b[..., 2] if b.shape[-1] == 3 else zero
    parts = [a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, last]
    shape = last.shape
    result = nc.stack([nc.broadcast_to(p, shape) for p in parts], -1)
    return moveaxis(result, -1, nc.normalize_axis_index(axisc, result.ndim, "axisc"))


def _digitize_dispatcher(x, bins, right=None):
    return (x, bins)


@array_function_dispatch(_digitize_dispatcher, module="numpy", quick=nc._quick_digitize)
def digitize(x, bins, right=False):
    """Return the numbers of the bins that elements fall into.

    Examples
    --------
    >>> import numen as np
    >>> np.digitize([0.5, 2.5], [0.0, 1.0, 2.0])
    array([1, 3])
    """
    x, bins = nc.asarray(x), nc.asarray(bins)
    if x.dtype.kind == "c":
        raise TypeError("x may not be complex")
    lower, upper = bins[:-1], bins[1:]
    change = lower != upper
    # The first edges that differ say the direction; none may go the other way.
    rising = not change.any() or bool((lower < upper)[nc.argmax(change)])
    if bool((lower > upper if rising else lower < upper).any()):
        raise ValueError("bins must be monotonically increasing or decreasing")
    side = "left" if right else "right"
    if rising:
        return nc.searchsorted(bins, x, side=side)
    return len(bins) - nc.searchsorted(bins[::-1], x, side=side)


def _interp_dispatcher(x, xp, fp, left=None, right=None, period=None):
    return (x, xp, fp)


@array_function_dispatch(_interp_dispatcher, module="numpy", quick=nc._quick_interp)
def interp(x, xp, fp, left=None, right=None, period=None):
    """Return the piecewise linear function through points (xp, fp) at `x`.

    Examples
    --------
    >>> import numen as np
    >>> np.interp(1.5, [1.0, 2.0], [10.0, 20.0])
    np.float64(15.0)
    """
    given, fp = fp, nc.asarray(fp)
    number = complex if fp.dtype.kind == "c" else float
    for values, wanted in ((given, number), (xp, float), (x, float)) if period is None else ():
        if isinstance(values, nc.ndarray) and not nc.can_cast(values.dtype, wanted):
            what = "array data" if values.ndim else "scalar"
            raise TypeError(
                f"Cannot cast {what} from {values.dtype!r} to {nc.dtype(wanted)!r} according to the rule 'safe'"
            )
    fp = nc.asarray(fp, dtype=number, order="C")
    xp = nc.asarray(xp, dtype=float, order="C")
    x = nc.asarray(x, dtype=float, order="C")
    if period is not None:
        if period == 0:
            raise ValueError("period must be a non-zero value")
        if xp.ndim != 1 or fp.ndim != 1:
            raise ValueError("Data points must be 1-D sequences")
        if xp.shape[0] != fp.shape[0]:
            raise ValueError("fp and xp are not of the same length.")
        period = abs(period)
        left = right = None
        x, xp = x % period, xp % period
        order = nc.argsort(xp)
        xp, fp = xp[order], fp[order]
        xp = nc.concatenate((xp[-1:] - period, xp, xp[:1] + period))
        fp = nc.concatenate((fp[-1:], fp, fp[:1]))
    for points in (fp, xp):
        if points.ndim != 1:
            raise ValueError(
                f"object {'too deep' if points.ndim else 'of too small depth'} for desired array"
            )
    if xp.size == 0:
        raise ValueError("array of sample points is empty")
    if xp.size != fp.size:
        raise ValueError("fp and xp are not of the same length.")
    ends = (value if value is None else number(value) for value in (left, right))
    return nc._quick_interp(x, xp, fp, *ends)


def _correlate_dispatcher(a, v, mode=None):
    return (a, v)


@array_function_dispatch(_correlate_dispatcher, module="numpy", quick=nc._quick_correlate)
def correlate(a, v, mode="valid"):
    """Return the correlation of two vectors, the second conjugated."""
    from ._correlation import correlate

    return correlate(a, v, mode)
