"""Which samples to learn from, and which to keep for the test. A seed gives the samples it gives in scikit-learn."""

import math
import warnings
from numbers import Integral, Real

import numen as np

from .._base import BaseEstimator
from .._select import take_rows
from .._validation import check_consistent_length, check_random_state, column_or_1d, n_samples

__all__ = ["KFold", "StratifiedKFold", "train_test_split"]


def train_test_split(
    *arrays, test_size=None, train_size=None, random_state=None, shuffle=True, stratify=None
):
    """Split data into a part to learn from and a part to test with.

    Parameters
    ----------
    *arrays : array_like
        All of the same length. Frames stay frames, lists stay lists, all else becomes an array.
    test_size, train_size : float or int, optional
        Share or number of samples; what is not given is the rest, and a quarter is for the test if none is.
    random_state : int, RandomState or None
    shuffle : bool
        False takes the first samples to learn from, the last to test with.
    stratify : array_like, shape (n_samples,), optional
        Classes whose shares are kept in both parts.

    Returns
    -------
    list
        Two parts of each array: to learn from, to test with.

    Raises
    ------
    ValueError
        Sizes do not fit the data, lengths differ, or a class has a single sample.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.model_selection import train_test_split
    >>> X, y = np.arange(10).reshape(5, 2), np.arange(5)
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=2, shuffle=False)
    >>> y_train, y_test
    (array([0, 1, 2]), array([3, 4]))

    By hand::

        order = np.random.permutation(len(X))
        cut = int(0.8 * len(X))
        X_train, X_test = X[order[:cut]], X[order[cut:]]

    and the same `order` for y. Statistics for scaling come from `X_train` alone. Rare classes may be missing in one
    part without `stratify`.
    """
    if not arrays:
        raise ValueError("At least one array required as input")
    check_consistent_length(*arrays)
    count = n_samples(arrays[0])
    train, test = _sizes(count, test_size, train_size)
    if not shuffle:
        if stratify is not None:
            raise ValueError("Stratified train/test split is not implemented for shuffle=False")
        rows = slice(0, train), slice(train, train + test)
    elif stratify is None:
        order = check_random_state(random_state).permutation(count)
        rows = order[test : test + train], order[:test]
    else:
        check_consistent_length(arrays[0], stratify)
        rows = _stratified(stratify, train, test, check_random_state(random_state))
    return [take_rows(array, part) for array in arrays for part in rows]


def _sizes(count, test_size, train_size):
    """Numbers of samples to learn from and to test with."""
    if test_size is None and train_size is None:
        test_size = 0.25
    for name, size in (("test_size", test_size), ("train_size", train_size)):
        if size is None:
            continue
        whole = isinstance(size, Integral)
        if not isinstance(size, Real):
            raise ValueError(f"Invalid value for {name}: {size}")
        if not 0 < size < (count if whole else 1):
            raise ValueError(
                f"{name}={size} should be either positive and smaller than the number of samples {count} or a float in "
                "the (0, 1) range"
            )
    both = test_size is not None and train_size is not None
    if both and not isinstance(test_size, Integral) and not isinstance(train_size, Integral):
        if test_size + train_size > 1:
            raise ValueError(
                f"The sum of test_size and train_size = {test_size + train_size}, should be in the (0, 1) range. "
                "Reduce test_size and/or train_size."
            )
    test = test_size if isinstance(test_size, Integral) else None
    train = train_size if isinstance(train_size, Integral) else None
    if test is None and test_size is not None:
        test = math.ceil(test_size * count)
    if train is None and train_size is not None:
        train = math.floor(train_size * count)
    test = count - train if test is None else test
    train = count - test if train is None else train
    if train + test > count:
        raise ValueError(
            f"The sum of train_size and test_size = {train + test}, should be smaller than the number of samples "
            f"{count}. Reduce test_size and/or train_size."
        )
    if train == 0:
        raise ValueError(
            f"With n_samples={count}, test_size={test_size} and train_size={train_size}, the resulting train set will "
            "be empty. Adjust any of the aforementioned parameters."
        )
    return int(train), int(test)


def _classes(y):
    """The classes, the class of each sample, and how many each has; rows of several labels are one class."""
    y = np.asarray(y)
    if y.ndim == 2 and y.shape[1] > 1:
        classes, inverse, counts = np.unique(y, axis=0, return_inverse=True, return_counts=True)
        return classes, inverse.ravel(), counts
    return np.unique(column_or_1d(y), return_inverse=True, return_counts=True)


def _stratified(y, train, test, rng):
    classes, of, counts = _classes(y)
    if counts.min() < 2:
        few = classes[counts < 2].tolist()
        raise ValueError(
            "The least populated classes in y have only 1 member, which is too few. The minimum number of groups for "
            f"any class cannot be less than 2. Classes with too few members are: {few}"
        )
    for name, size in (("train_size", train), ("test_size", test)):
        if size < len(classes):
            raise ValueError(
                f"The {name} = {size} should be greater or equal to the number of classes = {len(classes)}"
            )
    to_learn = _apportion(counts, train, rng)
    to_test = _apportion(counts - to_learn, test, rng)
    members = np.split(np.argsort(of, kind="stable"), np.cumsum(counts)[:-1])
    learn, check = [], []
    for own, a, b in zip(members, to_learn.tolist(), to_test.tolist(), strict=True):
        mixed = own[rng.permutation(len(own))]
        learn.append(mixed[:a])
        check.append(mixed[a : a + b])
    return rng.permutation(np.concatenate(learn)), rng.permutation(np.concatenate(check))


