"""``einsum``: sums of products in Einstein's notation; the native function does the simplest itself.

The subscripts are parsed once; then operands are contracted two at a time.
A contraction becomes a matrix product of arrays with their axes in the order
(batch, free, summed), or an element-wise product where nothing is summed.
"""

from functools import lru_cache

from . import _core as nc
from ._core import asanyarray, ndarray
from ._errstate import errstate

__all__ = ["einsum"]

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CASTINGS = ("no", "equiv", "safe", "same_kind", "unsafe")
_BY_NUMBER = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _from_lists(operands):
    """Subscripts as text, and operands, from the form ``a, [0, 1], b, [1, 2], [0, 2]``."""
    if len(operands) < 2:
        raise ValueError("must provide at least an operand and a subscripts list to einsum")

    def text(labels):
        parts = []
        for label in labels:
            if label is Ellipsis:
                parts.append("...")
                continue
            try:
                label = label.__index__()
            except AttributeError:
                raise TypeError("each subscript must be either an integer or an ellipsis") from None
            if not 0 <= label < len(_BY_NUMBER):
                raise ValueError("subscript is not within the valid range [0, 52)")
            parts.append(_BY_NUMBER[label])
        return "".join(parts)

    arrays, terms = operands[0::2], [text(labels) for labels in operands[1::2]]
    output = ""
    if len(operands) % 2:
        output = "->" + text(operands[-1])
        arrays = arrays[:-1]
    return ",".join(terms) + output, arrays


def _terms(subscripts):
    """Input terms, each a list of letters and '...', and the output term or None."""
    terms, output, at = [[]], None, 0
    current = terms[0]
    while at < len(subscripts):
        char = subscripts[at]
        if char in _LETTERS:
            current.append(char)
        elif char == ".":
            if subscripts[at : at + 3] != "..." or "..." in current:
                where = "in the output" if output is not None else f"in operand {len(terms) - 1}"
                raise ValueError(
                    f"einstein sum subscripts string contains a '.' that is not part of an ellipsis ('...') {where}"
                )
            current.append("...")
            at += 2
        elif char == "," and output is None:
            current = []
            terms.append(current)
        elif char == "-" and output is None:
            if subscripts[at + 1 : at + 2] != ">":
                raise ValueError(
                    "einstein sum subscript string does not contain proper '->' output specified"
                )
            output = current = []
            at += 1
        elif char != " ":
            raise ValueError(
                f"invalid subscript '{char}' in einstein sum subscripts string, subscripts must be letters"
            )
        at += 1
    return terms, output


def parse(operands):
    """Operands as arrays, their labels axis by axis, and those of the output.

    Axes under an ellipsis get the numbers -1, -2, .. from the last one on, so
    that they broadcast; letters stay letters.
    """
    if not operands:
        raise ValueError(
            "must specify the einstein sum subscripts string and at least one operand, "
            "or at least one operand and its corresponding subscripts list"
        )
    if isinstance(operands[0], str):
        subscripts, operands = operands[0], operands[1:]
        if not operands:
            raise ValueError("must specify the einstein sum subscripts string and at least one operand")
    else:
        subscripts, operands = _from_lists(operands)
    arrays = [asanyarray(a) for a in operands]
    labels, output = _labels(subscripts, tuple(a.ndim for a in arrays))
    return arrays, labels, output


@lru_cache(256)
def _labels(subscripts, ndims):
    """Labels of every operand and of the output, for operands with so many axes."""
    terms, output = _terms(subscripts)
    if len(ndims) < len(terms):
        raise ValueError(
            "more operands provided to einstein sum function than specified in the subscripts string"
        )
    if len(ndims) > len(terms):
        raise ValueError(
            "fewer operands provided to einstein sum function than specified in the subscripts string"
        )
    labels = tuple(_expand(ndim, term, i) for i, (ndim, term) in enumerate(zip(ndims, terms)))
    wide = max(sum(isinstance(label, int) for label in term) for term in labels)
    return labels, tuple(_output_labels(labels, output, wide))


