"""Fourier transforms against NumPy: every length to 300 and some primes, axes, layouts, types, norms, refusals."""

import warnings

import numpy
import pytest

import numen

rng = numpy.random.default_rng(3)
ONE_AXIS = ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]
LENGTHS = [*range(1, 301), 331, 509, 1021, 4099, 10007]


def near(got, expected, n):
    assert got.dtype.str == expected.dtype.str and got.shape == expected.shape
    if expected.size == 0:
        return
    eps = numpy.finfo(expected.dtype).eps
    got = numpy.asarray(got)
    scale = max(numpy.abs(expected).max(), numpy.finfo(expected.dtype).tiny)
    assert numpy.abs(got - expected).max() <= 4 * eps * max(numpy.log2(n), 1) * scale


@pytest.mark.parametrize("name", ONE_AXIS)
@pytest.mark.parametrize("dtype", ["f8", "f4", "c16", "c8"])
def test_every_length(name, dtype):
    if dtype[0] == "c" and name in ("rfft", "ihfft"):
        return
    for n in LENGTHS:
        a = rng.standard_normal(n) + (1j * rng.standard_normal(n) if dtype[0] == "c" else 0)
        a = a.astype(dtype)
        points = {} if n > 1 or name not in ("irfft", "hfft") else {"n": 1}
        near(getattr(numen.fft, name)(numen.array(a), **points), getattr(numpy.fft, name)(a, **points), 2 * n)


@pytest.mark.parametrize("name", ONE_AXIS)
@pytest.mark.parametrize("axis", [0, 1, 2, -1])
@pytest.mark.parametrize("norm", [None, "backward", "ortho", "forward"])
def test_axes_layouts_and_norms(name, axis, norm):
    base = rng.standard_normal((6, 9, 8))
    layouts = [
        lambda x: x,
        lambda x: x.T,
        lambda x: x[::-1, ::2, 1:],
        lambda x: x[:, 3:4, ::-3],
        lambda x: x.astype(">f8"),
        lambda x: x[:0] if axis else x[:, :0],
        lambda x: (x * 3).astype("i2"),
        lambda x: x.astype("f2"),
    ]
    for layout in layouts:
        theirs, ours = layout(base), layout(numen.array(base))
        for n in (None, 5, 11):
            if n is None and theirs.shape[axis] < 2:
                continue
            expected = getattr(numpy.fft, name)(theirs, n, axis, norm)
            got = getattr(numen.fft, name)(ours, n, axis, norm)
            near(got, expected, 32)
            if expected.size and 1 not in expected.shape:
                assert got.strides == expected.strides


@pytest.mark.parametrize("name", ["fftn", "ifftn", "fft2", "ifft2", "rfftn", "irfftn", "rfft2", "irfft2"])
def test_several_axes(name):
    a = rng.standard_normal((5, 6, 7))
    ours = numen.array(a)
    kwargs = [
        {},
        {"axes": (0, 1)},
        {"axes": (2, 0)},
        {"s": (4, 9), "axes": (1, 2)},
        {"s": (-1, 3), "axes": (0, 2)},
        {"norm": "ortho"},
        {"axes": (1, 1)},
    ]
    for kw in kwargs:
        near(getattr(numen.fft, name)(ours, **kw), getattr(numpy.fft, name)(a, **kw), 512)
    out = numen.empty((5, 6, 7), complex)
    if name in ("fftn", "ifftn"):
        assert getattr(numen.fft, name)(ours, out=out) is out
        near(out, getattr(numpy.fft, name)(a), 512)


def test_large_ones_use_threads_with_the_same_result():
    a = rng.standard_normal((64, 3000))
    near(numen.fft.fft(numen.array(a)), numpy.fft.fft(a), 3000)
    near(numen.fft.fft(numen.array(a), axis=0), numpy.fft.fft(a, axis=0), 64)
    b = rng.standard_normal(1 << 17)
    near(numen.fft.rfft(numen.array(b)), numpy.fft.rfft(b), 1 << 17)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_frequencies_and_shifts(n):
    for name in ("fftfreq", "rfftfreq"):
        expected = getattr(numpy.fft, name)(n, 0.1)
        assert getattr(numen.fft, name)(n, 0.1).tobytes() == expected.tobytes()
    a = numpy.arange(n * 3).reshape(n, 3)
    for name in ("fftshift", "ifftshift"):
        for axes in (None, 0, 1, (0, 1), (1,)):
            got = getattr(numen.fft, name)(numen.array(a), axes)
            assert got.tolist() == getattr(numpy.fft, name)(a, axes).tolist()


REFUSALS = [
    lambda np: np.fft.fft(np.arange(6.0), 0),
    lambda np: np.fft.fft(np.arange(6.0), -3),
    lambda np: np.fft.fft(np.arange(6.0), 3.0),
    lambda np: np.fft.fft(3.0),
    lambda np: np.fft.fft([]),
    lambda np: np.fft.fft(np.arange(6.0), axis=2),
    lambda np: np.fft.fft(np.arange(6.0), n=3, axis=2),
    lambda np: np.fft.fft(np.arange(6.0), norm="x"),
    lambda np: np.fft.hfft(np.arange(6.0), norm="x"),
    lambda np: np.fft.fft(np.arange(6.0), out=np.zeros(6)),
    lambda np: np.fft.fft(np.arange(6.0), out=np.zeros(5, complex)),
    lambda np: np.fft.irfft([1.0]),
    lambda np: np.fft.rfft([1 + 2j, 3]),
    lambda np: np.fft.rfft([1 + 2j, 3, 4]),
    lambda np: np.fft.fft(np.array([1.0, None])),
    lambda np: np.fft.fftn(np.arange(6.0), s=(3, 2), axes=(0,)),
    lambda np: np.fft.fft2(np.arange(6.0)),
    lambda np: np.fft.rfftn(3.0),
    lambda np: np.fft.irfftn(np.arange(6.0), axes=()),
    lambda np: np.fft.fftfreq(3.0),
    lambda np: np.fft.fftfreq(4, d=0),
    lambda np: np.fft.fftfreq(4, device="gpu"),
]


@pytest.mark.parametrize("call", REFUSALS)
def test_refusals(call):
    outcomes = []
    for np in (numpy, numen):
        with pytest.raises(Exception) as caught:
            call(np)
        outcomes.append((type(caught.value).__name__, str(caught.value)))
    assert outcomes[0] == outcomes[1]


def test_warnings():
    for s, axes in (((3,), None), ((None, 2), (0, 1))):
        texts = []
        for np in (numpy, numen):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                np.fft.fftn(np.ones((2, 3)), s=s, axes=axes)
            texts.append([(w.category, str(w.message)) for w in caught])
        assert texts[0] == texts[1]
