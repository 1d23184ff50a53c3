"""Python functions applied to arrays: ``vectorize`` and ``piecewise``."""

import re

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, asarray
from ._globals import _NoValue
from ._grids import ndindex
from ._types import typecodes

__all__ = ["piecewise", "vectorize"]

_NAME = r"\w+"
_ARGUMENT = rf"\((?:{_NAME}(?:,{_NAME})*)?\)"
_ARGUMENTS = rf"{_ARGUMENT}(?:,{_ARGUMENT})*"
_SIGNATURE = re.compile(f"^{_ARGUMENTS}->{_ARGUMENTS}$")


def _parse_signature(signature):
    """Core dimensions of inputs and outputs: ``'(m,n),(n)->(m)'`` gives ``[('m', 'n'), ('n',)], [('m',)]``."""
    signature = re.sub(r"\s+", "", signature)
    if not _SIGNATURE.match(signature):
        raise ValueError(f"not a valid gufunc signature: {signature}")
    return tuple(
        [tuple(re.findall(_NAME, argument)) for argument in re.findall(_ARGUMENT, side)]
        for side in signature.split("->")
    )


def _learn_sizes(sizes, array, dims):
    """Enter the lengths of the last axes of `array` as those of core dimensions."""
    if not dims:
        return
    if array.ndim < len(dims):
        raise ValueError(
            f"{array.ndim}-dimensional argument does not have enough dimensions for all core dimensions {dims!r}"
        )
    for dim, size in zip(dims, array.shape[-len(dims) :]):
        if sizes.setdefault(dim, size) != size:
            raise ValueError(f"inconsistent size for core dimension {dim!r}: {size!r} vs {sizes[dim]!r}")


def _boxed(value):
    """A 0-d array that holds one object."""
    box = nc.empty((), object)
    box[()] = value
    return box


