"""The legacy generator and the functions that draw from it, under the name of the module that they were in.

>>> from numen.random import mtrand
>>> mtrand.RandomState(0).rand()
0.5488135039273248
"""

from . import _FUNCTIONS, RandomState, _rand, get_bit_generator, ranf, sample, seed, set_bit_generator

__all__ = ["RandomState", "get_bit_generator", "ranf", "sample", "seed", "set_bit_generator", *_FUNCTIONS]

for _name in _FUNCTIONS:
    globals()[_name] = getattr(_rand, _name)
