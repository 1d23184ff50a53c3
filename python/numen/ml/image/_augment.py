"""Images changed by chance, so that a model sees each in many forms."""

import numbers

import numen as np

from .._validation import check_random_state
from ._borders import check_mode
from ._convolution import both
from ._planes import BLOCK, Layout, computed_in, graded, image_array, stored_as
from ._rotation import METHODS, places, sampled, turn

__all__ = ["augment"]

LARGEST = np.finfo(np.float64).max


def _checked(name, value, top=LARGEST):
    if not isinstance(value, numbers.Real) or not 0 <= value <= top:
        wanted = "a chance from 0 to 1" if top == 1 else "a finite number, not negative"
        raise ValueError(f"{name} must be {wanted}, got {value!r}")
    return float(value)


def _corners(random, count, old, new, padding):
    """Where the part of each image begins: anywhere within the image and its border."""
    if min(new) < 1 or any(m > n + 2 * padding for m, n in zip(new, old)):
        raise ValueError(
            f"{new[0]} x {new[1]} pixels do not fit in {old[0]} x {old[1]} with padding {padding}"
        )
    if tuple(new) == tuple(old) and not padding:
        return np.zeros((2, count))
    return np.stack([random.randint(-padding, n + padding - m + 1, count) for m, n in zip(new, old)]) + 0.0


def augment(
    image,
    *,
    crop=None,
    padding=0,
    horizontal_flip=0.0,
    vertical_flip=0.0,
    rotation=0.0,
    brightness=0.0,
    noise=0.0,
    method="bilinear",
    mode="constant",
    value=0.0,
    random_state=None,
    channel_axis="auto",
):
    """Return each image of a batch changed by chance; the type stays. What is not asked for does not happen.

    A part of the image and its border is cut out, turned about its centre and mirrored, in one step, so that values are
    interpolated once; then ``out = image * factor + noise * range * z``, kept in the range of the pixels. Channels of
    an image share all but the noise.

    Parameters
    ----------
    image : array_like, shape (..., rows, columns[, channels])
        For brightness and noise of uint8, uint16 or floats from 0 to 1.
    crop : int or (int, int), optional
        Rows and columns of the part; its place is drawn. By default as many as the image has.
    padding : int
        How far the part may lie beyond each border.
    horizontal_flip, vertical_flip : float
        The chance that left and right, or top and bottom, change places.
    rotation : float
        Angles are drawn from ``-rotation`` to ``rotation`` degrees.
    brightness : float
        Factors are drawn from ``max(0, 1 - brightness)`` to ``1 + brightness``.
    noise : float
        Standard deviation of what is added to each pixel, as a part of the range.
    method : {"bilinear", "nearest"}
        How turned pixels are found; without turns they are copied.
    mode, value
        What lies beyond the border, as in `correlate`.
    random_state : int, RandomState, Generator or None
        Equal numbers give equal images. A generator moves on, so that the next epoch sees other ones.
    channel_axis : int, None or "auto"
        As in `correlate`.

    Returns
    -------
    ndarray, shape (..., height, width[, channels])

    Raises
    ------
    ValueError
        A parameter is out of its range, the part does not fit, or floats do not lie between 0 and 1 where brightness
        or noise is asked for: what is normalized has no range to stay in, so augment first.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.image import augment
    >>> x = np.arange(4).reshape(2, 1, 2)
    >>> augment(x, horizontal_flip=0.6, random_state=0).tolist()
    [[[1, 0]], [[2, 3]]]

    By hand, for one image::

        top, left = rng.integers(0, 5, 2)
        out = np.pad(image, 2)[top : top + rows, left : left + columns]
        out = out[:, ::-1] if rng.random() < 0.5 else out
        out = np.clip(out * rng.uniform(0.8, 1.2) + rng.normal(0, 0.05, out.shape), 0, 1)
    """
    check_mode(mode)
    if method not in METHODS:
        raise ValueError(f"method must be one of {[*METHODS]}, got {method!r}")
    rotation, brightness = _checked("rotation", rotation), _checked("brightness", brightness)
    chances = _checked("vertical_flip", vertical_flip, 1), _checked("horizontal_flip", horizontal_flip, 1)
    noise, coloured = _checked("noise", noise), bool(brightness or noise)
    if not isinstance(padding, numbers.Integral) or padding < 0:
        raise ValueError(f"padding must be a whole number, not negative, got {padding!r}")
    x = image_array(image)
    if coloured and graded(x).dtype.kind == "f" and not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError(
            "floats of an image must lie between 0 and 1 for brightness and noise; normalize after them"
        )
    layout = Layout(x, channel_axis)
    moved = layout.first(x)
    old, lead = moved.shape[-2:], moved.shape[:-2]
    channels = 1 if layout.channel is None else lead[-1]
    planes = moved.reshape(-1, channels, *old)
    new = tuple(old) if crop is None else both(crop, "crop", numbers.Integral)
    count = len(planes)

    random = check_random_state(random_state)
    corners = _corners(random, count, old, new, padding)
    signs = [
        1 - 2.0 * (random.uniform(size=count) < chance) if chance else np.ones(count) for chance in chances
    ]
    angles = random.uniform(-rotation, rotation, count) if rotation else np.zeros(count)
    factors = random.uniform(max(0, 1 - brightness), 1 + brightness, count) if brightness else np.ones(count)

    drawn = (*corners, *signs, angles)
    moving = bool(rotation or any(chances) or padding) or new != tuple(old)
    how = (method if rotation else "nearest", mode, value)
    work = computed_in(x.dtype)
    out = np.empty((count, channels, *new), dtype=x.dtype)
    step = max(1, BLOCK // 8 // (channels * max(old[0] * old[1], new[0] * new[1])))
    for start in range(0, count, step):
        part = slice(start, start + step)
        found = planes[part].astype(work)
        if moving:
            found = _placed(found, new, [a[part] for a in drawn], *how)
        if coloured:
            found = _coloured(found, factors[part], noise, x.dtype, random)
        out[part] = stored_as(found, x.dtype)
    return np.ascontiguousarray(layout.from_first(out.reshape(*lead, *new)))


def _placed(planes, size, drawn, method, mode, value):
    """Each image's part, turned and mirrored, shape (n, channels, *size)."""
    n, channels = planes.shape[:2]
    top, left, down, right, angle = (np.repeat(a, channels)[:, None, None] for a in drawn)
    centre = top + (size[0] - 1) / 2, left + (size[1] - 1) / 2
    at = places(size, *turn(angle), centre, (down, right))
    found = sampled(planes.reshape(n * channels, *planes.shape[2:]), *at, method, mode, value)
    return found.reshape(n, channels, *size)


def _coloured(planes, factors, noise, dtype, random):
    """Brighter or darker, with noise, and back in the range of the type."""
    top = 1 if dtype.kind == "f" else np.iinfo(dtype).max
    planes = planes * factors.astype(planes.dtype)[:, None, None, None]
    if noise:
        planes += (random.normal(size=planes.shape) * (noise * top)).astype(planes.dtype)
    return np.clip(planes, 0, top)
