"""Parts of the library with names of their own: helpers for axes, strides, versions and mixins."""

import importlib

from . import array_utils, introspect, mixins, scimath, stride_tricks
from ._arrayterator import Arrayterator
from ._docs import add_docstring, add_newdoc
from ._version import NumpyVersion

__all__ = [
    "Arrayterator",
    "NumpyVersion",
    "add_docstring",
    "add_newdoc",
    "array_utils",
    "format",
    "introspect",
    "mixins",
    "npyio",
    "scimath",
    "stride_tricks",
    "tracemalloc_domain",
]

# The domain under which tracemalloc knows the memory of arrays.
tracemalloc_domain = 389047


def __getattr__(name):
    # Modules about files are loaded when they are asked for.
    if name in ("format", "npyio", "recfunctions"):
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
