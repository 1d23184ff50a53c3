"""Sorting, ordering, selecting and searching."""

import hypothesis.strategies as st
import numpy
import pytest
from hypothesis import given
from programs import TYPES, agree, built, drawn, lines, recipes

import numen as np

SORTED = TYPES + [">i4", ">f8", "S3", "U2", "M8[D]", "m8[s]"]
A = {
    "x": lambda np: np.array([[3, 1, 2], [9, 7, 8], [4, 6, 5]]),
    "f": lambda np: np.array([2.0, np.nan, -np.inf, 1.0, np.inf, -0.0, 0.0, np.nan]),
    "c": lambda np: np.array([1 + 2j, 1 + 1j, complex("nan"), 0, complex(0, float("nan"))]),
    "s": lambda np: np.array(["b", "a", "", "ab", "aa"]),
}


@pytest.mark.parametrize(
    "code",
    lines("""
    np.sort(x), np.sort(x, 0), np.sort(x, None), np.sort(x[::-1].T), x.sort(), x
    np.sort(x, 2)
    np.sort(x, kind='wrong')
    np.sort(x, kind='stable', stable=True)
    np.sort(x, stable=True), np.sort(x, kind='heapsort'), np.sort(x, kind='m')
    np.sort(3)
    np.sort([]), np.sort([[]]), np.sort(np.zeros((0, 3)))
    np.array(3).sort()
    x.sort(axis=0); x, x.sort(kind='stable'), x
    x.sort(axis=-1, stable=True); x
    x.sort(kind='stable', stable=True)
    x.sort(axis=2)
    x.partition(1); x[:, 1], x.partition([0, 2], axis=-1), x
    x.partition(3)
    x.partition(1, axis=0, kind='wrong')
    f.partition(-2); f[-2], f.sort(), f
    c.sort(); c, s.sort(), s
    y = f[::2]; y.sort(); f
    y = x.astype('>i4'); y.sort(); y
    d = np.array(['2021', 'NaT', '2020'], 'M8[Y]'); d.sort(), d, d[::-1].sort(), d
    e = np.zeros((0, 3)); e.sort(), e.partition(1), e
    np.sort(f), np.argsort(f, stable=True), f.sort(), f
    np.sort(c), np.argsort(c), c.argmax(), c.argmin(), np.max(c), np.min(c[:2]), np.sort_complex([3, 1j, 2])
    np.sort(s), np.argsort(s), np.sort(s.astype('S')), np.unique(s), np.searchsorted(np.sort(s), ['aa', 'c'])
    np.argsort(x), np.argsort(x, 0), np.argsort(x, None), x.argsort(-1), np.argsort(3)
    np.argsort(x, axis=5)
    np.argsort([1, 1, 1, 0, 0], kind='stable')
    np.lexsort((x[0], x[1])), np.lexsort([[1, 1, 0], [2, 2, 2]]), np.lexsort(x, axis=0), np.lexsort([])
    np.partition(x, 1, axis=None)[1], np.partition(f, 0)[0], np.argpartition([5, 3, 1], 1)[1], np.partition([3, 1, 2], -1)[-1]
    np.partition(x, 5)
    np.partition([3, 1, 2], [0, 2])
    np.partition([3, 1, 2], 1.5)
    x.partition(1, 0); np.sort(x, 0)
    np.searchsorted([1, 2, 2, 3], [0, 2, 5]), np.searchsorted([1, 2, 2, 3], 2, 'right'), np.searchsorted([3, 1, 2], 2, sorter=[1, 2, 0])
    np.searchsorted([1, 2], 1, side='wrong')
    np.searchsorted(x, 1)
    np.searchsorted([1.0, 2, np.nan], [np.nan, 1.5]), np.searchsorted([], [1]), np.searchsorted([1, 2], []), np.searchsorted([1, 2], 1.5)
    np.searchsorted([1, 2, 3], [2], sorter=[0, 1])
    np.digitize([0.5, 1.0, 5], [1, 2, 3]), np.digitize([0.5, 1.0], [3, 2, 1]), np.digitize(1, [1, 2], right=True)
    np.digitize([1], [1, 3, 2])
    x.argmax(), x.argmin(0), x.argmax(1, keepdims=True), f.argmax(), f.argmin(), np.argmax([True, False]), np.argmax(s) if 0 else 0
    np.argmax([])
    np.argmax(x, out=np.zeros((), int)), x.argmin(axis=None), np.argmax([[0, 1]], axis=1)
    np.nanargmax(f), np.nanargmin(f), np.nanmax(f), np.nanmin(f)
    np.nanargmax([np.nan])
    np.max(x), np.max(x, 0), np.min(x, 1, keepdims=True), np.amax(f), np.ptp(x), np.ptp(x, 0), np.max(x, initial=100), np.max(x, where=x < 5, initial=0)
    np.max([])
    np.median(x), np.median(x, 0), np.median([1, 2, 3, 4]), np.median(f), np.percentile(x, [10, 50]), np.quantile(x, 0.3, axis=1)
    np.unique(x), np.unique([3, 1, 3], True, True, True), np.unique([[1, 2], [1, 2]], axis=0), np.unique(f), np.unique(f, equal_nan=False)
    np.unique([]), np.unique([True, False]), np.unique(['b', 'a', 'b'])
    np.unique(c)
    np.flatnonzero(x > 4), np.count_nonzero(x > 4, axis=0), np.nonzero([0, 2, 0, 3]), np.extract(x > 4, x), np.where(x > 4)[0].shape
    np.nonzero(np.array(3))
    np.sort(np.array([(2, 'b'), (1, 'c'), (2, 'a')], [('n', 'i4'), ('s', 'U1')]))
    np.sort(np.array([(2, 'b'), (1, 'c'), (2, 'a')], [('n', 'i4'), ('s', 'U1')]), order=['s'])
    np.argsort(np.array([(2, 'b'), (1, 'c'), (2, 'a')], [('n', 'i4'), ('s', 'U1')]), order='n', kind='stable')
    np.sort(np.array([(2, 'b')], [('n', 'i4'), ('s', 'U1')]), order='z')
    np.sort(x, order='n')
    np.sort(np.array(['2020', 'NaT', '2019'], 'M8[D]')), np.argsort(np.array([3, 'NaT', 1], 'm8[s]'))
    np.bincount([1, 1, 3]), np.bincount([0, 1], [0.5, 2]), np.bincount([], minlength=3), np.bincount([True, False, True])
    np.bincount([-1])
    np.bincount([1.5])
    np.diff(np.sort(x, None)), np.all(np.diff(np.sort(f[~np.isnan(f)])) >= 0)
    """),
)
def test_programs(code):
    agree(code, layout=False, **A)


