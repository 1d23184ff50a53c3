"""numen.ml.plot: what the artists hold, beside scikit-learn's numbers."""

import sys

import matplotlib
import numpy
import pytest
from sklearn import datasets
from sklearn.cluster import KMeans as TheirKMeans
from sklearn.decomposition import PCA as TheirPCA
from sklearn.metrics import ConfusionMatrixDisplay

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from numen.ml import plot
from numen.ml.cluster import KMeans, MiniBatchKMeans
from numen.ml.decomposition import PCA, TruncatedSVD
from numen.ml.exceptions import NotFittedError
from numen.ml.linear_model import LinearRegression, LogisticRegression, SGDClassifier, SGDRegressor
from numen.ml.neural_network import MLPClassifier
from numen.ml.quality import report

X, Y = datasets.load_iris(return_X_y=True)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def curve(line):
    return numpy.asarray(line.get_xdata()), numpy.asarray(line.get_ydata())


@pytest.mark.parametrize(
    "model, kept, named",
    [
        (LinearRegression(solver="gradient", max_iter=5000), "cost_history_", "cost"),
        (SGDRegressor(max_iter=5, tol=None, random_state=0), "loss_curve_", "loss"),
        (SGDClassifier(max_iter=5, tol=None, random_state=0), "loss_curve_", "loss"),
        (LogisticRegression(), "loss_history_", "loss"),
        (KMeans(3, random_state=0), "inertia_history_", "sum of squares"),
        (MiniBatchKMeans(3, random_state=0), "inertia_history_", "sum of squares"),
    ],
    ids=repr,
)
def test_learning_curve_of_an_estimator(model, kept, named):
    model.fit((X - X.mean(0)) / X.std(0), Y)
    ax = plot.plot_learning_curve(model)
    (line,) = ax.lines
    at, values = curve(line)
    assert at.tolist() == list(range(1, len(values) + 1)) and len(values) > 1
    numpy.testing.assert_array_equal(values, getattr(model, kept))
    assert ax.get_ylabel() == named and ax.get_legend() is None


def test_learning_curve_with_validation():
    model = SGDRegressor(max_iter=30, early_stopping=True, random_state=0).fit(X, Y)
    ax = plot.plot_learning_curve(model)
    assert [line.get_label() for line in ax.lines] == ["loss", "validation"]
    numpy.testing.assert_array_equal(curve(ax.lines[1])[1], model.validation_curve_)
    assert [t.get_text() for t in ax.get_legend().texts] == ["loss", "validation"]


def test_learning_curve_with_scores_on_the_right():
    model = MLPClassifier((8,), early_stopping=True, random_state=0, verbose=False).fit(X, Y)
    ax = plot.plot_learning_curve(model)
    left, right = ax.figure.axes
    assert left is ax
    numpy.testing.assert_array_equal(curve(left.lines[0])[1], model.loss_curve_)
    numpy.testing.assert_array_equal(curve(right.lines[0])[1], model.validation_scores_)


def test_learning_curve_of_numbers():
    given, ax = plt.subplots()
    assert plot.plot_learning_curve({"a": [3, 2], "b": (1.0, 0.5, 0.25)}, ax=ax) is ax
    assert [curve(line)[1].tolist() for line in ax.lines] == [[3, 2], [1, 0.5, 0.25]]
    assert plt.get_fignums() == [given.number]
    with pytest.raises(ValueError, match=r"the curve 'a' must have one axis, got shape \(1, 2\)"):
        plot.plot_learning_curve({"a": [[1, 2]]})
    with pytest.raises(ValueError, match="LinearRegression has no history"):
        plot.plot_learning_curve(LinearRegression().fit(X, Y))
    with pytest.raises(NotFittedError):
        plot.plot_learning_curve(KMeans())


