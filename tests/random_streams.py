"""Streams of both libraries side by side: parameters of every distribution, and a comparison of bits and states.

``python tests/random_streams.py`` draws a million numbers of each distribution of both interfaces over a thousand
sets of parameters; the tests draw fewer.
"""

import sys
import time

import numpy

import numen as np

BIT_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")


def positive(r):
    """A positive number of any size that programs use."""
    return float(10 ** r.uniform(-3, 4))


def probability(r):
    return float(r.choice([r.uniform(0, 1), r.uniform(0, 0.02), r.uniform(0.98, 1)]))


def whole(r):
    return int(10 ** r.uniform(0, 6))


def hypergeometric(r):
    good, bad = whole(r), whole(r)
    return good, bad, int(r.integers(1, good + bad + 1))


def triangular(r):
    left, mode, right = sorted(r.normal(0, 10, 3).tolist())
    return left, mode, right


# Name: a function that makes a set of parameters.
PARAMETERS = {
    "beta": lambda r: (positive(r) ** 0.5, positive(r) ** 0.5),
    "binomial": lambda r: (int(r.choice([r.integers(0, 60), whole(r)])), probability(r)),
    "chisquare": lambda r: (positive(r),),
    "exponential": lambda r: (positive(r),),
    "f": lambda r: (positive(r), positive(r)),
    "gamma": lambda r: (positive(r) ** 0.5, positive(r)),
    "geometric": lambda r: (max(probability(r), 1e-6),),
    "gumbel": lambda r: (r.normal(), positive(r)),
    "hypergeometric": hypergeometric,
    "laplace": lambda r: (r.normal(), positive(r)),
    "logistic": lambda r: (r.normal(), positive(r)),
    "lognormal": lambda r: (r.normal(), r.uniform(0, 3)),
    "logseries": lambda r: (min(probability(r), 1 - 1e-9),),
    "negative_binomial": lambda r: (positive(r), min(max(probability(r), 1e-6), 1.0)),
    "noncentral_chisquare": lambda r: (positive(r), positive(r)),
    "noncentral_f": lambda r: (positive(r), positive(r), positive(r)),
    "normal": lambda r: (r.normal(0, 10), positive(r)),
    "pareto": lambda r: (positive(r),),
    "poisson": lambda r: (positive(r),),
    "power": lambda r: (positive(r),),
    "rayleigh": lambda r: (positive(r),),
    "standard_cauchy": lambda r: (),
    "standard_exponential": lambda r: (),
    "standard_gamma": lambda r: (positive(r) ** 0.5,),
    "standard_normal": lambda r: (),
    "standard_t": lambda r: (positive(r),),
    "triangular": triangular,
    "uniform": lambda r: tuple(sorted(r.normal(0, 100, 2).tolist())),
    "vonmises": lambda r: (r.uniform(-4, 4), positive(r) ** 2),
    "wald": lambda r: (positive(r), positive(r)),
    "weibull": lambda r: (positive(r),),
    "zipf": lambda r: (1.02 + positive(r) ** 0.25,),
}

