"""``einsum_path``: in which order to contract the operands of an `einsum`.

Searches as in Smith and Gray, "opt_einsum", Journal of Open Source Software 3
(2018): all orders, or the pair that removes most elements each time.
"""

from itertools import combinations

from ._core import array_function_dispatch
from ._einsum import check_path, check_sizes, diagonals, parse

__all__ = ["einsum_path"]


def _size(labels, sizes):
    total = 1
    for x in labels:
        total *= sizes[x]
    return total


def _flops(labels, summed, terms, sizes):
    """Operations of one contraction: a multiplication for each further term, an addition where it sums."""
    return _size(labels, sizes) * (max(1, terms - 1) + bool(summed))


def _contraction(positions, terms, output):
    """Result, terms that remain with the result last, summed labels, and all labels involved."""
    involved = frozenset().union(*(terms[p] for p in positions))
    rest = [t for i, t in enumerate(terms) if i not in positions]
    result = involved & frozenset(output).union(*rest)
    return result, [*rest, result], involved - result, involved


def _optimal(terms, output, sizes, limit):
    """The cheapest of all orders of pairs, with no intermediate above the limit."""
    partial = [(0, [], terms)]
    for _ in range(len(terms) - 1):
        longer = []
        for cost, path, remaining in partial:
            for pair in combinations(range(len(remaining)), 2):
                result, after, summed, involved = _contraction(pair, remaining, output)
                if _size(result, sizes) > limit:
                    continue
                longer.append((cost + _flops(involved, summed, 2, sizes), [*path, pair], after))
        if not longer:
            # The limit allows no more pairs: the rest goes in one step.
            _, path, remaining = min(partial, key=lambda entry: entry[0])
            return [*path, tuple(range(len(remaining)))]
        partial = longer
    return min(partial, key=lambda entry: entry[0])[1]


def _candidate(pair, terms, output, sizes, limit, spent, naive):
    """Rank, pair and remaining terms of one contraction, or None if it does not pay."""
    result, after, summed, involved = _contraction(pair, terms, output)
    if _size(result, sizes) > limit:
        return None
    removed = sum(_size(terms[p], sizes) for p in pair) - _size(result, sizes)
    cost = _flops(involved, summed, 2, sizes)
    if spent + cost > naive:
        return None
    return (-removed, cost), pair, after


def _greedy(terms, output, sizes, limit):
    """The pair that removes most elements each time; outer products only if nothing else is left."""
    _, _, summed, involved = _contraction(range(len(terms)), terms, output)
    naive = _flops(involved, summed, len(terms), sizes)
    path, spent = [], 0
    for _ in range(len(terms) - 1):
        pairs = list(combinations(range(len(terms)), 2))
        connected = [(i, j) for i, j in pairs if terms[i] & terms[j]]
        found = [_candidate(p, terms, output, sizes, limit, spent, naive) for p in connected]
        if not any(found):
            found = [_candidate(p, terms, output, sizes, limit, spent, naive) for p in pairs]
        found = [candidate for candidate in found if candidate]
        if not found:
            path.append(tuple(range(len(terms))))
            break
        (_, cost), pair, terms = min(found, key=lambda candidate: candidate[0])
        path.append(pair)
        spent += cost
    return path


def _wanted(optimize):
    """Name of the search or an explicit path, and the memory limit asked for."""
    if optimize is True:
        return "greedy", None
    if optimize is None or optimize is False:
        return False, None
    if isinstance(optimize, str):
        return optimize, None
    if len(optimize) and optimize[0] == "einsum_path":
        return list(optimize), None
    if len(optimize) == 2 and isinstance(optimize[0], str) and isinstance(optimize[1], (int, float)):
        return optimize[0], int(optimize[1])
    raise TypeError(f"Did not understand the path: {optimize!s}")


def _letters(labels, wide):
    """Text of labels; the axes under an ellipsis get letters that are free."""
    return "".join(wide.get(x, x) for x in labels)


