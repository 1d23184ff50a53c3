"""Features cut into intervals."""

import warnings
from numbers import Integral

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._sections import documented
from .._validation import (
    check_array,
    check_features,
    check_is_fitted,
    check_random_state,
    check_sample_weight,
    next_array,
)
from ._encoders import OneHotEncoder
from ._names import feature_names

__all__ = ["KBinsDiscretizer"]


@documented
class KBinsDiscretizer(TransformerMixin, BaseEstimator):
    """Each feature cut into intervals, and the number of the interval in place of the value.

    Parameters
    ----------
    n_bins : int or array_like of int, shape (n_features,)
    encode : {"onehot", "onehot-dense", "ordinal"}
        Columns of zeros and ones, one for each interval (both dense here), or the number of the interval.
    strategy : {"quantile", "uniform", "kmeans"}
        Intervals with as many samples each, of the same width, or around the centres of k-means in one dimension.
    quantile_method : str
        Method of `numen.percentile`; with weights "averaged_inverted_cdf" or "inverted_cdf".
    dtype : {float32, float64}, optional
        Of the result; by default that of the data.
    subsample : int or None
        Learn from so many samples, drawn with replacement, where there are more.
    random_state : int, RandomState or None
        For the drawing.

    Attributes
    ----------
    bin_edges_ : ndarray of object, shape (n_features,)
        The edges of each feature, an ndarray of shape (n_bins + 1,).
    n_bins_ : ndarray of int, shape (n_features,)
    n_features_in_ : int

    Examples
    --------
    >>> from numen.ml.preprocessing import KBinsDiscretizer
    >>> bins = KBinsDiscretizer(3, encode="ordinal", strategy="uniform").fit([[0.0], [1.0], [6.0]])
    >>> bins.bin_edges_[0]
    array([0., 2., 4., 6.])
    >>> bins.transform([[-5.0], [2.0], [9.0]]).ravel()
    array([0., 1., 2.])

    By hand, for one feature::

        edges = np.quantile(x, np.linspace(0, 1, k + 1))
        z = np.searchsorted(edges[1:-1], x, side="right")

    Inner edges only: with all of them the largest value falls into an interval of its own. Ties make quantiles equal,
    and the interval between them would be empty; here it is removed, with a warning.
    """

    def __init__(
        self,
        n_bins=5,
        *,
        encode="onehot",
        strategy="quantile",
        quantile_method="averaged_inverted_cdf",
        dtype=None,
        subsample=200_000,
        random_state=None,
    ):
        self.n_bins = n_bins
        self.encode = encode
        self.strategy = strategy
        self.quantile_method = quantile_method
        self.dtype = dtype
        self.subsample = subsample
        self.random_state = random_state

    @fitting
    def fit(self, X, y=None, sample_weight=None):
        """Learn the edges of each feature.

        {weighted_learning_or_error}
            A parameter is wrong; `X` has not two axes, is empty, or holds NaN or infinities.
        """
        self._check_parameters()
        x = check_array(X, estimator=self)
        check_features(self, X, x, reset=True)
        w = None if sample_weight is None else check_sample_weight(sample_weight, x)
        if w is not None and self.strategy == "quantile" and "inverted_cdf" not in self.quantile_method:
            raise ValueError(
                "When fitting with strategy='quantile' and sample weights, quantile_method should either be set to "
                "'averaged_inverted_cdf' or 'inverted_cdf', got "
                f"quantile_method='{self.quantile_method}' instead."
            )
        if self.subsample is not None and len(x) > self.subsample:
            rng = check_random_state(self.random_state)
            x = x[rng.choice(len(x), self.subsample, p=None if w is None else w / np.sum(w))]
            w = None
        counts = self._counts(x.shape[1])
        self.bin_edges_ = np.empty(x.shape[1], dtype=object)
        for i, column in enumerate(x.T):
            self.bin_edges_[i] = self._edges(i, column, w, int(counts[i]))
            counts[i] = len(self.bin_edges_[i]) - 1
        self.n_bins_ = counts
        return self

    def _check_parameters(self):
        for name, choices in (
            ("encode", ("onehot", "onehot-dense", "ordinal")),
            ("strategy", ("quantile", "uniform", "kmeans")),
        ):
            value = getattr(self, name)
            if value not in choices:
                raise ValueError(
                    f"The {name!r} parameter of KBinsDiscretizer must be a str among {set(choices)}. Got {value!r} "
                    "instead."
                )

    def _counts(self, width):
        if isinstance(self.n_bins, Integral):
            if self.n_bins < 2:
                raise ValueError(
                    "The 'n_bins' parameter of KBinsDiscretizer must be an int in the range [2, inf) or an array-like. "
                    f"Got {self.n_bins!r} instead."
                )
            return np.full(width, self.n_bins, dtype=np.int64)
        counts = np.array(self.n_bins)
        if counts.ndim != 1 or len(counts) != width:
            raise ValueError("n_bins must be a scalar or array of shape (n_features,).")
        wrong = np.flatnonzero((counts < 2) | (counts != np.trunc(counts)))
        if wrong.size:
            raise ValueError(
                "KBinsDiscretizer received an invalid number of bins at indices "
                f"{', '.join(map(str, wrong.tolist()))}. Number of bins must be at least 2, and must be an int."
            )
        return counts.astype(np.int64)

    def _edges(self, i, column, w, k):
        seen = column if w is None or self.strategy == "quantile" else column[w != 0]
        low, high = seen.min(), seen.max()
        if low == high:
            warnings.warn(f"Feature {i} is constant and will be replaced with 0.", UserWarning, stacklevel=4)
            return np.array([-np.inf, np.inf])
        if self.strategy == "uniform":
            return np.linspace(low, high, k + 1)
        if self.strategy == "kmeans":
            centres = _centres(column, w, np.linspace(low, high, k + 1))
            edges = np.concatenate([[low], (centres[1:] + centres[:-1]) / 2, [high]])
        elif w is None:
            levels = np.linspace(0, 100, k + 1)
            edges = np.percentile(column, levels, method=self.quantile_method).astype(np.float64)
        else:
            edges = _weighted_quantiles(
                column, w, np.linspace(0, 1, k + 1), self.quantile_method == "averaged_inverted_cdf"
            )
        wide = np.concatenate([[True], np.diff(edges) > 1e-8])
        if not wide.all():
            warnings.warn(
                f"Bins whose width are too small (i.e., <= 1e-8) in feature {i} are removed. Consider decreasing the "
                "number of bins.",
                UserWarning,
                stacklevel=4,
            )
        return edges[wide]

    def transform(self, X):
        """Return the intervals of the values; what lies outside all edges belongs to the first or last.

        {of_samples}
        ndarray of float
            Of shape (n_samples, n_features), or with "onehot" (n_samples, sum of `n_bins_`).
        """
        x = next_array(self, X)
        out = np.empty(x.shape, dtype=x.dtype if self.dtype is None else self.dtype)
        for i, edges in enumerate(self.bin_edges_):
            out[:, i] = np.searchsorted(edges[1:-1], x[:, i], side="right")
        return out if self.encode == "ordinal" else self._encoder(out.dtype).transform(out)

    def _encoder(self, dtype):
        encoder = OneHotEncoder(categories=[np.arange(n) for n in self.n_bins_.tolist()], dtype=dtype)
        return encoder.fit(np.zeros((1, len(self.n_bins_))))

    def inverse_transform(self, X):
        """Return the middle of each interval.

        Parameters
        ----------
        X : array_like
            What `transform` returns.

        Returns
        -------
        ndarray of float, shape (n_samples, n_features)
        """
        check_is_fitted(self)
        if self.encode != "ordinal":
            X = self._encoder(np.float64).inverse_transform(X)
        z = check_array(X, dtype=(np.float64, np.float32))
        if z.shape[1] != len(self.n_bins_):
            raise ValueError(
                f"Incorrect number of features. Expecting {len(self.n_bins_)}, received {z.shape[1]}."
            )
        out = np.empty(z.shape, dtype=np.float64 if z.dtype.kind != "f" else z.dtype)
        with np.errstate(invalid="ignore"):
            for i, edges in enumerate(self.bin_edges_):
                out[:, i] = ((edges[1:] + edges[:-1]) / 2)[z[:, i].astype(np.intp)]
        return out

    def get_feature_names_out(self, input_features=None):
        """Return the names of the features, with ``_interval`` behind them for each column of "onehot".

        Returns
        -------
        ndarray of object
        """
        check_is_fitted(self)
        names = feature_names(self, input_features)
        return names if self.encode == "ordinal" else self._encoder(float).get_feature_names_out(names)

    def _describe(self, tags):
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


