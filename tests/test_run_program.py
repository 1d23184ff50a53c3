"""Programs under ``python -m numen`` print, end and fail as they do under plain Python with NumPy.

Each case is a program; it is run both ways, and standard output, error output and exit status are compared.
That it really ran on Numen is checked where `CHECK` stands: it prints the module behind `np`, which the
comparison maps to one word.
"""

import os
import re
import signal
import subprocess
import sys
import textwrap

import numpy
import pytest

assert numpy.__version__ == "2.4.6", "the oracle is NumPy 2.4.6"

# Where the array class comes from: `numen` under the runner.
CHECK = "import sys; print('ENGINE', 'numen' if 'numen' in sys.modules else 'numpy')"


def execute(tmp_path, command, runner, stdin=None, env=None):
    full = [sys.executable, *(["-m", "numen"] if runner else []), *command]
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", **(env or {}))
    done = subprocess.run(
        full, cwd=tmp_path, input=stdin, capture_output=True, text=True, env=environment, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


def write(tmp_path, files):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))


def compare(tmp_path, files, command=("main.py",), notes=False, **options):
    """Run both ways; returns what Numen's run gave, after checking that it equals NumPy's."""
    write(tmp_path, files)
    plain = execute(tmp_path, command, False, **options)
    ours = execute(tmp_path, command, True, **options)
    assert "ENGINE numen" in ours[1] or "ENGINE" not in plain[1]
    assert "ENGINE numen" not in plain[1]
    assert ours[1].replace("ENGINE numen", "ENGINE numpy") == plain[1], ours[2]
    if notes:
        # Numen's notes stand below NumPy's message.
        assert ours[2].startswith(plain[2].rstrip("\n")) and ours[2] != plain[2]
    else:
        assert ours[2] == plain[2]
    assert ours[0] == plain[0]
    return ours


IMPORT_FORMS = {
    "alias": "import numpy as np\nprint(np.arange(3) * 2)",
    "plain": "import numpy\nprint(numpy.arange(3) * 2)",
    "star": "from numpy import *\nprint(arange(3) * 2, linspace(0, 1, 3))",
    "submodule_alias": "import numpy.linalg as la\nprint(la.norm([3.0, 4.0]))",
    "submodule": "import numpy.linalg\nprint(numpy.linalg.norm([3.0, 4.0]), numpy.arange(2))",
    "several": "import os, numpy.linalg, numpy as np, sys\nprint(numpy.linalg.norm([3.0, 4.0]), np is numpy)",
    "from_submodule": "from numpy.random import default_rng as rng\nprint(rng(3).integers(0, 9, 4))",
    "from_package": "from numpy import linalg, array as arr\nprint(linalg.norm(arr([3.0, 4.0])))",
    "in_function": "def f():\n    import numpy as np\n    return np.ones(2)\nprint(f())",
    "in_class": "class A:\n    import numpy as np\n    z = np.zeros(2)\nprint(A.z, A.np.ones(1))",
    "one_line_if": "if True: import numpy.random; import numpy as np\nprint(np.ones(1))",
    "importlib": "import importlib\nnp = importlib.import_module('numpy')\nprint(np.ones(2))",
    "importlib_name": "from importlib import import_module\nprint(import_module('numpy').ones(2))",
    "importlib_renamed": "from importlib import import_module as im\nprint(im('numpy.linalg').norm([3.0, 4.0]))",
    "importlib_keyword": "import importlib\nprint(importlib.import_module(name='numpy').ones(2))",
    "importlib_passed": "import importlib\nprint([m.pi for m in map(importlib.import_module, ['numpy', 'math'])])",
    "dunder_import": "np = __import__('numpy')\nprint(np.ones(2))",
    "dunder_import_sub": "print(__import__('numpy.linalg', fromlist=['norm']).norm([3.0, 4.0]))",
    "exec_text": "exec('import numpy as np\\nprint(np.ones(2))')",
    "exec_namespace": "d = {}\nexec('import numpy as np\\nx = np.ones(2)', d)\nprint(d['x'])",
    "eval_text": "print(eval(\"__import__('numpy').ones(2)\"))",
    "compiled": "c = compile('import numpy as np\\nx = np.arange(2)', 'gen', 'exec')\nexec(c)\nprint(x)",
    "timeit": "import timeit\nprint(timeit.timeit('np.ones(2)', 'import numpy as np', number=3) > 0)",
    "try_except": "try:\n    import numpy as np\nexcept ImportError:\n    np = None\nprint(np.ones(1))",
    "conditional": "import sys\nif sys.version_info > (3,):\n    import numpy as np\nprint(np.ones(1))",
}


