"""Processes that a program starts through multiprocessing or loky run its code with the imports rewritten too.

Under fork everything is inherited. Under spawn and forkserver a new interpreter gets a short program by
``-c``; a prefix to it leaves a mark for `numen._runtime` and installs the import hook before anything of the
program is imported. So nothing has to stand in the environment, where unrelated processes would see it. Workers of
loky, which joblib starts, are run by ``-m``; the short program then runs that module.
"""

import os
import sys

from . import ownership

_STARTS = ("from multiprocessing.spawn import", "from multiprocessing.forkserver import")


def _prefix():
    folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    include = sorted(ownership.included)
    return (
        f"import sys; sys._numen_program = {include!r}; sys.path.append({folder!r}); "
        f"import numen.run.children as c; sys.path.remove({folder!r}); c.activate(); "
    )


def _with_prefix(command):
    """The command line of a new process, its ``-c`` text prefixed if it starts a worker of multiprocessing."""
    command = list(command)
    for index, argument in enumerate(command[:-1]):
        # The command line is a list of str, or of bytes where it is handed straight to the system.
        if argument in ("-c", b"-c"):
            text = command[index + 1]
            if os.fsdecode(text).startswith(_STARTS):
                prefix = _prefix()
                command[index + 1] = (os.fsencode(prefix) if isinstance(text, bytes) else prefix) + text
            break
    return command


def _as_text(command):
    """The command line of a worker of loky, which names its module by ``-m``, as one with a program's text."""
    command = list(command)
    if "-m" in command[:-1]:
        at = command.index("-m")
        run = f"import runpy; runpy.run_module({command[at + 1]!r}, run_name='__main__', alter_sys=True)"
        command[at : at + 2] = ["-c", _prefix() + run]
    return command


def adapt(module):
    """Change how `multiprocessing.spawn`, the fork server (through `multiprocessing.util`) and loky start processes."""
    if module.__name__.endswith(".fork_exec"):
        fork_exec = module.fork_exec
        module.fork_exec = lambda cmd, *args, **kwds: fork_exec(_as_text(cmd), *args, **kwds)
    elif module.__name__ == "multiprocessing.spawn":
        get_command_line = module.get_command_line
        module.get_command_line = lambda **kwds: _with_prefix(get_command_line(**kwds))
    elif hasattr(module, "spawnv_passfds"):
        spawnv_passfds = module.spawnv_passfds
        module.spawnv_passfds = lambda path, args, fds: spawnv_passfds(path, _with_prefix(args), fds)


def activate():
    """Called in the new process before anything of the program is imported."""
    from . import loader

    loader.install(sys._numen_program)
