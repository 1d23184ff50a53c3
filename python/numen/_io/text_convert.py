"""Fields of text to the elements of an array: the conversions of `loadtxt`."""

import functools

import numen as np

from .text_reader import Fields

_FLOAT64 = np.dtype("float64")


@functools.cache
def _complex_pattern():
    import re

    number = r"(?:[0-9.]+(?:e[+-]?[0-9]+)?|inf(?:inity)?|nan)"
    return re.compile(
        rf"""\s*(?P<open>\(\s*)?
            (?:(?P<real>[+-]?{number})(?![0-9.ij]))?
            (?:(?P<imag>[+-]{{0,2}}{number})j)?
            \s*(?(open)\))\s*\Z""",
        re.X | re.I,
    )


def parse_float(text):
    """A float; Python's spelling with underscores is refused."""
    if "_" in text:
        raise ValueError(text)
    return float(text)


def parse_int(text):
    """An integer: no point, no underscores."""
    if "_" in text:
        raise ValueError(text)
    return int(text)


def parse_bool(text):
    """An integer (of 64 bits) that is not zero."""
    value = parse_int(text)
    if not -(2**63) <= value < 2**63:
        raise ValueError(text)
    return value != 0


def parse_complex(text):
    """``1``, ``2j``, ``1+2j``, ``1+-2j``, also in parentheses, without space inside the number."""
    match = _complex_pattern().match(text)
    if match is None or (match["real"] is None and match["imag"] is None):
        raise ValueError(text)
    imag = match["imag"] or "0"
    if match["real"] is not None and match["imag"] is not None and imag[0] not in "+-":
        raise ValueError(text)
    if imag[:2] in ("+-", "-+"):
        imag = ("-" if imag[1] == "-" or imag[0] == "-" else "") + imag[2:]
    return complex(float(match["real"] or 0), float(imag))


def _parse_bytes(text):
    return text.encode("latin1")


def element_parser(dtype):
    """The function from a field to a value that `dtype` takes, or None where it takes the text itself."""
    kind = dtype.kind
    if kind == "f":
        return parse_float
    if kind in "iu":
        low, high = np.iinfo(dtype).min, np.iinfo(dtype).max

        def bounded(text, low=int(low), high=int(high)):
            value = parse_int(text)
            if not low <= value <= high:
                raise ValueError(text)
            return value

        return bounded
    if kind == "b":
        return parse_bool
    if kind == "c":
        return parse_complex
    if kind == "S":
        return _parse_bytes
    if kind in "UOT":
        return None
    return lambda text: np.array(text).astype(dtype)[()]


# ---- structured types


def leaves(dtype):
    """The dtypes of the fields of text that one element needs, in order."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        count = 1
        for n in shape:
            count *= n
        return leaves(base) * count
    if dtype.names is not None:
        return [leaf for name in dtype.names for leaf in leaves(dtype.fields[name][0])]
    return [dtype]


def _nest(dtype, values):
    """One element out of an iterator over the values of its leaves."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return _nest_shape(base, shape, values)
    if dtype.names is not None:
        return tuple(_nest(dtype.fields[name][0], values) for name in dtype.names)
    return next(values)


def _nest_shape(base, shape, values):
    if not shape:
        return _nest(base, values)
    return [_nest_shape(base, shape[1:], values) for _ in range(shape[0])]


# ---- rows


