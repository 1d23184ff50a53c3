"""Tools of the chapter: coefficients as arrays, maps between intervals, what the families share.

The names with an underscore take what tells a family apart (the product of two series, the evaluation of
one) as an argument, so that classes of series written outside of the package can be built on them.
"""

from . import _shared
from ._coefficients import as_series, getdomain, mapdomain, mapparms, trimcoef, trimseq
from ._text import format_float

__all__ = ["as_series", "trimseq", "trimcoef", "getdomain", "mapdomain", "mapparms", "format_float"]

_add = _shared.add
_as_int = _shared.as_int
_div = _shared.divide
_fit = _shared.fit
_fromroots = _shared.from_roots
_gridnd = _shared.grid_nd
_pow = _shared.power
_sub = _shared.subtract
_valnd = _shared.value_nd
_vander_nd = _shared.vander_nd
_vander_nd_flat = _shared.vander_nd_flat
