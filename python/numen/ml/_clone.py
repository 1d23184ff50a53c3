"""A new estimator with the same parameters."""

import copy

__all__ = ["clone"]


def clone(estimator):
    """Return an estimator of the same class and parameters that has learned nothing; of a list, of each.

    Parameters that are estimators are cloned too, others copied.

    Raises
    ------
    TypeError
        It has no `get_params`.

    Examples
    --------
    >>> from numen.ml._clone import clone
    >>> from numen.ml.preprocessing import StandardScaler
    >>> clone(StandardScaler(with_std=False).fit([[1.0], [2.0]]))
    StandardScaler(with_std=False)
    """
    if isinstance(estimator, (list, tuple, set)):
        return type(estimator)(clone(e) for e in estimator)
    if hasattr(estimator, "__sklearn_clone__") and not isinstance(estimator, type):
        return estimator.__sklearn_clone__()
    if not hasattr(estimator, "get_params") or isinstance(estimator, type):
        raise TypeError(
            f"Cannot clone object '{estimator!r}' (type {type(estimator)}): it does not seem to be an estimator as it "
            "does not implement a 'get_params' method."
        )
    parameters = {name: _copied(value) for name, value in estimator.get_params(deep=False).items()}
    return type(estimator)(**parameters)


def _copied(value):
    if hasattr(value, "get_params") and not isinstance(value, type):
        return clone(value)
    if type(value) in (list, tuple):
        return type(value)(_copied(v) for v in value)
    return copy.deepcopy(value)
