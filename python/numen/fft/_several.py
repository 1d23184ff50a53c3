"""Transforms along several axes: one axis after the other."""

import warnings

from .._core import _fft_line, asarray, take
from ._dispatch import dispatch
from ._single import BACK, FORWARD, HALF, INVERSE

__all__ = ["fft2", "fftn", "ifft2", "ifftn", "irfft2", "irfftn", "rfft2", "rfftn"]


def _arguments(a, s=None, axes=None, norm=None, out=None):
    return a, out


def _lengths(a, s, axes, back=False):
    """The points and the axes of a transform along several axes."""
    given = s is not None
    if not given:
        s = a.shape if axes is None else take(a.shape, axes)
    s = list(s)
    if axes is None:
        if given:
            message = (
                "`axes` should not be `None` if `s` is not `None` "
                "(Deprecated in NumPy 2.0). In a future version of NumPy, "
                "this will raise an error and `s[i]` will correspond to "
                "the size along the transformed axis specified by "
                "`axes[i]`. To retain current behaviour, pass a sequence "
                "[0, ..., k-1] to `axes` for an array of dimension k."
            )
            warnings.warn(message, DeprecationWarning, stacklevel=4)
        axes = list(range(-len(s), 0))
    if len(s) != len(axes):
        raise ValueError("Shape and axes have different lengths.")
    if back and not given:
        s[-1] = (a.shape[axes[-1]] - 1) * 2
    if None in s:
        message = (
            "Passing an array containing `None` values to `s` is "
            "deprecated in NumPy 2.0 and will raise an error in "
            "a future version of NumPy. To use the default behaviour "
            "of the corresponding 1-D transform, pass the value matching "
            "the default for its `n` parameter. To use the default "
            "behaviour for every axis, the `s` argument can be omitted."
        )
        warnings.warn(message, DeprecationWarning, stacklevel=4)
    return [a.shape[axis] if n == -1 else n for n, axis in zip(s, axes, strict=True)], axes


def _complex(a, s, axes, norm, out, kind):
    a = asarray(a)
    s, axes = _lengths(a, s, axes)
    for n, axis in zip(reversed(s), reversed(axes), strict=True):
        a = _fft_line(a, n, axis, norm, out, kind)
    return a


@dispatch(_arguments)
def fftn(a, s=None, axes=None, norm=None, out=None):
    """Return the transform along several axes.

    Parameters
    ----------
    a : array_like
    s : sequence of int, optional
        Points along each of the axes; -1 is the axis' length.
    axes : sequence of int, optional
        All axes if not given.
    norm, out
        As for `fft`.

    Returns
    -------
    ndarray, complex

    Raises
    ------
    ValueError
        If `s` and `axes` are of different lengths.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.fftn(np.ones((2, 2)))
    array([[4.+0.j, 0.+0.j],
           [0.+0.j, 0.+0.j]])
    """
    return _complex(a, s, axes, norm, out, FORWARD)


@dispatch(_arguments)
def ifftn(a, s=None, axes=None, norm=None, out=None):
    """Return the inverse of `fftn`; parameters as there."""
    return _complex(a, s, axes, norm, out, INVERSE)


@dispatch(_arguments)
def fft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """Return the transform along two axes: `fftn` with the last two as the default."""
    return _complex(a, s, axes, norm, out, FORWARD)


@dispatch(_arguments)
def ifft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """Return the inverse of `fft2`; parameters as there."""
    return _complex(a, s, axes, norm, out, INVERSE)


def _half(a, s, axes, norm, out):
    a = asarray(a)
    s, axes = _lengths(a, s, axes)
    a = _fft_line(a, s[-1], axes[-1], norm, out, HALF)
    for n, axis in zip(s[-2::-1], axes[-2::-1], strict=True):
        a = _fft_line(a, n, axis, norm, out, FORWARD)
    return a


@dispatch(_arguments)
def rfftn(a, s=None, axes=None, norm=None, out=None):
    """Return the transform of real numbers along several axes; the last one is cut to ``n // 2 + 1`` terms.

    Parameters as for `fftn`.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.rfftn(np.ones((2, 2)))
    array([[4.+0.j, 0.+0.j],
           [0.+0.j, 0.+0.j]])
    """
    return _half(a, s, axes, norm, out)


@dispatch(_arguments)
def rfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """Return the transform of real numbers along two axes: `rfftn` with the last two as the default."""
    return _half(a, s, axes, norm, out)


def _back(a, s, axes, norm, out):
    a = asarray(a)
    s, axes = _lengths(a, s, axes, back=True)
    for n, axis in zip(s[:-1], axes[:-1], strict=True):
        a = _fft_line(a, n, axis, norm, None, INVERSE)
    return _fft_line(a, s[-1], axes[-1], norm, out, BACK)


@dispatch(_arguments)
def irfftn(a, s=None, axes=None, norm=None, out=None):
    """Return the inverse of `rfftn`; `s` counts the points of the result.

    Parameters as for `fftn`.
    """
    return _back(a, s, axes, norm, out)


@dispatch(_arguments)
def irfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    """Return the inverse of `rfft2`: `irfftn` with the last two axes as the default."""
    return _back(a, s, axes, norm, out)
