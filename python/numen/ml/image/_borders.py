"""What lies beyond the border: an image goes on in one of five ways."""

import numen as np

__all__ = ["check_mode", "extended", "within"]

# How rows and columns a b c d go on.
NAMES = ("reflect", "mirror", "nearest", "wrap", "constant")


def check_mode(mode, *more):
    """Raise `ValueError` unless the mode is one of those above, or of `more`."""
    if mode not in NAMES + more:
        raise ValueError(f"mode must be one of {[*NAMES, *more]}, got {mode!r}")


def within(at, n, mode):
    """The places among `n` pixels that stand for places `at`, which may lie outside; -1 for the constant.

    Places between pixels come back as such, but those of "constant"; of "reflect" they may lie before the first pixel, by
    one at most.

    Examples
    --------
    >>> import numen as np
    >>> within(np.arange(-3, 7), 4, "reflect").tolist()
    [2, 1, 0, 0, 1, 2, 3, 3, 2, 1]
    >>> within(np.arange(-3, 7), 4, "mirror").tolist()
    [3, 2, 1, 0, 1, 2, 3, 2, 1, 0]
    >>> within(np.arange(-2, 6), 4, "constant").tolist()
    [-1, -1, 0, 1, 2, 3, -1, -1]
    """
    if mode == "nearest":
        return np.clip(at, 0, n - 1)
    if mode == "wrap":
        return at % n
    if mode == "constant":
        return np.where((at >= 0) & (at < n), at, -1)
    if mode == "mirror":
        period = max(2 * n - 2, 1)
        folded = at % period
        return np.minimum(folded, period - folded) if n > 1 else folded
    folded = at % (2 * n)
    return np.minimum(folded, 2 * n - 1 - folded)


def extended(x, before, after, axis, mode, value=0.0):
    """`x` with so many pixels more before and after along an axis."""
    if not before and not after:
        return x
    n = x.shape[axis]
    at = within(np.arange(-before, n + after), n, mode)
    if mode != "constant":
        return np.take(x, at, axis=axis)
    shape = list(x.shape)
    shape[axis] = n + before + after
    out = np.full(shape, value, dtype=x.dtype)
    inner = [slice(None)] * x.ndim
    inner[axis] = slice(before, before + n)
    out[tuple(inner)] = x
    return out
