"""The class that series of all families derive from."""

import abc
import copyreg
import importlib
import numbers
import os

from .. import _core as nc
from .. import _runtime
from .._core import array
from . import _text
from ._coefficients import as_series, getdomain, mapdomain, mapparms, trimcoef

__all__ = ["ABCPolyBase"]


# The functions of a family that its class calls.
_NEEDED = ("add", "sub", "mul", "div", "pow", "val", "int", "der", "fit", "line", "roots", "fromroots")


class _Series(abc.ABCMeta):
    """The class of the classes of series, by which `pickle` recognises them."""


def find_class(name):
    """The class of series of that name, for pickles."""
    return getattr(importlib.import_module("numen.polynomial"), name)


def _reduce_class(cls):
    own = getattr(importlib.import_module("numen.polynomial"), cls.__name__, None) is cls
    return (find_class, (cls.__name__,)) if own else cls.__qualname__


if _runtime.under_runner:
    # There the classes are named as a program written for NumPy expects, which is not where they are found.
    copyreg.pickle(_Series, _reduce_class)


class ABCPolyBase(metaclass=_Series):
    """A series ``sum(c[k] * P[k](x))``, with `x` mapped linearly from a domain to the window of the `P[k]`.

    A class of series supplies the functions of its family (`_add`, `_mul`, `_val`, ...), its `domain` and
    `window`, and a `basis_name` for printing.

    Parameters
    ----------
    coef : array_like, shape (N,)
        Coefficients, lowest degree first.
    domain : array_like, shape (2,), optional
        The interval that is mapped to the window; that of the class by default.
    window : array_like, shape (2,), optional
        The interval the basis functions see; that of the class by default.
    symbol : str, optional
        Name of the variable when printed.

    Attributes
    ----------
    coef, domain, window : ndarray
    symbol : str
    """

    # Instances cannot be compared by identity, and ufuncs are to leave operators to them.
    __hash__ = None
    __array_ufunc__ = None

    # Powers beyond this are refused: they are mistakes more often than wishes.
    maxpower = 100

    _superscript_mapping = _text.SUPERSCRIPTS
    _subscript_mapping = _text.SUBSCRIPTS
    # Consoles of Windows often lack the characters.
    _use_unicode = os.name != "nt"

    @property
    def symbol(self):
        """Name of the variable."""
        return self._symbol

    @property
    @abc.abstractmethod
    def domain(self):
        """The interval that is mapped to the window."""

    @property
    @abc.abstractmethod
    def window(self):
        """The interval the basis functions see."""

    @property
    @abc.abstractmethod
    def basis_name(self):
        """Letters of the basis functions when printed; None where terms are powers."""

    # The functions of the family, as the modules have them.
    _add = _sub = _mul = _div = _pow = _val = staticmethod(abc.abstractmethod(lambda *args: NotImplemented))
    _int = _der = _fit = _line = _roots = _fromroots = _add

    def __init_subclass__(cls, functions=None, **kwargs):
        """Take the functions of a family, where they are given by their names without a prefix."""
        super().__init_subclass__(**kwargs)
        if functions is not None:
            for name in _NEEDED:
                setattr(cls, f"_{name}", staticmethod(functions[name]))

    def __init__(self, coef, domain=None, window=None, symbol="x"):
        [self.coef] = as_series([coef], trim=False)
        if domain is not None:
            [domain] = as_series([domain], trim=False)
            if len(domain) != 2:
                raise ValueError("Domain has wrong number of elements.")
            self.domain = domain
        if window is not None:
            [window] = as_series([window], trim=False)
            if len(window) != 2:
                raise ValueError("Window has wrong number of elements.")
            self.window = window
        try:
            valid = symbol.isidentifier()
        except AttributeError:
            raise TypeError("Symbol must be a non-empty string") from None
        if not valid:
            raise ValueError("Symbol string must be a valid Python identifier")
        self._symbol = symbol

    def _with(self, coef):
        """A series with other coefficients and all else the same."""
        return self.__class__(coef, self.domain, self.window, self.symbol)

    # Comparison.

    def has_samecoef(self, other):
        """Return whether the coefficients of two series are the same.

        Parameters
        ----------
        other : series

        Returns
        -------
        bool

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> Polynomial([1, 2]).has_samecoef(Polynomial([1, 2], symbol="t"))
        True
        """
        return len(self.coef) == len(other.coef) and bool(nc.all(self.coef == other.coef))

    def has_samedomain(self, other):
        """Return whether the domains of two series are the same, as `has_samecoef` does for coefficients."""
        return bool(nc.all(self.domain == other.domain))

    def has_samewindow(self, other):
        """Return whether the windows of two series are the same, as `has_samecoef` does for coefficients."""
        return bool(nc.all(self.window == other.window))

    def has_sametype(self, other):
        """Return whether any object is a series of the same family, or of a class derived from it."""
        return isinstance(other, self.__class__)

    def __eq__(self, other):
        return (
            isinstance(other, self.__class__)
            and self.has_samedomain(other)
            and self.has_samewindow(other)
            and self.has_samecoef(other)
            and self.symbol == other.symbol
        )

    def __ne__(self, other):
        return not self == other

    # Text.

    def __repr__(self):
        coef, domain, window = (repr(a)[6:-1] for a in (self.coef, self.domain, self.window))
        name = self.__class__.__name__
        return f"{name}({coef}, domain={domain}, window={window}, symbol='{self.symbol}')"

    def __str__(self):
        return self._generate_string(self._str_term_unicode if self._use_unicode else self._str_term_ascii)

    def __format__(self, fmt_str):
        if fmt_str == "":
            return self.__str__()
        if fmt_str == "ascii":
            return self._generate_string(self._str_term_ascii)
        if fmt_str == "unicode":
            return self._generate_string(self._str_term_unicode)
        raise ValueError(
            f"Unsupported format string '{fmt_str}' passed to {self.__class__}.__format__. "
            "Valid options are 'ascii' and 'unicode'"
        )

    def _generate_string(self, term_method):
        return _text.lines(self, term_method)

    def _repr_latex_(self):
        return _text.latex(self)

    def _format_term(self, scalar_format, off, scale):
        """The mapped variable as text, and whether it needs parentheses."""
        return _text.mapped(self.symbol, scalar_format, off, scale)

    @classmethod
    def _basis_name(cls, style):
        if cls.basis_name is None:
            # An abstract method, with NumPy's error: the subclass that a program wrote lacks it.
            raise NotImplementedError(
                f"Subclasses must define either a basis_name, or override {style}(cls, i, arg_str)"
            )
        return cls.basis_name

    @classmethod
    def _str_term_unicode(cls, i, arg_str):
        """A basis function behind its coefficient, in Unicode."""
        return f"·{cls._basis_name('_str_term_unicode')}{i.translate(cls._subscript_mapping)}({arg_str})"

    @classmethod
    def _str_term_ascii(cls, i, arg_str):
        """A basis function behind its coefficient, in ASCII."""
        return f" {cls._basis_name('_str_term_ascii')}_{i}({arg_str})"

    @classmethod
    def _repr_latex_term(cls, i, arg_str, needs_parens):
        """A basis function as a formula."""
        # The parentheses of the function do for those of a sum.
        return rf"{{{cls._basis_name('_repr_latex_term')}}}_{{{i}}}({arg_str})"

    @staticmethod
    def _repr_latex_scalar(x, parens=False):
        return rf"\text{{{_text.format_float(x, parens=parens)}}}"

    # Copies. Those of the arrays keep series independent.

    def __getstate__(self):
        return self.__dict__ | {
            "coef": self.coef.copy(),
            "domain": self.domain.copy(),
            "window": self.window.copy(),
        }

    def __setstate__(self, dict):
        self.__dict__ = dict

    def copy(self):
        """Return a copy, with copies of coefficients, domain and window.

        Returns
        -------
        series
        """
        return self._with(self.coef)

    # Operators.

    def _get_coefficients(self, other):
        """The coefficients of an operand; one that is no series stands for its own coefficients."""
        if not isinstance(other, ABCPolyBase):
            return other
        if not isinstance(other, self.__class__):
            raise TypeError("Polynomial types differ")
        if not nc.all(self.domain == other.domain):
            raise TypeError("Domains differ")
        if not nc.all(self.window == other.window):
            raise TypeError("Windows differ")
        if self.symbol != other.symbol:
            raise ValueError("Polynomial symbols differ")
        return other.coef

    def _operate(self, function, other, turned=False):
        """The coefficients that a function makes of both operands, or NotImplemented."""
        other = other if turned else self._get_coefficients(other)
        try:
            return function(other, self.coef) if turned else function(self.coef, other)
        except ZeroDivisionError:
            raise
        except Exception:
            return NotImplemented

    def _combine(self, function, other, turned=False):
        coef = self._operate(function, other, turned)
        return coef if coef is NotImplemented else self._with(coef)

    def _divide(self, other, turned=False):
        result = self._operate(self._div, other, turned)
        if result is NotImplemented:
            return result
        quotient, rest = result
        return self._with(quotient), self._with(rest)

    def __call__(self, arg):
        return self._val(mapdomain(arg, self.domain, self.window), self.coef)

    def __iter__(self):
        return iter(self.coef)

    def __len__(self):
        return len(self.coef)

    def __neg__(self):
        return self._with(-self.coef)

    def __pos__(self):
        return self

    def __add__(self, other):
        return self._combine(self._add, other)

    def __sub__(self, other):
        return self._combine(self._sub, other)

    def __mul__(self, other):
        return self._combine(self._mul, other)

    def __truediv__(self, other):
        # Between series, a quotient without remainder would be a rational function.
        if not isinstance(other, numbers.Number) or isinstance(other, bool):
            raise TypeError(f"unsupported types for true division: '{type(self)}', '{type(other)}'")
        return self.__floordiv__(other)

    def __floordiv__(self, other):
        result = self._divide(other)
        return result if result is NotImplemented else result[0]

    def __mod__(self, other):
        result = self._divide(other)
        return result if result is NotImplemented else result[1]

    def __divmod__(self, other):
        return self._divide(other)

    def __pow__(self, other):
        return self._with(self._pow(self.coef, other, maxpower=self.maxpower))

    def __radd__(self, other):
        return self._combine(self._add, other, turned=True)

    def __rsub__(self, other):
        return self._combine(self._sub, other, turned=True)

    def __rmul__(self, other):
        return self._combine(self._mul, other, turned=True)

    def __rtruediv__(self, other):
        return NotImplemented

    def __rfloordiv__(self, other):
        result = self._divide(other, turned=True)
        return result if result is NotImplemented else result[0]

    def __rmod__(self, other):
        result = self._divide(other, turned=True)
        return result if result is NotImplemented else result[1]

    def __rdivmod__(self, other):
        return self._divide(other, turned=True)

    # Methods.

    def degree(self):
        """Return the number of coefficients less one; zeros of highest degree count.

        Returns
        -------
        int

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> Polynomial([1, 2, 0]).degree(), Polynomial([1, 2, 0]).trim().degree()
        (2, 1)
        """
        return len(self) - 1

    def cutdeg(self, deg):
        """Return the terms up to degree `deg`.

        Parameters
        ----------
        deg : int

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> print(Polynomial([1, 2, 3]).cutdeg(1))
        1.0 + 2.0·x
        """
        return self.truncate(deg + 1)

    def trim(self, tol=0):
        """Return the series without its small terms of highest degree.

        Parameters
        ----------
        tol : float, optional
            The largest absolute value of a coefficient that counts as small.

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> print(Polynomial([1, 2, 1e-9]).trim(1e-6))
        1.0 + 2.0·x
        """
        return self._with(trimcoef(self.coef, tol))

    def truncate(self, size):
        """Return the first `size` terms.

        Parameters
        ----------
        size : int
            At least 1.

        Returns
        -------
        series

        Raises
        ------
        ValueError
            When `size` is not a positive integer.

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> print(Polynomial([1, 2, 3]).truncate(2))
        1.0 + 2.0·x
        """
        n = int(size)
        if n != size or n < 1:
            raise ValueError("size must be a positive integer")
        return self._with(self.coef[:n])

    def convert(self, domain=None, kind=None, window=None):
        """Return the same function as a series of another family, domain or window.

        Parameters
        ----------
        domain : array_like, shape (2,), optional
            That of the new class by default.
        kind : class, optional
            The class of the result; that of the series by default.
        window : array_like, shape (2,), optional
            That of the new class by default.

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Chebyshev, Polynomial
        >>> print(Polynomial([0, 0, 1]).convert(kind=Chebyshev))
        0.5 + 0.0·T₁(x) + 0.5·T₂(x)
        """
        kind = self.__class__ if kind is None else kind
        domain = kind.domain if domain is None else domain
        window = kind.window if window is None else window
        return self(kind.identity(domain, window=window, symbol=self.symbol))

    def mapparms(self):
        """Return offset and factor of the map from the domain to the window.

        Returns
        -------
        off, scl : scalar
            The basis functions see ``off + scl * x``.

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> Polynomial([1], domain=[0, 1]).mapparms()
        (np.float64(-1.0), np.float64(2.0))
        """
        return mapparms(self.domain, self.window)

    def integ(self, m=1, k=[], lbnd=None):  # noqa: B006 - never changed
        """Return an antiderivative.

        Parameters
        ----------
        m : int, optional
            How often to integrate.
        k : scalar or sequence, optional
            Constants of integration, zero by default: values at `lbnd`.
        lbnd : scalar, optional
            Lower bound of the integrals; 0 in the window by default.

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> print(Polynomial([1, 2, 3]).integ())
        0.0 + 1.0·x + 1.0·x² + 1.0·x³
        """
        off, scl = self.mapparms()
        lbnd = 0 if lbnd is None else off + scl * lbnd
        return self._with(self._int(self.coef, m, k, lbnd, 1.0 / scl))

    def deriv(self, m=1):
        """Return a derivative.

        Parameters
        ----------
        m : int, optional
            How often to differentiate.

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> print(Polynomial([1, 2, 3]).deriv())
        2.0 + 6.0·x
        """
        _, scl = self.mapparms()
        return self._with(self._der(self.coef, m, scl))

    def roots(self):
        """Return the roots, sorted; those far outside of the domain can be inaccurate.

        Returns
        -------
        ndarray

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> Polynomial([-1, 0, 1]).roots()
        array([-1.,  1.])
        """
        return mapdomain(self._roots(self.coef), self.window, self.domain)

    def linspace(self, n=100, domain=None):
        """Return points at equal distances, and the values there.

        Parameters
        ----------
        n : int, optional
            Number of points.
        domain : array_like, shape (2,), optional
            The interval; the domain of the series by default.

        Returns
        -------
        x, y : ndarray, shape (n,)

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> Polynomial([0, 0, 1]).linspace(3)
        (array([-1.,  0.,  1.]), array([1., 0., 1.]))
        """
        domain = self.domain if domain is None else domain
        x = nc.linspace(domain[0], domain[1], n)
        return x, self(x)

    # Constructors.

    @classmethod
    def _interval(cls, domain, points):
        """A domain: that of the points for None, that of the class for an empty list."""
        if domain is None:
            return getdomain(points)
        return cls.domain if isinstance(domain, list) and len(domain) == 0 else domain

    @classmethod
    def fit(cls, x, y, deg, domain=None, rcond=None, full=False, w=None, window=None, symbol="x"):
        """Fit a series to points by least squares.

        Parameters
        ----------
        x, y : array_like, shape (M,)
            Positions and values.
        deg : int or array_like of int
            Degree; or the degrees of the terms to use.
        domain : None, [] or array_like, shape (2,), optional
            The smallest interval that holds `x` for None, the domain of the class for [].
        rcond, full, w : optional
            As for the function of the family, `polyfit` for power series: where singular values count as zero,
            whether to return diagnostics, and weights.
        window : array_like, shape (2,), optional
        symbol : str, optional

        Returns
        -------
        series
        [residuals, rank, singular_values, rcond] : list
            With `full`.

        Warns
        -----
        RankWarning
            When the points do not determine the coefficients, and `full` is false.

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> print(Polynomial.fit([0, 1, 2], [1, 3, 5], 1).convert())
        1.0 + 2.0·x
        """
        domain = cls._interval(domain, x)
        if domain[0] == domain[1]:
            # All points are one: any interval around it does.
            domain = array([domain[0] - 1, domain[1] + 1])
        window = cls.window if window is None else window
        found = cls._fit(mapdomain(x, domain, window), y, deg, w=w, rcond=rcond, full=full)
        if full:
            coef, status = found
            return cls(coef, domain=domain, window=window, symbol=symbol), status
        return cls(found, domain=domain, window=window, symbol=symbol)

    @classmethod
    def fromroots(cls, roots, domain=[], window=None, symbol="x"):  # noqa: B006 - never changed
        """Return the series with given roots whose highest power of `x` has coefficient one.

        Parameters
        ----------
        roots : array_like, shape (N,)
        domain : None, [] or array_like, shape (2,), optional
            The smallest interval that holds the roots for None, the domain of the class for [].
        window : array_like, shape (2,), optional
        symbol : str, optional

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Polynomial
        >>> print(Polynomial.fromroots([1, 2]))
        2.0 - 3.0·x + 1.0·x²
        """
        [roots] = as_series([roots], trim=False)
        domain = cls._interval(domain, roots)
        window = cls.window if window is None else window
        off, scl = mapparms(domain, window)
        coef = cls._fromroots(off + scl * roots) / scl ** len(roots)
        return cls(coef, domain=domain, window=window, symbol=symbol)

    @classmethod
    def identity(cls, domain=None, window=None, symbol="x"):
        """Return the series whose value is its argument.

        Parameters
        ----------
        domain, window : array_like, shape (2,), optional
        symbol : str, optional

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Chebyshev
        >>> Chebyshev.identity(domain=[0, 4])(3.0)
        np.float64(3.0)
        """
        domain = cls.domain if domain is None else domain
        window = cls.window if window is None else window
        off, scl = mapparms(window, domain)
        return cls(cls._line(off, scl), domain, window, symbol)

    @classmethod
    def basis(cls, deg, domain=None, window=None, symbol="x"):
        """Return the basis function of degree `deg`.

        Parameters
        ----------
        deg : int
        domain, window : array_like, shape (2,), optional
        symbol : str, optional

        Returns
        -------
        series

        Raises
        ------
        ValueError
            When `deg` is not an integer, or negative.

        Examples
        --------
        >>> from numen.polynomial import Legendre
        >>> print(Legendre.basis(2))
        0.0 + 0.0·P₁(x) + 1.0·P₂(x)
        """
        n = int(deg)
        if n != deg or n < 0:
            raise ValueError("deg must be non-negative integer")
        return cls([0] * n + [1], domain, window, symbol)

    @classmethod
    def cast(cls, series, domain=None, window=None):
        """Return a series of another family as one of this.

        Parameters
        ----------
        series : series
        domain, window : array_like, shape (2,), optional
            Those of this class by default.

        Returns
        -------
        series

        Examples
        --------
        >>> from numen.polynomial import Chebyshev, Polynomial
        >>> print(Polynomial.cast(Chebyshev([0, 0, 1])))
        -1.0 + 0.0·x + 2.0·x²
        """
        domain = cls.domain if domain is None else domain
        window = cls.window if window is None else window
        return series.convert(domain, cls, window)
