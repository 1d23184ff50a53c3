"""Docstrings for objects that came without one."""

import sys

__all__ = ["add_docstring", "add_newdoc"]


def add_docstring(obj, docstring):
    """Give an object a docstring, if it has none.

    Parameters
    ----------
    obj : object
        A function or class.
    docstring : str
        The text.

    Raises
    ------
    RuntimeError
        When the object has another one.
    TypeError
        When it cannot have one.
    """
    if not isinstance(docstring, str):
        raise TypeError(f"add_docstring() argument 2 must be str, not {type(docstring).__name__}")
    current = getattr(obj, "__doc__", None)
    if current == docstring:
        return
    if current is not None:
        raise RuntimeError(f"{getattr(obj, '__name__', obj)} method already has a different docstring")
    try:
        obj.__doc__ = docstring
    except (AttributeError, TypeError) as e:
        raise TypeError("Cannot set a docstring for that object") from e


def add_newdoc(place, obj, doc, warn_on_python=True):
    """Give docstrings to an object of a module and to its attributes.

    Parameters
    ----------
    place : str
        Name of the module.
    obj : str
        Name of the object in it.
    doc : str, pair, or list of pairs
        A docstring; or the name of an attribute and its docstring.
    warn_on_python : bool, optional
        Kept for compatibility.
    """
    module = __import__(place, globals(), {}, [obj])
    target = getattr(sys.modules.get(place, module), obj)
    if isinstance(doc, str):
        add_docstring(target, doc.strip())
        return
    for attribute, text in [doc] if isinstance(doc, tuple) else doc:
        add_docstring(getattr(target, attribute), text.strip())
