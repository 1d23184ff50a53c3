"""The header of a ``.npy`` file, both ways (NEP 1).

Six magic bytes, two of version, the length of the header (two bytes in version 1.0, four later), and a Python
dictionary with the keys ``descr``, ``fortran_order``, ``shape`` as text: Latin-1, in version 3.0 UTF-8. The
text is filled with spaces, so that the data begin at a multiple of 64 bytes.
"""

import struct
import warnings

import numen as np

MAGIC_PREFIX = b"\x93NUMPY"
MAGIC_LEN = len(MAGIC_PREFIX) + 2
ARRAY_ALIGN = 64
EXPECTED_KEYS = {"descr", "fortran_order", "shape"}
# Room is left in the text for the first (last) length to grow to this many digits, when data are appended.
GROWTH_AXIS_MAX_DIGITS = 21
# Parsing is not safe against text made to exhaust it; longer headers need the caller's word.
MAX_HEADER_SIZE = 10000

# Version -> (format of the length field, encoding of the text).
_VERSIONS = {(1, 0): ("<H", "latin1"), (2, 0): ("<I", "latin1"), (3, 0): ("<I", "utf8")}


def check_version(version):
    """Raise `ValueError` unless `version` is None or a version of the format."""
    if version is not None and tuple(version) not in _VERSIONS:
        raise ValueError(f"we only support format version (1,0), (2,0), and (3,0), not {version}")


def magic(major, minor):
    """The first eight bytes of a file of this version.

    Parameters
    ----------
    major, minor : int
        Each from 0 to 255.

    Returns
    -------
    bytes

    Examples
    --------
    >>> from numen.lib import format
    >>> format.magic(1, 0)
    b'\\x93NUMPY\\x01\\x00'
    """
    if not 0 <= major < 256:
        raise ValueError("major version must be 0 <= major < 256")
    if not 0 <= minor < 256:
        raise ValueError("minor version must be 0 <= minor < 256")
    return MAGIC_PREFIX + bytes([major, minor])


def read_bytes(fp, size, what):
    """Exactly `size` bytes of an open file, however it portions them.

    Raises
    ------
    ValueError
        If the file ends before; `what` says what was being read.
    """
    parts, missing = [], size
    while missing > 0:
        part = fp.read(missing)
        if not part:  # the end, or nothing there of a file that does not wait
            break
        parts.append(part)
        missing -= len(part)
    if missing:
        raise ValueError(f"EOF: reading {what}, expected {size} bytes got {size - missing}")
    return b"".join(parts)


def read_magic(fp):
    """Read the magic bytes of an open file.

    Parameters
    ----------
    fp : binary file

    Returns
    -------
    tuple of (int, int)
        The version, major and minor.
    """
    found = read_bytes(fp, MAGIC_LEN, "magic string")
    if found[:-2] != MAGIC_PREFIX:
        raise ValueError(f"the magic string is not correct; expected {MAGIC_PREFIX!r}, got {found[:-2]!r}")
    return found[-2], found[-1]


# ---- dtypes as text


def drop_metadata(dtype, /):
    """The dtype without metadata, on it or on its fields; the same object if it has none.

    Parameters
    ----------
    dtype : dtype

    Returns
    -------
    dtype
    """
    fields = dtype.fields
    if fields is not None:
        kept = dtype.metadata is None
        names, formats, offsets, titles = list(dtype.names), [], [], []
        for name in names:
            field = fields[name]
            plain = drop_metadata(field[0])
            kept &= plain is field[0]
            formats.append(plain)
            offsets.append(field[1])
            titles.append(field[2] if len(field) > 2 else None)
        if kept:
            return dtype
        layout = dict(names=names, formats=formats, offsets=offsets, titles=titles, itemsize=dtype.itemsize)
        return np.dtype(layout, align=dtype.isalignedstruct)
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        plain = drop_metadata(base)
        if dtype.metadata is None and plain is base:
            return dtype
        return np.dtype((plain, shape))
    return dtype if dtype.metadata is None else np.dtype(dtype.str)


