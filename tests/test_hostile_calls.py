"""Calls that nobody means: a clear exception, where NumPy raises NumPy's, and never an end of the process."""

import subprocess
import sys

import numpy
import pytest
from programs import agree, lines

import numen as np

READ_ONLY = lines("""
    np.add.reduce(z, out=ro)
    np.add.reduce(z, 0, None, ro)
    np.add.reduce(z, axis=7, out=ro)
    np.add.reduce(text, out=ro)
    np.add.reduce(z, out=3)
    np.add.reduce(z, out=(3,))
    np.add.reduce(z, out=())
    np.bitwise_and.reduce(z, out=ro)
    np.add.accumulate(z, out=wide)
    np.add.accumulate(z, 7, out=wide)
    np.add.reduceat(z, [9], out=wide)
    np.add.reduceat(z, [0], out=3)
    np.add.outer(text, z, out=ro)
    np.add(1, 2, out=5)
    np.add(text, 2, ro)
    np.add(text, 2, out=ro, nope=3)
    np.add(text, 2, out=ro, casting='x')
    np.add(text, 2, out=ro, subok=z)
    np.add(z, 2, out=ro, where=3)
    np.add(object(), 2, out=ro)
    np.matmul(z, text, out=ro)
    np.divmod(z, text, out=(None, ro))
    np.frexp(np.zeros(2, complex), out=(None, ro))
    np.sum(z, 0, out=ro), np.mean(z, 0, out=ro)
    np.max(text, 0, out=ro)
    np.std(z, 0, out=ro)
    np.any(z, 0, out=ro)
    np.cumsum(z, 0, out=wide)
    np.clip(z, 'x', 3, out=wide)
    np.clip(z, 0, 3, out=5)
    np.round(z, 1, out=wide)
    np.round(z, 1, out=[1])
    np.median(z, 0, out=ro)
    np.take(z, [0, 1, 2], out=ro)
    np.compress([True], z, 0, out=np.broadcast_to(np.zeros(3), (1, 3)))
    np.choose([0, 1, 2], [1, 2, 3], out=np.broadcast_to(np.zeros(3, int), (3,)))
    np.argmax(z, 0, out=np.broadcast_to(np.zeros(3, int), (3,)))
    np.argmax(z, 0, out=ro)
    np.argmin(z[0], 0, out=np.zeros((), 'V3'))
    np.concatenate([z[0], z[0]], out=np.broadcast_to(np.zeros(6), (6,)))
    np.concatenate([z[0], text], out=ro)
    np.stack([z[0]], out=np.broadcast_to(np.zeros(3), (1, 3)))
    np.einsum('ij->j', z, out=ro)
    np.fft.fft(z, out=wide)
    np.outer(z, z, out=ro)
    np.outer(1.0, 2.0, out=-1.0)
    np.dot(1j, np.zeros(()), out=1e308)
    ro.conj('x')
    ro += text
    ro @= z
    ro.sort(9)
    ro.partition(9)
    np.copyto(ro, 'x')
    np.place(ro, [True], [])
    np.putmask(ro, [True], [])
    np.random.default_rng(1).shuffle(ro, axis=9)
""")


@pytest.mark.parametrize("code", READ_ONLY)
def test_an_output_is_an_array_that_may_be_written(code):
    agree(
        code,
        ro=lambda lib: lib.broadcast_to(lib.zeros(3), (3,)),
        wide=lambda lib: lib.broadcast_to(lib.zeros(3), (5, 3)),
        z=lambda lib: lib.ones((5, 3)),
        text=lambda lib: lib.array(["x"]),
    )


