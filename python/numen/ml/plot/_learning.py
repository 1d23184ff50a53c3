"""What a fit went through."""

from collections.abc import Mapping

import numen as np

from .._validation import check_is_fitted
from ._axes import axes_for

__all__ = ["plot_learning_curve"]

# Where estimators keep what they went through, and what the axis says.
LOSSES = {
    "loss_curve_": "loss",
    "loss_history_": "loss",
    "cost_history_": "cost",
    "inertia_history_": "sum of squares",
}
CHECKS = {"validation_history_": "validation", "validation_curve_": "validation"}


def _histories(model):
    """Curves to draw, by name, and the scores that belong on an axis of their own."""
    if isinstance(model, Mapping):
        return dict(model), None
    curves = {
        name: getattr(model, kept)
        for kept, name in {**LOSSES, **CHECKS}.items()
        if getattr(model, kept, None) is not None
    }
    if not curves:
        check_is_fitted(model)
        raise ValueError(
            f"{type(model).__name__} has no history: it is not learned in rounds, or not with this solver. Expected one of "
            f"{', '.join(LOSSES)}, or a mapping of names to numbers."
        )
    return curves, getattr(model, "validation_scores_", None)


def plot_learning_curve(model, *, ax=None):
    """Draw the loss of each round, and what was held out beside it.

    Parameters
    ----------
    model : fitted estimator, or mapping of str to sequence of numbers
        An estimator with a history (`LinearRegression` by gradient descent, `SGDRegressor`, `SGDClassifier`,
        `LogisticRegression`, `KMeans`, `MLPClassifier`, `MLPRegressor`), or curves with their names.
    ax : matplotlib axes, optional

    Returns
    -------
    matplotlib axes
        Scores of samples held out have an axis of their own, on the right.

    Raises
    ------
    ValueError
        The estimator keeps no history, or a curve has not one axis.

    Examples
    --------
    >>> from numen.ml.plot import plot_learning_curve
    >>> ax = plot_learning_curve({"loss": [1.0, 0.5, 0.25]})
    >>> ax.lines[0].get_ydata().tolist()
    [1.0, 0.5, 0.25]
    """
    curves, scores = _histories(model)
    curves = {name: np.asarray(values, dtype=np.float64) for name, values in curves.items()}
    for name, values in curves.items():
        if values.ndim != 1:
            raise ValueError(f"the curve {name!r} must have one axis, got shape {values.shape}")
    ax = axes_for(ax)
    for name, values in curves.items():
        ax.plot(range(1, len(values) + 1), values.tolist(), label=name)
    ax.set_xlabel("round")
    if len(curves) > 1:
        ax.legend(loc="center right")
    if len(curves) == 1:
        ax.set_ylabel(next(iter(curves)))
    if scores:
        right = ax.twinx()
        right.plot(range(1, len(scores) + 1), [float(s) for s in scores], color="tab:orange")
        right.set_ylabel("validation score", color="tab:orange")
    return ax
