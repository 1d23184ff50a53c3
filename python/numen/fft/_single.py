"""Transforms along one axis."""

from .._core import _fft_line, conjugate
from ._dispatch import dispatch

__all__ = ["fft", "hfft", "ifft", "ihfft", "irfft", "rfft"]

FORWARD, INVERSE, HALF, BACK = range(4)
_OTHER_WAY = {None: "forward", "backward": "forward", "ortho": "ortho", "forward": "backward"}


def _arguments(a, n=None, axis=None, norm=None, out=None):
    return a, out


def other_way(norm):
    """Return the norm that puts the factor on the other direction."""
    try:
        return _OTHER_WAY[norm]
    except (KeyError, TypeError):
        raise ValueError(f'Invalid norm value {norm}; should be "backward", "ortho" or "forward".') from None


@dispatch(_arguments)
def fft(a, n=None, axis=-1, norm=None, out=None):
    """Return the discrete Fourier transform along an axis.

    Parameters
    ----------
    a : array_like
        Real or complex numbers.
    n : int, optional
        Points of the transform: longer lines are cut, shorter ones are filled with zeros. The axis' length if
        not given.
    axis : int
    norm : {'backward', 'ortho', 'forward'}, optional
        The direction that carries the factor ``1 / n``; ``'ortho'`` is ``1 / sqrt(n)`` on both.
    out : ndarray, optional
        Where the result goes.

    Returns
    -------
    ndarray
        complex64 for half and single precision, else complex128; frequencies in the order of `fftfreq`.

    Raises
    ------
    ValueError
        If there is no point, or `norm` or `out` does not fit.
    IndexError
        For an axis that is not there.

    Notes
    -----
    Mixed-radix Cooley-Tukey; lengths with large prime factors by Rader's and Bluestein's algorithms.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.fft([1.0, 2.0])
    array([ 3.+0.j, -1.+0.j])
    """
    return _fft_line(a, n, axis, norm, out, FORWARD)


@dispatch(_arguments)
def ifft(a, n=None, axis=-1, norm=None, out=None):
    """Return the inverse of `fft` along an axis; parameters as there.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.ifft([3, -1])
    array([1.+0.j, 2.+0.j])
    """
    return _fft_line(a, n, axis, norm, out, INVERSE)


@dispatch(_arguments)
def rfft(a, n=None, axis=-1, norm=None, out=None):
    """Return the first ``n // 2 + 1`` terms of the transform of real numbers: the others mirror them.

    Parameters as for `fft`; complex input is refused with `TypeError`.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.rfft([0, 1, 0, 0])
    array([ 1.+0.j,  0.-1.j, -1.+0.j])
    """
    return _fft_line(a, n, axis, norm, out, HALF)


@dispatch(_arguments)
def irfft(a, n=None, axis=-1, norm=None, out=None):
    """Return the real numbers whose `rfft` is given.

    Parameters as for `fft`, but `n` counts the points of the result: ``2 * (m - 1)`` for `m` terms if not given.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.irfft([1, -1j, -1])
    array([0., 1., 0., 0.])
    """
    return _fft_line(a, n, axis, norm, out, BACK)


@dispatch(_arguments)
def hfft(a, n=None, axis=-1, norm=None, out=None):
    """Return the real transform of a signal with Hermitian symmetry, of which the first half is given.

    Parameters as for `irfft`.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.hfft([1, 2, 3, 4]).round(6)
    array([15., -4.,  0., -1.,  0., -4.])
    """
    return _fft_line(conjugate(a), n, axis, other_way(norm), out, BACK)


@dispatch(_arguments)
def ihfft(a, n=None, axis=-1, norm=None, out=None):
    """Return the inverse of `hfft`: the first half of a signal with Hermitian symmetry.

    Parameters as for `rfft`.

    Examples
    --------
    >>> import numen as np
    >>> np.fft.ihfft([15, -4, 0, -1, 0, -4]).real.round(6)
    array([1., 2., 3., 4.])
    """
    result = _fft_line(a, n, axis, other_way(norm), out, HALF)
    return conjugate(result, out=result)