@pytest.mark.parametrize("form", IMPORT_FORMS)
def test_import_forms(tmp_path, form):
    compare(tmp_path, {"main.py": IMPORT_FORMS[form] + "\n" + CHECK + "\n"})


def test_names_that_look_dynamic_are_left_alone(tmp_path):
    program = """\
        def eval(model, data):
            return (model, data)
        class Registry:
            def import_module(self, name):
                return name
            def compile(self, optimizer):
                return optimizer
        def compile(*args):
            return args
        print(eval("numpy", 3), Registry().import_module("numpy"), Registry().compile("numpy"), compile("numpy", 1))
        """
    compare(tmp_path, {"main.py": program})


def test_main_module_is_as_the_interpreter_makes_it(tmp_path):
    program = """\
        '''The documentation.'''
        from __future__ import annotations
        import sys
        print(list(globals())[:10], __name__, __doc__, __package__, __spec__, __cached__, __file__)
        print(type(__loader__).__name__ in ("SourceFileLoader",), sys.argv, sys.path[0])
        print(sys.modules["__main__"].__dict__ is globals())
        if __name__ == "__main__":
            import numpy as np
            print(np.ones(1), np.__version__)
        """
    compare(tmp_path, {"main.py": program}, ["main.py", "-x", "--include", "info"])
    compare(tmp_path, {"sub/main.py": program}, ["sub/main.py"])


@pytest.mark.parametrize(
    "ending",
    [
        "sys.exit()",
        "sys.exit(3)",
        "sys.exit('a message')",
        "raise SystemExit(4)",
        "os._exit(5)",
        "1 / 0",
        "raise ValueError('numpy')",
        "import absent_module",
        "from os import absent_name",
        "import broken",
        "import failing",
        "def f():\n    g()\ndef g():\n    raise KeyError(1)\nf()",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise RuntimeError('after') from e",
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    {}['missing']",
        "raise ExceptionGroup('several', [ValueError(1), TypeError(2)])",
        "sys.excepthook = lambda *a: print('hook', a[0], a[2].tb_lineno)\n1 / 0",
        "import atexit\natexit.register(lambda: print('exit', sys.exc_info()))\n1 / 0",
        "exec('import numpy as np\\n1 / 0')",
        "exec('import numpy as np\\n1 +')",
        "f(",
        "return 5",
        "assert np.ones(1).sum() == 2, 'sum'",
    ],
)
def test_endings(tmp_path, ending):
    files = {
        "main.py": f"import sys, os\nimport numpy as np\nprint('before', flush=True)\n{ending}\n",
        "broken.py": "import numpy\nx = (\n",
        "failing.py": "import numpy as np\ndef f():\n    raise OSError('inside')\nf()\n",
    }
    compare(tmp_path, files)


def test_an_error_of_numpys_with_a_note(tmp_path):
    program = "import numpy as np\ndef f(a):\n    return a + np.array([1, 2, 3])\nf(np.array([1, 2]))\n"
    status, _, err = compare(tmp_path, {"main.py": program}, notes=True)
    assert status == 1 and 'main.py", line 3, in f' in err


def test_syntax_error_in_the_script(tmp_path):
    compare(tmp_path, {"main.py": "import numpy as np\nx = = 3\n"})


def test_an_interrupt_ends_the_process_by_its_signal(tmp_path):
    # A job in the background is started with interrupts ignored, and so are its children: ask for them.
    program = (
        "import numpy as np, os, signal, time\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "os.kill(os.getpid(), signal.SIGINT)\ntime.sleep(9)\n"
    )
    status = compare(tmp_path, {"main.py": program})[0]
    assert status == -signal.SIGINT


