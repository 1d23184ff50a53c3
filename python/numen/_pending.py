"""Native functions that are not there yet: each raises `NotImplementedError` with its name."""

__all__ = []

PLANNED = """
array asarray asanyarray ascontiguousarray asfortranarray zeros ones empty full zeros_like ones_like
empty_like full_like arange linspace copyto putmask where sum mean std var min max amin amax argmin argmax
any all prod cumsum cumprod ptp clip round around dot matmul vdot inner outer concatenate stack vstack
hstack broadcast_to count_nonzero packbits unpackbits frombuffer fromiter from_dlpack
can_cast result_type promote_types min_scalar_type may_share_memory shares_memory unravel_index
ravel_multi_index normalize_axis_index normalize_axis_tuple flatiter
format_float_positional format_float_scientific datetime_as_string datetime_data
""".split()


def _stub(name):
    def missing(*args, **kwargs):
        raise NotImplementedError(f"numen.{name} is not there yet")

    missing.__name__ = missing.__qualname__ = name
    return missing


def install(core):
    """Put a stub into the native module for each planned function it lacks; return their names."""
    names = [name for name in PLANNED if not hasattr(core, name)]
    for name in names:
        setattr(core, name, _stub(name))
    return names
