"""Random numbers: bit generators, `Generator` and `default_rng`, and the legacy `RandomState` with its functions.

The streams are NumPy's: the same seed and the same calls give the same numbers.

>>> import numen as np
>>> rng = np.random.default_rng(0)
>>> rng.integers(10, size=3)
array([8, 6, 5])
"""

from . import bit_generator
from ._bit_generators import MT19937, PCG64, PCG64DXSM, SFC64, Philox
from ._generator import Generator, default_rng
from ._legacy import RandomState
from .bit_generator import BitGenerator, SeedSequence

_rand = RandomState()

# `seed`, `ranf` and `sample` are below.
_FUNCTIONS = (
    "beta binomial bytes chisquare choice dirichlet exponential f gamma geometric get_state gumbel hypergeometric "
    "laplace logistic lognormal logseries multinomial multivariate_normal negative_binomial noncentral_chisquare "
    "noncentral_f normal pareto permutation poisson power rand randint randn random random_integers random_sample "
    "rayleigh set_state shuffle standard_cauchy standard_exponential standard_gamma standard_normal standard_t "
    "triangular uniform vonmises wald weibull zipf"
).split()
for _name in _FUNCTIONS:
    globals()[_name] = getattr(_rand, _name)


def seed(seed=None):
    """Begin the stream of a seed for the functions of the module.

    Parameters
    ----------
    seed : None, int or array_like of ints, optional
        For another bit generator than MT19937, what that takes.

    Examples
    --------
    >>> import numen as np
    >>> np.random.seed(0)
    >>> np.random.rand()
    0.5488135039273248
    """
    if isinstance(_rand._bit_generator, MT19937):
        _rand.seed(seed)
    else:
        _rand._bit_generator.state = type(_rand._bit_generator)(seed).state


def ranf(*args, **kwargs):
    """Draw evenly from [0, 1); another name of `random_sample`."""
    return _rand.random_sample(*args, **kwargs)


def sample(*args, **kwargs):
    """Draw evenly from [0, 1); another name of `random_sample`."""
    return _rand.random_sample(*args, **kwargs)


def get_bit_generator():
    """Return the bit generator behind the functions of the module.

    Examples
    --------
    >>> import numen as np
    >>> type(np.random.get_bit_generator()).__name__
    'MT19937'
    """
    return _rand._bit_generator


def set_bit_generator(bitgen):
    """Draw the functions of the module from another bit generator.

    Parameters
    ----------
    bitgen : BitGenerator
    """
    _rand._use(bitgen)


__all__ = [
    "MT19937",
    "PCG64",
    "PCG64DXSM",
    "SFC64",
    "BitGenerator",
    "Generator",
    "Philox",
    "RandomState",
    "SeedSequence",
    "bit_generator",
    "default_rng",
    "get_bit_generator",
    "ranf",
    "sample",
    "seed",
    "set_bit_generator",
    *_FUNCTIONS,
]

from . import mtrand  # noqa: E402  the same names in the module that older programs ask for
