"""Samples in the plane in which they vary most, and how much of their variance it shows."""

import numen as np

from .._validation import as_float, check_is_fitted
from ._axes import axes_for, pyplot

__all__ = ["plot_clusters", "plot_components", "plot_explained_variance"]


def plot_explained_variance(pca, *, ax=None):
    """Draw the share of the variance that each component explains, and that of all so far.

    Parameters
    ----------
    pca : fitted PCA or TruncatedSVD
    ax : matplotlib axes, optional

    Returns
    -------
    matplotlib axes

    Raises
    ------
    NotFittedError

    Examples
    --------
    >>> from numen.ml.plot import plot_explained_variance
    >>> from numen.ml.decomposition import PCA
    >>> pca = PCA().fit([[1, 1], [2, 2], [3, 3]])
    >>> ax = plot_explained_variance(pca)
    >>> ax.get_xlabel()
    'component'
    """
    check_is_fitted(pca)
    ratio = pca.explained_variance_ratio_
    place = range(1, len(ratio) + 1)
    ax = axes_for(ax)
    ax.bar(place, ratio.tolist(), label="each")
    ax.plot(place, np.cumsum(ratio).tolist(), "o-", color="tab:orange", markersize=3, label="together")
    ax.set_xlabel("component")
    ax.set_ylabel("share of the variance")
    ax.set_ylim(0, 1.05)
    ax.legend(loc="center right")
    return ax


def plot_components(pca, X, y=None, *, cmap="tab10", ax=None):
    """Draw samples along the first two components, coloured by class.

    Parameters
    ----------
    pca : fitted PCA or TruncatedSVD, with 2 components or more
    X : array_like, shape (n_samples, n_features)
    y : array_like, shape (n_samples,), optional
        Classes.
    cmap : str
    ax : matplotlib axes, optional

    Returns
    -------
    matplotlib axes
        One collection of points for each class, in order, named in the legend.

    Raises
    ------
    NotFittedError
    ValueError
        There is one component only, or `y` has another length.

    Examples
    --------
    >>> from numen.ml.plot import plot_components
    >>> from numen.ml.decomposition import PCA
    >>> X, y = [[1, 1], [2, 2], [3, 3]], [0, 1, 1]
    >>> pca = PCA().fit(X)
    >>> ax = plot_components(pca, X, y)
    >>> ax.get_xlabel()
    'component 1 (100 %)'
    """
    projected = pca.transform(X)
    if projected.shape[1] < 2:
        raise ValueError(f"2 components are needed to draw in the plane, got {projected.shape[1]}")
    ax = axes_for(ax)
    _points(ax, projected, y, cmap)
    for axis, share, at in zip(
        (ax.set_xlabel, ax.set_ylabel), pca.explained_variance_ratio_[:2].tolist(), (1, 2), strict=True
    ):
        axis(f"component {at} ({100 * share:.0f} %)")
    return ax


def _points(ax, plane, y, cmap):
    """Points of the plane, those of each class in a colour of its own."""
    if y is None:
        ax.scatter(plane[:, 0].tolist(), plane[:, 1].tolist(), s=8)
        return
    y = np.asarray(y)
    if y.shape != (len(plane),):
        raise ValueError(f"y must have shape {(len(plane),)}, one class for each sample, got {y.shape}")
    classes = np.unique(y)
    colours = pyplot().get_cmap(cmap, max(len(classes), 10))
    for i, name in enumerate(classes.tolist()):
        x = plane[y == name]
        ax.scatter(x[:, 0].tolist(), x[:, 1].tolist(), s=8, color=colours(i), label=str(name))
    ax.legend(loc="best", fontsize="small")


def plot_clusters(model, X, *, cmap="tab10", ax=None):
    """Draw samples in the colours of their clusters, and the centres.

    Parameters
    ----------
    model : fitted KMeans or MiniBatchKMeans
    X : array_like, shape (n_samples, n_features)
        Of more than two features, the plane is drawn in which the samples vary most.
    cmap : str
    ax : matplotlib axes, optional

    Returns
    -------
    matplotlib axes
        One collection of points for each cluster, then one of the centres.

    Raises
    ------
    NotFittedError
    ValueError
        `X` has one feature, or others than those learned.

    Examples
    --------
    >>> from numen.ml.plot import plot_clusters
    >>> from numen.ml.cluster import KMeans
    >>> X = [[0, 0], [0, 1], [9, 9], [9, 8]]
    >>> model = KMeans(2, random_state=0).fit(X)
    >>> ax = plot_clusters(model, X)
    >>> len(ax.collections)
    3
    """
    labels = model.predict(X)
    x, centres = as_float(X), model.cluster_centers_
    if x.shape[1] < 2:
        raise ValueError("2 features are needed to draw in the plane, got 1")
    if x.shape[1] > 2:
        mean = x.mean(axis=0)
        across = np.linalg.svd(x - mean, full_matrices=False)[2][:2].T
        x, centres = (x - mean) @ across, (centres - mean) @ across
    ax = axes_for(ax)
    _points(ax, x, labels, cmap)
    ax.scatter(
        centres[:, 0].tolist(), centres[:, 1].tolist(), s=120, c="black", marker="X", edgecolors="white"
    )
    return ax
