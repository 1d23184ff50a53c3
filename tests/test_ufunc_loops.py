"""Every loop that `types` lists has a kernel."""

import numpy
import pytest

import numen as np

UFUNCS = sorted({u.__name__ for u in vars(np).values() if isinstance(u, np.ufunc)})


def operand(letter, ndim):
    if letter == "O":
        return np.ones((1,) * ndim, object)
    if letter in "mM":
        return np.ones((1,) * ndim, "i8").astype(f"{letter}8[s]")
    return np.ones((1,) * ndim, letter)


def core_axes(ufunc):
    """Axes that each operand needs."""
    if ufunc.signature is None:
        return [1] * ufunc.nin
    cores = ufunc.signature.split("->")[0].split("),(")
    return [len(core.split(",")) for core in cores]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", UFUNCS)
def test_every_loop_runs(name):
    ufunc = getattr(np, name)
    for types in ufunc.types:
        letters = types.split("->")[0]
        operands = [operand(letter, ndim) for letter, ndim in zip(letters, core_axes(ufunc))]
        try:
            results = ufunc(*operands, signature=types)
        except (TypeError, AttributeError):
            # Refused by rule (bool subtract), or objects without the method.
            assert "O" in types or set(types) & set("?mM"), (name, types)
            continue
        for result, letter in zip(results if ufunc.nout > 1 else [results], types.split("->")[1]):
            assert np.asarray(result).dtype.kind == np.dtype(letter).kind or letter == "O", (name, types)


@pytest.mark.parametrize("dtype, bits", [("f2", "u2"), ("f4", "u4"), ("f8", "u8")])
@pytest.mark.parametrize("name", ["frexp", "modf"])
def test_parts_of_floats_of_any_bits(dtype, bits, name):
    rng = numpy.random.default_rng(1)
    drawn = rng.integers(0, 2 ** (8 * int(bits[1])), 3000, dtype=bits).view(dtype)
    special = numpy.array([0, -0.0, numpy.inf, -numpy.inf, numpy.nan, 1, -1, 0.5, 2.0], dtype)
    tiny = numpy.arange(1, 40, dtype=bits).view(dtype)
    x = numpy.concatenate([special, tiny, -tiny, drawn])
    with numpy.errstate(all="ignore"), np.errstate(all="ignore"):
        for step in (1, -1, 3):
            expected, mine = getattr(numpy, name)(x[::step]), getattr(np, name)(np.asarray(x)[::step])
            for e, m in zip(expected, map(numpy.asarray, mine)):
                assert e.dtype == m.dtype
                numpy.testing.assert_array_equal(m, e)
                assert numpy.array_equal(numpy.signbit(m), numpy.signbit(e))
