"""`loadtxt`: a table of text to an array."""

import itertools
import operator
import os
import warnings

import numen as np

from .._globals import created_by
from . import datasource, text_convert, text_reader


def loadtxt(
    fname,
    dtype=float,
    comments="#",
    delimiter=None,
    converters=None,
    skiprows=0,
    usecols=None,
    unpack=False,
    ndmin=0,
    encoding=None,
    max_rows=None,
    *,
    quotechar=None,
    like=None,
):
    """Read a table of text in which every row has as many fields.

    Parameters
    ----------
    fname : str, path-like, file, or iterable of str
        ``.gz``, ``.bz2`` and ``.xz`` files are decompressed.
    dtype : dtype_like
        With fields, a row is one element and there is a column for each field.
    comments : str, sequence of str, or None
        What follows one of these marks on a line is left out.
    delimiter : str, optional
        One character; by default any white space.
    converters : callable, or dict of int to callable, optional
        Functions from a field's text to its value, for all columns or by column.
    skiprows : int
        How many lines to leave out at the beginning.
    usecols : int or sequence of int, optional
        The columns to read; negative ones count from the end.
    unpack : bool
        Return the columns: ``x, y = loadtxt(..., unpack=True)``.
    ndmin : {0, 1, 2}
        The least number of dimensions; others of length 1 are dropped.
    encoding : str, optional
        Of the file. ``"bytes"`` gives converters bytes (Latin-1).
    max_rows : int, optional
        How many rows to read; lines without fields do not count.
    quotechar : str, optional
        Between two of this character, delimiters and comment marks are text.
    like : array_like, optional
        An object whose class makes the result (``__array_function__``).

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        If a field does not convert (it names row and column), or the number of fields changes.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> np.loadtxt(io.StringIO("0 1\\n2 3"))
    array([[0., 1.],
           [2., 3.]])
    >>> np.loadtxt(["1,2", "3,4"], delimiter=",", usecols=1, dtype=int)
    array([2, 4])
    """
    if like is not None:
        given = {k: v for k, v in locals().items() if k not in ("fname", "like")}
        made = created_by(like, loadtxt, fname, **given)
        if made is not NotImplemented:
            return made
    dtype = np.dtype(np.float64 if dtype is None else dtype)
    comments = _comments(comments)
    delimiter = delimiter.decode("latin1") if isinstance(delimiter, bytes) else delimiter
    result = _read(
        fname,
        dtype,
        comments,
        delimiter,
        quotechar,
        converters,
        _row_limit(skiprows),
        usecols,
        ndmin,
        encoding,
        None if max_rows is None else _row_limit(max_rows),
    )
    if not unpack:
        return result
    if result.dtype.names is not None:
        return [result[name] for name in result.dtype.names]
    return result.T


def _read(fname, dtype, comments, delimiter, quote, converters, skip, usecols, ndmin, encoding, max_rows):
    byte_converters = encoding == "bytes"
    encoding = None if byte_converters else encoding
    if ndmin not in (0, 1, 2):
        raise ValueError(f"Illegal value of ndmin keyword: {ndmin}")
    comment, longer = _split_comments(comments, delimiter, quote)
    _check_characters(delimiter, comment, quote)
    usecols = _columns(usecols)
    _check_converters(converters)
    fname, lines, opened = _lines(fname, encoding, byte_converters)
    try:
        if longer:
            lines = text_reader.without_comments(lines, longer)
        for _ in itertools.islice(lines, skip):
            pass
        rows = text_reader.Rows(lines, delimiter, comment, quote, max_rows, first_line=skip + 1)
        converter = text_convert.Converter(dtype, usecols, converters, byte_converters)
        parts = [converter.array(portion) for portion in rows.portions(converter.takes_flat, converter.table)]
    finally:
        if opened is not None:
            opened.close()
    return _assembled(parts, converter, fname, ndmin)


def _assembled(parts, converter, fname, ndmin):
    if parts:
        array = parts[0] if len(parts) == 1 else np.concatenate(parts)
    else:
        columns = 1 if converter.usecols is None else len(converter.usecols)
        shape = (0,) if converter.structured else (0, columns)
        array = np.empty(shape, dtype=_with_length(converter.dtype))
    if not parts:
        warnings.warn(f'loadtxt: input contained no data: "{fname}"', UserWarning, stacklevel=4)
    return text_convert.with_dimensions(array, ndmin)


