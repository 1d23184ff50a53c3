"""Files of images, by Pillow where it is installed."""

import numen as np

from ._colours import to_uint8
from ._planes import image_array

__all__ = ["load", "save"]


def _pillow():
    try:
        from PIL import Image, ImageOps
    except ImportError as e:
        raise ImportError(
            "files of images need Pillow, which is not installed: pip install 'numen[image]'"
        ) from e
    return Image, ImageOps


def load(file, mode=None):
    """Return the image in a file.

    Parameters
    ----------
    file : str, path or binary file
    mode : {"L", "RGB", "RGBA"}, optional
        Convert to grey, colour, or colour with opacity. By default as the file has it, palettes as colours.

    Returns
    -------
    ndarray of uint8, shape (rows, columns), (rows, columns, 3) or (rows, columns, 4)
        Upright: the turn that a camera notes beside the pixels is made.

    Raises
    ------
    ImportError
        Pillow is not installed.
    """
    Image, ImageOps = _pillow()
    if mode not in (None, "L", "RGB", "RGBA"):
        raise ValueError(f"mode must be 'L', 'RGB', 'RGBA' or None, got {mode!r}")
    with Image.open(file) as opened:
        picture = ImageOps.exif_transpose(opened)
        if mode is None and picture.mode not in ("L", "RGB", "RGBA"):
            if picture.mode not in ("1", "P", "LA", "PA", "CMYK", "YCbCr"):
                raise ValueError(
                    f"{file!r} has pixels of kind {picture.mode!r}; name a mode to convert them to"
                )
            clear = picture.mode in ("LA", "PA") or "transparency" in picture.info
            mode = "L" if picture.mode == "1" else "RGBA" if clear else "RGB"
        picture = picture.convert(mode) if mode else picture
        shape = (picture.height, picture.width, len(picture.getbands()))
        pixels = np.frombuffer(picture.tobytes(), dtype=np.uint8).reshape(shape).copy()
    return pixels[..., 0] if shape[2] == 1 else pixels


def save(file, image, **options):
    """Write one image to a file, whose name says the format.

    Parameters
    ----------
    file : str, path or binary file
    image : array_like of uint8, or of floats from 0 to 1
        Shape (rows, columns), (rows, columns, 3) or (rows, columns, 4).
    **options
        Pillow's, such as ``quality=90`` and ``format="png"``.

    Raises
    ------
    ImportError
        Pillow is not installed.
    ValueError
        The shape is not one of those, or floats are not numbers from 0 to 1.
    """
    x = image_array(image)
    if x.ndim != 2 and not (x.ndim == 3 and x.shape[2] in (3, 4)):
        raise ValueError(
            f"image must have shape (rows, columns), (rows, columns, 3) or (rows, columns, 4), got {x.shape}"
        )
    if x.dtype.kind == "f" and not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError("floats of an image must lie between 0 and 1; clip or rescale them first")
    mode = {2: "L", 3: "RGB" if x.shape[-1] == 3 else "RGBA"}[x.ndim]
    x = to_uint8(x)
    Image, _ = _pillow()
    Image.frombytes(mode, (x.shape[1], x.shape[0]), np.ascontiguousarray(x).tobytes()).save(file, **options)
