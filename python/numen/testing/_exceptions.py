"""Assertions about exceptions, and the exceptions that tests raise."""

import unittest
from unittest import SkipTest as SkipTest


class IgnoreException(Exception):
    """Raised for something that a test wants ignored."""


class KnownFailureException(Exception):
    """A test failed that is known to fail."""


class _Case(unittest.TestCase):
    def nop(self):
        """Needed to make an instance."""


_case = _Case("nop")


def assert_raises(*args, **kwargs):
    """Fail unless a call, or the body of a ``with`` statement, raises the exception given.

    ``assert_raises(ValueError, int, "x")``, or ``with assert_raises(ValueError): int("x")``.
    """
    __tracebackhide__ = True
    return _case.assertRaises(*args, **kwargs)


def assert_raises_regex(exception_class, expected_regexp, *args, **kwargs):
    """As `assert_raises`; the message must match the regular expression too."""
    __tracebackhide__ = True
    return _case.assertRaisesRegex(exception_class, expected_regexp, *args, **kwargs)