def _expand(ndim, term, i):
    missing = ndim - len(term) + ("..." in term)
    if missing < 0:
        raise ValueError(f"einstein sum subscripts string contains too many subscripts for operand {i}")
    if "..." not in term:
        if missing:
            raise ValueError(
                "operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis "
                "provided to broadcast the extra dimensions."
            )
        return tuple(term)
    at = term.index("...")
    return (*term[:at], *range(-missing, 0), *term[at + 1 :])


def _output_labels(labels, output, wide):
    every = [label for term in labels for label in term if not isinstance(label, int)]
    if output is None:
        return [*range(-wide, 0), *sorted(x for x in set(every) if every.count(x) == 1)]
    for label in output:
        if label != "..." and label not in every:
            raise ValueError(
                f"einstein sum subscripts string included output subscript '{label}' which never appeared in an input"
            )
        if output.count(label) > 1:
            raise ValueError(
                f"einstein sum subscripts string includes output subscript '{label}' multiple times"
            )
    if "..." not in output:
        if wide:
            raise ValueError(
                "output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis "
                "provided to broadcast the extra dimensions."
            )
        return output
    at = output.index("...")
    return [*output[:at], *range(-wide, 0), *output[at + 1 :]]


def diagonals(a, labels, i, many=True):
    """An array in which every label stands for one axis, and the labels."""
    if len(set(labels)) == len(labels):
        return a, labels
    lengths = {}
    for label, size in zip(labels, a.shape):
        if lengths.setdefault(label, size) != size:
            raise ValueError(
                f"dimensions in {f'operand {i}' if many else 'single operand'} for collapsing index '{label}' don't match ({lengths[label]} != {size})"
            )
    writeable = a.flags.writeable
    labels = list(labels)
    while len(set(labels)) < len(labels):
        label = next(x for x in labels if labels.count(x) > 1)
        first = labels.index(label)
        second = labels.index(label, first + 1)
        a = nc.diagonal(a, axis1=first, axis2=second)
        del labels[second], labels[first]
        labels.append(label)
    if writeable:
        a.flags.writeable = True
    return a, tuple(labels)


def check_sizes(arrays, labels, output):
    """Refuse labels that stand for different lengths (1 broadcasts)."""
    sizes = {}
    for a, term in zip(arrays, labels):
        for label, size in zip(term, a.shape):
            known = sizes.setdefault(label, size)
            if known != size and size != 1 and known != 1:
                order = list(dict.fromkeys([*output, *(x for t in labels for x in t)]))
                shapes = " ".join(
                    f"{_shape_text(a.shape)}->{_remapped(a.shape, t, order)}" for a, t in zip(arrays, labels)
                )
                raise ValueError(
                    f"operands could not be broadcast together with remapped shapes [original->remapped]: {shapes} "
                )
            sizes[label] = max(known, size) if 0 not in (known, size) else 0
    return sizes


def _shape_text(shape):
    return "(" + ",".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def _remapped(shape, term, order):
    lengths = [str(shape[term.index(x)]) if x in term else "newaxis" for x in order]
    while lengths and lengths[0] == "newaxis":
        del lengths[0]
    return "(" + ",".join(lengths) + ("," if len(lengths) == 1 else "") + ")"


def _sum_out(a, labels, keep):
    """Sum over the axes whose labels nobody needs any more."""
    gone = tuple(i for i, label in enumerate(labels) if label not in keep)
    if not gone:
        return a, labels
    # A sum of objects over all axes is the object itself.
    return asanyarray(a.sum(axis=gone, dtype=a.dtype), dtype=a.dtype), [
        label for label in labels if label in keep
    ]


@lru_cache(256)
def _pair_plan(la, lb, keep):
    """How to contract labels `la` with `lb`: which axes to sum first, and the groups of the rest."""
    sum_a = tuple(i for i, x in enumerate(la) if x not in keep and x not in lb)
    sum_b = tuple(i for i, x in enumerate(lb) if x not in keep and x not in la)
    la, lb = (tuple(x for i, x in enumerate(t) if i not in gone) for t, gone in ((la, sum_a), (lb, sum_b)))
    batch = [x for x in la if x in lb and x in keep]
    summed = [x for x in la if x in lb and x not in keep]
    left, right = [x for x in la if x not in lb], [x for x in lb if x not in la]
    order_a = tuple(la.index(x) for x in batch + left + summed)
    order_b = tuple(lb.index(x) for x in (batch + summed + right if summed else batch + right))
    return sum_a, sum_b, order_a, order_b, (len(batch), len(left), len(summed)), tuple(batch + left + right)


