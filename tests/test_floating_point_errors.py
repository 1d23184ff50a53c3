"""The floating-point state: warnings, `errstate` in every mode, the call-back, and the log."""

import threading

import numpy
import pytest
from programs import agree, lines

import numen as np

pytestmark = pytest.mark.fpflags

A = {
    "z": lambda np: np.array([0.0, 1.0, -1.0]),
    "big": lambda np: np.full(3, 1e308),
    "tiny": lambda np: np.full(3, 1e-308),
    "nan": lambda np: np.full(3, np.nan),
    "f4": lambda np: np.array([1e38, 2.0], "f4"),
    "f2": lambda np: np.array([60000, 2.0], "f2"),
    "i": lambda np: np.array([1, 0, -1]),
}
CODES = lines("""
    1 / z
    z / z
    np.divide(z, 0)
    z / 0
    z[0] / z[0]
    np.float64(1) / 0
    np.float64(1) / np.float64(0)
    np.float32(1) / 0
    i / i
    i // 0
    i % 0
    i // i
    divmod(i, 0)
    np.int64(1) // 0
    np.int64(1) % np.int64(0)
    np.int8(1) // np.int8(0)
    z // 0
    z % 0
    np.fmod(z, 0)
    np.remainder(1.0, z)
    np.log(z)
    np.log(z[0])
    np.log2(z), np.log10(z)
    np.log1p(-1.0 - z)
    np.sqrt(z)
    np.sqrt(np.float64(-1))
    np.arcsin(z + 3)
    np.arctanh(z)
    np.exp(big)
    np.exp(-big)
    np.exp(np.float32(1000))
    np.expm1(big), np.cosh(big), np.sinh(big)
    np.sin(z / 0)
    big * 10
    big * big
    big + big
    big.sum()
    np.add.reduce(big)
    np.multiply.accumulate(big)
    np.add.accumulate(big)
    np.add.outer(big, big)
    tiny * tiny
    tiny / 1e10
    np.float64(1e308) * 10
    np.float64(1e-308) * 1e-308
    f4 * f4
    f4 * 10
    f2 * 10
    f2 + f2
    np.float16(60000) + np.float16(60000)
    big.astype('f4')
    big.astype('f2')
    np.float64(1e300).astype('f4')
    np.float32(1e300)
    nan < 1
    nan == nan
    nan.max(), np.maximum(nan, 1)
    nan + 1, nan * 0
    nan.astype('i8').shape
    (z * np.inf)
    np.array([np.inf]) - np.inf
    np.inf - np.float64(np.inf)
    np.array([np.inf, 1.0]).astype('i4').shape
    z ** -1
    z ** 0.5
    big ** 2
    np.power(0.0, -1.0)
    np.float_power(z, -1)
    np.reciprocal(z)
    np.square(big)
    np.hypot(big, big)
    np.ldexp(1.0, 5000)
    np.nextafter(1e308, np.inf)
    np.spacing(np.inf)
    np.floor_divide(1e308, 1e-10)
    np.abs(np.array([complex(1e308, 1e308)]))
    np.array([1 + 1j]) / 0
    np.array([1e308 + 1j]) * 1e10
    np.int8(127) + np.int8(1)
    np.int8(-128) * np.int8(-1)
    -np.int8(-128)
    abs(np.int8(-128))
    np.uint8(0) - np.uint8(1)
    np.int64(2**62) * 4
    np.int64(3) ** 60
    np.array([127], 'i1') + np.int8(1)
    np.mean([])
    np.var([1.0], ddof=1)
    np.array([]).mean()
    np.std([])
    np.dot(big, big)
    np.linspace(0, 1, 1)[0] / 0
    np.add(1, z, where=[False, True, True], out=z.copy())
    np.divide(1, z, where=[False, True, True], out=z.copy())
    np.divide(1, z, where=z != 0, out=np.ones(3))
    np.true_divide(i, 0, dtype='f4')
    np.array([1, 2], object) / np.array([1.0, 2.0], object)
    """)


@pytest.mark.parametrize("code", CODES)
def test_warnings(code):
    agree(code, **A)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("mode", ["raise", "ignore"])
def test_errstate(mode, code):
    agree(f"s = np.seterr(all='{mode}'); t = lambda: {code}; t()", **A)


