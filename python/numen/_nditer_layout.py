"""How `nditer` walks its operands: the common shape, the order of the axes, outputs and copies.

Axes are kept innermost first. The steps are those of NumPy's iterator, which programs can observe: axes sorted by
the size of their strides with C order where operands disagree, axes all of whose strides are negative walked
backwards, neighbouring axes joined where one stride serves both.
"""

import math

from . import _core as nc
from ._core import can_cast
from ._dates import datetime_data

__all__ = []


class Layout:
    """The axes of an iteration, innermost first, and its operands.

    `perm[k]` is the number, counted from the last, of the axis that became axis `k`; ``-1 - number`` if it is walked
    backwards. `index` holds start and strides of the flat index where one is tracked.
    """

    __slots__ = ("index", "index_start", "ops", "perm", "shape")

    def __init__(self, shape, ops):
        self.shape = shape
        self.ops = ops
        self.perm = list(range(len(shape)))
        self.index = None
        self.index_start = 0

    @property
    def size(self):
        return math.prod(self.shape)

    def axis(self, k, ndim):
        """Axis `k` as the number of an axis of an operand with `ndim` axes, and whether it is walked backwards."""
        p = self.perm[k]
        return (ndim - 1 - p, False) if p >= 0 else (ndim + p, True)

    def step_lists(self):
        lists = [op.strides for op in self.ops]
        return lists if self.index is None else [*lists, self.index]

    def track_index(self, fortran):
        """Strides of the flat index over the axes as they are in C order."""
        steps, step = [0] * len(self.shape), 1
        places = range(len(self.shape) - 1, -1, -1) if fortran else range(len(self.shape))
        for k in places:
            steps[k] = 0 if self.shape[k] == 1 else step
            step *= self.shape[k]
        self.index = steps

    def reverse(self):
        """Fortran order: the first axis is the innermost."""
        self.perm.reverse()
        self.shape.reverse()
        for steps in self.step_lists():
            steps.reverse()

    def sort(self):
        """Smallest strides innermost; a stable insertion that stops where operands disagree."""
        order = []
        for k in range(len(self.shape)):
            place = len(order)
            for at in range(len(order) - 1, -1, -1):
                swap = self._goes_inside(k, order[at])
                if swap is None:
                    continue
                if not swap:
                    break
                place = at
            order.insert(place, k)
        self.perm = [self.perm[k] for k in order]
        self.shape = [self.shape[k] for k in order]
        for steps in self.step_lists():
            steps[:] = [steps[k] for k in order]

    def _goes_inside(self, k, other):
        """Whether axis `k` belongs inside `other`; None if no operand steps along both."""
        answer = None
        for op in self.ops:
            mine, theirs = abs(op.strides[k]), abs(op.strides[other])
            if not mine or not theirs:
                continue
            if theirs <= mine:
                return False
            if answer is None:
                answer = True
        return answer

    def flip(self):
        """Walk axes backwards along which every operand's stride is negative or zero."""
        for k, n in enumerate(self.shape):
            steps = [op.strides[k] for op in self.ops]
            if any(s > 0 for s in steps) or not any(steps):
                continue
            for op in self.ops:
                op.offset += (n - 1) * op.strides[k]
                op.strides[k] = -op.strides[k]
            if self.index is not None:
                self.index_start += (n - 1) * self.index[k]
                self.index[k] = -self.index[k]
            self.perm[k] = -1 - self.perm[k]

    def join(self):
        """Make one axis of neighbours that one stride serves; the axes have no names afterwards."""
        lists = self.step_lists()
        shape, kept = self.shape[:1], [steps[:1] for steps in lists]
        for k in range(1, len(self.shape)):
            n, m = shape[-1], self.shape[k]
            if all(_joins(n, new[-1], m, old[k]) for new, old in zip(kept, lists, strict=True)):
                shape[-1] = n * m
                for new, old in zip(kept, lists, strict=True):
                    new[-1] = new[-1] or old[k]
            else:
                shape.append(m)
                for new, old in zip(kept, lists, strict=True):
                    new.append(old[k])
        self.shape = shape
        for steps, new in zip(lists, kept, strict=True):
            steps[:] = new
        self.perm = list(range(len(shape)))


def _joins(n, step, m, outer):
    return (n == 1 and step == 0) or (m == 1 and outer == 0) or step * n == outer


