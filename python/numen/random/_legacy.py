"""`RandomState`: the legacy generator, whose streams never change."""

import operator

from .. import _core as nc
from ._bit_generators import MT19937, BitGenerator
from ._distributions import distribution, integers, kahan, probabilities, rearranged, shape_of

__all__ = ["RandomState"]

_TABLE = {
    "beta": ([("a", ...), ("b", ...)], "Beta distribution with shapes `a` and `b`."),
    "binomial": ([("n", ...), ("p", ...)], "Successes in `n` trials of probability `p`."),
    "chisquare": ([("df", ...)], "Chi-square distribution with `df` degrees of freedom."),
    "exponential": ([("scale", 1.0)], "Exponential distribution with mean `scale`."),
    "f": ([("dfnum", ...), ("dfden", ...)], "F distribution."),
    "gamma": ([("shape", ...), ("scale", 1.0)], "Gamma distribution."),
    "geometric": ([("p", ...)], "Trials until the first success of probability `p`."),
    "gumbel": ([("loc", 0.0), ("scale", 1.0)], "Gumbel distribution."),
    "hypergeometric": (
        [("ngood", ...), ("nbad", ...), ("nsample", ...)],
        "Good items among `nsample` drawn without replacement.",
    ),
    "laplace": ([("loc", 0.0), ("scale", 1.0)], "Laplace distribution."),
    "logistic": ([("loc", 0.0), ("scale", 1.0)], "Logistic distribution."),
    "lognormal": ([("mean", 0.0), ("sigma", 1.0)], "Distribution whose logarithm is normal."),
    "logseries": ([("p", ...)], "Logarithmic series distribution."),
    "negative_binomial": ([("n", ...), ("p", ...)], "Failures before `n` successes of probability `p`."),
    "noncentral_chisquare": ([("df", ...), ("nonc", ...)], "Noncentral chi-square distribution."),
    "noncentral_f": ([("dfnum", ...), ("dfden", ...), ("nonc", ...)], "Noncentral F distribution."),
    "normal": ([("loc", 0.0), ("scale", 1.0)], "Normal distribution with mean `loc` and deviation `scale`."),
    "pareto": ([("a", ...)], "Pareto II (Lomax) distribution."),
    "poisson": ([("lam", 1.0)], "Poisson distribution with mean `lam`."),
    "power": ([("a", ...)], "Density a x^(a-1) on [0, 1]."),
    "rayleigh": ([("scale", 1.0)], "Rayleigh distribution."),
    "standard_cauchy": ([], "Standard Cauchy distribution."),
    "standard_exponential": ([], "Exponential distribution with mean 1."),
    "standard_gamma": ([("shape", ...)], "Gamma distribution with scale 1."),
    "standard_normal": ([], "Standard normal distribution."),
    "standard_t": ([("df", ...)], "Student's t distribution."),
    "triangular": ([("left", ...), ("mode", ...), ("right", ...)], "Triangular distribution."),
    "uniform": ([("low", 0.0), ("high", 1.0)], "Uniform distribution on [low, high)."),
    "vonmises": ([("mu", ...), ("kappa", ...)], "Von Mises distribution on the circle."),
    "wald": ([("mean", ...), ("scale", ...)], "Wald (inverse Gaussian) distribution."),
    "weibull": ([("a", ...)], "Weibull distribution."),
    "zipf": ([("a", ...)], "Zipf distribution."),
}


