"""Operators for classes that define ``__array_ufunc__``."""

from .. import _core as nc

__all__ = ["NDArrayOperatorsMixin"]


def _opted_out(other):
    """Whether an operand leaves operators to its own reflected methods."""
    try:
        return other.__array_ufunc__ is None
    except AttributeError:
        return False


def _named(method, name):
    method.__name__ = name
    return method


def _binary(ufunc, name):
    def method(self, other):
        return NotImplemented if _opted_out(other) else ufunc(self, other)

    return _named(method, f"__{name}__")


def _reflected(ufunc, name):
    def method(self, other):
        return NotImplemented if _opted_out(other) else ufunc(other, self)

    return _named(method, f"__r{name}__")


def _in_place(ufunc, name):
    def method(self, other):
        return ufunc(self, other, out=(self,))

    return _named(method, f"__i{name}__")


def _unary(ufunc, name):
    def method(self):
        return ufunc(self)

    return _named(method, f"__{name}__")


class NDArrayOperatorsMixin:
    """Defines all operators by ufuncs, so that a class need only define ``__array_ufunc__``.

    Operators return NotImplemented for operands whose ``__array_ufunc__`` is
    None, so that these can take over.

    Examples
    --------
    >>> import numen as np
    >>> class Length(np.lib.mixins.NDArrayOperatorsMixin):
    ...     def __init__(self, metres):
    ...         self.metres = metres
    ...     def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
    ...         return ufunc(*(getattr(x, 'metres', x) for x in inputs))
    >>> float(Length(2.0) * 3)
    6.0
    """

    __slots__ = ()

    __lt__ = _binary(nc.less, "lt")
    __le__ = _binary(nc.less_equal, "le")
    __eq__ = _binary(nc.equal, "eq")
    __ne__ = _binary(nc.not_equal, "ne")
    __gt__ = _binary(nc.greater, "gt")
    __ge__ = _binary(nc.greater_equal, "ge")

    for _name, _ufunc in (
        ("add", nc.add),
        ("sub", nc.subtract),
        ("mul", nc.multiply),
        ("matmul", nc.matmul),
        ("truediv", nc.true_divide),
        ("floordiv", nc.floor_divide),
        ("mod", nc.remainder),
        ("pow", nc.power),
        ("lshift", nc.left_shift),
        ("rshift", nc.right_shift),
        ("and", nc.bitwise_and),
        ("xor", nc.bitwise_xor),
        ("or", nc.bitwise_or),
    ):
        locals()[f"__{_name}__"] = _binary(_ufunc, _name)
        locals()[f"__r{_name}__"] = _reflected(_ufunc, _name)
        locals()[f"__i{_name}__"] = _in_place(_ufunc, _name)
    del _name, _ufunc

    __divmod__ = _binary(nc.divmod, "divmod")
    __rdivmod__ = _reflected(nc.divmod, "divmod")

    __neg__ = _unary(nc.negative, "neg")
    __pos__ = _unary(nc.positive, "pos")
    __abs__ = _unary(nc.absolute, "abs")
    __invert__ = _unary(nc.invert, "invert")
