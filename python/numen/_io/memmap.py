"""Arrays whose memory is a file."""

import contextlib
import mmap
import operator
import os
import sys

import numen as np

_MODES = {"readonly": "r", "copyonwrite": "c", "readwrite": "r+", "write": "w+"}
_ACCESS = {"r": mmap.ACCESS_READ, "c": mmap.ACCESS_COPY, "r+": mmap.ACCESS_WRITE, "w+": mmap.ACCESS_WRITE}


class memmap(np.ndarray):
    """An array that lies in a file: parts of it are read when they are used.

    Parameters
    ----------
    filename : str, path-like or open file
    dtype : dtype_like
    mode : {"r+", "r", "w+", "c"}
        ``"r"`` reads; ``"r+"`` also writes, and lengthens the file if need be; ``"w+"`` makes or replaces the
        file; ``"c"`` keeps changes in memory.
    offset : int
        Where in the file the array begins, in bytes.
    shape : int or tuple of int, optional
        By default one dimension with all that the file holds.
    order : {"C", "F"}

    Attributes
    ----------
    filename : str, path-like or None
    offset : int
    mode : str

    Raises
    ------
    ValueError
        If the mode is none of these, the shape is needed and missing, or the file holds no whole number of
        items.

    Examples
    --------
    >>> import os, tempfile
    >>> import numen as np
    >>> path = os.path.join(tempfile.mkdtemp(), "data")
    >>> a = np.memmap(path, dtype="float32", mode="w+", shape=(3, 4))
    >>> a[1] = 7
    >>> a.flush()
    >>> np.memmap(path, dtype="float32", mode="r", shape=(3, 4))[1]
    memmap([7., 7., 7., 7.], dtype=float32)
    """

    __array_priority__ = -100.0

    @classmethod
    def __subclasshook__(cls, kind):
        real = getattr(sys.modules.get("numpy"), "memmap", memmap) if cls is memmap else memmap
        return True if real is not memmap and issubclass(kind, real) else NotImplemented

    def __new__(subtype, filename, dtype=np.uint8, mode="r+", offset=0, shape=None, order="C"):
        mode = _MODES.get(mode, mode)
        if mode not in _ACCESS:
            valid = ["r", "c", "r+", "w+", *_MODES]
            raise ValueError(f"mode must be one of {valid!r} (got {mode!r})")
        if mode == "w+" and shape is None:
            raise ValueError("shape must be given if mode == 'w+'")
        dtype = np.dtype(dtype)
        if hasattr(filename, "read"):
            context = contextlib.nullcontext(filename)
        else:
            context = open(os.fspath(filename), ("r" if mode == "c" else mode) + "b")
        with context as file:
            length = file.seek(0, 2)
            shape, end = _extent(shape, dtype, offset, length)
            if mode in ("w+", "r+"):
                # The system maps no empty file.
                end = max(end, 1)
                if length < end:
                    file.seek(end - 1, 0)
                    file.write(b"\0")
                    file.flush()
            # A mapping begins at a multiple of the page size, and holds at least a byte.
            start = offset - offset % mmap.ALLOCATIONGRANULARITY
            size = end - start
            if size == 0 and start > 0:
                size += mmap.ALLOCATIONGRANULARITY
                start -= mmap.ALLOCATIONGRANULARITY
            mapped = mmap.mmap(file.fileno(), size, access=_ACCESS[mode], offset=start)
            self = np.ndarray.__new__(
                subtype, shape, dtype=dtype, buffer=mapped, offset=offset - start, order=order
            )
            self._mmap = mapped
            self.offset = offset
            self.mode = mode
            self.filename = _name(filename, file)
        return self

    def __array_finalize__(self, obj):
        # Views share the mapping; results of operations are in memory of their own.
        shared = hasattr(obj, "_mmap") and np.may_share_memory(self, obj)
        for name in ("_mmap", "filename", "offset", "mode"):
            setattr(self, name, getattr(obj, name) if shared else None)

    def flush(self):
        """Write what has been changed to the file."""
        if self.base is not None and hasattr(self.base, "flush"):
            self.base.flush()

    def __array_wrap__(self, arr, context=None, return_scalar=False):
        arr = super().__array_wrap__(arr, context)
        if self is arr or type(self) is not memmap:
            return arr
        if return_scalar:
            return arr[()]
        return arr.view(np.ndarray)

    def __getitem__(self, index):
        result = super().__getitem__(index)
        if type(result) is memmap and result._mmap is None:
            return result.view(type=np.ndarray)
        return result


def _extent(shape, dtype, offset, length):
    """The shape as a tuple, and where in the file the array ends."""
    if shape is None:
        available = length - offset
        if dtype.itemsize == 0 or available % dtype.itemsize:
            raise ValueError("Size of the available data is not a multiple of the data-type size.")
        shape = (available // dtype.itemsize,)
    elif not isinstance(shape, (tuple, list)):
        shape = (operator.index(shape),)
    shape = tuple(operator.index(n) for n in shape)
    size = 1
    for n in shape:
        size *= n
    return shape, int(offset + size * dtype.itemsize)


def _name(filename, file):
    if isinstance(filename, os.PathLike):
        return filename.resolve()
    if isinstance(getattr(file, "name", None), str):
        return os.path.abspath(file.name)
    return None


memmap.__module__ = np.ndarray.__module__
