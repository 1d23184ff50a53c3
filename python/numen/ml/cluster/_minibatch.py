"""K-means whose centres move by the means of small batches."""

import numen as np

from .._base import fitting
from .._progress import Progress
from .._validation import check_random_state, check_sample_weight, demand
from ._kmeans import Centres, assign, sums

__all__ = ["MiniBatchKMeans"]


class MiniBatchKMeans(Centres):
    """K-means by batches: each centre is the mean of all samples that batches have given it so far.

    Sculley, "Web-scale k-means clustering" (2010). A round costs a batch and not all data; the sum of squares ends a
    little above that of `KMeans`.

    Parameters
    ----------
    n_clusters, init, n_init, random_state, verbose
        As for `KMeans`; `n_init` starts are compared on the first batches ("auto": 1, or 3 for "random").
    max_iter : int
        Rounds over all data.
    batch_size : int
    init_size : int, optional
        Samples, drawn by lot, among which the first centres are looked for: at least `n_clusters`; by default three batches.
    tol : float
        It has converged when the squares of the steps of centres in a batch sum to at most `tol` times the mean variance;
        0 switches that off.
    compute_labels : bool
        Assign all samples at the end, for `labels_` and `inertia_`.
    max_no_improvement : int or None
        It has converged, too, when the smoothed sum of squares has not fallen for so many batches.

    Attributes
    ----------
    cluster_centers_, labels_, inertia_, inertia_history_, n_iter_, converged_
        As for `KMeans`; the history is the mean square of each batch.
    n_steps_ : int
        Batches.

    Examples
    --------
    >>> from numen.ml.cluster import MiniBatchKMeans
    >>> model = MiniBatchKMeans(2, random_state=0).fit([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]])
    >>> model.predict([[0, 0]]) == model.predict([[2, 3]])
    array([ True])
    """

    def __init__(
        self,
        n_clusters=8,
        *,
        init="k-means++",
        n_init="auto",
        max_iter=100,
        batch_size=1024,
        compute_labels=True,
        tol=0.0,
        max_no_improvement=10,
        init_size=None,
        random_state=None,
        verbose=None,
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.compute_labels = compute_labels
        self.tol = tol
        self.max_no_improvement = max_no_improvement
        self.init_size = init_size
        self.random_state = random_state
        self.verbose = verbose

    @fitting
    def fit(self, X, y=None, sample_weight=None):
        """Find the centres; arguments as for `KMeans.fit`.

        Returns
        -------
        self
        """
        demand(self, "batch_size", 1, whole=True)
        X = self._checked(X)
        weight = check_sample_weight(sample_weight, X)
        random = check_random_state(self.random_state)
        size = min(self.batch_size, len(X))
        self._mean = np.zeros(X.shape[1], dtype=X.dtype)
        centres = self._best_start(X, weight, random, size)
        counts, history = np.zeros(self.n_clusters), []
        limit = self.tol * float(np.mean(np.var(X, axis=0)))
        smooth, least, worse, self.converged_ = None, np.inf, 0, False
        try:
            bar = Progress(
                range(self.max_iter * -(-len(X) // size)), "mini-batch k-means", self.verbose, unit="batch"
            )
            for step in bar:
                rows = random.randint(0, len(X), size)
                batch, w = X[rows], weight[rows]
                new, counts, mean_square = move(batch, w, centres, counts)
                moved, centres = float(np.sum((new - centres) ** 2)), new
                history.append(mean_square)
                bar.note(square=mean_square)
                share = min(1.0, 2 * size / (len(X) + 1))
                smooth = (
                    mean_square if smooth is None or step == 0 else smooth + share * (mean_square - smooth)
                )
                least, worse = (smooth, 0) if smooth < least else (least, worse + 1)
                rested = self.max_no_improvement is not None and worse >= self.max_no_improvement
                if rested or self.tol > 0 and moved <= limit:
                    self.converged_ = True
                    break
        finally:
            self.cluster_centers_, self._counts = centres, counts
            self.n_steps_, self.inertia_history_ = len(history), np.array(history)
            self.n_iter_ = -(-len(history) * size // len(X))
            if self.compute_labels:
                self.labels_, square = self._assigned(X)
                self.inertia_ = float(np.sum(weight * square))
        return self

    def _best_start(self, X, weight, random, size):
        some = self._some(X, weight, random)
        draw = self._start(X[some], weight[some], random)
        starts = min(3, self._starts()) if self.n_init == "auto" else self._starts()
        seen = random.randint(0, len(X), min(3 * size, len(X)))
        best, least = None, np.inf
        for _ in range(starts):
            centres = draw()
            cost = float(np.sum(weight[seen] * assign(X[seen], centres)[1])) if starts > 1 else 0.0
            if best is None or cost < least:
                best, least = centres, cost
        return best

    def _some(self, X, weight, random):
        """Which samples the first centres are looked for among."""
        count = 3 * self.batch_size if self.init_size is None else demand(self, "init_size", 1, whole=True)
        count = max(count, self.n_clusters)
        if count >= len(X):
            return slice(None)
        some = random.choice(len(X), count, replace=False)
        enough = np.count_nonzero(weight[some]) >= self.n_clusters
        return some if enough else slice(None)

    def _assigned(self, X):
        mean = self.cluster_centers_.mean(axis=0)
        return assign(X - mean, self.cluster_centers_ - mean)

    @fitting
    def partial_fit(self, X, y=None, sample_weight=None):
        """Move the centres by one batch, which the first call draws them from; arguments as for `fit`.

        Returns
        -------
        self
        """
        first = not hasattr(self, "cluster_centers_")
        X = self._checked(X, first)
        weight = check_sample_weight(sample_weight, X)
        if first:
            self._mean = np.zeros(X.shape[1], dtype=X.dtype)
            centres = self._start(X, weight, check_random_state(self.random_state))()
            counts, self.n_steps_ = np.zeros(self.n_clusters), 0
        else:
            centres, counts = self.cluster_centers_.astype(X.dtype), self._counts
        self.cluster_centers_, self._counts, _ = move(X, weight, centres, counts)
        self.n_steps_ += 1
        self.labels_, square = self._assigned(X)
        self.inertia_ = float(np.sum(weight * square))
        return self


def move(X, weight, centres, counts):
    """Centres as means of what they had and of their samples in the batch; their counts; the mean square before."""
    middle = centres.mean(axis=0)
    labels, square = assign(X - middle, centres - middle)
    total, size = sums(X, labels, weight, len(centres))
    after = counts + size
    below = np.where(after > 0, after, 1)
    new = (centres * counts[:, None] + total) / below[:, None]
    new = np.where((size > 0)[:, None], new, centres).astype(X.dtype)
    return new, after, float(np.sum(weight * square) / max(float(np.sum(weight)), 1e-300))
