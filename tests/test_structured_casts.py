"""Casts to, from and between records, field by field, with references counted."""

import gc
import random
import sys

import numpy
import pytest
from programs import agree, lines

import numen

PROGRAMS = lines("""
np.arange(3).astype('i,O'), np.arange(3).astype('>i,O'), np.arange(3.0).astype('>f4').astype('f4,>i2,S3,O')
np.arange(2).astype([('a', 'f8', (2, 3)), ('b', 'S2'), ('c', [('x', 'i1'), ('y', 'O')])])
np.ones(2, [('a', 'i4')]).astype([('a', 'f8', (2, 3))])
np.ones(2, [('a', 'i4', (2, 1))]).astype([('a', 'f8', (2, 3))])
np.ones(2, [('a', 'i4', (1,))]).astype('f8'), np.ones(2, [('a', [('b', '>i4')])]).astype('f8')
a.astype([('a', 'i4', 4)]), a.astype([('a', 'i4', 2)]), a.astype([('a', 'f8', (2, 3))]), a.astype([('a', 'f8')])
a.astype([('a', 'O', 3)]), a.astype([('a', 'S2', (2, 2))]), a.astype('f8')
a.astype([('a', 'O', (2, 4))]), np.zeros(1, [('a', 'O', 1)]).astype([('a', 'i4', 3)])
a.astype('f8,f8')
np.ones(2, 'i4,i4').astype('i4')
np.ones(2, 'i4,i4').astype('i4,i4,i4')
np.array([(1, 2)], 'i4,O').astype('O,i4'), np.array([(1, (2, 3))], 'i4,(2,)O').astype('O,(2,)i4')
np.array([(1, 'x')], 'i4,O').astype('O,i4')
np.array(['12', '3']).astype('i4,f8,S2,O'), np.array([b'12', b'3']).astype('O,f8,>U1')
np.array(['2020-01-01'], 'M8[D]').astype('O,M8[s],i8')
np.array([(1, 2)], '>i4,O').astype('<i4,O'), np.array([(1, 2)], '>i4,O').astype(object)
np.array([1, 2], object).astype('>i4,O'), np.array([(1, 2), (3, 4)], object).astype('>i4,O')
np.float32([1.5, 2.1]).astype('f8,O'), np.array([1.5, 2]).astype('i4,c8,?,O')
b['x'] = [1, 2]; b['y'] = [3, 4]; b[['x', 'y']] = b[['y', 'x']]; b
b['x'] = [1, 2]; b[...] = b[::-1]; b
b[...] = 7; b[1] = 9; b
np.copyto(b, np.arange(2), casting='unsafe', where=[False, True]); b
np.zeros(3, [('p', 'i1'), ('q', '>f8')])['q'].astype('>i2,O')
n == n, n != n, n[0] == n, n == n[:1], n[0] == n[0], m == n, m != n, n[['d']] == m[['d']]
n == b
n == a
np.zeros(2, []) == np.zeros(2, []), np.zeros(2, []) != np.zeros(2, [])
x = n.copy(); x.resize(4); x
np.delete(g, 0), np.concatenate([g, g]), np.where([True, False], g, g), np.resize(g, 3), np.append(g, g)
np.full(2, (1, 2), 'i4,O'), np.full((1, 2), [1, 2], 'i4,i4'), np.full(2, 5, 'i4,i4')
np.full(3, (1, 2), 'i4,O')
np.dtype([('p', [('q', 'i1'), ('r', 'f8')]), ('s', 'i2')], align=True).itemsize, np.dtype([('p', 'i1,f8')], align=True).itemsize
np.dtype({'names': ['p'], 'formats': [[('q', 'i1'), ('r', 'f8')]]}, align=True).itemsize
np.dtype(([('q', 'i1'), ('r', 'f8')], 3), align=True).itemsize, np.dtype([('p', np.dtype('i1,f8'))], align=True).itemsize
np.array([(np.ones((2, 2)), 3)], [('p', 'O', (2, 2)), ('q', 'i4')]), np.array([(np.ones(2), 3)], [('p', 'f4', (2, 2)), ('q', 'S2')])
""")
START = """
a = np.zeros(2, [('a', 'i4', 3)])
a['a'] = [[1, 2, 3], [4, 5, 6]]
b = np.zeros(2, [('x', 'i4'), ('y', '>i2')])
n = np.zeros(2, [('c', [('d', 'U2', (3,)), ('e', 'i4', (2, 2))], (2,)), ('d', 'O')])
m = n.copy()
m['c']['e'][0, 0, 1, 1] = 3
g = np.ones(2, np.dtype({'names': ['p', 'q'], 'formats': ['>i2', 'O'], 'offsets': [1, 3], 'itemsize': 14}))
"""


