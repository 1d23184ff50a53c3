"""What estimators that project on components share."""

import numen as np

from .._base import BaseEstimator, TransformerMixin
from .._validation import check_is_fitted


class Projection(TransformerMixin, BaseEstimator):
    """Names of what comes out: the class in small letters and a number."""

    def get_feature_names_out(self, input_features=None):
        """Return the names of the components, ``pca0``, ``pca1``, ...

        Parameters
        ----------
        input_features : ignored

        Returns
        -------
        ndarray of object, shape (n_components,)
        """
        check_is_fitted(self, "components_")
        name = type(self).__name__.lower()
        return np.array([f"{name}{i}" for i in range(len(self.components_))], dtype=object)

    @property
    def _n_features_out(self):
        return len(self.components_)

    def _describe(self, tags):
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
