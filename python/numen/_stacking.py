"""Joining arrays and cutting them apart."""

import warnings

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, concatenate
from ._rearranging import moveaxis

__all__ = [
    "array_split",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "block",
    "concat",
    "dsplit",
    "dstack",
    "hsplit",
    "row_stack",
    "split",
    "unstack",
    "vsplit",
]

concat = concatenate


@array_function_dispatch(lambda *arys: arys)
def atleast_1d(*arys):
    """View inputs as arrays with at least one axis.

    Parameters
    ----------
    *arys : array_like
        The inputs; only scalars and 0-d arrays change.

    Returns
    -------
    ndarray, or a tuple of them for several inputs

    Examples
    --------
    >>> import numen as np
    >>> np.atleast_1d(3.0)
    array([3.])
    """
    if len(arys) == 1:
        a = asanyarray(arys[0])
        return a.reshape(1) if a.ndim == 0 else a
    return tuple([a if type(a) is nc.ndarray and a.ndim else atleast_1d(a) for a in arys])


@array_function_dispatch(lambda *arys: arys)
def atleast_2d(*arys):
    """View inputs as arrays with at least two axes; new ones come first.

    Parameters
    ----------
    *arys : array_like
        The inputs.

    Returns
    -------
    ndarray, or a tuple of them for several inputs

    Examples
    --------
    >>> import numen as np
    >>> np.atleast_2d([1, 2])
    array([[1, 2]])
    """
    if len(arys) == 1:
        a = asanyarray(arys[0])
        if a.ndim == 0:
            return a.reshape(1, 1)
        return a[None, :] if a.ndim == 1 else a
    return tuple(atleast_2d(a) for a in arys)


@array_function_dispatch(lambda *arys: arys)
def atleast_3d(*arys):
    """View inputs as arrays with at least three axes.

    Parameters
    ----------
    *arys : array_like
        Shape (N,) becomes (1, N, 1) and (M, N) becomes (M, N, 1).

    Returns
    -------
    ndarray, or a tuple of them for several inputs

    Examples
    --------
    >>> import numen as np
    >>> np.atleast_3d([1, 2]).shape
    (1, 2, 1)
    """
    if len(arys) == 1:
        a = asanyarray(arys[0])
        if a.ndim == 0:
            return a.reshape(1, 1, 1)
        if a.ndim == 1:
            return a[None, :, None]
        return a[:, :, None] if a.ndim == 2 else a
    return tuple(atleast_3d(a) for a in arys)


def _sequence(arrays):
    """Refuse generators and single numbers, of which nobody meant to stack the elements."""
    if not hasattr(arrays, "__getitem__"):
        raise TypeError('arrays to stack must be passed as a "sequence" type such as list or tuple.')
    return tuple(arrays)


@array_function_dispatch(lambda tup: _sequence(tup))
def dstack(tup):
    """Join arrays along the third axis.

    Parameters
    ----------
    tup : sequence of arrays
        Shape (M, N) counts as (M, N, 1), and (N,) as (1, N, 1).

    Returns
    -------
    ndarray with at least three axes

    Examples
    --------
    >>> import numen as np
    >>> np.dstack(([1, 2], [3, 4]))
    array([[[1, 3],
            [2, 4]]])
    """
    return concatenate([atleast_3d(a) for a in _sequence(tup)], 2)


def row_stack(tup, *, dtype=None, casting="same_kind"):
    """Deprecated name of `vstack`.

    Parameters
    ----------
    tup : sequence of arrays
        Joined along the first axis.
    dtype : dtype, optional
        Element type of the result.
    casting : str, optional
        Which casts to `dtype` are allowed.

    Returns
    -------
    ndarray with at least two axes
    """
    warnings.warn(
        "`row_stack` alias is deprecated. Use `np.vstack` directly.", DeprecationWarning, stacklevel=2
    )
    return nc.vstack(tup, dtype=dtype, casting=casting)


def _place_of(path):
    return "arrays" + "".join(f"[{i}]" for i in path if i is not None)


def _depth(arrays, path=()):
    """Nesting depth of the lists of `block`, the same for every leaf, and the place of one; None ends that of an empty list."""
    if type(arrays) is tuple:
        raise TypeError(
            f"{_place_of(path)} is a tuple. Only lists can be used to arrange blocks, and np.block does not "
            "allow implicit conversion from tuple to ndarray."
        )
    if type(arrays) is not list:
        return len(path), path
    if not arrays:
        return len(path) + 1, (*path, None)
    first = empty = None
    for i, inner in enumerate(arrays):
        depth, where = _depth(inner, path + (i,))
        if first is None:
            first = depth
        elif depth != first:
            raise ValueError(
                f"List depths are mismatched. First element was at depth {first}, but there is an element at "
                f"depth {depth} ({_place_of(where)})"
            )
        if where[-1] is None:
            empty = empty or where
    return first, empty or path + (0,) * (first - len(path))


