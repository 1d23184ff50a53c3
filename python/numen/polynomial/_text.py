"""Series as text: for terminals, in two styles, and as a formula for notebooks."""

import numbers

from .. import _core as nc
from .._printing import get_printoptions

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def format_float(x, parens=False):
    """Return a number as text, as the print options have it.

    Parameters
    ----------
    x : scalar
        What is not a NumPy float is given to `str`.
    parens : bool, optional
        Put parentheses around a number with an exponent.

    Returns
    -------
    str

    Examples
    --------
    >>> import numen as np
    >>> from numen.polynomial import polyutils as pu
    >>> pu.format_float(np.float64(2.5e9), parens=True)
    '(2.5e+09)'
    """
    if not isinstance(x, (float, nc.floating)):
        return str(x)
    options = get_printoptions()
    if nc.isnan(x):
        return options["nanstr"]
    if nc.isinf(x):
        return options["infstr"]
    fixed = options["floatmode"] == "fixed"
    precision = options["precision"]
    style = {
        "precision": precision,
        "unique": not fixed,
        "trim": "k" if fixed else "0",
        "sign": options["sign"] == "+",
    }
    size = abs(x)
    # From here on, the digits that fixed notation would show no longer tell numbers apart.
    if x != 0 and (size >= 1e8 or size < 10.0 ** min(0, -(precision - 1) // 2)):
        text = nc.format_float_scientific(x, **style)
        return f"({text})" if parens else text
    return nc.format_float_positional(x, fractional=True, **style)


def mapped(symbol, scalar, off, scale):
    """The text of ``off + scale * symbol``, and whether it is more than the symbol."""
    term = symbol if scale == 1 else f"{scalar(scale)}{symbol}"
    if off != 0:
        term = f"{scalar(off)} + {term}"
    return term, not (off == 0 and scale == 1)


def lines(poly, term_of):
    """The terms with signs between them, broken before the width of the print options."""
    width = max(get_printoptions()["linewidth"], 1)
    out = format_float(poly.coef[0])
    name, parens = poly._format_term(format_float, *poly.mapparms())
    if parens:
        name = f"({name})"
    last = len(poly.coef) - 1
    for i, c in enumerate(poly.coef[1:], 1):
        try:
            term = f"+ {format_float(c, True)}" if c >= 0 else f"- {format_float(-c, True)}"
        except TypeError:
            # Complex objects, text and the like have no order.
            term = f"+ {c}"
        term += term_of(str(i), name)
        length = len(out) - out.rfind("\n") - 1 + 1 + len(term)
        # The sign of the next term ends this line.
        if i < last:
            length += 2
        out += " " + (term.replace(" ", "\n", 1) if length >= width else term)
    return out


def latex(poly):
    """The formula of a series; terms with coefficient zero are grey."""
    scalar = poly._repr_latex_scalar
    name, parens = poly._format_term(scalar, *poly.mapparms())
    body = ""
    for i, c in enumerate(poly.coef):
        if i == 0:
            part = scalar(c)
        elif not isinstance(c, numbers.Real):
            part = f" + ({scalar(c)})"
        elif c >= 0:
            part = f" + {scalar(c, parens=True)}"
        else:
            part = f" - {scalar(-c, parens=True)}"
        term = poly._repr_latex_term(i, name, parens)
        if term != "1":
            part = rf"{part}\,{term}"
        body += rf"\color{{LightGray}}{{{part}}}" if c == 0 else part
    return rf"${poly.symbol} \mapsto {body}$"
