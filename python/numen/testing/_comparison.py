"""Assertions that two objects are equal, close, or ordered."""

import contextlib
import operator
import sys
import traceback

import numen as np

from ._messages import build_err_msg

# Elements that differ are listed one by one up to this number.
_LISTED = 5


def assert_(val, msg=""):
    """Fail unless `val` is true; unlike the statement, also under ``python -O``.

    Parameters
    ----------
    val : object
    msg : str or callable
        What the failure says, or a function that returns it.
    """
    __tracebackhide__ = True
    if not val:
        raise AssertionError(msg() if callable(msg) else msg)


def print_assert_equal(test_string, actual, desired):
    """Fail unless ``actual == desired``, with both printed in full below `test_string`."""
    __tracebackhide__ = True
    import pprint

    if not (actual == desired):
        raise AssertionError(
            f"{test_string} failed\nACTUAL: \n{pprint.pformat(actual)}\nDESIRED: \n{pprint.pformat(desired)}\n"
        )


# ---- any objects


def assert_equal(actual, desired, err_msg="", verbose=True, *, strict=False):
    """Fail unless two objects are equal: scalars, arrays, and lists, tuples and dicts of them.

    NaN equals NaN here, NaT equals NaT of the same kind, and ``0.0`` differs from ``-0.0`` as a scalar.

    Parameters
    ----------
    actual, desired : object
    err_msg : str
        A remark for the message.
    verbose : bool
        Whether the message shows the two objects.
    strict : bool
        For arrays: shapes and dtypes must be the same too.

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_equal([4, {"x": np.nan}], [4, {"x": np.nan}])
    """
    __tracebackhide__ = True
    if isinstance(desired, dict):
        return _assert_equal_dicts(actual, desired, err_msg, verbose)
    if isinstance(desired, (list, tuple)) and isinstance(actual, (list, tuple)):
        assert_equal(len(actual), len(desired), err_msg, verbose)
        for index in range(len(desired)):
            assert_equal(actual[index], desired[index], f"item={index!r}\n{err_msg}", verbose)
        return None
    if isinstance(actual, np.ndarray) or isinstance(desired, np.ndarray):
        return assert_array_equal(actual, desired, err_msg, verbose, strict=strict)
    message = build_err_msg([actual, desired], err_msg, verbose=verbose)
    parts = _complex_parts(actual, desired)
    if parts is not None:
        try:
            for one, other in parts:
                assert_equal(one, other)
        except AssertionError:
            raise AssertionError(message)
        # The parts are equal, but for a value that is no number at all.
    if np.isscalar(desired) != np.isscalar(actual):
        raise AssertionError(message)
    same = _same_special_value(actual, desired)
    if same is None:
        same = bool(desired == actual)
    if not same:
        raise AssertionError(message)
    return None


def _assert_equal_dicts(actual, desired, err_msg, verbose):
    __tracebackhide__ = True
    if not isinstance(actual, dict):
        raise AssertionError(repr(type(actual)))
    assert_equal(len(actual), len(desired), err_msg, verbose)
    for key in desired:
        if key not in actual:
            raise AssertionError(repr(key))
        assert_equal(actual[key], desired[key], f"key={key!r}\n{err_msg}", verbose)


def _complex_parts(actual, desired):
    """Real and imaginary parts of both in pairs, or None where neither is complex."""
    try:
        if not (np.iscomplexobj(actual) or np.iscomplexobj(desired)):
            return None
    except (ValueError, TypeError):
        return None

    def split(value):
        return (np.real(value), np.imag(value)) if np.iscomplexobj(value) else (value, 0)

    return list(zip(split(actual), split(desired)))


def _same_special_value(actual, desired):
    """Equality of NaT, NaN and zeros; None where the values are no such thing."""
    try:
        nats = np.isnat(desired), np.isnat(actual)
        if any(nats):
            return all(nats) and type(desired.dtype) is type(actual.dtype)
    except (TypeError, ValueError, NotImplementedError, AttributeError):
        pass
    try:
        nans = np.isnan(desired), np.isnan(actual)
        if all(nans):
            return True
        if desired == 0 and actual == 0:
            return bool(np.signbit(desired) == np.signbit(actual))
    except (TypeError, ValueError, NotImplementedError):
        pass
    return None


