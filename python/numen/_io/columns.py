"""The parts of `genfromtxt`: splitting lines, names for columns, types found from the values."""

import numen as np


class ConverterError(Exception):
    """A converter given by the caller failed."""


class ConverterLockError(ConverterError):
    """A column whose type is fixed would need another."""


class ConversionWarning(UserWarning):
    """Lines were left out, or values could not be converted."""


# ---- lines


def line_splitter(delimiter, comments, autostrip):
    """The function from a line to its fields.

    Parameters
    ----------
    delimiter : None, str, int or sequence of int
        White space, a text, a width, or a width for each column.
    comments : str or None
    autostrip : bool
        Whether white space around fields goes.
    """

    def without_comment(line):
        return line.split(comments)[0] if comments is not None else line

    if delimiter is None or isinstance(delimiter, str):

        def split(line):
            line = without_comment(line).strip(" \r\n")
            return line.split(delimiter) if line else []

    elif isinstance(delimiter, (int, np.integer)):

        def split(line):
            line = without_comment(line).strip("\r\n")
            return [line[i : i + delimiter] for i in range(0, len(line), delimiter)]

    else:
        ends = np.cumsum([0, *delimiter]).tolist()

        def split(line):
            line = without_comment(line)
            return [line[a:b] for a, b in zip(ends[:-1], ends[1:])] if line else []

    if autostrip:
        return lambda line: [field.strip() for field in split(line)]
    return split


# ---- names


class NameValidator:
    """Makes names of fields out of what stands in a header.

    Parameters
    ----------
    excludelist : sequence of str, optional
        Names that get an underscore behind them.
    deletechars : str, optional
        Characters that go.
    case_sensitive : {True, "upper", "lower", False}
    replace_space : str
    """

    default_deleted = set(r"""~!@#$%^&*()-=+~\|]}[{';: /?.>,<""")

    def __init__(self, excludelist=None, deletechars=None, case_sensitive=None, replace_space="_"):
        self.excluded = [*(excludelist or ()), "return", "file", "print"]
        self.deleted = self.default_deleted if deletechars is None else set(deletechars)
        self.deleted = self.deleted | {'"'}
        if case_sensitive is None or case_sensitive is True:
            self.cased = lambda name: name
        elif case_sensitive is False or str(case_sensitive).startswith("u"):
            self.cased = str.upper
        elif str(case_sensitive).startswith("l"):
            self.cased = str.lower
        else:
            raise ValueError(f"unrecognized case_sensitive value {case_sensitive}.")
        self.replace_space = replace_space

    def validate(self, names, defaultfmt="f%i", nbfields=None):
        """Valid, distinct names; as many as there are fields, missing ones made from `defaultfmt`."""
        if names is None:
            if nbfields is None:
                return None
            names = []
        names = [names] if isinstance(names, str) else list(names)
        if nbfields is not None:
            names = names[:nbfields] + [""] * (nbfields - len(names))
        seen, valid, empty = {}, [], 0
        for name in names:
            name = self.cased(name).strip()
            if self.replace_space:
                name = name.replace(" ", self.replace_space)
            name = "".join(c for c in name if c not in self.deleted)
            if name == "":
                while (name := defaultfmt % empty) in names:
                    empty += 1
                empty += 1
            elif name in self.excluded:
                name += "_"
            count = seen.get(name, 0)
            valid.append(f"{name}_{count}" if count else name)
            seen[name] = count + 1
        return tuple(valid)


def easy_dtype(dtype, names, defaultfmt, validator):
    """A dtype from what the caller gave: a dtype, or a sequence of types; with names where there are fields."""
    try:
        dtype = np.dtype(dtype)
    except TypeError:
        types = list(dtype)
        names = names.split(",") if isinstance(names, str) else names
        names = validator.validate(names, nbfields=len(types), defaultfmt=defaultfmt)
        return np.dtype({"formats": types, "names": names})
    if names is not None:
        if isinstance(names, str):
            names = names.split(",")
        if dtype.names is None:
            names = validator.validate(names, defaultfmt=defaultfmt)
            return np.dtype([(name, dtype.type) for name in names])
        return _renamed(dtype, validator.validate(names, nbfields=len(dtype.names), defaultfmt=defaultfmt))
    if dtype.names is not None:
        numbered = tuple(f"f{i}" for i in range(len(dtype.names)))
        found = [""] * len(dtype.names) if dtype.names == numbered and defaultfmt != "f%i" else dtype.names
        return _renamed(dtype, validator.validate(found, defaultfmt=defaultfmt))
    return dtype


