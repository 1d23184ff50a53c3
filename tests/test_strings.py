"""Arrays of text and bytes: create, index, compare, sort, join, cast, print."""

import hypothesis.strategies as st
import numpy
import pytest
from hypothesis import given
from programs import agree, drawn, lines

import numen as np

A = {
    "u": lambda np: np.array(["b", "", "\u00e9t\u00e9", "abc", "\U0001f600x"]),
    "s": lambda np: np.array([b"b", b"", b"ab\x00c", b"zz", b"a\x00"]),
    "m": lambda np: np.array([["x", "yy"], ["zzz", "w"]]),
}


@pytest.mark.parametrize(
    "code",
    lines("""
    np.array(['a', 'bcd']), np.array([b'a', b'bcd']), np.array('abc'), np.array(b''), np.array(['']), np.array([])
    np.array(['a', 1, 2.5, True, None])
    np.array(['a', 1, 2.5, True]), np.array([b'a', 1]), np.array(['a', b'b']), np.array([1.5, 'x']), np.array(['a', 1j])
    np.array(['abc'], 'U2'), np.array(['abc'], 'S2'), np.array([1, 22], 'U'), np.array([1, 22], 'S1'), np.array([1.25], 'U3')
    np.array(['\u00e9'], 'S')
    np.array([b'\xff'], 'U')
    np.array(['a\x00b', 'a\x00']), np.array([b'\x00a\x00']), np.array(['\x00']), np.array(['a\x00']).tolist()
    np.array(['a', 'b'], dtype='<U1').dtype, np.array(['a'], '>U3'), np.array(['\u20ac'], '>U1').view('<u4'), np.array(['abc'], 'S')
    np.zeros((2, 2), 'S2'), np.ones(2, 'U2'), np.ones(2, 'S1'), np.full(2, 'xy'), np.full((2,), 3, 'U2')
    # What is in fresh memory, no program can tell.
    np.empty(2, 'U3').dtype, np.empty(2, 'U3').shape, np.empty((2, 3), 'S').dtype
    np.zeros(2, 'U0'), np.zeros(2, 'S0').itemsize, np.zeros(2, 'U').dtype
    u[0], u[-1], u[1:3], u[[0, 2]], u[u > 'b'], u[::-2], m[:, 1], m.T, type(u[0]), type(s[0]), s[2], s[4], len(s[2])
    u[0] = 'much too long'; u
    u[0] = 12345; u
    u[0] = None; u
    u[0] = b'by'; u
    u[:2] = ['x', 'yyyyyy']; u
    u[u == ''] = 'filled'; u
    u[...] = 1.5; u
    s[0] = 'text'; s
    s[0] = '\u00e9'; s
    s[0] = 5; s
    s[:] = b'q'; s
    m[0] = ['a', 'b', 'c']; m
    m[:, 0] = m[:, 1]; m
    u == u[::-1], u != 'abc', u < 'b', u >= u[0], s == b'b', s > b'a', u == ['b', '', 'x', 'abc', 'z'], m == 'yy'
    u == s
    u == 1
    u < 1
    u == None
    u == b'b'
    np.array(['a ', 'a']) == np.array(['a', 'a\x00']), np.array([b'a']) == np.array([b'a\x00\x00']), np.array(['a', 'ab']) < np.array(['ab', 'a'])
    np.array(['\uffff']) < np.array(['\U00010000']), np.array(['\u00e9']) > np.array(['z']), np.array([b'\xff']) > np.array([b'a'])
    np.array(['a'], '>U2') == np.array(['a'], '<U5'), np.equal(u, u), np.less(m, 'y'), np.maximum(1, 2)
    np.maximum(u, u)
    u + 'x'
    u + u
    u * 2
    'x' + u
    np.add(u, u)
    np.add('a', u)
    np.add(s, s)
    u + 1
    u + s
    np.sum(u)
    u.sum()
    u.max(), u.min(), u.argmax(), u.argmin(), np.max(m, axis=0), s.max(), np.ptp(u) if 0 else 0
    np.sort(u), np.argsort(u), np.sort(s), np.sort(m, axis=None), np.unique(u), np.unique(m), np.searchsorted(np.sort(u), 'b'), np.lexsort((u,))
    np.isin(u, ['b', 'abc']), np.intersect1d(u, ['abc', 'q']), np.union1d(u, m), np.unique(['b', 'a', 'b'], return_inverse=True)
    np.concatenate([u, s]) if 0 else 0, np.concatenate([u, m.ravel()]), np.concatenate([['a'], ['bcd']]), np.stack([['a'], ['bcd']]), np.hstack([u, 'long text'])
    np.concatenate([[b'a'], ['b']]), np.concatenate([['a'], [1.5]]), np.concatenate([['a'], [None]])
    np.append(u, 'appended'), np.insert(u, 1, 'ins'), np.delete(u, 0), np.repeat(m, 2, 1), np.tile(['a', 'bb'], 2), np.roll(u, 1), np.where([True, False], 'a', 'bbb')
    np.where(u == '', 'empty', u), np.choose([0, 1], [['a', 'b'], ['cc', 'dd']]), np.select([[True, False]], [['a', 'b']], 'default'), np.take(u, [0, 0]), np.put(u, 0, 'q'), np.copy(u)
    u.astype('S')
    u[[0, 3]].astype('S'), s.astype('U'), u.astype(object), u.astype('U2'), u.astype('U9'), s.astype('S1'), u[:1].astype('>U3'), m.astype('S')
    np.array(['1', '2.5']).astype(float), np.array(['1', '2']).astype(int), np.array([b'7']).astype('u1'), np.array(['1j']).astype(complex), np.array(['0', '']).astype(bool)
    np.array(['1.5']).astype(int)
    np.array(['a']).astype(float)
    np.array(['nan', 'inf', '-Infinity', ' 1e5 ', '1_000']).astype(float)
    np.array(['0x10']).astype(int)
    np.arange(3).astype('U'), np.array([1.5, -2e100]).astype('U'), np.array([True]).astype('U'), np.arange(3).astype('S'), np.array([1 + 2j]).astype('S')
    np.arange(12, dtype='u1').astype('U1'), np.array([1e10]).astype('U3'), np.float32(0.1).astype('U'), np.array([10**18]).astype('U')
    u.astype('M8[D]')
    np.array(['2020-01-01', 'NaT']).astype('M8[D]'), np.array(['2020-01-01'], 'M8[D]').astype('U'), np.array([3], 'm8[s]').astype('U'), np.array(['5']).astype('m8[s]')
    repr(u), str(u), repr(s), str(s), repr(m), str(m), repr(u[0]), str(s[0]), repr(np.array(['it\\'s', 'say "x"'])), repr(np.array(['a\\nb', '\\t']))
    repr(np.array('x')), str(np.array('x')), repr(np.array([], 'U3')), repr(np.zeros((0, 2), 'S1')), repr(np.array(['x' * 50] * 3)), str(np.array(['a'] * 2000))
    np.array2string(u, separator=','), np.array2string(m, formatter={'str_kind': lambda x: '<' + x + '>'}), np.array_repr(s), np.array_str(m)
    u.tolist(), s.tolist(), m.tolist(), u.item(2), s.item(2), list(u), [type(x) for x in m.flat], u.tobytes(), s.tobytes(), u.itemsize, s.itemsize
    u.view('u4'), s.view('u1'), u.view('S4')[:3], np.array(['ab'], 'U2').view('U1'), np.array([b'abcd']).view('S2'), m.view('U1'), np.frombuffer(b'abcdef', 'S2'), np.array('abc').view('U1') if 0 else 0
    u.nonzero(), np.nonzero(['', 'a', '0']), bool(np.array('')), bool(np.array('0')), np.array(['', 'a']).any(), np.count_nonzero(u), np.all(m)
    np.logical_not(u), np.logical_and(u, 'x')
    np.any(u), np.all(u)
    hash(u[0]) == hash('b'), u[0] in {'b'}, u[0] == 'b', u[0] + 'c', type(u[0] + 'c'), 'b' in u, u[0].upper(), s[0] + b'x', f'{u[0]:>4}|'
    np.array_equal(u, u), np.array_equal(u, s), np.array_equal(m, m.copy()), np.result_type(u, s), np.result_type('U3', 'S10'), np.can_cast('U3', 'U2'), np.promote_types('U3', 'i8')
    u.fill('zz'); u
    u.sort(); u
    u.byteswap().newbyteorder() if 0 else u.byteswap().view(u.dtype.newbyteorder())
    u.reshape(5, 1)[:, 0], m.reshape(4)[::-1], m.ravel('F'), m.swapaxes(0, 1).copy(), u[None].squeeze(), m.diagonal(), np.flip(m), m.flat[2], m.transpose()[0]
    np.zeros(2, [('n', 'U3'), ('b', 'S2')]), np.array([('abcd', 'x')], [('n', 'U3'), ('b', 'S2')]), np.array([('a', 'b')], 'U1,S1')['f0']
    u.real, u.conj() if 0 else 0
    np.sin(u)
    np.isnan(u)
    -u
    np.mean(u)
    np.cumsum(u)
    np.fromiter(['a', 'bcd'], 'U2'), np.fromiter([b'x'], 'S3')
    np.loadtxt(['a b', 'c d'], dtype=str), np.genfromtxt(['a,1', 'b,2'], dtype=None, delimiter=',', encoding='utf-8')
    """),
)
def test_programs(code):
    agree(code, layout=False, **A)


