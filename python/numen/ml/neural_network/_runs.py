"""A run of a training: epochs over shuffled batches, or rounds over all samples."""

import numen as np

from .. import nn
from .._lbfgs import lbfgs
from .._progress import Progress

__all__ = ["FullBatch", "Run"]

#: What a round of L-BFGS must gain, relative to the loss: the `ftol` of the routine of Zhu, Byrd, Lu and Nocedal (1997).
FLAT = 1e7 * np.finfo(np.float64).eps


class Run:
    """One training: the model, its optimiser and the history."""

    def __init__(self, estimator, model, optimizer, history, held):
        self.estimator, self.model, self.optimizer = estimator, model, optimizer
        self.history, self.held, self.best = history, held, None
        self.parameters = model.parameters()
        self.weights = [layer.weight for layer in model.children() if isinstance(layer, nn.Linear)]
        self.top = -float("inf")

    def epochs(self, X, targets, w, r, count):
        """Learn for so many epochs; return whether it stopped before."""
        e = self.estimator
        size = min(200, len(X)) if e.batch_size == "auto" else int(min(max(e.batch_size, 1), len(X)))
        order = np.arange(len(X))
        bar = Progress(range(count), "network", e.verbose if count > 1 else False, unit="epoch")
        for _ in bar:
            if e.shuffle:
                turn = np.arange(len(X))
                r.shuffle(turn)
                order = order[turn]
            total = 0.0
            for start in range(0, len(X), size):
                rows = order[start : start + size]
                total += len(rows) * self.batch(X[rows], targets[rows], None if w is None else w[rows])
            self.history["loss"].append(total / len(X))
            self.history["t"] += len(X)
            bar.note(loss=self.history["loss"][-1])
            if self.stops():
                return True
        return False

    def batch(self, x, t, w):
        """One step; return the loss before it."""
        e = self.estimator
        count = float(len(x) if w is None else w.sum())
        if count == 0:
            return 0.0
        loss = self.slope(x, t, w, count)
        if e.solver == "adam":
            # epsilon beside sqrt(v) before its correction: the faster form in section 2 of Kingma and Ba (2015).
            t = int(self.optimizer.state.get(0, {}).get("step", 0)) + 1
            self.optimizer.param_groups[0]["eps"] = e.epsilon / (1 - e.beta_2**t) ** 0.5
        self.optimizer.step()
        return self.finite(loss)

    def slope(self, x, t, w, count):
        """Leave the gradient of the loss with the parameters; return the loss."""
        e = self.estimator
        loss, grad = e._loss(self.model(x), t, w, count)
        for parameter in self.parameters:
            parameter.grad = None
        self.model.backward(grad)
        if e.alpha:
            for weight in self.weights:
                loss += 0.5 * e.alpha * float(np.vdot(weight.data, weight.data)) / count
                weight.grad += (e.alpha / count) * weight.data
        return loss

    @staticmethod
    def finite(loss):
        """The loss, if it is a number."""
        if not np.isfinite(loss):
            raise ValueError(
                "Solver produced non-finite parameter weights. The input data may contain large values and need to "
                "be preprocessed."
            )
        return loss

    def unfinished(self):
        """What to say where the epochs ended first."""
        return (
            f"Stochastic Optimizer: Maximum iterations ({self.estimator.max_iter}) reached and the optimization hasn't "
            "converged yet."
        )

    def stops(self):
        """Compare with the best; lower the rate; say whether to end."""
        e, history = self.estimator, self.history
        if self.held:
            x, y, w = self.held
            value = e._scored(self.model(x), y, w)
            history["scores"].append(value)
        else:
            value = -history["loss"][-1]
        best = self.top
        history["count"] = history["count"] + 1 if value < best + e.tol else 0
        if value > best:
            self.top = value
            if self.held:
                params = self.parameters
                self.best = [p.data.copy() for p in params[::2]] + [p.data.copy() for p in params[1::2]]
        group = self.optimizer.param_groups[0]
        if e.solver == "sgd" and e.learning_rate == "invscaling":
            group["lr"] = e.learning_rate_init / (history["t"] + 1) ** e.power_t
        if history["count"] <= e.n_iter_no_change:
            return False
        if e.solver == "sgd" and e.learning_rate == "adaptive" and group["lr"] > 1e-6:
            group["lr"], history["count"] = group["lr"] / 5, 0
            return False
        return True


class FullBatch(Run):
    """Rounds of L-BFGS, whose line search compares losses of the same samples: all of them."""

    def epochs(self, X, targets, w, r, count):
        """Learn for so many rounds; return whether it stopped before."""
        e, parameters = self.estimator, self.parameters
        dtype, total = X.dtype, float(len(X) if w is None else w.sum())
        if total == 0:
            return True
        # Steps are judged by differences of losses, which single precision does not hold.
        X, targets = X.astype(np.float64, copy=False), targets.astype(np.float64, copy=False)
        ends = np.cumsum([p.data.size for p in parameters])[:-1]
        asked = 0

        def place(x, dtype=np.float64):
            for p, part in zip(parameters, np.split(x, ends), strict=True):
                p.data = part.reshape(p.data.shape).astype(dtype)

        def cost(x):
            nonlocal asked
            asked += 1
            place(x)
            # A trial step that goes too far overflows, and is taken back.
            with np.errstate(over="ignore", invalid="ignore"):
                loss = self.slope(X, targets, w, total)
            return loss, np.concatenate([p.grad.ravel() for p in parameters])

        x = np.concatenate([p.data.ravel() for p in parameters]).astype(np.float64)
        rounds = Progress(lbfgs(cost, x), "network", e.verbose, total=count, unit="round")
        losses = self.history["loss"]
        try:
            for reached, loss, gradient in rounds:
                x = reached
                self.finite(loss)
                if "start" in self.history:
                    flat = (losses[-1] if losses else self.history["start"]) - loss <= FLAT * max(
                        abs(loss), 1.0
                    )
                    losses.append(loss)
                    self.history["t"] += len(X)
                else:
                    self.history["start"], flat = loss, False
                if flat or np.max(np.abs(gradient)) <= e.tol:
                    return True
                if len(losses) >= count or asked >= e.max_fun:
                    return False
        finally:
            place(x, dtype)
        return False

    def unfinished(self):
        """What to say where the rounds ended first."""
        return (
            f"lbfgs failed to converge after {len(self.history['loss'])} iteration(s): raise max_iter or max_fun, or "
            "scale the data."
        )
