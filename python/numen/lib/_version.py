"""Versions of NumPy that can be compared."""

import re

__all__ = ["NumpyVersion"]


class NumpyVersion:
    """A version string such as '1.8.0', '1.9.0rc2' or '2.0.0.dev-f16acvda'.

    Parameters
    ----------
    vstring : str
        The version.

    Attributes
    ----------
    vstring, version : str
        The whole string, and its three numbers.
    major, minor, bugfix : int
        The numbers.
    pre_release : str
        'a1', 'b2', 'rc3'; 'final' for a release; empty otherwise.
    is_devversion : bool
        Whether it is a development version.

    Raises
    ------
    ValueError
        When the string is no version.

    Examples
    --------
    >>> import numen as np
    >>> np.lib.NumpyVersion('1.9.0rc1') < '1.9.0'
    True
    """

    def __init__(self, vstring):
        numbers = re.match(r"\d+\.\d+\.\d+", vstring)
        if numbers is None:
            raise ValueError("Not a valid numpy version string")
        self.vstring = vstring
        self.version = numbers.group()
        self.major, self.minor, self.bugfix = (int(n) for n in self.version.split("."))
        rest = vstring[numbers.end() :]
        pre = re.match(r"(?:a|b|rc)\d", rest)
        if pre:
            self.pre_release = pre.group()
        else:
            self.pre_release = "" if rest else "final"
        self.is_devversion = ".dev" in vstring

    def _key(self):
        # A release comes after its candidates, and each after its development versions.
        released = self.pre_release == "final"
        return self.major, self.minor, self.bugfix, released, self.pre_release, not self.is_devversion

    def _other(self, other):
        if isinstance(other, str):
            other = NumpyVersion(other)
        elif not isinstance(other, NumpyVersion):
            raise ValueError("Invalid object to compare with NumpyVersion.")
        return self._key(), other._key()

    def __lt__(self, other):
        mine, theirs = self._other(other)
        return mine < theirs

    def __le__(self, other):
        mine, theirs = self._other(other)
        return mine <= theirs

    def __eq__(self, other):
        mine, theirs = self._other(other)
        return mine == theirs

    def __ne__(self, other):
        mine, theirs = self._other(other)
        return mine != theirs

    def __gt__(self, other):
        mine, theirs = self._other(other)
        return mine > theirs

    def __ge__(self, other):
        mine, theirs = self._other(other)
        return mine >= theirs

    __hash__ = None

    def __repr__(self):
        return f"NumpyVersion({self.vstring})"
