"""Run tests of the core under valgrind's memcheck: `make valgrind`.

    python tools/check_memory.py [--keep FILE] tests/test_x.py ...

Fails on every error that tools/valgrind.supp does not name, and on memory definitely lost whose stack passes
through `numen._core`. Blocks are reused through a cache of our own, so reads after a free are seen for Python's
memory and for blocks too large for the cache only. Memcheck keeps no floating-point flags: tests marked `fpflags` are
left out.
"""

import argparse
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
# What the import of the module makes (tables of methods, their names) lives as long as the process: stacks
# through CPython's call of the module's body, the only name of it that a build without symbols keeps.
LASTING = "PyModule_ExecDef"
ENVIRONMENT = {
    "PYTHONMALLOC": "malloc",
    "NUMEN_CPU": "avx2",
    "NUMEN_NUM_THREADS": "2",
    "NUMEN_FEW_EXAMPLES": "1",
    # The reference of the tests computes on one thread too.
    "OPENBLAS_NUM_THREADS": "1",
}


def run(tests, report):
    """Run pytest under memcheck; its exit status."""
    command = ["valgrind", "--tool=memcheck", "--xml=yes", f"--xml-file={report}", "--num-callers=40"]
    command += ["--error-limit=no", f"--suppressions={ROOT / 'tools' / 'valgrind.supp'}"]
    command += ["--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite"]
    command += [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not fpflags", *tests]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}).returncode


def frames(error):
    """(function, object) of the frames of an error, innermost first."""
    return [(f.findtext("fn", "?"), f.findtext("obj", "")) for f in error.find("stack").findall("frame")]


def ours(stack):
    return any(Path(obj).name.startswith("_core") and "numen" in obj for _, obj in stack)


def findings(report):
    """The errors that count, as texts; memcheck reports each place once."""
    for error in ET.parse(report).getroot().iter("error"):
        stack = frames(error)
        kind = error.findtext("kind")
        if kind.startswith("Leak_") and (not ours(stack) or any(fn == LASTING for fn, _ in stack)):
            continue
        what = error.findtext("what") or error.findtext("xwhat/text")
        yield "\n    ".join([f"{kind}: {what}", *(f"{fn}  {Path(obj).name}" for fn, obj in stack[:25])])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", help="write memcheck's report here")
    parser.add_argument("tests", nargs="+")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        report = options.keep or Path(folder) / "memcheck.xml"
        status = run(options.tests, report)
        found = list(findings(report))
    print(*found, f"{len(found)} errors", sep="\n\n")
    return 1 if found or status not in (0, 5) else 0


if __name__ == "__main__":
    sys.exit(main())
