"""Which compiled variant of a function runs."""

__all__ = ["opt_func_info"]


def opt_func_info(func_name=None, signature=None):
    """Refuse: kernels here are chosen by CPU level once for the whole process, not function by function.

    Parameters
    ----------
    func_name, signature : str, optional
        Patterns of names and types.

    Raises
    ------
    NotImplementedError
        Always.
    """
    # Not to come: there are no targets of single functions to tell of.
    raise NotImplementedError(
        "numen chooses its kernels by one CPU level for the whole process: see `python -m numen info`"
    )
