"""numen.ml.decomposition beside scikit-learn."""

import numpy
import pytest
from ml_checks import cases, conforms
from sklearn import decomposition as reference

import numen as np
from numen.ml import decomposition as ours

rng = numpy.random.default_rng(7)
TALL = rng.normal(3, 1, (90, 6)) @ rng.normal(0, 1, (6, 6)) * [9, 4, 1, 1, 0.5, 0.1]
WIDE = rng.normal(0, 1, (8, 15))
DATA = pytest.mark.parametrize(
    "data", [TALL, WIDE, TALL[:, :1], TALL[:2]], ids=["tall", "wide", "one", "two"]
)


@cases(ours.PCA(), ours.PCA(whiten=True, svd_solver="full"), ours.TruncatedSVD(random_state=0))
def test_conventions(estimator):
    conforms(estimator)


def close(mine, theirs, rtol=1e-6, atol=1e-9):
    numpy.testing.assert_allclose(numpy.asarray(mine), numpy.asarray(theirs), rtol=rtol, atol=atol)


LEARNED = (
    "components_",
    "explained_variance_",
    "explained_variance_ratio_",
    "singular_values_",
    "mean_",
    "noise_variance_",
)


@DATA
@pytest.mark.parametrize("solver", ["full", "covariance_eigh"])
@pytest.mark.parametrize("white", [False, True])
def test_pca(data, solver, white):
    count = min(data.shape) - (min(data.shape) > 1)
    mine = ours.PCA(count, svd_solver=solver, whiten=white).fit(data)
    theirs = reference.PCA(count, svd_solver="full", whiten=white).fit(data)
    for name in LEARNED:
        close(getattr(mine, name), getattr(theirs, name), atol=1e-7)
    z = mine.transform(data)
    close(z, theirs.transform(data), atol=1e-6)
    close(mine.fit_transform(data), z)
    close(mine.inverse_transform(z), theirs.inverse_transform(theirs.transform(data)), atol=1e-6)
    plain = reference.PCA(count, svd_solver="full").fit(data)
    close(mine.get_covariance(), plain.get_covariance(), atol=1e-6)
    assert list(mine.get_feature_names_out()) == list(theirs.get_feature_names_out())


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_pca_by_share_of_variance(share):
    mine, theirs = ours.PCA(share).fit(TALL), reference.PCA(share).fit(TALL)
    assert mine.n_components_ == theirs.n_components_
    close(mine.components_, theirs.components_)


@pytest.mark.parametrize("shape", [(300, 40), (40, 300)], ids=str)
def test_randomized(shape):
    left, right = rng.normal(0, 1, (shape[0], 8)), rng.normal(0, 1, (8, shape[1]))
    data = left * 2.0 ** -numpy.arange(8) @ right + rng.normal(0, 1e-7, shape)
    mine = ours.PCA(4, svd_solver="randomized", random_state=0).fit(data)
    theirs = reference.PCA(4, svd_solver="full").fit(data)
    for name in LEARNED:
        close(getattr(mine, name), getattr(theirs, name), atol=1e-6)
    mine, theirs = (
        ours.TruncatedSVD(4, random_state=0).fit(data),
        reference.TruncatedSVD(4, algorithm="arpack").fit(data),
    )
    for name in ("components_", "explained_variance_", "explained_variance_ratio_", "singular_values_"):
        close(getattr(mine, name), getattr(theirs, name), atol=1e-6)
    close(
        mine.inverse_transform(mine.transform(data)),
        theirs.inverse_transform(theirs.transform(data)),
        atol=1e-6,
    )
    full = ours.TruncatedSVD(4, algorithm="full").fit(data)
    close(full.components_, theirs.components_)
    u, s, vt = ours.randomized_svd(data, 8, random_state=1)
    close((u * s) @ vt, data, atol=1e-5)
    assert (numpy.asarray(u)[numpy.abs(numpy.asarray(u)).argmax(axis=0), numpy.arange(8)] > 0).all()