@pytest.fixture(autouse=True)
def state():
    """The state as it was, in both libraries."""
    with np.errstate(), numpy.errstate():
        yield


@pytest.mark.parametrize("mode", ["call", "log", "print", "warn", "raise", "ignore"])
@pytest.mark.parametrize("code", ["1 / z", "big * big", "np.sqrt(z)", "np.int8(127) + np.int8(1)", "z / 0"])
def test_modes(mode, code, capfd):
    def said(library):
        got = []

        class Log:
            def write(self, text):
                got.append(text)

        receiver = Log() if mode == "log" else lambda *a: got.append(a)
        space = {"np": library, **{k: v(library) for k, v in A.items()}}
        with library.errstate(all=mode, call=receiver):
            try:
                with pytest.warns(RuntimeWarning) if mode == "warn" else library.errstate():
                    got.append(repr(eval(code, space)).replace("numen", "numpy"))
            except FloatingPointError as e:
                got.append(str(e))
        return got, capfd.readouterr().err

    assert said(np) == said(numpy)


@pytest.mark.parametrize(
    "code",
    lines("""
    np.geterr()
    np.seterr(divide='raise')
    np.seterr(all='ignore', over='warn'); np.geterr()
    np.seterr(all='wrong')
    np.seterr(wrong='raise')
    np.seterr(divide=3)
    np.geterrcall()
    np.seterrcall(3)
    np.seterrcall(len); np.geterrcall()
    np.seterr(divide='call'); z / 0
    np.errstate(divide='wrong').__enter__()
    np.errstate(call=3).__enter__()
    np.getbufsize()
    np.setbufsize(16); np.getbufsize()
    np.setbufsize(-1)
    e = np.errstate(divide='raise'); e.__enter__(); g = np.geterr(); e.__exit__(); g, np.geterr()
    e = np.errstate(); e.__enter__(); e.__enter__()
    """),
)
def test_state(code):
    agree(code, **A)


def test_errstate_as_decorator_and_per_thread():
    @np.errstate(divide="raise")
    def inverse(x):
        return 1 / x

    with pytest.raises(FloatingPointError, match="divide by zero encountered in divide"):
        inverse(np.zeros(2))
    assert np.geterr()["divide"] == "warn"
    other = []
    with np.errstate(all="raise"):
        thread = threading.Thread(target=lambda: other.append(np.geterr()))
        thread.start()
        thread.join()
    assert other == [dict.fromkeys(("divide", "over", "invalid"), "warn") | {"under": "ignore"}]


def test_an_error_raised_leaves_the_output_filled():
    for lib in (np, numpy):
        out = lib.full(3, 7.0)
        with lib.errstate(all="raise"), pytest.raises(FloatingPointError):
            lib.divide(1, lib.array([2.0, 0, 4]), out=out)
        assert out.tolist() == [0.5, float("inf"), 0.25]


def test_large_arrays_report_once():
    """Flags raised in any chunk of the work of any thread arrive."""
    for position in (0, 123_456, 399_999):
        a = np.ones(400_000)
        a[position] = 0
        with pytest.warns(RuntimeWarning, match="divide by zero encountered in divide") as seen:
            1 / a
        assert len(seen) == 1
        with np.errstate(all="raise"):
            assert (a + 1).sum() == 799_999


def test_only_elements_that_are_there_raise_flags():
    """Vector instructions take whole registers: what lies beside the last elements of a short array raises nothing."""
    for count in range(1, 19):
        for dtype in "efd":
            # The registers' other lanes hold what the last calls left there.
            with np.errstate(all="ignore"):
                np.full(64, np.nan, dtype) / np.full(64, 0, dtype)
            values = np.array([4, 4, 2] * 6, dtype)[:count]
            with np.errstate(all="raise", under="ignore"):
                for step in (1, 2, -1):
                    part = values[::step]
                    expected = [v / 10 for v in part.tolist()]
                    np.testing.assert_allclose((part / 10).tolist(), expected, rtol=1e-3)
                    np.testing.assert_allclose(
                        np.sqrt(part).tolist(), [v**0.5 for v in part.tolist()], rtol=1e-3
                    )
                    assert part.astype("d").astype(dtype).tolist() == part.tolist()
                    assert (part * part).sum() == sum(v * v for v in part.tolist())
