"""Seed sequences and the base of the bit generators."""

import abc
import operator
import re
import secrets

from .. import _core as nc
from ._common import cffi_interface, ctypes_interface

__all__ = ["BitGenerator", "ISeedSequence", "ISpawnableSeedSequence", "SeedSequence", "SeedlessSeedSequence"]

_SEEDS = (int, nc.integer, list, tuple, range, nc.ndarray)


def _words_of_integer(n):
    """Return the 32-bit words of an integer, the least significant first."""
    if n < 0:
        raise ValueError("expected non-negative integer")
    words = []
    while n:
        words.append(n & 0xFFFFFFFF)
        n >>= 32
    return words or [0]


def words_of(value):
    """Return 32-bit words, the least significant first, of an integer or nested sequence of integers."""
    if isinstance(value, nc.ndarray) and value.dtype == nc.dtype("uint32"):
        return [int(w) for w in value.ravel().tolist()]
    if isinstance(value, str):
        if value.startswith("0x"):
            value = int(value, base=16)
        elif re.fullmatch(r"[0-9]+", value):
            value = int(value)
        else:
            raise ValueError("unrecognized seed string")
    if isinstance(value, (int, nc.integer)):
        return _words_of_integer(int(value))
    if isinstance(value, (float, nc.inexact)):
        raise TypeError("seed must be integer")
    if len(value) == 0:
        return []
    return [w for v in value for w in words_of(v)]


class ISeedSequence(abc.ABC):
    """What seeds a bit generator: a class with a method `generate_state`."""

    @abc.abstractmethod
    def generate_state(self, n_words, dtype=nc.uint32):
        """Return an array of `n_words` words of seed, of type uint32 or uint64."""


class ISpawnableSeedSequence(ISeedSequence):
    """A seed sequence that makes independent ones of itself."""

    @abc.abstractmethod
    def spawn(self, n_children):
        """Return a list of `n_children` new seed sequences."""


class SeedlessSeedSequence(ISpawnableSeedSequence):
    """Stands for a seed sequence where a bit generator does not come from one."""

    def generate_state(self, n_words, dtype=nc.uint32):
        """Raise `NotImplementedError`: there is no seed."""
        # NumPy's error: that there is no seed is what the class says.
        raise NotImplementedError("seedless SeedSequences cannot generate state")

    def spawn(self, n_children):
        """Return this object, `n_children` times."""
        return [self] * n_children


