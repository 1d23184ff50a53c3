"""Types: attributes, equality, promotion, `finfo` and `iinfo`, pickles."""

import itertools
import pickle

import numpy
import pytest
from programs import agree, lines

import numen as np

# Without long doubles, which are float64 here (docs/differences.md).
CODES = "? b B h H i I l L q Q e f d F D O S U V S5 U7 V3 M8 m8 M8[D] M8[25us] m8[ns] >i4 >f8 <u2 >c16 >U3 |S2 =i8".split()
NAMES = """bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 complex64 complex128 object str
    bytes void datetime64 timedelta64 int uint intc intp uintp half single double float complex csingle cdouble long
    longlong short byte ubyte ushort uintc ulong ulonglong str_ bytes_ object_ bool_ S10 U10 a4 f f2 i u1 c8 3f4
    i4,f8 2i4,(3)f8 (2,3)f4""".split()
RECORDS = [
    "[('a', 'i4')]",
    "[('a', 'i4'), ('b', 'f8')]",
    "[('a', 'i1'), ('b', 'f8'), ('c', 'S3')]",
    "np.dtype([('a', 'i1'), ('b', 'f8')], align=True)",
    "[('a', 'i4', (2, 3)), ('b', [('c', 'U2'), ('d', '>u2')])]",
    "{'names': ['x', 'y'], 'formats': ['i4', 'f4'], 'offsets': [4, 0], 'itemsize': 16}",
    "{'names': ['x'], 'formats': ['O'], 'titles': ['the x']}",
    "[(('title', 'name'), 'i4')]",
    "('i4', (2, 3))",
    "('i4', [('lo', 'i2'), ('hi', 'i2')])",
    "{'a': ('i4', 0), 'b': ('f8', 8)}",
    "[('', 'i4'), ('', 'f8')]",
    "'i4, (2,)f8, S3'",
]
ATTRIBUTES = """str name char kind num itemsize alignment byteorder isbuiltin isnative hasobject flags descr fields names
    shape ndim base subdtype metadata isalignedstruct type""".split()


@pytest.mark.parametrize("spec", [repr(c) for c in CODES + NAMES] + RECORDS)
def test_attributes(spec):
    for attribute in ATTRIBUTES:
        agree(f"np.dtype({spec}).{attribute}")
    agree(f"repr(np.dtype({spec})), str(np.dtype({spec})), len(np.dtype({spec})), bool(np.dtype({spec}))")
    agree(
        f"d = np.dtype({spec}); d == np.dtype({spec}), hash(d) == hash(np.dtype({spec})), d.newbyteorder(), d.newbyteorder('>')"
    )
    agree(f"np.zeros(2, np.dtype({spec})).dtype, np.empty(0, np.dtype({spec})).shape")


