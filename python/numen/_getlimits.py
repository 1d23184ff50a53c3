"""Limits of number formats: ``finfo`` and ``iinfo``.

The constants of the binary formats are those of IEEE 754: precision ``p``
(stored bits of the significand) and the exponents of the smallest and largest
power of two.
"""

import math
import types
import warnings

from . import _core as nc
from ._core import dtype as _dtype

__all__ = ["finfo", "iinfo"]

# Item size of the real format: stored significand bits, exponent bits, decimal digits.
_FORMATS = {2: (10, 5, 3), 4: (23, 8, 6), 8: (52, 11, 15)}

# Digits after the point with which `repr` shows the largest number.
_DIGITS = {2: 5, 4: 7, 8: 16}


class finfo:
    """Limits of a floating-point type.

    Parameters
    ----------
    dtype : float or complex dtype, scalar class, or number
        The type; for a complex one, the limits of its parts.

    Attributes
    ----------
    bits : int
        Bits of one number.
    dtype : dtype
        The real type.
    eps : floating
        Difference between 1.0 and the next larger number.
    epsneg : floating
        Difference between 1.0 and the next smaller number.
    iexp, nexp : int
        Bits of the exponent.
    machep, negep : int
        Exponents of `eps` and `epsneg`.
    max, min : floating
        Largest number, and its negative.
    maxexp : int
        Smallest power of two that overflows.
    minexp : int
        Smallest power of two of a normal number.
    nmant : int
        Stored bits of the significand.
    precision : int
        Decimal digits that are surely kept.
    resolution : floating
        ``10**-precision``.
    smallest_normal, tiny : floating
        Smallest normal number.
    smallest_subnormal : floating
        Smallest number above zero.

    Raises
    ------
    ValueError
        When the type is not inexact.

    Examples
    --------
    >>> import numen as np
    >>> np.finfo(np.float32).nmant
    23
    >>> print(np.finfo(np.float64).eps)
    2.220446049250313e-16
    """

    _cache = {}
    __class_getitem__ = classmethod(types.GenericAlias)

    def __new__(cls, dtype):
        made = cls._cache.get(dtype) if isinstance(dtype, (type, _dtype)) else None
        return made if made is not None else cls._make(dtype)

    @classmethod
    def _make(cls, kind):
        if kind is None:
            warnings.warn(
                "finfo() dtype cannot be None. This behavior will raise an error in the future. "
                "(Deprecated in NumPy 1.25)",
                DeprecationWarning,
                stacklevel=3,
            )
        try:
            resolved = _dtype(kind)
        except TypeError:
            # A number in place of a type.
            resolved = _dtype(type(kind))
        scalar = resolved.type
        if not issubclass(scalar, nc.inexact):
            raise ValueError(f"data type {scalar!r} not inexact")
        real = _real_type(scalar)
        made = cls._cache.get(real.type)
        if made is None:
            made = object.__new__(cls)
            made._fill(real)
            cls._cache[real.type] = made
        if scalar is not real.type or isinstance(kind, (type, _dtype)):
            cls._cache[kind if isinstance(kind, (type, _dtype)) else scalar] = made
        return made

    def _fill(self, real):
        if real.itemsize not in _FORMATS:
            # Formats of 10 and 16 bytes come with a float128 of its own (docs/status.md); long double is float64 here.
            raise NotImplementedError(f"finfo knows the IEEE formats of 2, 4 and 8 bytes, not {real}")
        mantissa, exponent, digits = _FORMATS[real.itemsize]
        bias = 1 << exponent - 1
        number = real.type
        self.dtype = real
        self.bits = real.itemsize * 8
        self.nmant = mantissa
        self.maxexp, self.minexp = bias, 2 - bias
        self.precision = digits
        self.eps = number(math.ldexp(1.0, -mantissa))
        self.max = number(math.ldexp(2.0 - math.ldexp(1.0, -mantissa), bias - 1))
        self.min = -self.max
        self.smallest_normal = number(math.ldexp(1.0, self.minexp))
        self.smallest_subnormal = number(math.ldexp(1.0, self.minexp - mantissa))

    @property
    def iexp(self):
        """Bits of the exponent."""
        return self.bits - self.nmant - 1

    @property
    def nexp(self):
        """Bits of the exponent, its bias included."""
        return self.bits - self.nmant - 1

    @property
    def machep(self):
        """Exponent of `eps`."""
        return -self.nmant

    @property
    def negep(self):
        """Exponent of `epsneg`."""
        return -self.nmant - 1

    @property
    def epsneg(self):
        """Difference between 1.0 and the next smaller number."""
        return self.dtype.type(math.ldexp(1.0, self.negep))

    @property
    def tiny(self):
        """Smallest normal number."""
        return self.smallest_normal

    @property
    def resolution(self):
        """``10**-precision``."""
        return self.dtype.type(10.0**-self.precision)

    def __repr__(self):
        largest = f"{float(self.max):.{_DIGITS[self.dtype.itemsize]}e}"
        return (
            f"{type(self).__name__}(resolution={self.resolution!s}, min=-{largest}, "
            f"max={largest}, dtype={self.dtype})"
        )

    def __str__(self):
        rule = "-" * 63
        return (
            f"Machine parameters for {self.dtype}\n{rule}\n"
            f"precision = {self.precision}   resolution = {self.resolution!s}\n"
            f"machep = {self.machep}   eps =        {self.eps!s}\n"
            f"negep =  {self.negep}   epsneg =     {self.epsneg!s}\n"
            f"minexp = {self.minexp}   tiny =       {self.tiny!s}\n"
            f"maxexp = {self.maxexp}   max =        {self.max!s}\n"
            f"nexp =   {self.nexp}   min =        -max\n"
            f"smallest_normal = {self.smallest_normal!s}   smallest_subnormal = {self.smallest_subnormal!s}\n"
            f"{rule}\n"
        )

    def __reduce__(self):
        return (finfo, (self.dtype,))