def common_shape(ops, itershape, ndim):
    """The shape of the iteration in C order."""
    shape = [1] * ndim if itershape is None else [1 if n < 0 else n for n in itershape]
    for number, op in enumerate(ops):
        if op.array is None:
            continue
        lengths = op.array.shape
        if op.axes is None:
            if len(lengths) > ndim:
                raise ValueError("input operand has more dimensions than allowed by the axis remapping")
            pairs = zip(range(ndim - len(lengths), ndim), lengths, strict=True)
        else:
            pairs = _mapped(op, number, lengths)
        for j, n in pairs:
            if shape[j] == 1:
                shape[j] = n
            elif n not in (1, shape[j]):
                raise _mismatch(ops, itershape)
    if itershape is not None and any(want == 1 != got for want, got in zip(itershape, shape, strict=True)):
        raise _mismatch(ops, itershape)
    return shape


def _mapped(op, number, lengths):
    for j, axis in enumerate(op.axes):
        if axis < 0:
            continue
        if axis >= len(lengths):
            raise ValueError(
                f"Iterator input op_axes[{number}][{len(op.axes) - 1 - j}] (=={axis}) is not a valid axis of op[{number}], which has "
                f"{len(lengths)} dimensions "
            )
        yield j, lengths[axis]


def _text(shape):
    """A shape as NumPy's messages write it: axes that are not there in front are left out."""
    parts = ["newaxis" if n is None else str(n) for n in shape]
    while parts and parts[0] == "newaxis":
        del parts[0]
    return f"({parts[0]},)" if len(shape) == 1 and parts else "(" + ",".join(parts) + ")"


def _remapped(op):
    return [None if a < 0 else op.array.shape[a] for a in op.axes]


def _mismatch(ops, itershape):
    if all(op.axes is None for op in ops):
        text = "operands could not be broadcast together with shapes "
        text += "".join(_text(op.array.shape) + " " for op in ops if op.array is not None)
    else:
        text = "operands could not be broadcast together with remapped shapes [original->remapped]: "
        for op in ops:
            if op.array is not None:
                text += _text(op.array.shape) + (" " if op.axes is None else f"->{_text(_remapped(op))} ")
    if itershape is not None:
        text += f" and requested shape {_text(itershape)}"
    return ValueError(text)


def set_strides(layout, flags):
    """Each operand's strides over the common shape; what repeats a written element is a reduction."""
    ndim = len(layout.shape)
    for op in layout.ops:
        op.strides = [0] * ndim
    for k, n in enumerate(layout.shape):
        for op in layout.ops:
            op.strides[k] = _stride(layout, op, k, n, flags)


def _stride(layout, op, k, n, flags):
    """The stride of an operand along axis `k` of length `n`, counted from the last."""
    a, ndim = op.array, len(layout.shape)
    if op.axes is not None:
        axis = op.axes[ndim - 1 - k]
        if axis < 0:
            if n != 1:
                require_reduction(op, flags, axis)
            return 0
    else:
        axis = a.ndim - 1 - k if a is not None else 0
    if a is None:
        return 0
    if axis >= 0 and a.shape[axis] != 1:
        return a.strides[axis]
    if "no_broadcast" in op.flags and (n != 1 or axis < 0):
        raise _differs(op, layout.shape[::-1])
    if n != 1:
        require_reduction(op, flags, k if op.axes is None else axis)
    return 0


def _differs(op, shape):
    which = "non-broadcastable output operand" if op.write else "non-broadcastable operand"
    text = f"{which} with shape {_text(op.array.shape)} "
    if op.axes is not None:
        text += f"[remapped to {_text(_remapped(op)[::-1])}] "
    return ValueError(text + f"doesn't match the broadcast shape {_text(shape)}")


def require_reduction(op, flags, axis):
    """The operand is written repeatedly along an axis: is that allowed?"""
    if not op.write:
        return
    if "reduce_ok" not in flags:
        raise ValueError(
            f"output operand requires a reduction along dimension {axis}, but the reduction is not enabled. The "
            "dimension size of 1 does not match the expected output shape."
        )
    if not op.read:
        raise ValueError("output operand requires a reduction, but is flagged as write-only, not read-write")
    if "arraymask" in op.flags:
        raise ValueError(
            "output operand requires a reduction, but is flagged as the ARRAYMASK operand which is not permitted to be "
            "the result of a reduction"
        )
    op.reduced = True


def prefers_fortran(ops):
    """Order "A": every operand is contiguous in Fortran order and not all in C order."""
    arrays = [op.array for op in ops if op.array is not None]
    fortran = all(a.flags.f_contiguous for a in arrays)
    return fortran and not all(a.flags.c_contiguous for a in arrays)


