"""Questions about element types, and the tables of their names and characters."""

import numbers

from . import _core as nc
from ._core import array_function_dispatch, asarray, dtype, generic, ndarray

__all__ = [
    "ScalarType",
    "base_repr",
    "binary_repr",
    "common_type",
    "isdtype",
    "isscalar",
    "issubdtype",
    "mintypecode",
    "sctypeDict",
    "typecodes",
    "typename",
]

typecodes = {
    "Character": "c",
    "Integer": "bhilqnp",
    "UnsignedInteger": "BHILQNP",
    "Float": "efdg",
    "Complex": "FDG",
    "AllInteger": "bBhHiIlLqQnNpP",
    "AllFloat": "efdgFDG",
    "Datetime": "Mm",
    "All": "?bhilqnpBHILQNPefdgFDGSUVOMm",
}

# One class for each type number, in the order in which NumPy lists them.
_CLASSES = [
    getattr(nc, name)
    for name in (
        "bool complex64 complex128 clongdouble float16 float32 float64 longdouble int8 int16 int32 int64 "
        "longlong datetime64 timedelta64 object_ bytes_ str_ uint8 uint16 uint32 uint64 ulonglong void"
    ).split()
]

ScalarType = (int, float, complex, bool, bytes, str, memoryview, *_CLASSES)
_SCALAR_TYPES = frozenset(ScalarType)

# Under the C names stand the classes of the type characters, whatever their width here.
_BY_CHARACTER = {
    "byte": "b", "ubyte": "B", "short": "h", "ushort": "H", "intc": "i", "uintc": "I",
    "long": "l", "ulong": "L", "longlong": "q", "ulonglong": "Q", "intp": "p", "uintp": "P",
    "int_": "p", "uint": "P", "half": "e", "single": "f", "double": "d", "longdouble": "g",
    "csingle": "F", "cdouble": "D", "clongdouble": "G", "bool": "?", "bool_": "?",
    "float": "d", "complex": "D", "int": "p", "object": "O", "object_": "O", "bytes": "S", "bytes_": "S",
    "a": "S", "str": "U", "str_": "U", "unicode": "U", "void": "V", "datetime64": "M", "timedelta64": "m",
}  # fmt: skip

sctypeDict = {name: dtype(character).type for name, character in _BY_CHARACTER.items()}
for _name in (
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128 "
    "float128 complex256"
).split():
    if hasattr(nc, _name):
        sctypeDict[_name] = getattr(nc, _name)


def isscalar(element):
    """Tell whether an object is a scalar: a number, text, or an array scalar.

    Parameters
    ----------
    element : object
        What to look at.

    Returns
    -------
    bool
        False for 0-d arrays and for None.

    Examples
    --------
    >>> import numen as np
    >>> np.isscalar(3.1), np.isscalar('text'), np.isscalar([3.1])
    (True, True, False)
    """
    return type(element) in _SCALAR_TYPES or isinstance(element, (generic, numbers.Number))


def issubdtype(arg1, arg2):
    """Tell whether a type lies at or below another in the tree of types.

    Parameters
    ----------
    arg1, arg2 : dtype, or scalar class
        The types.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> np.issubdtype(np.int16, np.integer), np.issubdtype('f4', np.integer)
    (True, False)
    """
    known = nc._quick_issubdtype(arg1, arg2)
    if known is not NotImplemented:
        return known
    return issubclass(_scalar_class(arg1), _scalar_class(arg2))


def _scalar_class(kind):
    return kind if isinstance(kind, type) and issubclass(kind, generic) else dtype(kind).type


_INTEGRAL = frozenset(c for c in _CLASSES if issubclass(c, nc.integer) and c is not nc.timedelta64)
_KINDS = {
    "bool": frozenset([nc.bool]),
    "signed integer": frozenset(c for c in _INTEGRAL if issubclass(c, nc.signedinteger)),
    "unsigned integer": frozenset(c for c in _INTEGRAL if issubclass(c, nc.unsignedinteger)),
    "integral": _INTEGRAL,
    "real floating": frozenset(c for c in _CLASSES if issubclass(c, nc.floating)),
    "complex floating": frozenset(c for c in _CLASSES if issubclass(c, nc.complexfloating)),
}
_KINDS["numeric"] = _INTEGRAL | _KINDS["real floating"] | _KINDS["complex floating"]


def _type_of(kind, message):
    """Scalar class of a dtype or scalar class; `message` for anything else."""
    cls = kind.type if isinstance(kind, dtype) else kind
    if isinstance(cls, ndarray) or not (isinstance(cls, type) and issubclass(cls, generic)):
        raise TypeError(f"{message} {type(kind)}.")
    return cls


def isdtype(dtype, kind):
    """Tell whether a type is of a kind of the array API standard.

    Parameters
    ----------
    dtype : dtype or scalar class
        The type.
    kind : str, dtype, or tuple of them
        'bool', 'signed integer', 'unsigned integer', 'integral',
        'real floating', 'complex floating', 'numeric', or a type itself.

    Returns
    -------
    bool

    Raises
    ------
    TypeError
        When an argument is no type.
    ValueError
        When `kind` is an unknown word.

    Examples
    --------
    >>> import numen as np
    >>> np.isdtype(np.float32, 'real floating')
    True
    """
    cls = _type_of(dtype, "dtype argument must be a NumPy dtype, but it is a")
    accepted = set()
    for one in kind if isinstance(kind, tuple) else (kind,):
        if isinstance(one, str):
            if one not in _KINDS:
                raise ValueError(f"kind argument is a string, but {one!r} is not a known kind name.")
            accepted |= _KINDS[one]
        else:
            message = "kind argument must be comprised of NumPy dtypes or strings only, but is a"
            accepted.add(_type_of(one, message))
    return cls in accepted