def _real_type(scalar):
    """Native dtype of the parts of an inexact scalar class."""
    character = _dtype(scalar).char
    return _dtype({"F": "f", "D": "d", "G": "g"}.get(character, character))


class iinfo:
    """Limits of an integer type.

    Parameters
    ----------
    int_type : integer dtype, scalar class, or number
        The type.

    Attributes
    ----------
    bits : int
        Bits of one number.
    dtype : dtype
        The type.
    kind : {'i', 'u'}
        Signed or unsigned.
    min, max : int
        Smallest and largest number.

    Raises
    ------
    ValueError
        When the type is not an integer one.

    Examples
    --------
    >>> import numen as np
    >>> np.iinfo(np.int16).max
    32767
    """

    __class_getitem__ = classmethod(types.GenericAlias)

    def __init__(self, int_type):
        try:
            self.dtype = _dtype(int_type)
        except TypeError:
            self.dtype = _dtype(type(int_type))
        self.kind = self.dtype.kind
        self.bits = self.dtype.itemsize * 8
        self.key = f"{self.kind}{self.bits}"
        if self.kind not in "iu":
            raise ValueError(f"Invalid integer data type {self.kind!r}.")

    @property
    def min(self):
        """Smallest number of the type, an int."""
        return 0 if self.kind == "u" else -(1 << self.bits - 1)

    @property
    def max(self):
        """Largest number of the type, an int."""
        return (1 << self.bits - (self.kind == "i")) - 1

    def __str__(self):
        rule = "-" * 63
        return f"Machine parameters for {self.dtype}\n{rule}\nmin = {self.min}\nmax = {self.max}\n{rule}\n"

    def __repr__(self):
        return f"{type(self).__name__}(min={self.min}, max={self.max}, dtype={self.dtype})"
