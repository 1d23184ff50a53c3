"""Images: files, colours, sizes, convolution and the classical filters, on single images and batches.

An image is an array of shape (rows, columns) or (rows, columns, channels); further axes in front are a batch. Of three
axes the last is one of channels where its length is 1, 3 or 4, unless `channel_axis` says otherwise. Numbers of uint8
run from 0 to 255, floats from 0 to 1.
"""

from ._colours import grayscale, normalize, to_float, to_uint8
from ._convolution import convolve, correlate, gaussian_filter, mean_filter, sharpen
from ._edges import laplacian, prewitt, sobel
from ._files import load, save
from ._geometry import crop, flip
from ._resize import resize

__all__ = [
    "convolve",
    "correlate",
    "crop",
    "flip",
    "gaussian_filter",
    "grayscale",
    "laplacian",
    "load",
    "mean_filter",
    "normalize",
    "prewitt",
    "resize",
    "save",
    "sharpen",
    "sobel",
    "to_float",
    "to_uint8",
]
