"""Numen: n-dimensional arrays that run NumPy code unchanged.

>>> import numen as np
>>> a = np.array([[1.0, 2.0], [3.0, 4.0]])
>>> (a + 1).sum()
np.float64(14.0)

The public names are NumPy's. Arrays, types, ufuncs and the functions programs call most are native
(`numen._core`); the rest is Python, a private module per chapter.
"""

import sys as _sys

from . import _runtime

__version__ = _runtime.VERSION

from . import _core
from ._array_function import array_function_dispatch as _dispatch
from ._axis import normalize_axis_index as _axis_index
from ._axis import normalize_axis_tuple as _axis_tuple

_core.array_function_dispatch = _dispatch
for _name, _function in (("normalize_axis_index", _axis_index), ("normalize_axis_tuple", _axis_tuple)):
    if not hasattr(_core, _name):
        setattr(_core, _name, _function)
from . import _substitutes  # noqa: E402 - it needs the names above

_substitutes.install(_core)

_CORE_ONLY = set("array_function_dispatch normalize_axis_index normalize_axis_tuple flagsobj scalar".split())
for _name in dir(_core):
    if not _name.startswith("_") and _name not in _CORE_ONLY:
        globals()[_name] = getattr(_core, _name)

from . import _after_import, _namespace, _numeric_tower  # noqa: E402 - they read the completed core

_after_import.install()

globals().update(_namespace.NAMES)

# `from numen import *` gives what NumPy's gives, as far as it is there.
__all__ = sorted(
    ({n for n in globals() if not n.startswith("_")} | _namespace.PUBLIC | {"__version__"}) - {"version"}
)
__numen__ = True


# Its attributes are found without a detour, though there is a `__getattr__`.
_sys.modules[__name__].__class__ = _core._Module


def __getattr__(name):
    return _namespace.late(name)


def __dir__():
    return sorted(set(globals()) | _namespace.PUBLIC)
