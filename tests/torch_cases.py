"""What is compared with PyTorch: functions, layers, losses, optimisers, schedules, over drawn arguments.

The same table is read by the tests and by tools/record_torch.py. Inputs are drawn with a generator whose numbers do
not change from release to release, seeded by the name of the case.
"""

import zlib

import numpy


def generator(name):
    return numpy.random.RandomState(zlib.crc32(name.encode()))


def _case(kind, name, /, *shapes, labels=None, target=None, train=True, many=1, **args):
    return {
        "kind": kind, "name": name, "shapes": shapes, "labels": labels, "target": target, "train": train,
        "args": args, "many": many,
    }  # fmt: skip


def _drawn(cases):
    """Give each case its key: name, arguments, and a number."""
    return {f"{n:03d}-{case['kind']}-{case['name']}": case for n, case in enumerate(cases)}


def _functions():
    for name in ("relu", "sigmoid", "tanh", "silu", "logsigmoid", "gelu", "softplus", "elu", "leaky_relu"):
        yield _case("function", name, (4, 5))
    yield _case("function", "gelu", (4, 5), approximate="tanh")
    yield _case("function", "softplus", (4, 5), beta=3.0, threshold=2.0)
    yield _case("function", "elu", (3, 2), alpha=0.3)
    yield _case("function", "leaky_relu", (3, 2), negative_slope=0.2)
    for dim in (0, 1, -1):
        yield _case("function", "softmax", (2, 3, 4), dim=dim)
        yield _case("function", "log_softmax", (2, 3, 4), dim=dim)
        yield _case("function", "logsumexp", (2, 3, 4), dim=dim, keepdim=dim == 1)
    yield _case("function", "logsumexp", (2, 3, 4), dim=(0, 2))
    yield _case("function", "cosine_similarity", (4, 5), (4, 5))
    yield _case("function", "cosine_similarity", (4, 1, 5), (3, 5), dim=2)
    yield _case("function", "normalize", (4, 5))
    yield _case("function", "normalize", (2, 4, 3), p=3.0, dim=2)


def _function_losses():
    for reduction in ("mean", "sum", "none"):
        for name in ("mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss"):
            yield _case("function", name, (4, 3), target="normal", reduction=reduction)
        yield _case("function", "huber_loss", (4, 3), target="normal", delta=0.4, reduction=reduction)
        yield _case("function", "smooth_l1_loss", (4, 3), target="normal", beta=0.4, reduction=reduction)
        for smoothing in (0.0, 0.1):
            for weight in (None, [0.5, 1.0, 2.0, 0.1]):
                more = {"reduction": reduction, "label_smoothing": smoothing, "weight": weight}
                yield _case("function", "cross_entropy", (6, 4), labels=4, **more)
                yield _case("function", "cross_entropy", (3, 4, 2), labels=4, ignore_index=1, **more)
                yield _case("function", "cross_entropy", (6, 4), target="probabilities", **more)
        yield _case("function", "cross_entropy", (4,), labels=4, reduction=reduction)
        yield _case(
            "function", "nll_loss", (6, 4), labels=4, weight=[0.5, 1.0, 2.0, 0.1], reduction=reduction
        )
        yield _case("function", "nll_loss", (2, 3, 2, 2), labels=3, ignore_index=0, reduction=reduction)
        for weight in (None, [[0.5], [2.0]]):
            more = {"reduction": reduction, "weight": weight}
            yield _case("function", "binary_cross_entropy", (2, 3), target="bits", **more)
            name = "binary_cross_entropy_with_logits"
            yield _case("function", name, (2, 3), target="bits", **more)
            yield _case("function", name, (2, 3), target="bits", pos_weight=[0.2, 1.0, 5.0], **more)


FUNCTIONS = _drawn([*_functions(), *_function_losses()])


def inputs(key, case):
    """The arrays that a function, layer or loss is called with, the target last."""
    r = generator(key)
    arrays = [r.standard_normal(shape) for shape in case["shapes"]]
    first = arrays[0] if arrays else None
    if case["name"] in ("binary_cross_entropy", "BCELoss"):
        arrays[0] = first = 1 / (1 + numpy.exp(-first))
    if case["name"] in ("nll_loss", "NLLLoss"):
        arrays[0] = first = first - 2
    if case["labels"] is not None:
        if case["name"] == "Embedding":
            return [r.randint(0, case["labels"], case["target"])]
        arrays.append(r.randint(0, case["labels"], first.shape[:1] * (first.ndim > 1) + first.shape[2:]))
    elif case["target"] == "normal":
        arrays.append(first + r.standard_normal(first.shape) * 1.5)
    elif case["target"] == "bits":
        arrays.append((r.random_sample(first.shape) < 0.5).astype(float))
    elif case["target"] == "probabilities":
        p = r.random_sample(first.shape)
        arrays.append(p / p.sum(axis=1, keepdims=True))
    return arrays
