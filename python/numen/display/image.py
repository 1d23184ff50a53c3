"""Images of bytes in a page: a PNG in the page's own text, reduced to a size that bounds it."""

import base64
import struct
import zlib

from .. import _core as nc

__all__ = ["of", "png", "shows"]

# The longest side of an image in the page; longer ones show every so many pixels.
LONGEST = 160

# Longer in proportion to the other side, an image is some pixels high and shows nothing.
_SLIVER = 40


def shows(array):
    """Whether an array is an image: bytes, of shape ``(height, width, 3)``, not a sliver."""
    if array.dtype != nc.uint8 or array.ndim != 3 or array.shape[2] != 3:
        return False
    shorter, longer = sorted(array.shape[:2])
    return shorter > 1 and shorter * _SLIVER >= longer


def of(array):
    """The image as an element of a page."""
    step = -(-max(array.shape[:2]) // LONGEST)
    small = array[::step, ::step]
    height, width = small.shape[:2]
    data = base64.b64encode(png(small)).decode("ascii")
    # Small images are enlarged, with their pixels visible.
    scale = max(1, 64 // max(height, width))
    return (
        f'<img width="{width * scale}" height="{height * scale}" style="image-rendering: pixelated; border: 1px solid #888" '
        f'alt="{array.shape[0]} by {array.shape[1]} pixels" src="data:image/png;base64,{data}"/>'
    )


def png(array):
    """The file of an image of bytes ``(height, width, 3)`` (ISO/IEC 15948, colour type 2, no filter).

    Examples
    --------
    >>> import numen as np
    >>> from numen.display.image import png
    >>> png(np.zeros((2, 2, 3), np.uint8))[:8]
    b'\\x89PNG\\r\\n\\x1a\\n'
    """
    height, width = array.shape[:2]
    # Each line begins with the number of its filter.
    lines = nc.zeros((height, 1 + 3 * width), nc.uint8)
    lines[:, 1:] = nc.ascontiguousarray(array).reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes())), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
