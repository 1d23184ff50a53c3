"""Errors have NumPy's class and message, and a note that teaches: the picture, the rule, an edit that works."""

import numpy
import pytest

import numen as np

N = 10**7


def truth(lib):
    if lib.arange(4) > 2:
        pass


def both_sides(lib):
    a = lib.arange(4)
    return (a > 0) and (a < 2)


def in_place(lib):
    a = lib.arange(3)
    a += 0.5


# What goes wrong, and texts that the note must hold.
TAUGHT = {
    "broadcast": (
        lambda lib: lib.ones((2, 3)) + lib.ones(4),
        ["operand 0:  2  3\n  operand 1:     4\n                 ^\n", "must be equal, or one of them 1", "x[:, :, None], shape (2, 3, 1)"],
    ),
    "broadcast along the first axis": (
        lambda lib: lib.ones((2, 3)) * lib.ones(2),
        ["operand 1:     2\n", "operand 1 as x[:, None], shape (2, 1)"],
    ),
    "matmul": (lambda lib: lib.ones((2, 3)) @ lib.ones((2, 3)), ["(2, 3) @ (2, 3)", "must be equal", "`a @ b.T`"]),
    "index": (lambda lib: lib.arange(4)[7], ["Axis 0 has 4 elements", "from -4 to 3"]),
    "index of the second axis": (lambda lib: lib.ones((2, 3))[1, 5], ["Axis 1 has 3 elements", "from -3 to 2"]),
    "index array": (lambda lib: lib.arange(4)[[0, 9]], ["from -4 to 3"]),
    "too many indices": (lambda lib: lib.arange(4)[1, 2], ["The array has 1 axes", "at most 1 indices"]),
    "reshape": (lambda lib: lib.arange(6).reshape(4, 2), ["8 elements, the array 6", "`a.reshape(-1, 2)` would give (3, 2)"]),
    "reshape with an open length": (lambda lib: lib.arange(6).reshape(-1, 4), ["6 elements do not divide by 4"]),
    "rows apart": (lambda lib: lib.array([1, 2], [3, 4]), ["is the dtype", "`np.array([[1, 2], [3, 4]])`"]),
    "lengths apart": (lambda lib: lib.zeros(3, 4), ["is the dtype", "`np.zeros((3, 4))`"]),
    "lengths apart of ones": (lambda lib: lib.ones(3, 4), ["`np.ones((3, 4))`"]),
    "truth": (truth, ["`a.any()`", "`a.all()`", "4 elements"]),
    "and": (both_sides, ["`&` for `and`", "(a > 0) & (a < 1)"]),
    "append": (lambda lib: lib.arange(3).append(3), ["fixed length", "`a = np.append(a, x)`"]),
    "extend": (lambda lib: lib.arange(3).extend([3]), ["`a = np.concatenate((a, b))`"]),
    "concatenate": (lambda lib: lib.concatenate(lib.arange(2), lib.arange(2)), ["is the axis", "`np.concatenate((a, b))`"]),
    "ragged": (lambda lib: lib.array([[1, 2], [3]]), ["same length", "dtype=object"]),
    "in place": (in_place, ["float64", "int64", "`a = a + b`", "`a = a.astype(float64)`"]),
    "in1d": (lambda lib: lib.in1d, ["np.isin"]),
    "product": (lambda lib: lib.product, ["np.prod"]),
    "trapz": (lambda lib: lib.trapz, ["np.trapezoid"]),
    "memory": (lambda lib: lib.ones(N) - lib.ones((N, 1)), ["(10000000,) and (10000000, 1)", "operand 1 with `x[:, 0]`"]),
}  # fmt: skip


def error_of(action, lib):
    try:
        action(lib)
    except Exception as e:  # noqa: BLE001 - the exception is the outcome
        return e
    raise AssertionError("no error")


def plain(text):
    return text.replace("numen", "numpy")


@pytest.mark.parametrize("name", TAUGHT)
def test_message_and_note(name):
    action, texts = TAUGHT[name]
    mine, expected = error_of(action, np), error_of(action, numpy)
    assert (type(mine).__name__, plain(str(mine))) == (type(expected).__name__, str(expected))
    note = "\n".join(mine.__notes__)
    for text in texts:
        assert text in note, note