@pytest.mark.parametrize("labels", [None, [2, 0], [0, 1, 2]])
@pytest.mark.parametrize("normalize", [None, "true", "pred", "all"])
def test_confusion_matrix(labels, normalize):
    predicted = numpy.random.default_rng(3).permuted(Y)
    ours = plot.plot_confusion_matrix(Y, predicted, labels=labels, normalize=normalize)
    display = ConfusionMatrixDisplay.from_predictions(Y, predicted, labels=labels, normalize=normalize)
    numpy.testing.assert_allclose(ours.images[0].get_array(), display.confusion_matrix, rtol=1e-12)
    assert [t.get_text() for t in ours.texts] == [t.get_text() for t in display.text_.ravel()]
    # The text of column j stands at x = j: a transposed picture would not pass.
    k = len(display.confusion_matrix)
    assert [t.get_position() for t in ours.texts] == [(j, i) for i in range(k) for j in range(k)]
    for axis in ("xaxis", "yaxis"):
        names = [[t.get_text() for t in getattr(a, axis).get_ticklabels()] for a in (ours, display.ax_)]
        assert names[0] == names[1]


def test_confusion_matrix_of_texts_with_names():
    ax = plot.plot_confusion_matrix(["b", "a", "b"], ["b", "c", "a"], colorbar=False)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["a", "b", "c"]
    assert len(ax.figure.axes) == 1
    ax = plot.plot_confusion_matrix([0, 1, 1], [0, 1, 0], display_labels=["no", "yes"])
    assert [t.get_text() for t in ax.get_yticklabels()] == ["no", "yes"]
    assert len(ax.figure.axes) == 2
    with pytest.raises(ValueError, match="display_labels must hold 2 names, one for each class, got 1"):
        plot.plot_confusion_matrix([0, 1], [0, 1], display_labels=["no"])


def test_numbers_are_seen_on_their_colours():
    ax = plot.plot_confusion_matrix([0] * 9 + [1], [0] * 9 + [0])
    assert [t.get_color() for t in ax.texts] == ["white", "black", "black", "black"]


def test_explained_variance():
    ax = plot.plot_explained_variance(PCA().fit(X))
    ratio = TheirPCA().fit(X).explained_variance_ratio_
    numpy.testing.assert_allclose([bar.get_height() for bar in ax.patches], ratio, rtol=1e-8)
    at, together = curve(ax.lines[0])
    assert at.tolist() == [1, 2, 3, 4]
    numpy.testing.assert_allclose(together, numpy.cumsum(ratio), rtol=1e-8)
    with pytest.raises(NotFittedError):
        plot.plot_explained_variance(PCA())


def test_components():
    theirs = TheirPCA(2).fit(X)
    expected = theirs.transform(X)
    model = PCA(3).fit(X)
    ax = plot.plot_components(model, X, Y)
    assert len(ax.collections) == 3
    for i, points in enumerate(ax.collections):
        signs = numpy.sign(numpy.sum(theirs.components_ * numpy.asarray(model.components_[:2]), axis=1))
        numpy.testing.assert_allclose(points.get_offsets(), expected[Y == i] * signs, atol=1e-8)
    assert [t.get_text() for t in ax.get_legend().texts] == ["0", "1", "2"]
    assert ax.get_xlabel() == "component 1 (92 %)" and ax.get_ylabel() == "component 2 (5 %)"
    colours = {tuple(points.get_facecolors()[0]) for points in ax.collections}
    assert len(colours) == 3


def test_components_without_classes_and_refusals():
    ax = plot.plot_components(TruncatedSVD(2, random_state=0).fit(X), X)
    assert len(ax.collections) == 1 and len(ax.collections[0].get_offsets()) == len(X)
    with pytest.raises(ValueError, match="2 components are needed"):
        plot.plot_components(PCA(1).fit(X), X)
    with pytest.raises(
        ValueError, match=r"y must have shape \(150,\), one class for each sample, got \(3,\)"
    ):
        plot.plot_components(PCA(2).fit(X), X, [1, 2, 3])


def test_more_classes_than_the_map_has_colours():
    y = numpy.arange(150) % 15
    ax = plot.plot_components(PCA(2).fit(X), X, y, cmap="viridis")
    assert len({tuple(points.get_facecolors()[0]) for points in ax.collections}) == 15


