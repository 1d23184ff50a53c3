"""numen.ml.image beside scipy.ndimage and Pillow."""

import sys

import numpy
import pytest
import scipy.ndimage as ndimage
from PIL import Image, ImageOps

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


@pytest.mark.parametrize("method", ["nearest", "bilinear", "bicubic", "lanczos"])
@pytest.mark.parametrize("size", [(20, 33), (80, 150), (5, 4), (37, 70), (1, 1)])
def test_resize(method, size):
    grey = GREY.astype(numpy.float32)
    kind = getattr(Image.Resampling, method.upper())
    expected = numpy.asarray(Image.fromarray(grey).resize(size[::-1], kind))
    same(image.resize(grey, size, method=method), expected, 2e-6)
    # Far enough from 0 and 255: Pillow also cuts between its two passes.
    whole = rng.integers(90, 166, (37, 70, 3), dtype=numpy.uint8)
    found = numpy.asarray(image.resize(whole, size, method=method)).astype(int)
    expected = numpy.asarray(Image.fromarray(whole).resize(size[::-1], kind)).astype(int)
    # ... and rounds there too.
    assert abs(found - expected).max() <= (0 if method == "nearest" else 2)


def test_resize_without_antialias():
    zoomed = ndimage.zoom(GREY, (12 / 37, 21 / 70), order=1, mode="nearest", grid_mode=True)
    same(image.resize(GREY, zoomed.shape, antialias=False), zoomed, 1e-9)


def test_files(tmp_path):
    for shape in [(7, 9), (7, 9, 3), (7, 9, 4)]:
        pixels = rng.integers(0, 256, shape, dtype=numpy.uint8)
        image.save(tmp_path / "a.png", pixels)
        assert np.array_equal(image.load(tmp_path / "a.png"), pixels)
        assert np.array_equal(numpy.asarray(Image.open(tmp_path / "a.png")), pixels)
        image.save(tmp_path / "a.png", pixels / 255)
        assert np.array_equal(image.load(tmp_path / "a.png"), pixels)
    with pytest.raises(ValueError, match="between 0 and 1"):
        image.save(tmp_path / "a.png", GREY)
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.fromarray(pixels[..., :3]).save(tmp_path / "turned.png", exif=turned)
    assert np.array_equal(image.load(tmp_path / "turned.png"), numpy.rot90(pixels[..., :3], -1))


def test_colours():
    pixels = rng.integers(0, 256, (40, 50, 3), dtype=numpy.uint8)
    expected = numpy.asarray(Image.fromarray(pixels).convert("L"))
    assert np.array_equal(image.grayscale(pixels), expected)
    same(image.grayscale(pixels.astype(float)), pixels @ numpy.array([0.299, 0.587, 0.114]))
    mean, std = [0.5, 0.4, 0.3], [0.2, 0.3, 0.1]
    same(image.normalize(pixels, mean, std), (pixels / 255 - mean) / std, 1e-5)
    assert np.array_equal(image.to_uint8(image.to_float(pixels)), pixels)
    with pytest.raises(ValueError, match="NaN"):
        image.to_uint8([[numpy.nan]])


def test_parts():
    pixels = rng.integers(0, 256, (4, 8, 9, 3), dtype=numpy.uint8)
    assert np.array_equal(image.crop(pixels, 1, 2, 5, 6), pixels[:, 1:6, 2:8])
    assert np.array_equal(image.flip(pixels), pixels[:, :, ::-1])
    assert np.array_equal(image.flip(pixels, "vertical"), pixels[:, ::-1])
    with pytest.raises(ValueError, match="do not lie"):
        image.crop(pixels, 4, 0, 5, 5)


def test_without_pillow(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "PIL", None)
    for call in (lambda: image.load("a.png"), lambda: image.save(tmp_path / "a.png", [[0.5]])):
        with pytest.raises(ImportError, match=r"numen\[image\]"):
            call()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("angle", [0, 17.5, 90, -90, 180, 271, -725.25])