@pytest.mark.parametrize(
    "code",
    lines("""
    np.dtype('i4').newbyteorder('<'), np.dtype('i4').newbyteorder('<').byteorder, np.dtype('i4').newbyteorder('=').byteorder
    np.dtype('i4').newbyteorder('<') == np.dtype('i4'), hash(np.dtype('i4').newbyteorder('<')) == hash(np.dtype('i4'))
    np.dtype('>U3').newbyteorder(), np.dtype('M8[s]').newbyteorder('<'), np.dtype('i1').newbyteorder('<')
    np.dtype(('i4', 2)).newbyteorder('<'), np.dtype([('a', 'i4')]).newbyteorder('<'), np.zeros(2, '>i4').view('i4').dtype
    np.zeros(2, np.dtype('i4').newbyteorder('<')), np.zeros(2, np.dtype('i4').newbyteorder('<')).dtype.isnative
    np.zeros(2, np.dtype(('i4', 2))), np.ones((1, 2), '2f4'), np.full(2, 3, '(2,)i4'), np.empty((2, 0), '3f4').shape
    np.zeros_like(np.zeros(2), dtype='2i4'), np.full_like(np.zeros(2), 3, dtype='2i4'), np.zeros((), '(2,3)O')
    np.dtype({'names': ['a', 'b'], 'formats': ['i4']})
    np.dtype({'names': ['a'], 'formats': ['i4'], 'titles': ['x', 'y'], 'offsets': [0, 4]})
    np.dtype({'names': ['a', 'b'], 'formats': ['i4', 'i4'], 'offsets': [0]})
    np.datetime_data(np.dtype('m8')), np.datetime_data('M8[W]')
    np.datetime_data('i4')
    np.dtype('x')
    np.dtype('i3')
    np.dtype('f3')
    np.dtype('M8[xx]')
    np.dtype('M8[0D]')
    np.dtype([('a', 'i4'), ('a', 'f8')])
    np.dtype([('a',)])
    np.dtype([('a', 'i4', -1)])
    np.dtype({'names': ['a'], 'formats': ['i4', 'i4']})
    np.dtype({'names': ['a'], 'formats': ['i8'], 'itemsize': 4})
    np.dtype(3)
    np.dtype(('i4', 'f8'))
    np.dtype([])
    np.dtype(None), np.dtype(float), np.dtype(int), np.dtype(bool), np.dtype(complex), np.dtype(object), np.dtype(str), np.dtype(bytes)
    np.dtype(np.float32), np.dtype(np.dtype('i4')), np.dtype(np.generic) if False else 0, np.dtype(memoryview)
    np.dtype(np.integer)
    np.dtype('i4') == 'i4', np.dtype('i4') == np.int32, np.dtype('f8') == float, np.dtype('i4') == '>i4', np.dtype('U3') == str
    np.dtype('i4') != 'f4', np.dtype('i4') == 'nonsense', np.dtype('i4') == None, np.dtype('f8') == None, np.dtype('i8') == 3
    np.dtype('l') == np.dtype('q'), np.dtype('l') is np.dtype(int), np.dtype('i4') is np.dtype(np.int32), np.dtype('q').char
    np.dtype('i4') < np.dtype('i8'), np.dtype('i4') <= 'i4', np.dtype('i8') > 'i4', np.dtype('f4') >= 'i8'
    np.dtype('i4') in [np.dtype('f8'), 'i4'], {np.dtype('i4'): 1}[np.dtype('int32')], len({np.dtype('l'), np.dtype('q')})
    d = np.dtype([('a', 'i4'), ('b', 'f8')]); d['a'], d[1], d[['b']], d.fields['b'], 'a' in d.names, list(d.fields)
    d = np.dtype([('a', 'i4'), ('b', 'f8')]); d['c']
    d = np.dtype([('a', 'i4'), ('b', 'f8')]); d[5]
    d = np.dtype([('a', 'i4'), ('b', 'f8')]); d.names = ('x', 'y'); d
    d = np.dtype([('a', 'i4'), ('b', 'f8')]); d.names = ('x',); d
    d = np.dtype([('a', 'i4')]); d['a'] = 3
    np.dtype('i4')['a']
    np.dtype('i4').fields, np.dtype('i4').names, len(np.dtype('i4,f8'))
    np.dtype('i4', align=True), np.dtype([('a', 'u1'), ('b', 'i4')], align=True).fields['b'], np.dtype('i4', copy=True) == 'i4'
    np.dtype('i4', metadata={'a': 1}).metadata['a'], np.dtype('i4', metadata={'a': 1}) == 'i4'
    np.dtype('M8[s]') == np.dtype('M8[1000ms]'), np.dtype('M8[7D]') == np.dtype('M8[W]')
    np.datetime_data('M8[25us]')
    setattr(np.dtype('i4'), 'x', 3)
    np.dtype('i4').type(3), np.dtype('U3').type, np.dtype('V').type, np.dtype('i4,f8').type.__name__, np.dtype('f8').type is np.float64
    np.finfo(float).eps, np.finfo('f4').max, np.finfo('f2').tiny, np.finfo(complex).dtype, np.finfo('f8').smallest_subnormal
    [getattr(np.finfo(t), k) for t in ('f2', 'f4', 'f8') for k in ('bits', 'eps', 'epsneg', 'iexp', 'machep', 'max', 'maxexp', 'min', 'minexp', 'negep', 'nexp', 'nmant', 'precision', 'resolution', 'smallest_normal', 'tiny')]
    np.finfo(int)
    np.finfo('x')
    [(np.iinfo(t).min, np.iinfo(t).max, np.iinfo(t).bits, np.iinfo(t).kind) for t in 'bBhHiIlLqQ']
    np.iinfo(float)
    repr(np.finfo(np.float32)), str(np.iinfo('i1')), repr(np.iinfo('i1')), str(np.finfo('f2'))
    np.iinfo(np.int8(3)).max, np.finfo(np.float32(1)).bits, np.iinfo(5).min
    np.result_type('i4', 'f4'), np.result_type(3, 'i1'), np.result_type(3.0, 'f4'), np.result_type('i8', 'u8'), np.result_type(1j, 'f4')
    np.result_type(np.arange(3, dtype='i1'), 300)
    np.result_type()
    np.result_type('M8[s]', 'M8[D]'), np.result_type('m8', 'i4'), np.result_type('U3', 'S5'), np.result_type('U3', 'i4')
    np.result_type('M8', 'f8')
    np.result_type(np.float32, float, np.int8), np.result_type([1, 2], 'f4')
    np.common_type(np.zeros(1, 'f4'), np.zeros(1, 'i2')), np.mintypecode('fd'), np.find_common_type if hasattr(np, 'find_common_type') else 0
    np.issubdtype('i4', np.signedinteger), np.issubdtype('M8[s]', 'M8'), np.issubdtype(float, np.floating), np.issubdtype('S3', np.bytes_)
    np.isdtype(np.dtype('i4'), 'integral'), np.isdtype(np.float32, ('real floating', 'complex floating')), np.isdtype(np.dtype('?'), 'bool')
    np.isdtype(np.dtype('i4'), 'wrong')
    np.sctypeDict['i4'], np.typename('f'), np.typecodes['AllInteger'], np.isscalar(np.dtype('i4'))
    np.promote_types('i4,f8', 'i8,f4'), np.promote_types('S3', 'S5'), np.promote_types('>i4', '>i4'), np.promote_types('M8[D]', 'm8[h]') if 0 else 0
    np.promote_types('i4', [('a', 'i4')])
    np.promote_types('M8', 'i4')
    np.can_cast([('a', 'i4')], [('a', 'f8')]), np.can_cast('i4', 'V4'), np.can_cast('S3', 'S2'), np.can_cast('U2', 'S10')
    np.can_cast('M8[D]', 'M8[s]'), np.can_cast('M8[s]', 'M8[D]'), np.can_cast('m8[h]', 'm8[s]', 'same_kind')
    np.can_cast('i4', 'i8', 'wrong')
    type(np.dtype('f8')).__name__, isinstance(np.dtype('f8'), np.dtype), issubclass(type(np.dtype('f8')), np.dtype)
    np.dtype[np.float64] is not None, np.dtype.__name__
    """),
)
def test_programs(code):
    agree(code)


