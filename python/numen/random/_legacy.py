"""`RandomState`: the legacy generator, whose streams never change."""

import warnings

from .._docstrings import completed
from . import _multivariate as vectors
from ._bit_generators import MT19937
from ._distributions import Draws, distribution, integers, random_bytes
from ._order import choice, permutation, shuffle
from ._sections import SECTIONS
from ._table import TABLE

__all__ = ["RandomState"]


@completed(SECTIONS)
class RandomState(Draws):
    """The legacy generator: methods whose streams are frozen, by default over the Mersenne Twister.

    Parameters
    ----------
    seed : None, int, array_like of ints, or BitGenerator, optional
        Integers are below 2**32. A bit generator, ours or one of another library with a `capsule` and a `lock`,
        is drawn from as it is.

    Examples
    --------
    >>> import numen as np
    >>> np.random.RandomState(0).rand()
    0.5488135039273248
    """

    _legacy = True
    # The largest mean of a Poisson variate that surely fits 64 bits.
    _poisson_lam_max = 9.223372006484771e18

    def __init__(self, seed=None):
        if hasattr(seed, "capsule"):
            self._use(seed)
            return
        bit_generator = MT19937()
        if seed is not None:
            bit_generator._legacy_seeding(seed)
        self._use(bit_generator)

    def _use(self, bit_generator):
        self._take(bit_generator, "Invalid bit generator. The bit generator must be instantized.")

    def seed(self, seed=None):
        """Begin the stream of a seed.

        Parameters
        ----------
        seed : None, int or array_like of ints, optional
            Below 2**32. None takes a fresh one from the operating system.

        Raises
        ------
        TypeError
            When the bit generator is no MT19937.
        ValueError
            When an integer is out of range or there is none.
        """
        if not isinstance(self._bit_generator, MT19937):
            raise TypeError("can only re-seed a MT19937 BitGenerator")
        self._bit_generator._legacy_seeding(seed)
        self._native.set_gauss(False, 0.0)

    def get_state(self, legacy=True):
        """Return the state, as a tuple, or with `legacy` False and for other bit generators as a dict.

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).get_state()[2:]
        (624, 0, 0.0)
        """
        state = self._bit_generator.state
        if legacy and state["bit_generator"] != "MT19937":
            warnings.warn(
                "get_state and legacy can only be used with the MT19937 BitGenerator. To silence this warning, "
                "set `legacy` to False.",
                RuntimeWarning,
                stacklevel=2,
            )
            legacy = False
        has, gauss = self._native.gauss
        if legacy:
            return "MT19937", state["state"]["key"], state["state"]["pos"], int(has), gauss
        state["has_gauss"] = int(has)
        state["gauss"] = gauss
        return state

    def set_state(self, state):
        """Set the state from what `get_state` returned, here or in NumPy.

        Parameters
        ----------
        state : tuple, list or dict

        Raises
        ------
        TypeError, ValueError
            When it is no state of this bit generator.
        """
        if isinstance(state, dict):
            if "bit_generator" not in state or "state" not in state:
                raise ValueError("state dictionary is not valid.")
            value = state
        else:
            if not isinstance(state, (tuple, list)):
                raise TypeError("state must be a dict or a tuple.")
            if state[0] != "MT19937":
                raise ValueError("set_state can only be used with legacy MT19937 state instances.")
            value = {"bit_generator": state[0], "state": {"key": state[1], "pos": state[2]}}
            if len(state) > 3:
                value["has_gauss"] = state[3]
                value["gauss"] = state[4]
        has, gauss = bool(value.get("has_gauss", 0)), float(value.get("gauss", 0.0))
        self._bit_generator.state = value
        self._native.set_gauss(has, gauss)

    def __getstate__(self):
        return self.get_state(legacy=False)

    def __setstate__(self, state):
        self.set_state(state)

    def __reduce__(self):
        from . import _pickle

        return getattr(_pickle, "__randomstate_ctor"), (self._bit_generator,), self.get_state(legacy=False)

    def random_sample(self, size=None):
        """Draw evenly from [0, 1).

        Parameters
        ----------
        size : int or tuple of ints, optional

        Returns
        -------
        float or ndarray of float64

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).random_sample((2, 2))
        array([[0.5488135 , 0.71518937],
               [0.60276338, 0.54488318]])
        """
        return self._native.random(size)

    def random(self, size=None):
        """Draw evenly from [0, 1); another name of `random_sample`."""
        return self.random_sample(size)

    def tomaxint(self, size=None):
        """Draw integers from 0 to the largest of int64.

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).tomaxint() >= 0
        True
        """
        return self._integers(7, 0, 2**63 - 1, size)

    def rand(self, *args):
        """Draw evenly from [0, 1) in the shape of the arguments.

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).rand(2, 3).shape
        (2, 3)
        """
        return self.random_sample(args if args else None)

    def randn(self, *args):
        """Draw standard normals in the shape of the arguments.

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).randn(2, 3).shape
        (2, 3)
        """
        return self.standard_normal(args if args else None)

    def randint(self, low, high=None, size=None, dtype=int):
        """Draw integers from `low` (inclusive) to `high` (exclusive), or below `low` if `high` is None.

        Parameters
        ----------
        low, high : int or array_like of ints
        {range}

        {whole}

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).randint(10, size=4)
        array([5, 0, 3, 3])
        """
        if dtype is int:
            drawn = self._native.below(True, low, high, size)
            if drawn is not None:
                return drawn
        return integers(self, low, high, size, dtype, False, "randint")

    def random_integers(self, low, high=None, size=None):
        """Draw integers from `low` to `high`, both inclusive (deprecated: use `randint`)."""
        if high is None:
            instead = f"randint(1, {low} + 1)"
            low, high = 1, low
        else:
            instead = f"randint({low}, {high} + 1)"
        warnings.warn(
            f"This function is deprecated. Please call {instead} instead", DeprecationWarning, stacklevel=2
        )
        return self.randint(low, int(high) + 1, size=size, dtype="l")

    def bytes(self, length):
        """Return `length` random bytes.

        Examples
        --------
        >>> import numen as np
        >>> len(np.random.RandomState(0).bytes(5))
        5
        """
        return random_bytes(self, length)

    def shuffle(self, x):
        """Shuffle an array along its first axis, or a mutable sequence, in place.

        Examples
        --------
        >>> import numen as np
        >>> a = np.arange(5)
        >>> np.random.RandomState(0).shuffle(a)
        >>> a
        array([2, 0, 1, 3, 4])
        """
        shuffle(self, x)

    def permutation(self, x):
        """Return ``range(x)`` or a copy of `x` in random order along its first axis.

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).permutation(5)
        array([2, 0, 1, 3, 4])
        """
        return permutation(self, x)

    def choice(self, a, size=None, replace=True, p=None):
        """Return random elements of `a`, or of ``range(a)``.

        Parameters
        ----------
        a : int or array_like with one dimension
        {elements}

        {element}

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).choice(["a", "b"], 3)
        array(['a', 'b', 'b'], dtype='<U1')
        """
        return choice(self, a, size, replace, p)

    def multinomial(self, n, pvals, size=None):
        """Draw counts of the outcomes of `n` experiments.

        Parameters
        ----------
        n : int
            Experiments, not negative.
        pvals : sequence of floats, length k
            Probabilities of the outcomes; the last is what the others leave.
        size : int or tuple of ints, optional

        {counts}

        {counts_refused}

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).multinomial(10, [0.25, 0.75]).sum()
        np.int64(10)
        """
        return vectors.legacy_multinomial(self, n, pvals, size)

    def dirichlet(self, alpha, size=None):
        """Draw from the Dirichlet distribution: vectors of positive numbers that sum to one.

        Parameters
        ----------
        alpha : sequence of floats, length k
            Above zero.
        size : int or tuple of ints, optional

        {vectors}

        Raises
        ------
        ValueError
            When an `alpha` is not above zero.

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).dirichlet([1.0, 2.0, 3.0], size=4).shape
        (4, 3)
        """
        return vectors.dirichlet(self, alpha, size)

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8):
        """Draw vectors from a normal distribution, by a singular value decomposition of the covariance.

        Parameters
        ----------
        {moments}

        {vectors}

        {moments_refused}

        Examples
        --------
        >>> import numen as np
        >>> np.random.RandomState(0).multivariate_normal([0, 0], [[2, 1], [1, 2]], size=3).shape
        (3, 2)
        """
        return vectors.legacy_multivariate_normal(self, mean, cov, size, check_valid, tol)


for _name in TABLE:
    setattr(RandomState, _name, distribution(_name, True))
