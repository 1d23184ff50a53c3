"""NEP 18 for the functions written in Python."""

import functools

from . import _core

__all__ = ["array_function_dispatch"]

_overriding = _core._overriding


def array_function_dispatch(dispatcher=None, module=None, verify=True, docs_from_dispatcher=False):
    """Let arguments with an ``__array_function__`` of their own do a function's work.

    Parameters
    ----------
    dispatcher : callable or None
        Called with the function's arguments; returns those that are array-like.
    module : str, optional
        What ``__module__`` of the function says.
    verify, docs_from_dispatcher : bool
        Accepted for compatibility.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(implementation):
        if dispatcher is None:
            return implementation

        @functools.wraps(implementation)
        def public(*args, **kwargs):
            try:
                relevant = dispatcher(*args, **kwargs)
            except TypeError:
                # Wrong arguments: the function's own error names the function.
                implementation(*args, **kwargs)
                raise
            overriding = _overriding(relevant)
            if overriding is None:
                return implementation(*args, **kwargs)
            return _ask(public, overriding, args, kwargs)

        if module is not None:
            public.__module__ = module
        public._implementation = implementation
        return public

    return decorate


def _ask(public, overriding, args, kwargs):
    types = tuple(type(a) for a in overriding)
    for argument in overriding:
        result = argument.__array_function__(public, types, args, kwargs)
        if result is not NotImplemented:
            return result
    name = f"{public.__module__}.{public.__name__}"
    raise TypeError(
        f"no implementation found for '{name}' on types that implement __array_function__: {list(types)}"
    )