class RandomState:
    """The legacy generator: Mersenne Twister with methods whose streams are frozen.

    Parameters
    ----------
    seed : None, int, array_like of ints, or BitGenerator, optional

    Examples
    --------
    >>> import numen as np
    >>> np.random.RandomState(0).rand()
    0.5488135039273248
    """

    def __init__(self, seed=None):
        if isinstance(seed, BitGenerator):
            self._use(seed)
            return
        self._use(MT19937(0))
        self.seed(seed)

    def _use(self, bit_generator):
        self._bit_generator = bit_generator
        self._native_owner = bit_generator

    @property
    def _r(self):
        return self._bit_generator._native

    def seed(self, seed=None):
        """Begin the stream of a seed: an int up to 2**32 - 1, a sequence of them, or None for a fresh one."""
        if not isinstance(self._bit_generator, MT19937):
            raise TypeError("can only re-seed a MT19937 BitGenerator")
        self._bit_generator._legacy_seeding(seed)

    def get_state(self, legacy=True):
        """Return the state, as a tuple or (`legacy=False`) a dict."""
        state = self._bit_generator.state
        has, gauss = self._r.gauss
        state["has_gauss"] = int(has)
        state["gauss"] = gauss
        if legacy and state["bit_generator"] == "MT19937":
            return ("MT19937", state["state"]["key"], state["state"]["pos"], int(has), gauss)
        return state

    def set_state(self, state):
        """Set the state from what `get_state` returned."""
        if isinstance(state, dict):
            if "bit_generator" not in state or "state" not in state:
                raise ValueError("state dictionary is not valid.")
            self._bit_generator.state = state
            self._r.set_gauss(bool(state.get("has_gauss", 0)), float(state.get("gauss", 0.0)))
            return
        if not isinstance(state, (tuple, list)):
            raise TypeError("state must be a dict or a tuple.")
        if state[0] != "MT19937":
            raise ValueError("set_state can only be used with legacy MT19937 state instances.")
        self._bit_generator.state = {
            "bit_generator": "MT19937",
            "state": {"key": state[1], "pos": state[2]},
        }
        has, gauss = (state[3], state[4]) if len(state) > 3 else (0, 0.0)
        self._r.set_gauss(bool(has), float(gauss))

    def __repr__(self):
        return f"{self} at 0x{id(self):X}"

    def __str__(self):
        return f"{type(self).__name__}({type(self._bit_generator).__name__})"

    def __getstate__(self):
        return self.get_state(legacy=False)

    def __setstate__(self, state):
        self.set_state(state)

    def __reduce__(self):
        return _rebuild, (self._bit_generator,), self.get_state(legacy=False)

    def _draw(self, name, parameters, size):
        with self._bit_generator.lock:
            return self._r.draw(True, name, parameters, shape_of(size))

    def random_sample(self, size=None):
        """Return uniform floats in [0, 1)."""
        if size is None:
            return self._r.next_f64()
        return self._r.random(shape_of(size))

    random = random_sample

    def tomaxint(self, size=None):
        """Return random integers between 0 and the largest int64."""
        if size is None:
            return int(self._r.integers(True, 7, 0, 2**63 - 1, [])[()])
        return self._r.integers(True, 7, 0, 2**63 - 1, shape_of(size))

    def rand(self, *args):
        """Return uniform floats in [0, 1) in the shape of the arguments."""
        return self.random_sample(args if args else None)

    def randn(self, *args):
        """Return standard normal floats in the shape of the arguments."""
        return self.standard_normal(args if args else None)

    def randint(self, low, high=None, size=None, dtype=int):
        """Return integers from `low` (inclusive) to `high` (exclusive), or below `low` if `high` is None."""
        return integers(self._r, True, low, high, size, dtype, False, "randint")

    def random_integers(self, low, high=None, size=None):
        """Return integers from `low` to `high`, both inclusive (deprecated; use `randint`)."""
        import warnings

        if high is None:
            warnings.warn(
                "This function is deprecated. Please call randint(1, {low} + 1) instead".replace(
                    "{low}", str(low)
                ),
                DeprecationWarning,
                stacklevel=2,
            )
            high, low = low, 1
        else:
            warnings.warn(
                f"This function is deprecated. Please call randint({low}, {high} + 1) instead",
                DeprecationWarning,
                stacklevel=2,
            )
        return self.randint(low, int(high) + 1, size=size, dtype="l")

    def bytes(self, length):
        """Return random bytes."""
        return self._r.bytes(length)

    def shuffle(self, x):
        """Shuffle a sequence in place along its first axis."""
        shuffle(self._r, x)

    def permutation(self, x):
        """Return ``range(x)`` or the elements of `x` along its first axis, in random order."""
        return permutation(self._r, x, 0)

    def choice(self, a, size=None, replace=True, p=None):
        """Return random elements of `a` (or of ``range(a)``), with replacement or without, weighted by `p`."""
        return choice(self, True, a, size, replace, p, 0, True)

    def multinomial(self, n, pvals, size=None):
        """Return counts of `n` experiments with outcomes of probabilities `pvals`."""
        p = [float(v) for v in nc.asarray(pvals, dtype=nc.float64).ravel().tolist()]
        if p and kahan(p[:-1]) > 1.0 + 1e-12:
            raise ValueError("sum(pvals[:-1]) > 1.0")
        if any(v < 0 or v > 1 or v != v for v in p):
            raise ValueError("pvals < 0, pvals > 1 or pvals contains NaNs")
        if n < 0:
            raise ValueError("n < 0")
        shape = shape_of(size)
        rows = 1
        for m in shape or []:
            rows *= m
        out = self._r.multinomial([operator.index(n)] * rows, p)
        return out.reshape((*(shape or ()), len(p)))

    def dirichlet(self, alpha, size=None):
        """Return draws of the Dirichlet distribution: rows that sum to 1."""
        a = [float(v) for v in nc.asarray(alpha, dtype=nc.float64).ravel().tolist()]
        if any(not v > 0 for v in a):
            raise ValueError("alpha <= 0")
        shape = shape_of(size)
        rows = 1
        for m in shape or []:
            rows *= m
        return self._r.dirichlet(True, a, rows).reshape((*(shape or ()), len(a)))

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8):
        """Return draws of a normal distribution with a covariance matrix."""
        from numen.linalg import svd

        mean, cov = nc.array(mean), nc.array(cov)
        shape = shape_of(size) or []
        if mean.ndim != 1:
            raise ValueError("mean must be 1 dimensional")
        if cov.ndim != 2 or cov.shape[0] != cov.shape[1]:
            raise ValueError("cov must be 2 dimensional and square")
        if mean.shape[0] != cov.shape[0]:
            raise ValueError("mean and cov must have same length")
        x = self.standard_normal((*shape, mean.shape[0])).reshape(-1, mean.shape[0])
        cov = cov.astype(nc.double)
        _, s, v = svd(cov)
        if check_valid != "ignore":
            if check_valid not in ("warn", "raise"):
                raise ValueError("check_valid must equal 'warn', 'raise', or 'ignore'")
            good = nc.allclose(nc.dot(v.T * s, v), cov, rtol=tol, atol=tol)
            if not good:
                if check_valid == "raise":
                    raise ValueError("covariance is not symmetric positive-semidefinite.")
                import warnings

                warnings.warn(
                    "covariance is not symmetric positive-semidefinite.", RuntimeWarning, stacklevel=2
                )
        x = nc.dot(x, nc.sqrt(s)[:, None] * v)
        x += mean
        return x.reshape((*shape, mean.shape[0]))


