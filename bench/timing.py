"""Timing statements of several libraries in turn, in one process.

On a shared machine a single time says little: each statement is calibrated to chunks of about a millisecond,
the libraries take turns, and the least time of each over all rounds is kept.
"""

import gc
import time

CHUNK = 1e-3


def loop(statement, names):
    """A function that runs `statement` n times and returns the seconds it took."""
    source = (
        "def run(_n, _clock, {names}):\n"
        "    _start = _clock()\n"
        "    for _i in range(_n):\n"
        "        {statement}\n"
        "    return _clock() - _start\n"
    ).format(names=", ".join(names), statement="\n        ".join(statement.splitlines()))
    space = {}
    exec(compile(source, "<statement>", "exec"), space)
    return lambda n: space["run"](n, time.perf_counter, **names)


def calibrate(run):
    n = 1
    while True:
        seconds = run(n)
        if seconds > CHUNK / 4 or n > 10**7:
            return max(1, int(n * CHUNK / max(seconds, 1e-9)))
        n *= 4


def interleaved(loops, rounds=7, chunks=5, rest=0.0):
    """The least seconds of one run of each of several loops, taken in turns.

    Parameters
    ----------
    loops : list of callables
        As `loop` makes them.
    rounds, chunks : int
        How often the turn goes round, and how many chunks a turn has.
    rest : float
        Seconds before each turn: threads of a library that wait in a loop for its next call (OpenBLAS's do so for some
        26 ms) then no longer take a CPU from the other side.

    Returns
    -------
    list of float
    """
    counts = [calibrate(run) for run in loops]
    best = [float("inf")] * len(loops)
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        for number in range(rounds):
            order = range(len(loops)) if number % 2 == 0 else reversed(range(len(loops)))
            for index in order:
                time.sleep(rest)
                for _ in range(chunks):
                    best[index] = min(best[index], loops[index](counts[index]) / counts[index])
    finally:
        if was_enabled:
            gc.enable()
    return best


def readable(seconds):
    """A time with a fitting unit."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def cpu():
    """The CPU's name, for the head of a table."""
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        import platform

        return platform.processor() or platform.machine()
