"""Images: files, colours, sizes, convolution and the classical filters, on single images and batches.

An image is an array of shape (rows, columns) or (rows, columns, channels); further axes in front are a batch. Of three
axes the last is one of channels where its length is 1, 3 or 4, unless `channel_axis` says otherwise. Numbers of uint8
run from 0 to 255, floats from 0 to 1.
"""

from ._augment import augment
from ._colours import grayscale, normalize, to_float, to_uint8
from ._convolution import convolve, correlate, gaussian_filter, mean_filter, sharpen
from ._edges import laplacian, prewitt, sobel
from ._files import load, save
from ._geometry import center_crop, crop, flip, pad
from ._histogram import equalize_histogram, histogram
from ._ranks import maximum_filter, median_filter, minimum_filter
from ._resize import resize
from ._rotation import rotate

__all__ = [
    "augment",
    "center_crop",
    "convolve",
    "correlate",
    "crop",
    "equalize_histogram",
    "flip",
    "gaussian_filter",
    "grayscale",
    "histogram",
    "laplacian",
    "load",
    "maximum_filter",
    "mean_filter",
    "median_filter",
    "minimum_filter",
    "normalize",
    "pad",
    "prewitt",
    "resize",
    "rotate",
    "save",
    "sharpen",
    "sobel",
    "to_float",
    "to_uint8",
]