def _rebuild(bit_generator):
    return RandomState(bit_generator)


for _name, (_parameters, _doc) in _TABLE.items():
    setattr(RandomState, _name, distribution(True, _name, _parameters, _doc))


def shuffle(native, x, axis=0):
    """Shuffle in place: arrays along an axis, other mutable sequences by assignment."""
    if isinstance(x, nc.ndarray) or hasattr(x, "dtype") and hasattr(x, "shape"):
        if x.ndim == 0:
            raise TypeError("len() of unsized object")
        n = x.shape[axis]
        order = native.shuffled(n)
        index = (slice(None),) * axis + (slice(None),)
        x[index] = rearranged(x, order, axis)
        return
    n = len(x)
    order = native.shuffled(n)
    old = list(x)
    for i, j in enumerate(order.tolist()):
        x[i] = old[j]


def permutation(native, x, axis):
    """Return a shuffled range or a shuffled copy."""
    if isinstance(x, (int, nc.integer)) and not isinstance(x, bool):
        return native.permutation(operator.index(x))
    x = nc.asarray(x)
    if x.ndim == 0:
        raise IndexError("x must be an integer or at least 1-dimensional")
    return rearranged(x, native.shuffled(x.shape[axis]), axis)


def choice(self, legacy, a, size, replace, p, axis, shuffled):
    """Return random elements of an array or range."""
    native = self._r
    array = nc.asarray(a)
    if array.ndim == 0:
        try:
            n = operator.index(array.item())
        except TypeError:
            raise ValueError(
                "a must be 1-dimensional or an integer"
                if legacy
                else "a must be a sequence or an integer, not " + str(type(a))
            ) from None
        if n <= 0 and _count(size) != 0:
            raise ValueError(
                "a must be greater than 0 unless no samples are taken"
                if legacy
                else "a must be a positive integer unless no samples are taken"
            )
    elif legacy and array.ndim != 1:
        raise ValueError("a must be 1-dimensional")
    else:
        n = array.shape[axis]
        if n == 0 and _count(size) != 0:
            raise ValueError(
                "'a' cannot be empty unless no samples are taken"
                if legacy
                else "a cannot be empty unless no samples are taken"
            )
    weights = None if p is None else probabilities(p, n)
    shape = shape_of(size)
    count = _count(size)
    if replace:
        if weights is not None:
            index = native.choose_weighted(weights, shape or [], True)
        elif legacy:
            index = native.integers(True, 7, 0, n - 1, shape or [])
        else:
            index = native.integers(False, 7, 0, n - 1, shape or [])
    else:
        if count > n:
            raise ValueError(
                "Cannot take a larger sample than population when "
                + ("'replace=False'" if legacy else "replace is False")
            )
        if weights is not None:
            if sum(1 for w in weights if w > 0) < count:
                raise ValueError("Fewer non-zero entries in p than size")
            index = native.choose_weighted(weights, [count], False)
        else:
            index = native.choose(legacy, n, count, shuffled)
        index = index.reshape(tuple(shape or ()))
    if array.ndim == 0:
        return index if shape is not None else int(index[()]) if legacy else index[()]
    if shape is None:
        i = int(index.ravel()[0]) if index.ndim else int(index[()])
        return array[(slice(None),) * axis + (i,)]
    return rearranged(array, index, axis)


def _count(size):
    count = 1
    for n in shape_of(size) or []:
        count *= n
    return count
