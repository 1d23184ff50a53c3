"""Views with chosen strides: broadcasting and sliding windows."""

from . import _core as nc
from ._core import array_function_dispatch, asarray, broadcast_to, ndarray, normalize_axis_tuple

__all__ = ["broadcast_arrays", "broadcast_shapes"]

# How many operands one `broadcast` takes.
_OPERANDS = 64


class _Memory:
    """Describes memory by ``__array_interface__`` and keeps its owner alive."""

    __slots__ = ("__array_interface__", "base")

    def __init__(self, interface, base):
        self.__array_interface__ = interface
        self.base = base


def as_strided(x, shape=None, strides=None, subok=False, writeable=True):
    """Return a view of the same memory with any shape and strides.

    Nothing checks that the view stays inside the memory of `x`: a wrong shape
    or stride reads or overwrites foreign memory. `sliding_window_view` and
    `broadcast_to` are safe ways to most of what this does.

    Parameters
    ----------
    x : array_like
        Where the memory comes from.
    shape : sequence of int, optional
        Shape of the view.
    strides : sequence of int, optional
        Strides of the view in bytes.
    subok : bool, optional
        Keep the class of `x`.
    writeable : bool, optional
        False gives a read-only view.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> a = np.arange(5)
    >>> np.lib.stride_tricks.as_strided(a, (3, 2), (a.itemsize, a.itemsize))
    array([[0, 1],
           [1, 2],
           [2, 3]])
    """
    x = nc.array(x, copy=None, subok=subok)
    interface = dict(x.__array_interface__)
    if shape is not None:
        interface["shape"] = tuple(shape)
    if strides is not None:
        interface["strides"] = tuple(strides)
    view = asarray(_Memory(interface, x))
    # The interface does not carry every dtype: metadata, alignment, titles.
    if view.dtype != x.dtype:
        view.dtype = x.dtype
    if type(x) is not ndarray:
        view = view.view(type(x))
        if view.__array_finalize__:
            view.__array_finalize__(x)
    if view.flags.writeable and not writeable:
        view.flags.writeable = False
    return view


@array_function_dispatch(lambda x, *_, **__: (x,))
def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    """Return all windows of an array as a view, without copying.

    Parameters
    ----------
    x : array_like
        The array.
    window_shape : int or tuple of int
        Size of the window along each axis of `axis`.
    axis : int or tuple of int, optional
        Axes along which the window slides, all of them by default.
    subok : bool, optional
        Keep the class of `x`.
    writeable : bool, optional
        Allow writing; elements of several windows share memory.

    Returns
    -------
    ndarray
        Each axis in `axis` shortened by its window size less one, and the
        axes of the window at the end.

    Raises
    ------
    ValueError
        When a window is negative, larger than the array, or has another
        number of axes than `axis`.

    Examples
    --------
    >>> import numen as np
    >>> np.lib.stride_tricks.sliding_window_view(np.arange(4), 2)
    array([[0, 1],
           [1, 2],
           [2, 3]])
    """
    window = tuple(window_shape) if nc.asarray(window_shape).ndim else (window_shape,)
    x = nc.array(x, copy=None, subok=subok)
    if nc.any(asarray(window) < 0):
        raise ValueError("`window_shape` cannot contain negative values")
    if axis is None:
        axis = tuple(range(x.ndim))
        if len(window) != len(axis):
            raise ValueError(
                "Since axis is `None`, must provide window_shape for all dimensions of `x`; "
                f"got {len(window)} window_shape elements and `x.ndim` is {x.ndim}."
            )
    else:
        axis = normalize_axis_tuple(axis, x.ndim, allow_duplicate=True)
        if len(window) != len(axis):
            raise ValueError(
                "Must provide matching length window_shape and axis; "
                f"got {len(window)} window_shape elements and {len(axis)} axes elements."
            )
    shape = list(x.shape)
    for ax, size in zip(axis, window):
        if shape[ax] < size:
            raise ValueError("window shape cannot be larger than input array shape")
        shape[ax] -= size - 1
    strides = x.strides + tuple(x.strides[ax] for ax in axis)
    return as_strided(x, tuple(shape) + window, strides, subok=subok, writeable=writeable)


def broadcast_shapes(*args):
    """Return the shape to which the given shapes broadcast together.

    Parameters
    ----------
    *args : int or tuple of int
        The shapes.

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        When the shapes do not broadcast.

    Examples
    --------
    >>> import numen as np
    >>> np.broadcast_shapes((3, 1), (1, 4), 4)
    (3, 4)
    """
    return _common_shape(args)


def common_shape(arrays):
    """Shape of any number of arrays broadcast together."""
    return _common_shape([a.shape for a in arrays])


def _common_shape(shapes):
    shape = nc._common_shape(shapes[:_OPERANDS])
    # Exceptions count the shapes of a group, the first of which stands for all before it.
    for at in range(_OPERANDS, len(shapes), _OPERANDS - 1):
        shape = nc._common_shape([shape, *shapes[at : at + _OPERANDS - 1]])
    return shape


@array_function_dispatch(lambda *args, subok=None: args)
def broadcast_arrays(*args, subok=False):
    """Broadcast arrays against each other.

    Parameters
    ----------
    *args : array_like
        The arrays.
    subok : bool, optional
        Keep the classes of the arrays.

    Returns
    -------
    tuple of ndarray
        Views of one shape, in which several elements may share memory.

    Raises
    ------
    ValueError
        When the shapes do not broadcast.

    Examples
    --------
    >>> import numen as np
    >>> np.broadcast_arrays([1, 2], [[3], [4]])
    (array([[1, 2],
           [1, 2]]), array([[3, 3],
           [4, 4]]))
    """
    arrays = [nc.array(a, copy=None, subok=subok) for a in args]
    shape = common_shape(arrays)
    return tuple(a if a.shape == shape else _stretched(a, shape, subok) for a in arrays)


def _stretched(a, shape, subok):
    """View of `a` in another shape, writeable where `a` is (`broadcast_to` never is)."""
    view = broadcast_to(a, shape, subok=subok)
    if not a.flags._writeable_no_warn or a.dtype.hasobject:
        return view
    stretched = as_strided(a, shape, view.strides, subok=subok)
    stretched.flags._warn_on_write = True
    return stretched
