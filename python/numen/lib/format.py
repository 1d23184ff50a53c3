"""The ``.npy`` format, for programs that read or write it piece by piece.

`save` and `load` are what most programs need. See `numen._io.header` for the layout of the file.
"""

from .._io.array_file import BUFFER_SIZE, isfileobj, open_memmap, read_array, write_array
from .._io.header import (
    ARRAY_ALIGN,
    EXPECTED_KEYS,
    GROWTH_AXIS_MAX_DIGITS,
    MAGIC_LEN,
    MAGIC_PREFIX,
    descr_to_dtype,
    drop_metadata,
    dtype_to_descr,
    header_data_from_array_1_0,
    magic,
    read_array_header_1_0,
    read_array_header_2_0,
    read_magic,
    write_array_header_1_0,
    write_array_header_2_0,
)

__all__ = []
