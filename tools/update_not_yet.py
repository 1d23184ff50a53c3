"""Write tests/not_yet.txt from a run of the test suite: the ids of tests that fail.

    python tools/update_not_yet.py              # every file
    python tools/update_not_yet.py test_x.py    # the lines of these files only

Each file runs in a process of its own. A file that kills the interpreter is named and keeps its lines: mark the
test that does it with `# crash` by hand.
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
    """The ids of the tests in a file that fail; None if the run died."""
    out = Path(folder) / f"{path.stem}.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={out}", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    if not out.exists():
        print(done.stdout[-2000:])
        return None
    cases = ET.parse(out).getroot().iter("testcase")
    bad = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
    return [f"{path.name}::{c.get('name')}" for c in bad]


def main():
    paths = [ROOT / "tests" / Path(name).name for name in sys.argv[1:]] or sorted(
        (ROOT / "tests").glob("test_*.py")
    )
    before = [line for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    chosen = {p.name for p in paths}
    kept = [line for line in before if line.split("::", 1)[0] not in chosen or line.endswith(" # crash")]
    LIST.write_text(HEADER + "".join(f"{line}\n" for line in sorted(kept)))
    with TemporaryDirectory() as folder:
        for path in paths:
            ids = failing(path, folder)
            if ids is None:
                print(f"{path.name} killed the interpreter: its lines stay")
                kept += [line for line in before if line.split("::", 1)[0] == path.name]
            else:
                print(f"{path.name}: {len(ids)} not yet")
                kept += ids
            LIST.write_text(HEADER + "".join(f"{line}\n" for line in sorted(set(kept))))


if __name__ == "__main__":
    main()
