"""What classifier and regressor share: parameters, the network, what is kept of a run."""

import json
import numbers
import warnings

import numen as np

from .. import nn, optim
from .._base import BaseEstimator, fitting
from .._validation import check_is_fitted, check_random_state, check_sample_weight, next_array
from ..exceptions import ConvergenceWarning, known
from ..model_selection import train_test_split
from ._runs import FullBatch, Run

ACTIVATIONS = {"identity": nn.Identity, "logistic": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}
PARAMETERS = """hidden_layer_sizes : tuple of int
        Widths of the hidden layers.
    activation : {"identity", "logistic", "tanh", "relu"}
    solver : {"adam", "sgd", "lbfgs"}
        "lbfgs" takes all samples in each round: best for some thousands of samples. The parameters of steps and batches,
        `early_stopping` and `partial_fit` are for the other two.
    alpha : float
        ``alpha / 2`` times the squares of the weights, over the samples of the batch, is added to the loss.
    batch_size : int or "auto"
        "auto" is 200, or all samples if they are fewer.
    learning_rate : {"constant", "invscaling", "adaptive"}
        For "sgd": ``learning_rate_init``; that over ``t**power_t``; a fifth of the one before where nothing gets better.
    learning_rate_init, power_t : float
    max_iter : int
        Epochs, or rounds of "lbfgs".
    shuffle : bool
    random_state : int, RandomState or None
    tol : float
        What counts as better; with "lbfgs" the largest entry of the gradient that counts as zero.
    verbose : bool or None
        Whether to show a bar with the loss; None shows it on a terminal.
    warm_start : bool
        Go on from the weights of the fit before.
    momentum : float
    nesterovs_momentum : bool
    early_stopping : bool
        Keep `validation_fraction` of the samples apart, stop when their score gets no better, and take the best weights.
    validation_fraction : float
    beta_1, beta_2, epsilon : float
        Of Adam.
    n_iter_no_change : int
        Epochs to wait for something better.
    max_fun : int
        How often "lbfgs" may ask for the loss.

    Attributes
    ----------
    coefs_, intercepts_ : list of ndarray
        Weights of shape (in, out), and what is added, of each layer.
    loss_, best_loss_ : float
    loss_curve_ : list of float
        The loss of each epoch.
    validation_scores_ : list of float, or None
    best_validation_score_ : float, or None
    n_iter_, t_ : int
        Epochs, samples seen.
    converged_ : bool
        False where `max_iter` or an interrupt ended the fit.
    n_layers_, n_outputs_ : int
    out_activation_ : str
    n_features_in_ : int"""


def whole(estimator):
    """Say where the solver takes all samples at once, so that it learns from no chunks."""
    if estimator.solver == "lbfgs":
        return (
            f"partial_fit is only available for stochastic optimizers. {estimator.solver} is not stochastic."
        )
    return None


