"""Grids and ranges written as indices: ``mgrid``, ``ogrid``, ``r_``, ``c_``, ``s_``, ``ix_``."""

import math
import sys
from itertools import product
from operator import index

from . import _core as nc
from ._core import array_function_dispatch, asarray, ndarray
from ._creation import indices
from ._types import ScalarType

__all__ = ["c_", "index_exp", "ix_", "mgrid", "ndenumerate", "ndindex", "ogrid", "r_", "s_"]

_SCALARS = frozenset(ScalarType)


def _imaginary_count(step):
    """Number of points that an imaginary step asks for, or None for a real step."""
    return int(abs(step)) if isinstance(step, (complex, nc.complexfloating)) else None


class _Grid:
    """Coordinates of a rectangular grid, one slice an axis.

    A slice ``start:stop:step`` leaves out its end; with an imaginary step
    ``start:stop:5j`` it stands for five points, both ends among them.
    """

    __slots__ = ("sparse",)

    def __init__(self, sparse=False):
        self.sparse = sparse

    def __getitem__(self, key):
        if not isinstance(key, tuple):
            return self._line(step=key.step, start=key.start, stop=key.stop)
        kinds, axes = [0], []
        for part in key:
            step = 1 if part.step is None else part.step
            start = 0 if part.start is None else part.start
            count = _imaginary_count(step)
            if count is None:
                count = math.ceil((part.stop - start) / step)
            else:
                step = abs(step)
                kinds.append(step)
                step = (part.stop - start) / float(count - 1) if count != 1 else count
            kinds += [start, part.stop, step]
            axes.append((start, step, count))
        dtype = nc.result_type(*kinds)
        counts = tuple(count for _, _, count in axes)
        if self.sparse:
            lines = indices(counts, dtype, sparse=True)
            return tuple(line * step + start for line, (start, step, _) in zip(lines, axes))
        grid = indices(counts, dtype)
        for i, (start, step, _) in enumerate(axes):
            grid[i] = grid[i] * step + start
        return grid

    @staticmethod
    def _line(start, stop, step):
        start = 0 if start is None else start
        count = _imaginary_count(step)
        if count is None:
            return nc.arange(start, stop, step)
        kind = nc.result_type(start, stop, abs(step))
        step = (stop - start) / float(count - 1) if count != 1 else count
        return nc.arange(0, count, 1, dtype=kind) * step + start


class _MGrid(_Grid):
    """Dense coordinates of a grid: ``mgrid[0:2, 0:3]`` has shape (2, 2, 3).

    Examples
    --------
    >>> import numen as np
    >>> np.mgrid[0:2, 0:3]
    array([[[0, 0, 0],
            [1, 1, 1]],
    <BLANKLINE>
           [[0, 1, 2],
            [0, 1, 2]]])
    >>> np.mgrid[-1:1:3j]
    array([-1.,  0.,  1.])
    """

    __slots__ = ()

    def __init__(self):
        super().__init__(sparse=False)


class _OGrid(_Grid):
    """Open coordinates of a grid: arrays that broadcast to it.

    Examples
    --------
    >>> import numen as np
    >>> np.ogrid[0:2, 0:3]
    (array([[0],
           [1]]), array([[0, 1, 2]]))
    """

    __slots__ = ()

    def __init__(self):
        super().__init__(sparse=True)


mgrid = _MGrid()
ogrid = _OGrid()


class _Joiner:
    """Joins the comma-separated parts of an index: arrays, scalars and slices as ranges."""

    __slots__ = ("axis", "matrix", "ndmin", "trans1d")

    def __init__(self, axis=0, matrix=False, ndmin=1, trans1d=-1):
        self.axis, self.matrix, self.ndmin, self.trans1d = axis, matrix, ndmin, trans1d

    def __len__(self):
        return 0

    def __getitem__(self, key):
        if isinstance(key, str):
            from ._matrix import bmat

            caller = sys._getframe().f_back
            return bmat(key, caller.f_globals, caller.f_locals)
        if not isinstance(key, tuple):
            key = (key,)
        axis, ndmin, trans1d, column = self.axis, self.ndmin, self.trans1d, None
        if key and isinstance(key[0], str):
            axis, ndmin, trans1d, column = self._directive(key[0])
            key = key[1:]
        parts, kinds = [], []
        for item in key:
            if isinstance(item, str):
                raise ValueError("special directives must be the first entry.")
            scalar = type(item) in _SCALARS
            part = item if scalar else self._part(item, ndmin, trans1d)
            parts.append(part)
            kinds.append(part)
        if kinds:
            dtype = nc.result_type(*kinds)
            parts = [nc.array(part, copy=None, subok=True, ndmin=ndmin, dtype=dtype) for part in parts]
        joined = nc.concatenate(tuple(parts), axis=axis)
        return joined if column is None else self._as_matrix(joined, column)

    def _directive(self, text):
        """Read ``'axis,ndmin,trans1d'``, ``'axis'``, ``'r'`` or ``'c'``."""
        axis, ndmin, trans1d = self.axis, self.ndmin, self.trans1d
        if text in ("r", "c"):
            return axis, ndmin, trans1d, text == "c"
        if "," in text:
            fields = text.split(",")
            try:
                axis, ndmin = (int(field) for field in fields[:2])
                if len(fields) == 3:
                    trans1d = int(fields[2])
            except Exception as e:
                raise ValueError(f"unknown special directive {text!r}") from e
            return axis, ndmin, trans1d, None
        try:
            return int(text), ndmin, trans1d, None
        except (ValueError, TypeError) as e:
            raise ValueError("unknown special directive") from e

    @staticmethod
    def _part(item, ndmin, trans1d):
        """One array of at least `ndmin` axes from a slice or an array."""
        if isinstance(item, slice):
            start = 0 if item.start is None else item.start
            count = _imaginary_count(item.step)
            if count is None:
                part = nc.arange(start, item.stop, 1 if item.step is None else item.step)
            else:
                part = nc.linspace(start, item.stop, num=count)
            if ndmin > 1:
                part = nc.array(part, copy=None, ndmin=ndmin)
                if trans1d != -1:
                    part = part.swapaxes(-1, trans1d)
            return part
        own = nc.asanyarray(item).ndim
        part = nc.array(item, copy=None, subok=True, ndmin=ndmin)
        if trans1d != -1 and own < ndmin:
            new = ndmin - own
            at = trans1d if trans1d >= 0 else trans1d + new + 1
            axes = list(range(ndmin))
            part = part.transpose(axes[:at] + axes[new:] + axes[at:new])
        return part

    @staticmethod
    def _as_matrix(joined, column):
        from ._matrix import matrix

        flat = joined.ndim == 1
        result = matrix(joined)
        return result.T if column and flat else result


