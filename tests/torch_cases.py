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


def _layers():
    for bias in (True, False):
        yield _case("layer", "Linear", (5, 4), in_features=4, out_features=3, bias=bias)
    yield _case("layer", "Linear", (2, 5, 4), in_features=4, out_features=1)
    for shape, more in (
        ((2, 3, 6, 5), {}),
        ((3, 6, 5), {"bias": False}),
        ((2, 3, 6, 5), {"stride": 2, "padding": 1}),
        ((2, 3, 7, 8), {"stride": (2, 1), "padding": (0, 2), "dilation": (1, 2)}),
        ((2, 3, 6, 5), {"padding": "same"}),
        ((2, 3, 6, 6), {"padding": "same", "dilation": 2}),
    ):
        yield _case("layer", "Conv2d", shape, in_channels=3, out_channels=2, kernel_size=3, **more)
    yield _case("layer", "Conv2d", (2, 3, 5, 6), in_channels=3, out_channels=2, kernel_size=(2, 4))
    yield _case("layer", "Conv2d", (1, 4, 4, 4), in_channels=4, out_channels=6, kernel_size=2, groups=2)
    yield _case("layer", "Conv2d", (2, 3, 4, 4), in_channels=3, out_channels=3, kernel_size=1, groups=3)
    for more in (
        {"kernel_size": 2},
        {"kernel_size": 3, "stride": 2, "padding": 1},
        {"kernel_size": (2, 3), "stride": (1, 2), "ceil_mode": True},
        {"kernel_size": 2, "dilation": 2, "stride": 1},
        {"kernel_size": 3, "stride": 3, "padding": 1, "ceil_mode": True},
    ):
        yield _case("layer", "MaxPool2d", (2, 2, 6, 7), **more)
    yield _case("layer", "AvgPool2d", (2, 2, 6, 7), kernel_size=3, stride=2, padding=1)
    for train in (True, False):
        for more in ({}, {"affine": False}, {"momentum": None, "eps": 1e-3}, {"track_running_stats": False}):
            yield _case("layer", "BatchNorm1d", (6, 3), num_features=3, train=train, **more)
        yield _case("layer", "BatchNorm1d", (4, 3, 5), num_features=3, train=train)
        yield _case("layer", "BatchNorm2d", (3, 2, 3, 4), num_features=2, momentum=0.3, train=train)
        yield _case("layer", "Dropout", (4, 5), p=0.0 if train else 0.7, train=train)
    yield _case("layer", "LayerNorm", (4, 5), normalized_shape=5)
    yield _case("layer", "LayerNorm", (4, 2, 5), normalized_shape=(2, 5), eps=1e-2)
    yield _case("layer", "LayerNorm", (4, 5), normalized_shape=[5], bias=False)
    yield _case("layer", "LayerNorm", (4, 5), normalized_shape=5, elementwise_affine=False)
    for padding in (None, 2, -1):
        args = {"num_embeddings": 6, "embedding_dim": 3, "padding_idx": padding}
        yield _case("layer", "Embedding", labels=6, target=(4, 5), **args)
    yield _case("layer", "Flatten", (2, 3, 4, 2))
    yield _case("layer", "Flatten", (2, 3, 4, 2), start_dim=0, end_dim=2)
    for name in ("ReLU", "Sigmoid", "LogSigmoid", "Tanh", "SiLU", "Identity"):
        yield _case("layer", name, (3, 4))
    yield _case("layer", "GELU", (3, 4), approximate="tanh")
    yield _case("layer", "LeakyReLU", (3, 4), negative_slope=0.3)
    yield _case("layer", "ELU", (3, 4), alpha=0.7)
    yield _case("layer", "Softplus", (3, 4), beta=2.0, threshold=1.0)
    yield _case("layer", "Softmax", (3, 4), dim=1)
    yield _case("layer", "LogSoftmax", (3, 4), dim=0)
    for more in (
        {"ceil_mode": True},
        {"padding": 1, "ceil_mode": True},
        {"padding": 1, "count_include_pad": False},
        {"padding": (0, 1), "ceil_mode": True, "count_include_pad": False, "stride": (3, 2)},
        {"divisor_override": 5, "padding": 1},
    ):
        yield _case("layer", "AvgPool2d", (2, 2, 6, 7), **{"kernel_size": 3, "stride": 2, **more})
    for mode in ("reflect", "replicate", "circular"):
        for more in (
            {"padding": (1, 2)},
            {"padding": "same", "dilation": 2},
            {"padding": 2, "stride": 2, "bias": False},
        ):
            args = {"in_channels": 3, "out_channels": 2, "kernel_size": 3, "padding_mode": mode, **more}
            yield _case("layer", "Conv2d", (2, 3, 6, 5), **args)
    for more in (
        {"max_norm": 0.8}, {"max_norm": 1.0, "norm_type": 1.0}, {"scale_grad_by_freq": True},
        {"scale_grad_by_freq": True, "padding_idx": 1},
    ):  # fmt: skip
        yield _case("layer", "Embedding", labels=6, target=(4, 5), num_embeddings=6, embedding_dim=3, **more)
    for name in ("ReLU", "ELU", "LeakyReLU", "SiLU"):
        yield _case("layer", name, (3, 4), inplace=False)


