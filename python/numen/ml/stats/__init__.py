"""Summaries of data that ask no hypothesis: NaN are left out everywhere."""

from ..model_selection._bootstrap import BootstrapResult, bootstrap
from ._correlation import correlation, rank
from ._describe import Summary, describe
from ._moments import kurtosis, mode, outliers, skew, zscore

__all__ = [
    "BootstrapResult",
    "Summary",
    "bootstrap",
    "correlation",
    "describe",
    "kurtosis",
    "mode",
    "outliers",
    "rank",
    "skew",
    "zscore",
]
