"""`savetxt`: an array to a table of text."""

import contextlib
import os

import numen as np

from . import datasource

# Rows formatted and written at once.
_ROWS = 1024


def savetxt(
    fname, X, fmt="%.18e", delimiter=" ", newline="\n", header="", footer="", comments="# ", encoding=None
):
    """Write an array as a table of text, a row a line.

    Parameters
    ----------
    fname : str, path-like or file
        A file whose name ends with ``.gz``, ``.bz2`` or ``.xz`` is compressed.
    X : array_like
        With one dimension (an element a line; with fields, a field a column) or two.
    fmt : str or sequence of str
        One ``%`` format for every element, one a column, or one with a ``%`` for each column, which then
        holds the delimiters too. Complex numbers take one for the number or two for its parts.
    delimiter, newline : str
        Between columns, and after rows.
    header, footer : str
        Lines before and after, each behind `comments`.
    comments : str
    encoding : str, optional
        Of the file, by default Latin-1.

    Raises
    ------
    ValueError
        If the array has another number of dimensions, or the formats do not fit its columns.
    TypeError
        If an element does not fit its format.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> file = io.StringIO()
    >>> np.savetxt(file, [[1, 2.5], [3, 4]], fmt="%.1f", delimiter=",", header="x,y")
    >>> print(file.getvalue())
    # x,y
    1.0,2.5
    3.0,4.0
    <BLANKLINE>
    """
    if isinstance(fmt, bytes):
        raise ValueError(f"invalid fmt: {fmt!r}")
    delimiter = delimiter.decode("latin1") if isinstance(delimiter, bytes) else delimiter
    array = np.asarray(X)
    with contextlib.ExitStack() as stack:
        if isinstance(fname, (str, os.PathLike)):
            file = datasource.open(os.fspath(fname), "wt", encoding=encoding or "latin1")
            write = stack.enter_context(contextlib.closing(file)).write
        elif hasattr(fname, "write"):
            write = _writer(fname, encoding or "latin1")
        else:
            raise ValueError("fname must be a string or file handle")
        if array.ndim == 0 or array.ndim > 2:
            raise ValueError(f"Expected 1D or 2D array, got {array.ndim}D array instead")
        columns = _column_count(array)
        line = _row_format(fmt, columns, delimiter, np.iscomplexobj(array)) + newline
        if header:
            write(comments + header.replace("\n", "\n" + comments) + newline)
        _write_rows(write, array, columns, line, newline)
        if footer:
            write(comments + footer.replace("\n", "\n" + comments) + newline)


def _writer(file, encoding):
    """Writes text, to files that want bytes encoded."""
    state = {}

    def write(text):
        if state.get("bytes"):
            file.write(text.encode(encoding))
            return
        try:
            file.write(text)
        except TypeError:
            if "bytes" in state:
                raise
            file.write(text.encode(encoding))
            state["bytes"] = True
            return
        state["bytes"] = False

    return write


def _column_count(array):
    if array.ndim == 2:
        return array.shape[1]
    return 1 if array.dtype.names is None else len(array.dtype.names)


def _row_format(fmt, columns, delimiter, is_complex):
    if isinstance(fmt, (list, tuple)):
        if len(fmt) != columns:
            raise AttributeError(f"fmt has wrong shape.  {fmt}")
        return delimiter.join(fmt)
    if not isinstance(fmt, str):
        raise ValueError(f"invalid fmt: {fmt!r}")
    count = fmt.count("%")
    if count == 1:
        return delimiter.join([f" ({fmt}+{fmt}j)" if is_complex else fmt] * columns)
    if count == (2 * columns if is_complex else columns):
        return fmt
    raise ValueError(f"fmt has wrong number of % formats:  {fmt}")


def _write_rows(write, array, columns, line, newline):
    is_complex = np.iscomplexobj(array)
    for start in range(0, len(array), _ROWS):
        rows = array[start : start + _ROWS]
        try:
            if is_complex:
                # The sign of an imaginary part that carries its own.
                for row in rows.reshape(len(rows), columns).tolist():
                    parts = tuple(part for z in row for part in (z.real, z.imag))
                    write((line % parts).replace("+-", "-"))
            else:
                values = _values(rows, line)
                write(line * len(rows) % values)
        except TypeError:
            form = line[: -len(newline)] if newline else line
            raise TypeError(
                f"Mismatch between array dtype ('{array.dtype}') and format specifier ('{form}')"
            ) from None


def _values(rows, line):
    """The elements in order, as values that print as NumPy's scalars do."""
    if rows.dtype.names is not None:
        return tuple(value for row in rows for value in tuple(row))
    # Short floats become longer as Python's; only a format of text shows it.
    if rows.dtype.kind == "f" and rows.dtype.itemsize != 8 and ("s" in line or "r" in line):
        return tuple(rows.ravel())
    return tuple(rows.ravel().tolist())
