"""`nditer` and `nested_iters` against NumPy: order, steps, chunks, copies, errors."""

import random

import numpy
import pytest

import numen as np

MODES = ["readonly", "readonly", "readwrite", "writeonly"]
OTHERS = ["copy", "updateifcopy", "nbo", "aligned", "contig", "no_broadcast"]
FLAGS = [
    "copy_if_overlap",
    "common_dtype",
    "delay_bufalloc",
    "external_loop",
    "growinner",
    "reduce_ok",
    "zerosize_ok",
]


def operand(draw, shape):
    """How to make an array of a shape whose axes lie in memory in any order, direction and step."""
    parts = []
    for n in shape:
        parts.append(
            draw.choice(
                [
                    (n, slice(None)),
                    (n, slice(None, None, -1)),
                    (2 * n, slice(None, None, 2)),
                    (n + 1, slice(0, n)),
                ]
            )
        )
    perm = list(range(len(shape)))
    draw.shuffle(perm)
    raw = [0] * len(shape)
    for axis, place in enumerate(perm):
        raw[place] = parts[axis][0]
    dtype = draw.choice(["i8", "f4", "i2", "f8", ">i4"])
    return tuple(raw), perm, tuple(s for _, s in parts) + (Ellipsis,), dtype


def make(library, how):
    if how is None:
        return None
    raw, perm, cut, dtype = how
    return library.arange(numpy.prod(raw, dtype=int)).astype(dtype).reshape(raw).transpose(perm)[cut]


def case(seed):
    draw = random.Random(seed)
    shape = [draw.randint(2, 4) for _ in range(draw.randint(0, 3))]
    ops, modes, dtypes = [], [], []
    for i in range(draw.randint(1, 3)):
        if i and draw.random() < 0.15:
            ops.append(None)
            modes.append([draw.choice(["writeonly", "readwrite"]), "allocate"])
        else:
            cut = draw.randint(0, len(shape)) if draw.random() < 0.3 else 0
            ops.append(operand(draw, [1 if draw.random() < 0.15 else n for n in shape[cut:]]))
            modes.append([draw.choice(MODES)])
        modes[-1] += [f for f in OTHERS if draw.random() < 0.06]
        dtypes.append(draw.choice([None, None, None, "f8", "i8", "f4"]))
    flags = [f for f in FLAGS if draw.random() < 0.15]
    index = draw.choice([[], [], [], ["multi_index"], ["c_index"], ["f_index"]])
    flags += ["buffered"] if not index and draw.random() < 0.5 else index
    keywords = {
        "order": draw.choice("KKKCFA"),
        "casting": draw.choice(["safe", "same_kind", "unsafe", "unsafe"]),
    }
    if draw.random() < 0.5:
        keywords["op_dtypes"] = dtypes
    if draw.random() < 0.7:
        keywords["buffersize"] = draw.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 20])
    odd = {"c_index", "f_index", "external_loop"} & set(flags) or any("contig" in m for m in modes)
    if draw.random() < 0.25 and not odd:
        keywords["op_axes"] = [
            axes(draw, len(shape) if o is None else len(o[0]), len(shape) + 1) for o in ops
        ]
    return ops, modes, flags, keywords


def axes(draw, count, length):
    chosen = list(range(count)) + [-1] * (length - count)
    if draw.random() < 0.3:
        draw.shuffle(chosen)
    return chosen


def shown(item, loop):
    strides = item.strides if loop and item.size > 1 else None
    return item.tolist(), item.dtype.str, item.shape, item.flags.writeable, strides


def walked(library, ops, modes, flags, keywords):
    """Everything a program sees of the iteration, while it writes numbers into what it may write."""
    arrays = [make(library, how) for how in ops]
    log = []
    try:
        it = library.nditer(arrays, flags, modes, **keywords)
    except Exception as e:
        return [type(e).__name__, str(e)]
    log.append((it.itersize, it.ndim, it.iterrange, it.has_index, it.has_multi_index))
    log.append(
        [(a.shape, a.dtype.str, a.strides if a.size > 1 and 1 not in a.shape else 0) for a in it.operands]
    )
    log.append([d.str for d in it.dtypes])
    if "buffered" not in flags:
        log.append((it.shape, [v.shape for v in it.itviews]))
    for a, mode in zip(it.operands, modes):
        if mode[0] != "readonly":
            a[...] = 1
    if "delay_bufalloc" in flags:
        it.reset()
    for number, items in enumerate(it):
        items = items if isinstance(items, tuple) else (items,)
        log.append(it.iterindex)
        log.append(it.index if it.has_index else None)
        log.append(it.multi_index if it.has_multi_index else None)
        for item, mode in zip(items, modes):
            log.append(item.shape if mode[0] == "writeonly" else shown(item, "external_loop" in flags))
        for item, mode in zip(items, modes):
            if mode[0] != "readonly":
                item[...] = number
    it.close()
    log.append([a if a is None else a.tolist() for a in arrays])
    return log


