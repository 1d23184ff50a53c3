"""Arrays in functions of JAX: compiled, differentiated, mapped."""

import os

os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy as np

x = np.arange(6, dtype=np.float32).reshape(2, 3)
j = jnp.asarray(x)
print(
    j.dtype, np.asarray(j), type(np.asarray(j)), jnp.array(x[::-1]), jnp.array([np.float32(1), np.int32(2)])
)
for code in "f4 f8 i4 i8 u1 ? c8".split():
    print(code, jnp.asarray(np.arange(3).astype(code)).dtype)
print(jax.jit(lambda a: jnp.sum(a * np.float32(2)))(x), jax.grad(lambda a: jnp.sum(a**2))(x))
print(
    jax.vmap(lambda row: row @ np.ones(3, np.float32))(x), (x + j).dtype, (j + x).dtype, type(x + j).__name__
)
print(j[np.array([1, 0])], j.at[np.array([0]), 1].set(np.float32(9)), np.sum(j), np.sin(j).dtype)
print(jax.pure_callback(lambda a: np.cumsum(a, axis=1), jax.ShapeDtypeStruct(x.shape, x.dtype), x))
print(
    jax.tree.map(lambda a: a.shape, {"a": x, "b": [x, x]}),
    jax.device_put(x).sum(),
    jax.eval_shape(jnp.sin, x),
)
print(jax.lax.scan(lambda c, row: (c + row.sum(), row * 2), np.float32(0), x))
print(
    jnp.linalg.solve(np.eye(2, dtype=np.float32) * 2, x[:, 0]),
    jnp.dtype(np.float32),
    jnp.issubdtype(np.float32, jnp.floating),
)
print(
    jax.random.normal(jax.random.key(np.int32(0)), (2,)).shape,
    jax.random.permutation(jax.random.key(0), np.arange(4)).shape,
)
print(
    np.float32(2) * j,
    np.mean(j),
    type(np.mean(j)),
    jnp.where(x > 2, x, 0),
    np.asarray(j, dtype=np.float64).dtype,
)