@pytest.mark.parametrize("model", [KMeans(3, random_state=0), MiniBatchKMeans(3, random_state=0)], ids=repr)
def test_clusters_of_the_plane(model):
    plane = X[:, 2:]
    model.fit(plane)
    ax = plot.plot_clusters(model, plane)
    *groups, centres = ax.collections
    labels = numpy.asarray(model.predict(plane))
    for i, points in enumerate(groups):
        numpy.testing.assert_array_equal(points.get_offsets(), plane[labels == i])
    numpy.testing.assert_array_equal(centres.get_offsets(), model.cluster_centers_)


def test_clusters_of_more_features():
    model = KMeans(3, n_init=10, random_state=0).fit(X)
    *groups, centres = plot.plot_clusters(model, X).collections
    # Centres are projected with the samples: each stays the mean of its own.
    for points, centre in zip(groups, centres.get_offsets(), strict=True):
        numpy.testing.assert_allclose(points.get_offsets().mean(axis=0), centre, atol=1e-8)
    together = numpy.concatenate([points.get_offsets() for points in groups])
    variance = TheirPCA(2).fit(X).explained_variance_
    numpy.testing.assert_allclose(together.var(axis=0, ddof=1), variance, rtol=1e-8)
    sizes = numpy.bincount(TheirKMeans(3, n_init=10, random_state=0).fit(X).labels_)
    assert sorted(len(points.get_offsets()) for points in groups) == sorted(sizes)
    with pytest.raises(ValueError, match="2 features are needed"):
        plot.plot_clusters(KMeans(2, random_state=0).fit(X[:, :1]), X[:, :1])


def test_images():
    grey, colour = numpy.arange(12.0).reshape(3, 4), numpy.zeros((5, 6, 3), dtype=numpy.uint8)
    colour[..., 0] = 200
    axes = plot.plot_images([grey, colour, grey[:2].tolist()], ["a", "b", "c"])
    assert [ax.get_title() for ax in axes] == ["a", "b", "c"]
    for ax, expected in zip(axes, [grey, colour, grey[:2]], strict=True):
        numpy.testing.assert_array_equal(ax.images[0].get_array(), expected)
    assert axes[0].images[0].get_cmap().name == "gray" and axes[0].images[0].get_clim() == (0, 11)
    # Of a grid of four, the empty place shows no frame either.
    assert len(axes[0].figure.axes) == 4 and not any(ax.axison for ax in axes[0].figure.axes)
    axes[0].figure.canvas.draw()


def test_images_into_given_axes_and_refusals():
    grid = plt.subplots(1, 2)[1]
    assert plot.plot_images(numpy.zeros((2, 3, 3)), axes=grid) == list(grid)
    assert len(plot.plot_images(numpy.zeros((5, 3, 3)), columns=5)[0].figure.axes) == 5
    for images, options, message in [
        ([], {}, "there are no images to draw"),
        ([numpy.zeros((3, 3))], {"titles": ["a", "b"]}, "titles must be as many as the 1 images, got 2"),
        ([numpy.zeros((3, 3))], {"axes": grid}, "axes must be as many as the 1 images, got 2"),
        ([numpy.zeros((3, 3, 2))], {}, r"an image must have shape .* got \(3, 3, 2\)"),
    ]:
        with pytest.raises(ValueError, match=message):
            plot.plot_images(images, **options)
    with pytest.raises(ValueError, match="columns must be a whole number from 1 on, got 0"):
        plot.plot_images(numpy.zeros((2, 3, 3)), columns=0)


def test_without_matplotlib(monkeypatch):
    pca, model, found = PCA().fit(X), KMeans(2, random_state=0).fit(X), report(X)
    for name in ("matplotlib", "matplotlib.pyplot"):
        monkeypatch.setitem(sys.modules, name, None)
    for draw in (
        lambda: plot.plot_learning_curve(model),
        lambda: plot.plot_confusion_matrix(Y, Y),
        lambda: plot.plot_explained_variance(pca),
        lambda: plot.plot_components(pca, X, Y),
        lambda: plot.plot_clusters(model, X),
        lambda: plot.plot_images([X]),
        found.plot,
    ):
        with pytest.raises(ImportError, match=r"plots need matplotlib.*pip install 'numen\[plot\]'"):
            draw()
