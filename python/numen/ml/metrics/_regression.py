"""Errors of predicted numbers."""

import warnings

import numen as np

from .._validation import check_array, check_array_like, check_consistent_length, check_sample_weight
from ..exceptions import UndefinedMetricWarning, known

__all__ = [
    "explained_variance_score",
    "max_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_log_error",
    "median_absolute_error",
    "r2_score",
    "root_mean_squared_error",
]


def _targets(y_true, y_pred, sample_weight, multioutput):
    """Both as float arrays of two axes, the weights, and the weights of outputs or how to average them."""
    check_array_like(y_true=y_true, y_pred=y_pred)
    check_consistent_length(y_true, y_pred, sample_weight)
    columns = []
    for name, y in (("y_true", y_true), ("y_pred", y_pred)):
        y = check_array(y, dtype=(np.float64, np.float32), ensure_2d=False, name=name)
        columns.append(y.reshape(-1, 1) if y.ndim == 1 else y)
    y_true, y_pred = columns
    if y_true.shape[1] != y_pred.shape[1]:
        raise ValueError(
            f"y_true and y_pred have different number of output ({y_true.shape[1]}!={y_pred.shape[1]})"
        )
    outputs = y_true.shape[1]
    if isinstance(multioutput, str):
        if multioutput not in ("raw_values", "uniform_average", "variance_weighted"):
            raise ValueError(
                "Allowed 'multioutput' string values are ('raw_values', 'uniform_average', 'variance_weighted'). "
                f"You provided multioutput={multioutput!r}"
            )
    elif multioutput is not None:
        multioutput = np.asarray(multioutput, dtype=np.float64)
        if outputs == 1:
            raise ValueError("Custom weights are useful only in multi-output cases.")
        if multioutput.shape != (outputs,):
            raise ValueError("There must be equally many custom weights as outputs.")
    weight = None if sample_weight is None else check_sample_weight(sample_weight, y_true, non_negative=False)
    return y_true, y_pred, weight, multioutput


def _over_outputs(values, multioutput):
    if isinstance(multioutput, str):
        if multioutput == "raw_values":
            return values
        multioutput = None
    return float(np.average(values, weights=multioutput))


def mean_squared_error(y_true, y_pred, *, sample_weight=None, multioutput="uniform_average"):
    """Mean of the squared errors, ``sum w (y - p)**2 / sum w``.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (n_samples,) or (n_samples, n_outputs)
    sample_weight : array_like, shape (n_samples,), optional
    multioutput : {"uniform_average", "raw_values"} or array_like, shape (n_outputs,)
        The mean over outputs, one number an output, or weights of the mean.

    Returns
    -------
    float, or ndarray of shape (n_outputs,)

    Raises
    ------
    ValueError
        Lengths or numbers of outputs differ, or values are NaN or infinite.

    Examples
    --------
    >>> from numen.ml.metrics import mean_squared_error
    >>> mean_squared_error([3, -0.5, 2, 7], [2.5, 0.0, 2, 8])
    0.375
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    return _over_outputs(np.average((y - p) ** 2, axis=0, weights=w), outputs)


def root_mean_squared_error(y_true, y_pred, *, sample_weight=None, multioutput="uniform_average"):
    """Root of the mean squared error of each output, then averaged; arguments as for `mean_squared_error`.

    Examples
    --------
    >>> from numen.ml.metrics import root_mean_squared_error
    >>> root_mean_squared_error([0, 0], [3, 3])
    3.0
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    return _over_outputs(np.sqrt(np.average((y - p) ** 2, axis=0, weights=w)), outputs)


def mean_absolute_error(y_true, y_pred, *, sample_weight=None, multioutput="uniform_average"):
    """Mean of ``|y - p|``; arguments as for `mean_squared_error`.

    Examples
    --------
    >>> from numen.ml.metrics import mean_absolute_error
    >>> mean_absolute_error([3, -0.5, 2, 7], [2.5, 0.0, 2, 8])
    0.5
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    return _over_outputs(np.average(np.abs(y - p), axis=0, weights=w), outputs)


def mean_absolute_percentage_error(y_true, y_pred, *, sample_weight=None, multioutput="uniform_average"):
    """Mean of ``|y - p| / |y|``, a share and no percentage; arguments as for `mean_squared_error`.

    Where ``y`` is 0 the machine epsilon stands below the line, so that the result is large and not infinite.
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    relative = np.abs(y - p) / np.maximum(np.abs(y), np.finfo(np.float64).eps)
    return _over_outputs(np.average(relative, axis=0, weights=w), outputs)


