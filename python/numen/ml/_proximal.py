"""Minimizing a smooth function plus absolute values of the arguments."""

import numen as np

__all__ = ["proximal"]

# How far a step may be lengthened again from round to round after it was shortened.
EASED = 0.9


def proximal(cost, x, width):
    """Yield point, value and the least slope of each round of accelerated proximal gradients, the start first.

    Least is made ``cost(x) + sum(width * |x|)``; `cost` gives the smooth part and its gradient. Beck and Teboulle, "A fast
    iterative shrinkage-thresholding algorithm" (2009), with steps found by halving, started anew where the momentum points
    uphill (O'Donoghue and Candes, "Adaptive restart for accelerated gradient schemes", 2015). The slope is the shortest of
    the subgradients: zero at the minimum.
    """
    value, gradient = cost(x)
    yield x, value + float(width @ np.abs(x)), _slope(x, gradient, width)
    ahead, pace, steep = x, 1.0, 1.0
    while True:
        new, there, after, steep = _step(cost, ahead, value, gradient, width, EASED * steep)
        yield new, there + float(width @ np.abs(new)), _slope(new, after, width)
        if float((ahead - new) @ (new - x)) > 0:
            pace = 1.0
        grown = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        if pace > 1:
            ahead = new + (pace - 1) / grown * (new - x)
            value, gradient = cost(ahead)
        else:
            ahead, value, gradient = new, there, after
        x, pace = new, grown


def _step(cost, x, value, gradient, width, steep):
    """The point that a parabola of this steepness leads to, made steeper until it lies above the cost."""
    while True:
        to = x - gradient / steep
        new = np.sign(to) * np.maximum(np.abs(to) - width / steep, 0)
        there, after = cost(new)
        move = new - x
        above = value + float(gradient @ move) + 0.5 * steep * float(move @ move)
        # Near the minimum both differ by rounding alone.
        if there <= above + 1e-14 * abs(value) or steep > 1e16:
            return new, there, after, steep
        steep *= 2


def _slope(x, gradient, width):
    flat = np.sign(gradient) * np.maximum(np.abs(gradient) - width, 0)
    return np.where(x == 0, flat, gradient + width * np.sign(x))
