"""Attention: values averaged with weights from the products of queries and keys."""

import math

import numen as np

from ._arrays import floats, unbroadcast
from ._linear import dropout_backward, dropout_forward
from ._softmax import softmax_backward

__all__ = [
    "scaled_dot_product_attention",
    "scaled_dot_product_attention_backward",
    "scaled_dot_product_attention_forward",
]


def scaled_dot_product_attention_forward(
    query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, generator=None
):
    """Return ``scaled_dot_product_attention(...)`` and what its gradient needs (the weights come first)."""
    q, k, v = floats(query), floats(key), floats(value)
    factor = q.dtype.type(1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    scores = (q * factor) @ k.swapaxes(-1, -2)
    if is_causal:
        if attn_mask is not None:
            raise ValueError("attn_mask must be None where is_causal is True")
        attn_mask = np.tri(q.shape[-2], k.shape[-2], dtype=bool)
    if attn_mask is not None:
        mask = np.asarray(attn_mask)
        scores = np.where(mask, scores, -np.inf) if mask.dtype == bool else scores + mask
        scores = scores.astype(q.dtype)
    # A query that may see nothing gets zeros.
    top = scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores - np.where(np.isneginf(top), 0, top))
    total = weights.sum(axis=-1, keepdims=True)
    weights /= np.where(total == 0, 1, total)
    used, kept = dropout_forward(weights, dropout_p, dropout_p > 0, generator)
    return used @ v, (weights, used, kept, q, k, v, factor)


def scaled_dot_product_attention_backward(grad, saved):
    """Return the gradients of query, key and value."""
    weights, used, kept, q, k, v, factor = saved
    of_value = used.swapaxes(-1, -2) @ grad
    of_weights = dropout_backward(grad @ v.swapaxes(-1, -2), kept)
    of_scores = softmax_backward(of_weights, (weights, -1)) * factor
    of_query = of_scores @ k
    of_key = of_scores.swapaxes(-1, -2) @ q
    return unbroadcast(of_query, q.shape), unbroadcast(of_key, k.shape), unbroadcast(of_value, v.shape)


def scaled_dot_product_attention(
    query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, generator=None
):
    """Return ``softmax(query @ key.T / sqrt(d)) @ value``.

    Vaswani et al., "Attention is all you need" (2017), section 3.2.1.

    Parameters
    ----------
    query : array_like, shape (..., n, d)
    key : array_like, shape (..., m, d)
    value : array_like, shape (..., m, e)
    attn_mask : array_like, broadcast to (..., n, m), optional
        Booleans: True where the query may see the key. Floats are added to the scores.
    dropout_p : float
        Share of the weights left out.
    is_causal : bool
        Query ``i`` sees the keys up to ``i``.
    scale : float, optional
        Instead of ``1 / sqrt(d)``.
    generator : numen.random.Generator, optional
        For the dropout.

    Returns
    -------
    ndarray of float, shape (..., n, e)

    Raises
    ------
    ValueError
        There is a mask and `is_causal` too.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.functional import scaled_dot_product_attention
    >>> x = np.eye(2)
    >>> scaled_dot_product_attention(x, x, x, is_causal=True).round(4)
    array([[1.    , 0.    ],
           [0.3302, 0.6698]])

    By hand::

        scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
        out = softmax(scores, axis=-1) @ v

    Without the division the variance of the scores is `d`: the softmax is then nearly one-hot and its gradient
    nearly zero.
    """
    return scaled_dot_product_attention_forward(
        query, key, value, attn_mask, dropout_p, is_causal, scale, generator
    )[0]
