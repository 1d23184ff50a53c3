"""Linear regression: gradient descent from scratch, the estimator, and the exact answer, on the diabetes data.

    python examples/regression.py        prints the scores and writes regression.png

The data (442 patients, ten measurements each) come with scikit-learn.
"""

import matplotlib.pyplot as plt
from sklearn.datasets import load_diabetes

import numen as np
from numen.ml.linear_model import LinearRegression
from numen.ml.model_selection import bootstrap, train_test_split
from numen.ml.plot import plot_learning_curve
from numen.ml.preprocessing import StandardScaler


def from_scratch(X, y, rate=0.1, rounds=1000):
    """Gradient descent on the mean squared error; the cost of each round is kept."""
    w, b, costs = np.zeros(X.shape[1]), 0.0, []
    for _ in range(rounds):
        error = X @ w + b - y
        costs.append(float(np.mean(error**2)) / 2)
        w -= rate * X.T @ error / len(X)
        b -= rate * error.mean()
    return w, b, costs


def main():
    X, y = (np.asarray(a) for a in load_diabetes(return_X_y=True, scaled=False))
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
    # The scaler learns from the training data alone: what is tested on must not be seen before.
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)

    w, b, costs = from_scratch(X_train, y_train)
    residual = y_test - (X_test @ w + b)
    r2 = 1 - np.sum(residual**2) / np.sum((y_test - y_test.mean()) ** 2)
    print(f"from scratch:     R2 {r2:.4f}, cost {costs[0]:.1f} -> {costs[-1]:.1f}")

    descent = LinearRegression(solver="gradient", max_iter=20000).fit(X_train, y_train)
    print(f"gradient descent: R2 {descent.score(X_test, y_test):.4f}, converged {descent.converged_}")
    exact = LinearRegression(solver="qr").fit(X_train, y_train)
    print(f"exact (QR):       R2 {exact.score(X_test, y_test):.4f}")
    print(f"largest difference of coefficients {np.abs(descent.coef_ - exact.coef_).max():.3f}")

    errors = np.abs(exact.predict(X_test) - y_test)
    found = bootstrap(errors, np.mean, random_state=0)
    print(f"mean error {found.estimate:.1f}, 95 % interval {found.low:.1f} to {found.high:.1f}")

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    plot_learning_curve({"from scratch": costs, "estimator": descent.cost_history_[: len(costs)]}, ax=left)
    left.set(title="cost", xscale="log", yscale="log")
    right.scatter(y_test, exact.predict(X_test), s=12)
    right.axline((150, 150), slope=1, color="gray", linewidth=1)
    right.set(title="samples held out", xlabel="true", ylabel="predicted")
    figure.savefig("regression.png", dpi=90)
    print("plot: regression.png")


if __name__ == "__main__":
    main()
