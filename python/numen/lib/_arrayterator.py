"""Large arrays a block at a time."""

from functools import reduce
from operator import mul

__all__ = ["Arrayterator"]


class Arrayterator:
    """Iterate over a large array in contiguous blocks of limited size.

    Parameters
    ----------
    var : array_like
        The array, for example one in a file.
    buf_size : int, optional
        Most elements of a block; by default everything in one.

    Attributes
    ----------
    var, buf_size
        As given.
    start, stop, step : list of int
        The part of each axis to go over.
    shape : tuple of int
        Shape of that part.
    flat : iterator
        Over its elements.

    Examples
    --------
    >>> import numen as np
    >>> blocks = np.lib.Arrayterator(np.arange(6).reshape(3, 2), 4)
    >>> [block.shape for block in blocks]
    [(2, 2), (1, 2)]
    """

    def __init__(self, var, buf_size=None):
        self.var = var
        self.buf_size = buf_size
        self.start = [0 for _ in var.shape]
        self.stop = list(var.shape)
        self.step = [1 for _ in var.shape]

    def __getattr__(self, name):
        return getattr(self.var, name)

    def __getitem__(self, index):
        """Return an iterator over a part of the array."""
        if not isinstance(index, tuple):
            index = (index,)
        n = len(self.var.shape)
        whole = [slice(None)] * n
        given = [i for i in index if i is not Ellipsis]
        if Ellipsis in index:
            at = index.index(Ellipsis)
            index = list(index[:at]) + [slice(None)] * (n - len(given)) + list(index[at + 1 :])
        else:
            index = list(index) + whole[len(index) :]
        part = self.__class__(self.var, self.buf_size)
        for axis, chosen in enumerate(index):
            if isinstance(chosen, int):
                chosen = slice(chosen, chosen + 1, 1)
            start, step = chosen.start or 0, chosen.step or 1
            stop = self.stop[axis] - self.start[axis] if chosen.stop is None else chosen.stop
            part.start[axis] = self.start[axis] + start
            part.step[axis] = self.step[axis] * step
            part.stop[axis] = min(self.start[axis] + stop, self.stop[axis])
        return part

    def __array__(self, dtype=None, copy=None):
        """Return the part as an array."""
        index = tuple(slice(*bounds) for bounds in zip(self.start, self.stop, self.step))
        return self.var[index]

    @property
    def flat(self):
        """Iterator over the elements of the part."""
        for block in self:
            yield from block.flat

    @property
    def shape(self):
        """Shape of the part."""
        return tuple(
            (stop - start - 1) // step + 1 for start, stop, step in zip(self.start, self.stop, self.step)
        )

    def __iter__(self):
        if any(n <= 0 for n in self.shape):
            return
        n = len(self.shape)
        if n == 0:
            yield self.var[()]
            return
        limit = self.buf_size or reduce(mul, self.shape)
        # How many elements of each axis one block takes: the last axes whole.
        counts, room = [1] * n, limit
        for axis in range(n - 1, -1, -1):
            counts[axis] = max(1, min(room, self.shape[axis]))
            room //= self.shape[axis]
            if room == 0:
                break
        at = list(self.start)
        while True:
            ends = [min(a + c * s, e) for a, c, s, e in zip(at, counts, self.step, self.stop)]
            yield self.var[tuple(slice(a, e, s) for a, e, s in zip(at, ends, self.step))]
            for axis in range(n - 1, -1, -1):
                at[axis] += counts[axis] * self.step[axis]
                if at[axis] < self.stop[axis]:
                    break
                at[axis] = self.start[axis]
            else:
                return
