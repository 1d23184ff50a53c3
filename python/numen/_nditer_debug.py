"""The text of `nditer.debug_print`: what an iteration looks like inside, in the order NumPy prints it."""

from ._nditer_buffers import CORE, DENSE, DIRECT, OUTER

__all__ = []

_GLOBAL = {
    "multi_index": "HASMULTIINDEX",
    "external_loop": "EXLOOP",
    "ranged": "RANGE",
    "buffered": "BUFFER",
    "growinner": "GROWINNER",
}


def dump(it):
    """The lines, joined."""
    layout, plan = it._layout, it._plan
    ops = layout.ops
    lines = ["", "------ BEGIN ITERATOR DUMP ------", f"| Iterator Address: {id(it):#x}"]
    lines.append("| ItFlags: " + " ".join(_flags(it)))
    for name, value in (
        ("NDim", len(layout.shape)),
        ("NOp", len(ops)),
        ("IterSize", layout.size),
        ("IterStart", it._start),
        ("IterEnd", it._end),
        ("IterIndex", it._at),
        ("Iterator SizeOf", it.__sizeof__()),
    ):
        lines.append(f"| {name}: {value}")
    if plan is not None:
        lines.append(f"| BufferData SizeOf: {0 if it._stretch is None else it._stretch.__sizeof__()}")
    lines.append(f"| AxisData SizeOf: {layout.__sizeof__()}")
    lines.append("|")
    lines.append("| Perm: " + " ".join(map(str, layout.perm)))
    lines.append("| DTypes: ")
    lines.append("| DTypes: " + " ".join(repr(op.dtype) for op in ops))
    lines.append("| InitDataPtrs: " + _pointers(ops, [0] * len(layout.shape)))
    lines.append("| BaseOffsets: " + " ".join(str(op.offset) for op in ops))
    lines.append("| Ptrs: " + _pointers(ops, it._coordinates()))
    lines.append("| User/buffer ptrs: " + _pointers(ops, it._coordinates()))
    lines.append("| Operands: " + " ".join(f"{id(op.array):#x}" for op in ops))
    lines.append("| Operand DTypes: " + " ".join(repr(op.array.dtype) for op in ops))
    lines.append("| OpItFlags:")
    for i, op in enumerate(ops):
        lines.append(f"|   Flags[{i}]: " + " ".join(_operand_flags(op, plan, i)))
    lines.append("|")
    if plan is not None:
        lines += _buffers(it)
    for k, n in enumerate(layout.shape):
        lines.append(f"| AxisData[{k}]:")
        lines.append(f"|   Shape: {n}")
        lines.append(f"|   Index: {it._coordinates()[k]}")
        lines.append("|   Strides: " + " ".join(str(op.strides[k]) for op in ops))
    lines.append("------- END ITERATOR DUMP -------")
    return "\n".join([*lines, ""])


def _flags(it):
    names = [text for flag, text in _GLOBAL.items() if flag in it._flags]
    if it._layout.index is not None:
        names.append("HASINDEX")
    if it._delayed:
        names.append("DELAYBUF")
    reducing = it._plan.reducing if it._plan is not None else any(op.reduced for op in it._layout.ops)
    return names + ["REDUCE"] * bool(reducing)


def _pointers(ops, coordinates):
    places = []
    for op in ops:
        start = op.array.__array_interface__["data"][0] + op.offset
        places.append(hex(start + sum(c * s for c, s in zip(coordinates, op.strides, strict=True))))
    return " ".join(places)


def _operand_flags(op, plan, number):
    names = [name for name, on in (("READ", op.read), ("WRITE", op.write), ("CAST", op.cast)) if on]
    if plan is None:
        return names + ["REDUCE"] * op.reduced
    way = plan.ways[number]
    if way == DIRECT:
        names.append("BUFNEVER")
    return names + ["REDUCE"] * (plan.reducing and way in (CORE, OUTER) and op.write)


def _buffers(it):
    plan, stretch, ops = it._plan, it._stretch, it._layout.ops
    size = 0 if stretch is None else it._stretch.run_end(it._at) - it._at
    lines = [
        "| BufferData:",
        f"|   BufferSize: {plan.size}",
        f"|   Size: {size}",
        f"|   BufIterEnd: {it._at + size}",
        f"|   BUFFER CoreSize: {plan.core}",
    ]
    inner = [_inner(op, way) for op, way in zip(ops, plan.ways, strict=True)]
    if plan.reducing:
        outer = [_outer(op, way, plan) for op, way in zip(ops, plan.ways, strict=True)]
        lines += [
            "|   REDUCE Pos: 0",
            f"|   REDUCE OuterSize: {plan.size // plan.core}",
            f"|   REDUCE OuterDim: {plan.dim}",
        ]
    lines.append("|   Strides: " + " ".join(map(str, inner)))
    if plan.reducing:
        lines.append("|   REDUCE Outer Strides: " + " ".join(map(str, outer)))
        lines.append("|   REDUCE Outer Ptrs: " + _pointers(ops, it._coordinates()))
    lines += [f"|   {name}: " for name in _TRANSFERS]
    made = [] if stretch is None else [b for b in stretch.buffers if b is not None]
    lines.append("|   Buffers: " + " ".join(hex(b.__array_interface__["data"][0]) for b in made))
    return [*lines, "|"]


_TRANSFERS = ("ReadTransferFn", "ReadTransferData", "WriteTransferFn", "WriteTransferData")


def _inner(op, way):
    if way == DIRECT:
        return op.strides[0] if op.strides else 0
    return op.dtype.itemsize if way in (DENSE, CORE) else 0


def _outer(op, way, plan):
    if way == DIRECT:
        return op.strides[plan.dim]
    return {CORE: 0, OUTER: op.dtype.itemsize}.get(way, op.dtype.itemsize * plan.core)
