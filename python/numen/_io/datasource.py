"""Files that may be compressed, or lie on a server: `DataSource`."""

import importlib
import io
import os

# Ending -> module of the standard library whose `open` reads it.
_COMPRESSED = {".gz": "gzip", ".bz2": "bz2", ".xz": "lzma", ".lzma": "lzma"}


def open(path, mode="r", destpath=os.curdir, encoding=None, newline=None):
    """Open a file, through the module that its ending asks for.

    Parameters
    ----------
    path : str or path-like
        A name, or an address (``http:``, ``https:``, ``ftp:``) whose file is fetched.
    mode : str
    destpath : str
        Where files that are fetched are kept.
    encoding, newline : str, optional
        As in the builtin `open`, for text.

    Returns
    -------
    file

    Raises
    ------
    FileNotFoundError
        If it is not there, under this name or with an ending of a compressed file added.
    """
    return DataSource(destpath).open(path, mode, encoding=encoding, newline=newline)


def _open_plain(path, mode, encoding, newline):
    ending = os.path.splitext(path)[1]
    if ending not in _COMPRESSED:
        return io.open(path, mode=mode, encoding=encoding, newline=newline)
    module = importlib.import_module(_COMPRESSED[ending])
    mode = mode.replace("+", "")
    if "t" in mode:
        return module.open(path, mode, encoding=encoding, newline=newline)
    # Those modules open in binary unless told otherwise.
    return module.open(path, mode)


class DataSource:
    """Opens files by name or address; compressed ones are decompressed while they are read.

    Parameters
    ----------
    destpath : str or path-like, optional
        The folder where fetched files are kept; by default the current one. None makes a folder that is
        removed with the object.

    Examples
    --------
    >>> import numen as np
    >>> np.lib.npyio.DataSource().exists("no such file")
    False
    """

    def __init__(self, destpath=os.curdir):
        self._istmpdest = destpath is None
        if destpath is None:
            import tempfile

            self._destpath = tempfile.mkdtemp()
        else:
            self._destpath = os.path.abspath(destpath)

    def __del__(self):
        if getattr(self, "_istmpdest", False):
            import shutil

            shutil.rmtree(self._destpath)

    @staticmethod
    def _isurl(path):
        from urllib.parse import urlparse

        parts = urlparse(path)
        return bool(parts.scheme and parts.netloc)

    def _cache(self, path):
        """Fetch the file at an address, and return where it is now."""
        import shutil
        from urllib.request import urlopen

        kept = self.abspath(path)
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        with urlopen(path) as source, io.open(kept, "wb") as target:
            shutil.copyfileobj(source, target)
        return kept

    def _names(self, path):
        """The name, and it with endings of compressed files."""
        if os.path.splitext(path)[1] in _COMPRESSED:
            return [path]
        return [path, *(path + ending for ending in _COMPRESSED if ending != ".lzma")]

    def _find(self, path):
        if self._isurl(path):
            candidates = [self.abspath(name) for name in self._names(path)] + self._names(path)
        else:
            candidates = self._names(path) + [self.abspath(name) for name in self._names(path)]
        for candidate in candidates:
            if self.exists(candidate):
                return self._cache(candidate) if self._isurl(candidate) else candidate
        return None

    def abspath(self, path):
        """Where the file of a name or address is, or would be kept: always below the source's folder.

        Parameters
        ----------
        path : str or path-like

        Returns
        -------
        str
        """
        from urllib.parse import urlparse

        path = os.fspath(path)
        parts = path.split(self._destpath, 2)
        if len(parts) > 1:
            path = parts[1]
        _, server, inner, *_ = urlparse(path)
        return os.path.join(self._destpath, self._inside(server), self._inside(inner))

    @staticmethod
    def _inside(path):
        """A path that leads nowhere out of the folder that it is joined to."""
        last = None
        while path != last:
            last = path
            path = path.lstrip(os.sep).lstrip("/").lstrip(os.pardir).removeprefix("..")
        return os.path.splitdrive(path)[1]

    def exists(self, path):
        """Whether there is such a file, here or at its address.

        Parameters
        ----------
        path : str or path-like

        Returns
        -------
        bool
        """
        path = os.fspath(path)
        if os.path.exists(path) or os.path.exists(self.abspath(path)):
            return True
        if not self._isurl(path):
            return False
        from urllib.error import URLError
        from urllib.request import urlopen

        try:
            urlopen(path).close()
        except URLError:
            return False
        return True

    def open(self, path, mode="r", encoding=None, newline=None):
        """Open a file of this source.

        Parameters
        ----------
        path : str or path-like
        mode : str
        encoding, newline : str, optional

        Returns
        -------
        file

        Raises
        ------
        ValueError
            If a file at an address is to be written.
        FileNotFoundError
            If there is none.
        """
        path = os.fspath(path)
        writes = any(letter in mode for letter in "wa+")
        if self._isurl(path) and writes:
            raise ValueError("URLs are not writeable")
        if "w" in mode:
            return _open_plain(path, mode, encoding, newline)
        found = self._find(path)
        if found is None:
            raise FileNotFoundError(f"{path} not found.")
        return _open_plain(found, mode, encoding, newline)