@pytest.mark.parametrize("expand", [False, True])
def test_rotate(mode, angle, expand):
    beyond = {"constant": "grid-constant", "wrap": "grid-wrap"}.get(mode, mode)
    kept = {"reshape": expand, "mode": beyond, "cval": 1.5}
    same(
        image.rotate(GREY, angle, expand=expand, mode=mode, value=1.5),
        ndimage.rotate(GREY, angle, order=1, **kept),
        1e-9,
    )
    odd = GREY[:, 1:]
    nearest = numpy.asarray(image.rotate(odd, angle, expand=expand, method="nearest", mode=mode, value=1.5))
    expected = ndimage.rotate(odd, angle, order=0, **kept)
    # A place halfway between two pixels goes to either, by its last bit.
    assert nearest.shape == expected.shape and (nearest != expected).mean() < 0.002


def test_rotate_quarters_batches_and_types():
    batch = rng.integers(0, 256, (4, 9, 9, 3), dtype=numpy.uint8)
    for k in range(-4, 5):
        for method in ["nearest", "bilinear"]:
            turned = image.rotate(batch, 90 * k, method=method)
            assert turned.dtype == np.uint8
            assert np.array_equal(turned, numpy.rot90(batch, k, (1, 2)))
    wide = batch[:, :4]
    assert np.array_equal(image.rotate(wide, 90, expand=True), numpy.rot90(wide, 1, (1, 2)))
    turned = numpy.asarray(image.rotate(wide, 31.0)).astype(int)
    for i, one in enumerate(wide):
        for c in range(3):
            plane = ndimage.rotate(
                one[..., c].astype(float), 31.0, order=1, reshape=False, mode="grid-constant"
            )
            assert abs(turned[i, ..., c] - plane).max() <= 0.501
    with pytest.raises(ValueError, match="finite"):
        image.rotate(GREY, numpy.inf)
    with pytest.raises(ValueError, match="method must be one of"):
        image.rotate(GREY, 3, method="bicubic")


def test_pad_and_center_crop():
    names = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap"}
    for mode, theirs in names.items():
        found = image.pad(GREY, ((1, 50), (3, 0)), mode=mode)
        assert np.array_equal(found, numpy.pad(GREY, ((1, 50), (3, 0)), theirs))
    pixels = rng.integers(0, 256, (4, 8, 9, 3), dtype=numpy.uint8)
    wide = [(0, 0), (2, 2), (1, 1), (0, 0)]
    assert np.array_equal(image.pad(pixels, (2, 1), value=7), numpy.pad(pixels, wide, constant_values=7))
    assert image.pad(pixels, 3, value=999).max() == 255
    assert np.array_equal(image.center_crop(pixels, (4, 5)), pixels[:, 2:6, 2:7])
    assert np.array_equal(image.center_crop(pixels, 5), pixels[:, 1:6, 2:7])
    assert np.array_equal(image.center_crop(image.pad(pixels, 4), (8, 9)), pixels)
    for call in (lambda: image.center_crop(pixels, 9), lambda: image.center_crop(pixels, (0, 3))):
        with pytest.raises(ValueError, match="do not lie"):
            call()
    for width in [-1, (1, 2, 3), ((1, 2), (3, -4)), 1.5]:
        with pytest.raises(ValueError, match="width must"):
            image.pad(pixels, width)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [1, 2, 3, (1, 7), (4, 5), (9, 8)])
@pytest.mark.parametrize("dtype", ["float64", "float32", "uint8", "int64"])
def test_rank_filters(mode, size, dtype):
    x = (GREY * 40 + 128).astype(dtype)
    for name in ["median_filter", "minimum_filter", "maximum_filter"]:
        found = getattr(image, name)(x, size, mode=mode, value=3)
        assert found.dtype == np.dtype(dtype)
        expected = getattr(ndimage, name)(x, size, mode=mode, cval=3)
        assert np.array_equal(found, expected), name


