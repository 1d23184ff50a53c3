"""What series of every family have in common: sums, quotients, powers, fits, several variables, calculus.

The functions take what tells the families apart as their first argument: the product of two series, the
evaluation of one, the matrix of basis functions, or one step of differentiation or integration.
"""

import functools
import operator
import warnings

from .. import _core as nc
from .._axis import normalize_axis_index
from .._core import array, asanyarray, asarray, ndarray
from .._exceptions import RankWarning
from .._getlimits import finfo
from .._polyfunctions import check_samples
from .._rearranging import moveaxis
from ._coefficients import as_series, trimseq


def as_int(x, what):
    """An index from `x`, or an error that says what it was to be."""
    try:
        return operator.index(x)
    except TypeError as e:
        raise TypeError(f"{what} must be an integer, received {x}") from e


def exact_over(c, divisor):
    """``c / divisor`` that leaves integers, fractions and decimals what they are where it can."""
    if isinstance(divisor, int) and abs(divisor) == 1:
        return c if divisor == 1 else -c
    return c / divisor


def inexact(c):
    """Coefficients with at least one axis, integers and booleans as doubles."""
    c = array(c, ndmin=1, copy=None)
    return c + 0.0 if c.dtype.kind in "biu" else c


def against(x, c, tensor):
    """Points, and rows of coefficients that broadcast against all of them where `tensor` says so."""
    c = inexact(c)
    if isinstance(x, (tuple, list)):
        x = asarray(x)
    if isinstance(x, ndarray) and tensor:
        c = c.reshape(c.shape + (1,) * x.ndim)
    return x, c


def orders(c, start):
    """The numbers ``start, start + 1, ...``, one for each row of `c`, in its type."""
    n = nc.arange(start, start + len(c)).astype(c.dtype)
    return n.reshape((-1,) + (1,) * (c.ndim - 1))


def raised(c):
    """Zeros of one more row than `c`; the first in the zero of its elements."""
    result = nc.zeros((len(c) + 1,) + c.shape[1:], dtype=c.dtype)
    result[0] = c[0] * 0
    return result


# Arithmetic.


def add(c1, c2):
    """The sum of two series."""
    c1, c2 = as_series([c1, c2])
    if len(c1) < len(c2):
        c1, c2 = c2, c1
    c1[: len(c2)] += c2
    return trimseq(c1)


def subtract(c1, c2):
    """The difference of two series."""
    c1, c2 = as_series([c1, c2])
    if len(c1) >= len(c2):
        c1[: len(c2)] -= c2
        return trimseq(c1)
    c2 = -c2
    c2[: len(c1)] += c1
    return trimseq(c2)


def divide(multiply, c1, c2):
    """Quotient and remainder: long division, by multiples ``P_i c2`` of falling degree."""

    def by_multiples(c1, c2):
        m, n = len(c1), len(c2)
        quotient = nc.empty(m - n + 1, dtype=c1.dtype)
        rest = c1
        for i in range(m - n, -1, -1):
            multiple = multiply([0] * i + [1], c2)
            quotient[i] = factor = rest[-1] / multiple[-1]
            rest = rest[:-1] - factor * multiple[:-1]
        return quotient, rest

    return divide_by(by_multiples, c1, c2)


def divide_by(long_division, c1, c2):
    """Quotient and remainder, by a function for divisors of two coefficients and more."""
    c1, c2 = as_series([c1, c2])
    if c2[-1] == 0:
        raise ZeroDivisionError
    if len(c1) < len(c2):
        return c1[:1] * 0, c1
    if len(c2) == 1:
        return c1 / c2[-1], c1[:1] * 0
    quotient, rest = long_division(c1, c2)
    return quotient, trimseq(rest)


def power(multiply, c, pow, maxpower):
    """A series to a power, by repeated products."""
    [c] = as_series([c])
    n = int(pow)
    if n != pow or n < 0:
        raise ValueError("Power must be a non-negative integer.")
    if maxpower is not None and n > maxpower:
        raise ValueError("Power is too large")
    if n == 0:
        return array([1], dtype=c.dtype)
    result = c
    for _ in range(n - 1):
        result = multiply(result, c)
    return result


def from_roots(line, multiply, roots):
    """The monic series with given roots: products of halves keep the degrees equal."""
    if len(roots) == 0:
        return nc.ones(1)
    [roots] = as_series([roots], trim=False)
    roots.sort()
    factors = [line(-r, 1) for r in roots]
    while len(factors) > 1:
        half, odd = divmod(len(factors), 2)
        products = [multiply(factors[i], factors[i + half]) for i in range(half)]
        if odd:
            products[0] = multiply(products[0], factors[-1])
        factors = products
    return factors[0]


# Several variables.


def value_nd(evaluate, c, *points):
    """A series in several variables at points, whose coordinates are the arguments."""
    points = [asanyarray(p) for p in points]
    if any(p.shape != points[0].shape for p in points[1:]):
        names = {2: "x, y", 3: "x, y, z"}.get(len(points), "ordinates")
        raise ValueError(f"{names} are incompatible")
    first, *others = points
    c = evaluate(first, c)
    for p in others:
        # What is left of the coefficients now has the axes of the points behind it.
        c = evaluate(p, c, tensor=False)
    return c