def mean_squared_log_error(y_true, y_pred, *, sample_weight=None, multioutput="uniform_average"):
    """Mean of ``(log(1 + y) - log(1 + p))**2``; arguments as for `mean_squared_error`.

    Raises
    ------
    ValueError
        A value is -1 or below.
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    if (y <= -1).any() or (p <= -1).any():
        raise ValueError(
            "Mean Squared Logarithmic Error cannot be used when targets contain values less than or equal to -1."
        )
    return _over_outputs(np.average((np.log1p(y) - np.log1p(p)) ** 2, axis=0, weights=w), outputs)


def median_absolute_error(y_true, y_pred, *, sample_weight=None, multioutput="uniform_average"):
    """Median of ``|y - p|``, which a few outliers do not move; arguments as for `mean_squared_error`.

    With weights it is the mean of the lower and the upper weighted median: where the cumulated weight passes half of
    the total from below, and where it does so from above.
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    errors = np.abs(y - p)
    if w is None:
        return _over_outputs(np.median(errors, axis=0), outputs)
    return _over_outputs(np.array([_weighted_median(e, w) for e in errors.T]), outputs)


def _weighted_median(values, w):
    order = np.argsort(values)
    order = order[w[order] > 0]
    reached = np.cumsum(w[order])
    half = reached[-1] / 2
    lower = min(int(np.searchsorted(reached, half)), len(order) - 1)
    upper = lower + 1 if reached[lower] == half and lower + 1 < len(order) else lower
    return (values[order[lower]] + values[order[upper]]) / 2


def max_error(y_true, y_pred):
    """Largest ``|y - p|`` of one output.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (n_samples,)

    Returns
    -------
    float
    """
    y, p, _, _ = _targets(y_true, y_pred, None, None)
    if y.shape[1] > 1:
        raise ValueError("Multioutput not supported in max_error")
    return float(np.max(np.abs(y - p)))


def r2_score(y_true, y_pred, *, sample_weight=None, multioutput="uniform_average", force_finite=True):
    """Coefficient of determination, ``1 - sum w (y - p)**2 / sum w (y - mean(y))**2``.

    Parameters
    ----------
    y_true, y_pred, sample_weight
        As for `mean_squared_error`.
    multioutput : {"uniform_average", "raw_values", "variance_weighted"}, array_like or None
    force_finite : bool
        Where the target does not vary: 1 for a perfect prediction and 0 for another, instead of NaN and -inf.

    Returns
    -------
    float, or ndarray of shape (n_outputs,)
        1 for a perfect prediction, 0 for that of the mean, negative for worse ones. NaN, with a warning, for fewer
        than two samples.

    Examples
    --------
    >>> from numen.ml.metrics import r2_score
    >>> round(r2_score([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]), 4)
    0.9486
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    if len(y) < 2:
        warnings.warn(
            "R^2 score is not well-defined with less than two samples.", known(UndefinedMetricWarning)
        )
        return float("nan")
    weight = np.ones(len(y)) if w is None else w
    left = weight @ (y - p) ** 2
    total = weight @ (y - np.average(y, axis=0, weights=w)) ** 2
    return _explained(left, total, outputs, force_finite)


def explained_variance_score(
    y_true, y_pred, *, sample_weight=None, multioutput="uniform_average", force_finite=True
):
    """Share of the variance that is explained, ``1 - var(y - p) / var(y)``; arguments as for `r2_score`.

    Unlike `r2_score` it forgives an error that is the same for all samples.
    """
    y, p, w, outputs = _targets(y_true, y_pred, sample_weight, multioutput)
    error = y - p
    left = np.average((error - np.average(error, axis=0, weights=w)) ** 2, axis=0, weights=w)
    total = np.average((y - np.average(y, axis=0, weights=w)) ** 2, axis=0, weights=w)
    return _explained(left, total, outputs, force_finite)


def _explained(left, total, outputs, force_finite):
    if force_finite:
        varies = total != 0
        score = np.where(varies, 1 - left / np.where(varies, total, 1.0), np.where(left == 0, 1.0, 0.0))
    else:
        with np.errstate(all="ignore"):
            score = 1 - left / total
    if isinstance(outputs, str) and outputs == "variance_weighted":
        outputs = total if (total != 0).any() else None
    return _over_outputs(score, outputs)
