"""Ways to learn from gradients, with PyTorch's names, arguments and defaults, and schedules of the learning rate.

``optimizer.step()`` takes ``parameter.grad`` of each parameter and writes to ``parameter.data`` in place.
"""

from ..nn.utils import clip_grad_norm_, clip_grad_value_
from . import lr_scheduler
from ._adam import Adam, AdamW
from ._optimizer import Optimizer
from ._sgd import SGD, Adagrad, RMSprop

__all__ = [
    "SGD",
    "Adagrad",
    "Adam",
    "AdamW",
    "Optimizer",
    "RMSprop",
    "clip_grad_norm_",
    "clip_grad_value_",
    "lr_scheduler",
]