def _with_length(dtype):
    """A string type without length holds one character."""
    return np.dtype(f"{dtype.char}1") if dtype.kind in "SU" and dtype.itemsize == 0 else dtype


# ---- the arguments


def _row_limit(value):
    try:
        value = operator.index(value)
    except TypeError:
        raise TypeError("argument must be an integer") from None
    if value < 0:
        raise ValueError("argument must be nonnegative")
    return value


def _comments(comments):
    if comments is None:
        return []
    if isinstance(comments, (str, bytes)):
        comments = [comments]
    marks = [mark.decode("latin1") if isinstance(mark, bytes) else mark for mark in comments]
    if any(mark == "" for mark in marks):
        raise ValueError("comments cannot be an empty string. Use comments=None to disable comments.")
    return marks


def _split_comments(comments, delimiter, quote):
    """The one character that the tokenizer knows, or the marks that lines are cut at before."""
    if len(comments) == 1 and len(comments[0]) == 1:
        return comments[0], []
    if not comments:
        return None, []
    if delimiter in comments:
        raise TypeError(f"Comment characters '{comments}' cannot include the delimiter '{delimiter}'")
    if quote is not None:
        raise ValueError(
            "when multiple comments or a multi-character comment is given, quotes are not supported.  In this "
            "case quotechar must be set to None."
        )
    return None, comments


def _check_characters(delimiter, comment, quote):
    for character in (delimiter, quote):
        if character is not None and (not isinstance(character, str) or len(character) != 1):
            raise TypeError(
                "Text reading control character must be a single unicode character or None; but got: "
                f"{character!r}"
            )
    named = (("comment", comment), ("quotechar", quote), ("delimiter", delimiter))
    for name, character in named:
        if character is not None and character in "\r\n":
            raise TypeError(f"control character '{name}' cannot be a newline (`\\r` or `\\n`).")
    for (name, character), (other, second) in itertools.combinations(named, 2):
        if character is not None and character == second:
            _refuse_characters(name, other)
    if delimiter is None:
        for name, character in named[:2]:
            if character is not None and character.isspace():
                _refuse_characters("delimiter", name)


def _refuse_characters(one, other):
    raise TypeError(f"The values for control characters '{one}' and '{other}' are incompatible")


def _columns(usecols):
    if usecols is None:
        return None
    try:
        listed = list(usecols) if not isinstance(usecols, str) else [usecols]
    except TypeError:
        listed = [usecols]
    columns = []
    for column in listed:
        try:
            columns.append(operator.index(column))
        except TypeError:
            raise TypeError(
                "usecols must be an int or a sequence of ints but it contains at least one element of type "
                f"'{type(column).__name__}'"
            ) from None
    return columns


def _check_converters(converters):
    if converters is None or callable(converters):
        return
    if not isinstance(converters, dict):
        raise TypeError(
            "converters must be a dictionary mapping columns to converter functions or a single callable."
        )
    for key, function in converters.items():
        try:
            operator.index(key)
        except TypeError:
            raise TypeError(f"keys of the converters dictionary must be integers; got {key!r}") from None
        if not callable(function):
            raise TypeError(
                "values of the converters dictionary must be callable, but the value associated with key "
                f"{key!r} is not"
            )


def _lines(fname, encoding, byte_converters):
    """The input for messages, an iterator over its lines as str, and the file that was opened for it or None."""
    opened = None
    if isinstance(fname, os.PathLike):
        fname = os.fspath(fname)
    if isinstance(fname, str):
        fname = opened = datasource.open(fname, "rt", encoding="latin1" if byte_converters else encoding)
    elif encoding is None:
        encoding = getattr(fname, "encoding", None) or "latin1"
    try:
        lines = iter(fname)
    except TypeError as problem:
        raise ValueError(
            f"fname must be a string, filehandle, list of strings,\nor generator. Got {type(fname)} instead."
        ) from problem
    return fname, text_reader.decoded_lines(lines, encoding), opened