def _loss_layers():
    for reduction in ("mean", "sum", "none"):
        yield _case("loss", "MSELoss", (3, 4), target="normal", reduction=reduction)
        yield _case("loss", "L1Loss", (3, 4), target="normal", reduction=reduction)
        yield _case("loss", "HuberLoss", (3, 4), target="normal", reduction=reduction, delta=0.7)
        yield _case("loss", "SmoothL1Loss", (3, 4), target="normal", reduction=reduction, beta=0.7)
        more = {"weight": [0.5, 1.0, 2.0], "reduction": reduction, "label_smoothing": 0.2}
        yield _case("loss", "CrossEntropyLoss", (5, 3), labels=3, ignore_index=1, **more)
        yield _case("loss", "NLLLoss", (5, 3), labels=3, reduction=reduction)
        yield _case("loss", "BCELoss", (3, 4), target="bits", reduction=reduction)
        yield _case("loss", "BCEWithLogitsLoss", (3, 4), target="bits", pos_weight=[3.0], reduction=reduction)


def _attentions():
    """Shapes are (queries, keys, batch); masks are drawn by name."""
    for mask in (None, "causal", "drawn", "added", "heads"):
        for padding in (False, True):
            more = {"mask": mask, "padding": padding, "average": not padding}
            yield {**_case("attention", "MultiheadAttention", embed_dim=6, num_heads=2), **more, "batch": 3}
    for args in (
        {"bias": False, "batch_first": True},
        {"kdim": 5, "vdim": 3, "batch_first": True},
        {"kdim": 4},
    ):
        case = _case("attention", "MultiheadAttention", embed_dim=6, num_heads=3, **args)
        yield {**case, "mask": None, "padding": False, "average": True, "batch": 2}
    for more in (
        {"add_bias_kv": True},
        {"add_zero_attn": True},
        {"add_bias_kv": True, "add_zero_attn": True, "kdim": 3},
    ):
        for mask in (None, "drawn", "added"):
            case = _case("attention", "MultiheadAttention", embed_dim=6, num_heads=2, **more)
            yield {**case, "mask": mask, "padding": mask == "drawn", "average": True, "batch": 3}
    case = _case("attention", "MultiheadAttention", embed_dim=4, num_heads=1)
    yield {**case, "mask": "drawn", "padding": False, "average": True, "batch": None}


LAYERS = _drawn([*_layers(), *_loss_layers()])
ATTENTIONS = _drawn(_attentions())


def parameter(key, name, shape):
    """The value of a parameter, in PyTorch's layout."""
    return generator(key + name).standard_normal(tuple(shape)) * 0.5


