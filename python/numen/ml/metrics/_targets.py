"""Targets and predictions as the metrics want them: same length, one kind, classes as numbers from 0."""

import numen as np

from .._validation import (
    check_array_like,
    check_consistent_length,
    check_finite,
    check_sample_weight,
    column_or_1d,
)

__all__ = ["encode", "kind_of", "label_pair", "per_sample"]


def kind_of(y):
    """Say what a target holds: "binary", "multiclass", "continuous" or "multilabel-indicator"."""
    if y.ndim == 2 and y.shape[1] > 1:
        return "multilabel-indicator" if np.isin(y, [0, 1]).all() else "multiclass-multioutput"
    if y.dtype.kind == "f" and (y != np.floor(y)).any():
        return "continuous"
    return "multiclass" if len(np.unique(y)) > 2 else "binary"


def label_pair(y_true, y_pred):
    """Two columns of labels, and "binary" or "multiclass" for both together.

    Raises
    ------
    ValueError
        Lengths differ, nothing is there, or the values are no classes.
    """
    check_array_like(y_true=y_true, y_pred=y_pred)
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    check_consistent_length(y_true, y_pred)
    for name, y in (("y_true", y_true), ("y_pred", y_pred)):
        check_finite(y, name=name)
        if y.shape[0] == 0:
            raise ValueError(
                f"Found empty input array (e.g., `{name}`) while a minimum of 1 sample is required."
            )
    kinds = {kind_of(y_true), kind_of(y_pred)}
    if len(kinds) > 1 and kinds != {"binary", "multiclass"}:
        raise ValueError(
            f"Classification metrics can't handle a mix of {kind_of(y_true)} and {kind_of(y_pred)} targets"
        )
    if not kinds <= {"binary", "multiclass"}:
        raise ValueError(f"{kinds.pop()} is not supported")
    y_true, y_pred = column_or_1d(y_true), column_or_1d(y_pred)
    if (y_true.dtype.kind in "US") != (y_pred.dtype.kind in "US") and "O" not in (
        y_true.dtype.kind,
        y_pred.dtype.kind,
    ):
        raise ValueError(
            f"Mix of label input types (string and number); Got {np.unique(y_true)} and {np.unique(y_pred)}."
        )
    present = np.unique(np.concatenate([y_true, y_pred]))
    return y_true, y_pred, present, "binary" if len(present) <= 2 else "multiclass"


def encode(y, classes):
    """Place of each label in sorted `classes`."""
    return np.searchsorted(classes, y.astype(classes.dtype))


def per_sample(sample_weight, y):
    """One weight a sample, or None where none are given."""
    return None if sample_weight is None else check_sample_weight(sample_weight, y, non_negative=False)
