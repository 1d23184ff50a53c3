"""Images in scikit-image."""

import numpy as np
from skimage import color, data, exposure, filters, measure, morphology, segmentation, transform, util

image = data.camera()
print(type(image), image.shape, image.dtype, isinstance(image, np.ndarray), np.mean(image))
small = (np.arange(64).reshape(8, 8) * 4).astype(np.uint8)
print(
    np.round(filters.sobel(small).sum(), 6),
    filters.threshold_otsu(small),
    transform.resize(small, (4, 4)).shape,
)
print(measure.label(small > 100).max(), [p.area for p in measure.regionprops(measure.label(small > 100))])
print(
    morphology.dilation(small > 200, np.ones((3, 3), bool)).sum(),
    color.rgb2gray(np.stack([small] * 3, -1)).dtype,
)
print(
    transform.warp(small, lambda c: c + np.array([1.0, 0.0])).sum().round(6), util.img_as_float(small).max()
)
print(
    np.round(exposure.equalize_hist(small).mean(), 6), segmentation.slic(np.stack([small] * 3, -1), 4).shape
)
print(
    np.round(filters.gaussian(small, np.float64(1)).mean(), 6),
    measure.block_reduce(small, (2, 2), np.max).tolist(),
)
print(
    util.random_noise(small, rng=np.random.default_rng(0)).sum().round(6),
    measure.find_contours(small, 100)[0].shape,
)