def test_edits_work():
    """What the notes propose does what they say."""
    for code in (
        "(a := lib.arange(6.0).reshape(2, 3))[:, :, None] + lib.arange(4)",
        "(a := lib.arange(6.0).reshape(2, 3)) * lib.arange(2)[:, None]",
        "(a := lib.arange(6.0).reshape(2, 3)) @ a.T",
        "lib.arange(6).reshape(-1, 2)",
        "lib.arange(50.0) - lib.arange(50.0)[:, None][:, 0]",
    ):
        mine, expected = (eval(code, {"lib": lib}) for lib in (np, numpy))
        assert mine.tolist() == expected.tolist(), code
    assert (np.ones((2, 3))[:, :, None] + np.ones(4)).shape == (2, 3, 4)
    assert (np.ones((2, 3)) * np.ones(2)[:, None]).shape == (2, 3)
    assert (np.ones((2, 3)) @ np.ones((2, 3)).T).shape == (2, 2)
    assert np.arange(6).reshape(-1, 2).shape == (3, 2)
    assert (np.ones(N // 1000) - np.ones((N // 1000, 1))[:, 0]).shape == (N // 1000,)


NAMES = "int float bool complex object str long unicode".split() + (
    "in1d product cumproduct sometrue alltrue trapz row_stack NaN Inf infty NINF float_ complex_ cast mat find_common_type "
    "asfarray round_ bool8 int0 msort arrray"
).split()  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_that_are_gone(name):
    if hasattr(numpy, name):
        assert hasattr(np, name)
        return
    mine, expected = (
        error_of(lambda lib: getattr(lib, name), np),
        error_of(lambda lib: getattr(lib, name), numpy),
    )
    assert type(mine) is type(expected) is AttributeError
    assert plain(str(mine)) == str(expected)


PLAIN = {
    "axis": lambda lib: lib.sum(lib.ones((2, 3)), axis=5),
    "stack": lambda lib: lib.stack([lib.ones(2), lib.ones(3)]),
    "vstack": lambda lib: lib.vstack([lib.ones(2), lib.ones(3)]),
    "dtype": lambda lib: lib.dtype("flot64"),
    "negative length": lambda lib: lib.zeros(-1),
    "too big": lambda lib: lib.zeros((2**40, 2**40)),
    "memory": lambda lib: lib.zeros((10**7, 10**7)),
    "int": lambda lib: int(lib.arange(3)),
    "float": lambda lib: float(lib.arange(3)),
    "mask": lambda lib: lib.arange(4)[lib.array([True, False])],
    "float index": lambda lib: lib.arange(4)[1.5],
    "float index array": lambda lib: lib.arange(4)[lib.array(1.5)],
    "text index": lambda lib: lib.arange(4)["x"],
    "text value": lambda lib: lib.arange(4).__setitem__(0, "x"),
    "negative power": lambda lib: lib.arange(1, 3) ** -1,
    "boolean minus": lambda lib: lib.array([True]) - lib.array([True]),
    "assignment": lambda lib: lib.ones((2, 3)).__setitem__(slice(None), lib.ones(5)),
    "broadcast_to": lambda lib: lib.broadcast_to(lib.ones(3), (2, 4)),
    "in place": lambda lib: lib.ones(3).__iadd__(lib.ones((2, 3))),
    "read only": lambda lib: lib.broadcast_to(lib.ones(3), (2, 3)).__setitem__(0, 1),
    "inverse": lambda lib: lib.linalg.inv(lib.ones((2, 3))),
    "singular": lambda lib: lib.linalg.inv(lib.ones((2, 2))),
    "integer out of bounds": lambda lib: lib.array([300], "u1"),
    "integer operand out of bounds": lambda lib: lib.ones(2, "u1") + 300,
}


@pytest.mark.parametrize("name", PLAIN)
def test_message(name):
    mine, expected = error_of(PLAIN[name], np), error_of(PLAIN[name], numpy)
    assert (type(mine).__name__, plain(str(mine))) == (type(expected).__name__, str(expected))


def test_arrays_have_no_list_methods():
    a = np.arange(3)
    assert not hasattr(a, "append") and not hasattr(a, "extend")
    with pytest.raises(AttributeError) as caught:
        a.append(1)
    assert caught.value.name == "append" and caught.value.obj is a

    class Growing(np.ndarray):
        def append(self, x):
            return np.append(self, x)

    assert a.view(Growing).append(7).tolist() == [0, 1, 2, 7]
