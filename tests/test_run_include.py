"""Installed packages that count as the program's own: by the command line, a variable, the project's file."""

import os
import subprocess
import sys

import pytest

PROGRAM = "import guest, numpy as np\nprint(guest.np is np, isinstance(guest.make(), np.ndarray))\n"
GUEST = "import numpy as np\ndef make():\n    return np.arange(3)\n"


@pytest.fixture
def project(tmp_path):
    packages = tmp_path / "env" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "guest.py").write_text(GUEST)
    (tmp_path / "work" / "sub").mkdir(parents=True)
    (tmp_path / "work" / "sub" / "main.py").write_text(PROGRAM)
    return tmp_path


def run(project, *options, **variables):
    path = os.pathsep.join([str(project / "env" / "site-packages"), os.environ.get("PYTHONPATH", "")])
    environment = dict(os.environ, PYTHONPATH=path, **variables)
    command = [sys.executable, "-m", "numen", *options, "sub/main.py"]
    return subprocess.run(command, cwd=project / "work", env=environment, capture_output=True, text=True)


def test_a_package_keeps_the_real_numpy(project):
    assert run(project).stdout == "False True\n"


def test_by_option(project):
    assert run(project, "--include", "other,guest").stdout == "True True\n"
    assert run(project, "--include=guest").stdout == "True True\n"


def test_by_variable(project):
    assert run(project, NUMEN_INCLUDE="guest").stdout == "True True\n"
    assert run(project, NUMEN_INCLUDE="other, guest").stdout == "True True\n"


def test_by_project(project):
    file = project / "work" / "pyproject.toml"
    file.write_text('[tool.numen]\ninclude = ["guest"]\n')
    assert run(project).stdout == "True True\n"
    file.write_text('[tool.numen]\ninclude = ["other"]\n')
    assert run(project).stdout == "False True\n"
    file.write_text('[tool.numen]\ninclude = "guest"\n')
    done = run(project)
    assert done.returncode == 1 and "include must be a list of names" in done.stderr