def test_missing_script(tmp_path):
    assert compare(tmp_path, {}, ["absent.py"])[0] == 2


def test_modules_and_packages_of_the_program(tmp_path):
    files = {
        "main.py": "import package.part, helper\nprint(package.part.f(), helper.g())\n" + CHECK,
        "helper.py": "import numpy\ng = lambda: numpy.arange(2)\n",
        "package/__init__.py": "import numpy as np\n",
        "package/part.py": "from . import np\nfrom .deep import x\nf = lambda: np.ones(2) + x\n",
        "package/deep.py": "import numpy as np\nx = np.arange(2)\n",
    }
    compare(tmp_path, files)
    assert not list(tmp_path.rglob("*.pyc"))


def test_module_option(tmp_path):
    files = {
        "package/__init__.py": "import numpy as np\n",
        "package/__main__.py": "import sys\nfrom . import np\nprint(np.ones(2), __name__, __package__, sys.argv[1:], sys.path[0] != '')\n"
        "print(__spec__.name)\n" + CHECK,
        "single.py": "import numpy as np, sys\nprint(np.ones(1), sys.argv, __spec__.name)\n1/0\n",
    }
    compare(tmp_path, files, ["-m", "package", "a", "-b"])
    compare(tmp_path, files, ["-m", "package.__main__"])
    compare(tmp_path, files, ["-m", "single", "x"])


def test_text_folder_and_standard_input(tmp_path):
    files = {
        "folder/__main__.py": "import numpy as np, sys\nprint(np.ones(1), sys.argv, sys.path[0])\n" + CHECK
    }
    compare(tmp_path, files, ["folder", "a"])
    compare(tmp_path, files, ["-c", "import numpy as np, sys; print(np.ones(1), sys.argv, sys.path[0])", "a"])
    compare(tmp_path, files, ["-", "a"], stdin="import numpy as np, sys\nprint(np.ones(1), sys.argv)\n1/0\n")
    # Some versions of the interpreter show the lines of such a text.
    compare(
        tmp_path, files, ["-c", "import numpy as np\ndef f(x):\n    return x / 0\nprint(np.ones(1))\nf(1)"]
    )


def test_warnings_name_the_program(tmp_path):
    program = """\
        import warnings, numpy as np
        warnings.warn("first")
        def f():
            warnings.warn("second", DeprecationWarning, stacklevel=2)
        f()
        x = "\\d"
        if x is "a": pass
        """
    compare(tmp_path, {"main.py": program})
    compare(tmp_path, {"main.py": program}, env={"PYTHONWARNINGS": "error"})


MULTIPROCESSING = """\
    import multiprocessing as mp
    import sys
    import numpy as np

    class Scale:
        def __init__(self, k):
            self.k = np.float64(k)
        def __call__(self, x):
            return self.k * x

    def work(n):
        return np.arange(n).sum(), type(np.ones(1)).__name__, np.__version__, __name__, "numen" in sys.modules

    if __name__ == "__main__":
        context = mp.get_context("%s")
        with context.Pool(2) as pool:
            for r in pool.map(work, [3, 4]):
                print(*r[:4], "ENGINE", "numen" if r[4] else "numpy")
            print(pool.apply(Scale(2), (np.arange(3),)))
            print(pool.apply(np.arange, (4,)), pool.apply(np.add, (1, 2)))
        q = context.Queue()
        p = context.Process(target=q.put, args=(np.eye(2),))
        p.start(); print(q.get()); p.join(); print(p.exitcode)
    """


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(tmp_path, method):
    compare(tmp_path, {"main.py": MULTIPROCESSING % method})


def test_multiprocessing_of_a_module(tmp_path):
    compare(tmp_path, {"prog.py": MULTIPROCESSING % "spawn"}, ["-m", "prog"])


