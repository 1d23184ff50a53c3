"""The arguments of `nditer`: flags by name, operands, types and axes, checked and brought into one form."""

import operator

from . import _core as nc

__all__ = []

GLOBAL = frozenset(
    """buffered c_index copy_if_overlap common_dtype delay_bufalloc external_loop f_index growinner
    multi_index ranged refs_ok reduce_ok zerosize_ok""".split()
)
PER_OPERAND = frozenset(
    """aligned allocate arraymask contig copy nbo no_broadcast no_subtype overlap_assume_elementwise readonly
    readwrite updateifcopy virtual writeonly writemasked""".split()
)
_CASTINGS = ("no", "equiv", "safe", "same_kind", "unsafe")
_MODES = {"readonly", "readwrite", "writeonly"}


class Operand:
    """One operand: its array, the type it is seen as, and where the iteration finds its elements.

    `strides` has a step in bytes for each axis of the iteration, the innermost first; `offset` is where the first
    element lies, counted from the array's first.
    """

    __slots__ = (
        "array",
        "axes",
        "base",
        "cast",
        "contiguous",
        "copied",
        "dtype",
        "flags",
        "offset",
        "original",
        "read",
        "reduced",
        "strides",
        "tail",
        "tail_strides",
        "write",
    )

    def __init__(self, array, flags):
        self.array = array
        self.flags = flags
        self.read = "writeonly" not in flags
        self.write = "readonly" not in flags
        self.dtype = self.axes = self.original = self.strides = None
        self.cast = self.copied = self.contiguous = self.reduced = False
        self.offset = self.base = 0
        self.tail = self.tail_strides = ()

    def copy(self):
        """The same operand, walked from another iterator, which writes no copy back."""
        new = Operand(self.array, self.flags)
        for name in (
            "dtype",
            "axes",
            "cast",
            "contiguous",
            "reduced",
            "offset",
            "base",
            "tail",
            "tail_strides",
        ):
            setattr(new, name, getattr(self, name))
        new.strides = list(self.strides)
        return new


def names(flags):
    """The global flags as a set."""
    if flags is None:
        return frozenset()
    if not isinstance(flags, (list, tuple)):
        raise ValueError("Iterator global flags must be a list or tuple of strings")
    return _chosen(flags, GLOBAL, "iterator global")


def _chosen(flags, known, kind):
    chosen = set()
    for flag in flags:
        if isinstance(flag, bytes):
            flag = flag.decode("ascii", "replace")
        elif not isinstance(flag, str):
            raise TypeError("flag must be a string")
        if flag not in known:
            raise ValueError(f'Unexpected {kind} flag "{flag}"')
        chosen.add(flag)
    return frozenset(chosen)


def _check_global(flags):
    if {"c_index", "f_index"} <= flags:
        raise ValueError("Iterator flags C_INDEX and F_INDEX cannot both be specified")
    if "external_loop" in flags:
        if flags & {"c_index", "f_index", "multi_index"}:
            raise ValueError(
                "Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked"
            )
        if "ranged" in flags and "buffered" not in flags:
            raise ValueError(
                "Iterator flag RANGED cannot be used with the flag EXTERNAL_LOOP unless BUFFERED is also enabled"
            )


def operands(op, op_flags):
    """The operands with their flags; objects that are no arrays are converted."""
    given = list(op) if isinstance(op, (list, tuple)) else [op]
    if not given:
        raise ValueError("Must provide at least one operand")
    chosen = _operand_flags(op_flags, given)
    return [_operand(a, f) for a, f in zip(given, chosen, strict=True)]


def _operand_flags(op_flags, given):
    if op_flags is None:
        return [frozenset(("writeonly", "allocate") if a is None else ("readonly",)) for a in given]
    wrong = ValueError("op_flags must be a tuple or array of per-op flag-tuples")
    if not isinstance(op_flags, (list, tuple)):
        raise wrong
    if len(op_flags) == len(given) and all(isinstance(f, (list, tuple)) for f in op_flags):
        return [_flag_set(f) for f in op_flags]
    if any(not isinstance(f, (str, bytes)) for f in op_flags):
        raise wrong
    return [_flag_set(op_flags)] * len(given)


def _flag_set(given):
    return _chosen(given, PER_OPERAND, "per-op iterator")


def _operand(a, flags):
    if a is not None and not isinstance(a, nc.ndarray):
        if flags & {"readwrite", "writeonly"}:
            raise TypeError(
                "Iterator operand is flagged as writeable, but is an object which cannot be written back to via "
                "WRITEBACKIFCOPY"
            )
        a = nc.asarray(a)
    return Operand(a, flags)


