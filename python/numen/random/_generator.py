"""`Generator`: distributions over any bit generator."""

from .. import _core as nc
from .._docstrings import completed
from . import _multivariate as vectors
from ._bit_generators import PCG64
from ._distributions import Draws, common_shape, distribution, integers, random_bytes
from ._legacy import RandomState
from ._order import choice, permutation, permuted, shuffle
from ._sections import SECTIONS
from ._table import TABLE

__all__ = ["Generator", "default_rng"]

_OWN = {"standard_normal", "standard_exponential", "standard_gamma"}
_STANDARD_GAMMA = nc._distribution_index(False, "standard_gamma")
_FLOAT64, _FLOAT32 = nc.dtype("float64"), nc.dtype("float32")


def _precision(dtype, name):
    """Return whether a dtype is single precision; neither single nor double is refused."""
    dt = nc.dtype(dtype)
    if dt == _FLOAT32:
        return True
    if dt != _FLOAT64:
        raise TypeError(f"Unsupported dtype {dt!r} for {name}")
    return False


def _check_out(out, dtype, size, in_order):
    """Refuse arrays that cannot be filled as they are; `in_order` wants the order of C."""
    flags = out.flags if isinstance(out, nc.ndarray) else None
    fits = flags is not None and flags.aligned and flags.writeable and out.dtype.isnative
    if not fits or not (flags.c_contiguous or flags.f_contiguous and not in_order):
        order = "C-contiguous" if in_order else "contiguous"
        raise ValueError(
            f"Supplied output array must be {order}, writable, aligned, and in machine byte-order."
        )
    if out.dtype != dtype:
        raise TypeError(f"Supplied output array has the wrong type. Expected {dtype}, got {out.dtype}")
    if size is not None and (tuple(size) if hasattr(size, "__iter__") else (size,)) != out.shape:
        raise ValueError("size must match out.shape when used together")


