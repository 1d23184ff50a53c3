"""The iterator over several arrays: `nditer`."""

import operator
import sys
import warnings

from . import _core as nc
from . import _nditer_arguments as arguments
from . import _nditer_layout as layouts
from . import _runtime
from ._nditer_buffers import DIRECT, Plan, Stretch

__all__ = ["nditer"]

_LARGEST = sys.maxsize
_MADE_LATER = frozenset("_child _delayed _flags _layout _plan _run_end _start _stretch _views".split())


class nditer(nc._Walk):
    """nditer(op, flags=None, op_flags=None, op_dtypes=None, order='K',
    casting='safe', op_axes=None, itershape=None, buffersize=0)
    --

    Walks one or several arrays together, element by element or in inner loops.

    Operands broadcast against each other. Unless an order is asked for, the iteration goes through memory as it
    lies; neighbouring axes are joined, and buffers take elements of another type.

    Parameters
    ----------
    op : array_like or sequence of array_like
        The operands; None stands for an output to be allocated.
    flags : sequence of str, optional
        ``buffered``, ``c_index``, ``copy_if_overlap``, ``common_dtype``, ``delay_bufalloc``, ``external_loop``,
        ``f_index``, ``growinner``, ``multi_index``, ``ranged``, ``refs_ok``, ``reduce_ok``, ``zerosize_ok``.
    op_flags : sequence of sequences of str, optional
        For each operand (or one sequence for all) one of ``readonly``, ``readwrite``, ``writeonly``, and any of
        ``aligned``, ``allocate``, ``arraymask``, ``contig``, ``copy``, ``nbo``, ``no_broadcast``, ``no_subtype``,
        ``overlap_assume_elementwise``, ``updateifcopy``, ``virtual``, ``writemasked``.
    op_dtypes : dtype or sequence of dtype, optional
        The types that operands are seen as.
    order : {'C', 'F', 'A', 'K'}, optional
        Order of the iteration.
    casting : {'no', 'equiv', 'safe', 'same_kind', 'unsafe'}, optional
        Which casts are allowed.
    op_axes : sequence of sequences of int, optional
        For each operand the axes of it that the axes of the iteration are; -1 or None for none.
    itershape : sequence of int, optional
        The shape of the iteration; -1 where the operands say it.
    buffersize : int, optional
        Elements of a buffer at most; 0 for the default.

    Raises
    ------
    ValueError, TypeError
        When flags, shapes or types do not go together.

    Examples
    --------
    >>> import numen as np
    >>> [int(x) for x in np.nditer(np.arange(4).reshape(2, 2).T)]
    [0, 1, 2, 3]
    >>> with np.nditer([[1, 2, 3], None]) as it:
    ...     for x, y in it:
    ...         y[...] = 2 * x
    ...     result = it.operands[1]
    >>> result
    array([2, 4, 6])
    """

    __module__ = _runtime.type_module
    __slots__ = (
        "__weakref__",
        "_child",
        "_delayed",
        "_flags",
        "_given",
        "_layout",
        "_plan",
        "_run_end",
        "_start",
        "_stretch",
        "_views",
    )

    def __init__(
        self,
        op,
        flags=None,
        op_flags=None,
        op_dtypes=None,
        order="K",
        casting="safe",
        op_axes=None,
        itershape=None,
        buffersize=0,
    ):
        if self._begun:
            raise ValueError("Iterator was already initialized")
        plain = flags is op_flags is op_dtypes is op_axes is itershape is None
        plain = plain and type(op) is nc.ndarray and (order, casting, buffersize) == ("K", "safe", 0)
        if plain and self._begin_plainly(op):
            return
        flags = arguments.names(flags)
        order = arguments.order(order)
        casting = arguments.casting(casting)
        ops = arguments.operands(op, op_flags)
        requested = arguments.dtypes(op_dtypes, len(ops))
        maps, ndim = arguments.axis_maps(op_axes, len(ops))
        itershape = _shape(itershape, ndim)
        self._build(ops, flags, requested, order, casting, maps, ndim, itershape, operator.index(buffersize))

    def _begin_plainly(self, array):
        """Walk a dense array through memory; the layout is made where something asks for it (`__getattr__`)."""
        flags, size, dtype = array.flags, array.size, array.dtype
        if not (size and (flags.c_contiguous or flags.f_contiguous)) or dtype.hasobject:
            return False
        self._given = array
        self._walk = (nc._strided_view(array, 0, (size,), (dtype.itemsize,), False),)
        self._at, self._end, self._begun = 0, size, True
        return True

    def __getattr__(self, name):
        if name not in _MADE_LATER or not hasattr(self, "_given"):
            raise AttributeError(f"'{_runtime.type_module}.nditer' object has no attribute '{name}'")
        ops = arguments.operands(self._given, None)
        del self._given
        place = self._at, self._started, self._finished
        self._build(ops, frozenset(), [None], "K", "safe", [None], -1, None, 0)
        self._at, self._started, self._finished = place
        return getattr(self, name)

    def _build(self, ops, flags, requested, order, casting, maps, ndim, itershape, buffersize):
        self._begun = True
        self._layout = None
        self._child = None
        arguments.check(flags, ops)
        for op, axes in zip(ops, maps, strict=True):
            op.axes = axes
        if itershape is not None:
            ndim = len(itershape)
        elif ndim < 0:
            ndim = max((op.array.ndim for op in ops if op.array is not None), default=0)
        layouts.settle_types(ops, flags, requested)
        layout = layouts.Layout(layouts.common_shape(ops, itershape, ndim)[::-1], ops)
        layouts.set_strides(layout, flags)
        if layout.size > _LARGEST:
            raise ValueError("iterator is too large")
        if not layout.size and "zerosize_ok" not in flags:
            raise ValueError("Iteration of zero-sized operands is not enabled")
        _order(layout, flags, order)
        layouts.share_types(ops, flags)
        layouts.check_casts(ops, casting)
        if "copy_if_overlap" in flags:
            layouts.mark_overlaps(ops)
        layouts.allocate(layout, flags, layouts.priority_type(ops))
        layouts.check_masked_reductions(layout)
        if "multi_index" not in flags and len(layout.shape) > 1:
            layout.join()
        self._flags = flags
        self._layout = layout
        self._plan = Plan(layout, buffersize, "growinner" in flags) if "buffered" in flags else None
        if self._plan is not None:
            self._plan.check_masks(ops)
        self._delayed = "buffered" in flags and "delay_bufalloc" in flags
        self._renew()
        self._start, self._end = 0, layout.size
        self._rewind()

    def _renew(self):
        """Views of the operands with the axes of the iteration."""
        layout = self._layout
        shape = tuple(reversed(layout.shape))
        self._views = [
            nc._strided_view(
                op.array,
                op.offset,
                shape + op.tail,
                tuple(reversed(op.strides)) + op.tail_strides,
                op.write,
            )
            for op in layout.ops
        ]
        self._choose()

    def _choose(self):
        """Leave the steps to the native base where they go from element to element and nothing hangs on them."""
        ops = self._layout.ops
        plain = self._plan is None and self._child is None and "external_loop" not in self._flags
        self._walk = tuple(self._views) if plain and not any(op.tail for op in ops) else None

    def _rewind(self):
        """Go to the first element of the range."""
        self._stretch = None
        self._at = self._start
        done = self._start >= self._end
        self._started = self._finished = done
        if not done:
            self._enter()

    def _enter(self):
        """Make ready to give out what begins at the current position."""
        at = self._at
        if self._plan is None:
            if "external_loop" in self._flags:
                self._run_end = at + (self._layout.shape[0] if self._layout.shape else 1)
            return
        if self._delayed:
            return
        if self._stretch is None or not self._stretch.start <= at < self._stretch.end:
            self._flush()
            self._stretch = Stretch(self._plan, self._layout, self._views, at, self._end)
        self._run_end = self._stretch.run_end(at)

    def _flush(self):
        stretch, self._stretch = self._stretch, None
        if stretch is not None:
            stretch.write_back(self._layout.ops)

    # The protocol of iteration.

    def _next(self):
        if self._layout is None or self._finished:
            raise StopIteration
        if self._started and not self._advance():
            self._finished = True
            raise StopIteration
        self._started = True
        return self.value

    def _advance(self):
        self._check_delay()
        at = self._run_end if "external_loop" in self._flags else self._at + 1
        if at >= self._end:
            self._flush()
            self._at = self._end
            return False
        self._at = at
        if self._plan is not None or "external_loop" in self._flags:
            self._enter()
        if self._child is not None:
            self._child._rebase(self)
        return True

    def iternext(self, /):
        """Go to the next element or inner loop.

        Returns
        -------
        bool
            False if there is none.
        """
        if self._layout is None:
            return False
        if not self._finished and self._advance():
            return True
        self._finished = True
        return False

    def reset(self, /):
        """Go back to the first element."""
        self._living()
        self._flush()
        self._delayed = False
        self._rewind()
        if self._child is not None:
            self._child._rebase(self)

    # What is given out.

    def _living(self):
        if self._layout is None:
            raise ValueError("Iterator is invalid")
        return self._layout

    def _check_delay(self):
        if self._delayed:
            raise ValueError(
                "Iterator construction used delayed buffer allocation, and no reset has been done yet"
            )

    def _current(self):
        if self._layout is None or self._finished:
            raise ValueError("Iterator is past the end")
        self._check_delay()
        return self._layout

    def _give(self, number):
        """Operand `number` at the current position: an element, or an inner loop."""
        op = self._layout.ops[number]
        at, stretch = self._at, self._stretch
        loop = "external_loop" in self._flags
        if stretch is not None and self._plan.ways[number] != DIRECT:
            item = stretch.run(number, at, self._run_end) if loop else stretch.element(number, at)
            if not op.write:
                item.flags.writeable = False
            return item
        offset, steps = op.offset, op.strides
        if len(steps) == 1:
            offset += at * steps[0]
        else:
            left = at
            for n, step in zip(self._layout.shape, steps, strict=True):
                left, c = divmod(left, n)
                offset += c * step
        if loop:
            shape, strides = (self._run_end - at,), (steps[0] if steps else 0,)
        else:
            shape = strides = ()
        return nc._strided_view(op.array, offset, shape + op.tail, strides + op.tail_strides, op.write)

    @property
    def value(self):
        """The current elements or inner loops: an array, or a tuple of one for each operand."""
        ops = self._current().ops
        if len(ops) == 1:
            return self._give(0)
        return tuple([self._give(i) for i in range(len(ops))])

    def __len__(self):
        return 0 if self._layout is None else len(self._layout.ops)

    def __getitem__(self, key):
        count = len(self._current().ops)
        if isinstance(key, slice):
            start, stop = _bounds(key, count)
            return tuple(self._give(i) for i in range(start, stop))
        return self._give(_number(key, count))

    def __setitem__(self, key, value):
        count = len(self._current().ops)
        if isinstance(key, slice):
            start, stop = _bounds(key, count)
            if len(value) != stop - start:
                raise ValueError("Wrong size to assign to iterator slice")
            for i, item in zip(range(start, stop), value, strict=True):
                self._put(i, item)
        else:
            self._put(_number(key, count), value)

    def _put(self, number, value):
        if not self._layout.ops[number].write:
            raise RuntimeError(f"Iterator operand {number} is not writeable")
        self._give(number)[...] = value

    def __delitem__(self, key):
        raise TypeError("Cannot delete iterator elements")

    # Where the iteration stands.

    @property
    def finished(self):
        """Whether the iteration is past its end."""
        return self._layout is not None and self._finished

    @property
    def iterindex(self):
        """The number of the current element in the order of the iteration."""
        if self._layout is None or self._finished:
            raise ValueError("Iterator is past the end")
        return self._at

    @iterindex.setter
    def iterindex(self, value):
        self._living()
        value = operator.index(value)
        if "external_loop" in self._flags:
            raise ValueError("Cannot call GotoIterIndex on an iterator which has the flag EXTERNAL_LOOP")
        if not self._start <= value < self._end:
            raise IndexError("Iterator GotoIterIndex called with an iterindex outside the iteration range.")
        self._go(value)

    @iterindex.deleter
    def iterindex(self):
        raise AttributeError("Cannot delete nditer iterindex")

    def _go(self, at):
        self._check_delay()
        self._at = at
        self._started = self._finished = False
        self._enter()
        if self._child is not None:
            self._child._rebase(self)

    @property
    def iterrange(self):
        """First and last (exclusive) number of the elements to be walked."""
        self._living()
        return (self._start, self._end)

    @iterrange.setter
    def iterrange(self, value):
        size = self._living().size
        if "ranged" not in self._flags:
            raise ValueError(
                "Cannot call ResetToIterIndexRange on an iterator without requesting ranged iteration support in the "
                "constructor"
            )
        if len(value) != 2:
            raise TypeError(f"function takes exactly 2 arguments ({len(value)} given)")
        start, end = map(operator.index, value)
        if start < 0 or end > size:
            raise ValueError(f"Out-of-bounds range [{start}, {end}) passed to ResetToIterIndexRange")
        if end < start:
            raise ValueError(f"Invalid range [{start}, {end}) passed to ResetToIterIndexRange")
        self._flush()
        self._delayed = False
        self._start, self._end = start, end
        self._rewind()

    @iterrange.deleter
    def iterrange(self):
        raise AttributeError("Cannot delete nditer iterrange")

    def _coordinates(self):
        """The current element's number along each axis of the iteration, innermost first."""
        left, numbers = self._at, []
        for n in self._layout.shape:
            left, c = divmod(left, n)
            numbers.append(c)
        return numbers

    @property
    def multi_index(self):
        """The current element's index along each axis."""
        if self._layout is not None and "multi_index" not in self._flags:
            raise ValueError("Iterator is not tracking a multi-index")
        layout = self._current()
        index = [0] * len(layout.shape)
        for k, c in enumerate(self._coordinates()):
            axis, backwards = layout.axis(k, len(index))
            index[axis] = layout.shape[k] - 1 - c if backwards else c
        return tuple(index)

    @multi_index.setter
    def multi_index(self, value):
        layout = self._living()
        if "multi_index" not in self._flags:
            raise ValueError("Iterator is not tracking a multi-index")
        try:
            count = len(value)
        except TypeError:
            raise ValueError("multi_index must be set with a sequence") from None
        if count != len(layout.shape):
            raise ValueError("Wrong number of indices")
        index = [operator.index(value[i]) for i in range(count)]
        if self._plan is not None:
            raise ValueError("Cannot call GotoMultiIndex on an iterator which is buffered")
        at, step = 0, 1
        for k, n in enumerate(layout.shape):
            axis, backwards = layout.axis(k, count)
            i = index[axis]
            if not 0 <= i < n:
                raise IndexError("Iterator GotoMultiIndex called with an out-of-bounds multi-index")
            at += step * (n - 1 - i if backwards else i)
            step *= n
        if not self._start <= at < self._end:
            raise IndexError(
                "Iterator GotoMultiIndex called with a multi-index outside the restricted iteration range"
            )
        self._go(at)

    @multi_index.deleter
    def multi_index(self):
        raise AttributeError("Cannot delete nditer multi_index")

    @property
    def index(self):
        """The current element's index into the flattened common shape."""
        if self._layout is not None and self._layout.index is None:
            raise ValueError("Iterator does not have an index")
        layout = self._current()
        return layout.index_start + sum(map(operator.mul, self._coordinates(), layout.index))

    @index.setter
    def index(self, value):
        layout = self._living()
        if layout.index is None:
            raise ValueError("Iterator does not have an index")
        value = operator.index(value)
        if self._plan is not None:
            raise ValueError("Cannot call GotoIndex on an iterator which is buffered")
        if not 0 <= value < layout.size:
            raise IndexError("Iterator GotoIndex called with an out-of-bounds index")
        at, step = 0, 1
        for n, stride in zip(layout.shape, layout.index, strict=True):
            c = value // abs(stride) % n if stride else 0
            at += step * (n - 1 - c if stride < 0 else c)
            step *= n
        if not self._start <= at < self._end:
            raise IndexError(
                "Iterator GotoIndex called with an index outside the restricted iteration range."
            )
        self._go(at)

    @index.deleter
    def index(self):
        raise AttributeError("Cannot delete nditer index")

    # What the iteration is.

    @property
    def shape(self):
        """The shape of the iteration: with a multi-index as broadcast, without it the innermost axis first."""
        if self._layout is None or self._finished:
            raise ValueError("Iterator is past the end")
        layout = self._layout
        ndim = len(layout.shape)
        if "multi_index" not in self._flags:
            return tuple(layout.shape)
        shape = [0] * ndim
        for k, n in enumerate(layout.shape):
            shape[layout.axis(k, ndim)[0]] = n
        return tuple(shape)

    @property
    def ndim(self):
        """The number of axes of the iteration."""
        return len(self._living().shape)

    @property
    def nop(self):
        """The number of operands."""
        return len(self._living().ops)

    @property
    def itersize(self):
        """The number of elements."""
        return self._living().size

    @property
    def operands(self):
        """The operands, with allocated outputs and copies."""
        return tuple([op.array for op in self._living().ops])

    @property
    def dtypes(self):
        """The types the operands are seen as."""
        return tuple([op.dtype for op in self._living().ops])

    @property
    def itviews(self):
        """Views of the operands with the axes of the iteration."""
        self._living()
        if self._plan is not None:
            raise ValueError("cannot provide an iterator view when buffering is enabled")
        return tuple([view.view() for view in self._views])

    @property
    def has_delayed_bufalloc(self):
        """Whether buffers wait for `reset`."""
        self._living()
        return self._delayed

    @property
    def has_index(self):
        """Whether a flat index is tracked."""
        return self._living().index is not None

    @property
    def has_multi_index(self):
        """Whether a multi-index is tracked."""
        self._living()
        return "multi_index" in self._flags

    @property
    def iterationneedsapi(self):
        """Whether elements are objects."""
        return any(op.dtype.hasobject or op.array.dtype.hasobject for op in self._living().ops)

    # Changes.

    def remove_axis(self, i, /):
        """Take an axis out of the iteration, which stays at its first index.

        Parameters
        ----------
        i : int
        """
        layout = self._living()
        i = operator.index(i)
        if "multi_index" not in self._flags:
            raise RuntimeError("Iterator RemoveAxis may only be called if a multi-index is being tracked")
        if layout.index is not None:
            raise RuntimeError("Iterator RemoveAxis may not be called on an index is being tracked")
        if self._plan is not None:
            raise RuntimeError("Iterator RemoveAxis may not be called on a buffered iterator")
        ndim = len(layout.shape)
        if not 0 <= i < ndim:
            raise ValueError("axis out of bounds in iterator RemoveAxis")
        k = next(k for k in range(ndim) if layout.axis(k, ndim)[0] == i)
        number, backwards = ndim - 1 - i, layout.perm[k] < 0
        for op in layout.ops:
            if backwards:
                op.offset += (layout.shape[k] - 1) * op.strides[k]
            del op.strides[k]
        del layout.shape[k], layout.perm[k]
        layout.perm = [_without(p, number) for p in layout.perm]
        self._renew()
        self._start, self._end = 0, layout.size
        self._rewind()

    def remove_multi_index(self, /):
        """Stop to track the multi-index, so that axes can be joined."""
        layout = self._living()
        self._flush()
        self._flags -= {"multi_index"}
        if len(layout.shape) > 1:
            layout.join()
            self._renew()
        else:
            layout.perm = list(range(len(layout.shape)))
        self._choose()
        self._rewind()

    def enable_external_loop(self, /):
        """Give out inner loops from now on."""
        layout = self._living()
        if layout.index is not None or "multi_index" in self._flags:
            raise ValueError(
                "Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked"
            )
        self._flags |= {"external_loop"}
        self._choose()
        self._flush()
        self._rewind()

    def copy(self, /):
        """Return an iterator over the same operands at the same place."""
        layout = self._living()
        other = type(self).__new__(type(self))
        other._begun = True
        other._flags, other._plan, other._delayed = self._flags, self._plan, self._delayed
        other._start, other._end, other._at = self._start, self._end, self._at
        other._started, other._finished = self._started, self._finished
        other._child = other._stretch = None
        other._layout = _copied(layout)
        other._renew()
        if not self._finished and not self._delayed:
            other._enter()
        return other

    __copy__ = copy

    # The end.

    def close(self, /):
        """Write back what is in buffers and copies, and let the operands go."""
        if hasattr(self, "_given"):
            # Nothing is held back: the layout need not be made.
            del self._given
            self._layout = None
        if getattr(self, "_layout", None) is None:
            self._walk = None
            self._finished = True
            return
        layout = self._layout
        try:
            self._flush()
        finally:
            self._layout = self._views = self._walk = None
            self._finished = True
            _restore(layout.ops)

    def __enter__(self):
        if self._layout is None:
            raise RuntimeError("operation on non-initialized iterator")
        return self

    def __exit__(self, *exception):
        self.close()

    def __del__(self):
        layout = None if hasattr(self, "_given") else getattr(self, "_layout", None)
        if layout is None:
            return
        if any(op.original is not None for op in layout.ops):
            warnings.warn(
                "Temporary data has not been written back to one of the operands. Typically nditer is used as a context "
                "manager otherwise 'close' must be called before reading iteration results.",
                RuntimeWarning,
                stacklevel=1,
            )
        self.close()

    def debug_print(self, /):
        """Print what the iteration looks like inside."""
        from ._nditer_debug import dump

        print("Iterator: (nil)" if self._layout is None else dump(self), flush=True)

    # Nested iteration.

    def _rebase(self, parent):
        """Start over where the outer iteration stands now."""
        self._flush()
        coordinates = parent._coordinates()
        for op, outer in zip(self._layout.ops, parent._layout.ops, strict=True):
            moved = outer.offset + sum(map(operator.mul, coordinates, outer.strides))
            own = op.offset - op.base
            op.base = moved
            op.offset = own + moved
        self._renew()
        self._rewind()
        if self._child is not None:
            self._child._rebase(self)