@pytest.mark.parametrize("code", PROGRAMS)
def test_programs(code):
    def names(library):
        space = {"np": library}
        exec(START, space)
        return space

    agree(code, names)


class Held(int):
    """A number whose references can be counted."""


LEAVES = ["O", "O", "O", "i1", ">i2", "<i4", ">f8", "f4", "?", ">c8", "S3", "U2", ">U2"]


def drawn_fields(r, depth=0):
    fields = []
    for name in "abc"[: r.randint(1, 3)]:
        leaf = drawn_fields(r, depth + 1) if depth < 2 and r.random() < 0.25 else r.choice(LEAVES)
        shape = [r.choice([(2,), (1,), (2, 2), (3,)])] if r.random() < 0.25 else []
        fields.append((f"{name}{depth}", leaf, *shape))
    if depth == 0:
        fields.insert(r.randint(0, len(fields)), ("o", "O"))
    return fields


def other_leaves(r, fields):
    """The same structure with leaves of other types."""
    new = []
    for name, leaf, *shape in fields:
        leaf = (
            other_leaves(r, leaf)
            if isinstance(leaf, list)
            else r.choice(["O", "O", ">i4", "f8", "S3", ">U3"])
        )
        new.append((name + "_", leaf, *shape))
    return new


def drawn_value(r, dtype, pool):
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return nested(lambda: drawn_value(r, base, pool), shape)
    if dtype.names:
        return tuple(drawn_value(r, dtype[n], pool) for n in dtype.names)
    if dtype.kind == "O":
        return r.choice(pool)
    return str(r.randint(0, 9)).encode() if dtype.kind == "S" else r.randint(0, 1)


def nested(make, shape):
    return [nested(make, shape[1:]) for _ in range(shape[0])] if shape else make()


def drawn_array(np, r, dtype, shape, pool):
    a = np.empty(shape, dtype)
    for i in np.ndindex(*shape):
        a[i] = drawn_value(r, dtype, pool)
    return a


def stored(a, key, values):
    a[key] = values
    return a


def done(_, a):
    return a


