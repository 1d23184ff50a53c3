"""Functions of the real NumPy, called by a package with arrays of ours (NEP 18): ours of the same name do the work.

So packages that work on arrays of any library (Dask, xarray) keep ours; ufuncs do the same by ``__array_ufunc__``.
What we have not, and calls that write into a real array, NumPy does on its own arrays over the same memory.
"""

import sys

from . import _core as nc

__all__ = []

_HOMES = ("linalg", "fft", "lib.stride_tricks", "lib.scimath")


def _own(function):
    """Our function of the name and place of NumPy's, or None."""
    top, _, home = function.__module__.partition(".")
    if top != "numpy" or home not in ("", *_HOMES):
        return None
    found = sys.modules[__package__]
    for name in (*filter(None, home.split(".")), function.__name__):
        found = getattr(found, name, None)
    return found if callable(found) else None


def call(function, types, args, kwargs):
    """Do what NumPy asks of ``__array_function__``.

    Parameters
    ----------
    function : callable
        The real NumPy's public function.
    types : iterable of type
        The classes of the arguments that have the protocol.
    args, kwargs : tuple, dict
        What it was called with.

    Returns
    -------
    object
        The result, of ours where we have the function; ``NotImplemented`` where a class of a third library is
        among the arguments.
    """
    numpy = sys.modules["numpy"]
    if not all(kind is numpy.ndarray or issubclass(kind, nc.ndarray) for kind in types):
        return NotImplemented
    own = _own(function)
    if own is None or _writes_into_real(kwargs.get("out"), numpy):
        return function(*_real(args, numpy), **_real(kwargs, numpy))
    return own(*args, **kwargs)


def _writes_into_real(out, numpy):
    outs = out if isinstance(out, tuple) else (out,)
    return any(type(one) is numpy.ndarray for one in outs)


def _real(value, numpy):
    """`value` with its arrays, and those in its lists, tuples and dicts, as real ones over the same memory."""
    kind = type(value)
    if kind in (list, tuple):
        return kind(_real(one, numpy) for one in value)
    if kind is dict:
        return {name: _real(one, numpy) for name, one in value.items()}
    if nc.ndarray in kind.__mro__:
        return numpy.asarray(value)
    return value