def _renamed(dtype, names):
    if names == dtype.names:
        return dtype
    formats = [dtype.fields[name][0] for name in dtype.names]
    offsets = [dtype.fields[name][1] for name in dtype.names]
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": dtype.itemsize})


# ---- types


def _parse_bool(text):
    upper = text.upper()
    if upper == "TRUE":
        return True
    if upper == "FALSE":
        return False
    raise ValueError("Invalid boolean")


def parse_bytes(text):
    return text.encode("latin1") if isinstance(text, str) else bytes(text)


# From the narrowest: type, function from a field, value where it is missing.
_LADDER = [
    (np.bool_, _parse_bool, False),
    (np.int64, int, -1),
    (np.float64, float, np.nan),
    (np.complex128, complex, complex(np.nan, 0)),
    (np.str_, str, "???"),
]

_NO_DEFAULT = object()


class Column:
    """Converts the fields of one column, and widens its type where a value asks for it.

    Parameters
    ----------
    dtype : dtype or None
        None starts at bool and widens.
    missing : iterable of str
        What stands for a missing value, besides nothing.
    default : object
        The value of a missing field.
    """

    def __init__(self, dtype=None, missing=(), default=_NO_DEFAULT):
        self.missing = {"", *missing}
        self.locked = dtype is not None
        self.custom = False
        self.checked = False  # whether any value was there to find the type from
        self.rung = 0
        self.given_default = default
        if dtype is None:
            self._set_rung(0)
            return
        self.type = dtype.type
        self.dtype = dtype
        for rung, (kind, function, value) in enumerate(_LADDER):
            if np.issubdtype(dtype.type, kind) or dtype.kind == np.dtype(kind).kind:
                self.rung, self.function, self.fallback = rung, function, value
                break
        else:
            if dtype.kind == "u":
                self.function, self.fallback = int, -1
            elif dtype.kind in "mM":
                self.function = lambda text: np.array(text.strip()).astype(dtype)[()]
                self.fallback = np.array("NaT").astype(dtype)[()]
            else:  # bytes, objects
                self.function, self.fallback = parse_bytes, b"???"
        if dtype.kind in "iu" and dtype.itemsize < 8:
            self.function = lambda text: int(float(text))
        if dtype.kind == "S":
            self.function, self.fallback = parse_bytes, b"???"

    def _set_rung(self, rung):
        self.rung = rung
        self.type, self.function, self.fallback = _LADDER[rung]
        self.dtype = np.dtype(self.type)

    @property
    def default(self):
        return self.fallback if self.given_default is _NO_DEFAULT else self.given_default

    def use(self, function, sample, missing, default):
        """Take a function of the caller's; the type is that of what it returns."""
        self.custom = self.locked = True
        self.missing = {"", *missing}
        self.function = function
        try:
            value = function(sample)
        except (ValueError, AttributeError, TypeError):
            value = None
        if default is not _NO_DEFAULT and default is not None:
            self.given_default = default
            value = default if value is None else value
        if value is not None:
            found = np.array(value).dtype
            self.type, self.dtype = found.type, found
            self.fallback = next((v for kind, _, v in _LADDER if found.type is kind), None)

    def strict(self, text):
        """The value, or the default of a missing one; `ValueError` for what does not convert."""
        try:
            value = self.function(text)
        except ValueError:
            if text.strip() in self.missing:
                return self.default
            raise ValueError(f"Cannot convert string '{text}'") from None
        self.checked = True
        if self.function is int and not -(2**63) <= value < 2**63:
            raise ValueError(f"Cannot convert string '{text}'")
        return value

    def loose(self, text):
        """The value, or the default for whatever does not convert."""
        try:
            return self.function(text)
        except ValueError:
            return self.default

    def widen(self, texts):
        """Widen the type until every text converts."""
        if self.custom:
            for text in texts:
                self.strict(text)
            return
        while True:
            try:
                for text in texts:
                    self.strict(text)
                return
            except ValueError:
                if self.locked:
                    raise ConverterLockError("Converter is locked and cannot be upgraded") from None
                if self.rung == len(_LADDER) - 1:
                    raise ConverterError("Could not find a valid conversion function") from None
                # What converted so far has to convert to the wider type too.
                self._set_rung(self.rung + 1)
