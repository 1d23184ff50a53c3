"""Layers one after another."""

from ._module import Module

__all__ = ["ModuleList", "Sequential"]


class ModuleList(Module):
    """Layers in a list, whose parameters are found; what calls them defines forward and backward.

    Parameters
    ----------
    modules : iterable of Module
    """

    def __init__(self, modules=()):
        super().__init__()
        for module in modules:
            self.append(module)

    def append(self, module):
        """Add a layer at the end.

        Returns
        -------
        self
        """
        setattr(self, str(len(self)), module)
        return self

    def extend(self, modules):
        """Add layers at the end.

        Returns
        -------
        self
        """
        for module in modules:
            self.append(module)
        return self

    def __len__(self):
        return len(self.named_children())

    def __iter__(self):
        return iter(self.children())

    def __getitem__(self, index):
        found = self.children()[index]
        return type(self)(*found) if isinstance(index, slice) and isinstance(self, Sequential) else found


class Sequential(ModuleList):
    """Layers of which each takes what the one before it returned.

    Parameters
    ----------
    *modules : Module, or one dict of name and Module

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    >>> loss = nn.CrossEntropyLoss()
    >>> x, y = np.ones((5, 4)), np.array([0, 1, 2, 0, 1])
    >>> value = loss(model(x), y)
    >>> model.backward(loss.backward()).shape
    (5, 4)
    >>> [name for name, p in model.named_parameters()]
    ['0.weight', '0.bias', '2.weight', '2.bias']
    """

    def __init__(self, *modules):
        super().__init__()
        if len(modules) == 1 and hasattr(modules[0], "items"):
            for name, module in modules[0].items():
                setattr(self, name, module)
        else:
            for module in modules:
                self.append(module)

    def forward(self, input):
        """Return what the last layer returns."""
        for layer in self.children():
            input = layer(input)
        return input

    def backward(self, grad):
        """Go back through the layers; return the gradient of the input."""
        for layer in reversed(self.children()):
            grad = layer.backward(grad)
        return grad
