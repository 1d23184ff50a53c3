"""The arguments of ufuncs, as `inspect.signature` shows them."""

from inspect import Parameter, Signature

from ._globals import _NoValue

__all__ = []


def signature(nin, nout, generalised):
    """The signature of a ufunc with `nin` inputs and `nout` outputs."""
    names = ["x"] if nin == 1 else [f"x{i + 1}" for i in range(nin)]
    parameters = [Parameter(name, Parameter.POSITIONAL_ONLY) for name in names]
    out = None if nout == 1 else (None,) * nout
    parameters.append(Parameter("out", Parameter.POSITIONAL_OR_KEYWORD, default=out))
    options = {"axes": _NoValue, "axis": _NoValue, "keepdims": False} if generalised else {"where": True}
    options |= {"casting": "same_kind", "order": "K", "dtype": None, "subok": True, "signature": None}
    parameters += [Parameter(name, Parameter.KEYWORD_ONLY, default=value) for name, value in options.items()]
    return Signature(parameters)
