"""Gradients kept in bounds, and parameters as one vector."""

import numen as np

__all__ = ["clip_grad_norm_", "clip_grad_value_", "parameters_to_vector", "vector_to_parameters"]


def _with_gradients(parameters):
    parameters = [parameters] if hasattr(parameters, "grad") else list(parameters)
    return [p for p in parameters if p.grad is not None]


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    """Shorten all gradients by one factor, so that the norm of them together is at most `max_norm`.

    Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013).

    Parameters
    ----------
    parameters : iterable of Parameter, or one
    max_norm : float
    norm_type : float
        2 for the length, ``inf`` for the largest element.
    error_if_nonfinite : bool
        Raise where the norm is NaN or infinite.

    Returns
    -------
    float
        The norm before.

    Raises
    ------
    RuntimeError
        The norm is not finite, and this was to be told.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> p = nn.Parameter(np.zeros(2))
    >>> p.grad = np.array([3.0, 4.0])
    >>> nn.utils.clip_grad_norm_([p], 1.0), p.grad.round(4)
    (5.0, array([0.6, 0.8]))
    """
    found = _with_gradients(parameters)
    if norm_type == np.inf:
        total = max((float(np.abs(p.grad).max()) for p in found), default=0.0)
    else:
        parts = [float(np.sum(np.abs(p.grad) ** norm_type)) for p in found]
        total = sum(parts) ** (1 / norm_type)
    if error_if_nonfinite and not np.isfinite(total):
        raise RuntimeError(
            f"The total norm of order {norm_type} for gradients is non-finite, so it cannot be clipped"
        )
    factor = min(max_norm / (total + 1e-6), 1.0) if total == total else total
    for p in found:
        p.grad = p.grad * p.grad.dtype.type(factor)
    return total


def clip_grad_value_(parameters, clip_value):
    """Keep each element of the gradients within ``[-clip_value, clip_value]``, which may turn them."""
    for p in _with_gradients(parameters):
        p.grad = np.clip(p.grad, -clip_value, clip_value)


def parameters_to_vector(parameters):
    """Return all parameters, one after another."""
    return np.concatenate([p.data.ravel() for p in parameters])


def vector_to_parameters(vec, parameters):
    """Write a vector of `parameters_to_vector` back to the parameters."""
    vec, parameters = np.asarray(vec), list(parameters)
    total = sum(p.size for p in parameters)
    if vec.shape != (total,):
        raise ValueError(f"expected a vector of shape ({total},), got {vec.shape}")
    start = 0
    for p in parameters:
        p.data[...] = vec[start : start + p.size].reshape(p.shape)
        start += p.size