class MultilayerPerceptron(BaseEstimator):
    """What classifier and regressor share: they say what the outputs and their loss are."""

    def __init__(
        self, hidden_layer_sizes=(100,), activation="relu", *, solver="adam", alpha=0.0001, batch_size="auto",
        learning_rate="constant", learning_rate_init=0.001, power_t=0.5, max_iter=200, shuffle=True,
        random_state=None, tol=1e-4, verbose=None, warm_start=False, momentum=0.9, nesterovs_momentum=True,
        early_stopping=False, validation_fraction=0.1, beta_1=0.9, beta_2=0.999, epsilon=1e-8,
        n_iter_no_change=10, max_fun=15000,
    ):  # fmt: skip
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.max_fun = max_fun

    def _widths(self):
        sizes = self.hidden_layer_sizes
        return [int(sizes)] if isinstance(sizes, numbers.Integral) else [int(n) for n in sizes]

    def _check_parameters(self):
        for name, allowed in (
            ("activation", ACTIVATIONS), ("solver", ("adam", "sgd", "lbfgs")),
            ("learning_rate", ("constant", "invscaling", "adaptive")),
        ):  # fmt: skip
            if getattr(self, name) not in allowed:
                raise ValueError(
                    f"The {name!r} parameter of {type(self).__name__} must be one of {sorted(allowed)}. "
                    f"Got {getattr(self, name)!r} instead."
                )
        if any(n <= 0 for n in self._widths()):
            raise ValueError(f"hidden_layer_sizes must be > 0, got {self._widths()}.")
        for name, low in (
            ("max_iter", 1),
            ("alpha", 0),
            ("learning_rate_init", 0),
            ("n_iter_no_change", 1),
            ("max_fun", 1),
        ):
            if getattr(self, name) < low:
                raise ValueError(f"{name} must be at least {low}, got {getattr(self, name)!r}")

    @fitting
    def fit(self, X, y, sample_weight=None):
        """Learn from data.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,) or, of a regressor, (n_samples, n_outputs)
        sample_weight : array_like, shape (n_samples,), optional

        Returns
        -------
        self

        Raises
        ------
        ValueError
            Shapes, values or parameters are not as they must be.
        KeyboardInterrupt
            After the weights and the history so far were kept.
        """
        self._check_parameters()
        again = self.warm_start and hasattr(self, "coefs_")
        X, targets = self._targets(X, y, first=not again)
        return self._learn(X, targets, y, sample_weight, again, epochs=self.max_iter)

    def _partial(self, X, y, sample_weight, first):
        self._check_parameters()
        if self.early_stopping:
            raise ValueError("partial_fit does not support early_stopping=True")
        X, targets = self._targets(X, y, first=first)
        return self._learn(X, targets, y, sample_weight, not first, epochs=None)

    def _model(self, n_features, n_outputs, dtype, r):
        """Layers with first values by Glorot and Bengio (2010), as many draws in the same order as scikit-learn."""
        widths = [n_features, *self._widths(), n_outputs]
        layers = []
        for n, (i, o) in enumerate(zip(widths, widths[1:])):
            layer = nn.Linear(i, o, dtype=dtype)
            if r is None:
                layer.weight.data, layer.bias.data = self.coefs_[n].copy(), self.intercepts_[n].copy()
            else:
                bound = ((2 if self.activation == "logistic" else 6) / (i + o)) ** 0.5
                layer.weight.data = r.uniform(-bound, bound, (i, o)).astype(dtype)
                layer.bias.data = r.uniform(-bound, bound, o).astype(dtype)
            layers += [layer, ACTIVATIONS[self.activation]()]
        layers[0].needs_input_grad = False
        return nn.Sequential(*layers[:-1])

    def _made_optimizer(self, parameters):
        if self.solver == "adam":
            return optim.Adam(parameters, self.learning_rate_init, (self.beta_1, self.beta_2), self.epsilon)
        nesterov = self.nesterovs_momentum and self.momentum > 0
        return optim.SGD(parameters, self.learning_rate_init, self.momentum, nesterov=nesterov)

    def _learn(self, X, targets, y, sample_weight, again, epochs):
        w = None if sample_weight is None else check_sample_weight(sample_weight, X)
        if again and targets.shape[1] != self.n_outputs_:
            raise ValueError(f"y has {targets.shape[1]} outputs, but {self.n_outputs_} were learned")
        r = check_random_state(self.random_state) if not (epochs is None and again) else self._r
        model = self._model(X.shape[1], targets.shape[1], X.dtype, None if again else r)
        batches = self.solver != "lbfgs"
        optimizer = self._made_optimizer(model.parameters()) if batches else None
        history = {"loss": [], "scores": [], "count": 0, "t": 0}
        if again and epochs is None:
            history = self._history
            optimizer.load_state_dict(self._state)
        held = None
        if self.early_stopping and batches and epochs is not None:
            X, targets, w, held = self._held_out(X, targets, y, w, r)
        run = (Run if batches else FullBatch)(self, model, optimizer, history, held)
        try:
            converged = run.epochs(X, targets, w, r, 1 if epochs is None else epochs)
        except KeyboardInterrupt:
            self._keep(run, r, False)
            raise
        self._keep(run, r, converged)
        if not converged and epochs is not None:
            warnings.warn(run.unfinished(), known(ConvergenceWarning), stacklevel=4)
        return self

    def _held_out(self, X, targets, y, w, r):
        labels = np.asarray(y)
        rows = np.arange(len(X))
        stratify = labels.ravel() if self._estimator_type == "classifier" else None
        fit, held = train_test_split(
            rows, random_state=r, test_size=self.validation_fraction, stratify=stratify
        )
        if len(held) < 2:
            raise ValueError(
                "The validation set is too small. Increase 'validation_fraction' or the size of your dataset."
            )
        weights = None if w is None else w[held]
        return X[fit], targets[fit], None if w is None else w[fit], (X[held], labels[held], weights)

    def _keep(self, run, r, converged):
        layers = [m for m in run.model.children() if isinstance(m, nn.Linear)]
        self.coefs_ = [m.weight.data for m in layers]
        self.intercepts_ = [m.bias.data for m in layers]
        if run.best is not None:
            count = len(layers)
            self.coefs_, self.intercepts_ = run.best[:count], run.best[count:]
        self._history, self._r = run.history, r
        self._state = None if run.optimizer is None else run.optimizer.state_dict()
        self.loss_curve_ = list(run.history["loss"])
        before = run.history.get("start", float("inf"))
        self.loss_ = self.loss_curve_[-1] if self.loss_curve_ else before
        self.best_loss_ = None if run.held else min(self.loss_curve_, default=before)
        self.validation_scores_ = list(run.history["scores"]) if run.held else None
        self.best_validation_score_ = max(run.history["scores"], default=None) if run.held else None
        self.n_iter_, self.t_ = len(self.loss_curve_), run.history["t"]
        self.n_layers_, self.n_outputs_ = len(layers) + 1, self.coefs_[-1].shape[1]
        self.converged_ = converged

    def _outputs(self, X):
        """What the last layer gives for data that are checked."""
        out = X
        hidden = ACTIVATIONS[self.activation]()
        for n, (w, b) in enumerate(zip(self.coefs_, self.intercepts_)):
            out = (hidden(out) if n else out) @ w.astype(X.dtype, copy=False) + b
        return out

    def _checked(self, X):
        return next_array(self, X)

    def save(self, file):
        """Write parameters, weights and history to an npz file, which `load` reads.

        Parameters
        ----------
        file : str, path or file
        """
        check_is_fitted(self)
        params = self.get_params(deep=False)
        if not isinstance(params["random_state"], (numbers.Integral, type(None))):
            params["random_state"] = None
        facts = {
            "class": type(self).__name__,
            "params": params,
            "state": {n: getattr(self, n) for n in (
                "loss_", "best_loss_", "loss_curve_", "validation_scores_", "best_validation_score_", "n_iter_",
                "t_", "n_layers_", "n_outputs_", "converged_", "out_activation_", "n_features_in_",
            )},
        }  # fmt: skip
        arrays = {f"coef{i}": w for i, w in enumerate(self.coefs_)}
        arrays.update({f"intercept{i}": b for i, b in enumerate(self.intercepts_)})
        if hasattr(self, "classes_"):
            arrays["classes"] = self.classes_
        if hasattr(self, "feature_names_in_"):
            facts["names"] = self.feature_names_in_.tolist()
        np.savez(file, facts=np.array(json.dumps(facts)), **arrays)

    @classmethod
    def load(cls, file):
        """Return the estimator that `save` has written.

        Raises
        ------
        ValueError
            The file holds another kind of estimator.
        """
        with np.load(file) as stored:
            facts = json.loads(str(stored["facts"][()]))
            if facts["class"] != cls.__name__:
                raise ValueError(f"the file holds a {facts['class']}, not a {cls.__name__}")
            found = cls(**facts["params"])
            vars(found).update(facts["state"])
            count = found.n_layers_ - 1
            found.coefs_ = [stored[f"coef{i}"] for i in range(count)]
            found.intercepts_ = [stored[f"intercept{i}"] for i in range(count)]
            if "classes" in stored:
                found.classes_ = stored["classes"]
            if "names" in facts:
                found.feature_names_in_ = np.array(facts["names"], dtype=object)
        return found
