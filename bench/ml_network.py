"""A network of 784, 128 and 10 units in batches of 64, for an epoch: ours, by hand on NumPy, and scikit-learn's."""

import warnings

SIZES, BATCH, SAMPLES, RATE = (784, 128, 10), 64, 3_200, 0.01


def images(np):
    """Pixels in [0, 1] and digits."""
    r = np.random.RandomState(0)
    return r.random_sample((SAMPLES, SIZES[0])), r.randint(0, SIZES[-1], SAMPLES)


def by_hand(np):
    """An epoch as the tutorials write it on arrays: relu, a softmax, the mean cross-entropy, gradient descent."""
    X, y = images(np)
    r = np.random.RandomState(1)
    weights = [r.randn(a, b) * np.sqrt(2.0 / a) for a, b in zip(SIZES, SIZES[1:])]
    biases = [np.zeros(b) for b in SIZES[1:]]

    def epoch():
        order = np.random.permutation(len(X))
        Xs, ys, loss = X[order], y[order], 0.0
        for start in range(0, len(X), BATCH):
            x, t = Xs[start : start + BATCH], np.eye(SIZES[-1])[ys[start : start + BATCH]]
            z = x @ weights[0] + biases[0]
            h = np.maximum(0, z)
            out = h @ weights[1] + biases[1]
            p = np.exp(out - np.max(out, axis=1, keepdims=True))
            p = p / np.sum(p, axis=1, keepdims=True)
            loss += -np.mean(np.sum(t * np.log(p + 1e-15), axis=1))
            grads = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
            delta = p - t
            grads[0][1], grads[1][1] = h.T @ delta / len(x), np.mean(delta, axis=0)
            delta = (delta @ weights[1].T) * (z > 0)
            grads[0][0], grads[1][0] = x.T @ delta / len(x), np.mean(delta, axis=0)
            for i in range(2):
                weights[i] -= RATE * grads[0][i]
                biases[i] -= RATE * grads[1][i]
        return loss

    return epoch


def with_layers():
    """The same epoch with `numen.ml`: the same type, data and steps."""
    import numen as np
    from numen.ml import nn, optim

    X, y = images(np)
    first, second = (nn.Linear(a, b, dtype=np.float64) for a, b in zip(SIZES, SIZES[1:]))
    first.needs_input_grad = False
    model, loss = nn.Sequential(first, nn.ReLU(), second), nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), RATE)

    def epoch():
        total, order = 0.0, np.random.permutation(len(X))
        for start in range(0, len(X), BATCH):
            rows = order[start : start + BATCH]
            total += float(loss(model(X[rows]), y[rows]))
            optimizer.zero_grad()
            model.backward(loss.backward())
            optimizer.step()
        return total

    return epoch


def perceptron(np, module):
    """Epochs of MLPClassifier, which goes on from where it stands."""
    X, y = images(np)
    model = module.MLPClassifier(SIZES[1:-1], batch_size=BATCH, max_iter=1, random_state=0)

    def epoch():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return model.fit(X, y)

    return epoch


def cases():
    """Titles with the pair of calls, ours first."""
    import numpy
    import sklearn.neural_network

    import numen
    import numen.ml.neural_network

    yield "beside code on NumPy", (with_layers(), by_hand(numpy))
    yield (
        "beside MLPClassifier",
        (perceptron(numen, numen.ml.neural_network), perceptron(numpy, sklearn.neural_network)),
    )