@drawn(120)
@given(recipes(SORTED, max_side=7), st.data())
def test_drawn_sorts(recipe, data):
    shape = recipe[1][::-1] if recipe[2] else recipe[1]
    axis = data.draw(st.sampled_from([None, *range(-len(shape), len(shape))]))
    names = {"x": lambda np: built(np, recipe), "axis": axis}
    # Adding zero makes zeros alike: which of them comes first is not promised.
    same = " + 0.0" if numpy.dtype(recipe[0]).kind in "fc" else ""
    agree("np.sort(x, axis)" + same, layout=False, **names)
    agree("np.argsort(x, axis, kind='stable')", layout=False, **names)
    if shape:
        agree("x.sort(-1); x" + same, **names)
        if numpy.dtype(recipe[0]).kind not in "SU":
            agree(
                "np.argmax(x, axis), np.argmin(x, axis), np.max(x, axis), np.min(x, axis)",
                layout=False,
                **names,
            )


def listed(y):
    """Elements as numbers and text, zeros of both signs alike: which of them comes first is not promised."""
    return (y.view("i8") if y.dtype.kind in "mM" else y + 0.0 if y.dtype.kind in "fc" else y).tolist()


@drawn(60)
@given(recipes(SORTED, shape=(12,)), st.integers(-12, 11))
def test_drawn_partitions(recipe, k):
    a, x = built(np, recipe), built(numpy, recipe)
    for part, order in ((np.partition(a, k), np.argpartition(a, k)),):
        whole = listed(numpy.sort(x))
        assert sorted(order.tolist()) == list(range(12))
        for found in (numpy.asarray(part), numpy.asarray(a[order])):
            assert repr(listed(found)[k]) == repr(whole[k])
            assert repr(listed(numpy.sort(found[:k])) + listed(numpy.sort(found[k:]))) == repr(whole)


