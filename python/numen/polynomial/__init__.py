"""Series of orthogonal and ordinary polynomials: functions on coefficients, and a class a family.

Coefficients stand lowest degree first. A module a family: `polynomial` (powers), `chebyshev`, `legendre`,
`laguerre`, `hermite` (of the physicists), `hermite_e` (of the probabilists).

>>> from numen.polynomial import Polynomial
>>> p = Polynomial([1, 2, 3])
>>> print(p * p)
1.0 + 4.0·x + 10.0·x² + 12.0·x³ + 9.0·x⁴
"""

from . import chebyshev, hermite, hermite_e, laguerre, legendre, polynomial, polyutils
from ._polybase import ABCPolyBase
from .chebyshev import Chebyshev
from .hermite import Hermite
from .hermite_e import HermiteE
from .laguerre import Laguerre
from .legendre import Legendre
from .polynomial import Polynomial

__all__ = [
    "set_default_printstyle",
    "polynomial",
    "Polynomial",
    "chebyshev",
    "Chebyshev",
    "legendre",
    "Legendre",
    "hermite",
    "Hermite",
    "hermite_e",
    "HermiteE",
    "laguerre",
    "Laguerre",
]


def set_default_printstyle(style):
    """Choose how `str` shows series.

    Parameters
    ----------
    style : {'unicode', 'ascii'}

    Raises
    ------
    ValueError
        For any other style.

    Examples
    --------
    >>> from numen import polynomial
    >>> polynomial.set_default_printstyle("ascii")
    >>> print(polynomial.Polynomial([1, 2, 3]))
    1.0 + 2.0 x + 3.0 x**2
    >>> polynomial.set_default_printstyle("unicode")
    """
    if style not in ("unicode", "ascii"):
        raise ValueError(f"Unsupported format string '{style}'. Valid options are 'ascii' and 'unicode'")
    ABCPolyBase._use_unicode = style == "unicode"
