"""What ``a.ctypes`` returns: an array's memory for foreign functions."""

import ctypes

__all__ = ["CTypesView"]


class CTypesView:
    """An array's address, shape and strides as ctypes objects.

    Parameters
    ----------
    array : ndarray
        The array, kept alive as long as pointers made here.
    address : int
        Address of the first element.

    Examples
    --------
    >>> import numen as np
    >>> np.zeros(3).ctypes.shape[0]
    3
    """

    def __init__(self, array, address):
        self._arr = array
        self._zerod = array.ndim == 0
        self._data = address

    def data_as(self, obj):
        """Return the address as a ctypes pointer type, which keeps the array.

        Parameters
        ----------
        obj : ctypes type
            For example ``ctypes.POINTER(ctypes.c_double)`` or ``ctypes.c_void_p``.

        Returns
        -------
        obj
            The pointer.
        """
        pointer = ctypes.cast(ctypes.c_void_p(self._data), obj)
        # The memory lives as long as the pointer.
        pointer._arr = self._arr
        return pointer

    def shape_as(self, obj):
        """Return the shape as a ctypes array of a type; None for 0-d arrays."""
        return None if self._zerod else (obj * self._arr.ndim)(*self._arr.shape)

    def strides_as(self, obj):
        """Return the strides as a ctypes array of a type; None for 0-d arrays."""
        return None if self._zerod else (obj * self._arr.ndim)(*self._arr.strides)

    @property
    def data(self):
        """Address of the first element."""
        return self._data

    @property
    def shape(self):
        """Shape as a ctypes array of ``c_ssize_t``."""
        return self.shape_as(ctypes.c_ssize_t)

    @property
    def strides(self):
        """Strides as a ctypes array of ``c_ssize_t``."""
        return self.strides_as(ctypes.c_ssize_t)

    @property
    def _as_parameter_(self):
        return self.data_as(ctypes.c_void_p)
