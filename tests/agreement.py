"""The same call under both libraries: values, types, exceptions and warnings must agree."""

import warnings

import numpy

import numen as np


def ours(x):
    """The argument as Numen sees it: arrays keep dtype, shape and memory order."""
    if isinstance(x, numpy.ndarray) and numpy.ndarray is not np.ndarray:
        return np.asarray(x)
    if isinstance(x, numpy.dtype) and numpy.dtype is not np.dtype:
        return np.dtype(x.str)
    if isinstance(x, numpy.generic) and numpy.generic is not np.generic:
        return np.dtype(x.dtype.str).type(x.item())
    if isinstance(x, numpy.ufunc) and numpy.ufunc is not np.ufunc:
        return getattr(np, x.__name__)
    if type(x) in (list, tuple):
        return type(x)(ours(e) for e in x)
    if type(x) is dict:
        return {k: ours(v) for k, v in x.items()}
    return x


def outcome(function, args, kwargs):
    """(result, exception, categories of the warnings) of one call."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            result, error = function(*args, **kwargs), None
        except Exception as e:
            result, error = None, e
    return result, error, sorted(w.category.__name__ for w in seen)


def same(actual, expected, rtol=0.0, where=""):
    """Assert that a result of Numen is NumPy's: class, dtype, shape, values."""
    if isinstance(expected, (tuple, list)):
        assert type(actual).__name__ == type(expected).__name__, (where, actual, expected)
        assert len(actual) == len(expected), (where, actual, expected)
        for a, e in zip(actual, expected):
            same(a, e, rtol, where)
    elif isinstance(expected, (numpy.ndarray, numpy.generic)):
        assert isinstance(actual, np.ndarray) == isinstance(expected, numpy.ndarray), (
            where,
            actual,
            expected,
        )
        assert actual.dtype.str == expected.dtype.str, (where, actual, expected)
        assert actual.shape == expected.shape, (where, actual, expected)
        close = dict(rtol=rtol, atol=rtol * 1e-3) if rtol and expected.dtype.kind in "fc" else None
        if close:
            numpy.testing.assert_allclose(numpy.asarray(actual), expected, **close, err_msg=where)
        else:
            numpy.testing.assert_array_equal(numpy.asarray(actual), expected, err_msg=where)
    elif isinstance(expected, float):
        assert type(actual) is type(expected), (where, actual, expected)
        numpy.testing.assert_allclose(actual, expected, rtol=rtol, err_msg=where)
    else:
        assert type(actual).__name__ == type(expected).__name__, (where, actual, expected)
        assert str(actual).replace("numen", "numpy") == str(expected), (where, actual, expected)


def find(library, name):
    for part in name.split("."):
        library = getattr(library, part)
    return library


def agree(name, *args, rtol=0.0, **kwargs):
    """Call `name` in both libraries and assert that the outcomes agree."""
    expected, error, warned = outcome(find(numpy, name), args, kwargs)
    mine, my_error, my_warned = outcome(
        find(np, name), tuple(ours(a) for a in args), {k: ours(v) for k, v in kwargs.items()}
    )
    where = f"{name}{args!r} {kwargs!r}"
    if error is None:
        assert my_error is None, f"{where}: {my_error!r}"
        same(mine, expected, rtol, where)
        assert my_warned == warned, (where, my_warned, warned)
        return
    assert my_error is not None, f"{where}: {mine!r} instead of {error!r}"
    assert type(my_error).__name__ == type(error).__name__, f"{where}: {my_error!r} instead of {error!r}"
    assert str(my_error).replace("numen", "numpy") == str(error), f"{where}: {my_error} instead of {error}"
