"""K-means from scratch and as an estimator, and how to choose the number of clusters.

python examples/kmeans.py        prints what was found and writes kmeans.png
"""

import matplotlib.pyplot as plt

import numen as np
from numen.ml.cluster import KMeans
from numen.ml.metrics import adjusted_rand_score, silhouette_score
from numen.ml.plot import plot_clusters


def blobs(rng, n=100):
    """Points about five centres, and which of them each belongs to."""
    centres = np.array([[0, 0], [5, 1], [1, 5], [6, 6], [-4, 4]])
    groups = np.repeat(np.arange(len(centres)), n)
    return centres[groups] + 0.8 * rng.normal(size=(len(groups), 2)), groups


def from_scratch(X, centres, rounds=100):
    """Lloyd's rounds: each sample to its nearest centre, each centre to the mean of its samples."""
    for _ in range(rounds):
        labels = ((X[:, np.newaxis] - centres) ** 2).sum(axis=-1).argmin(axis=1)
        new = np.array([X[labels == j].mean(axis=0) for j in range(len(centres))])
        if np.allclose(new, centres):
            break
        centres = new
    return labels, centres


def main():
    rng = np.random.default_rng(42)
    X, groups = blobs(rng)

    model = KMeans(5, n_init=10, random_state=0).fit(X)
    print(f"sum of squares {model.inertia_:.2f} after {model.n_iter_} rounds, converged {model.converged_}")
    print(f"agreement with the groups {adjusted_rand_score(groups, model.labels_):.3f}")

    # One start may end in a minimum that is not the best: the estimator keeps the best of ten.
    for seed in range(5):
        start = X[np.random.default_rng(seed).choice(len(X), 5, replace=False)]
        labels, centres = from_scratch(X, start)
        print(f"from scratch, start {seed}: sum of squares {np.sum((X - centres[labels]) ** 2):.2f}")

    # The sum of squares falls with every further cluster; the silhouette is best at the right number.
    counts = range(2, 9)
    fits = [KMeans(k, n_init=5, random_state=0).fit(X) for k in counts]
    silhouettes = [float(silhouette_score(X, fit.labels_)) for fit in fits]
    print(f"best silhouette {max(silhouettes):.3f} at {counts[int(np.argmax(silhouettes))]} clusters")

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    plot_clusters(model, X, ax=left)
    left.set_title("clusters and their centres")
    right.plot(counts, [fit.inertia_ for fit in fits], "o-")
    right.set(xlabel="clusters", ylabel="sum of squares", title="how many clusters")
    other = right.twinx()
    other.plot(counts, silhouettes, "s--", color="tab:orange")
    other.set_ylabel("silhouette", color="tab:orange")
    figure.savefig("kmeans.png", dpi=90)
    print("plot: kmeans.png")


if __name__ == "__main__":
    main()
