"""Which files belong to the program: not the standard library, not what is installed, not this package."""

import functools
import os
import sys

# Folders of installed packages, wherever they stand (also on PYTHONPATH).
_INSTALLED = ("site-packages", "dist-packages")

# Top-level packages that programs named with `--include`: theirs, although installed.
included = set()


@functools.cache
def system_folders():
    """The folders of the interpreter's library and of this package, resolved, each ending with a separator.

    Installed packages are known by their folders' names. `sysconfig` would tell the rest, after it has read what the
    interpreter was compiled with.
    """
    library = os.path.dirname(os.__file__)
    folders = {library, os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}
    # Where extension modules stand, if the interpreter keeps them apart.
    folders.add(os.path.join(sys.base_exec_prefix, sys.platlibdir, os.path.basename(library)))
    return tuple(os.path.join(os.path.realpath(folder), "") for folder in folders)


@functools.lru_cache(4096)
def _is_program_file(path):
    if not path or path.startswith("<"):
        return False
    if package_of(path):
        return False
    return not _resolved(path).startswith(system_folders())


@functools.cache
def _real_folder(folder):
    """A folder's path, resolved; what is above it is asked for once for all that it holds."""
    above, name = os.path.split(folder)
    if name in ("", ".", "..") or not os.path.isabs(folder) or os.path.islink(folder):
        return os.path.realpath(folder)
    return os.path.join(_real_folder(above), name)


def _resolved(path):
    """A file's path with its folder resolved: files of one folder are asked for one after the other."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    return os.path.join(_real_folder(folder), name)


@functools.lru_cache(4096)
def package_of(path):
    """The installed package to which the file `path` belongs; empty where it lies in no folder of packages."""
    parts = _resolved(path).split(os.sep) if path else []
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] in _INSTALLED:
            return parts[at + 1].partition(".")[0]
    return ""


@functools.cache
def _holds_packages(folder):
    return not _is_program_file(os.path.join(folder, "__init__.py"))


def within_packages(path):
    """Whether the folders of a package, its ``__path__``, hold nothing of the program's."""
    return all(map(_holds_packages, path))


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


def named(given, folder):
    """The installed packages that count as the program's own: those given, of ``NUMEN_INCLUDE``, of the project.

    Parameters
    ----------
    given : iterable of str
        From the command line.
    folder : str
        Where the program is: the nearest ``pyproject.toml`` from there upwards is read, its ``[tool.numen]``.

    Raises
    ------
    ValueError
        When the table there says something else than a list of names.
    """
    names = [*given, *os.environ.get("NUMEN_INCLUDE", "").replace(os.pathsep, ",").split(",")]
    folder = os.path.abspath(folder or ".")
    while True:
        path = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(path):
            return {name.strip() for name in [*names, *_in_project(path)]} - {""}
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return {name.strip() for name in names} - {""}


def _in_project(path):
    with open(path, "rb") as file:
        text = file.read()
    if b"numen" not in text:
        return []
    import tomllib

    table = tomllib.loads(text.decode()).get("tool", {}).get("numen", {})
    names = table.get("include", []) if isinstance(table, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"[tool.numen] in {path}: include must be a list of names of packages")
    return names
