"""What must be known before `numen._core` makes its types: is this process running a program unchanged?

`python -m numen script.py` promises that the program prints what it printed under NumPy, so its types must be
called ``numpy.ndarray``; under a plain ``import numen`` they are ``numen.ndarray``. Type names are fixed when
`numen._core` is imported, and `python -m numen` imports the package before it runs `numen.__main__`; so this
module, which `numen/__init__.py` imports first, recognises that start from the interpreter's command line.
It uses nothing but `sys`.
"""

import sys

VERSION = "0.1.0"

# The version whose behaviour is reproduced; programs under the runner see it as `np.__version__`.
NUMPY_VERSION = "2.4.6"

# Set in the children that a program starts through multiprocessing (run/children.py) before they import numen.
CHILD_MARK = "_numen_program"

# Words that stand where a script would, and are commands of `python -m numen` itself.
COMMANDS = ("info",)


def _started_as_module(name, argv, orig_argv):
    """Whether the interpreter was started with ``-m name`` and is still looking that module up."""
    # While runpy imports the packages above the module, argv[0] is the placeholder "-m".
    if not argv or argv[0] != "-m" or len(orig_argv) < len(argv):
        return False
    head = orig_argv[: len(orig_argv) - (len(argv) - 1)]
    if orig_argv[len(head) :] != argv[1:]:
        return False
    last = head[-1]
    for target in (name, name + ".__main__"):
        # "-m numen", grouped "-Im numen", joined "-mnumen"
        if last == target and len(head) > 1 and _is_short_options(head[-2]) and head[-2].endswith("m"):
            return True
        if last.endswith("m" + target) and _is_short_options(last[: -len(target)]):
            return True
    return False


def _is_short_options(text):
    return len(text) > 1 and text[0] == "-" and text[1:].isalpha()


def program_arguments(arguments):
    """Split the arguments after ``python -m numen`` into own options and the program's command line.

    Returns
    -------
    tuple of (dict, list)
        The options, ``{"include": [...], "flags": [...]}``, and what is left: empty, or a list beginning with
        a script, ``-m``, ``-c`` or ``-``, or one of `COMMANDS`.
    """
    options = {"include": [], "flags": []}
    rest = list(arguments)
    while rest:
        first = rest[0]
        if first == "--include" and len(rest) > 1:
            options["include"] += [n for n in rest[1].split(",") if n]
            del rest[:2]
        elif first.startswith("--include="):
            options["include"] += [n for n in first[10:].split(",") if n]
            del rest[0]
        elif first in ("-h", "--help", "-V", "--version"):
            options["flags"].append(first)
            del rest[0]
        elif first == "--":
            del rest[0]
            break
        else:
            break
    return options, rest


def _loaded_by_notebook():
    """Whether ``%load_ext numen`` is what imports the package: IPython's own frame says which extension it loads."""
    if "IPython.core.extensions" not in sys.modules:
        return False
    frame = sys._getframe()
    while frame is not None:
        if frame.f_globals.get("__name__") == "IPython.core.extensions":
            return frame.f_locals.get("module_str") == "numen"
        frame = frame.f_back
    return False


def _runs_program():
    if getattr(sys, CHILD_MARK, None) is not None or _loaded_by_notebook():
        return True
    orig = getattr(sys, "orig_argv", None) or []
    argv = getattr(sys, "argv", None) or []
    if not _started_as_module("numen", argv, orig):
        return False
    options, rest = program_arguments(argv[1:])
    return bool(rest) and not options["flags"] and rest[0] not in COMMANDS


under_runner = _runs_program()
"""True where a program written for NumPy is being run unchanged."""

type_module = "numpy" if under_runner else "numen"
"""The module that type names and reprs show; `numen._core` reads it when it is initialised."""

version = NUMPY_VERSION if under_runner else VERSION
"""What ``np.__version__`` is in this process."""
