"""Classes of file input and output that have no name at the top level."""

from .._io.datasource import DataSource
from .._io.npz import NpzFile

__all__ = ["DataSource", "NpzFile"]
