"""numen.ml.image beside scipy.ndimage."""

import numpy
import pytest
import scipy.ndimage as ndimage

import numen as np
from numen.ml import image

rng = numpy.random.default_rng(5)
GREY = rng.normal(size=(37, 70))
MODES = ["reflect", "mirror", "nearest", "wrap", "constant"]


def same(ours, expected, tolerance=1e-12):
    numpy.testing.assert_allclose(numpy.asarray(ours), expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (5, 2), (4, 4), (1, 7), (2, 3)])
def test_convolution(mode, shape):
    kernel = rng.normal(size=shape)
    same(
        image.correlate(GREY, kernel, mode=mode, value=1.5),
        ndimage.correlate(GREY, kernel, mode=mode, cval=1.5),
    )
    same(
        image.convolve(GREY, kernel, mode=mode, value=1.5),
        ndimage.convolve(GREY, kernel, mode=mode, cval=1.5),
    )


@pytest.mark.parametrize("mode", MODES)
def test_smoothing(mode):
    same(
        image.gaussian_filter(GREY, (1.3, 2.5), mode=mode),
        ndimage.gaussian_filter(GREY, (1.3, 2.5), mode=mode),
    )
    same(
        image.mean_filter(GREY, (4, 5), mode=mode, value=2.0),
        ndimage.uniform_filter(GREY, (4, 5), mode=mode, cval=2.0),
    )
    blurred = ndimage.gaussian_filter(GREY, 1.0, mode=mode)
    same(image.sharpen(GREY, 0.7, mode=mode), GREY + 0.7 * (GREY - blurred))


@pytest.mark.parametrize("mode", MODES)
def test_edges(mode):
    for ours, theirs in [(image.sobel, ndimage.sobel), (image.prewitt, ndimage.prewitt)]:
        slopes = [theirs(GREY, axis, mode=mode) for axis in (0, 1)]
        same(ours(GREY, 0, mode=mode), slopes[0])
        same(ours(GREY, 1, mode=mode), slopes[1])
        same(ours(GREY, mode=mode), numpy.hypot(*slopes))
    same(image.laplacian(GREY, mode=mode), ndimage.laplace(GREY, mode=mode))


def test_batches_channels_and_types():
    batch = rng.integers(0, 256, (5, 20, 24, 3), dtype=numpy.uint8)
    found = image.gaussian_filter(batch, 1.5)
    assert found.dtype == np.uint8 and found.shape == batch.shape
    exact = ndimage.gaussian_filter(batch.astype(float), (0, 1.5, 1.5, 0))
    assert numpy.abs(numpy.asarray(found) - exact).max() <= 0.501
    first = image.gaussian_filter(batch.transpose(0, 3, 1, 2), 1.5, channel_axis=1)
    numpy.testing.assert_array_equal(numpy.asarray(first), numpy.asarray(found).transpose(0, 3, 1, 2))
    assert image.sobel(batch).dtype == np.float32
    # SciPy smooths along every other axis; here batch and channels stay apart.
    kernel = numpy.outer([-1, 0, 1], [1, 2, 1])[None, :, :, None]
    same(image.sobel(batch, 0), ndimage.correlate(batch.astype(float), kernel), 1e-5)
    one = image.mean_filter(batch[0, :, :3, 0], channel_axis=None)
    assert one.shape == (20, 3)
    bright = numpy.array([[0, 0, 250, 255, 255]], dtype=numpy.uint8)
    assert image.sharpen(bright, 5.0).max() == 255 and image.sharpen(bright, 5.0).min() == 0


def test_what_is_refused():
    with pytest.raises(ValueError, match="at least two axes"):
        image.sobel([1.0, 2.0])
    with pytest.raises(ValueError, match="mode must be one of"):
        image.mean_filter(GREY, mode="symmetric")
    with pytest.raises(ValueError, match="does not fit"):
        image.correlate(GREY, numpy.ones((40, 3)), mode="valid")
    with pytest.raises(TypeError, match="real numbers"):
        image.sobel([["a", "b"]])
