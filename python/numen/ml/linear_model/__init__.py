"""Predictions that are linear in the features: least squares, with penalties, as probabilities, learned in steps.

=================== ==========================================================================================
`_least_squares`    LinearRegression by SVD, QR, Cholesky or gradient descent
`_ridge`            Ridge: a penalty on squares
`_lasso`            Lasso, ElasticNet: a penalty on absolute values, by coordinate descent
`_logistic`         LogisticRegression: probabilities of two or more classes
`_stochastic`       SGDRegressor, SGDClassifier: mini-batches, with the learning curve kept
=================== ==========================================================================================
"""

from ._lasso import ElasticNet, Lasso
from ._least_squares import LinearRegression
from ._logistic import LogisticRegression
from ._ridge import Ridge
from ._stochastic import SGDClassifier, SGDRegressor

__all__ = [
    "ElasticNet",
    "Lasso",
    "LinearRegression",
    "LogisticRegression",
    "Ridge",
    "SGDClassifier",
    "SGDRegressor",
]
