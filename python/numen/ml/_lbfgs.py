"""Minimizing a smooth function by its gradient with a short memory of curvature."""

from collections import deque

import numen as np

__all__ = ["lbfgs"]

DESCENT, FLATTER = 1e-4, 0.9  # the two conditions of Wolfe
TRIALS = 50


def lbfgs(cost, x, memory=10):
    """Yield point, value and gradient of each round of L-BFGS (Liu and Nocedal, 1989), the start first.

    `cost` gives value and gradient. Steps satisfy the conditions of Wolfe by bisection (Lewis and Overton, 2013); where
    values differ by rounding alone the slope decides (Hager and Zhang, 2005). Ends where no step leads down.
    """
    value, gradient = cost(x)
    pairs = deque(maxlen=memory)
    yield x, value, gradient
    while True:
        direction = -_inverse(pairs, gradient)
        slope = float(gradient @ direction)
        if not slope < 0:
            if not pairs:
                return
            pairs.clear()
            continue
        first = 1.0 if pairs else min(1.0, 1 / max(float(np.sum(np.abs(gradient))), 1e-300))
        step = _search(cost, x, value, direction, slope, first)
        if step is None:
            if not pairs:
                return
            pairs.clear()
            continue
        new, value, after = step
        s, y = new - x, after - gradient
        curvature = float(s @ y)
        if curvature > np.finfo(np.float64).eps * float(y @ y):
            pairs.append((s, y, 1 / curvature))
        x, gradient = new, after
        yield x, value, gradient


def _inverse(pairs, gradient):
    """The gradient times the inverse of the curvature that the pairs of steps describe (two loops)."""
    q = gradient.copy()
    shares = []
    for s, y, rho in reversed(pairs):
        share = rho * float(s @ q)
        q -= share * y
        shares.append(share)
    if pairs:
        s, y, rho = pairs[-1]
        q *= 1 / (rho * float(y @ y))
    for (s, y, rho), share in zip(pairs, reversed(shares)):
        q += (share - rho * float(y @ q)) * s
    return q


def _search(cost, x, value, direction, slope, t):
    low, high = 0.0, np.inf
    rounding = 1e-14 * max(abs(value), 1e-300)
    for _ in range(TRIALS):
        new = x + t * direction
        there, gradient = cost(new)
        rise = float(gradient @ direction)
        down = there <= value + DESCENT * t * slope
        down = down or abs(there - value) <= rounding and rise <= (2 * DESCENT - 1) * slope
        if not down:
            high = t
        elif rise < FLATTER * slope:
            low = t
        else:
            return new, there, gradient
        t = (low + high) / 2 if high < np.inf else 2 * low
    return None
