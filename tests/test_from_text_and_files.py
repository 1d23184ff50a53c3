"""`fromstring` and `fromfile` against NumPy."""

import io

import numpy
import pytest
from agreement import agree, same

import numen as np

TEXTS = [
    ("1 2 3", dict(sep=" ")),
    ("1 2 x", dict(sep=" ")),
    ("1,2,", dict(sep=",")),
    ("1,,2", dict(sep=",")),
    ("", dict(sep=",")),
    ("x", dict(sep=",")),
    ("1 2", dict()),
    (b"1 2", dict(sep=" ")),
    ("é", dict(sep=" ")),
    ("1.5 2", dict(sep=" ", dtype=int)),
    ("300 -1", dict(sep=" ", dtype="i1")),
    ("300 -1", dict(sep=" ", dtype="u1")),
    ("300 1", dict(sep=" ", dtype="u1")),
    ("99999999999999999999 1", dict(sep=" ", dtype="i8")),
    ("18446744073709551616 5", dict(sep=" ", dtype="u8")),
    ("1+2j 3j 4 1-2.5j", dict(sep=" ", dtype=complex)),
    ("1+2j,3", dict(sep=",", dtype="c8")),
    ("1 0 2.5 nan", dict(sep=" ", dtype=bool)),
    ("a b", dict(sep=" ", dtype="U1")),
    ("a b", dict(sep=" ", dtype=object)),
    ("1 2", dict(sep=" ", dtype="i4,i4")),
    ("1 2 3 4", dict(sep=" ", dtype="(2,)i4")),
    ("1 2", dict(sep=" ", dtype="M8[s]")),
    ("1e400 -1e400 1e-400", dict(sep=" ")),
    ("nan(foo) +inf -infinity NaN", dict(sep=" ")),
    ("1\t\n2", dict(sep=" ")),
    ("1_x_2", dict(sep="_x_")),
    ("1 _ 2", dict(sep="_")),
    ("1 a b 2", dict(sep=" a  b ")),
    ("1ab2", dict(sep="a b")),
    ("70000 1e9 .1", dict(sep=" ", dtype="f2")),
    ("1 2\x003", dict(sep=" ")),
    ("1. .5 1e5 1e", dict(sep=" ")),
    ("+1 -1", dict(sep=" ", dtype=int)),
    ("1 2 3", dict(sep=" ", count=2)),
    ("1 2 x", dict(sep=" ", count=2)),
    ("1 2", dict(sep=" ", dtype="i4", count=0)),
    ("1;2", dict(sep=",")),
    ("1 2", dict(sep=5)),
    (5, dict(sep=" ")),
    (bytearray(b"1 2"), dict(sep=" ")),
]


@pytest.mark.parametrize("text, keywords", TEXTS)
def test_fromstring(text, keywords):
    agree("fromstring", text, **keywords)


def test_many_numbers():
    values = numpy.random.default_rng(0).normal(size=20_000) * 1e3
    text = " , ".join(map(repr, values.tolist()))
    same(np.fromstring(text, sep=","), numpy.fromstring(text, sep=","))


@pytest.mark.parametrize(
    "content, keywords",
    [
        (b"1 2 3", dict(sep=" ")),
        (b"1 2 x", dict(sep=" ")),
        (b"1 2 3", dict(sep=" ", count=2)),
        (b"1 2 3", dict(sep=" ", count=9)),
        (b"1 2 3", dict(sep=" ", offset=1)),
        (b"", dict(sep=" ")),
        (b"", dict()),
        (bytes(range(30)), dict(dtype="u1")),
        (bytes(range(30)), dict(dtype=">i4")),
        (bytes(range(30)), dict(dtype="u1", count=7)),
        (bytes(range(30)), dict(dtype="u1", count=99)),
        (bytes(range(30)), dict(dtype="u1", count=-5)),
        (bytes(range(30)), dict(dtype="i2", offset=3, count=4)),
        (bytes(range(30)), dict(dtype="i2", offset=99)),
        (bytes(range(30)), dict(dtype="i2", offset=-1)),
        (bytes(range(30)), dict(dtype="(2,3)u1")),
        (bytes(range(30)), dict(dtype="u1,i2")),
        (bytes(range(30)), dict(dtype="S4")),
        (bytes(range(30)), dict(dtype="S4", sep=" ")),
        (bytes(range(30)), dict(dtype=object)),
        (bytes(range(30)), dict(dtype="U0")),
    ],
)
def test_fromfile(tmp_path, content, keywords):
    path = tmp_path / "items"
    path.write_bytes(content)
    agree("fromfile", str(path), **keywords)
    agree("fromfile", path, **keywords)


def test_wrong_files(tmp_path):
    agree("fromfile", str(tmp_path / "nothing"))
    agree("fromfile", 5)
    agree("fromfile", io.BytesIO(b"1"))


@pytest.mark.parametrize("buffering", [0, -1])
def test_place_in_the_file(tmp_path, buffering):
    path = tmp_path / "items"
    path.write_bytes(bytes(range(40)))

    def read(library):
        with open(path, "rb", buffering=buffering) as f:
            f.read(3)
            yield library.fromfile(f, "u1", 4).tolist(), f.tell()
            yield library.fromfile(f, "u1", 2, offset=3).tolist(), f.tell(), f.read(1)
            yield library.fromfile(f, "i8").tolist(), f.tell()

    assert list(read(np)) == list(read(numpy))


@pytest.mark.parametrize("mode", ["r", "rb"])
def test_place_in_a_text(tmp_path, mode):
    path = tmp_path / "numbers"
    path.write_bytes(b"1 2 3 4 5 6")

    def read(library):
        with open(path, mode) as f:
            yield library.fromfile(f, "i4", 2, sep=" ").tolist()
            yield f.tell(), f.read()

    assert list(read(np)) == list(read(numpy))


def test_round_trip(tmp_path):
    path = tmp_path / "items"
    a = np.arange(300_000, dtype="f8").reshape(3, -1).T
    a.tofile(path)
    assert np.array_equal(np.fromfile(path), a.ravel())


def test_a_file_that_takes_a_part_at_a_time_gets_everything(tmp_path):
    class Slow(io.FileIO):
        def write(self, data):
            return super().write(memoryview(data)[:7])

    a = np.arange(10.0)
    with Slow(tmp_path / "items", "w") as file:
        a.tofile(file)
    assert np.array_equal(np.fromfile(tmp_path / "items"), a)


def test_a_file_that_takes_nothing_is_an_error(tmp_path):
    class Full(io.FileIO):
        def write(self, data):
            return 0

    with Full(tmp_path / "items", "w") as file, pytest.raises(OSError, match="80 requested and 0 written"):
        np.arange(10.0).tofile(file)
