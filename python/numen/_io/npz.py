"""Several arrays in one zip archive: ``.npz``."""

from collections.abc import Mapping

import numen as np

from . import array_file, header


class BagObj:
    """The keys of an archive as attributes: ``npz.f.x`` is ``npz["x"]``."""

    def __init__(self, obj):
        # The archive refers to its bag; the other way weakly, so that the file is closed with the archive.
        import weakref

        self._obj = weakref.proxy(obj)

    def __getattribute__(self, key):
        try:
            return object.__getattribute__(self, "_obj")[key]
        except KeyError:
            raise AttributeError(key) from None

    def __dir__(self):
        return list(object.__getattribute__(self, "_obj").keys())


class NpzFile(Mapping):
    """The arrays of a ``.npz`` file, each read when it is asked for.

    Made by `load`. A mapping from names to arrays, and a context manager that closes the file.

    Attributes
    ----------
    files : list of str
        The names of the arrays.
    f : BagObj
        The names as attributes.
    zip : zipfile.ZipFile
    fid : file or None
        The open file, if this object is to close it.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> file = io.BytesIO()
    >>> np.savez(file, x=np.arange(3), y=np.zeros(2))
    >>> _ = file.seek(0)
    >>> with np.load(file) as npz:
    ...     print(npz.files, npz["x"])
    ['x', 'y'] [0 1 2]
    """

    zip = None
    fid = None
    _MAX_REPR_ARRAY_COUNT = 5

    def __init__(
        self,
        fid,
        own_fid=False,
        allow_pickle=False,
        pickle_kwargs=None,
        *,
        max_header_size=header.MAX_HEADER_SIZE,
    ):
        import zipfile

        archive = zipfile.ZipFile(fid, allowZip64=True)
        members = archive.namelist()
        self.files = [name.removesuffix(".npy") for name in members]
        self._members = dict(zip(members, members)) | dict(zip(self.files, members))
        self.allow_pickle = allow_pickle
        self.max_header_size = max_header_size
        self.pickle_kwargs = pickle_kwargs
        self.zip = archive
        self.f = BagObj(self)
        if own_fid:
            self.fid = fid
        self._name = fid if isinstance(fid, str) else getattr(fid, "name", "object")

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()

    def close(self):
        """Close the file; arrays that have not been read are no longer there."""
        if self.zip is not None:
            self.zip.close()
            self.zip = None
        if self.fid is not None:
            self.fid.close()
            self.fid = None
        self.f = None

    def __del__(self):
        self.close()

    def __iter__(self):
        return iter(self.files)

    def __len__(self):
        return len(self.files)

    def __contains__(self, key):
        return key in self._members

    def __getitem__(self, key):
        try:
            member = self._members[key]
        except KeyError:
            raise KeyError(f"{key} is not a file in the archive") from None
        with self.zip.open(member) as file:
            start = file.read(len(header.MAGIC_PREFIX))
        with self.zip.open(member) as file:
            if start != header.MAGIC_PREFIX:
                return file.read()
            return array_file.read_array(
                file,
                allow_pickle=self.allow_pickle,
                pickle_kwargs=self.pickle_kwargs,
                max_header_size=self.max_header_size,
            )

    def __repr__(self):
        shown = ", ".join(self.files[: self._MAX_REPR_ARRAY_COUNT])
        if len(self.files) > self._MAX_REPR_ARRAY_COUNT:
            shown += "..."
        return f"NpzFile {self._name!r} with keys: {shown}"

    # As for a dict, not what `Mapping` mixes in: a missing name is not an error that was caught.
    def get(self, key, default=None, /):
        """The array of that name, or `default` where there is none."""
        return self[key] if key in self else default


def write(file, arrays, compress, allow_pickle):
    """Write named arrays to an archive; nothing is touched if one of them cannot be written."""
    arrays = {name: np.asanyarray(value) for name, value in arrays.items()}
    if not allow_pickle and any(array.dtype.hasobject for array in arrays.values()):
        raise ValueError("Object arrays cannot be saved when allow_pickle=False")
    import zipfile

    compression = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, mode="w", compression=compression, allowZip64=True) as archive:
        for name, array in arrays.items():
            # The size is known only at the end: room for a large one from the start.
            with archive.open(name + ".npy", "w", force_zip64=True) as member:
                array_file.write_array(member, array, allow_pickle=allow_pickle)
