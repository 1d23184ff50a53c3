"""The bit generators."""

import operator

from .. import _core as nc
from .bit_generator import BitGenerator

__all__ = ["MT19937", "PCG64", "PCG64DXSM", "SFC64", "Philox"]


def _checked(value, text):
    if not isinstance(value, dict):
        raise TypeError("state must be a dict")
    if value.get("bit_generator", "") != text.split()[0]:
        raise ValueError(f"state must be for a {text}")
    return value


class MT19937(BitGenerator):
    """Mersenne Twister with 19937 bits of state.

    Parameters
    ----------
    seed : None, int, sequence of ints or SeedSequence, optional

    Examples
    --------
    >>> from numen.random import MT19937, RandomState
    >>> RandomState(MT19937(1)).random()
    0.24067553804036945

    References
    ----------
    Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8, 1998. Jumps: Haramoto et al., "Efficient Jump
    Ahead for F2-Linear Random Number Generators", INFORMS J. on Computing 20, 2008.
    """

    _kind = "MT19937"
    _seed_words = (624, nc.uint32)

    def _legacy_seeding(self, seed):
        """Begin the stream that `RandomState(seed)` begins."""
        if seed is None:
            self._begin(None, MT19937()._native)
            return
        try:
            if isinstance(seed, nc.ndarray):
                seed = seed.squeeze()
            n = operator.index(seed)
        except TypeError:
            seeds = nc.asarray(seed)
            if seeds.size == 0:
                raise ValueError("Seed must be non-empty") from None
            seeds = seeds.astype(nc.int64, casting="safe")
            if seeds.ndim != 1:
                raise ValueError("Seed array must be 1-d") from None
            values = seeds.tolist()
            if min(values) < 0 or max(values) > 2**32 - 1:
                raise ValueError("Seed must be between 0 and 2**32 - 1") from None
            self._begin(None, nc._Bits.legacy_array(values))
            return
        if n < 0 or n > 2**32 - 1:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        with self._lock:
            self._native.seed_int(n)
        self._seed_seq = None

    def jumped(self, jumps=1):
        """Return a new bit generator 2**128 draws further, `jumps` times.

        Examples
        --------
        >>> from numen.random import MT19937
        >>> MT19937(1).jumped().random_raw()
        1649717886
        """
        return self._jumped_copy(max(operator.index(int(jumps)), 0))

    @property
    def state(self):
        """The state as a dict: the 624 words of the key and the position in them."""
        with self._lock:
            key, pos = self._native.mt_state()
        return {"bit_generator": "MT19937", "state": {"key": nc.array(key, dtype=nc.uint32), "pos": pos}}

    @state.setter
    def state(self, value):
        if isinstance(value, tuple):
            if value[0] != "MT19937" or len(value) not in (3, 5):
                raise ValueError("state is not a legacy MT19937 state")
            value = {"bit_generator": "MT19937", "state": {"key": value[1], "pos": value[2]}}
        value = _checked(value, "MT19937 PRNG")["state"]
        key = nc.asarray(value["key"])
        if key.size < 624:
            raise IndexError(f"index {key.size} is out of bounds for axis 0 with size {key.size}")
        key = key.astype(nc.uint32).tolist()[:624]
        with self._lock:
            self._native.set_mt_state(key, int(value["pos"]))


class _PCG(BitGenerator):
    _seed_words = (4, nc.uint64)

    def advance(self, delta):
        """Move the state as if `delta` 64-bit numbers had been drawn; return the bit generator.

        Parameters
        ----------
        delta : int
            Taken modulo 2**128: negative numbers move back.

        Examples
        --------
        >>> from numen.random import PCG64
        >>> PCG64(1).advance(10**30).random_raw()
        14720292581276609624
        """
        _advance(self, delta, 128)
        return self

    def jumped(self, jumps=1):
        """Return a new bit generator 2**128 divided by the golden ratio draws further, `jumps` times."""
        return self._jumped_copy(int(jumps) % 2**128)

    @property
    def state(self):
        """The state as a dict."""
        with self._lock:
            state, inc, has, value = self._native.pcg_state()
        return {
            "bit_generator": self._kind,
            "state": {"state": state, "inc": inc},
            "has_uint32": has,
            "uinteger": value,
        }

    @state.setter
    def state(self, value):
        value = _checked(value, f"{self._kind} RNG")
        inner = value["state"]
        parts = int(inner["state"]), int(inner["inc"]), int(value["has_uint32"]), int(value["uinteger"])
        with self._lock:
            self._native.set_pcg_state(*parts)


def _advance(bit_generator, delta, bits):
    delta = operator.index(delta) % 2**bits
    words = [(delta >> (64 * i)) & (2**64 - 1) for i in range(4)]
    with bit_generator.lock:
        bit_generator._native.advance(words)


