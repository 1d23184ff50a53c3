"""`genfromtxt`: a table of text with gaps, names and types to be found out, to an array."""

import contextlib
import itertools
import operator
import os
import warnings

import numen as np

from .._globals import created_by
from . import datasource
from .columns import (
    _NO_DEFAULT,
    Column,
    ConversionWarning,
    ConverterError,
    ConverterLockError,
    NameValidator,
    _renamed,
    easy_dtype,
    line_splitter,
    parse_bytes,
)
from .text_convert import leaves, with_dimensions

_DELETED = "".join(sorted(NameValidator.default_deleted))


def genfromtxt(
    fname,
    dtype=float,
    comments="#",
    delimiter=None,
    skip_header=0,
    skip_footer=0,
    converters=None,
    missing_values=None,
    filling_values=None,
    usecols=None,
    names=None,
    excludelist=None,
    deletechars=_DELETED,
    replace_space="_",
    autostrip=False,
    case_sensitive=True,
    defaultfmt="f%i",
    unpack=None,
    usemask=False,
    loose=True,
    invalid_raise=True,
    max_rows=None,
    encoding=None,
    *,
    ndmin=0,
    like=None,
):
    """Read a table of text in which values may be missing.

    Parameters
    ----------
    fname : str, path-like, file, or iterable of str
    dtype : dtype_like, optional
        None finds the type of each column.
    comments : str, optional
    delimiter : str, int or sequence of int, optional
        A text, or the width of the columns; by default white space.
    skip_header, skip_footer : int
        Lines left out at the beginning and at the end.
    converters : dict of int or str to callable, optional
        Functions by column, from a field's text.
    missing_values, filling_values : str, dict or sequence, optional
        What stands for a missing value, and what takes its place, for all columns or by column.
    usecols : int, str or sequence, optional
        Columns by number or name.
    names : {None, True, str, sequence}, optional
        Names of fields; True takes them from the first line.
    excludelist, deletechars, replace_space, case_sensitive, defaultfmt
        How names are made valid.
    autostrip : bool
        Take white space away around fields.
    unpack : bool, optional
        Return the columns.
    usemask : bool
        Return a masked array.
    loose : bool
        A value that does not convert counts as missing instead of raising.
    invalid_raise : bool
        Lines with another number of fields raise; otherwise they are left out with a warning.
    max_rows : int, optional
    encoding : str, optional
    ndmin : {0, 1, 2}
    like : array_like, optional

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        If lines have different numbers of fields; it lists them.

    Examples
    --------
    >>> import io
    >>> import numen as np
    >>> np.genfromtxt(io.StringIO("1,2\\n3,"), delimiter=",")
    array([[ 1.,  2.],
           [ 3., nan]])
    """
    if like is not None:
        given = {k: v for k, v in locals().items() if k not in ("fname", "like")}
        made = created_by(like, genfromtxt, fname, **given)
        if made is not NotImplemented:
            return made
    if max_rows is not None:
        if skip_footer:
            raise ValueError(
                "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time."
            )
        if max_rows < 1:
            raise ValueError("'max_rows' must be at least 1.")
    if ndmin not in (0, 1, 2):
        raise ValueError(f"Illegal value of ndmin keyword: {ndmin}")
    converters = converters or {}
    if not isinstance(converters, dict):
        raise TypeError(
            f"The input argument 'converter' should be a valid dictionary (got '{type(converters)}' instead)"
        )
    byte_converters = encoding == "bytes"
    text_encoding = None if byte_converters else encoding
    comments, delimiter = _decoded(comments), _decoded(delimiter)
    table = _Table()
    table.split = line_splitter(delimiter, comments, autostrip)
    table.validator = NameValidator(excludelist, deletechars, case_sensitive, replace_space)
    table.comments, table.defaultfmt = comments, defaultfmt
    with contextlib.ExitStack() as stack:
        lines = _lines(fname, text_encoding, byte_converters, stack)
        for _ in range(skip_header):
            next(lines, None)
        first = _first_fields(table, lines, names, fname)
        _choose_columns(table, first, names, usecols, dtype)
        columns = _make_columns(table, first, converters, missing_values, filling_values, byte_converters)
        rows = _rows(table, lines, first, skip_header, skip_footer, invalid_raise, max_rows)
    data = _converted(table, rows, columns, loose)
    output = _array(table, data, columns, byte_converters)
    if usemask:
        output = _masked(table, output, rows, columns)
    output = with_dimensions(output, ndmin)
    return _unpacked(output) if unpack else output


