"""Groups of samples that lie together: k-means on all data, and on small batches.

=================== ==========================================================================================
`_kmeans`           KMeans: k-means++ and Lloyd's rounds, restarts, empty clusters
`_minibatch`        MiniBatchKMeans: centres move by the means of batches
=================== ==========================================================================================
"""

from ._kmeans import KMeans, kmeans_plusplus
from ._minibatch import MiniBatchKMeans

__all__ = ["KMeans", "MiniBatchKMeans", "kmeans_plusplus"]