@array_function_dispatch(lambda *operands, optimize=None, einsum_call=None: operands)
def einsum_path(*operands, optimize="greedy", einsum_call=False):
    """Find a cheap order of contractions for an `einsum`.

    Parameters
    ----------
    *operands
        As for `einsum`.
    optimize : {'greedy', 'optimal', True, False} or pair, optional
        The search; a pair of it and the largest allowed intermediate result;
        or a path to report on.
    einsum_call : bool, optional
        Not supported.

    Returns
    -------
    path : list
        ``'einsum_path'`` and for each step the positions of the operands,
        whose result goes to the end.
    report : str
        The steps and what they cost.

    Examples
    --------
    >>> import numen as np
    >>> a, b, c = np.ones((2, 3)), np.ones((3, 4)), np.ones((4, 5))
    >>> np.einsum_path('ij,jk,kl->il', a, b, c)[0]
    ['einsum_path', (1, 2), (0, 1)]
    """
    if einsum_call:
        # A private protocol between NumPy's two functions, of no use to a program.
        raise NotImplementedError("einsum_call=True describes the inner steps of NumPy's einsum")
    kind, limit = _wanted(optimize)
    arrays, labels, output = parse(operands)
    for i, (a, term) in enumerate(zip(arrays, labels)):
        diagonals(a, term, i)
    sizes = check_sizes(arrays, labels, output)
    terms = [frozenset(t) for t in labels]
    if limit is None:
        limit = max(_size(t, sizes) for t in [*labels, output])
    if isinstance(kind, list):
        path = kind[1:]
        check_path(path, len(terms))
    elif kind is False or len(terms) < 3 or set(output) == frozenset().union(*terms):
        # Nothing to choose.
        path = [tuple(range(len(terms)))]
    elif kind == "greedy":
        path = _greedy(terms, output, sizes, limit)
    elif kind == "optimal":
        path = _optimal(terms, output, sizes, limit)
    else:
        raise KeyError("Path name %s not found", kind)
    return ["einsum_path", *path], _report(path, labels, output, sizes)


def _report(path, labels, output, sizes):
    """The table that is printed."""
    every = frozenset().union(*labels)
    free = [c for c in "ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba" if c not in every]
    wide = {x: free[-x - 1] for x in every if isinstance(x, int)}
    texts, goal = [_letters(t, wide) for t in labels], _letters(output, wide)
    whole = ",".join(texts) + "->" + goal
    naive = _flops(every, sum(map(len, labels)) > len(every), len(labels), sizes)
    terms = [frozenset(t) for t in labels]
    costs, scales, largest, lines = [], [], [], []
    for step, positions in enumerate(path):
        positions = tuple(sorted(positions, reverse=True))
        result, terms, summed, involved = _contraction(positions, terms, output)
        costs.append(_flops(involved, summed, len(positions), sizes))
        scales.append(len(involved))
        largest.append(_size(result, sizes))
        taken = [texts.pop(p) for p in positions]
        if step == len(path) - 1:
            made = goal
        else:
            made = "".join(letter for _, letter in sorted((sizes[x], wide.get(x, x)) for x in result))
        texts.append(made)
        lines.append(
            f"\n{scales[-1]:4d}    {','.join(taken) + '->' + made:>24s} {','.join(texts) + '->' + goal:>40s}"
        )
    optimized = sum(costs) + 1
    rule = "-" * 74
    return (
        f"  Complete contraction:  {whole}\n"
        f"         Naive scaling:  {len(every)}\n"
        f"     Optimized scaling:  {max(scales)}\n"
        f"      Naive FLOP count:  {naive:.3e}\n"
        f"  Optimized FLOP count:  {optimized:.3e}\n"
        f"   Theoretical speedup:  {naive / optimized:3.3f}\n"
        f"  Largest intermediate:  {max(largest):.3e} elements\n"
        f"{rule}\n"
        f"{'scaling':>6s} {'current':>24s} {'remaining':>40s}\n"
        f"{rule}" + "".join(lines)
    )
