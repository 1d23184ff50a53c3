"""matplotlib, when something is drawn."""

__all__ = ["axes_for", "pyplot"]


def pyplot():
    """Return ``matplotlib.pyplot``, or say what to install."""
    try:
        import matplotlib.pyplot
    except ImportError as e:
        raise ImportError("plots need matplotlib, which is not installed: pip install 'numen[plot]'") from e
    return matplotlib.pyplot


def axes_for(ax):
    """Return the axes that were given, or new ones."""
    return pyplot().subplots(layout="constrained")[1] if ax is None else ax