class Converter:
    """Turns rows of fields into arrays.

    Parameters
    ----------
    dtype : dtype
    usecols : list of int or None
    converters : callable, dict or None
        Functions of the caller, by column.
    byte_converters : bool
        Whether those take bytes, and may return bytes for text.
    """

    def __init__(self, dtype, usecols=None, converters=None, byte_converters=False):
        self.dtype = dtype
        self.structured = dtype.names is not None or dtype.subdtype is not None
        self.usecols = usecols
        self.given = converters
        self.byte_converters = byte_converters
        self.leaves = leaves(dtype) if self.structured else [dtype]
        self.columns = None  # how many fields of a row are used; known from the first row
        self.parsers = None
        self.seen = 0
        if self.structured and usecols is not None and len(usecols) != len(self.leaves):
            raise TypeError(
                "If a structured dtype is used, the number of columns in `usecols` must match the effective "
                f"number of fields. But {len(usecols)} usecols were given and the number of fields is "
                f"{len(self.leaves)}."
            )

    @property
    def takes_flat(self):
        """Whether fields need not come as rows: all of them, numbers of one type."""
        return not self.structured and self.usecols is None and not self.given and self.dtype.kind in "fiu"

    @property
    def table(self):
        """The function that makes an array of lines of floats, or None where other things are wanted."""
        return self._table if self.dtype == _FLOAT64 and not self.given else None

    def _table(self, lines, delimiter, comment):
        array = np._core._float_table(lines, delimiter, comment, self.usecols)
        if array is None or self.columns not in (None, array.shape[1]):
            return None
        self.columns = array.shape[1]
        self.seen += array.shape[0]
        return array

    def array(self, rows):
        """One portion of rows as an array: of rows and columns, or of structured elements."""
        if isinstance(rows, np.ndarray):
            return rows
        if isinstance(rows, Fields):
            columns = len(rows.flat) // rows.count
            if self.columns in (None, columns):
                try:
                    result = self._flat(rows.flat).reshape(rows.count, columns)
                except (ValueError, OverflowError):
                    pass
                else:
                    self.columns = columns
                    self.seen += rows.count
                    return result
            rows = rows.rows()
        if self.parsers is None:
            self._prepare(self.columns or len(rows[0]))
        rows = self._selected(rows)
        if self.structured:
            elements = [_nest(self.dtype, iter(self._values(row, i))) for i, row in enumerate(rows)]
            result = self._array(elements)
        else:
            result = self._plain(rows).reshape(len(rows), self.columns)
        self.seen += len(rows)
        return result

    def _prepare(self, found):
        if self.usecols is not None:
            self.columns = len(self.usecols)
        else:
            self.columns = len(self.leaves) if self.structured else found
        types = self.leaves if self.structured else self.leaves * self.columns
        self.parsers = [element_parser(t) for t in types]
        self.custom = [None] * self.columns
        if callable(self.given):
            self.custom = [self.given] * self.columns
        for key, function in (self.given or {}).items() if not callable(self.given) else ():
            place = self._place(key)
            if place is not None:
                self.custom[place] = function

    def _place(self, key):
        if self.usecols is not None:
            return self.usecols.index(key) if key in self.usecols else None
        if not -self.columns <= key < self.columns:
            raise ValueError(
                f"converter specified for column {key}, which is invalid for the number of fields "
                f"{self.columns}."
            )
        return key

    def _selected(self, rows):
        """The columns asked for; without a choice all rows must have as many fields."""
        if self.usecols is not None:
            chosen = []
            self.lengths = list(map(len, rows))
            needed = max((c + 1 if c >= 0 else -c for c in self.usecols), default=0)
            for index, row in enumerate(rows):
                if len(row) < needed:
                    self._check_values(chosen)
                    self._refuse_columns(row, index)
                chosen.append([row[column] for column in self.usecols])
            return chosen
        for index, row in enumerate(rows):
            if len(row) != self.columns:
                self._check_values(rows[:index])
                number = self.seen + index + 1
                advice = "use `usecols` to select a subset and avoid this error"
                if self.structured:
                    raise ValueError(
                        f"the dtype passed requires {self.columns} columns but {len(row)} were found at row "
                        f"{number}; {advice}"
                    )
                raise ValueError(
                    f"the number of columns changed from {self.columns} to {len(row)} at row {number}; {advice}"
                )
        return rows

    def _refuse_columns(self, row, index):
        bad = next(c for c in self.usecols if not -len(row) <= c < len(row))
        raise ValueError(f"invalid column index {bad} at row {self.seen + index + 1} with {len(row)} columns")

    def _check_values(self, rows):
        """An error in an earlier row comes first."""
        for index, row in enumerate(rows):
            self._values(row, index)

    def _plain(self, rows):
        """Elements of one type; whole columns of numbers at once, one by one only to find the error."""
        if not any(self.custom):
            flat = [field for row in rows for field in row]
            try:
                return self._flat(flat)
            except (ValueError, OverflowError):
                pass
        return self._array([value for i, row in enumerate(rows) for value in self._values(row, i)])

    def _flat(self, flat):
        kind = self.dtype.kind
        if kind in "fiu":
            if "_" in "".join(flat):
                raise ValueError
            values = list(map(float if kind == "f" else int, flat))
            with np.errstate(over="ignore"):
                return np.array(values, dtype=self.dtype)
        parser = self.parsers[0] if self.parsers else None
        return self._array(flat if parser is None else [parser(field) for field in flat])

    def _array(self, values):
        if self.dtype.kind == "O":
            result = np.empty(len(values), dtype=object)
            for index, value in enumerate(values):
                result[index] = value
            return result
        with np.errstate(over="ignore"):
            return np.array(values, dtype=self.dtype)

    def _values(self, row, index):
        """The values of one row; an error names the field."""
        values = []
        for place, field in enumerate(row):
            try:
                values.append(self._value(place, field))
            except Exception as problem:
                column = place if self.usecols is None else self.usecols[place] % self.lengths[index]
                types = self.leaves if self.structured else self.leaves * self.columns
                cause = problem if self.custom[place] is not None else None
                raise ValueError(
                    f"could not convert string {repr(field)[:100]} to {types[place]} at row {self.seen + index}, "
                    f"column {column + 1}."
                ) from cause
        return values

    def _value(self, place, field):
        custom, parser = self.custom[place], self.parsers[place]
        if custom is None:
            return field if parser is None else parser(field)
        value = custom(field.encode("latin1") if self.byte_converters else field)
        kind = (self.leaves[place] if self.structured else self.dtype).kind
        if kind == "U" and isinstance(value, bytes):
            return value.decode("latin1")
        if kind == "S" and isinstance(value, str):
            return value.encode("latin1")
        if kind in "fiubc":
            # The assignment's own rules: a str that is a number will do.
            return np.array(value).astype(self.leaves[place] if self.structured else self.dtype)[()]
        return value


def with_dimensions(array, ndmin):
    """A table without axes of length one, but for those that `ndmin` asks for; one column stays upright."""
    if array.ndim > ndmin:
        array = np.squeeze(array)
    if array.ndim < ndmin:
        array = np.atleast_1d(array) if ndmin == 1 else np.atleast_2d(array).T
    return array
