"""Pickles that NumPy wrote, and pickles that NumPy can read.

A pickle of an array names a function of NumPy (``numpy._core.multiarray._reconstruct``, before version 2
``numpy.core...``) and classes (``numpy.ndarray``, ``numpy.dtype``, scalar types). Loading one through
`Unpickler` gives Numen arrays, whether NumPy is installed or not. `dump` writes the same names: for ``.npy``
files, which are NumPy's, and for handing objects to a program that has NumPy alone. Ordinary pickles of Numen
arrays name Numen.
"""

import importlib
import io
import pickle


def _reconstruct(subtype, shape, dtype):
    """An array of class `subtype`, filled afterwards by its ``__setstate__``."""
    import numen

    return numen.ndarray.__new__(subtype, shape, dtype)


def _frombuffer(buffer, dtype, shape, order, axis_order=None):
    """An array over a buffer that travelled outside the pickle (protocol 5)."""
    import numen

    flat = numen.frombuffer(buffer, dtype=dtype)
    if order == "K" and axis_order is not None:
        return flat.reshape(shape, order="C").transpose(axis_order)
    return flat.reshape(shape, order=order)


def _scalar(dtype, data=None):
    """A scalar from its dtype and bytes; an object scalar is the object itself."""
    import numen

    if dtype.hasobject:
        return data
    if data is None:
        return numen.zeros((), dtype)[()]
    if isinstance(data, str):  # written by Python 2
        data = data.encode("latin1")
    return numen.frombuffer(data, dtype=dtype, count=1)[0]


_FUNCTIONS = {
    "multiarray._reconstruct": _reconstruct,
    "multiarray.scalar": _scalar,
    "numeric._frombuffer": _frombuffer,
}


def find(module, name):
    """What the global `name` of NumPy's `module` is here, or None where there is nothing."""
    parts = module.split(".")
    if parts[0] != "numpy":
        return None
    if len(parts) > 1 and parts[1] in ("core", "_core"):
        found = _FUNCTIONS.get(".".join([*parts[2:], name]))
        if found is not None:
            return found
        parts = ["numpy"]
    elif parts[1:2] == ["random"] and name in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"):
        parts = ["numpy", "random"]
    try:
        return getattr(importlib.import_module(".".join(["numen", *parts[1:]])), name)
    except (ImportError, AttributeError):
        return None


class Unpickler(pickle.Unpickler):
    """Loads pickles, with the names that belong to NumPy found here."""

    def find_class(self, module, name):
        found = find(module, name)
        return super().find_class(module, name) if found is None else found


def load(file, **options):
    """Load one pickle from an open binary file.

    Parameters
    ----------
    file : binary file
    **options
        `fix_imports` and `encoding`, as in `pickle.load`.
    """
    return Unpickler(file, **options).load()


def loads(data, **options):
    """Load a pickle from bytes; see `load`."""
    return load(io.BytesIO(data), **options)


# ---- writing


class _Global:
    """Stands for a name of a module that need not be installed here."""

    def __init__(self, module, name):
        self.module, self.name = module, name

    def __call__(self, *args):
        raise TypeError("a name for a pickle, not a function")


_ARRAY, _DTYPE = _Global("numpy", "ndarray"), _Global("numpy", "dtype")
_RECONSTRUCT = _Global("numpy._core.multiarray", "_reconstruct")
_SCALAR = _Global("numpy._core.multiarray", "scalar")


class _Pickler(pickle._Pickler):
    """Writes our arrays, scalars, dtypes and types under NumPy's names.

    The pickler of the standard library written in C looks every name up; the one written in Python can be told
    to write it.
    """

    dispatch = dict(pickle._Pickler.dispatch)

    def save_foreign(self, obj):
        self.save(obj.module)
        self.save(obj.name)
        self.write(pickle.STACK_GLOBAL)
        self.memoize(obj)

    dispatch[_Global] = save_foreign

    def reducer_override(self, obj):
        import numen as np

        if type(obj) is np.ndarray:
            return _RECONSTRUCT, (_ARRAY, (0,), b"b"), _array_state(obj)
        if isinstance(obj, np.dtype):
            _, arguments, *state = obj.__reduce__()
            return (_DTYPE, arguments, *state)
        if isinstance(obj, np.generic):
            return _SCALAR, (obj.dtype, obj.tobytes())
        return NotImplemented


def _array_state(array):
    """What NumPy's ``ndarray.__setstate__`` takes: version, shape, dtype, whether in Fortran order, data."""
    fortran = bool(array.flags.f_contiguous and not array.flags.c_contiguous)
    if array.dtype.hasobject and array.dtype.names is None:
        data = array.ravel().tolist()  # in the order of the indices, whatever the memory's
    else:
        data = array.tobytes("F" if fortran else "C")
    return 1, array.shape, array.dtype, fortran, data


def dump(obj, file, fix_imports=True):
    """Write a pickle (protocol 4) that NumPy reads, also where Numen is not installed.

    Parameters
    ----------
    obj : object
        Arrays in it, at any depth, become NumPy's. Subclasses stay what they are.
    file : binary file
    fix_imports : bool
        Taken for the sake of callers; without meaning in this protocol.

    Examples
    --------
    >>> import numen as np
    >>> from numen._io import foreign_pickles
    >>> data = foreign_pickles.dumps({"x": np.arange(3)})
    >>> b"numen" in data
    False
    >>> foreign_pickles.loads(data)
    {'x': array([0, 1, 2])}
    """
    _Pickler(file, protocol=4).dump(obj)


def dumps(obj):
    """The pickle that `dump` writes, as bytes."""
    file = io.BytesIO()
    dump(obj, file)
    return file.getvalue()