def test_futures_in_processes(tmp_path):
    program = """\
        import multiprocessing as mp
        from concurrent.futures import ProcessPoolExecutor
        import numpy as np
        def norm(x):
            return np.sqrt((x * x).sum())
        if __name__ == "__main__":
            with ProcessPoolExecutor(2, mp_context=mp.get_context("spawn")) as ex:
                print(list(ex.map(norm, [np.arange(3.0), np.ones(4)])))
        """
    compare(tmp_path, {"main.py": program})


def test_an_unrelated_process_is_plain(tmp_path):
    program = """\
        import subprocess, sys, numpy as np
        out = subprocess.run([sys.executable, "-c", "import sys, numpy; print('numen' in sys.modules)"],
                             capture_output=True, text=True).stdout
        print(out)
        """
    compare(tmp_path, {"main.py": program})


def test_pickles(tmp_path):
    program = """\
        import copy, io, pickle
        import numpy as np
        class Point:
            kind = np.float64
            def __init__(self): self.at = np.arange(3.0)
        class Mine(np.ndarray):
            pass
        for obj in (np.arange(3), np.float32(2), np.dtype("i4"), np.float64, np.ndarray, np.add, np.sum, np.linalg.norm,
                    np.array([1, "x"], object), np.asfortranarray(np.ones((2, 2))), len, [].append):
            for protocol in range(2, 6):
                back = pickle.loads(pickle.dumps(obj, protocol))
                same = back is obj if callable(obj) and obj != [].append else np.all(back == obj)
                print(protocol, type(back) is type(obj), bool(same) or obj.__self__ == [])
        p = pickle.loads(pickle.dumps(Point()))
        print(p.at, p.kind is np.float64, copy.deepcopy(p).at, copy.copy(np.float64) is np.float64)
        m = pickle.loads(pickle.dumps(np.ones(2).view(Mine)))
        print(type(m), m)
        f = io.BytesIO(); pickle.dump({"a": np.ones(2)}, f); f.seek(0); print(pickle.load(f))
        """
    compare(tmp_path, {"main.py": program})


def test_pickles_that_numpy_wrote(tmp_path):
    import pickle

    (tmp_path / "data.pkl").write_bytes(
        pickle.dumps([numpy.arange(3.0), numpy.float32(1.5), numpy.dtype("i2")])
    )
    program = """\
        import pickle, numpy as np
        a, s, d = pickle.load(open("data.pkl", "rb"))
        print(type(a) is np.ndarray, a, type(s) is np.float32, s, d == np.int16)
        print(type(pickle.loads(open("data.pkl", "rb").read())[0]) is np.ndarray)
        """
    compare(tmp_path, {"main.py": program + textwrap.indent(CHECK, " " * 8)})


def test_threads(tmp_path):
    program = """\
        import threading
        def f():
            import numpy as np
            print(np.arange(3))
        t = threading.Thread(target=f); t.start(); t.join()
        """
    compare(tmp_path, {"main.py": program})


def test_installed_packages_keep_numpy(tmp_path):
    files = {
        "lib/site-packages/installed/__init__.py": "import numpy as np\nwhich = np.__name__\n",
        "main.py": "import sys, numpy as np\nsys.path.append('lib/site-packages')\nimport installed\n"
        "print(installed.which)\n",
    }
    assert compare(tmp_path, files)[1] == "numpy\n"
    status, out, _ = execute(tmp_path, ["--include", "installed", "main.py"], True)
    assert (status, out) == (0, "numen\n")


def test_functions_that_insist_on_the_real_type(tmp_path):
    strict = """\
        import numpy
        def from_numpy(array):
            if type(array) is not numpy.ndarray:
                raise TypeError(f"expected np.ndarray (got {type(array).__name__})")
            return array
        """
    files = {
        "lib/site-packages/torch/__init__.py": strict,
        "main.py": "import sys, numpy as np\nsys.path.append('lib/site-packages')\nimport torch\n"
        "a = np.arange(3.0)\nt = torch.from_numpy(a)\nt[0] = 7\nprint(a, t, torch.__name__)\n"
        "from torch import from_numpy as f\nprint(f(a[::2]))\n"
        "try:\n    f([1])\nexcept TypeError as e:\n    print(e)\n" + CHECK,
    }
    compare(tmp_path, files)


