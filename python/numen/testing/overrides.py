"""Which functions hand calls over to other array types (``__array_ufunc__``, ``__array_function__``)."""

import numen as np

__all__ = [
    "allows_array_function_override",
    "allows_array_ufunc_override",
    "get_overridable_numpy_array_functions",
    "get_overridable_numpy_ufuncs",
]


def get_overridable_numpy_ufuncs():
    """The ufuncs that `__array_ufunc__` can take over.

    Returns
    -------
    set of ufunc
    """
    return {value for value in vars(np).values() if isinstance(value, np.ufunc)}


def allows_array_ufunc_override(func):
    """Whether `__array_ufunc__` can take over calls of `func`: whether it is a ufunc.

    Parameters
    ----------
    func : callable

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> from numen.testing.overrides import allows_array_ufunc_override
    >>> allows_array_ufunc_override(np.add)
    True
    """
    return isinstance(func, np.ufunc)


def get_overridable_numpy_array_functions():
    """The functions that `__array_function__` can take over.

    Returns
    -------
    set of callable
    """
    modules = [np] + [getattr(np, name, None) for name in ("linalg", "fft", "random")]
    found = set()
    for module in modules:
        for value in vars(module).values() if module is not None else ():
            if callable(value) and allows_array_function_override(value):
                found.add(value)
    return found


def allows_array_function_override(func):
    """Whether `__array_function__` can take over calls of `func`.

    Parameters
    ----------
    func : callable

    Returns
    -------
    bool
    """
    # A function that takes part carries the implementation below its dispatch, as NumPy's do (NEP 18).
    return hasattr(func, "_implementation")
