"""What every optimiser is: groups of parameters with their settings, and a state for each parameter."""

import numen as np

__all__ = ["Optimizer"]


class Optimizer:
    """The base of optimisers: a subclass names its settings and defines ``_update(p, grad, state, group)``.

    Parameters
    ----------
    params : iterable of Parameter, or of dicts
        A dict has "params" and settings of its own for them.
    defaults : dict
        Settings where a dict has none.

    Attributes
    ----------
    param_groups : list of dict
        "params" and the settings, which may be changed between steps.
    state : dict
        What was learned of each parameter, by its place among all.

    Raises
    ------
    ValueError
        There are no parameters, one stands twice, or a setting is out of its range.
    """

    def __init__(self, params, defaults):
        self.defaults = defaults
        self.param_groups = []
        self.state = {}
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        for group in groups if isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def add_param_group(self, param_group):
        """Add parameters with settings of their own."""
        given = param_group["params"]
        group = {**self.defaults, **param_group, "params": [given] if hasattr(given, "grad") else list(given)}
        unknown = set(group) - set(self.defaults) - {"params", "initial_lr"}
        if unknown:
            raise ValueError(f"unknown settings: {sorted(unknown)}")
        for p in group["params"]:
            if not hasattr(p, "grad") or not hasattr(p, "data"):
                raise TypeError(
                    f"optimizer can only optimize Parameters, but one of the params is {type(p).__name__}"
                )
        self._check(group)
        every = [*self._parameters(), *group["params"]]
        if len({id(p) for p in every}) < len(every):
            raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append(group)

    def _check(self, group):
        for name in ("lr", "weight_decay", "momentum", "eps", "alpha", "lr_decay"):
            if group.get(name, 0) < 0:
                raise ValueError(f"Invalid {name} value: {group[name]}")
        for beta in group.get("betas", ()):
            if not 0 <= beta < 1:
                raise ValueError(f"Invalid betas: {group['betas']}, each must lie in [0, 1)")

    def _parameters(self):
        return [p for group in self.param_groups for p in group["params"]]

    def zero_grad(self, set_to_none=True):
        """Forget the gradients, or set them to zeros."""
        for p in self._parameters():
            p.grad = None if set_to_none or p.grad is None else np.zeros_like(p.grad)

    def step(self, closure=None):
        """Learn from the gradients that are there.

        Parameters
        ----------
        closure : callable, optional
            Called first; computes the gradients anew and returns the loss.

        Returns
        -------
        What `closure` returned, or None.
        """
        loss = None if closure is None else closure()
        place = 0
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None and p.requires_grad:
                    grad = -p.grad if group.get("maximize") else p.grad
                    self._update(p, grad, self.state.setdefault(place, {}), group)
                place += 1
        return loss

    def state_dict(self):
        """Return copies of what was learned and the settings, to go on later."""
        state = {n: {k: np.array(v) for k, v in s.items()} for n, s in self.state.items()}
        groups, start = [], 0
        for group in self.param_groups:
            count = len(group["params"])
            groups.append({**group, "params": list(range(start, start + count))})
            start += count
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict):
        """Go on from what `state_dict` returned.

        Raises
        ------
        ValueError
            The groups have other numbers of parameters.
        """
        given = state_dict["param_groups"]
        if [len(g["params"]) for g in given] != [len(g["params"]) for g in self.param_groups]:
            raise ValueError(
                "loaded state dict has a different number of parameter groups or of parameters in them"
            )
        for group, loaded in zip(self.param_groups, given):
            group.update({k: v for k, v in loaded.items() if k != "params"})
        self.state = {n: {k: np.array(v) for k, v in s.items()} for n, s in state_dict["state"].items()}

    def __repr__(self):
        lines = []
        for n, group in enumerate(self.param_groups):
            settings = ", ".join(f"{k}={v!r}" for k, v in group.items() if k not in ("params", "initial_lr"))
            lines.append(f"  group {n}: {len(group['params'])} parameters, {settings}")
        return f"{type(self).__name__}(\n" + "\n".join(lines) + "\n)"