@completed(SECTIONS)
class Generator(Draws):
    """Draws from distributions with the bits of a bit generator.

    Parameters
    ----------
    bit_generator : BitGenerator
        Ours, or one of another library that has a `capsule` and a `lock`, as NumPy's have.

    Raises
    ------
    AttributeError
        When the object has no capsule.
    ValueError
        When a class is given in place of an instance.

    Notes
    -----
    Methods take the lock of the bit generator: threads may share a generator, and get its stream between them.

    Examples
    --------
    >>> import numen as np
    >>> rng = np.random.Generator(np.random.PCG64(0))
    >>> rng.random()
    0.6369616873214543
    """

    _legacy = False
    # The largest mean of a Poisson variate that surely fits 64 bits.
    _poisson_lam_max = 9.223372006484771e18

    def __init__(self, bit_generator):
        self._take(bit_generator, "Invalid bit generator. The bit generator must be instantiated.")

    @property
    def bit_generator(self):
        """The bit generator behind."""
        return self._bit_generator

    def __getstate__(self):
        return None

    def __setstate__(self, state):
        if isinstance(state, dict):
            self._bit_generator.state = state

    def __reduce__(self):
        from . import _pickle

        return getattr(_pickle, "__generator_ctor"), (self._bit_generator,), None

    def spawn(self, n_children):
        """Return a list of `n_children` new independent generators.

        Examples
        --------
        >>> import numen as np
        >>> len(np.random.default_rng(0).spawn(3))
        3
        """
        return [type(self)(g) for g in self._bit_generator.spawn(n_children)]

    def _plain(self, name, size, dtype, out, kind=None):
        """Draw from a distribution without parameters, into `out` if it is given."""
        single = False if dtype is nc.float64 else _precision(dtype, name)
        if out is None:
            return self._native.plain(kind or name, single, size)
        _check_out(out, _FLOAT32 if single else _FLOAT64, size, False)
        with self._lock:
            self._native.fill(kind or name, out)
        return out

    def random(self, size=None, dtype=nc.float64, out=None):
        """Draw evenly from [0, 1).

        {plain}

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(1).random()
        0.5118216247002567
        """
        if out is None and dtype is nc.float64:
            return self._native.random(size)
        return self._plain("random", size, dtype, out)

    def standard_normal(self, size=None, dtype=nc.float64, out=None):
        """Draw from the normal distribution with mean zero and standard deviation one.

        {plain}

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(1).standard_normal(3)
        array([0.34558419, 0.82161814, 0.33043708])

        {ziggurat}
        """
        return self._plain("standard_normal", size, dtype, out)

    def standard_exponential(self, size=None, dtype=nc.float64, method="zig", out=None):
        """Draw from the exponential distribution with mean one.

        Parameters
        ----------
        {precision}
        method : {'zig', 'inv'}, optional
            By ziggurat or by inversion.
        {out}

        {float}

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(1).standard_exponential()
        1.0730290263725388

        {ziggurat}
        """
        kind = "standard_exponential" if method == "zig" else "standard_exponential_inv"
        return self._plain("standard_exponential", size, dtype, out, kind)

    def standard_gamma(self, shape, size=None, dtype=nc.float64, out=None):
        """Draw from the gamma distribution with scale one.

        Parameters
        ----------
        shape : float or array_like of floats
            Not negative.
        {precision}
        out : ndarray, optional
            In C order, of that type, to be filled.

        {float}

        Raises
        ------
        ValueError
            When a shape is negative.

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(1).standard_gamma([1.0, 2.0], size=(3, 2)).shape
        (3, 2)

        References
        ----------
        Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26, 2000.
        """
        single = _precision(dtype, "standard_gamma")
        if out is not None:
            _check_out(out, _FLOAT32 if single else _FLOAT64, size, True)
            size = out.shape
            common_shape(size, nc.asarray(shape, dtype=_FLOAT64))
        if single:
            with self._lock:
                drawn = self._native.gamma_single(shape, size)
        else:
            drawn = self._native.draw(False, _STANDARD_GAMMA, (shape,), size)
        if out is None:
            return drawn
        out[...] = drawn
        return out

    def integers(self, low, high=None, size=None, dtype=nc.int64, endpoint=False):
        """Draw integers from `low` (inclusive) to `high` (exclusive; inclusive with `endpoint`).

        Parameters
        ----------
        low, high : int or array_like of ints
            With `high` None the range is ``[0, low)``.
        {range}
        endpoint : bool, optional

        {whole}

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).integers(5, size=4)
        array([4, 3, 2, 1])

        References
        ----------
        Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29, 2019.
        """
        if dtype is nc.int64 and endpoint is False:
            drawn = self._native.below(False, low, high, size)
            if drawn is not None:
                return drawn
        return integers(self, low, high, size, dtype, endpoint, "integers")

    def bytes(self, length):
        """Return `length` random bytes.

        Examples
        --------
        >>> import numen as np
        >>> len(np.random.default_rng(0).bytes(5))
        5
        """
        return random_bytes(self, length)

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        """Return random elements of `a` along an axis, or of ``range(a)``.

        Parameters
        ----------
        a : int or array_like
        {elements}
        axis : int, optional
        shuffle : bool, optional
            Whether, without replacement, every order is equally likely; False is faster.

        {element}

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).choice(5, 3, replace=False)
        array([3, 4, 2])

        References
        ----------
        Without replacement: Bentley and Floyd, "A Sample of Brilliance", CACM 30, 1987.
        """
        return choice(self, a, size, replace, p, axis, shuffle)

    def shuffle(self, x, axis=0):
        """Shuffle an array along an axis, or a mutable sequence, in place.

        Examples
        --------
        >>> import numen as np
        >>> a = np.arange(5)
        >>> np.random.default_rng(0).shuffle(a)
        >>> a
        array([2, 4, 3, 0, 1])

        References
        ----------
        Fisher and Yates; Durstenfeld, "Algorithm 235: Random Permutation", CACM 7, 1964.
        """
        shuffle(self, x, axis)

    def permutation(self, x, axis=0):
        """Return ``range(x)`` or a copy of `x` in random order along an axis.

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).permutation(5)
        array([2, 4, 3, 0, 1])
        """
        return permutation(self, x, axis)

    def permuted(self, x, *, axis=None, out=None):
        """Return a copy of `x` with each lane along an axis shuffled by itself; with None, all its elements.

        Parameters
        ----------
        x : array_like
        axis : int, optional
        out : ndarray, optional
            Of the shape of `x`, takes the result; may be `x`.

        Returns
        -------
        ndarray

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).permuted([[1, 2, 3], [4, 5, 6]], axis=1).sum(axis=1)
        array([ 6, 15])
        """
        return permuted(self, x, axis, out)

    def multinomial(self, n, pvals, size=None):
        """Draw counts of the outcomes of `n` experiments.

        Parameters
        ----------
        n : int or array_like of ints
            Experiments, not negative.
        pvals : array_like of floats, shape (..., k)
            Probabilities of the k outcomes along the last axis; the last is what the others leave.
        size : int or tuple of ints, optional
            The shape that `n` and the other axes of `pvals` broadcast to.

        {counts}

        {counts_refused}

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).multinomial([10, 20], [0.25, 0.75]).sum(axis=-1)
        array([10, 20])

        References
        ----------
        A chain of binomials: Davis, "The Computer Generation of Multinomial Random Variates", Comput. Stat.
        Data Anal. 16, 1993.
        """
        return vectors.multinomial(self, n, pvals, size)

    def dirichlet(self, alpha, size=None):
        """Draw from the Dirichlet distribution: vectors of positive numbers that sum to one.

        Parameters
        ----------
        alpha : sequence of floats, length k
            Not negative.
        size : int or tuple of ints, optional

        {vectors}

        Raises
        ------
        ValueError
            When an `alpha` is negative.

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).dirichlet([1.0, 2.0, 3.0], size=4).shape
        (4, 3)

        References
        ----------
        Devroye, "Non-Uniform Random Variate Generation", Springer, 1986, chapter 11: normalised gammas, or where
        all of `alpha` is small a stick broken by betas.
        """
        return vectors.dirichlet(self, alpha, size)

    def multivariate_hypergeometric(self, colors, nsample, size=None, method="marginals"):
        """Draw counts of colors among `nsample` items taken without replacement.

        Parameters
        ----------
        colors : sequence of ints, length k
            How many items of each color there are.
        nsample : int
            How many are taken, at most as many as there are.
        size : int or tuple of ints, optional
        method : {'marginals', 'count'}, optional
            One color after the other, or by drawing from a list of all items, which takes memory.

        {counts}

        Raises
        ------
        ValueError
            When numbers are negative or too large, or more are taken than there are.

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).multivariate_hypergeometric([3, 4, 5], 6).sum()
        np.int64(6)
        """
        return vectors.multivariate_hypergeometric(self, colors, nsample, size, method)

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"):
        """Draw vectors from a normal distribution.

        Parameters
        ----------
        {moments}
        method : {'svd', 'eigh', 'cholesky'}, optional
            The factorization of `cov`; the last is fastest and wants it positive definite.

        {vectors}

        {moments_refused}
        LinAlgError
            When the factorization fails.

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).multivariate_normal([0, 0], [[2, 1], [1, 2]], size=3).shape
        (3, 2)
        """
        return vectors.multivariate_normal(self, mean, cov, size, check_valid, tol, method)


for _name in TABLE:
    if _name not in _OWN:
        setattr(Generator, _name, distribution(_name, False))


def default_rng(seed=None):
    """Return a `Generator` over a new PCG64, or over the bit generator that is given.

    Parameters
    ----------
    seed : None, int, sequence of ints, SeedSequence, BitGenerator, Generator or RandomState, optional
        A generator is returned as it is.

    Returns
    -------
    Generator

    Examples
    --------
    >>> import numen as np
    >>> np.random.default_rng(42).random()
    0.7739560485559633
    """
    if isinstance(seed, Generator):
        return seed
    if isinstance(seed, RandomState):
        return Generator(seed._bit_generator)
    if hasattr(seed, "capsule"):
        return Generator(seed)
    return Generator(PCG64(seed))
