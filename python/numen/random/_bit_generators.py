"""Seed sequences and bit generators."""

import operator
import secrets
import threading

from .. import _core as nc

__all__ = ["MT19937", "PCG64", "PCG64DXSM", "SFC64", "BitGenerator", "Philox", "SeedSequence"]


def words_of(value):
    """Return 32-bit words, least significant first, of an integer or nested sequence of integers."""
    if value is None:
        return []
    if isinstance(value, str):
        base = 16 if value.startswith("0x") else 10
        return words_of(int(value, base))
    if hasattr(value, "dtype") and getattr(value, "dtype", None) == nc.dtype("uint32"):
        return [int(w) for w in value.ravel().tolist()] if hasattr(value, "ravel") else [int(value)]
    try:
        n = operator.index(value)
    except TypeError:
        if isinstance(value, (int, float)) or not hasattr(value, "__iter__"):
            raise TypeError(
                "SeedSequence expects int or sequence of ints for entropy not " + repr(value)
            ) from None
        return [w for v in value for w in words_of(v)]
    if n < 0:
        raise ValueError("expected non-negative integer")
    words = []
    while n:
        words.append(n & 0xFFFFFFFF)
        n >>= 32
    return words or [0]


class SeedSequence:
    """Mixes sources of entropy in a reproducible way into seeds for independent bit generators.

    Parameters
    ----------
    entropy : None, int or sequence of ints, optional
        None takes it from the operating system.
    spawn_key : sequence of ints, optional
        Tells children of one sequence apart.
    pool_size : int, optional
        Words of 32 bits pooled, at least 4.
    n_children_spawned : int, optional

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
            raise ValueError(f"The size of the entropy pool should be at least 4, got {pool_size}")
        if entropy is None:
            entropy = secrets.randbits(pool_size * 32)
        self.entropy = entropy
        self.spawn_key = tuple(spawn_key)
        self.pool_size = pool_size
        self.n_children_spawned = n_children_spawned
        self._words = words_of(entropy)
        self._key = [w for v in self.spawn_key for w in words_of(v)]

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
        state = {
            "entropy": self.entropy,
            "spawn_key": self.spawn_key,
            "pool_size": self.pool_size,
            "n_children_spawned": self.n_children_spawned,
        }
        return {k: v for k, v in state.items() if v is not None}

    def generate_state(self, n_words, dtype=nc.uint32):
        """Return `n_words` words of seed as an array of uint32 or uint64."""
        dtype = nc.dtype(dtype)
        if dtype not in (nc.dtype("uint32"), nc.dtype("uint64")):
            raise ValueError("only support uint32 or uint64")
        wide = dtype == nc.dtype("uint64")
        words = nc._seed_state(self._words, self._key, self.pool_size, n_words * 2 if wide else n_words)
        if wide:
            words = [low | high << 32 for low, high in zip(words[::2], words[1::2], strict=True)]
        return nc.array(words, dtype=dtype)

    def spawn(self, n_children):
        """Return `n_children` new independent sequences."""
        first = self.n_children_spawned
        self.n_children_spawned += n_children
        return [
            type(self)(self.entropy, spawn_key=(*self.spawn_key, i), pool_size=self.pool_size)
            for i in range(first, first + n_children)
        ]


class BitGenerator:
    """Base of the bit generators: sources of random bits with a state.

    Parameters
    ----------
    seed : None, int, sequence of ints or SeedSequence, optional
    """

    _native = None

    def __init__(self, seed=None):
        if type(self) is BitGenerator:
            raise NotImplementedError("BitGenerator is a base class and cannot be instantized")
        self.lock = threading.RLock()
        self._seed_seq = seed if hasattr(seed, "generate_state") else SeedSequence(seed)
        self._native = self._seeded(self._seed_seq)

    def _seeded(self, seq):
        if isinstance(seq, SeedSequence):
            return nc._Random.seeded(self._kind(), seq._words, seq._key, seq.pool_size)
        raise NotImplementedError("seeding from a foreign ISeedSequence is not there yet")

    @classmethod
    def _kind(cls):
        for base in cls.__mro__:
            if base.__name__ in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"):
                return base.__name__
        raise NotImplementedError(cls)

    @property
    def seed_seq(self):
        """The seed sequence it was made from."""
        return self._seed_seq

    def random_raw(self, size=None, output=True):
        """Return raw words of the stream."""
        with self.lock:
            if size is None:
                value = self._native.next_u64()
                return value if output else None
            shape = (size,) if not hasattr(size, "__iter__") else tuple(size)
            n = 1
            for s in shape:
                n *= s
            words = self._native.raw(n)
            return words.reshape(shape) if output else None

    def spawn(self, n_children):
        """Return `n_children` new independent bit generators."""
        return [type(self)(seed=s) for s in self._seed_seq.spawn(n_children)]

    def _jumped_copy(self, jumps):
        new = type(self).__new__(type(self))
        new.lock = threading.RLock()
        new._seed_seq = self._seed_seq
        new._native = self._native.copy()
        new._native.jump(int(jumps))
        return new

    def __getstate__(self):
        return self.state, self._seed_seq

    def __setstate__(self, state):
        if isinstance(state, dict):
            state = state, None
        self.lock = threading.RLock()
        self._seed_seq = state[1]
        self._native = nc._Random.seeded(self._kind(), [0], [], 4)
        self.state = state[0]

    def __reduce__(self):
        return _new, (type(self),), self.__getstate__()

    @property
    def cffi(self):
        """Not there yet."""
        raise NotImplementedError("the cffi interface of bit generators is not there yet")

    @property
    def ctypes(self):
        """Not there yet."""
        raise NotImplementedError("the ctypes interface of bit generators is not there yet")

    @property
    def capsule(self):
        """Not there yet."""
        raise NotImplementedError("the capsule interface of bit generators is not there yet")


def _new(cls):
    return cls.__new__(cls)


def _checked(value, name):
    if not isinstance(value, dict):
        raise TypeError("state must be a dict")
    if value.get("bit_generator") != name:
        raise ValueError(f"state must be for a {name} RNG")
    return value


class MT19937(BitGenerator):
    """Mersenne Twister with 19937 bits of state.

    References
    ----------
    Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8, 1998.
    """

    def _legacy_seeding(self, seed):
        if seed is None:
            self._native = self._seeded(SeedSequence())
            return
        try:
            if hasattr(seed, "squeeze"):
                seed = seed.squeeze()
                if seed.ndim == 0:
                    seed = seed.item()
            n = operator.index(seed)
        except TypeError:
            seeds = nc.asarray(seed)
            if seeds.size == 0:
                raise ValueError("Seed must be non-empty") from None
            if seeds.ndim != 1:
                raise ValueError("Seed array must be 1-d") from None
            values = [operator.index(v) for v in seeds.tolist()]
            if any(v < 0 or v > 2**32 - 1 for v in values):
                raise ValueError("Seed must be between 0 and 2**32 - 1") from None
            self._native = nc._Random.legacy_array(values)
            return
        if n < 0 or n > 2**32 - 1:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        self._native = nc._Random.legacy_int(n)

    def jumped(self, jumps=1):
        """Return a new bit generator 2**128 draws further, `jumps` times."""
        return self._jumped_copy(jumps)

    @property
    def state(self):
        """The state as a dict."""
        key, pos = self._native.mt_state()
        return {"bit_generator": "MT19937", "state": {"key": nc.array(key, dtype=nc.uint32), "pos": pos}}

    @state.setter
    def state(self, value):
        if isinstance(value, tuple):
            if value[0] != "MT19937" or len(value) not in (3, 5):
                raise ValueError("state is not a legacy MT19937 state")
            value = {"bit_generator": "MT19937", "state": {"key": value[1], "pos": value[2]}}
        value = _checked(value, "MT19937")["state"]
        self._native.set_mt_state([int(k) for k in value["key"]], int(value["pos"]))


class _PCG(BitGenerator):
    def advance(self, delta):
        """Move the state as if `delta` numbers had been drawn; return the bit generator."""
        self._native.advance(int(delta) % 2**128)
        return self

    def jumped(self, jumps=1):
        """Return a new bit generator far ahead in the stream."""
        return self._jumped_copy(jumps)

    @property
    def state(self):
        """The state as a dict."""
        state, inc, has, value = self._native.pcg_state()
        return {
            "bit_generator": self._kind(),
            "state": {"state": state, "inc": inc},
            "has_uint32": has,
            "uinteger": value,
        }

    @state.setter
    def state(self, value):
        value = _checked(value, self._kind())
        inner = value["state"]
        self._native.set_pcg_state(
            int(inner["state"]), int(inner["inc"]), int(value["has_uint32"]), int(value["uinteger"])
        )


class PCG64(_PCG):
    """Permuted congruential generator with 128 bits of state, output XSL-RR.

    References
    ----------
    O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", 2014.
    """


class PCG64DXSM(_PCG):
    """Permuted congruential generator with 128 bits of state, output DXSM."""


class Philox(BitGenerator):
    """Counter-based generator of four 64-bit words in ten rounds.

    References
    ----------
    Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC11.
    """

    def __init__(self, seed=None, counter=None, key=None):
        if seed is not None and key is not None:
            raise ValueError("seed and key cannot be both used")
        super().__init__(seed if key is None else 0)
        if key is not None or counter is not None:
            state = self.state
            if key is not None:
                self._seed_seq = None
                state["state"]["key"] = nc.array(_words64(key, 2), dtype=nc.uint64)
            state["state"]["counter"] = nc.array(_words64(counter or 0, 4), dtype=nc.uint64)
            state["buffer_pos"] = 4
            self.state = state

    def advance(self, delta):
        """Move the state as if `delta` numbers had been drawn; return the bit generator."""
        self._native.advance(int(delta) % 2**128)
        return self

    def jumped(self, jumps=1):
        """Return a new bit generator 2**128 draws further, `jumps` times."""
        return self._jumped_copy(jumps)

    @property
    def state(self):
        """The state as a dict."""
        counter, key, buffer, pos, has, value = self._native.philox_state()
        return {
            "bit_generator": "Philox",
            "state": {"counter": nc.array(counter, dtype=nc.uint64), "key": nc.array(key, dtype=nc.uint64)},
            "buffer": nc.array(buffer, dtype=nc.uint64),
            "buffer_pos": pos,
            "has_uint32": has,
            "uinteger": value,
        }

    @state.setter
    def state(self, value):
        value = _checked(value, "Philox")
        inner = value["state"]
        self._native.set_philox_state(
            [int(x) for x in inner["counter"]],
            [int(x) for x in inner["key"]],
            [int(x) for x in value["buffer"]],
            int(value["buffer_pos"]),
            int(value["has_uint32"]),
            int(value["uinteger"]),
        )


def _words64(value, n):
    """Return `n` 64-bit words of an integer or a sequence of words."""
    if hasattr(value, "__iter__"):
        return [int(v) for v in value]
    value = int(value)
    return [(value >> (64 * i)) & (2**64 - 1) for i in range(n)]


class SFC64(BitGenerator):
    """Small fast chaotic generator with 256 bits of state (Doty-Humphrey)."""

    @property
    def state(self):
        """The state as a dict."""
        state, has, value = self._native.sfc_state()
        return {
            "bit_generator": "SFC64",
            "state": {"state": nc.array(state, dtype=nc.uint64)},
            "has_uint32": has,
            "uinteger": value,
        }

    @state.setter
    def state(self, value):
        value = _checked(value, "SFC64")
        self._native.set_sfc_state(
            [int(x) for x in value["state"]["state"]], int(value["has_uint32"]), int(value["uinteger"])
        )