def mintypecode(typechars, typeset="GDFgdf", default="d"):
    """Return the character of the smallest type to which all given ones convert.

    Parameters
    ----------
    typechars : str or list
        Type characters, or arrays whose characters are taken.
    typeset : str, optional
        Characters to choose from.
    default : str, optional
        The answer when none of the characters is in `typeset`.

    Returns
    -------
    str

    Examples
    --------
    >>> import numen as np
    >>> np.mintypecode(['d', 'f', 'S']), np.mintypecode('F' 'd')
    ('d', 'D')
    """
    characters = (t if isinstance(t, str) and t else asarray(t).dtype.char for t in typechars)
    usable = set(characters).intersection(typeset)
    if not usable:
        return default
    if "F" in usable and "d" in usable:
        return "D"
    return min(usable, key="GDFgdf".index)


_PHRASES = {
    "S1": "character", "?": "bool", "b": "signed char", "B": "unsigned char", "h": "short",
    "H": "unsigned short", "i": "integer", "I": "unsigned integer", "l": "long integer",
    "L": "unsigned long integer", "q": "long long integer", "Q": "unsigned long long integer",
    "f": "single precision", "d": "double precision", "g": "long precision", "F": "complex single precision",
    "D": "complex double precision", "G": "complex long double precision", "S": "string", "U": "unicode",
    "V": "void", "O": "object",
}  # fmt: skip


def typename(char):
    """Return the English name of a type character.

    Parameters
    ----------
    char : str
        The character.

    Returns
    -------
    str

    Examples
    --------
    >>> import numen as np
    >>> np.typename('d')
    'double precision'
    """
    return _PHRASES[char]


_REAL = {nc.float16: 0, nc.float32: 1, nc.float64: 2, nc.longdouble: 3, nc.complex64: 1, nc.complex128: 2}
_REAL[nc.clongdouble] = 3


@array_function_dispatch(lambda *arrays: arrays)
def common_type(*arrays):
    """Return the inexact scalar class that holds the elements of all arrays.

    Parameters
    ----------
    *arrays : ndarray
        Integer arrays count as float64.

    Returns
    -------
    type

    Raises
    ------
    TypeError
        When an array is not numeric.

    Examples
    --------
    >>> import numen as np
    >>> np.common_type(np.arange(2, dtype=np.float32)).__name__
    'float32'
    """
    is_complex, width = False, 0
    for a in arrays:
        cls = a.dtype.type
        if issubclass(cls, nc.integer):
            width = max(width, 2)
            continue
        if cls not in _REAL:
            raise TypeError("can't get common type for non-numeric array")
        is_complex = is_complex or issubclass(cls, nc.complexfloating)
        width = max(width, _REAL[cls])
    if is_complex:
        return (nc.complex64, nc.complex64, nc.complex128, nc.clongdouble)[width]
    return (nc.float16, nc.float32, nc.float64, nc.longdouble)[width]


def binary_repr(num, width=None):
    """Write an integer in base two.

    Parameters
    ----------
    num : int
        The number.
    width : int, optional
        Number of digits. Negative numbers are then written in two's
        complement of that width, otherwise with a minus sign.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When `width` does not suffice.

    Examples
    --------
    >>> import numen as np
    >>> np.binary_repr(5, 8), np.binary_repr(-3), np.binary_repr(-3, 5)
    ('00000101', '-11', '11101')
    """
    num = num.__index__() if hasattr(num, "__index__") else _not_an_integer(num)
    if num == 0:
        return "0" * (width or 1)
    if num > 0:
        digits = f"{num:b}"
        _check_width(width, len(digits))
        return digits.zfill(len(digits) if width is None else width)
    if width is None:
        return f"-{-num:b}"
    # The smallest width whose two's complement holds `num`.
    needed = (-num - 1).bit_length() + 1
    _check_width(width, needed)
    return f"{num & (1 << width) - 1:b}".zfill(width)


def _not_an_integer(num):
    raise TypeError(f"'{type(num).__name__}' object cannot be interpreted as an integer")


def _check_width(width, needed):
    if width is not None and width < needed:
        raise ValueError(f"Insufficient bit width={width} provided for binwidth={needed}")


def base_repr(number, base=2, padding=0):
    """Write an integer in any base up to 36.

    Parameters
    ----------
    number : int
        The number.
    base : int, optional
        From 2 to 36.
    padding : int, optional
        Number of zeros to put in front.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When the base is out of range.

    Examples
    --------
    >>> import numen as np
    >>> np.base_repr(255, 16), np.base_repr(5, padding=3)
    ('FF', '000101')
    """
    if base > 36:
        raise ValueError("Bases greater than 36 not handled in base_repr.")
    if base < 2:
        raise ValueError("Bases less than 2 not handled in base_repr.")
    rest, digits = abs(int(number)), []
    while rest:
        rest, digit = divmod(rest, base)
        digits.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit])
    sign = "-" if number < 0 else ""
    padded = "0" * padding + "".join(reversed(digits))
    return sign + (padded or "0")
