"""The pipeline that prepares images for a network: from scratch and from the library, on two photographs.

    python examples/images.py        prints what was compared and writes images.png

The photographs come with scikit-learn.
"""

from sklearn.datasets import load_sample_images

import numen as np
from numen.ml import image
from numen.ml.plot import plot_images


def from_scratch(batch, rng):
    """Numbers from 0 to 1, noise, and only then the centring: what is centred has no valid range to clip to."""
    x = batch.astype(np.float32) / 255
    x = np.clip(x + rng.normal(0, 0.02, size=x.shape), 0, 1)
    return (x - x.mean(axis=(0, 1, 2))) / x.std(axis=(0, 1, 2))


def prepared(batch, rng):
    """The same by the library."""
    x = image.to_float(batch)
    x = np.clip(x + rng.normal(0, 0.02, size=x.shape), 0, 1)
    return image.normalize(x, x.mean(axis=(0, 1, 2)), x.std(axis=(0, 1, 2)))


def main():
    photographs = np.stack([np.asarray(photograph) for photograph in load_sample_images().images])
    print("photographs", photographs.shape, photographs.dtype)
    small = image.resize(photographs, (107, 160))
    print("resized", small.shape, small.dtype)

    ours, theirs = (function(small, np.random.default_rng(0)) for function in (from_scratch, prepared))
    print("same as from scratch:", bool(np.allclose(ours, theirs, atol=1e-5)))
    print(f"mean {abs(float(theirs.mean())):.4f}, standard deviation {float(theirs.std()):.4f}")

    flower = small[1]
    grey = image.grayscale(flower)
    edges = image.sobel(image.gaussian_filter(image.to_float(grey), sigma=1.0))
    blurred = image.gaussian_filter(flower, sigma=2.0)
    print(f"grey {grey.shape}, edges up to {float(edges.max()):.3f}")

    shown = {
        "as it is": flower,
        "inverted": 255 - flower,
        "grey": grey,
        "flipped": image.flip(flower, "horizontal"),
        "blurred": blurred,
        "sharpened": image.sharpen(flower),
        "cropped": image.crop(flower, 20, 40, 64, 96),
        "edges": edges,
    }
    axes = plot_images(shown.values(), list(shown), columns=4)
    axes[0].figure.savefig("images.png", dpi=90)
    print("plot: images.png")


if __name__ == "__main__":
    main()
