"""Helpers for functions that take axes, and for the memory of arrays."""

from .._core import asarray, normalize_axis_index, normalize_axis_tuple

__all__ = ["byte_bounds", "normalize_axis_index", "normalize_axis_tuple"]


def byte_bounds(a):
    """Return the addresses of the first byte of an array and of the one after its last.

    Parameters
    ----------
    a : ndarray
        The array, of any strides.

    Returns
    -------
    pair of int

    Examples
    --------
    >>> import numen as np
    >>> low, high = np.lib.array_utils.byte_bounds(np.zeros(4))
    >>> high - low
    32
    """
    interface = a.__array_interface__
    low = high = interface["data"][0]
    strides = interface["strides"]
    size = asarray(a).dtype.itemsize
    if strides is None:
        return low, high + a.size * size
    for length, stride in zip(interface["shape"], strides):
        if stride < 0:
            low += (length - 1) * stride
        else:
            high += (length - 1) * stride
    return low, high + size
