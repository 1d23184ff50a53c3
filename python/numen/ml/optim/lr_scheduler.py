"""Learning rates that change from epoch to epoch: ``scheduler.step()`` after each.

Each schedule is a formula in the number of steps taken; `ReduceLROnPlateau` looks at a value instead.
"""

import bisect
import math

__all__ = [
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "ExponentialLR",
    "LambdaLR",
    "LinearLR",
    "LRScheduler",
    "MultiStepLR",
    "PolynomialLR",
    "ReduceLROnPlateau",
    "StepLR",
]


class LRScheduler:
    """The base of schedules: a subclass defines ``_rate(base, t)``, the rate after ``t`` steps.

    Parameters
    ----------
    optimizer : Optimizer
    last_epoch : int
        Steps taken before, less one: -1 starts anew, else the groups of the optimiser have "initial_lr", as they have once a
        schedule was made for it.

    Attributes
    ----------
    base_lrs : list of float
        Rates at the start, one a group.
    last_epoch : int
        Steps taken.
    """

    def __init__(self, optimizer, last_epoch=-1):
        self.optimizer = optimizer
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch != -1 and "initial_lr" not in group:
                raise KeyError(
                    f"param 'initial_lr' is not specified in param_groups[{i}] when resuming an optimizer"
                )
            group.setdefault("initial_lr", group["lr"])
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        self.step()

    def step(self):
        """Set the rates of the next epoch."""
        self.last_epoch += 1
        for i, (group, base) in enumerate(zip(self.optimizer.param_groups, self.base_lrs)):
            group["lr"] = self._of_group(i, base, self.last_epoch)

    def _of_group(self, i, base, t):
        return self._rate(base, t)

    def get_last_lr(self):
        """Return the rates that are set, one a group."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self):
        """Return the settings and the number of steps."""
        return {k: v for k, v in vars(self).items() if k != "optimizer"}

    def load_state_dict(self, state_dict):
        """Go on from what `state_dict` returned."""
        vars(self).update(state_dict)


class LambdaLR(LRScheduler):
    """``base * lr_lambda(t)``.

    Parameters
    ----------
    optimizer : Optimizer
    lr_lambda : callable, or list of callables, one a group
    """

    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        one = callable(lr_lambda)
        self.lr_lambdas = [lr_lambda] * len(optimizer.param_groups) if one else list(lr_lambda)
        if len(self.lr_lambdas) != len(optimizer.param_groups):
            raise ValueError(
                f"Expected {len(optimizer.param_groups)} lr_lambdas, but got {len(self.lr_lambdas)}"
            )
        super().__init__(optimizer, last_epoch)

    def _of_group(self, i, base, t):
        return base * self.lr_lambdas[i](t)


class StepLR(LRScheduler):
    """``base * gamma**(t // step_size)``.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml import nn, optim
    >>> optimizer = optim.SGD([nn.Parameter(np.zeros(1))], lr=1.0)
    >>> schedule = optim.lr_scheduler.StepLR(optimizer, step_size=2)
    >>> for _ in range(4):
    ...     print(schedule.get_last_lr(), end=" ")
    ...     schedule.step()
    [1.0] [1.0] [0.1] [0.1]
    """

    def __init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1):
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        return base * self.gamma ** (t // self.step_size)


class MultiStepLR(LRScheduler):
    """``base * gamma**k`` after `k` of the milestones."""

    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1):
        self.milestones, self.gamma = sorted(milestones), gamma
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        return base * self.gamma ** bisect.bisect_right(self.milestones, t)


class ExponentialLR(LRScheduler):
    """``base * gamma**t``."""

    def __init__(self, optimizer, gamma, last_epoch=-1):
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        return base * self.gamma**t


class ConstantLR(LRScheduler):
    """``base * factor`` for `total_iters` steps, then `base`."""

    def __init__(self, optimizer, factor=1 / 3, total_iters=5, last_epoch=-1):
        if not 0 <= factor <= 1:
            raise ValueError("Constant multiplicative factor expected to be between 0 and 1.")
        self.factor, self.total_iters = factor, total_iters
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        return base * (self.factor if t < self.total_iters else 1)


class LinearLR(LRScheduler):
    """From ``base * start_factor`` to ``base * end_factor`` along a line, over `total_iters` steps: a warm-up."""

    def __init__(self, optimizer, start_factor=1 / 3, end_factor=1.0, total_iters=5, last_epoch=-1):
        if not 0 < start_factor <= 1 or not 0 <= end_factor <= 1:
            raise ValueError("start_factor must lie in (0, 1] and end_factor in [0, 1]")
        self.start_factor, self.end_factor, self.total_iters = start_factor, end_factor, total_iters
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        share = min(t, self.total_iters) / self.total_iters
        return base * (self.start_factor + (self.end_factor - self.start_factor) * share)


class PolynomialLR(LRScheduler):
    """``base * (1 - t / total_iters)**power``."""

    def __init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1):
        self.total_iters, self.power = total_iters, power
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        return base * (1 - min(t, self.total_iters) / self.total_iters) ** self.power


class CosineAnnealingLR(LRScheduler):
    """``eta_min + (base - eta_min) * (1 + cos(pi * t / T_max)) / 2`` (Loshchilov and Hutter, "SGDR", 2017)."""

    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1):
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        return self.eta_min + (base - self.eta_min) * (1 + math.cos(math.pi * t / self.T_max)) / 2


class CosineAnnealingWarmRestarts(LRScheduler):
    """`CosineAnnealingLR` from the start again after `T_0` steps, then ``T_0 * T_mult``, and so on."""

    def __init__(self, optimizer, T_0, T_mult=1, eta_min=0.0, last_epoch=-1):
        if T_0 <= 0 or T_mult < 1 or int(T_0) != T_0 or int(T_mult) != T_mult:
            raise ValueError(f"Expected positive integers T_0 and T_mult, but got {T_0} and {T_mult}")
        self.T_0, self.T_mult, self.eta_min = T_0, T_mult, eta_min
        super().__init__(optimizer, last_epoch)

    def _rate(self, base, t):
        length = self.T_0
        while t >= length:
            t, length = t - length, length * self.T_mult
            if self.T_mult == 1:
                t %= length
        return self.eta_min + (base - self.eta_min) * (1 + math.cos(math.pi * t / length)) / 2


class ReduceLROnPlateau:
    """The rate times `factor` when a value has not improved for more than `patience` steps.

    Parameters
    ----------
    optimizer : Optimizer
    mode : {"min", "max"}
    factor : float, below 1
    patience : int
    threshold : float
        What counts as improvement: by this share of the best ("rel"), by this amount ("abs").
    threshold_mode : {"rel", "abs"}
    cooldown : int
        Steps after a reduction that are not counted.
    min_lr : float
    eps : float
        A smaller change of the rate is left.
    """

    def __init__(
        self, optimizer, mode="min", factor=0.1, patience=10, threshold=1e-4, threshold_mode="rel", cooldown=0,
        min_lr=0.0, eps=1e-8,
    ):  # fmt: skip
        if factor >= 1:
            raise ValueError("Factor should be < 1.0.")
        if mode not in ("min", "max"):
            raise ValueError(f"mode {mode} is unknown!")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"threshold mode {threshold_mode} is unknown!")
        self.optimizer, self.mode, self.factor, self.patience = optimizer, mode, factor, patience
        self.threshold, self.threshold_mode, self.cooldown = threshold, threshold_mode, cooldown
        self.min_lr, self.eps = min_lr, eps
        self.best = math.inf if mode == "min" else -math.inf
        self.num_bad_epochs = self.cooldown_counter = 0

    def _better(self, value):
        sign = 1 if self.mode == "min" else -1
        if math.isinf(self.best):
            return sign * value < sign * self.best
        margin = self.threshold * (sign * self.best if self.threshold_mode == "rel" else 1)
        return sign * value < sign * self.best - margin

    def step(self, metrics):
        """Take the value of this epoch into account."""
        value = float(metrics)
        if self._better(value):
            self.best, self.num_bad_epochs = value, 0
        else:
            self.num_bad_epochs += 1
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            for group in self.optimizer.param_groups:
                rate = max(group["lr"] * self.factor, self.min_lr)
                if group["lr"] - rate > self.eps:
                    group["lr"] = rate
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0

    get_last_lr = LRScheduler.get_last_lr