def dtype_to_descr(dtype):
    """What stands for a dtype in a header: a type string, or a list of fields.

    Parameters
    ----------
    dtype : dtype

    Returns
    -------
    str or list of tuples

    Examples
    --------
    >>> import numen as np
    >>> from numen.lib import format
    >>> format.dtype_to_descr(np.dtype("f8"))
    '<f8'
    """
    plain = drop_metadata(dtype)
    if plain is not dtype:
        warnings.warn(
            "metadata on a dtype is not saved to an npy/npz. Use another format (such as pickle) to store it.",
            UserWarning,
            stacklevel=2,
        )
        dtype = plain
    if dtype.names is not None:
        # A list of fields in which padding is a nameless field of raw bytes.
        return dtype.descr
    if dtype.kind == "T":
        warnings.warn(
            "Custom dtypes are saved as python objects using the pickle protocol. Loading requires "
            "allow_pickle=True to be set.",
            UserWarning,
            stacklevel=2,
        )
        return "|O"
    return dtype.str


def descr_to_dtype(descr):
    """The dtype of a header's ``descr``; the inverse of `dtype_to_descr`.

    Parameters
    ----------
    descr : str, tuple or list

    Returns
    -------
    dtype

    Examples
    --------
    >>> from numen.lib import format
    >>> format.descr_to_dtype([("", "|V4"), ("b", "<f8")]).fields["b"][1]
    4
    """
    if isinstance(descr, str):
        return np.dtype(descr)
    if isinstance(descr, tuple):
        return np.dtype((descr_to_dtype(descr[0]), descr[1]))
    titles, names, formats, offsets = [], [], [], []
    offset = 0
    for field in descr:
        name, inner, *shape = field
        dtype = descr_to_dtype(inner)
        if shape:
            dtype = np.dtype((dtype, shape[0]))
        # Nameless raw bytes are padding: they move the fields behind them.
        if not (name == "" and dtype.type is np.void and dtype.names is None):
            title, name = name if isinstance(name, tuple) else (None, name)
            titles.append(title)
            names.append(name)
            formats.append(dtype)
            offsets.append(offset)
        offset += dtype.itemsize
    return np.dtype(dict(names=names, formats=formats, titles=titles, offsets=offsets, itemsize=offset))


# ---- writing


def header_data_from_array_1_0(array):
    """The dictionary of the header for an array.

    Parameters
    ----------
    array : ndarray

    Returns
    -------
    dict
        With the keys ``shape``, ``fortran_order`` (whether the data are written column by column) and
        ``descr``.

    Examples
    --------
    >>> import numen as np
    >>> from numen.lib import format
    >>> format.header_data_from_array_1_0(np.zeros((2, 3)).T)
    {'shape': (3, 2), 'fortran_order': True, 'descr': '<f8'}
    """
    flags = array.flags
    return {
        "shape": array.shape,
        "fortran_order": bool(flags.f_contiguous and not flags.c_contiguous),
        "descr": dtype_to_descr(array.dtype),
    }


def _text(data):
    pairs = "".join(f"'{key}': {value!r}, " for key, value in sorted(data.items()))
    shape = data["shape"]
    growing = repr(shape[-1 if data["fortran_order"] else 0]) if shape else ""
    return "{" + pairs + "}" + (" " * (GROWTH_AXIS_MAX_DIGITS - len(growing)) if shape else "")


def _wrapped(text, version):
    form, encoding = _VERSIONS[version]
    body = text.encode(encoding)
    before = MAGIC_LEN + struct.calcsize(form)
    fill = ARRAY_ALIGN - (before + len(body) + 1) % ARRAY_ALIGN
    length = len(body) + 1 + fill
    try:
        prefix = magic(*version) + struct.pack(form, length)
    except struct.error:
        raise ValueError(f"Header length {len(body) + 1} too big for version={version}") from None
    return prefix + body + b" " * fill + b"\n"


def header_bytes(data, version=None):
    """The bytes before an array's data; without a version the oldest that can hold the header."""
    text = _text(data)
    if version is not None:
        return _wrapped(text, tuple(version))
    try:
        return _wrapped(text, (1, 0))
    except ValueError:
        pass
    try:
        header = _wrapped(text, (2, 0))
    except UnicodeEncodeError:
        header = _wrapped(text, (3, 0))
        message = "Stored array in format 3.0. It can only be read by NumPy >= 1.17"
    else:
        message = "Stored array in format 2.0. It can only beread by NumPy >= 1.9"
    warnings.warn(message, UserWarning, stacklevel=3)
    return header


