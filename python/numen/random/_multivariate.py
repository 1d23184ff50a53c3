"""Distributions of vectors, for `Generator` and `RandomState`."""

import operator
import warnings

from .. import _core as nc
from ._distributions import common_shape, rows_shape, safe_array

_LARGEST = 2**63 - 1
_BOUNDS = "pvals < 0, pvals > 1 or pvals contains NaNs"
_CAST = (
    "{}.astype(np.float64)) > 1.0. The pvals array is cast to 64-bit floating point prior to checking the sum. "
    "Precision changes when casting may cause problems even if the sum of the original pvals is valid."
)


def _check_sum(row, pvals, what):
    """Refuse probabilities whose sum without the last is above one."""
    if row.size and nc._kahan_sum(row[:-1]) > 1.0 + 1e-12:
        single = isinstance(pvals, nc.ndarray) and pvals.dtype == nc.dtype("float32")
        # A sum that may have been one before the cast.
        if single and row.sum() < 1.0001:
            raise ValueError(_CAST.format(what))
        raise ValueError(f"{what}) > 1.0")


def multinomial(self, n, pvals, size):
    """Draw for `Generator.multinomial`."""
    drawn = self._native.multinomial_of_numbers(n, pvals, size)
    if drawn is not None:
        return drawn
    p = safe_array(pvals, nc.float64)
    counts = safe_array(n, nc.int64)
    if p.ndim == 0 or p.shape[-1] == 0:
        raise ValueError(
            "pvals must have at least 1 dimension and the last dimension of pvals must be greater than 0."
        )
    if not nc.all((p >= 0) & (p <= 1)):
        raise ValueError(_BOUNDS)
    width = p.shape[-1]
    what = "sum(pvals[:-1]" if p.ndim == 1 else "sum(pvals[...,:-1]"
    rows = p.reshape(-1, width)
    # A plain sum tells which rows are anywhere near the limit.
    for row in rows[rows[:, :-1].sum(axis=1) > 0.999]:
        _check_sum(row, pvals, what)
    if nc.any(counts < 0):
        raise ValueError("n < 0")
    if counts.ndim == 0 and p.ndim == 1:
        rows, shape = rows_shape(size, width)
        counts = nc.broadcast_to(counts, (rows,))
    else:
        common = common_shape(size, counts, p[..., 0])
        shape = (*common, width)
        counts = nc.broadcast_to(counts, common).ravel()
        if p.ndim > 1:
            p = nc.broadcast_to(p, shape).reshape(-1, width)
    with self._lock:
        return self._native.multinomial(counts, p).reshape(shape)


def legacy_multinomial(self, n, pvals, size):
    """Draw for `RandomState.multinomial`."""
    drawn = self._native.multinomial_of_numbers(n, pvals, size)
    if drawn is not None:
        return drawn
    if isinstance(n, (str, list, tuple, type(None))):
        raise TypeError("an integer is required")
    try:
        width = len(pvals)
    except TypeError:
        raise TypeError("pvals must be a 1-d sequence") from None
    n = nc.asarray(int(n), dtype=nc.int64)
    p = vector(pvals)
    if not nc.all((p >= 0) & (p <= 1)):
        raise ValueError(_BOUNDS)
    _check_sum(p, pvals, "sum(pvals[:-1]")
    if n < 0:
        raise ValueError("n < 0")
    rows, shape = rows_shape(size, width)
    with self._lock:
        return self._native.multinomial(nc.broadcast_to(n, (rows,)), p).reshape(shape)


def vector(values):
    """Return an array of float64 with one dimension."""
    if isinstance(values, nc.ndarray):
        if values.ndim > 1:
            raise ValueError("object too deep for desired array")
        return safe_array(values, nc.float64)
    array = nc.asarray(values, dtype=nc.float64)
    if array.ndim > 1:
        raise ValueError(
            "setting an array element with a sequence. The requested array would exceed the maximum number of "
            "dimension of 1."
        )
    return array


def dirichlet(self, alpha, size):
    """Draw for both `dirichlet`."""
    width = len(alpha)
    a = vector(alpha)
    if nc.any(a <= 0 if self._legacy else a < 0):
        raise ValueError("alpha <= 0" if self._legacy else "alpha < 0")
    rows, shape = rows_shape(size, width)
    with self._lock:
        return self._native.dirichlet(self._legacy, a, rows).reshape(shape)


