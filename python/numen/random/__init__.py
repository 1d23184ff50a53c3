"""Random numbers: bit generators, `Generator` and `default_rng`, and the legacy `RandomState` with its functions.

The streams are NumPy's: the same seed and the same calls give the same numbers.

>>> import numen as np
>>> rng = np.random.default_rng(0)
>>> rng.integers(10, size=3)
array([8, 6, 5])
"""

from ._bit_generators import MT19937, PCG64, PCG64DXSM, SFC64, BitGenerator, Philox, SeedSequence
from ._generator import Generator, default_rng
from ._legacy import RandomState

_rand = RandomState()

_FUNCTIONS = (
    "beta binomial bytes chisquare choice dirichlet exponential f gamma geometric get_state gumbel hypergeometric "
    "laplace logistic lognormal logseries multinomial multivariate_normal negative_binomial noncentral_chisquare "
    "noncentral_f normal pareto permutation poisson power rand randint randn random random_integers random_sample "
    "rayleigh seed set_state shuffle standard_cauchy standard_exponential standard_gamma standard_normal standard_t "
    "triangular uniform vonmises wald weibull zipf"
).split()
for _name in _FUNCTIONS:
    globals()[_name] = getattr(_rand, _name)
ranf = sample = _rand.random_sample


def get_bit_generator():
    """Return the bit generator behind the module's functions."""
    return _rand._bit_generator


def set_bit_generator(bitgen):
    """Draw the module's functions from another bit generator."""
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
    "default_rng",
    "ranf",
    "sample",
    "get_bit_generator",
    "set_bit_generator",
    *_FUNCTIONS,
]