def _shape(itershape, ndim):
    if itershape is None:
        return None
    try:
        itershape = tuple(operator.index(n) for n in itershape)
    except TypeError:
        itershape = (operator.index(itershape),)
    if ndim >= 0 and len(itershape) != ndim:
        raise ValueError(
            "'op_axes' and 'itershape' must have the same number of entries equal to the iterator ndim"
        )
    return itershape


def _order(layout, flags, order):
    if "c_index" in flags or "f_index" in flags:
        layout.track_index("f_index" in flags)
    if order == "F" or order == "A" and layouts.prefers_fortran(layout.ops):
        layout.reverse()
    if order == "K":
        if len(layout.shape) > 1:
            layout.sort()
        if all(op.array is not None for op in layout.ops):
            layout.flip()


def _without(p, number):
    """An entry of `perm` after axis `number` is gone."""
    if p >= 0:
        return p - (p > number)
    return p + (-1 - p > number)


def _bounds(key, count):
    if key.step not in (None, 1):
        raise ValueError("Iterator slicing only supports a step of 1")
    start, stop, _ = key.indices(count)
    return start, max(start, stop)


def _number(key, count):
    try:
        i = operator.index(key)
    except TypeError:
        raise TypeError("invalid index type for iterator indexing") from None
    if not -count <= i < count:
        raise IndexError(f"Iterator operand index {i} is out of bounds")
    return i % count


def _copied(layout):
    new = layouts.Layout(list(layout.shape), [op.copy() for op in layout.ops])
    new.perm = list(layout.perm)
    new.index = None if layout.index is None else list(layout.index)
    new.index_start = layout.index_start
    return new


def _restore(ops):
    """Copies into the arrays they stand for."""
    for op in ops:
        if op.original is None:
            continue
        original, op.original = op.original, None
        if op.array.flags.writebackifcopy:
            nc._set_writeback(op.array, False)
            original.flags.writeable = True
            original[...] = op.array
        op.array = None
