"""A family of polynomials, given by its three-term recurrence.

With numbers ``a, b, c, d`` that depend on `n`,

    d P[n](x) = (a x + b) P[n-1](x) - c P[n-2](x)    (n >= 2),    P[0] = 1,  P[1] = a x + b.

Evaluation (Clenshaw's summation), matrices of basis functions, multiplication by `x`, products, conversion
to and from powers of `x`, companion matrices and Gauss quadrature follow from these numbers alone. They are
those of DLMF, chapter 18.9 (https://dlmf.nist.gov/18.9).
"""

import abc

from .. import _core as nc
from .._core import array
from .._rearranging import moveaxis
from ._coefficients import as_series
from ._shared import add, against, as_int, divide, exact_over, orders, raised, subtract


class Family(abc.ABC):
    """What follows from the numbers of a recurrence; a family adds its derivatives and integrals.

    Attributes
    ----------
    first : tuple
        `a` and `b` of the polynomial of degree one.
    total : float or None
        Integral of the weight function over the interval of orthogonality; families without one have neither
        this number nor a method ``weight(x)``.
    """

    first = (1, 0)
    total = None

    @abc.abstractmethod
    def recurrence(self, n):
        """``a, b, c, d`` for ``n >= 2``; `n` may be an array."""

    @abc.abstractmethod
    def differentiate(self, c):
        """The derivative of a series of at least two coefficients, along the first axis."""

    @abc.abstractmethod
    def integrate(self, c):
        """An antiderivative of a series, along the first axis: one row more."""

    def line(self, off, scl):
        """The series ``off + scl * x``."""
        if scl == 0:
            return array([off])
        a, b = self.first
        slope = exact_over(scl, a)
        return array([off if b == 0 else off - slope * b, slope])

    def degree_one(self, x):
        """The polynomial of degree one."""
        a, b = self.first
        y = x if a == 1 else x * a
        return y if b == 0 else y + b

    def evaluate(self, x, c, tensor=True):
        """The sum of a series at `x` (Clenshaw 1955)."""
        x, c = against(x, c, tensor)
        if len(c) == 1:
            low, high = c[0], 0
        else:
            low, high = c[-2], c[-1]
        # Objects are divided, so that fractions stay exact; other factors are divided before, which is quicker.
        exact = c.dtype.kind == "O"
        slope, scaled = 1, x
        for n in range(len(c) - 1, 1, -1):
            a, b, lower, d = self.recurrence(n)
            if d != 1 and b == 0 and not exact:
                down, up = high * (lower / d), high * x * (a / d)
            else:
                if a != slope:
                    slope, scaled = a, x * a
                down = exact_over(high * lower, d)
                up = exact_over(high * (scaled if b == 0 else scaled + b), d)
            low, high = c[n - 2] - down, low + up
        return low + high * self.degree_one(x)

    def vander(self, x, deg):
        """Values of the polynomials up to degree `deg`, along a new last axis."""
        deg = as_int(deg, "deg")
        if deg < 0:
            raise ValueError("deg must be non-negative")
        x = array(x, copy=None, ndmin=1) + 0.0
        v = nc.empty((deg + 1, *x.shape), dtype=x.dtype)
        v[0] = x * 0 + 1
        if deg > 0:
            v[1] = self.degree_one(x)
        for n in range(2, deg + 1):
            a, b, lower, d = self.recurrence(n)
            if b == 0:
                p = v[n - 1] * x
                if a != 1:
                    p *= a
            else:
                p = v[n - 1] * (x * a + b)
            if lower != 0:
                p -= v[n - 2] * lower
            v[n] = exact_over(p, d)
        return moveaxis(v, 0, -1)

    # Series as elements of an algebra.

    def times_x(self, c):
        """The series of `x` times a series."""
        [c] = as_series([c])
        if len(c) == 1 and c[0] == 0:
            return c
        result = nc.zeros(len(c) + 1, dtype=c.dtype)
        a, b = self.first
        result[0] = exact_over(c[0] * -b, a)
        result[1] = exact_over(c[0], a)
        if len(c) > 1:
            # x P[n-1] = (d P[n] - b P[n-1] + c P[n-2]) / a
            rest = c[1:]
            a, b, lower, d = self.recurrence(nc.arange(2, len(c) + 1).astype(c.dtype))
            result[2:] = exact_over(rest * d, a)
            # Terms that are not there must not make NaN of infinite coefficients.
            if not _absent(b):
                result[1:-1] -= exact_over(rest * b, a)
            if not _absent(lower):
                result[:-2] += exact_over(rest * lower, a)
        return result

    def act(self, c, series, times_x):
        """``p(X) series`` for the polynomial `p` with coefficients `c`; `times_x` is the operator `X`.

        This is Clenshaw's summation with an operator in place of a number.
        """

        def linear(s, a, b):
            s_x = times_x(s) * a
            return s_x if _absent(b) else add(s_x, s * b)

        if len(c) == 1:
            low, high = c[0] * series, 0
        else:
            low, high = c[-2] * series, c[-1] * series
        for n in range(len(c) - 1, 1, -1):
            a, b, lower, d = self.recurrence(n)
            low, high = (
                subtract(c[n - 2] * series, exact_over(high * lower, d)),
                add(low, exact_over(linear(high, a, b), d)),
            )
        return add(low, linear(high, *self.first))

    def product(self, c1, c2):
        """The series of the product of two series."""
        c1, c2 = as_series([c1, c2])
        return self.act(c2, c1, self.times_x) if len(c1) > len(c2) else self.act(c1, c2, self.times_x)

    def divide(self, c1, c2):
        """Quotient and remainder of two series."""
        return divide(self.product, c1, c2)

    def to_powers(self, c):
        """Coefficients of the powers of `x`."""
        [c] = as_series([c])
        if len(c) < 2 or (len(c) == 2 and self.first == (1, 0)):
            return c
        return self.act(c, array([1], dtype=c.dtype), shifted)

    def from_powers(self, c):
        """Coefficients of the series, from those of the powers of `x` (Horner's rule)."""
        [c] = as_series([c])
        result = 0
        for k in range(len(c) - 1, -1, -1):
            result = add(self.times_x(result), c[k])
        return result

    # Roots and quadrature.

    def _jacobi(self, n):
        """``up, mid, down``, where ``x P[k-1] = up P[k] + mid P[k-1] + down P[k-2]``, for k = 1 .. n."""
        k = nc.arange(2.0, n + 1)
        a, b, lower, d = (nc.broadcast_to(v, k.shape) for v in self.recurrence(k))
        a1, b1 = self.first
        up = nc.concatenate(([1 / a1], d / a))
        mid = nc.concatenate(([-b1 / a1], -b / a))
        return up, mid, nc.concatenate(([0.0], lower / a))

    def companion(self, c):
        """The matrix whose eigenvalues are the roots, scaled to be symmetric for a basis function."""
        [c] = as_series([c])
        n = len(c) - 1
        if n < 1:
            raise ValueError("Series must have maximum degree of at least 1.")
        up, mid, down = self._jacobi(n)
        matrix = nc.zeros((n, n), dtype=c.dtype)
        rows = nc.arange(n)
        matrix[rows, rows] = mid
        beside = nc.copysign(nc.sqrt(up[:-1] * down[1:]), up[:-1])
        matrix[rows[:-1], rows[1:]] = matrix[rows[1:], rows[:-1]] = beside
        # Scales of the basis relative to the last one: products from there cannot overflow.
        ratios = nc.sqrt(up[:-1] / down[1:])
        scale = nc.concatenate((nc.multiply.accumulate(ratios[::-1])[::-1], [1.0]))
        matrix[:, -1] -= (c[:-1] / c[-1]) * scale * up[-1]
        return matrix

    def roots(self, c):
        """The roots of a series, sorted: eigenvalues of the companion matrix."""
        [c] = as_series([c])
        if len(c) < 2:
            return array([], dtype=c.dtype)
        if len(c) == 2:
            a, b = self.first
            quotient = c[0] / c[1]
            return array([exact_over(-(quotient if b == 0 else quotient + b), a)])
        from ..linalg import eigvals

        r = eigvals(self.matrix_of_roots(c))
        r.sort()
        return r

    def matrix_of_roots(self, c):
        """The companion matrix turned by half a turn: large entries first are kinder to the algorithm."""
        return self.companion(c)[::-1, ::-1]

    def gauss(self, deg):
        """Points and weights of Gauss quadrature (Golub and Welsch 1969)."""
        deg = as_int(deg, "deg")
        if deg <= 0:
            raise ValueError("deg must be a positive integer")
        from ..linalg import eigvalsh

        up, mid, down = self._jacobi(deg + 1)
        beside = nc.sqrt(up[:-1] * down[1:])
        matrix = nc.zeros((deg, deg))
        rows = nc.arange(deg)
        matrix[rows, rows] = mid[:-1]
        matrix[rows[1:], rows[:-1]] = matrix[rows[:-1], rows[1:]] = beside[:-1]
        x = eigvalsh(matrix)
        value, slope, _ = _orthonormal(x, mid, beside)
        x = x - value / slope
        w = _orthonormal(x, mid, beside)[2]
        if not mid.any():
            # The weight function is even: so are the points, in spite of rounding.
            x, w = (x - x[::-1]) / 2, (w + w[::-1]) / 2
        return x, w * (self.total / w.sum())


