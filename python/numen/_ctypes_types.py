"""Dtypes of the standard library's C types."""

import ctypes
import sys

from . import _core

__all__ = ["dtype_of"]

# Codes that ctypes spells otherwise than dtypes.
_CODES = {"c": "S1", "l": "l", "L": "L", "q": "q", "Q": "Q", "O": "O"}


def dtype_of(ctype):
    """Return the dtype with the layout of a C type.

    Parameters
    ----------
    ctype : type
        A type of `ctypes`: a number, a structure, a union or an array of those.

    Raises
    ------
    TypeError
        For types without a dtype: pointers, structures with bit fields.

    Examples
    --------
    >>> import ctypes
    >>> import numen as np
    >>> np.dtype(ctypes.c_double * 3)
    dtype(('<f8', (3,)))
    """
    if issubclass(ctype, ctypes.Array):
        return _core.dtype((dtype_of(ctype._type_), (ctype._length_,)))
    if issubclass(ctype, ctypes._Pointer):
        raise TypeError("ctypes pointers have no dtype equivalent")
    if issubclass(ctype, ctypes.Union):
        return _fields(ctype, union=True)
    if issubclass(ctype, ctypes.Structure):
        return _fields(ctype, union=False)
    if issubclass(ctype, ctypes._SimpleCData):
        return _number(ctype)
    # Function pointers and the like hold no items; the error is NumPy's.
    raise NotImplementedError(f"Converting {ctype.__name__} to a dtype")


def _number(ctype):
    plain = _core.dtype(_CODES.get(ctype._type_, ctype._type_))
    # The types of the other byte order are made from the machine's.
    swapped = getattr(ctype, "__ctype_be__" if sys.byteorder == "little" else "__ctype_le__", None)
    return plain.newbyteorder("S") if swapped is ctype else plain


def _fields(ctype, union):
    fields = getattr(ctype, "_fields_", ())
    if any(len(field) > 2 for field in fields):
        raise TypeError("ctypes bitfields have no dtype equivalent")
    names = [name for name, *_ in fields]
    formats = [dtype_of(kind) for _, kind in fields]
    packed = getattr(ctype, "_pack_", None)
    if packed is None and not union:
        return _core.dtype(list(zip(names, formats, strict=True)), align=True)
    offsets = [getattr(ctype, name).offset for name in names]
    layout = {"names": names, "formats": formats, "offsets": offsets, "itemsize": ctypes.sizeof(ctype)}
    return _core.dtype(layout)
