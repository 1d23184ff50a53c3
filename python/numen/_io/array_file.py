"""One array to and from an open file in the ``.npy`` format."""

import io
import math
import os

import numen as np

from . import header

# How much is read or written at once where a file cannot take or give an array's memory itself.
BUFFER_SIZE = 2**18


def isfileobj(f):
    """Whether `f` is a file of the operating system, that `fromfile` and `tofile` can use.

    Parameters
    ----------
    f : object

    Returns
    -------
    bool
    """
    if not isinstance(f, (io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom)):
        return False
    try:
        f.fileno()
    except OSError:
        return False
    return True


def write_array(fp, array, version=None, allow_pickle=True, pickle_kwargs=None):
    """Write an array with its header.

    Parameters
    ----------
    fp : binary file
    array : ndarray
    version : (int, int), optional
        Of the format; by default the oldest that fits.
    allow_pickle : bool
        Whether an array of Python objects may be written, as a pickle.
    pickle_kwargs : dict, optional
        ``fix_imports`` for the pickle.

    Raises
    ------
    ValueError
        If the array holds objects and may not be pickled; nothing has been written then.
    """
    header.check_version(version)
    if array.dtype.hasobject and not allow_pickle:
        raise ValueError("Object arrays cannot be saved when allow_pickle=False")
    data = header.header_data_from_array_1_0(array)
    fp.write(header.header_bytes(data, version))
    if array.dtype.hasobject or data["descr"] == "|O":
        from . import foreign_pickles

        foreign_pickles.dump(array, fp, **(pickle_kwargs or {}))
        return
    ordered = array.T if data["fortran_order"] else array
    if isfileobj(fp):
        ordered.tofile(fp)
        return
    flat = ordered.ravel()
    step = max(16 * 1024**2 // max(array.itemsize, 1), 1)
    for start in range(0, flat.size, step):
        fp.write(flat[start : start + step].tobytes())


def read_array(fp, allow_pickle=False, pickle_kwargs=None, *, max_header_size=header.MAX_HEADER_SIZE):
    """Read an array with its header.

    Parameters
    ----------
    fp : binary file
    allow_pickle : bool
        Whether an array of Python objects may be read; a pickle can run any code.
    pickle_kwargs : dict, optional
        ``fix_imports`` and ``encoding`` for the pickle.
    max_header_size : int
        Longer headers are refused, unless `allow_pickle` says that the file is trusted.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        If the file is not what the format says, or shorter.
    """
    version = header.read_magic(fp)
    limit = 2**64 if allow_pickle else max_header_size
    shape, fortran_order, dtype = header.read_header(fp, version, limit)
    if dtype.hasobject:
        return _read_objects(fp, allow_pickle, pickle_kwargs)
    count = math.prod(shape)
    if isfileobj(fp):
        array = np.fromfile(fp, dtype=dtype, count=count) if count else np.empty(0, dtype)
    else:
        array = _read_items(fp, dtype, count)
    if array.size != count:
        raise ValueError(_missing(shape, array.size))
    return array.reshape(shape[::-1]).transpose() if fortran_order else array.reshape(shape)


def _missing(shape, found):
    return (
        f"Failed to read all data for array. Expected {shape} = {math.prod(shape)} elements, could only read "
        f"{found} elements. (file seems not fully written?)"
    )


def _read_objects(fp, allow_pickle, pickle_kwargs):
    if not allow_pickle:
        raise ValueError("Object arrays cannot be loaded when allow_pickle=False")
    from . import foreign_pickles

    try:
        return foreign_pickles.load(fp, **(pickle_kwargs or {}))
    except UnicodeError as problem:
        raise UnicodeError(
            f"Unpickling a python object failed: {problem!r}\n"
            "You may need to pass the encoding= option to numpy.load"
        ) from problem


def _read_items(fp, dtype, count):
    """Items from a file that is no file of the system, in portions: a zip member must not be read twice over."""
    total = count * dtype.itemsize
    array = np.empty(count, dtype=dtype)
    if not total:
        return array
    step = max(BUFFER_SIZE // dtype.itemsize, 1)
    for start in range(0, count, step):
        stop = min(start + step, count)
        size = (stop - start) * dtype.itemsize
        array[start:stop] = np.frombuffer(header.read_bytes(fp, size, "array data"), dtype=dtype)
    return array


def open_memmap(
    filename,
    mode="r+",
    dtype=None,
    shape=None,
    fortran_order=False,
    version=None,
    *,
    max_header_size=header.MAX_HEADER_SIZE,
):
    """Map the array in a ``.npy`` file to memory, or make such a file.

    Parameters
    ----------
    filename : str or path-like
    mode : str
        ``"r"``, ``"r+"``, ``"c"`` (changes stay in memory) or ``"w+"`` (make or replace the file).
    dtype, shape, fortran_order, version
        What to make, with mode ``"w+"``.
    max_header_size : int
        Longer headers are refused.

    Returns
    -------
    memmap
    """
    path = os.fspath(filename)
    if "w" in mode:
        header.check_version(version)
        dtype = np.dtype(dtype)
        _refuse_objects(dtype)
        data = {"descr": header.dtype_to_descr(dtype), "fortran_order": fortran_order, "shape": shape}
        if not isinstance(shape, tuple):
            data["shape"] = shape = tuple(np.atleast_1d(shape).tolist())
        text = header.header_bytes(data, version)
        with open(path, mode + "b") as fp:
            fp.write(text)
            offset = fp.tell()
        mode = "r+"
    else:
        with open(path, "rb") as fp:
            found = header.read_magic(fp)
            shape, fortran_order, dtype = header.read_header(fp, found, max_header_size)
            _refuse_objects(dtype)
            offset = fp.tell()
            # A mapping that may write would lengthen the file, and hide that data are missing.
            present = fp.seek(0, os.SEEK_END) - offset
            if present < math.prod(shape) * dtype.itemsize:
                raise ValueError(_missing(shape, present // max(dtype.itemsize, 1)))
    order = "F" if fortran_order else "C"
    return np.memmap(filename, dtype=dtype, shape=shape, order=order, mode=mode, offset=offset)


def _refuse_objects(dtype):
    if dtype.hasobject:
        raise ValueError("Array can't be memory-mapped: Python objects in dtype.")
