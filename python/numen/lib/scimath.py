"""Elementary functions that go over to complex numbers where real ones have no answer."""

from .._scalarmath import arccos, arcsin, arctanh, log, log2, log10, logn, power, sqrt

__all__ = ["arccos", "arcsin", "arctanh", "log", "log10", "log2", "logn", "power", "sqrt"]
