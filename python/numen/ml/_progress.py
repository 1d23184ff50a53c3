"""The bar of a long fit: tqdm's (the extra `numen[progress]`), where a person is looking.

`verbose` means the same everywhere: None shows a bar on a terminal once a fit takes longer than `PATIENCE`, True
shows it at once and wherever standard error goes, False never. Without tqdm there is none.
"""

import sys
import time

__all__ = ["Progress", "bars_wanted"]

# Seconds before a bar comes by itself: nobody needs one for less, and tqdm need not be imported for it.
PATIENCE = 0.5


def bars_wanted(verbose):
    """Whether to show bars: as `verbose` says or, where it is None, if standard error is a terminal."""
    if verbose is not None:
        return bool(verbose)
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False  # there is none, or it is closed


class Progress:
    """Items, as they are, with a bar beside them that ends when the loop does, however that happens.

    Parameters
    ----------
    items : iterable
    title : str
        Stands before the bar.
    verbose : bool or None
    total : int, optional
        How many there are at most; by default the length of `items`, if they have one.
    unit : str
        What an item is.

    Examples
    --------
    >>> from numen.ml._progress import Progress
    >>> bar = Progress(range(3), "counting", verbose=False)
    >>> for i in bar:
    ...     bar.note(last=i)
    """

    def __init__(self, items, title, verbose=None, *, total=None, unit="round"):
        self.items, self.title, self.unit = items, title, unit
        self.total = len(items) if total is None and hasattr(items, "__len__") else total
        self.wanted = bars_wanted(verbose)
        self.patience = PATIENCE if verbose is None else 0.0
        self._bar = None

    def __iter__(self):
        return self._counted() if self.wanted else iter(self.items)

    def _counted(self):
        start, done = time.monotonic(), 0
        try:
            for item in self.items:
                if self._bar is None and self.wanted and time.monotonic() - start >= self.patience:
                    self._bar = self._made(done)
                yield item
                done += 1
                if self._bar is not None:
                    self._bar.update()
        finally:
            if self._bar is not None:
                self._bar.close()
                self._bar = None

    def _made(self, done):
        try:
            from tqdm.auto import tqdm
        except ImportError:
            self.wanted = False
            return None
        # Of bars within bars, the outermost stays when it is done (`leave=None`).
        return tqdm(
            desc=self.title, total=self.total, initial=done, unit=self.unit, leave=None, dynamic_ncols=True
        )

    def note(self, **numbers):
        """Show numbers behind the bar, if there is one."""
        if self._bar is not None:
            self._bar.set_postfix({name: f"{value:.4g}" for name, value in numbers.items()}, refresh=False)
