"""Sums of products agree with NumPy."""

import numpy
import pytest
from agreement import agree, ours

import numen as np

RNG = numpy.random.default_rng(31)
SIZES = dict(zip("abcdefghij", [2, 3, 4, 2, 5, 3, 2, 1, 2, 3]))


def draw(*shape, dtype="i8"):
    return RNG.integers(-5, 6, shape).astype(dtype)


VALID = [
    "ab,bc->ac", "ab,bc", "ab->ba", "ab->", "ab->a", "ba", "ad->", "ab,ab->", "ab,ab->ab", "a,b->ab", "a,b", "ab,b->a",
    "abc,cd->abd", "abc,abd->acd", "abc,abc->b", "ab,bc,cd->ad", "ab,bc,cd", "a,b,c->cba", "ab,cd->", "abc->cab", "ea,fb,abcd,gc,id->efgi",
    "ad,da->a", "ahb,b->ah", "ab,ah->bh", "", ",", "a,->a", "abe,ace->bc", "ab,ac,ad->bcd", "a,a,a->", "a,a,a->a",
]  # fmt: skip


@pytest.mark.parametrize("subscripts", VALID)
@pytest.mark.parametrize("dtype", ["i8", "f8", "c16", "?", "u1", "f4"])
def test_products(subscripts, dtype):
    terms = subscripts.split("->")[0].split(",")
    operands = [draw(*(SIZES[x] for x in term), dtype=dtype) for term in terms]
    agree("einsum", subscripts, *operands, rtol=1e-5)
    expected = numpy.einsum(subscripts, *operands)
    for optimize in [True, "greedy", "optimal"]:
        result = np.einsum(subscripts, *(ours(a) for a in operands), optimize=optimize)
        numpy.testing.assert_allclose(numpy.asarray(result), expected, rtol=1e-5)


@pytest.mark.parametrize("subscripts", VALID)
def test_paths(subscripts):
    operands = [draw(*(SIZES[x] for x in term), dtype="f8") for term in subscripts.split("->")[0].split(",")]
    for optimize in [False, "greedy", True, ("greedy", 20), "nonsense"]:
        agree("einsum_path", subscripts, *operands, optimize=optimize)
    if len(operands) < 4:
        agree("einsum_path", subscripts, *operands, optimize="optimal")


def test_diagonals_and_views():
    for subscripts in [
        "ii->i",
        "ii",
        "ii->",
        "iij->ij",
        "iij->j",
        "iji->j",
        "iii->i",
        "ij->ji",
        "i...->...i",
        "...ii->...i",
    ]:
        shape = (3,) * len(subscripts.split("->")[0].replace("...", ""))
        a = draw(*shape)
        agree("einsum", subscripts, a)
    a = ours(draw(3, 3))
    np.einsum("ii->i", a)[:] = 9
    assert np.trace(a) == 27
    assert np.shares_memory(np.einsum("ij->ji", a), a)


def test_ellipsis_and_broadcasting():
    for call in [
        ("...,...", draw(3), 2), ("i...j,j...", draw(2, 3, 4), draw(4, 3)), ("...ij,...jk->...ik", draw(5, 2, 3), draw(1, 3, 4)),
        ("...ij,jk", draw(5, 2, 3), draw(3, 4)), ("i,i", [1], [1, 2, 3]), ("i...", draw(2, 3)), ("...a->a...", draw(2, 3, 4)),
        ("i...,j...->...", draw(2, 3), draw(4, 3)), ("ij,jk", draw(1, 3), draw(1, 4)), ("i...->i...", draw(2, 1, 3)),
        ("ij,ij->ij", draw(1, 3), draw(2, 1)), ("i,i->i", draw(1), draw(1)), ("i->", draw(0)), ("ij,jk->ik", draw(2, 0), draw(0, 3)),
    ]:  # fmt: skip
        agree("einsum", *call)


def test_lists_of_labels():
    a = draw(2, 2)
    for call in [
        ([1, 2], [0], [1, 2], [0]), (a, [0, 0], [0]), (a, [0, 1], [1, 0]), (a, [Ellipsis, 1], [1, Ellipsis]), (a, [0, 60]), (3,),
        (a, [0, 1], a, [1, 2]), (a, [0, 1], a, [1, 2], [2, 0]), (a, [30, 2]),
    ]:  # fmt: skip
        agree("einsum", *call)


def test_refusals():
    a, b = numpy.eye(2), numpy.eye(3)
    for call in [
        ("ij,jk", a, b), ("ij", a, b), ("ij,jk", a), ("ijk", a), ("i", a), ("i.", a), ("i1", a), ("ij->k", a), ("ij->ii", a),
        ("ij->i->j", a), ("ij-", a), ("ij>i", a), ("i...->i", numpy.zeros((2, 3))), ("...->", draw(3)), ("i,i", [1, 2], [1, 2, 3]),
        ("ii", numpy.zeros((2, 3))), ("ii", numpy.zeros((1, 3))), (), ("i",), (3,),
    ]:  # fmt: skip
        agree("einsum", *call)


def test_types_and_out():
    for kwargs in [{"dtype": "f4"}, {"dtype": "f8"}, {"dtype": "i4", "casting": "unsafe"}, {"foo": 1}, {"order": "F"}, {"out": numpy.zeros(2)},
                   {"out": numpy.zeros(2, "i1")}, {"out": numpy.zeros(2, "i1"), "casting": "unsafe"}]:  # fmt: skip
        agree("einsum", "i,i->i", [1, 2], [3, 4], **kwargs)
    agree("einsum", "i,i->", [1.5, 2], [3, 4], dtype="i4")
    agree("einsum", "i->", numpy.array([1, 2], object))
    agree("einsum", "i,i", numpy.array([200], "u1"), numpy.array([2], "u1"))
    agree("einsum", "ij,jk,kl->il", a := draw(2, 2), a, a, optimize=["einsum_path", (0, 1), (0, 1)])
    agree("einsum", "ij,jk,kl->il", a, a, a, optimize=["einsum_path", (1, 2), (0, 1)])


def test_views_keep_the_byte_order():
    a = np.arange(6, dtype=">i4").reshape(2, 3)
    assert np.einsum("ij->ji", a).dtype.str == ">i4" and np.einsum("ij->i", a).dtype.str == "<i4"
