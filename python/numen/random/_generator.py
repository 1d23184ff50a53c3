"""`Generator`: distributions over any bit generator."""

import operator

from .. import _core as nc
from ._bit_generators import PCG64, BitGenerator
from ._distributions import distribution, integers, kahan, shape_of
from ._legacy import _TABLE as LEGACY_TABLE
from ._legacy import RandomState, choice, permutation, shuffle

__all__ = ["Generator", "default_rng"]

_OWN = {"standard_normal", "standard_exponential", "standard_gamma", "gamma", "uniform"}


class Generator:
    """Draws from distributions with the bits of a bit generator.

    Parameters
    ----------
    bit_generator : BitGenerator

    Examples
    --------
    >>> import numen as np
    >>> rng = np.random.Generator(np.random.PCG64(0))
    >>> rng.random()
    0.6369616873214543
    """

    def __init__(self, bit_generator):
        if isinstance(bit_generator, type):
            raise ValueError("Bit generator must be instantiated")
        if not isinstance(bit_generator, BitGenerator):
            raise NotImplementedError("foreign bit generators are not there yet")
        self._bit_generator = bit_generator

    @property
    def bit_generator(self):
        """The bit generator behind."""
        return self._bit_generator

    @property
    def _r(self):
        return self._bit_generator._native

    def __repr__(self):
        return f"{self} at 0x{id(self):X}"

    def __str__(self):
        return f"{type(self).__name__}({type(self._bit_generator).__name__})"

    def __reduce__(self):
        return Generator, (self._bit_generator,)

    def spawn(self, n_children):
        """Return `n_children` new independent generators."""
        return [type(self)(g) for g in self._bit_generator.spawn(n_children)]

    def _draw(self, name, parameters, size):
        with self._bit_generator.lock:
            return self._r.draw(False, name, parameters, shape_of(size))

    def _typed(self, name, size, dtype, out, parameters=(), single=None):
        """Draw float64 or float32 numbers, into `out` if it is given."""
        dt = nc.dtype(dtype)
        if out is not None:
            if out.dtype != dt:
                raise TypeError(f"Supplied output array has the wrong type. Expected {dt}, got {out.dtype}")
            if size is not None and tuple(shape_of(size)) != out.shape:
                raise ValueError("size must match out.shape when used together")
            size = out.shape
        if dt == nc.dtype("float32"):
            shape = shape_of(size)
            r = self._r.single(single or name, shape if shape is not None else [], *parameters)
            if shape is None:
                return float(r[()])
        elif dt == nc.dtype("float64"):
            r = self._wide(name, single, parameters, size)
        else:
            raise TypeError(f"Unsupported dtype {dt!r} for {name}")
        if out is not None:
            out[...] = r
            return out
        return r

    def _wide(self, name, single, parameters, size):
        if name == "random":
            return self._r.next_f64() if size is None else self._r.random(shape_of(size))
        if single == "standard_exponential_inv":
            shape = shape_of(size)
            r = self._r.exponential_inverse(shape if shape is not None else [])
            return float(r[()]) if shape is None else r
        return self._draw(name, list(parameters), size)

    def random(self, size=None, dtype=nc.float64, out=None):
        """Return uniform floats in [0, 1).

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(1).random()
        0.5118216247002567
        """
        return self._typed("random", size, dtype, out)

    def standard_normal(self, size=None, dtype=nc.float64, out=None):
        """Return standard normal floats."""
        return self._typed("standard_normal", size, dtype, out)

    def standard_exponential(self, size=None, dtype=nc.float64, method="zig", out=None):
        """Return exponential floats with mean 1, by ziggurat or (`method='inv'`) inversion."""
        single = "standard_exponential_inv" if method == "inv" else None
        return self._typed("standard_exponential", size, dtype, out, single=single)

    def standard_gamma(self, shape, size=None, dtype=nc.float64, out=None):
        """Return gamma floats with scale 1."""
        return self._typed("standard_gamma", size, dtype, out, (shape,))

    def gamma(self, shape, scale=1.0, size=None):
        """Return gamma floats."""
        return self._draw("gamma", [shape, scale], size)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Return uniform floats in [low, high)."""
        return self._draw("uniform", [low, high], size)

    def integers(self, low, high=None, size=None, dtype=nc.int64, endpoint=False):
        """Return integers from `low` (inclusive) to `high` (exclusive; inclusive with `endpoint`).

        Parameters
        ----------
        low, high : int or array_like of ints
            With `high` None, the range is ``[0, low)``.
        size : int or tuple of ints, optional
        dtype : dtype, optional
        endpoint : bool

        Examples
        --------
        >>> import numen as np
        >>> np.random.default_rng(0).integers(5, size=4)
        array([4, 3, 2, 1])
        """
        return integers(self._r, False, low, high, size, dtype, endpoint, "integers")

    def bytes(self, length):
        """Return random bytes."""
        n = (length - 1) // 4 + 1
        return self._r.integers(False, 6, 0, 2**32 - 1, [n]).astype("<u4").tobytes()[:length]

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        """Return random elements of `a` along an axis (or of ``range(a)``)."""
        return choice(self, False, a, size, replace, p, axis, shuffle)

    def shuffle(self, x, axis=0):
        """Shuffle an array or mutable sequence in place along an axis."""
        if axis != 0 and not isinstance(x, nc.ndarray):
            raise NotImplementedError("Axis argument is only supported on ndarray objects")
        shuffle(self._r, x, axis % x.ndim if axis else 0)

    def permutation(self, x, axis=0):
        """Return ``range(x)`` or a copy of `x` in random order along an axis."""
        return permutation(self._r, x, axis)

    def permuted(self, x, *, axis=None, out=None):
        """Return a copy of `x` with each slice along an axis shuffled independently."""
        x = nc.asarray(x)
        r = nc.array(x) if out is None else out
        if out is not None and out is not x:
            out[...] = x
        if axis is None:
            flat = nc.array(r).ravel()
            r[...] = flat[self._r.shuffled(flat.size)].reshape(r.shape)
            return r
        lanes = r.swapaxes(axis, -1)
        for index in nc_ndindex(lanes.shape[:-1]):
            lanes[index] = lanes[index][self._r.shuffled(lanes.shape[-1])]
        return r

    def multinomial(self, n, pvals, size=None):
        """Return counts of `n` experiments with outcomes of probabilities `pvals`."""
        p = [float(v) for v in nc.asarray(pvals, dtype=nc.float64).ravel().tolist()]
        if nc.asarray(pvals).ndim != 1 or nc.asarray(n).ndim != 0:
            raise NotImplementedError("multinomial with arrays of parameters is not there yet")
        if any(v < 0 or v > 1 or v != v for v in p):
            raise ValueError("pvals < 0, pvals > 1 or pvals contains NaNs")
        if p and kahan(p[:-1]) > 1.0 + 1e-12:
            raise ValueError("sum(pvals[:-1]) > 1.0")
        if n < 0:
            raise ValueError("n < 0")
        shape = shape_of(size)
        rows = 1
        for m in shape or []:
            rows *= m
        return self._r.multinomial([operator.index(n)] * rows, p).reshape((*(shape or ()), len(p)))

    def dirichlet(self, alpha, size=None):
        """Return draws of the Dirichlet distribution: rows that sum to 1."""
        a = [float(v) for v in nc.asarray(alpha, dtype=nc.float64).ravel().tolist()]
        if any(v < 0 or v != v for v in a):
            raise ValueError("alpha < 0")
        shape = shape_of(size)
        rows = 1
        for m in shape or []:
            rows *= m
        return self._r.dirichlet(False, a, rows).reshape((*(shape or ()), len(a)))

    def multivariate_hypergeometric(self, colors, nsample, size=None, method="marginals"):
        """Not there yet."""
        raise NotImplementedError("multivariate_hypergeometric is not there yet")

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"):
        """Not there yet."""
        raise NotImplementedError("Generator.multivariate_normal is not there yet")


def nc_ndindex(shape):
    """Iterate over the indices of a shape."""
    from .._grids import ndindex

    return ndindex(*shape)


for _name, (_parameters, _doc) in LEGACY_TABLE.items():
    if _name not in _OWN:
        setattr(Generator, _name, distribution(False, _name, _parameters, _doc))


def default_rng(seed=None):
    """Return a `Generator` over PCG64.

    Parameters
    ----------
    seed : None, int, sequence of ints, SeedSequence, BitGenerator, Generator or RandomState, optional

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
    if isinstance(seed, BitGenerator):
        return Generator(seed)
    return Generator(PCG64(seed))
