"""A network of Keras fitted to arrays, with losses, metrics and layers of the program's own."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
x = rng.normal(size=(64, 4)).astype(np.float32)
y = (x[:, 0] + x[:, 1] > 0).astype(np.int64)


def mean_error(true, predicted):
    return keras.ops.mean(keras.ops.abs(keras.ops.cast(true, "float32") - predicted), axis=-1)


class Log(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch, sorted(logs), type(logs["loss"]).__name__)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile("sgd", loss="mse", metrics=[mean_error])
history = model.fit(x, y, epochs=2, batch_size=16, verbose=0, shuffle=False, callbacks=[Log()])
print(np.round(history.history["loss"], 4))
predicted = model.predict(x[:3], verbose=0)
print(type(predicted), isinstance(predicted, np.ndarray), predicted.dtype, np.round(predicted, 4).tolist())
print(np.round(model.evaluate(x, y, verbose=0), 4), round(float(model.train_on_batch(x[:8], y[:8])[0]), 4))
weights = model.get_weights()
print([(type(w), w.shape, w.dtype) for w in weights])
model.set_weights([np.zeros_like(w) for w in weights])
print(model.predict(x[:2], verbose=0).tolist(), model(x[:2]).shape)
model.set_weights([w * np.float32(0.5) for w in weights])
print(
    model.fit(x, y, validation_data=(x, y), class_weight={0: 1.0, 1: np.float64(2)}, verbose=0).history.keys()
)
print(model.fit(x, y, sample_weight=np.ones(64), validation_split=0.25, verbose=0).epoch)
print(np.argmax(keras.utils.to_categorical(np.array([0, 2, 1])), axis=1), keras.utils.normalize(x).shape)


class Batches(keras.utils.PyDataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        return x[i * 16 : i * 16 + 16], y[i * 16 : i * 16 + 16]


print(len(model.fit(Batches(), verbose=0).history["loss"]))


def forever():
    while True:
        yield x[:16], y[:16]


print(len(model.fit(forever(), steps_per_epoch=2, verbose=0).history["loss"]))


class Scaled(keras.layers.Layer):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor


model = keras.Sequential([keras.Input((4,)), Scaled(np.float32(2)), Scaled(np.arange(4, dtype=np.float32))])
print(model.predict(np.ones((1, 4)), verbose=0), type(model.layers[0].factor))
layer = keras.layers.Normalization()
layer.adapt(x)
print(np.round(np.asarray(layer(x)).std(axis=0), 3))
out = keras.layers.Embedding(5, 2, embeddings_initializer="ones")(np.array([[0, 3]]))
print(np.asarray(out).tolist())
print(keras.ops.convert_to_numpy(keras.ops.sum(x)).dtype, keras.ops.matmul(x[:2], x[:2].T).shape)
(a, b) = keras.utils.split_dataset(x, 0.5)
print(len(list(a)), len(list(b)))
metric = keras.metrics.Accuracy()
metric.update_state(y, y)
print(float(metric.result()), np.float64(metric.result()))
