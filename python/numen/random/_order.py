"""Shuffles, permutations and choices, for `Generator` and `RandomState`."""

import operator
import warnings
from collections.abc import Sequence

from .. import _core as nc
from .._axis import normalize_axis_index

_NOT_A_SEQUENCE = (
    "you are shuffling a '{}' object which is not a subclass of 'Sequence'; `shuffle` is not guaranteed to "
    "behave correctly. E.g., non-numpy array/tensor objects with view semantics may contain duplicates after "
    "shuffling."
)


def along(axis, index):
    """Return the index of `index` along an axis."""
    return (slice(None),) * axis + (index,)


def shuffle(self, x, axis=0):
    """Shuffle in place: an array along an axis, another mutable sequence by its items."""
    if isinstance(x, nc.ndarray):
        _shuffle_array(self, x, axis)
        return
    n = len(x)
    if not isinstance(x, Sequence):
        warnings.warn(_NOT_A_SEQUENCE.format(type(x).__name__), UserWarning, stacklevel=3)
    if axis:
        # NumPy's own limit and error: other sequences have one axis.
        raise NotImplementedError("Axis argument is only supported on ndarray objects")
    with self._lock:
        if type(x) is list:
            self._native.shuffle_list(x)
            return
        for i in range(n - 1, 0, -1):
            j = self._native.interval(i)
            x[i], x[j] = x[j], x[i]


def _shuffle_array(self, x, axis):
    if x.ndim == 0:
        raise TypeError("len() of unsized object")
    if not x.flags.writeable:
        raise ValueError("array is read-only")
    axis = normalize_axis_index(axis, x.ndim)
    if x.size == 0:
        return
    if type(x) is not nc.ndarray:
        _shuffle_items(self, x.swapaxes(0, axis))
        return
    with self._lock:
        if x.ndim == 1:
            self._native.shuffle(x, 0)
        else:
            x[...] = x.take(self._native.permutation(x.shape[axis]), axis)


def _shuffle_items(self, x):
    """Shuffle an array of a subclass along its first axis, item by item, as it lets itself be changed."""
    with self._lock:
        for i in range(len(x) - 1, 0, -1):
            j = self._native.interval(i)
            if i != j:
                kept = x[j, ...].copy()
                x[j] = x[i]
                x[i] = kept


def permutation(self, x, axis=0):
    """Return a shuffled range or a shuffled copy."""
    if isinstance(x, (int, nc.integer)):
        n = max(operator.index(x), 0)
        with self._lock:
            order = self._native.permutation(n)
        return order if isinstance(x, int) else order.astype(nc.result_type(x, nc.int64))
    a = nc.asarray(x)
    if self._legacy and a.ndim < 1:
        raise IndexError("x must be an integer or at least 1-dimensional")
    axis = normalize_axis_index(axis, a.ndim)
    if a.ndim == 1:
        a = nc.array(a, copy=True) if a is x or nc.may_share_memory(a, x) else a
        with self._lock:
            self._native.shuffle(a, 0)
        return a
    with self._lock:
        order = self._native.permutation(a.shape[axis])
    return a[along(axis, order)]


def permuted(self, x, axis, out):
    """Return a copy of `x` with each lane along an axis shuffled, or all elements for None."""
    x = nc.asarray(x)
    if out is None:
        out = x.copy(order="K")
    else:
        if not isinstance(out, nc.ndarray):
            raise TypeError("out must be a numpy array")
        if out.shape != x.shape:
            raise ValueError("out must have the same shape as x")
        if not out.flags.writeable:
            raise ValueError("out is read-only")
        nc.copyto(out, x, casting="safe")
    if axis is not None:
        axis = normalize_axis_index(axis, out.ndim)
        _shuffle_lanes(self, out, axis)
    elif out.ndim > 1:
        if out.flags.c_contiguous or out.flags.f_contiguous:
            _shuffle_lanes(self, out.ravel(order="K"), 0)
        else:
            flat = nc.array(out, order="C").ravel()
            _shuffle_lanes(self, flat, 0)
            out[...] = flat.reshape(out.shape)
    else:
        shuffle(self, out)
    return out


def _shuffle_lanes(self, a, axis):
    with self._lock:
        if type(a) is nc.ndarray:
            self._native.shuffle(a, axis)
        else:
            plain = nc.array(a, subok=False)
            self._native.shuffle(plain, axis)
            a[...] = plain