class _Table:
    """What has been found out about the table: splitter, names, columns in use, dtype."""

    names = dtype = usecols = None


def _decoded(value):
    return value.decode("latin1") if isinstance(value, bytes) else value


def _lines(fname, encoding, byte_converters, stack):
    if isinstance(fname, os.PathLike):
        fname = os.fspath(fname)
    if isinstance(fname, str):
        opened = datasource.open(fname, "rt", encoding=encoding)
        fname = stack.enter_context(contextlib.closing(opened))
    try:
        lines = iter(fname)
    except TypeError as problem:
        raise TypeError(
            "fname must be a string, a filehandle, a sequence of strings,\n"
            f"or an iterator of strings. Got {type(fname)} instead."
        ) from problem
    return (line.decode(encoding or "latin1") if isinstance(line, bytes) else line for line in lines)


def _first_fields(table, lines, names, fname):
    """The fields of the first line that has any; a line of names may be a comment."""
    comments = table.comments
    table.first_line = ""
    for line in lines:
        if names is True and comments is not None and comments in line:
            line = "".join(line.split(comments)[1:])
        fields = table.split(line)
        if fields:
            table.first_line = line
            break
    else:
        warnings.warn(f'genfromtxt: Empty input file: "{fname}"', stacklevel=3)
        return []
    if names is True and fields and fields[0].strip() == comments:
        fields = fields[1:]
    return fields


def _choose_columns(table, first, names, usecols, dtype):
    if usecols is not None:
        if isinstance(usecols, str):
            usecols = [name.strip() for name in usecols.split(",")]
        else:
            usecols = [usecols] if not hasattr(usecols, "__iter__") else list(usecols)
    table.width = len(usecols) if usecols is not None else len(first)
    validator = table.validator
    if names is True:
        names = validator.validate([str(name.strip()) for name in first], defaultfmt=table.defaultfmt)
        table.first_line = ""
    elif isinstance(names, str):
        names = validator.validate([name.strip() for name in names.split(",")], defaultfmt=table.defaultfmt)
    elif names:
        names = validator.validate(names, defaultfmt=table.defaultfmt)
    names = list(names) if names is not None else None
    if dtype is not None:
        dtype = easy_dtype(dtype, names, table.defaultfmt, validator)
    if usecols is not None:
        for index, column in enumerate(usecols):
            if isinstance(column, str):
                usecols[index] = names.index(column)
            elif column < 0:
                usecols[index] = operator.index(column) + len(first)
        if dtype is not None and dtype.names is not None and len(dtype.names) > table.width:
            dtype = np.dtype([(dtype.names[i], dtype.fields[dtype.names[i]][0]) for i in usecols])
            names = list(dtype.names)
        elif names is not None and len(names) > table.width:
            names = [names[i] for i in usecols]
    elif names is not None and dtype is not None:
        names = list(dtype.names)
    table.usecols, table.names, table.dtype = usecols, names, dtype


# ---- columns


def _column_index(table, key, original_names=None):
    """The place among the columns in use of a name or number; None where it is not in use."""
    if isinstance(key, str):
        return table.names.index(key) if table.names and key in table.names else None
    if table.usecols is not None:
        return table.usecols.index(key) if key in table.usecols else None
    return key


def _missing_by_column(table, given):
    missing = [[] for _ in range(table.width)]
    if isinstance(given, bytes):
        given = given.decode("latin1")
    if isinstance(given, dict):
        for key, value in given.items():
            values = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(_decoded(value))]
            places = range(table.width) if key is None else [_column_index(table, key)]
            for place in places:
                if place is not None:
                    missing[place] += values
    elif isinstance(given, (list, tuple)):
        for place, value in enumerate(given[: table.width]):
            missing[place].append(str(_decoded(value)))
    elif isinstance(given, str):
        for values in missing:
            values += given.split(",")
    elif given is not None:
        for values in missing:
            values.append(str(given))
    return missing


