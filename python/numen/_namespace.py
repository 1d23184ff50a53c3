"""The public names that do not come from the native core, and where they come from.

Modules are imported when one of their names is first asked for, so that `import numen` stays quick.
"""

import importlib
import os
import sys

from . import _core, _runtime

__all__ = []

# Private module: the public names it defines.
MODULES = {
    "_array_api_info": "__array_namespace_info__",
    "_attributes": """array_equiv astype isfortran iterable ndim shape size sort_complex""",
    "_broadcast": """broadcast""",
    "_calculus": """convolve cumulative_prod cumulative_sum ediff1d gradient trapezoid unwrap""",
    "_complex": """angle fix imag iscomplex iscomplexobj isneginf isposinf isreal isrealobj nan_to_num real
        real_if_close""",
    "_config": """get_include info show_config show_runtime""",
    "_creation": """asarray_chkfinite copy eye fromfunction geomspace identity indices logspace meshgrid require
        vander""",
    "_dates": """datetime_as_string datetime_data""",
    "_einsum_path": """einsum_path""",
    "_errstate": """errstate getbufsize geterr geterrcall setbufsize seterr seterrcall""",
    "_functional": """piecewise vectorize""",
    "_getlimits": """finfo iinfo""",
    "_globals": "_NoValue",
    "_grids": """c_ index_exp ix_ mgrid ndenumerate ndindex ogrid r_ s_""",
    "_histograms": """histogram histogram2d histogram_bin_edges histogramdd""",
    "_indexing": """apply_along_axis apply_over_axes argwhere extract flatnonzero place put_along_axis select
        take_along_axis""",
    "_matrix": "asmatrix bmat matrix",
    "_nanfunctions": """nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod
        nanquantile nanstd nansum nanvar""",
    "_nditer": "nditer",
    "_nested_iters": "nested_iters",
    "_padding": """pad""",
    "_printing": """array2string array_repr array_str get_printoptions printoptions set_printoptions""",
    "_quantiles": """median percentile quantile""",
    "_rearranging": """flip fliplr flipud matrix_transpose moveaxis permute_dims roll rollaxis rot90 tile""",
    "_resizing": """append delete insert resize trim_zeros""",
    "_sets": """intersect1d isin setdiff1d setxor1d union1d unique unique_all unique_counts unique_inverse
        unique_values""",
    "_stacking": """array_split atleast_1d atleast_2d atleast_3d block concat dsplit dstack hsplit
        row_stack split unstack vsplit""",
    "_statistics": """average corrcoef cov""",
    "_stride_tricks": """broadcast_arrays broadcast_shapes""",
    "_tensor": """kron tensordot""",
    "_triangles": """diag diag_indices diag_indices_from diagflat fill_diagonal mask_indices tri tril tril_indices
        tril_indices_from triu triu_indices triu_indices_from""",
    "_types": """ScalarType base_repr binary_repr common_type isdtype isscalar issubdtype mintypecode sctypeDict
        typecodes typename""",
    "_windows": """bartlett blackman hamming hanning i0 kaiser sinc""",
    "_poly1d": "poly1d",
    "_polyfunctions": "poly roots polyval polyfit polyadd polysub polymul polydiv polyder polyint",
    "_io.saveload": "load save savez savez_compressed",
    "_io.loadtxt": "loadtxt",
    "_io.savetxt": "savetxt",
    "_io.genfromtxt": "genfromtxt",
    "_io.fromregex": "fromregex",
    "_io.memmap": "memmap",
}
WHERE = {name: module for module, names in MODULES.items() for name in names.split()}

# Names of our own, which `from numen import *` does not give: what notebooks call.
_NOTEBOOK = ("install", "uninstall", "load_ipython_extension", "unload_ipython_extension")

# Public modules.
SUBMODULES = (
    "char ctypeslib dtypes emath exceptions fft lib linalg ma polynomial random rec strings testing typing version"
).split()


def _is_there(name):
    path = os.path.join(os.path.dirname(__file__), name)
    return os.path.isdir(path) or os.path.isfile(path + ".py")


# All names that are found later than at import.
PUBLIC = set(WHERE) - {"_NoValue"} | {name for name in SUBMODULES if name == "emath" or _is_there(name)}

_ALIASES = {
    "bool_": "bool",
    "byte": "int8",
    "ubyte": "uint8",
    "short": "int16",
    "ushort": "uint16",
    "intc": "int32",
    "uintc": "uint32",
    "int_": "int64",
    "uint": "uint64",
    "intp": "int64",
    "uintp": "uint64",
    "long": "int64",
    "ulong": "uint64",
    "half": "float16",
    "single": "float32",
    "double": "float64",
    "csingle": "complex64",
    "cdouble": "complex128",
    "amin": "min",
    "amax": "max",
    "around": "round",
}

NAMES = {alias: getattr(_core, name) for alias, name in _ALIASES.items() if hasattr(_core, name)}
NAMES |= {
    "pi": 3.141592653589793,
    "e": 2.718281828459045,
    "euler_gamma": 0.5772156649015329,
    "inf": float("inf"),
    "nan": float("nan"),
    "newaxis": None,
    "__array_api_version__": "2024.12",
    "little_endian": sys.byteorder == "little",
}
if _runtime.type_module == "numpy":
    NAMES["__version__"] = _runtime.NUMPY_VERSION


def late(name):
    """Return a name of the package that is not there yet, and keep it (the package's ``__getattr__``)."""
    package = sys.modules["numen"]
    if name in WHERE:
        module = importlib.import_module(f"numen.{WHERE[name]}")
        value = getattr(module, name)
    elif name in SUBMODULES:
        value = _submodule(name)
    elif name in _NOTEBOOK:
        value = getattr(importlib.import_module("numen.run.notebook"), name)
    else:
        raise _unknown(name, package)
    setattr(package, name, value)
    return value


def _unknown(name, package):
    from ._expired import hint, message

    error = AttributeError(message(name, _runtime.type_module), name=name, obj=package)
    note = hint(name)
    if note is not None:
        error.add_note(note)
    return error


def _submodule(name):
    if name == "emath":
        return importlib.import_module("numen.lib.scimath")
    try:
        return importlib.import_module(f"numen.{name}")
    except ModuleNotFoundError as e:
        if e.name != f"numen.{name}":
            raise
        raise AttributeError(f"module 'numen' has no attribute {name!r}: it is not there yet") from None
