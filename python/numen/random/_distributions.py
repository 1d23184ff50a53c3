"""What `Generator` and `RandomState` share: distributions by name, integers with bounds."""

import operator
import warnings

from .. import _core as nc
from ._common import draws_from
from ._table import TABLE, documentation

__all__ = []


class Draws:
    """Draws from a bit generator, under its lock.

    The native `random`, `plain`, `draw`, `below` and `integers` take the lock themselves; for the others it is held here.
    """

    _legacy = None

    def _take(self, bit_generator, refusal):
        """Draw from this bit generator from here on."""
        self._native = draws_from(bit_generator, refusal)
        self._lock = bit_generator.lock
        self._bit_generator = bit_generator

    def __repr__(self):
        return f"{self} at 0x{id(self):X}"

    def __str__(self):
        return f"{type(self).__name__}({type(self._bit_generator).__name__})"

    def _uniforms(self, size):
        return self._native.random(size)

    def _integers(self, num, low, high, size):
        return self._native.integers(self._legacy, num, low, high, size)


def _drawn_by(count, index, legacy):
    """A method of so many parameters that draws from a distribution."""
    if count == 0:

        def draw(self, size=None):
            return self._native.draw(legacy, index, (), size)

    elif count == 1:

        def draw(self, a, size=None):
            return self._native.draw(legacy, index, (a,), size)

    elif count == 2:

        def draw(self, a, b, size=None):
            return self._native.draw(legacy, index, (a, b), size)

    else:

        def draw(self, a, b, c, size=None):
            return self._native.draw(legacy, index, (a, b, c), size)

    return draw


def distribution(name, legacy):
    """Make a method that draws from a distribution of the native table."""
    parameters = {p: default for p, (default, _, _) in TABLE[name][1].items()}
    method = _drawn_by(len(parameters), nc._distribution_index(legacy, name), legacy)
    # Its parameters are named on the code that all of their number share: a compiler would take far longer.
    method.__code__ = method.__code__.replace(co_name=name, co_varnames=("self", *parameters, "size"))
    method.__defaults__ = (*(d for d in parameters.values() if d is not ...), None)
    method.__name__ = method.__qualname__ = name
    method.__doc__ = documentation(name, legacy)
    return method


def rows_shape(size, width):
    """Return the shape of vectors of a width, as many as `size` says, and their number."""
    if size is None:
        shape = ()
    else:
        try:
            shape = (operator.index(size),)
        except TypeError:
            shape = tuple(operator.index(n) for n in tuple(size))
    return checked_rows(shape), (*shape, width)


def checked_rows(shape):
    """Return the number of elements of a shape."""
    rows = 1
    for n in shape:
        if n < 0:
            raise ValueError("negative dimensions are not allowed")
        rows *= n
    return rows


def safe_array(value, dtype):
    """Return an object as an array of a type; arrays only if nothing is lost."""
    if isinstance(value, nc.ndarray):
        return nc.asarray(value).astype(dtype, casting="safe", copy=False)
    return nc.asarray(value, dtype=dtype)


# Type name: number of the native type, lowest and highest value.
INTEGER_TYPES = {
    "bool": (0, 0, 1),
    "int8": (1, -(2**7), 2**7 - 1),
    "uint8": (2, 0, 2**8 - 1),
    "int16": (3, -(2**15), 2**15 - 1),
    "uint16": (4, 0, 2**16 - 1),
    "int32": (5, -(2**31), 2**31 - 1),
    "uint32": (6, 0, 2**32 - 1),
    "int64": (7, -(2**63), 2**63 - 1),
    "uint64": (8, 0, 2**64 - 1),
}

_BYTE_ORDER = (
    "Providing a dtype with a non-native byteorder is not supported. If you require platform-independent "
    "byteorder, call byteswap when required."
)

_LONG = (7, -(2**63), 2**63 - 1)


