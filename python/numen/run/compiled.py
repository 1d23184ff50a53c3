"""Functions of the program whose text numba compiles: as they were written, and with the real NumPy's names, which it knows."""

import functools
import linecache
import types

from . import border, ownership

# What `crossings` and `rewrite` write into a function begins so.
_HELPER = "__numen_"


class _Globals(dict):
    """The names of a module, with the real NumPy's objects for ours."""

    def __init__(self, names):
        super().__init__({k: border.convert(v) for k, v in names.items()})
        self.names = names

    def __getitem__(self, name):
        return border.convert(self.names[name])

    def get(self, name, default=None):
        return self[name] if name in self.names else default

    def __contains__(self, name):
        return name in self.names


def _within(code):
    """A code object and those of the functions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _within(constant)


def _place(code):
    """What tells a function from the others of its file, whether its text is rewritten or not."""
    spans = [p for p in code.co_positions() if None not in p and p[3] > 0]
    first, last = min((p[0], p[2]) for p in spans), max((p[1], p[3]) for p in spans)
    return code.co_name, code.co_firstlineno, code.co_varnames[: code.co_argcount], first, last


def _as_written(code):
    """The code of a function without the helpers of the border; itself where its text is not to be had."""
    if not any(name.startswith(_HELPER) for part in _within(code) for name in part.co_names):
        return code
    text = "".join(linecache.getlines(code.co_filename))
    try:
        whole = compile(text, code.co_filename, "exec", 0, True)
    except SyntaxError:
        return code
    place = _place(code)
    parts = (
        p for p in _within(whole) if p.co_name == code.co_name and p.co_firstlineno == code.co_firstlineno
    )
    return next((p for p in parts if _place(p) == place and p.co_freevars == code.co_freevars), code)


def as_package_knows(function):
    """A function of the program as numba can compile it; anything else as it is."""
    if not isinstance(function, types.FunctionType) or not ownership.owns(
        function.__module__ or "", function.__code__.co_filename
    ):
        return function
    code = _as_written(function.__code__)
    names = _Globals(function.__globals__)
    made = types.FunctionType(code, names, function.__name__, function.__defaults__, function.__closure__)
    made.__kwdefaults__, made.__annotations__ = function.__kwdefaults__, function.__annotations__
    return functools.wraps(function)(made)


def _adapted(original):
    @functools.wraps(original)
    def make(*args, **kwargs):
        args = [as_package_knows(x) for x in args]
        result = original(*args, **kwargs)
        if not isinstance(result, types.FunctionType) or result in args:
            return result
        return lambda function: result(as_package_knows(function))

    return make


def adapt_numba(module):
    """`jit` and its relatives are given the program's functions so."""
    for name in ("jit", "njit", "vectorize", "guvectorize", "cfunc", "stencil"):
        setattr(module, name, _adapted(getattr(module, name)))
