"""What `Generator` and `RandomState` share: distributions by name, integers with bounds, shuffles, choices."""

import operator

from .. import _core as nc

__all__ = []


def shape_of(size):
    """Return `size` as a list of lengths, or None."""
    if size is None:
        return None
    try:
        lengths = [operator.index(size)]
    except TypeError:
        lengths = [operator.index(n) for n in size]
    if any(n < 0 for n in lengths):
        raise ValueError("negative dimensions are not allowed")
    return lengths


def distribution(legacy, name, parameters, doc):
    """Make a method that draws from a distribution of the native table.

    `parameters` are (name, default) pairs; a default of `...` means required.
    """
    names = [p for p, _ in parameters]
    signature = ", ".join(p if d is ... else f"{p}={d}" for p, d in parameters)
    head = f"self, {signature}, size=None" if signature else "self, size=None"
    source = f"def {name}({head}):\n    return self._draw({name!r}, [{', '.join(names)}], size)\n"
    space = {}
    exec(source, space)
    method = space[name]
    method.__doc__ = doc
    method.__module__ = __name__
    return method


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


def integers(native, legacy, low, high, size, dtype, endpoint, function):
    """Draw integers between bounds, scalars or arrays, of a type."""
    dt = nc.dtype(dtype)
    plain_type = dtype if dtype in (bool, int) else None
    if dt.name not in INTEGER_TYPES or dt.kind not in "biu":
        raise TypeError(f"Unsupported dtype {dt!r} for {function}")
    num, lowest, highest = INTEGER_TYPES[dt.name]
    scalars = _is_scalar(low) and (high is None or _is_scalar(high))
    if high is None:
        low, high = 0, low
    if scalars:
        low, high = _bound(low), _bound(high)
        if not endpoint:
            high -= 1
        if low < lowest:
            raise ValueError(f"low is out of bounds for {dt.name}")
        if high > highest:
            raise ValueError(f"high is out of bounds for {dt.name}")
        if low > high:
            raise ValueError("low > high" if endpoint else "low >= high")
        shape = shape_of(size)
        out = native.integers(legacy, num, low, high, shape if shape is not None else [])
        if shape is None:
            value = out[()]
            if plain_type is not None:
                return plain_type(value)
            return value
        return out if out.dtype == dt else out.astype(dt)
    return _between(native, legacy, low, high, size, dt, endpoint, num, lowest, highest)


def _is_scalar(x):
    return getattr(x, "ndim", 0) == 0 and not isinstance(x, (list, tuple))


def _bound(x):
    try:
        return operator.index(x)
    except TypeError:
        x = x.item() if hasattr(x, "item") else x
        return int(x)


def _between(native, legacy, low, high, size, dt, endpoint, num, lowest, highest):
    low, high = nc.asarray(low), nc.asarray(high)
    from .._stride_tricks import broadcast_shapes

    common = broadcast_shapes(low.shape, high.shape)
    shape = shape_of(size)
    if shape is not None:
        if tuple(broadcast_shapes(common, tuple(shape))) != tuple(shape):
            raise ValueError(
                f"Output size {tuple(shape)} is not compatible with broadcast dimensions of inputs {common}."
            )
        common = tuple(shape)
    lows = [int(v) for v in nc.broadcast_to(low, common).ravel().tolist()]
    highs = [int(v) - (0 if endpoint else 1) for v in nc.broadcast_to(high, common).ravel().tolist()]
    if any(v < lowest for v in lows):
        raise ValueError(f"low is out of bounds for {dt.name}")
    if any(v > highest for v in highs):
        raise ValueError(f"high is out of bounds for {dt.name}")
    if any(a > b for a, b in zip(lows, highs, strict=True)):
        raise ValueError("low > high" if endpoint else "low >= high")
    return native.integers_between(legacy, num, lows, highs).reshape(common)


def probabilities(p, n):
    """Check the probabilities of `choice` over `n` items; return them as floats."""
    p = nc.asarray(p, dtype=nc.float64)
    if p.ndim != 1:
        raise ValueError("'p' must be 1-dimensional")
    if p.size != n:
        raise ValueError("'a' and 'p' must have same size")
    values = p.tolist()
    total = kahan(values)
    if total != total:
        raise ValueError("Probabilities contain NaN")
    if any(v < 0 for v in values):
        raise ValueError("Probabilities are not non-negative")
    if abs(total - 1.0) > max(2.0**-26, 1e-8 if p.dtype == nc.float64 else 1e-4):
        raise ValueError(
            "Probabilities do not sum to 1. See Notes section of docstring for more information."
        )
    return values


def kahan(values):
    """Return the compensated sum."""
    total = values[0] if values else 0.0
    c = 0.0
    for v in values[1:]:
        y = v - c
        t = total + y
        c = (t - total) - y
        total = t
    return total


def rearranged(x, order, axis=0):
    """Return an array taken along an axis in the given order."""
    index = (slice(None),) * axis + (order,)
    return x[index]
