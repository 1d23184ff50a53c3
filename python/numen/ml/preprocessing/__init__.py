"""Scaling, encoding, filling in: data as learners want them."""

from ._scalers import StandardScaler

__all__ = ["StandardScaler"]
