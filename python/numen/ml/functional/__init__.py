"""Functions of networks: activations, losses, layers without state, each with its gradient beside it.

Names and arguments are those of ``torch.nn.functional``. Beside a function ``f(...)`` stand ``f_forward(...)``, which
returns the result and what the gradient needs, and ``f_backward(grad, saved)``, a pure function that returns the
gradient of the inputs; layers call these, and so can anything that differentiates programs.
"""

from ._activations import *
from ._activations import __all__ as _activations
from ._class_losses import *
from ._class_losses import __all__ as _class_losses
from ._losses import *
from ._losses import __all__ as _losses
from ._softmax import *
from ._softmax import __all__ as _softmax
from ._vectors import *
from ._vectors import __all__ as _vectors

__all__ = sorted([*_activations, *_class_losses, *_losses, *_softmax, *_vectors])
