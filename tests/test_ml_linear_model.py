"""numen.ml.linear_model beside scikit-learn."""

import warnings

import numpy
import pytest
from ml_checks import cases, conforms
from sklearn import datasets
from sklearn import linear_model as reference

import numen as np
from numen.ml import linear_model as ours

rng = numpy.random.default_rng(5)
X = rng.normal(1, 1, (80, 6))
Y = X @ rng.normal(0, 1, (6, 2)) + [3, -1] + rng.normal(0, 0.3, (80, 2))
WEIGHT = rng.random(80) + 0.1
WIDE, WIDE_Y = rng.normal(0, 1, (12, 20)), rng.normal(0, 1, 12)
CLASSES = (X[:, :3] @ rng.normal(0, 1, (3, 4)) + rng.gumbel(0, 1, (80, 4))).argmax(axis=1)
REAL = {"check_classifiers_classes": "asserts that decisions are an array of NumPy, they are ours"}
BATCHES = "the batches that a sample falls into depend on the number of samples"


@cases(
    ours.LinearRegression(),
    ours.LinearRegression(solver="qr"),
    ours.LinearRegression(solver="cholesky"),
    ours.LinearRegression(solver="gradient", max_iter=20000),
    ours.Ridge(),
    ours.Ridge(solver="svd"),
    ours.Lasso(),
    ours.ElasticNet(),
    ours.LogisticRegression(),
    ours.LogisticRegression(solver="newton-cholesky"),
)
def test_conventions(estimator):
    conforms(estimator, REAL if hasattr(estimator, "predict_log_proba") else None)


@cases(ours.SGDRegressor(), ours.SGDClassifier(), ours.SGDClassifier(loss="log_loss"))
def test_conventions_of_steps(estimator):
    conforms(estimator, REAL | {"check_sample_weight_equivalence_on_dense_data": BATCHES})


def agree(mine, theirs, rtol=1e-6, atol=1e-8):
    for name in ("coef_", "intercept_"):
        a, b = numpy.asarray(getattr(mine, name)), numpy.asarray(getattr(theirs, name))
        assert a.shape == b.shape, name
        numpy.testing.assert_allclose(a, b, rtol=rtol, atol=atol)


@pytest.mark.parametrize("solver", ["svd", "qr", "cholesky", "gradient"])
@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["even", "weighted"])
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("columns", [0, slice(None)], ids=["one", "two"])
def test_least_squares(solver, weight, intercept, columns):
    mine = ours.LinearRegression(solver=solver, fit_intercept=intercept, tol=1e-10, max_iter=100000)
    mine.fit(X, Y[:, columns], weight)
    theirs = reference.LinearRegression(fit_intercept=intercept).fit(X, Y[:, columns], weight)
    agree(mine, theirs)
    numpy.testing.assert_allclose(mine.predict(X), theirs.predict(X), rtol=1e-6, atol=1e-7)
    assert mine.score(X, Y[:, columns]) == pytest.approx(theirs.score(X, Y[:, columns]))


@pytest.mark.parametrize("solver", ["svd", "qr", "cholesky"])
def test_least_squares_of_dependent_features(solver):
    for x, y in ((WIDE, WIDE_Y), (numpy.column_stack([X, X[:, 0]]), Y[:, 0])):
        agree(ours.LinearRegression(solver=solver).fit(x, y), reference.LinearRegression().fit(x, y))
    single = ours.LinearRegression(solver=solver).fit(X[:, :1].astype("f4"), Y[:, 0].astype("f4"))
    assert single.coef_.dtype == np.float32 and single.predict(X[:, :1].astype("f4")).dtype == np.float32
    agree(single, reference.LinearRegression().fit(X[:, :1], Y[:, 0]), rtol=1e-4)


