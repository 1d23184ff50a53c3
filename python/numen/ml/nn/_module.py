"""What every layer is: parameters and layers found among its attributes, a call, and a way back."""

import numen as np

__all__ = ["Module", "Parameter", "get_default_dtype", "manual_seed", "set_default_dtype"]

_STATE = {"dtype": np.dtype(np.float32), "generator": np.random.default_rng()}


def manual_seed(seed):
    """Start the generator that weights and dropout are drawn from anew.

    Returns
    -------
    numen.random.Generator

    Examples
    --------
    >>> from numen.ml import nn
    >>> g = nn.manual_seed(0)
    >>> a = nn.Linear(2, 3).weight.data
    >>> g = nn.manual_seed(0)
    >>> bool((nn.Linear(2, 3).weight.data == a).all())
    True
    """
    _STATE["generator"] = np.random.default_rng(seed)
    return _STATE["generator"]


def default_generator():
    return _STATE["generator"]


def get_default_dtype():
    """Return the dtype of parameters for which none is given: float32 unless it was set."""
    return _STATE["dtype"]


def set_default_dtype(d):
    """Set the dtype of parameters for which none is given.

    Raises
    ------
    TypeError
        It is not one of floats.
    """
    if np.dtype(d).kind != "f":
        raise TypeError(f"only floating-point types are supported as the default type, got {np.dtype(d)}")
    _STATE["dtype"] = np.dtype(d)


class Parameter:
    """An array that is learned, with its gradient.

    Parameters
    ----------
    data : array_like of float
    requires_grad : bool
        False keeps optimisers away.

    Attributes
    ----------
    data : ndarray
    grad : ndarray of the same shape, or None before the first `backward`
    """

    def __init__(self, data, requires_grad=True):
        self.data = np.array(data)
        self.grad = None
        self.requires_grad = requires_grad

    shape = property(lambda self: self.data.shape)
    dtype = property(lambda self: self.data.dtype)
    ndim = property(lambda self: self.data.ndim)
    size = property(lambda self: self.data.size)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.data, dtype=dtype, copy=copy)

    def __repr__(self):
        return f"Parameter containing:\n{self.data!r}"

    def add(self, grad):
        """Add to the gradient."""
        if grad is not None and self.requires_grad:
            self.grad = grad.astype(self.data.dtype, copy=False) if self.grad is None else self.grad + grad


