"""scikit-learn's own checks, run on an estimator of ours."""

import warnings

import pytest
from sklearn.utils.estimator_checks import check_estimator


def conforms(estimator, expected=None):
    """Assert that the estimator passes scikit-learn's checks; `expected` gives reasons for those that it does not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(estimator, expected_failed_checks=expected or {}, on_fail=None)
    failed = {r["check_name"]: repr(r["exception"])[:500] for r in results if r["status"] == "failed"}
    passed = sum(r["status"] == "passed" for r in results)
    assert failed == {}
    assert passed >= 30, f"only {passed} checks ran"
    return passed


def cases(*estimators):
    return pytest.mark.parametrize("estimator", estimators, ids=repr)
