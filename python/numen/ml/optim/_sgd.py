"""Steps along the gradient: plain, with momentum, over the size of the gradients before."""

import numen as np

from ._optimizer import Optimizer

__all__ = ["SGD", "Adagrad", "RMSprop"]


class SGD(Optimizer):
    """``b = momentum * b + (1 - dampening) * g``, then ``p -= lr * b``.

    With `nesterov` the step is ``g + momentum * b`` (Sutskever et al., "On the importance of initialization and
    momentum in deep learning", 2013).

    Parameters
    ----------
    params : iterable of Parameter, or of dicts
    lr : float
    momentum, dampening : float
    weight_decay : float
        ``weight_decay * p`` is added to the gradient.
    nesterov, maximize : bool

    Raises
    ------
    ValueError
        A setting is negative; Nesterov's needs momentum and no dampening.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn, optim
    >>> p = nn.Parameter(np.array([1.0]))
    >>> optimizer = optim.SGD([p], lr=0.1, momentum=0.9)
    >>> for _ in range(2):
    ...     p.grad = 2 * p.data
    ...     optimizer.step()
    >>> p.data
    array([0.46])
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        momentum=0.0,
        dampening=0.0,
        weight_decay=0.0,
        nesterov=False,
        *,
        maximize=False,
    ):
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(
            params,
            {
                "lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay,
                "nesterov": nesterov, "maximize": maximize,
            },
        )  # fmt: skip

    def _update(self, p, grad, state, group):
        if group["weight_decay"]:
            grad = grad + group["weight_decay"] * p.data
        momentum = group["momentum"]
        if momentum:
            if "momentum_buffer" not in state:
                state["momentum_buffer"] = grad.copy()
            else:
                state["momentum_buffer"] *= momentum
                state["momentum_buffer"] += (1 - group["dampening"]) * grad
            buffer = state["momentum_buffer"]
            grad = grad + momentum * buffer if group["nesterov"] else buffer
        p.data -= group["lr"] * grad


class Adagrad(Optimizer):
    """``s += g**2``, then ``p -= lr * g / (sqrt(s) + eps)`` (Duchi, Hazan and Singer, 2011).

    Parameters
    ----------
    params : iterable of Parameter, or of dicts
    lr, lr_decay : float
        The rate of step ``t`` is ``lr / (1 + (t - 1) * lr_decay)``.
    weight_decay : float
    initial_accumulator_value : float
        ``s`` at first.
    eps : float
    maximize : bool
    """

    def __init__(
        self, params, lr=1e-2, lr_decay=0.0, weight_decay=0.0, initial_accumulator_value=0.0, eps=1e-10, *,
        maximize=False,
    ):  # fmt: skip
        super().__init__(
            params,
            {
                "lr": lr, "lr_decay": lr_decay, "weight_decay": weight_decay,
                "initial_accumulator_value": initial_accumulator_value, "eps": eps, "maximize": maximize,
            },
        )  # fmt: skip

    def _update(self, p, grad, state, group):
        if not state:
            state.update(step=0, sum=np.full_like(p.data, group["initial_accumulator_value"]))
        if group["weight_decay"]:
            grad = grad + group["weight_decay"] * p.data
        state["step"] += 1
        state["sum"] += grad * grad
        rate = group["lr"] / (1 + (int(state["step"]) - 1) * group["lr_decay"])
        p.data -= rate * grad / (np.sqrt(state["sum"]) + group["eps"])


class RMSprop(Optimizer):
    """``s = alpha * s + (1 - alpha) * g**2``, then ``p -= lr * g / (sqrt(s) + eps)``.

    Hinton, "Neural networks for machine learning", lecture 6e (2012); `centered` takes the mean's square out of `s`
    (Graves, "Generating sequences with recurrent neural networks", 2013).

    Parameters
    ----------
    params : iterable of Parameter, or of dicts
    lr, alpha, eps, weight_decay, momentum : float
    centered, maximize : bool

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn, optim
    >>> p = nn.Parameter(np.array([1.0, -1.0]))
    >>> p.grad = np.array([100.0, -0.01])
    >>> optim.RMSprop([p], lr=0.01, alpha=0.75).step()
    >>> p.data.round(3)
    array([ 0.98, -0.98])
    """

    def __init__(
        self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0.0, momentum=0.0, centered=False, *,
        maximize=False,
    ):  # fmt: skip
        super().__init__(
            params,
            {
                "lr": lr, "alpha": alpha, "eps": eps, "weight_decay": weight_decay, "momentum": momentum,
                "centered": centered, "maximize": maximize,
            },
        )  # fmt: skip

    def _update(self, p, grad, state, group):
        alpha, eps = group["alpha"], group["eps"]
        if group["weight_decay"]:
            grad = grad + group["weight_decay"] * p.data
        if not state:
            state["square_avg"] = np.zeros_like(p.data)
            state["grad_avg"] = np.zeros_like(p.data)
            state["momentum_buffer"] = np.zeros_like(p.data)
        state["square_avg"] *= alpha
        state["square_avg"] += (1 - alpha) * grad * grad
        spread = state["square_avg"]
        if group["centered"]:
            state["grad_avg"] += (1 - alpha) * (grad - state["grad_avg"])
            spread = spread - state["grad_avg"] ** 2
        step = grad / (np.sqrt(spread) + eps)
        if group["momentum"]:
            state["momentum_buffer"] *= group["momentum"]
            state["momentum_buffer"] += step
            step = state["momentum_buffer"]
        p.data -= group["lr"] * step