_TEXTS = {
    # By whether it is RandomState's.
    True: {
        "scalar": "a must be 1-dimensional or an integer",
        "no items": "a must be greater than 0 unless no samples are taken",
        "empty": "'a' cannot be empty unless no samples are taken",
        "p ndim": "'p' must be 1-dimensional",
        "p size": "'a' and 'p' must have same size",
        "p nan": "probabilities contain NaN",
        "p negative": "probabilities are not non-negative",
        "p sum": "probabilities do not sum to 1",
        "too many": "Cannot take a larger sample than population when 'replace=False'",
        "negative": "Negative dimensions are not allowed",
    },
    False: {
        "scalar": "a must be a sequence or an integer, not {}",
        "no items": "a must be a positive integer unless no samples are taken",
        "empty": "a cannot be empty unless no samples are taken",
        "p ndim": "p must be 1-dimensional",
        "p size": "a and p must have same size",
        "p nan": "Probabilities contain NaN",
        "p negative": "Probabilities are not non-negative",
        "p sum": "Probabilities do not sum to 1. See Notes section of docstring for more information.",
        "too many": "Cannot take a larger sample than population when replace is False",
        "negative": "negative dimensions are not allowed",
    },
}


def _probabilities(p, n, texts):
    """Check the probabilities of a choice among `n` items; return them as an array of float64."""
    len(p)
    tolerance = 2.0**-26
    if isinstance(p, nc.ndarray) and p.dtype.kind == "f":
        from .. import finfo

        tolerance = max(tolerance, float(finfo(p.dtype).eps) ** 0.5)
    if isinstance(p, nc.ndarray):
        p = p.astype(nc.float64, casting="safe", order="C")
    p = nc.asarray(p, dtype=nc.float64)
    if p.ndim != 1:
        raise ValueError(texts["p ndim"])
    if p.size != n:
        raise ValueError(texts["p size"])
    total = nc._kahan_sum(p)
    if total != total:
        raise ValueError(texts["p nan"])
    if nc.any(p < 0):
        raise ValueError(texts["p negative"])
    if abs(total - 1.0) > tolerance:
        raise ValueError(texts["p sum"])
    return p


def _population(a, array, axis, nothing, texts):
    """Return how many items there are to choose from."""
    if array.ndim == 0:
        try:
            n = operator.index(array.item())
        except TypeError:
            raise ValueError(texts["scalar"].format(type(a))) from None
        if n <= 0 and not nothing:
            raise ValueError(texts["no items"])
        return n
    n = array.shape[axis]
    if n == 0 and not nothing:
        raise ValueError(texts["empty"])
    return n


def choice(self, a, size, replace, p, axis=0, shuffled=True):
    """Return random elements of an array along an axis, or of a range."""
    texts = _TEXTS[self._legacy]
    array = nc.asarray(a)
    if self._legacy and array.ndim > 1:
        raise ValueError("a must be 1-dimensional")
    count = 1 if size is None else _count(size)
    n = _population(a, array, axis, size is not None and count == 0, texts)
    if p is not None:
        p = _probabilities(p, n, texts)
    if count < 0:
        raise ValueError(texts["negative"] if not replace else "negative dimensions are not allowed")
    index = _index(self, n, size, count, replace, p, shuffled, texts)
    if array.ndim == 0:
        return index
    if size is not None and index.ndim == 0:
        chosen = nc.empty((), dtype=array.dtype)
        chosen[()] = array[index]
        return chosen
    return array[index] if size is None and array.ndim == 1 else array.take(index, axis=axis)


def _count(size):
    """Return the product of `size`, whose sign tells of negative lengths."""
    if type(size) is int:
        return size
    return int(nc.multiply.reduce(nc.asarray(size).ravel().astype(nc.int64)))


def _index(self, n, size, count, replace, p, shuffled, texts):
    """Return places among `n`: one as an integer, or an array of the shape of `size`."""
    if replace:
        if p is None:
            if count == 0:
                return nc.empty(size, nc.int64)
            return self._integers(7, 0, n - 1, size)
        with self._lock:
            index = self._native.choose_weighted(p, size, True)
        return index.item() if size is None else index
    if count > n:
        raise ValueError(texts["too many"])
    with self._lock:
        if p is not None:
            index = self._native.choose_weighted(p, count, False)
        elif self._legacy:
            index = self._native.permutation(n)[:count]
        else:
            index = self._native.choose(n, count, shuffled)
    return index.item(0) if size is None else index.reshape(size)
