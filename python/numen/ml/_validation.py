"""The one place where data that come in are looked at. Messages are those that scikit-learn's users know."""

import numbers
import warnings

import numen as np

from .exceptions import ConvergenceWarning, DataConversionWarning, NotFittedError, known

__all__ = [
    "as_float",
    "check_array",
    "check_array_like",
    "check_consistent_length",
    "check_features",
    "check_is_fitted",
    "check_moderate",
    "check_random_state",
    "check_sample_weight",
    "check_X_y",
    "column_or_1d",
    "demand",
    "fit_array",
    "n_samples",
    "next_array",
    "not_converged",
    "one_of",
]


def n_samples(x):
    """Length of the first axis of an array, list or frame."""
    shape = getattr(x, "shape", None)
    return shape[0] if shape else len(x)


def _named(estimator):
    return "" if estimator is None else f" by {type(estimator).__name__}"


def _refuse_sparse(x):
    if type(x).__module__.partition(".")[0] == "scipy" and hasattr(x, "tocsr"):
        raise TypeError(
            "Sparse data was passed, but dense data is required. Use '.toarray()' to convert to a dense numpy array."
        )


def check_array(
    x,
    *,
    dtype="numeric",
    ensure_2d=True,
    allow_nd=False,
    allow_nan=False,
    allow_infinite=False,
    min_samples=1,
    min_features=1,
    copy=False,
    order=None,
    name="X",
    estimator=None,
):
    """Return the data as an array, or say what is wrong with them.

    Parameters
    ----------
    x : array_like
        Data of any form that `numen.asarray` takes.
    dtype : "numeric", dtype or None
        "numeric" turns objects and texts of numbers into float64 and keeps other types; None keeps all.
        A tuple of types: the first, unless the data have one of them.
    ensure_2d, allow_nd : bool
        Two axes are demanded; more are allowed.
    allow_nan, allow_infinite : bool
    min_samples, min_features : int
    copy : bool
        Return memory of its own.
    order : {"C", "F"}, optional
    name : str
        What the message calls the data.
    estimator : object, optional
        Who asks; for the message.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        Shape, size or values are not as demanded.
    TypeError
        The data are sparse, or not numbers.

    Examples
    --------
    >>> from numen.ml._validation import check_array
    >>> check_array([[1, 2], [3, 4]], dtype=float)
    array([[1., 2.],
           [3., 4.]])
    """
    _refuse_sparse(x)
    given = np.asarray(x)
    if given.dtype.kind == "c":
        raise ValueError(f"Complex data not supported\n{given}\n")
    if ensure_2d:
        _refuse_flat(given)
    if isinstance(dtype, tuple):
        dtype = None if given.dtype in [np.dtype(d) for d in dtype] else dtype[0]
    if isinstance(dtype, str) and dtype == "numeric":
        dtype = np.float64 if given.dtype.kind in "OUS" else None
    if dtype is not None and given.dtype != np.dtype(dtype):
        try:
            array = given.astype(dtype)
        except (TypeError, ValueError) as e:
            if given.dtype.kind == "O" and "complex" in str(e):
                raise ValueError(f"Complex data not supported\n{given}\n") from e
            raise type(e)(f"{e}. Input {name} of shape {given.shape} must hold numbers.") from e
        copy = False
    else:
        array = given
    if array.ndim > 2 and not allow_nd:
        who = "estimator" if estimator is None else type(estimator).__name__
        raise ValueError(f"Found array with dim {array.ndim}, while dim <= 2 is required by {who}.")
    if array.dtype.kind in "fO":
        check_finite(
            array, allow_nan=allow_nan, allow_infinite=allow_infinite, name=name, estimator=estimator
        )
    if min_samples and array.ndim and array.shape[0] < min_samples:
        raise ValueError(
            f"Found array with {array.shape[0]} sample(s) (shape={array.shape}) while a minimum of {min_samples} is "
            f"required{_named(estimator)}."
        )
    if min_features and array.ndim == 2 and array.shape[1] < min_features:
        raise ValueError(
            f"Found array with {array.shape[1]} feature(s) (shape={array.shape}) while a minimum of {min_features} "
            f"is required{_named(estimator)}."
        )
    if copy and np.may_share_memory(array, given):
        array = array.copy(order="K")
    if order is not None:
        array = np.asarray(array, order=order)
    return array


def _refuse_flat(array):
    if array.ndim < 2:
        what = "1D" if array.ndim else "scalar"
        raise ValueError(
            f"Expected 2D array, got {what} array instead:\narray={array}.\nReshape your data either using "
            "array.reshape(-1, 1) if your data has a single feature or array.reshape(1, -1) if it contains a "
            "single sample."
        )


