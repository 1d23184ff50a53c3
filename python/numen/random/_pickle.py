"""What pickles of bit generators and generators call."""

from ._bit_generators import MT19937, PCG64, PCG64DXSM, SFC64, Philox
from ._generator import Generator
from ._legacy import RandomState

BitGenerators = {c.__name__: c for c in (MT19937, PCG64, PCG64DXSM, Philox, SFC64)}


def __bit_generator_ctor(bit_generator=MT19937):
    """Return a new bit generator of a class, or of the class of that name."""
    if isinstance(bit_generator, type):
        return bit_generator()
    if bit_generator in BitGenerators:
        return BitGenerators[bit_generator]()
    raise ValueError(str(bit_generator) + " is not a known BitGenerator module.")


def __generator_ctor(bit_generator="MT19937", bit_generator_ctor=__bit_generator_ctor):
    """Return a `Generator` over a bit generator, or over a new one of that name."""
    if isinstance(bit_generator, (str, type)):
        bit_generator = bit_generator_ctor(bit_generator)
    return Generator(bit_generator)


def __randomstate_ctor(bit_generator="MT19937", bit_generator_ctor=__bit_generator_ctor):
    """Return a `RandomState` over a bit generator, or over a new one of that name."""
    if isinstance(bit_generator, (str, type)):
        bit_generator = bit_generator_ctor(bit_generator)
    return RandomState(bit_generator)
