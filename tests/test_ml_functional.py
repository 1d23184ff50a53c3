"""numen.ml.functional beside PyTorch, and its gradients beside differences of its values."""

import math

import numpy
import pytest
from torch_cases import FUNCTIONS, generator, inputs
from torch_reference import of

import numen as np
from numen.ml import functional as F


def numerical(function, x, grad, step=1e-6):
    """The gradient of ``sum(grad * function(x))`` by central differences."""
    x = numpy.array(x, dtype=float)
    slopes = numpy.empty(x.size)
    for i in range(x.size):
        ends = []
        for move in (step, -step):
            moved = x.copy()
            moved.flat[i] += move
            ends.append(numpy.sum(grad * numpy.asarray(function(moved))))
        slopes[i] = (ends[0] - ends[1]) / (2 * step)
    return slopes.reshape(x.shape)


def run(key, case, grad):
    arrays = [np.asarray(x) for x in inputs(key, case)]
    out, saved = getattr(F, case["name"] + "_forward")(*arrays, **case["args"])
    grads = getattr(F, case["name"] + "_backward")(np.asarray(grad), saved)
    return out, grads if isinstance(grads, tuple) else (grads,)


@pytest.mark.parametrize("key", FUNCTIONS)
def test_values_and_gradients_are_those_of_torch(key):
    case, expected = FUNCTIONS[key], of(key)
    grad = generator(key + "grad").standard_normal(expected["out"].shape)
    out, grads = run(key, case, grad)
    numpy.testing.assert_allclose(out, expected["out"], rtol=1e-12, atol=1e-14)
    assert len(grads) == len(case["shapes"])
    for i, g in enumerate(grads):
        assert g.dtype == np.float64
        numpy.testing.assert_allclose(g, expected[f"grad{i}"], rtol=1e-11, atol=1e-13)
    plain = getattr(F, case["name"])(*inputs(key, case), **case["args"])
    numpy.testing.assert_array_equal(numpy.asarray(plain), numpy.asarray(out))