@drawn(80)
@given(recipes(SORTED, shape=(9,)), recipes(SORTED, max_dims=2), st.sampled_from(["left", "right"]))
def test_drawn_searches(recipe, values, side):
    values = (recipe[0], *values[1:])
    agree(
        f"np.searchsorted(np.sort(x), v, '{side}')",
        layout=False,
        x=lambda np: built(np, recipe),
        v=lambda np: built(np, values),
    )
    agree(
        "np.unique(x, return_index=True, return_inverse=True, return_counts=True)",
        layout=False,
        x=lambda np: built(np, recipe),
    )


@pytest.mark.parametrize("dtype", ["i1", "u2", "i4", "i8", "f2", "f4", "f8", "c16", "U3", "S4"])
@pytest.mark.parametrize("n", [17, 300, 5000])
def test_longer_arrays(dtype, n):
    rng = numpy.random.default_rng(n)
    values = rng.integers(0, 60 if n < 100 else 3000, n)
    x = (values % 120).astype(dtype) if dtype in ("i1", "f2") else values.astype(dtype)
    if x.dtype.kind in "fc":
        x[::11] = numpy.nan
    for y in (x, x[::-1], numpy.sort(x), numpy.sort(x)[::-1], x[::2]):
        a = np.array(y.tolist(), dtype)
        numpy.testing.assert_array_equal(numpy.asarray(np.sort(a)), numpy.sort(y))
        assert np.argsort(a, kind="stable").tolist() == numpy.argsort(y, kind="stable").tolist()
        numpy.testing.assert_array_equal(numpy.asarray(a[np.argsort(a)]), numpy.sort(y))
        k = n // 3 if n // 3 < len(y) else 0
        part = np.partition(a, k)
        numpy.testing.assert_array_equal(numpy.asarray(part[k : k + 1]), numpy.sort(y)[k : k + 1])
        numpy.testing.assert_array_equal(numpy.sort(numpy.asarray(part)), numpy.sort(y))


@pytest.mark.parametrize("dtype", ["U12", ">U12", "S12", "U1", "S9"])
@pytest.mark.parametrize("letters", ["ab", "aé", "a漢", "a\U0001f600b"])
def test_text_of_long_equal_beginnings(dtype, letters):
    rng = numpy.random.default_rng(3)
    words = [
        "abcdefgh"[: rng.integers(9)] + "".join(rng.choice(list(letters), rng.integers(5)))
        for _ in range(300)
    ]
    texts = [w.encode("utf8") if "S" in dtype else w for w in words]
    x, y = numpy.array(texts).astype(dtype), np.array(texts).astype(dtype)
    assert np.sort(y).tolist() == numpy.sort(x).tolist() == sorted(y.tolist())
    assert np.argsort(y, kind="stable").tolist() == numpy.argsort(x, kind="stable").tolist()
    assert np.unique(y, return_inverse=True)[1].tolist() == numpy.unique(x, return_inverse=True)[1].tolist()
    order = sorted(range(300), key=lambda i: (y[i // 2], y[i]))
    assert np.lexsort((y, y[np.arange(300) // 2])).tolist() == order
