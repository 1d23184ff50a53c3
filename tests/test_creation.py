"""Arrays made from a rule, triangles and grids agree with NumPy."""

import numpy
import pytest
from agreement import agree, find, same

import numen as np

RNG = numpy.random.default_rng(3)
DTYPES = ["?", "i1", "u4", "i8", "f2", "f4", "f8", "c8", "c16"]


def draw(shape, dtype="f8"):
    return (RNG.normal(size=shape) * 10).astype(dtype) if dtype != "?" else RNG.random(shape) < 0.5


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("k", [-4, -1, 0, 2, 7])
def test_matrices_of_a_diagonal(dtype, k):
    for n, m in [(3, 3), (2, 5), (5, 2), (0, 3), (1, None)]:
        agree("eye", n, m, k=k, dtype=dtype)
        agree("eye", n, m, k, dtype, "F")
        agree("tri", n, m, k=k, dtype=dtype)
        agree("tril_indices", n, k, m)
        agree("triu_indices", n, k, m)
    for a in [
        draw(4, dtype),
        draw((3, 4), dtype),
        draw((4, 3), dtype).T,
        draw((2, 3, 3), dtype),
        draw((0,), dtype),
    ]:
        agree("diag", a, k)
        agree("diagflat", a, k)
        agree("tril", a, k)
        agree("triu", a, k)
        agree("tril_indices_from", a, k)
        agree("triu_indices_from", a, k)


def test_refusals():
    for args in [(2.5,), (3, None, 1.5), (-1,), (2, -3)]:
        agree("eye", *args)
    agree("diag", 3)
    agree("identity", 3, dtype="i4")
    agree("tril", 3.0)
    agree("diag_indices", 3, 3)
    agree("diag_indices_from", numpy.zeros((2, 3)))
    agree("diag_indices_from", numpy.zeros(3))
    agree("diag_indices_from", numpy.zeros((3, 3, 3)))
    agree("mask_indices", 3, lambda m, k: m[::-1] * k, 1)
    agree("asarray_chkfinite", [1.0, numpy.inf])
    agree("asarray_chkfinite", [1, 2], dtype="f4")
    for flags in ["C", "F", ["C", "F"], "X", ["W", "O"], "E", []]:
        agree("require", numpy.arange(6).reshape(2, 3).T, "f4", flags)


@pytest.mark.parametrize("wrap", [False, True])
def test_fill_diagonal(wrap):
    for shape in [(3, 3), (7, 3), (3, 7), (3, 3, 3), (2, 3, 3), (3,), (0, 3)]:
        for value in [5, [1, 2], numpy.arange(9.0)]:
            a, b = numpy.zeros(shape), np.zeros(shape)
            try:
                numpy.fill_diagonal(a, value, wrap)
            except ValueError as e:
                with pytest.raises(ValueError, match=str(e).replace("(", r"\(")):
                    np.fill_diagonal(b, value, wrap)
                continue
            np.fill_diagonal(b, value, wrap)
            same(b, a)


def test_coordinates():
    for shape in [(2, 3), (0, 2), (), (4,), (-2,), (2.5,)]:
        for dtype in [int, "f4"]:
            agree("indices", shape, dtype)
            agree("indices", shape, dtype, sparse=True)
    agree("fromfunction", lambda i, j: i * 10 + j, (2, 3))
    agree("fromfunction", lambda i, j, c: i * c + j, (2, 3), dtype=int, c=4)
    x, y, z = draw(3), draw(2, "i4"), draw((2, 2))
    for indexing in ["xy", "ij", "zz"]:
        for sparse in [False, True]:
            for xi in [(), (x,), (x, y), (x, y, z), (3, y)]:
                agree("meshgrid", *xi, indexing=indexing, sparse=sparse)
                agree("meshgrid", *xi, indexing=indexing, sparse=sparse, copy=False)


