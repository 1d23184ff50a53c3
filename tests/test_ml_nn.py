"""numen.ml.nn beside PyTorch: outputs, gradients, statistics; gradients beside differences."""

import warnings

import numpy
import pytest
from torch_cases import ATTENTIONS, LAYERS, attention_inputs, generator, inputs, parameter
from torch_reference import of

import numen as np
from numen.ml import functional as F
from numen.ml import nn

TURNED = ("Linear", "MultiheadAttention")  # those whose matrices PyTorch keeps transposed


def turned(module, name, array):
    """PyTorch's layout of a parameter as ours, and back."""
    matrix = name.endswith("weight") and numpy.ndim(array) == 2
    return numpy.asarray(array).T if matrix and type(module).__name__ in TURNED else numpy.asarray(array)


def made(key, case):
    module = getattr(nn, case["name"])(**case["args"]).double()
    for name, p in module.named_parameters():
        shape = turned(module, name, p.data).shape
        p.data = np.array(turned(module, name, parameter(key, name, shape)))
    return module


def compare_state(module, expected):
    for name, p in module.named_parameters():
        numpy.testing.assert_allclose(
            turned(module, name, p.grad), expected[f"grad/{name}"], rtol=1e-8, atol=1e-11, err_msg=name
        )
    buffers = {k.partition("/")[2]: v for k, v in expected.items() if k.startswith("buffer/")}
    ours = {k: v for k, v in module.named_buffers() if v.dtype.kind == "f"}
    assert ours.keys() == buffers.keys()
    for name, b in buffers.items():
        numpy.testing.assert_allclose(ours[name], b, rtol=1e-10)


@pytest.mark.parametrize("key", LAYERS)
def test_layers_are_those_of_torch(key):
    case, expected = LAYERS[key], of(key)
    if case["kind"] == "layer":
        module = made(key, case)
        if case["labels"] is None:
            module(np.asarray(generator(key + "first").standard_normal(case["shapes"][0])))
        module.train(case["train"])
    else:
        module = getattr(nn, case["name"])(**case["args"])
    out = module(*[np.asarray(x) for x in inputs(key, case)])
    numpy.testing.assert_allclose(out, expected["out"], rtol=1e-10, atol=1e-12)
    back = module.backward(np.asarray(generator(key + "grad").standard_normal(expected["out"].shape)))
    if "grad0" in expected:
        numpy.testing.assert_allclose(back, expected["grad0"], rtol=1e-8, atol=1e-11)
    if case["kind"] == "layer":
        compare_state(module, expected)


@pytest.mark.parametrize("key", ATTENTIONS)
def test_attention_is_that_of_torch(key):
    case, expected = ATTENTIONS[key], of(key)
    module = made(key, case)
    for name, p in module.out_proj.named_parameters("out_proj."):
        p.data = np.array(turned(module, name, parameter(key, name, p.shape)))
    arrays, masks = attention_inputs(key, case)
    out, weights = module(*arrays, **masks, average_attn_weights=case["average"])
    numpy.testing.assert_allclose(out, expected["out"], rtol=1e-10, atol=1e-12)
    numpy.testing.assert_allclose(weights, expected["weights"], rtol=1e-10, atol=1e-12)
    back = module.backward(generator(key + "grad").standard_normal(expected["out"].shape))
    for i, g in enumerate(back):
        numpy.testing.assert_allclose(g, expected[f"grad{i}"], rtol=1e-8, atol=1e-11)
    compare_state(module, expected)


class SelfAttention(nn.Module):
    """Each element of a sequence asks all, and two that are there for all."""

    def __init__(self):
        super().__init__()
        self.inner = nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True, batch_first=True)

    def forward(self, x):
        return self.inner(x, x, x)[0]

    def backward(self, grad):
        return sum(self.inner.backward(grad))


