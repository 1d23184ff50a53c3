"""Element types as the real NumPy spells them, for what asks by its protocol ``__numpy_dtype__``."""

import sys

__all__ = []


def real_dtype(dtype):
    """Return the `numpy.dtype` that is equal to a dtype of ours.

    Raises
    ------
    AttributeError
        The process has not imported the real NumPy, so that there is none.
    """
    numpy = sys.modules.get("numpy")
    if numpy is None or "__numen__" in vars(numpy):
        raise AttributeError("__numpy_dtype__")
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return numpy.dtype((real_dtype(base), shape))
    if dtype.names is None:
        return numpy.dtype(dtype.str)
    fields = [dtype.fields[name] for name in dtype.names]
    return numpy.dtype(
        {
            "names": list(dtype.names),
            "formats": [real_dtype(f[0]) for f in fields],
            "offsets": [f[1] for f in fields],
            "titles": [f[2] if len(f) > 2 else None for f in fields],
            "itemsize": dtype.itemsize,
        },
        align=dtype.isalignedstruct,
    )
