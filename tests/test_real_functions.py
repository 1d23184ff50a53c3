"""Functions of the real NumPy, called with arrays of ours by code that knows only NumPy: ours do the work."""

import numpy as real
import pytest
from numpy.lib import recfunctions

import numen as np

X = [[3.0, 1.0, 2.0], [6.0, 5.0, 4.0]]


def is_ours(value):
    return isinstance(value, (np.ndarray, np.generic)) and type(value).__module__ == "numen"


@pytest.mark.parametrize(
    "call",
    [
        lambda np, a: np.sum(a, axis=0),
        lambda np, a: np.concatenate([a, a], axis=1),
        lambda np, a: np.where(a > 2, a, 0),
        lambda np, a: np.tensordot(a, a.T, 1),
        lambda np, a: np.einsum("ij,ij->i", a, a),
        lambda np, a: np.linalg.norm(a),
        lambda np, a: np.linalg.svd(a).S,
        lambda np, a: np.fft.fft(a),
        lambda np, a: np.median(a, axis=1),
        lambda np, a: np.take(a, [0, 2], axis=1),
        lambda np, a: np.sort(a),
        lambda np, a: np.zeros_like(a),
        lambda np, a: np.sum(a, dtype=np.float32),
        lambda np, a: np.zeros(3, like=a),
        lambda np, a: np.asarray([1, 2], like=a),
        lambda np, a: np.arange(3, like=a),
        lambda np, a: np.lib.stride_tricks.sliding_window_view(a, 2, axis=1),
        lambda np, a: np.dtype(a.sum()).itemsize * a,
        lambda np, a: np.ndarray((2,), a.max()) * 0 + a[:, 0],
    ],
)
def test_results_are_ours(call):
    result, expected = call(real, np.array(X)), call(real, real.array(X))
    assert is_ours(result)
    assert result.dtype.str == expected.dtype.str and result.shape == expected.shape
    real.testing.assert_allclose(real.asarray(result), expected, rtol=1e-13, atol=1e-13)


def test_mixed_with_real_arrays():
    a, b = np.array(X), real.array(X)
    for both in ([a, b], [b, a]):
        result = real.concatenate(both)
        assert is_ours(result) and result.tolist() == X + X
    out = real.zeros(3)
    assert real.sum(a, axis=0, out=out) is out and out.tolist() == [9.0, 6.0, 6.0]
    assert is_ours(real.dot(a, b.T))
    assert real.shares_memory(real.broadcast_to(a, (4, 2, 3)), b) is False
    masked = real.ma.array(X, mask=[[0, 1, 0], [0, 0, 0]])
    assert type(real.ma.sum(masked)) is real.float64


def test_what_we_have_not_is_done_by_numpy():
    a = np.array([1.0, 2.0])
    # NumPy's own, of which there is none here.
    assert type(recfunctions.unstructured_to_structured(a)) is real.ndarray
    with pytest.raises(ValueError, match="shapes"):
        real.dot(a, np.zeros(3))


def test_third_libraries_are_asked():
    class Third:
        def __array_function__(self, function, types, args, kwargs):
            return "third"

    assert real.concatenate([np.zeros(2), Third()]) == "third"
