"""What the package is made of and runs on."""

import json
import platform
import sys
import textwrap

from . import _core as nc

__all__ = ["get_include", "info", "show_config", "show_runtime"]


def get_include():
    """Refuse: there are no C headers, since extension modules cannot be built against this package.

    Raises
    ------
    NotImplementedError
        Always.
    """
    # Not to come: the memory layout of arrays is no C interface (docs/differences.md).
    raise NotImplementedError(
        "numen has no C headers: its arrays reach extension modules by the buffer protocol, "
        "__array_interface__ and DLPack"
    )


def _configuration():
    return {
        "Compilers": {"rust": {"name": "rustc"}},
        "Machine Information": {
            "host": {
                "cpu": platform.machine(),
                "family": platform.machine(),
                "endian": sys.byteorder,
                "system": platform.system().lower(),
            }
        },
        "Build Dependencies": {"blas": {"name": "own kernels"}, "lapack": {"name": "own kernels"}},
        "Python Information": {
            "path": sys.executable,
            "version": f"{sys.version_info.major}.{sys.version_info.minor}",
        },
    }


def show_config(mode="stdout"):
    """Print or return what the package was built with.

    Parameters
    ----------
    mode : {'stdout', 'dicts'}, optional
        Print as JSON, or return nested dicts.

    Returns
    -------
    dict or None

    Raises
    ------
    AttributeError
        When the mode is another.

    Examples
    --------
    >>> import numen as np
    >>> np.show_config(mode='dicts')['Build Dependencies']['blas']['name']
    'own kernels'
    """
    if mode not in ("stdout", "dicts"):
        raise AttributeError("Invalid `mode`, use one of: stdout, dicts")
    if mode == "dicts":
        return _configuration()
    print(json.dumps(_configuration(), indent=2))
    return None


def show_runtime():
    """Print the versions of Python and of the package, and the machine they run on.

    Examples
    --------
    >>> import numen as np
    >>> np.show_runtime()  # doctest: +SKIP
    """
    from pprint import pprint

    package = sys.modules[__package__]
    pprint(
        [
            {
                "numen_version": getattr(package, "__version__", "unknown"),
                "python": sys.version,
                "uname": platform.uname(),
            }
        ]
    )


def _describe_array(a, write):
    strides_of_order = {">": "big", "<": "little", "=": sys.byteorder, "|": sys.byteorder}
    swapped = a.dtype.byteorder not in ("=", "|")
    for line in (
        f"class:  {getattr(type(a), '__name__', type(a))}",
        f"shape:  {a.shape}",
        f"strides:  {a.strides}",
        f"itemsize:  {a.itemsize}",
        f"aligned:  {bool(a.flags.aligned)}",
        f"contiguous:  {bool(a.flags.contiguous)}",
        f"fortran:  {a.flags.fortran}",
        f"data pointer: {hex(a.ctypes.data)}",
        f"byteorder:  {strides_of_order[a.dtype.byteorder]}",
        f"byteswap:  {swapped}",
        f"type: {a.dtype}",
    ):
        write(line + "\n")


def info(object=None, maxwidth=76, output=None, toplevel="numpy"):
    """Print what is known about a function, class, module or array.

    Parameters
    ----------
    object : object or str, optional
        What to describe; a string is looked up in the package.
    maxwidth : int, optional
        Width of the text.
    output : file, optional
        Where to write, standard output by default.
    toplevel : str, optional
        Where to look names up.

    Examples
    --------
    >>> import numen as np
    >>> np.info('no such name')
    Help for no such name not found.
    """
    import inspect

    write = (sys.stdout if output is None else output).write
    if object is None:
        object = info
    if isinstance(object, nc.ndarray):
        _describe_array(object, write)
        return
    if isinstance(object, str):
        found = sys.modules[__package__]
        for part in object.split("."):
            found = getattr(found, part, None)
        if found is None:
            write(f"Help for {object} not found.\n")
            return
        write(f"     *** Found in {toplevel} ***\n")
        write(f"{inspect.getdoc(found)}\n")
        return
    if callable(object) and hasattr(object, "__name__"):
        try:
            head = f" {object.__name__}{inspect.signature(object)}"
        except (TypeError, ValueError):
            head = f" {object.__name__}()"
        write("\n".join(textwrap.wrap(head, maxwidth, initial_indent=" ")) + "\n\n")
    write(f"{inspect.getdoc(object)}\n")