def check_finite(array, *, allow_nan=False, allow_infinite=False, name="X", estimator=None):
    """Raise `ValueError` where values are NaN or infinite and must not be."""
    if array.dtype.kind == "O":
        if not allow_nan and any(isinstance(v, float) and v != v for v in array.ravel().tolist()):
            raise ValueError("Input contains NaN")
        return
    if array.dtype.kind != "f" or allow_nan and allow_infinite:
        return
    with np.errstate(all="ignore"):
        if np.isfinite(np.sum(array)):
            return
    called = f"Input {name} " if name else "Input "
    if not allow_nan and np.isnan(array).any():
        who = "" if estimator is None else type(estimator).__name__
        hint = ""
        if who and name == "X":
            hint = (
                f"\n{who} does not accept missing values encoded as NaN natively. Fill them in with "
                "numen.ml.preprocessing.SimpleImputer, or leave the samples out."
            )
        raise ValueError(f"{called}contains NaN.{hint}")
    if not allow_infinite and np.isinf(array).any():
        raise ValueError(f"{called}contains infinity or a value too large for {array.dtype!r}.")


def check_moderate(mean, name="X"):
    """Raise `ValueError` where the mean, or the length, of finite data is not finite."""
    if not np.isfinite(mean).all():
        raise ValueError(f"Input {name} contains infinity or a value too large for {mean.dtype!r}.")


def as_float(x, **demands):
    """`check_array` for float64, or float32 where the data are."""
    return check_array(x, dtype=(np.float64, np.float32), **demands)


def column_or_1d(y, *, name="y", warn=False):
    """Return `y` with one axis; a column is accepted, with a warning if asked for.

    Raises
    ------
    ValueError
        It has another shape.
    """
    y = np.asarray(y)
    if y.ndim == 1:
        return y
    if y.ndim == 2 and y.shape[1] == 1:
        if warn:
            warnings.warn(
                "A column-vector y was passed when a 1d array was expected. Please change the shape of y to "
                "(n_samples, ), for example using ravel().",
                known(DataConversionWarning),
                stacklevel=3,
            )
        return y.ravel()
    raise ValueError(f"{name} should be a 1d array, got an array of shape {y.shape} instead.")


def check_array_like(**arguments):
    """Raise `ValueError` where an argument is none of several values, by its name."""
    for name, value in arguments.items():
        single = not hasattr(value, "__len__") if not hasattr(value, "shape") else value.shape == ()
        if single or isinstance(value, (str, bytes, dict)):
            raise ValueError(f"The {name!r} parameter must be an array-like. Got {value!r} instead.")


def check_consistent_length(*arrays):
    """Raise `ValueError` unless all have as many samples."""
    lengths = [n_samples(a) for a in arrays if a is not None]
    if len(set(lengths)) > 1:
        raise ValueError(f"Found input variables with inconsistent numbers of samples: {lengths}")


def check_X_y(X, y, *, multi_output=False, y_numeric=False, estimator=None, **demands):
    """Return data and targets as arrays of the same length.

    Parameters
    ----------
    X, y : array_like
    multi_output : bool
        `y` may have two axes.
    y_numeric : bool
        `y` must hold numbers, and is returned as floats.
    estimator : object
        Who asks; for the message.
    **demands
        Those of `check_array` for `X`.

    Returns
    -------
    X, y : ndarray

    Raises
    ------
    ValueError
        As `check_array`; lengths differ; there is no `y`.
    """
    if y is None:
        who = "estimator" if estimator is None else type(estimator).__name__
        raise ValueError(f"{who} requires y to be passed, but the target y is None")
    X = check_array(X, estimator=estimator, **demands)
    _refuse_sparse(y)
    if multi_output:
        y = check_array(
            y, dtype=None, ensure_2d=False, allow_nd=False, name="y", min_samples=0, min_features=0
        )
    else:
        y = column_or_1d(y, warn=True)
        check_finite(y, name="y", estimator=estimator)
    if y.dtype.kind == "c":
        raise ValueError(f"Complex data not supported\n{y}\n")
    if y_numeric and y.dtype.kind not in "f":
        y = y.astype(np.float64)
    check_consistent_length(X, y)
    return X, y


def _feature_names(x):
    """Column names of a frame, if all are texts."""
    columns = getattr(x, "columns", None)
    if columns is None:
        return None
    names = [str(c) if isinstance(c, str) else c for c in columns]
    kinds = {isinstance(c, str) for c in names}
    if kinds == {True, False}:
        raise TypeError(
            "Feature names are only supported if all input features have string names, but your input has mixed "
            "feature name types. If you want feature names to be stored and validated, you must convert them all "
            "to strings, by using X.columns = X.columns.astype(str) for example. Otherwise you can remove feature / "
            "column names from your input data, or convert them all to a non-string data type."
        )
    return np.array(names, dtype=object) if kinds == {True} else None


def check_features(estimator, x, array, *, reset):
    """Remember the number and names of features (`reset`), or compare them with those seen in `fit`.

    `x` is what was given, whose columns may have names, `array` what was made of it.

    Raises
    ------
    ValueError
        Names or number differ.
    """
    names = _feature_names(x)
    if reset:
        if names is not None:
            estimator.feature_names_in_ = names
        else:
            vars(estimator).pop("feature_names_in_", None)
    else:
        _compare_names(estimator, names)
    if array.ndim < 2:
        return
    if reset:
        estimator.n_features_in_ = array.shape[1]
    elif hasattr(estimator, "n_features_in_") and array.shape[1] != estimator.n_features_in_:
        raise ValueError(
            f"X has {array.shape[1]} features, but {type(estimator).__name__} is expecting {estimator.n_features_in_} "
            "features as input."
        )