def integers(self, low, high, size, dtype, endpoint, function):
    """Draw integers between bounds, numbers or arrays, of a type."""
    if high is None:
        low, high = 0, low
    if dtype is int or dtype is nc.int64:
        kind, dt = _LONG, None
    else:
        dt = nc.dtype(dtype)
        kind = INTEGER_TYPES.get(dt.name) if dt.kind in "biu" else None
        if kind is None:
            raise TypeError(f"Unsupported dtype {dt!r} for {function}")
        if not dt.isnative:
            if not self._legacy:
                raise ValueError(_BYTE_ORDER)
            warnings.warn(
                f"{_BYTE_ORDER}\nIn future version, providing byteorder will raise a ValueError",
                DeprecationWarning,
                stacklevel=3,
            )
            dt = dt.newbyteorder("=")
    if not (type(low) is int and type(high) is int):
        if size is not None and nc.empty(size, "bool").size == 0:
            return nc.empty(size, dt or nc.int64)
        low, high = _number_or_array(low), _number_or_array(high)
        if isinstance(low, nc.ndarray) or isinstance(high, nc.ndarray):
            return _between(self, low, high, size, endpoint, kind, dt or nc.dtype(nc.int64))
    num, lowest, highest = kind
    last = high if endpoint else high - 1
    if not lowest <= low <= last <= highest:
        if size is not None and nc.empty(size, "bool").size == 0:
            return nc.empty(size, dt or nc.int64)
        name = "int64" if dt is None else dt.name
        if low < lowest:
            raise ValueError(f"low is out of bounds for {name}")
        if last > highest:
            raise ValueError(f"high is out of bounds for {name}")
        raise _crossed(endpoint, low)
    value = self._native.integers(self._legacy, num, low, last, size)
    if size is None and dtype is not int and dtype is not bool:
        return nc.int64(value) if dt is None else nc.dtype(dt.name).type(value)
    return value


def _crossed(endpoint, low):
    """The error of bounds in the wrong order; a lower bound of zero may be one that was not given."""
    if nc.any(low):
        return ValueError(f"low {'>' if endpoint else '>='} high")
    return ValueError(f"high {'<' if endpoint else '<='} 0")


def _number_or_array(x):
    if isinstance(x, nc.ndarray):
        return int(x.item()) if x.ndim == 0 else x
    if isinstance(x, (list, tuple)):
        return nc.asarray(x)
    array = nc.asarray(x) if hasattr(x, "__array__") or hasattr(x, "__len__") else None
    return array if array is not None and array.ndim else int(x)


def _exact(bounds):
    """Bounds as an array of int64, or of Python integers where they may not fit."""
    a = nc.asarray(bounds)
    if a.dtype.kind in "bi" or a.dtype.kind == "u" and a.dtype.itemsize < 8:
        return a.astype(nc.int64)
    whole = nc.empty(a.shape, dtype=object)
    whole[...] = nc.array([int(v) for v in a.ravel().tolist()], dtype=object).reshape(a.shape)
    return whole


def _between(self, low, high, size, endpoint, kind, dt):
    """Draw integers between bounds that are arrays, broadcast together and to `size`."""
    num, lowest, highest = kind
    low, high = _exact(low), _exact(high)
    above = nc.any(high > highest if endpoint else high > highest + 1)
    if nc.any(low < lowest):
        raise ValueError(f"low is out of bounds for {dt.name}")
    if above:
        raise ValueError(f"high is out of bounds for {dt.name}")
    if nc.any(low > high if endpoint else low >= high):
        raise _crossed(endpoint, low)
    common = common_shape(size, low, high)
    wide = nc.uint64 if dt.name == "uint64" else nc.int64
    if not endpoint and high.size:
        high = high - 1
    low, high = (nc.broadcast_to(a, common).astype(wide) for a in (low, high))
    with self._lock:
        return self._native.integers_between(self._legacy, num, low, high)


def common_shape(size, *arrays):
    """Return the shape that arrays broadcast to, with `size`, which has to be that shape."""
    from .._stride_tricks import common_shape as broadcast

    if size is None:
        return broadcast(list(arrays))
    out = nc.empty(size, dtype="bool")
    common = broadcast([*arrays, out])
    if common != out.shape:
        raise ValueError(
            f"Output size {out.shape} is not compatible with broadcast dimensions of inputs {common}."
        )
    return common


def random_bytes(self, length):
    """Return random bytes, four from each 32-bit word, the lowest first."""
    if isinstance(length, (str, type(None))):
        raise TypeError("an integer is required")
    length = int(length)
    words = int((length - 1) / 4) + 1
    if words < 0:
        raise ValueError("negative dimensions are not allowed")
    with self._lock:
        drawn = self._native.bytes(4 * words)
    return drawn[:length]