def test_gradient_descent_says_what_it_did():
    with pytest.warns(UserWarning, match="the gradient is not flat after max_iter=3"):
        short = ours.LinearRegression(solver="gradient", max_iter=3).fit(X, Y[:, 0])
    assert not short.converged_ and short.n_iter_ == 3
    full = ours.LinearRegression(solver="gradient", max_iter=100000).fit(X, Y[:, 0])
    cost = full.cost_history_.tolist()
    assert full.converged_ and cost == sorted(cost, reverse=True) and len(cost) == full.n_iter_
    residual = Y[:, 0] - X @ numpy.asarray(full.coef_) - float(full.intercept_)
    assert cost[-1] == pytest.approx((residual**2).mean() / 2)
    with pytest.raises(ValueError, match="diverges with learning_rate=10"):
        ours.LinearRegression(solver="gradient", learning_rate=10, max_iter=10000).fit(X, Y[:, 0])
    noisy = rng.normal(0, 1, (40, 25)), rng.normal(0, 1, 40)
    early = ours.LinearRegression(solver="gradient", early_stopping=True, random_state=0, tol=0).fit(*noisy)
    assert early.n_iter_ < 1000 and early.validation_history_.argmin() == early.n_iter_ - 6


@pytest.mark.parametrize("solver", ["auto", "svd"])
@pytest.mark.parametrize("alpha", [0, 0.1, 10.0, [0.1, 5.0]], ids=str)
@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["even", "weighted"])
def test_ridge(solver, alpha, weight):
    many = isinstance(alpha, list)
    mine = ours.Ridge(alpha, solver=solver).fit(X, Y if many else Y[:, 0], weight)
    agree(
        mine,
        reference.Ridge(alpha, solver="svd" if weight is None else "cholesky").fit(
            X, Y if many else Y[:, 0], weight
        ),
    )
    if not many and alpha:
        agree(
            ours.Ridge(alpha, solver=solver).fit(WIDE, WIDE_Y),
            reference.Ridge(alpha, solver="svd").fit(WIDE, WIDE_Y),
        )
    assert mine.fit(X.astype("f4"), Y.astype("f4")).coef_.dtype == np.float32


@pytest.mark.parametrize(
    "data", [(X, Y[:, 0]), (WIDE, WIDE_Y), (X[:, :1], Y[:, 1]), (X, Y)], ids=["tall", "wide", "one", "two"]
)
@pytest.mark.parametrize("alpha", [0.01, 0.3])
@pytest.mark.parametrize("ratio", [1.0, 0.4])
@pytest.mark.parametrize("positive", [False, True])
def test_lasso(data, alpha, ratio, positive):
    ask = {"alpha": alpha, "positive": positive, "tol": 1e-10, "max_iter": 100000}
    mine = (ours.Lasso(**ask) if ratio == 1 else ours.ElasticNet(l1_ratio=ratio, **ask)).fit(*data)
    theirs = reference.ElasticNet(l1_ratio=ratio, **ask).fit(*data)
    agree(mine, theirs, rtol=1e-5, atol=2e-6)
    assert (numpy.asarray(mine.coef_) == 0).tolist() == (theirs.coef_ == 0).tolist()
    assert mine.converged_ and numpy.max(mine.dual_gap_) < 1e-8


def test_lasso_with_weights_and_in_drawn_order():
    ask = {"alpha": 0.1, "tol": 1e-10, "max_iter": 100000}
    theirs = reference.Lasso(**ask).fit(X, Y[:, 0], WEIGHT)
    for selection in ("cyclic", "random"):
        mine = ours.Lasso(selection=selection, random_state=0, **ask).fit(X, Y[:, 0], WEIGHT)
        agree(mine, theirs, rtol=1e-5, atol=1e-6)
    with pytest.warns(UserWarning, match="did not converge in max_iter=1 "):
        ours.Lasso(alpha=1e-4, max_iter=1, tol=1e-12).fit(X, Y[:, 0])


