"""Sections of docstrings that methods of `Generator` and `RandomState` share."""

__all__ = []

_PRECISION = """\
size : int or tuple of ints, optional
dtype : dtype, optional
    float64 or float32."""
_OUT = """\
out : ndarray, optional
    Contiguous, of that type, to be filled."""
_FLOAT = """\
Returns
-------
float or ndarray"""

SECTIONS = {
    "precision": _PRECISION,
    "out": _OUT,
    "float": _FLOAT,
    "plain": f"Parameters\n----------\n{_PRECISION}\n{_OUT}\n\n{_FLOAT}",
    "ziggurat": """\
References
----------
Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", J. Stat. Software 5, 2000.""",
    "range": """\
size : int or tuple of ints, optional
dtype : dtype, optional
    An integer type or bool.""",
    "whole": """\
Returns
-------
int or ndarray of that type

Raises
------
ValueError
    When a range is empty or does not fit the type.""",
    "elements": """\
size : int or tuple of ints, optional
replace : bool, optional
    Whether an element may be taken again.
p : array_like of floats, optional
    Probabilities of the elements, which sum to one.""",
    "element": """\
Returns
-------
an element, or ndarray

Raises
------
ValueError
    When there is nothing to take from, or not enough without replacement, or `p` is no distribution.""",
    "counts": """\
Returns
-------
ndarray of int64, shape (..., k)""",
    "counts_refused": """\
Raises
------
ValueError
    When `n` is negative or `pvals` no distribution.""",
    "moments": """\
mean : array_like, shape (k,)
cov : array_like, shape (k, k)
    Symmetric and positive semidefinite.
size : int or tuple of ints, optional
check_valid : {'warn', 'raise', 'ignore'}, optional
    What to do when `cov` is not semidefinite.
tol : float, optional
    Tolerance of that check.""",
    "vectors": """\
Returns
-------
ndarray of float64, shape (..., k)""",
    "moments_refused": """\
Raises
------
ValueError
    When shapes do not fit, or by `check_valid`.""",
}
