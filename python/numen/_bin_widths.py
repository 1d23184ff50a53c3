"""Rules for the width of histogram bins.

Each takes the samples (at least one) and the range, and returns a width; zero
means a single bin. Sources: Sturges (1926); Scott (1979), "On optimal and
data-based histograms"; Freedman and Diaconis (1981); Doane (1976); Stone
(1984); Terrell and Scott (1985) for the rule of Rice.
"""

import math
import warnings

from . import _core as nc
from ._quantiles import percentile

__all__ = []


def span(low, high):
    """``high - low``, in the unsigned type for signed integers, where it cannot overflow."""
    dtype = nc.result_type(low, high)
    if dtype.kind != "i":
        return nc.subtract(high, low, dtype=dtype)
    return nc.subtract(
        nc.asarray(high, dtype=dtype),
        nc.asarray(low, dtype=dtype),
        casting="unsafe",
        dtype=f"u{dtype.itemsize}",
    )


def _extent(x):
    return span(x.min(), x.max())


def _sqrt(x, limits):
    return _extent(x) / math.sqrt(x.size)


def _sturges(x, limits):
    return _extent(x) / (nc.log2(x.size) + 1.0)


def _rice(x, limits):
    return _extent(x) / (2.0 * x.size ** (1.0 / 3))


def _scott(x, limits):
    return (24.0 * math.pi**0.5 / x.size) ** (1.0 / 3.0) * nc.std(x)


def _freedman_diaconis(x, limits):
    quarters = percentile(x, [75, 25])
    return 2.0 * nc.subtract(*quarters) * x.size ** (-1.0 / 3.0)


def _doane(x, limits):
    n = x.size
    if n <= 2:
        return 0.0
    deviation = nc.std(x)
    if not deviation > 0.0:
        return 0.0
    skew_error = math.sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3)))
    skew = nc.mean(nc.power((x - nc.mean(x)) / deviation, 3))
    return _extent(x) / (1.0 + nc.log2(n) + nc.log2(1.0 + nc.absolute(skew) / skew_error))


def _stone(x, limits):
    """The number of bins with the least estimated error under cross-validation."""
    from ._histograms import histogram

    n, extent = x.size, _extent(x)
    if n <= 1 or extent == 0:
        return 0

    def risk(bins):
        width = extent / bins
        share = histogram(x, bins=bins, range=limits)[0] / n
        return (2 - (n + 1) * share.dot(share)) / width

    most = max(100, int(math.sqrt(n)))
    bins = min(range(1, most + 1), key=risk)
    if bins == most:
        warnings.warn("The number of bins estimated may be suboptimal.", RuntimeWarning, stacklevel=3)
    return extent / bins


def _auto(x, limits):
    """The smaller of two widths; many equal samples would let the first one vanish."""
    return min(max(_freedman_diaconis(x, limits), _sqrt(x, limits) / 2), _sturges(x, limits))


RULES = {
    "stone": _stone,
    "auto": _auto,
    "doane": _doane,
    "fd": _freedman_diaconis,
    "rice": _rice,
    "scott": _scott,
    "sqrt": _sqrt,
    "sturges": _sturges,
}