class _RowJoiner(_Joiner):
    """Join along the first axis; slices stand for ranges.

    A string in front changes the rule: ``'axis,ndmin,trans1d'`` names the axis
    to join, the least number of axes, and where the axes of smaller arrays go.

    Examples
    --------
    >>> import numen as np
    >>> np.r_[1:4, 0, [7, 8]]
    array([1, 2, 3, 0, 7, 8])
    >>> np.r_['0,2', [1, 2], [3, 4]]
    array([[1, 2],
           [3, 4]])
    """

    __slots__ = ()

    def __init__(self):
        super().__init__(0)


class _ColumnJoiner(_Joiner):
    """Join one-dimensional parts as the columns of a matrix, others along the last axis.

    Examples
    --------
    >>> import numen as np
    >>> np.c_[[1, 2], [3, 4]]
    array([[1, 3],
           [2, 4]])
    """

    __slots__ = ()

    def __init__(self):
        super().__init__(-1, ndmin=2, trans1d=0)


r_ = _RowJoiner()
c_ = _ColumnJoiner()


class _IndexExpression:
    """Returns what stands in the brackets, so that an index can be kept in a variable.

    ``s_[2:4]`` is a slice; ``index_exp[2:4]`` always a tuple.

    Examples
    --------
    >>> import numen as np
    >>> np.arange(10)[np.s_[2:8:3]]
    array([2, 5])
    >>> np.index_exp[2:4]
    (slice(2, 4, None),)
    """

    __slots__ = ("maketuple",)

    def __init__(self, maketuple):
        self.maketuple = maketuple

    def __getitem__(self, item):
        if self.maketuple and not isinstance(item, tuple):
            return (item,)
        return item


index_exp = _IndexExpression(maketuple=True)
s_ = _IndexExpression(maketuple=False)


@array_function_dispatch(lambda *args: args)
def ix_(*args):
    """Return index arrays that select the product of several sequences.

    Parameters
    ----------
    *args : 1-D sequences
        Integers, or booleans that stand for the positions where they are true.

    Returns
    -------
    tuple of ndarray
        The k-th has its elements along axis k and length 1 elsewhere.

    Raises
    ------
    ValueError
        When a sequence is not one-dimensional.

    Examples
    --------
    >>> import numen as np
    >>> a = np.arange(10).reshape(2, 5)
    >>> a[np.ix_([0, 1], [2, 4])]
    array([[2, 4],
           [7, 9]])
    """
    n = len(args)
    crossed = []
    for k, part in enumerate(args):
        if not isinstance(part, ndarray):
            part = asarray(part)
            if part.size == 0:
                # An empty list has become float64, which is no index.
                part = part.astype(nc.int64)
        if part.ndim != 1:
            raise ValueError("Cross index must be 1 dimensional")
        if part.dtype.type is nc.bool:
            (part,) = part.nonzero()
        crossed.append(part.reshape((1,) * k + (part.size,) + (1,) * (n - k - 1)))
    return tuple(crossed)


class ndindex:
    """Iterate over all indices of a shape, the last axis fastest.

    Parameters
    ----------
    *shape : ints, or one tuple of ints
        The shape.

    Raises
    ------
    ValueError
        When a length is negative.

    Examples
    --------
    >>> import numen as np
    >>> list(np.ndindex(2, 2))
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """

    def __init__(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            (shape,) = shape
        shape = tuple(index(n) for n in shape)
        if min(shape, default=0) < 0:
            raise ValueError("negative dimensions are not allowed")
        self._indices = product(*map(range, shape))

    def __iter__(self):
        return self

    def __next__(self):
        """Return the next index, a tuple of ints."""
        return next(self._indices)


class ndenumerate:
    """Iterate over pairs of index and value, in C order.

    Parameters
    ----------
    arr : array_like
        The array.

    Examples
    --------
    >>> import numen as np
    >>> for index, value in np.ndenumerate([[1, 2]]):
    ...     print(index, value)
    (0, 0) 1
    (0, 1) 2
    """

    def __init__(self, arr):
        self.iter = asarray(arr).flat

    def __iter__(self):
        return self

    def __next__(self):
        """Return the next pair ``(index, value)``."""
        return self.iter.coords, next(self.iter)
