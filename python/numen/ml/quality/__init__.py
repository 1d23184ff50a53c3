"""What is wrong with a data set, and cleaning that can be replayed on new data."""

from ._cleaner import Cleaner
from ._report import Report, report

__all__ = ["Cleaner", "Report", "report"]
