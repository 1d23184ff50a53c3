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


@pytest.mark.parametrize(
    "code",
    lines("""
    np.datetime64('2000-01-01', '[D]'), np.timedelta64(5, '[25s]'), np.datetime64('2000', ('D', 2))
    np.datetime64('2000-01-01', 'D2')
    np.timedelta64(5, '')
    np.timedelta64(5, ('D',))
    np.datetime64('2000-01-01T00+01'), np.array(['2000-01-01T00Z'], 'M8[s]'), np.array(['2000-01-01T00Z']).astype('M8[s]')
    np.datetime64(dt.datetime(2000, 1, 1, tzinfo=tz))
    np.timedelta64(np.timedelta64(3, 's'), 'M')
    np.array([np.timedelta64(3, 'Y')], 'm8[D]')
    np.timedelta64(dt.timedelta(weeks=2), 'M')
    np.timedelta64(dt.timedelta(hours=3), 'Y')
    np.timedelta64(np.timedelta64('NaT', 's'), 'M'), np.timedelta64(np.timedelta64(3, 'Y'), 'M')
    np.array(np.timedelta64(3, 's')).astype('m8[M]'), np.array([3, 40], 'm8[M]').astype('m8[D]')
    np.array(['2000-01-31', 'NaT', '1969-12-31'], 'M8[D]').astype('M8[M]').astype('M8[h]').astype('M8[W]')
    np.array([1, 2], '>M8[h]').astype('M8[us]'), np.array([1, 2], 'M8[ns]')[::-1].astype('>M8[s]')
    np.array([2**62], 'M8[Y]').astype('M8[as]')
    np.datetime64([1], 'D')
    np.datetime64(np.int32(7), 'D')
    np.datetime64(np.array('2000-01-01T03', 'M8[h]'), 'D'), np.timedelta64(np.int32(7), 'D')
    int(np.timedelta64(5, 's'))
    float(np.timedelta64(5, 'D'))
    int(np.timedelta64(5, 'Y')), int(np.timedelta64(5, 'ns')), float(np.timedelta64(5))
    complex(np.array('2000', 'M8'))
    np.array([np.timedelta64(5, 's')], int)
    repr(np.datetime64(5, 'h')), repr(np.datetime64(5, 'm')), repr(np.datetime64('NaT', 'h'))
    hash(np.datetime64('2000')) == hash(dt.datetime(2000, 1, 1)), hash(np.timedelta64(3, 'h')) == hash(dt.timedelta(hours=3))
    len({np.datetime64('2000'), np.datetime64('2000-01'), np.datetime64('2000-01-01T00:00:00.000000000')})
    {np.timedelta64(1, 'D'): 1}[np.timedelta64(24, 'h')], {np.timedelta64(1, 'Y'): 1}[np.timedelta64(12, 'M')]
    hash(np.datetime64(500000, 'W')) == hash(np.datetime64(np.datetime64(500000, 'W'), 's'))
    hash(np.timedelta64(3))
    np.datetime_as_string(np.datetime64('2032-07-18T12:23:34.123456', 'us'), unit='as')
    np.datetime_as_string(np.datetime64('2300-07-18'), unit='fs', casting='unsafe')
    np.subtract.reduce(a)
    np.subtract.accumulate(a[:1])
    np.maximum(a, a, dtype='M'), np.maximum.reduce(a, dtype='M'), np.add.reduce(np.arange(4, dtype='m8[s]'), dtype='m')
    np.arange(4, dtype='m8[s]').sum(dtype='m8[ms]')
    a.argmax(), a.argmin(), a[::2].argmax(), np.array([3, -5, 3], 'm8[s]').argmax(), np.array([3, -5, 3], '>m8[s]').argmin()
    np.array([['2000', 'NaT'], ['2001', '1999']], 'M8[Y]').argmax(axis=1), np.array([[1, 2], [5, 0]], 'm8[s]').argmin(axis=0)
    """),
)
def test_scalars_and_casts(code):
    agree(code, dt=datetime, **NAMES)


def test_nat_hashes_by_identity():
    x, y = np.datetime64(), np.datetime64()
    assert hash(x) != hash(y) and hash(x) == hash(x)
