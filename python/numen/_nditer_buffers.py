"""Buffered iteration of `nditer`: which stretch of the iteration is buffered at a time, and the buffers.

The choice of the stretch is NumPy's (`npyiter_find_buffering_setup`, NumPy 2.3), because programs see it: axes are
taken up from the innermost while ``(1 + buffered operands) / elements`` does not grow; an axis along which a reduced
operand begins to repeat ends the search and becomes the outer loop of a reduction.
"""

from . import _core as nc

__all__ = []

DEFAULT = 8192

# How the elements of a stretch lie in an operand's buffer.
DIRECT = 0  # no buffer: the operand's own memory
DENSE = 1  # one after the other
SINGLE = 2  # one element, repeated
CORE = 3  # one core of the reduction, repeated by its outer loop
OUTER = 4  # one element for each step of the outer loop, repeated within the core


class Plan:
    """Sizes of stretches, and for each operand how it is reached.

    A stretch holds at most `size` elements, whole cores of `core` elements, and lies within one block of `block`
    elements. If `reducing`, inner loops are cores, over which the outer loop of a reduction goes.
    """

    __slots__ = ("block", "core", "dim", "reducing", "size", "ways")

    def __init__(self, layout, size, grow):
        limit = size if size > 0 else DEFAULT
        ops = layout.ops
        single = [1] * len(ops)
        outer = [False] * len(ops)
        dim, reduce_dim, elements, self.core = self._search(layout, limit, grow, single, outer)
        self.reducing = reducing = bool(reduce_dim) and dim == reduce_dim
        self.block, self.dim = elements, dim
        self.ways = []
        for op, n, mine in zip(ops, single, outer, strict=True):
            step = op.strides[reduce_dim] if op.strides else 0
            dense = op.contiguous and not op.write
            in_reduction = reducing and (
                mine or (n == dim and not op.cast) or (step == 0 and n <= dim and not dense)
            )
            if not op.cast and n + bool(in_reduction) > dim:
                way = DIRECT
            elif in_reduction:
                way = OUTER if step else CORE
            elif n > dim and not (op.strides and op.strides[0]) and not dense:
                way = SINGLE
            else:
                way = DENSE
            self.ways.append(way)
        if any(self.ways) or not grow:
            elements = elements if elements <= limit else self.core * (limit // self.core)
        self.size = elements

    def check_masks(self, ops):
        """A buffer is written back through masks of one byte only."""
        mask = next((op for op in ops if "arraymask" in op.flags), None)
        if mask is None or mask.dtype.kind == "b" or mask.dtype.str == "|u1":
            return
        if any(way and "writemasked" in op.flags for way, op in zip(self.ways, ops, strict=True)):
            raise TypeError("Only bool and uint8 masks are supported.")

    def _search(self, layout, limit, grow, single, outer):
        """The axis up to which a stretch reaches, the axis of the reduction, the elements of both and of a core."""
        ops, shape = layout.ops, layout.shape or [1]
        cost = 1 + sum(op.cast for op in ops)
        size = shape[0]
        best = (0, size, 1)
        best_cost = cost
        reduce_dim = 0
        for k in range(1, len(shape)):
            if reduce_dim or (size >= limit and (cost > 1 or not grow)):
                break
            for i, op in enumerate(ops):
                before, step = op.strides[k - 1], op.strides[k]
                if single[i] == k:
                    if before * shape[k - 1] == step:
                        single[i] += 1
                        continue
                    cost += not op.cast
                if op.reduced and (step == 0 or before == 0):
                    outer[i], reduce_dim = True, k
            core, size = size, size * shape[k]
            if size == 0:
                break
            reach = size if cost == 1 and grow else min(size, limit)
            if cost * best[1] <= best_cost * reach:
                best, best_cost = (k, size, core), cost
        return best[0], reduce_dim, best[1], best[2]


class Stretch:
    """The elements from `start` up to `end` of the iteration, those of some operands in buffers."""

    __slots__ = ("buffers", "core_start", "end", "plan", "start", "views")

    def __init__(self, plan, layout, views, start, last):
        self.plan = plan
        self.start = start
        self.core_start = start - start % plan.core
        block_end = start - start % plan.block + plan.block
        self.end = min(last, block_end, self.core_start + plan.size)
        self.views = views
        self.buffers = [
            None if way == DIRECT else self._fill(op, view, way)
            for op, view, way in zip(layout.ops, views, plan.ways, strict=True)
        ]

    def _part(self, way):
        """The elements of the iteration that a buffer holds, one of each, as a slice."""
        if way == DENSE:
            return slice(self.start, self.end)
        if way == SINGLE:
            return slice(self.start, self.start + 1)
        if way == CORE:
            return slice(self.core_start, self.core_start + self.plan.core)
        return slice(self.core_start, self.end, self.plan.core)

    def _fill(self, op, view, way):
        part = self._part(way)
        source = _flat(view, part) if op.read else None
        count = len(range(*part.indices(part.stop)))
        buffer = nc.empty(count, dtype=op.dtype)
        if source is not None and count:
            buffer[...] = source
        return buffer

    def write_back(self, ops):
        """Store the buffers of written operands, where a mask has it only through the mask."""
        for number, (op, way) in enumerate(zip(ops, self.plan.ways, strict=True)):
            buffer = self.buffers[number]
            if buffer is None or not op.write:
                continue
            part = self._part(way)
            if "writemasked" in op.flags:
                self._write_masked(ops, number, part)
            else:
                _store(self.views[number], part, buffer)

    def _write_masked(self, ops, number, part):
        at = next(i for i, op in enumerate(ops) if "arraymask" in op.flags)
        places = nc.arange(part.start, part.stop, part.step or 1)
        if self.buffers[at] is None:
            chosen = _flat(self.views[at], part).astype(bool)
        else:
            chosen = nc.array([bool(self.element(at, int(i))) for i in places], dtype=bool)
        self.views[number].flat[places[chosen]] = self.buffers[number][chosen]

    def _position(self, number, index):
        way = self.plan.ways[number]
        if way == DENSE:
            return index - self.start
        if way == SINGLE:
            return 0
        if way == CORE:
            return (index - self.core_start) % self.plan.core
        return (index - self.core_start) // self.plan.core

    def element(self, number, index):
        """Element `index` of the iteration in the buffer of an operand."""
        return self.buffers[number][self._position(number, index), ...]

    def run_end(self, index):
        """Where the inner loop that starts at `index` ends."""
        core = self.plan.core
        return min(self.end, index - index % core + core) if self.plan.reducing else self.end

    def run(self, number, index, end):
        """The elements from `index` up to `end` in the buffer of an operand."""
        at = self._position(number, index)
        buffer, way = self.buffers[number], self.plan.ways[number]
        if way in (SINGLE, OUTER):
            return nc._strided_view(buffer, at * buffer.strides[0], (end - index,), (0,), True)
        return buffer[at : at + end - index]


def _flat(view, part):
    return view[part] if view.ndim == 1 else view.flat[part]


def _store(view, part, values):
    if view.ndim == 1:
        view[part] = values
    else:
        view.flat[part] = values
