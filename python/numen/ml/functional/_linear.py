"""Products with a matrix, rows of a table, and elements left out."""

import numen as np

from ._arrays import floats

__all__ = [
    "dropout",
    "dropout_backward",
    "dropout_forward",
    "embedding",
    "embedding_backward",
    "embedding_forward",
    "linear",
    "linear_backward",
    "linear_forward",
]


def linear_forward(input, weight, bias=None):
    """Return ``linear(input, weight, bias)`` and what its gradient needs."""
    x, w = floats(input), floats(weight)
    if x.ndim == 0 or x.shape[-1] != w.shape[0]:
        raise ValueError(f"input of shape {x.shape} does not fit a weight of shape {w.shape} (in, out)")
    out = x @ w
    if bias is not None:
        out += bias
    return out, (x, w, bias is not None)


def linear_backward(grad, saved, of_input=True):
    """Return the gradients: of the input ``grad @ W.T``, of the weight ``x.T @ grad``, of the bias ``sum(grad)``.

    The first is None if it is not asked for: the first layer of a network spends a third of its time on it.
    """
    x, w, with_bias = saved
    rows, flat = grad.reshape(-1, grad.shape[-1]), x.reshape(-1, x.shape[-1])
    return grad @ w.T if of_input else None, flat.T @ rows, rows.sum(axis=0) if with_bias else None


def linear(input, weight, bias=None):
    """Return ``input @ weight + bias``.

    Parameters
    ----------
    input : array_like, shape (..., in)
    weight : array_like, shape (in, out)
        The layout of the formula; PyTorch keeps the transposed.
    bias : array_like, shape (out,), optional

    Returns
    -------
    ndarray of float, shape (..., out)

    Raises
    ------
    ValueError
        The last axis of `input` is not the first of `weight`.

    Examples
    --------
    >>> from numen.ml.functional import linear
    >>> linear([1.0, 2.0], [[1.0, 0.0], [0.0, 3.0]], [10.0, 0.0])
    array([11.,  6.])
    """
    return linear_forward(input, weight, bias)[0]


def embedding_forward(
    input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False
):
    """Return ``embedding(input, weight)`` and what its gradient needs."""
    ids, w = np.asarray(input), floats(weight)
    if ids.dtype.kind not in "iu":
        raise TypeError(f"embedding expects indices of an integer dtype, got {ids.dtype}")
    if ids.size and (int(ids.min()) < 0 or int(ids.max()) >= len(w)):
        raise IndexError(f"index out of range: indices must lie in [0, {len(w) - 1}]")
    if padding_idx is not None and padding_idx < 0:
        padding_idx += len(w)
    if max_norm is not None:
        _shorten(w, np.unique(ids), max_norm, norm_type)
    return w[ids], (ids, w.shape, padding_idx, scale_grad_by_freq)


def _shorten(w, rows, max_norm, norm_type):
    """Scale those rows of the table, in place, that are longer than allowed."""
    long = np.linalg.norm(w[rows], ord=norm_type, axis=1)
    rows, long = rows[long > max_norm], long[long > max_norm]
    # The small number is PyTorch's: it keeps the result below the limit.
    w[rows] *= (max_norm / (long + 1e-7)).astype(w.dtype)[:, None]


def embedding_backward(grad, saved):
    """Return the gradient of the table: the sum of those of each row's uses, none for the padding."""
    ids, shape, padding_idx, by_frequency = saved
    total = np.zeros(shape, dtype=grad.dtype)
    np.add.at(total, ids.ravel(), grad.reshape(-1, shape[1]))
    if by_frequency:
        uses = np.bincount(ids.ravel(), minlength=shape[0])
        total /= np.maximum(uses, 1).astype(total.dtype)[:, None]
    if padding_idx is not None:
        total[padding_idx] = 0
    return total


def embedding(
    input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False
):
    """Return the rows ``weight[input]``.

    Parameters
    ----------
    input : array_like of int, any shape
    weight : array_like, shape (n, d)
    padding_idx : int, optional
        The row that learns nothing.
    max_norm : float, optional
        Rows that are looked up and longer are scaled to this length first, in `weight` itself.
    norm_type : float
        Which length: the p-norm.
    scale_grad_by_freq : bool
        Divide the gradient of each row by how often it is looked up.
    sparse : bool
        Not used: gradients are arrays.

    Returns
    -------
    ndarray of float, shape (\\*input.shape, d)

    Raises
    ------
    IndexError
        An index is negative or not below ``n``.

    Examples
    --------
    >>> from numen.ml.functional import embedding
    >>> embedding([1, 1, 0], [[1.0, 2.0], [3.0, 4.0]])
    array([[3., 4.],
           [3., 4.],
           [1., 2.]])
    """
    return embedding_forward(input, weight, padding_idx, max_norm, norm_type)[0]


def dropout_forward(input, p=0.5, training=True, generator=None):
    """Return ``dropout(input)`` and what its gradient needs."""
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    x = floats(input)
    if not training or p == 0:
        return x, None
    draw = np.random.default_rng() if generator is None else generator
    scale = x.dtype.type(0 if p == 1 else 1 / (1 - p))
    kept = (draw.random(x.shape) >= p) * scale
    return x * kept, kept


def dropout_backward(grad, saved):
    """Return the gradient where the element was kept, stretched as it was."""
    return grad if saved is None else grad * saved


def dropout(input, p=0.5, training=True, inplace=False, generator=None):
    """Return the input with each element 0 with probability `p`, the others times ``1 / (1 - p)``.

    The mean stays, so that nothing is to be done where nothing is dropped. Srivastava et al., "Dropout" (2014).

    Parameters
    ----------
    input : array_like
    p : float
    training : bool
        False returns the input.
    inplace : bool
        Not used: what goes in may be kept for a gradient.
    generator : numen.random.Generator, optional

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.functional import dropout
    >>> dropout(np.ones(4), training=False)
    array([1., 1., 1., 1.])
    """
    return dropout_forward(input, p, training, generator)[0]
