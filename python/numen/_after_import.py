"""Packages that are told about ours when a process imports them, before or after this one.

`dask.array`      our arrays may be the chunks of its arrays, and stay so in means and triangular systems
`sympy`           our numbers become its numbers
`tensorflow`      where it makes tensors and types, it takes real arrays and dtypes alone
`threadpoolctl`   our threads are listed and limited with those of other libraries
`torch`           `from_numpy` and `asarray`, which would refuse our arrays or take their bytes for other numbers
"""

import functools
import importlib
import sys

from . import _core

__all__ = []


def _dask(module):
    from dask.array.dispatch import divide_lookup, percentile_lookup

    module.register_chunk_type(_core.ndarray)

    def divide(a, b, dtype=None):
        return _core.divide(a, b, dtype=dtype)

    # Means of all elements: the real NumPy's ufunc takes a float64 of ours for Python's float.
    for ours in (_core.ndarray, _core.generic):
        divide_lookup.register(ours, divide)
    # The only function that Dask looks up without asking the class's bases.
    percentile_lookup.register(_core.ndarray, percentile_lookup.dispatch(sys.modules["numpy"].ndarray))


def _dask_utils(module):
    """What SciPy solves for ours is ours."""
    original = module.scipy_linalg_safe

    @functools.wraps(original)
    def scipy_linalg_safe(func_name, *args, **kwargs):
        result = original(func_name, *args, **kwargs)
        ours = any(_core.ndarray in type(given).__mro__ for given in args)
        return _core.asarray(result) if ours else result

    module.scipy_linalg_safe = scipy_linalg_safe


def _threadpoolctl(module):
    from . import _runtime

    class NumenController(module.LibController):
        """The threads of products, factorizations and large element-wise work."""

        user_api = "blas"
        internal_api = "numen"
        filename_prefixes = ("_core.",)
        check_symbols = ("numen_threads",)

        def get_num_threads(self):
            return _core._machine()["threads"]

        def set_num_threads(self, num_threads):
            _core._set_threads(num_threads)

        def get_version(self):
            return _runtime.VERSION

    module.register(NumenController)


def _real(value):
    """The real array over the same memory, or the real dtype, where `value` is ours."""
    bases = value.__mro__ if isinstance(value, type) else type(value).__mro__
    if _core.ndarray in bases or _core.generic in bases and not isinstance(value, type):
        return importlib.import_module("numpy").asarray(value)
    if _core.generic in bases or _core.dtype in bases:
        return importlib.import_module("numpy").dtype(value)
    return value


def _on_real(module, *names):
    """Functions get what is NumPy's as their first argument, where it is ours."""

    def of(function):
        @functools.wraps(function)
        def call(obj, *args, **kwargs):
            return function(_real(obj), *args, **kwargs)

        return call

    for name in names:
        if hasattr(module, name):
            setattr(module, name, of(getattr(module, name)))


def _torch(module):
    _on_real(module, "from_numpy", "asarray")


def _sympy(module):
    # Its own way for NumPy's numbers asks for the name of their module.
    module.converter[_core.generic] = lambda number: module.sympify(_real(number)[()])


def _tensorflow(module):
    _on_real(module, "convert_to_eager_tensor")


def _tensorflow_dtypes(module):
    _on_real(module, "as_dtype")


_TOLD = {
    "dask.array": _dask,
    "dask.array.utils": _dask_utils,
    "sympy.core.sympify": _sympy,
    "tensorflow.python.framework.constant_op": _tensorflow,
    "tensorflow.python.framework.dtypes": _tensorflow_dtypes,
    "threadpoolctl": _threadpoolctl,
    "torch": _torch,
}


class _Loader:
    """Stands for another loader, and tells the module of us when it has run."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        _TOLD[module.__name__](module)


class _Finder:
    """Asks the finders behind it for the modules of the table, and for no others."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname not in _TOLD:
            return None
        behind = sys.meta_path[sys.meta_path.index(cls) + 1 :]
        for find in (getattr(finder, "find_spec", None) for finder in behind):
            spec = find(fullname, path, target) if find else None
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    spec.loader = _Loader(spec.loader)
                return spec
        return None


def install():
    """Tell what is imported already, and wait for the rest."""
    for name, tell in _TOLD.items():
        module = sys.modules.get(name)
        if module is not None and getattr(module.__spec__, "_initializing", False) is False:
            tell(module)
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)
