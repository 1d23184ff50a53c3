"""The classes of dtypes: every dtype is an instance of the class of its scalar type.

>>> import numen as np
>>> type(np.dtype("f8")) is np.dtypes.Float64DType
True
>>> np.dtypes.StrDType(5)
dtype('<U5')
"""

from . import _core

# C's names of the integer types.
_ALIASES = {
    "ByteDType": "Int8DType",
    "UByteDType": "UInt8DType",
    "ShortDType": "Int16DType",
    "UShortDType": "UInt16DType",
    "IntDType": "Int32DType",
    "UIntDType": "UInt32DType",
    "LongDType": "Int64DType",
    "ULongDType": "UInt64DType",
}

globals().update(_core._dtype_classes)
globals().update({alias: _core._dtype_classes[name] for alias, name in _ALIASES.items()})

__all__ = sorted([*_core._dtype_classes, *_ALIASES])
