"""The object that walks several arrays as one shape."""

import math

from . import _core, _runtime

__all__ = ["broadcast"]


class broadcast:
    """Walks arrays of shapes that broadcast against each other.

    Parameters
    ----------
    *args : array_like
        Arrays of shapes that fit each other, or other ``broadcast`` objects, whose arrays then count.

    Returns
    -------
    broadcast
        An iterator over tuples with one element of each array, in C order.

    Raises
    ------
    ValueError
        If the shapes do not fit each other.

    Examples
    --------
    >>> import numen as np
    >>> b = np.broadcast([[1], [2]], [10, 20])
    >>> b.shape, b.size
    ((2, 2), 4)
    >>> [int(x + y) for x, y in b]
    [11, 21, 12, 22]
    """

    __slots__ = ("_given", "_index", "_walks", "shape")
    __module__ = _runtime.type_module

    def __init__(self, *args):
        arrays = []
        for a in args:
            arrays.extend(a._given if isinstance(a, broadcast) else [_core.asarray(a)])
        if len(arrays) > 64:
            raise ValueError("Need at least 0 and at most 64 array objects.")
        self.shape = _core._common_shape([a.shape for a in arrays])
        self._given = arrays
        for a in arrays:
            if a.ndim > 32:
                iter(a.flat)  # refuses so many axes
        self._index = 0
        self._walks = None

    def reset(self):
        """Go back to the first element.

        Returns
        -------
        None
        """
        self._index = 0
        self._walks = None

    def __iter__(self):
        return self

    def __next__(self):
        if self._index >= self.size:
            raise StopIteration
        self._index += 1
        return tuple(map(next, self.iters))

    @property
    def index(self):
        """Number of elements already walked."""
        return self._index

    @property
    def iters(self):
        """One flat iterator for each array, over the common shape."""
        if self._walks is None:
            self._walks = tuple(
                _core._broadcast_flat(_core.broadcast_to(a, self.shape), a) for a in self._given
            )
        return self._walks

    @property
    def nd(self):
        """Number of axes."""
        return len(self.shape)

    ndim = nd

    @property
    def numiter(self):
        """Number of arrays."""
        return len(self._given)

    @property
    def size(self):
        """Number of elements of the common shape."""
        return math.prod(self.shape)