def attention_inputs(key, case):
    """Query, key, value, and the masks by name."""
    r, args, n, m = generator(key), case["args"], 4, 5
    arrays = []
    for length, width in ((n, args["embed_dim"]), (m, args.get("kdim")), (m, args.get("vdim"))):
        shape = [length] if case["batch"] is None else [length, case["batch"]]
        shape = shape[::-1] if args.get("batch_first") else shape
        arrays.append(r.standard_normal((*shape, width or args["embed_dim"])))
    masks = {}
    if case["mask"] == "causal":
        masks["attn_mask"] = ~numpy.tri(n, m, dtype=bool)
    elif case["mask"] == "added":
        masks["attn_mask"] = r.standard_normal((n, m))
    elif case["mask"] is not None:
        shape = (case["batch"] * args["num_heads"], n, m) if case["mask"] == "heads" else (n, m)
        masks["attn_mask"] = r.random_sample(shape) < 0.3
        masks["attn_mask"][..., 0] = False
    if case["padding"]:
        masks["key_padding_mask"] = numpy.arange(m) >= numpy.array([[5], [4], [2]])
        if masks.get("attn_mask") is not None and masks["attn_mask"].dtype != bool:
            masks["key_padding_mask"] = numpy.where(masks["key_padding_mask"], -numpy.inf, 0.0)
    return arrays, masks


def _optimizers():
    for name, settings in (
        ("SGD", [{"lr": 0.1}, {"lr": 0.1, "momentum": 0.9}, {"lr": 0.1, "momentum": 0.9, "nesterov": True},
                 {"lr": 0.1, "momentum": 0.5, "dampening": 0.3, "weight_decay": 0.1}, {"maximize": True}]),
        ("RMSprop", [{}, {"alpha": 0.9, "momentum": 0.5}, {"centered": True, "weight_decay": 0.1, "eps": 1e-3}]),
        ("Adagrad", [{}, {"lr_decay": 0.1, "weight_decay": 0.1, "initial_accumulator_value": 0.2}]),
        ("Adam", [{}, {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-3}, {"weight_decay": 0.3}, {"amsgrad": True, "betas": (0.9, 0.3)}]),
        ("AdamW", [{}, {"lr": 0.1, "weight_decay": 0.5, "amsgrad": True}, {"maximize": True}]),
    ):  # fmt: skip
        for args in settings:
            yield _case("optimizer", name, **args)


def _schedules():
    for name, args in (
        ("StepLR", {"step_size": 4, "gamma": 0.5}),
        ("MultiStepLR", {"milestones": [3, 5, 5, 11], "gamma": 0.3}),
        ("ExponentialLR", {"gamma": 0.9}),
        ("ConstantLR", {"factor": 0.25, "total_iters": 6}),
        ("LinearLR", {"start_factor": 0.1, "end_factor": 0.8, "total_iters": 7}),
        ("PolynomialLR", {"total_iters": 9, "power": 2.0}),
        ("CosineAnnealingLR", {"T_max": 8, "eta_min": 0.05}),
        ("CosineAnnealingWarmRestarts", {"T_0": 3, "T_mult": 2, "eta_min": 0.01}),
        ("CosineAnnealingWarmRestarts", {"T_0": 5}),
        ("LambdaLR", {"lr_lambda": lambda t: 1 / (1 + t)}),
        ("ReduceLROnPlateau", {"patience": 1, "factor": 0.5, "cooldown": 1}),
        (
            "ReduceLROnPlateau",
            {"mode": "max", "patience": 0, "threshold": 0.1, "threshold_mode": "abs", "min_lr": 0.2},
        ),
    ):
        yield _case("schedule", name, **args)


OPTIMIZERS = _drawn(_optimizers())
SCHEDULES = _drawn(_schedules())
STEPS = 10  # of an optimiser
EPOCHS = 24  # of a schedule


def training(key):
    """Data and labels of a network 4-5-3 that learns for ten steps."""
    r = generator(key)
    return r.standard_normal((8, 4)), r.randint(0, 3, 8)


def plateau(key):
    return generator(key).random_sample(EPOCHS)
