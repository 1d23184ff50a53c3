"""Pickling by name in a program run unchanged.

There our types and functions say that they belong to ``numpy``, which is what the program prints; but a pickle
that names ``numpy.float64`` would mean the real one. So classes and functions of ours are pickled as what
`find` returns, which any process with Numen can load.
"""

import copyreg
import types

import numen
from numen import _core, _runtime

_MODULES = ("", "linalg", "random", "fft", "lib", "testing", "polynomial", "ma", "char", "strings", "rec")


def find(path):
    """The object under a dotted name below `numen`."""
    found = numen
    for name in path.split("."):
        found = getattr(found, name)
    return found


def _path_of(obj):
    """The dotted name under which `obj` is found, or None where it is not ours."""
    name = getattr(obj, "__name__", None)
    if not isinstance(name, str):
        return None
    for module in _MODULES:
        home = vars(numen).get(module) if module else numen
        if home is not None and getattr(home, name, None) is obj:
            return f"{module}.{name}" if module else name
    return None


def _reduce_type(cls):
    path = _path_of(cls)
    return cls.__qualname__ if path is None else (find, (path,))


def _reduce_function(function):
    path = _path_of(function)
    return function.__reduce__() if path is None else (find, (path,))


def _reduce_dtype_class(cls):
    return (find, ("dtype" if cls is numen.dtype else f"dtypes.{cls.__name__}",))


def install():
    """Register the reducers, where this process runs a program unchanged."""
    if not _runtime.under_runner:
        return
    # A metaclass of our own marks our types and the program's subclasses of them.
    metaclass = type(numen.ndarray)
    if metaclass is not type:
        copyreg.pickle(metaclass, _reduce_type)
    copyreg.pickle(type(numen.dtype), _reduce_dtype_class)
    if isinstance(numen.sum, types.BuiltinFunctionType):
        copyreg.pickle(types.BuiltinFunctionType, _reduce_function)
    for kind in (numen.ufunc, _core._ArrayFunctionDispatcher):
        copyreg.pickle(kind, _reduce_function)