def _filling_by_column(table, given):
    filling = [_NO_DEFAULT] * table.width
    if isinstance(given, dict):
        for key, value in given.items():
            place = _column_index(table, key)
            if place is not None:
                filling[place] = value
    elif isinstance(given, (list, tuple)):
        filling[: len(given)] = given[: table.width]
    elif given is not None:
        filling = [given] * table.width
    return filling


def _make_columns(table, first, converters, missing_values, filling_values, byte_converters):
    missing = _missing_by_column(table, missing_values)
    filling = _filling_by_column(table, filling_values)
    if table.dtype is None:
        types = [None] * table.width
    else:
        types = leaves(table.dtype)
        types = types * table.width if len(types) == 1 and table.dtype.names is None else types
    if len(types) > table.width:  # fields that take several columns
        missing += [[]] * (len(types) - table.width)
        filling += [_NO_DEFAULT] * (len(types) - table.width)
    columns = [Column(t, m, f) for t, m, f in zip(types, missing, filling)]
    table.custom = {}
    for key, function in converters.items():
        place = _column_index(table, key)
        if place is None:
            continue
        source = table.usecols[place] if table.usecols is not None else place
        sample = first[source] if table.first_line and source < len(first) else ""
        if function is bytes:
            function = parse_bytes
        elif byte_converters:
            function = _taking_bytes(function)
        columns[place].use(function, sample, missing[place], filling[place])
        if not table.first_line:
            columns[place].sampled = False
        table.custom[place] = function
    return columns


def _taking_bytes(function):
    return lambda text: function(text.encode("latin1") if isinstance(text, str) else text)


# ---- rows


def _rows(table, lines, first, skip_header, skip_footer, invalid_raise, max_rows):
    rows, invalid = [], []
    # Lines are counted from the first of the file; the one with the names is the empty one here.
    chain = itertools.chain([table.first_line], lines)
    expected = None if table.usecols is not None else len(first)
    for number, line in enumerate(chain, skip_header + 1):
        fields = table.split(line)
        if not fields:
            continue
        if table.usecols is not None:
            try:
                rows.append(tuple(fields[i] for i in table.usecols))
            except IndexError:
                invalid.append((number, len(fields)))
                continue
        elif len(fields) != expected:
            invalid.append((number, len(fields)))
            continue
        else:
            rows.append(tuple(fields))
        if max_rows is not None and len(rows) == max_rows:
            break
    count = len(rows)
    if skip_footer > 0:
        last = count + len(invalid) - skip_footer + skip_header
        offset = [n for n, _ in invalid if n > last]
        invalid = [item for item in invalid if item[0] <= last]
        skip_footer -= len(offset)
        rows = rows[: len(rows) - skip_footer] if skip_footer > 0 else rows
    if invalid:
        wanted = len(first) if table.usecols is None else table.width
        text = "Some errors were detected !\n" + "\n".join(
            f"    Line #{n} (got {got} columns instead of {wanted})" for n, got in invalid
        )
        if invalid_raise:
            raise ValueError(text)
        warnings.warn(text, ConversionWarning, stacklevel=3)
    return rows


def _converted(table, rows, columns, loose):
    """The rows as tuples of values."""
    by_column = list(zip(*rows)) if rows else [()] * len(columns)
    if table.dtype is None:
        for place, (column, texts) in enumerate(zip(columns, by_column)):
            try:
                column.widen(texts)
            except (ConverterLockError, ValueError) as problem:
                raise ConverterError(_locked_text(column, place, texts)) from problem
    values = []
    for column, texts in zip(columns, by_column):
        convert = column.loose if loose and not column.custom else column.strict
        converted = [convert(text) for text in texts]
        if (
            column.custom
            and converted
            and column.dtype.kind in "SU"
            or getattr(column, "sampled", True) is False
        ):
            found = np.array(converted)
            column.type, column.dtype = found.dtype.type, found.dtype
        values.append(converted)
    return list(zip(*values)) if rows else []


