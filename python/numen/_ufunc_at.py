"""`ufunc.at`: in place at indices, repeated indices repeatedly."""

from . import _core as nc

__all__ = []


def at(ufunc, a, indices, b):
    """Apply `ufunc` to ``a[indices]`` (and `b`) in place, one index after the other.

    Equal indices are met in rounds: each round takes the first of those left, so that every element is read after
    the rounds before have written it.
    """
    positions = nc.arange(a.size).reshape(a.shape)[indices]
    positions = nc.asarray(positions)
    shape = positions.shape
    where = positions.ravel()
    values = None if b is None else nc.broadcast_to(nc.asanyarray(b), shape).ravel()
    flat = a.reshape(-1) if a.flags.c_contiguous else a.flat
    left = nc.arange(where.size)
    while left.size:
        now = where[left]
        order = nc.argsort(now, kind="stable")
        ordered = now[order]
        first = nc.ones(ordered.size, dtype=bool)
        first[1:] = ordered[1:] != ordered[:-1]
        chosen = order[first]
        target = now[chosen]
        picked = left[chosen]
        result = ufunc(flat[target]) if values is None else ufunc(flat[target], values[picked])
        if not nc.can_cast(result.dtype, a.dtype, "same_kind"):
            raise TypeError(
                f"Cannot cast ufunc '{ufunc.__name__}' output from {result.dtype!r} to {a.dtype!r} with casting rule "
                "'same_kind'"
            )
        flat[target] = result
        left = nc.sort(left[order[~first]])
