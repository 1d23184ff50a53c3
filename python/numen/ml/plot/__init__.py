"""Pictures of data and of what was learned, drawn by matplotlib (the extra `numen[plot]`).

Each function draws into `ax`, the axes it is given, or makes axes of its own, and returns them: titles and labels can be
changed afterwards, and ``ax.figure.savefig(name)`` writes the picture. matplotlib is imported when something is drawn;
where it is missing, an ImportError says so.
"""

from ._classes import plot_confusion_matrix
from ._images import plot_images
from ._learning import plot_learning_curve
from ._planes import plot_clusters, plot_components, plot_explained_variance

__all__ = [
    "plot_clusters",
    "plot_components",
    "plot_confusion_matrix",
    "plot_explained_variance",
    "plot_images",
    "plot_learning_curve",
]