def _compare_names(estimator, names):
    seen = getattr(estimator, "feature_names_in_", None)
    who = type(estimator).__name__
    if seen is None and names is None:
        return
    if seen is None:
        warnings.warn(f"X has feature names, but {who} was fitted without feature names", stacklevel=4)
        return
    if names is None:
        warnings.warn(
            f"X does not have valid feature names, but {who} was fitted with feature names", stacklevel=4
        )
        return
    seen, names = seen.tolist(), names.tolist()
    if seen == names:
        return
    message = "The feature names should match those that were passed during fit.\n"
    unexpected, missing = sorted(set(names) - set(seen)), sorted(set(seen) - set(names))
    for title, these in (
        ("Feature names unseen at fit time:", unexpected),
        ("Feature names seen at fit time, yet now missing:", missing),
    ):
        if these:
            shown = "".join(f"- {n}\n" for n in these[:5]) + ("- ...\n" if len(these) > 5 else "")
            message += f"{title}\n{shown}"
    if not unexpected and not missing:
        message += "Feature names must be in the same order as they were in fit.\n"
    raise ValueError(message)


def fit_array(estimator, x, **demands):
    """The data to learn from, as floats, with names and number of features remembered."""
    array = as_float(x, estimator=estimator, **demands)
    check_features(estimator, x, array, reset=True)
    return array


def next_array(estimator, x, **demands):
    """Data for an estimator that is fitted, as floats, with the features it has seen in `fit`."""
    check_is_fitted(estimator)
    array = as_float(x, estimator=estimator, **demands)
    check_features(estimator, x, array, reset=False)
    return array


def check_is_fitted(estimator, attribute=None):
    """Raise `NotFittedError` before `fit`."""
    fitted = estimator.__sklearn_is_fitted__() if attribute is None else hasattr(estimator, attribute)
    if not fitted:
        raise known(NotFittedError)(
            f"This {type(estimator).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments "
            "before using this estimator."
        )


def check_random_state(seed):
    """Return a generator of the legacy kind: the global one (None), a new one (a seed), or the one given.

    Raises
    ------
    ValueError
        `seed` is none of these.
    """
    if seed is None or seed is np.random:
        return np.random._rand
    if isinstance(seed, numbers.Integral):
        return np.random.RandomState(seed)
    if all(hasattr(seed, name) for name in ("random_sample", "randint", "permutation")):
        return seed
    if isinstance(seed, np.random.Generator):
        return np.random.RandomState(seed.bit_generator)
    raise ValueError(f"{seed!r} cannot be used to seed a numpy.random.RandomState instance")


def check_sample_weight(weight, x, *, non_negative=True):
    """Return one weight a sample, ones where none are given.

    Raises
    ------
    ValueError
        Shape or values are not those of weights.
    """
    count = n_samples(x)
    dtype = x.dtype if getattr(x, "dtype", None) == np.float32 else np.float64
    if weight is None:
        return np.ones(count, dtype=dtype)
    if isinstance(weight, numbers.Number):
        return np.full(count, weight, dtype=dtype)
    weight = check_array(weight, dtype=dtype, ensure_2d=False, allow_nd=True, name="sample_weight")
    if weight.ndim != 1:
        raise ValueError(f"Sample weights must be 1D array or scalar, got {weight.ndim}D array.")
    if weight.shape != (count,):
        raise ValueError(f"sample_weight.shape == {weight.shape}, expected {(count,)}!")
    if count and not weight.any():
        raise ValueError("Sample weights must contain at least one non-zero number.")
    if non_negative and (weight < 0).any():
        raise ValueError("Negative values in data passed to `sample_weight`.")
    return weight


def demand(estimator, name, low, *, above=False, whole=False):
    """Raise `ValueError` unless a parameter is a number from `low` on (`above`: greater)."""
    value = getattr(estimator, name)
    kind = numbers.Integral if whole else numbers.Real
    if isinstance(value, kind) and not isinstance(value, bool) and (value > low if above else value >= low):
        return value
    what = "an int" if whole else "a float"
    edge = "(" if above else "["
    raise ValueError(
        f"The {name!r} parameter of {type(estimator).__name__} must be {what} in the range {edge}{low}, inf). "
        f"Got {value!r} instead."
    )


def one_of(estimator, name, choices):
    """Raise `ValueError` unless a parameter is one of the choices."""
    value = getattr(estimator, name)
    if value not in choices:
        raise ValueError(
            f"The {name!r} parameter of {type(estimator).__name__} must be one of {sorted(map(str, choices))}. "
            f"Got {value!r} instead."
        )
    return value


def not_converged(estimator, reason):
    """Warn that an iteration ended before it had converged."""
    warnings.warn(f"{type(estimator).__name__}: {reason}", known(ConvergenceWarning), stacklevel=4)