def _without_ones(a, la, b, lb):
    """Operands without the axes of length one that broadcast against the other."""
    sizes, sizes_b = dict(zip(la, a.shape)), dict(zip(lb, b.shape))
    ones_a = [x for x in la if x in sizes_b and sizes[x] == 1 != sizes_b[x]]
    ones_b = [x for x in lb if x in sizes and sizes_b[x] == 1 != sizes[x]]
    if ones_a:
        a, la = a.squeeze(tuple(la.index(x) for x in ones_a)), tuple(x for x in la if x not in ones_a)
    if ones_b:
        b, lb = b.squeeze(tuple(lb.index(x) for x in ones_b)), tuple(x for x in lb if x not in ones_b)
    return a, la, b, lb


def _contract(a, la, b, lb, keep):
    """Product of two operands, summed over what both have and nobody else needs."""
    if 1 in a.shape or 1 in b.shape:
        a, la, b, lb = _without_ones(a, la, b, lb)
    sum_a, sum_b, order_a, order_b, (batch, left, summed), labels = _pair_plan(la, lb, keep)
    if sum_a:
        a = a.sum(axis=sum_a, dtype=a.dtype)
    if sum_b:
        b = b.sum(axis=sum_b, dtype=b.dtype)
    if order_a or order_b:
        a, b = asanyarray(a).transpose(order_a), asanyarray(b).transpose(order_b)
    if not summed:
        if labels and len(order_b) > batch and left:
            # New axes of `a` for those of `b` alone come last, and the other way round.
            a = a.reshape(a.shape + (1,) * (len(order_b) - batch))
            b = b.reshape(b.shape[:batch] + (1,) * left + b.shape[batch:])
        elif len(order_b) > batch:
            a = a.reshape(a.shape + (1,) * (len(order_b) - batch))
        elif left:
            b = b.reshape(b.shape + (1,) * left)
        return asanyarray(nc.multiply(a, b)), labels
    outer = a.shape[: batch + left] + b.shape[batch + summed :]
    if summed > 1 or left != 1 or len(order_b) - batch - summed != 1:
        inner = _product(a.shape[batch + left :])
        a = a.reshape(a.shape[:batch] + (_product(a.shape[batch : batch + left]), inner))
        b = b.reshape(b.shape[:batch] + (inner, _product(b.shape[batch + summed :])))
    product = nc.matmul(a, b)
    return product if product.shape == outer else product.reshape(outer), labels


def _product(lengths):
    total = 1
    for n in lengths:
        total *= n
    return total


def _cheapest(labels, sizes, output):
    """The pair whose contraction leaves the smallest array, compared with what it replaces."""
    best = None
    for j in range(len(labels)):
        for i in range(j):
            others = set(output).union(*(labels[k] for k in range(len(labels)) if k not in (i, j)))
            joint = set(labels[i]) | set(labels[j])
            growth = _product(sizes[x] for x in joint & others)
            growth -= _product(sizes[x] for x in labels[i]) + _product(sizes[x] for x in labels[j])
            cost = growth, _product(sizes[x] for x in joint)
            if best is None or cost < best[0]:
                best = cost, (i, j)
    return best[1]


