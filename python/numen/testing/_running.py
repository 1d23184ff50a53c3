"""Running doctests and texts, timing, threads, garbage cycles, temporary files."""

import concurrent.futures
import contextlib
import gc
import os
import pprint
import re
import shutil
import sys
import tempfile
import threading
import time


def rundocs(filename=None, raise_on_error=True):
    """Run the doctests of a file.

    Parameters
    ----------
    filename : str, optional
        The file; by default the caller's.
    raise_on_error : bool
        Whether a failure raises `AssertionError` with the report, or is only printed.
    """
    import doctest
    import importlib.util

    if filename is None:
        filename = sys._getframe(1).f_globals["__file__"]
    name = os.path.splitext(os.path.basename(filename))[0]
    spec = importlib.util.spec_from_file_location(name, filename)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    report = []
    runner = doctest.DocTestRunner(verbose=False)
    for test in doctest.DocTestFinder().find(module):
        runner.run(test, out=report.append if raise_on_error else None)
    if runner.failures > 0 and raise_on_error:
        raise AssertionError("Some doctests failed:\n" + "\n".join(report))


def runstring(astr, dict):
    """Execute the text `astr` in the namespace `dict`."""
    exec(astr, dict)


def measure(code_str, times=1, label=None):
    """The CPU time, in seconds, of running a text several times in the caller's namespaces.

    Parameters
    ----------
    code_str : str
    times : int
    label : str, optional
        A name for the text in tracebacks.

    Returns
    -------
    float
    """
    frame = sys._getframe(1)
    code = compile(code_str, f"Test name: {label} ", "exec")
    start = time.process_time()
    for _ in range(times):
        exec(code, frame.f_globals, frame.f_locals)
    return time.process_time() - start


def decorate_methods(cls, decorator, testmatch=None):
    """Apply `decorator` to the methods of a class whose names match.

    Parameters
    ----------
    cls : type
    decorator : callable
    testmatch : str or pattern, optional
        By default names that contain ``test`` at the beginning of a word.
    """
    pattern = re.compile(testmatch or rf"(?:^|[\\b_\\.{os.sep}-])[Tt]est")
    for name, method in list(vars(cls).items()):
        if callable(method) and not name.startswith("_") and pattern.search(name):
            setattr(cls, name, decorator(method))


def run_threaded(
    func,
    max_workers=8,
    pass_count=False,
    pass_barrier=False,
    outer_iterations=1,
    prepare_args=None,
):
    """Run a function in several threads at once, several times; an exception in one is raised here.

    Parameters
    ----------
    func : callable
    max_workers : int
        How many threads.
    pass_count : bool
        Whether each gets its number as first argument.
    pass_barrier : bool
        Whether each gets a `threading.Barrier` for all of them.
    outer_iterations : int
    prepare_args : callable, optional
        Returns the arguments for one round.
    """
    for _ in range(outer_iterations):
        with concurrent.futures.ThreadPoolExecutor(max_workers=max_workers) as pool:
            arguments = [] if prepare_args is None else list(prepare_args())
            if pass_barrier:
                arguments.append(threading.Barrier(max_workers))
            futures = []
            for number in range(max_workers):
                futures.append(pool.submit(func, *([number] if pass_count else []), *arguments))
            for future in futures:
                future.result()


# ---- garbage


def break_cycles():
    """Free what only reference cycles keep alive."""
    gc.collect()
    if sys.implementation.name == "pypy":  # finalizers run in the next collection there
        for _ in range(4):
            gc.collect()


def assert_no_gc_cycles(*args, **kwargs):
    """Fail if a call, or the body of a ``with`` statement, leaves reference cycles behind.

    Parameters
    ----------
    *args, **kwargs
        A callable and its arguments; without them a context manager comes back.

    Raises
    ------
    AssertionError
        It shows the objects.
    RuntimeError
        If the collector finds new garbage without end before the call.
    """
    if not args:
        return _no_cycles()
    function, *rest = args
    with _no_cycles(name=function.__name__):
        function(*rest, **kwargs)
    return None


@contextlib.contextmanager
def _no_cycles(name=None):
    __tracebackhide__ = True
    if sys.implementation.name == "pypy":
        yield
        return
    was_enabled, flags = gc.isenabled(), gc.get_debug()
    gc.disable()
    try:
        for _ in range(100):
            if gc.collect() == 0:
                break
        else:
            raise RuntimeError(
                "Unable to fully collect garbage - perhaps a __del__ method is creating more reference cycles?"
            )
        gc.set_debug(gc.DEBUG_SAVEALL)
        yield
        count = gc.collect()
        objects = gc.garbage[:]
    finally:
        del gc.garbage[:]
        gc.set_debug(flags)
        if was_enabled:
            gc.enable()
    if count:
        where = f" when calling {name}" if name is not None else ""
        shown = "".join(
            f"\n  {type(o).__name__} object with id={id(o)}:\n    {pprint.pformat(o).replace(chr(10), chr(10) + '    ')}"
            for o in objects
        )
        raise AssertionError(
            f"Reference cycles were found{where}: {count} objects were collected, "
            f"of which {len(objects)} are shown below:{shown}"
        )


# ---- temporary files


@contextlib.contextmanager
def tempdir(*args, **kwargs):
    """A folder that is removed at the end; the arguments are those of `tempfile.mkdtemp`."""
    folder = tempfile.mkdtemp(*args, **kwargs)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def temppath(*args, **kwargs):
    """The path of a closed file that is removed at the end; the arguments are those of `tempfile.mkstemp`."""
    handle, path = tempfile.mkstemp(*args, **kwargs)
    os.close(handle)
    try:
        yield path
    finally:
        os.remove(path)
