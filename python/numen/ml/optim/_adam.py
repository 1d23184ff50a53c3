"""Steps by running means of the gradient and of its square."""

import math

import numen as np

from ._optimizer import Optimizer

__all__ = ["Adam", "AdamW"]


class Adam(Optimizer):
    """``p -= lr * m / (sqrt(v) + eps)`` with running means `m` of the gradient and `v` of its square.

    Both start at zero and are divided by ``1 - beta**t`` for it. Kingma and Ba, "Adam" (2015); `amsgrad` takes the
    largest `v` so far (Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018).

    Parameters
    ----------
    params : iterable of Parameter, or of dicts
    lr : float
    betas : (float, float)
        What of `m` and of `v` stays in each step.
    eps : float
    weight_decay : float
        ``weight_decay * p`` is added to the gradient, and so divided by ``sqrt(v)``; see `AdamW`.
    amsgrad, maximize : bool

    Raises
    ------
    ValueError
        A setting is out of its range.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn, optim
    >>> p = nn.Parameter(np.array([1.0, -1.0]))
    >>> p.grad = np.array([100.0, -0.01])
    >>> optim.Adam([p], lr=0.01).step()
    >>> p.data.round(3)
    array([ 0.99, -0.99])

    By hand::

        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        p -= lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0.0,
        amsgrad=False,
        *,
        maximize=False,
    ):
        super().__init__(
            params,
            {
                "lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad,
                "maximize": maximize,
            },
        )  # fmt: skip

    def _decayed(self, p, grad, group):
        """The gradient with the decay of weights in it."""
        return grad + group["weight_decay"] * p.data if group["weight_decay"] else grad

    def _update(self, p, grad, state, group):
        b1, b2 = group["betas"]
        grad = self._decayed(p, grad, group)
        if not state:
            state.update(step=0, exp_avg=np.zeros_like(p.data), exp_avg_sq=np.zeros_like(p.data))
            state["max_exp_avg_sq"] = np.zeros_like(p.data)
        state["step"] += 1
        t, mean, square = int(state["step"]), state["exp_avg"], state["exp_avg_sq"]
        # One array for all that is only passed on: large layers wait for memory, not for arithmetic.
        work = np.subtract(grad, mean, out=np.empty_like(mean))
        work *= 1 - b1
        mean += work
        np.multiply(grad, grad, out=work)
        work *= 1 - b2
        square *= b2
        square += work
        if group["amsgrad"]:
            square = state["max_exp_avg_sq"] = np.maximum(state["max_exp_avg_sq"], square)
        # sqrt(v) / c + eps is (sqrt(v) + c * eps) / c, and the division by c is one of numbers.
        c = math.sqrt(1 - b2**t)
        np.sqrt(square, out=work)
        work += c * group["eps"]
        np.divide(mean, work, out=work)
        work *= group["lr"] * c / (1 - b1**t)
        p.data -= work


class AdamW(Adam):
    """`Adam` whose decay of weights, ``p -= lr * weight_decay * p``, stands beside the step.

    Loshchilov and Hutter, "Decoupled weight decay regularization" (2019). Arguments as for `Adam`, with another
    default of `weight_decay`.
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=1e-2,
        amsgrad=False,
        *,
        maximize=False,
    ):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize)

    def _decayed(self, p, grad, group):
        p.data *= 1 - group["lr"] * group["weight_decay"]
        return grad
