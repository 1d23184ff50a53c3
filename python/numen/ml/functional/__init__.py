"""Functions of networks: activations, losses, layers without state, each with its gradient beside it.

Names and arguments are those of ``torch.nn.functional``. Beside a function ``f(...)`` stand ``f_forward(...)``, which
returns the result and what the gradient needs, and ``f_backward(grad, saved)``, a pure function that returns the
gradient of the inputs; layers call these, and so can anything that differentiates programs.
"""

from . import (
    _activations,
    _attention,
    _class_losses,
    _convolution,
    _linear,
    _losses,
    _normalization,
    _pooling,
    _softmax,
    _vectors,
)
from ._activations import *
from ._attention import *
from ._class_losses import *
from ._convolution import *
from ._linear import *
from ._losses import *
from ._normalization import *
from ._pooling import *
from ._softmax import *
from ._vectors import *

_FAMILIES = (
    _activations, _attention, _class_losses, _convolution, _linear, _losses, _normalization, _pooling, _softmax,
    _vectors,
)  # fmt: skip

__all__ = sorted(name for family in _FAMILIES for name in family.__all__)
