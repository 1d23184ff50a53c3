"""Compare NumPy's own tests with the list of those that pass (tests/numpy_suite_passes.txt).

    python tools/check_suite.py --checks DIR             fails if a listed test no longer passes
    python tools/check_suite.py --checks DIR --update    writes the list anew from this run

DIR holds `numpy_suite/run.py`. The list names test functions whose every counted parameter set passes, one
a line; a function that passes only in part is left out, so that the list stays short and its lines stable.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "numpy_suite_passes.txt"
HEADER = (
    "# Test functions of NumPy's suite that pass whole; `python tools/check_suite.py --update` writes this.\n"
)


def run_suite(checks, jobs, files):
    """Run the meter; returns {test function: every counted parameter set passed}, and its last lines."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "suite.json"
        command = [
            sys.executable,
            str(checks / "numpy_suite" / "run.py"),
            "--module",
            "numen",
            "--class",
            "core",
        ]
        command += ["--jobs", str(jobs), "--json", str(out)]
        if files:
            command += ["--files", *files]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode or not out.exists():
            sys.exit(f"the suite did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        tests = json.loads(out.read_text())["tests"]
    functions = defaultdict(list)
    for test in tests:
        functions[test["id"].split("[", 1)[0]].append((test["outcome"], test["id"], test["msg"]))
    return functions, done.stdout.strip().splitlines()[-2:]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--checks", required=True, type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--files", nargs="*", help="only these files of the suite, as its run.py takes them")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    listed = []
    if LIST.exists():
        listed = [line for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    functions, tail = run_suite(options.checks, options.jobs, options.files)
    passing = {name for name, runs in functions.items() if all(o == "passed" for o, _, _ in runs)}
    print("\n".join(tail))
    if options.update:
        kept = {name for name in listed if name not in functions} if options.files else set()
        LIST.write_text(HEADER + "".join(f"{name}\n" for name in sorted(passing | kept)))
        print(f"{LIST.relative_to(ROOT)}: {len(passing | kept)} functions")
        return 0
    lost = [name for name in listed if name in functions and name not in passing]
    absent = [] if options.files else [name for name in listed if name not in functions]
    for name in lost:
        outcome, test, message = next(run for run in functions[name] if run[0] != "passed")
        print(f"no longer passes: {test}: {outcome}: {message[:200]}")
    for name in absent:
        print(f"no longer found: {name}")
    print(
        f"numpy suite: {len(listed)} listed, {len(lost)} lost, {len(passing - set(listed))} more pass than are listed"
    )
    return 1 if lost or absent else 0


if __name__ == "__main__":
    sys.exit(main())
