"""Ufuncs and subclasses: `__array_finalize__`, `__array_wrap__`, `__array_ufunc__`, `__array_priority__`."""

import warnings

import numpy
import pytest
from programs import agree, lines

import numen as np

CLASSES = """
class Finalized(np.ndarray):
    def __array_finalize__(self, obj):
        self.came = type(obj).__name__, getattr(obj, "tag", "none")
        self.tag = getattr(obj, "tag", "none")


class Wrapped(np.ndarray):
    def __array_wrap__(self, array, context=None, return_scalar=False):
        calls.append((context[0].__name__, len(context[1]), context[2]) if context else None)
        calls.append((array.shape, return_scalar))
        return super().__array_wrap__(array, context, return_scalar)


class Overriding(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        calls.append((ufunc.__name__, method, [type(x).__name__ for x in inputs], out and len(out), sorted(kwargs)))
        plain = [x.view(np.ndarray) if isinstance(x, Overriding) else x for x in inputs]
        if out is not None:
            kwargs["out"] = tuple(x.view(np.ndarray) if isinstance(x, Overriding) else x for x in out)
        result = getattr(ufunc, method)(*plain, **kwargs)
        return result.view(Overriding) if isinstance(result, np.ndarray) else result


class Refusing:
    __array_ufunc__ = None

    def __radd__(self, other):
        return "reflected"


class Foreign:
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return ufunc.__name__, method, len(inputs), sorted(kwargs)


class Unwilling:
    def __array_ufunc__(self, *args, **kwargs):
        return NotImplemented


class Important:
    __array_priority__ = 1000

    def __radd__(self, other):
        return "important"

    def __array__(self, dtype=None, copy=None):
        return np.arange(3)


class Duck:
    def __array__(self, dtype=None, copy=None):
        return np.arange(3.0)

    def __array_wrap__(self, array, context=None, return_scalar=False):
        return "wrapped", array.tolist(), return_scalar


class Low(np.ndarray):
    __array_priority__ = -1.0


class High(np.ndarray):
    __array_priority__ = 5.0


calls = []
a = np.arange(3.0)
x = np.arange(6.0).reshape(2, 3)
f, w, o = (a.view(c) for c in (Finalized, Wrapped, Overriding))
f.tag = "tagged"
"""


def names():
    """The classes, made with a library."""

    def made(library):
        space = {"np": library}
        exec(CLASSES, space)
        return space

    return made


@pytest.mark.parametrize(
    "code",
    lines("""
    r = f + 1; type(r), r.came, r.tag
    r = 1 + f; type(r), r.came
    r = np.sin(f); type(r), r.came
    r = f[1:]; type(r), r.came
    r = f.copy(); type(r), r.came
    r = f[[0, 1]]; type(r), r.came
    r = f.T; type(r), r.came
    r = f.reshape(3, 1); type(r), r.came
    r = f.astype('f4'); type(r), r.came
    r = f.astype('f4', subok=False); type(r)
    r = f.view('i8'); type(r), r.came
    r = np.add(f, 1, subok=False); type(r)
    r = np.asarray(f); type(r)
    r = np.asanyarray(f); r is f
    r = np.array(f); type(r)
    r = np.array(f, subok=True); type(r), r.came
    r = f.sum(); type(r)
    r = x.view(Finalized).sum(0); type(r), r.came
    r = x.view(Finalized).sum(0, keepdims=True); type(r), r.came
    r = np.add.reduce(f); type(r)
    r = np.add.accumulate(f); type(r), r.came
    r = np.add.outer(f, a); type(r)
    r = np.add.reduceat(f, [0, 1]); type(r)
    r = np.zeros_like(f); type(r), r.came
    r = np.zeros_like(f, subok=False); type(r)
    r = f > 1; type(r), r.came
    r = np.modf(f); [type(e).__name__ for e in r]
    f += 1; type(f), f.tag
    r = np.add(a, 1, out=f); r is f, f.tag
    r = np.concatenate([f, f]); type(r)
    r = Finalized((2,), 'i4'); type(r), r.came, r.dtype
    r = np.ndarray.__new__(Finalized, (2,)); r.came
    r = f.dot(f); type(r)
    r = f.sort(); r, f.tag
    r = np.sort(f); type(r)
    r = f.cumsum(); type(r)
    r = f.clip(0, 1); type(r)
    r = f.round(); type(r)
    r = f.mean(); type(r)
    r = x.view(Finalized).mean(0); type(r)
    r = f.take([0, 1]); type(r)
    r = f.repeat(2); type(r)
    r = f[0]; type(r)
    r = f[...]; type(r), r.came
    r = w + 1; type(r), calls
    r = np.sin(w); calls
    r = np.add(w, a); calls
    r = np.modf(w); [type(e).__name__ for e in r], calls
    r = np.add(a, 1, out=w); calls
    r = np.add(w, 1, out=a); type(r), calls
    r = w.sum(); type(r), calls
    r = np.add.reduce(x.view(Wrapped), 0); type(r), calls
    r = np.add.accumulate(w); type(r), calls
    r = np.array(5.0).view(Wrapped) + 1; type(r), calls
    r = np.sqrt(w, where=[True, False, True], out=np.zeros(3)); calls
    r = o + 1; type(r), calls
    r = 1 + o; type(r), calls
    r = a + o; type(r), calls
    r = np.add(a, 1, out=o); r is o, calls
    r = np.add(o, 1, out=(o,)); type(r), calls
    r = np.add(o, 1, dtype='f4', where=True); type(r), calls
    r = np.add.reduce(o, axis=0, keepdims=True); calls
    r = o.sum(); calls
    r = o.max(axis=0), o.any(), o.cumsum(); calls
    r = np.add.accumulate(o); calls
    r = np.add.reduceat(o, [0, 1]); calls
    r = np.add.outer(o, a); calls
    np.add.at(o, [0], 1); calls, o.tolist()
    o += 1; type(o), calls
    a += o; type(a), calls
    r = -o, abs(o), o < 1, o @ o; calls
    r = divmod(o, 2); calls
    r = np.add(o, 1, signature='dd->d'); calls
    a + Refusing()
    np.add(a, Refusing())
    a - Refusing()
    a += Refusing(); a
    a == Refusing()
    a + Foreign()
    Foreign() + a
    np.add(a, Foreign()), np.add(Foreign(), a), np.multiply.reduce(Foreign()), np.add(a, 1, out=Foreign())
    np.add.outer(a, Foreign()), np.add.at(Foreign(), [0], 1), np.sin(Foreign(), dtype='f4')
    np.add(1, 2, out=Foreign(), where=True)
    np.add(a, Unwilling())
    np.add.reduce(Unwilling())
    np.sin(Unwilling())
    a + Unwilling()
    a + Important()
    Important() + a
    np.add(a, Important())
    np.float64(1) + Important()
    np.sin(Duck())
    np.add(Duck(), 1)
    a + Duck()
    np.add(a, 1, out=Duck())
    type(a.view(Low) + a), type(a + a.view(Low)), type(a.view(Low) + a.view(High)), type(a.view(High) + a.view(Low))
    type(a.view(Low) + 1), type(np.add(1, a.view(High)))
    a.__array_wrap__(np.arange(2)), f.__array_wrap__(np.arange(2)).tag
    type(a.__array_wrap__(np.array(2), None, True)), type(a.__array_wrap__(np.array(2), None, False))
    a.__array_priority__, High.__array_priority__
    a.__array_ufunc__(np.add, '__call__', a, 1), a.__array_ufunc__(np.add, 'reduce', a)
    a.__array_ufunc__(np.add, '__call__', a, Unwilling())
    f.__array_finalize__(a)
    """),
)
def test_programs(code):
    *statements, last = code.split(";")
    space = names()
    agree("; ".join(["globals().update(s)", *statements, last]), s=space)


