"""Data in batches, mixed anew in each epoch."""

import numen as np

from .._select import take_rows
from .._validation import check_consistent_length, check_random_state, n_samples

__all__ = ["DataLoader", "batches"]


def batches(*arrays, batch_size=32, shuffle=True, drop_last=False, random_state=None):
    """Yield the data in batches, once through.

    Parameters
    ----------
    *arrays : array_like
        All of the same length; rows of all are mixed in the same way.
    batch_size : int
    shuffle : bool
        False yields views of arrays, in order.
    drop_last : bool
        Leave the last batch out where it is smaller.
    random_state : int, RandomState or None

    Yields
    ------
    ndarray, or tuple of them
        One part of each array; alone where one array is given.

    Raises
    ------
    ValueError
        There is no array, lengths differ, or the size is not positive.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.model_selection import batches
    >>> [x.tolist() for x in batches(np.arange(5), batch_size=2, shuffle=False)]
    [[0, 1], [2, 3], [4]]

    By hand::

        order = np.random.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start:start + size]
            yield X[rows], y[rows]

    Mixing X and y by two calls of ``shuffle`` tears samples from their targets: one order is for both.
    """
    return iter(
        DataLoader(
            *arrays, batch_size=batch_size, shuffle=shuffle, drop_last=drop_last, random_state=random_state
        )
    )


class DataLoader:
    """Batches of data, each time it is iterated over: one epoch.

    Parameters
    ----------
    *arrays : array_like
    batch_size : int
    shuffle : bool
        Mix the rows anew in each epoch.
    drop_last : bool
    random_state : int, RandomState or None
        A seed makes the sequence of epochs repeatable, not each epoch the same.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.model_selection import DataLoader
    >>> loader = DataLoader(np.arange(10).reshape(5, 2), np.arange(5), batch_size=2)
    >>> len(loader)
    3
    >>> for X, y in loader:
    ...     print(X.shape, y)
    (2, 2) [0 1]
    (2, 2) [2 3]
    (1, 2) [4]
    """

    def __init__(self, *arrays, batch_size=1, shuffle=False, drop_last=False, random_state=None):
        if not arrays:
            raise ValueError("At least one array required as input")
        check_consistent_length(*arrays)
        if batch_size < 1:
            raise ValueError(
                f"batch_size should be a positive integer value, but got batch_size={batch_size}"
            )
        self.arrays = tuple(a if hasattr(a, "iloc") else np.asarray(a) for a in arrays)
        self.batch_size = int(batch_size)
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.random_state = random_state
        self._rng = check_random_state(random_state) if shuffle else None

    def __len__(self):
        count = n_samples(self.arrays[0])
        return count // self.batch_size if self.drop_last else -(-count // self.batch_size)

    def __iter__(self):
        order = self._rng.permutation(n_samples(self.arrays[0])) if self.shuffle else None
        for i in range(len(self)):
            part = slice(i * self.batch_size, (i + 1) * self.batch_size)
            rows = part if order is None else order[part]
            found = tuple(take_rows(a, rows) for a in self.arrays)
            yield found if len(found) > 1 else found[0]
