"""Record what PyTorch computes for the cases of tests/torch_cases.py, in float64.

    python tools/record_torch.py [FILE]     writes tests/data/torch_reference.npz, in an environment with torch

The tests call `record` where torch is installed, and read the file where it is not.
"""

import sys
from pathlib import Path

import numpy
import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import torch_cases as cases  # noqa: E402


def tensor(x, grad=False):
    t = torch.from_numpy(numpy.array(x))
    return t.requires_grad_(grad and t.is_floating_point())


def _arguments(args):
    return {k: tensor(v) if "weight" in k and isinstance(v, list) else v for k, v in args.items()}


def _function(key, case):
    """Value, and gradients of the inputs that are no targets."""
    where = torch if case["name"] in ("logsumexp", "cosine_similarity") else torch.nn.functional
    given = cases.inputs(key, case)
    count = len(case["shapes"])
    arrays = [tensor(x, i < count) for i, x in enumerate(given)]
    out = getattr(where, case["name"])(*arrays, **_arguments(case["args"]))
    out.backward(tensor(cases.generator(key + "grad").standard_normal(tuple(out.shape))))
    yield "out", out
    for i in range(count):
        yield f"grad{i}", arrays[i].grad


def _set(module, key):
    with torch.no_grad():
        for name, p in module.named_parameters():
            p.copy_(tensor(cases.parameter(key, name, p.shape)))


def _state(module):
    for name, p in module.named_parameters():
        yield f"grad/{name}", p.grad
    for name, b in module.named_buffers():
        if b.is_floating_point():
            yield f"buffer/{name}", b


def _layer(key, case):
    """Output of a second call (the first moves running statistics), gradients, running statistics."""
    args = {k: v if k == "normalized_shape" else _arguments({k: v})[k] for k, v in case["args"].items()}
    module = getattr(torch.nn, case["name"])(**args).double()
    if case["kind"] == "layer":
        _set(module, key)
        if case["labels"] is None:
            module(tensor(cases.generator(key + "first").standard_normal(case["shapes"][0])))
        module.train(case["train"])
    arrays = [tensor(x, i == 0) for i, x in enumerate(cases.inputs(key, case))]
    out = module(*arrays)
    out.backward(tensor(cases.generator(key + "grad").standard_normal(tuple(out.shape))))
    yield "out", out
    if arrays[0].requires_grad:
        yield "grad0", arrays[0].grad
    if case["kind"] == "layer":
        yield from _state(module)


def _attention(key, case):
    module = getattr(torch.nn, case["name"])(**case["args"]).double()
    _set(module, key)
    arrays, masks = cases.attention_inputs(key, case)
    arrays = [tensor(x, True) for x in arrays]
    masks = {k: tensor(v) for k, v in masks.items()}
    out, weights = module(*arrays, **masks, average_attn_weights=case["average"])
    out.backward(tensor(cases.generator(key + "grad").standard_normal(tuple(out.shape))))
    yield "out", out
    yield "weights", weights
    for i, x in enumerate(arrays):
        yield f"grad{i}", x.grad
    yield from _state(module)


def _optimizer(key, case):
    """Parameters of a network after ten steps, the gradient clipped before the last five."""
    model = torch.nn.Sequential(
        torch.nn.Linear(4, 5), torch.nn.BatchNorm1d(5), torch.nn.Tanh(), torch.nn.Linear(5, 3)
    ).double()
    _set(model, key)
    optimizer = getattr(torch.optim, case["name"])(model.parameters(), **case["args"])
    x, y = map(tensor, cases.training(key))
    for step in range(cases.STEPS):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        if step >= 5:
            torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
    yield from model.named_parameters()


def _schedule(key, case):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = getattr(torch.optim.lr_scheduler, case["name"])(optimizer, **case["args"])
    rates = []
    for value in cases.plateau(key):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(*[value] if case["name"] == "ReduceLROnPlateau" else [])
    yield "rates", torch.tensor(rates, dtype=torch.float64)


def record():
    """Return the arrays, as ``{"case/part": array}``."""
    found = {}
    families = (
        (cases.FUNCTIONS, _function), (cases.LAYERS, _layer), (cases.ATTENTIONS, _attention),
        (cases.OPTIMIZERS, _optimizer), (cases.SCHEDULES, _schedule),
    )  # fmt: skip
    for table, run in families:
        for key, case in table.items():
            for part, value in run(key, case):
                found[f"{key}/{part}"] = value.detach().numpy().copy()
    return found


def main():
    torch.set_num_threads(1)
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/data/torch_reference.npz"
    numpy.savez_compressed(target, **record())
    print(f"{target}: {target.stat().st_size} bytes, torch {torch.__version__}")


if __name__ == "__main__":
    main()
