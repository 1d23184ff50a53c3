"""`numen.ml` against scikit-learn, and its network against NumPy, interleaved in one process. `make bench-ml`.

    python bench/ml.py [--case TEXT] [--rounds N]

A ratio is the other's time over Numen's: above 1 Numen is faster. Both get the same data, in their own arrays, and do
the same number of rounds; each network begins when the other's threads have come to rest. Memory is what `tracemalloc` sees at the most.
"""

import argparse
import importlib
import math
import sys
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import ml_cases  # noqa: E402
import ml_network  # noqa: E402
import timing  # noqa: E402

MIB = 2**20


def agree(numpy, ours, theirs):
    ours, theirs = numpy.asarray(ours), numpy.asarray(theirs)
    if ours.shape != theirs.shape:
        return False
    if theirs.dtype.kind not in "fc":
        return bool((ours == theirs).all())
    return bool(numpy.allclose(ours, theirs, rtol=1e-6, atol=1e-6, equal_nan=True))


def timed(call):
    """`call` as a loop of `timing`."""
    return timing.loop("call()", {"call": call})


def compared(case, ours, theirs, rounds):
    """Seconds of either library on a case, or None where what they find differs."""
    import numpy

    modules = [importlib.import_module(f"{root}.{case.module}") for root in ("numen.ml", "sklearn")]
    more = [{}, case.theirs]
    calls = [lambda m=m, d=d, k=k: case.call(m, d, **k) for m, d, k in zip(modules, (ours, theirs), more)]
    if not agree(numpy, *[call() for call in calls]):
        return None
    return timing.interleaved([timed(call) for call in calls], rounds=rounds, chunks=2)


def row(group, title, seconds):
    mine, other = map(timing.readable, seconds)
    print(f"{group:20s} {title:24s} {mine:>9s} {other:>9s} {seconds[1] / seconds[0]:7.2f}", flush=True)
    return seconds[1] / seconds[0]


def table(options):
    """Print the rows of all cases and return their ratios by name."""
    import numpy

    import numen

    data = ml_cases.drawn(numpy)
    ours, theirs = (ml_cases.given(data, library) for library in (numen, numpy))
    found = {}
    for case in ml_cases.CASES:
        name = f"{case.group}: {case.title}"
        if options.case not in name:
            continue
        seconds = compared(case, ours, theirs, options.rounds)
        if seconds is None:
            print(f"{case.group:20s} {case.title:24s} differs")
            found[name] = float("nan")
        else:
            found[name] = row(case.group, case.title, seconds)
    return found


def peak(call):
    """The bytes that a call asked for at the most, and what it returned."""
    tracemalloc.start()
    try:
        result = call()
        return tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


def memory():
    """Print what searching and comparing 20k points asks for; return whether it is within what is allowed."""
    import numen as np
    from numen.ml import metrics, neighbors

    x = np.random.RandomState(0).normal(size=(20_000, 16))
    search = neighbors.NearestNeighbors(n_neighbors=5).fit(x)
    most, _ = peak(lambda: search.kneighbors(x))
    print(f"nearest of 20k among 20k: {most / MIB:.0f} MiB (allowed 500)")
    fits = most <= 500 * MIB
    few = x[:6_000]
    for metric in ("euclidean", "cosine", "manhattan"):
        most, result = peak(lambda metric=metric: metrics.pairwise_distances(few, metric=metric))
        beside = most - result.nbytes
        print(f"pairwise distances of 6k, {metric}: the result and {beside / MIB:.0f} MiB (allowed 100)")
        fits = fits and beside <= 100 * MIB
    return fits


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--case", default="", help="only cases with this text")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    try:
        import sklearn
    except ImportError:
        sys.exit("ml.py compares with scikit-learn, which is not installed")
    print(f"{timing.cpu()}; scikit-learn {sklearn.__version__}; ratio: the other's time over Numen's\n")
    ratios = table(options)
    networks = [] if options.case else [
        row("network", title, timing.interleaved([timed(c) for c in calls], rounds=options.rounds, chunks=1, rest=0.1))
        for title, calls in ml_network.cases()
    ]  # fmt: skip
    fits = options.case or memory()
    if not ratios:
        sys.exit(f"no case has {options.case!r} in its name")
    wrong = [name for name, ratio in ratios.items() if math.isnan(ratio)]
    right = {name: ratio for name, ratio in ratios.items() if name not in wrong}
    mean = math.exp(sum(map(math.log, right.values())) / max(len(right), 1))
    least = min(right, key=right.get)
    text = f"\nml: geometric mean {mean:.2f} x over scikit-learn, least {right[least]:.2f} ({least}), {len(right)} cases"
    text += f", {len(wrong)} differ" if wrong else ""
    if networks:
        text += (
            f"; network {networks[0]:.2f} x over the tutorial's code, {networks[1]:.2f} x over MLPClassifier"
        )
        text += f"; memory {'within' if fits else 'over'} what is allowed"
    print(text)


if __name__ == "__main__":
    main()
