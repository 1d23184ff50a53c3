"""The length of text that `np.array` finds, and how it is printed, agree with NumPy."""

import numpy
import pytest
from agreement import agree, same

import numen as np

MADE = [
    [1, 22], [1.5, 1e100], [1, "abc"], [[1, 2], [3, 44]], 7, [True], [None, "a"], [1j], [b"ab", 1], ["ab", 1], [], ["", ""],
    [True, 2], [2**70], [(1, 2), (3, 4)], [numpy.float32(1.5)], [numpy.int64(3)], [numpy.arange(2), [33, 4]],
]  # fmt: skip


@pytest.mark.parametrize("values", MADE, ids=str)
@pytest.mark.parametrize("dtype", ["U", "S", ">U"])
def test_text_without_a_length(values, dtype):
    agree("array", values, dtype=dtype)


@pytest.mark.parametrize("dtype", ["U", "S", ">U"])
def test_arrays_to_text(dtype):
    for values in ([3, "abc", None], ["3", 12345], [b"x", 1.5]):
        expected = numpy.array(values, dtype=object)
        mine = np.array(values, dtype=object)
        same(mine.astype(dtype), expected.astype(dtype))
        same(np.asarray(mine, dtype=dtype), numpy.asarray(expected, dtype=dtype))
    for values in ([1, 2], ["a"], [b"a"], [1.5]):
        same(np.array(values).astype(dtype), numpy.array(values).astype(dtype))


def test_printed_types():
    for values, dtype in [([b"ab"], None), ([b"ab"], "S5"), (["ab"], ">U3"), ([b""], None), ([b"a"], "V2")]:
        assert repr(np.array(values, dtype=dtype)) == repr(numpy.array(values, dtype=dtype))
