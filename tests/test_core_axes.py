"""`axes=`, `axis=` and `keepdims=` of generalised ufuncs against NumPy."""

import numpy
import pytest
from agreement import same

import numen as np

A = numpy.arange(24.0).reshape(2, 3, 4)
B = numpy.arange(24.0).reshape(2, 4, 3) - 7
V, W = numpy.arange(4.0), numpy.arange(3.0) + 1j
CALLS = [
    ("matmul", (A, B), dict(axes=[(0, 1), (0, 1), (0, 1)])),
    ("matmul", (A, B.T), dict(axes=[(-2, -1), (1, 0), (0, 1)])),
    ("matmul", (A, V), dict(axes=[(-2, -1), 0, -1])),
    ("matmul", (A, V), dict(axes=[(-2, -1), (0,), 0])),
    ("matmul", (V, B), dict(axes=[0, (1, 2), 0])),
    ("matmul", (V, V), dict(axes=[0, 0, ()])),
    ("matmul", (V, V), dict(axes=[0, 0])),
    ("matmul", (A, B), dict(axes=[(-2, -1), (-2, -1)])),
    ("matmul", (A, B), dict(axes=((-2, -1), (-2, -1), (-2, -1)))),
    ("matmul", (A, B), dict(axes=[(-2, -1), 1, (-2, -1)])),
    ("matmul", (A, B), dict(axes=[(-2, -1), (1, 2, 0), (-2, -1)])),
    ("matmul", (A, B), dict(axes=[(-2, -1), (1, 5), (-2, -1)])),
    ("matmul", (A, B), dict(axes=[(1, 1), (1, 2), (-2, -1)])),
    ("matmul", (A, B), dict(axes=[(1, 2), (1, 2), (0, 0)])),
    ("matmul", (A, B), dict(axes=[1.5, 2, 3])),
    ("matmul", (A, B), dict(axis=0)),
    ("matmul", (A, B), dict(keepdims=True)),
    ("matmul", (A, B), dict(axes=[(1, 2), (1, 2), (0, 1)], axis=0)),
    ("matmul", (A, B), dict(axes=[(1, 2), (1, 2), (0, 1)], out=numpy.zeros((3, 3, 2)))),
    ("vecdot", (A, A), dict(axis=0)),
    ("vecdot", (A, A), dict(axis=1, keepdims=True)),
    ("vecdot", (A, A), dict(keepdims=True)),
    ("vecdot", (A, A), dict(keepdims=1)),
    ("vecdot", (A, A), dict(axes=[0, (0,), ()])),
    ("vecdot", (A, A), dict(axes=[0, 0, 0], keepdims=True)),
    ("vecdot", (A, A), dict(axes=[0, 0, 0])),
    ("vecdot", (A, A), dict(axes=[0, 0], keepdims=True)),
    ("vecdot", (A, A), dict(axis=5)),
    ("vecdot", (A, A), dict(axis=(0,))),
    ("vecdot", (A, A), dict(axes=None)),
    ("vecdot", (A, A), dict(axes=[0])),
    ("vecdot", (A, A), dict(axis=0, out=numpy.zeros((3, 4)))),
    ("vecdot", (A, A), dict(axis=0, keepdims=True, out=numpy.zeros((1, 3, 4)))),
    ("matvec", (A, W), dict(axes=[(2, 1), 0, 0])),
    ("matvec", (A, V), dict(axis=0)),
    ("matvec", (A, V), dict(keepdims=True)),
    ("vecmat", (W, A), dict(axes=[0, (1, 2), 0])),
    ("vecmat", (W, A), dict(axes=[0, (1, 2)])),
    ("add", (1, 2), dict(axis=0)),
]


def outcome(library, name, args, keywords):
    keywords = {k: library.array(v) if isinstance(v, numpy.ndarray) else v for k, v in keywords.items()}
    try:
        return getattr(library, name)(*map(library.asarray, args), **keywords)
    except Exception as e:
        return type(e).__name__, str(e)


@pytest.mark.parametrize("name, args, keywords", CALLS)
def test_core_axes(name, args, keywords):
    same(outcome(np, name, args, keywords), outcome(numpy, name, args, keywords))