NETWORKS = {
    "images": (
        lambda: nn.Sequential(
            nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ELU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(12, 5), nn.LayerNorm(5), nn.GELU(), nn.Linear(5, 3),
        ),
        (4, 1, 4, 4),
    ),
    "vectors": (
        lambda: nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Tanh(), nn.Linear(6, 3), nn.LogSoftmax(1)),
        (5, 4),
    ),
    "margins": (
        lambda: nn.Sequential(
            nn.Conv2d(2, 2, 3, padding=(1, 2), padding_mode="reflect"), nn.Tanh(),
            nn.Conv2d(2, 2, 3, padding="same", padding_mode="circular"), nn.Tanh(),
            nn.Conv2d(2, 1, 2, padding=1, padding_mode="replicate"),
            nn.AvgPool2d(2, padding=1, ceil_mode=True, count_include_pad=False), nn.Flatten(),
        ),
        (2, 2, 4, 3),
    ),
    "sequences": (lambda: nn.Sequential(SelfAttention(), nn.LayerNorm(4), SelfAttention()), (2, 3, 4)),
    "words": (lambda: nn.Sequential(nn.Embedding(7, 4), nn.LayerNorm(4), nn.Flatten(), nn.Linear(8, 2)), None),
}  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_learn_along_differences(name):
    nn.manual_seed(3)
    make, shape = NETWORKS[name]
    model = make().double()
    r = numpy.random.RandomState(0)
    x = np.asarray(r.randint(0, 7, (3, 2)) if shape is None else r.standard_normal(shape))
    weight = np.asarray(r.standard_normal(np.shape(model(x))))
    back = model.backward(weight)
    targets = [(p.data, p.grad) for p in model.parameters()] + ([] if shape is None else [(x, back)])
    step = 1e-6
    for array, grad in targets:
        for i in range(array.size):
            place = np.unravel_index(i, array.shape)
            kept, ends = float(array[place]), []
            for move in (step, -step):
                array[place] = kept + move
                ends.append(float((weight * model(x)).sum()))
            array[place] = kept
            assert float(grad[place]) == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-4, abs=1e-6)


def test_gradients_add_up_until_they_are_forgotten():
    layer = nn.Linear(2, 2).double()
    x = np.ones((3, 2))
    layer(x), layer.backward(np.ones((3, 2)))
    once = layer.weight.grad.copy()
    layer(x), layer.backward(np.ones((3, 2)))
    assert (layer.weight.grad == 2 * once).all()
    layer.zero_grad()
    assert layer.weight.grad is None
    layer.requires_grad_(False)
    layer(x), layer.backward(np.ones((3, 2)))
    assert layer.weight.grad is None


def test_state_is_kept_and_taken_back(tmp_path):
    make = lambda: nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
    one, two = make(), make()
    x = np.asarray(numpy.random.RandomState(0).standard_normal((6, 3)), dtype=np.float32)
    one(x)
    np.savez(tmp_path / "model.npz", **one.state_dict())
    two.load_state_dict(dict(np.load(tmp_path / "model.npz")))
    assert (one.eval()(x) == two.eval()(x)).all()
    assert list(one.state_dict()) == [
        "0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias", "1.running_mean", "1.running_var",
        "1.num_batches_tracked",
    ]  # fmt: skip
    before = two.state_dict()
    with pytest.raises(RuntimeError, match="missing keys"):
        two.load_state_dict({"0.weight": np.zeros((3, 4))})
    with pytest.raises(RuntimeError, match="size mismatch for 0.weight"):
        two.load_state_dict({**before, "0.weight": np.zeros((4, 3))})
    assert all((before[k] == v).all() for k, v in two.state_dict().items())


def test_dropout_keeps_the_mean_and_the_way_back():
    nn.manual_seed(0)
    layer = nn.Dropout(0.3)
    out = layer(np.ones(20000))
    assert sorted(set(out.round(6).tolist())) == [0, round(1 / 0.7, 6)]
    assert abs(float(out.mean()) - 1) < 0.02
    assert (layer.backward(np.ones(20000)) == out).all()
    assert (layer.eval()(np.ones(5)) == 1).all()
    assert (nn.Dropout(1.0)(np.ones(5)) == 0).all()


