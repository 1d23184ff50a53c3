"""Exceptions and warnings of the learning layer."""

import sys

__all__ = [
    "NotFittedError",
    "ConvergenceWarning",
    "DataConversionWarning",
    "FitFailedWarning",
    "UndefinedMetricWarning",
]


class NotFittedError(ValueError, AttributeError):
    """An estimator is used before `fit`."""


class ConvergenceWarning(UserWarning):
    """An iteration ended before it had converged."""


class DataConversionWarning(UserWarning):
    """Data were given in a form that had to be changed."""


class FitFailedWarning(RuntimeWarning):
    """Some of the fits of a cross-validation have failed."""


class UndefinedMetricWarning(UserWarning):
    """A metric has no value for the data."""


def known(cls):
    """The class to raise or warn with: one that scikit-learn's of the same name catches too, where it is loaded.

    Examples
    --------
    >>> from numen.ml.exceptions import NotFittedError, known
    >>> issubclass(known(NotFittedError), NotFittedError)
    True
    """
    theirs = getattr(sys.modules.get("sklearn.exceptions"), cls.__name__, None)
    if theirs is None:
        return cls
    if cls not in _JOINT:
        _JOINT[cls] = type(
            cls.__name__, (cls, theirs), {"__module__": cls.__module__, "__doc__": cls.__doc__}
        )
    return _JOINT[cls]


_JOINT = {}
