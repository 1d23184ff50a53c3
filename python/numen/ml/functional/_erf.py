"""The error function, for the exact GELU."""

import functools
import math

import numen as np

__all__ = ["erf"]

STEP = 1 / 16
LAST = 6.0  # from here on erf is 1 in float64
TERMS = 10  # the next term of the series is below 1e-17 within half a step


@functools.cache
def _table():
    """Coefficients of the Taylor series of erf around 0, 1/16, ..., 6: shape (TERMS, 97).

    The n-th derivative of ``exp(-c**2)`` is ``(-1)**n H_n(c) exp(-c**2)``, where the Hermite polynomials follow
    ``H_(n+1) = 2 c H_n - 2 n H_(n-1)`` (Abramowitz and Stegun, 7.1.19).
    """
    c = np.arange(0, LAST + STEP / 2, STEP)
    slope = 2 / math.sqrt(math.pi) * np.exp(-c * c)
    before, now = np.zeros_like(c), np.ones_like(c)
    rows = [np.array([math.erf(v) for v in c.tolist()])]
    for n in range(TERMS - 1):
        rows.append((-1) ** n * now * slope / math.factorial(n + 1))
        before, now = now, 2 * c * now - 2 * n * before
    return np.stack(rows)


def erf(x):
    """Return ``2 / sqrt(pi) * integral of exp(-t**2) from 0 to x``.

    Taylor's series around the nearest sixteenth; the error is at most 3e-16 in float64.

    Parameters
    ----------
    x : array_like

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> from numen.ml.functional import erf
    >>> erf([0.0, 0.5, -10.0]).round(6)
    array([ 0.  ,  0.5205, -1.  ])
    """
    x = np.asarray(x)
    out_type = x.dtype if x.dtype.kind == "f" else np.float64
    size = np.minimum(np.abs(x.astype(np.float64)), LAST)
    known = ~np.isnan(size)
    near = np.where(known, size * (1 / STEP) + 0.5, 0).astype(np.intp)
    d = size - near * STEP
    table = _table()
    total = table[-1][near]
    for row in table[-2::-1]:
        total = total * d + row[near]
    return np.copysign(total, x).astype(out_type)
