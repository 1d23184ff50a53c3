"""Text of arrays: `array2string`, `array_repr`, `array_str`, print options.

The options are one dict in a context variable of the native core; it is replaced, never changed.
"""

import contextlib
import numbers
import operator
import sys

from . import _core
from ._array_function import array_function_dispatch

__all__ = [
    "array2string",
    "array_repr",
    "array_str",
    "get_printoptions",
    "printoptions",
    "set_printoptions",
]

_state = _core._printoptions
_LEGACY = {False: sys.maxsize, "1.13": 113, "1.21": 121, "1.25": 125, "2.1": 201, "2.2": 202}


def _checked(
    precision=None,
    threshold=None,
    edgeitems=None,
    linewidth=None,
    suppress=None,
    nanstr=None,
    infstr=None,
    sign=None,
    formatter=None,
    floatmode=None,
    legacy=None,
    override_repr=None,
):
    """Return the options that were given, each checked."""
    options = {k: v for k, v in list(locals().items()) if v is not None}
    if suppress is not None:
        options["suppress"] = bool(suppress)
    modes = ["fixed", "unique", "maxprec", "maxprec_equal"]
    if floatmode not in [*modes, None]:
        raise ValueError("floatmode option must be one of " + ", ".join(f'"{m}"' for m in modes))
    if sign not in [None, "-", "+", " "]:
        raise ValueError("sign option must be one of ' ', '+', or '-'")
    if legacy is False:
        options["legacy"] = False
    elif legacy is not None and legacy not in _LEGACY:
        import warnings

        warnings.warn(
            "legacy printing option can currently only be '1.13', '1.21', '1.25', '2.1', '2.2' or `False`",
            stacklevel=3,
        )
        options.pop("legacy")
    if threshold is not None:
        if not isinstance(threshold, numbers.Number):
            raise TypeError("threshold must be numeric")
        if threshold != threshold:
            raise ValueError("threshold must be non-NAN, try sys.maxsize for untruncated representation")
    if precision is not None:
        try:
            options["precision"] = operator.index(precision)
        except TypeError as e:
            raise TypeError("precision must be an integer") from e
    return options


def set_printoptions(
    precision=None,
    threshold=None,
    edgeitems=None,
    linewidth=None,
    suppress=None,
    nanstr=None,
    infstr=None,
    formatter=None,
    sign=None,
    floatmode=None,
    *,
    legacy=None,
    override_repr=None,
):
    """Set how arrays are printed.

    Parameters
    ----------
    precision : int or None, optional
        Digits after the point (8).
    threshold : int, optional
        Arrays with more elements are summarised (1000).
    edgeitems : int, optional
        Items shown at each end of a summarised axis (3).
    linewidth : int, optional
        Characters a line (75).
    suppress : bool, optional
        Whether small numbers are printed without exponents (False).
    nanstr, infstr : str, optional
        Text of NaN and infinity.
    formatter : dict of callables or None, optional
        Text of elements by kind of type: ``{'float': '{:.2f}'.format}``. Not kept by the next call.
    sign : {'-', '+', ' '}, optional
        What stands before positive numbers.
    floatmode : {'fixed', 'unique', 'maxprec', 'maxprec_equal'}, optional
        When digits are left out.
    legacy : str or False, optional
        Print as an older version did.
    override_repr : callable or None, optional
        Called for the repr of arrays. Not kept by the next call.

    Examples
    --------
    >>> import numen as np
    >>> np.set_printoptions(precision=3)
    >>> np.array([1.123456789])
    array([1.123])
    >>> np.set_printoptions(precision=8)
    """
    _set(
        precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign, floatmode,
        legacy=legacy, override_repr=override_repr,
    )  # fmt: skip


def _set(
    precision=None,
    threshold=None,
    edgeitems=None,
    linewidth=None,
    suppress=None,
    nanstr=None,
    infstr=None,
    formatter=None,
    sign=None,
    floatmode=None,
    *,
    legacy=None,
    override_repr=None,
):
    new = _checked(
        precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, sign, formatter, floatmode,
        legacy, override_repr,
    )  # fmt: skip
    options = {**_state.get(), "formatter": formatter, "override_repr": override_repr, **new}
    if options["legacy"] == "1.13":
        options["sign"] = new.get("sign", "-")
    return _state.set(options)


def get_printoptions():
    """Return the print options as a dict.

    Examples
    --------
    >>> import numen as np
    >>> np.get_printoptions()["precision"]
    8
    """
    return dict(_state.get())


@contextlib.contextmanager
def printoptions(*args, **kwargs):
    """Set print options for a ``with`` block; arguments as for `set_printoptions`.

    Examples
    --------
    >>> import numen as np
    >>> with np.printoptions(precision=2):
    ...     print(np.array([2.0]) / 3)
    [0.67]
    """
    token = _set(*args, **kwargs)
    try:
        yield get_printoptions()
    finally:
        _state.reset(token)


def _array2string_dispatcher(a, *args, **kwargs):
    return (a,)


@array_function_dispatch(_array2string_dispatcher, module="numpy")
def array2string(
    a,
    max_line_width=None,
    precision=None,
    suppress_small=None,
    separator=" ",
    prefix="",
    *,
    formatter=None,
    threshold=None,
    edgeitems=None,
    sign=None,
    floatmode=None,
    suffix="",
    legacy=None,
):
    """Return the text of an array.

    Parameters
    ----------
    a : ndarray
    max_line_width, precision, suppress_small, formatter, threshold, edgeitems, sign, floatmode, legacy : optional
        As the print options; those that are not given hold.
    separator : str
        Stands between elements.
    prefix, suffix : str
        Text that will stand before and after: its length is kept free.

    Returns
    -------
    str

    Examples
    --------
    >>> import numen as np
    >>> np.array2string(np.array([1.0, 2.5]), separator=", ")
    '[1. , 2.5]'
    """
    new = _checked(
        precision,
        threshold,
        edgeitems,
        max_line_width,
        suppress_small,
        None,
        None,
        sign,
        formatter,
        floatmode,
        legacy,
    )
    options = {**_state.get(), **new}
    return _core._array2string(a, options, separator, prefix, suffix)


def _text_dispatcher(arr, max_line_width=None, precision=None, suppress_small=None):
    return (arr,)


def _options(max_line_width, precision, suppress_small):
    return {**_state.get(), **_checked(precision, None, None, max_line_width, suppress_small)}


@array_function_dispatch(_text_dispatcher, module="numpy")
def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    """Return the repr of an array, with print options of its own.

    Examples
    --------
    >>> import numen as np
    >>> np.array_repr(np.array([1, 2]))
    'array([1, 2])'
    """
    return _core._array_repr(arr, _options(max_line_width, precision, suppress_small))


@array_function_dispatch(_text_dispatcher, module="numpy")
def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    """Return the str of an array, with print options of its own.

    Examples
    --------
    >>> import numen as np
    >>> np.array_str(np.arange(3))
    '[0 1 2]'
    """
    return _core._array_str(a, _options(max_line_width, precision, suppress_small))