@pytest.mark.parametrize("solver", ["lbfgs", "newton-cholesky"])
@pytest.mark.parametrize("k", [2, 4])
@pytest.mark.parametrize("C", [0.1, 10.0])
@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["even", "weighted"])
@pytest.mark.parametrize("intercept", [True, False])
def test_logistic_regression(solver, k, C, weight, intercept):
    y = numpy.array(["a", "b", "c", "d"])[CLASSES % k]
    ask = {
        "C": C,
        "tol": 1e-10,
        "max_iter": 1000,
        "fit_intercept": intercept,
        "class_weight": "balanced" if k == 4 else None,
    }
    mine = ours.LogisticRegression(solver=solver, **ask).fit(X, y, weight)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = reference.LogisticRegression(solver="newton-cholesky", **ask).fit(X, y, weight)
    assert mine.converged_
    agree(mine, theirs, rtol=1e-6, atol=1e-7)
    assert mine.predict(X).tolist() == theirs.predict(X).tolist()
    numpy.testing.assert_allclose(mine.predict_proba(X), theirs.predict_proba(X), rtol=1e-6, atol=1e-8)
    numpy.testing.assert_allclose(
        mine.decision_function(X), theirs.decision_function(X), rtol=1e-6, atol=1e-6
    )


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("ratio", [1.0, 0.6])
@pytest.mark.parametrize("C", [0.15, 1.0])
@pytest.mark.parametrize("intercept", [True, False])
def test_logistic_regression_with_absolute_values(several, ratio, C, intercept):
    y = CLASSES if several else CLASSES > CLASSES.min()
    ask = {"C": C, "tol": 1e-10, "max_iter": 50_000, "fit_intercept": intercept, "l1_ratio": ratio}
    mine = ours.LogisticRegression(penalty="elasticnet", solver="saga", **ask).fit(X, y)
    theirs = reference.LogisticRegression(solver="saga", **ask).fit(X, y)
    assert mine.converged_ and mine.n_iter_[0] < 5_000
    numpy.testing.assert_allclose(mine.predict_proba(X), theirs.predict_proba(X), atol=1e-6)
    assert C > 0.5 or ratio < 1 or (mine.coef_ == 0).any()
    if not several or ratio < 1:
        # With absolute values alone a number may move from one class to the others.
        numpy.testing.assert_allclose(mine.coef_, theirs.coef_, atol=1e-6)
        numpy.testing.assert_allclose(mine.intercept_, theirs.intercept_, atol=1e-6)
    if ratio == 1:
        ask["l1_ratio"] = 0.0
        again = ours.LogisticRegression(penalty="l1", solver="proximal", **ask).fit(X, y)
        assert (again.coef_ == mine.coef_).all()


def test_names_of_solvers():
    found = [
        ours.LogisticRegression(solver=name, tol=1e-8, max_iter=5000).fit(X, CLASSES).coef_
        for name in ("lbfgs", "newton-cg", "sag", "saga", "newton-cholesky")
    ]
    for coef in found[1:]:
        numpy.testing.assert_allclose(coef, found[0], atol=1e-6)
    for penalty, ratio in (("l1", 0.0), ("elasticnet", 0.5), ("l2", 1.0)):
        with pytest.raises(ValueError, match="Solver lbfgs supports only 'l2' or None penalties"):
            ours.LogisticRegression(penalty=penalty, l1_ratio=ratio).fit(X, CLASSES)
    with pytest.raises(ValueError, match="'l1_ratio' parameter"):
        ours.LogisticRegression(l1_ratio=2).fit(X, CLASSES)


def test_logistic_regression_without_penalty_and_in_float32():
    for solver in ("lbfgs", "newton-cholesky"):
        mine = ours.LogisticRegression(penalty=None, solver=solver, tol=1e-9, max_iter=2000).fit(X, CLASSES)
        theirs = reference.LogisticRegression(C=numpy.inf, solver="lbfgs", tol=1e-9, max_iter=5000).fit(
            X, CLASSES
        )
        numpy.testing.assert_allclose(mine.predict_proba(X), theirs.predict_proba(X), atol=1e-5)
    assert ours.LogisticRegression().fit(X.astype("f4"), CLASSES).coef_.dtype == np.float32
    with pytest.warns(UserWarning, match="failed to converge after 2 iteration"):
        model = ours.LogisticRegression(max_iter=2).fit(X, CLASSES)
    assert not model.converged_ and len(model.loss_history_) == 3
    with pytest.raises(ValueError, match="contains only one class"):
        ours.LogisticRegression().fit(X, numpy.ones(80))