def routes(np, r, first, second, pool):
    """What writes into memory that holds references, by name."""
    a, b = (drawn_array(np, r, first, (4,), pool) for _ in range(2))
    c = drawn_array(np, r, second, (4,), pool)
    square = drawn_array(np, r, first, (2, 3), pool)
    padded = np.zeros(4, [("pad", "i1"), ("r", first)])
    padded["r"] = a
    odd, numbers = padded["r"], np.arange(4)
    mask, places = np.array([True, False, True, True]), np.array([2, 0, 2, 3])
    objects = odd["o"]
    iterate = lambda x, dtype, flags, mode: [  # noqa: E731
        z.copy().tolist()
        for z in np.nditer([x], ["refs_ok", *flags], [mode], op_dtypes=[dtype], casting="unsafe")
    ]
    whole = slice(None)
    return {
        "astype numbers": lambda: numbers.astype(first),
        "astype swapped numbers": lambda: numbers.astype(">f4").astype(first),
        "astype text": lambda: np.array(["1", "2"]).astype(first),
        "astype other": lambda: a.astype(second),
        "astype back": lambda: c.astype(first),
        "astype unaligned": lambda: odd.astype(second),
        "astype swapped": lambda: odd.astype(first.newbyteorder("S")).astype(second),
        "astype object": lambda: odd.astype(object),
        "astype from object": lambda: odd.astype(object).astype(second),
        "array": lambda: np.array(odd, dtype=second),
        "array of items": lambda: np.array([a[0], c[1]], dtype=second),
        "assign numbers": lambda: stored(odd, whole, numbers),
        "assign a number": lambda: stored(odd, whole, 1),
        "assign other": lambda: stored(c, whole, odd),
        "assign back": lambda: stored(odd, whole, c),
        "assign itself": lambda: stored(odd[1:], whole, odd[:-1]),
        "assign reversed": lambda: stored(a, whole, a[::-1]),
        "assign item": lambda: stored(c, 1, odd[2]),
        "copyto": lambda: done(np.copyto(odd, b, where=mask), odd),
        "copyto other": lambda: done(np.copyto(c, odd, where=mask, casting="unsafe"), c),
        "copyto numbers": lambda: done(np.copyto(odd, numbers, where=mask, casting="unsafe"), odd),
        "where": lambda: np.where(mask, odd, b),
        "concatenate": lambda: np.concatenate([numbers, odd], dtype=second, casting="unsafe"),
        "concatenate out": lambda: np.concatenate([a[:2], odd[:2]], out=c, casting="unsafe"),
        "fill": lambda: done(odd.fill(1), odd),
        "take": lambda: odd.take(places),
        "take out": lambda: np.take(odd, places, out=b, mode="clip"),
        "put": lambda: done(np.put(odd, places, b[:2]), odd),
        "put other": lambda: done(np.put(a, [1], c[:2]), a),
        "putmask": lambda: done(np.putmask(odd, mask, b[:2]), odd),
        "place": lambda: done(np.place(odd, mask, b[:2]), odd),
        "indices": lambda: odd[places],
        "mask": lambda: odd[mask],
        "set indices": lambda: stored(odd, places, b),
        "set indices number": lambda: stored(odd, places, 1),
        "set indices other": lambda: stored(odd, places, c),
        "set mask": lambda: stored(odd, mask, b[:3]),
        "set mask number": lambda: stored(odd, mask, 1),
        "set mask other": lambda: stored(odd, mask, c[:3]),
        "set columns": lambda: stored(square, (whole, [2, 1]), square[:, :2]),
        "flat": lambda: done(square.flat.__setitem__(whole, b), square),
        "transposed": lambda: square.T.astype(second),
        "flatten": lambda: square.T.flatten(),
        "repeat": lambda: odd.repeat(2),
        "choose": lambda: np.choose([0, 1, 0, 1], [a, odd]),
        "compress": lambda: odd.compress(mask),
        "fields": lambda: done(stored(a[list(first.names[::-1])], whole, 1), a),
        "nditer": lambda: iterate(odd, second, ["buffered"], ["readonly"]),
        "nditer numbers": lambda: iterate(numbers, first, ["buffered"], ["readonly"]),
        "nditer copy": lambda: iterate(numbers, first, [], ["readonly", "copy"]),
        "nditer copy other": lambda: iterate(odd, second, [], ["readonly", "copy"]),
        "ufunc out": lambda: done(np.add(numbers, 1, out=objects, casting="unsafe"), odd),
        "ufunc objects": lambda: done(np.subtract(objects, 1, out=a["o"]), a),
        "ufunc where": lambda: done(np.add(objects, 1, out=objects, where=mask), odd),
        "reduce": lambda: (objects.sum(), done(np.cumsum(objects, out=a["o"]), a)),
        "at": lambda: done(np.add.at(objects, places, 1), odd),
        "sort": lambda: done(objects.sort(), np.sort(objects[::-1])),
        "objects": lambda: stored(objects, slice(1, 3), numbers[:2]),
        "objects indices": lambda: stored(objects, places, b["o"]),
        "objects mask": lambda: stored(objects, mask, 0),
        "objects copyto": lambda: done(np.copyto(objects, b["o"], where=mask), odd),
        "resize": lambda: (x := a.copy(), x.resize(2, refcheck=False), x)[2],
    }  # fmt: skip


def shown(x):
    """The values, and nothing that refers to the objects."""
    if hasattr(x, "tolist"):
        x = x.tolist()
    return [shown(y) for y in x] if isinstance(x, (list, tuple)) else repr(x)


def results(np, seed):
    """What each route gives, and the references it kept."""
    r = random.Random(seed)
    fields, align, gap = drawn_fields(r), r.random() < 0.4, r.choice([0, 0, 3])
    pool = [Held(10**6 + i) for i in range(5)]
    first, second = np.dtype(fields, align=align), np.dtype(other_leaves(r, fields))
    offsets = [first.fields[n][1] + gap for n in first.names]
    formats = [first[n] for n in first.names]
    first = np.dtype(
        {"names": first.names, "formats": formats, "offsets": offsets, "itemsize": first.itemsize + gap}
    )
    names = list(routes(np, r, first, second, pool))
    before = [sys.getrefcount(x) for x in pool]
    for name in names:
        try:
            value = shown(routes(np, random.Random(seed), first, second, pool)[name]())
        except (TypeError, ValueError, OverflowError) as error:
            value = type(error).__name__
        if [sys.getrefcount(x) for x in pool] != before:
            gc.collect()
        kept = [n - m for n, m in zip([sys.getrefcount(x) for x in pool], before, strict=True)]
        yield name, fields, value, kept


@pytest.mark.parametrize("seed", range(12))
def test_drawn_records(seed):
    for theirs, ours in zip(results(numpy, seed), results(numen, seed), strict=True):
        assert ours == theirs
        assert ours[-1] == [0] * 5, ours[:2]