def test_a_package_works_on_the_programs_arrays(tmp_path):
    files = {
        "lib/site-packages/installed.py": "import numpy\n"
        "def total(x):\n    return float(numpy.sum(x)), type(numpy.asarray(x)) is numpy.ndarray\n"
        "def fill(x):\n    numpy.asarray(x)[:] = 5\n",
        "main.py": "import sys, numpy as np\nsys.path.append('lib/site-packages')\nimport installed\n"
        "a = np.arange(4.0)\nprint(installed.total(a))\ninstalled.fill(a)\nprint(a)\n" + CHECK,
    }
    compare(tmp_path, files)


def test_doctests_of_the_program(tmp_path):
    program = '''\
        """
        >>> import numpy as np
        >>> type(np.ones(1)) is kind
        True
        """
        import doctest, numpy
        kind = numpy.ndarray
        print(doctest.testmod())
        '''
    compare(tmp_path, {"main.py": program})


def test_pytest_as_the_program(tmp_path):
    write(
        tmp_path,
        {
            "test_it.py": "import sys\nimport numpy as np\ndef test_engine():\n    assert np.__name__ == 'numen'\n"
        },
    )
    status, out, err = execute(tmp_path, ["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"], True)
    assert status == 0, out + err
    assert "1 failed" in execute(tmp_path, ["-m", "pytest", "-q", "test_it.py"], False)[1]


def test_tools_that_run_scripts(tmp_path):
    write(
        tmp_path, {"prog.py": "import numpy as np\nprint('module', np.__name__, __name__, __file__[-7:])\n"}
    )
    expected = "module numen __main__ prog.py\n"
    for command in (["-m", "cProfile", "prog.py"], ["-m", "trace", "-l", "prog.py"]):
        status, out, err = execute(tmp_path, command, True)
        assert status == 0 and out.startswith(expected), out + err
    status, out, err = execute(tmp_path, ["-m", "pdb", "-c", "continue", "-c", "quit", "prog.py"], True)
    assert status == 0 and expected in out, out + err
    setup = "import numpy as np; assert np.__name__ == 'numen'"
    status, out, err = execute(tmp_path, ["-m", "timeit", "-n", "1", "-s", setup, "np.ones(1)"], True)
    assert status == 0 and out.startswith("1 loop"), out + err


def test_own_commands(tmp_path):
    status, out, _ = execute(tmp_path, [], True)
    assert status == 0 and out.startswith("usage: python -m numen")
    assert execute(tmp_path, ["--help"], True)[1] == out
    status, out, _ = execute(tmp_path, ["info"], True)
    assert status == 0
    for title in ("version", "python", "cpu", "threads", "memory", "types", "installed"):
        assert re.search(rf"^{title} +\S", out, re.M), out
    assert "float64" in out and "numpy 2.4.6" in out
    assert re.search(r"kernels for (baseline|avx2|avx512)", out) and re.search(
        r"^threads +\d+ of \d+", out, re.M
    )
    assert "MiB in arrays" in out and "MiB limit" in out
    lower = execute(tmp_path, ["info"], True, env={"NUMEN_CPU": "baseline", "NUMEN_NUM_THREADS": "1"})[1]
    assert "kernels for baseline (NUMEN_CPU)" in lower and re.search(r"^threads +1 of", lower, re.M)
    status, out, _ = execute(tmp_path, ["--version"], True)
    assert status == 0 and "2.4.6" in out


def test_errors_live_where_numpys_do(tmp_path):
    program = tmp_path / "errors.py"
    program.write_text(
        "import numpy as np, pickle\n"
        "for f in (lambda: np.sum([1], axis=3), lambda: np.add('a', 1), lambda: np.linalg.inv(np.zeros((2, 2)))):\n"
        "    try:\n        f()\n"
        "    except Exception as e:\n        print(type(e), type(pickle.loads(pickle.dumps(e))) is type(e))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, *how, str(program)], capture_output=True, text=True, check=True
        ).stdout
        for how in ([], ["-m", "numen"])
    }
    assert len(told) == 1
