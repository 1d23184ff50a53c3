"""What this interpreter and machine are, as test suites ask."""

import os
import pathlib
import platform
import sys
import sysconfig
import time

IS_PYPY = sys.implementation.name == "pypy"
IS_PYSTON = hasattr(sys, "pyston_version_info")
IS_WASM = platform.machine() in ("wasm32", "wasm64")
IS_MUSL = "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or "")
IS_64BIT = sys.maxsize > 2**32
HAS_REFCOUNT = getattr(sys, "getrefcount", None) is not None and not IS_PYSTON
NOGIL_BUILD = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))

# Indices of linear algebra are 64 bits wide, and its kernels raise floating-point flags as they should.
HAS_LAPACK64 = True
BLAS_SUPPORTS_FPE = True

NUMPY_ROOT = pathlib.Path(__file__).resolve().parent.parent
IS_INSTALLED = "site-packages" in NUMPY_ROOT.parts
IS_EDITABLE = not IS_INSTALLED


def check_support_sve():
    """Whether the CPU has Arm's scalable vectors.

    Returns
    -------
    bool
    """
    try:
        with open("/proc/cpuinfo") as file:
            return any("Features" in line and " sve" in line for line in file)
    except OSError:
        return False


def memusage():
    """The size of this process's address space in bytes; None where the system does not tell."""
    try:
        with open(f"/proc/{os.getpid()}/stat") as file:
            return int(file.readline().rsplit(")", 1)[1].split()[20])
    except OSError:
        return None


_start = time.time()


def jiffies():
    """The CPU time of this process in hundredths of a second."""
    try:
        with open(f"/proc/{os.getpid()}/stat") as file:
            return int(file.readline().rsplit(")", 1)[1].split()[11])
    except OSError:
        return int(100 * (time.time() - _start))
