"""A tour of array programming, from creation to a small neural network: an ordinary NumPy program.

    python -m numen examples/tour.py              runs it on Numen, unchanged
    python examples/tour.py                       runs it on NumPy
    python -m numen examples/tour.py --quick      smaller data

Run on Numen where NumPy is installed too, it also runs itself on NumPy, in a process of its own, and prints
both times. A plot is written beside the place where it was started: tour.png.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import time

import numpy as np

times = {}


def chapter(title):
    """Print a chapter's title around its function, and keep its time."""

    def wrap(function):
        def run(*args):
            print(f"\n== {title}")
            start = time.perf_counter()
            result = function(*args)
            times[title] = time.perf_counter() - start
            return result

        return run

    return wrap


@chapter("Creation and types")
def creation():
    a = np.array([[1, 2, 3], [4, 5, 6]])
    print(a, a.shape, a.dtype)
    print(np.arange(0, 1, 0.25), np.linspace(0, 1, 5))
    print(np.zeros((2, 3), dtype=np.float32).dtype, np.eye(2, dtype=int).tolist())
    print((a / 2).dtype, (a + 1j).dtype, (a > 3).dtype, np.array(["ann", "bob"]).dtype)


@chapter("Indexing, views and copies")
def indexing():
    a = np.arange(24).reshape(4, 6)
    print(a[1, 2], a[-1], a[::2, 1:4])
    print(a[a % 7 == 0], a[[0, 3], [1, 5]], a[np.ix_([0, 2], [1, 3])])
    view, copy = a[1:3], a[[1, 2]]
    view[:] = -1
    print(a[1, 0], copy[0, 0], np.shares_memory(a, view), np.shares_memory(a, copy))


@chapter("Broadcasting")
def broadcasting():
    x, y = np.arange(3), np.arange(4)
    print(x[:, np.newaxis] * 10 + y)
    points = np.random.rand(300, 2)
    distance = np.sqrt(((points[:, np.newaxis, :] - points[np.newaxis, :, :]) ** 2).sum(axis=-1))
    np.fill_diagonal(distance, np.inf)
    print("nearest pair:", f"{distance.min():.6f}", "at", np.unravel_index(distance.argmin(), distance.shape))


@chapter("Statistics")
def statistics(n):
    heights = np.random.normal(170, 10, size=n)
    weights = 0.9 * (heights - 100) + np.random.normal(0, 6, size=n)
    print(f"mean {heights.mean():.3f}, std {heights.std():.3f}, median {np.median(heights):.3f}")
    print("quartiles", np.percentile(heights, [25, 50, 75]).round(3))
    print("correlation", np.corrcoef(heights, weights)[0, 1].round(4))
    counts, edges = np.histogram(heights, bins=5)
    print("histogram", counts, edges.round(1))
    z = (heights - heights.mean()) / heights.std()
    print("outliers", np.sum(np.abs(z) > 3), "of", z.size)


@chapter("Linear algebra")
def linear_algebra():
    a = np.random.rand(120, 120) + 12 * np.eye(120)
    b = np.random.rand(120)
    x = np.linalg.solve(a, b)
    print("residual", bool(np.allclose(a @ x, b)), f"det sign {np.linalg.slogdet(a)[0]:.0f}")
    s = np.cov(np.random.randn(4, 200))
    print("eigenvalues", np.linalg.eigvalsh(s).round(4))


@chapter("Linear regression by gradient descent")
def regression(n):
    x = np.random.rand(n, 3)
    truth = np.array([2.0, -1.0, 0.5])
    y = x @ truth + 3 + 0.1 * np.random.randn(n)
    w, b = np.zeros(3), 0.0
    for _ in range(2000):
        error = x @ w + b - y
        w -= 0.3 * (x.T @ error) / n
        b -= 0.3 * error.mean()
    print("weights", w.round(3), f"intercept {b:.3f}, loss {np.mean((x @ w + b - y) ** 2):.5f}")


def spirals(n):
    """Points on two spirals, and which of the two each lies on."""
    angle = np.sqrt(np.random.rand(n)) * 3 * np.pi
    side = np.random.randint(0, 2, n)
    sign = np.where(side == 1, 1.0, -1.0)
    x = np.stack([sign * angle * np.cos(angle), sign * angle * np.sin(angle)], axis=1) / (3 * np.pi)
    return x + 0.02 * np.random.randn(n, 2), side


def forward(parameters, x):
    w1, b1, w2, b2, w3, b3 = parameters
    h1 = np.maximum(x @ w1 + b1, 0)
    h2 = np.tanh(h1 @ w2 + b2)
    return h1, h2, 1 / (1 + np.exp(-(h2 @ w3 + b3)[:, 0]))


