"""Shared odds and ends of the Python layer: the "argument not given" mark and ``like=``."""

from ._core import _wrapped, generic, ndarray

__all__ = []


class _NoValueType:
    """Stands for an argument that was not given, where None has a meaning of its own."""

    __slots__ = ()
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self):
        return "<no value>"

    def __reduce__(self):
        return (_NoValueType, ())


_NoValue = _NoValueType()


def given(**kwargs):
    """Return the keyword arguments that were really given, leaving out `_NoValue`."""
    return {name: value for name, value in kwargs.items() if value is not _NoValue}


def created_by(like, function, *args, **kwargs):
    """Ask `like` to create the array, as ``like=`` does (NEP 35).

    Returns NotImplemented where `like` is one of our own arrays, so that the
    caller goes on with its own work.
    """
    method = getattr(type(like), "__array_function__", None)
    if method is None:
        raise TypeError(
            "The `like` argument must be an array-like that implements the `__array_function__` protocol."
        )
    if method is ndarray.__array_function__:
        return NotImplemented
    return like.__array_function__(function, (type(like),), args, kwargs)


def rewrap(result, *originals):
    """Give `result` the class of the argument with the highest ``__array_priority__``.

    The counterpart of what ufuncs do with subclasses, for functions that
    compute on base arrays. A 0-d result stays an array.
    """
    best = None
    for original in originals:
        if type(original) is ndarray or not hasattr(original, "__array_wrap__"):
            continue
        if best is None or original.__array_priority__ > best.__array_priority__:
            best = original
    return result if best is None or isinstance(best, generic) else _wrapped(result, best)
