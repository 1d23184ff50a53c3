"""Programs with pandas by plain Python and by the runner, and what crossing into a package costs. Part of `make bench`.

    python bench/neighbours.py [--rounds N] [--program TEXT]

Each program of `pandas_programs/` runs as a process of its own, by turns with NumPy and with `python -m numen`; what
they print must be the same. A ratio is the runner's processor time over plain Python's, the median of the rounds, so
that a processor whose speed changes between rounds does not matter; start of the interpreter and imports included. Exit status 1 where a ratio or a crossing is over its bound.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

# A program that works in pandas may take 5 % more by the runner, the crossing of an array 2 microseconds.
BOUND = 1.05
CROSSING = 2.0e-6

# An installed package, as far as the runner can see, whose functions do nothing.
PACKAGE = """
import numpy
array = numpy.arange(1000.0)
dates, text = numpy.arange(1000).astype("M8[s]"), numpy.array(["one", "three"] * 500)
def take(x): pass
def give(): return array
def give_dates(): return dates
def give_text(): return text
def call(f): f(array)
"""

# Run by both: the runner's time less plain Python's is what the crossing costs.
CROSSINGS = """
import time
import numpy as np
import nothing

dates, text = np.arange(1000).astype("M8[s]"), np.array(["one", "three"] * 500)
x, small, view, number = np.arange(1000.0), np.arange(3), np.ones((50, 40))[5:, ::2], np.float64(3)
def back(a): return x
def large(n):
    for _ in range(n): nothing.take(x)
def strided(n):
    for _ in range(n): nothing.take(view)
def few(n):
    for _ in range(n): nothing.take(small)
def scalar(n):
    for _ in range(n): nothing.take(number)
def returned(n):
    for _ in range(n): nothing.call(back)
def received(n):
    for _ in range(n): np.asarray(nothing.give())
def dates_in(n):
    for _ in range(n): nothing.take(dates)
def dates_out(n):
    for _ in range(n): np.asarray(nothing.give_dates())
def text_in(n):
    for _ in range(n): nothing.take(text)
def text_out(n):
    for _ in range(n): np.asarray(nothing.give_text())
for function in (large, strided, few, scalar, returned, received, dates_in, dates_out, text_in, text_out):
    best = 1e9
    for _ in range(15):
        start = time.process_time()
        function(4000)
        best = min(best, time.process_time() - start)
    print(function.__name__, best / 4000)
"""


def run(program, runner, environment=None):
    """Seconds of the processor, and what was printed."""
    command = [sys.executable, *(["-m", "numen"] if runner else []), str(program)]
    environment = {**os.environ, "MPLBACKEND": "Agg", **(environment or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # packages are compiled once, as users have them
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{Path(program).name} failed:\n{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def compare(program, rounds):
    """Least times of both, the median of their ratio in each round, and whether they print the same."""
    times, texts = [[], []], ["", ""]
    for turn in range(rounds):
        for which in (0, 1) if turn % 2 else (1, 0):
            elapsed, texts[which] = run(program, which == 1)
            times[which].append(elapsed)
    ratio = statistics.median(ours / plain for plain, ours in zip(*times))
    return *map(min, times), ratio, texts[0] == texts[1]


def crossings():
    """The seconds that each kind of crossing costs, by name."""
    with tempfile.TemporaryDirectory() as folder:
        packages = Path(folder, "site-packages")
        packages.mkdir()
        Path(packages, "nothing.py").write_text(PACKAGE)
        program = Path(folder, "crossings.py")
        program.write_text(CROSSINGS)
        path = os.pathsep.join(filter(None, [str(packages), os.environ.get("PYTHONPATH")]))
        texts = [run(program, runner, {"PYTHONPATH": path})[1] for runner in (False, True)]
    plain, ours = [{k: float(v) for k, v in map(str.split, text.splitlines())} for text in texts]
    return {name: ours[name] - plain[name] for name in plain}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--program", default="", help="only programs with this text")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    over = 0
    print("programs: seconds with NumPy, by the runner, ratio")
    ratios = []
    for program in sorted(Path(HERE, "pandas_programs").glob("*.py")):
        if options.program not in program.name:
            continue
        plain, ours, ratio, same = compare(program, options.rounds)
        ratios.append(ratio)
        over += ratios[-1] > BOUND or not same
        note = "" if same else "  prints something else"
        print(f"  {program.name:20s} {plain:7.2f} {ours:7.2f} {ratios[-1]:7.3f}{note}", flush=True)
    print(f"crossings, nanoseconds (at most {CROSSING * 1e9:.0f})")
    for name, seconds in crossings().items():
        over += seconds > CROSSING
        print(f"  {name:20s} {seconds * 1e9:7.0f}")
    if ratios:
        print(f"neighbours: largest ratio {max(ratios):.3f} (at most {BOUND}), {over} over their bounds")
    return over > 0


if __name__ == "__main__":
    sys.exit(main())
