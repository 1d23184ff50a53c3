"""What classifiers mistake for what."""

import numen as np

from ..metrics import confusion_matrix
from ._axes import axes_for

__all__ = ["plot_confusion_matrix"]


def plot_confusion_matrix(
    y_true, y_pred, *, labels=None, normalize=None, display_labels=None, cmap="Blues", colorbar=True, ax=None
):
    """Draw how often each class was taken for each other, with the numbers.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (n_samples,)
    labels : array_like, optional
        The classes to show, in order.
    normalize : {"true", "pred", "all"}, optional
        Divide by the sums of rows, of columns, or by the number of samples.
    display_labels : list of str, optional
        Names of the classes.
    cmap : str
    colorbar : bool
    ax : matplotlib axes, optional

    Returns
    -------
    matplotlib axes
        Rows are the true classes.

    Raises
    ------
    ValueError
        As `metrics.confusion_matrix`, or there are not as many names as classes.

    Examples
    --------
    >>> from numen.ml.plot import plot_confusion_matrix
    >>> ax = plot_confusion_matrix([0, 1, 1], [0, 1, 0])
    >>> [t.get_text() for t in ax.texts]
    ['1', '0', '1', '1']
    """
    matrix = confusion_matrix(y_true, y_pred, labels=labels, normalize=normalize)
    if display_labels is not None:
        names = list(display_labels)
    elif labels is not None:
        names = np.asarray(labels).tolist()
    else:
        names = np.unique(np.concatenate([np.asarray(y_true), np.asarray(y_pred)])).tolist()
    if len(names) != len(matrix):
        raise ValueError(
            f"display_labels must hold {len(matrix)} names, one for each class, got {len(names)}"
        )
    ax = axes_for(ax)
    shown = ax.imshow(matrix.tolist(), cmap=cmap)
    middle = (float(matrix.min()) + float(matrix.max())) / 2
    for i, row in enumerate(matrix.tolist()):
        for j, value in enumerate(row):
            text = str(value) if normalize is None else f"{value:.2g}"
            ax.text(j, i, text, ha="center", va="center", color="white" if value > middle else "black")
    ax.set_xticks(range(len(names)), names)
    ax.set_yticks(range(len(names)), names)
    ax.set_xlabel("predicted class")
    ax.set_ylabel("true class")
    if colorbar:
        ax.figure.colorbar(shown, ax=ax)
    return ax