def _leaves(arrays):
    if type(arrays) is list:
        for inner in arrays:
            yield from _leaves(inner)
    else:
        yield arrays


# From so many elements times levels on every block is written to its place; below, joining row by row costs less. Which
# way it goes shows in the texts of errors and the class of the result.
_LARGE = 2 * 512 * 512


def _lay_out(part, axis, corner, ndim, places):
    """The shape of nested lists along `axis` and those behind it; leaves are added to `places` with their corners."""
    if type(part) is not list:
        leaf = nc.array(part, copy=None, subok=True, ndmin=ndim)
        places.append((corner, leaf))
        return leaf.shape
    shapes, end = [], corner[axis]
    for inner in part:
        at = corner[:axis] + (end,) + corner[axis + 1 :]
        shapes.append(_lay_out(inner, axis + 1, at, ndim, places))
        end += shapes[-1][axis]
    first = shapes[0]
    if any(s[:axis] != first[:axis] or s[axis + 1 :] != first[axis + 1 :] for s in shapes):
        raise ValueError(f"Mismatched array shapes in block along axis {axis}.")
    return first[:axis] + (end - corner[axis],) + first[axis + 1 :]


def _placed(arrays, depth, ndim):
    """The array of nested lists, each leaf copied once."""
    places = []
    shape = _lay_out(arrays, ndim - depth, (0,) * ndim, ndim, places)
    leaves = [leaf for _, leaf in places]
    fortran = all(a.flags.f_contiguous for a in leaves) and not all(a.flags.c_contiguous for a in leaves)
    whole = nc.empty(shape, dtype=nc.result_type(*leaves), order="F" if fortran else "C")
    for corner, leaf in places:
        whole[tuple(slice(c, c + n) for c, n in zip(corner, leaf.shape))] = leaf
    return whole


@array_function_dispatch(lambda arrays: _leaves(arrays))
def block(arrays):
    """Put an array together from nested lists of blocks.

    The innermost lists are joined along the last axis, the lists around them
    along the last but one, and so on.

    Parameters
    ----------
    arrays : nested lists of array_like
        All leaves at one depth; leaves with fewer axes get new ones in front.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When a list is empty, depths differ, or blocks do not fit.
    TypeError
        When a tuple stands where a list should.

    Examples
    --------
    >>> import numen as np
    >>> np.block([[np.eye(2), np.zeros((2, 1))], [np.ones((1, 3))]])
    array([[1., 0., 0.],
           [0., 1., 0.],
           [1., 1., 1.]])
    """
    depth, place = _depth(arrays)
    if place and place[-1] is None:
        raise ValueError(f"List at {_place_of(place)} cannot be empty")
    leaves = [asanyarray(a) for a in _leaves(arrays)]
    ndim = max(depth, max(a.ndim for a in leaves))
    if depth * sum(a.size for a in leaves) > _LARGE:
        return _placed(arrays, depth, ndim)

    def join(part, axis):
        if type(part) is list:
            return concatenate([join(inner, axis + 1) for inner in part], axis=axis)
        return nc.array(part, copy=None, subok=True, ndmin=ndim)

    joined = join(arrays, -depth)
    return joined if depth else joined.copy()


@array_function_dispatch(lambda ary, indices_or_sections, axis=None: (ary, indices_or_sections))
def array_split(ary, indices_or_sections, axis=0):
    """Cut an array into parts, which need not be of one length.

    Parameters
    ----------
    ary : array_like
        What to cut.
    indices_or_sections : int or 1-D sequence
        A number of parts, the first of which are longer by one where lengths
        do not come out even; or the positions of the cuts.
    axis : int, optional
        The axis to cut.

    Returns
    -------
    list of ndarray
        Views of `ary`.

    Examples
    --------
    >>> import numen as np
    >>> np.array_split(np.arange(5), 2)
    [array([0, 1, 2]), array([3, 4])]
    """
    try:
        total = ary.shape[axis]
    except AttributeError:
        total = len(ary)
    try:
        cuts = [0, *indices_or_sections, total]
    except TypeError:
        parts = int(indices_or_sections)
        if parts <= 0:
            raise ValueError("number sections must be larger than 0.") from None
        short, longer = divmod(total, parts)
        cuts = [i * short + min(i, longer) for i in range(parts + 1)]
    a = asanyarray(ary)
    before = (slice(None),) * (axis % a.ndim)
    return [a[before + (slice(cuts[i], cuts[i + 1]),)] for i in range(len(cuts) - 1)]


