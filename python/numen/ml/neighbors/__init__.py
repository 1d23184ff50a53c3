"""Predictions from the nearest samples, found by comparing with all, block by block.

=================== ==========================================================================================
`_brute`            NearestNeighbors: the search
`_vote`             KNeighborsClassifier, KNeighborsRegressor: votes and means of those found
=================== ==========================================================================================
"""

from ._brute import NearestNeighbors
from ._vote import KNeighborsClassifier, KNeighborsRegressor

__all__ = ["KNeighborsClassifier", "KNeighborsRegressor", "NearestNeighbors"]