def settle_types(ops, flags, requested):
    """The type each operand is seen as; None where it will follow from the others."""
    refs_ok = "refs_ok" in flags
    for op, dtype in zip(ops, requested, strict=True):
        own = None if op.array is None else op.array.dtype
        if own is not None and dtype is not None:
            dtype = _sized(op.array, dtype)
        op.dtype = own if dtype is None else dtype
        if op.dtype is not None and "nbo" in op.flags:
            op.dtype = op.dtype.newbyteorder("=")
        if not refs_ok and any(d is not None and d.hasobject for d in (own, op.dtype)):
            raise TypeError(
                "Iterator operand or requested dtype holds references, but the NPY_ITER_REFS_OK flag was not enabled"
            )


def share_types(ops, flags):
    """Operands without a type, and with ``common_dtype`` all of them, get the type that the others share."""
    common = "common_dtype" in flags
    if common or any(op.dtype is None for op in ops):
        shared = _shared_type([op for op in ops if op.dtype is not None and (common or op.read)])
        for op in ops:
            if common or op.dtype is None:
                op.dtype = shared


def _sized(array, dtype):
    """A requested type without a length or unit gets the array's."""
    if dtype.kind in "SUV" and dtype.itemsize == 0 and dtype.names is None:
        sample = array if array.dtype.hasobject else nc.zeros(1, dtype=array.dtype)
        return sample.astype(dtype).dtype
    if dtype.kind in "mM" and datetime_data(dtype)[0] == "generic" and array.dtype.kind == dtype.kind:
        return array.dtype
    return dtype


def _shared_type(ops):
    if not ops:
        raise TypeError("no arrays or types available to calculate result type")
    if len(ops) == 1 and ops[0].array is not None and ops[0].array.ndim:
        return ops[0].dtype
    return nc.result_type(*[op.dtype for op in ops])


def check_casts(ops, casting):
    """Mark the operands that are seen as another type; refuse casts that the rule forbids."""
    for number, op in enumerate(ops):
        a = op.array
        if a is None:
            continue
        if "aligned" in op.flags and not a.flags.aligned:
            op.cast = True
        if a.dtype == op.dtype:
            continue
        if op.read and not can_cast(a.dtype, op.dtype, casting):
            raise TypeError(
                f"Iterator operand {number} dtype could not be cast from {a.dtype!r} to {op.dtype!r} according to the "
                f"rule '{casting}'"
            )
        if op.write and not can_cast(op.dtype, a.dtype, casting):
            raise TypeError(
                f"Iterator requested dtype could not be cast from {op.dtype!r} to {a.dtype!r}, the operand {number} "
                f"dtype, according to the rule '{casting}'"
            )
        op.cast = True


def mark_overlaps(ops):
    """Written operands that share memory with a read one are to be copied."""
    for op in ops:
        if op.array is None or not op.write:
            continue
        for other in ops:
            if other is op or other.array is None or not other.read or other.copied:
                continue
            if _same_elements(op, other):
                continue
            if _may_share(op.array, other.array):
                op.copied = True
                break


def _same_elements(op, other):
    """Both are walked element by element over the very same elements, none of which comes twice."""
    if "overlap_assume_elementwise" not in op.flags & other.flags:
        return False
    a, b = op.array, other.array
    if a.shape != b.shape or a.strides != b.strides or a.dtype != b.dtype:
        return False
    if a.__array_interface__["data"][0] != b.__array_interface__["data"][0]:
        return False
    reach = a.itemsize
    for n, step in sorted(zip(a.shape, map(abs, a.strides), strict=True), key=lambda pair: pair[1]):
        if n > 1:
            if step < reach:
                return False
            reach += (n - 1) * step
    return True


def _may_share(a, b):
    try:
        return nc.shares_memory(a, b, max_work=1)
    except RuntimeError:
        return True


def allocate(layout, flags, subtype):
    """Make outputs and copies, laid out as the iteration walks."""
    for op in layout.ops:
        a = op.array
        if a is None:
            _new_output(layout, op, flags, nc.ndarray if "no_subtype" in op.flags else subtype)
        elif op.cast and op.read and not op.write and a.ndim == 0:
            op.array = nc.array(a, dtype=op.dtype, copy=True)
            op.strides, op.offset, op.cast = [0] * len(layout.shape), 0, False
        elif op.copied or (op.cast and op.flags & {"copy", "updateifcopy"}):
            _copy(layout, op)
        elif op.cast and "buffered" not in flags:
            raise TypeError(
                "Iterator operand required copying or buffering, but neither copying nor buffering was enabled"
            )
        if "contig" in op.flags and (op.strides[0] if op.strides else 0) != op.dtype.itemsize:
            if "buffered" not in flags:
                raise TypeError(
                    "Iterator operand required buffering, to be contiguous as requested, but buffering is not enabled"
                )
            op.contiguous = op.cast = True