def grid_nd(evaluate, c, *axes):
    """A series in several variables on the grid spanned by the arguments."""
    for x in axes:
        c = evaluate(x, c)
    return c


def vander_nd(vanders, points, degrees):
    """All products of basis functions at points: an axis a variable, behind the axes of the points."""
    n = len(vanders)
    if n != len(points):
        raise ValueError(f"Expected {n} dimensions of sample points, got {len(points)}")
    if n != len(degrees):
        raise ValueError(f"Expected {n} dimensions of degrees, got {len(degrees)}")
    if n == 0:
        raise ValueError("Unable to guess a dtype or shape when no points are given")
    points = tuple(asarray(tuple(points)) + 0.0)
    factors = []
    for i in range(n):
        alone = [None] * n
        alone[i] = slice(None)
        factors.append(vanders[i](points[i], degrees[i])[(..., *alone)])
    return functools.reduce(operator.mul, factors)


def vander_nd_flat(vanders, points, degrees):
    """`vander_nd` with the axes of the variables made one: the matrix of a least-squares problem."""
    v = vander_nd(vanders, points, degrees)
    return v.reshape(v.shape[: -len(degrees)] + (-1,))


# Least squares.


def _fit_arguments(x, y, deg, w):
    """Arrays of what a fit gets, checked."""
    x, y, deg = asarray(x) + 0.0, asarray(y) + 0.0, asarray(deg)
    if deg.ndim > 1 or deg.dtype.kind not in "iu" or deg.size == 0:
        raise TypeError("deg must be an int or non-empty 1-D array of int")
    if deg.min() < 0:
        raise ValueError("expected deg >= 0")
    check_samples(x, y)
    if w is not None:
        w = asarray(w) + 0.0
        if w.ndim != 1:
            raise TypeError("expected 1D vector for w")
        if len(x) != len(w):
            raise TypeError("expected x and w to have same length")
    return x, y, deg, w


def fit(vander, x, y, deg, rcond=None, full=False, w=None):
    """Coefficients of least squares; a list of degrees says which are not zero."""
    from ..linalg import lstsq

    x, y, deg, w = _fit_arguments(x, y, deg, w)
    degrees = nc.sort(deg) if deg.ndim else nc.arange(int(deg) + 1)
    top = int(degrees[-1])
    rows, right = vander(x, top)[:, degrees].T, y.T
    if w is not None:
        rows, right = rows * w, right * w
    if rcond is None:
        rcond = len(x) * finfo(x.dtype).eps
    # Columns of length one make the rank a question of direction only.
    squares = nc.square(rows.real) + nc.square(rows.imag) if rows.dtype.kind == "c" else nc.square(rows)
    length = nc.sqrt(squares.sum(1))
    length[length == 0] = 1
    c, residuals, rank, singular = lstsq(rows.T / length, right.T, rcond)
    c = (c.T / length).T
    if deg.ndim:
        found, c = c, nc.zeros((top + 1,) + c.shape[1:], dtype=c.dtype)
        c[degrees] = found
    if rank != len(degrees) and not full:
        warnings.warn("The fit may be poorly conditioned", RankWarning, stacklevel=2)
    return (c, [residuals, rank, singular, rcond]) if full else c


# Calculus.


def derivative(step, c, m, scl, axis):
    """The `m`-th derivative along an axis: `step` differentiates the rows of an array once."""
    c = inexact(array(c, ndmin=1, copy=True))
    m = as_int(m, "the order of derivation")
    axis = as_int(axis, "the axis")
    if m < 0:
        raise ValueError("The order of derivation must be non-negative")
    axis = normalize_axis_index(axis, c.ndim)
    if m == 0:
        return c
    c = moveaxis(c, axis, 0)
    if m >= len(c):
        c = c[:1] * 0
    else:
        # In place, and back: the type of the coefficients is that of the result.
        for _ in range(m):
            c *= scl
            c = step(c).astype(c.dtype, copy=False)
    return moveaxis(c, 0, axis)


def integral(step, evaluate, c, m, k, lbnd, scl, axis):
    """The `m`-th integral along an axis: `step` integrates once, up to a constant row."""
    c = inexact(array(c, ndmin=1, copy=True))
    try:
        k = list(k)
    except TypeError:
        k = [k]
    m = as_int(m, "the order of integration")
    axis = as_int(axis, "the axis")
    if m < 0:
        raise ValueError("The order of integration must be non-negative")
    if len(k) > m:
        raise ValueError("Too many integration constants")
    if asanyarray(lbnd).ndim != 0:
        raise ValueError("lbnd must be a scalar.")
    if asanyarray(scl).ndim != 0:
        raise ValueError("scl must be a scalar.")
    axis = normalize_axis_index(axis, c.ndim)
    if m == 0:
        return c
    c = moveaxis(c, axis, 0)
    for constant in k + [0] * (m - len(k)):
        c *= scl
        if len(c) == 1 and nc.all(c[0] == 0):
            c[0] += constant
            continue
        c = step(c).astype(c.dtype, copy=False)
        c[0] += constant - evaluate(lbnd, c)
    return moveaxis(c, 0, axis)