def test_sequences():
    for n in [None, 0, 1, 4]:
        for x in [draw(3, "i4"), draw(4, "f4"), draw(3, "c16"), draw((2, 2)), [True, False]]:
            agree("vander", x, n)
            agree("vander", x, n, increasing=True)
    lo, hi = draw((2, 3)) / 10, draw((2, 3)) / 10
    for args in [(0, 3), (lo, hi), (1, hi), (2, 0.5)]:
        for num in [0, 1, 5]:
            for endpoint in [True, False]:
                agree("logspace", *args, num, endpoint, rtol=1e-15)
                agree("logspace", *args, num, endpoint, base=[2.0, 3.0, 5.0], rtol=1e-15)
                agree("logspace", *args, num, endpoint, dtype="i8", axis=-1)
    for args in [
        (1, 1000),
        (-1, -1000),
        (1, 1000.0),
        (1j, 1000j),
        (-1 + 2j, 3 - 1j),
        (abs(lo) + 1, 9),
        (0, 1),
        (1, 0),
    ]:
        for num in [0, 1, 6]:
            for endpoint in [True, False]:
                agree("geomspace", *args, num, endpoint, rtol=1e-14)
                agree("geomspace", *args, num, endpoint, axis=-1, rtol=1e-14)
    agree("geomspace", 1, 256, 9, dtype=int)
    agree("geomspace", numpy.float32(1), numpy.float32(8), 4)


def test_copies():
    a = draw((2, 3))[:, ::-1].T
    for order in "CFAK":
        agree("copy", a, order)
        assert (
            find(np, "copy")(np.asarray(a), order).flags.f_contiguous
            == numpy.copy(a, order).flags.f_contiguous
        )


GRIDS = [
    "m[0:3]", "m[0:3, 0:2:3j]", "m[-1:1:3j]", "m[:3.5, :2]", "m[0:5:2, 1:2, 3:4]", "m[3]", "m[3, 4]", "m['a']",
    "m[0:1:1j]", "m[0:1:1j, 0:2]", "m[2:0]", "m[0:3:0.5, 0:1:2j]", "m[5:1:-2]", "m[5:1:-2, 0:3]",
]  # fmt: skip


@pytest.mark.parametrize("text", GRIDS)
def test_grids(text):
    for name in ["mgrid", "ogrid"]:
        try:
            expected = eval(text, {"m": getattr(numpy, name)})
        except Exception as e:
            with pytest.raises(type(e)) as caught:
                eval(text, {"m": getattr(np, name)})
            assert str(caught.value) == str(e)
            continue
        same(eval(text, {"m": getattr(np, name)}), expected)


JOINS = [
    "[1:4, 0, [7, 8]]", "[1:3:4j, 2]", "[1:3, 2.5, np.float32(1)]", "['0,2', [1, 2], [3, 4]]",
    "['0,2,0', [1, 2], [3, 4]]", "['1', [[1, 2]], [[3, 4]]]", "['-1,3,1', [1, 2], [3, 4]]", "['x', 1]", "[1, 'x']",
    "['0,2,x', [1]]", "[()]", "[[1, 2], np.array([1, 2], 'i1')]", "[np.array([1], 'i1'), 3]", "[np.ones((2, 2)), 1]",
    "[1:3]", "[np.ones((2, 2)), [1, 2]]", "[[1, 2], [3, 4]]", "[5:1:-1, 3j]", "[np.array([1], 'f4'), 2.0]", "[1, 2.0]",
]  # fmt: skip


@pytest.mark.parametrize("text", JOINS)
@pytest.mark.parametrize("name", ["r_", "c_"])
def test_joins(name, text):
    try:
        expected = eval(name + text, {"np": numpy, name: getattr(numpy, name)})
    except Exception as e:
        with pytest.raises(type(e)) as caught:
            eval(name + text, {"np": np, name: getattr(np, name)})
        assert str(caught.value) == str(e)
        return
    same(eval(name + text, {"np": np, name: getattr(np, name)}), expected)


def test_index_helpers():
    agree("ix_", [0, 1], [2, 4])
    agree("ix_", [True, False], [], numpy.arange(3))
    agree("ix_", [[1]])
    assert np.s_[1:2, ...] == (slice(1, 2), Ellipsis)
    assert np.index_exp[3] == (3,)
    for shape in [(2, 3), (), (0, 2), ((3, 1),), (4,)]:
        assert list(np.ndindex(*shape)) == list(numpy.ndindex(*shape))
    for shape in [(-1,), (1.5,)]:
        agree("ndindex", *shape)
    pairs = [[(i, int(v)) for i, v in lib.ndenumerate([[1, 2], [3, 4]])] for lib in (np, numpy)]
    assert pairs[0] == pairs[1] and all(type(v) is np.int64 for _, v in np.ndenumerate([[1, 2], [3, 4]]))
