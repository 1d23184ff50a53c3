"""Sections of docstrings that methods of many estimators share."""

from .._docstrings import completed

__all__ = ["documented"]

_X = """\
Parameters
----------
X : array_like, shape (n_samples, n_features)"""
_WEIGHT = "sample_weight : array_like, shape (n_samples,), optional"
_SELF = """\
Returns
-------
self"""

_ERROR = """\
Raises
------
ValueError"""
_FLOATS = "Returns\n-------\nndarray of float, shape (n_samples, n_features)"
_LEARNING = f"{_X}\ny : ignored\n\n{_SELF}"
_WEIGHTED = f"{_X}\ny : ignored\n{_WEIGHT}\n\n{_SELF}"

#: Decorator of an estimator: each line of a docstring that is one of these names in braces becomes the section.
#: After those that end in `_or_error` the next line is the reason of the error, after `of_samples` what is returned.
#: The last ones are parameters that programs pass to scikit-learn, and that change nothing here.
documented = completed(
    {
        "learning": _LEARNING,
        "learning_or_error": f"{_LEARNING}\n\n{_ERROR}",
        "weighted_learning": _WEIGHTED,
        "weighted_learning_or_error": f"{_WEIGHTED}\n\n{_ERROR}",
        "learning_from_parts": f"{_X}\ny : array_like, optional\n\n{_SELF}",
        "of_samples": f"{_X}\n\nReturns\n-------",
        "transforming": f"{_X}\n\n{_FLOATS}",
        "transforming_a_copy": f"{_X}\ncopy : bool, optional\n    Instead of the parameter `copy`.\n\n{_FLOATS}",
        "other_features": f"{_X}\n\nReturns\n-------\nndarray, shape (n_samples, n_features_out)",
        "given_names": """\
Parameters
----------
input_features : array_like of str, optional
    Names of the features, where `fit` has seen none.""",
        "threads": "n_jobs : int, optional\n    Not used: `NUMEN_NUM_THREADS` says how many threads there are.",
        "nothing_drawn": "random_state : int, RandomState or None\n    Not used: nothing is drawn.",
        "never_in_place": "copy_X : bool\n    Not used: data are never written to.",
    }
)