class Appell(Family):
    """A family with the derivatives ``P[n]' = a n P[n-1]``: powers, and the polynomials of Hermite."""

    def differentiate(self, c):
        return c[1:] * (self.first[0] * orders(c[1:], 1))

    def integrate(self, c):
        result = raised(c)
        result[1:] = c / (self.first[0] * orders(c, 1))
        return result


def shifted(c):
    """`x` times a power series."""
    [c] = as_series([c])
    if len(c) == 1 and c[0] == 0:
        return c
    return nc.concatenate((c[:1] * 0, c))


def _absent(number):
    """Whether a number of the recurrence is zero for all `n`."""
    return isinstance(number, int) and number == 0


# Values beyond this are divided by it; its square is a double.
_LARGE = 1e150


def _orthonormal(x, mid, beside):
    """Value and slope of the orthonormal polynomial of degree ``len(beside)``, and Christoffel's numbers.

    Both values may have a common factor, and the numbers lack the factor of the total weight.
    """
    p0, p1 = nc.zeros_like(x), nc.ones_like(x)
    s0, s1 = nc.zeros_like(x), nc.zeros_like(x)
    squares, factor = nc.zeros_like(x), nc.ones_like(x)
    before = 0.0
    for m, b in zip(mid, beside):
        squares += p1 * p1
        p0, p1, s0, s1 = (
            p1,
            ((x - m) * p1 - before * p0) / b,
            s1,
            (p1 + (x - m) * s1 - before * s0) / b,
        )
        before = b
        large = nc.maximum(nc.absolute(p1), nc.absolute(s1)) > _LARGE
        if large.any():
            shrink = nc.where(large, 1 / _LARGE, 1.0)
            p0, p1, s0, s1 = p0 * shrink, p1 * shrink, s0 * shrink, s1 * shrink
            squares *= shrink * shrink
            factor *= shrink * shrink
    return p1, s1, factor / squares
