"""Images in files: imageio and Pillow."""

import io

import imageio.v3 as iio
import numpy as np
from PIL import Image, ImageDraw

image = np.zeros((8, 10, 3), np.uint8)
image[2:5, 3:7] = (255, 128, 0)
text = iio.imwrite("<bytes>", image, extension=".png")
back = iio.imread(text)
print(type(back), isinstance(back, np.ndarray), back.dtype, back.shape, (back == image).all(), np.mean(back))
gif = iio.imwrite("<bytes>", np.stack([image, image[::-1]]), extension=".gif")
print(iio.imread(gif, index=None).shape, iio.immeta(text, extension=".png")["mode"], iio.improps(text).shape)
p = Image.fromarray(image)
print(
    p.size, p.mode, np.asarray(p).sum(), type(np.asarray(p)), np.array(p).flags.writeable, p.getpixel((4, 3))
)
for code in ("u1", "f4", "i4", "?"):
    print(code, Image.fromarray(np.zeros((2, 3), code)).mode)
ImageDraw.Draw(p).rectangle(tuple(np.array([0, 0, 1, 1])), fill=(1, 2, 3))
print(
    np.asarray(p)[0, 0],
    np.asarray(p.resize((5, 4))).shape,
    np.asarray(p.convert("L")).dtype,
    p.rotate(np.float64(90)).size,
)
stream = io.BytesIO()
Image.fromarray(image[..., 0]).save(stream, "png")
print(
    np.array(Image.open(stream)).sum(),
    Image.fromarray(image[::-1, ::2]).size,
    np.asarray(p, dtype=np.float64).dtype,
)
p.paste(Image.fromarray(np.full((2, 2, 3), 9, np.uint8)), (0, 0))
p.putdata(list(map(tuple, image.reshape(-1, 3))))
print(
    (np.asarray(p) == image).all(),
    np.asarray(Image.merge("RGB", [Image.fromarray(image[..., i].copy()) for i in range(3)])).sum(),
)
try:
    Image.fromarray(np.zeros((2, 2), np.complex128))
except TypeError as error:
    print(error)
