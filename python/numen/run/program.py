"""One program, run as the interpreter would run it: `__main__`, `sys.argv`, `sys.path`, exit status, tracebacks."""

import builtins
import gc
import importlib.machinery
import io
import os
import sys
import types

from . import adapters, loader, ownership, rewrite

# The modules that stood at `__main__` before the program: alive, as objects may refer to them.
_replaced = []


def run(arguments, include=()):
    """Run ``SCRIPT [args...]``, ``-m MODULE [args...]``, ``-c TEXT [args...]`` or ``-`` (standard input)."""
    first = arguments[0]
    is_file = first not in ("-", "-c") and not first.startswith("-m")
    try:
        loader.install(ownership.named(include, os.path.dirname(os.path.realpath(first)) if is_file else "."))
    except ValueError as error:
        sys.exit(str(error))
    if first == "-m" or (first.startswith("-m") and len(first) > 2):
        rest = arguments[1:] if first == "-m" else [first[2:], *arguments[1:]]
        if not rest:
            sys.exit("Argument expected for the -m option")
        _run_module(rest[0], rest[1:])
    elif first == "-c":
        if len(arguments) < 2:
            sys.exit("Argument expected for the -c option")
        _set_path("")
        _run_text(arguments[1], "<string>", ["-c", *arguments[2:]])
    elif first == "-":
        _set_path("")
        _run_text(sys.stdin.read(), "<stdin>", ["-", *arguments[1:]])
    else:
        _run_script(first, arguments)


def _set_path(folder):
    """The first entry of the search path, which the interpreter set for ``-m numen``."""
    if getattr(sys.flags, "safe_path", False) or sys.flags.isolated:
        return
    if sys.path and sys.path[0] in ("", os.getcwd()):
        sys.path[0] = folder
    else:
        sys.path.insert(0, folder)


def _new_main(file, file_loader):
    """A fresh `__main__` with the attributes, in the order, of one that the interpreter makes."""
    main = types.ModuleType("__main__")
    main.__loader__ = file_loader
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    main.__builtins__ = builtins
    if file is not None:
        main.__file__ = file
        main.__cached__ = None
    _replaced.append(sys.modules.get("__main__"))
    sys.modules["__main__"] = main
    return main


def _run_script(script, argv):
    sys.argv[:] = argv
    if os.path.isdir(script) or _is_archive(script):
        return _run_folder(script)
    try:
        with io.open_code(script) as file:
            source = file.read()
    except OSError as error:
        # The interpreter's own words for a script that it cannot read.
        print(f"{sys.executable}: can't open file {os.path.abspath(script)!r}: ", end="", file=sys.stderr)
        print(f"[Errno {error.errno}] {error.strerror}", file=sys.stderr)
        sys.exit(2)
    path = os.path.join(os.getcwd(), script)
    _set_path(os.path.dirname(os.path.realpath(script)))
    main = _new_main(path, importlib.machinery.SourceFileLoader("__main__", path))
    _execute(main, lambda: rewrite.compile_source(source, path))


def _is_archive(path):
    with open(path, "rb") if os.path.isfile(path) else io.BytesIO() as file:
        return file.read(4) == b"PK\x03\x04"


def _run_folder(folder):
    """A folder or an archive with a `__main__` in it, as ``python FOLDER`` runs it."""
    import runpy

    _set_path(os.path.abspath(folder))
    _execute(_new_main(None, None), None, lambda: runpy._run_module_as_main("__main__", False))


def _run_text(text, name, argv):
    sys.argv[:] = argv

    def make_code():
        code = rewrite.compile_source(text, name)
        if name == "<string>" and sys.version_info[:2] == (3, 13):
            # What this version's interpreter does, so that tracebacks show the lines of a text given by `-c`.
            import linecache

            linecache._register_code(name, text, name)
        return code

    _execute(_new_main(None, importlib.machinery.BuiltinImporter), make_code)


def _run_module(name, arguments):
    """A module by its name: runpy finds it, the import hook compiles it."""
    import runpy

    sys.argv[:] = ["-m", *arguments]
    # The function behind `python -m`: it runs the code in the `__main__` that stands in sys.modules.
    main = _new_main(None, None)
    if name in adapters.SCRIPT_RUNNERS:
        main.compile = adapters.compile_for_program
    _execute(main, None, lambda: runpy._run_module_as_main(name))


def _execute(main, make_code, start=None):
    """Run, and let what escapes reach the interpreter without the frames of this package."""
    # What has been imported so far stays for good: the program's collections need not look at it each time.
    gc.freeze()
    try:
        if start is not None:
            start()
        else:
            exec(make_code(), main.__dict__)
    except SystemExit:
        raise
    except BaseException:
        _hide_own_frames()
        raise


def _hide_own_frames():
    """Wrap the hook that prints the error which is about to end the program.

    The error goes on through the interpreter, so that exit status, ``sys.last_value``, interrupts and a hook
    that the program has set work as ever; only the traceback is cut on the way.
    """
    hook = sys.excepthook

    def cut(kind, error, traceback):
        sys.excepthook = hook
        while traceback is not None and traceback.tb_frame.f_code is not _execute.__code__:
            traceback = traceback.tb_next
        while traceback is not None and _is_own(traceback.tb_frame):
            traceback = traceback.tb_next
        error.__traceback__ = sys.last_traceback = traceback
        hook(kind, error, traceback)

    sys.excepthook = cut


def _is_own(frame):
    return frame.f_globals.get("__name__", "").startswith("numen.run.")
