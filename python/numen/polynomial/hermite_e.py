"""Series of the Hermite polynomials of probability, orthogonal with weight ``exp(-x**2 / 2)``.

    He[n] = x He[n-1] - (n - 1) He[n-2],    He[0] = 1,  He[1] = x.

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
    "hermezero", "hermeone", "hermex", "hermedomain", "hermeline", "hermefromroots", "hermeadd", "hermesub",
    "hermemulx", "hermemul", "hermediv", "hermepow", "hermeder", "hermeint", "hermeval", "hermeval2d",
    "hermegrid2d", "hermeval3d", "hermegrid3d", "hermevander", "hermevander2d", "hermevander3d", "hermefit",
    "hermecompanion", "hermeroots", "poly2herme", "herme2poly", "hermegauss", "hermeweight", "hermetrim",
    "HermiteE",
]  # fmt: skip

# The series of zero, of one, of `x`; the default domain.
hermezero, hermeone, hermex = array([0]), array([1]), array([0, 1])
hermedomain = array([-1.0, 1.0])
hermetrim = trimcoef


class _HermiteE(Appell):
    """``He[n]``, with one as the coefficient of ``x**n`` (DLMF 18.9.27)."""

    total = math.sqrt(2 * math.pi)

    def recurrence(self, n):
        return 1, 0, n - 1, 1

    def weight(self, x):
        return nc.exp(-0.5 * x**2)


# What the examples of the functions print.
_EXAMPLES = {
    "line": "array([3, 2])",
    "fromroots": "array([0., 2., 0., 1.])",
    "mulx": "array([2., 7., 2., 3.])",
    "mul": "array([2., 1., 2.])",
    "pow": "array([4., 0., 4.])",
    "der": "array([ 2.,  6., 12.])",
    "int": "array([1., 1., 1., 1.])",
    "val": "array([-2.,  3., 14.])",
    "val2d": "array([10.,  7.])",
    "val3d": "array([16.,  5.])",
    "vander": "array([[ 1.,  0., -1.],\n       [ 1.,  1.,  0.],\n       [ 1.,  2.,  3.]])",
    "vander2d": "array([[ 1.,  0., -1.,  1.,  0., -1.],\n       [ 1.,  1.,  0.,  2.,  2.,  0.]])",
    "vander3d": "array([[1., 2., 1., 2.],\n       [1., 2., 2., 4.]])",
    "fit": "array([1., 2.])",
    "companion": "array([[ 0.    ,  0.6667],\n       [ 1.    , -0.6667]])",
    "poly2": "array([1., 0., 1.])",
    "2poly": "array([-1.,  0.,  1.])",
    "gauss": "(array([-1.732051,  0.      ,  1.732051]), array([0.417771, 1.671086, 0.417771]))",
    "weight": "array([1.      , 0.882497])",
}

_functions = family_functions(
    _HermiteE(),
    __name__,
    "herme",
    letter="H",
    series="Hermite series",
    examples=_EXAMPLES,
    weight="exp(-x**2 / 2)",
    support="the real line",
)
(
    hermeline, hermefromroots, hermeadd, hermesub, hermemulx, hermemul, hermediv, hermepow, hermeder,
    hermeint, hermeval, hermeval2d, hermegrid2d, hermeval3d, hermegrid3d, hermevander, hermevander2d,
    hermevander3d, hermefit, hermecompanion, hermeroots, poly2herme, herme2poly, hermegauss, hermeweight,
) = _functions.values()  # fmt: skip


class HermiteE(ABCPolyBase, functions=_functions):
    __doc__ = class_doc(
        "A series of the Hermite polynomials of probability",
        "HermiteE",
        "2.0 + 2.0·He₁(x) + 3.0·He₂(x)",
        "np.float64(-0.25)",
    )
    __module__ = f"{type_module}.polynomial.hermite_e"

    domain, window = array(hermedomain), array(hermedomain)
    basis_name = "He"
