"""Units of dates, and dates as text."""

import datetime
import os
import time

import numpy
import pytest
from programs import agree, lines

import numen as np

NAMES = {
    "a": lambda np: np.array(["2020-01-31T12:34:56.789", "NaT", "1969-12-31T23:59:59.999"], "M8[ms]"),
    "b": lambda np: np.array(["2020-07-31T23:34", "2021-01-01T00:00", "1971-02-03T18:30"], "M8[m]"),
    "tz": datetime.timezone(datetime.timedelta(hours=5, minutes=30)),
}


@pytest.mark.parametrize(
    "code",
    lines("""
    [np.datetime_data(d) for d in ('M8[25us]', 'M8', 'm8', 'm8[3D]', 'M8[as]', '>M8[W]', 'M8[ns]')]
    np.datetime_data('i8')
    np.datetime_as_string(a), np.datetime_as_string(a, unit='auto'), np.datetime_as_string(a, timezone='UTC')
    [np.datetime_as_string(a, unit=u) for u in ('Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns')]
    np.datetime_as_string(a, unit='M', casting='unsafe'), np.datetime_as_string(a, unit='ns', casting='safe')
    np.datetime_as_string(a, unit='s', casting='safe')
    np.datetime_as_string(a, unit='s', casting='equiv')
    np.datetime_as_string(a, unit='zz')
    np.datetime_as_string(a, unit=5)
    np.datetime_as_string(a, unit='generic')
    np.datetime_as_string(a, casting='x', unit='s')
    np.datetime_as_string(a, timezone='xx')
    np.datetime_as_string(a, timezone=5)
    np.datetime_as_string('2020-01-01')
    np.datetime_as_string(np.array([1], 'm8[s]'))
    np.datetime_as_string(a[0]), np.datetime_as_string(np.array([], 'M8[s]')), np.datetime_as_string(a.reshape(3, 1))
    np.datetime_as_string(np.datetime64('2020-01')), np.datetime_as_string(np.datetime64('2020-01'), unit='auto')
    np.datetime_as_string(np.array(['2020-01-01T00:00', '2020-01-01T12:00'], 'M8[m]'), unit='auto', timezone='UTC')
    np.datetime_as_string(np.array(['2020-01-01T00:00:05', '2020-01-01T00:00:05.1'], 'M8[ns]'), unit='auto')
    np.datetime_as_string(np.array([-1, -1000, 12345678901234567], 'M8[ps]'), unit='auto')
    np.datetime_as_string(np.array([1], 'M8[W]'), unit='auto'), np.datetime_as_string(np.array([[1, 2]], 'M8[3s]'))
    np.datetime_as_string(np.array(['2020-01-01T05:00'], 'M8[h]'), unit='auto'), np.datetime_as_string(np.array(['NaT'], 'M8'))
    np.datetime_as_string(b, timezone=tz), np.datetime_as_string(b, unit='auto', timezone=tz)
    np.datetime_as_string(b, unit='h', timezone=tz), np.datetime_as_string(b, unit='ms', timezone=tz)
    np.datetime_as_string(b, unit='D', timezone=tz, casting='unsafe')
    np.datetime_as_string(b, unit='D', timezone=tz)
    np.datetime_as_string(b.astype('M8[D]'), timezone='local')
    """),
)
def test_programs(code):
    agree(code, layout=False, **NAMES)


def test_local_times(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        for text in ("2020-07-31T23:34:56", "2020-12-31T02:00:00", "1900-01-01T00:00:00"):
            for unit in ("s", "h", "ms", "auto"):
                mine, other = (
                    lib.datetime_as_string(lib.datetime64(text), unit=unit, timezone="local")
                    for lib in (np, numpy)
                )
                assert str(mine) == str(other)
    finally:
        os.environ.pop("TZ", None)
        monkeypatch.undo()
        time.tzset()
