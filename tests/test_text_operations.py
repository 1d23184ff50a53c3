"""Loops over text and bytes: joining, comparing, what cannot be reduced; products of durations; a few messages."""

import numpy
import pytest
from programs import agree, lines

import numen as np

NAMES = {
    "u": lambda np: np.array(["b", "", "\u00e9t\u00e9", "abc", "\U0001f600x"]),
    "w": lambda np: np.array(["x" * 40, "y"]),
    "s": lambda np: np.array([b"b", b"", b"ab\x00c", b"zz", b"a\x00"]),
    "m": lambda np: np.array([["x", "yy", "q"], ["zzz", "w", ""]]),
    "x": lambda np: np.ones((3, 4)),
    "y": lambda np: np.ones((2, 3, 4)),
    "d": lambda np: np.array([1, 2], "m8[s]"),
}


@pytest.mark.parametrize(
    "code",
    lines("""
    u + u[::-1], u[::2] + 'q', 'q' + u[::-2], s + s, s + b'x', m + m, m.T + m.T, (m + m[0]).dtype
    u.astype('>U4') + u, u + u.astype('>U5'), np.add(w, ''), w[:, None] + m[0]
    np.array('a') + 'b', np.add('x', 'y'), np.add(b'x', b'y'), np.array([], 'U3') + 'x'
    np.add(u, u, out=np.zeros(5, 'U4'))
    np.add(['a'], ['b'], where=[False], out=np.array(['zz']))
    np.add.outer(['a', 'b'], ['c', 'dd'])
    a = np.array(['a', 'b', 'c'], 'U2'); np.add.at(a, [0, 0, 2], 'z'); a
    u < u[::-1], u == u.astype('>U7'), s >= s[::-1], m < 'y', m.T == m.T, np.array(['a', 'ab']) < ['ab', 'a']
    np.greater(w, w[::-1]), np.array('a') == np.array('a'), np.less_equal(m, m[0]), np.not_equal('a', ['a', 'b'])
    u < 1
    u < 1.5
    np.equal(['a'], 1)
    np.less(['a'], [1])
    np.add(['a'], [b'b'])
    np.add(['a'], ['b'], dtype='U3')
    np.add.reduce(u)
    np.add.accumulate(u)
    np.add.reduceat(u, [0])
    np.maximum.reduce(u)
    np.add.reduce(x, 0, None, np.zeros(3))
    np.add.reduce(x, 1, None, np.zeros(4))
    np.add.reduce(y, 1, None, np.zeros((2, 3)))
    np.add.reduce(y, (0, 1), None, np.zeros(3))
    np.add.reduce(y, 1, None, np.zeros((2, 2, 4)), True)
    np.add.reduce(x, 0, None, np.zeros((1, 4)))
    np.sum(y, axis=(0, 2), out=np.zeros(4))
    np.dot(d, [3, 4]), np.dot([3, 4], d), np.dot(d, d), np.vdot(d, d), np.inner(d, d), np.dot(d[:, None], [[1, 2]])
    np.dot(np.array([1, 2], 'M8[s]'), np.array([1, 2], 'M8[s]'))
    np.dot([1.0, 1.0], [np.inf, -np.inf])
    np.dot(np.full((2, 2), 1e300), np.full((2, 2), 1e300)), np.full(3, 1e200) @ np.full(3, 1e200)
    np.dot(np.full(2, 300, 'f2'), np.full(2, 300, 'f2')), np.dot([1, np.nan], [1, 1]), np.dot([np.inf, 1], [1, 1])
    np.array([1 + 2j]).astype('f4'), np.array(np.array([1 + 2j]), dtype='f4'), np.asarray(np.array([1 + 2j]), 'f8')
    np.int64(100) + (2**63 - 1), np.uint64(100) + (2**64 - 1), -np.uint8(1), abs(np.int16(-(2**15))), -np.int32(5)
    np.bincount(np.array([1, 2, 2], 'u8')), np.bincount(np.array([], 'u8'))
    np.bincount(np.array([2**63], 'u8'))
    np.unravel_index([], (10, 3, 5))
    np.unravel_index(np.array([]), (10, 3))
    np.ravel_multi_index(([], []), (10, 3))
    a = np.zeros(2, 'i8'); a[0] = 10**30
    a = np.zeros(2, 'i8'); a[0] = [5]
    a = np.zeros(2, 'i8'); a[0] = np.array([5])
    np.array([Fraction(1, 3), Fraction(1, 2)], object).mean(), np.array([1, 2, 4], object).var()
    """),
)
def test_programs(code):
    from fractions import Fraction

    *statements, last = code.split("; ")
    if "=" in last and "==" not in last and last.startswith("a["):
        statements, last = [*statements, last], "a"
    names = {**NAMES, "Fraction": lambda np: Fraction}
    if not statements:
        agree(code, layout=False, **names)
    else:
        agree("; ".join([*statements, last]), layout=False, **names)


@pytest.mark.parametrize("method", ["reduce", "accumulate"])
@pytest.mark.parametrize("values", [[1.0, 2.0], ["a", "b"]])
def test_comparisons_do_not_reduce(method, values):
    """Which message NumPy gives depends on what was called before."""
    for library in (np, numpy):
        with pytest.raises(TypeError, match="[Nn]o loop matching|did not contain a loop"):
            getattr(library.greater, method)(values)
