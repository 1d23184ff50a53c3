"""Images: convolution and the classical filters, on single images and batches.

An image is an array of shape (rows, columns) or (rows, columns, channels); further axes in front are a batch. Of three
axes the last is one of channels where its length is 1, 3 or 4, unless `channel_axis` says otherwise. Numbers of uint8
run from 0 to 255, floats from 0 to 1.
"""

from ._convolution import convolve, correlate, gaussian_filter, mean_filter, sharpen
from ._edges import laplacian, prewitt, sobel

__all__ = [
    "convolve",
    "correlate",
    "gaussian_filter",
    "laplacian",
    "mean_filter",
    "prewitt",
    "sharpen",
    "sobel",
]
