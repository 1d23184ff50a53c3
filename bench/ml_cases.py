"""What `ml.py` measures: data, made once and given to each library in its own arrays, and calls on them.

A call takes the library's module and the data; `theirs` are arguments that only scikit-learn has and that make it
do the same work (brute force, dense output).
"""

import warnings
from dataclasses import dataclass, field
from types import SimpleNamespace


@dataclass
class Case:
    """One row of the table: `call` on the module of this name of either library."""

    group: str
    title: str
    module: str
    call: object
    theirs: dict = field(default_factory=dict)
    # Values of a fit that has many answers, or that is only random, are not compared.
    compare: bool = True


def drawn(np):
    """The data, as arrays of the reference library `np`."""
    r = np.random.RandomState(0)
    centres = r.normal(scale=3.0, size=(8, 16))
    place = r.randint(0, 8, 100_000)
    logits = r.normal(size=(20_000, 50)) @ r.normal(size=(50, 5))
    table = r.normal(size=(100_000, 20)) * np.arange(1, 21)
    holes = table.copy()
    holes[r.random_sample(table.shape) < 0.05] = np.nan
    return {
        "table": table,
        "holes": holes,
        "clouds": centres[place] + r.normal(size=(100_000, 16)),
        "first": centres + 1.0,
        "wide": r.normal(size=(20_000, 50)) @ r.normal(size=(50, 50)),
        "five": logits.argmax(axis=1),
        "two": (logits[:, 0] > 0).astype(np.int64),
        "features": r.normal(size=(20_000, 50)),
        "numbers": logits[:, 1],
        "close": logits[:, 1] + r.normal(size=20_000),
        "guess": np.where(r.random_sample(20_000) < 0.7, logits.argmax(axis=1), r.randint(0, 5, 20_000)),
        "chance": 1 / (1 + np.exp(-logits[:, 0] - r.normal(size=20_000))),
        "kinds": r.randint(0, 12, (100_000, 3)),
        "words": r.choice(["red", "green", "blue", "a longer word"], (100_000, 1)),
        "queries": centres[place[:2_000]] + r.normal(size=(2_000, 16)),
        "half": centres[place[:20_000]] + r.normal(size=(20_000, 16)),
        "labels": place[:20_000],
    }


def given(data, library):
    """The data in the library's arrays."""
    return SimpleNamespace(
        **{name: library.array(value.tolist(), dtype=value.dtype.str) for name, value in data.items()}
    )


def quiet(fit):
    """Fits are ended after equal rounds, so that each says that it has not converged."""

    def run(*args):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return fit(*args)

    return run


def _kmeans(m, d):
    return m.KMeans(8, init=d.first, n_init=1, max_iter=20, tol=0).fit(d.clouds).cluster_centers_


def _logistic(y):
    def fit(m, d):
        return m.LogisticRegression(max_iter=20, tol=0).fit(d.features, getattr(d, y)).coef_.shape

    return quiet(fit)


PRE, SCALING = "preprocessing", "scaling"
CASES = [
    Case(SCALING, "StandardScaler", PRE, lambda m, d: m.StandardScaler().fit_transform(d.table)),
    Case(SCALING, "StandardScaler, NaN", PRE, lambda m, d: m.StandardScaler().fit_transform(d.holes)),
    Case(SCALING, "MinMaxScaler", PRE, lambda m, d: m.MinMaxScaler().fit_transform(d.table)),
    Case(SCALING, "RobustScaler", PRE, lambda m, d: m.RobustScaler().fit_transform(d.table)),
    Case(SCALING, "Normalizer", PRE, lambda m, d: m.Normalizer().fit_transform(d.table)),
    Case("encoding", "OneHotEncoder, integers", PRE, lambda m, d: m.OneHotEncoder(sparse_output=False).fit_transform(d.kinds)),
    Case("encoding", "OneHotEncoder, texts", PRE, lambda m, d: m.OneHotEncoder(sparse_output=False).fit_transform(d.words)),
    Case("encoding", "PolynomialFeatures", PRE, lambda m, d: m.PolynomialFeatures(2).fit_transform(d.queries)),
    Case("PCA", "full", "decomposition", lambda m, d: m.PCA(10, svd_solver="full").fit_transform(d.wide)),
    Case("PCA", "auto", "decomposition", lambda m, d: m.PCA(10).fit_transform(d.wide)),
    Case("PCA", "randomized", "decomposition",
         lambda m, d: m.PCA(10, svd_solver="randomized", random_state=0).fit(d.wide).explained_variance_.shape),
    Case("k-means", "100k x 16, k = 8", "cluster", _kmeans),
    Case("logistic regression", "20k x 50, 2 classes", "linear_model", _logistic("two")),
    Case("logistic regression", "20k x 50, 5 classes", "linear_model", _logistic("five")),
    Case("neighbours", "2k among 20k, k = 5", "neighbors",
         lambda m, d, **k: m.NearestNeighbors(n_neighbors=5, **k).fit(d.half).kneighbors(d.queries)[0], {"algorithm": "brute"}),
    Case("neighbours", "classifier, k = 15", "neighbors",
         lambda m, d, **k: m.KNeighborsClassifier(15, **k).fit(d.half, d.labels).predict(d.queries), {"algorithm": "brute"}),
    Case("metrics", "accuracy", "metrics", lambda m, d: m.accuracy_score(d.five, d.guess)),
    Case("metrics", "confusion matrix", "metrics", lambda m, d: m.confusion_matrix(d.five, d.guess)),
    Case("metrics", "F1", "metrics", lambda m, d: m.f1_score(d.five, d.guess, average="macro")),
    Case("metrics", "ROC AUC", "metrics", lambda m, d: m.roc_auc_score(d.two, d.chance)),
    Case("metrics", "log loss", "metrics", lambda m, d: m.log_loss(d.two, d.chance)),
    Case("metrics", "R2", "metrics", lambda m, d: m.r2_score(d.numbers, d.close)),
    Case("metrics", "adjusted Rand", "metrics", lambda m, d: m.adjusted_rand_score(d.five, d.guess)),
    Case("metrics", "Euclidean distances", "metrics", lambda m, d: m.pairwise_distances(d.queries)),
    Case("metrics", "cosine distances", "metrics", lambda m, d: m.pairwise_distances(d.queries, metric="cosine")),
]  # fmt: skip
