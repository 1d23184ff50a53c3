"""What a program's result is, in plain Python values: types by name, dtypes, shapes, contents."""

import datetime
import functools
import pickle


def name_of(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


@functools.singledispatch
def describe(value):
    kind = name_of(type(value))
    if kind == "numpy.ndarray":
        return array(value)
    if kind.startswith("numpy."):
        return scalar(kind, value)
    if kind.startswith("pandas."):
        return frame(kind, value)
    if kind.startswith("scipy.sparse."):
        return (kind, array(value.toarray()))
    if kind == "torch.Tensor":
        return (kind, str(value.dtype), tuple(value.shape), value.tolist())
    if isinstance(value, BaseException):
        return ("raises", kind, str(value))
    return (kind, repr(value))


def array(value):
    head = ("numpy.ndarray", value.dtype.str, value.shape)
    if value.dtype.hasobject:
        return (*head, [describe(x) for x in value.ravel().tolist()])
    return (*head, value.tobytes())


def scalar(kind, value):
    if kind == "numpy.dtypes" or kind.startswith("numpy.dtypes."):
        return (kind, str(value))
    if hasattr(value, "tobytes"):
        return (kind, value.dtype.str, (), value.tobytes())
    return (kind, repr(value))


def frame(kind, value):
    if hasattr(value, "to_frame") and hasattr(value, "index"):
        return (kind, str(value.name), str(value.dtype), describe(value.index), contents(value))
    if hasattr(value, "columns"):
        columns = [(str(name), str(value[name].dtype), contents(value[name])) for name in value.columns]
        return (kind, describe(value.index), columns)
    if hasattr(value, "categories") and hasattr(value, "codes"):
        return (kind, repr(value.dtype), array(value.codes))
    if hasattr(value, "to_numpy") and hasattr(value, "dtype"):
        return (kind, str(value.dtype), contents(value))
    return (kind, repr(value))


def contents(column):
    """The values of a column: bytes where there are any, else each object's type and text."""
    if column.dtype.kind in "fiubc" and hasattr(column.dtype, "byteorder"):
        return ("numpy.ndarray", column.dtype.str, column.shape, column.to_numpy().tobytes())
    if column.dtype.kind in "mM":
        return (str(column.dtype), column.to_numpy().astype("i8").tobytes())
    return pickle.dumps([(type(x).__name__, str(x)) for x in column.tolist()], protocol=4)


@describe.register(tuple)
@describe.register(list)
def _sequence(value):
    return (name_of(type(value)), [describe(x) for x in value])


@describe.register(dict)
def _mapping(value):
    return (name_of(type(value)), [(repr(k), describe(x)) for k, x in value.items()])


@describe.register(type(None))
@describe.register(bool)
@describe.register(int)
@describe.register(str)
@describe.register(bytes)
@describe.register(datetime.date)
@describe.register(slice)
def _plain(value):
    kind = name_of(type(value))
    if kind.startswith("numpy."):
        return scalar(kind, value)
    if kind.startswith("pandas."):
        return frame(kind, value)
    return (kind, repr(value))
