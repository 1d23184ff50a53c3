"""`fromregex`: an array from what a regular expression finds."""

import contextlib
import os

import numen as np

from . import datasource


def fromregex(file, regexp, dtype, encoding=None):
    """Build a structured array from the groups of a regular expression.

    Parameters
    ----------
    file : str, path-like or file
    regexp : str or pattern
        A group for each field; every match is an element.
    dtype : dtype_like
        With fields.
    encoding : str, optional
        Of the file.

    Returns
    -------
    ndarray

    Raises
    ------
    TypeError
        If `dtype` has no fields.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> file = io.StringIO("1312 foo\\n1534  bar")
    >>> np.fromregex(file, r"(\\d+)\\s+(...)", [("num", np.int64), ("key", "U3")])["num"]
    array([1312, 1534])
    """
    import re

    dtype = np.dtype(dtype)
    if dtype.names is None:
        raise TypeError("dtype must be a structured datatype.")
    with contextlib.ExitStack() as stack:
        if not hasattr(file, "read"):
            opened = datasource.open(os.fspath(file), "rt", encoding=encoding)
            file = stack.enter_context(contextlib.closing(opened))
        content = file.read()
    pattern = re.compile(regexp) if isinstance(regexp, (str, bytes)) else regexp
    if isinstance(content, bytes) and isinstance(pattern.pattern, str):
        if isinstance(regexp, str):
            pattern = re.compile(regexp.encode("latin1"))
    elif isinstance(content, str) and isinstance(pattern.pattern, bytes):
        pattern = re.compile(pattern.pattern.decode("latin1"))
    found = pattern.findall(content)
    if found and not isinstance(found[0], tuple):
        # One group: plain values, that become the elements' only field.
        flat = np.array(found, dtype=dtype[dtype.names[0]])
        result = np.empty(flat.shape, dtype=dtype)
        result[dtype.names[0]] = flat
        return result
    return np.array(found, dtype=dtype)
