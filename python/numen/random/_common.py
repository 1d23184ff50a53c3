"""What other languages need to draw from a bit generator, and what generators need of one."""

from collections import namedtuple

from .. import _core as nc

interface = namedtuple(
    "interface",
    ["state_address", "state", "next_uint64", "next_uint32", "next_double", "bit_generator"],
)
interface.__doc__ = "Addresses and functions through which C code draws from a bit generator."


def ctypes_interface(native):
    """Return the `interface` of a native bit generator for `ctypes`.

    Functions and pointers hold the native object, so that none outlives the state it works on.
    """
    import ctypes

    def held(value):
        value.native = native
        return value

    def function(result, address):
        return held(ctypes.CFUNCTYPE(result, ctypes.c_void_p)(address))

    state, next_uint64, next_uint32, next_double, table = native.addresses()
    return interface(
        state,
        held(ctypes.c_void_p(state)),
        function(ctypes.c_uint64, next_uint64),
        function(ctypes.c_uint32, next_uint32),
        function(ctypes.c_double, next_double),
        held(ctypes.c_void_p(table)),
    )


def cffi_interface(native):
    """Return the `interface` of a native bit generator for `cffi`.

    Pointers are plain addresses: the bit generator has to outlive them.
    """
    try:
        import cffi
    except ImportError as e:
        raise ImportError("cffi cannot be imported.") from e

    ffi = cffi.FFI()
    state, next_uint64, next_uint32, next_double, table = native.addresses()
    return interface(
        state,
        ffi.cast("void *", state),
        ffi.cast("uint64_t (*)(void *)", next_uint64),
        ffi.cast("uint32_t (*)(void *)", next_uint32),
        ffi.cast("double (*)(void *)", next_double),
        ffi.cast("void *", table),
    )


def draws_from(bit_generator, refusal):
    """Return the native object that draws from a bit generator: one of ours, or any with a capsule.

    Raises `ValueError` with the text `refusal` where the capsule is none.
    """
    from .bit_generator import BitGenerator

    if isinstance(bit_generator, BitGenerator):
        return nc._Random(bit_generator._native, bit_generator.lock)
    capsule = bit_generator.capsule
    bits = nc._Bits.foreign(capsule, (bit_generator, capsule))
    if bits is None:
        raise ValueError(refusal)
    return nc._Random(bits, bit_generator.lock)