@pytest.mark.parametrize("method", ["__call__", "reduce", "accumulate"])
def test_errors_of_hooks_come_through(method):
    import numen as np

    class Failing(np.ndarray):
        def __array_ufunc__(self, *args, **kwargs):
            raise KeyError("hook")

    class Wrong(np.ndarray):
        def __array_wrap__(self, *args):
            raise KeyError("wrap")

    class Unfinished(np.ndarray):
        def __array_finalize__(self, obj):
            if obj is not None and obj.size == 7:
                raise KeyError("finalize")

    call = np.negative if method == "__call__" else getattr(np.add, method)
    with pytest.raises(KeyError, match="hook"):
        call(np.arange(3).view(Failing))
    if method != "reduce":
        with pytest.raises(KeyError, match="wrap"):
            call(np.arange(3).view(Wrong))
        with pytest.raises(KeyError, match="finalize"):
            np.arange(7).view(Unfinished)


def test_wraps_of_before_numpy_2():
    class Base:
        def __array__(self, dtype=None, copy=None):
            return numpy.ones(3) if dtype is None else numpy.ones(3, dtype)

    class One(Base):
        def __array_wrap__(self, array):
            return "one", array.tolist()

    class Two(Base):
        def __array_wrap__(self, array, context):
            return "two", context is None

    class Three(Base):
        def __array_wrap__(self, array, context=None, return_scalar=False):
            return "three", return_scalar

    class Refuses(Base):
        def __array_wrap__(self, array, context=None, return_scalar=False):
            raise TypeError("its own")

    calls = [lambda np, x: np.sin(x), lambda np, x: np.add(x, 1), lambda np, x: np.frexp(x)]
    calls += [lambda np, x: np.add.reduce(x), lambda np, x: np.add.accumulate(x)]
    for kind in (One, Two, Three, Refuses):
        for call in calls:
            results = []
            for library in (numpy, np):
                with warnings.catch_warnings(record=True) as seen:
                    warnings.simplefilter("always")
                    try:
                        result = call(library, kind())
                    except TypeError as error:
                        result = str(error)
                results.append((result, [(w.category, str(w.message)) for w in seen]))
            assert results[0] == results[1]


class Mask:
    def __init__(self, np):
        class Old(np.ndarray):
            def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
                return super().__array_ufunc__(ufunc, method, *[np.array(x) for x in inputs], **kwargs)

        class New(Old):
            def __array_ufunc__(self, ufunc, method, *inputs, where=True, **kwargs):
                return super().__array_ufunc__(ufunc, method, *inputs, where=np.array(where), **kwargs)

        self.old, self.new = (np.array([True, False, True]).view(c) for c in (Old, New))


def test_override_of_where_alone():
    """A mask of a class with an override is an operand like others: the array's own method does not run over it."""
    for mask in ("m.old", "m.new"):
        agree(f"np.negative(np.arange(3), where={mask}, out=np.zeros(3, int))", m=Mask)
        agree(f"np.add.reduce(np.arange(3), where={mask}, initial=0)", m=Mask)
