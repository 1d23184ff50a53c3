"""Programs that draw alternately from NumPy's functions, pandas, SciPy and scikit-learn."""

import numpy as np
import pandas as pd
import scipy.stats
from sklearn.model_selection import ShuffleSplit, train_test_split
from sklearn.utils import check_random_state, resample


def case_one_stream():
    np.random.seed(0)
    df = pd.DataFrame({"a": np.arange(50)})
    out = [df.sample(3).a.tolist(), np.random.rand(2), np.random.randn(), df.sample(2).a.tolist()]
    out += [scipy.stats.norm.rvs(size=3), np.random.randn(2), scipy.stats.norm.rvs(), np.random.normal()]
    out += [resample(np.arange(5)), np.random.randint(0, 9, 3), df.sample(frac=0.1).a.tolist()]
    return out


def case_kept_normal():
    np.random.seed(5)
    ours = np.random.randn()
    theirs = scipy.stats.norm.rvs(size=3)
    again = np.random.randn(2)
    return ours, theirs, again, scipy.stats.norm.rvs(), np.random.rand(), np.random.get_state()[2:]


def case_seeded_from_the_other_side():
    np.random.randn()
    check_random_state(None).seed(11)
    a = np.random.randn(3)
    check_random_state(None).set_state(np.random.RandomState(3).get_state())
    return a, np.random.rand(2), scipy.stats.norm.rvs(size=1), np.random.randn()


def case_state_both_ways():
    np.random.seed(9)
    np.random.randn()
    state = np.random.get_state()
    a = scipy.stats.norm.rvs(size=2)
    np.random.set_state(state)
    return a, np.random.randn(2), check_random_state(None).randn(), np.random.randn()


def case_split():
    np.random.seed(2)
    x = np.arange(20).reshape(10, 2)
    a, b = train_test_split(x)
    return a, b, np.random.rand(), [t for t, _ in ShuffleSplit(2).split(x)], np.random.permutation(5)


def case_random_state_object():
    rs = np.random.RandomState(3)
    first = rs.randn()
    out = [first, scipy.stats.norm.rvs(size=2, random_state=rs), rs.randn(2), rs.rand()]
    out += [pd.Series(np.arange(9)).sample(4, random_state=rs).tolist(), rs.randn(), rs.randint(5)]
    return out


def case_generator_object():
    rng = np.random.default_rng(0)
    out = [scipy.stats.norm.rvs(random_state=rng, size=3), rng.normal(size=2), rng.integers(0, 9, 3)]
    out += [scipy.stats.uniform.rvs(random_state=rng), rng.random(dtype=np.float32), rng.permutation(4)]
    return out


def case_bit_generators():
    out = []
    for bits in (np.random.PCG64(1), np.random.MT19937(1), np.random.Philox(1), np.random.SFC64(1)):
        rng = np.random.Generator(bits)
        out += [scipy.stats.norm.rvs(random_state=rng), rng.random(), rng.integers(0, 100, dtype=np.int32)]
    return out


def case_pickled_twin():
    import pickle

    rs = np.random.RandomState(3)
    rs.randn()
    copy = pickle.loads(pickle.dumps(check_random_state(rs)))
    return copy.randn(), rs.randn()