def assert_almost_equal(actual, desired, decimal=7, err_msg="", verbose=True):
    """Fail unless ``abs(desired - actual) < 1.5 * 10**(-decimal)``, element by element.

    Parameters
    ----------
    actual, desired : array_like
    decimal : int
    err_msg : str
    verbose : bool

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_almost_equal(2.3333333, 2.33333334)
    """
    __tracebackhide__ = True

    def failure():
        header = f"Arrays are not almost equal to {decimal:d} decimals"
        return AssertionError(build_err_msg([actual, desired], err_msg, verbose=verbose, header=header))

    parts = _complex_parts(actual, desired)
    if parts is not None:
        try:
            for one, other in parts:
                assert_almost_equal(one, other, decimal=decimal)
        except AssertionError:
            raise failure()
    if isinstance(actual, (np.ndarray, tuple, list)) or isinstance(desired, (np.ndarray, tuple, list)):
        return assert_array_almost_equal(actual, desired, decimal, err_msg)
    try:
        if not (np.isfinite(desired) and np.isfinite(actual)):
            if not _both_nan_or_equal(actual, desired):
                raise failure()
            return None
    except (NotImplementedError, TypeError):
        pass
    if abs(desired - actual) >= np.float64(1.5 * 10.0 ** (-decimal)):
        raise failure()
    return None


def _both_nan_or_equal(actual, desired):
    if np.isnan(desired) or np.isnan(actual):
        return bool(np.isnan(desired) and np.isnan(actual))
    return bool(desired == actual)


def assert_approx_equal(actual, desired, significant=7, err_msg="", verbose=True):
    """Fail unless two scalars agree to `significant` digits.

    Parameters
    ----------
    actual, desired : scalar
    significant : int
    err_msg : str
    verbose : bool

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_approx_equal(0.12345677777777e-20, 0.1234567e-20)
    """
    __tracebackhide__ = True
    actual, desired = map(float, (actual, desired))
    if desired == actual:
        return
    with np.errstate(invalid="ignore"):
        scale = np.power(10, np.floor(np.log10(0.5 * (np.abs(desired) + np.abs(actual)))))
    one, other = (value / scale if scale else 0.0 for value in (desired, actual))
    header = f"Items are not equal to {significant:d} significant digits:"
    message = build_err_msg([actual, desired], err_msg, header=header, verbose=verbose)
    if not (np.isfinite(desired) and np.isfinite(actual)):
        if not _both_nan_or_equal(actual, desired):
            raise AssertionError(message)
        return
    if np.abs(one - other) >= np.power(10.0, -(significant - 1)):
        raise AssertionError(message)


# ---- arrays


def assert_array_compare(
    comparison,
    x,
    y,
    err_msg="",
    verbose=True,
    header="",
    precision=6,
    equal_nan=True,
    equal_inf=True,
    *,
    strict=False,
    names=("ACTUAL", "DESIRED"),
):
    """Fail unless ``comparison(x, y)`` holds everywhere; the machinery below the array assertions.

    Parameters
    ----------
    comparison : callable
        Given two arrays, returns an array of bool, or one bool.
    x, y : array_like
        Of the same shape, or one of them a scalar.
    err_msg, verbose, header, names
        Parts of the message.
    precision : int
        Digits after the point with which the arrays are shown.
    equal_nan, equal_inf : bool
        NaN (NaT), and infinities, are compared by their positions and left out of `comparison`.
    strict : bool
        Shapes and dtypes must be the same.
    """
    __tracebackhide__ = True
    x, y = np.asanyarray(x), np.asanyarray(y)
    original = x, y

    def fail(remark, shown=original):
        text = build_err_msg(
            shown, err_msg + remark, verbose=verbose, header=header, names=names, precision=precision
        )
        raise AssertionError(text)

    try:
        mismatch = _shape_mismatch(x, y, strict)
        if mismatch:
            fail(mismatch)
        flagged = _special_positions(x, y, equal_nan, equal_inf, fail)
        if flagged.ndim > 0:
            x, y = x[~flagged], y[~flagged]
            if x.size == 0:
                return
        elif flagged:
            return
        outcome = comparison(x, y)
        if isinstance(outcome, bool):
            holds, reduced = outcome, np.array([outcome])
        else:
            reduced = outcome.ravel()
            holds = reduced.all()
        # A masked result is neither true nor false, and passes.
        if holds is not True and not _is_masked(holds) and not holds:
            fail("\n" + "\n".join(_remarks(x, y, original, flagged, outcome, reduced, names)))
    except ValueError:
        text = build_err_msg(
            original,
            f"error during assertion:\n\n{traceback.format_exc()}\n\n{header}",
            verbose=verbose,
            header=header,
            names=names,
            precision=precision,
        )
        raise ValueError(text)


def _is_masked(value):
    ma = sys.modules.get("numen.ma")
    return ma is not None and value is ma.masked