def _weighted_quantiles(x, w, levels, average):
    """The smallest value at which the share of weight reaches the level; the mean with the next where it is met."""
    order = np.argsort(x, kind="stable")
    order = order[w[order] > 0]
    ranked, share = x[order].astype(np.float64), np.cumsum(w[order])
    target = levels * share[-1]
    last = len(ranked) - 1
    low = np.minimum(np.searchsorted(share, target, side="left"), last)
    if not average:
        return ranked[low]
    # Shares are sums of floats: met means equal but for their rounding.
    met = np.abs(share[low] - target) <= 1e-12 * share[-1]
    high = np.where(met & (low < last) & (target > 0), low + 1, low)
    return (ranked[low] + ranked[high]) / 2


def _centres(column, w, edges, rounds=300, tolerance=1e-4):
    """Centres of k-means in one dimension: intervals of the sorted values, their sums from cumulative ones."""
    order = np.argsort(column)
    order = order if w is None else order[w[order] > 0]
    shift = np.average(column, weights=w)
    x = column[order].astype(np.float64) - shift
    w = np.ones(len(x)) if w is None else w[order].astype(np.float64)
    weight = np.concatenate([[0.0], np.cumsum(w)])
    total = np.concatenate([[0.0], np.cumsum(w * x)])
    middle = total[-1] / weight[-1]
    stop = tolerance * np.sum(w * (x - middle) ** 2) / weight[-1]
    centres = (edges[1:] + edges[:-1]) / 2 - shift
    cuts = None
    for _ in range(rounds):
        middle = np.searchsorted(x, (centres[1:] + centres[:-1]) / 2)
        new = np.concatenate([[0], middle, [len(x)]])
        size = np.diff(weight[new])
        moved = np.where(size > 0, np.diff(total[new]) / np.where(size > 0, size, 1), centres)
        _fill_empty(moved, size, x, new)
        same = cuts is not None and (new == cuts).all()
        step = np.sum((moved - centres) ** 2)
        centres, cuts = np.sort(moved), new
        if same or step <= stop:
            break
    return centres + shift


def _fill_empty(centres, size, x, cuts):
    """A centre without values goes to the value that is farthest from its own."""
    empty = np.flatnonzero(size == 0)
    if not empty.size:
        return
    far = np.abs(x - np.repeat(centres, np.diff(cuts)))
    centres[empty] = x[np.argsort(-far)[: len(empty)]]
