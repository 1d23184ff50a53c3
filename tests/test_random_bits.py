"""Bit generators: seeds, states, jumps, pickles, and the interfaces through which other libraries draw."""

import copy
import ctypes
import gc
import pickle
import sys
import threading
import weakref

import numpy
import pytest
from random_streams import BIT_GENERATORS, PARAMETERS, plain, state_of

import numen as np
from numen._io import foreign_pickles
from numen.random import bit_generator as seeds

BITS = pytest.mark.parametrize("name", BIT_GENERATORS)


def both(name, *args, **kwargs):
    return tuple(getattr(library.random, name)(*args, **kwargs) for library in (numpy, np))


@BITS
def test_seeds_and_raw_words(name):
    for seed in (0, 1, 2**200, [1, 2, 3], range(4), numpy.array([5, 6], "u4")):
        theirs, mine = both(name, seed)
        assert plain(mine.state) == plain(theirs.state)
        assert mine.random_raw() == theirs.random_raw()
        assert mine.random_raw((3, 4)).tolist() == theirs.random_raw((3, 4)).tolist()
        assert mine.random_raw(5, output=False) is theirs.random_raw(5, output=False) is None
        assert plain(mine.state) == plain(theirs.state)


def test_seed_sequences():
    for entropy, kwargs in [
        (0, {}),
        (2**300 + 5, {}),
        ([1, [2, 2**40]], {}),
        ((), {}),
        ("0x1f" and [7, "0x1f", "12"], {}),
        (3, {"spawn_key": (1, 2**40)}),
        (3, {"pool_size": 9}),
        (3, {"spawn_key": [4], "n_children_spawned": 3, "pool_size": 5}),
    ]:
        theirs, mine = both("SeedSequence", entropy, **kwargs)
        for n in (0, 1, 9, 30):
            for dtype in ("u4", "u8"):
                assert mine.generate_state(n, dtype).tolist() == theirs.generate_state(n, dtype).tolist()
        assert mine.pool.tolist() == theirs.pool.tolist()
        assert repr(mine) == repr(theirs) and mine.state == theirs.state
        children = [s.spawn(2) + s.spawn(1) for s in (theirs, mine)]
        for a, b in zip(*children):
            assert a.state == b.state and a.generate_state(3).tolist() == b.generate_state(3).tolist()
        assert mine.n_children_spawned == theirs.n_children_spawned
    fresh = np.random.SeedSequence()
    assert fresh.entropy.bit_length() <= 128 and fresh.entropy != np.random.SeedSequence().entropy


@BITS
def test_jumps_and_steps(name):
    for jumps in (1, 2, 0) + ((2**64 + 3, -1, 2**130) if name not in ("MT19937", "SFC64") else ()):
        theirs, mine = both(name, 5)
        for bits in (theirs, mine):
            bits.random_raw(3)
        if hasattr(theirs, "jumped"):
            a, b = theirs.jumped(jumps), mine.jumped(jumps)
            assert plain(b.state) == plain(a.state)
            assert plain(mine.state) == plain(theirs.state)
        if hasattr(theirs, "advance"):
            assert theirs.advance(jumps) is theirs and mine.advance(jumps) is mine
            assert plain(mine.state) == plain(theirs.state)
    assert [hasattr(x, "jumped") for x in (theirs, mine)] == [name != "SFC64"] * 2


def test_philox_by_key_and_counter():
    for kwargs in [
        {"key": 7},
        {"key": 2**128 - 1, "counter": 2**256 - 1},
        {"counter": 5, "seed": 3},
        {"key": [1, 2], "counter": [1, 2, 3, 4]},
    ]:
        theirs, mine = both("Philox", **kwargs)
        assert plain(mine.state) == plain(theirs.state)
        assert mine.random_raw(9).tolist() == theirs.random_raw(9).tolist()
        assert (mine.seed_seq is None) == (theirs.seed_seq is None)


