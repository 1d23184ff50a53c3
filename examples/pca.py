"""Principal components from the singular value decomposition, on handwritten digits.

    python examples/pca.py        prints the shares of the variance and writes pca.png

The digits (1797 images of 8 x 8 pixels) come with scikit-learn.
"""

import matplotlib.pyplot as plt
from sklearn.datasets import load_digits

import numen as np
from numen.ml.decomposition import PCA
from numen.ml.plot import plot_components, plot_explained_variance, plot_images


def from_scratch(X, k):
    """Directions, their shares of the variance, and the samples projected on them."""
    centred = X - X.mean(axis=0)
    u, s, vt = np.linalg.svd(centred, full_matrices=False)
    ratio = s**2 / np.sum(s**2)
    return vt[:k], ratio[:k], centred @ vt[:k].T


def main():
    digits = load_digits()
    X, y = np.asarray(digits.data), np.asarray(digits.target)

    pca = PCA(n_components=20).fit(X)
    directions, ratio, _ = from_scratch(X, 20)
    # The sign of a direction is arbitrary, so those of the two may differ in it.
    cosines = np.abs(np.sum(directions * pca.components_, axis=1))
    print(f"first two components explain {pca.explained_variance_ratio_[:2].sum():.4f} of the variance")
    print(f"20 of {X.shape[1]} components explain {ratio.sum():.4f}")
    print(
        "same as from scratch:",
        bool(np.allclose(ratio, pca.explained_variance_ratio_)),
        f"{cosines.min():.6f}",
    )
    print("components for 95 % of the variance:", PCA(n_components=0.95).fit(X).n_components_)

    restored = pca.inverse_transform(pca.transform(X))
    error = np.sum((X - restored) ** 2) / np.sum((X - X.mean(axis=0)) ** 2)
    print(f"lost in 20 components: {error:.4f}")

    figure = plt.figure(figsize=(11, 6.5), layout="constrained")
    top, bottom = figure.subfigures(2, 1, height_ratios=(2, 1))
    left, right = top.subplots(1, 2)
    plot_components(pca, X, y, ax=left)
    plot_explained_variance(pca, ax=right)
    pictures = [*X[:5], *restored[:5]]
    titles = ["as it is"] * 5 + ["restored"] * 5
    plot_images([p.reshape(8, 8) for p in pictures], titles, axes=list(bottom.subplots(1, 10)), cmap="gray_r")
    figure.savefig("pca.png", dpi=90)
    print("plot: pca.png")


if __name__ == "__main__":
    main()
