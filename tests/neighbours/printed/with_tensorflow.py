"""Tensors, gradients, variables and datasets of TensorFlow made of arrays."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

x = np.arange(6.0).reshape(2, 3)
t = tf.constant(x)
print(t.dtype, t.shape, t.numpy(), type(t.numpy()), isinstance(t.numpy(), np.ndarray))
for code in "f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 ? c8 c16 f2".split():
    column = np.arange(3).astype(code)
    made = tf.convert_to_tensor(column)
    print(code, made.dtype.name, made.numpy().tolist(), tf.constant(column[::-1]).numpy().tolist())
print(tf.constant(np.array(["oak", "elm"])).numpy(), tf.constant(np.array([b"a", b"bc"])).numpy())
print(
    tf.constant(np.float32(2.5)), tf.constant([np.float64(1), np.float64(2)]), tf.constant(3, dtype=np.int16)
)
print(
    tf.cast(t, np.float32).dtype,
    tf.zeros((2,), np.int64),
    tf.as_dtype(np.dtype("f4")),
    tf.float32 == np.float32,
)
print((t + x).numpy(), (x + t).numpy(), type(x + t).__name__, (np.float64(2) * t).numpy())
print(tf.reduce_sum(x, axis=np.int64(0)).numpy(), tf.reduce_mean(x).numpy(), tf.matmul(x, x.T).numpy())
print(np.sum(t), np.sqrt(t), np.asarray(t).dtype, np.array(t).shape, np.mean(t, axis=0), type(np.mean(t)))
print(tf.gather(t, np.array([1, 0])).numpy(), tf.boolean_mask(x, x[:, 0] > 1).numpy(), t[np.int64(1)].numpy())
print(tf.where(x > 2, x, np.zeros_like(x)).numpy(), tf.one_hot(np.array([0, 2]), 3).numpy())
print(
    tf.reshape(t, np.array([3, 2])).shape,
    tf.transpose(x).shape,
    tf.concat([x, x], 0).shape,
    tf.stack([x, t]).shape,
)
w = tf.Variable(np.ones((3, 1)))
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(tf.square(tf.matmul(x, w) - np.array([[1.0], [2.0]])))
print(loss.numpy(), tape.gradient(loss, w).numpy())
w.assign(np.full((3, 1), 0.5))
w.assign_add(np.ones((3, 1)))
print(w.numpy().ravel())
data = tf.data.Dataset.from_tensor_slices((x, np.array([0, 1]))).batch(1)
for rows, labels in data:
    print(rows.numpy(), labels.numpy(), rows.dtype.name)
for item in data.as_numpy_iterator():
    print(type(item[0]), item)


def rows():
    for i in range(2):
        yield x[i], np.int64(i)


made = tf.data.Dataset.from_generator(
    rows, output_signature=(tf.TensorSpec((3,), tf.float64), tf.TensorSpec((), tf.int64))
)
print([(a.numpy().tolist(), b.numpy()) for a, b in made])
print(
    [
        a.numpy().tolist()
        for a in tf.data.Dataset.from_tensor_slices({"a": x}).map(lambda d: d["a"] * np.float64(2))
    ]
)


@tf.function
def scaled(a):
    return a * np.float64(3) + np.arange(3.0)


print(scaled(x).numpy(), scaled(t).numpy())
print(tf.numpy_function(lambda a: np.cumsum(a, axis=1), [x], tf.float64).numpy())
print(tf.py_function(lambda a: a.numpy().sum(), [x], tf.float64).numpy())
print(
    tf.ragged.constant([[1, 2], [3]]).to_list(),
    tf.linalg.inv(np.eye(2) * 2).numpy(),
    tf.nn.softmax(x).numpy().sum(),
)
tf.random.set_seed(0)
print(tf.random.normal((2,), dtype=tf.float64).shape)
for wrong in (np.array([object()], object), np.array(["2020"], "M8[D]")):
    try:
        print(tf.constant(wrong))
    except Exception as error:
        print(type(error).__name__, str(error)[:60])
image = np.zeros((4, 4, 3), np.uint8)
print(tf.image.resize(image, (2, 2)).shape, tf.io.decode_png(tf.io.encode_png(image)).numpy().sum())
example = tf.train.Example(
    features=tf.train.Features(
        feature={"x": tf.train.Feature(float_list=tf.train.FloatList(value=x.ravel()))}
    )
)
print(len(example.SerializeToString()), np.asarray(example.features.feature["x"].float_list.value))