def test_steps_reach_the_score_of_scikit_learn():
    x, y = datasets.load_breast_cancer(return_X_y=True)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    for loss in ("hinge", "log_loss", "squared_hinge", "perceptron"):
        mine = ours.SGDClassifier(loss, random_state=0).fit(x, y)
        theirs = reference.SGDClassifier(loss=loss, random_state=0).fit(x, y)
        assert mine.score(x, y) > theirs.score(x, y) - 0.02
        assert mine.loss_curve_[-1] < mine.loss_curve_[0] and len(mine.loss_curve_) == mine.n_iter_
    for loss in ("squared_error", "huber"):
        mine = ours.SGDRegressor(loss, random_state=0, epsilon=1.0).fit(X, Y[:, 0])
        theirs = reference.SGDRegressor(loss=loss, random_state=0, epsilon=1.0).fit(X, Y[:, 0])
        assert mine.score(X, Y[:, 0]) > theirs.score(X, Y[:, 0]) - 0.02
    early = ours.SGDClassifier("log_loss", early_stopping=True, random_state=0).fit(x, y)
    assert early.score(x, y) > 0.95 and len(early.validation_curve_) == early.n_iter_
    sparse = ours.SGDRegressor(penalty="l1", alpha=0.5, random_state=0).fit(X, Y[:, 0])
    assert (sparse.coef_ == 0).any()


SAME_STEPS = {
    "shuffle": False,
    "penalty": None,
    "learning_rate": "constant",
    "eta0": 0.01,
    "tol": None,
    "max_iter": 3,
}


@pytest.mark.parametrize(
    "loss", ["squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"]
)
@pytest.mark.parametrize(
    "more", [{}, {"average": True}, {"average": 100, "learning_rate": "optimal", "alpha": 10.0}], ids=repr
)
def test_steps_over_single_samples_are_those_of_scikit_learn(loss, more):
    params = {**SAME_STEPS, "epsilon": 0.3, **more}
    mine = ours.SGDRegressor(loss, batch_size=1, **params).fit(X, Y[:, 0])
    theirs = reference.SGDRegressor(loss, **params).fit(X, Y[:, 0])
    numpy.testing.assert_allclose(mine.coef_, theirs.coef_, rtol=1e-9)
    numpy.testing.assert_allclose(mine.intercept_, theirs.intercept_, rtol=1e-9)


@pytest.mark.parametrize(
    "loss", ["hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", "squared_error"]
)
@pytest.mark.parametrize(
    "more", [{}, {"average": True}, {"learning_rate": "optimal", "alpha": 10.0}], ids=repr
)
def test_steps_of_classes_are_those_of_scikit_learn(loss, more):
    params = {**SAME_STEPS, **more}
    classes = numpy.digitize(Y[:, 0], numpy.quantile(Y[:, 0], [0.3, 0.7]))
    for y in (classes, classes > 0):
        mine = ours.SGDClassifier(loss, batch_size=1, **params).fit(X, y)
        theirs = reference.SGDClassifier(loss, **params).fit(X, y)
        numpy.testing.assert_allclose(mine.coef_, theirs.coef_, rtol=1e-9, atol=1e-12)
        numpy.testing.assert_allclose(mine.intercept_, theirs.intercept_, rtol=1e-9, atol=1e-12)
        assert hasattr(mine, "predict_proba") == hasattr(theirs, "predict_proba")
        if hasattr(theirs, "predict_proba"):
            numpy.testing.assert_allclose(
                mine.predict_proba(X), theirs.predict_proba(X), rtol=1e-7, atol=1e-12
            )
            with numpy.errstate(divide="ignore"):
                numpy.testing.assert_allclose(
                    mine.predict_log_proba(X), theirs.predict_log_proba(X), atol=1e-7
                )


