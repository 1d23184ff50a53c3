"""The C floor: a small extension that does the least a call can do, compiled on first use."""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "build"


def load():
    """Compile `floor.c` if it is newer than what was built, and import it.

    Returns
    -------
    module or None
        None, after a line that says why, where there is no compiler or no ``Python.h``.
    """
    target = BUILD / ("floor_c" + sysconfig.get_config_var("EXT_SUFFIX"))
    source = HERE / "floor.c"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        include = sysconfig.get_path("include")
        compiler = next(
            (c for c in (os.environ.get("CC"), "cc", "gcc", "clang") if c and shutil.which(c)), None
        )
        if compiler is None or not os.path.exists(os.path.join(include, "Python.h")):
            print("no C floor: it needs a C compiler and Python.h", file=sys.stderr)
            return None
        BUILD.mkdir(exist_ok=True)
        command = [compiler, "-O3", "-fPIC", "-shared", f"-I{include}", str(source), "-lm", "-o", str(target)]
        if sys.platform == "darwin":
            command[4:4] = ["-undefined", "dynamic_lookup"]
        subprocess.run(command, check=True)
    spec = importlib.util.spec_from_file_location("floor_c", target)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
