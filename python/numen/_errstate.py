"""What is done about floating-point errors: `errstate`, `seterr` and their kin.

The state is one tuple in a context variable of the native core: the modes for division by zero, overflow, underflow
and invalid operations, the callback, the size of the buffer.
"""

import functools
import operator

from . import _core

__all__ = ["errstate", "getbufsize", "geterr", "geterrcall", "setbufsize", "seterr", "seterrcall"]

_state = _core._errstate
_MODES = frozenset(("ignore", "warn", "raise", "call", "print", "log"))
_KINDS = ("divide", "over", "under", "invalid")


def _with(old, all=None, divide=None, over=None, under=None, invalid=None):
    """The state with other modes: `all` for those that are not given, else what they were."""
    rest = (all,) * 4 if all is not None else old
    modes = (
        rest[0] if divide is None else divide,
        rest[1] if over is None else over,
        rest[2] if under is None else under,
        rest[3] if invalid is None else invalid,
    )
    try:
        known = _MODES.issuperset(modes)
    except TypeError:
        known = False
    if not known:
        for mode in modes:
            _refuse_others(mode)
    return modes + old[4:]


def _refuse_others(mode):
    if not isinstance(mode, str) or mode not in _MODES:
        raise ValueError(f"invalid error mode {mode!r}")


def _receiver(func):
    if func is not None and not callable(func) and not callable(getattr(func, "write", None)):
        raise TypeError("python object must be callable or have a callable write method")
    return func


def geterr():
    """Return what is done about floating-point errors.

    Returns
    -------
    dict
        The mode for each of ``divide``, ``over``, ``under``, ``invalid``.

    Examples
    --------
    >>> import numen as np
    >>> np.geterr()["under"]
    'ignore'
    """
    return dict(zip(_KINDS, _state.get(), strict=False))


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    """Set what is done about floating-point errors; return the former modes.

    Parameters
    ----------
    all, divide, over, under, invalid : {'ignore', 'warn', 'raise', 'call', 'print', 'log'}, optional
        `all` holds for those that are not given.

    Returns
    -------
    dict
        As `geterr` gave it before.

    Examples
    --------
    >>> import numen as np
    >>> old = np.seterr(divide="ignore")
    >>> old = np.seterr(**old)
    """
    old = geterr()
    _state.set(_with(_state.get(), all, divide, over, under, invalid))
    return old


def geterrcall():
    """Return the function or log object set by `seterrcall`, or None."""
    return _state.get()[4]


def seterrcall(func):
    """Set the function called in mode 'call', or the object written to in mode 'log'; return the former.

    Parameters
    ----------
    func : callable(str, int), object with a ``write`` method, or None
    """
    old = _state.get()
    _state.set((*old[:4], _receiver(func), *old[5:]))
    return old[4]


def getbufsize():
    """Return the number of elements a buffer of ufuncs holds."""
    return _state.get()[5]


def setbufsize(size):
    """Set the number of elements a buffer of ufuncs holds; return the former.

    Parameters
    ----------
    size : int
        A multiple of 16 between 5 and 10 million, kept for compatibility.
    """
    size = operator.index(size)
    if size < 0:
        raise ValueError("buffer size must be non-negative")
    if size > 10_000_000:
        raise ValueError(f"Buffer size, {size}, is too big")
    if size < 5:
        raise ValueError(f"Buffer size, {size}, is too small")
    if size % 16:
        raise ValueError(f"Buffer size, {size}, is not a multiple of 16")
    old = _state.get()
    _state.set((*old[:5], size))
    return old[5]


class errstate:
    """Set what is done about floating-point errors within a ``with`` block or a decorated function.

    Parameters
    ----------
    call : callable or object with ``write``, optional
        As for `seterrcall`.
    all, divide, over, under, invalid : str, optional
        As for `seterr`.

    Examples
    --------
    >>> import numen as np
    >>> with np.errstate(divide="ignore"):
    ...     print(np.array([1.0]) / 0.0)
    [inf]
    """

    __slots__ = ("_call", "_modes", "_token")
    _UNSET = object()

    def __init__(self, *, call=_UNSET, all=None, divide=None, over=None, under=None, invalid=None):
        self._token = None
        self._call = call
        self._modes = (all, divide, over, under, invalid)

    def __enter__(self):
        if self._token is not None:
            raise TypeError("Cannot enter `np.errstate` twice.")
        state = _with(_state.get(), *self._modes)
        if self._call is not errstate._UNSET:
            state = (*state[:4], _receiver(self._call), *state[5:])
        self._token = _state.set(state)

    def __exit__(self, *exc_info):
        _state.reset(self._token)

    def __call__(self, func):
        @functools.wraps(func)
        def inner(*args, **kwargs):
            with self._again():
                return func(*args, **kwargs)

        return inner

    def _again(self):
        """One like this, to be entered within it or after it."""
        all, divide, over, under, invalid = self._modes
        return errstate(call=self._call, all=all, divide=divide, over=over, under=under, invalid=invalid)
