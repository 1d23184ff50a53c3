"""Power series: coefficients of 1, x, x**2, ... (Horner's rule; companion matrices)."""

from .. import _core as nc
from .._calculus import convolve
from .._core import array, array_function_dispatch, ndarray
from .._runtime import type_module
from ._coefficients import as_series, trimcoef, trimseq
from ._family import Appell, shifted
from ._functions import class_doc, family_functions
from ._polybase import ABCPolyBase
from ._shared import against, divide_by

__all__ = [
    "polyzero", "polyone", "polyx", "polydomain", "polyline", "polyfromroots", "polyadd", "polysub",
    "polymulx", "polymul", "polydiv", "polypow", "polyder", "polyint", "polyval", "polyvalfromroots",
    "polyval2d", "polygrid2d", "polyval3d", "polygrid3d", "polyvander", "polyvander2d", "polyvander3d",
    "polyfit", "polycompanion", "polyroots", "polytrim", "Polynomial",
]  # fmt: skip

# The series of zero, of one, of `x`; the default domain.
polyzero, polyone, polyx = array([0]), array([1]), array([0, 1])
polydomain = array([-1.0, 1.0])
polytrim = trimcoef


class _Powers(Appell):
    """Powers of `x`: most of what a recurrence gives has a shorter form."""

    def recurrence(self, n):
        return 1, 0, 0, 1

    def times_x(self, c):
        return shifted(c)

    def product(self, c1, c2):
        c1, c2 = as_series([c1, c2])
        return trimseq(convolve(c1, c2))

    def divide(self, c1, c2):
        return divide_by(_long_division, c1, c2)

    def evaluate(self, x, c, tensor=True):
        """The sum of a series at `x` (Horner's rule)."""
        x, c = against(x, c, tensor)
        value = c[-1] + x * 0
        for n in range(2, len(c) + 1):
            value = c[-n] + value * x
        return value

    def companion(self, c):
        [c] = as_series([c])
        n = len(c) - 1
        if n < 1:
            raise ValueError("Series must have maximum degree of at least 1.")
        matrix = nc.zeros((n, n), dtype=c.dtype)
        rows = nc.arange(n - 1)
        matrix[rows + 1, rows] = 1
        matrix[:, -1] -= c[:-1] / c[-1]
        return matrix

    def matrix_of_roots(self, c):
        return self.companion(c)


def _long_division(c1, c2):
    """Quotient and remainder: the divisor is made monic, and the quotient grows where the dividend was."""
    n = len(c2)
    monic, lead = c2[:-1] / c2[-1], c2[-1]
    for i in range(len(c1) - n, -1, -1):
        c1[i : i + n - 1] -= monic * c1[i + n - 1]
    return c1[n - 1 :] / lead, c1[: n - 1]


# What the examples of the functions print.
_EXAMPLES = {
    "line": "array([3, 2])",
    "fromroots": "array([ 0., -1.,  0.,  1.])",
    "mulx": "array([0., 1., 2., 3.])",
    "mul": "array([0., 1., 2.])",
    "pow": "array([0., 0., 4.])",
    "der": "array([ 2.,  6., 12.])",
    "int": "array([0., 1., 1., 1.])",
    "val": "array([ 1.,  6., 17.])",
    "val2d": "array([10.,  7.])",
    "val3d": "array([16.,  5.])",
    "vander": "array([[1., 0., 0.],\n       [1., 1., 1.],\n       [1., 2., 4.]])",
    "vander2d": "array([[1., 0., 0., 1., 0., 0.],\n       [1., 1., 1., 2., 2., 2.]])",
    "vander3d": "array([[1., 2., 1., 2.],\n       [1., 2., 2., 4.]])",
    "fit": "array([1., 2.])",
    "companion": "array([[ 0.    , -0.3333],\n       [ 1.    , -0.6667]])",
}

_functions = family_functions(
    _Powers(),
    __name__,
    "poly",
    letter="P",
    series="power series",
    examples=_EXAMPLES,
    summation="Horner's rule",
    companion="Ones below the diagonal, and the last column from the coefficients.",
    maxpower=None,
)
(
    polyline, polyfromroots, polyadd, polysub, polymulx, polymul, polydiv, polypow, polyder, polyint, polyval,
    polyval2d, polygrid2d, polyval3d, polygrid3d, polyvander, polyvander2d, polyvander3d, polyfit,
    polycompanion, polyroots,
) = _functions.values()  # fmt: skip

# Arguments with an `__array_function__` of their own are asked by two functions of the module, as in NumPy.
_asked = array_function_dispatch(lambda x, y, c: (x, y, c), module="numpy.polynomial.polynomial")
polyval2d, polygrid2d = _asked(polyval2d), _asked(polygrid2d)


def polyvalfromroots(x, r, tensor=True):
    """Return the values of the monic polynomial with given roots.

    Parameters
    ----------
    x : array_like or object
        Points.
    r : array_like, shape (N, ...)
        Roots; further axes hold the roots of further polynomials.
    tensor : bool, optional
        Every polynomial at every point, the axes of `x` last. Otherwise `x` is broadcast against the further
        axes of `r`.

    Returns
    -------
    ndarray or object

    Raises
    ------
    ValueError
        When `x` has too many axes for ``tensor=False``.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyvalfromroots([0, 1, 2, 3], [1, 2])
    array([ 2., -0.,  0.,  2.])
    """
    x, r = against(x, r, tensor)
    if isinstance(x, ndarray) and not tensor and x.ndim >= r.ndim:
        raise ValueError("x.ndim must be < r.ndim when tensor == False")
    return nc.prod(x - r, axis=0)


class Polynomial(ABCPolyBase, functions=_functions):
    __doc__ = class_doc("A power series", "Polynomial", "2.0 + 2.0·x + 3.0·x²", "np.float64(2.75)")
    __module__ = f"{type_module}.polynomial.polynomial"

    domain, window = array(polydomain), array(polydomain)
    basis_name = None

    @classmethod
    def _str_term_unicode(cls, i, arg_str):
        return f"·{arg_str}" if i == "1" else f"·{arg_str}{i.translate(cls._superscript_mapping)}"

    @staticmethod
    def _str_term_ascii(i, arg_str):
        return f" {arg_str}" if i == "1" else f" {arg_str}**{i}"

    @staticmethod
    def _repr_latex_term(i, arg_str, needs_parens):
        if i == 0:
            return "1"
        if needs_parens:
            arg_str = rf"\left({arg_str}\right)"
        return arg_str if i == 1 else f"{arg_str}^{{{i}}}"
