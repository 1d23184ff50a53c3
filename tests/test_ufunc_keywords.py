"""Signatures, `out=...`, axes of ufunc methods, `resolve_dtypes`, `frompyfunc` against NumPy."""

import gc
import weakref

import numpy
import programs
import pytest
from agreement import same

import numen as np

A = "n.arange(3.0)"
CALLS = f"""
n.add({A}, 1, sig='i', casting='unsafe')
n.add({A}, 1, sig=('i4',), casting='unsafe')
n.add({A}, 1, sig='ii->i', casting='unsafe')
n.add(1, 2, sig=(None,))
n.add(1, 2, sig='ii->i', signature='ii->i')
n.add(1, 2, sig='ii->i', dtype=int)
n.add(1, 2, signature=5.0)
n.add(1, 2, signature='%^->#')
n.add(1, 2, signature=b'ii-i')
n.add(1, 2, signature=b'dd->d')
n.add(1, 2, signature='ii>i')
n.add(1, 2, signature=(None, 'f8'))
n.add(1, 2, signature=(None, None, 'f8'))
n.add(1, 2, signature=b'\\xff->i')
n.add(1, 2, signature='')
n.add(1, 2, dtype='>i8')
n.add(1, 2, dtype='m8[ns]')
n.add(1, 2, ...)
n.add(1, 2, out=...)
n.add({A}, 2, out=...)
n.negative(1, out=(...,))
n.divmod(1, 2, out=...)
n.divmod({A}, 2, out=(n.empty(3), ...))
n.add.reduce({A}, out=...)
n.add.reduce(1, (), None, ...)
n.add.reduce(1, out=(...,))
n.add.accumulate({A}, out=...)
n.add.reduceat({A}, [0], out=...)
n.matmul({A}, {A}, out=...)
n.add.outer(1, 2, out=...)
n.add({A}, 1, where=n.array([1, 0, 1]))
n.add({A}, 1, where=[1, 0, 1], out=n.zeros(3))
n.add({A}, 1, where=1.5, out=n.zeros(3))
n.maximum.reduce(n.zeros((0, 0)), axis=1)
n.maximum.reduce(n.zeros((0, 3)), axis=1)
n.maximum.reduce(n.zeros((0, 0)), axis=())
n.add.reduce(n.ones((2, 2)), 0, None, None, False, 1, True)
n.add.accumulate(n.zeros((2, 3)), axis=None)
n.add.accumulate(n.arange(3), axis=None)
n.add.accumulate(n.arange(3), axis=())
n.add.accumulate(n.arange(3), axis=(0,))
n.add.accumulate(n.arange(3), axis=(0, 1))
n.add.reduceat(n.arange(3), [0, 1], axis=None)
n.add.reduceat(n.ones((2, 3)), [0, 1], axis=None)
n.add.reduceat(5, [0])
n.frompyfunc(add, 2, 1)(1, 2)
n.frompyfunc(add, 2, 1)([1, 2], 3)
n.frompyfunc(add, 2, 1)(1)
n.frompyfunc(add, 2, 1)(['a'], ['b'])
n.frompyfunc(add, 2, 1)([1, 2], [3, 4], out=n.zeros(2))
n.frompyfunc(add, 2, 1)([1, 2], [3, 4], out=n.zeros(2), casting='unsafe')
n.frompyfunc(add, 2, 1)([1, 2], [3, 4], where=[True, False], out=n.array([7, 7], object))
n.frompyfunc(add, 2, 1).reduce([1, 2, 3])
n.frompyfunc(add, 2, 1).reduce([])
n.frompyfunc(add, 2, 1).reduce(n.ones((2, 3)), axis=(0, 1))
n.frompyfunc(add, 2, 1, identity=None).reduce(n.ones((2, 3)), axis=(0, 1))
n.frompyfunc(add, 2, 1, identity=None).reduce([])
n.frompyfunc(add, 2, 1, identity=10).reduce([])
n.frompyfunc(add, 2, 1, identity=10).reduce([1, 2])
n.frompyfunc(add, 2, 1, identity=10).identity
n.frompyfunc(add, 2, 1).accumulate([1, 2, 3])
n.frompyfunc(add, 2, 1).outer([1, 2], [3, 4])
n.frompyfunc(add, 2, 1).reduceat([1, 2, 3, 4], [0, 2])
n.frompyfunc(add, 2, 1).types
n.frompyfunc(add, 2, 1).__name__
n.frompyfunc(divmod, 2, 2)([7, 8], 3)
n.frompyfunc(str, 1, 1)([1.5, 2])
n.frompyfunc(lambda x: 1 / 0, 1, 1)(3)
n.frompyfunc(lambda x: None, 1, 0)([1, 2])
n.frompyfunc(5, 1, 1)
n.frompyfunc(add, 40, 40)
n.frompyfunc(add, 2, 1)(n.array([], object), 1)
""".strip().splitlines()


