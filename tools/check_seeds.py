"""Run the seeds (the tutorials' blocks) and compare with tests/seeds_not_yet.txt: blocks that do not pass yet.

    python tools/check_seeds.py --checks DIR [--update] -- --no-numpy
    python tools/check_seeds.py --checks DIR [--update] -- --runner

DIR holds `seeds/run.py`, which gets what stands after `--`. A block that fails and is not listed is an error.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "seeds_not_yet.txt"
HEADER = "# Blocks of the tutorials that do not pass yet: mode and name. `tools/check_seeds.py --update` writes this.\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--checks", required=True, type=Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("rest", nargs="*")
    options = parser.parse_args()
    mode = " ".join(options.rest).replace("--", "")
    with TemporaryDirectory() as folder:
        out = Path(folder) / "seeds.json"
        command = [
            sys.executable,
            str(options.checks / "seeds" / "run.py"),
            "--module",
            "numen",
            "--json",
            str(out),
        ]
        done = subprocess.run([*command, *options.rest], capture_output=True, text=True)
        if not out.exists():
            sys.exit(f"the seeds did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        blocks = json.loads(out.read_text())
    blocks = blocks.get("blocks", blocks)
    failed = sorted(
        n for n, b in blocks.items() if isinstance(b, dict) and b.get("status") in ("error", "different")
    )
    lines = LIST.read_text().splitlines() if LIST.exists() else []
    listed = {line for line in lines if line and not line.startswith("#")}
    mine = {f"{mode} {n}" for n in failed}
    if options.update:
        kept = {line for line in listed if not line.startswith(mode + " ")}
        LIST.write_text(HEADER + "".join(f"{line}\n" for line in sorted(kept | mine)))
    print(done.stdout.strip().splitlines()[-1])
    new = sorted(mine - listed)
    if new and not options.update:
        sys.exit("blocks that passed before and fail now:\n  " + "\n  ".join(new))


if __name__ == "__main__":
    main()
