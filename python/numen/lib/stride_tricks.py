"""Views with chosen strides."""

from .._stride_tricks import as_strided, sliding_window_view

__all__ = ["as_strided", "sliding_window_view"]
