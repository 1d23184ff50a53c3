"""What crosses from a program that is run unchanged into installed packages, which keep the real NumPy.

The program's calls, subscripts and returned values go through functions of the core (`rewrite` writes them so);
where a package is on the other side, `convert` gives it the real NumPy's object for each of ours: arrays over the
same memory, scalars, dtypes, classes, functions, random generators, and what lies in lists, tuples and dicts.
Packages so never see an object of ours, and their typed code in C has nothing to refuse.
"""

import functools
import importlib.util
import operator
import sys
import types

import numen
from numen import _core

from . import ownership

_HOME = ("numpy", "numen")

# Containers within containers are looked into so far.
_DEPTH = 6


class _Foreign(dict):
    """Names of modules and files -> whether they belong to an installed package."""

    def __missing__(self, name):
        path = name
        if not name.endswith(".py"):
            module = sys.modules.get(name) or sys.modules.get(name.partition(".")[0])
            path = getattr(module, "__file__", None) or ""
        package = ownership.package_of(path)
        if self._begins(package):
            importlib.import_module("numpy")
        found = self[name] = package not in ("", *_HOME) and package not in ownership.included
        return found

    @staticmethod
    def _begins(package):
        """The package has not imported the NumPy that it can use: it will when it meets an array."""
        if not package or package in _HOME or real_numpy() is not None:
            return False
        import importlib.metadata  # takes longer than all else here

        try:
            needed = importlib.metadata.requires(package) or ()
        except importlib.metadata.PackageNotFoundError:
            return False
        return (
            any(need.startswith("numpy") for need in needed) and importlib.util.find_spec("numpy") is not None
        )


def real_numpy():
    """The real NumPy, if a package has imported it; else None."""
    module = sys.modules.get("numpy")
    # Its dictionary: for a name that is not there NumPy's own `__getattr__` is slow.
    return None if module is None or "__numen__" in vars(module) else module


def convert(value, depth=_DEPTH):
    """The real NumPy's object for one of ours; containers with their contents converted; others as they are.

    Where no package has imported NumPy there is nothing to convert to, and everything stays.

    Examples
    --------
    >>> from numen.run.border import convert
    >>> convert("text")
    'text'
    """
    real = real_numpy()
    return value if real is None else _handler(type(value))(value, real, depth)


def _handler(kind):
    """How objects of a class are converted, found once."""
    handler = _HANDLERS.get(kind)
    if handler is None:
        handler = _HANDLERS[kind] = _handler_of(kind)
        if handler is _same:
            _KEPT.add(kind)
    return handler


def _same(value, real, depth):
    return value


def _array(value, real, depth):
    found = _core._border_real(value)
    if found is not None:
        return found
    if value.dtype != object or all(_handler(kind) is _same for kind in _core._border_types(value)):
        return real.asarray(value)
    items = value.ravel().tolist()
    new = [convert(x) for x in items]
    if all(map(operator.is_, new, items)):
        return real.asarray(value)
    result = real.empty(value.shape, dtype=object)
    flat = result.reshape(-1)
    for i, item in enumerate(new):
        flat[i] = item
    return result


def _scalar(value, real, depth):
    found = _core._border_real(value)
    if found is not None:
        return found
    if value.dtype.kind in "mMV":  # a buffer says neither their unit nor their fields
        value = numen.asarray(value)
    return real.asarray(value)[()]


def _dtype(value, real, depth):
    return value.__numpy_dtype__


def _sequence(value, real, depth):
    if depth == 0:
        return value
    items = [convert(x, depth - 1) for x in value]
    if all(new is old for new, old in zip(items, value)):
        return value
    kind = type(value)
    return kind._make(items) if hasattr(kind, "_make") else kind(items)


def _mapping(value, real, depth):
    if depth == 0:
        return value
    items = [(convert(k, depth - 1), convert(v, depth - 1)) for k, v in value.items()]
    if all(k is old and v is value[old] for (k, v), old in zip(items, value)):
        return value
    return dict(items)


def _slice(value, real, depth):
    parts = [convert(x) for x in (value.start, value.stop, value.step)]
    return slice(*parts)


def _partial(value, real, depth):
    return functools.partial(
        convert(value.func), *map(convert, value.args), **{k: convert(v) for k, v in value.keywords.items()}
    )


def _method(value, real, depth):
    owner = convert(value.__self__)
    return value if owner is value.__self__ else getattr(owner, value.__name__)


def _named(value, real, depth):
    """A class, function or ufunc of ours: the real one of its name."""
    path = _path(value)
    if path is None:
        return value
    found = _TWINS[value] = _below(real, path, value)
    return found


def _below(found, path, otherwise):
    for part in path:
        found = getattr(found, part, None)
        if found is None:
            return otherwise
    return found


def _module(value, real, depth):
    name = value.__name__
    if name != "numen" and not name.startswith("numen."):
        return value
    return _below(real, name.split(".")[1:], value)


def _random(value, real, depth):
    from . import random_stream

    return random_stream.real_twin(value)


# Where public classes and functions are found beside the package itself.
_HOMES = ("random", "linalg", "fft", "polynomial", "dtypes")


def _path(value):
    """The names under which a public class or function of ours is found, or None for what is not ours.

    Asks only modules that are imported: the others have made no object yet.
    """
    name, top = getattr(value, "__name__", None), str(getattr(value, "__module__", None)).partition(".")[0]
    # A ufunc says no module, what the core defines has the name that types have in this process.
    if not isinstance(name, str) or (top not in _HOME and not isinstance(value, numen.ufunc)):
        return None
    if name in numen.__all__ and getattr(numen, name) is value:
        return (name,)
    for home in _HOMES:
        module = sys.modules.get(f"numen.{home}")
        if module is not None and getattr(module, name, None) is value:
            return home, name
    return None


def _handler_of(kind):
    """How objects of a class are converted; found once for each class."""
    if issubclass(kind, numen.ndarray) and _ours(kind):
        return _array
    if issubclass(kind, numen.generic) and _ours(kind):
        return _scalar
    if issubclass(kind, numen.dtype) and _ours(kind):
        return _dtype
    if kind in (list, tuple) or issubclass(kind, tuple) and hasattr(kind, "_make"):
        return _sequence
    if kind is dict:
        return _mapping
    if kind is slice:
        return _slice
    if kind is functools.partial:
        return _partial
    random = sys.modules.get("numen.random")  # imported, where there is one of its objects
    if random is not None and issubclass(kind, (random.Generator, random.RandomState, random.BitGenerator)):
        return _random
    if issubclass(kind, type(sys)):
        return _module
    if kind is types.MethodType:
        return _method
    named = (type, type(len), type(convert), numen.ufunc, _core._ArrayFunctionDispatcher)
    return _named if issubclass(kind, named) else _same


def _ours(kind):
    """Not one of the real NumPy's classes, which count as ours under `issubclass`."""
    ours = (numen.ndarray, numen.generic, numen.dtype)
    # By identity: the classes are equal to the real ones.
    return any(base is own for base in kind.__mro__ for own in ours)


_HANDLERS = {int: _same, float: _same, str: _same, bool: _same, bytes: _same, type(None): _same}


FOREIGN = _Foreign()

# Classes whose objects stay as they are: the core does not ask for them again.
_KEPT = set()

# Our public types and functions -> the real ones, likewise.
_TWINS = {}


def install():
    """Begin to convert."""
    _core._border_set(convert, FOREIGN, _KEPT, _TWINS)