def _place(op, axes, layout, array):
    """Strides of a new array for an operand, over the axes of the iteration."""
    op.offset = 0
    op.strides = [0] * len(layout.shape)
    for k, (axis, backwards) in enumerate(axes):
        if axis is None or array.shape[axis] == 1:
            continue
        step = array.strides[axis]
        if backwards:
            op.offset += (array.shape[axis] - 1) * step
            step = -step
        op.strides[k] = step


def _axes(layout, op, ndim):
    """For each axis of the iteration the operand's axis (or None) and whether it is walked backwards."""
    pairs = []
    for k in range(len(layout.shape)):
        if op.axes is None:
            axis, backwards = layout.axis(k, ndim)
        else:
            axis, backwards = layout.axis(k, len(layout.shape))
            axis = op.axes[axis]
        pairs.append((axis if axis >= 0 else None, backwards))
    return pairs


def _copy(layout, op):
    original = op.array
    axes = _axes(layout, op, original.ndim)
    order = [axis for axis, _ in axes if axis is not None]
    # Axes that the iteration does not walk lie innermost, in C order.
    order = [i for i in range(original.ndim - 1, -1, -1) if i not in order] + order
    copy = nc.ndarray(original.shape, op.dtype, strides=_dense(original.shape, order, op.dtype.itemsize))
    if op.read:
        copy[...] = original
    op.array = copy
    op.cast = op.copied = False
    _place(op, axes, layout, copy)
    if op.write:
        op.original = original
        original.flags.writeable = False
        nc._set_writeback(copy, True)


def _dense(shape, order, itemsize):
    strides, step = [0] * len(shape), itemsize
    for axis in order:
        strides[axis] = step
        step *= shape[axis]
    return tuple(strides)


def _new_output(layout, op, flags, subtype):
    ndim = len(layout.shape)
    count = ndim if op.axes is None else sum(a >= 0 for a in op.axes)
    axes = _axes(layout, op, ndim)
    shape = [None] * count
    for k, (axis, _) in enumerate(axes):
        if axis is None:
            if layout.shape[k] != 1:
                require_reduction(op, flags, -1)
            continue
        if axis >= ndim or axis >= count and axis not in range(ndim):
            raise ValueError(
                "automatically allocated output array specified with an inconsistent axis mapping; the axis mapping "
                f"cannot include dimension {axis} which is too large for the iterator dimension of {ndim}."
            )
        shape += [None] * (axis + 1 - len(shape))
        shape[axis] = layout.shape[k]
    if None in shape:
        raise ValueError(
            "automatically allocated output array specified with an inconsistent axis mapping; the axis mapping is "
            f"missing an entry for dimension {shape.index(None)}."
        )
    strides = _dense(shape, [axis for axis, _ in axes if axis is not None], op.dtype.itemsize)
    base, tail = op.dtype.base, op.dtype.shape
    op.tail = tail
    op.tail_strides = _dense(tail, range(len(tail) - 1, -1, -1), base.itemsize)
    array = nc.ndarray((*shape, *tail), base, strides=strides + op.tail_strides)
    op.array = array if subtype is nc.ndarray else array.view(subtype)
    _place(op, axes, layout, op.array)


def check_masked_reductions(layout):
    """A reduced operand that is written through a mask has one mask value for each element."""
    mask = next((op for op in layout.ops if "arraymask" in op.flags), None)
    for op in layout.ops:
        if mask is None or not op.reduced or "writemasked" not in op.flags:
            continue
        if any(m and not s for m, s in zip(mask.strides, op.strides, strict=True)):
            raise ValueError(
                "Iterator reduction operand is WRITEMASKED, but also broadcasts to multiple mask values. There can be "
                "only one mask value per WRITEMASKED element."
            )


def priority_type(ops):
    """The class of new outputs: that of the read operand with the highest priority."""
    best, kind = 0.0, nc.ndarray
    for op in ops:
        if op.array is not None and op.read and type(op.array) is not nc.ndarray:
            priority = getattr(op.array, "__array_priority__", 0.0)
            if priority > best:
                best, kind = priority, type(op.array)
    return kind
