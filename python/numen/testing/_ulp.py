"""Differences counted in units in the last place."""

import numen as np

# Floating-point type -> the integer type of the same width.
_INTEGERS = {"float16": "int16", "float32": "int32", "float64": "int64"}


def assert_array_almost_equal_nulp(x, y, nulp=1):
    """Fail unless ``abs(x - y) <= nulp * spacing(maximum(abs(x), abs(y)))`` for every element.

    Parameters
    ----------
    x, y : array_like
        Floating-point or complex.
    nulp : int

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> np.testing.assert_array_almost_equal_nulp(1.0, 1.0 + np.finfo(float).eps)
    """
    __tracebackhide__ = True
    sizes = np.abs(x), np.abs(y)
    allowed = nulp * np.spacing(np.where(sizes[0] > sizes[1], *sizes))
    if np.all(np.abs(np.subtract(x, y)) <= allowed):
        return
    if np.iscomplexobj(x) or np.iscomplexobj(y):
        raise AssertionError(f"Arrays are not equal to {nulp} ULP")
    raise AssertionError(f"Arrays are not equal to {nulp} ULP (max is {np.max(_difference(x, y)):g})")


def assert_array_max_ulp(a, b, maxulp=1, dtype=None):
    """Fail if there are more than `maxulp` representable numbers between two elements.

    Parameters
    ----------
    a, b : array_like
    maxulp : int
    dtype : dtype, optional
        The floating-point type in which to count.

    Returns
    -------
    ndarray of float
        The distance of each pair of elements.

    Raises
    ------
    AssertionError

    Examples
    --------
    >>> import numen as np
    >>> float(np.testing.assert_array_max_ulp(np.float32(1), np.nextafter(np.float32(1), np.float32(2)))[0])
    1.0
    """
    __tracebackhide__ = True
    distance = _difference(a, b, dtype)
    if not np.all(distance <= maxulp):
        raise AssertionError(
            f"Arrays are not almost equal up to {maxulp:g} ULP (max difference is {np.max(distance):g} ULP)"
        )
    return distance


def _difference(x, y, dtype=None):
    """The distance of `x` and `y` in representable numbers."""
    x, y = (np.asarray(value, dtype=dtype) for value in (x, y))
    if np.iscomplexobj(x) or np.iscomplexobj(y):
        # NumPy's own limit and error: complex numbers have no order to count in.
        raise NotImplementedError("_nulp not implemented for complex array")
    common = np.common_type(x, y)
    x, y = np.array([x], dtype=common), np.array([y], dtype=common)
    for values in (x, y):
        values[np.isnan(values)] = np.nan  # one bit pattern for all of them
    if x.shape != y.shape:
        raise ValueError(f"Arrays do not have the same shape: {x.shape} - {y.shape}")
    return np.abs(_ordered_integers(x) - _ordered_integers(y)).astype(common)


def _ordered_integers(values):
    """Integers in the order of the floating-point numbers, one apart for neighbours.

    The bits of a positive float are such an integer; those of a negative one count downwards.
    """
    name = _INTEGERS.get(values.dtype.name)
    if name is None:
        raise ValueError(f"Unsupported dtype {values.dtype}")
    bits = values.view(name)
    lowest = np.iinfo(name).min
    return np.where(bits < 0, lowest - bits, bits)
