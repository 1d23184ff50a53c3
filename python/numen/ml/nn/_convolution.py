"""Layers over images of shape (n, channels, rows, columns)."""

import math

import numen as np

from ..functional import _convolution as F
from ..functional import _pooling
from ..functional._windows import continued, folded, pair
from . import init
from ._module import Module, Operation, Parameter, get_default_dtype

__all__ = ["AvgPool2d", "Conv2d", "MaxPool2d"]

# PyTorch's names of what lies around an image, and those of `numen.pad`.
MARGINS = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


class Conv2d(Module):
    """Each output channel is the sum of the input's channels, correlated with a kernel each, plus a number.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size, stride, dilation : int or (int, int)
    padding : int, (int, int), "same" or "valid"
    groups : int
        Channels are split into groups that do not see one another.
    bias : bool
    padding_mode : {"zeros", "reflect", "replicate", "circular"}
        What lies around the image: also its mirror image, without the edge again; its edge; the other side.
    dtype : dtype, optional
    generator : numen.random.Generator, optional

    Attributes
    ----------
    weight : Parameter, shape (out_channels, in_channels / groups, kernel rows, kernel columns)
    bias : Parameter, shape (out_channels,), or None

    Raises
    ------
    ValueError
        `groups` does not divide the channels; the padding is unknown.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> nn.Conv2d(3, 16, 5, stride=2, padding=2)(np.ones((10, 3, 28, 28))).shape
    (10, 16, 14, 14)
    """

    def __init__(
        self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True,
        padding_mode="zeros", dtype=None, generator=None,
    ):  # fmt: skip
        super().__init__()
        if groups <= 0 or in_channels % groups:
            raise ValueError(f"in_channels ({in_channels}) must be divisible by groups ({groups})")
        if out_channels % groups:
            raise ValueError(f"out_channels ({out_channels}) must be divisible by groups ({groups})")
        if padding_mode not in MARGINS:
            raise ValueError(
                f"padding_mode must be one of {sorted(MARGINS)}, but got padding_mode={padding_mode!r}"
            )
        self.padding_mode = padding_mode
        self.in_channels, self.out_channels = in_channels, out_channels
        self.kernel_size, self.stride = pair(kernel_size, "kernel_size"), pair(stride, "stride")
        self.dilation, self.groups = pair(dilation, "dilation"), groups
        self.padding = padding if isinstance(padding, str) else pair(padding, "padding")
        self._margin = F._margins(self.padding, self.kernel_size, self.stride, self.dilation)
        dtype = get_default_dtype() if dtype is None else dtype
        shape = (out_channels, in_channels // groups, *self.kernel_size)
        self.weight = Parameter(np.empty(shape, dtype=dtype))
        self.bias = Parameter(np.empty(out_channels, dtype=dtype)) if bias else None
        self.reset_parameters(generator)

    def reset_parameters(self, generator=None):
        """Draw the parameters anew: uniform within ``1 / sqrt(fan_in)``."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5), generator=generator)
        if self.bias is not None:
            bound = 1 / math.sqrt(math.prod(self.weight.shape[1:]))
            init.uniform_(self.bias, -bound, bound, generator=generator)

    def forward(self, input):
        """Return the output channels for images of shape (n, in_channels, rows, columns), or one without ``n``."""
        x = np.asarray(input, dtype=self.weight.dtype)
        bias = None if self.bias is None else self.bias.data
        shape, padding, at = x.shape, self.padding, None
        if self.padding_mode != "zeros":
            padding = 0
            x, at = continued(x, *self._margin, MARGINS[self.padding_mode])
        out, saved = F.conv2d_forward(
            x, self.weight.data, bias, self.stride, padding, self.dilation, self.groups
        )
        self._saved = saved, at, shape
        return out

    def backward(self, grad):
        """Add to the gradients of weight and bias; return that of the input."""
        saved, at, shape = self._last()
        of_input, of_weight, of_bias = F.conv2d_backward(np.asarray(grad), saved)
        of_input = of_input if at is None else folded(of_input, at, shape)
        self.weight.add(of_weight)
        if self.bias is not None:
            self.bias.add(of_bias)
        return of_input

    def extra_repr(self):
        text = (
            f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        )
        for name, usual in (
            ("padding", (0, 0)),
            ("dilation", (1, 1)),
            ("groups", 1),
            ("padding_mode", "zeros"),
        ):
            if getattr(self, name) != usual:
                text += f", {name}={getattr(self, name)}"
        return text + ("" if self.bias is not None else ", bias=False")


class MaxPool2d(Operation):
    """The largest element of each window.

    Parameters
    ----------
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        `kernel_size` if it is not given.
    padding, dilation : int or (int, int)
    return_indices : bool
        Return the places of the largest in the image too.
    ceil_mode : bool
        Take windows that reach beyond the image too.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> nn.MaxPool2d(2)(np.arange(16.0).reshape(1, 1, 4, 4))
    array([[[[ 5.,  7.],
             [13., 15.]]]])
    """

    _function = _pooling.max_pool2d_forward, _pooling.max_pool2d_backward

    def __init__(
        self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False
    ):
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation = padding, dilation
        self.return_indices, self.ceil_mode = return_indices, ceil_mode

    def _arguments(self):
        names = ("kernel_size", "stride", "padding", "dilation", "ceil_mode")
        return {name: getattr(self, name) for name in names}

    def forward(self, input):
        """Return the largest of each window (and where they stand)."""
        out = super().forward(input)
        return (out, _pooling.max_pool2d_indices(self._saved)) if self.return_indices else out


class AvgPool2d(Operation):
    """The mean of each window; arguments as for `numen.ml.functional.avg_pool2d`.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> nn.AvgPool2d(4)(np.arange(16.0).reshape(1, 1, 4, 4))
    array([[[[7.5]]]])
    """

    _function = _pooling.avg_pool2d_forward, _pooling.avg_pool2d_backward

    _names = "kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"

    def __init__(
        self,
        kernel_size,
        stride=None,
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
        divisor_override=None,
    ):
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.ceil_mode = padding, ceil_mode
        self.count_include_pad, self.divisor_override = count_include_pad, divisor_override

    def _arguments(self):
        return {name: getattr(self, name) for name in self._names}