@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_layers_compute_in_the_dtype_of_their_parameters(dtype):
    model = nn.Sequential(
        nn.Linear(3, 4), nn.BatchNorm1d(4), nn.GELU(), nn.Dropout(0.5), nn.Linear(4, 2)
    ).astype(dtype)
    out = model(np.ones((5, 3)) * np.arange(5)[:, None])
    assert out.dtype == np.dtype(dtype)
    assert model.backward(np.ones_like(out)).dtype == np.dtype(dtype)
    assert {p.grad.dtype for p in model.parameters()} == {np.dtype(dtype)}


def test_initial_values_have_the_variance_of_their_names():
    nn.manual_seed(1)
    w = np.empty((300, 200))  # (in, out)
    for name, variance in (
        ("xavier_uniform_", 2 / 500), ("xavier_normal_", 2 / 500), ("lecun_uniform_", 1 / 300), ("lecun_normal_", 1 / 300),
    ):  # fmt: skip
        assert float(getattr(nn.init, name)(w).var()) == pytest.approx(variance, rel=0.03), name
    for name in ("kaiming_uniform_", "kaiming_normal_"):
        for mode, fan in (("fan_in", 300), ("fan_out", 200)):
            getattr(nn.init, name)(w, mode=mode, nonlinearity="relu")
            assert float(w.var()) == pytest.approx(2 / fan, rel=0.03), (name, mode)
    kernel = nn.init.kaiming_normal_(np.empty((64, 32, 3, 3)), nonlinearity="relu")
    assert float(kernel.var()) == pytest.approx(2 / (32 * 9), rel=0.05)
    assert float(np.abs(nn.init.trunc_normal_(w, std=2.0, a=-1, b=3)).max()) <= 3 and float(w.min()) >= -1
    for shape in ((5, 3), (3, 5), (4, 2, 3)):
        q = nn.init.orthogonal_(np.empty(shape), gain=2).reshape(shape[0], -1)
        square = q @ q.T if q.shape[0] <= q.shape[1] else q.T @ q
        numpy.testing.assert_allclose(square, 4 * numpy.eye(len(square)), atol=1e-12)
    assert nn.init.eye_(np.empty((2, 2))).tolist() == [[1, 0], [0, 1]]
    assert float(np.abs(nn.Linear(16, 50).weight.data).max()) <= 0.25
    with pytest.raises(ValueError, match="fewer than 2 dimensions"):
        nn.init.xavier_normal_(np.empty(3))


def test_clipping():
    p, q = nn.Parameter(np.zeros(2)), nn.Parameter(np.zeros(1))
    p.grad, q.grad = np.array([3.0, 4.0]), np.array([12.0])
    assert nn.utils.clip_grad_norm_([p, q], 100.0) == 13 and p.grad.tolist() == [3, 4]
    assert nn.utils.clip_grad_norm_([p, q], 1.3) == 13
    numpy.testing.assert_allclose([*p.grad, *q.grad], [0.3, 0.4, 1.2], rtol=1e-6)
    assert nn.utils.clip_grad_norm_([p, q], 0.6, norm_type=numpy.inf) == pytest.approx(1.2)
    nn.utils.clip_grad_value_([p, q], 0.2)
    assert p.grad.round(3).tolist() == [0.15, 0.2] and q.grad.tolist() == [0.2]
    q.grad = np.array([numpy.nan])
    with pytest.raises(RuntimeError, match="non-finite"):
        nn.utils.clip_grad_norm_([p, q], 1.0, error_if_nonfinite=True)
    nn.utils.vector_to_parameters([1.0, 2.0, 3.0], [p, q])
    assert nn.utils.parameters_to_vector([p, q]).tolist() == [1, 2, 3]


