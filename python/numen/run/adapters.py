"""Changes made to other modules while a program is run unchanged, each when that module is imported.

Two kinds: functions of other packages that insist on the real ``numpy.ndarray`` (`torch.from_numpy`) get one
over the same memory; and modules of the standard library that compile or start the program's code somewhere
else (`runpy`, `timeit`, `doctest`, `multiprocessing`) do it with the imports rewritten.
"""

import functools
import io
import sys
import types

from numen import _exceptions as _exception_classes

from . import border, ownership, rewrite


def real_array(value):
    """The real ``numpy.ndarray`` over the memory of a Numen array; other values as they are.

    Imports NumPy where it is installed: only functions that cannot do without it call this.
    """
    import numen

    if type(value).__module__ == "builtins" or not isinstance(value, numen.ndarray):
        return value
    real = sys.modules.get("numpy") or __import__("importlib").import_module("numpy")
    return value if isinstance(value, real.ndarray) and type(value) is real.ndarray else real.asarray(value)


def _on_real_arrays(function):
    """`function`, given real arrays in place of ours."""

    @functools.wraps(function)
    def call(*args, **kwargs):
        return function(*map(real_array, args), **{k: real_array(v) for k, v in kwargs.items()})

    return call


def _torch(module):
    module.from_numpy = _on_real_arrays(module.from_numpy)


def _numba(module):
    from . import compiled

    compiled.adapt_numba(module)


def _sympy_lambdify(module):
    """The functions that it makes of expressions say no module: they are sympy's, on the real NumPy's functions."""
    original = module.lambdify

    @functools.wraps(original)
    def lambdify(*args, **kwargs):
        function = original(*args, **kwargs)
        if isinstance(function, types.FunctionType) and function.__module__ is None:
            function.__module__ = module.__name__
        return function

    module.lambdify = lambdify


def _runpy(module):
    """`runpy.run_path` reads a file itself; it is also how a spawned process runs the main file again."""
    original = module._get_code_from_file

    def _get_code_from_file(*args):
        path = args[-1]  # (run_name, path) on CPython 3.11, (path) later
        if not ownership.owns("__main__", str(path)):
            return original(*args)
        with io.open_code(path) as file:
            source = file.read()
        if not rewrite.concerns(source) or source.startswith(b"PK"):
            return original(*args)
        code = rewrite.compile_source(source, path)
        return (code, path) if isinstance(original(*args), tuple) else code

    module._get_code_from_file = _get_code_from_file


def compile_for_program(source, filename, mode, flags=0, dont_inherit=False, optimize=-1):
    """`compile` for modules that compile the program's text on its behalf."""
    if not isinstance(source, (str, bytes)):
        return compile(source, filename, mode, flags, dont_inherit, optimize)
    return rewrite.compile_source(source, filename, mode, flags, optimize)


def _compiles_for_program(module):
    """A module that compiles text for its caller: its name `compile` is found before the builtin."""
    module.compile = compile_for_program


class _OfPackage(Exception):
    """A pickle holds an object of a package, whose arrays are the real NumPy's: all of it is loaded so."""


def pickle_error(module):
    text = "objects of packages are loaded from files that can be read twice: use pickle.loads(file.read())"
    return module.UnpicklingError(text)


def _random(module):
    """The real `numpy.random`, imported by a package: its functions draw from the program's stream."""
    from . import random_stream

    random_stream.share_global(module)


def _exceptions(module):
    """One class for each exception and warning: the program catches what packages raise, and they what it raises."""
    for kind in (
        *map(_exception_classes.__dict__.get, _exception_classes.__all__),
        _exception_classes.LinAlgError,
    ):
        if isinstance(getattr(module, kind.__name__, None), type):
            setattr(module, kind.__name__, kind)


def _functools(module):
    """Functions that `singledispatch` makes for the program's arrays and scalars are made for real ones too."""
    original = module.singledispatch

    @functools.wraps(original)
    def singledispatch(func):
        function = original(func)
        register = function.register

        def also_real(cls, func=None):
            if func is None and isinstance(cls, (type, types.UnionType)):
                return lambda implementation: also_real(cls, implementation)
            made = register(cls, func)
            for kind, implementation in tuple(function.registry.items()):
                real = border.convert(kind)
                if real is not kind:
                    register(real, implementation)
            return made

        function.register = also_real
        return function

    module.singledispatch = singledispatch


def _pickle(module):
    """`pickle.load` and `loads` called by the program: arrays that NumPy pickled become ours."""

    class Unpickler(module.Unpickler):
        def find_class(self, module_name, name):
            found = _foreign_global(module_name, name)
            if found is not None:
                return found
            found = super().find_class(module_name, name)
            if border.FOREIGN[module_name]:
                raise _OfPackage
            return found

    load, loads = module.load, module.loads

    @functools.wraps(load)
    def program_load(file, **kwargs):
        if ownership.owns_frame(sys._getframe(1)):
            start = file.tell() if getattr(file, "seekable", bool)() else None
            try:
                return Unpickler(file, **kwargs).load()
            except _OfPackage:
                if start is None:
                    raise pickle_error(module) from None
                file.seek(start)
        return load(file, **kwargs)

    @functools.wraps(loads)
    def program_loads(data, /, **kwargs):
        if ownership.owns_frame(sys._getframe(1)):
            try:
                return Unpickler(io.BytesIO(data), **kwargs).load()
            except _OfPackage:
                pass
        return loads(data, **kwargs)

    module.load, module.loads = program_load, program_loads


def _foreign_global(module_name, name):
    if module_name == "numpy" or module_name.startswith("numpy."):
        from numen._io import foreign_pickles

        return foreign_pickles.find(module_name, name)
    return None


def _pytest_rewrite(module):
    """Test modules are compiled by pytest; what it keeps in ``__pycache__`` gets a name of its own."""
    module.PYC_TAIL = "-numen" + module.PYC_TAIL
    original = module.rewrite_asserts

    def rewrite_asserts(tree, source, module_path=None, config=None):
        if ownership.owns("", str(module_path)):
            rewrite.rewrite(tree)
        return original(tree, source, module_path, config)

    module.rewrite_asserts = rewrite_asserts


def _multiprocessing(module):
    from . import children

    children.adapt(module)


# Module name -> what is changed in it once it has been imported.
TABLE = {
    "torch": _torch,
    "numba": _numba,
    "sympy.utilities.lambdify": _sympy_lambdify,
    "numpy.random": _random,
    "numpy.exceptions": _exceptions,
    "numpy.linalg._linalg": _exceptions,
    "numpy.linalg": _exceptions,  # where it has been imported already
    "functools": _functools,
    "runpy": _runpy,
    "bdb": _compiles_for_program,
    "coverage.execfile": _compiles_for_program,
    "IPython.core.interactiveshell": _compiles_for_program,  # files that cells `%run`
    "timeit": _compiles_for_program,
    "doctest": _compiles_for_program,
    "pickle": _pickle,
    "_pytest.assertion.rewrite": _pytest_rewrite,
    "multiprocessing.spawn": _multiprocessing,
    "multiprocessing.util": _multiprocessing,
    "loky.backend.fork_exec": _multiprocessing,
    "joblib.externals.loky.backend.fork_exec": _multiprocessing,
}

# Modules that, run by ``-m``, compile and run a script given to them.
SCRIPT_RUNNERS = ("cProfile", "profile", "timeit", "trace")

_done = set()


def adapt(module):
    """Apply the row of `TABLE` for a module that has just been imported; once."""
    if module.__name__ not in _done:
        _done.add(module.__name__)
        TABLE[module.__name__](module)
