"""Types for annotations.

``ArrayLike`` is what `asarray` takes, ``DTypeLike`` what `dtype` takes, ``NDArray[np.float64]`` an array with items
of one scalar type.

>>> import numen as np
>>> from numen.typing import NDArray
>>> def norm(x: NDArray[np.float64]) -> float:
...     return float(np.sqrt((x * x).sum()))
>>> norm(np.array([3.0, 4.0]))
5.0
"""

import warnings
from collections.abc import Sequence
from typing import (
    Any,
    Protocol,
    SupportsComplex,
    SupportsFloat,
    SupportsInt,
    TypeVar,
    final,
    runtime_checkable,
)

from . import _core

__all__ = ["ArrayLike", "DTypeLike", "NBitBase", "NDArray"]  # noqa: F822 - NBitBase comes with a warning

_Scalar = TypeVar("_Scalar", bound=_core.generic)


@runtime_checkable
class _SupportsArray(Protocol):
    """An object that gives an array of itself."""

    def __array__(self) -> "_core.ndarray": ...


@runtime_checkable
class _SupportsDType(Protocol):
    """An object with a dtype."""

    @property
    def dtype(self) -> "_core.dtype": ...


_Number = bool | int | float | complex | SupportsInt | SupportsFloat | SupportsComplex

NDArray = _core.ndarray[tuple[Any, ...], _core.dtype[_Scalar]]
ArrayLike = _SupportsArray | _Number | str | bytes | Sequence[Any]
DTypeLike = _core.dtype | type | str | None | tuple[Any, Any] | list[Any] | dict[str, Any] | _SupportsDType


@final
class _NBitBase:
    """Base of the precisions that NumPy's static types had."""


_NBitBase.__name__ = _NBitBase.__qualname__ = "NBitBase"


def __getattr__(name):
    if name == "NBitBase":
        warnings.warn(
            "`NBitBase` is deprecated and will be removed from numpy.typing in the future. Use `@typing.overload` or "
            "a `TypeVar` with a scalar-type as upper bound, instead. (deprecated in NumPy 2.3)",
            DeprecationWarning,
            stacklevel=2,
        )
        return _NBitBase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(set(globals()) | {"NBitBase"})