def _apportion(counts, draws, rng):
    """Share the draws among the classes by their size: whole parts first, then by largest remainder, ties by lot."""
    quota = counts / np.sum(counts) * draws
    given = np.floor(quota)
    rest = quota - given
    left = int(draws - np.sum(given))
    for value in np.unique(rest)[::-1]:
        if left == 0:
            break
        equal = np.flatnonzero(rest == value)
        lucky = rng.choice(equal, size=min(left, len(equal)), replace=False)
        given[lucky] += 1
        left -= len(lucky)
    return given.astype(np.int64)


class _Folds:
    """What K-fold splitters share: parameters, and train rows as all that are not of the test."""

    def __init__(self, n_splits=5, *, shuffle=False, random_state=None):
        if not isinstance(n_splits, Integral):
            raise ValueError(
                f"The number of folds must be of Integral type. {n_splits} of type {type(n_splits)} was passed."
            )
        if n_splits <= 1:
            raise ValueError(
                "k-fold cross-validation requires at least one train/test split by setting n_splits=2 or more, got "
                f"n_splits={n_splits}."
            )
        if not isinstance(shuffle, bool):
            raise TypeError(f"shuffle must be True or False; got {shuffle}")
        if not shuffle and random_state is not None:
            raise ValueError(
                "Setting a random_state has no effect since shuffle is False. You should leave random_state to its "
                "default (None), or set shuffle=True."
            )
        self.n_splits = n_splits
        self.shuffle = shuffle
        self.random_state = random_state

    __repr__ = BaseEstimator.__repr__
    get_params = BaseEstimator.get_params
    _defaults = classmethod(BaseEstimator._defaults.__func__)

    def get_n_splits(self, X=None, y=None, groups=None):
        """Return the number of splits."""
        return self.n_splits

    def split(self, X, y=None, groups=None):
        """Yield the indices to learn from and to test with, once for each fold.

        Parameters
        ----------
        X : array_like
            Only its length counts.
        y : array_like, shape (n_samples,), optional
        groups : ignored

        Yields
        ------
        train, test : ndarray of int

        Raises
        ------
        ValueError
            There are fewer samples than folds.
        """
        count = n_samples(X)
        if self.n_splits > count:
            raise ValueError(
                f"Cannot have number of splits n_splits={self.n_splits} greater than the number of samples: "
                f"n_samples={count}."
            )
        for test in self._tests(count, y):
            rest = np.ones(count, dtype=bool)
            rest[test] = False
            yield np.flatnonzero(rest), np.flatnonzero(~rest)


class KFold(_Folds):
    """The samples in `n_splits` parts of equal size, each the test once.

    Parameters
    ----------
    n_splits : int
    shuffle : bool
        Mix the samples first; without it the parts are runs of the data as they lie.
    random_state : int, RandomState or None

    Examples
    --------
    >>> from numen.ml.model_selection import KFold
    >>> for train, test in KFold(2).split([10, 20, 30, 40]):
    ...     print(train, test)
    [2 3] [0 1]
    [0 1] [2 3]

    By hand::

        folds = np.array_split(np.random.permutation(n), k)
        train = np.concatenate(folds[:i] + folds[i + 1:])

    Data sorted by class need `shuffle`, or folds hold one class only.
    """

    def _tests(self, count, y):
        order = np.arange(count)
        if self.shuffle:
            check_random_state(self.random_state).shuffle(order)
        return np.array_split(order, self.n_splits)


class StratifiedKFold(_Folds):
    """As `KFold`, with the same share of each class in all parts.

    Parameters
    ----------
    n_splits : int
    shuffle : bool
    random_state : int, RandomState or None

    Examples
    --------
    >>> from numen.ml.model_selection import StratifiedKFold
    >>> for train, test in StratifiedKFold(2).split([0] * 6, ["a", "a", "a", "a", "b", "b"]):
    ...     print(train, test)
    [2 3 5] [0 1 4]
    [0 1 4] [2 3 5]
    """

    def _tests(self, count, y):
        if y is None:
            raise ValueError("StratifiedKFold needs the classes: the target y is None")
        check_consistent_length(np.empty(count), y)
        y = column_or_1d(y)
        if y.dtype.kind == "f" and (y != np.trunc(y)).any():
            raise ValueError(
                "Supported target types are: ('binary', 'multiclass'). Got 'continuous' instead."
            )
        _, first, of, counts = np.unique(y, return_index=True, return_inverse=True, return_counts=True)
        if (counts < self.n_splits).all():
            raise ValueError(
                f"n_splits={self.n_splits} cannot be greater than the number of members in each class."
            )
        if counts.min() < self.n_splits:
            warnings.warn(
                f"The least populated class in y has only {counts.min()} members, which is less than "
                f"n_splits={self.n_splits}.",
                UserWarning,
                stacklevel=3,
            )
        # Classes one after the other, in order of appearance, are dealt to the folds in turn like cards.
        fold = np.empty(count, dtype=np.int64)
        rng = check_random_state(self.random_state) if self.shuffle else None
        dealt = 0
        for k in np.argsort(first).tolist():
            hand = np.sort((dealt + np.arange(counts[k])) % self.n_splits)
            dealt += int(counts[k])
            if rng is not None:
                rng.shuffle(hand)
            fold[of == k] = hand
        return [np.flatnonzero(fold == i) for i in range(self.n_splits)]