def test_what_may_see_nothing_gets_zeros():
    x = np.eye(2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        out, saved = F.scaled_dot_product_attention_forward(
            x, x, x, attn_mask=[[False, False], [True, False]]
        )
        assert out.tolist() == [[0, 0], [1, 0]]
        assert all(
            np.isfinite(g).all() for g in F.scaled_dot_product_attention_backward(np.ones((2, 2)), saved)
        )


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"input of shape \(2, 3\) does not fit a weight of shape \(4, 2\)"):
        nn.Linear(4, 2)(np.ones((2, 3)))
    with pytest.raises(RuntimeError, match="before forward"):
        nn.Linear(4, 2).backward(np.ones((1, 2)))
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        nn.BatchNorm1d(2)(np.ones((1, 2)))
    with pytest.raises(ValueError, match="expected 4D input"):
        nn.BatchNorm2d(2)(np.ones((1, 2)))
    with pytest.raises(ValueError, match="expected input of shape .* to have 3 channels, but got 2"):
        nn.Conv2d(3, 2, 3)(np.ones((1, 2, 5, 5)))
    with pytest.raises(ValueError, match="Kernel size can't be greater"):
        nn.Conv2d(1, 2, 3)(np.ones((1, 1, 2, 5)))
    with pytest.raises(ValueError, match="not supported for strided"):
        nn.Conv2d(1, 2, 3, stride=2, padding="same")
    with pytest.raises(ValueError, match="divisible by groups"):
        nn.Conv2d(3, 2, 3, groups=2)
    with pytest.raises(ValueError, match="divisible by num_heads"):
        nn.MultiheadAttention(5, 2)
    with pytest.raises(IndexError, match=r"\[0, 2\]"):
        nn.Embedding(3, 2)([3])
    with pytest.raises(ValueError, match="dropout probability"):
        nn.Dropout(1.5)
    with pytest.raises(ValueError, match="Given normalized_shape"):
        nn.LayerNorm(3)(np.ones((2, 4)))


def test_modules_by_name():
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(inplace=True), nn.Sequential(nn.Linear(3, 4)))
    assert [n for n, _ in model.named_modules()] == ["", "0", "1", "2", "2.0"]
    seen = []
    assert model.apply(seen.append) is model
    assert [type(m).__name__ for m in seen] == ["Linear", "ReLU", "Linear", "Sequential", "Sequential"]
    assert model.get_submodule("2.0") is model[2][0] and model.get_submodule("") is model
    assert model.get_parameter("2.0.weight") is model[2][0].weight
    for wrong, kind in (("3", "submodule"), ("0.weight", "submodule"), ("0", "parameter")):
        with pytest.raises(AttributeError):
            getattr(model, f"get_{kind}")(wrong)
    model.register_parameter("scale", nn.Parameter(np.ones(1)))
    model.add_module("end", nn.BatchNorm1d(4))
    assert [n for n, _ in model.named_parameters()][:1] == ["scale"] and len(model.buffers()) == 3
    assert model.half()[0].weight.dtype == np.float16 and model.to(np.float64)[0].weight.dtype == np.float64
    assert len(nn.Sequential(nn.ReLU()).extend([nn.Tanh(), nn.ELU()])) == 3


def test_permission_to_work_in_place_changes_nothing():
    x = np.array([-1.0, 2.0])
    for layer in (nn.ReLU, nn.ELU, nn.LeakyReLU, nn.SiLU):
        assert (layer(inplace=True)(x) == layer()(x)).all() and x.tolist() == [-1, 2]
        assert repr(layer(inplace=True)).endswith("inplace=True)") and "inplace" not in repr(layer())
    assert F.relu(x, inplace=True).tolist() == [0, 2] and F.dropout(x, 0.0, inplace=True).tolist() == [-1, 2]


def test_long_rows_of_a_table_are_shortened_where_they_are_used():
    table = nn.Embedding(3, 2, max_norm=1.0).double()
    table.weight.data[...] = [[3.0, 4.0], [0.3, 0.4], [6.0, 8.0]]
    numpy.testing.assert_allclose(table([0, 1]), [[0.6, 0.8], [0.3, 0.4]], rtol=1e-6)
    assert table.weight.data[2].tolist() == [6, 8] and abs(table.weight.data[0, 0] - 0.6) < 1e-6


def test_texts():
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
    assert repr(model) == (
        "Sequential(\n  (0): Linear(in_features=3, out_features=4, bias=True)\n  (1): ReLU()\n)"
    )
    assert len(model) == 2 and len(model[:1]) == 1 and isinstance(model[1], nn.ReLU)