def multivariate_hypergeometric(self, colors, nsample, size, method):
    """Draw for `Generator.multivariate_hypergeometric`."""
    if method not in ("count", "marginals"):
        raise ValueError('method must be "count" or "marginals".')
    try:
        nsample = operator.index(nsample)
    except TypeError:
        raise ValueError("nsample must be an integer") from None
    if nsample < 0:
        raise ValueError("nsample must be nonnegative.")
    if nsample > _LARGEST:
        raise ValueError(f"nsample must not exceed {_LARGEST}")
    colors = _colors(colors)
    total = sum(colors.tolist())
    if total > _LARGEST:
        raise ValueError(
            f"sum(colors) must not exceed the maximum value of a 64 bit signed integer ({_LARGEST})"
        )
    if method == "marginals" and total >= 1_000_000_000:
        raise ValueError('When method is "marginals", sum(colors) must be less than 1000000000.')
    # The method takes eight bytes an item.
    if method == "count" and total > _LARGEST // 8:
        raise ValueError(f"When method is 'count', sum(colors) must not exceed {_LARGEST // 8}")
    if nsample > total:
        raise ValueError("nsample > sum(colors)")
    rows, shape = rows_shape(size, colors.size)
    if colors.size == 0:
        return nc.zeros(shape, nc.int64)
    with self._lock:
        return self._native.multivariate_hypergeometric(colors, nsample, rows, method == "count").reshape(
            shape
        )


def _colors(colors):
    try:
        a = nc.asarray(colors)
        valid = a.ndim == 1 and (a.size == 0 or a.dtype.kind in "biu")
        valid = valid and all(0 <= c <= _LARGEST for c in a.tolist())
    except (TypeError, ValueError, OverflowError):
        valid = False
    if not valid:
        raise ValueError(
            f"colors must be a one-dimensional sequence of nonnegative integers not exceeding {_LARGEST}."
        )
    return a.astype(nc.int64)


def normal_parameters(mean, cov, size):
    """Check the parameters of a multivariate normal; return them with the shape of the result."""
    shape = [] if size is None else [size] if isinstance(size, (int, nc.integer)) else size[:]
    if mean.ndim != 1:
        raise ValueError("mean must be 1 dimensional")
    if cov.ndim != 2 or cov.shape[0] != cov.shape[1]:
        raise ValueError("cov must be 2 dimensional and square")
    if mean.shape[0] != cov.shape[0]:
        raise ValueError("mean and cov must have same length")
    return [*shape, mean.shape[0]]


def check_semidefinite(holds, check_valid):
    """Complain of a covariance that is none, as asked for."""
    if not holds:
        text = "covariance is not symmetric positive-semidefinite."
        if check_valid == "raise":
            raise ValueError(text)
        warnings.warn(text, RuntimeWarning, stacklevel=4)


def check_valid_known(check_valid):
    """Refuse what is no way to check."""
    if check_valid not in ("ignore", "warn", "raise"):
        raise ValueError("check_valid must equal 'warn', 'raise', or 'ignore'")


def legacy_multivariate_normal(self, mean, cov, size, check_valid, tol):
    """Draw for `RandomState.multivariate_normal`: by the right vectors of a singular value decomposition."""
    from numen.linalg import svd

    mean, cov = nc.array(mean), nc.array(cov)
    shape = normal_parameters(mean, cov, size)
    x = self.standard_normal(shape).reshape(-1, mean.shape[0])
    cov = cov.astype(nc.float64)
    _, s, v = svd(cov)
    if check_valid != "ignore":
        check_valid_known(check_valid)
        check_semidefinite(nc.allclose(nc.dot(v.T * s, v), cov, rtol=tol, atol=tol), check_valid)
    x = nc.dot(x, nc.sqrt(s)[:, None] * v)
    x += mean
    return x.reshape(shape)


def multivariate_normal(self, mean, cov, size, check_valid, tol, method):
    """Draw for `Generator.multivariate_normal`: standard normals times a factor of the covariance."""
    from numen import linalg

    if method not in ("eigh", "svd", "cholesky"):
        raise ValueError("method must be one of {'eigh', 'svd', 'cholesky'}")
    mean, cov = nc.array(mean), nc.array(cov)
    if mean.dtype.kind == "c" or cov.dtype.kind == "c":
        raise TypeError("mean and cov must not be complex")
    shape = normal_parameters(mean, cov, size)
    x = self.standard_normal(shape).reshape(-1, mean.shape[0])
    cov = cov.astype(nc.float64)
    if method == "svd":
        u, s, vh = linalg.svd(cov)
    elif method == "eigh":
        s, u = linalg.eigh(cov)
    else:
        factor = linalg.cholesky(cov)
    if check_valid != "ignore":
        check_valid_known(check_valid)
        if method == "svd":
            check_semidefinite(nc.allclose(nc.dot(vh.T * s, vh), cov, rtol=tol, atol=tol), check_valid)
        elif method == "eigh":
            check_semidefinite(not nc.any(s < -tol), check_valid)
    if method != "cholesky":
        # Small negative eigenvalues stand for zeros.
        factor = u * nc.sqrt(nc.abs(s) if method == "eigh" else s)
    return (mean + nc.dot(x, factor.T)).reshape(shape)
