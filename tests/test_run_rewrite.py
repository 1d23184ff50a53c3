"""The rewriting of imports on the syntax tree, and which files are the program's own."""

import ast
import os
import sys
import sysconfig

import pytest

from numen import _runtime
from numen.run import ownership, rewrite


@pytest.mark.parametrize(
    "source, expected",
    [
        ("import numpy as np", "import numen as np"),
        ("import numpy", "import numen as numpy"),
        ("import numpy.linalg as la", "import numen.linalg as la"),
        ("import numpy.linalg", "import numen.linalg as numpy\nimport numen as numpy"),
        ("import os, numpy as np, sys", "import os\nimport numen as np\nimport sys"),
        ("from numpy import *", "from numen import *"),
        ("from numpy.random import default_rng as r", "from numen.random import default_rng as r"),
        ("from .numpy import x", "from .numpy import x"),
        ("import numpydoc, numpy_financial", "import numpydoc, numpy_financial"),
        ("from numpydoc import x", "from numpydoc import x"),
        ("x.numpy()", "x.numpy()"),
    ],
)
def test_imports(source, expected):
    assert ast.unparse(rewrite.rewrite(ast.parse(source))) == expected


def test_positions_stay():
    source = "\n\nimport numpy.linalg, os\nif True:\n    from numpy import pi\n    x = eval('1')\n"
    tree = rewrite.rewrite(ast.parse(source))
    assert [node.lineno for node in tree.body] == [3, 3, 3, 4]
    assert [node.lineno for node in tree.body[3].body] == [5, 6]
    compile(tree, "x", "exec")  # every node has a position


def test_a_source_without_numpy_is_compiled_as_it_is():
    assert not rewrite.concerns("import os\nprint(os.name)\n")
    assert rewrite.concerns(b"import numpy") and rewrite.concerns("exec(text)")


def test_future_statements_reach_executed_text():
    code = "from __future__ import annotations\nexec('import numpy\\ndef f(x: absent): pass')\n"
    rewrite.install_helpers()
    space = {}
    exec(rewrite.compile_source(code, "x.py"), space)
    assert space["f"].__annotations__ == {"x": "absent"}


def test_ownership(tmp_path):
    mine = tmp_path / "mod.py"
    assert ownership.owns("mod", str(mine))
    assert not ownership.owns("numpy.linalg", str(tmp_path / "numpy" / "linalg.py"))
    assert not ownership.owns("json", os.path.join(sysconfig.get_path("stdlib"), "json", "__init__.py"))
    assert not ownership.owns("x", os.path.join(sysconfig.get_path("purelib"), "x.py"))
    assert not ownership.owns("x", str(tmp_path / "site-packages" / "x.py"))
    assert not ownership.owns("x", "<string>")
    assert not ownership.owns("numen", rewrite.__file__)


@pytest.mark.parametrize(
    "orig, argv, expected",
    [
        (["python", "-m", "numen", "s.py", "-x"], ["-m", "s.py", "-x"], True),
        (["python", "-X", "dev", "-Im", "numen", "s.py"], ["-m", "s.py"], True),
        (["python", "-mnumen", "s.py"], ["-m", "s.py"], True),
        (["python", "-m", "numen"], ["-m"], True),
        (["python", "-m", "pytest", "-m", "numen"], ["-m", "-m", "numen"], False),
        (["python", "-m", "pip", "numen"], ["-m", "numen"], False),
        (["python", "s.py", "-m", "numen"], ["s.py", "-m", "numen"], False),
        (["python", "-c", "import numen", "-m", "numen"], ["-c", "-m", "numen"], False),
        (["python"], [""], False),
    ],
)
def test_recognising_the_start(orig, argv, expected):
    assert _runtime._started_as_module("numen", argv, orig) is expected


def test_program_arguments():
    split = _runtime.program_arguments
    assert split(["s.py", "--include", "x"]) == ({"include": [], "flags": []}, ["s.py", "--include", "x"])
    assert split(["--include", "a,b", "--include=c", "-m", "m"])[0]["include"] == ["a", "b", "c"]
    assert split(["--help"]) == ({"include": [], "flags": ["--help"]}, [])
    assert split(["--", "--help"])[1] == ["--help"]
    assert split([]) == ({"include": [], "flags": []}, [])


def test_type_module_of_this_process():
    assert not _runtime.under_runner and _runtime.type_module == "numen"
    assert _runtime.version == _runtime.VERSION
    assert not hasattr(sys, _runtime.CHILD_MARK)
