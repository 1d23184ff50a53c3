"""Series of Laguerre polynomials, orthogonal on [0, inf) with weight ``exp(-x)``.

    n L[n] = (2n - 1 - x) L[n-1] - (n - 1) L[n-2],    L[0] = 1,  L[1] = 1 - x.

DLMF 18.3 and 18.9.
"""

from .. import _core as nc
from .._core import array
from .._runtime import type_module
from ._coefficients import trimcoef
from ._family import Family
from ._functions import class_doc, family_functions
from ._polybase import ABCPolyBase
from ._shared import raised

__all__ = [
    "lagzero", "lagone", "lagx", "lagdomain", "lagline", "lagfromroots", "lagadd", "lagsub", "lagmulx",
    "lagmul", "lagdiv", "lagpow", "lagder", "lagint", "lagval", "lagval2d", "laggrid2d", "lagval3d",
    "laggrid3d", "lagvander", "lagvander2d", "lagvander3d", "lagfit", "lagcompanion", "lagroots",
    "poly2lag", "lag2poly", "laggauss", "lagweight", "lagtrim", "Laguerre",
]  # fmt: skip

# The series of zero, of one, of `x`; the default domain.
lagzero, lagone, lagx = array([0]), array([1]), array([1, -1])
lagdomain = array([0.0, 1.0])
lagtrim = trimcoef


class _Laguerre(Family):
    """``L[n]``, whose value at zero is one."""

    first = (-1, 1)
    total = 1.0

    def recurrence(self, n):
        return -1, 2 * n - 1, n - 1, n

    def differentiate(self, c):
        """``L[n]' = L[n-1]' - L[n-1]``, so the derivative of ``L[n]`` is minus the sum of all below it."""
        # The sums of all coefficients from each degree on.
        return -nc.add.accumulate(c[:0:-1], axis=0)[::-1]

    def integrate(self, c):
        """``L[n] - L[n+1]`` has the derivative ``L[n]``."""
        result = raised(c)
        result[:-1] += c
        result[1:] -= c
        return result

    def weight(self, x):
        return nc.exp(-x)


# What the examples of the functions print.
_EXAMPLES = {
    "line": "array([ 5, -2])",
    "fromroots": "array([  5., -17.,  18.,  -6.])",
    "mulx": "array([-1., -1., 11., -9.])",
    "mul": "array([ 2., -3.,  4.])",
    "pow": "array([ 4., -8.,  8.])",
    "der": "array([-9., -7., -4.])",
    "int": "array([ 1.,  1.,  1., -3.])",
    "val": "array([ 6. , -0.5, -4. ])",
    "val2d": "array([ 1., -4.])",
    "val3d": "array([-1., -2.])",
    "vander": "array([[ 1. ,  1. ,  1. ],\n       [ 1. ,  0. , -0.5],\n       [ 1. , -1. , -1. ]])",
    "vander2d": "array([[ 1. ,  1. ,  1. ,  0. ,  0. ,  0. ],\n       [ 1. ,  0. , -0.5, -1. , -0. ,  0.5]])",
    "vander3d": "array([[ 1., -1.,  0., -0.],\n       [ 1., -1., -1.,  1.]])",
    "fit": "array([ 3., -2.])",
    "companion": "array([[ 1.    , -0.3333],\n       [-1.    ,  4.3333]])",
    "poly2": "array([ 2., -4.,  2.])",
    "2poly": "array([ 1. , -2. ,  0.5])",
    "gauss": "(array([0.415775, 2.29428 , 6.289945]), array([0.711093, 0.278518, 0.010389]))",
    "weight": "array([1.      , 0.606531])",
}

_functions = family_functions(
    _Laguerre(),
    __name__,
    "lag",
    letter="L",
    series="Laguerre series",
    examples=_EXAMPLES,
    weight="exp(-x)",
    support="[0, inf)",
)
(
    lagline, lagfromroots, lagadd, lagsub, lagmulx, lagmul, lagdiv, lagpow, lagder, lagint, lagval, lagval2d,
    laggrid2d, lagval3d, laggrid3d, lagvander, lagvander2d, lagvander3d, lagfit, lagcompanion, lagroots,
    poly2lag, lag2poly, laggauss, lagweight,
) = _functions.values()  # fmt: skip


class Laguerre(ABCPolyBase, functions=_functions):
    __doc__ = class_doc(
        "A Laguerre series", "Laguerre", "2.0 + 2.0·L₁(x) + 3.0·L₂(x)", "np.float64(2.375)", interval="[0, 1]"
    )
    __module__ = f"{type_module}.polynomial.laguerre"

    domain, window = array(lagdomain), array(lagdomain)
    basis_name = "L"
