"""Iterators for nested loops over the axes of arrays: `nested_iters`."""

import operator

from . import _nditer_arguments as arguments
from ._nditer import nditer

__all__ = ["nested_iters"]


def nested_iters(
    op,
    axes,
    flags=None,
    op_flags=None,
    op_dtypes=None,
    order="K",
    casting="safe",
    buffersize=0,
):
    """Return iterators for nested loops, each over some of the axes.

    An iterator starts over whenever the one before it moves.

    Parameters
    ----------
    op : array_like or sequence of array_like
        The operands.
    axes : sequence of sequences of int
        The axes of each iterator, outer ones first.
    flags, op_flags, op_dtypes, order, casting, buffersize
        As for `nditer`; ``external_loop`` and buffers are the innermost iterator's.

    Returns
    -------
    tuple of nditer

    Raises
    ------
    ValueError
        When there are fewer than two lists of axes, or an axis comes twice.

    Examples
    --------
    >>> import numen as np
    >>> rows, columns = np.nested_iters(np.arange(4).reshape(2, 2), [[0], [1]])
    >>> [[int(x) for x in columns] for _ in rows]
    [[0, 1], [2, 3]]
    """
    levels = _levels(axes)
    flags = arguments.names(flags)
    order, casting = arguments.order(order), arguments.casting(casting)
    ops = arguments.operands(op, op_flags)
    requested = arguments.dtypes(op_dtypes, len(ops))
    inner = flags
    outer = flags - {"external_loop", "buffered"}
    last = len(levels) - 1
    iterators = []
    for number, level in enumerate(levels):
        buffered = number < last and "buffered" in flags
        it = nditer.__new__(nditer)
        it._build(
            [arguments.Operand(o.array, o.flags) for o in ops],
            inner if number == last else outer,
            [None] * len(ops) if buffered else requested,
            order,
            casting,
            [list(level) for _ in ops],
            len(level),
            None,
            buffersize if number == last else 0,
        )
        for o, made in zip(ops, it._layout.ops, strict=True):
            if o.array is not made.array:
                o.array = made.array
                o.flags = o.flags - {"copy", "updateifcopy"}
        iterators.append(it)
    for parent, child in zip(iterators, iterators[1:], strict=False):
        parent._child = child
        parent._choose()
    iterators[0]._child._rebase(iterators[0])
    return tuple(iterators)


def _levels(axes):
    if not isinstance(axes, (list, tuple)):
        raise ValueError("axes must be a tuple of axis arrays")
    if len(axes) < 2:
        raise ValueError("axes must have at least 2 entries for nested iteration")
    used, levels = set(), []
    for level in axes:
        if not isinstance(level, (list, tuple)):
            raise ValueError("Each item in axes must be an integer tuple")
        level = [operator.index(a) for a in level]
        for axis in level:
            if axis < 0 or axis >= 64:
                raise ValueError("An axis is out of bounds")
            if axis in used:
                raise ValueError("An axis is used more than once")
            used.add(axis)
        levels.append(level)
    return levels