def write_array_header_1_0(fp, d):
    """Write a header of version 1.0, from a dictionary as `header_data_from_array_1_0` makes it."""
    fp.write(header_bytes(d, (1, 0)))


def write_array_header_2_0(fp, d):
    """Write a header of version 2.0, from a dictionary as `header_data_from_array_1_0` makes it."""
    fp.write(header_bytes(d, (2, 0)))


# ---- reading


def read_header(fp, version, max_header_size=MAX_HEADER_SIZE):
    """Read what follows the magic bytes, up to the data.

    Returns
    -------
    tuple of (tuple of int, bool, dtype)
        Shape, whether the data stand column by column, dtype.

    Raises
    ------
    ValueError
        If the header is cut off, longer than `max_header_size`, or not what the format says.
    """
    check_version(version)
    form, encoding = _VERSIONS[tuple(version)]
    (length,) = struct.unpack(form, read_bytes(fp, struct.calcsize(form), "array header length"))
    text = read_bytes(fp, length, "array header").decode(encoding)
    if len(text) > max_header_size:
        raise ValueError(
            f"Header info length ({len(text)}) is large and may not be safe to load securely.\n"
            "To allow loading, adjust `max_header_size` or fully trust the `.npy` file using "
            "`allow_pickle=True`.\n"
            "For safety against large resource use or crashes, sandboxing may be necessary."
        )
    return _checked(_parsed(text, version))


def _parsed(text, version):
    import ast
    import tokenize

    try:
        return ast.literal_eval(text)
    except SyntaxError as problem:
        if version > (2, 0):
            raise ValueError(f"Cannot parse header: {text!r}") from problem
    try:
        data = ast.literal_eval(_without_long_suffixes(text))
    except (SyntaxError, tokenize.TokenError) as problem:
        raise ValueError(f"Cannot parse header: {text!r}") from problem
    warnings.warn(
        "Reading `.npy` or `.npz` file required additional header parsing as it was created on Python 2. "
        "Save the file again to speed up loading and avoid this warning.",
        UserWarning,
        stacklevel=4,
    )
    return data


def _without_long_suffixes(text):
    """Headers written by Python 2 hold integers like ``3L``."""
    import io
    import tokenize

    kept, after_number = [], False
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if after_number and token.type == tokenize.NAME and token.string == "L":
            after_number = False
            continue
        kept.append(token)
        after_number = token.type == tokenize.NUMBER
    return tokenize.untokenize(kept)


def _checked(data):
    if not isinstance(data, dict):
        raise ValueError(f"Header is not a dictionary: {data!r}")
    if EXPECTED_KEYS != data.keys():
        raise ValueError(f"Header does not contain the correct keys: {sorted(data.keys())!r}")
    shape, fortran_order = data["shape"], data["fortran_order"]
    if not isinstance(shape, tuple) or not all(isinstance(n, int) for n in shape):
        raise ValueError(f"shape is not valid: {shape!r}")
    if not isinstance(fortran_order, bool):
        raise ValueError(f"fortran_order is not a valid bool: {fortran_order!r}")
    try:
        dtype = descr_to_dtype(data["descr"])
    except (TypeError, ValueError) as problem:
        raise ValueError(f"descr is not a valid dtype descriptor: {data['descr']!r}") from problem
    if any(n < 0 for n in shape):
        raise ValueError("negative dimensions are not allowed")
    return shape, fortran_order, dtype


def read_array_header_1_0(fp, max_header_size=MAX_HEADER_SIZE):
    """Read a header of version 1.0, after the magic bytes: shape, whether in Fortran order, dtype."""
    return read_header(fp, (1, 0), max_header_size)


def read_array_header_2_0(fp, max_header_size=MAX_HEADER_SIZE):
    """Read a header of version 2.0, after the magic bytes: shape, whether in Fortran order, dtype."""
    return read_header(fp, (2, 0), max_header_size)
