"""What every function on images does first and last: a batch of planes goes in, the caller's form comes out."""

import numen as np

__all__ = ["Layout", "by_planes", "computed_in", "graded", "image_array", "stored_as"]

# Numbers computed at a time: 16 MiB of float32 for each array in between.
BLOCK = 2**22


def image_array(image, name="image"):
    """The image as an array of numbers with at least two axes, none of rows or columns empty.

    Raises
    ------
    ValueError
        It has less axes.
    TypeError
        It does not hold real numbers.
    """
    x = np.asarray(image)
    if x.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got {x.dtype} of shape {x.shape}")
    if x.ndim < 2:
        raise ValueError(f"{name} must have at least two axes, rows and columns, got shape {x.shape}")
    if 0 in x.shape:
        raise ValueError(f"{name} must not be empty, got shape {x.shape}")
    return x


def graded(x):
    """The array, of a type whose numbers have a range: 0 to 255, 0 to 65535, or 0 to 1.

    Raises
    ------
    TypeError
        It is of another type.
    """
    if x.dtype.kind != "f" and x.dtype not in (np.uint8, np.uint16):
        raise TypeError(f"image must hold uint8, uint16 or floats, got {x.dtype} of shape {x.shape}")
    return x


class Layout:
    """Where an array has its batch, rows, columns and channels.

    Parameters
    ----------
    x : ndarray
    channel_axis : int, None or "auto"

    Attributes
    ----------
    channel : int or None
        The axis of channels, counted from the end.

    Examples
    --------
    >>> import numen as np
    >>> Layout(np.zeros((8, 6, 3))).channel, Layout(np.zeros((10, 28, 28))).channel
    (-1, None)
    >>> Layout(np.zeros((10, 28, 3)), None).channel is None
    True
    """

    def __init__(self, x, channel_axis="auto"):
        if isinstance(channel_axis, str):
            if channel_axis != "auto":
                raise ValueError(f"channel_axis must be an int, None or 'auto', got {channel_axis!r}")
            last = x.ndim > 3 or x.ndim == 3 and x.shape[-1] in (1, 3, 4)
            self.channel = -1 if last else None
        elif channel_axis is None:
            self.channel = None
        else:
            if not -x.ndim <= channel_axis < x.ndim:
                raise ValueError(f"channel_axis={channel_axis} is no axis of an image of shape {x.shape}")
            self.channel = channel_axis if channel_axis < 0 else channel_axis - x.ndim
        if self.channel is not None and x.ndim < 3:
            raise ValueError(f"an image with channels has at least three axes, got shape {x.shape}")

    @property
    def axes(self):
        """The axes of rows and columns, counted from the end."""
        return tuple(a for a in (-1, -2, -3) if a != self.channel)[1::-1]

    def first(self, x):
        """The array with the axis of channels in front of rows and columns, a view."""
        return x if self.channel is None else np.moveaxis(x, self.channel, -3)

    def last(self, x):
        """The array with the axis of channels last, a view; one is added where there is none."""
        return x[..., None] if self.channel is None else np.moveaxis(x, self.channel, -1)

    def from_first(self, x):
        """Undo `first`."""
        return x if self.channel is None else np.moveaxis(x, -3, self.channel)

    def from_last(self, x):
        """Undo `last`."""
        return x[..., 0] if self.channel is None else np.moveaxis(x, -1, self.channel)


def computed_in(dtype):
    """float32 holds the small types exactly; the others are computed in float64."""
    return np.dtype(np.float32 if dtype.itemsize <= 2 or dtype == np.float32 else np.float64)


def stored_as(values, dtype):
    """Floats as `dtype`: whole numbers are rounded and stay in its range, booleans ask for a half and more."""
    if dtype.kind == "f":
        return values.astype(dtype, copy=False)
    if dtype.kind == "b":
        return values >= 0.5
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    # Halves go up, as in files of images, not to the even neighbour.
    rounded = np.floor(values + values.dtype.type(0.5))
    if dtype.itemsize > 4:
        # The largest int64 is no float64: what is above is put in afterwards.
        whole = np.clip(rounded, float(low), np.nextafter(float(high), 0)).astype(dtype)
        return np.where(rounded >= float(high), dtype.type(high), whole)
    return np.clip(rounded, low, high).astype(dtype)


def by_planes(x, layout, function, size=None, dtype=None):
    """Apply ``function(planes)`` to planes of floats, shape (n, rows, columns), some of them at a time.

    Parameters
    ----------
    x : ndarray
    layout : Layout
    function : callable
        Returns planes of one size.
    size : (int, int), optional
        That size, where it differs.
    dtype : dtype, optional
        Of the result; by default that of `x`, to which it is rounded.
    """
    work = computed_in(x.dtype)
    dtype = x.dtype if dtype is None else np.dtype(dtype)
    moved = layout.first(x)
    rows, columns = size or moved.shape[-2:]
    lead = moved.shape[:-2]
    planes = moved.reshape(-1, *moved.shape[-2:])
    out = np.empty((len(planes), rows, columns), dtype=dtype)
    step = max(1, BLOCK // max(planes[0].size, rows * columns))
    for start in range(0, len(planes), step):
        part = slice(start, start + step)
        out[part] = stored_as(function(planes[part].astype(work, copy=False)), dtype)
    return np.ascontiguousarray(layout.from_first(out.reshape(*lead, rows, columns)))
