"""``python -m numen [-m MODULE | SCRIPT] [args...]``: run a program written for NumPy unchanged."""

import sys

from numen import _runtime

USAGE = """\
usage: python -m numen [--include NAMES] SCRIPT [args...]
       python -m numen [--include NAMES] -m MODULE [args...]
       python -m numen info
       python -m numen ml COMMAND ...

Runs a program written for NumPy unchanged: in its own modules `import numpy` means Numen. Packages that are
installed keep the real NumPy.

  SCRIPT, -m MODULE   as after `python`; also -c TEXT, and - for standard input
  --include NAMES     installed packages, separated by commas, that count as the program's own; more of them
                      from the variable NUMEN_INCLUDE and from include = [...] of [tool.numen] in pyproject.toml
  info                version, CPU level, threads, memory, types
  ml                  learning from CSV files: train, report, predict; `ml --help`
  -V, --version       the version and exit
  -h, --help          this text and exit

In new code, write `import numen as np`.
"""


def main():
    options, rest = _runtime.program_arguments(sys.argv[1:])
    if {"-V", "--version"} & set(options["flags"]):
        print(f"Numen {_runtime.VERSION} (NumPy {_runtime.NUMPY_VERSION})")
    elif options["flags"] or not rest:
        print(USAGE, end="")
    elif rest[0] == "info":
        from numen.run import info

        info.show()
    elif rest[0] == "ml":
        from numen.ml import _command

        sys.exit(_command.main(rest[1:]))
    else:
        from numen.run import program

        program.run(rest, options["include"])


if __name__ == "__main__":
    main()
