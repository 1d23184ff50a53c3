"""The bootstrap: how much a statistic would vary if the data were drawn again."""

from dataclasses import dataclass
from statistics import NormalDist

import numen as np

from .._progress import Progress
from .._validation import check_array, check_random_state

__all__ = ["BootstrapResult", "bootstrap"]

# Numbers drawn at a time: 64 MiB of indices.
BLOCK = 2**23


@dataclass
class BootstrapResult:
    """What `bootstrap` returns."""

    estimate: object
    low: object
    high: object
    standard_error: object
    distribution: object

    @property
    def interval(self):
        """The ends of the confidence interval."""
        return self.low, self.high

    def __repr__(self):
        return f"BootstrapResult(estimate={self.estimate}, low={self.low}, high={self.high})"


def bootstrap(
    data,
    statistic=None,
    *,
    n_resamples=1000,
    confidence_level=0.95,
    method="percentile",
    random_state=None,
    verbose=None,
):
    """Return a statistic of the data with a confidence interval, from samples drawn of the data with replacement.

    Efron, "Bootstrap methods: another look at the jackknife" (1979); for "bca", Efron, "Better bootstrap confidence
    intervals" (1987).

    Parameters
    ----------
    data : array_like, shape (n_samples,) or (n_samples, n_features)
        Rows are drawn whole.
    statistic : callable, optional
        The mean by default. A function of an array and ``axis`` is called for blocks of resamples; one of an array
        alone for each of them.
    n_resamples : int
    confidence_level : float
    method : {"percentile", "basic", "bca"}
        Quantiles of the resampled statistics; the same mirrored at the estimate; or quantiles that correct for bias
        and for a spread that depends on the value.
    random_state : int, RandomState or None
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.

    Returns
    -------
    BootstrapResult
        `estimate`, `low`, `high`, `interval`, `standard_error`, and `distribution`, the resampled statistics in an
        array of shape (n_resamples, ...).

    Raises
    ------
    ValueError
        There are less than two samples, or a parameter is wrong.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.model_selection import bootstrap
    >>> found = bootstrap([2.1, 3.3, 1.7, 4.0, 2.8], random_state=0)
    >>> bool(found.low < found.estimate < found.high)
    True

    By hand::

        means = [data[np.random.randint(0, n, n)].mean() for _ in range(1000)]
        low, high = np.percentile(means, [2.5, 97.5])

    The means alone are not the interval. It says how the statistic varies, not the values; with few samples all
    methods give intervals that are too short.
    """
    x = check_array(data, ensure_2d=False, allow_nd=True, name="data")
    if x.ndim == 0 or len(x) < 2:
        raise ValueError(f"data must hold at least two samples, its shape is {x.shape}")
    if method not in ("percentile", "basic", "bca"):
        raise ValueError(f"method must be 'percentile', 'basic' or 'bca', got {method!r}")
    if not 0 < confidence_level < 1:
        raise ValueError(f"confidence_level must lie between 0 and 1, got {confidence_level}")
    if n_resamples < 1:
        raise ValueError(f"n_resamples must be positive, got {n_resamples}")
    many = _over_blocks(np.mean if statistic is None else statistic)
    estimate = many(x[None])[0]
    rng = check_random_state(random_state)
    step = max(1, BLOCK // max(x.size, 1))
    blocks = []
    for start in Progress(range(0, n_resamples, step), "bootstrap", verbose, unit="block"):
        drawn = rng.randint(0, len(x), (min(step, n_resamples - start), len(x)))
        blocks.append(many(x[drawn]))
    spread = np.concatenate(blocks)
    tail = (1 - confidence_level) / 2
    if method == "bca":
        low, high = _corrected(x, many, estimate, spread, tail)
    else:
        low, high = np.quantile(spread, [tail, 1 - tail], axis=0)
    if method == "basic":
        low, high = 2 * estimate - high, 2 * estimate - low
    error = np.std(spread, axis=0, ddof=1) if n_resamples > 1 else np.full(np.shape(estimate), np.nan)
    return BootstrapResult(estimate, low, high, error, spread)


def _over_blocks(statistic):
    """A function of resamples, shape (m, n_samples, ...), that returns their m statistics."""

    def many(block):
        try:
            found = np.asarray(statistic(block, axis=1))
        except TypeError:
            return np.array([statistic(one) for one in block])
        if not found.ndim or found.shape[0] != block.shape[0]:
            raise ValueError(
                f"statistic(data, axis=1) of shape {block.shape} must keep the first axis, its shape is {found.shape}"
            )
        return found

    return many


def _corrected(x, many, estimate, spread, tail):
    """Quantiles whose levels allow for bias and acceleration."""
    normal = NormalDist()
    count = len(x)
    rows = np.arange(count)
    step = max(1, BLOCK // max(x.size, 1))
    # Each jackknife sample leaves one row out: index j, or j + 1 from that row on.
    left = [
        many(x[rows[:-1] + (rows[:-1] >= np.arange(s, min(s + step, count))[:, None])])
        for s in range(0, count, step)
    ]
    jack = np.concatenate(left)
    gap = np.mean(jack, axis=0) - jack
    bottom = 6 * np.sum(gap**2, axis=0) ** 1.5
    speed = np.where(bottom == 0, 0.0, np.sum(gap**3, axis=0) / np.where(bottom == 0, 1.0, bottom))
    below = (np.sum(spread < estimate, axis=0) + np.sum(spread <= estimate, axis=0)) / (2 * len(spread))
    flat = spread.reshape(len(spread), -1)
    ends = np.empty((2, flat.shape[1]))
    for i, (share, a) in enumerate(zip(np.ravel(below).tolist(), np.ravel(speed).tolist(), strict=True)):
        if not 0 < share < 1:
            ends[:, i] = np.nan
            continue
        bias = normal.inv_cdf(share)
        for side, level in enumerate((tail, 1 - tail)):
            moved = bias + normal.inv_cdf(level)
            ends[side, i] = np.quantile(flat[:, i], normal.cdf(bias + moved / (1 - a * moved)))
    return ends[0].reshape(np.shape(estimate))[()], ends[1].reshape(np.shape(estimate))[()]
