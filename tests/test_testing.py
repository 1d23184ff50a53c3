"""`numen.testing` against `numpy.testing`: the same calls pass and fail, with the same text."""

import re
import warnings

import numpy
import numpy.testing
import pytest

import numen
import numen.testing

nan, inf = float("nan"), float("inf")

# The name of an assertion, and its arguments as a function of the library under test.
CALLS = [
    ("assert_allclose", lambda np: ([1.0, 2, 3], [1, 2, 4.0])),
    ("assert_allclose", lambda np: ([[1.0, 2], [3, 4]], [[1, 2], [4.0, 5]])),
    ("assert_allclose", lambda np: (np.zeros(20), np.arange(20.0))),
    ("assert_allclose", lambda np: (1.0, 2.0)),
    ("assert_allclose", lambda np: (1.0, 1.0 + 1e-9)),
    ("assert_allclose", lambda np: ([1, nan], [nan, 1])),
    ("assert_allclose", lambda np: ([1, nan], [1, nan])),
    ("assert_allclose", lambda np: ([1, inf], [inf, 1])),
    ("assert_allclose", lambda np: ([1, inf], [1, -inf])),
    ("assert_allclose", lambda np: ([1, -inf], [2, -inf])),
    ("assert_allclose", lambda np: ([1, 2], [1, 2, 3])),
    ("assert_allclose", lambda np: ([1, 2], [0, 0])),
    ("assert_allclose", lambda np: (np.array([0, 1, 8], "u1"), np.array([4, 4, 4], "u1"), 0, 3)),
    ("assert_allclose", lambda np: (np.arange(6).reshape(2, 3) * 1j, np.zeros((2, 3)))),
    ("assert_array_equal", lambda np: ([1, 2], [1, 0])),
    ("assert_array_equal", lambda np: ([True, False], [False, False])),
    ("assert_array_equal", lambda np: (["a", "b"], ["a", "c"])),
    ("assert_array_equal", lambda np: (3, np.zeros(3))),
    ("assert_array_equal", lambda np: (np.zeros((2, 3, 4)), np.ones((2, 3, 4)))),
    ("assert_array_equal", lambda np: (np.array([1, None, "a"], object), np.array([1, 2, "a"], object))),
    ("assert_array_equal", lambda np: (np.arange(10000), np.arange(10000) + 1)),
    ("assert_array_equal", lambda np: (np.array([]), np.array([]))),
    ("assert_array_less", lambda np: ([1, 2, 3], [2, 2, 4])),
    ("assert_array_less", lambda np: ([1, nan, 3], [2, nan, 3])),
    ("assert_array_less", lambda np: ([1, inf], [2, inf])),
    ("assert_array_less", lambda np: (5, [1, 2])),
    ("assert_almost_equal", lambda np: (1.0, 1.1)),
    ("assert_almost_equal", lambda np: (1.0 + 1j, 1.1)),
    ("assert_almost_equal", lambda np: ([1.0], [1.1])),
    ("assert_almost_equal", lambda np: (nan, 1.0)),
    ("assert_array_almost_equal", lambda np: ([1.0, 2], [1.1, 2], 4)),
    ("assert_array_almost_equal", lambda np: ([1.0, nan], [1.1, 2], 4)),
    ("assert_approx_equal", lambda np: (1.0, 1.1)),
    ("assert_approx_equal", lambda np: (0.0, 0.0)),
    ("assert_equal", lambda np: ([1, 2], [1, 3])),
    ("assert_equal", lambda np: ((1, [2, (3, 4)]), (1, [2, (3, 5)]))),
    ("assert_equal", lambda np: ({"a": 1}, {"a": 2})),
    ("assert_equal", lambda np: ({"a": 1}, {"b": 1})),
    ("assert_equal", lambda np: (0.0, -0.0)),
    ("assert_equal", lambda np: (nan, 1)),
    ("assert_equal", lambda np: (nan, nan)),
    ("assert_equal", lambda np: (1 + 1j, 1 + 2j)),
    ("assert_equal", lambda np: (complex(nan, 1), complex(nan, 2))),
    ("assert_equal", lambda np: ("a", "b")),
    ("assert_equal", lambda np: (None, 1)),
    ("assert_equal", lambda np: (np.float32(1), 2)),
    ("assert_string_equal", lambda np: ("abc\ndef", "abc\ndxf")),
    ("assert_string_equal", lambda np: ("a", 3)),
    ("assert_array_max_ulp", lambda np: (np.array([1.0, 2]), np.array([1.0, 2.1]))),
    ("assert_array_almost_equal_nulp", lambda np: (np.array([1.0, 2]), np.array([1.0, 2.1]))),
    ("assert_array_almost_equal_nulp", lambda np: (np.array([1 + 1j, 2]), np.array([1.0, 2.1]))),
    ("print_assert_equal", lambda np: ("hello", 1, 2)),
    ("assert_raises", lambda np: (ValueError, int, "3")),
    ("assert_raises_regex", lambda np: (ValueError, "q", int, "a")),
]


