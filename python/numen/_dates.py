"""Units of dates and durations, and dates as text."""

import datetime
import time

from . import _core as nc
from ._array_function import array_function_dispatch

__all__ = ["datetime_as_string", "datetime_data"]

# Characters of a date to each unit, as NumPy reserves them: years take up to 21 digits and a sign.
_WIDTHS = {
    "generic": 4, "Y": 22, "M": 25, "W": 28, "D": 28, "h": 32, "m": 35, "s": 38, "ms": 42, "us": 45, "ns": 48,
    "ps": 51, "fs": 54, "as": 57,
}  # fmt: skip
_AUTO_WIDTH = 62
_OFFSET_WIDTH = 4
_DATES = ("generic", "Y", "M", "W", "D")


@array_function_dispatch(lambda dtype: ())
def datetime_data(dtype, /):
    """Return the unit of a type of dates or durations, and how many of it make a step.

    Parameters
    ----------
    dtype : dtype
        A datetime64 or timedelta64 type.

    Returns
    -------
    tuple of str and int
        The unit, ``'generic'`` where there is none, and the count.

    Raises
    ------
    TypeError
        When the type is neither.

    Examples
    --------
    >>> import numen as np
    >>> np.datetime_data('M8[25us]')
    ('us', 25)
    """
    dtype = nc.dtype(dtype)
    if dtype.kind not in "mM":
        raise TypeError("cannot get datetime metadata from non-datetime type")
    unit = dtype.str[3:].strip("[]")
    if not unit:
        return "generic", 1
    base = unit.lstrip("0123456789")
    return base, int(unit[: len(unit) - len(base)] or 1)


@array_function_dispatch(lambda arr, unit=None, timezone="naive", casting="same_kind": (arr,))
def datetime_as_string(arr, unit=None, timezone="naive", casting="same_kind"):
    """Return dates as text in the form of ISO 8601.

    Parameters
    ----------
    arr : array_like of datetime64
        The dates, in UTC.
    unit : str, optional
        How precise the text is: a unit of dates, or ``'auto'`` for what each date needs; by default the
        array's own unit.
    timezone : {'naive', 'UTC', 'local'} or tzinfo
        Whether nothing, a ``Z`` or the offset from UTC follows the time; dates are shown as they are on the clocks
        there.
    casting : str
        Which rule lets the array's unit become the text's.

    Returns
    -------
    ndarray of str, or str for a single date

    Raises
    ------
    TypeError
        When `arr` holds no dates or the rule forbids the unit.

    Examples
    --------
    >>> import numen as np
    >>> np.datetime_as_string(np.array(['2020-01-31T12:34', '2021-06-01'], 'M8[m]'), unit='D')
    array(['2020-01-31', '2021-06-01'], dtype='<U28')
    >>> np.datetime_as_string(np.datetime64('2020-01-31T12:34'), timezone='UTC')
    np.str_('2020-01-31T12:34Z')
    """
    arr = nc.asarray(arr)
    if arr.dtype.kind != "M":
        raise TypeError("input must have type NumPy datetime")
    own = datetime_data(arr.dtype)[0]
    wanted = _wanted(unit, own, casting)
    zone = _zone(timezone)
    local = not isinstance(zone, str)
    if local and wanted in _DATES and casting != "unsafe":
        raise TypeError(
            "Cannot create a local timezone-based date string from a NumPy datetime without forcing 'unsafe' casting"
        )
    width = _AUTO_WIDTH if wanted == "auto" else _WIDTHS[wanted]
    if local and wanted not in _DATES and wanted != "auto":
        width += _OFFSET_WIDTH
    texts = [_text(x, own, wanted, zone) for x in arr.ravel()]
    out = nc.array(texts, dtype=f"U{width}").reshape(arr.shape)
    return out[()]


