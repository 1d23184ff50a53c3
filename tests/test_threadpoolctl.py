"""threadpoolctl sees and limits the threads of the package, whichever of the two is imported first."""

import subprocess
import sys

import pytest

pytest.importorskip("threadpoolctl", reason="comes with scikit-learn")

PROGRAM = """
{first}
{second}
def ours():
    [one] = [i for i in threadpoolctl.threadpool_info() if i["internal_api"] == "numen"]
    return one["num_threads"], one["user_api"], one["version"]
print(ours(), np._core._machine()["threads"])
for limits in ((1,), (2, "blas"), (1, "openmp"), ({{"_core.": 2}},)):
    with threadpoolctl.threadpool_limits(*limits):
        print(ours()[0], (np.ones((300, 300)) @ np.ones((300, 300))).sum())
print(ours()[0])
"""


@pytest.mark.parametrize("order", [0, 1])
def test_threads_are_listed_and_limited(order):
    imports = ["import numen as np", "import threadpoolctl"]
    program = PROGRAM.format(first=imports[order], second=imports[1 - order])
    result = subprocess.run(
        [sys.executable, "-c", "import os; os.environ['NUMEN_NUM_THREADS'] = '3'\n" + program],
        capture_output=True,
        text=True,
    )
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == "(3, 'blas', '0.1.0') 3"
    # Limits of OpenMP are not ours.
    assert lines[1:] == ["1 27000000.0", "2 27000000.0", "3 27000000.0", "2 27000000.0", "3"]