def test_rank_filters_of_batches():
    batch = rng.integers(0, 256, (30, 40, 50, 3), dtype=numpy.uint8)
    for name in ["median_filter", "minimum_filter", "maximum_filter"]:
        found = getattr(image, name)(batch, (3, 4))
        assert np.array_equal(found, getattr(ndimage, name)(batch, (1, 3, 4, 1))), name
        first = getattr(image, name)(batch.transpose(3, 0, 1, 2), (3, 4), channel_axis=0)
        assert np.array_equal(first, numpy.asarray(found).transpose(3, 0, 1, 2))
    large = numpy.array([[2**62, 2**62 + 1, 2**62 + 2]])
    # SciPy's own goes through float64 and loses the last digits.
    assert image.median_filter(large, (1, 3)).tolist() == [[2**62, 2**62 + 1, 2**62 + 2]]
    with pytest.raises(ValueError, match="size must be positive"):
        image.median_filter(GREY, 0)


def test_histogram():
    pixels = rng.integers(0, 256, (20, 30, 3), dtype=numpy.uint8)
    counts, edges = image.histogram(pixels)
    assert counts.ravel().tolist() == Image.fromarray(pixels).histogram()
    assert np.array_equal(edges, numpy.arange(257))
    batch = rng.random((4, 3, 10, 12))
    counts, edges = image.histogram(batch, 7, channel_axis=1)
    for i in range(4):
        for c in range(3):
            assert np.array_equal(counts[i, c], numpy.histogram(batch[i, c], 7, (0, 1))[0])
    counts, edges = image.histogram(GREY, 9, range=(-1, 0.5))
    expected = numpy.histogram(GREY, 9, (-1, 0.5))
    assert np.array_equal(counts, expected[0]) and np.array_equal(edges, expected[1])
    assert image.histogram(GREY > 0, 2)[0].tolist() == [(GREY <= 0).sum(), (GREY > 0).sum()]
    with pytest.raises(ValueError, match="between 0 and 1"):
        image.histogram(GREY)
    with pytest.raises(ValueError, match="range must be"):
        image.histogram(GREY, range=(1, 1))


@pytest.mark.parametrize(
    "low, high, shape", [(0, 256, (60, 70)), (90, 120, (50, 50)), (3, 9, (17, 16)), (7, 8, (5, 5))]
)
def test_equalize(low, high, shape):
    for end in [(), (3,)]:
        pixels = rng.integers(low, high, shape + end, dtype=numpy.uint8)
        expected = numpy.asarray(ImageOps.equalize(Image.fromarray(pixels)))
        assert np.array_equal(image.equalize_histogram(pixels), expected)
    skewed = (rng.random((90, 80)) ** 4 * 255).astype(numpy.uint8)
    expected = numpy.asarray(ImageOps.equalize(Image.fromarray(skewed)))
    assert np.array_equal(image.equalize_histogram(skewed), expected)


def test_equalize_floats():
    batch = numpy.round(rng.normal(size=(3, 20, 21)), 1)
    found = numpy.asarray(image.equalize_histogram(batch))
    for one, ours in zip(batch, found):
        darker = (one.ravel()[:, None] > one.ravel()).sum(axis=1).reshape(one.shape)
        same(ours, darker / (one.size - (one == one.max()).sum()))
    deep = numpy.asarray(image.equalize_histogram(rng.integers(500, 900, (40, 40), dtype=numpy.uint16)))
    assert deep.dtype == numpy.uint16 and deep.min() == 0 and deep.max() == 65535
    flat = numpy.full((3, 4), 0.3, dtype=numpy.float32)
    assert np.array_equal(image.equalize_histogram(flat), flat)
    with pytest.raises(ValueError, match="NaN"):
        image.equalize_histogram([[numpy.nan, 1.0]])
    with pytest.raises(TypeError, match="uint8, uint16 or floats"):
        image.equalize_histogram([[1, 2]])


def drawn(seed):
    return numpy.random.RandomState(seed)


