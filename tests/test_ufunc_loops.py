"""Every loop that `types` lists has a kernel."""

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