def test_float32_stays():
    data = TALL.astype("f4")
    mine = ours.PCA(2).fit(data)
    assert mine.components_.dtype == mine.transform(data).dtype == np.float32
    assert ours.TruncatedSVD(2, random_state=0).fit_transform(data).dtype == np.float32


@pytest.mark.parametrize("count", [2, 4, None])
def test_pca_as_a_distribution(count):
    data = numpy.random.RandomState(3).normal(size=(40, 5)) * [1, 2, 3, 0.5, 1]
    mine, theirs = (m.PCA(count).fit(data) for m in (ours, reference))
    numpy.testing.assert_allclose(mine.get_precision(), theirs.get_precision(), rtol=1e-9, atol=1e-12)
    numpy.testing.assert_allclose(mine.score_samples(data), theirs.score_samples(data), rtol=1e-9)
    assert mine.score(data) == pytest.approx(theirs.score(data), rel=1e-10)


def test_power_iteration():
    a = rng.normal(0, 1, (7, 7))
    a = a + a.T - 3 * numpy.eye(7)
    value, vector = ours.power_iteration(a, max_iter=100000, random_state=0)
    values, vectors = numpy.linalg.eigh(a)
    at = numpy.abs(values).argmax()
    assert value == pytest.approx(values[at])
    close(numpy.abs(numpy.asarray(vector)), numpy.abs(vectors[:, at]), atol=1e-8)
    with pytest.warns(UserWarning, match="did not converge in max_iter=50"):
        ours.power_iteration([[1.0, 0], [0, -1]], max_iter=50, random_state=0)
    with pytest.raises(ValueError, match="Expected a square matrix"):
        ours.power_iteration([[1.0, 2.0]])
    assert ours.power_iteration(numpy.zeros((3, 3)), random_state=0)[0] == 0


@pytest.mark.parametrize("method", ["zca", "pca"])
def test_whiten(method):
    z = numpy.asarray(ours.whiten(TALL, method=method))
    close(numpy.cov(z.T), numpy.eye(6), atol=1e-9)
    if method == "pca":
        close(z, reference.PCA(whiten=True, svd_solver="full").fit_transform(TALL), atol=1e-8)
    else:
        centred = TALL - TALL.mean(axis=0)
        cross = numpy.linalg.eigvals(centred.T @ z)
        assert (cross.real > 0).all()
        root = numpy.linalg.inv(numpy.cov(centred.T))
        close((z.T @ z) / 89, numpy.eye(6), atol=1e-9)
        w = numpy.linalg.lstsq(centred, z, rcond=None)[0]
        close(w @ w, root, rtol=1e-5, atol=1e-6)
    flat = numpy.column_stack([TALL[:, 0], TALL[:, 0]])
    assert numpy.isfinite(numpy.asarray(ours.whiten(flat, method=method))).all()


def test_components_asked_for():
    with pytest.raises(
        ValueError, match="n_components=7 must be between 0 and min\\(n_samples, n_features\\)=6"
    ):
        ours.PCA(7).fit(TALL)
    with pytest.raises(ValueError, match="'n_components' parameter of PCA"):
        ours.PCA(1.5).fit(TALL)
    with pytest.raises(ValueError, match="'svd_solver' parameter of PCA"):
        ours.PCA(svd_solver="magic").fit(TALL)
    with pytest.raises(ValueError, match="must be <= n_features"):
        ours.TruncatedSVD(9).fit(TALL)


def test_numbers_too_large_to_add_up():
    large = numpy.full((20, 3), 1e308) * [1, -1, 1]
    for model in (ours.PCA(), ours.TruncatedSVD(1), ours.TruncatedSVD(1, algorithm="full")):
        with (
            pytest.raises(ValueError, match="Input X contains infinity or a value too large for dtype"),
            np.errstate(over="ignore"),
        ):
            model.fit(large)


def test_text_is_named():
    with pytest.raises(
        ValueError,
        match=r"could not convert string to float: .*\. Input X of shape \(2, 2\) must hold numbers",
    ):
        ours.PCA().fit([["a", "b"], ["c", "d"]])
