"""The sliding product of two sequences, on whatever `dot` takes."""

import operator

from . import _core as nc

_NAMES = ("valid", "same", "full")
_MODES = {name: number for number, name in enumerate(_NAMES)}


def _mode(mode):
    """The mode as a number: how many of the partial overlaps belong to the result."""
    if isinstance(mode, str):
        if mode in _MODES:
            return _MODES[mode]
        if mode[:1].lower() not in ("v", "s", "f"):
            raise ValueError(f"mode must be one of 'valid', 'same', or 'full' (got '{mode}')")
        raise ValueError("Use one of 'valid', 'same', or 'full' for convolve/correlate mode")
    try:
        if isinstance(mode, (bool, nc.bool)):
            raise TypeError
        mode = operator.index(mode)
    except TypeError:
        raise TypeError("convolve/correlate mode not understood") from None
    if mode not in _MODES.values():
        raise ValueError("integer convolve/correlate mode must be 0, 1, or 2")
    return mode


def _vector(x):
    vector = nc.asarray(x)
    if vector.ndim > 1 and isinstance(x, nc.ndarray):
        raise ValueError("object too deep for desired array")
    if vector.ndim > 1:
        raise ValueError(
            "setting an array element with a sequence. "
            "The requested array would exceed the maximum number of dimension of 1."
        )
    if vector.ndim < 1:
        raise ValueError("object of too small depth for desired array")
    return vector


def correlate(a, v, mode):
    """The products of `a` with `v`, conjugated, at every shift the mode names."""
    mode = _mode(mode)
    a, v = _vector(a), _vector(v)
    for name, x in (("first", a), ("second", v)):
        if x.size == 0:
            raise ValueError(f"{name} array argument cannot be empty")
    dtype = nc.promote_types(a.dtype, v.dtype)
    a, v = a.astype(dtype, copy=False), v.astype(dtype, copy=False)
    result = nc._quick_correlate(a, v, _NAMES[mode])
    if result is not NotImplemented:
        return result
    swapped = a.size < v.size
    if swapped:
        a, v = v, a
    result = _by_parts(a, v, mode)
    return result[::-1].copy() if swapped else result


def _by_parts(a, v, mode):
    """The products of `a` with the shorter `v`, of the same type, neither conjugated nor turned round."""
    from ._stride_tricks import sliding_window_view

    n, m = a.size, v.size
    left, right = ((0, 0), (m // 2, m - 1 - m // 2), (m - 1, m - 1))[mode]
    whole = n - m + 1
    result = nc.empty(left + whole + right, dtype=a.dtype)
    # Overlaps in part are products of the parts: zeros in place of the rest would make NaN of infinities.
    for i in range(left):
        k = m - left + i
        result[i] = nc.dot(a[:k], v[m - k :])
    result[left : left + whole] = nc.dot(sliding_window_view(a, m), v)
    for i in range(right):
        k = m - 1 - i
        result[left + whole + i] = nc.dot(a[n - k :], v[:k])
    return result
