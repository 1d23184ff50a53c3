"""What is learned on some data and tried on others: splits, scores, resampling, batches."""

from ._batches import DataLoader, batches
from ._bootstrap import BootstrapResult, bootstrap
from ._score import cross_val_predict, cross_val_score
from ._split import KFold, StratifiedKFold, train_test_split

__all__ = [
    "BootstrapResult",
    "DataLoader",
    "KFold",
    "StratifiedKFold",
    "batches",
    "bootstrap",
    "cross_val_predict",
    "cross_val_score",
    "train_test_split",
]
