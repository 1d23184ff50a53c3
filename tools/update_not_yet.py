"""Write tests/not_yet.txt from a run of the test suite: the ids of tests that fail.

    python tools/update_not_yet.py

Each file runs in a process of its own, so that one that dies marks only its own tests.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "not_yet.txt"
HEADER = "# Tests that do not pass yet (docs/status.md); `python tools/update_not_yet.py` writes this list.\n"


def failing(path, folder):
    """Return the ids of the tests in a file that fail, and whether the run died."""
    out = Path(folder) / "result.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={out}", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    if not out.exists():
        return None, done.stdout[-2000:]
    lines = done.stdout.splitlines()
    ids = [
        line.split(" ", 1)[1].split(" - ", 1)[0] for line in lines if line.startswith(("FAILED ", "ERROR "))
    ]
    ET.parse(out)
    return [i.removeprefix("tests/") for i in ids], ""


def main():
    LIST.write_text(HEADER)
    every = []
    with TemporaryDirectory() as folder:
        for path in sorted((ROOT / "tests").glob("test_*.py")):
            ids, text = failing(path, folder)
            if ids is None:
                sys.exit(f"{path.name} killed the interpreter:\n{text}")
            every += ids
            print(f"{path.name}: {len(ids)} not yet")
            (Path(folder) / "result.xml").unlink(missing_ok=True)
    LIST.write_text(HEADER + "".join(f"{i}\n" for i in sorted(set(every))))


if __name__ == "__main__":
    main()
