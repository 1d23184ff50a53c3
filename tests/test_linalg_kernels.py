"""Linear algebra where kernels change over: panels of Cholesky's, long inner products, errors seen in blocks, NaN in pivots."""

import warnings

import numpy
import pytest
from agreement import ours
from test_linalg import FLOATS, definite, draw, outcome, real, well

import numen as np


@pytest.mark.parametrize("n", [24, 25, 26, 31, 32, 33, 40, 47, 57, 64, 99, 128, 129, 200, 321])
def test_cholesky_of_every_remainder(n):
    """Panels, blocks of rows and what is left of both; only one half is read."""
    a = definite(n, n)
    lower, upper = numpy.tril(a), numpy.triu(a)
    lower[numpy.triu_indices(n, 1)] = upper[numpy.tril_indices(n, -1)] = numpy.nan
    factor = real(np.linalg.cholesky(ours(lower)))
    numpy.testing.assert_allclose(factor @ factor.T, a, rtol=0, atol=1e-13 * abs(a).max())
    assert (numpy.triu(factor, 1) == 0).all()
    other = real(np.linalg.cholesky(ours(upper), upper=True))
    numpy.testing.assert_allclose(other, factor.T, rtol=0, atol=1e-12)
    for place in (0, 1, n // 2, n - 1):
        bad = a.copy()
        bad[place, place] = -1
        with pytest.raises(np.linalg.LinAlgError, match="Matrix is not positive definite"):
            np.linalg.cholesky(ours(bad))


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("n", [511, 512, 600, 16383, 16384, 100_003])
def test_a_vector_meets_itself(dtype, n):
    """The sums are those of two vectors with the same elements."""
    x = ours(draw(n, dtype=dtype))
    for a, b in ((x, x.copy()), (x[1:], x[1:].copy())):
        assert (a @ a) == (a @ b) == np.dot(b, b)
    y = real(x)
    exact = (abs(y.astype("c16")) ** 2).sum() ** 0.5
    assert np.linalg.norm(x) == pytest.approx(exact, rel=1e-5 if y.real.dtype == "f4" else 1e-14)


@pytest.mark.parametrize("dtype", ["f2", *FLOATS])
@pytest.mark.parametrize("place", [0, 511, 512, 2047, 2499])
def test_errors_of_products_are_seen_anywhere(dtype, place):
    a = numpy.ones((50, 3), dtype)
    b = numpy.ones((3, 50), dtype)
    i, j = divmod(place, 50)
    a[i], b[:, j] = numpy.finfo(a.dtype).max, 2
    with pytest.warns(RuntimeWarning, match="overflow encountered in matmul"):
        r = np.matmul(ours(a), ours(b))
    assert numpy.isinf(real(r).real[i, j])
    a[i, 0], a[i, 1:] = numpy.inf, 1
    b[0, j] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # No other infinity than the one that was given; zero times it is no number, which was not given.
        with pytest.raises(RuntimeWarning, match="invalid value encountered in matmul"):
            np.matmul(ours(a), ours(b))


@pytest.mark.parametrize("dtype", ["f8", "c16"])
@pytest.mark.parametrize("name", ["inv", "solve", "det"])
def test_elements_beside_not_a_number_in_a_pivot(dtype, name):
    """A short column is not divided by a pivot that is no number: what does not depend on it is found."""
    for n in (1, 2, 3) if dtype == "c16" else (1, 2, 3, 4, 5, 6, 8):
        for i, j in {(0, 0), (n - 1, 0), (0, n - 1), (n // 2, n // 2), (n - 1, n - 1)}:
            a = well(n, n, dtype=dtype)
            a[i, j] = numpy.nan
            more = [numpy.ones(n, dtype)] if name == "solve" else []
            want = outcome(numpy, name, a, *more)
            assert outcome(np, name, ours(a), *map(ours, more)) == want, (n, i, j)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 16, 33])
def test_stacks_are_what_their_matrices_are(n):
    """One small matrix, a stack on several threads: the same bits, the same refusal."""
    rng = np.random.default_rng(n)
    a, b = rng.normal(size=(2000 if n < 9 else 120, n, n)), rng.normal(size=(2000 if n < 9 else 120, n, 2))
    for whole, single in (
        (np.linalg.inv(a), [np.linalg.inv(x) for x in a]),
        (np.linalg.det(a), [np.linalg.det(x) for x in a]),
        (np.linalg.solve(a, b), [np.linalg.solve(x, y) for x, y in zip(a, b)]),
    ):
        assert whole.tobytes() == np.array(single).tobytes()
    a[len(a) // 3] = 0
    for function, args in ((np.linalg.inv, (a,)), (np.linalg.solve, (a, b))):
        with pytest.raises(np.linalg.LinAlgError, match="^Singular matrix$"):
            function(*args)
        with pytest.raises(np.linalg.LinAlgError, match="^Singular matrix$"):
            function(*(x[len(a) // 3] for x in args))
