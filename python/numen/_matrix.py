"""``matrix``: arrays that always have two axes, whose ``*`` is the matrix product."""

import ast
import sys
import warnings

from . import _core as nc
from . import _runtime
from ._core import array, asarray, concatenate, dot, ndarray
from ._types import isscalar

__all__ = ["matrix", "asmatrix", "bmat"]

_DISCOURAGED = (
    "the matrix subclass is not the recommended way to represent matrices or deal with linear algebra (see "
    "https://docs.scipy.org/doc/numpy/user/numpy-for-matlab-users.html). Please adjust your code to use regular "
    "ndarray."
)

# What an index may consist of that gives a view.
_BASIC = (slice, int, nc.integer, type(...), type(None))

# Functions that take a matrix as the array it is.
_OF_ARRAYS = (nc.diagonal, nc.expand_dims, nc.ravel, nc.trace)


def _words(text):
    """The rows of a matrix in text: ``;`` ends a row, commas and spaces stand between the items."""
    text = text.replace("[", "").replace("]", "")
    return [[word for part in row.split(",") for word in part.split()] for row in text.split(";")]


def _from_text(text):
    rows = [[ast.literal_eval(word) for word in row] for row in _words(text)]
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError("Rows not the same size.")
    return rows


class matrix(ndarray):
    """An array of two axes, whichever way it is made and indexed. New programs use arrays and ``@``.

    ``*`` is the matrix product, ``**`` the matrix power; reductions along an axis keep it.

    Parameters
    ----------
    data : array_like or str
        Text has commas or spaces between columns, semicolons between rows. What has one axis becomes a row.
    dtype : data-type, optional
    copy : bool, optional
        Whether an array is copied even where it need not be.

    Raises
    ------
    ValueError
        For more than two axes longer than one, and rows of text of unequal length.

    See Also
    --------
    array

    Examples
    --------
    >>> import numen as np
    >>> a = np.matrix('1 2; 3 4')
    >>> a * a
    matrix([[ 7, 10],
            [15, 22]])
    >>> a.sum(axis=1)
    matrix([[3],
            [7]])
    """

    __module__ = _runtime.type_module
    __array_priority__ = 10.0

    def __new__(subtype, data, dtype=None, copy=True):
        warnings.warn(_DISCOURAGED, PendingDeprecationWarning, stacklevel=2)
        if isinstance(data, ndarray):
            dtype = data.dtype if dtype is None else nc.dtype(dtype)
            new = data if isinstance(data, matrix) else data.view(subtype)
            if dtype != data.dtype:
                return new.astype(dtype)
            return new.copy() if copy else new
        if isinstance(data, str):
            data = _from_text(data)
        data = array(data, dtype=dtype, copy=copy or None)
        if data.ndim > 2:
            raise ValueError("matrix must be 2-dimensional")
        if data.ndim < 2:
            data = data.reshape(1, data.size)
        if not (data.flags.c_contiguous or data.flags.f_contiguous):
            data = data.copy()
        return data.view(subtype)

    def __array_finalize__(self, obj):
        self._getitem = False
        if isinstance(obj, matrix) and obj._getitem or self.ndim == 2:
            return
        shape = self.shape
        if self.ndim > 2:
            shape = tuple(n for n in shape if n > 1)
            if len(shape) > 2:
                raise ValueError("shape too large to be a matrix.")
        self.shape = (1,) * (2 - len(shape)) + shape

    def __array_function__(self, func, types, args, kwargs):
        if any(func is function for function in _OF_ARRAYS):
            plain = [x.view(ndarray) if isinstance(x, matrix) else x for x in args]
            named = {k: x.view(ndarray) if isinstance(x, matrix) else x for k, x in kwargs.items()}
            return func(*plain, **named)
        return super().__array_function__(func, types, args, kwargs)

    def __getitem__(self, index):
        self._getitem = True
        try:
            result = ndarray.__getitem__(self, index)
        finally:
            self._getitem = False
        if not isinstance(result, ndarray):
            return result
        if result.ndim == 0:
            return result[()]
        if result.ndim == 1:
            # One number for the columns leaves a column, everything else a row.
            column = isinstance(index, (tuple, list)) and len(index) > 1 and isscalar(index[1])
            result.shape = (-1, 1) if column else (1, -1)
        return result

    def __setitem__(self, index, value):
        # What an index of slices and numbers shows has two axes here too.
        parts = index if isinstance(index, tuple) else (index,)
        if any(isinstance(x, slice) for x in parts) and all(isinstance(x, _BASIC) for x in parts):
            ndarray.__setitem__(self[index], ..., value)
        else:
            ndarray.__setitem__(self, index, value)

    def __mul__(self, other):
        if isinstance(other, (ndarray, list, tuple)):
            return dot(self, asmatrix(other))
        if isscalar(other) or not hasattr(other, "__rmul__"):
            return dot(self, other)
        return NotImplemented

    def __rmul__(self, other):
        return dot(other, self)

    def __imul__(self, other):
        self[:] = self * other
        return self

    def __pow__(self, other):
        from .linalg import matrix_power

        return matrix_power(self, other)

    def __ipow__(self, other):
        self[:] = self**other
        return self

    def __rpow__(self, other):
        return NotImplemented

    def _align(self, axis):
        """What a reduction that drops its axis gives, with the axis where it was."""
        if axis is None:
            return self[0, 0]
        if axis == 0:
            return self
        if axis == 1:
            return self.transpose()
        raise ValueError("unsupported axis")

    def _collapse(self, axis):
        """The number itself where all elements were reduced."""
        return self[0, 0] if axis is None else self

    def _of_array(self, function, axis, out):
        """A function of arrays that drops an axis."""
        result = asarray(function(self.view(ndarray), axis=axis, out=out))
        return (result.view(matrix) if out is None else out)._align(axis)

    def tolist(self):
        """The rows as lists.

        Examples
        --------
        >>> import numen as np
        >>> np.matrix('1 2').tolist()
        [[1, 2]]
        """
        return self.view(ndarray).tolist()

    def sum(self, axis=None, dtype=None, out=None):
        """Sums, as `ndarray.sum`, a matrix where an axis is given."""
        return ndarray.sum(self, axis, dtype, out, keepdims=True)._collapse(axis)

    def prod(self, axis=None, dtype=None, out=None):
        """Products, as `ndarray.prod`, a matrix where an axis is given."""
        return ndarray.prod(self, axis, dtype, out, keepdims=True)._collapse(axis)

    def mean(self, axis=None, dtype=None, out=None):
        """Means, as `ndarray.mean`, a matrix where an axis is given."""
        return ndarray.mean(self, axis, dtype, out, keepdims=True)._collapse(axis)

    def std(self, axis=None, dtype=None, out=None, ddof=0):
        """Standard deviations, as `ndarray.std`, a matrix where an axis is given."""
        return ndarray.std(self, axis, dtype, out, ddof, keepdims=True)._collapse(axis)

    def var(self, axis=None, dtype=None, out=None, ddof=0):
        """Variances, as `ndarray.var`, a matrix where an axis is given."""
        return ndarray.var(self, axis, dtype, out, ddof, keepdims=True)._collapse(axis)

    def any(self, axis=None, out=None):
        """Whether some are true, a matrix where an axis is given."""
        return ndarray.any(self, axis, out, keepdims=True)._collapse(axis)

    def all(self, axis=None, out=None):
        """Whether all are true, a matrix where an axis is given."""
        return ndarray.all(self, axis, out, keepdims=True)._collapse(axis)

    def max(self, axis=None, out=None):
        """The largest, a matrix where an axis is given."""
        return ndarray.max(self, axis, out, keepdims=True)._collapse(axis)

    def min(self, axis=None, out=None):
        """The smallest, a matrix where an axis is given."""
        return ndarray.min(self, axis, out, keepdims=True)._collapse(axis)

    def argmax(self, axis=None, out=None):
        """Where the largest are, a matrix where the axis 0 or 1 is given."""
        return self._of_array(nc.argmax, axis, out)

    def argmin(self, axis=None, out=None):
        """Where the smallest are, a matrix where the axis 0 or 1 is given."""
        return self._of_array(nc.argmin, axis, out)

    def ptp(self, axis=None, out=None):
        """The largest less the smallest, a matrix where the axis 0 or 1 is given."""
        return self._of_array(nc.ptp, axis, out)

    def trace(self, offset=0, axis1=0, axis2=1, dtype=None, out=None):
        """The sum of the diagonal, as a matrix of one element."""
        return self.diagonal(offset, axis1, axis2).sum(-1, dtype, out)

    @property
    def T(self):
        """The transposed matrix."""
        return self.transpose()

    @property
    def H(self):
        """The transposed matrix, conjugated if it is complex."""
        if issubclass(self.dtype.type, nc.complexfloating):
            return self.transpose().conjugate()
        return self.transpose()

    @property
    def I(self):  # noqa: E743 - the name that it has
        """The inverse, or the pseudo-inverse if the matrix is not square; `numen.linalg.inv` says what it raises."""
        from .linalg import inv, pinv

        rows, columns = self.shape
        return asmatrix((inv if rows == columns else pinv)(self))

    @property
    def A(self):
        """The matrix as an array of two axes."""
        return self.view(ndarray)

    @property
    def A1(self):
        """The elements as an array of one axis."""
        return self.view(ndarray).ravel()

    getT = T.fget
    getH = H.fget
    getI = I.fget
    getA = A.fget
    getA1 = A1.fget


