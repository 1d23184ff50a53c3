"""Check the sources as text: no file over 800 lines, none of the words that mark unfinished work.

python tools/check_sources.py            the check; exit status 1 on a violation
python tools/check_sources.py --report   the longest files and the median
"""

import re
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 800
SUFFIXES = {".rs", ".py", ".c", ".md"}
UNFINISHED = re.compile(r"\b(todo!|unimplemented!)\(|\b(FIXME|XXX)\b")


def sources():
    """The tracked and new files that git does not ignore; without git, a walk over the folders of sources."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
            "\n"
        )
    except (OSError, subprocess.CalledProcessError):
        folders = ("crates", "python", "tools", "bench", "examples", "tests", "docs")
        listed = [str(p.relative_to(ROOT)) for f in folders for p in (ROOT / f).rglob("*")]
    paths = (ROOT / name for name in sorted(set(listed)) if name)
    return [p for p in paths if p.suffix in SUFFIXES and p.is_file()]


def main():
    found = []
    lengths = {}
    for path in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        where = path.relative_to(ROOT)
        lengths[where] = len(lines)
        if len(lines) > LIMIT:
            found.append(f"{where}: {len(lines)} lines, over {LIMIT}")
        if path == Path(__file__).resolve():
            continue
        found += [f"{where}:{n}: unfinished" for n, line in enumerate(lines, 1) if UNFINISHED.search(line)]
    if "--report" in sys.argv[1:]:
        for where, count in sorted(lengths.items(), key=lambda item: -item[1])[:15]:
            print(f"{count:6d}  {where}")
        print(f"median {statistics.median(lengths.values()):.0f} lines of {len(lengths)} files")
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
