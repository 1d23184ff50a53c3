"""The learning layer: what the tutorials build by hand, to import.

Estimators follow scikit-learn's conventions (`fit`, `transform`, `predict`, `score`, learned state in names that end
in ``_``), networks PyTorch's. Everything stands on the public array functions of `numen`; arrays come out, and lists,
arrays of NumPy and frames of pandas go in.

=================== =========================================================================================
module              contents
=================== =========================================================================================
`decomposition`     principal components, truncated SVD, power iteration, whitening
`functional`        stable activations and losses as functions, each with its gradient
`image`             files, sizes, colours, convolution and the classical filters of images
`linear_model`      least squares, ridge, lasso, logistic regression, stochastic gradient descent
`metrics`           errors, confusion matrices, ROC curves, agreement of clusterings, pairwise distances
`model_selection`   splits, cross-validation, the bootstrap, batches
`neural_network`    networks of dense layers in scikit-learn's form
`nn`                layers, losses and first values of networks, with PyTorch's names
`optim`             ways to learn from gradients, schedules of the learning rate
`pipeline`          steps in sequence and side by side, chunks, smallest types, a meter
`plot`              learning curves, confusion matrices, components, clusters, images, by matplotlib
`preprocessing`     scalers, encoders, imputers, polynomial features
`quality`           a report of a data set, and cleaning to be replayed on new data
`stats`             summaries, standard scores, outliers, correlations, bootstrap intervals
`neighbors`         the nearest samples: search, votes and means, by blocks
`cluster`           k-means on all data and on batches
=================== =========================================================================================
"""

import importlib

__all__ = [
    "cluster",
    "decomposition",
    "functional",
    "image",
    "linear_model",
    "metrics",
    "model_selection",
    "neighbors",
    "neural_network",
    "nn",
    "optim",
    "pipeline",
    "plot",
    "preprocessing",
    "quality",
    "stats",
]


def __getattr__(name):
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(__all__)
