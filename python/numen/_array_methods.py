"""Methods of arrays that are honest to write in Python: files and the functions pickles name."""

import os
import pickle

from . import _core

__all__ = []


def tofile(array, fid, sep="", format="%s"):
    """Write the elements to a file, in C order.

    Parameters
    ----------
    array : ndarray
        The elements.
    fid : file, str or path
        An open binary file, or where to make one.
    sep : str, optional
        What stands between elements written as text; empty writes bytes.
    format : str, optional
        The form of an element in text.

    Raises
    ------
    OSError
        Objects cannot be written as bytes.
    """
    if hasattr(fid, "__fspath__") or isinstance(fid, (str, bytes)):
        with open(os.fspath(fid), "wb") as file:
            return _write(array, file, sep, format)
    fid.flush()
    fid.fileno()
    return _write(array, fid, sep, format)


def _write(array, file, sep, format):
    if not sep:
        if array.dtype.hasobject:
            raise OSError("cannot write object arrays to a file in binary mode")
        # What lies in order already is written from where it lies.
        lies = array.flags.c_contiguous and array.nbytes
        data = memoryview(_core.asarray(array).reshape(-1).view("u1")) if lies else array.tobytes()
    else:
        texts = (str(x) if format in ("", "%s") else format % (x,) for x in array.ravel().tolist())
        data = sep.join(texts).encode()
    raw, rest = getattr(file, "buffer", file), memoryview(data)
    while rest.nbytes:
        # A file without a buffer may take a part.
        written = raw.write(rest)
        if not written:
            raise OSError(f"{len(data)} requested and {len(data) - rest.nbytes} written")
        rest = rest[written:]


def dump(array, file):
    """Pickle an array into a file, given open or by path."""
    if hasattr(file, "write"):
        pickle.dump(array, file, protocol=2)
        return
    with open(os.fspath(file), "wb") as opened:
        pickle.dump(array, opened, protocol=2)


def dumps(array):
    """Return the pickle of an array."""
    return pickle.dumps(array, protocol=2)


def _reconstruct(subtype, shape, dtype):
    """Make the empty instance that a pickle then fills."""
    return _core.ndarray.__new__(subtype, shape, dtype)


def _frombuffer(buffer, dtype, shape, order):
    """Make an array over a pickle's buffer."""
    flat = _core.ndarray.__new__(_core.ndarray, -1, dtype, buffer)
    return flat.reshape(shape, order=order)


def _reduce_buffer(array, fortran):
    order = "F" if fortran else "C"
    flat = array.T if fortran else array
    try:
        buffer = pickle.PickleBuffer(flat)
    except ValueError:
        # Dates and durations have no buffers: their bytes go into the pickle.
        return array.__reduce__()
    return _frombuffer, (buffer, array.dtype, array.shape, order)