@pytest.mark.parametrize("block", range(20))
def test_random_iterations(block):
    made = 0
    for seed in range(150 * block, 150 * block + 150):
        drawn = case(seed)
        expected = walked(numpy, *drawn)
        assert walked(np, *drawn) == expected, (seed, drawn)
        made += len(expected) > 2
    assert made > 30


def errors(library, action):
    try:
        return action(library)
    except Exception as e:
        return type(e).__name__, str(e)


A = [[0, 1, 2], [3, 4, 5]]
WRONG = [
    lambda n: n.nditer([]),
    lambda n: n.nditer(A, ["bad"]),
    lambda n: n.nditer(A, "multi_index"),
    lambda n: n.nditer(A, [], ["bad"]),
    lambda n: n.nditer(A, [], "readonly"),
    lambda n: n.nditer(n.array(A), [], [[]]),
    lambda n: n.nditer(n.array(A), [], [["readonly", "writeonly"]]),
    lambda n: n.nditer(n.array(A), [], [["readwrite", "copy"]]),
    lambda n: n.nditer(n.array(A), [], [["readonly", "writemasked"]]),
    lambda n: n.nditer(n.array(A), [], [["readwrite", "writemasked"]]),
    lambda n: n.nditer(n.array(A), [], [["readwrite", "arraymask"]]),
    lambda n: n.nditer(1.5, [], ["writeonly"]),
    lambda n: n.nditer(n.array([])),
    lambda n: n.nditer(n.array([], object)),
    lambda n: n.nditer(n.array([None])),
    lambda n: n.nditer(None),
    lambda n: n.nditer(A, ["c_index", "f_index"]),
    lambda n: n.nditer(A, ["external_loop", "c_index"]),
    lambda n: n.nditer(A, ["external_loop", "ranged"]),
    lambda n: n.nditer(A, order="G"),
    lambda n: n.nditer(n.array(A), op_dtypes="f4"),
    lambda n: n.nditer(n.array(A), op_dtypes="f8"),
    lambda n: n.nditer([n.zeros(2), n.zeros(3)]),
    lambda n: n.nditer([n.array(A), n.arange(2)], op_axes=[[0, 1], [0, None]], itershape=(4, 3)),
    lambda n: n.nditer([n.array(A), n.arange(2)], op_axes=[[0, 1], [None, 0]]),
    lambda n: n.nditer(n.array(A), op_axes=[[0, 0]]),
    lambda n: n.nditer(n.array(A), op_axes=[[0, 5]]),
    lambda n: n.nditer(n.array(A), op_axes=[None]),
    lambda n: n.nditer(n.array(A), op_axes=5),
    lambda n: n.nditer(n.array(A), itershape=(2,)),
    lambda n: n.nditer(n.zeros((2, 1)), [], ["writeonly"], itershape=(2, 4)),
    lambda n: n.nditer(n.zeros((2, 1)), ["reduce_ok"], ["writeonly"], itershape=(2, 4)),
    lambda n: n.nditer(
        [n.array(A), None], ["reduce_ok"], [["readonly"], ["readwrite", "allocate"]], op_axes=[None, [1, -1]]
    ),
    lambda n: n.nditer(
        [n.array(A), None], ["reduce_ok"], [["readonly"], ["readwrite", "allocate"]], op_axes=[None, [0, 2]]
    ),
    lambda n: n.nditer(A).multi_index,
    lambda n: n.nditer(A).index,
    lambda n: n.nditer(A)[5],
    lambda n: n.nditer(A)["x"],
    lambda n: n.nditer(A)[::2],
    lambda n: n.nditer(n.array(A)).__setitem__(0, 1),
    lambda n: n.nditer(A).__delitem__(0),
    lambda n: setattr(n.nditer(A), "iterindex", 99),
    lambda n: setattr(n.nditer(A), "iterrange", (0, 1)),
    lambda n: setattr(n.nditer(A, ["ranged"]), "iterrange", (0, 99)),
    lambda n: setattr(n.nditer(A, ["ranged"]), "iterrange", (3, 2)),
    lambda n: setattr(n.nditer(A, ["multi_index"]), "multi_index", (0, 9)),
    lambda n: setattr(n.nditer(A, ["multi_index"]), "multi_index", 5),
    lambda n: setattr(n.nditer(A, ["c_index"]), "index", 99),
    lambda n: setattr(n.nditer(A, ["c_index", "buffered"]), "index", 0),
    lambda n: n.nditer(A, ["buffered"]).itviews,
    lambda n: n.nditer(A, ["multi_index"]).enable_external_loop(),
    lambda n: n.nditer(A).remove_axis(0),
    lambda n: n.nested_iters(A, [[0]]),
    lambda n: n.nested_iters(A, [[0], [0]]),
    lambda n: n.nested_iters(A, 5),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_errors(number):
    expected = errors(numpy, WRONG[number])
    assert errors(np, WRONG[number]) == expected
    assert isinstance(expected, tuple)


def test_copies_are_written_back():
    a = np.arange(6, dtype=">f4")
    with np.nditer(a, [], [["readwrite", "updateifcopy"]], casting="equiv", op_dtypes=["<f4"]) as it:
        x = it.operands[0]
        assert x.flags.writebackifcopy and not a.flags.writeable
        x[...] = 7
        assert a[0] == 0
    assert a.tolist() == [7] * 6 and a.flags.writeable and not x.flags.writebackifcopy
    with pytest.raises(ValueError, match="Iterator is invalid"):
        it.operands
    with pytest.warns(RuntimeWarning, match="Temporary data has not been written back"):
        it = np.nditer(a, [], [["readwrite", "updateifcopy"]], casting="equiv", op_dtypes=["<f4"])
        del it


def test_masked_writes():
    a = np.zeros(4, dtype="f4")
    mask = np.array([True, False, True, False])
    modes = [["readwrite", "writemasked"], ["readonly", "arraymask"]]
    with np.nditer([a, mask], ["buffered"], modes, op_dtypes=["f8", None], casting="same_kind") as it:
        for x, _ in it:
            x[...] = 3
    assert a.tolist() == [3, 0, 3, 0]


@pytest.mark.parametrize("order", "KCF")
@pytest.mark.parametrize(
    "levels", [[[0], [1, 2]], [[2, 0], [1]], [[1], [0], [2]], [[], [1, 0, 2]], [[0, 1, 2], []]]
)
def test_nested(levels, order):
    def walk(library):
        a = library.arange(12).reshape(2, 3, 2)[::-1]
        iterators = library.nested_iters(a, levels, order=order, flags=["multi_index"])

        def inner(k):
            for x in iterators[k]:
                if k + 1 == len(iterators):
                    yield int(x), iterators[k].multi_index
                else:
                    yield iterators[k].multi_index, list(inner(k + 1))

        return list(inner(0))

    assert walk(np) == walk(numpy)


def test_changes():
    a = np.arange(24).reshape(2, 3, 4)
    it = np.nditer(a, ["multi_index"])
    it.remove_axis(1)
    assert [int(x) for x in it] == a[:, 0].ravel().tolist()
    it = np.nditer(a, ["multi_index"])
    next(it)
    it.remove_multi_index()
    it.enable_external_loop()
    assert it.value.tolist() == list(range(24))
    it = np.nditer(a, ["ranged"])
    it.iterrange = (3, 5)
    twin = it.copy()
    assert [int(x) for x in it] == [3, 4] == [int(x) for x in twin]


def test_steps_follow_what_is_set_between_them():
    def walked(m):
        a = m.arange(6).reshape(2, 3)[:, ::-1]
        it = m.nditer([a, a.T.copy().T], flags=["multi_index"])
        for x, y in it:
            yield it.multi_index, int(x), int(y), it.iterindex
            if it.iterindex in (1, 4) and int(x) != 0:
                it.iterindex += 1
        it.reset()
        yield [int(x) for x in next(it)]
        it.remove_multi_index()
        it.enable_external_loop()
        yield [(x.tolist(), y.tolist()) for x, y in it]
        it.close()
        yield list(it)
        views = list(m.nditer(a))
        yield [int(v) for v in views], views[0].flags.writeable

    assert list(walked(np)) == list(walked(numpy))
