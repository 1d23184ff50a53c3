"""An array as HTML: one line with its shape, type and bytes, and what it looks like, bounded in size.

Up to two axes are a table, an image of bytes ``(height, width, 3)`` is the image, more axes are a drawing of the
box and the table of the first plane. Nothing of an array's content reaches the page unescaped.
"""

import html
import os

from .. import _core as nc
from .._printing import array2string
from . import drawing, image

__all__ = ["enabled", "of", "show"]

# Rows and columns shown; of longer axes the first and last `_EDGE`, and a mark between them.
_SHOWN = 10
_EDGE = 4
_GAP = "…"

# Characters of one element, and of the name of a type.
_CELL = 40
_NAME = 160

# Looks that must not depend on a theme: numbers on the right, digits of one width, blanks of texts kept.
_TABLE = (
    'cellpadding="5" style="border-collapse: collapse; text-align: right; '
    'font-variant-numeric: tabular-nums; white-space: pre"'
)
# Typesetting of formulas must leave texts such as "$1 to $2" alone (MathJax 2, MathJax 3).
_PLAIN = 'class="tex2jax_ignore mathjax_ignore"'

# Stands in no number's text; a blank as wide as a digit.
_BETWEEN = "\x00"
_DIGIT_BLANK = "\u2007"

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")

_state = {"on": os.environ.get("NUMEN_HTML", "1") not in ("0", "off", "no")}


def show(on=True):
    """Switch the pages of arrays in notebooks on or off; off, notebooks show the text of ``repr``.

    The variable of the environment ``NUMEN_HTML=0`` starts with them off.

    Parameters
    ----------
    on : bool

    Examples
    --------
    >>> import numen as np
    >>> from numen.display import html
    >>> html.show(False)
    >>> np.arange(3)._repr_html_() is None
    True
    >>> html.show(True)
    """
    _state["on"] = bool(on)


def enabled():
    """Whether arrays have pages."""
    return _state["on"]


def of(array):
    """The page of an array, or None where they are off.

    Parameters
    ----------
    array : ndarray
        Subclasses are shown as the plain array that they are.

    Returns
    -------
    str or None

    Examples
    --------
    >>> import numen as np
    >>> from numen.display import html
    >>> "int64" in html.of(np.arange(3))
    True
    """
    if not enabled():
        return None
    name = html.escape(type(array).__name__)
    array = nc.asarray(array)
    parts = [f"<div {_PLAIN}><div><b>{name}</b> {_facts(array)}</div>"]
    if array.size and image.shows(array):
        parts.append(image.of(array))
    elif array.ndim > 2:
        parts.append(drawing.of(array.shape))
        if array.size:
            first = (0,) * (array.ndim - 2)
            label = ", ".join([*map(str, first), ":", ":"])
            parts.append(f"<div>[{label}]</div>{_table(array[first])}")
    elif array.size:
        parts.append(_table(array))
    parts.append("</div>")
    return "".join(parts)


def _facts(array):
    shape = " × ".join(map(str, array.shape)) or "no axes"
    return f"{shape} &middot; <code>{html.escape(_cut(str(array.dtype), _NAME))}</code> &middot; {_bytes(array.nbytes)}"


def _bytes(n):
    power = 0
    while n >= 1024 ** (power + 1) and power < len(_UNITS) - 1:
        power += 1
    return f"{n} B" if power == 0 else f"{n / 1024**power:.1f} {_UNITS[power]}"


def _cut(text, length):
    return text if len(text) <= length else text[: length - 1] + _GAP


def _places(length):
    """The positions of an axis that are shown; None is the gap."""
    if length <= _SHOWN:
        return list(range(length))
    return [*range(_EDGE), None, *range(length - _EDGE, length)]


def _table(array):
    """Up to two axes as a table; the headings are the positions."""
    rows = _places(array.shape[0]) if array.ndim == 2 else [0]
    columns = _places(array.shape[-1]) if array.ndim else [0]
    cells = [[_GAP] * len(rows) if c is None else _column(array, rows, c) for c in columns]
    lines = []
    if array.ndim:
        corner = "<th></th>" if array.ndim == 2 else ""
        lines.append(corner + "".join(f"<th>{_GAP if c is None else c}</th>" for c in columns))
    for i, r in enumerate(rows):
        head = f"<th>{_GAP if r is None else r}</th>" if array.ndim == 2 else ""
        lines.append(head + "".join(f"<td>{column[i]}</td>" for column in cells))
    return f"<table {_TABLE}>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _column(array, rows, column):
    """The cells of a column, a gap where `rows` has one; numbers are written as `repr` of the column would."""
    shown = [r for r in rows if r is not None]
    if array.dtype.kind in "OSUV":
        cells = iter([_element(array, (row, column)[2 - array.ndim :]) for row in shown])
    else:
        place = {0: ..., 1: slice(column, column + 1), 2: (shown, column)}[array.ndim]
        cells = map(_number, _texts(array[place].ravel()))
    return [_GAP if row is None else html.escape(_cut(next(cells), _CELL)) for row in rows]


def _texts(values):
    """What `repr` writes for each element of one axis, with the blanks that align them."""
    try:
        text = array2string(values, separator=_BETWEEN, max_line_width=1 << 30, threshold=1 << 30)
        return text[1:-1].split(_BETWEEN)
    except Exception as error:  # a formatter of the program's (`set_printoptions`)
        return [f"<{type(error).__name__}>"] * len(values)


def _number(text):
    """The text without the quotes of dates; blanks behind it keep points below points, on the right of a cell."""
    return text.strip().strip("'") if "'" in text else text.lstrip().replace(" ", _DIGIT_BLANK)


def _element(array, place):
    """The text of an object, a string or a record."""
    try:
        text = array2string(array[(*place, ...)]) if array.dtype.kind == "V" else str(array[place])
    except Exception as error:  # an object of the program's that cannot print itself must not spoil the page
        text = f"<{type(error).__name__}>"
    # Before the text is looked at letter by letter: it may be a book.
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: _CELL + 1])
