"""Series of the Hermite polynomials of physics, orthogonal with weight ``exp(-x**2)``.

    H[n] = 2 x H[n-1] - 2 (n - 1) H[n-2],    H[0] = 1,  H[1] = 2 x.

DLMF 18.3 and 18.9.
"""

import math

from .. import _core as nc
from .._core import array
from .._runtime import type_module
from ._coefficients import trimcoef
from ._family import Appell
from ._functions import class_doc, family_functions
from ._polybase import ABCPolyBase

__all__ = [
    "hermzero", "hermone", "hermx", "hermdomain", "hermline", "hermfromroots", "hermadd", "hermsub",
    "hermmulx", "hermmul", "hermdiv", "hermpow", "hermder", "hermint", "hermval", "hermval2d", "hermgrid2d",
    "hermval3d", "hermgrid3d", "hermvander", "hermvander2d", "hermvander3d", "hermfit", "hermcompanion",
    "hermroots", "poly2herm", "herm2poly", "hermgauss", "hermweight", "hermtrim", "Hermite",
]  # fmt: skip

# The series of zero, of one, of `x`; the default domain.
hermzero, hermone, hermx = array([0]), array([1]), array([0, 0.5])
hermdomain = array([-1.0, 1.0])
hermtrim = trimcoef


class _Hermite(Appell):
    """``H[n]``, with ``2**n`` as the coefficient of ``x**n`` (DLMF 18.9.25)."""

    first = (2, 0)
    total = math.sqrt(math.pi)

    def recurrence(self, n):
        return 2, 0, 2 * (n - 1), 1

    def weight(self, x):
        return nc.exp(-(x**2))


# What the examples of the functions print.
_EXAMPLES = {
    "line": "array([3., 1.])",
    "fromroots": "array([0.   , 0.25 , 0.   , 0.125])",
    "mulx": "array([2. , 6.5, 1. , 1.5])",
    "mul": "array([4., 1., 2.])",
    "pow": "array([8., 0., 4.])",
    "der": "array([ 4., 12., 24.])",
    "int": "array([1. , 0.5, 0.5, 0.5])",
    "val": "array([-5., 11., 51.])",
    "val2d": "array([27., 13.])",
    "val3d": "array([47.,  9.])",
    "vander": "array([[ 1.,  0., -2.],\n       [ 1.,  2.,  2.],\n       [ 1.,  4., 14.]])",
    "vander2d": "array([[ 1.,  0., -2.,  2.,  0., -4.],\n       [ 1.,  2.,  2.,  4.,  8.,  8.]])",
    "vander3d": "array([[ 1.,  4.,  2.,  8.],\n       [ 1.,  4.,  4., 16.]])",
    "fit": "array([1., 1.])",
    "companion": "array([[ 0.    ,  0.5893],\n       [ 0.7071, -0.3333]])",
    "poly2": "array([0.5 , 0.  , 0.25])",
    "2poly": "array([-2.,  0.,  4.])",
    "gauss": "(array([-1.224745,  0.      ,  1.224745]), array([0.295409, 1.181636, 0.295409]))",
    "weight": "array([1.      , 0.778801])",
}

_functions = family_functions(
    _Hermite(),
    __name__,
    "herm",
    letter="H",
    series="Hermite series",
    examples=_EXAMPLES,
    weight="exp(-x**2)",
    support="the real line",
)
(
    hermline, hermfromroots, hermadd, hermsub, hermmulx, hermmul, hermdiv, hermpow, hermder, hermint, hermval,
    hermval2d, hermgrid2d, hermval3d, hermgrid3d, hermvander, hermvander2d, hermvander3d, hermfit,
    hermcompanion, hermroots, poly2herm, herm2poly, hermgauss, hermweight,
) = _functions.values()  # fmt: skip


class Hermite(ABCPolyBase, functions=_functions):
    __doc__ = class_doc(
        "A series of the Hermite polynomials of physics",
        "Hermite",
        "2.0 + 2.0·H₁(x) + 3.0·H₂(x)",
        "np.float64(0.0)",
    )
    __module__ = f"{type_module}.polynomial.hermite"

    domain, window = array(hermdomain), array(hermdomain)
    basis_name = "H"
