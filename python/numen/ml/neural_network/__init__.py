"""Networks of dense layers in scikit-learn's form: `fit`, `predict`, `score`."""

from ._estimators import MLPClassifier, MLPRegressor

__all__ = ["MLPClassifier", "MLPRegressor"]