@BITS
def test_states_go_from_one_library_to_the_other(name):
    theirs, mine = both(name, 8)
    numpy.random.Generator(theirs).integers(9, dtype="i4")
    np.random.Generator(mine).integers(9, dtype="i4")
    theirs.random_raw(5)
    mine.state = theirs.state
    assert plain(mine.state) == plain(theirs.state)
    assert mine.random_raw(700).tolist() == theirs.random_raw(700).tolist()
    theirs.state = mine.state
    assert mine.random_raw(7).tolist() == theirs.random_raw(7).tolist()
    for bad in (3, {}, {"bit_generator": "x"}):
        with pytest.raises((TypeError, ValueError)):
            mine.state = bad
    with pytest.raises(KeyError):
        mine.state = {"bit_generator": name}


def test_impossible_states_are_refused():
    for name, spoil in [
        ("MT19937", lambda s: s["state"].update(pos=625)),
        ("MT19937", lambda s: s["state"].update(pos=-1)),
        ("MT19937", lambda s: s["state"].update(key=[1, 2])),
        ("Philox", lambda s: s.update(buffer_pos=5)),
        ("PCG64", lambda s: s["state"].update(state=-1)),
        ("SFC64", lambda s: s["state"].update(state=[1, 2])),
    ]:
        bits = getattr(np.random, name)(1)
        before, state = plain(bits.state), bits.state
        spoil(state)
        with pytest.raises((ValueError, IndexError, OverflowError, TypeError)):
            bits.state = state
        assert plain(bits.state) == before


@BITS
def test_pickles_and_copies(name):
    bits = getattr(np.random, name)(6)
    bits.seed_seq.spawn(2)
    for r in (bits, np.random.Generator(bits), np.random.RandomState(bits)):
        if hasattr(r, "standard_normal"):
            r.standard_normal()
        for other in (pickle.loads(pickle.dumps(r)), copy.deepcopy(r), copy.copy(r)):
            if r is bits:
                assert plain(other.state) == plain(bits.state)
                assert other.seed_seq.state == bits.seed_seq.state
                assert other.lock is not bits.lock
            else:
                assert state_of(other) == state_of(r)
    sequence = np.random.SeedSequence(3, spawn_key=(1,), n_children_spawned=2)
    assert pickle.loads(pickle.dumps(sequence)).state == sequence.state


@BITS
def test_pickles_of_numpy(name):
    bits = getattr(numpy.random, name)(6)
    for r in (bits, numpy.random.Generator(bits), numpy.random.RandomState(bits)):
        mine = foreign_pickles.loads(pickle.dumps(r))
        assert type(mine).__module__.startswith("numen.")
        if r is bits:
            assert plain(mine.state) == plain(bits.state) and mine.seed_seq.state == bits.seed_seq.state
        else:
            assert state_of(mine) == state_of(r)


class Words:
    """A seed sequence of its own kind."""

    def generate_state(self, n_words, dtype=np.uint32):
        return np.arange(1, n_words + 1).astype(dtype)


class TheirWords(numpy.random.bit_generator.ISeedSequence):
    def generate_state(self, n_words, dtype=numpy.uint32):
        return numpy.arange(1, n_words + 1, dtype=dtype)


@BITS
def test_foreign_seed_sequences(name):
    mine = getattr(np.random, name)(Words())
    assert plain(mine.state) == plain(getattr(numpy.random, name)(TheirWords()).state)
    with pytest.raises(TypeError, match="does not implement spawning"):
        mine.spawn(2)
    theirs = numpy.random.SeedSequence(9)
    mine = getattr(np.random, name)(theirs)
    assert plain(mine.state) == plain(getattr(numpy.random, name)(numpy.random.SeedSequence(9)).state)
    assert mine.seed_seq is theirs
    children = getattr(numpy.random, name)(numpy.random.SeedSequence(9)).spawn(2)
    assert [plain(c.state) for c in mine.spawn(2)] == [plain(c.state) for c in children]

    class Short(seeds.ISeedSequence):
        def generate_state(self, n_words, dtype=np.uint32):
            return np.zeros(1, dtype)

    with pytest.raises(ValueError):
        getattr(np.random, name)(Short())
    with pytest.raises(NotImplementedError):
        getattr(np.random, name)(seeds.SeedlessSeedSequence())


