"""Axis numbers."""

import operator

from ._exceptions import AxisError

__all__ = []


def normalize_axis_index(axis, ndim, msg_prefix=None):
    """Return `axis` as an index into the shape of an array of `ndim` dimensions.

    Raises
    ------
    AxisError
        If there is no such axis.

    Examples
    --------
    >>> normalize_axis_index(-1, 3)
    2
    """
    axis = operator.index(axis)
    if not -ndim <= axis < ndim:
        raise AxisError(axis, ndim, msg_prefix)
    return axis + ndim if axis < 0 else axis


def normalize_axis_tuple(axis, ndim, argname=None, allow_duplicate=False):
    """Return one or several axes as a tuple of indices into the shape.

    Raises
    ------
    AxisError
        If there is no such axis.
    ValueError
        If an axis occurs twice.

    Examples
    --------
    >>> normalize_axis_tuple((0, -1), 3)
    (0, 2)
    """
    if type(axis) not in (tuple, list):
        try:
            axis = [operator.index(axis)]
        except TypeError:
            pass
    axis = tuple(normalize_axis_index(ax, ndim, argname) for ax in axis)
    if not allow_duplicate and len(set(axis)) != len(axis):
        raise ValueError(f"repeated axis in `{argname}` argument" if argname else "repeated axis")
    return axis
