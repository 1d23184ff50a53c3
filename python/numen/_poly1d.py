"""``poly1d``: a polynomial of one variable as an object."""

import re

from . import _core as nc
from ._core import array
from ._polyfunctions import poly, polyadd, polyder, polydiv, polyint, polymul, polysub, polyval, roots
from ._resizing import trim_zeros
from ._stacking import atleast_1d
from ._types import isscalar

__all__ = ["poly1d"]

# Columns after which `str` breaks the line.
_WIDTH = 70


class poly1d:
    """A polynomial of one variable.

    Parameters
    ----------
    c_or_r : array_like, 1-D
        Coefficients, highest power first; or the roots.
    r : bool, optional
        Whether `c_or_r` are the roots.
    variable : str, optional
        Name of the variable when printed, 'x' by default.

    Attributes
    ----------
    coeffs, coef, coefficients, c : ndarray
        The coefficients, without zeros in front.
    order, o : int
        The degree.
    roots, r : ndarray
        The roots.
    variable : str
        Name of the variable.

    Examples
    --------
    >>> import numen as np
    >>> p = np.poly1d([1, 2, 3])
    >>> print(p)
       2
    1 x + 2 x + 3
    >>> p(2)
    np.int64(11)
    >>> p + 1
    poly1d([1, 2, 4])
    """

    __hash__ = None

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            self._variable = c_or_r._variable
            self._coeffs = c_or_r._coeffs
            if variable is not None:
                self._variable = variable
            return
        if r:
            c_or_r = poly(c_or_r)
        c = atleast_1d(c_or_r)
        if c.ndim > 1:
            raise ValueError("Polynomial must be 1d only.")
        c = trim_zeros(c, trim="f")
        self._coeffs = c if len(c) else array([0], dtype=c.dtype)
        self._variable = "x" if variable is None else variable

    # The array stands in the instance's dict under its public name, as pickles expect.
    @property
    def _coeffs(self):
        return self.__dict__["coeffs"]

    @_coeffs.setter
    def _coeffs(self, value):
        self.__dict__["coeffs"] = value

    @property
    def coeffs(self):
        """The coefficients, highest power first."""
        return self._coeffs

    @coeffs.setter
    def coeffs(self, value):
        # `p.coeffs += 2` changes the array in place and assigns it again.
        if value is not self._coeffs:
            raise AttributeError("Cannot set attribute")

    c = coef = coefficients = coeffs

    @property
    def variable(self):
        """The name of the variable."""
        return self._variable

    @property
    def order(self):
        """The degree."""
        return len(self._coeffs) - 1

    o = order

    @property
    def roots(self):
        """The roots, where the polynomial is zero."""
        return roots(self._coeffs)

    r = roots

    def __array__(self, t=None, copy=None):
        return nc.asarray(self.coeffs, t) if t else nc.asarray(self.coeffs)

    def __repr__(self):
        return "poly1d" + repr(self.coeffs)[5:]

    def __len__(self):
        return self.order

    def __str__(self):
        return _two_lines(_one_line(self.coeffs, self.variable))

    def __call__(self, val):
        """Evaluate the polynomial."""
        return polyval(self.coeffs, val)

    def __neg__(self):
        return poly1d(-self.coeffs)

    def __pos__(self):
        return self

    def __mul__(self, other):
        return poly1d(self.coeffs * other) if isscalar(other) else poly1d(polymul(self, poly1d(other)))

    def __rmul__(self, other):
        return poly1d(other * self.coeffs) if isscalar(other) else poly1d(polymul(self, poly1d(other)))

    def __add__(self, other):
        return poly1d(polyadd(self.coeffs, poly1d(other).coeffs))

    __radd__ = __add__

    def __pow__(self, val):
        if not isscalar(val) or int(val) != val or val < 0:
            raise ValueError("Power to non-negative integers only.")
        result = [1]
        for _ in range(int(val)):
            result = polymul(self.coeffs, result)
        return poly1d(result)

    def __sub__(self, other):
        return poly1d(polysub(self.coeffs, poly1d(other).coeffs))

    def __rsub__(self, other):
        return poly1d(polysub(poly1d(other).coeffs, self.coeffs))

    def __truediv__(self, other):
        return poly1d(self.coeffs / other) if isscalar(other) else polydiv(self, poly1d(other))

    def __rtruediv__(self, other):
        return poly1d(other / self.coeffs) if isscalar(other) else polydiv(poly1d(other), self)

    def __eq__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return False if self.coeffs.shape != other.coeffs.shape else (self.coeffs == other.coeffs).all()

    def __ne__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return not self.__eq__(other)

    def __getitem__(self, val):
        at = self.order - val
        if val > self.order or val < 0:
            return self.coeffs.dtype.type(0)
        return self.coeffs[at]

    def __setitem__(self, key, val):
        at = self.order - key
        if key < 0:
            raise ValueError("Does not support negative powers.")
        if key > self.order:
            self._coeffs = nc.concatenate((nc.zeros(key - self.order, self.coeffs.dtype), self.coeffs))
            at = 0
        self._coeffs[at] = val

    def __iter__(self):
        return iter(self.coeffs)

    def integ(self, m=1, k=0):
        """Return an antiderivative.

        Parameters
        ----------
        m : int, optional
            How often to integrate.
        k : scalar or list of scalars, optional
            Constants of integration.

        Returns
        -------
        poly1d
        """
        return poly1d(polyint(self.coeffs, m=m, k=k))

    def deriv(self, m=1):
        """Return a derivative.

        Parameters
        ----------
        m : int, optional
            How often to differentiate.

        Returns
        -------
        poly1d
        """
        return poly1d(polyder(self.coeffs, m=m))


def _number(c):
    if isinstance(c, (complex, nc.complexfloating)) and c.imag != 0:
        return f"{c.imag:.4g}j" if c.real == 0 else f"({c.real:.4g} + {c.imag:.4g}j)"
    return f"{c.real:.4g}"


def _one_line(coefficients, variable):
    """``3 x**2 - x + 1`` with every coefficient written out."""
    text = ""
    for k, c in enumerate(coefficients):
        power = len(coefficients) - 1 - k
        number = _number(c)
        if number == "0" and (power or k):
            continue
        term = number + (f" {variable}" if power else "") + (f"**{power}" if power > 1 else "")
        if not text:
            text = term
        else:
            text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
    return text or "0"


def _two_lines(text):
    """The same with exponents in a line above, broken after `_WIDTH` columns."""
    lines, above, below, at = [], "", "", 0
    for found in re.finditer(r"\*\*([0-9]*)", text):
        part, power = text[at : found.start()], found[1]
        at = found.end()
        below_part = part + " " * (len(power) - 1)
        above_part = " " * (len(part) - 1) + power
        if len(below) + len(below_part) > _WIDTH or len(above) + len(above_part) > _WIDTH:
            lines += [above, below]
            above, below = above_part, below_part
        else:
            above += above_part
            below += below_part
    lines += [above, below + text[at:]]
    return "\n".join(line if i % 2 else " " + line for i, line in enumerate(lines))
