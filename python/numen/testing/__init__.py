"""Assertions about arrays, and what test suites around them use; names and texts are NumPy's.

`_messages`     what a failed comparison says
`_comparison`   `assert_equal`, `assert_allclose`, `assert_array_equal` and their family
`_ulp`          differences counted in units in the last place
`_warnings`     assertions about warnings, contexts that catch them
`_exceptions`   `assert_raises` and the exceptions that tests raise
`_environment`  what this interpreter and machine are
`_running`      running doctests, timing, threads, garbage cycles, temporary files
"""

from unittest import TestCase

from . import overrides
from ._comparison import (
    assert_,
    assert_allclose,
    assert_almost_equal,
    assert_approx_equal,
    assert_array_almost_equal,
    assert_array_compare,
    assert_array_equal,
    assert_array_less,
    assert_equal,
    assert_string_equal,
    print_assert_equal,
)
from ._environment import (
    BLAS_SUPPORTS_FPE,
    HAS_LAPACK64,
    HAS_REFCOUNT,
    IS_64BIT,
    IS_EDITABLE,
    IS_INSTALLED,
    IS_MUSL,
    IS_PYPY,
    IS_PYSTON,
    IS_WASM,
    NOGIL_BUILD,
    NUMPY_ROOT,
    check_support_sve,
    jiffies,
    memusage,
)
from ._exceptions import IgnoreException, KnownFailureException, SkipTest, assert_raises, assert_raises_regex
from ._messages import build_err_msg
from ._running import (
    assert_no_gc_cycles,
    break_cycles,
    decorate_methods,
    measure,
    run_threaded,
    rundocs,
    runstring,
    tempdir,
    temppath,
)
from ._ulp import assert_array_almost_equal_nulp, assert_array_max_ulp
from ._warnings import assert_no_warnings, assert_warns, clear_and_catch_warnings, suppress_warnings

verbose = 0

__all__ = [
    "BLAS_SUPPORTS_FPE",
    "HAS_LAPACK64",
    "HAS_REFCOUNT",
    "IS_64BIT",
    "IS_EDITABLE",
    "IS_INSTALLED",
    "IS_MUSL",
    "IS_PYPY",
    "IS_PYSTON",
    "IS_WASM",
    "IgnoreException",
    "KnownFailureException",
    "NOGIL_BUILD",
    "NUMPY_ROOT",
    "SkipTest",
    "TestCase",
    "assert_",
    "assert_allclose",
    "assert_almost_equal",
    "assert_approx_equal",
    "assert_array_almost_equal",
    "assert_array_almost_equal_nulp",
    "assert_array_compare",
    "assert_array_equal",
    "assert_array_less",
    "assert_array_max_ulp",
    "assert_equal",
    "assert_no_gc_cycles",
    "assert_no_warnings",
    "assert_raises",
    "assert_raises_regex",
    "assert_string_equal",
    "assert_warns",
    "break_cycles",
    "build_err_msg",
    "check_support_sve",
    "clear_and_catch_warnings",
    "decorate_methods",
    "jiffies",
    "measure",
    "memusage",
    "overrides",
    "print_assert_equal",
    "run_threaded",
    "rundocs",
    "runstring",
    "suppress_warnings",
    "tempdir",
    "temppath",
    "verbose",
]
