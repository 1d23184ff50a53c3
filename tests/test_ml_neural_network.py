"""numen.ml.neural_network beside scikit-learn: the same draws, losses, weights and scores."""

import warnings

import numpy
import pytest
from ml_checks import cases, conforms
from sklearn import neural_network as reference
from sklearn.datasets import make_classification, make_regression

import numen as np
from numen.ml import neural_network as ours
from numen.ml.neural_network import _runs

XC, YC = make_classification(150, 6, n_informative=4, n_classes=3, random_state=0)
XR, YR = make_regression(150, 5, random_state=0)
YR = YR / YR.std()


@cases(
    ours.MLPClassifier(max_iter=100),
    ours.MLPRegressor(max_iter=100),
    ours.MLPClassifier(solver="lbfgs"),
    ours.MLPRegressor(solver="lbfgs"),
)
def test_conventions(estimator):
    conforms(estimator)


@pytest.mark.parametrize(
    "params",
    [
        {}, {"solver": "sgd"}, {"activation": "tanh", "alpha": 1.0}, {"activation": "logistic", "batch_size": 32},
        {"hidden_layer_sizes": (8, 5)}, {"shuffle": False, "activation": "identity"},
        {"solver": "sgd", "nesterovs_momentum": False, "momentum": 0.5},
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("kind", ["MLPClassifier", "binary", "MLPRegressor"])
def test_the_same_draws_give_the_same_network(kind, params):
    X, y = (XR, YR) if kind == "MLPRegressor" else (XC, YC if kind == "MLPClassifier" else YC > 0)
    name = "MLPClassifier" if kind == "binary" else kind
    more = {"random_state": 3, "max_iter": 8, **params}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mine, theirs = getattr(ours, name)(**more).fit(X, y), getattr(reference, name)(**more).fit(X, y)
    numpy.testing.assert_allclose(mine.loss_curve_, theirs.loss_curve_, rtol=1e-8)
    for a, b in zip(mine.coefs_ + mine.intercepts_, theirs.coefs_ + theirs.intercepts_):
        numpy.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-8)
    assert mine.n_iter_ == theirs.n_iter_ == 8 and not mine.converged_
    assert mine.score(X, y) == pytest.approx(theirs.score(X, y), abs=1e-8)
    if name == "MLPClassifier":
        numpy.testing.assert_allclose(mine.predict_proba(X), theirs.predict_proba(X), atol=1e-8)


def test_early_stopping_takes_the_best_weights():
    model = ours.MLPClassifier(
        early_stopping=True, random_state=0, learning_rate_init=0.02, n_iter_no_change=5
    )
    model.fit(XC, YC)
    assert model.converged_ and len(model.validation_scores_) == model.n_iter_ < 200
    assert model.best_validation_score_ == max(model.validation_scores_)


def test_an_interrupt_keeps_what_was_learned(monkeypatch):
    stops, calls = _runs.Run.stops, []

    def interrupted(self):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return stops(self)

    monkeypatch.setattr(_runs.Run, "stops", interrupted)
    model = ours.MLPRegressor(random_state=0)
    with pytest.raises(KeyboardInterrupt):
        model.fit(XR, YR)
    assert len(model.loss_curve_) == 4 and not model.converged_ and model.predict(XR).shape == (150,)


@pytest.mark.parametrize("kind", ["MLPClassifier", "MLPRegressor"])
def test_saved_models_predict_the_same(kind, tmp_path):
    X, y = (XR, YR) if kind == "MLPRegressor" else (XC, numpy.array(["a", "b", "c"])[YC])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = getattr(ours, kind)((9,), max_iter=5, random_state=0).fit(X, y)
    model.save(tmp_path / "model.npz")
    back = getattr(ours, kind).load(tmp_path / "model.npz")
    assert (back.predict(X) == model.predict(X)).all()
    assert back.loss_curve_ == model.loss_curve_ and repr(back) == repr(model).replace("(9,)", "[9]")


def test_chunks_and_bad_input():
    model = ours.MLPClassifier(random_state=0, learning_rate_init=0.01)
    for _ in range(30):
        for part in (slice(0, 75), slice(75, 150)):
            model.partial_fit(XC[part], YC[part], classes=[0, 1, 2])
    assert model.score(XC, YC) > 0.8 and model.n_iter_ == 60
    before = model.coefs_[0].tolist()
    with pytest.raises(ValueError, match="contains NaN"):
        model.fit([[numpy.nan] * 6], [0])
    with pytest.raises(ValueError, match="classes not in"):
        model.partial_fit(XC, YC + 5)
    assert model.coefs_[0].tolist() == before
    with pytest.raises(ValueError, match="'activation' parameter"):
        ours.MLPClassifier(activation="step").fit(XC, YC)
    with pytest.raises(ValueError, match="hidden_layer_sizes must be > 0"):
        ours.MLPRegressor((0,)).fit(XR, YR)


def test_float32_stays():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ours.MLPRegressor(max_iter=3, random_state=0).fit(XR.astype("f4"), YR)
    assert model.coefs_[0].dtype == np.float32 == model.predict(XR.astype("f4")).dtype


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("kind", ["MLPClassifier", "binary", "MLPRegressor"])
def test_lbfgs_without_hidden_layers_finds_the_one_minimum(kind, weighted):
    X, y = (XR, YR) if kind == "MLPRegressor" else (XC, YC if kind == "MLPClassifier" else YC > 0)
    name = "MLPClassifier" if kind == "binary" else kind
    more = dict(solver="lbfgs", hidden_layer_sizes=(), alpha=1.0, tol=1e-7, max_iter=2000, random_state=1)
    weight = numpy.linspace(0.5, 2, len(X)) if weighted else None
    mine, theirs = (getattr(m, name)(**more).fit(X, y, sample_weight=weight) for m in (ours, reference))
    assert mine.converged_ and mine.loss_ == pytest.approx(theirs.loss_, rel=1e-8)
    numpy.testing.assert_allclose(mine.coefs_[0], theirs.coefs_[0], atol=2e-4)
    assert mine.score(X, y) == pytest.approx(theirs.score(X, y), abs=1e-6)


@pytest.mark.parametrize("activation", ["tanh", "logistic", "relu"])
@pytest.mark.parametrize("kind", ["MLPClassifier", "MLPRegressor"])
def test_lbfgs_reaches_the_score_of_the_reference(kind, activation):
    # There are many minima; which one a start leads to depends on rounding, the mean over starts does not.
    X, y = (XR, YR) if kind == "MLPRegressor" else (XC, YC)
    more = dict(solver="lbfgs", hidden_layer_sizes=(10,), alpha=0.1, max_iter=500, activation=activation)
    scores, losses = [], []
    for start in range(6):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mine, theirs = (getattr(m, kind)(random_state=start, **more).fit(X, y) for m in (ours, reference))
        assert mine.n_iter_ == len(mine.loss_curve_) and mine.converged_ == (mine.n_iter_ < 500)
        assert all(b <= a for a, b in zip(mine.loss_curve_, mine.loss_curve_[1:]))
        scores.append([mine.score(X, y), theirs.score(X, y)])
        losses.append([mine.loss_, theirs.loss_])
    mine, theirs = numpy.mean(scores, axis=0)
    assert mine >= theirs - 0.01
    mine, theirs = numpy.mean(losses, axis=0)
    assert mine <= 1.1 * theirs + 1e-3


def test_lbfgs_ends_go_on_and_types(monkeypatch):
    short = ours.MLPRegressor((5,), solver="lbfgs", max_iter=3, random_state=0, warm_start=True)
    with pytest.warns(UserWarning, match="lbfgs failed to converge after 3 iteration"):
        short.fit(XR, YR)
    before = short.loss_
    with pytest.warns(UserWarning, match="lbfgs failed"):
        assert short.fit(XR, YR).loss_ < before
    with pytest.warns(UserWarning, match="max_fun"):
        assert ours.MLPRegressor((5,), solver="lbfgs", max_fun=4, random_state=0).fit(XR, YR).n_iter_ <= 4
    single = ours.MLPRegressor((5,), solver="lbfgs", random_state=0, max_iter=1000).fit(XR.astype("f4"), YR)
    assert single.coefs_[0].dtype == np.float32 == single.predict(XR.astype("f4")).dtype
    assert single.converged_ and single.score(XR.astype("f4"), YR) > 0.99
    assert not hasattr(short, "partial_fit") and hasattr(ours.MLPRegressor(), "partial_fit")
    with pytest.raises(AttributeError, match="partial_fit is only available for stochastic optimizers"):
        short.partial_fit(XR, YR)
    slope, calls = _runs.Run.slope, []

    def interrupted(self, *args):
        calls.append(1)
        if len(calls) == 9:
            raise KeyboardInterrupt
        return slope(self, *args)

    monkeypatch.setattr(_runs.Run, "slope", interrupted)
    model = ours.MLPRegressor((5,), solver="lbfgs", random_state=0)
    with pytest.raises(KeyboardInterrupt):
        model.fit(XR, YR)
    assert 0 < model.n_iter_ < 9 and not model.converged_
    monkeypatch.undo()
    left = YR - model.predict(XR)
    penalty = 0.5 * model.alpha * sum(float((w * w).sum()) for w in model.coefs_) / len(XR)
    assert model.loss_ == pytest.approx(float((left * left).mean()) / 2 + penalty, rel=1e-10)