def add(a, b):
    return a + b


def outcome(library, text):
    try:
        return eval(text, {"n": library, "add": add})
    except Exception as e:
        return type(e).__name__, str(e)


@pytest.mark.parametrize("text", CALLS)
@pytest.mark.filterwarnings("ignore:'where' used without 'out'")
def test_calls(text):
    same(outcome(np, text), outcome(numpy, text))


TYPES = """
n.add.resolve_dtypes((f4, i4, None))
n.add.resolve_dtypes((i4, i8, i4))
n.add.resolve_dtypes((i4, int, None))
n.add.resolve_dtypes((i4, float, None))
n.add.resolve_dtypes((int, int, None))
n.add.resolve_dtypes((i4, i8))
n.add.resolve_dtypes([i4, i8, None])
n.add.resolve_dtypes((None, i8, None))
n.add.resolve_dtypes((i4, 'i8', None))
n.add.resolve_dtypes((i4, i4, None), signature=(None, None, 'f4'))
n.add.resolve_dtypes((i4, i4, None), signature='dd->d')
n.add.resolve_dtypes((i4, f4, None), casting='no')
n.add.resolve_dtypes((None, i4, None), reduction=True)
n.add.resolve_dtypes((f4, i4, None), reduction=True)
n.add.resolve_dtypes((i4, i4, i4), reduction=True)
n.sin.resolve_dtypes((i4, None))
n.sin.resolve_dtypes((i4, None), reduction=True)
n.equal.resolve_dtypes((i4, int, None))
n.logical_and.resolve_dtypes((None, i4, None), reduction=True)
n.add.resolve_dtypes((n.dtype('M8[s]'), n.dtype('m8[ms]'), None))
n.matmul.resolve_dtypes((i4, f4, None))
n.frexp.resolve_dtypes((f4, None, None))
""".strip().splitlines()


@pytest.mark.parametrize("text", TYPES)
def test_resolve_dtypes(text):
    def found(library):
        names = {
            "n": library,
            "i4": library.dtype("i4"),
            "i8": library.dtype("i8"),
            "f4": library.dtype("f4"),
        }
        try:
            return [d.str for d in eval(text, names)]
        except Exception as e:
            return str(e)

    assert found(np) == found(numpy)


def test_comparisons_reduce_nothing_but_their_own_type():
    # NumPy says it in other words once it has compared a truth value with an integer.
    with pytest.raises(
        TypeError, match="^No loop matching the specified signature and casting was found for ufunc equal$"
    ):
        np.equal.resolve_dtypes((None, np.dtype("i4"), None), reduction=True)


@pytest.mark.parametrize("name", ["add", "subtract", "maximum"])
def test_output_over_the_input(name):
    a, b = numpy.arange(40.0).reshape(5, 8), np.arange(40.0).reshape(5, 8)
    getattr(numpy, name).reduce(a[:, ::2], axis=0, out=a[1, ::2])
    getattr(np, name).reduce(b[:, ::2], axis=0, out=b[1, ::2])
    same(b, a)


def test_functions_are_let_go():
    class Function:
        def __call__(self, x):
            return x

    function = Function()
    gone = weakref.ref(function)
    ufunc = np.frompyfunc(function, 1, 1)
    del function
    assert ufunc([1, 2]).tolist() == [1, 2]
    del ufunc
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    "code",
    programs.lines(
        """
        np.float64(3.26).__round__(1), np.float64(3.26).__round__(ndigits=1)
        np.int8(3).__round__(), np.float64(2.5).__round__(None)
        np.arange(6).reshape(2, 3, nonsense=1)
        np.ndarray((2,), nonsense=float)
        """
    ),
)
def test_rounding_by_python_and_keywords_nobody_has(code):
    """The words for a keyword that does not exist are those of the interpreter's version."""
    programs.agree(code)