def asmatrix(data, dtype=None):
    """View data as a matrix, without a copy of an array.

    Parameters
    ----------
    data : array_like or str
    dtype : data-type, optional

    Returns
    -------
    matrix

    Examples
    --------
    >>> import numen as np
    >>> x = np.array([[1, 2], [3, 4]])
    >>> m = np.asmatrix(x)
    >>> x[0, 0] = 5
    >>> m
    matrix([[5, 2],
            [3, 4]])
    """
    return matrix(data, dtype=dtype, copy=False)


def _named(text, first, second):
    """The blocks that a text names, joined."""
    rows = []
    for names in _words(text):
        row = []
        for name in names:
            try:
                row.append(first[name])
            except KeyError:
                try:
                    row.append(second[name])
                except KeyError as e:
                    raise NameError(f"name {name!r} is not defined") from e
        rows.append(concatenate(row, axis=-1))
    return concatenate(rows, axis=0)


def bmat(obj, ldict=None, gdict=None):
    """Join blocks to a matrix.

    Parameters
    ----------
    obj : str or sequence or array_like
        Rows of blocks, or one row of them. Text names variables: ``'A, B; C, D'``.
    ldict, gdict : dict, optional
        Where names are looked up, first and then; by default in the caller's variables.

    Returns
    -------
    matrix

    Raises
    ------
    NameError
        If a name is not there.

    Examples
    --------
    >>> import numen as np
    >>> A = np.asmatrix('1 1; 1 1')
    >>> B = np.asmatrix('2 2; 2 2')
    >>> np.bmat('A B; B A')
    matrix([[1, 1, 2, 2],
            [1, 1, 2, 2],
            [2, 2, 1, 1],
            [2, 2, 1, 1]])
    """
    if isinstance(obj, str):
        if gdict is None:
            caller = sys._getframe().f_back
            ldict, gdict = caller.f_locals, caller.f_globals
        return matrix(_named(obj, ldict, gdict))
    if isinstance(obj, (tuple, list)):
        if any(isinstance(row, ndarray) for row in obj):
            return matrix(concatenate(obj, axis=-1))
        return matrix(concatenate([concatenate(row, axis=-1) for row in obj], axis=0))
    if isinstance(obj, ndarray):
        return matrix(obj)
    return None


asmatrix.__module__ = bmat.__module__ = _runtime.type_module