def outcome(np, name, arguments):
    try:
        getattr(np.testing, name)(*arguments(np))
    except AssertionError as error:
        return str(error)
    return None


@pytest.mark.parametrize("row", range(len(CALLS)))
def test_text_of_failures(row):
    name, arguments = CALLS[row]
    theirs, ours = (outcome(np, name, arguments) for np in (numpy, numen))
    assert ours == theirs


def test_the_message_of_objects():
    class Broken:
        def __repr__(self):
            raise ValueError("bad")

    for np in (numpy, numen):
        assert "[repr failed for <Broken>: bad]" in np.testing.build_err_msg([Broken(), 2], "")
    items = [list(range(3)), "x"]
    for kwargs in ({}, {"verbose": False}, {"names": ("A", "B")}, {"header": "h" * 40}):
        for remark in ("", "short", "two\nlines", "y" * 60):
            theirs = numpy.testing.build_err_msg(items, remark, **kwargs)
            assert numen.testing.build_err_msg(items, remark, **kwargs) == theirs


def test_every_public_name_is_there():
    assert set(numpy.testing.__all__) == set(numen.testing.__all__)


def test_strict():
    x = numen.ones(3)
    for assertion in (numen.testing.assert_array_equal, numen.testing.assert_allclose):
        assertion(x, 1.0)
        with pytest.raises(AssertionError, match=re.escape("(shapes (3,), () mismatch)")):
            assertion(x, 1.0, strict=True)
        with pytest.raises(AssertionError, match="dtypes float64, float32 mismatch"):
            assertion(x, x.astype("f4"), strict=True)


def test_warnings_assertions():
    testing = numen.testing
    with pytest.warns(DeprecationWarning, match="Deprecated NumPy 2.4"):
        with testing.assert_warns(UserWarning):
            warnings.warn("yes", UserWarning)
    with pytest.raises(AssertionError, match="Got warnings when calling warn:"):
        testing.assert_no_warnings(warnings.warn, "no")
    assert testing.assert_no_warnings(lambda x: x, 3) == 3


def test_suppress_warnings_records_and_filters():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with warnings.catch_warnings(record=True) as outer:
            warnings.simplefilter("always")
            with numen.testing.suppress_warnings(_warn=False) as context:
                log = context.record(UserWarning, message="first")
                context.filter(RuntimeWarning)
                warnings.warn("first one")
                warnings.warn("gone", RuntimeWarning)
                warnings.warn("other")
        assert [str(w.message) for w in log] == ["first one"]
        assert [str(w.message) for w in outer] == ["other"]


def test_temporary_files_are_removed(tmp_path):
    import os

    with numen.testing.tempdir(dir=tmp_path) as folder:
        assert os.path.isdir(folder)
    with pytest.raises(KeyError):
        with numen.testing.temppath(dir=tmp_path) as path:
            raise KeyError
    assert not os.path.exists(folder) and not os.path.exists(path)


def test_gc_cycles():
    def cycle():
        a = []
        a.append(a)

    with pytest.raises(AssertionError, match="Reference cycles were found when calling cycle: 1 objects"):
        numen.testing.assert_no_gc_cycles(cycle)
    with numen.testing.assert_no_gc_cycles():
        [[]]


def test_run_threaded_passes_what_is_asked():
    seen = []
    numen.testing.run_threaded(lambda n, barrier: (barrier.wait(), seen.append(n)), 4, True, True)
    assert sorted(seen) == [0, 1, 2, 3]
    with pytest.raises(ZeroDivisionError):
        numen.testing.run_threaded(lambda: 1 / 0, 2)
