"""First values of parameters. Each function writes to the parameter it is given and returns it.

``fan_in`` is the number of inputs that an output sums over, ``fan_out`` the number of outputs that an input goes to.
A matrix is (in, out) here, as `Linear` keeps it; kernels are (out, in, rows, columns).

The names are those of the methods: Xavier or Glorot ``2 / (fan_in + fan_out)`` for tanh, Kaiming or He ``2 / fan_in``
for relu, LeCun ``1 / fan_in``; each is a variance. ``randn(n, m) * sqrt(2 / n)`` is He, whatever it is called.
"""

import math

import numen as np

from ._module import default_generator

__all__ = [
    "calculate_gain",
    "constant_",
    "eye_",
    "kaiming_normal_",
    "kaiming_uniform_",
    "lecun_normal_",
    "lecun_uniform_",
    "normal_",
    "ones_",
    "orthogonal_",
    "trunc_normal_",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
    "zeros_",
]

_GAINS = {
    "linear": 1.0,
    "conv2d": 1.0,
    "sigmoid": 1.0,
    "tanh": 5 / 3,
    "relu": math.sqrt(2),
    "selu": 3 / 4,
}


def _array(tensor):
    return getattr(tensor, "data", tensor) if not isinstance(tensor, np.ndarray) else tensor


def _draw(generator):
    return default_generator() if generator is None else generator


def _fans(tensor):
    shape = tensor.shape
    if len(shape) < 2:
        raise ValueError(
            f"Fan in and fan out can not be computed for fewer than 2 dimensions, got shape {shape}"
        )
    if len(shape) == 2:
        return shape
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def calculate_gain(nonlinearity, param=None):
    """Return the factor that keeps the size of signals through an activation.

    Parameters
    ----------
    nonlinearity : {"linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"}
    param : float, optional
        The slope of "leaky_relu", 0.01 if it is not given.

    Raises
    ------
    ValueError
        It is unknown.

    Examples
    --------
    >>> from numen.ml.nn.init import calculate_gain
    >>> round(calculate_gain("relu"), 4)
    1.4142
    """
    if nonlinearity == "leaky_relu":
        return math.sqrt(2 / (1 + (0.01 if param is None else param) ** 2))
    if nonlinearity not in _GAINS:
        raise ValueError(f"Unsupported nonlinearity {nonlinearity}")
    return _GAINS[nonlinearity]


def uniform_(tensor, a=0.0, b=1.0, generator=None):
    """Uniform between `a` and `b`."""
    x = _array(tensor)
    x[...] = _draw(generator).uniform(a, b, x.shape)
    return tensor


def normal_(tensor, mean=0.0, std=1.0, generator=None):
    """Normal with that mean and standard deviation."""
    x = _array(tensor)
    x[...] = _draw(generator).normal(mean, std, x.shape)
    return tensor


def trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    """Normal, drawn again until it lies between `a` and `b`.

    Raises
    ------
    ValueError
        The interval lies more than four standard deviations away, where hardly anything is ever drawn.
    """
    if a - mean > 4 * std or mean - b > 4 * std:
        raise ValueError("the interval [a, b] is more than 4 std from the mean")
    x, draw = _array(tensor), _draw(generator)
    found = draw.normal(mean, std, x.size)
    while (outside := (found < a) | (found > b)).any():
        found[outside] = draw.normal(mean, std, int(outside.sum()))
    x[...] = found.reshape(x.shape)
    return tensor


def constant_(tensor, val):
    """One value everywhere."""
    _array(tensor)[...] = val
    return tensor


def ones_(tensor):
    """Ones."""
    return constant_(tensor, 1)


def zeros_(tensor):
    """Zeros."""
    return constant_(tensor, 0)


def eye_(tensor):
    """The identity matrix."""
    x = _array(tensor)
    if x.ndim != 2:
        raise ValueError(f"Only arrays with 2 dimensions are supported, got shape {x.shape}")
    x[...] = np.eye(*x.shape)
    return tensor


def xavier_uniform_(tensor, gain=1.0, generator=None):
    """Uniform with variance ``gain**2 * 2 / (fan_in + fan_out)`` (Glorot and Bengio, 2010)."""
    bound = gain * math.sqrt(6 / sum(_fans(tensor)))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor, gain=1.0, generator=None):
    """Normal with variance ``gain**2 * 2 / (fan_in + fan_out)`` (Glorot and Bengio, 2010)."""
    return normal_(tensor, 0.0, gain * math.sqrt(2 / sum(_fans(tensor))), generator)


def _kaiming(tensor, a, mode, nonlinearity):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"Mode {mode} not supported, please use one of ['fan_in', 'fan_out']")
    return calculate_gain(nonlinearity, a) / math.sqrt(_fans(tensor)[mode == "fan_out"])


def kaiming_uniform_(tensor, a=0.0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    """Uniform with variance ``gain**2 / fan``, of relu ``2 / fan_in`` (He et al., 2015).

    Parameters
    ----------
    tensor : Parameter or ndarray
    a : float
        Slope of a leaky relu.
    mode : {"fan_in", "fan_out"}
        Keep the size of signals on the way forward, or of gradients on the way back.
    nonlinearity : str
        See `calculate_gain`.
    generator : numen.random.Generator, optional
    """
    bound = math.sqrt(3) * _kaiming(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(tensor, a=0.0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    """Normal with variance ``gain**2 / fan``; arguments as for `kaiming_uniform_`."""
    return normal_(tensor, 0.0, _kaiming(tensor, a, mode, nonlinearity), generator)


def lecun_uniform_(tensor, generator=None):
    """Uniform with variance ``1 / fan_in`` (LeCun et al., "Efficient BackProp", 1998)."""
    bound = math.sqrt(3 / _fans(tensor)[0])
    return uniform_(tensor, -bound, bound, generator)


def lecun_normal_(tensor, generator=None):
    """Normal with variance ``1 / fan_in`` (LeCun et al., "Efficient BackProp", 1998)."""
    return normal_(tensor, 0.0, math.sqrt(1 / _fans(tensor)[0]), generator)


def orthogonal_(tensor, gain=1.0, generator=None):
    """Rows or columns, whichever are fewer, of length `gain` and at right angles (Saxe et al., 2013)."""
    x = _array(tensor)
    if x.ndim < 2:
        raise ValueError(f"Only arrays with 2 or more dimensions are supported, got shape {x.shape}")
    rows, columns = x.shape[0], x.size // x.shape[0]
    drawn = _draw(generator).normal(size=(max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(drawn)
    q = q * np.sign(np.diagonal(r))  # the signs that make the draw uniform over all such matrices
    x[...] = gain * (q.T if rows < columns else q).reshape(x.shape)
    return tensor
