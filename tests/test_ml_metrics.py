"""numen.ml.metrics beside scikit-learn."""

import tracemalloc
import warnings

import numpy
import pytest
from sklearn import metrics as reference

import numen as np
from numen.ml import metrics as ours

rng = numpy.random.default_rng(11)
CLOSE = {"rtol": 1e-10, "atol": 1e-12}

TRUTH = rng.normal(3, 2, (40, 3))
GUESS = TRUTH + rng.normal(0, 1, (40, 3))
WEIGHT = rng.random(40) + 0.1


def same(mine, theirs, **tight):
    numpy.testing.assert_allclose(numpy.asarray(mine), numpy.asarray(theirs), **(tight or CLOSE))


def value(function, *args, **kwargs):
    """The result, or the class of the exception, and the warnings."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        result = function(*args, **kwargs)
    return result, sorted(w.category.__name__ for w in seen)


REGRESSION = [
    "mean_squared_error",
    "root_mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "median_absolute_error",
    "r2_score",
    "explained_variance_score",
]


@pytest.mark.parametrize("name", [*REGRESSION, "mean_squared_log_error"])
@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["even", "weighted"])
@pytest.mark.parametrize("multioutput", ["uniform_average", "raw_values", [0.2, 0.3, 0.5]], ids=str)
def test_regression(name, weight, multioutput):
    f, g = getattr(ours, name), getattr(reference, name)
    y, p = (numpy.abs(TRUTH), numpy.abs(GUESS)) if "log" in name else (TRUTH, GUESS)
    mine = f(y, p, sample_weight=weight, multioutput=multioutput)
    same(mine, g(y, p, sample_weight=weight, multioutput=multioutput))
    assert isinstance(mine, np.ndarray if multioutput == "raw_values" else float)
    same(f(y[:, 0], p[:, 0], sample_weight=weight), g(y[:, 0], p[:, 0], sample_weight=weight))
    same(f(y[:, 0].tolist(), p[:, 0].astype("f4")), g(y[:, 0].tolist(), p[:, 0].astype("f4")), rtol=1e-6)


@pytest.mark.parametrize("name", ["r2_score", "explained_variance_score"])
def test_targets_that_do_not_vary(name):
    f, g = getattr(ours, name), getattr(reference, name)
    y = numpy.column_stack([numpy.ones(5), numpy.ones(5), numpy.arange(5)])
    p = numpy.column_stack([numpy.ones(5), numpy.arange(5), numpy.arange(5) + 0.5])
    for how in ("raw_values", "uniform_average", "variance_weighted"):
        same(f(y, p, multioutput=how), g(y, p, multioutput=how))
    with numpy.errstate(all="ignore"):
        theirs = g(y, p, multioutput="raw_values", force_finite=False)
    same(f(y, p, multioutput="raw_values", force_finite=False), theirs)


def test_regression_refuses():
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        ours.mean_squared_error([1, 2], [1])
    with pytest.raises(ValueError, match="different number of output"):
        ours.mean_squared_error([[1, 2]], [[1]])
    with pytest.raises(ValueError, match="Input y_pred contains NaN"):
        ours.r2_score([1, 2], [1, numpy.nan])
    with pytest.warns(UserWarning, match="less than two samples"):
        assert numpy.isnan(ours.r2_score([1], [1]))
    assert ours.max_error([1, 5], [2, 2]) == reference.max_error([1, 5], [2, 2])


def classes(k, kind):
    y, p = rng.integers(0, k, 60), rng.integers(0, k, 60)
    p = numpy.where(rng.random(60) < 0.5, y, p)
    if kind == "text":
        names = numpy.array(["ant", "bee", "cat", "dog"])
        return names[y], names[p]
    return (y.astype(float), p.astype(float)) if kind == "float" else (y, p)


@pytest.mark.parametrize("kind", ["int", "float", "text"])
@pytest.mark.parametrize("k", [2, 4])
@pytest.mark.parametrize("weighted", [False, True])
def test_confusion(kind, k, weighted):
    y, p = classes(k, kind)
    w = rng.random(60) if weighted else None
    for normalize in (None, "true", "pred", "all"):
        mine = ours.confusion_matrix(y, p, sample_weight=w, normalize=normalize)
        same(mine, reference.confusion_matrix(y, p, sample_weight=w, normalize=normalize))
    if not weighted:
        assert ours.confusion_matrix(y, p).dtype == np.int64
    order = numpy.unique(y)[::-1][:2]
    same(ours.confusion_matrix(y, p, labels=order), reference.confusion_matrix(y, p, labels=order))
    names = [
        "accuracy_score",
        "zero_one_loss",
        "matthews_corrcoef",
        "cohen_kappa_score",
        "balanced_accuracy_score",
    ]
    for name in names:
        same(getattr(ours, name)(y, p, sample_weight=w), getattr(reference, name)(y, p, sample_weight=w))
    for weights in ("linear", "quadratic"):
        same(
            ours.cohen_kappa_score(y, p, weights=weights), reference.cohen_kappa_score(y, p, weights=weights)
        )
    same(
        ours.balanced_accuracy_score(y, p, adjusted=True),
        reference.balanced_accuracy_score(y, p, adjusted=True),
    )
    same(ours.accuracy_score(y, p, normalize=False), reference.accuracy_score(y, p, normalize=False))


@pytest.mark.parametrize("k", [2, 4])
@pytest.mark.parametrize("average", [None, "micro", "macro", "weighted", "binary"])
@pytest.mark.parametrize("zero_division", ["warn", 0, 1, numpy.nan], ids=str)
@pytest.mark.parametrize("weighted", [False, True])
def test_precision_recall(k, average, zero_division, weighted):
    if average == "binary" and k == 4:
        with pytest.raises(ValueError, match="Target is multiclass but average='binary'"):
            ours.f1_score(*classes(4, "int"))
        return
    y, p = classes(k, "int")
    if zero_division != "warn" and k == 4:
        y, p = numpy.where(y == 3, 0, y), numpy.where(p == 2, 0, p)
    w = rng.random(60) if weighted else None
    ask = {"average": average, "zero_division": zero_division, "sample_weight": w}
    for labels in (None, [1, 0], [7, 1]) if average != "binary" else (None,):
        for name in ("precision_score", "recall_score", "f1_score"):
            mine, my = value(getattr(ours, name), y, p, labels=labels, **ask)
            theirs, their = value(getattr(reference, name), y, p, labels=labels, **ask)
            same(mine, theirs)
            assert my == their
    same(ours.fbeta_score(y, p, beta=0.5, **ask), reference.fbeta_score(y, p, beta=0.5, **ask))


@pytest.mark.parametrize("kind", ["int", "text"])
def test_report(kind):
    y, p = classes(4, kind)
    assert ours.classification_report(y, p, digits=3) == reference.classification_report(y, p, digits=3)
    some = numpy.unique(y)[:2]
    mine, theirs = (m.classification_report(y, p, labels=some) for m in (ours, reference))
    assert mine == theirs
    mine, theirs = (m.classification_report(y, p, output_dict=True) for m in (ours, reference))
    assert mine.keys() == theirs.keys()
    for name, row in theirs.items():
        assert mine[name] == pytest.approx(row)


def test_classes_that_are_none():
    with pytest.raises(ValueError, match="can't handle a mix of binary and continuous targets"):
        ours.accuracy_score([0, 1], [0.2, 0.7])
    with pytest.raises(ValueError, match="pos_label=1 is not a valid label. It should be one of"):
        ours.f1_score([0, 2], [2, 2])
    with pytest.raises(ValueError, match="At least one label specified must be in y_true"):
        ours.confusion_matrix([0, 1], [0, 1], labels=[5])
    with pytest.raises(
        ValueError, match=r"Mix of label input types \(string and number\); Got \['a' 'b'\] and \[0 1\]"
    ):
        ours.accuracy_score(["a", "b"], [1, 0])


@pytest.mark.parametrize("wrong", [None, 3, "ab"])
@pytest.mark.parametrize(
    "name",
    ["accuracy_score", "f1_score", "log_loss", "roc_auc_score", "roc_curve", "brier_score_loss", "mean_squared_error",
     "r2_score", "rand_score", "v_measure_score"],
)  # fmt: skip
def test_what_is_no_array_is_named(name, wrong):
    with pytest.raises(
        ValueError, match=f"The '.*_true' parameter must be an array-like. Got {wrong!r} instead"
    ):
        getattr(ours, name)(wrong, [0.0, 1.0])


def test_labels_of_clusters_are_finite():
    for wrong, word in ((numpy.nan, "NaN"), (numpy.inf, "infinity")):
        with pytest.raises(ValueError, match=f"Input labels_true contains {word}"):
            ours.adjusted_rand_score([0.0, wrong], [0, 1])


@pytest.mark.parametrize("dtype", ["f8", "f4"])
@pytest.mark.parametrize("k", [2, 5])
def test_log_loss(dtype, k):
    p = rng.dirichlet(numpy.ones(k), 30).astype(dtype)
    y = numpy.array(list("abcde"))[rng.permutation(numpy.arange(30) % k)]
    w = rng.random(30)
    p[0], p[1] = 0, 0
    p[0, 0] = p[1, -1] = 1
    tight = {"rtol": 1e-10 if dtype == "f8" else 1e-5}
    for ask in ({}, {"sample_weight": w}, {"normalize": False}):
        same(ours.log_loss(y, p, **ask), reference.log_loss(y, p, **ask), **tight)
    one = numpy.clip(p[:, 1].astype("f8"), 0, 1)
    same(ours.log_loss(y == "a", one), reference.log_loss(y == "a", one))
    same(ours.brier_score_loss(y == "a", one), reference.brier_score_loss(y == "a", one))


def test_log_loss_refuses():
    with pytest.raises(ValueError, match="y_true contains only one label"):
        ours.log_loss([1, 1], [[0.5, 0.5], [0.2, 0.8]])
    with pytest.raises(ValueError, match="number of classes in y_true is different"):
        ours.log_loss([0, 1], [[0.5, 0.2, 0.3], [0.2, 0.8, 0]])
    with pytest.raises(ValueError, match="values greater than 1"):
        ours.log_loss([0, 1], [0.5, 1.5])
    with pytest.warns(UserWarning, match="do not sum to one"):
        ours.log_loss([0, 1], [[0.5, 0.2], [0.2, 0.8]])


@pytest.mark.parametrize("decimals", [1, 6])
@pytest.mark.parametrize("weighted", [False, True])
def test_curves(decimals, weighted):
    y = rng.integers(0, 2, 80)
    score = numpy.round(rng.random(80) + 0.3 * y, decimals)
    w = rng.random(80) * (rng.random(80) > 0.2) if weighted else None
    for drop in (False, True):
        for name in ("roc_curve", "precision_recall_curve"):
            ask = {"sample_weight": w, "drop_intermediate": drop}
            for mine, theirs in zip(
                getattr(ours, name)(y, score, **ask), getattr(reference, name)(y, score, **ask)
            ):
                same(mine, theirs)
    same(ours.roc_auc_score(y, score, sample_weight=w), reference.roc_auc_score(y, score, sample_weight=w))
    same(ours.roc_auc_score(y, score, max_fpr=0.3), reference.roc_auc_score(y, score, max_fpr=0.3))
    mine = ours.average_precision_score(y, score, sample_weight=w)
    same(mine, reference.average_precision_score(y, score, sample_weight=w))
    names = numpy.array(["no", "yes"])[y]
    for mine, theirs in zip(ours.roc_curve(names, score, pos_label="yes"), reference.roc_curve(y, score)):
        same(mine, theirs)


def test_area_of_several_classes():
    y = rng.permutation(numpy.arange(90) % 3)
    p = rng.dirichlet([1, 1, 1], 90)
    p[numpy.arange(90), y] += 0.3
    p /= p.sum(axis=1, keepdims=True)
    w = rng.random(90)
    for average in ("macro", "weighted", "micro", None):
        ask = {"multi_class": "ovr", "average": average, "sample_weight": w}
        same(ours.roc_auc_score(y, p, **ask), reference.roc_auc_score(y, p, **ask))
        same(
            ours.average_precision_score(y, p, average=average),
            reference.average_precision_score(y, p, average=average),
        )
    for average in ("macro", "weighted"):
        ask = {"multi_class": "ovo", "average": average}
        same(ours.roc_auc_score(y, p, **ask), reference.roc_auc_score(y, p, **ask))
    marks = rng.integers(0, 2, (50, 3))
    for average in ("macro", "weighted", "micro", None):
        s = rng.random((50, 3))
        same(
            ours.roc_auc_score(marks, s, average=average), reference.roc_auc_score(marks, s, average=average)
        )
    with pytest.raises(ValueError, match="multi_class must be in"):
        ours.roc_auc_score(y, p)
    with pytest.warns(UserWarning, match="Only one class is present"):
        assert numpy.isnan(ours.roc_auc_score([1, 1], [0.1, 0.2]))
    with pytest.raises(ValueError, match="neither increasing nor decreasing"):
        ours.auc([0, 2, 1], [0, 1, 1])
    same(ours.auc([3, 2, 0], [0, 1, 1]), reference.auc([3, 2, 0], [0, 1, 1]))


@pytest.mark.parametrize("kinds", [(3, 4), (1, 3), (60, 2), (1, 1), (60, 60)], ids=str)
def test_agreement(kinds):
    a, b = rng.integers(0, kinds[0], 60), rng.integers(0, kinds[1], 60)
    if kinds == (60, 60):
        a = b = numpy.arange(60)
    names = [
        "rand_score",
        "adjusted_rand_score",
        "mutual_info_score",
        "normalized_mutual_info_score",
        "adjusted_mutual_info_score",
        "homogeneity_score",
        "completeness_score",
        "v_measure_score",
        "fowlkes_mallows_score",
    ]
    for name in names:
        same(getattr(ours, name)(a, b), getattr(reference, name)(a, b), rtol=1e-9, atol=1e-9)
    same(ours.contingency_matrix(a, b), reference.cluster.contingency_matrix(a, b))
    for method in ("min", "max", "geometric"):
        for name in names[3:5]:
            mine = getattr(ours, name)(a, b, average_method=method)
            same(mine, getattr(reference, name)(a, b, average_method=method), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_shape_of_clusters(dtype):
    x = rng.normal(0, 1, (70, 3)).astype(dtype)
    labels = rng.integers(0, 4, 70)
    x[:, 0] += labels * 2
    labels[0] = 9
    tight = {"rtol": 1e-9} if dtype == "f8" else {"rtol": 2e-4, "atol": 1e-5}
    for metric in ("euclidean", "manhattan", "cosine"):
        mine = ours.silhouette_samples(x, labels, metric=metric)
        assert mine.dtype == dtype
        same(mine, reference.silhouette_samples(x, labels, metric=metric), **tight)
    square = reference.pairwise_distances(x)
    same(
        ours.silhouette_score(square, labels, metric="precomputed"),
        reference.silhouette_score(square, labels, metric="precomputed"),
        **tight,
    )
    for name in ("silhouette_score", "calinski_harabasz_score", "davies_bouldin_score"):
        same(getattr(ours, name)(x, labels), getattr(reference, name)(x, labels), **tight)
    with pytest.raises(ValueError, match="Number of labels is 1. Valid values are 2 to n_samples - 1"):
        ours.silhouette_score(x, numpy.zeros(70))


@pytest.mark.parametrize("dtype", ["f8", "f4"])
@pytest.mark.parametrize("width", [1, 7])
@pytest.mark.parametrize("metric", ["euclidean", "sqeuclidean", "manhattan", "cosine"])
def test_distances(dtype, width, metric, monkeypatch):
    monkeypatch.setattr(ours._pairwise, "BLOCK", 64)
    monkeypatch.setattr(ours._pairwise.blocks, "__defaults__", (64,))
    x, y = rng.normal(5, 1, (23, width)).astype(dtype), rng.normal(5, 1, (17, width)).astype(dtype)
    x[3] = 0
    tight = {"rtol": 1e-8, "atol": 1e-7} if dtype == "f8" else {"rtol": 1e-4, "atol": 1e-5}
    for other in (None, y):
        mine = ours.pairwise_distances(x, other, metric=metric)
        assert mine.dtype == dtype
        same(mine, reference.pairwise_distances(x, other, metric=metric), **tight)
    for axis in (0, 1):
        mine = ours.pairwise_distances_argmin_min(x, y, axis=axis, metric=metric)
        theirs = reference.pairwise_distances_argmin_min(x, y, axis=axis, metric=metric)
        same(mine[1], theirs[1], **tight)
        if not (width == 1 and metric == "cosine"):
            same(mine[0], theirs[0])


def test_near_points_far_from_zero():
    x = rng.normal(1e6, 1, (30, 3))
    exact = numpy.sqrt(((x[:, None] - x) ** 2).sum(axis=-1))
    same(ours.euclidean_distances(x), exact, rtol=1e-9)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "cosine"])
def test_memory_of_distances(metric):
    x = rng.normal(0, 1, (4000, 5))
    tracemalloc.start()
    try:
        result = ours.pairwise_distances(x, metric=metric)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert result.nbytes <= peak < result.nbytes + 100e6


def test_distances_refuse():
    with pytest.raises(ValueError, match="Incompatible dimension for X and Y"):
        ours.euclidean_distances([[1, 2]], [[1]])
    with pytest.raises(ValueError, match="Unknown metric 'far'"):
        ours.pairwise_distances([[1.0]], metric="far")
