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

    __slots__ = ("_arrays", "_given", "_index", "_walks", "shape")
    __module__ = _runtime.type_module

    def __init__(self, *args):
        arrays = []
        for a in args:
            arrays.extend(a._given if isinstance(a, broadcast) else [_core.asarray(a)])
        if len(arrays) > 64:
            raise ValueError("Need at least 0 and at most 64 array objects.")
        self.shape = _common_shape([a.shape for a in arrays])
        self._given = arrays
        for a in arrays:
            if a.ndim > 32:
                iter(a.flat)  # refuses so many axes
        self._arrays = tuple(_core.broadcast_to(a, self.shape) for a in arrays)
        self.reset()

    def reset(self):
        """Go back to the first element.

        Returns
        -------
        None
        """
        self._index = 0
        self._walks = tuple(map(_core._broadcast_flat, self._arrays, self._given))

    def __iter__(self):
        return self

    def __next__(self):
        if self._index >= self.size:
            raise StopIteration
        self._index += 1
        return tuple(next(w) for w in self._walks)

    @property
    def index(self):
        """Number of elements already walked."""
        return self._index

    @property
    def iters(self):
        """One flat iterator for each array, over the common shape."""
        return self._walks

    @property
    def nd(self):
        """Number of axes."""
        return len(self.shape)

    ndim = nd

    @property
    def numiter(self):
        """Number of arrays."""
        return len(self._arrays)

    @property
    def size(self):
        """Number of elements of the common shape."""
        return math.prod(self.shape)


def _common_shape(shapes):
    """The shape all fit; the exception names the first two that do not fit each other."""
    ndim = max(map(len, shapes), default=0)
    common = [1] * ndim
    for axis in range(-1, -ndim - 1, -1):
        first = None
        for i, shape in enumerate(shapes):
            if len(shape) < -axis or shape[axis] == 1:
                continue
            if first is None:
                first = i
                common[axis] = shape[axis]
            elif common[axis] != shape[axis]:
                raise ValueError(
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between "
                    f"arg {first} with shape {shapes[first]} and arg {i} with shape {shape}."
                )
    return tuple(common)