@pytest.mark.parametrize("key", FUNCTIONS)
def test_gradients_are_differences(key):
    case = FUNCTIONS[key]
    arrays = inputs(key, case)
    shape = np.shape(getattr(F, case["name"])(*arrays, **case["args"]))
    grad = generator(key + "grad").standard_normal(shape)
    for i, g in enumerate(run(key, case, grad)[1]):

        def function(x, i=i):
            changed = arrays[:i] + [x] + arrays[i + 1 :]
            return getattr(F, case["name"])(*changed, **case["args"])

        numpy.testing.assert_allclose(g, numerical(function, arrays[i], grad), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("key", FUNCTIONS)
def test_float32_stays(key):
    case = FUNCTIONS[key]
    arrays = [x.astype("f4") if x.dtype.kind == "f" else x for x in inputs(key, case)]
    out, saved = getattr(F, case["name"] + "_forward")(*arrays, **case["args"])
    assert out.dtype == np.float32
    grads = getattr(F, case["name"] + "_backward")(np.ones_like(out), saved)
    for g in grads if isinstance(grads, tuple) else (grads,):
        assert g.dtype == np.float32
    numpy.testing.assert_allclose(out, of(key)["out"], rtol=2e-4, atol=2e-5)


def test_erf_is_that_of_the_c_library():
    x = numpy.concatenate([numpy.linspace(-7, 7, 4001), [0.0, -0.0, math.inf, -math.inf, 1e-300, 1e300]])
    numpy.testing.assert_allclose(F.erf(x), [math.erf(v) for v in x.tolist()], rtol=0, atol=4e-16)
    assert math.isnan(float(F.erf(math.nan)))
    assert numpy.signbit(float(F.erf(-0.0)))
    assert F.erf(x[:9].astype("f4")).dtype == np.float32


def test_extremes_are_finite():
    with numpy.errstate(all="raise"):
        big = [-1e4, 0.0, 1e4]
        assert F.softmax(big).tolist() == [0, 0, 1]
        assert F.log_softmax(big).tolist() == [-2e4, -1e4, 0]
        assert float(F.logsumexp(big)) == 1e4
        assert F.sigmoid(big).tolist() == [0, 0.5, 1]
        assert F.logsigmoid(big).tolist() == [-1e4, -math.log(2), 0]
        assert F.softplus(big).tolist() == [0, math.log(2), 1e4]
        assert F.binary_cross_entropy_with_logits(big, [1, 1, 0], reduction="none").tolist() == [
            1e4,
            math.log(2),
            1e4,
        ]
        assert float(F.cross_entropy(big, 0)) == 2e4


def test_infinite_logits():
    inf = math.inf
    assert F.softmax([-inf, 0.0, 0.0]).tolist() == [0, 0.5, 0.5]
    assert float(F.logsumexp([-inf, -inf])) == -inf and float(F.logsumexp([inf, 0.0])) == inf
    assert float(F.cross_entropy([[0.0, -inf]], [0])) == 0
    assert float(F.cross_entropy([[0.0, -inf]], [1])) == inf
    assert np.isnan(F.softmax([-inf, -inf])).all()
    assert float(F.binary_cross_entropy([0.0], [1.0])) == 100


def test_one_hot():
    labels = numpy.array([[0, 2], [1, 3]])
    assert F.one_hot(labels).tolist() == numpy.eye(4, dtype=int)[labels].tolist()
    assert F.one_hot([1], 3).tolist() == [[0, 1, 0]] and F.one_hot([1]).dtype == np.int64
    assert F.one_hot([], 3).shape == (0, 3)
    with pytest.raises(ValueError, match="non-negative, got -1"):
        F.one_hot([-1, 0])
    with pytest.raises(ValueError, match=r"smaller than num_classes \(2\), got 2"):
        F.one_hot([2], 2)
    with pytest.raises(TypeError, match="integer dtype, got float64"):
        F.one_hot([1.0])
    with pytest.raises(ValueError, match="without labels"):
        F.one_hot([])


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"Target size \(2,\) must be the same as input size \(2, 1\)"):
        F.mse_loss([[1.0], [2.0]], [1.0, 2.0])
    with pytest.raises(ValueError, match="between 0 and 1"):
        F.binary_cross_entropy([1.5], [1.0])
    with pytest.raises(ValueError, match="not a valid value for reduction"):
        F.mse_loss([1.0], [1.0], reduction="average")
    with pytest.raises(IndexError, match="Target 3 is out of bounds for 2 classes"):
        F.cross_entropy([[0.0, 1.0]], [3])
    with pytest.raises(ValueError, match=r"Expected target of shape \(1,\)"):
        F.cross_entropy([[0.0, 1.0]], [1, 0])
    with pytest.raises(TypeError, match="class indices"):
        F.cross_entropy([[0.0, 1.0]], [1.0])
    with pytest.raises(ValueError, match="one a class"):
        F.cross_entropy([[0.0, 1.0]], [1], weight=[1.0])
    with pytest.raises(ValueError, match="label_smoothing"):
        F.cross_entropy([[0.0, 1.0]], [1], label_smoothing=2)
    with pytest.raises(ValueError, match="approximate"):
        F.gelu([1.0], approximate="fast")
    with pytest.raises(TypeError, match="numbers"):
        F.softmax(["a", "b"])


def test_lengths_below_eps():
    """A zero vector has cosine 0 with all, and a gradient that is finite."""
    value, saved = F.cosine_similarity_forward([[0.0, 0.0]], [[1.0, 2.0]])
    assert value.tolist() == [0]
    a, b = F.cosine_similarity_backward(np.ones(1), saved)
    assert np.isfinite(a).all() and b.tolist() == [[0, 0]]
    z, saved = F.normalize_forward([[0.0, 0.0]])
    assert z.tolist() == [[0, 0]]
    assert np.isfinite(F.normalize_backward(np.ones((1, 2)), saved)).all()