def _locked_text(column, place, texts):
    for number, text in enumerate(texts):
        try:
            column.strict(text)
        except (ValueError, ConverterError):
            return f"Converter #{place} is locked and cannot be upgraded: (occurred line #{number + 1} for value '{text}')"
    return f"Converter #{place} is locked and cannot be upgraded"


# ---- the array


def _array(table, data, columns, byte_converters):
    dtype = table.dtype
    if dtype is not None and dtype.names is not None and table.names is not None:
        dtype = _renamed(dtype, tuple(table.names))
    if dtype is None:
        return _found_array(table, data, columns, byte_converters)
    flat = leaves(dtype)
    if len(flat) > 1 or dtype.names is not None:
        if any(leaf.kind == "O" for leaf in flat) or _has_empty(dtype):
            if any(dtype.fields[name][0].names is not None for name in dtype.names):
                # NumPy's own limit and error.
                raise NotImplementedError("Nested fields involving objects are not supported...")
            return np.array(data, dtype=dtype)
        plain = np.array(data, dtype=np.dtype([(f"f{i}", leaf) for i, leaf in enumerate(flat)]))
        return plain.view(dtype)
    if table.custom:
        types = [c.dtype if i in table.custom else dtype for i, c in enumerate(columns)]
        if any(t.type is not dtype.type for t in types):
            if len(types) == 1:
                dtype = types[0]
            else:
                return np.array(data, dtype=[(f"f{i}", t) for i, t in enumerate(types)])
    if len(columns) == 1 and data:
        return np.array([row[0] for row in data], dtype=dtype).reshape(len(data), 1)
    return np.array(data, dtype=dtype)


def _has_empty(dtype):
    return any(dtype.fields[name][0].names == () for name in dtype.names or ())


def _found_array(table, data, columns, byte_converters):
    """The array where the types of the columns have been found."""
    types = [column.dtype for column in columns]
    texts = [i for i, t in enumerate(types) if t.kind == "U" and i not in table.custom]
    if texts:
        kind = "U"
        if byte_converters:
            warnings.warn(
                "Reading unicode strings without specifying the encoding argument is deprecated. Set the "
                "encoding, use None for the system default.",
                np.exceptions.VisibleDeprecationWarning,
                stacklevel=4,
            )
            with contextlib.suppress(UnicodeEncodeError):
                encoded = []
                for row in data:
                    row = list(row)
                    for i in texts:
                        row[i] = row[i].encode("latin1")
                    encoded.append(tuple(row))
                data, kind = encoded, "S"
        for i in texts:
            types[i] = np.dtype(f"{kind}{max((len(row[i]) for row in data), default=1) or 1}")
    if table.names is None:
        known = [t for t, column in zip(types, columns) if column.checked] or types
        if len({(t.kind, t.itemsize) if t.kind not in "SU" else t.kind for t in known}) == 1:
            widest = max(known, key=lambda t: t.itemsize)
            return np.array([list(row) for row in data], dtype=widest)
        fields = [(table.defaultfmt % i, t) for i, t in enumerate(types)]
    else:
        fields = list(zip(table.names, types))
    return np.array(data, dtype=fields)


def _masked(table, output, rows, columns):
    """The masked array whose mask says which fields were missing."""
    from numen.ma import MaskedArray, make_mask_descr

    masks = [tuple(v.strip() in c.missing for v, c in zip(row, columns)) for row in rows]
    if output.dtype.names is not None:
        flat = np.array(masks, dtype=[(f"f{i}", bool) for i in range(len(columns))])
        mask = flat.view(make_mask_descr(output.dtype))
        # A missing value may be spelled in other ways than it was given.
        for name, column in (
            zip(output.dtype.names, columns) if len(output.dtype.names) == len(columns) else ()
        ):
            for text in column.missing - {""}:
                with contextlib.suppress(ValueError):
                    mask[name] |= output[name] == column.function(text)
    else:
        mask = np.array([list(row) for row in masks], dtype=bool)
    output = output.view(MaskedArray)
    output._mask = mask.reshape(output.shape)
    return output


def _unpacked(array):
    names = array.dtype.names
    if names is None:
        return array.T
    if len(names) == 1:
        return array[names[0]]
    return [array[name] for name in names]
