"""The hot path: ten float64, one call, against the C floor and NumPy. `make bench-hot`.

A budget is a multiple of the floor's time for the same statement (docs/architecture.md), and where NumPy is
given, a fraction of its time. A line over its budget ends with `over`; the exit status is 1 if there is one.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import floor  # noqa: E402
import timing  # noqa: E402

# Statement, the floor's statement (or None), the most it may take of the floor's time, and of NumPy's.
ROWS = [
    ("a + b", "a + b", 2.5, 1 / 4),
    ("a * 2.0", "a * 2.0", 2.5, None),
    ("a[3]", "a[3]", 2, None),
    ("a[1:]", "a[1:]", 2, None),
    ("a.T", "a.T", 2, None),
    ("np.add(a, b)", "np.add(a, b)", 3, None),
    ("np.exp(a)", "np.exp(a)", 3, None),
    ("a.sum()", "a.sum()", 4, None),
    ("np.sum(a)", "np.sum(a)", 4, 1 / 10),
    ("a.mean()", "a.mean()", 4, None),
    ("np.array([1., 2., 3.])", "np.array([1., 2., 3.])", 4, None),
    ("x + y", "u + v", 1.5, None),  # float64 scalars against Python's floats
    ("a.std()", None, None, 1 / 30),
    ("np.percentile(a, 50)", None, None, 1 / 50),
    ("repr(a)", None, None, 1 / 5),
]


def names(np, real):
    values = [0.5 * i - 2 for i in range(10)]
    space = {"np": np, "a": np.array(values), "b": np.array(values[::-1]), "u": 1.5, "v": 2.25}
    if real:
        space |= {"x": np.float64(1.5), "y": np.float64(2.25)}
    return space


def main():
    import numen

    try:
        import numpy
    except ImportError:
        numpy = None
    bare = floor.load()
    print(
        f"{timing.cpu()}; ten float64; ns a call, the least of interleaved rounds, the empty loop taken off"
    )
    print(
        f"{'statement':26s} {'Numen':>8s} {'C floor':>8s} {'x floor':>8s} {'budget':>7s} {'NumPy':>8s} {'of NumPy':>9s}"
    )
    over = 0
    for statement, bare_statement, budget, share in ROWS:
        loops = [timing.loop("pass", names(numen, True)), timing.loop(statement, names(numen, True))]
        has_floor = bare is not None and bare_statement is not None
        if has_floor:
            loops.append(timing.loop(bare_statement, names(bare, False)))
        if numpy is not None:
            loops.append(timing.loop(statement, names(numpy, True)))
        empty, ours, *rest = timing.interleaved(loops)
        ours -= empty
        least = rest.pop(0) - empty if has_floor else None
        theirs = rest.pop(0) - empty if rest else None
        line = f"{statement:26s} {ours * 1e9:8.1f} "
        line += f"{least * 1e9:8.1f} {ours / least:8.2f} {budget:7.1f} " if has_floor else f"{'':26s}"
        line += f"{theirs * 1e9:8.1f} {ours / theirs:9.3f}" if theirs else ""
        too_slow = has_floor and ours > budget * least or (theirs and share and ours > share * theirs)
        over += bool(too_slow)
        print(line + ("  over" if too_slow else ""), flush=True)
    print(f"{over} of {len(ROWS)} over budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
