"""Images turned about their centre, by values at places between the pixels."""

import math

import numen as np

from ._borders import check_mode, extended, within
from ._planes import Layout, by_planes, image_array

__all__ = ["METHODS", "places", "rotate", "sampled", "turn"]

METHODS = ("nearest", "bilinear")

PART = 2**15  # pixels looked up at a time: a quarter of a MiB for each array in between


def turn(angle):
    """Cosine and sine of degrees, exact for quarters of a turn.

    Examples
    --------
    >>> import numen as np
    >>> [part.tolist() for part in turn(np.array([0.0, 90.0, -180.0]))]
    [[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]]
    """
    quarter = np.rint(angle / 90)
    rest = np.deg2rad(angle - 90 * quarter)
    quarter = quarter % 4
    c, s = np.cos(rest), np.sin(rest)
    cosine = np.choose(quarter.astype(np.int64), [c, -s, -c, s])
    sine = np.choose(quarter.astype(np.int64), [s, c, -s, -c])
    return cosine + 0.0, sine + 0.0


def _gathered(flat, shape, rows, columns, mode):
    """Pixels at whole places; the last of each row of `flat` stands for all beyond the border."""
    rows, columns = within(rows, shape[0], mode), within(columns, shape[1], mode)
    at = rows * shape[1] + columns
    if mode == "constant":
        at = np.where((rows < 0) | (columns < 0), shape[0] * shape[1], at)
    if at.ndim == 2:
        return np.take(flat, at, axis=1)
    at += np.arange(len(flat))[:, None, None] * flat.shape[1]
    return np.take(flat.reshape(-1), at)


def sampled(planes, rows, columns, method, mode, value):
    """The values of planes at places given in pixels.

    Parameters
    ----------
    planes : ndarray of float, shape (n, height, width)
    rows, columns : ndarray of float, shape (h, w) or (n, h, w)
        The same places in each plane, or those of each.
    method : {"nearest", "bilinear"}
    mode, value
        What lies beyond the border.

    Returns
    -------
    ndarray, shape (n, h, w)

    Examples
    --------
    >>> import numen as np
    >>> x = np.array([[[0.0, 10.0], [20.0, 30.0]]])
    >>> sampled(x, np.array([[0.5, 0.0]]), np.array([[0.5, 3.0]]), "bilinear", "constant", -1.0)
    array([[[15., -1.]]])
    """
    shape = planes.shape[1:]
    if method == "nearest":
        beyond = np.full((len(planes), 1), value, dtype=planes.dtype)
        flat = np.concatenate([planes.reshape(len(planes), -1), beyond], axis=1)
        at = [np.floor(a + 0.5).astype(np.int64) for a in (rows, columns)]
        return _gathered(flat, shape, *at, mode)
    return _between(planes, rows, columns, mode, value)