def _shape_mismatch(x, y, strict):
    if strict:
        fits = x.shape == y.shape and x.dtype == y.dtype
    else:
        fits = x.shape == () or y.shape == () or x.shape == y.shape
    if fits:
        return ""
    if x.shape != y.shape:
        return f"\n(shapes {x.shape}, {y.shape} mismatch)"
    return f"\n(dtypes {x.dtype}, {y.dtype} mismatch)"


def _special_positions(x, y, equal_nan, equal_inf, fail):
    """Where NaN, NaT or infinities stand in both; fails where they stand in one only."""
    __tracebackhide__ = True
    flagged = np.bool_(False)
    kinds = x.dtype.kind, y.dtype.kind
    if equal_nan:
        if all(kind in "biufcO" for kind in kinds):
            flagged = _same_positions(x, y, np.isnan, "nan", fail)
        elif all(kind in "mM" for kind in kinds):
            if kinds[0] == kinds[1]:
                flagged = _same_positions(x, y, np.isnat, "NaT", fail)
            elif np.isnat(x).any() or np.isnat(y).any():
                flagged = _same_positions(x, y, np.isnat, "NaT", fail) & np.bool_(False)
    if equal_inf and all(kind in "biufcO" for kind in kinds):
        infinite = _same_positions(x, y, np.isinf, "inf", fail)
        _same_infinities(x, y, infinite & ~flagged, fail)
        flagged = flagged | infinite
    return flagged


def _same_positions(x, y, test, name, fail):
    __tracebackhide__ = True
    try:
        ids = test(x), test(y)
    except TypeError:  # objects that are no numbers
        return np.bool_(False)
    agree = np.asanyarray(ids[0] == ids[1]).all()
    if not _is_masked(agree) and not agree:
        fail(f"\n{name} location mismatch:")
    for one in ids:
        if isinstance(one, bool) or one.ndim == 0:
            return np.bool_(bool(one))
    return np.asarray(ids[1])


def _same_infinities(x, y, where, fail):
    """Infinities in the same places must be the same ones."""
    __tracebackhide__ = True
    if not where.any():
        return
    if where.ndim > 0:
        x, y = x[where], y[where]
    equal = np.asanyarray(x == y).all()
    if not _is_masked(equal) and not equal:
        fail("\ninf values mismatch:", (x, y))


def _remarks(x, y, original, flagged, outcome, reduced, names):
    """How many elements differ, the first of them, and the largest differences."""
    with np.errstate(all="ignore"):
        count = int(reduced.size - reduced.sum(dtype=np.intp))
        total = flagged.size if flagged.ndim != 0 else reduced.size
        lines = [f"Mismatched elements: {count} / {total} ({100 * count / total:.3g}%)"]
        if not isinstance(outcome, bool):
            lines += _differing_elements(original, flagged, outcome, names)
        with contextlib.suppress(TypeError):
            lines += _largest_differences(x, y, reduced)
    return lines


def _differing_elements(original, flagged, outcome, names):
    if flagged.ndim > 0:
        differs = np.zeros(flagged.shape, dtype=bool)
        differs[~flagged] = ~np.asarray(outcome)
    else:
        differs = ~np.asarray(outcome)
    if differs.ndim == 0:
        return []
    positions = np.argwhere(differs)
    count = len(positions)
    if count > _LISTED:
        lines = [f"First {_LISTED} mismatches are at indices:"]
    else:
        lines = ["Mismatch at index:" if count == 1 else "Mismatch at indices:"]
    broadcast = [np.broadcast_to(np.asarray(one), differs.shape) for one in original]
    for position in positions[:_LISTED].tolist():
        one, other = (array[tuple(position)] for array in broadcast)
        lines.append(f" {position}: {one} ({names[0]}), {other} ({names[1]})")
    return lines


def _largest_differences(x, y, reduced):
    """The largest absolute and relative difference among elements that differ."""
    error = np.asarray(abs(x - y))
    if x.dtype.kind == "u":
        error = np.minimum(error, np.asarray(abs(y - x)))
    if reduced.size == error.size:
        wrong = ~np.asarray(reduced).reshape(error.shape)
    else:  # one answer for all elements
        wrong = np.ones(error.shape, dtype=bool)
    divisor = np.broadcast_to(np.asarray(y), error.shape)
    # Asked of `y` itself: a subclass may answer for all elements at once.
    countable = wrong & np.asarray(y != 0)
    lines = [_largest("absolute", error[wrong].max())]
    if not countable.any():
        return [*lines, _largest("relative", np.array(np.inf))]
    return [*lines, _largest("relative", (error[countable] / abs(divisor[countable])).max())]


def _largest(kind, value):
    is_object = getattr(value, "dtype", np.dtype(object)).kind == "O"
    text = str(value) if is_object else np.array2string(np.asarray(value))
    return f"Max {kind} difference among violations: {text}"