PARTS = {
    "d": lambda np: np.dtype(("i4", [("lo", "i2"), ("hi", "i2")])),
    "a": lambda np: np.array([1, 70000, -1], "i4").view(("i4", [("lo", "i2"), ("hi", "i2")])),
}


@pytest.mark.parametrize(
    "code",
    lines("""
    np.dtype((np.int32, {'real': (np.int16, 0), 'imag': (np.int16, 2)})), np.dtype(('i4', 'i2,i2')), np.dtype(('S4', 'i2,u2'))
    np.dtype(('i4', {'names': ['a'], 'formats': ['i2'], 'offsets': [2]})), np.dtype(('i2', [('a', 'u1', 2)])), np.dtype(('V4', 'i2,i2'))
    np.dtype(('M8[s]', 'i4,i4')), np.dtype(('U1', [('a', 'i4')])), np.dtype(('>i4', 'i2,i2')), np.dtype((d, 3)), np.dtype((d, 'u1,u1,u2'))
    np.dtype(('f8', [('a', 'f4')]))
    np.dtype(('O', [('a', 'i8')]))
    d == np.dtype('i4'), np.dtype('i4') == d, d != np.dtype('i4'), d.descr, d.fields, d.names, len(d), d['lo'], d[1], repr(d[['lo']])
    d.newbyteorder(), d.newbyteorder('>').byteorder, d.isbuiltin, d.hasobject, d.kind, d.char, d.num, d.subdtype, type(d).__name__
    d.names = ('x', 'y'); d, d.fields
    d['q']
    repr(a), str(a), a.dtype, a['lo'], a['hi'], a[['lo']], a[0], a[[0, 2]].dtype, a[1:].dtype, a.T.dtype, a.copy().dtype
    a['lo'] = 7; a['hi'][1:] = 2; a, a.tolist()
    a['x']
    a.view('i4').dtype, a.astype(d).dtype, a.astype('i4').dtype, a.astype('i8'), np.arange(3).astype(d), a.getfield('i2', 2), a.byteswap()
    np.zeros(2, d), np.ones(2, d), np.array([(1, 2)], d), np.array([1, 2], d), np.array(1, d), np.empty_like(a).dtype, np.frombuffer(b'abcdefgh', d)
    np.can_cast(d, 'i4', 'no'), np.can_cast('i4', d, 'no'), np.promote_types(d, d), np.promote_types(d, 'i4'), np.iinfo(d).max
    np.asarray(a, 'i4').dtype, np.asarray(a, 'i4') is a, np.asarray(a.view('i4'), d).dtype, np.asarray(a) is a, a == a, a < 5, a.sum(), a.max()
    np.dtype([('q', d)]), np.zeros(2, [('q', d)]), np.zeros(2, [('q', d)])['q']['lo'], a.__array_interface__['descr'], memoryview(a).format
    """),
)
def test_named_parts_of_numbers(code):
    """Fields of a type that is no structured one are views by name; it is that type otherwise."""
    agree(code, **PARTS)