def test_steps_go_on_where_they_ended():
    short, long = (
        ours.SGDRegressor(shuffle=False, tol=None, max_iter=n, warm_start=True, average=True) for n in (2, 4)
    )
    short.fit(X, Y[:, 0]).fit(X, Y[:, 0])
    numpy.testing.assert_allclose(short.coef_, long.fit(X, Y[:, 0]).coef_, rtol=1e-12)
    again = ours.Lasso(0.01, tol=1e-10, warm_start=True).fit(X, Y)
    found = again.coef_.copy()
    assert all(n == 1 for n in again.fit(X, Y).n_iter_)
    numpy.testing.assert_allclose(again.coef_, found, rtol=1e-8)
    # With a penalty on both, few steps of the mixed one lie between those of either.
    zeros = [
        int(
            (
                ours.SGDRegressor(penalty="elasticnet", l1_ratio=r, alpha=0.5, random_state=0)
                .fit(X, Y[:, 0])
                .coef_
                == 0
            ).sum()
        )
        for r in (0.0, 0.5, 1.0)
    ]
    assert zeros[0] == 0 <= zeros[1] <= zeros[2] and zeros[2] > 0
    with pytest.raises(ValueError, match="optimal"):
        ours.SGDRegressor(learning_rate="optimal", alpha=0).fit(X, Y[:, 0])


def test_numbers_too_large_to_add_up():
    large = numpy.full((20, 3), 1e308) * [1, -1, 1]
    for model in (ours.LinearRegression(), ours.Ridge(), ours.Lasso()):
        with pytest.raises(ValueError, match="Input X contains infinity or a value too large for dtype"):
            model.fit(large, numpy.arange(20))
    with pytest.raises(ValueError, match="non-finite parameter values"), numpy.errstate(all="ignore"):
        ours.Lasso(fit_intercept=False).fit(large, numpy.arange(20))
    with pytest.raises(ValueError, match="Expected 2D array, got scalar array"):
        ours.Ridge().fit({"a": [1.0]}, [1.0])


@pytest.mark.parametrize(
    "model, step",
    [
        (ours.LogisticRegression(), "_logistic._Many.cost"),
        (ours.SGDClassifier(), "_stochastic._Stochastic._shrunk"),
        (ours.Lasso(alpha=1e-3, tol=1e-12), "_lasso._Problem._round"),
    ],
    ids=repr,
)
def test_an_interrupt_keeps_what_was_learned(model, step, monkeypatch):
    where = ours
    *path, name = step.split(".")
    for part in path:
        where = getattr(where, part)
    real, calls = getattr(where, name), []

    def interrupted(*args):
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(where, name, interrupted)
    y = CLASSES if hasattr(model, "predict_proba") or "Classifier" in repr(model) else Y[:, 0]
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, y)
    assert model.converged_ is False and numpy.any(numpy.asarray(model.coef_) != 0)
    assert len(model.predict(X)) == 80


def test_parameters_are_looked_at():
    for model in (
        ours.Ridge(-1),
        ours.Lasso(-1),
        ours.LinearRegression(solver="magic"),
        ours.LogisticRegression(C=0),
        ours.SGDRegressor("hinge"),
        ours.ElasticNet(l1_ratio=2),
    ):
        with pytest.raises(ValueError, match="parameter of"):
            model.fit(X, Y[:, 0] if not isinstance(model, ours.LogisticRegression) else CLASSES)
        assert not hasattr(model, "coef_") and not hasattr(model, "n_features_in_")


def test_ridge_takes_the_names_of_iterative_solvers():
    plain = ours.Ridge().fit(X, Y)
    for name in ("lsqr", "sparse_cg", "sag", "saga"):
        other = ours.Ridge(solver=name, random_state=0).fit(X, Y)
        assert (other.coef_ == plain.coef_).all() and other.solver_ == "cholesky"
    with pytest.raises(ValueError, match="'solver' parameter of Ridge"):
        ours.Ridge(solver="best").fit(X, Y)
