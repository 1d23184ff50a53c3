"""``python -m numen info``: what was found on this machine."""

import importlib.metadata
import os
import platform
import sys

from numen import _core, _runtime

NEIGHBOURS = ("numpy", "scipy", "pandas", "matplotlib", "scikit-learn", "torch", "tqdm", "Pillow")


def facts():
    """Pairs of a title and a text, in the order in which they are shown.

    Returns
    -------
    list of tuple of (str, str)
    """
    machine = _core._machine() if hasattr(_core, "_machine") else {}
    return [
        ("version", f"Numen {_runtime.VERSION}, the API of NumPy {_runtime.NUMPY_VERSION}"),
        ("python", f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}"),
        ("cpu", _cpu(machine)),
        ("threads", _threads(machine)),
        ("memory", _memory(machine)),
        ("types", _types()),
        ("installed", _neighbours()),
    ]


def _cpu(machine):
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            name = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    if "cpu_level" not in machine:
        return name
    chosen = "NUMEN_CPU" if "NUMEN_CPU" in os.environ else "the best there is; NUMEN_CPU changes it"
    return f"{name}; kernels for {machine['cpu_level']} ({chosen})"


def _threads(machine):
    count = machine.get("threads", "not reported")
    return f"{count} of {os.cpu_count()} (NUMEN_NUM_THREADS changes it)"


def _memory(machine):
    parts = []
    for key, title in (
        ("memory_in_use", "in arrays"),
        ("memory_cached", "kept free"),
        ("memory_limit", "limit"),
    ):
        if key in machine:
            parts.append(f"{machine[key] / 2**20:,.0f} MiB {title}")
    return ", ".join(parts) or "not reported"


def _types():
    import numen

    names = []
    for char in "?bhilqBHILQefdgFDGOSUVMm":
        name = numen.dtype(char).type.__name__
        if name not in names:
            names.append(name)
    return " ".join(names)


def _neighbours():
    found = []
    for name in NEIGHBOURS:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found) or "none of the neighbours"


def show(file=None):
    """Print the facts, a line each; long lists are wrapped.

    Parameters
    ----------
    file : text file, optional
        By default standard output.
    """
    import textwrap

    for title, text in facts():
        lines = textwrap.wrap(text, 88, subsequent_indent=" " * 11, initial_indent=f"{title:10s} ")
        print("\n".join(lines), file=file or sys.stdout)
