"""The scalar classes as members of Python's tower of numbers (PEP 3141)."""

import numbers

from . import _core

numbers.Integral.register(_core.integer)
numbers.Real.register(_core.floating)
numbers.Complex.register(_core.inexact)
numbers.Number.register(_core.number)
