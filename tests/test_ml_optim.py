"""numen.ml.optim beside PyTorch: ten steps of each optimiser on a network, rates of each schedule."""

import numpy
import pytest
from torch_cases import OPTIMIZERS, SCHEDULES, STEPS, parameter, plateau, training
from torch_reference import of

import numen as np
from numen.ml import nn, optim


def network(key):
    model = nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3)).double()
    for name, p in model.named_parameters():
        p.data = np.array(parameter(key, name, p.shape[::-1]).T)
    return model


def learn(model, optimizer, key, steps):
    loss = nn.CrossEntropyLoss()
    x, y = training(key)
    for step in steps:
        optimizer.zero_grad()
        loss(model(x), y)
        model.backward(loss.backward())
        if step >= 5:
            optim.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_ten_steps_are_those_of_torch(key):
    case, expected = OPTIMIZERS[key], of(key)
    model = network(key)
    optimizer = getattr(optim, case["name"])(model.parameters(), **case["args"])
    learn(model, optimizer, key, range(STEPS))
    assert {n for n, _ in model.named_parameters()} == set(expected)
    for name, p in model.named_parameters():
        # Batch normalisation takes away what the first bias adds: its gradient is rounding, which some
        # optimisers stretch to a whole step.
        if name != "0.bias":
            numpy.testing.assert_allclose(p.data.T, expected[name], rtol=1e-8, atol=1e-8, err_msg=name)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_the_state_lets_go_on(key):
    case = OPTIMIZERS[key]
    make = lambda model: getattr(optim, case["name"])(model.parameters(), **case["args"])
    whole, parts = network(key), network(key)
    learn(whole, make(whole), key, range(6))
    first = make(parts)
    learn(parts, first, key, range(3))
    second = make(parts)
    second.load_state_dict(first.state_dict())
    learn(parts, second, key, range(3, 6))
    for a, b in zip(whole.parameters(), parts.parameters()):
        assert (a.data == b.data).all()


@pytest.mark.parametrize("key", SCHEDULES)
def test_rates_are_those_of_torch(key):
    case = SCHEDULES[key]
    optimizer = optim.SGD([nn.Parameter(np.zeros(1))], lr=1.0)
    schedule = getattr(optim.lr_scheduler, case["name"])(optimizer, **case["args"])
    rates = []
    for value in plateau(key):
        rates += schedule.get_last_lr()
        schedule.step(*[value] if case["name"] == "ReduceLROnPlateau" else [])
    numpy.testing.assert_allclose(rates, of(key)["rates"], rtol=1e-10, atol=1e-14)
    assert len(set(rates)) > 1


@pytest.mark.parametrize("key", [k for k, case in SCHEDULES.items() if case["name"] != "ReduceLROnPlateau"])
def test_schedules_go_on_where_they_ended(key):
    case, rates = SCHEDULES[key], [[], []]
    for cut, seen in zip((None, 3), rates):
        optimizer = optim.SGD([nn.Parameter(np.zeros(1))], lr=1.0)
        schedule = getattr(optim.lr_scheduler, case["name"])(optimizer, **case["args"])
        for n in range(7):
            if n == cut:
                schedule = type(schedule)(optimizer, **case["args"], last_epoch=n - 1)
            seen += schedule.get_last_lr()
            schedule.step()
    assert rates[0] == rates[1]
    with pytest.raises(KeyError, match="initial_lr"):
        type(schedule)(optim.SGD([nn.Parameter(np.zeros(1))], lr=1.0), **case["args"], last_epoch=1)


def test_groups_have_settings_of_their_own():
    p, q, idle = (nn.Parameter(np.ones(2)) for _ in range(3))
    optimizer = optim.SGD([{"params": [p]}, {"params": [q, idle], "lr": 0.5}], lr=0.1)
    p.grad, q.grad = np.ones(2), np.ones(2)
    assert optimizer.step(lambda: 7) == 7
    assert (p.data.tolist(), q.data.tolist(), idle.data.tolist()) == ([0.9, 0.9], [0.5, 0.5], [1, 1])
    optimizer.zero_grad(set_to_none=False)
    assert p.grad.tolist() == [0, 0] and idle.grad is None


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adagrad", "Adam", "AdamW"])
def test_float32_stays(name):
    p = nn.Parameter(np.ones(3, dtype=np.float32))
    optimizer = getattr(optim, name)([p], lr=0.1, weight_decay=0.1)
    for _ in range(3):
        p.grad = p.data * 2
        optimizer.step()
    assert p.data.dtype == np.float32 and (p.data < 1).all()
    assert {v.dtype for v in optimizer.state[0].values() if np.ndim(v)} <= {np.dtype(np.float32)}


def test_bad_settings_are_named():
    p = nn.Parameter(np.ones(1))
    for make, message in (
        (lambda: optim.SGD([]), "empty parameter list"),
        (lambda: optim.SGD([p], lr=-1), "Invalid lr value: -1"),
        (lambda: optim.SGD([p], nesterov=True), "Nesterov momentum requires"),
        (lambda: optim.Adam([p], betas=(1.0, 0.9)), "Invalid betas"),
        (lambda: optim.SGD([p, p]), "more than one"),
        (lambda: optim.SGD([{"params": [p], "rate": 1}]), "unknown settings"),
        (lambda: optim.SGD([p]).load_state_dict({"param_groups": [], "state": {}}), "different number"),
    ):
        with pytest.raises(ValueError, match=message):
            make()
    with pytest.raises(TypeError, match="can only optimize Parameters"):
        optim.SGD([np.ones(2)])


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adagrad", "Adam", "AdamW"])
def test_a_single_number_learns(name):
    p = nn.Parameter(np.array(1.0))
    optimizer = getattr(optim, name)([p], lr=0.1)
    for _ in range(3):
        p.grad = p.data * 2
        optimizer.step()
    assert p.data.shape == () and float(p.data) < 0.9
