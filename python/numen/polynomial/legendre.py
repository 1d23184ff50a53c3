"""Series of Legendre polynomials, orthogonal on [-1, 1].

    n P[n] = (2n - 1) x P[n-1] - (n - 1) P[n-2],    P[0] = 1,  P[1] = x.

DLMF 18.3 and 18.9.
"""

from .. import _core as nc
from .._core import array
from .._runtime import type_module
from ._coefficients import trimcoef
from ._family import Family
from ._functions import class_doc, family_functions
from ._polybase import ABCPolyBase
from ._shared import orders, raised

__all__ = [
    "legzero", "legone", "legx", "legdomain", "legline", "legfromroots", "legadd", "legsub", "legmulx",
    "legmul", "legdiv", "legpow", "legder", "legint", "legval", "legval2d", "leggrid2d", "legval3d",
    "leggrid3d", "legvander", "legvander2d", "legvander3d", "legfit", "legcompanion", "legroots",
    "poly2leg", "leg2poly", "leggauss", "legweight", "legtrim", "Legendre",
]  # fmt: skip

# The series of zero, of one, of `x`; the default domain.
legzero, legone, legx = array([0]), array([1]), array([0, 1])
legdomain = array([-1.0, 1.0])
legtrim = trimcoef


class _Legendre(Family):
    """``P[n]``, whose value at one is one."""

    total = 2.0

    def recurrence(self, n):
        return 2 * n - 1, 0, n - 1, n

    def differentiate(self, c):
        """From ``(2n + 1) P[n] = P[n+1]' - P[n-1]'``, highest degree first."""
        n = len(c)
        c = c.copy()
        result = nc.empty((n - 1,) + c.shape[1:], dtype=c.dtype)
        for j in range(n - 1, 0, -1):
            result[j - 1] = (2 * j - 1) * c[j]
            if j > 1:
                c[j - 2] += c[j]
        return result

    def integrate(self, c):
        """``(2n + 1) P[n]`` is the derivative of ``P[n+1] - P[n-1]``; the constant ``P[0]`` is left out."""
        result = raised(c)
        result[1] = c[0]
        if len(c) > 1:
            parts = c[1:] / (2 * orders(c[1:], 1) + 1)
            result[2:] = parts
            result[1:-2] -= parts[1:]
        return result

    def weight(self, x):
        return x * 0.0 + 1.0


# What the examples of the functions print.
_EXAMPLES = {
    "line": "array([3, 2])",
    "fromroots": "array([ 0. , -0.4,  0. ,  0.4])",
    "mulx": "array([0.66666667, 2.2       , 1.33333333, 1.8       ])",
    "mul": "array([0.66666667, 1.        , 1.33333333])",
    "pow": "array([1.33333333, 0.        , 2.66666667])",
    "der": "array([ 6.,  9., 20.])",
    "int": "array([0.33333333, 0.4       , 0.66666667, 0.6       ])",
    "val": "array([-0.5,  6. , 21.5])",
    "val2d": "array([10.,  7.])",
    "val3d": "array([16.,  5.])",
    "vander": "array([[ 1. ,  0. , -0.5],\n       [ 1. ,  1. ,  1. ],\n       [ 1. ,  2. ,  5.5]])",
    "vander2d": "array([[ 1. ,  0. , -0.5,  1. ,  0. , -0.5],\n       [ 1. ,  1. ,  1. ,  2. ,  2. ,  2. ]])",
    "vander3d": "array([[1., 2., 1., 2.],\n       [1., 2., 2., 4.]])",
    "fit": "array([1., 2.])",
    "companion": "array([[ 0.    ,  0.1925],\n       [ 0.5774, -0.4444]])",
    "poly2": "array([0.33333333, 0.        , 0.66666667])",
    "2poly": "array([-0.5,  0. ,  1.5])",
    "gauss": "(array([-0.774597,  0.      ,  0.774597]), array([0.555556, 0.888889, 0.555556]))",
    "weight": "array([1., 1.])",
}

_functions = family_functions(
    _Legendre(), __name__, "leg", letter="L", series="Legendre series", examples=_EXAMPLES, weight="1"
)
(
    legline, legfromroots, legadd, legsub, legmulx, legmul, legdiv, legpow, legder, legint, legval, legval2d,
    leggrid2d, legval3d, leggrid3d, legvander, legvander2d, legvander3d, legfit, legcompanion, legroots,
    poly2leg, leg2poly, leggauss, legweight,
) = _functions.values()  # fmt: skip


class Legendre(ABCPolyBase, functions=_functions):
    __doc__ = class_doc("A Legendre series", "Legendre", "2.0 + 2.0·P₁(x) + 3.0·P₂(x)", "np.float64(1.625)")
    __module__ = f"{type_module}.polynomial.legendre"

    domain, window = array(legdomain), array(legdomain)
    basis_name = "P"
