"""`load`, `save`, `savez`, `savez_compressed`."""

import contextlib
import os

import numen as np

from . import array_file, header, npz

# How a zip archive begins, and an empty one.
_ZIP_PREFIXES = (b"PK\x03\x04", b"PK\x05\x06")


def load(
    file,
    mmap_mode=None,
    allow_pickle=False,
    fix_imports=True,
    encoding="ASCII",
    *,
    max_header_size=header.MAX_HEADER_SIZE,
):
    """Read an array from a ``.npy`` file, open a ``.npz`` archive, or read a pickle.

    Parameters
    ----------
    file : str, path-like or binary file
        What it is shows in its first bytes, not in its name. A file that is handed in open must be able to
        seek, and stays open.
    mmap_mode : {None, "r", "r+", "c", "w+"}
        Map a ``.npy`` file to memory instead of reading it.
    allow_pickle : bool
        Whether Python objects may be read. A pickle can run any code: say yes only to files you trust.
    fix_imports : bool
    encoding : {"ASCII", "latin1", "bytes"}
        Both for pickles written by Python 2.
    max_header_size : int
        Longer headers are refused, unless `allow_pickle` is true.

    Returns
    -------
    ndarray, memmap, NpzFile or object

    Raises
    ------
    OSError
        If the file cannot be read.
    EOFError
        If it is empty.
    ValueError
        If it holds objects and `allow_pickle` is false, or is not what its header says.
    pickle.UnpicklingError
        If it is read as a pickle and is none.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> file = io.BytesIO()
    >>> np.save(file, np.array([[1, 2], [3, 4]]))
    >>> _ = file.seek(0)
    >>> np.load(file)
    array([[1, 2],
           [3, 4]])
    """
    if encoding not in ("ASCII", "latin1", "bytes"):
        raise ValueError("encoding must be 'ASCII', 'latin1', or 'bytes'")
    pickle_kwargs = {"encoding": encoding, "fix_imports": fix_imports}
    with contextlib.ExitStack() as stack:
        own = not hasattr(file, "read")
        fid = stack.enter_context(open(os.fspath(file), "rb")) if own else file
        start = fid.read(len(header.MAGIC_PREFIX))
        if not start:
            raise EOFError("No data left in file")
        fid.seek(-len(start), 1)
        if start.startswith(_ZIP_PREFIXES):
            archive = npz.NpzFile(
                fid,
                own_fid=own,
                allow_pickle=allow_pickle,
                pickle_kwargs=pickle_kwargs,
                max_header_size=max_header_size,
            )
            stack.pop_all()  # the file stays open for the archive
            return archive
        if start == header.MAGIC_PREFIX:
            if mmap_mode:
                limit = 2**64 if allow_pickle else max_header_size
                return array_file.open_memmap(file, mode=mmap_mode, max_header_size=limit)
            return array_file.read_array(
                fid, allow_pickle=allow_pickle, pickle_kwargs=pickle_kwargs, max_header_size=max_header_size
            )
        if not allow_pickle:
            raise ValueError(
                "This file contains pickled (object) data. If you trust the file you can load it unsafely "
                "using the `allow_pickle=` keyword argument or `pickle.load()`."
            )
        import pickle

        from . import foreign_pickles

        try:
            return foreign_pickles.load(fid, **pickle_kwargs)
        except Exception as problem:
            raise pickle.UnpicklingError(f"Failed to interpret file {file!r} as a pickle") from problem


def save(file, arr, allow_pickle=True):
    """Write an array to a ``.npy`` file.

    Parameters
    ----------
    file : str, path-like or binary file
        ``.npy`` is added to a name that does not end so.
    arr : array_like
    allow_pickle : bool
        Whether an array of Python objects may be written, as a pickle.

    Raises
    ------
    ValueError
        If the array holds objects and may not be pickled; the file is untouched then.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> file = io.BytesIO()
    >>> np.save(file, np.arange(3))
    >>> file.getvalue()[:6]
    b'\\x93NUMPY'
    """
    array = np.asanyarray(arr)
    if array.dtype.hasobject and not allow_pickle:
        raise ValueError("Object arrays cannot be saved when allow_pickle=False")
    if hasattr(file, "write"):
        array_file.write_array(file, array, allow_pickle=allow_pickle)
        return
    path = os.fspath(file)
    if not path.endswith(".npy"):
        path += ".npy"
    with open(path, "wb") as fid:
        array_file.write_array(fid, array, allow_pickle=allow_pickle)


def savez(file, *args, allow_pickle=True, **kwds):
    """Write several arrays to one ``.npz`` archive, uncompressed.

    Parameters
    ----------
    file : str, path-like or binary file
        ``.npz`` is added to a name that does not end so.
    *args : array_like
        They get the names ``arr_0``, ``arr_1``, ...
    allow_pickle : bool
        Whether arrays of Python objects may be written, as pickles.
    **kwds : array_like
        Arrays by name.

    Raises
    ------
    ValueError
        If a name is used twice, or an array may not be pickled; the file is untouched then.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> file = io.BytesIO()
    >>> np.savez(file, np.arange(2), weights=np.ones(3))
    >>> _ = file.seek(0)
    >>> sorted(np.load(file))
    ['arr_0', 'weights']
    """
    _save_archive(file, args, kwds, False, allow_pickle)


def savez_compressed(file, *args, allow_pickle=True, **kwds):
    """Write several arrays to one ``.npz`` archive, compressed (deflate).

    Parameters
    ----------
    file, *args, allow_pickle, **kwds
        As for `savez`.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> file = io.BytesIO()
    >>> np.savez_compressed(file, x=np.zeros(10000))
    >>> len(file.getvalue()) < 1000
    True
    """
    _save_archive(file, args, kwds, True, allow_pickle)


def _save_archive(file, args, kwds, compress, allow_pickle):
    named = dict(kwds)
    for number, value in enumerate(args):
        name = f"arr_{number}"
        if name in named:
            raise ValueError(f"Cannot use un-named variables and keyword {name}")
        named[name] = value
    if not hasattr(file, "write"):
        file = os.fspath(file)
        if not file.endswith(".npz"):
            file += ".npz"
    npz.write(file, named, compress, allow_pickle)
