"""Tensors of torch over our memory and the other way round, in a program of its own: it decides what numpy means."""

import subprocess
import sys

import pytest

pytest.importorskip("torch", reason="torch (2 GB) is not in the development environment")

PROGRAM = """
import gc, torch
{first}
import numen as np

def same(t, a):
    return t.data_ptr() == a.ctypes.data

for code in "f8 f4 f2 i8 i4 i2 i1 u1 ? c16 c8".split():
    a = np.arange(6).astype(code).reshape(2, 3)
    for view in (a, a.T, a[:, ::2]):
        for function in (torch.from_dlpack, torch.as_tensor, torch.from_numpy, torch.asarray):
            t = function(view)
            assert same(t, view) and t.tolist() == view.tolist(), (code, function)
        assert torch.tensor(view).tolist() == view.tolist() and not same(torch.tensor(view), view)
        t = torch.from_dlpack(view)
        for back in (np.from_dlpack(t), np.asarray(t)):
            assert same(t, back) and back.dtype == a.dtype and back.tolist() == view.tolist()
            assert type(back) is np.ndarray and back.strides == view.strides
        assert not same(t, np.array(t)) and np.array(t).tolist() == view.tolist()

a = np.arange(12.0).reshape(3, 4).copy()
for refused in (a[::-1], a[:, ::-1]):
    try:
        torch.from_dlpack(refused)
    except BufferError as error:
        assert "negative strides" in str(error)
    else:
        raise AssertionError("torch ends the process here")
still = a.view()
still.flags.writeable = False
try:
    torch.from_dlpack(still)
except BufferError as error:
    assert "readonly" in str(error)

t = torch.from_dlpack(a)
try:
    a.resize(100, refcheck=False)
except BufferError:
    t[0, 0] = 7
    assert a[0, 0] == 7
del t
a.resize(100, refcheck=False)
kept = torch.from_dlpack(np.arange(1000.0))
lent = np.from_dlpack(torch.arange(1000))
gc.collect()
assert kept.sum() == 499500 == lent.sum()
assert np.sin(torch.zeros(3, dtype=torch.float64)).tolist() == [0, 0, 0]
print("passed")
"""


@pytest.mark.parametrize("first", ["", "import numen"])
def test_tensors(first):
    program = PROGRAM.format(first=first)
    if first:
        program = f"{first}\n{program}"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "passed\n"), run.stderr
