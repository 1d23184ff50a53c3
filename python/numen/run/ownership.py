"""Which files belong to the program: not the standard library, not what is installed, not this package."""

import functools
import os
import site
import sys
import sysconfig

# Folders of installed packages, wherever they stand (also on PYTHONPATH).
_INSTALLED = ("site-packages", "dist-packages")

# Top-level packages that programs named with `--include`: theirs, although installed.
included = set()


@functools.cache
def _system_folders():
    """The folders of the interpreter and of this package, resolved, each ending with a separator."""
    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders.add(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folders.add(os.path.dirname(os.__file__))
    try:
        folders.update(site.getsitepackages())
        folders.add(site.getusersitepackages())
    except (AttributeError, OSError):  # a site module replaced by an old virtualenv
        pass
    return tuple(os.path.join(os.path.realpath(folder), "") for folder in folders if folder)


@functools.lru_cache(4096)
def _is_program_file(path):
    if not path or path.startswith("<"):
        return False
    real = os.path.realpath(path)
    if any(part in _INSTALLED for part in real.split(os.sep)):
        return False
    return not real.startswith(_system_folders())


def owns(module_name, path):
    """Whether the module `module_name`, read from the file `path`, is one of the program's own."""
    top = module_name.partition(".")[0]
    if top in included:
        return True
    # NumPy itself, or this package, lying in a source folder on PYTHONPATH.
    if top in ("numpy", "numen"):
        return False
    return _is_program_file(path)


def owns_frame(frame):
    """Whether the code of `frame`, or for text run by `exec` the code that ran it, is the program's own."""
    while frame is not None:
        path = frame.f_code.co_filename
        if not path.startswith("<"):
            return owns(frame.f_globals.get("__name__") or "", path)
        if path.startswith("<frozen"):
            return False
        if frame.f_globals is sys.modules["__main__"].__dict__:
            return True
        frame = frame.f_back
    return False