def assert_array_equal(actual, desired, err_msg="", verbose=True, *, strict=False):
    """Fail unless two arrays have the same shape and equal elements; NaN in the same places counts as equal.

    Parameters
    ----------
    actual, desired : array_like
        A scalar is compared with every element.
    err_msg : str
        A remark for the message.
    verbose : bool
        Whether the message shows the arrays.
    strict : bool
        Shapes and dtypes must be the same: no scalars for arrays.

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_array_equal([1.0, np.nan], [1, np.nan])
    """
    __tracebackhide__ = True
    assert_array_compare(
        operator.__eq__,
        actual,
        desired,
        err_msg=err_msg,
        verbose=verbose,
        header="Arrays are not equal",
        strict=strict,
    )


def assert_array_almost_equal(actual, desired, decimal=6, err_msg="", verbose=True):
    """Fail unless ``abs(desired - actual) < 1.5 * 10**(-decimal)`` for every element.

    Parameters
    ----------
    actual, desired : array_like
    decimal : int
    err_msg : str
    verbose : bool

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_array_almost_equal([1.0, 2.33333], [1.0, 2.33334], decimal=4)
    """
    __tracebackhide__ = True

    def close(x, y):
        try:
            infinite = np.isinf(x), np.isinf(y)
            if infinite[0].any() or infinite[1].any():
                if not np.asarray(infinite[0] == infinite[1]).all():
                    return False
                if x.size == y.size == 1:
                    return x == y
                x, y = x[~infinite[0]], y[~infinite[1]]
        except (TypeError, NotImplementedError):
            pass
        # A difference of integers would wrap; objects are compared as float64.
        y = np.asanyarray(y, dtype=np.result_type(y, 1.0))
        difference = abs(x - y)
        if not np.issubdtype(difference.dtype, np.number):
            difference = difference.astype(np.float64)
        return difference < 1.5 * 10.0 ** (-decimal)

    assert_array_compare(
        close,
        actual,
        desired,
        err_msg=err_msg,
        verbose=verbose,
        header=f"Arrays are not almost equal to {decimal:d} decimals",
        precision=decimal,
    )


def assert_array_less(x, y, err_msg="", verbose=True, *, strict=False):
    """Fail unless ``x < y`` for every element; NaN in the same places is left out.

    Parameters
    ----------
    x, y : array_like
    err_msg : str
    verbose : bool
    strict : bool
        Shapes and dtypes must be the same.

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_array_less([1.0, 1.0], [1.1, 2.0])
    """
    __tracebackhide__ = True
    assert_array_compare(
        operator.__lt__,
        x,
        y,
        err_msg=err_msg,
        verbose=verbose,
        header="Arrays are not strictly ordered `x < y`",
        equal_inf=False,
        strict=strict,
        names=("x", "y"),
    )


def assert_allclose(
    actual, desired, rtol=1e-07, atol=0, equal_nan=True, err_msg="", verbose=True, *, strict=False
):
    """Fail unless ``abs(actual - desired) <= atol + rtol * abs(desired)`` for every element.

    Parameters
    ----------
    actual, desired : array_like
    rtol, atol : float
        The relative and the absolute tolerance.
    equal_nan : bool
        NaN in the same places counts as equal.
    err_msg : str
    verbose : bool
    strict : bool
        Shapes and dtypes must be the same.

    Raises
    ------
    AssertionError
        It names the elements that differ, and the largest absolute and relative difference.

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_allclose([1e-5, 1e-3], [1.00000001e-5, 1e-3])
    """
    __tracebackhide__ = True

    def close(x, y):
        return np.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)

    assert_array_compare(
        close,
        np.asanyarray(actual),
        np.asanyarray(desired),
        err_msg=str(err_msg),
        verbose=verbose,
        header=f"Not equal to tolerance rtol={rtol:g}, atol={atol:g}",
        equal_nan=equal_nan,
        strict=strict,
    )


# ---- strings


def assert_string_equal(actual, desired):
    """Fail unless two strings are equal; the message shows the lines that differ.

    Parameters
    ----------
    actual, desired : str

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_string_equal("abc", "abc")
    """
    __tracebackhide__ = True
    import difflib

    for text in (actual, desired):
        if not isinstance(text, str):
            raise AssertionError(repr(type(text)))
    if actual == desired:
        return
    lines = difflib.Differ().compare(actual.splitlines(True), desired.splitlines(True))
    shown = "".join(line for line in lines if line[0] in "-+").rstrip()
    raise AssertionError(f"Differences in strings:\n{shown}")
