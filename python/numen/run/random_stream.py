"""One random stream for the program and for the packages that draw from the real NumPy.

Real generators are made over our bit generators through the interface in C that both know (`capsule`), under one
lock. What the legacy generator keeps between calls, the second normal of a pair, is handed over with the lock: to
the real generator when it takes it, back to ours when it gives it up.
"""

import functools
import sys

import numen


def _real_random():
    return sys.modules["numpy.random"]


@functools.cache
def _class(base):
    """The real bit generator class `base`, drawing from a bit generator of ours."""

    class Shared(base):
        def __new__(cls, ours=None, lock=None):
            if not isinstance(ours, numen.random.BitGenerator):
                return base(ours)  # the real NumPy makes one from a seed, for its state
            return super().__new__(cls)

        def __init__(self, ours=None, lock=None):
            super().__init__(0)
            self.ours, self._shared_lock, self._quiet = ours, lock, False

        @property
        def capsule(self):
            return self.ours.capsule

        @property
        def lock(self):
            return self._shared_lock

        @property
        def state(self):
            if self._quiet:
                return {"bit_generator": base.__name__, "state": {}}
            from . import border

            return border.convert(self.ours.state)

        @state.setter
        def state(self, value):
            if not self._quiet:
                self.ours.state = value

        def _legacy_seeding(self, seed):
            self.ours._legacy_seeding(seed)

        def __reduce__(self):
            return _plain, (base.__name__, self.state)

    Shared.__name__, Shared.__qualname__, Shared.__module__ = (
        base.__name__,
        base.__qualname__,
        base.__module__,
    )
    return Shared


def _plain(name, state):
    """A real bit generator of its own, with a state: what a pickled one that shares becomes."""
    made = getattr(_real_random(), name)()
    made.state = state
    return made


class _KeptNormal:
    """The lock of a bit generator, which carries the kept normal from our legacy generator to the real one and back."""

    def __init__(self, ours, bits):
        self.ours, self.lock, self.bits, self.real = ours, bits.lock, None, None

    def acquire(self, *args, **kwargs):
        return self.__enter__()

    def release(self):
        self.__exit__()

    def __enter__(self):
        self.lock.acquire()
        if self.real is not None:
            self._quietly(self._push)
        return True

    def __exit__(self, *error):
        try:
            if self.real is not None:
                self._quietly(self._pull)
        finally:
            self.lock.release()

    def _quietly(self, work):
        if self.bits._quiet:
            return
        self.bits._quiet = True
        try:
            work()
        finally:
            self.bits._quiet = False

    def _push(self):
        has, gauss = self.ours._native.gauss
        name = type(self.bits).__name__
        self.real.set_state({"bit_generator": name, "state": {}, "has_gauss": int(has), "gauss": gauss})

    def _pull(self):
        state = self.real.get_state(legacy=False)
        self.ours._native.set_gauss(bool(state["has_gauss"]), state["gauss"])


def _bits(ours, lock=None):
    base = getattr(_real_random(), type(ours).__name__, None)
    return _class(base or _real_random().MT19937)(ours, lock or ours.lock)


def _share_legacy(ours, attach):
    lock = _KeptNormal(ours, ours._bit_generator)
    lock.bits = _bits(ours._bit_generator, lock)
    real = attach(lock.bits)
    lock.real = real
    return real


def real_twin(ours):
    """The real generator that draws from the stream of ours; the same one each time."""
    twin = ours.__dict__.get("_real_twin")
    if twin is None:
        random = _real_random()
        if isinstance(ours, numen.random.RandomState):
            twin = _share_legacy(ours, random.RandomState)
        elif isinstance(ours, numen.random.Generator):
            twin = random.Generator(_bits(ours.bit_generator))
        else:
            twin = _bits(ours)
        ours._real_twin = twin
    return twin


def share_global(module):
    """Give the functions of the real `numpy.random` the stream of ours: its module has just been imported."""

    def attach(bits):
        module.set_bit_generator(bits)
        return module.mtrand._rand

    numen.random._rand._real_twin = _share_legacy(numen.random._rand, attach)
