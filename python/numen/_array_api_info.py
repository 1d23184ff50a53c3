"""What the package can do, for code written against the Python array API standard."""

from . import _core

__all__ = ["__array_namespace_info__"]

_KINDS = {
    "bool": ("bool",),
    "signed integer": ("int8", "int16", "int32", "int64"),
    "unsigned integer": ("uint8", "uint16", "uint32", "uint64"),
    "real floating": ("float32", "float64"),
    "complex floating": ("complex64", "complex128"),
}
_UNIONS = {
    "integral": ("signed integer", "unsigned integer"),
    "numeric": ("signed integer", "unsigned integer", "real floating", "complex floating"),
}


def _check_device(device):
    if device not in ("cpu", None):
        raise ValueError(f'Device not understood. Only "cpu" is allowed, but received: {device}')


def _names(kind):
    if kind is None:
        return [name for names in _KINDS.values() for name in names]
    if isinstance(kind, tuple):
        return [name for one in kind for name in _names(one)]
    if kind in _UNIONS:
        return _names(_UNIONS[kind])
    if isinstance(kind, str) and kind in _KINDS:
        return list(_KINDS[kind])
    raise ValueError(f"unsupported kind: {kind!r}")


class __array_namespace_info__:
    """The inspection interface of the array API standard.

    Examples
    --------
    >>> import numen as np
    >>> info = np.__array_namespace_info__()
    >>> info.default_device()
    'cpu'
    >>> sorted(info.dtypes(kind="real floating"))
    ['float32', 'float64']
    """

    def capabilities(self):
        """Return what the package supports of what the standard leaves open.

        Returns
        -------
        dict
        """
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": 64}

    def default_device(self):
        """Return the name of the device of new arrays, ``'cpu'``."""
        return "cpu"

    def default_dtypes(self, *, device=None):
        """Return the types of arrays made without one.

        Parameters
        ----------
        device : {None, 'cpu'}

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            For another device.
        """
        _check_device(device)
        names = {
            "real floating": "float64",
            "complex floating": "complex128",
            "integral": "int64",
            "indexing": "int64",
        }
        return {use: _core.dtype(name) for use, name in names.items()}

    def dtypes(self, *, device=None, kind=None):
        """Return the types of the standard by name.

        Parameters
        ----------
        device : {None, 'cpu'}
        kind : str or tuple of str, optional
            Only types of these kinds: ``'bool'``, ``'signed integer'``, ``'unsigned integer'``, ``'integral'``,
            ``'real floating'``, ``'complex floating'``, ``'numeric'``.

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            For another device or kind.
        """
        _check_device(device)
        return {name: _core.dtype(name) for name in _names(kind)}

    def devices(self):
        """Return the names of all devices."""
        return ["cpu"]


__array_namespace_info__.__module__ = "numen"
