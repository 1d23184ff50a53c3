"""Frequencies and shifts."""

import operator

from .._core import arange, asarray, empty
from ._dispatch import dispatch

__all__ = ["fftfreq", "fftshift", "ifftshift", "rfftfreq"]


def _whole(n):
    try:
        return operator.index(n)
    except TypeError:
        raise ValueError("n should be an integer") from None


def fftfreq(n, d=1.0, device=None):
    """Return the frequencies of the terms of `fft`: zero, the positive ones, the negative ones.

    Parameters
    ----------
    n : int
        Points.
    d : float
        Time between points.
    device : {'cpu', None}

    Returns
    -------
    ndarray, shape (n,)
        Cycles per unit of `d`.

    Raises
    ------
    ValueError
        If `n` is no integer.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.fftfreq(4, d=0.5)
    array([ 0. ,  0.5, -1. , -0.5])
    """
    n = _whole(n)
    unit = 1.0 / (n * d)
    places = empty(n, int, device=device)
    first = (n - 1) // 2 + 1
    places[:first] = arange(0, first)
    places[first:] = arange(-(n // 2), 0)
    return places * unit


def rfftfreq(n, d=1.0, device=None):
    """Return the frequencies of the terms of `rfft`, none negative; parameters as for `fftfreq`.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.rfftfreq(5)
    array([0. , 0.2, 0.4])
    """
    n = _whole(n)
    unit = 1.0 / (n * d)
    return arange(0, n // 2 + 1, dtype=int, device=device) * unit


def _rolled(x, axes, amount):
    from .. import roll

    x = asarray(x)
    if axes is None:
        axes = tuple(range(x.ndim))
        return roll(x, [amount(n) for n in x.shape], axes)
    if hasattr(axes, "__index__"):
        return roll(x, amount(x.shape[axes]), axes)
    return roll(x, [amount(x.shape[axis]) for axis in axes], axes)


@dispatch(lambda x, axes=None: (x,))
def fftshift(x, axes=None):
    """Move the zero frequency to the middle.

    Parameters
    ----------
    x : array_like
    axes : int or sequence of int, optional
        All axes if not given.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.fft.fftshift([0, 1, 2, -2, -1])
    array([-2, -1,  0,  1,  2])
    """
    return _rolled(x, axes, lambda n: n // 2)


@dispatch(lambda x, axes=None: (x,))
def ifftshift(x, axes=None):
    """Undo `fftshift`; parameters as there."""
    return _rolled(x, axes, lambda n: -(n // 2))
