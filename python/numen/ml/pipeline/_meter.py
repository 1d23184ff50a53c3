"""Time and memory of a call."""

import sys
import time
from dataclasses import dataclass

__all__ = ["Measurement", "measure"]


@dataclass
class Measurement:
    """What a call returned and what it took."""

    result: object
    seconds: float
    runs: int
    peak_bytes: int

    def __repr__(self):
        return f"Measurement(seconds={self.seconds:.6g}, runs={self.runs}, peak_bytes={self.peak_bytes})"


def measure(function, *args, repeat=1, **kwargs):
    """Call a function, and return its result with the time and the memory it took.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        Its arguments.
    repeat : int
        Number of calls. The shortest counts: what disturbs a call makes it longer, never shorter.

    Returns
    -------
    Measurement
        `result`, `seconds`, `runs`, `peak_bytes`: by how much the memory of the process was larger at its largest
        during the calls than before. Where the system does not let the mark be set back (all but Linux), only
        memory beyond the largest use so far is seen.

    Raises
    ------
    ValueError
        `repeat` is not positive.

    Examples
    --------
    >>> from numen.ml.pipeline import measure
    >>> measure(sum, [1, 2, 3]).result
    6

    By hand::

        start = time.perf_counter()
        result = function()
        seconds = time.perf_counter() - start

    ``time.time`` is not for this: it may jump. The first call often pays for memory and for caches.
    """
    if repeat < 1:
        raise ValueError(f"repeat must be positive, got {repeat}")
    before = _start_mark()
    best = None
    for _ in range(repeat):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    return Measurement(result, best, repeat, max(0, _high_mark() - before))


def _start_mark():
    """Set the largest use back to the use now where possible; return it in bytes."""
    try:
        with open("/proc/self/clear_refs", "w") as f:
            f.write("5")
    except OSError:
        pass
    return _high_mark()


def _high_mark():
    """Largest memory in use so far, in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/status") as f:
            for line in f:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
