"""Labels as rows of the identity, and vectors compared by their angle."""

import numen as np

from ._arrays import floats, unbroadcast

__all__ = [
    "cosine_similarity",
    "cosine_similarity_backward",
    "cosine_similarity_forward",
    "normalize",
    "normalize_backward",
    "normalize_forward",
    "one_hot",
]


def one_hot(tensor, num_classes=-1):
    """Return a row of zeros with a single 1 for each label.

    Parameters
    ----------
    tensor : array_like of int, any shape
        Labels ``0 .. num_classes - 1``.
    num_classes : int
        -1 takes the largest label plus one.

    Returns
    -------
    ndarray of int64, shape (\\*labels.shape, num_classes)

    Raises
    ------
    TypeError
        The labels are not integers.
    ValueError
        A label is negative or not below `num_classes`; there is none and `num_classes` is -1.

    Examples
    --------
    >>> from numen.ml.functional import one_hot
    >>> one_hot([0, 2, 1])
    array([[1, 0, 0],
           [0, 0, 1],
           [0, 1, 0]])

    By hand, ``np.eye(k)[labels]``, where a label of -1 silently takes the last row.
    """
    labels = np.asarray(tensor)
    if labels.size == 0 and labels.dtype.kind == "f":
        labels = labels.astype(np.int64)
    if labels.dtype.kind not in "iu":
        raise TypeError(f"one_hot expects labels of an integer dtype, got {labels.dtype}")
    if labels.size == 0 and num_classes <= 0:
        raise ValueError("num_classes must be given for an array without labels")
    low, high = (int(labels.min()), int(labels.max())) if labels.size else (0, -1)
    if low < 0:
        raise ValueError(f"labels must be non-negative, got {low}")
    if num_classes == -1:
        num_classes = high + 1
    if high >= num_classes:
        raise ValueError(f"labels must be smaller than num_classes ({num_classes}), got {high}")
    return (labels[..., None] == np.arange(num_classes)).astype(np.int64)


def normalize_forward(input, p=2.0, dim=1, eps=1e-12):
    """Return ``normalize(input)`` and what its gradient needs."""
    x = floats(input)
    size = np.sum(np.abs(x) ** p, axis=dim, keepdims=True) ** (1 / p)
    below = np.maximum(size, eps)
    return x / below, (x, size, below, p, dim, eps)


def normalize_backward(grad, saved):
    """Return ``grad / |x|`` less its part along the derivative of the length."""
    x, size, below, p, dim, eps = saved
    along = np.sum(grad * x, axis=dim, keepdims=True) / (below * below)
    safe = np.where(size > 0, size, 1)
    bend = np.sign(x) * (np.abs(x) / safe) ** (p - 1)
    return grad / below - np.where(size > eps, along, 0) * bend


def normalize(input, p=2.0, dim=1, eps=1e-12):
    """Return vectors of length 1: ``x / max(|x|_p, eps)``.

    Parameters
    ----------
    input : array_like
    p : float
        Which norm, at least 1.
    dim : int
        The axis along which the vectors lie.
    eps : float
        The smallest length divided by.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> from numen.ml.functional import normalize
    >>> normalize([[3.0, 4.0], [0.0, 0.0]])
    array([[0.6, 0.8],
           [0. , 0. ]])
    """
    return normalize_forward(input, p, dim, eps)[0]


def cosine_similarity_forward(x1, x2, dim=1, eps=1e-8):
    """Return ``cosine_similarity(x1, x2)`` and what its gradient needs."""
    given = floats(x1), floats(x2)
    a, b = np.broadcast_arrays(*given)
    ab = np.sum(a * b, axis=dim, keepdims=True)
    na = np.maximum(np.sqrt(np.sum(a * a, axis=dim, keepdims=True)), eps)
    nb = np.maximum(np.sqrt(np.sum(b * b, axis=dim, keepdims=True)), eps)
    out = ab / (na * nb)
    return np.squeeze(out, axis=dim)[()], (a, b, na, nb, out, eps, [x.shape for x in given])


def cosine_similarity_backward(grad, saved):
    """Return the gradients of both: ``(b / |b| - cos * a / |a|) / |a|`` and the same with `a` and `b` changed."""
    a, b, na, nb, out, eps, shapes = saved
    grad = np.reshape(grad, out.shape)
    # A length that is held at eps does not vary.
    of_a = grad * (b / nb - np.where(na > eps, out, 0) * a / na) / na
    of_b = grad * (a / na - np.where(nb > eps, out, 0) * b / nb) / nb
    return unbroadcast(of_a, shapes[0]), unbroadcast(of_b, shapes[1])


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    """Return the cosine of the angle between vectors: ``a . b / (max(|a|, eps) * max(|b|, eps))``.

    Parameters
    ----------
    x1, x2 : array_like
        Shapes that broadcast.
    dim : int
        The axis along which the vectors lie.
    eps : float

    Returns
    -------
    ndarray of float, without the axis `dim`

    Examples
    --------
    >>> from numen.ml.functional import cosine_similarity
    >>> cosine_similarity([1.0, 0.0], [1.0, 1.0], dim=0).round(4)
    np.float64(0.7071)
    """
    return cosine_similarity_forward(x1, x2, dim, eps)[0]