class vectorize:
    """Make a function of scalars one of arrays, with broadcasting.

    A convenience: the function is called in a Python loop.

    Parameters
    ----------
    pyfunc : callable, optional
        The function. Without it the object is a decorator.
    otypes : str or list of dtypes, optional
        Types of the outputs. By default those of a first call are taken.
    doc : str, optional
        Docstring of the new function.
    excluded : set of str or int, optional
        Names or positions of arguments to pass on as they are.
    cache : bool, optional
        Use the result of the first call that finds out the types, so that
        the function is called once for each element.
    signature : str, optional
        As of generalized ufuncs, ``'(m,n),(n)->(m)'``, for a function of
        arrays of these core dimensions.

    Raises
    ------
    ValueError
        When types or signature make no sense; on a call, when there are no
        elements and no `otypes`.

    Examples
    --------
    >>> import numen as np
    >>> f = np.vectorize(lambda a, b: a - b if a > b else a + b)
    >>> f([1, 2, 3, 4], 2)
    array([3, 4, 1, 2])
    """

    def __init__(self, pyfunc=_NoValue, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if pyfunc is not _NoValue and not callable(pyfunc):
            raise TypeError("When used as a decorator, only accepts keyword arguments.")
        self.pyfunc = pyfunc
        self.cache = cache
        self.signature = signature
        if pyfunc is not _NoValue:
            self._take_names(pyfunc)
        self._ufunc = {}
        self._doc = None
        self.__doc__ = doc
        if doc is None and pyfunc is not _NoValue:
            self.__doc__ = pyfunc.__doc__
        else:
            self._doc = doc
        if otypes is None:
            pass
        elif isinstance(otypes, str):
            for char in otypes:
                if char not in typecodes["All"]:
                    raise ValueError(f"Invalid otype specified: {char}")
        elif nc.asanyarray(otypes, dtype=object).ndim:
            # Of strings and dates only the kind counts: length and unit are those of the results.
            otypes = "".join([nc.dtype(kind).char for kind in otypes])
        else:
            raise ValueError("Invalid otype specification")
        self.otypes = otypes
        self.excluded = set() if excluded is None else set(excluded)
        self._in_and_out_core_dims = None if signature is None else _parse_signature(signature)

    def _take_names(self, pyfunc):
        if hasattr(pyfunc, "__name__"):
            self.__name__ = pyfunc.__name__

    def __call__(self, *args, **kwargs):
        """Call the function for every element; as a decorator, take the function."""
        if self.pyfunc is _NoValue:
            (pyfunc,) = args
            self.pyfunc = pyfunc
            self._take_names(pyfunc)
            self.__doc__ = pyfunc.__doc__ if self._doc is None else self._doc
            return self
        if not kwargs and not self.excluded:
            return self._apply(self.pyfunc, args)
        places = [i for i in range(len(args)) if i not in self.excluded]
        names = [name for name in kwargs if name not in self.excluded]
        fixed = list(args)

        def function(*looped):
            for i, value in zip(places, looped):
                fixed[i] = value
            kwargs.update(zip(names, looped[len(places) :]))
            return self.pyfunc(*fixed, **kwargs)

        return self._apply(function, [args[i] for i in places] + [kwargs[name] for name in names])

    def _apply(self, function, args):
        if self.signature is not None:
            return self._apply_with_signature(function, args)
        if not args:
            return function()
        ufunc, otypes = self._ufunc_for(function, args)
        args = [asanyarray(a, dtype=object) for a in args]
        outputs = ufunc(*args)
        if all(a.ndim == 0 for a in args):
            # The results themselves, which may be sequences.
            outputs = tuple(map(_boxed, outputs)) if ufunc.nout > 1 else _boxed(outputs)
        if ufunc.nout == 1:
            return asanyarray(outputs, dtype=otypes[0])
        return tuple(asanyarray(x, dtype=t) for x, t in zip(outputs, otypes))

    def _ufunc_for(self, function, args):
        """A ufunc of objects, and the types of its outputs."""
        if self.otypes is not None:
            otypes, nin = self.otypes, len(args)
            if function is not self.pyfunc:
                return nc.frompyfunc(function, nin, len(otypes)), otypes
            key = nin, len(otypes)
            if key not in self._ufunc:
                self._ufunc[key] = nc.frompyfunc(function, nin, len(otypes))
            return self._ufunc[key], otypes
        args = [asarray(a) for a in args]
        if 0 in [a.size for a in args]:
            raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
        first = function(*(a.flat[0] for a in args))
        outputs = first if isinstance(first, tuple) else (first,)
        otypes = [asarray(x).dtype.char for x in outputs]
        if self.cache:
            kept = [first]
            inner = function

            def function(*looped):
                return kept.pop() if kept else inner(*looped)

        return nc.frompyfunc(function, len(args), len(outputs)), otypes

    def _apply_with_signature(self, function, args):
        inner, outer = self._in_and_out_core_dims
        if len(args) != len(inner):
            raise TypeError(
                f"wrong number of positional arguments: expected {len(inner)!r}, got {len(args)!r}"
            )
        args = [asanyarray(a) for a in args]
        sizes, loops = {}, []
        for a, dims in zip(args, inner):
            _learn_sizes(sizes, a, dims)
            loops.append(nc.broadcast_to(0, a.shape[: a.ndim - len(dims)]))
        shape = nc.broadcast(*loops).shape
        args = [
            nc.broadcast_to(a, shape + tuple(sizes[dim] for dim in dims), subok=True)
            for a, dims in zip(args, inner)
        ]
        otypes = [None] * len(outer) if self.otypes is None else self.otypes
        outputs = None
        for at in ndindex(*shape):
            results = function(*(a[at] for a in args))
            count = len(results) if isinstance(results, tuple) else 1
            if count != len(outer):
                raise ValueError(
                    f"wrong number of outputs from pyfunc: expected {len(outer)!r}, got {count!r}"
                )
            if count == 1:
                results = (results,)
            if outputs is None:
                for result, dims in zip(results, outer):
                    _learn_sizes(sizes, asanyarray(result), dims)
                outputs = [
                    nc.empty_like(result, shape=shape + tuple(sizes[dim] for dim in dims), dtype=kind)
                    for result, dims, kind in zip(results, outer, otypes)
                ]
            for output, result in zip(outputs, results):
                output[at] = result
        if outputs is None:
            if self.otypes is None:
                raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
            if any(dim not in sizes for dims in outer for dim in dims):
                raise ValueError(
                    "cannot call `vectorize` with a signature including new output dimensions on size 0 inputs"
                )
            outputs = [
                nc.empty(shape + tuple(sizes[dim] for dim in dims), dtype=kind)
                for dims, kind in zip(outer, otypes)
            ]
        return outputs[0] if len(outputs) == 1 else tuple(outputs)


def _piecewise_arguments(x, condlist, funclist, *args, **kw):
    yield x
    if hasattr(condlist, "__iter__"):
        yield from condlist


@array_function_dispatch(_piecewise_arguments)
def piecewise(x, condlist, funclist, *args, **kw):
    """Evaluate a function that is defined piece by piece.

    Parameters
    ----------
    x : array_like
        The argument.
    condlist : list of boolean arrays, or one
        Where each piece holds; where several do, the last wins.
    funclist : list of callables or scalars
        One for each condition, and perhaps another for the rest.
    *args, **kw
        Passed on to the functions.

    Returns
    -------
    ndarray of the shape and dtype of `x`
        Zero where nothing is defined.

    Raises
    ------
    ValueError
        When the numbers of conditions and functions do not fit.

    Examples
    --------
    >>> import numen as np
    >>> x = np.array([-2.0, 0.0, 3.0])
    >>> np.piecewise(x, [x < 0, x >= 0], [-1, lambda v: v + 1])
    array([-1.,  1.,  4.])
    """
    x = asanyarray(x)
    functions = len(funclist)
    first = condlist if nc.asanyarray(condlist).ndim == 0 else condlist[0]
    if not isinstance(first, (list, nc.ndarray)) and (nc.asanyarray(condlist).ndim == 0 or x.ndim != 0):
        # A single condition.
        condlist = [condlist]
    conditions = asarray(condlist, dtype=bool)
    n = len(conditions)
    if functions == n + 1:
        rest = ~nc.any(conditions, axis=0, keepdims=True)
        conditions = nc.concatenate([conditions, rest], axis=0)
    elif n != functions:
        raise ValueError(f"with {n} condition(s), either {n} or {n + 1} functions are expected")
    y = nc.zeros_like(x)
    for condition, function in zip(conditions, funclist):
        if not callable(function):
            y[condition] = function
        else:
            values = x[condition]
            if values.size > 0:
                y[condition] = function(values, *args, **kw)
    return y
