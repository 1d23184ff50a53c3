"""Attention in several heads, each with projections of its own."""

import numen as np

from ..functional import _attention as F
from ..functional._linear import linear_backward, linear_forward
from . import init
from ._linear import Linear
from ._module import Module, Parameter, default_generator, get_default_dtype

__all__ = ["MultiheadAttention"]


class MultiheadAttention(Module):
    """``concatenate(heads) @ W_o``, each head ``softmax(Q K.T / sqrt(d)) V`` of projections of its own.

    Vaswani et al., "Attention is all you need" (2017), section 3.2.2. The projection of query, key and value is kept
    as one matrix of shape (embed_dim, 3 * embed_dim), as in ``x @ W``; PyTorch's is the transposed of it.

    Parameters
    ----------
    embed_dim, num_heads : int
    dropout : float
        Share of the attention weights left out in training.
    bias : bool
    add_bias_kv : bool
        One more key and value, which are learned, the same for all.
    add_zero_attn : bool
        One more key and value of zeros.
    kdim, vdim : int, optional
        Widths of key and value where they are not `embed_dim`.
    batch_first : bool
        Batches of shape (n, sequence, features) instead of (sequence, n, features).
    dtype : dtype, optional
    generator : numen.random.Generator, optional

    Attributes
    ----------
    in_proj_weight : Parameter, shape (embed_dim, 3 * embed_dim), or None
    q_proj_weight, k_proj_weight, v_proj_weight : Parameter, shape (width, embed_dim), or None
        Instead, where the widths differ.
    in_proj_bias : Parameter, shape (3 * embed_dim,), or None
    bias_k, bias_v : Parameter, shape (1, 1, embed_dim), or None
    out_proj : Linear

    Raises
    ------
    ValueError
        `num_heads` does not divide `embed_dim`.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> attention = nn.MultiheadAttention(8, 2, batch_first=True)
    >>> x = np.ones((3, 5, 8))
    >>> out, weights = attention(x, x, x)
    >>> out.shape, weights.shape
    ((3, 5, 8), (3, 5, 5))
    """

    def __init__(
        self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None,
        vdim=None, batch_first=False, dtype=None, generator=None,
    ):  # fmt: skip
        super().__init__()
        if embed_dim <= 0 or num_heads <= 0 or embed_dim % num_heads:
            raise ValueError(f"embed_dim ({embed_dim}) must be divisible by num_heads ({num_heads})")
        self.embed_dim, self.num_heads, self.head_dim = embed_dim, num_heads, embed_dim // num_heads
        self.dropout, self.batch_first, self.add_zero_attn = dropout, batch_first, add_zero_attn
        self.kdim, self.vdim = kdim or embed_dim, vdim or embed_dim
        dtype = get_default_dtype() if dtype is None else dtype
        self.in_proj_weight = self.q_proj_weight = self.k_proj_weight = self.v_proj_weight = None
        if self.kdim == self.vdim == embed_dim:
            self.in_proj_weight = Parameter(np.empty((embed_dim, 3 * embed_dim), dtype=dtype))
        else:
            self.q_proj_weight = Parameter(np.empty((embed_dim, embed_dim), dtype=dtype))
            self.k_proj_weight = Parameter(np.empty((self.kdim, embed_dim), dtype=dtype))
            self.v_proj_weight = Parameter(np.empty((self.vdim, embed_dim), dtype=dtype))
        self.in_proj_bias = Parameter(np.zeros(3 * embed_dim, dtype=dtype)) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias=bias, dtype=dtype, generator=generator)
        for weight in (self.in_proj_weight, self.q_proj_weight, self.k_proj_weight, self.v_proj_weight):
            if weight is not None:
                init.xavier_uniform_(weight, generator=generator)
        if bias:
            init.zeros_(self.out_proj.bias)
        self.bias_k = self.bias_v = None
        if add_bias_kv:
            self.bias_k, self.bias_v = (Parameter(np.empty((1, 1, embed_dim), dtype=dtype)) for _ in range(2))
            for p in (self.bias_k, self.bias_v):
                init.xavier_normal_(p, generator=generator)

    def _projections(self):
        """Weight and bias of query, key and value."""
        e = self.embed_dim
        if self.in_proj_weight is not None:
            weights = [self.in_proj_weight.data[:, i * e : (i + 1) * e] for i in range(3)]
        else:
            weights = [p.data for p in (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)]
        biases = [
            None if self.in_proj_bias is None else self.in_proj_bias.data[i * e : (i + 1) * e]
            for i in range(3)
        ]
        return list(zip(weights, biases))

    def _to_batch(self, x):
        return x[None] if x.ndim == 2 else x if self.batch_first else x.swapaxes(0, 1)

    def _from_batch(self, x, flat):
        return x[0] if flat else x if self.batch_first else x.swapaxes(0, 1)

    def _split(self, x):
        return x.reshape(*x.shape[:2], self.num_heads, self.head_dim).swapaxes(1, 2)

    def _join(self, x):
        return x.swapaxes(1, 2).reshape(x.shape[0], x.shape[2], self.embed_dim)

    def _more(self, heads, learned):
        """Heads of keys or values with those behind that are there for all."""
        n, h, _, d = heads.shape
        behind = [] if learned is None else [np.broadcast_to(learned.data.reshape(1, h, 1, d), (n, h, 1, d))]
        if self.add_zero_attn:
            behind.append(np.zeros((n, h, 1, d), dtype=heads.dtype))
        return np.concatenate([heads, *behind], axis=2) if behind else heads

    def forward(
        self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None,
        average_attn_weights=True, is_causal=False,
    ):  # fmt: skip
        """Return the output and the attention weights.

        Parameters
        ----------
        query, key, value : array_like
            Shapes (n, sequence, features) if `batch_first`, else (sequence, n, features); (sequence, features)
            without a batch.
        key_padding_mask : array_like, shape (n, keys), optional
            Booleans: True where a key is padding and not to be seen. Floats are added to the scores.
        need_weights : bool
            False returns None for the weights.
        attn_mask : array_like, shape (queries, keys) or (n * num_heads, queries, keys), optional
            Booleans: True where the query must not see the key, the other way round than in
            `scaled_dot_product_attention`. Floats are added to the scores.
        average_attn_weights : bool
            Return the mean over heads.
        is_causal : bool
            A hint that `attn_mask` is causal; without a mask it is an error.

        Returns
        -------
        output : ndarray, shape of `query`
        weights : ndarray, shape (n, queries, keys) or (n, num_heads, queries, keys), or None
        """
        if is_causal and attn_mask is None:
            raise RuntimeError("Need attn_mask if specifying the is_causal hint.")
        given = [self._to_batch(np.asarray(x, dtype=self.out_proj.weight.dtype)) for x in (query, key, value)]
        flat = np.ndim(query) == 2
        heads, saved = [], []
        for x, (weight, bias) in zip(given, self._projections()):
            projected, kept = linear_forward(x, weight, bias)
            heads.append(self._split(projected))
            saved.append(kept)
        keys = heads[1].shape[2]
        heads[1:] = self._more(heads[1], self.bias_k), self._more(heads[2], self.bias_v)
        mask = self._mask(attn_mask, key_padding_mask, heads[0], keys)
        if mask is not None:
            # What is there for all is hidden from none.
            mask = np.pad(mask, [(0, 0)] * (mask.ndim - 1) + [(0, heads[1].shape[2] - keys)])
        p = self.dropout if self.training else 0.0
        mixed, inner = F.scaled_dot_product_attention_forward(
            *heads, attn_mask=mask, dropout_p=p, generator=default_generator()
        )
        self._saved = saved, inner, flat, keys
        out = self._from_batch(self.out_proj(self._join(mixed)), flat)
        if not need_weights:
            return out, None
        weights = inner[1].mean(axis=1) if average_attn_weights else inner[1]
        return out, weights[0] if flat else weights

    def _mask(self, attn_mask, key_padding_mask, q, keys):
        """Both masks as what is added to the scores, shape (n or 1, heads or 1, queries or 1, keys)."""
        total = None
        if attn_mask is not None:
            total = _added(attn_mask, q.dtype)
            if total.ndim == 3:
                total = total.reshape(-1, self.num_heads, *total.shape[1:])
            if total.shape[-2:] != (q.shape[2], keys):
                raise ValueError(
                    f"attn_mask must end in {(q.shape[2], keys)}, got shape {np.shape(attn_mask)}"
                )
        if key_padding_mask is not None:
            padding = np.reshape(_added(key_padding_mask, q.dtype), (-1, 1, 1, keys))
            total = padding if total is None else total + padding
        return total

    def backward(self, grad):
        """Add to the gradients of the projections; return those of query, key and value.

        `grad` is that of the output; where one array was given as query, key and value, its gradient is their sum.
        """
        saved, inner, flat, keys = self._last()
        grad = self.out_proj.backward(self._to_batch(np.asarray(grad)))
        of_heads = list(F.scaled_dot_product_attention_backward(self._split(grad), inner))
        for i, learned in ((1, self.bias_k), (2, self.bias_v)):
            if learned is not None:
                learned.add(of_heads[i][:, :, keys].sum(axis=0).reshape(1, 1, self.embed_dim))
            of_heads[i] = of_heads[i][:, :, :keys]
        found = [linear_backward(self._join(g), kept) for g, kept in zip(of_heads, saved)]
        of_inputs, of_weights, of_biases = zip(*found)
        if self.in_proj_weight is not None:
            self.in_proj_weight.add(np.concatenate(of_weights, axis=1))
        else:
            for p, g in zip((self.q_proj_weight, self.k_proj_weight, self.v_proj_weight), of_weights):
                p.add(g)
        if self.in_proj_bias is not None:
            self.in_proj_bias.add(np.concatenate(of_biases))
        return tuple(self._from_batch(g, flat) for g in of_inputs)

    def extra_repr(self):
        return f"{self.embed_dim}, {self.num_heads}"


def _added(mask, dtype):
    """A mask of booleans (True: not to be seen) as what is added to the scores."""
    mask = np.asarray(mask)
    return np.where(mask, -np.inf, 0).astype(dtype) if mask.dtype == bool else mask.astype(dtype)
