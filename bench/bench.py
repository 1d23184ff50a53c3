"""Numen against NumPy, interleaved in one process. `make bench`.

    python bench/bench.py [--group TEXT] [--case TEXT] [--rounds N]

A ratio is NumPy's time over Numen's: above 1 Numen is faster. A statement that fails, or whose result differs,
is listed as such and has no ratio.
"""

import argparse
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import cases  # noqa: E402
import timing  # noqa: E402


def evaluated(statement, space):
    """The statement's value as a real NumPy array, or None where it has none."""
    if "=" in statement.replace("==", "").split("(")[0]:
        return None
    return eval(statement, space)


def agree(numpy, ours, theirs):
    if isinstance(theirs, str):
        return ours == theirs
    if isinstance(theirs, tuple):
        return all(agree(numpy, a, b) for a, b in zip(ours, theirs))
    ours, theirs = numpy.asarray(ours), numpy.asarray(theirs)
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return False
    return bool(
        numpy.allclose(ours, theirs, rtol=1e-4 if theirs.dtype.itemsize == 4 else 1e-7, equal_nan=True)
    )


def measure(numen, numpy, statement, n, rounds):
    spaces = [cases.names(np, n) for np in (numen, numpy)]
    if "random" not in statement:
        values = [evaluated(statement, space) for space in spaces]
        if values[1] is not None and not agree(numpy, *values):
            return "differs"
    return timing.interleaved([timing.loop(statement, space) for space in spaces], rounds=rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--group", default="", help="only groups with this text")
    parser.add_argument("--case", default="", help="only statements with this text")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    import numen

    try:
        import numpy
    except ImportError:
        sys.exit("bench.py compares with NumPy, which is not installed")
    print(f"{timing.cpu()}; NumPy {numpy.__version__}; ratio: NumPy's time over Numen's")
    ratios = []
    for group, statements in cases.CASES.items():
        if options.group not in group:
            continue
        print(f"\n{group}")
        for statement, sizes in statements:
            for n in sizes if options.case in statement else ():
                label = f"  {statement:36s} {n:>9,d}"
                try:
                    result = measure(numen, numpy, statement, n, options.rounds)
                except Exception as error:
                    print(f"{label}  {type(error).__name__}: {str(error)[:60]}")
                    continue
                if isinstance(result, str):
                    print(f"{label}  {result}")
                    continue
                ratios.append(result[1] / result[0])
                ours, theirs = map(timing.readable, result)
                print(f"{label} {ours:>10s} {theirs:>10s} {ratios[-1]:7.2f}", flush=True)
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"\ngeometric mean {mean:.2f}, least {min(ratios):.2f}, {len(ratios)} cases")


if __name__ == "__main__":
    main()
