"""Expressions of sympy as functions of arrays."""

import numpy as np
import sympy as sp

s, t = sp.symbols("s t")
x = np.linspace(0, 1, 5)
f = sp.lambdify(s, sp.sin(s) ** 2 + sp.exp(s), "numpy")
print(f(x), type(f(x)), isinstance(f(x), np.ndarray), f(np.float64(1)), type(f(np.float64(1))), f(1.0))
g = sp.lambdify((s, t), s * t + sp.sqrt(s), modules="numpy")
print(g(x, 2), g(x[:, None], x).shape, g(np.float32(4), 1))
print(
    sp.lambdify(s, sp.Piecewise((s, s > 0.5), (0, True)))(x), sp.lambdify(s, sp.Matrix([[s, 1], [0, s]]))(2.0)
)
print(sp.lambdify(s, sp.diff(sp.sin(s) * s, s), [{"sin": np.sin, "cos": np.cos}, "numpy"])(x))
m = sp.Matrix(np.array([[1, 2], [3, 4]]))
print(
    m.det(), np.array(m).dtype, np.array(m.tolist(), dtype=float), np.array(m, dtype=np.float64) @ np.ones(2)
)
print(
    sp.Float(np.float64(0.5)), sp.sympify(np.int64(3)), sp.Integer(np.int32(4)) + 1, float(sp.pi) * np.ones(1)
)
print(np.float64(2) * s, s + np.int64(1), x * s, np.array([s, t]) ** 2, sp.N(np.float64(2) * sp.pi, 5))
print(
    sp.lambdify(s, s**2)(np.arange(3)),
    sp.lambdify(s, sp.Max(s, 0.5))(x),
    sp.lambdify([[s, t]], s + t)(np.array([1, 2])),
)
print(
    sp.lambdify(s, sp.erf(s), "scipy")(x).round(6),
    sp.interpolate(list(zip(np.arange(3), np.array([0, 1, 4]))), s),
)
print(
    np.allclose(sp.lambdify(s, 1 / s)(np.array([1.0, 2.0])), [1, 0.5]),
    sp.Matrix(x[:2]).shape,
    s.subs(s, np.float64(3)),
)
