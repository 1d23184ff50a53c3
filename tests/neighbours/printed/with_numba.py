"""Functions that numba compiles, on arrays."""

import numba
import numpy as np
from numba import guvectorize, njit, prange, vectorize


@njit
def total(a):
    s = 0.0
    for i in range(a.shape[0]):
        s += np.sqrt(a[i])
    return s


@njit(parallel=False, fastmath=False, cache=False)
def matrix(n):
    out = np.zeros((n, n), dtype=np.float64)
    for i in prange(n):
        out[i, i] = np.float64(i)
    return out


@vectorize(["float64(float64, float64)"])
def hypotenuse(a, b):
    return np.hypot(a, b)


@guvectorize([(numba.float64[:], numba.float64[:])], "(n)->(n)")
def running(a, out):
    s = 0.0
    for i in range(a.shape[0]):
        s += a[i]
        out[i] = s


@njit
def change(a):
    a[:] = 7


x = np.arange(5.0)
print(total(x), total(x[::2]), matrix(2), type(matrix(2)), isinstance(matrix(2), np.ndarray))
print(hypotenuse(x, 2.0), running(x), hypotenuse(x, x).dtype, np.sum(matrix(3)))
change(x)
print(x)
print(njit(lambda a: a.sum())(np.ones(3, np.int32)), numba.typeof(x), numba.from_dtype(np.dtype("f4")))
print(total(np.array([4.0])) == np.float64(2), total.py_func(x))
try:
    total(np.array([None], object))
except Exception as error:
    print(type(error).__name__)
try:
    print(total(np.array(["a"])))
except Exception as error:
    print(type(error).__name__)