@array_function_dispatch(lambda ary, indices_or_sections, axis=None: (ary, indices_or_sections))
def split(ary, indices_or_sections, axis=0):
    """Cut an array into parts of equal length, or at given positions.

    Parameters
    ----------
    ary : array_like
        What to cut.
    indices_or_sections : int or 1-D sequence
        A number of equal parts, or the positions of the cuts.
    axis : int, optional
        The axis to cut.

    Returns
    -------
    list of ndarray
        Views of `ary`.

    Raises
    ------
    ValueError
        When the length is no multiple of the number of parts.

    Examples
    --------
    >>> import numen as np
    >>> np.split(np.arange(6), 3)
    [array([0, 1]), array([2, 3]), array([4, 5])]
    >>> np.split(np.arange(4), [1, 3])
    [array([0]), array([1, 2]), array([3])]
    """
    try:
        len(indices_or_sections)
    except TypeError:
        if ary.shape[axis] % indices_or_sections:
            raise ValueError("array split does not result in an equal division") from None
    return array_split(ary, indices_or_sections, axis)


def _splitter(name, least, axis_of):
    """Check the number of axes and split along the axis of `hsplit`, `vsplit` or `dsplit`."""

    def cut(ary, indices_or_sections):
        n = nc.asanyarray(ary).ndim
        if n < least:
            raise ValueError(f"{name} only works on arrays of {least} or more dimensions")
        return split(ary, indices_or_sections, axis_of(n))

    return cut


_hsplit = _splitter("hsplit", 1, lambda n: 1 if n > 1 else 0)
_vsplit = _splitter("vsplit", 2, lambda n: 0)
_dsplit = _splitter("dsplit", 3, lambda n: 2)


@array_function_dispatch(lambda ary, indices_or_sections: (ary, indices_or_sections))
def hsplit(ary, indices_or_sections):
    """Cut an array into columns: along the second axis, the only one if 1-D.

    Parameters
    ----------
    ary : ndarray
        What to cut.
    indices_or_sections : int or 1-D sequence
        As for `split`.

    Returns
    -------
    list of ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.hsplit(np.arange(4).reshape(2, 2), 2)[0]
    array([[0],
           [2]])
    """
    return _hsplit(ary, indices_or_sections)


@array_function_dispatch(lambda ary, indices_or_sections: (ary, indices_or_sections))
def vsplit(ary, indices_or_sections):
    """Cut an array into rows: along the first axis.

    Parameters
    ----------
    ary : ndarray
        At least two axes.
    indices_or_sections : int or 1-D sequence
        As for `split`.

    Returns
    -------
    list of ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.vsplit(np.arange(4).reshape(2, 2), 2)[0]
    array([[0, 1]])
    """
    return _vsplit(ary, indices_or_sections)


@array_function_dispatch(lambda ary, indices_or_sections: (ary, indices_or_sections))
def dsplit(ary, indices_or_sections):
    """Cut an array along the third axis.

    Parameters
    ----------
    ary : ndarray
        At least three axes.
    indices_or_sections : int or 1-D sequence
        As for `split`.

    Returns
    -------
    list of ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.dsplit(np.arange(4).reshape(1, 2, 2), 2)[1]
    array([[[1],
            [3]]])
    """
    return _dsplit(ary, indices_or_sections)


@array_function_dispatch(lambda x, /, *, axis=None: (x,))
def unstack(x, /, *, axis=0):
    """Return the slices of an array along one axis: the reverse of `stack`.

    Parameters
    ----------
    x : ndarray
        At least one axis.
    axis : int, optional
        The axis that disappears.

    Returns
    -------
    tuple of ndarray

    Raises
    ------
    ValueError
        When `x` is 0-d.

    Examples
    --------
    >>> import numen as np
    >>> np.unstack(np.array([[1, 2], [3, 4]]), axis=1)
    (array([1, 3]), array([2, 4]))
    """
    if x.ndim == 0:
        raise ValueError("Input array must be at least 1-d.")
    return tuple(moveaxis(x, axis, 0))