# Where an algorithm gives way to another, from both sides.
SWITCH_POINTS = {
    "binomial np=30 below": ("binomial", (60, 0.4999)),
    "binomial np=30": ("binomial", (60, 0.5)),
    "binomial np=30 above": ("binomial", (100, 0.30001)),
    "binomial np=30 by 1-p": ("binomial", (100, 0.7)),
    "binomial np=30 by 1-p below": ("binomial", (100, 0.70001)),
    "binomial p=0": ("binomial", (10, 0.0)),
    "binomial p=1": ("binomial", (10, 1.0)),
    "binomial n=0": ("binomial", (0, 0.5)),
    "binomial n=2**40": ("binomial", (2**40, 0.3)),
    "poisson lam=10 below": ("poisson", (numpy.nextafter(10.0, 0.0),)),
    "poisson lam=10": ("poisson", (10.0,)),
    "poisson lam=0": ("poisson", (0.0,)),
    "poisson lam large": ("poisson", (1e15,)),
    "hypergeometric sample=9": ("hypergeometric", (30, 40, 9)),
    "hypergeometric sample=10": ("hypergeometric", (30, 40, 10)),
    "hypergeometric sample=11": ("hypergeometric", (30, 40, 11)),
    "hypergeometric sample=total-10": ("hypergeometric", (30, 40, 60)),
    "hypergeometric sample=total-9": ("hypergeometric", (30, 40, 61)),
    "hypergeometric good>bad": ("hypergeometric", (4000, 300, 2500)),
    "hypergeometric no good": ("hypergeometric", (0, 300, 25)),
    "hypergeometric no bad": ("hypergeometric", (300, 0, 25)),
    "hypergeometric all": ("hypergeometric", (30, 40, 70)),
    "zipf a=1.01": ("zipf", (1.01,)),
    "zipf a=1025": ("zipf", (1025.5,)),
    "zipf a=1024": ("zipf", (1024.0,)),
    "gamma shape below 1": ("gamma", (numpy.nextafter(1.0, 0.0), 2.0)),
    "gamma shape 1": ("gamma", (1.0, 2.0)),
    "gamma shape above 1": ("gamma", (numpy.nextafter(1.0, 2.0), 2.0)),
    "gamma shape 0": ("gamma", (0.0, 2.0)),
    "gamma shape tiny": ("gamma", (1e-5, 2.0)),
    "beta both 1": ("beta", (1.0, 1.0)),
    "beta both below 1": ("beta", (0.3, 0.4)),
    "beta tiny": ("beta", (1e-4, 1e-4)),
    "beta one above 1": ("beta", (1.5, 0.5)),
    "geometric p=1/3 below": ("geometric", (0.333333333333,)),
    "geometric p=1/3 above": ("geometric", (0.3333333333334,)),
    "geometric p=1": ("geometric", (1.0,)),
    "geometric p tiny": ("geometric", (1e-19,)),
    "noncentral_chisquare df=1": ("noncentral_chisquare", (1.0, 2.0)),
    "noncentral_chisquare df above 1": ("noncentral_chisquare", (1.0001, 2.0)),
    "noncentral_chisquare nonc=0": ("noncentral_chisquare", (3.0, 0.0)),
    "vonmises kappa small": ("vonmises", (1.0, 1e-9)),
    "vonmises kappa 1e-5": ("vonmises", (1.0, 1e-5)),
    "vonmises kappa 1e6": ("vonmises", (1.0, 1e6)),
    "vonmises kappa above 1e6": ("vonmises", (1.0, 1.1e6)),
    "vonmises kappa 0": ("vonmises", (1.0, 0.0)),
    "logseries p=0": ("logseries", (0.0,)),
    "logseries p near 1": ("logseries", (1 - 1e-12,)),
    "wald scale small": ("wald", (1e5, 1e-3)),
    "weibull a=0": ("weibull", (0.0,)),
    "triangular mode=left": ("triangular", (0.0, 0.0, 1.0)),
    "triangular mode=right": ("triangular", (0.0, 1.0, 1.0)),
    "power a tiny": ("power", (1e-3,)),
}


def pair(legacy, seed, name="PCG64"):
    """A `RandomState` or `Generator` of both libraries over the same bit generator: NumPy's, then Numen's."""
    kind = "RandomState" if legacy else "Generator"
    return tuple(
        getattr(library.random, kind)(getattr(library.random, name)(seed)) for library in (numpy, np)
    )


def state_of(r):
    """The state of a generator as plain values."""
    state = dict(r._bit_generator.state)
    if hasattr(r, "get_state"):
        state = dict(r.get_state(legacy=False))
    return plain(state)


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value.tolist() if hasattr(value, "tolist") else value


def same_bits(mine, theirs, where):
    """Assert the same type, dtype, shape and bits."""
    if isinstance(theirs, (numpy.ndarray, numpy.generic)):
        mine, dtype = numpy.asarray(mine), numpy.dtype(str(mine.dtype))
        assert dtype == theirs.dtype, (where, dtype, theirs.dtype)
        assert mine.shape == theirs.shape, (where, mine.shape, theirs.shape)
        if theirs.dtype.hasobject:
            assert mine.tolist() == theirs.tolist(), where
            return
        if mine.tobytes() != numpy.asarray(theirs).tobytes():
            at = numpy.flatnonzero(mine.ravel() != theirs.ravel())[:3]
            raise AssertionError((where, at, mine.ravel()[at], theirs.ravel()[at]))
        return
    assert type(mine) is type(theirs), (where, mine, theirs)
    assert mine == theirs or mine != mine and theirs != theirs, (where, mine, theirs)


def compare(generators, name, args, kwargs):
    """Call a method of both; results and states afterwards must be the same. Returns how many were drawn."""
    theirs, mine = generators
    where = f"{theirs}.{name}{args}{kwargs}"
    expected = getattr(theirs, name)(*args, **kwargs)
    same_bits(getattr(mine, name)(*args, **kwargs), expected, where)
    assert state_of(mine) == state_of(theirs), where
    return int(numpy.size(expected))


def compare_sets(legacy, name, sets, size, seed=0):
    """Compare draws of a distribution over so many sets of parameters; returns how many were drawn."""
    r = numpy.random.default_rng([seed, sum(name.encode()), legacy])
    drawn = 0
    for k in range(sets):
        args = PARAMETERS[name](r)
        generators = pair(legacy, int(r.integers(2**32)), BIT_GENERATORS[k % len(BIT_GENERATORS)])
        drawn += compare(generators, name, args, {})
        drawn += compare(generators, name, args, {"size": size})
    return drawn


def main():
    """Print what was compared."""
    begun, total = time.time(), 0
    for legacy in (False, True):
        for name in PARAMETERS:
            drawn = compare_sets(legacy, name, 1000, 1000, seed=1)
            total += drawn
            print(
                f"{'RandomState' if legacy else 'Generator'}.{name}: {drawn} draws, no difference", flush=True
            )
    print(f"{total} draws of {2 * len(PARAMETERS)} distributions compared in {time.time() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