class SeedSequence(ISpawnableSeedSequence):
    """Mixes sources of entropy in a reproducible way into seeds for independent bit generators.

    Parameters
    ----------
    entropy : None, int or sequence of ints, optional
        Not negative, of any size. None takes it from the operating system.
    spawn_key : sequence of ints, optional
        Tells children of one sequence apart.
    pool_size : int, optional
        Words of 32 bits pooled, at least 4.
    n_children_spawned : int, optional
        How many children were made before: the next one gets this number.

    Raises
    ------
    TypeError
        When `entropy` is no integer and no sequence of them.
    ValueError
        When an integer is negative or the pool too small.

    Examples
    --------
    >>> from numen.random import SeedSequence
    >>> SeedSequence(1).generate_state(2)
    array([1835504127, 1731038949], dtype=uint32)

    References
    ----------
    O'Neill, "Developing a seed_seq Alternative", 2015.
    """

    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        if pool_size < 4:
            raise ValueError("The size of the entropy pool should be at least 4")
        if entropy is None:
            entropy = secrets.randbits(pool_size * 32)
        elif not isinstance(entropy, _SEEDS):
            raise TypeError(f"SeedSequence expects int or sequence of ints for entropy not {entropy}")
        self._entropy = entropy
        self._spawn_key = tuple(spawn_key)
        self._pool_size = operator.index(pool_size)
        self._n_children_spawned = operator.index(n_children_spawned)
        self._words = words_of(entropy)
        self._key = [w for v in self._spawn_key for w in words_of(v)]

    entropy = property(lambda self: self._entropy, doc="Where the seeds come from.")
    spawn_key = property(lambda self: self._spawn_key, doc="What tells it from its siblings.")
    pool_size = property(lambda self: self._pool_size, doc="How many words are pooled.")
    n_children_spawned = property(lambda self: self._n_children_spawned, doc="How many children it made.")

    @property
    def pool(self):
        """The mixed words that seeds are made of."""
        return nc.array(nc._seed_pool(self._words, self._key, self._pool_size), dtype=nc.uint32)

    def __setstate__(self, state):
        if isinstance(state, tuple):  # as NumPy pickles one: in the order of names
            entropy, spawned, _, pool_size, key = state[:5]
            state = SeedSequence(
                entropy, spawn_key=key, pool_size=pool_size, n_children_spawned=spawned
            ).__dict__
        self.__dict__.update(state)

    def __repr__(self):
        lines = [f"{type(self).__name__}(", f"    entropy={self.entropy!r},"]
        if self.spawn_key:
            lines.append(f"    spawn_key={self.spawn_key!r},")
        if self.pool_size != 4:
            lines.append(f"    pool_size={self.pool_size!r},")
        if self.n_children_spawned:
            lines.append(f"    n_children_spawned={self.n_children_spawned!r},")
        return "\n".join([*lines, ")"])

    @property
    def state(self):
        """The arguments that make an equal sequence."""
        names = ("entropy", "spawn_key", "pool_size", "n_children_spawned")
        return {k: getattr(self, k) for k in names if getattr(self, k) is not None}

    def generate_state(self, n_words, dtype=nc.uint32):
        """Return words of seed.

        Parameters
        ----------
        n_words : int
        dtype : dtype, optional
            uint32 or uint64.

        Returns
        -------
        ndarray of shape (n_words,)

        Examples
        --------
        >>> from numen.random import SeedSequence
        >>> SeedSequence(1).generate_state(1, "uint64")
        array([7434755675892716031], dtype=uint64)
        """
        dtype = nc.dtype(dtype)
        if dtype not in (nc.dtype("uint32"), nc.dtype("uint64")):
            raise ValueError("only support uint32 or uint64")
        wide = dtype == nc.dtype("uint64")
        n_words = nc.empty(n_words, dtype).size
        words = nc._seed_state(self._words, self._key, self._pool_size, n_words * 2 if wide else n_words)
        return words.view(dtype) if wide else words

    def spawn(self, n_children):
        """Return a list of `n_children` new independent sequences.

        Examples
        --------
        >>> from numen.random import SeedSequence
        >>> [child.spawn_key for child in SeedSequence(1).spawn(2)]
        [(0,), (1,)]
        """
        first = self._n_children_spawned
        if first + n_children < first:
            raise OverflowError("can't convert negative value to uint32_t")
        last = int(first + n_children)
        self._n_children_spawned = last
        return [
            type(self)(self.entropy, spawn_key=(*self.spawn_key, i), pool_size=self.pool_size)
            for i in range(first, last)
        ]


def __pyx_unpickle_SeedSequence(cls, _checksum, state):
    """Return a seed sequence that its state is given to afterwards: what pickles that NumPy wrote call."""
    sequence = cls.__new__(cls)
    if state is not None:
        sequence.__setstate__(state)
    return sequence


def _seeded(kind, how, seq):
    """Return a native bit generator seeded from a seed sequence; `how` says which words it takes."""
    if type(seq) is SeedSequence:
        return nc._Bits.seeded(kind, seq._words, seq._key, seq.pool_size)
    n_words, dtype = how
    try:
        words = seq.generate_state(n_words, dtype)
    except (TypeError, ValueError):
        # Classes of another library know types by their names.
        words = seq.generate_state(n_words, dtype.__name__)
    words = nc.asarray(words).astype(nc.uint64)
    return nc._Bits.from_words(kind, words.ravel()[:n_words].tolist())


