"""Few directions that hold most of the data.

=================== ==========================================================================================
`_pca`              PCA: directions of largest variance, exact or by random projections
`_truncated`        TruncatedSVD: the same without centring
`_factors`          randomized SVD, signs of singular vectors, power iteration, whitening, as functions
=================== ==========================================================================================
"""

from ._factors import power_iteration, randomized_svd, svd_flip, whiten
from ._pca import PCA
from ._truncated import TruncatedSVD

__all__ = ["PCA", "TruncatedSVD", "power_iteration", "randomized_svd", "svd_flip", "whiten"]