def _between(planes, rows, columns, mode, value):
    """The values between four pixels each, by two rows of pixels and then between the rows."""
    edge = 2 if mode == "constant" else 1
    wide = planes
    for axis in (-2, -1):
        wide = extended(wide, edge, edge, axis, mode, value)
    height, width = wide.shape[-2:]
    flat = np.ascontiguousarray(wide).reshape(-1)
    first = np.arange(len(planes))[:, None, None] * (height * width)
    out = np.empty((len(planes), *rows.shape[-2:]), dtype=planes.dtype)
    step = max(1, PART // (len(planes) * out.shape[-1]))
    for start in range(0, out.shape[1], step):
        part = slice(start, start + step)
        top, down = _split(rows[..., part, :], planes.shape[1], mode)
        left, right = _split(columns[..., part, :], planes.shape[2], mode)
        top += edge
        top *= width
        top += left
        top += edge
        at = top + first if len(planes) > 1 else top.reshape(-1, *top.shape[-2:])
        down, right = down.astype(planes.dtype, copy=False), right.astype(planes.dtype, copy=False)
        upper = _mixed(flat, at, right)
        at += width
        lower = _mixed(flat, at, right)
        lower -= upper
        lower *= down
        np.add(upper, lower, out=out[:, part])
    return out


def _mixed(flat, at, right):
    """The values `right` of the way from each pixel to the next."""
    here, there = np.take(flat, at), np.take(flat[1:], at)
    there -= here
    there *= right
    here += there
    return here


def _split(at, n, mode):
    """The pixel before each place and how far behind it the place is, with places beyond the border brought back."""
    # From two pixels beyond the border on, both neighbours of a place are the constant.
    at = np.clip(at, -2, n) if mode == "constant" else within(at, n, mode)
    before = np.floor(at)
    return before.astype(np.int64), np.subtract(at, before, out=before)


def places(size, cosine, sine, centre, signs=(1.0, 1.0)):
    """Where the pixels of a turned image of some size come from; a sign of -1 mirrors the result.

    Numbers, or arrays of shape (n, 1, 1) for a turn, centre and signs of each of n images.

    Examples
    --------
    >>> rows, columns = places((1, 3), 0.0, 1.0, (5.0, 5.0))
    >>> rows.tolist(), columns.tolist()
    ([[4.0, 5.0, 6.0]], [[5.0, 5.0, 5.0]])
    """
    r = (np.arange(size[0]) - (size[0] - 1) / 2)[:, None] * signs[0]
    c = (np.arange(size[1]) - (size[1] - 1) / 2) * signs[1]
    return r * cosine + c * sine + centre[0], c * cosine - r * sine + centre[1]


def rotate(image, angle, *, expand=False, method="bilinear", mode="constant", value=0.0, channel_axis="auto"):
    """Return the image turned about its centre by `angle` degrees against the clock; the type stays.

    The output at ``(r, c)`` from the centre is the input at ``(r cos a + c sin a, c cos a - r sin a)``: one looks up
    where each output comes from, so that none is missed. Between pixels the four around count by their nearness.

    Parameters
    ----------
    image : array_like, shape (..., rows, columns[, channels])
    angle : float
    expand : bool
        Make the result large enough for all of the image: ``|rows cos a| + |columns sin a|`` rows, rounded.
    method : {"nearest", "bilinear"}
        "nearest" makes no new values: labels of pixels need it.
    mode, value, channel_axis
        As in `correlate`; with "constant" what lies beyond the border is `value`.

    Returns
    -------
    ndarray of the type of `image`

    Raises
    ------
    ValueError
        The angle is not finite; the method or mode is unknown.

    Examples
    --------
    >>> from numen.ml.image import rotate
    >>> rotate([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 90)
    array([[3, 6, 9],
           [2, 5, 8],
           [1, 4, 7]])

    By hand, with the nearest pixels::

        r, c = np.indices(image.shape)
        r, c = r - (rows - 1) / 2, c - (columns - 1) / 2
        from_r = np.rint(r * cos(a) + c * sin(a) + (rows - 1) / 2).astype(int)
        from_c = np.rint(c * cos(a) - r * sin(a) + (columns - 1) / 2).astype(int)
        inside = (0 <= from_r) & (from_r < rows) & (0 <= from_c) & (from_c < columns)
        out = np.where(inside, image[from_r.clip(0, rows - 1), from_c.clip(0, columns - 1)], 0)
    """
    check_mode(mode)
    if method not in METHODS:
        raise ValueError(f"method must be one of {[*METHODS]}, got {method!r}")
    if not math.isfinite(angle):
        raise ValueError(f"angle must be a finite number of degrees, got {angle!r}")
    x = image_array(image)
    layout = Layout(x, channel_axis)
    old = [x.shape[a] for a in layout.axes]
    cosine, sine = (float(part) for part in turn(np.asarray(float(angle))))
    new = old
    if expand:
        lengths = [old[0] * abs(cosine) + old[1] * abs(sine), old[0] * abs(sine) + old[1] * abs(cosine)]
        new = [max(1, math.floor(n + 0.5)) for n in lengths]
    rows, columns = places(new, cosine, sine, [(n - 1) / 2 for n in old])
    return by_planes(
        x, layout, lambda planes: sampled(planes, rows, columns, method, mode, value), size=tuple(new)
    )
