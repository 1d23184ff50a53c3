"""Images turned about their centre, by values at places between the pixels."""

import math

import numen as np

from ._borders import check_mode, within
from ._planes import Layout, by_planes, image_array

__all__ = ["METHODS", "places", "rotate", "sampled", "turn"]

METHODS = ("nearest", "bilinear")


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
    beyond = np.full((len(planes), 1), value, dtype=planes.dtype)
    flat = np.concatenate([planes.reshape(len(planes), -1), beyond], axis=1)
    if method == "nearest":
        at = [np.floor(a + 0.5).astype(np.int64) for a in (rows, columns)]
        return _gathered(flat, shape, *at, mode)
    top, left = np.floor(rows), np.floor(columns)
    down, right = ((a - b).astype(planes.dtype) for a, b in ((rows, top), (columns, left)))
    top, left = top.astype(np.int64), left.astype(np.int64)
    total = None
    for i, by_row in enumerate((1 - down, down)):
        for j, by_column in enumerate((1 - right, right)):
            part = _gathered(flat, shape, top + i, left + j, mode) * (by_row * by_column)
            total = part if total is None else np.add(total, part, out=total)
    return total


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
