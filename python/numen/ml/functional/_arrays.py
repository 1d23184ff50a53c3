"""What every function does first and last: floats in, gradients summed to the shape of what was broadcast."""

import numen as np


def floats(x):
    """The array as it is where it holds floats, else as float64."""
    x = np.asarray(x)
    if x.dtype.kind in "fc":
        return x
    if x.dtype.kind in "biu":
        return x.astype(np.float64)
    raise TypeError(f"expected an array of numbers, got dtype {x.dtype}")


def unbroadcast(grad, shape):
    """Sum the gradient of a broadcast array to the shape it had.

    Examples
    --------
    >>> import numen as np
    >>> unbroadcast(np.ones((2, 3)), (3,))
    array([2., 2., 2.])
    """
    if grad.shape == shape:
        return grad
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape)))) if grad.ndim > len(shape) else grad
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and grad.shape[i] != 1)
    return grad.sum(axis=stretched, keepdims=True) if stretched else grad