class BitGenerator:
    """Base of the bit generators: sources of random bits with a state.

    Parameters
    ----------
    seed : None, int, sequence of ints or seed sequence, optional
        None takes a fresh seed from the operating system. An object with a method `generate_state` seeds
        with the words that the method gives.

    Notes
    -----
    Draws hold `lock` while they work on the state, here and in any library that draws through `capsule`.
    """

    _kind = None
    # How many words of seed, and of which type.
    _seed_words = None

    def __init__(self, seed=None):
        if type(self) is BitGenerator or self._kind is None:
            # NumPy's error: the base class has no numbers to give.
            raise NotImplementedError("BitGenerator is a base class and cannot be instantized")
        self._begin(seed if hasattr(seed, "generate_state") else SeedSequence(seed))

    def _begin(self, seed_seq, native=None):
        """Take up a state; a second time in the same place, where others may be drawing from."""
        if native is None:
            native = _seeded(self._kind, self._seed_words, seed_seq)
        if "_native" in self.__dict__:
            with self._lock:
                self._native.assign(native)
        else:
            self._lock = nc._RLock()
            self._native = native
            self._capsule = self._ctypes = self._cffi = None
        self._seed_seq = seed_seq

    lock = property(lambda self: self._lock, doc="The lock that draws hold.")
    seed_seq = property(lambda self: self._seed_seq, doc="The seed sequence it was made from, or None.")

    @property
    def state(self):
        """The state as a dict."""
        # NumPy's error: each kind of generator has a state of its own.
        raise NotImplementedError("Not implemented in base BitGenerator")

    def random_raw(self, size=None, output=True):
        """Return words of the stream as the generator makes them.

        Parameters
        ----------
        size : int or tuple of ints, optional
        output : bool, optional
            With False the words are drawn and dropped.

        Returns
        -------
        int or ndarray of uint64

        Examples
        --------
        >>> from numen.random import PCG64
        >>> PCG64(1).random_raw()
        9441442522235856127
        """
        if size is None:
            with self._lock:
                value = self._native.next_u64()
            return value if output else None
        shape = nc.empty(size, "bool").shape if output else (int(nc.asarray(size).sum()),)
        n = 1
        for length in shape:
            n *= length
        with self._lock:
            words = self._native.raw(max(n, 0))
        return words.reshape(shape) if output else None

    def spawn(self, n_children):
        """Return a list of `n_children` new independent bit generators.

        Raises
        ------
        TypeError
            When the seed sequence cannot spawn.
        """
        if not hasattr(self._seed_seq, "spawn"):
            raise TypeError("The underlying SeedSequence does not implement spawning.")
        return [type(self)(seed=s) for s in self._seed_seq.spawn(n_children)]

    def _jumped_copy(self, jumps):
        new = type(self)()
        with self._lock:
            native = self._native.copy()
        native.jump(jumps)
        new._native.assign(native)
        return new

    def __getstate__(self):
        return self.state, self._seed_seq

    def __setstate__(self, state):
        if isinstance(state, dict):
            self.state = state
            return
        self.state = state[0]
        self._seed_seq = state[1]

    def __reduce__(self):
        from . import _pickle

        # By its text: inside a class the name itself would be another one.
        return getattr(_pickle, "__bit_generator_ctor"), (type(self),), (self.state, self._seed_seq)

    @property
    def capsule(self):
        """A capsule named ``BitGenerator`` with the functions through which C code draws.

        It keeps the state alive. Whoever draws through it holds `lock`.
        """
        if self._capsule is None:
            self._capsule = self._native.capsule()
        return self._capsule

    @property
    def ctypes(self):
        """The `interface` for `ctypes`: addresses and functions through which C code draws."""
        if self._ctypes is None:
            self._ctypes = ctypes_interface(self._native)
        return self._ctypes

    @property
    def cffi(self):
        """The `interface` for `cffi`, whose pointers the bit generator has to outlive."""
        if self._cffi is None:
            self._cffi = cffi_interface(self._native)
        return self._cffi

    def _benchmark(self, cnt, method="uint64"):
        """Draw `cnt` words or doubles for nothing."""
        if method not in ("uint64", "double"):
            raise ValueError("Unknown method")
        with self._lock:
            self._native.skip(cnt, method == "double")
