"""What crosses between a program run unchanged and packages: conversions in C, classes that compare, numbers as operands.

Each program runs by plain Python and by the runner and must print the same.
"""

import os
import subprocess
import sys
import textwrap

import pytest

import numen

HEAD = "import numpy as np, pandas as pd\ndf = pd.DataFrame({'a': [1, 2, 3], 'b': [1.5, 2.0, 4.0]})\n"


def printed(text, folder, *modules):
    for module in modules:
        pytest.importorskip(module, reason="not in the development environment, see docs/neighbours.md")
    program = folder / "program.py"
    program.write_text(textwrap.dedent(text))
    path = os.pathsep.join(filter(None, [str(folder / "site-packages"), os.environ.get("PYTHONPATH")]))
    environment = dict(os.environ, PYTHONPATH=path, MPLBACKEND="Agg")
    texts = []
    for runner in ([], ["-m", "numen"]):
        done = subprocess.run(
            [sys.executable, *runner, str(program)], capture_output=True, text=True, env=environment
        )
        assert done.returncode == 0, done.stderr
        texts.append(done.stdout)
    return texts


def same(text, folder, *modules):
    plain, ours = printed(text, folder, *modules)
    assert plain == ours and plain


PROGRAMS = {
    "factorizations of frames": """
        a = df.values[:2]
        print(np.linalg.inv(a).round(12), np.linalg.solve(a, df.b.values[:2]).round(12) + 0, np.linalg.norm(df.values))
        print(np.linalg.svd(df.values)[1].round(12), np.linalg.cholesky(a @ a.T + np.eye(2)).round(12))
        print(np.linalg.lstsq(df.values, df.b.to_numpy(), rcond=None)[0].round(12) + 0.0, np.diagflat(df.b.values))
        print(np.linalg.inv(df.iloc[:2]))
    """,
    "classes": """
        print(type(df.a[0]) == np.int64, np.int64 == type(df.a[0]), type(df.b[0]) != np.float64)
        print(type(df.values) == np.ndarray, df.a.dtype.type == np.int64, df.a.dtype.type == np.int32)
        print(np.int64 == np.float64, np.int64 == int, np.int64 != np.int64, hash(np.int64) == hash(np.int64))
    """,
    "exceptions": """
        import pytest, warnings
        from numpy.linalg import LinAlgError
        from scipy import linalg, optimize
        from numpy.exceptions import AxisError, ComplexWarning
        try:
            linalg.solve(np.zeros((2, 2)), np.ones(2))
        except np.linalg.LinAlgError as e:
            print(type(e), e, isinstance(e, LinAlgError), linalg.LinAlgError is LinAlgError)
        for f in (lambda: np.linalg.inv(np.zeros((2, 2))), lambda: linalg.cholesky(-np.eye(2))):
            with pytest.raises(LinAlgError) as found:
                f()
            print(found.type, found.value)
        try:
            df.values.sum(axis=5)
        except AxisError as e:
            print(e, e.axis, e.ndim)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("error", ComplexWarning)
            try:
                pd.Series(np.array([1 + 1j])).astype(float)
            except ComplexWarning as e:
                print(type(e), e)
        def singular(x):
            raise LinAlgError("of the program")
        with pytest.raises(linalg.LinAlgError):
            optimize.brentq(singular, 0, 1)
    """,
    "what comes back": """
        from scipy import ndimage
        from sklearn.utils import check_random_state
        out, rng, state = np.zeros((3, 3)), np.random.default_rng(0), np.random.RandomState(0)
        print(ndimage.gaussian_filter(np.eye(3), 1, output=out) is out, out.round(4), check_random_state(state) is state)
        print(check_random_state(np.random.mtrand._rand) is np.random.mtrand._rand)
    """,
    "functions by the class of what they get": """
        import functools
        class Shown:
            @functools.singledispatchmethod
            def show(self, v): return "other"
            @show.register(np.ndarray)
            def _(self, v): return f"array {v.shape}"
            @show.register
            def _(self, v: np.floating): return f"number {v}"
            @show.register(int)
            @show.register(np.integer)
            def _(self, v): return f"integer {v}"
        for v in (df.values, np.eye(2), df.a.iloc[0], df.b.mean(), np.float32(1), 3, "text", df):
            print(Shown().show(v))
    """,
    "memory maps": """
        import joblib, os, tempfile
        with tempfile.TemporaryDirectory() as folder:
            joblib.dump(np.arange(4.0), os.path.join(folder, "a"))
            m = joblib.load(os.path.join(folder, "a"), mmap_mode="r")
            print(type(m), isinstance(m, np.memmap), isinstance(m[1:], np.memmap), isinstance(df.values, np.memmap), m.sum())
            del m
    """,
    "several targets": """
        class C: pass
        c, i, a = C(), 0, [0, 1, 2]
        df.at[1, "a"], df.iat[1, 1] = np.int64(77), np.float64(0.5)
        df["x"], [df["y"], *c.rest] = np.arange(3), (np.ones(3), 1, 2)
        a[i], i = 9, 1
        i, a[i] = 2, 7
        c.v = c.w = df["k"] = k = np.arange(3)
        df.columns = names = np.array(list("abcde"))
        df["s"], df.index = np.zeros(3), np.array(["p", "q", "r"])
        a[0], a[1] = a[1], a[0]
        print(df, df.dtypes, c.rest, type(c.v), type(names), k, a, [n for n in globals() if "numen" in n])
        try:
            df["a"], df["b"] = np.arange(3)
        except ValueError as e:
            print(e)
    """,
    "what lies in containers": """
        i = pd.date_range("2024-01-01", periods=60, freq="h")
        d = i.values[-1] - np.timedelta64(1, "D")
        print(type(d), d, d in i, d in list(i.values), {d: 1}[d], np.datetime64("2023-01-01") in i)
        print(np.datetime64("2024-01-01T01") not in i, np.timedelta64(1, "h") in pd.to_timedelta(["1h"]))
        print(np.int64(3) in pd.Index([1, 2, 3]), np.float64(1) in df.a, (np.int64(1), "a") in pd.MultiIndex.from_tuples([(1, "a")]))
        print(3 in i.day.values, np.int64(2) in {1: 2, 2: 3}, 1 < np.int64(2) < df.a[2], np.str_("a") in df)
    """,
    "real times": """
        i = pd.date_range("2024-01-01", periods=3, freq="h")
        r, s = i.values[-1], i.values[-1] - i.values[0]
        for f in (
            lambda: np.asarray(r), lambda: np.array([r, r]), lambda: r - np.timedelta64(1, "D"), lambda: np.timedelta64(1, "D") + r,
            lambda: r > np.datetime64("2024"), lambda: np.subtract(r, np.timedelta64(1, "h")),
            lambda: np.arange(r, r + 2), lambda: np.isnat(r), lambda: np.zeros(2, "M8[us]") - r, lambda: r == np.datetime64("2024-01-01T02"),
            lambda: np.timedelta64(s, "s"), lambda: s / np.timedelta64(1, "s"), lambda: np.full(2, r), lambda: np.abs(s),
            lambda: np.array([1, 2], "M8[s]").searchsorted(r), lambda: np.datetime64("2025") - r, lambda: np.where([True], r, r),
        ):
            v = f()
            print(type(v), v, getattr(v, "dtype", None))
        a = np.zeros(2, "M8[s]")
        a[0] = r
        print(a, a[0] == r, r in a, [np.datetime64("2024-01-01T02")].index(r), sorted([r, np.datetime64("2020")])[0])
    """,
    "dtypes as keys": """
        names = {np.dtype("int64"): "i", np.dtype("float64"): "f", np.dtype("M8[s]"): "t", np.dtype("U3"): "u"}
        print([names[df[c].dtype] for c in df], df.dtypes.map(names).tolist(), len({np.dtype("f8"), df.b.dtype}))
        print(names[np.array(["abc"]).dtype], names[pd.Series(np.zeros(2, "M8[s]")).dtype])
    """,
    "numbers": """
        x, i = df.b[1], df.a[2]
        print(np.sqrt(x), type(np.sqrt(x)), np.add(i, x), type(i + np.float64(1)), np.float32(2) * x, x * np.float32(2))
        print(type(np.int8(1) + i), x ** np.float64(2), divmod(i, np.int64(2)), np.maximum(1, x), np.maximum(x, 7.0))
        print(x == np.float64(2), np.float64(3) < x, np.isnan(x), np.float64(x), np.arange(i), np.zeros(i), x in [np.float64(2)])
        print(np.array(x), np.array([x, i]), np.array([df.b.values, df.b.values]), np.full(2, x), np.add(x, np.int8(3)))
    """,
    "numbers and warnings": """
        import warnings
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            print(np.log(df.b[0] * 0), np.divide(df.b[0], 0.0), np.sqrt(-1.0), np.int8(100) + np.int8(100), np.exp(1e3))
        print([str(w.message) for w in told])
        with np.errstate(all="raise"):
            try:
                np.log(np.float64(0))
            except FloatingPointError as error:
                print(error)
    """,
    "arrays": """
        v = df.a.values
        print(v * np.arange(3), np.arange(3) - df.b.values, v // np.array([1, 2, 3]), df.values @ np.ones(2), v > np.ones(3))
        print(np.asarray(df.b.values[::-2]), np.array(v, dtype=np.float32), np.asarray(v.astype(">i4")) + 1, np.sum(df.values, 0))
        r = df.b.values.copy(); r.flags.writeable = False
        print(np.asarray(r).flags.writeable, (np.asarray(v) is v) in (True, False), np.add(v, 1), np.negative(v))
    """,
    "memory is shared, and stays": """
        x = np.arange(3.0)
        shown = pd.Series(x, copy=False).values
        x[0] = 9
        print(shown[0], np.shares_memory(x, shown), shown.flags.writeable)
        try:
            x.resize(100000)
        except (BufferError, ValueError):
            pass
        del x
        print(shown.tolist()[1:])
    """,
    "ours on the left": """
        x, n = np.arange(3.0), np.float64(2)
        print(x * df.a, n - df.b, x @ df, x < df.a, x[:2] + df)
        print(type(x * df.a), (x ** df.a).tolist())
        print(np.timedelta64(1, "D") + pd.Timestamp("2020-01-01"), np.array([1, 2]) * pd.Timedelta("1s"))
    """,
    "operators in place": """
        m = df["a"] > 1
        df.loc[m, "b"] += np.array([10.0, 20.0])
        df["b"] *= np.arange(3.0)
        df.b -= np.float64(1)
        df.index = np.array([5, 6, 7])
        df.columns = np.array(["x", "y"])
        print(df, type(df.y.values), type(df.index.values))
        class A:
            n = 1
            def __init__(self):
                self.__p = np.arange(3)
                self.q = np.arange(3)
            def go(self):
                self.__p += np.arange(3)
                self.q += np.arange(3)
                self.q[1] **= np.int64(3)
                self.n += np.int64(2)
                return self.__p, self.q, self.n, A.n
        print(A().go())
        d, log = {"k": [1], "s": "x", "n": 3}, []
        def seen(x, v):
            log.append(x)
            return v
        d["k"] += [np.int64(2)]
        d["s"] += str(np.int64(1))
        seen("container", d)[seen("key", "n")] //= seen("value", np.int64(2))
        try:
            d["missing"] += seen("never", np.int64(1))
        except KeyError as e:
            print(repr(e))
        print(d, log)
    """,
    "a package's own arrays back": """
        for s in (pd.Series(["a", None, "a"]), df.a, df.b > 1, pd.Series(pd.date_range("2020", periods=3)), pd.Series([1, "x"])):
            x = s.to_numpy()
            codes, names = pd.factorize(x)
            print(codes, names, pd.Series(x).tolist(), pd.unique(x), pd.Series(x[:0]).size, pd.Index(x[0:1]))
        x = pd.Series([[1], None]).to_numpy().copy()
        x[1] = np.float64(2.5)
        print(pd.Series(x).tolist(), [type(v) for v in pd.Series(x)], pd.Series([df.a.to_numpy()[0]]), pd.Series([x.dtype, np.dtype("i4")]))
    """,
    "what generators give": """
        def gen():
            for i in range(3):
                got = yield np.float64(i)
                assert got is None
        print(pd.Series(gen()).dtype, pd.Series(np.sqrt(i) for i in gen()).tolist(), sum(x for x in gen()))
        print(pd.DataFrame.from_records((np.arange(2), np.float32(i)) for i in range(2)))
    """,
    "frames as items": """
        x = np.array([df.a, df.b])
        print(x, x.dtype, np.array([df.a, [1, 2, 3]]), np.array([df.a, df.b], dtype=object).shape)
        print(np.concatenate([df.a, df.b]), np.vstack([df.a, df.b]), np.column_stack([df.a, df.b.values]))
        print(np.array([pd.Timestamp("2020")]), np.array([df.a, df.a[:1]], dtype=object).shape)
        print(np.array([[df.a, df.b], [df.b, df.a]]).shape, np.array([df.a[0], df.b[1]]), np.array(list(df.b)))
        try:
            np.array([df.a, df.a[:1]])
        except ValueError as e:
            print(e)
    """,
    "dates and text": """
        a = np.asarray(pd.Series(pd.date_range("2020-01-01", periods=3)))
        print(a, a.dtype, np.asarray(pd.Series(["a", None])), np.asarray(pd.Series(["a", "b"], dtype=object)))
        for x in (np.array(["2020-01-01", "NaT"], "M8[D]"), np.array([1, 2], "m8[ns]"), np.array(["a", "bcd"])):
            s = pd.Series(x)
            print(s.tolist(), s.dtype, np.asarray(s.to_numpy()), type(s.to_numpy()))
        v = np.array(["2020-01", "2021-02"], "M8[s]")
        z = pd.Series(v, copy=False).values
        v[0] = np.datetime64("1999-01-01")
        print(z, z.dtype, np.shares_memory(z, v), pd.Series(np.array(["ab"] * 4)[::2]).tolist())
        print(pd.to_datetime(np.array(["2020-01-01"], "M8[25s]").astype("M8[s]")), pd.Series(np.array([b"ab", b"c"])).tolist())
        try:
            v.resize(5)
        except ValueError as e:
            print("lent")
    """,
    "real scalars and copies": """
        for x in (df.b[0], df.a[1], df.a.values[:1].astype("M8[D]")[0], pd.Series([np.str_("a")])[0]):
            for make in (np.array, np.asarray):
                try:
                    print(make(x, copy=False))
                except ValueError as e:
                    print(e)
            print(np.array(x, copy=True), np.array(x), np.array(df.b, copy=None).shape)
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_same_by_the_runner(name, tmp_path):
    pytest.importorskip("pandas", reason="pandas is not in this environment: requirements-dev.txt")
    same(HEAD + textwrap.dedent(PROGRAMS[name]), tmp_path)


def package(folder, text):
    made = folder / "site-packages"
    made.mkdir()
    (made / "neighbour.py").write_text(textwrap.dedent(text))


def test_old_array_wrap(tmp_path):
    """A package's `__array_wrap__` of fewer parameters gets real arrays, with NumPy's warning."""
    package(
        tmp_path,
        """
        import numpy
        class Old:
            __array_priority__ = 10
            def __array__(self, dtype=None, copy=None): return numpy.arange(3.0)
            def __array_wrap__(self, array): return ("wrapped", type(array) is numpy.ndarray, array.tolist())
        """,
    )
    same(
        """
        import warnings
        import numpy as np
        import neighbour
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            print(np.sqrt(neighbour.Old()), np.negative(neighbour.Old()))
        print([(w.category.__name__, str(w.message)) for w in told])
        """,
        tmp_path,
    )


def test_object_that_stands_for_a_function(tmp_path):
    """A package's callable object that calls itself the program's (as compilers do) gets real arrays."""
    package(
        tmp_path,
        """
        import functools, numpy
        class Compiled:
            def __init__(self, f): functools.update_wrapper(self, f)
            def __call__(self, x): return type(x) is numpy.ndarray
        """,
    )
    same(
        """
        import numpy as np
        import neighbour
        @neighbour.Compiled
        def f(x): return x
        print(f(np.arange(3)), f.__module__)
        """,
        tmp_path,
    )


def test_numba(tmp_path):
    same(
        """
        import numpy as np
        from numba import njit, vectorize
        @njit
        def total(a):
            s = np.zeros(2)
            for i in range(a.shape[0]):
                s[0] += np.sqrt(a[i])
            return s
        @vectorize(["float64(float64, float64)"])
        def add(x, y):
            return x - y
        print(total(np.arange(10.0)), type(total(np.arange(3.0))), add(np.arange(3.0), 2.0), total.py_func(np.ones(2)))
        """,
        tmp_path,
        "numba",
    )


def test_numba_compiles_functions_as_they_were_written(tmp_path):
    same(
        """
        import numpy as np
        from numba import njit
        def total(a):
            def half(x): return x / 2
            return half(a.sum()) + np.sqrt(4.0)
        def made(n):
            return njit(lambda a: a * n), njit(lambda a: a + n)
        x = np.arange(4.0)
        fast = njit(total)
        print(fast(x), fast.py_func(x), total(x), [f(x) for f in made(3)], njit(lambda a: a[::2])(x))
        """,
        tmp_path,
        "numba",
    )


def test_functions_in_c_that_name_no_module_are_a_packages(tmp_path):
    # Extension modules made by hand (OpenCV's) have such functions.
    package(
        tmp_path,
        """
        import ctypes
        import numpy
        class Method(ctypes.Structure):
            _fields_ = [("name", ctypes.c_char_p), ("call", ctypes.c_void_p), ("flags", ctypes.c_int), ("doc", ctypes.c_char_p)]
        @ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.py_object)
        def kind(own, x):
            return type(x) is numpy.ndarray
        method = Method(b"is_real", ctypes.cast(kind, ctypes.c_void_p), 8, None)  # 8: takes one argument
        new = ctypes.pythonapi.PyCFunction_NewEx
        new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p] * 3
        is_real = new(ctypes.addressof(method), None, None)
        """,
    )
    same(
        """
        import numpy as np
        import neighbour
        f = neighbour.is_real
        print(f.__module__, f(np.arange(3)), neighbour.is_real(np.ones(2)))
        """,
        tmp_path,
    )


def test_function_that_a_package_makes_around_another(tmp_path):
    package(
        tmp_path,
        """
        import functools
        import numpy
        def around(f):
            @functools.wraps(f)
            def call(x, *args):
                assert type(x) is numpy.ndarray
                return f(x, *args)
            return call
        """,
    )
    program = """
        import numpy as np
        import neighbour
        @neighbour.around
        def f(x, found):
            found.append(np.sqrt(x))
            return x + 1
        found = [np.zeros(1)]
        print(f(np.arange(3.0), found), len(found), neighbour.around(lambda x: x * 2)(np.ones(2)))
    """
    same(program, tmp_path)


def test_package_that_imports_numpy_late(tmp_path):
    """A package that declares NumPy gets real arrays although it has not imported it yet."""
    package(
        tmp_path,
        """
        def take(x):
            import numpy
            return type(x) is numpy.ndarray
        """,
    )
    told = tmp_path / "site-packages" / "neighbour-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: neighbour\nVersion: 1.0\nRequires-Dist: numpy\n"
    )
    same("import numpy as np\nimport neighbour\nprint(neighbour.take(np.arange(3)))\n", tmp_path)


def test_the_helpers_refuse_what_the_runner_does_not_write():
    from numen import _core

    for name in (
        "getitem",
        "setitem",
        "setattr",
        "item",
        "attribute",
        "change",
        "change_attribute",
        "right",
        "operate",
        "call",
        "set",
    ):
        with pytest.raises(TypeError):
            getattr(_core, f"_border_{name}")()
    for wrong in (3, [None], numen.arange(3)):
        with pytest.raises(TypeError, match="array of objects"):
            _core._border_types(wrong)
    with pytest.raises(TypeError, match="no such operator"):
        _core._border_operate(99, 1, 2)
    with pytest.raises(TypeError, match="no place"):
        _core._border_change(0, [1, 2], 3)


def test_the_classes_in_an_array_of_objects():
    from numen import _core

    x = numen.array([1, "a", None, 2, 2.5, True, numen.float64(1), "b"], dtype=object)
    assert _core._border_types(x) == set(map(type, x.tolist()))
    assert _core._border_types(x.reshape(2, 4)[::-1, ::3]) == {int, float, str}
    assert _core._border_types(x[:0]) == set()


NEW_SYNTAX = """
    type Frame = pd.DataFrame
    type Pair[T] = tuple[T, np.ndarray]
    print(Frame.__value__, Pair[int])

    class Box[T: (int, np.ndarray)]:
        def __init__(self, x: T):
            self.x = x

        def map[U](self, f) -> "Box[U]":
            return Box(f(self.x))

        @property
        def frame(self):
            return pd.DataFrame({"a": self.x})

    box = Box(np.arange(3))
    print(box.map(lambda v: v * 2).frame.sum().to_dict(), Box.__type_params__)
    print(f"{', '.join(f"{x:>5.1f}" for x in np.arange(3))} {box.x.sum()=}")
    column = pd.Series(np.arange(4))
    print([column[i] + np.int64(1) for i in range(2)], {k: column[k] for k in np.arange(2)})

    def names():
        x = np.arange(3)
        return locals()["x"], [list(locals()) for _ in range(1)], eval("x + column[1]")

    print(names())
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is CPython 3.12's")
def test_syntax_of_newer_versions(tmp_path):
    printed(textwrap.dedent(HEAD) + textwrap.dedent(NEW_SYNTAX), tmp_path, "pandas")
