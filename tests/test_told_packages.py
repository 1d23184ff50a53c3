"""Packages that are told of our arrays and numbers under plain `import numen`: each in a program of its own."""

import importlib.util
import os
import subprocess
import sys

import pytest

PROGRAMS = {
    "sympy": """
        import numen as np, sympy as sp
        s = sp.Symbol("s")
        assert sp.Matrix(np.array([[1, 2], [3, 4]])).det() == -2
        assert [type(sp.sympify(x)).__name__ for x in (np.int64(3), np.float32(0.5))] == ["Integer", "Float"]
        assert sp.sympify(np.bool(True)) is sp.true and sp.sympify(np.complex64(1j)) == 1.0 * sp.I
        assert str(np.float64(2) * s) == "2.0*s" and str(s + np.int64(1)) == "s + 1"
        f = sp.lambdify(s, sp.sqrt(s) + 1)
        assert type(f(np.arange(3.0))) is np.ndarray and f(np.int32(4)) == 3
    """,
    "tensorflow": """
        import numen as np, tensorflow as tf
        x = np.arange(6.0).reshape(2, 3)
        for code in "f4 f8 f2 i1 i2 i4 i8 u1 u2 u4 u8 ? c8 c16".split():
            a = x.astype(code)
            t = tf.constant(a[:, ::2])
            assert t.dtype.name == a.dtype.name and t.numpy().tolist() == a[:, ::2].tolist()
            assert tf.constant(a[1, 2]).dtype.name == a.dtype.name
        t = tf.convert_to_tensor(x)
        x[0, 0] = 9
        assert t.numpy()[0, 0] == 0
        assert tf.cast(t, np.float32).dtype == tf.float32 and tf.as_dtype(np.dtype("i2")) == tf.int16
        assert (t + x).numpy().tolist() == (t.numpy() + x).tolist()
        assert type(np.asarray(t)) is np.ndarray and type(np.sqrt(t)) is np.ndarray
        assert tf.reduce_sum(x, axis=np.int64(0)).numpy().tolist() == x.sum(0).tolist()
        assert [b.numpy() for a, b in tf.data.Dataset.from_tensor_slices((x, np.array([3, 4])))] == [3, 4]
        model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        model.fit(x, np.array([0.0, 1.0]), verbose=0)
        assert model.predict(x, verbose=0).shape == (2, 1)
    """,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name):
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not in the development environment: docs/neighbours.md says why")
    lines = [line.removeprefix("        ") for line in PROGRAMS[name].splitlines()]
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3")
    program = "\n".join([*lines, "print('passed')"])
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=300
    )
    assert (run.returncode, run.stdout) == (0, "passed\n"), run.stderr
