"""Exception and warning classes, with NumPy's names and bases."""

import copyreg

from . import _runtime

__all__ = [
    "AxisError",
    "ComplexWarning",
    "DTypePromotionError",
    "ModuleDeprecationWarning",
    "RankWarning",
    "TooHardError",
    "VisibleDeprecationWarning",
]


class _Named(type):
    """Classes that say they live elsewhere: pickles find them here by name."""


def _class_named(name):
    return globals()[name]


def _where(cls):
    # Classes that programs derive are found where they are.
    own = globals().get(cls.__qualname__) is cls
    return (_class_named, (cls.__qualname__,)) if own else cls.__qualname__


copyreg.pickle(_Named, _where)


class ComplexWarning(RuntimeWarning, metaclass=_Named):
    """A complex number lost its imaginary part in a cast."""


class ModuleDeprecationWarning(DeprecationWarning, metaclass=_Named):
    """A module is deprecated (visible by default)."""


class VisibleDeprecationWarning(UserWarning, metaclass=_Named):
    """A deprecation that users see by default."""


class RankWarning(RuntimeWarning, metaclass=_Named):
    """A polynomial fit is badly conditioned."""


class TooHardError(RuntimeError, metaclass=_Named):
    """A problem was given up as too hard (`shares_memory`)."""


class DTypePromotionError(TypeError, metaclass=_Named):
    """Types have no common type."""


class AxisError(ValueError, IndexError, metaclass=_Named):
    """An axis is outside of an array's dimensions.

    Parameters
    ----------
    axis : int or str
        The axis, or the whole message.
    ndim : int, optional
        The number of dimensions.
    msg_prefix : str, optional
        Stands before the message.

    Examples
    --------
    >>> from numen.exceptions import AxisError
    >>> print(AxisError(3, 2))
    axis 3 is out of bounds for array of dimension 2
    """

    __slots__ = ("_msg", "axis", "ndim")

    def __init__(self, axis, ndim=None, msg_prefix=None):
        if ndim is msg_prefix is None:
            self._msg = axis
            self.axis = None
            self.ndim = None
        else:
            self._msg = msg_prefix
            self.axis = axis
            self.ndim = ndim

    def __str__(self):
        if self.axis is self.ndim is None:
            return self._msg
        text = f"axis {self.axis} is out of bounds for array of dimension {self.ndim}"
        return text if self._msg is None else f"{self._msg}: {text}"


class UFuncTypeError(TypeError, metaclass=_Named):
    """A ufunc has no way to work on its operands' types."""


class _UFuncNoLoopError(UFuncTypeError):
    """No loop for the operands' types."""


class _UFuncBinaryResolutionError(_UFuncNoLoopError):
    """No loop for two operands' types."""


class _UFuncCastingError(UFuncTypeError):
    """The casting rule forbids a cast."""


# `type(error).__name__` is the public class's, a traceback shows the precise one.
for _class in (_UFuncNoLoopError, _UFuncBinaryResolutionError, _UFuncCastingError):
    _class.__name__ = "UFuncTypeError"
del _class


class _ArrayMemoryError(MemoryError, metaclass=_Named):
    """Memory for an array could not be had."""


_ArrayMemoryError.__name__ = "MemoryError"


class LinAlgError(ValueError, metaclass=_Named):
    """A linear algebra operation cannot be done on these operands."""


class ExportedMemoryError(BufferError, ValueError):
    """Memory that a buffer, a DLPack tensor or a capsule shows cannot be resized; NumPy raises ValueError here."""


# Programs see the public class's name, whatever the private class that tells the cases apart.
for _private, _public in (
    (_UFuncNoLoopError, UFuncTypeError),
    (_UFuncBinaryResolutionError, UFuncTypeError),
    (_UFuncCastingError, UFuncTypeError),
    (_ArrayMemoryError, MemoryError),
):
    _private.__name__ = _public.__name__
del _private, _public


def _raised(name, args, state):
    """An exception from its pickle, found by name here, wherever its class says it lives."""
    error = globals()[name](*args)
    error.__dict__.update(state)
    return error


def _reduced(self):
    if globals().get(type(self).__qualname__) is not type(self):
        return Exception.__reduce__(self)
    return _raised, (type(self).__qualname__, self.args, self.__dict__)


# Where tracebacks say the classes live.
_HOMES = {
    "exceptions": [globals()[name] for name in __all__],
    "linalg": [LinAlgError],
}
if _runtime.type_module == "numpy":
    _HOMES["_core._exceptions"] = [
        UFuncTypeError, _UFuncNoLoopError, _UFuncBinaryResolutionError, _UFuncCastingError, _ArrayMemoryError
    ]  # fmt: skip
for _home, _classes in _HOMES.items():
    for _class in _classes:
        _class.__module__ = f"{_runtime.type_module}.{_home}"
        if "__reduce__" not in vars(_class):
            _class.__reduce__ = _reduced
del _class, _classes, _home
