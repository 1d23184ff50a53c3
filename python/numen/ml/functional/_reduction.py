"""The losses of elements to one number, and the gradient of that number back to the elements."""

import numen as np


def reduced(values, reduction, count=None):
    """The mean (over `count`), the sum, or the values themselves."""
    if reduction == "none":
        return values
    if reduction == "sum":
        return values.sum()
    if reduction == "mean":
        with np.errstate(invalid="ignore", divide="ignore"):
            return values.sum() / values.dtype.type(values.size if count is None else count)
    raise ValueError(f"{reduction} is not a valid value for reduction; use 'mean', 'sum' or 'none'")


def spread(grad, values, reduction, count=None):
    """The gradient of the values, from that of what `reduced` returned."""
    grad = np.asarray(grad, dtype=values.dtype)
    if reduction == "mean":
        return grad / values.dtype.type(values.size if count is None else count)
    return grad