@pytest.mark.parametrize("protocol", range(2, 6))
@pytest.mark.parametrize("base", ["i4", ">i4", "M8[s]", "S8", "U2"])
def test_pickles_of_named_parts(base, protocol):
    fields = "i2,u2" if "4" in base else "i4,f4"
    d = np.dtype((base, fields))
    a = np.zeros(3, d)
    e, b = pickle.loads(pickle.dumps((d, a), protocol))
    assert e == d and repr(e) == repr(d) and e.fields == d.fields and e.str == d.str
    assert b.dtype.names == d.names and repr(b) == repr(a)


def test_promotion_of_every_pair():
    for a, b in itertools.product(CODES, CODES):
        agree(f"np.promote_types('{a}', '{b}')")


def test_result_type_with_python_numbers():
    for c, value in itertools.product("?bBhHiIlLefdFDOSUMm", (True, 1, -1, 1.5, 1j)):
        agree(f"np.result_type('{c}', {value})")


@pytest.mark.parametrize("protocol", range(2, 6))
def test_pickles(protocol):
    for spec in [repr(c) for c in CODES] + RECORDS:
        d = eval(f"np.dtype({spec})", {"np": np})
        e = pickle.loads(pickle.dumps(d, protocol))
        assert e == d and repr(e) == repr(d) and e.isalignedstruct == d.isalignedstruct
        assert (
            (e is d) == (pickle.loads(pickle.dumps(numpy.dtype(d.str))) is numpy.dtype(d.str))
            or d.names
            or d.shape
        )


@pytest.mark.parametrize(
    "code",
    lines("""
    np.dtype([('name', np.str_, 16), ('b', bytes, 3), ('v', 'V', 2), ('f', 'f8', 3), ('s', 'S5', 2)])
    np.dtype(('U', np.int64(3))), np.dtype((bytes, 5)), np.dtype(('i4', np.int64(2)))
    np.dtype([('a', 'U', (2,))])
    np.dtype(('S', (3,)))
    [np.dtype(bytes([i])) for i in (0, 1, 5, 7, 12, 15, 17, 18, 23)]
    x.dtype is d, x[:1].dtype is d, x.copy().dtype is d, x[0].dtype is d, d['a'] is d['a'], np.dtype(d, copy=True) is d
    x.dtype.names = ('p', 'q'); x['p'] = 5; x, d, x[0]['q'], x[['q']], np.dtype([('a', 'i4'), ('b', 'f8')])
    x.dtype.names = ['p', 'q']; x['a']
    y = np.array([(1, 2.0)], 'i4,f8'); z = y.copy(); y.dtype.names = ['u', 'v']; y['u'], z.dtype.names, y.dtype.fields
    x.dtype.names = ('p', 'p')
    np.frombuffer(b'', dtype=[], count=2)
    np.frombuffer(b'', dtype=[])
    """),
)
def test_lengths_names_and_identity(code):
    made = {}

    def record(np):
        made[np] = np.dtype([("a", "i4"), ("b", "f8")])
        return made[np]

    agree(code, d=record, x=lambda np: np.zeros(3, made[np]))