@BITS
def test_spawned_generators(name):
    theirs, mine = both(name, 4)
    for a, b in zip(theirs.spawn(3), mine.spawn(3), strict=True):
        assert plain(b.state) == plain(a.state)
    theirs, mine = numpy.random.Generator(theirs), np.random.Generator(mine)
    assert [state_of(g) for g in mine.spawn(2)] == [state_of(g) for g in theirs.spawn(2)]


@BITS
@pytest.mark.parametrize("kind", ["Generator", "RandomState"])
def test_real_generators_over_ours(name, kind):
    theirs, mine = both(name, 12)
    expected, over = (getattr(numpy.random, kind)(bits) for bits in (theirs, mine))
    r = numpy.random.default_rng(0)
    for distribution in PARAMETERS:
        args = PARAMETERS[distribution](r)
        a = getattr(expected, distribution)(*args, size=50)
        assert getattr(over, distribution)(*args, size=50).tobytes() == a.tobytes(), distribution
    assert plain(mine.state) == plain(theirs.state)


@BITS
@pytest.mark.parametrize("kind", ["Generator", "RandomState"])
def test_our_generators_over_real_ones(name, kind):
    theirs, same = (getattr(numpy.random, name)(13) for _ in range(2))
    expected, over = getattr(numpy.random, kind)(same), getattr(np.random, kind)(theirs)
    r = numpy.random.default_rng(0)
    for distribution in PARAMETERS:
        args = PARAMETERS[distribution](r)
        a = getattr(expected, distribution)(*args, size=50)
        assert getattr(over, distribution)(*args, size=50).tobytes() == a.tobytes(), distribution
    assert over.permutation(20).tolist() == expected.permutation(20).tolist()
    assert plain(theirs.state) == plain(same.state)
    assert over._bit_generator is theirs


def test_what_is_no_bit_generator():
    for library in (numpy, np):
        for kind in ("Generator", "RandomState"):
            with pytest.raises(ValueError, match="must be instanti"):
                getattr(library.random, kind)(library.random.PCG64)
        with pytest.raises(AttributeError, match="'int' object has no attribute 'capsule'"):
            library.random.Generator(1)

        class Liar:
            capsule = 5
            lock = threading.Lock()

        with pytest.raises(ValueError):
            library.random.Generator(Liar())


def test_interface_of_ctypes():
    for name in BIT_GENERATORS:
        theirs, mine = both(name, 14)
        i = mine.ctypes
        assert mine.ctypes is i and i._fields == theirs.ctypes._fields and i.state.value == i.state_address
        j = theirs.ctypes
        for method in ("next_uint64", "next_uint32", "next_double", "next_uint32", "next_uint64"):
            assert getattr(i, method)(i.state) == getattr(j, method)(j.state), (name, method)
        assert plain(mine.state) == plain(theirs.state)


def test_interface_of_cffi():
    cffi = pytest.importorskip("cffi", reason="an optional dependency of its users")
    bits = np.random.PCG64(1)
    i = bits.cffi
    assert bits.cffi is i
    assert int(cffi.FFI().cast("uintptr_t", i.state)) == i.state_address == bits.ctypes.state_address
    assert i.next_double(i.state) == np.random.default_rng(1).random()


def test_state_stays_at_its_address():
    bits = np.random.MT19937(1)
    over = numpy.random.RandomState(bits)
    address = bits.ctypes.state_address
    bits.state = np.random.MT19937(2).state
    assert over.random_sample() == numpy.random.RandomState(numpy.random.MT19937(2)).random_sample()
    bits._legacy_seeding(3)
    assert over.random_sample() == numpy.random.RandomState(3).random_sample()
    bits.__init__(4)
    assert over.random_sample() == numpy.random.RandomState(numpy.random.MT19937(4)).random_sample()
    bits.__setstate__(np.random.MT19937(5).__getstate__())
    assert over.random_sample() == numpy.random.RandomState(numpy.random.MT19937(5)).random_sample()
    assert bits.ctypes.state_address == address


