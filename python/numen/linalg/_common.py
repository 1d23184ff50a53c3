"""What the functions of the chapter share: checks, classes of results."""

from .. import _core as nc
from .._core import array_function_dispatch, asarray, ndarray
from .._exceptions import LinAlgError
from .._globals import _NoValue

__all__ = ["LinAlgError", "_NoValue", "adjoint", "dispatch", "give_class", "nc", "need_square", "need_stack"]


def dispatch(dispatcher, quick=None):
    """Let arguments override a function of ``numpy.linalg``; `quick` serves the usual ones natively."""
    return array_function_dispatch(dispatcher, module="numpy.linalg", quick=quick)


def give_class(result, original):
    """Give `result` the class of `original` (subclasses and objects with ``__array_wrap__``)."""
    return result if type(original) is ndarray else nc._wrapped(result, original)


def need_stack(*arrays):
    for a in arrays:
        if a.ndim < 2:
            raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be at least two-dimensional")


def need_square(*arrays):
    need_stack(*arrays)
    for a in arrays:
        if a.shape[-1] != a.shape[-2]:
            raise LinAlgError("Last 2 dimensions of the array must be square")


def adjoint(a):
    """Return the conjugate transpose of each matrix."""
    return nc.conjugate(asarray(a).swapaxes(-1, -2))