def _wanted(unit, own, casting):
    """The unit of the text."""
    if unit is None:
        return own
    if not isinstance(unit, str):
        raise TypeError("bad argument type for built-in operation")
    if unit == "auto":
        return unit
    if unit not in _WIDTHS:
        raise TypeError(f'Invalid datetime unit "{unit}" in metadata')
    kinds = [nc.dtype("M8" if u == "generic" else f"M8[{u}]") for u in (own, unit)]
    if not nc.can_cast(*kinds, casting):
        raise TypeError(
            f"Cannot create a datetime string as units '{unit}' from a NumPy datetime with units '{own}' "
            f"according to the rule '{casting}'"
        )
    return unit


def _zone(timezone):
    """What follows a time, or the function that gives an offset from UTC in minutes (None: unknown)."""
    if timezone == "naive":
        return ""
    if timezone == "UTC":
        return "Z"
    if timezone == "local":
        return _local_offset
    if isinstance(timezone, str):
        raise ValueError(f'Unsupported timezone input string "{timezone}"')
    if not isinstance(timezone, datetime.tzinfo):
        raise TypeError(
            f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(timezone).__name__}'"
        )

    def offset(minutes):
        date = _calendar(minutes).replace(tzinfo=timezone)
        there = timezone.fromutc(date).replace(tzinfo=None)
        return (there - date.replace(tzinfo=None)) // datetime.timedelta(minutes=1)

    return offset


def _calendar(minutes):
    year = 1970 + int(nc.datetime64(minutes, "m").astype("M8[Y]").astype("i8"))
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(minutes=minutes)


def _local_offset(minutes):
    """The offset the system's clocks have; they know none before 1970."""
    if minutes < 0:
        return None
    return time.localtime(minutes * 60).tm_gmtoff // 60


def _text(x, own, wanted, zone):
    if nc.isnat(x):
        return "NaT"
    suffix, local = zone, False
    if not isinstance(zone, str):
        minutes = int(x.astype("M8[m]").astype("i8"))
        shift = zone(minutes)
        suffix = ""
        if shift is not None:
            local = True
            suffix = f"{'-' if shift < 0 else '+'}{abs(shift) // 60:02}{abs(shift) % 60:02}"
            fine = own if own not in (*_DATES, "h", "m") else "m"
            x = x.astype(f"M8[{fine}]") + nc.timedelta64(shift, "m")
            own = fine
    if wanted == "auto":
        date, _, clock = str(x.astype("M8[D]") if own in _DATES else x).partition("T")
        clock = _shortest(clock, local)
        return f"{date}T{clock}{suffix}" if clock else date
    shown = _finer(x, own, wanted)
    return shown + suffix if "T" in shown else shown


def _finer(x, own, wanted):
    """A date as text down to a unit: a finer one than its own adds zeros, which need no number of that unit."""
    units = list(_WIDTHS)
    digits = 3 * (units.index(wanted) - units.index("s"))
    if wanted == own or units.index(own) > units.index(wanted) or digits <= 0:
        # Weeks are shown by their days, and not begun anew.
        return str(x if wanted == own else x.astype(f"M8[{'D' if wanted == 'W' else wanted}]"))
    whole, _, fraction = str(x if units.index(own) >= units.index("s") else x.astype("M8[s]")).partition(".")
    return f"{whole}.{fraction.ljust(digits, '0')}"


def _shortest(clock, local):
    """A time to the last unit that is not zero: nothing, minutes, seconds or thousandths of them."""
    whole, _, fraction = clock.partition(".")
    hour, minute, second = (whole.split(":") + ["00", "00"])[:3] if whole else ("00", "00", "00")
    fraction = fraction.rstrip("0")
    if fraction:
        return f"{hour}:{minute}:{second}.{fraction.ljust(-(-len(fraction) // 3) * 3, '0')}"
    if second != "00":
        return f"{hour}:{minute}:{second}"
    if local or (hour, minute) != ("00", "00"):
        return f"{hour}:{minute}"
    return ""
