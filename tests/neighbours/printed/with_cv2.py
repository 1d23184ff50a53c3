"""Images in OpenCV, drawn into in place."""

import cv2
import numpy as np

image = np.zeros((40, 60, 3), np.uint8)
cv2.rectangle(image, (5, 5), (20, 20), (255, 0, 0), -1)
cv2.circle(image, tuple(np.array([40, 20])), 8, (0, 255, 0), -1)
print(image.sum(), cv2.circle(image, (int(np.int64(40)), 20), 8, (0, 255, 0), -1) is not None)
gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
print(
    type(gray),
    gray.shape,
    gray.dtype,
    isinstance(gray, np.ndarray),
    np.mean(gray),
    gray[10, 10],
    gray[gray > 50].size,
)
print(
    cv2.resize(image, (30, 20)).shape, cv2.GaussianBlur(gray, (3, 3), 0).sum(), cv2.Canny(gray, 50, 100).sum()
)
print(cv2.filter2D(gray, -1, np.ones((3, 3), np.float32) / 9).sum(), cv2.threshold(gray, 50, 255, 0)[1].sum())
points = np.array([[5, 5], [30, 5], [30, 30]], np.int32)
cv2.fillPoly(image, [points], (1, 2, 3))
cv2.polylines(image, [points.reshape(-1, 1, 2)], True, (9, 9, 9))
print(
    image.sum(), cv2.boundingRect(points), cv2.contourArea(points), cv2.findContours(gray, 0, 2)[0][0].shape
)
print(
    cv2.warpAffine(gray, np.float32([[1, 0, 5], [0, 1, 3]]), (60, 40)).sum(),
    cv2.addWeighted(image, 0.5, image, 0.5, 0).sum(),
)
print(
    cv2.calcHist([image], [0], None, [4], [0, 256]).ravel(),
    cv2.imdecode(cv2.imencode(".png", image)[1], 1).sum() == image.sum(),
)
print(
    cv2.bitwise_and(image, image, mask=(gray > 50).astype(np.uint8)).sum(),
    cv2.LUT(gray, np.arange(256, dtype=np.uint8)[::-1].copy()).sum(),
)
print(
    np.hstack([image, image]).shape,
    image[..., ::-1].sum(),
    cv2.mean(image[5:10, 5:10]),
    np.round(cv2.kmeans(np.float32([[1], [2], [9]]), 2, None, (3, 10, 1.0), 3, 0)[0], 3),
)
try:
    cv2.cvtColor(np.zeros((2, 2), np.int64), cv2.COLOR_BGR2GRAY)
except cv2.error as error:
    print(type(error).__name__)
