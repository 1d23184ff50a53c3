"""NEP 18 for the functions written in Python."""

import functools

from . import _core, _runtime

__all__ = ["array_function_dispatch"]

_Dispatcher = _core._ArrayFunctionDispatcher


def array_function_dispatch(
    dispatcher=None, module=None, verify=True, docs_from_dispatcher=False, *, quick=None
):
    """Let arguments with an ``__array_function__`` of their own do a function's work.

    Parameters
    ----------
    dispatcher : callable or None
        Called with the function's arguments; returns those that are array-like. It is asked only if an argument,
        or an item of a list among them, might override.
    module : str, optional
        What ``__module__`` of the function says.
    verify, docs_from_dispatcher : bool
        Accepted for compatibility.
    quick : callable, optional
        A native function of the core that is tried first where nothing overrides; it returns ``NotImplemented`` for
        arguments other than the usual ones.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(implementation):
        if dispatcher is None:
            return implementation
        public = functools.update_wrapper(_Dispatcher(implementation, dispatcher, quick), implementation)
        # What a private chapter defines is the package's own.
        home = "numpy" if module is None and implementation.__module__.startswith("numen._") else module
        if home is not None:
            public.__module__ = home.replace("numpy", _runtime.type_module, 1)
        return public

    return decorate
