"""The shape of an array of three or more axes as a box: the last three axes are its sides."""

import math

__all__ = ["of"]

# Pixels of the shortest and the longest side, and of what is around the box for its labels.
_SHORT, _LONG = 14, 110
_MARGIN = 36
# How far back the depth goes, across and up, for each of its pixels.
_SLANT = 0.5


def _side(length, longest):
    """A side's pixels: logarithmic, so that 3 beside 1000 can be seen."""
    if length == 0:
        return 0
    share = math.log1p(length) / math.log1p(longest)
    return round(_SHORT + (_LONG - _SHORT) * share)


def of(shape):
    """The drawing of a shape, an SVG; axes before the last three are written in front of it.

    Parameters
    ----------
    shape : tuple of int
        Three or more lengths.

    Examples
    --------
    >>> from numen.display import drawing
    >>> drawing.of((2, 3, 4)).count("<polygon")
    3
    """
    *before, deep, high, wide = shape
    longest = max(deep, high, wide, 1)
    z, y, x = (_side(length, longest) for length in (deep, high, wide))
    dx, dy = round(z * _SLANT), round(z * _SLANT)
    left, top = _MARGIN, 16
    a = (left + dx, top)  # the upper left corner of the back
    faces = (
        ((left, top + dy), (left + x, top + dy), (left + x, top + dy + y), (left, top + dy + y)),
        ((left, top + dy), a, (a[0] + x, top), (left + x, top + dy)),
        ((left + x, top + dy), (a[0] + x, top), (a[0] + x, top + y), (left + x, top + dy + y)),
    )
    width, height = left + x + dx + _MARGIN, top + dy + y + 22
    polygons = "".join(
        f'<polygon points="{" ".join(f"{px},{py}" for px, py in face)}" fill="{fill}" stroke="#555"/>'
        for face, fill in zip(faces, ("#f4c27a", "#f9dcae", "#d9a253"))
    )
    labels = (
        (left + x // 2, top + dy + y + 15, wide, "middle"),
        (left - 5, top + dy + y // 2 + 4, high, "end"),
        (left + dx // 2 - 5, top + dy // 2, deep, "end"),
    )
    texts = "".join(
        f'<text x="{px}" y="{py}" font-size="11" text-anchor="{anchor}" fill="currentColor">{length}</text>'
        for px, py, length, anchor in labels
    )
    lead = f"<div>{' × '.join(map(str, before))} ×</div>" if before else ""
    return f'{lead}<svg width="{width}" height="{height}" role="img">{polygons}{texts}</svg>'