def gradients(parameters, x, side):
    """Backpropagation of the cross-entropy through the three layers."""
    w2, w3 = parameters[2], parameters[4]
    h1, h2, p = forward(parameters, x)
    d3 = ((p - side) / len(x))[:, np.newaxis]
    d2 = (d3 @ w3.T) * (1 - h2**2)
    d1 = (d2 @ w2.T) * (h1 > 0)
    return [x.T @ d1, d1.sum(axis=0), h1.T @ d2, d2.sum(axis=0), h2.T @ d3, d3.sum(axis=0)]


@chapter("A neural network from scratch")
def network(steps):
    x, side = spirals(1000)
    sizes = [(2, 32), (32, 16), (16, 1)]
    parameters = []
    for rows, columns in sizes:
        parameters += [np.random.randn(rows, columns) * np.sqrt(2 / rows), np.zeros(columns)]
    momentum = [np.zeros_like(p) for p in parameters]
    scale = [np.zeros_like(p) for p in parameters]
    losses = []
    for step in progress(steps):
        batch = np.random.permutation(len(x))[:256]
        for i, g in enumerate(gradients(parameters, x[batch], side[batch])):
            momentum[i] = 0.9 * momentum[i] + 0.1 * g
            scale[i] = 0.999 * scale[i] + 0.001 * g**2
            step_size = 0.01 * np.sqrt(1 - 0.999 ** (step + 1)) / (1 - 0.9 ** (step + 1))
            parameters[i] -= step_size * momentum[i] / (np.sqrt(scale[i]) + 1e-8)
        if step % 20 == 0:
            p = np.clip(forward(parameters, x)[-1], 1e-12, 1 - 1e-12)
            losses.append(-np.mean(np.where(side == 1, np.log(p), np.log(1 - p))))
    accuracy = np.mean((forward(parameters, x)[-1] > 0.5) == side)
    print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}, accuracy {accuracy:.3f}")
    return x, side, parameters, np.array(losses)


def progress(steps):
    """Numbers up to `steps`, with a bar on the terminal's error stream."""
    try:
        from tqdm import tqdm

        yield from tqdm(range(steps), desc="training", ncols=70)
        return
    except ImportError:
        pass
    for step in range(steps):
        if step % max(steps // 50, 1) == 0 or step == steps - 1:
            done = 40 * (step + 1) // steps
            print(f"\rtraining [{'#' * done:<40}]", end="", file=sys.stderr, flush=True)
        yield step
    print(file=sys.stderr)


def plot(x, side, parameters, losses, path="tour.png"):
    """The data with what the network says about the plane, and the loss, where matplotlib is installed."""
    if importlib.util.find_spec("matplotlib") is None:
        print("\nno plot: matplotlib is not installed")
        return
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    gx, gy = np.meshgrid(np.linspace(-1.2, 1.2, 200), np.linspace(-1.2, 1.2, 200))
    p = forward(parameters, np.stack([gx.ravel(), gy.ravel()], axis=1))[-1].reshape(gx.shape)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.5))
    left.contourf(gx, gy, p, levels=20, cmap="RdBu", alpha=0.7)
    left.scatter(x[:, 0], x[:, 1], c=side, cmap="RdBu", s=6, edgecolors="k", linewidths=0.2)
    left.set_title("two spirals")
    right.plot(np.arange(len(losses)) * 20, losses)
    right.set_xlabel("step")
    right.set_title("cross-entropy")
    figure.savefig(path, dpi=90)
    print(f"\nplot: {path}")


def compare(arguments):
    """Run this file on NumPy in a process of its own, and print both times."""
    if "numen" not in sys.modules or importlib.util.find_spec("numpy") is None:
        return
    command = [sys.executable, __file__, "--times", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if done.returncode:
        print("\nno comparison: the program did not run on NumPy")
        return
    theirs = json.loads(done.stdout.splitlines()[-1])
    print(f"\n{'seconds':42s} {'Numen':>8s} {'NumPy':>8s}  ratio")
    for title, seconds in [*times.items(), ("all", sum(times.values()))]:
        other = theirs.get(title, sum(theirs.values()))
        print(f"{title:42s} {seconds:8.3f} {other:8.3f} {other / seconds:6.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="smaller data")
    parser.add_argument("--times", action="store_true", help="print the times as JSON and draw nothing")
    options = parser.parse_args()
    np.random.seed(42)
    np.set_printoptions(precision=4, suppress=True)
    creation()
    indexing()
    broadcasting()
    statistics(20_000 if options.quick else 400_000)
    linear_algebra()
    regression(200 if options.quick else 1000)
    trained = network(200 if options.quick else 1500)
    if options.times:
        print(json.dumps(times))
        return
    plot(*trained)
    compare(["--quick"] if options.quick else [])


if __name__ == "__main__":
    main()
