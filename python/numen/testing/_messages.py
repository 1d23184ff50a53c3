"""What a failed comparison says."""

import numen as np

# A short remark goes on the line of the header; the two together stay below this width.
_LINE = 79
# Of a long representation this many lines are shown.
_SHOWN_LINES = 3


def build_err_msg(
    arrays,
    err_msg,
    header="Items are not equal:",
    verbose=True,
    names=("ACTUAL", "DESIRED"),
    precision=8,
):
    """Put together the text of a failed comparison.

    Parameters
    ----------
    arrays : sequence of objects
        What was compared, in the order of `names`.
    err_msg : str
        The caller's remark; short ones go behind the header, others on lines of their own.
    header : str
        The first line.
    verbose : bool
        Whether the objects themselves are shown.
    names : sequence of str
        A label for each object.
    precision : int
        Digits after the point for arrays.

    Returns
    -------
    str

    Examples
    --------
    >>> from numen.testing import build_err_msg
    >>> print(build_err_msg([1, 2], "first try"))
    <BLANKLINE>
    Items are not equal: first try
     ACTUAL: 1
     DESIRED: 2
    """
    text = "\n" + header
    remark = str(err_msg)
    if remark:
        fits = "\n" not in remark and len(remark) < _LINE - len(header)
        text += (" " if fits else "\n") + remark
    if verbose:
        for name, item in zip(names, arrays):
            text += f"\n {name}: {_representation(item, precision)}"
    return text


def _representation(item, precision):
    try:
        text = np.array_repr(item, precision=precision) if isinstance(item, np.ndarray) else repr(item)
    except Exception as problem:
        text = f"[repr failed for <{type(item).__name__}>: {problem}]"
    lines = text.splitlines()
    if text.count("\n") > _SHOWN_LINES:
        text = "\n".join(lines[:_SHOWN_LINES]) + "..."
    return text
