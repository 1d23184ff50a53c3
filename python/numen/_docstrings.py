"""Sections that several docstrings share, written once."""

import re
from types import FunctionType

__all__ = []

_PLACE = re.compile(r"^( *)\{(\w+)\}$", re.MULTILINE)


def completed(sections):
    """Return a decorator that puts shared sections in the place of lines that are their names in braces.

    A class has its own docstring and those of its methods completed. Braces within a line stand for themselves, and
    a name that the table lacks is an error.

    Parameters
    ----------
    sections : dict of str to str
        Texts without indentation, of one or more lines.

    Returns
    -------
    callable
        Takes a function or class and returns it.

    Raises
    ------
    KeyError
        By the decorator, when a docstring names a section that is not in the table.

    Examples
    --------
    >>> from numen._docstrings import completed
    >>> @completed({"size": "size : int\\n    How many."})
    ... def draw(size):
    ...     '''Draw.
    ...
    ...     {size}
    ...     '''
    >>> print(draw.__doc__.splitlines()[3].strip())
    How many.
    """

    def section(place):
        indent, name = place.groups()
        return "\n".join(indent + line if line else "" for line in sections[name].split("\n"))

    def complete(target):
        own = vars(target).values() if isinstance(target, type) else ()
        for each in (target, *(f for f in own if isinstance(f, FunctionType))):
            if each.__doc__ is not None:  # without docstrings under -OO
                each.__doc__ = _PLACE.sub(section, each.__doc__)
        return target

    return complete
