"""Layers that give features mean 0 and variance 1, over the batch or within each sample."""

import numbers

import numen as np

from ..functional import _normalization as F
from ._module import Module, Parameter, get_default_dtype

__all__ = ["BatchNorm1d", "BatchNorm2d", "LayerNorm"]


class _Scaled(Module):
    """Weight and bias after normalising."""

    def _scale_by(self, shape, weight, bias, dtype):
        dtype = get_default_dtype() if dtype is None else dtype
        self.weight = Parameter(np.ones(shape, dtype=dtype)) if weight else None
        self.bias = Parameter(np.zeros(shape, dtype=dtype)) if bias else None

    def _scaling(self):
        return tuple(None if p is None else p.data for p in (self.weight, self.bias))

    def _converted(self, input):
        return np.asarray(input) if self.weight is None else np.asarray(input, dtype=self.weight.dtype)

    def backward(self, grad):
        """Add to the gradients of weight and bias; return that of the input."""
        of_input, of_weight, of_bias = self._back(np.asarray(grad), self._last())
        for parameter, g in ((self.weight, of_weight), (self.bias, of_bias)):
            if parameter is not None:
                parameter.add(g)
        return of_input


class _BatchNorm(_Scaled):
    """Each channel less its mean over the batch, over its standard deviation: see `numen.ml.functional.batch_norm`.

    Parameters
    ----------
    num_features : int
        Channels.
    eps : float
    momentum : float or None
        How far the running statistics move to those of each batch; None takes the mean over all batches.
    affine : bool
        Learn a factor and an addend for each channel.
    track_running_stats : bool
        Keep running statistics, for use after training; else those of the batch are used then too.
    dtype : dtype, optional

    Attributes
    ----------
    weight, bias : Parameter, shape (num_features,), or None
    running_mean, running_var : ndarray, shape (num_features,), or None
    num_batches_tracked : ndarray of int64, or None

    Raises
    ------
    ValueError
        The input has another number of axes, or in training one value a channel.
    """

    _back = staticmethod(F.batch_norm_backward)

    def __init__(
        self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, dtype=None
    ):
        super().__init__()
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        self._scale_by(num_features, affine, affine, dtype)
        dtype = get_default_dtype() if dtype is None else dtype
        track = track_running_stats
        self.register_buffer("running_mean", np.zeros(num_features, dtype=dtype) if track else None)
        self.register_buffer("running_var", np.ones(num_features, dtype=dtype) if track else None)
        self.register_buffer("num_batches_tracked", np.array(0) if track else None)

    def forward(self, input):
        """Return the normalised input."""
        x = self._converted(input)
        if x.ndim not in self._axes:
            expected = " or ".join(f"{n}D" for n in self._axes)
            raise ValueError(f"expected {expected} input (got {x.ndim}D input)")
        if x.shape[1] != self.num_features:
            raise ValueError(f"expected input with {self.num_features} channels, got shape {x.shape}")
        tracks = self.training and self.running_mean is not None
        momentum = (
            1 / (float(self.num_batches_tracked) + 1) if tracks and self.momentum is None else self.momentum
        )
        out, self._saved = F.batch_norm_forward(
            x, self.running_mean, self.running_var, *self._scaling(),
            training=self.training or self.running_mean is None, momentum=momentum, eps=self.eps,
        )  # fmt: skip
        if tracks:
            self.num_batches_tracked += 1
        return out

    def extra_repr(self):
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(_BatchNorm):
    __doc__ = _BatchNorm.__doc__.rstrip() + """

    Examples
    --------
    >>> from numen.ml import nn
    >>> nn.BatchNorm1d(1)([[1.0], [3.0]]).round(4)
    array([[-1.],
           [ 1.]], dtype=float32)
    """  # fmt: skip

    _axes = 2, 3


class BatchNorm2d(_BatchNorm):
    __doc__ = _BatchNorm.__doc__.rstrip() + """

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> nn.BatchNorm2d(3)(np.ones((2, 3, 4, 4))).shape
    (2, 3, 4, 4)
    """  # fmt: skip

    _axes = (4,)


class LayerNorm(_Scaled):
    """Each sample less its mean over the last axes, over its standard deviation.

    Parameters
    ----------
    normalized_shape : int or sequence of int
        Lengths of those axes.
    eps : float
    elementwise_affine : bool
        Learn a factor for each element.
    bias : bool
        And an addend.
    dtype : dtype, optional

    Attributes
    ----------
    weight, bias : Parameter of shape normalized_shape, or None

    Examples
    --------
    >>> from numen.ml import nn
    >>> nn.LayerNorm(2)([[1.0, 3.0], [10.0, 30.0]]).round(4)
    array([[-1.,  1.],
           [-1.,  1.]], dtype=float32)
    """

    _back = staticmethod(F.layer_norm_backward)

    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, dtype=None):
        super().__init__()
        one = isinstance(normalized_shape, numbers.Integral)
        self.normalized_shape = (int(normalized_shape),) if one else tuple(normalized_shape)
        self.eps, self.elementwise_affine = eps, elementwise_affine
        self._scale_by(self.normalized_shape, elementwise_affine, elementwise_affine and bias, dtype)

    def forward(self, input):
        """Return the normalised input, of shape (..., \\*normalized_shape)."""
        x = self._converted(input)
        out, self._saved = F.layer_norm_forward(x, self.normalized_shape, *self._scaling(), eps=self.eps)
        return out

    def extra_repr(self):
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"