def check(flags, ops):
    """The rules that flags and operands have to follow."""
    _check_global(flags)
    for op in ops:
        _check_operand(op.flags)
        if op.array is None:
            _check_missing(op.flags, flags)
        elif "virtual" in op.flags:
            raise ValueError("Iterator operand flag VIRTUAL was specified, but the operand was not NULL")
        elif op.write and not op.array.flags.writeable:
            raise ValueError("operand array with iterator write flag set is read-only")
        if op.array is not None and not op.array.size and "zerosize_ok" not in flags:
            raise ValueError("Iteration of zero-sized operands is not enabled")
    _check_masks(ops)


def _check_operand(flags):
    modes = flags & _MODES
    if not modes:
        raise ValueError(
            "None of the iterator flags READWRITE, READONLY, or WRITEONLY were specified for an operand"
        )
    if len(modes) > 1:
        raise ValueError(
            "Only one of the iterator flags READWRITE, READONLY, and WRITEONLY may be specified for an operand"
        )
    writes = "readonly" not in flags
    if writes and "copy" in flags and "updateifcopy" not in flags:
        raise ValueError(
            "If an iterator operand is writeable, must use the flag UPDATEIFCOPY instead of COPY"
        )
    if "writemasked" in flags:
        if not writes:
            raise ValueError("The iterator flag WRITEMASKED may only be used with READWRITE or WRITEONLY")
        if "arraymask" in flags:
            raise ValueError("The iterator flag WRITEMASKED may not be used together with ARRAYMASK")
    if "virtual" in flags and "writeonly" in flags:
        raise ValueError("The iterator flag VIRTUAL should be be used together with READWRITE")


def _check_missing(flags, global_flags):
    if not flags & {"allocate", "virtual"}:
        raise ValueError(
            "Iterator operand was NULL, but neither the ALLOCATE nor the VIRTUAL flag was specified"
        )
    if "allocate" not in flags:
        return
    if "readonly" in flags:
        raise ValueError(
            "Automatic allocation was requested for an iterator operand, but it wasn't flagged for writing"
        )
    reads = "writeonly" not in flags
    if reads and "buffered" in global_flags and "delay_bufalloc" not in global_flags:
        raise ValueError(
            "Automatic allocation was requested for an iterator operand, and it was flagged as readable, but "
            "buffering  without delayed allocation was enabled"
        )


def _check_masks(ops):
    """The rules that bind masks and the operands written through them."""
    masks = sum("arraymask" in op.flags for op in ops)
    if masks > 1:
        raise ValueError("Only one iterator operand may receive an ARRAYMASK flag")
    masked = any("writemasked" in op.flags for op in ops)
    if masked and not masks:
        raise ValueError(
            "An iterator operand was flagged as WRITEMASKED, but no ARRAYMASK operand was given to supply the mask"
        )
    if masks and not masked:
        raise ValueError(
            "An iterator operand was flagged as the ARRAYMASK, but no WRITEMASKED operands were given to use the mask"
        )


def dtypes(given, count):
    """The requested types, None where none is."""
    if given is None:
        return [None] * count
    if isinstance(given, (list, tuple)) and len(given) == count:
        try:
            return [None if d is None else nc.dtype(d) for d in given]
        except TypeError:
            if count != 1:
                raise
    return [nc.dtype(given)] * count


def axis_maps(op_axes, count):
    """For each operand the axes of it that the axes of the iteration are (-1: none), or None: by broadcasting."""
    if op_axes is None:
        return [None] * count, -1
    if not isinstance(op_axes, (list, tuple)) or len(op_axes) != count:
        raise ValueError("op_axes must be a tuple/list matching the number of ops")
    maps, ndim = [], -1
    for number, axes in enumerate(op_axes):
        if axes is None:
            maps.append(None)
            continue
        if not isinstance(axes, (list, tuple)):
            raise ValueError("Each entry of op_axes must be None or a tuple/list")
        if ndim == -1:
            ndim = len(axes)
        elif len(axes) != ndim:
            raise ValueError("Each entry of op_axes must have the same size")
        maps.append(_axis_map(axes, number))
    if ndim == -1:
        raise ValueError("If op_axes is provided, at least one list of axes must be contained within it")
    return maps, ndim


def _axis_map(axes, number):
    axes = [-1 if a is None else operator.index(a) for a in axes]
    seen = set()
    for axis in axes:
        if axis < 0:
            continue
        if axis >= 64:
            raise ValueError(
                f"The 'op_axes' provided to the iterator constructor for operand {number} contained invalid values "
                f"{axis}"
            )
        if axis in seen:
            raise ValueError(
                f"The 'op_axes' provided to the iterator constructor for operand {number} contained duplicate value "
                f"{axis}"
            )
        seen.add(axis)
    return axes


def order(given):
    """The order's letter."""
    if given is None:
        return "K"
    if not isinstance(given, str):
        raise TypeError(f"order must be str, not {type(given).__name__}")
    if given.upper() not in ("C", "F", "A", "K"):
        raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got '{given}')")
    return given.upper()


def casting(given):
    """The casting rule."""
    if given not in _CASTINGS:
        raise ValueError(
            f"casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got '{given}')"
        )
    return given
