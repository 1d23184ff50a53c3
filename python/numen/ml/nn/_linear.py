"""Layers over vectors: products with a matrix, rows of a table, elements left out, shapes flattened."""

import math

import numen as np

from ..functional import _linear as F
from . import init
from ._module import Module, Operation, Parameter, default_generator, get_default_dtype

__all__ = ["Dropout", "Embedding", "Flatten", "Identity", "Linear"]


class Linear(Module):
    """``y = x @ weight + bias``.

    The weight is kept as (in_features, out_features), as in the formula; PyTorch's is the transposed of it.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool
    dtype : dtype, optional
        `get_default_dtype` if it is not given.
    generator : numen.random.Generator, optional

    Attributes
    ----------
    weight : Parameter, shape (in_features, out_features)
        Uniform within ``1 / sqrt(in_features)`` at first.
    bias : Parameter, shape (out_features,), or None

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> layer = nn.Linear(3, 2)
    >>> layer(np.ones((5, 3))).shape
    (5, 2)

    By hand::

        y = X @ W + b
        dX, dW, db = dy @ W.T, X.T @ dy, dy.sum(axis=0)
    """

    needs_input_grad = True  # False: backward returns None, for a first layer whose input is data

    def __init__(self, in_features, out_features, bias=True, dtype=None, generator=None):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        dtype = get_default_dtype() if dtype is None else dtype
        self.weight = Parameter(np.empty((in_features, out_features), dtype=dtype))
        self.bias = Parameter(np.empty(out_features, dtype=dtype)) if bias else None
        self.reset_parameters(generator)

    def reset_parameters(self, generator=None):
        """Draw the parameters anew."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5), generator=generator)
        if self.bias is not None:
            bound = 1 / math.sqrt(self.in_features) if self.in_features else 0
            init.uniform_(self.bias, -bound, bound, generator=generator)

    def forward(self, input):
        """Return ``input @ weight + bias`` for an input of shape (..., in_features)."""
        x = np.asarray(input, dtype=self.weight.dtype)
        out, self._saved = F.linear_forward(
            x, self.weight.data, None if self.bias is None else self.bias.data
        )
        return out

    def backward(self, grad):
        """Add to the gradients of weight and bias; return that of the input."""
        of_input, of_weight, of_bias = F.linear_backward(
            np.asarray(grad), self._last(), self.needs_input_grad
        )
        self.weight.add(of_weight)
        if self.bias is not None:
            self.bias.add(of_bias)
        return of_input

    def extra_repr(self):
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"
        )


class Embedding(Module):
    """A table whose rows are looked up by index.

    Parameters
    ----------
    num_embeddings, embedding_dim : int
    padding_idx : int, optional
        A row that is zeros and learns nothing.
    max_norm, norm_type, scale_grad_by_freq, sparse
        As for `numen.ml.functional.embedding`.
    dtype : dtype, optional
    generator : numen.random.Generator, optional

    Attributes
    ----------
    weight : Parameter, shape (num_embeddings, embedding_dim)
        Standard normal at first.

    Examples
    --------
    >>> from numen.ml import nn
    >>> nn.Embedding(10, 3, padding_idx=0)([[0, 4], [9, 0]])[0, 0]
    array([0., 0., 0.], dtype=float32)
    """

    def __init__(
        self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0,
        scale_grad_by_freq=False, sparse=False, dtype=None, generator=None,
    ):  # fmt: skip
        super().__init__()
        if padding_idx is not None and not -num_embeddings <= padding_idx < num_embeddings:
            raise ValueError(
                f"Padding_idx must be within num_embeddings ({num_embeddings}), got {padding_idx}"
            )
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim
        self.padding_idx = padding_idx if padding_idx is None else padding_idx % num_embeddings
        self.max_norm, self.norm_type = max_norm, norm_type
        self.scale_grad_by_freq, self.sparse = scale_grad_by_freq, sparse
        dtype = get_default_dtype() if dtype is None else dtype
        self.weight = Parameter(np.empty((num_embeddings, embedding_dim), dtype=dtype))
        self.reset_parameters(generator)

    def reset_parameters(self, generator=None):
        """Draw the table anew."""
        init.normal_(self.weight, generator=generator)
        if self.padding_idx is not None:
            self.weight.data[self.padding_idx] = 0

    def forward(self, input):
        """Return the rows of the indices, of shape (\\*input.shape, embedding_dim)."""
        out, self._saved = F.embedding_forward(
            input, self.weight.data, self.padding_idx, self.max_norm, self.norm_type, self.scale_grad_by_freq
        )
        return out

    def backward(self, grad):
        """Add to the gradient of the table; indices have none."""
        self.weight.add(F.embedding_backward(np.asarray(grad), self._last()))

    def extra_repr(self):
        more = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{more}"


class Dropout(Operation):
    """In training each element is 0 with probability `p`, the others are stretched by ``1 / (1 - p)``.

    Parameters
    ----------
    p : float
    inplace : bool
        Not used: what goes in may be kept for a gradient.
    generator : numen.random.Generator, optional
        The one that `manual_seed` starts if none is given.

    Raises
    ------
    ValueError
        `p` is no probability.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> nn.Dropout(0.5).eval()(np.ones(3))
    array([1., 1., 1.])
    """

    _function = F.dropout_forward, F.dropout_backward

    def __init__(self, p=0.5, inplace=False, generator=None):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p, self.inplace, self.generator = p, inplace, generator

    def _arguments(self):
        draw = default_generator() if self.generator is None else self.generator
        return {"p": self.p, "training": self.training, "generator": draw}

    def extra_repr(self):
        return f"p={self.p}, inplace={self.inplace}"


class Flatten(Module):
    """Several axes as one, from `start_dim` to `end_dim`.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> nn.Flatten()(np.ones((5, 3, 4, 4))).shape
    (5, 48)
    """

    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, input):
        """Return the input in its new shape."""
        x = np.asarray(input)
        self._saved = x.shape
        first, last = self.start_dim % x.ndim, self.end_dim % x.ndim
        return x.reshape(*x.shape[:first], math.prod(x.shape[first : last + 1]), *x.shape[last + 1 :])

    def backward(self, grad):
        """Return the gradient in the shape of the input."""
        return np.asarray(grad).reshape(self._last())

    def extra_repr(self):
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Identity(Module):
    """What goes in comes out."""

    def __init__(self, *args, **kwargs):
        super().__init__()

    def forward(self, input):
        """Return the input."""
        return input

    def backward(self, grad):
        """Return the gradient."""
        return grad
