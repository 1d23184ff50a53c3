"""Products of features."""

from itertools import chain, combinations, combinations_with_replacement
from numbers import Integral

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._sections import documented
from .._validation import check_array, check_features, check_is_fitted, next_array
from ._names import feature_names

__all__ = ["PolynomialFeatures"]

WORK = 2**16  # numbers that are worked on at a time, half a MiB: what a core's second cache holds


@documented
class PolynomialFeatures(TransformerMixin, BaseEstimator):
    """All products of features up to a degree: ``1, a, b, a^2, a b, b^2, ...``

    Of d features there are ``C(d + degree, degree)`` such terms.

    Parameters
    ----------
    degree : int or (int, int)
        Largest degree, or smallest and largest.
    interaction_only : bool
        Only products of different features: ``a b``, not ``a^2``.
    include_bias : bool
        The term of degree 0, a column of ones.
    order : {"C", "F"}
        Order in memory of what `transform` returns.

    Attributes
    ----------
    powers_ : ndarray of int, shape (n_output_features_, n_features_in_)
        Exponent of each feature in each term.
    n_features_in_, n_output_features_ : int

    Examples
    --------
    >>> from numen.ml.preprocessing import PolynomialFeatures
    >>> poly = PolynomialFeatures(2).fit([[2.0, 3.0]])
    >>> poly.transform([[2.0, 3.0]])
    array([[1., 2., 3., 4., 6., 9.]])
    >>> poly.get_feature_names_out().tolist()
    ['1', 'x0', 'x1', 'x0^2', 'x0 x1', 'x1^2']

    By hand::

        terms = [c for k in range(degree + 1) for c in combinations_with_replacement(range(d), k)]
        Z = np.stack([X[:, list(c)].prod(axis=1) for c in terms], axis=1)

    The powers ``X ** k`` alone are not all terms: the cross terms (``a b``) are what lets a linear model see that
    two features act together.
    """

    def __init__(self, degree=2, *, interaction_only=False, include_bias=True, order="C"):
        self.degree = degree
        self.interaction_only = interaction_only
        self.include_bias = include_bias
        self.order = order

    def _degrees(self):
        low, high = (0, self.degree) if isinstance(self.degree, Integral) else self.degree
        if not (isinstance(low, Integral) and isinstance(high, Integral) and 0 <= low <= high):
            raise ValueError(
                "degree=(min_degree, max_degree) must be non-negative integers that fulfil min_degree <= max_degree, "
                f"got {self.degree}."
            )
        if high == 0 and not self.include_bias:
            raise ValueError(
                "Setting degree to zero and include_bias to False would result in an empty output array."
            )
        return low, high

    def _terms(self):
        """Each term as the tuple of its features, by degree and then in order."""
        low, high = self._degrees()
        pick = combinations if self.interaction_only else combinations_with_replacement
        terms = chain.from_iterable(pick(range(self.n_features_in_), k) for k in range(max(low, 1), high + 1))
        return ([()] if self.include_bias else []) + list(terms)

    @fitting
    def fit(self, X, y=None):
        """Look at the number of features.

        {learning_or_error}
            The degrees are not in order, or no term is left; `X` has not two axes.
        """
        x = check_array(X, estimator=self)
        check_features(self, X, x, reset=True)
        self._used = self._terms()
        if not self._used:
            raise ValueError("degree and interaction_only leave no term for this number of features.")
        self.n_output_features_ = len(self._used)
        return self

    @property
    def powers_(self):
        """Exponent of each feature in each term."""
        check_is_fitted(self)
        powers = np.zeros((self.n_output_features_, self.n_features_in_), dtype=np.int64)
        rows = [row for row, term in enumerate(self._used) for _ in term]
        np.add.at(powers, (rows, list(chain.from_iterable(self._used))), 1)
        return powers

    def transform(self, X):
        """Return the terms of each sample.

        {of_samples}
        ndarray of float, shape (n_samples, n_output_features_)
        """
        x = next_array(self, X)
        below, lengths = self._lengths()
        out = np.empty((len(x), self.n_output_features_), dtype=x.dtype, order=self.order)
        # Each term of a part of the samples is a row, so that products run over memory in order. An odd length keeps
        # the rows from falling on the same lines of the cache when they are turned.
        part = max(WORK // (below + self.n_output_features_), 64) | 1
        rows = np.empty((below + self.n_output_features_, min(part, len(x))), dtype=x.dtype)
        for start in range(0, len(x), part):
            some = x[start : start + part]
            terms = rows[:, : len(some)]
            self._multiply(terms, some.T, below, lengths)
            out[start : start + part] = terms[below:].T
        return out

    def _lengths(self):
        """How many terms are made and left out, and for each degree how many terms begin with each feature."""
        low, high = self._degrees()
        d, skip = self.n_features_in_, int(self.interaction_only)
        lengths = [[1] * d] * bool(high)
        for _ in range(1, high):
            lengths.append([sum(lengths[-1][i + skip :]) for i in range(d)])
        return sum(map(sum, lengths[: max(low, 1) - 1])), lengths

    def _multiply(self, terms, features, below, lengths):
        """Write the terms degree by degree, the one of degree 0 before the first that stays.

        Terms that begin with feature i are it times those of the degree below whose first feature is i or later (with
        `interaction_only` later than i), which are the last of them.
        """
        terms[below : below + self.include_bias] = 1
        at = 0
        for degree, counts in enumerate(lengths, 1):
            end = at
            if at == below:
                at += self.include_bias
            if degree == 1:
                terms[at : at + len(features)] = features
                at += len(features)
                continue
            for feature, count in zip(features, counts, strict=True):
                np.multiply(terms[end - count : end], feature, out=terms[at : at + count])
                at += count

    def get_feature_names_out(self, input_features=None):
        """Return the names of the terms, such as ``a^2 b``.

        {given_names}

        Returns
        -------
        ndarray of object, shape (n_output_features_,)
        """
        names = feature_names(self, input_features).tolist()
        return np.array([_spell(term, names) for term in self._used], dtype=object)

    def _describe(self, tags):
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


def _spell(term, names):
    if not term:
        return "1"
    counts = {i: term.count(i) for i in term}
    return " ".join(names[i] if n == 1 else f"{names[i]}^{n}" for i, n in counts.items())
