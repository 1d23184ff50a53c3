"""The cells of a notebook run as `python -m numen` runs a script: ``%load_ext numen`` or ``numen.install()``.

Each cell's syntax tree is rewritten before it is compiled. What names are bound to is remembered from cell to cell,
as a script's text says it once. The import hook serves modules of one's own. All of it can be undone.
"""

import os
import sys
import types
import warnings

from numen import _core, _runtime

from . import adapters, border, crossings, loader, ownership, rewrite

__all__ = ["install", "load_ipython_extension", "uninstall", "unload_ipython_extension"]

# Packages that show what cells give: they get the program's own objects.
_SHOWING = ("IPython", "ipykernel")


class Cells:
    """Rewrites the tree of each cell (an entry of IPython's ``ast_transformers``)."""

    def __init__(self, namespace):
        self._names = crossings._Names()
        for name, value in namespace.items():
            if isinstance(value, types.ModuleType):
                self._names._imported(name, crossings._top(value.__name__))

    def visit(self, tree):
        """The rewritten tree; names that earlier cells bound are known."""
        tree = rewrite._Imports().visit(tree)
        self._names.visit(tree)
        return crossings._Crossings(self._names).visit(tree) if self._names.foreign else tree


# What uninstall needs: the shell, its transformer, the version that the package had.
_installed = {}


def _shell():
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def install(include=(), shell=None):
    """Let the following cells, and the modules they import, use Numen where they say NumPy.

    Installed packages keep the real NumPy, as under ``python -m numen``. Outside IPython only modules imported
    from now on are concerned: the code that calls this is compiled already.

    Parameters
    ----------
    include : sequence of str, optional
        Installed packages that count as one's own; ``NUMEN_INCLUDE`` and ``pyproject.toml`` are read too.
    shell : InteractiveShell, optional
        The shell whose cells are meant, the running one by default.

    See Also
    --------
    uninstall

    Notes
    -----
    Where `numen` was imported before, its classes go on saying ``numen.ndarray``; ``%load_ext numen`` as the
    first use makes them ``numpy.ndarray``, which is what programs print.

    Examples
    --------
    >>> import numen
    >>> numen.install()
    >>> numen.uninstall()
    """
    if _installed:
        return
    package = sys.modules["numen"]
    _installed["version"] = package.__version__
    package.__version__ = _runtime.NUMPY_VERSION
    loader.install(ownership.named(include, "."))
    _let_show()
    shell = shell or _shell()
    if shell is None:
        return
    cells = Cells(shell.user_ns)
    shell.ast_transformers.append(cells)
    _installed.update(shell=shell, cells=cells)
    _warn_of_real_names(shell.user_ns)


def _let_show():
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _SHOWING:
            border.FOREIGN[name] = False
            if getattr(module, "__file__", None):
                border.FOREIGN[module.__file__] = False


def _warn_of_real_names(namespace):
    real = border.real_numpy()
    names = [n for n, v in namespace.items() if not n.startswith("_") and v is real]
    if real is not None and names:
        text = f"{', '.join(names)}: imported before, still the real NumPy; run the import again"
        warnings.warn(text, UserWarning, stacklevel=3)


def uninstall():
    """Undo `install`: cells and modules that come later mean the real NumPy.

    What has been compiled stays, and the random stream stays shared.

    Examples
    --------
    >>> import numen
    >>> numen.uninstall()
    """
    if not _installed:
        return
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, loader.ProgramFinder)]
    _core._border_set(None, border.FOREIGN)
    for name in adapters._done & set(sys.modules):
        _restore(sys.modules[name])
    sys.modules["numen"].__version__ = _installed["version"]
    if "shell" in _installed:
        _installed["shell"].ast_transformers.remove(_installed["cells"])
    _installed.clear()


def _is_adapted(function):
    code = getattr(function, "__code__", None)
    return code is not None and os.path.dirname(code.co_filename) == os.path.dirname(adapters.__file__)


def _restore(module):
    """Put back the functions of a module that `adapters` replaced."""
    for name, value in list(vars(module).items()):
        if value is adapters.compile_for_program:
            delattr(module, name)
        elif hasattr(value, "__wrapped__") and _is_adapted(value):
            setattr(module, name, value.__wrapped__)
        else:
            continue
        adapters._done.discard(module.__name__)


def load_ipython_extension(shell):
    """``%load_ext numen``."""
    install(shell=shell)


def unload_ipython_extension(shell):
    """``%unload_ext numen``."""
    uninstall()
