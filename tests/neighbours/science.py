"""Programs with SciPy, Pillow and matplotlib."""

import matplotlib
import numpy as np
import scipy.integrate
import scipy.interpolate
import scipy.linalg
import scipy.ndimage
import scipy.optimize
import scipy.signal
import scipy.sparse
import scipy.spatial
import scipy.special
import scipy.stats
from PIL import Image

matplotlib.use("Agg")
import matplotlib.pyplot as plt

LOOSE = 1e-6


def case_norm():
    return scipy.stats.norm.rvs(random_state=np.random.default_rng(0)), scipy.stats.norm.cdf(
        np.array([0.0, 1.0])
    )


def case_minimize():
    def rosen(p):
        return np.sum(100 * (p[1:] - p[:-1] ** 2) ** 2 + (1 - p[:-1]) ** 2)

    found = scipy.optimize.minimize(rosen, np.array([1.3, 0.7, 0.8]))
    return np.round(found.x, 4), found.success


def case_minimize_with_gradient():
    f = lambda p: (np.dot(p, p), 2 * p)
    return np.round(scipy.optimize.minimize(f, np.ones(3), jac=True, method="L-BFGS-B").x, 6)


def case_curve_fit():
    x = np.linspace(0, 1, 20)
    return np.round(scipy.optimize.curve_fit(lambda x, a, b: a * np.exp(b * x), x, 2 * np.exp(x))[0], 5)


def case_solve_ivp():
    found = scipy.integrate.solve_ivp(lambda t, y: np.array([y[1], -y[0]]), (0, 2), np.array([1.0, 0.0]))
    return found.y, found.t, scipy.integrate.quad(lambda x: np.sin(x), 0, np.pi)[0]


def case_sparse(d):
    n = min(d.rows, 1000)
    m = scipy.sparse.random(7, n, 0.3, random_state=1, format="csr")
    x = d.weights[:n]
    return m @ x, m * 2, scipy.sparse.csr_matrix(np.diag(x[:20])) @ x[:20], x @ m.T, m[np.array([0, 2])]


def case_signal(d):
    b, a = scipy.signal.butter(3, np.float64(0.2))
    return scipy.signal.lfilter(b, a, d.weights), scipy.signal.find_peaks(d.weights)[0]


def case_ndimage(d):
    image = np.resize(d.weights, (8, 9)) if d.rows else np.zeros((8, 9))
    return (
        scipy.ndimage.gaussian_filter(image, 1),
        scipy.ndimage.label(image > 0.5),
        scipy.ndimage.generic_filter(image, np.max, 3),
    )


def case_stats(d):
    return scipy.stats.describe(d.weights[:1000]), scipy.stats.rankdata(d.key), scipy.stats.mode(d.key)


def case_special(d):
    return (
        scipy.special.expit(d.weights),
        scipy.special.gamma(np.array([0.5, 4])),
        scipy.special.softmax(d.weights),
    )


def case_interpolate():
    x = np.arange(6.0)
    f = scipy.interpolate.CubicSpline(x, np.sin(x))
    return f(np.array([0.5, 1.5])), scipy.interpolate.interp1d(x, x**2)(np.float64(2.5))


def case_linalg():
    a = np.array([[4.0, 1.0], [1.0, 3.0]])
    return scipy.linalg.expm(a), scipy.linalg.lu(a), scipy.linalg.solve(a, np.ones(2)), scipy.linalg.sqrtm(a)


def case_spatial():
    points = np.random.default_rng(0).random((30, 2))
    tree = scipy.spatial.cKDTree(points)
    return (
        tree.query(np.array([0.5, 0.5])),
        scipy.spatial.distance.cdist(points[:3], points),
        scipy.spatial.ConvexHull(points).vertices,
    )


def case_image():
    x = (np.arange(48) * 5).astype(np.uint8).reshape(4, 4, 3)
    image = Image.fromarray(x)
    back = np.asarray(image.resize((2, 2)))
    return (
        back,
        back.dtype,
        np.array(image),
        np.asarray(image).flags.writeable,
        Image.fromarray(x[..., 0]).mode,
    )


def drawn(figure):
    figure.canvas.draw()
    picture = np.asarray(figure.canvas.buffer_rgba())
    plt.close(figure)
    return picture.shape, picture.tobytes()


def case_hist(d):
    figure, axes = plt.subplots(figsize=(2, 2))
    counts, edges, _ = axes.hist(d.weights, bins=np.linspace(0, 1, 6))
    return counts, edges, drawn(figure)


def case_hist_of_column(d):
    figure, axes = plt.subplots(figsize=(2, 2))
    x = d.x[:500]
    counts, edges, _ = axes.hist(x[x == x] if d.kind == "float" else x)
    return np.asarray(counts), drawn(figure)


def case_imshow():
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.imshow(np.arange(12.0).reshape(3, 4), extent=np.array([0, 1, 0, 1]))
    return drawn(figure)


def case_scatter(d):
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.scatter(d.weights[:500], d.x[:500], c=d.key[:500], s=d.weights[:500] * 20)
    return drawn(figure)


def case_plot_dates(d):
    figure, axes = plt.subplots(figsize=(3, 2))
    t = np.datetime64("2024-01-01") + np.arange(min(d.rows, 100))
    axes.plot(t, d.weights[:100])
    axes.set_xlim(np.datetime64("2024-01-01"), np.datetime64("2024-02-01"))
    axes.fill_between(t, d.weights[:100], np.float64(0.5))
    return drawn(figure)


def case_plot_column(d):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.plot(np.arange(min(d.rows, 100)), d.x[:100])
    axes.set_yticks(axes.get_yticks())
    return drawn(figure)
