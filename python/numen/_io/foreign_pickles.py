"""The names that pickles written by NumPy contain, and what each is here.

A pickle of an array names a function of NumPy (``numpy._core.multiarray._reconstruct``, before version 2
``numpy.core...``) and classes (``numpy.ndarray``, ``numpy.dtype``, scalar types). Loading one through
`Unpickler` gives Numen arrays, whether NumPy is installed or not.
"""

import importlib
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