def test_pointers_keep_the_state():
    bits = np.random.PCG64(1)
    interface, capsule = bits.ctypes, bits.capsule
    gone = weakref.ref(bits)
    del bits
    gc.collect()
    assert gone() is None
    assert interface.next_double(interface.state) == 0.5118216247002567
    api = ctypes.pythonapi
    api.PyCapsule_GetPointer.restype = ctypes.c_void_p
    api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    assert api.PyCapsule_GetPointer(capsule, b"BitGenerator") == interface.bit_generator.value


def test_nothing_is_left_behind():
    def use():
        bits = np.random.PCG64(1)
        numpy.random.Generator(bits).normal(size=3)
        np.random.Generator(numpy.random.PCG64(1)).normal(size=3)
        return bits.ctypes, bits.capsule

    def alive():
        gc.collect()
        return sum(
            type(o) in (np.random.PCG64, numpy.random.PCG64, np.random.Generator) for o in gc.get_objects()
        )

    use()
    before = alive()
    for _ in range(50):
        use()
    assert alive() == before
    bits = numpy.random.PCG64(1)
    count = sys.getrefcount(bits)
    for _ in range(20):
        np.random.Generator(bits).random(3)
    assert sys.getrefcount(bits) == count


def test_threads_share_a_stream():
    bits = np.random.PCG64(3)
    ours, theirs = np.random.Generator(bits), numpy.random.Generator(bits)
    drawn = []

    def draw(g):
        for _ in range(60):
            drawn.extend(g.random(500).tolist())

    threads = [threading.Thread(target=draw, args=(g,)) for g in (ours, theirs, ours, theirs)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    expected = np.random.default_rng(3).random(4 * 60 * 500).tolist()
    assert sorted(drawn) == sorted(expected)


def test_draws_wait_for_the_lock():
    bits = np.random.PCG64(3)
    g, done = np.random.Generator(bits), threading.Event()
    threads = [
        threading.Thread(target=lambda f=f: (f(), done.set()))
        for f in (g.random, lambda: g.normal(size=3), lambda: bits.state, lambda: g.shuffle([1, 2, 3]))
    ]
    with bits.lock:
        for t in threads:
            t.start()
        assert not done.wait(0.05)
    for t in threads:
        t.join(10)
    assert done.is_set()


def test_the_lock_is_its_holders_to_take_again():
    lock = np.random.PCG64(1).lock
    assert lock.acquire() and lock.acquire(False) and lock.acquire(timeout=0.01)
    tried = []
    ask = lambda: tried.extend([lock.acquire(False), lock.acquire(timeout=0.01)])  # noqa: E731
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert tried == [False, False]
    for _ in range(3):
        lock.release()
    for refused in (lock.release, lambda: lock.__exit__(None, None, None)):
        with pytest.raises(RuntimeError, match="cannot release un-acquired lock"):
            refused()
    with pytest.raises(ValueError, match="can't specify a timeout"):
        lock.acquire(False, 1)
    with lock, lock:
        assert np.random.Generator(np.random.PCG64(1)).random() == 0.5118216247002567


def test_the_lock_keeps_threads_apart():
    bits, held, most = np.random.PCG64(1), [], []

    def work():
        for _ in range(200):
            with bits.lock:
                held.append(1)
                most.append(len(held))
                held.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
    assert len(most) == 800 and set(most) == {1}


def test_another_lock_is_taken_for_every_draw():
    class Counting:
        entered = left = 0

        def __enter__(self):
            self.entered += 1

        def __exit__(self, *error):
            self.left += 1

    class Bits:
        def __init__(self):
            self.bits, self.lock = np.random.PCG64(1), Counting()
            self.capsule = self.bits.capsule

    bits = Bits()
    g, own = np.random.Generator(bits), np.random.default_rng(1)
    for draw in (
        lambda g: g.random(),
        lambda g: g.normal(),
        lambda g: g.integers(10),
        lambda g: g.random(3).tolist(),
        lambda g: g.standard_normal(),
        lambda g: g.multinomial(5, [0.25, 0.75]).tolist(),
    ):
        before = bits.lock.entered
        assert draw(g) == draw(own)
        assert bits.lock.entered == bits.lock.left == before + 1