class PCG64(_PCG):
    """Permuted congruential generator with 128 bits of state, output XSL-RR.

    Parameters
    ----------
    seed : None, int, sequence of ints or SeedSequence, optional

    Examples
    --------
    >>> from numen.random import PCG64, Generator
    >>> Generator(PCG64(1)).random()
    0.5118216247002567

    References
    ----------
    O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
    Generation", Harvey Mudd College, 2014.
    """

    _kind = "PCG64"


class PCG64DXSM(_PCG):
    """Permuted congruential generator with 128 bits of state, output DXSM ("double xorshift multiply").

    Parameters
    ----------
    seed : None, int, sequence of ints or SeedSequence, optional

    Examples
    --------
    >>> from numen.random import PCG64DXSM
    >>> PCG64DXSM(1).random_raw()
    5001773312344742047

    References
    ----------
    O'Neill, pcg-cpp, `cm_setseq_dxsm_128_64`, 2019.
    """

    _kind = "PCG64DXSM"


class Philox(BitGenerator):
    """Counter-based generator of four 64-bit words in ten rounds.

    Parameters
    ----------
    seed : None, int, sequence of ints or SeedSequence, optional
        Gives the key.
    counter : int or sequence of four ints, optional
        Where to begin, below 2**256.
    key : int or sequence of two ints, optional
        The key itself, below 2**128, instead of a seed.

    Examples
    --------
    >>> from numen.random import Philox
    >>> Philox(key=1, counter=2).state["state"]["counter"]
    array([2, 0, 0, 0], dtype=uint64)

    References
    ----------
    Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11.
    """

    _kind = "Philox"
    _seed_words = (2, nc.uint64)

    def __init__(self, seed=None, counter=None, key=None):
        if seed is not None and key is not None:
            raise ValueError("seed and key cannot be both used")
        super().__init__(seed)
        if key is None and counter is None:
            return
        state = self.state
        if key is not None:
            self._seed_seq = None
            state["state"]["key"] = _words64(key, "key", 2)
        state["state"]["counter"] = _words64(0 if counter is None else counter, "counter", 4)
        self.state = state

    def advance(self, delta):
        """Move the counter by `delta` (modulo 2**256), as if so many blocks had been drawn.

        Returns
        -------
        Philox
            The bit generator itself.
        """
        _advance(self, delta, 256)
        return self

    def jumped(self, jumps=1):
        """Return a new bit generator 2**128 blocks further, `jumps` times."""
        return self._jumped_copy(operator.index(jumps) % 2**128)

    @property
    def state(self):
        """The state as a dict: counter, key, and what is left of the block drawn last."""
        with self._lock:
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
        value = _checked(value, "Philox PRNG")
        inner = value["state"]
        parts = (
            [int(x) for x in inner["counter"]],
            [int(x) for x in inner["key"]],
            [int(x) for x in value["buffer"]],
            int(value["buffer_pos"]),
            int(value["has_uint32"]),
            int(value["uinteger"]),
        )
        with self._lock:
            self._native.set_philox_state(*parts)


def _words64(value, name, n):
    """Return `n` 64-bit words of an integer or of an array of words."""
    array = nc.asarray(value)
    if array.ndim == 0:
        value = int(array.item())
        if value < 0 or value >= 2 ** (64 * n):
            raise ValueError(f"{name} must be positive and less than 2**{64 * n}.")
        return [(value >> (64 * i)) & (2**64 - 1) for i in range(n)]
    words = array.astype(nc.uint64)
    if words.shape != (n,):
        raise ValueError(f"{name} must have {n} elements when using array form")
    return words.tolist()


class SFC64(BitGenerator):
    """Small fast chaotic generator with 256 bits of state.

    Parameters
    ----------
    seed : None, int, sequence of ints or SeedSequence, optional

    Examples
    --------
    >>> from numen.random import SFC64
    >>> SFC64(1).random_raw()
    18365948275979584072

    References
    ----------
    Doty-Humphrey, PractRand.
    """

    _kind = "SFC64"
    _seed_words = (3, nc.uint64)

    @property
    def state(self):
        """The state as a dict: three words and a counter."""
        with self._lock:
            state, has, value = self._native.sfc_state()
        return {
            "bit_generator": "SFC64",
            "state": {"state": nc.array(state, dtype=nc.uint64)},
            "has_uint32": has,
            "uinteger": value,
        }

    @state.setter
    def state(self, value):
        value = _checked(value, "SFC64 RNG")
        words = [int(x) for x in value["state"]["state"]]
        parts = words, int(value["has_uint32"]), int(value["uinteger"])
        with self._lock:
            self._native.set_sfc_state(*parts)
