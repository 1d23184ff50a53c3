"""A network that reads handwritten digits: from scratch in forty lines, and as an estimator, on real data.

    python examples/digits.py        shows a bar, prints the scores and writes digits.png

The digits (1797 images of 8 x 8 pixels) come with scikit-learn.
"""

import matplotlib.pyplot as plt
from sklearn.datasets import load_digits

import numen as np
from numen.ml.functional import one_hot, softmax
from numen.ml.metrics import accuracy_score
from numen.ml.model_selection import batches, train_test_split
from numen.ml.neural_network import MLPClassifier
from numen.ml.plot import plot_confusion_matrix, plot_images, plot_learning_curve


class Network:
    """Layers ``relu(x @ W + b)``, the last a softmax, trained by gradient descent on batches."""

    def __init__(self, sizes, rng):
        # He et al. (2015): relu halves the variance, so weights have twice that of Xavier's.
        self.weights = [rng.normal(0, np.sqrt(2 / i), (i, o)) for i, o in zip(sizes, sizes[1:])]
        self.biases = [np.zeros(o) for o in sizes[1:]]

    def forward(self, x):
        """Activations of all layers, the input first."""
        layers = [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = layers[-1] @ w + b
            layers.append(softmax(z, dim=1) if i == len(self.weights) - 1 else np.maximum(z, 0))
        return layers

    def step(self, x, target, rate):
        """One step down the gradient of the cross-entropy; returns its value before."""
        layers = self.forward(x)
        grad = (layers[-1] - target) / len(x)  # softmax and cross-entropy together
        for i in reversed(range(len(self.weights))):
            dw, db = layers[i].T @ grad, grad.sum(axis=0)
            if i:
                grad = (grad @ self.weights[i].T) * (layers[i] > 0)
            self.weights[i] -= rate * dw
            self.biases[i] -= rate * db
        return float(-np.mean(np.sum(target * np.log(layers[-1] + 1e-12), axis=1)))

    def fit(self, x, y, epochs, rng, rate=0.1):
        """Train; returns the mean loss of each epoch."""
        target, curve = one_hot(y), []
        for _ in range(epochs):
            steps = batches(x, target, batch_size=64, random_state=rng)
            curve.append(float(np.mean([self.step(a, b, rate) for a, b in steps])))
        return curve

    def predict(self, x):
        return self.forward(x)[-1].argmax(axis=1)


def main():
    digits = load_digits()
    X, y = np.asarray(digits.data) / 16, np.asarray(digits.target)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=0)
    print(f"{len(X_train)} digits to learn from, {len(X_test)} to test on")

    rng = np.random.default_rng(0)
    scratch = Network([64, 64, 32, 10], rng)
    curve = scratch.fit(X_train, y_train, 40, rng)
    accuracy = accuracy_score(y_test, scratch.predict(X_test))
    print(f"from scratch: loss {curve[0]:.3f} -> {curve[-1]:.3f}, accuracy {accuracy:.3f}")

    # A tenth of the training data is kept apart: when its score gets no better, the best weights are taken.
    model = MLPClassifier((64, 32), batch_size=64, early_stopping=True, random_state=0, verbose=True)
    model.fit(X_train, y_train)
    predicted = model.predict(X_test)
    accuracy = accuracy_score(y_test, predicted)
    print(f"estimator:    loss {model.loss_curve_[0]:.3f} -> {model.loss_:.3f}, accuracy {accuracy:.3f}")
    print(f"best of {model.n_iter_} epochs, converged {model.converged_}")

    figure = plt.figure(figsize=(14, 6), layout="constrained")
    top, bottom = figure.subfigures(2, 1, height_ratios=(3, 1))
    left, middle, right = top.subplots(1, 3)
    plot_learning_curve({"from scratch": curve, "estimator": model.loss_curve_}, ax=left)
    left.set(title="cross-entropy", yscale="log")
    plot_learning_curve(model, ax=middle)
    middle.set_title("what early stopping watches")
    plot_confusion_matrix(y_test, predicted, ax=right)
    wrong = np.flatnonzero(predicted != y_test)[:8]
    pictures = [X_test[i].reshape(8, 8) for i in wrong.tolist()]
    titles = [f"{y_test[i]} read as {predicted[i]}" for i in wrong.tolist()]
    plot_images(pictures, titles, axes=list(bottom.subplots(1, len(wrong), squeeze=False)[0]), cmap="gray_r")
    figure.savefig("digits.png", dpi=90)
    print("plot: digits.png")


if __name__ == "__main__":
    main()