def test_augment_places():
    batch = rng.integers(0, 256, (12, 9, 10, 3), dtype=numpy.uint8)
    assert np.array_equal(image.augment(batch, random_state=0), batch)
    found = image.augment(
        batch, crop=(8, 7), padding=2, horizontal_flip=0.5, vertical_flip=0.3, random_state=3
    )
    random = drawn(3)
    tops, lefts = random.randint(-2, 4, 12), random.randint(-2, 6, 12)
    down, right = random.uniform(size=12) < 0.3, random.uniform(size=12) < 0.5
    around = numpy.pad(batch, [(0, 0), (2, 2), (2, 2), (0, 0)])
    for i in range(12):
        part = around[i, tops[i] + 2 : tops[i] + 10, lefts[i] + 2 : lefts[i] + 9]
        part = part[::-1] if down[i] else part
        assert np.array_equal(found[i], part[:, ::-1] if right[i] else part), i
    assert 0 < down.sum() < 12 and 0 < right.sum() < 12
    always = image.augment(batch, horizontal_flip=1.0, vertical_flip=1.0)
    assert np.array_equal(always, batch[:, ::-1, ::-1])
    shifted = image.augment(batch[0, ..., 0], padding=1, mode="nearest", random_state=1)
    assert shifted.shape == (9, 10)


def test_augment_turns():
    batch = rng.random((5, 3, 14, 11))
    kept = dict(mode="mirror", channel_axis=1)
    found = image.augment(batch, rotation=30, random_state=7, **kept)
    angles = drawn(7).uniform(-30, 30, 5)
    for i, angle in enumerate(angles):
        same(found[i], image.rotate(batch[i], angle, mode="mirror", channel_axis=0))
    whole = image.augment(batch, rotation=180, method="nearest", random_state=7, **kept)
    assert numpy.isin(numpy.asarray(whole), batch).all()


def test_augment_colours():
    batch = rng.random((6, 20, 20))
    found = image.augment(batch, brightness=0.4, random_state=2)
    factors = drawn(2).uniform(0.6, 1.4, 6)
    same(found, numpy.clip(batch * factors[:, None, None], 0, 1))
    found = image.augment(batch, noise=0.1, random_state=2)
    same(found, numpy.clip(batch + drawn(2).normal(size=batch.shape) * 0.1, 0, 1))
    grey = numpy.full((2, 100, 100, 3), 128, dtype=numpy.uint8)
    found = numpy.asarray(image.augment(grey, noise=0.05, random_state=0))
    assert found.dtype == numpy.uint8 and abs(found.std() - 0.05 * 255) < 0.2
    assert image.augment(numpy.float32(batch), brightness=0.1, noise=0.1).dtype == np.float32


def test_augment_is_reproducible():
    batch = rng.random((300, 64, 64, 3)).astype(numpy.float32)
    asked = dict(crop=24, horizontal_flip=0.5, rotation=10, brightness=0.2, noise=0.01)
    first = image.augment(batch, random_state=5, **asked)
    assert first.shape == (300, 24, 24, 3)
    assert np.array_equal(first, image.augment(batch, random_state=5, **asked))
    assert not np.array_equal(first, image.augment(batch, random_state=6, **asked))
    generator = np.random.default_rng(1)
    epochs = [image.augment(batch[:4], random_state=generator, **asked) for _ in range(2)]
    assert not np.array_equal(*epochs)


def test_augment_refuses():
    with pytest.raises(ValueError, match="normalize after"):
        image.augment(GREY, noise=0.1)
    with pytest.raises(TypeError, match="uint8, uint16 or floats"):
        image.augment([[1, 2]], brightness=0.1)
    with pytest.raises(ValueError, match="do not fit"):
        image.augment(GREY, crop=40, padding=1)
    for name in ["horizontal_flip", "vertical_flip", "rotation", "brightness", "noise", "padding"]:
        for value in [-1, numpy.nan, "much"]:
            with pytest.raises(ValueError, match=f"{name} must be"):
                image.augment(GREY, **{name: value})
    with pytest.raises(ValueError, match="horizontal_flip must be a chance"):
        image.augment(GREY, horizontal_flip=2)