TEXT = st.text(st.characters(codec="utf-8"), max_size=6)


@drawn(100)
@given(st.lists(TEXT, min_size=1, max_size=8), st.lists(TEXT, min_size=1, max_size=1), st.sampled_from("<>"))
def test_drawn_text(texts, other, order):
    n = max([len(t) for t in texts + other] + [1])
    names = {"a": lambda np: np.array(texts, f"{order}U{n}"), "b": lambda np: np.array(other, f"U{n + 1}")}
    agree("a, a.tolist(), repr(a), str(a)", **names)
    agree("a == b, a < b, a >= b, a != b, a > b, a <= b", **names)
    agree("np.sort(a), np.argsort(a, kind='stable'), np.unique(a, return_counts=True)", layout=False, **names)
    agree("np.concatenate([a, b]), np.searchsorted(np.sort(a), b), np.isin(a, b)", layout=False, **names)


@drawn(100)
@given(st.lists(st.binary(max_size=5), min_size=1, max_size=8), st.binary(max_size=5))
def test_drawn_bytes(texts, other):
    names = {"a": lambda np: np.array(texts, "S5"), "b": lambda np: np.array(other, "S6")}
    agree("a, a.tolist(), repr(a), str(a), a[::-1], a.tobytes()", **names)
    agree(
        "a == b, a < b, a >= b, np.sort(a), np.argsort(a, kind='stable'), np.unique(a)", layout=False, **names
    )


@drawn(100)
@given(st.lists(st.one_of(st.integers(-(2**40), 2**40), st.floats(allow_nan=True)), min_size=1, max_size=5))
def test_numbers_as_text_and_back(values):
    names = {"a": lambda np: np.array(values)}
    agree("a.astype('U'), a.astype('S')", **names)
    agree("a.astype('U').astype(a.dtype)", **names)
    assert np.array(values).astype("U40").tolist() == numpy.array(values).astype("U40").tolist()
