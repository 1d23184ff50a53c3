"""What a course in numerical methods does with SciPy: functions of the program called back, solvers that give up."""

import numpy as np
from numpy import cos, exp, pi, sin
from scipy import integrate, interpolate, linalg, ndimage, optimize, signal, sparse, spatial, stats


def valley(x):
    return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def lorenz(t, state, sigma=10, rho=28, beta=8 / 3):
    x, y, z = state
    return sigma * (y - x), x * (rho - z) - y, x * y - beta * z


def hit(t, y):
    return y[0]


hit.terminal, hit.direction = True, np.float64(-1)


class Triangle(stats.rv_continuous):
    def _pdf(self, x):
        return np.where((x >= 0) & (x <= 1), 2 * x, 0)


for method in ("Nelder-Mead", "BFGS", "Powell", "L-BFGS-B", "SLSQP"):
    r = optimize.minimize(valley, np.array([1.3, 0.7, 0.8]), method=method)
    print(method, r.x.round(4), r.success, type(r.x), isinstance(r.x, np.ndarray))
limits = {"type": "eq", "fun": lambda x: np.array([x[0] + x[1] - 3])}
r = optimize.minimize(
    lambda v: (v[0] - 1) ** 2 + (v[1] - 2.5) ** 2,
    [2, 0],
    bounds=np.array([[0, 9], [0, 9]]),
    constraints=limits,
)
print(
    r.x.round(6),
    optimize.brentq(lambda x: np.cos(x) - x, 0, 1),
    optimize.newton(lambda x: x**2 - 2, np.array([1.0, -1.0])).round(9),
)
k, error = optimize.curve_fit(
    lambda x, k, c: k * exp(-c * x),
    np.linspace(0, 4, 30),
    2.5 * exp(-1.3 * np.linspace(0, 4, 30)),
    p0=np.array([1, 1]),
)
print(k.round(9), error.shape, optimize.least_squares(lambda p: p - np.array([1, 2]), np.zeros(2)).x)
r = optimize.minimize(
    lambda z: z @ z, np.ones(2), method="trust-constr", jac=lambda z: 2 * z, hess=lambda z: 2 * np.eye(2),
    constraints=[optimize.LinearConstraint(np.array([[1, 2]]), 1, np.inf), optimize.NonlinearConstraint(lambda z: z[0] * z[1], -1, 1)],
    bounds=optimize.Bounds(np.zeros(2), np.full(2, np.inf)),
)  # fmt: skip
print(r.x.round(4))
r = integrate.solve_ivp(
    lambda t, y: np.array([y[1], -y[0]]),
    (0, 2 * pi),
    np.array([0.0, 1]),
    t_eval=np.linspace(0, 2 * pi, 5),
    rtol=1e-8,
)
print(
    r.y.round(6),
    integrate.solve_ivp(lorenz, (0, 1), (0, 1, 1.05), method="DOP853", args=(10,)).y[:, -1].round(6),
)
r = integrate.solve_ivp(
    lambda t, y: [y[1], -9.81],
    [0, 100],
    np.array([0, 10.0]),
    events=hit,
    method="Radau",
    max_step=np.float64(0.5),
)
print(
    r.t_events[0].round(6),
    r.status,
    integrate.quad(lambda x: x**2, 0, np.float64(1))[0],
    integrate.odeint(lambda y, t: -y, np.float64(1), np.arange(3)).ravel().round(6),
)
x = np.linspace(0, 3, 8)
print(
    interpolate.CubicSpline(x, sin(x))(1.0, 1).round(9),
    interpolate.interp1d(x, cos(x))(np.array([0.2, 2.2])).round(9),
)
print(
    signal.find_peaks(sin(3 * np.arange(100) / 10), height=np.float64(0.8))[0],
    signal.butter(2, 0.2)[0].round(9),
)
out = np.zeros((4, 4))
print(
    ndimage.gaussian_filter(np.eye(4), 1, output=out) is out,
    out.round(4),
    ndimage.generic_filter(np.arange(9.0).reshape(3, 3), np.ptp, 3),
)
op = sparse.linalg.LinearOperator((4, 4), matvec=lambda v: 2 * v, dtype=float)
print(op @ np.arange(4), sparse.linalg.cg(op, np.ones(4), callback=lambda r: print("step", r))[0])
a = sparse.lil_matrix((3, 3))
a[0, :2], a[np.int64(1), 2] = np.array([1, 2]), np.float64(4)
print(a.toarray(), a.tocsr()[np.array([0, 1])].toarray(), np.arange(3) @ a, (a > np.int64(1)).toarray())
tree = spatial.KDTree(np.arange(10.0).reshape(5, 2))
print(
    tree.query(np.array([[1, 1], [4, 4]]), k=2)[1],
    spatial.distance.pdist(np.eye(3), lambda u, v: np.abs(u - v).max()),
)
print(
    Triangle(a=0, b=1).cdf(np.array([0.5, 1])).round(9),
    stats.norm.rvs(size=2, random_state=np.random.default_rng(1)),
)
print(
    stats.bootstrap(
        (np.arange(9.0),), np.mean, n_resamples=50, rng=np.random.default_rng(0)
    ).standard_error.round(9)
)
for f in (
    lambda: linalg.solve(np.zeros((2, 2)), np.ones(2)),
    lambda: linalg.cholesky(-np.eye(2)),
    lambda: linalg.inv(np.ones((2, 3))),
    lambda: optimize.brentq(np.exp, 0, 1),
    lambda: np.linalg.cholesky(-np.eye(2)),
    lambda: stats.ttest_1samp(np.ones((2, 2)), 0, axis=3),
):
    try:
        f()
    except (np.linalg.LinAlgError, np.exceptions.AxisError) as e:
        print("caught", type(e), e)
    except ValueError as e:
        print(type(e), e)
