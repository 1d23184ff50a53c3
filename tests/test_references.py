"""What a call has taken in goes when it returns: no reference is kept, nor waits for a later call."""

import gc
import subprocess
import sys
import textwrap
import weakref

import pytest

import numen as np


class Rows(list):
    """A list that can be watched."""


class Absent:
    """Has none of the attributes it is asked for; the errors refer to it."""

    def __getattr__(self, name):
        raise AttributeError(name, name=name, obj=self)


class Dates(Absent):
    def __init__(self):
        self.days = 1  # the first of three parts of a duration


def refused(call, *args):
    try:
        call(*args)
    except (TypeError, ValueError, IndexError, AttributeError, KeyError):
        return
    pytest.fail("the call was to be refused")


RECORDS = np.array([(1, 2.0)], "i4,f8")
CALLS = {
    "joined": (Rows, lambda x: np.concatenate(([1], x))),
    "stacked": (Rows, lambda x: np.vstack(([1, 2], x))),
    "nested": (Rows, lambda x: np.array([[1, 2], x])),
    "placed": (Rows, lambda x: np.zeros((2, 2)).__setitem__(0, x)),
    "shape": (Rows, lambda x: np.dtype([("a", "f4", tuple(x))])),
    "object": (Absent, lambda x: np.array(x)),
    "objects": (Absent, lambda x: np.array([x, x])),
    "type": (Absent, lambda x: np.dtype("f8") == x),
    "no type": (Absent, lambda x: refused(np.dtype, x)),
    "class": (Absent, lambda x: np.empty(0, type("C", (), {"it": x}))),
    "date": (Absent, lambda x: refused(np.zeros(1, "M8[D]").__setitem__, 0, x)),
    "duration": (Dates, lambda x: refused(np.zeros(1, "m8[D]").__setitem__, 0, x)),
    "clipped": (Absent, lambda x: refused(np.clip, x, 0, 1)),
    "summed": (Absent, lambda x: np.sum(x)),
    "file": (Absent, lambda x: refused(np.fromfile, x)),
    "tensor": (Absent, lambda x: refused(np.from_dlpack, x)),
    "field": (Absent, lambda x: refused(RECORDS[0].__getitem__, x)),
    "compared": (Absent, lambda x: np.array(["a"]) == x),
    "index": (Absent, lambda x: refused(np.arange(3).__getitem__, x)),
}


@pytest.mark.parametrize("name", CALLS)
def test_arguments_go_with_the_call(name):
    make, call = CALLS[name]
    x = make([1, 2]) if make is Rows else make()
    seen = weakref.ref(x)
    call(x)
    del x
    gc.collect()
    assert seen() is None


SMALL = np.arange(6, dtype="u2").reshape(2, 3)
REPEATED = {
    "empty of objects": lambda: np.empty(0, object),
    "joined lists": lambda: np.concatenate(([True], [1, 2], [3.0])),
    "unlike types": lambda: np.dtype("f4") == "category",
    "unlike arrays": lambda: np.arange(3) == np.array(["a"] * 3),
    "beyond": lambda: np.arange(3, dtype="u1") == 1000,
    "field": lambda: RECORDS[0]["f1"],
    "options": lambda: with_options(precision=3),
    "formatter": lambda: np.array2string(SMALL, formatter={"int": str}),
    "sets": lambda: np.setxor1d(SMALL, [1, 7]),
    "texts": lambda: np.array(["2020-01-01"], "M8[D]").astype(object).astype("M8[D]"),
    "percentile": lambda: np.percentile(SMALL, [10, 50], method="higher"),
    "scalars": lambda: [t(1) for t in (np.float64, np.float32, np.int8, np.bool_, np.complex64, np.str_)],
    "views": lambda: [SMALL[i][None].T.ravel().base for i in range(2)],
}


def with_options(**options):
    with np.printoptions(**options):
        return str(SMALL)


@pytest.mark.parametrize("name", REPEATED)
def test_repeated_calls_keep_nothing(name):
    call, rounds = REPEATED[name], 400
    classes = [np.ndarray, *{type(np.dtype(c)) for c in "?bhilefdFDOSUVMm"}, *np.sctypeDict.values()]
    for _ in range(20):  # what is made once
        call()
    least = None
    for _ in range(3):  # other threads of the process allocate too
        gc.collect()
        before, counts = sys.getallocatedblocks(), [sys.getrefcount(c) for c in classes]
        for _ in range(rounds):
            call()
        gc.collect()
        more = sys.getallocatedblocks() - before
        least = more if least is None else min(least, more)
        grown = [c for c, n in zip(classes, counts) if abs(sys.getrefcount(c) - n) > rounds // 4]
        assert not grown
    assert least < rounds // 2


def test_calls_while_the_interpreter_ends(tmp_path):
    """Finalizers may still call when the interpreter takes itself apart: errors are what they always are."""
    program = """
        import numen as np

        class Last:
            def __del__(self, np=np, print=print):
                for call in (
                    lambda: np.arange(3).reshape(2),
                    lambda: np.zeros(-1),
                    lambda: np.dtype("nonsense"),
                    lambda: np.array([[1], [1, 2]]),
                    lambda: bool(np.arange(2)),
                    lambda: np.ones((2, 3)) @ np.ones((2, 3)),
                    lambda: np.sum(np.ones(2), axis=3),
                    lambda: np.arange(3)[5],
                    lambda: np.zeros(2, device="gpu"),
                    lambda: np.arange(3) == np.array(["a"] * 3),
                    lambda: np.concatenate(([1], [2.5])),
                    lambda: str(np.arange(3) / 2),
                ):
                    try:
                        print(type(call()).__name__)
                    except Exception as e:
                        print(type(e).__name__, str(e).splitlines()[0][:30])

        last = Last()
    """
    path = tmp_path / "last.py"
    path.write_text(textwrap.dedent(program))
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "ValueError cannot reshape array of size 3",
        "ValueError negative dimensions are not al",
        "TypeError data type 'nonsense' not under",
        "ValueError setting an array element with ",
        "ValueError The truth value of an array wi",
        "ValueError matmul: Input operand 1 has a ",
        "AxisError axis 3 is out of bounds for ar",
        "IndexError index 5 is out of bounds for a",
        'ValueError Device not understood. Only "c',
        "ndarray",
        "ndarray",
        "str",
    ]
