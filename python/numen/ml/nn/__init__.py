"""Networks from layers, with PyTorch's names, arguments and defaults, and images as (n, channels, rows, columns).

``out = model(x)`` computes, ``model.backward(grad)`` leaves gradients in ``parameter.grad`` and returns that of the
input, ``optimizer.step()`` (see `numen.ml.optim`) learns. Two things are not as in PyTorch: `Linear` and the
projections of `MultiheadAttention` keep weights as (in, out), as in ``x @ W``; and a layer converts its input to the
dtype of its parameters.
"""

from . import init, utils
from ._activations import *
from ._activations import __all__ as _activations
from ._attention import MultiheadAttention
from ._containers import ModuleList, Sequential
from ._convolution import AvgPool2d, Conv2d, MaxPool2d
from ._linear import Dropout, Embedding, Flatten, Identity, Linear
from ._losses import *
from ._losses import __all__ as _losses
from ._module import Module, Parameter, get_default_dtype, manual_seed, set_default_dtype
from ._normalization import BatchNorm1d, BatchNorm2d, LayerNorm

__all__ = sorted(
    [
        *_activations, *_losses, "AvgPool2d", "BatchNorm1d", "BatchNorm2d", "Conv2d", "Dropout", "Embedding",
        "Flatten", "Identity", "LayerNorm", "Linear", "MaxPool2d", "Module", "ModuleList", "MultiheadAttention",
        "Parameter", "Sequential", "get_default_dtype", "init", "manual_seed", "set_default_dtype", "utils",
    ]
)  # fmt: skip