def _evaluate(arrays, labels, output, steps):
    """Contract by the given steps, or by the cheapest pair each time; then order the axes."""
    # Of one operand nothing of which is summed NumPy makes a view, with other words.
    many = len(arrays) > 1 or not set(labels[0]) <= set(output)
    pairs = [diagonals(a, t, i, many) for i, (a, t) in enumerate(zip(arrays, labels))]
    arrays, labels = [a for a, _ in pairs], [t for _, t in pairs]
    if len(arrays) > 1:
        sizes = check_sizes(arrays, labels, output)
    steps = list(steps)
    check_path(steps, len(arrays))
    while len(arrays) > 1:
        if steps:
            chosen = sorted(steps.pop(0), reverse=True)
        else:
            chosen = (1, 0) if len(arrays) == 2 else sorted(_cheapest(labels, sizes, output), reverse=True)
        taken = [(arrays.pop(i), labels.pop(i)) for i in chosen][::-1]
        a, la = taken[0]
        for k, (b, lb) in enumerate(taken[1:], 2):
            keep = frozenset(output).union(*labels, *(t for _, t in taken[k:]))
            a, la = _contract(a, la, b, lb, keep)
        arrays.append(a)
        labels.append(la)
    a, la = arrays[0], labels[0]
    if la == output:
        return a[...] if len(pairs) == 1 else a
    a, la = _sum_out(a, la, output)
    lost = tuple(x for x in output if x not in la)
    if lost:
        # Only lengths of one have been squeezed away.
        a = a.reshape(a.shape + (1,) * len(lost))
        la = la + lost
    return a if la == output else a.transpose([la.index(x) for x in output])


def check_path(steps, n):
    """Refuse a path that leaves more than one operand."""
    left = n - sum(len(step) - 1 for step in steps)
    if steps and left != 1:
        raise RuntimeError(
            f"Invalid einsum_path is specified: {left - 1} more operands has to be contracted."
        )


def _cast(a, i, dtype, casting):
    if a.dtype == dtype:
        return a
    if not nc.can_cast(a.dtype, dtype, casting):
        raise TypeError(
            f"Iterator operand {i} dtype could not be cast from {a.dtype!r} to {dtype!r} "
            f"according to the rule '{casting}'"
        )
    return a.astype(dtype)


def _path(optimize, operands):
    """Steps asked for by ``optimize=``; none leave the choice to us."""
    if optimize is True or optimize is False or optimize is None:
        return []
    if not isinstance(optimize, str) and len(optimize) and optimize[0] == "einsum_path":
        return [tuple(step) for step in optimize[1:]]
    from ._einsum_path import einsum_path

    return einsum_path(*operands, optimize=optimize)[0][1:]


def einsum(*operands, out=None, optimize=False, **kwargs):
    """All that the native ``einsum`` leaves: keywords, ellipses, broadcasting, many operands, errors."""
    dtype, order, casting = kwargs.pop("dtype", None), kwargs.pop("order", "K"), kwargs.pop("casting", "safe")
    if casting not in _CASTINGS:
        raise ValueError(
            f"casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got '{casting}')"
        )
    if order is None or order not in "CFAKcfak":
        raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got '{order}')")
    if out is not None and not isinstance(out, ndarray):
        raise TypeError("keyword parameter out must be an array for einsum")
    if kwargs:
        raise TypeError(f"einsum() got an unexpected keyword argument {next(iter(kwargs))!r}")
    steps = _path(optimize, operands)
    if out is not None and not out.flags.writeable:
        raise ValueError("operand array with iterator write flag set is read-only")
    arrays, labels, output = parse(operands)
    if optimize is False:
        # Only products in a chosen order keep the class of their operands.
        arrays = [nc.asarray(a) for a in arrays]
    dtype = nc.result_type(*arrays) if dtype is None else nc.dtype(dtype)
    if out is None and len(arrays) == 1 and set(labels[0]) <= set(output):
        # A view is of the operand's own type, byte order included, whatever is asked for.
        dtype = arrays[0].dtype
    arrays = [_cast(a, i, dtype, casting) for i, a in enumerate(arrays)]
    with errstate(all="ignore"):  # sums of products tell of no floating-point errors here
        result = _evaluate(arrays, labels, output, steps)
    if out is not None:
        if optimize is False and not nc.can_cast(dtype, out.dtype, casting):
            raise TypeError(
                f"Iterator requested dtype could not be cast from {dtype!r} to {out.dtype!r}, "
                f"the operand {len(arrays)} dtype, according to the rule '{casting}'"
            )
        if out.shape != result.shape:
            check_sizes([*arrays, out], [*labels, output], output)
        nc.copyto(out, result, casting="unsafe")
        return out
    order = order.upper()
    if order == "A":
        order = "F" if all(a.flags.f_contiguous for a in arrays) else "C"
    if order != "K":
        result = asanyarray(result, order=order)
    return result if result.ndim else result[()]