class Module:
    """The base of layers and networks.

    A class of one's own sets `Parameter` and `Module` attributes in `__init__` and defines ``forward(x)`` and
    ``backward(grad)``. Forward keeps what backward needs until the next forward: after ``model(x)`` comes
    ``model.backward(grad)``, and a layer stands in one place of a network.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn
    >>> class Scale(nn.Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.factor = nn.Parameter(np.array(2.0))
    ...     def forward(self, x):
    ...         self._saved = x
    ...         return x * self.factor.data
    ...     def backward(self, grad):
    ...         self.factor.add((grad * self._saved).sum())
    ...         return grad * self.factor.data
    >>> layer = Scale()
    >>> layer(np.array([1.0, 2.0]))
    array([2., 4.])
    >>> layer.backward(np.ones(2)), float(layer.factor.grad)
    (array([2., 2.]), 3.0)
    """

    def __init__(self):
        self.training = True
        self._buffers = {}

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self, *args, **kwargs):
        """Return the output; layers say of what."""
        # An abstract method: the module that a program wrote lacks it.
        raise NotImplementedError(
            f"Module [{type(self).__name__}] is missing the required 'forward' function"
        )

    def backward(self, grad):
        """Add to the gradients of the parameters, and return that of the input of the last call.

        Parameters
        ----------
        grad : ndarray
            The gradient with respect to what the last call returned.
        """
        # An abstract method: the module that a program wrote lacks it.
        raise NotImplementedError(
            f"Module [{type(self).__name__}] is missing the required 'backward' function"
        )

    def _last(self):
        """What forward has saved."""
        if not hasattr(self, "_saved"):
            raise RuntimeError(f"{type(self).__name__}.backward is called before forward")
        return self._saved

    def children(self):
        """Return the layers of this one."""
        return [child for _, child in self.named_children()]

    def named_children(self):
        """Return the layers of this one with their names."""
        return [(name, value) for name, value in vars(self).items() if isinstance(value, Module)]

    def modules(self):
        """Return this module and all below it."""
        return [self] + [m for child in self.children() for m in child.modules()]

    def named_modules(self, prefix=""):
        """Return this module and all below it, with their names; its own is empty."""
        below = [m for n, child in self.named_children() for m in child.named_modules(f"{prefix}{n}.")]
        return [(prefix.removesuffix("."), self), *below]

    def apply(self, fn):
        """Call a function on each module below this one, and on this one last.

        Examples
        --------
        >>> from numen.ml import nn
        >>> model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
        >>> def start(module):
        ...     if isinstance(module, nn.Linear):
        ...         nn.init.zeros_(module.bias)
        >>> model.apply(start)[2].bias.data
        array([0.], dtype=float32)

        Returns
        -------
        self
        """
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def add_module(self, name, module):
        """Make a layer an attribute of that name."""
        setattr(self, name, module)

    register_module = add_module

    def register_parameter(self, name, param):
        """Make a parameter, or None, an attribute of that name."""
        setattr(self, name, param)

    def get_submodule(self, target):
        """Return the layer of a name with dots, such as ``"0.out_proj"``; this one for an empty name."""
        return self._found(target, Module)

    def get_parameter(self, target):
        """Return the parameter of a name with dots, such as ``"0.weight"``."""
        return self._found(target, Parameter)

    def _found(self, target, kind):
        found = self
        for name in filter(None, target.split(".")):
            if not hasattr(found, name):
                raise AttributeError(f"{type(found).__name__} has no attribute `{name}`")
            found = getattr(found, name)
        if not isinstance(found, kind):
            raise AttributeError(f"`{target}` is not a {kind.__name__}")
        return found

    def named_parameters(self, prefix=""):
        """Return the parameters of this module and of all below it, with their names, in order of definition."""
        found = [(prefix + n, p) for n, p in vars(self).items() if isinstance(p, Parameter)]
        for name, child in self.named_children():
            found += child.named_parameters(f"{prefix}{name}.")
        return found

    def parameters(self):
        """Return the parameters of this module and of all below it, each once."""
        return list({id(p): p for _, p in self.named_parameters()}.values())

    def register_buffer(self, name, value):
        """Keep an array that is part of the state and not learned, as an attribute of that name."""
        self._buffers[name] = None
        setattr(self, name, value)

    def named_buffers(self, prefix=""):
        """Return the buffers of this module and of all below it, with their names."""
        found = [(prefix + n, getattr(self, n)) for n in self._buffers if getattr(self, n) is not None]
        for name, child in self.named_children():
            found += child.named_buffers(f"{prefix}{name}.")
        return found

    def buffers(self):
        """Return the buffers of this module and of all below it."""
        return [buffer for _, buffer in self.named_buffers()]

    def zero_grad(self, set_to_none=True):
        """Forget the gradients, or set them to zeros."""
        for p in self.parameters():
            p.grad = None if set_to_none or p.grad is None else np.zeros_like(p.grad)

    def train(self, mode=True):
        """Set the mode of this module and all below it: of training, or of use.

        Returns
        -------
        self
        """
        for module in self.modules():
            module.training = bool(mode)
        return self

    def eval(self):
        """Set the mode of use: nothing is dropped, statistics are those learned.

        Returns
        -------
        self
        """
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        """Let all parameters learn, or none.

        Returns
        -------
        self
        """
        for p in self.parameters():
            p.requires_grad = requires_grad
        return self

    def astype(self, dtype):
        """Convert parameters and buffers of floats.

        Returns
        -------
        self
        """
        for p in self.parameters():
            p.data, p.grad = p.data.astype(dtype), None
        for module in self.modules():
            for name in module._buffers:
                value = getattr(module, name)
                if value is not None and value.dtype.kind == "f":
                    setattr(module, name, value.astype(dtype))
        return self

    def to(self, dtype):
        """``astype(dtype)``."""
        return self.astype(dtype)

    def half(self):
        """``astype(float16)``."""
        return self.astype(np.float16)

    def double(self):
        """``astype(float64)``."""
        return self.astype(np.float64)

    def float(self):
        """``astype(float32)``."""
        return self.astype(np.float32)

    def state_dict(self):
        """Return copies of parameters and buffers by name, as ``numen.savez(file, **state)`` takes them."""
        state = {name: p.data.copy() for name, p in self.named_parameters()}
        state.update((name, np.array(b)) for name, b in self.named_buffers())
        return state

    def load_state_dict(self, state_dict, strict=True):
        """Take parameters and buffers from what `state_dict` returned; nothing changes if something is wrong.

        Parameters
        ----------
        state_dict : mapping of str to array_like
        strict : bool
            Names must be the same.

        Raises
        ------
        RuntimeError
            Names or shapes differ.
        """
        own = {**dict(self.named_parameters()), **dict(self.named_buffers())}
        missing = [n for n in own if n not in state_dict]
        unexpected = [n for n in state_dict if n not in own]
        wrong = [
            f"size mismatch for {n}: {np.shape(state_dict[n])} given, {own[n].shape} in the model"
            for n in own
            if n in state_dict and np.shape(state_dict[n]) != own[n].shape
        ]
        if strict:
            wrong += [f"missing keys: {missing}"] * bool(missing)
            wrong += [f"unexpected keys: {unexpected}"] * bool(unexpected)
        if wrong:
            raise RuntimeError(
                f"Error(s) in loading state_dict for {type(self).__name__}: " + "; ".join(wrong)
            )
        for name, target in own.items():
            if name in state_dict:
                array = target.data if isinstance(target, Parameter) else target
                array[...] = np.asarray(state_dict[name])

    def extra_repr(self):
        """What stands between the parentheses of the `repr`."""
        return ""

    def __repr__(self):
        lines = [f"  ({name}): {child!r}".replace("\n", "\n  ") for name, child in self.named_children()]
        if not lines:
            return f"{type(self).__name__}({self.extra_repr()})"
        return f"{type(self).__name__}(\n" + "\n".join(lines) + "\n)"


class Operation(Module):
    """A layer without parameters over a pair of pure functions, which subclasses name."""

    _function = None  # (forward, backward)

    def _arguments(self):
        return {}

    def forward(self, input):
        """Return the function of the input."""
        out, self._saved = self._function[0](input, **self._arguments())
        return out

    def backward(self, grad):
        """Return the gradient of the input of the last call."""
        return self._function[1](np.asarray(grad), self._last())

    def extra_repr(self):
        return ", ".join(f"{k}={v!r}" for k, v in self._arguments().items())
