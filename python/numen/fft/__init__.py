"""Discrete Fourier transforms.

Forward, ``X[k] = sum over j of x[j] * exp(-2j * pi * j * k / n)``; the inverse has the other sign and the factor
``1 / n`` (``norm`` moves the factor). Any length is transformed in O(n log n). float32 stays single precision.
"""

from ._helpers import fftfreq, fftshift, ifftshift, rfftfreq
from ._several import fft2, fftn, ifft2, ifftn, irfft2, irfftn, rfft2, rfftn
from ._single import fft, hfft, ifft, ihfft, irfft, rfft

__all__ = [
    "fft",
    "fft2",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "ifft",
    "ifft2",
    "ifftn",
    "ifftshift",
    "ihfft",
    "irfft",
    "irfft2",
    "irfftn",
    "rfft",
    "rfft2",
    "rfftfreq",
    "rfftn",
]
