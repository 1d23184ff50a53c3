"""`arange` of dates and durations."""

import pytest
from programs import agree, lines


@pytest.mark.parametrize(
    "code",
    lines("""
    np.arange('2020-01-01', '2020-01-05', dtype='M8[D]')
    np.arange('2020', '2023', dtype='M8')
    np.arange('2020-01', '2020-02', dtype='M8[D]')
    np.arange(np.datetime64('2020-01'), np.datetime64('2020-04'))
    np.arange(np.datetime64('2020-01-01'), 5)
    np.arange(np.datetime64('2020-01-01'), np.timedelta64(3, 'D'))
    np.arange(np.datetime64('2020-01-01'), np.datetime64('2020-01-10'), np.timedelta64(3, 'D'))
    np.arange(np.datetime64('2020-01-01'), np.datetime64('2020-01-02'), np.timedelta64(6, 'h'))
    np.arange(np.datetime64('2020-01-01T00'), np.datetime64('2020-01-03'), np.timedelta64(1, 'D'))
    np.arange(np.datetime64('2020-01-10'), np.datetime64('2020-01-01'), -2)
    np.arange(1, 5, dtype='M8[s]'), np.arange(5, dtype='m8[s]'), np.arange(3, None, dtype='m8[s]')
    np.arange(np.timedelta64(5, 'D')), np.arange(np.timedelta64(1, 'D'), 5), np.arange(0, 3, np.timedelta64(1, 's'))
    np.arange(np.timedelta64(1, 'D'), np.timedelta64(49, 'h'), np.timedelta64(5, 'h'))
    np.arange(np.datetime64('2020-01-01'))
    np.arange(5, dtype='M8[s]')
    np.arange(np.datetime64('2020-01-10'), np.datetime64('2020-01-01'), 0)
    np.arange(np.datetime64('NaT'), np.datetime64('2020-01-01'))
    np.arange(1.5, 3, dtype='m8[s]')
    np.arange(0, np.datetime64('2020-01-02'))
    np.arange(np.datetime64('2020-01-01'), np.datetime64('2020-01-02'), np.datetime64('2020-01-02'))
    np.arange(np.timedelta64(0, 'Y'), np.timedelta64(5, 'D'))
    np.arange(np.datetime64('2020-01-01'), np.datetime64('2020-03-02'), np.timedelta64(1, 'M'))
    np.arange(np.datetime64('2020-01-01'), np.datetime64('2020-01-05'), dtype='m8[D]')
    """),
)
def test_ranges(code):
    agree(code, layout=False)