ODD = lines("""
    np.ldexp(3, np.array([1, 2], 'i1'))
    np.ldexp(3, np.array([1, 2], 'i2')), np.ldexp(3, np.array([1, 2], 'i4')), np.ldexp(3, np.array([1, 2], 'i8'))
    np.ldexp(2.5, np.array([1, 2], 'i4')), np.ldexp(np.float32(2), 3), np.ldexp(3, 2), np.ldexp(np.array([1.5], 'f4'), 2)
    np.logaddexp(nan, 1.0), np.logaddexp2(nan, nan)
    np.logaddexp(np.full(40, nan, 'f4'), np.arange(40, dtype='f4'))
    np.logaddexp2(np.arange(5, dtype='f2'), np.array(nan, 'f2'))
    np.logaddexp(np.array([inf, -inf, inf]), np.array([inf, -inf, -inf]))
    np.float_power(np.array([nan, 1]), 1j * nan), np.power(1 + 0j, nan), np.power(nan + 0j, nan + 0j)
    np.power(nan, np.array([1j, 2, -2 + 0j, -3.5, 0.5], 'c8')), np.power(np.array([nan, 1], 'c16'), -2)
    np.absolute(np.ones((3, 1, 4)).T).strides, (np.ones((3, 1, 4), 'i2').T + 1).strides, np.sqrt(np.ones((3, 1, 4), 'i4').T).strides
    np.add(np.ones((3, 1, 4)).T, np.ones((3, 1, 4)).T).strides, np.add(np.ones((3, 1, 4)).T, np.ones(3)).strides, (np.ones((1, 4, 1)).T < 3).strides
    np.power(2j, 1e300), np.power(np.array([1j, 2]), 2.5)
    np.zeros(2).__format__(3)
    np.int8(1).__format__(3), np.float64(1).__format__(None)
    np.str_('a').__format__(3)
    np.linspace(inf, 1, 3), np.linspace(1, inf, 3), np.linspace(-inf, inf, 3), np.linspace(inf, inf, 3), np.linspace(inf, 1, 1)
    np.linspace(-1e308, 1e308, 3), np.linspace(nan, 1, 3), np.linspace(0, inf, 3, endpoint=False), np.r_[inf:1:3j]
    np.arange(None, 5)
    np.arange(start=None, stop=5, step=-2.5)
    np.array([inf, 1e300, nan, 2.0]).astype('M8[s]'), np.array([nan], 'f2').astype('m8[s]'), np.array([-inf], 'f4').astype('m8[ns]')
    np.correlate([1, 2], [1], 'clip')
    np.sum([1, 2], keepdims=None)
    np.max([1, 2], keepdims='x')
    np.std([1, 2], keepdims=1.5)
    np.sum([[1, 2]], 0, None, None, True), np.max([[1, 2]], 0, None, True), np.array([[1, 2]]).max(0, None, True)
    np.array([[1, 0]]).any(0, None, None, True), np.mean([[1, 2]], 0, None, None, True), np.array([[1, 2]]).prod(0, None, None, True)
    np.bincount([1], weights=3)
    np.cov([[4, 2], [2, 3]], bias=None), np.cov([[4, 2], [2, 3]], bias=False), np.cov([[4, 2], [2, 3]], bias=True)
    np.bincount([1], weights=np.array([[3]]))
    np.loadtxt(['1,2', '3,4'], delimiter=',', usecols=())
    np.genfromtxt(['1,2,x', '3,,y'], delimiter=',', dtype='S5'), np.genfromtxt(['1,2,x', '3,,y'], delimiter=',', dtype='U2')
    np.unique(np.zeros((2, 3)), axis=(0, 1))
    np.cumulative_sum(np.zeros((2, 3)), axis=(0, 1), include_initial=True)
    np.einsum('ii->i', np.zeros((1, 2)))
    a = np.array([2, 0, 1, -1]); a[a] = np.array([5, 3, 2, 0]); a
    a = np.array([2, 0, 1, 9]); a[a] = np.array([5, 3, 2, 0]); a
    np.empty(3, object).nonzero(), np.count_nonzero(np.array([None, 1, 'x', ''], object))
""")


@pytest.mark.parametrize("code", ODD)
def test_types_and_warnings(code):
    agree(code, nan=float("nan"), inf=float("inf"))


def test_a_count_that_is_none():
    for work in (int, numpy.zeros(3), np.zeros(3), "x"):
        with pytest.raises((TypeError, ValueError)):
            np.may_share_memory(np.zeros(3), np.zeros(3), work)


HOLDS_ITSELF = "bool(a); int(a); float(a); a == a; a < a; a + 1; -a; a @ a; a.conjugate(); a.sort(); np.unique(a); np.sign(a); a.astype(bool); a.astype(float); np.any(a); a.nonzero(); np.gcd(a, 1); np.maximum(a, 1); np.clip(a, 0, 1); np.sum(a)"


@pytest.mark.parametrize("shape", ["()", "1", "3"])
def test_an_array_that_holds_itself(shape):
    """Its operations end with an exception; a process of its own, because the stack is at stake."""
    program = f"""
import numen as np
a = np.zeros({shape}, object)
a.flat[0] = a
for code in {HOLDS_ITSELF!r}.split("; "):
    try:
        eval(code)
    except (RecursionError, ValueError, TypeError):
        pass
print("ended")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr[-500:]


def test_truth_of_objects_comes_from_the_objects():
    for library in (numpy, np):
        a = library.empty(2, object)
        a[0] = library.zeros(3)
        for count in (a.nonzero, lambda: library.count_nonzero(a)):
            with pytest.raises(ValueError, match="truth value of an array with more than one element"):
                count()


@pytest.mark.parametrize(
    "code",
    lines("""
        np.random.default_rng(1).normal([1.0], 1.0, size=(2**40, 2**40))
        np.random.RandomState(1).normal([1.0], 1.0, size=(2**62, 2))
        np.fft.hfft([1.0], n=2**63 - 1)
        np.fft.fft([1.0], n=2**62)
    """),
)
def test_results_too_large(code):
    with pytest.raises((MemoryError, ValueError)):
        eval(code, {"np": np})


def test_new_arrays_of_objects_hold_none():
    """Their memory too, as what reads it there sees."""
    none = id(None).to_bytes(8, sys.byteorder)
    record = [("x", "i4"), ("y", "O")]
    for a in (
        np.empty(2, object),
        np.ndarray(2, object),
        np.empty_like(np.zeros(2, object)),
        np.empty((2, 1), "O", "F"),
    ):
        assert a.tobytes() == none * 2
    assert np.empty(1, record).tobytes()[4:] == none


MISFITS = [
    f"np.arange(6.0).reshape(2, 3).{name}({given})"
    for name in (
        "all any argmax argmin argpartition argsort astype byteswap compress conj conjugate copy cumprod cumsum diagonal dot "
        "dump flatten getfield max mean min nonzero partition prod put ravel repeat round searchsorted setfield setflags sort "
        "squeeze std sum swapaxes take tobytes tofile trace var view choose"
    ).split()
    for given in ("", "nope=3", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11")
]


@pytest.mark.parametrize("code", MISFITS)
def test_methods_with_arguments_that_do_not_fit(code):
    agree(code, layout=False)
