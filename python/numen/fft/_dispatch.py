"""Overrides of the functions of the chapter."""

from .._core import array_function_dispatch

__all__ = ["dispatch"]


def dispatch(dispatcher):
    """Let arguments override a function of ``numpy.fft``."""
    return array_function_dispatch(dispatcher, module="numpy.fft")
