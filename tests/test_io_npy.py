"""``.npy`` and ``.npz``: what Numen writes NumPy reads, and the other way round; malformed files."""

import io
import os
import pickle
import zipfile

import numpy
import numpy.lib.format
import pytest

import numen
from numen._io import foreign_pickles
from numen.lib import format

DTYPES = ["?", "i1", "u2", ">i4", "i8", "f2", "f4", ">f8", "c8", "c16", "U3", "S4", "M8[s]"]


def theirs(shape, dtype):
    if dtype[0] in "US":
        return numpy.resize(numpy.array(["a", "bcd", ""]).astype(dtype), shape)
    base = numpy.arange(int(numpy.prod(shape)))
    return base.astype("i8").astype(dtype).reshape(shape)


def ours(array):
    """The same array as Numen's, through its own reader of NumPy's bytes."""
    file = io.BytesIO()
    numpy.save(file, array)
    file.seek(0)
    return numen.load(file)


def same(array, other):
    """A Numen array against a NumPy one: dtype, shape and bytes."""
    return (
        str(array.dtype) == str(other.dtype)
        and array.shape == other.shape
        and array.tobytes() == other.tobytes()
    )


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (0, 2), (2, 1, 4)])
def test_bytes_are_numpys(dtype, shape):
    original = theirs(shape, dtype)
    for array in (original, original.T, original[::-1] if shape else original):
        expected, got = io.BytesIO(), io.BytesIO()
        numpy.save(expected, array)
        mine = ours(array)
        assert isinstance(mine, numen.ndarray)
        assert same(mine, array)
        numen.save(got, mine)
        assert got.getvalue() == expected.getvalue()


def test_files_of_the_system(tmp_path):
    array = numen.arange(24, dtype="f4").reshape(4, 6)
    numen.save(tmp_path / "plain", array)
    numen.save(str(tmp_path / "turned.npy"), array.T)
    assert sorted(os.listdir(tmp_path)) == ["plain.npy", "turned.npy"]
    for name, expected in (("plain", array), ("turned", array.T)):
        assert numpy.array_equal(numpy.load(tmp_path / f"{name}.npy"), numpy.asarray(expected))
        loaded = numen.load(tmp_path / f"{name}.npy")
        assert (loaded == expected).all() and loaded.flags.f_contiguous == expected.flags.f_contiguous


def test_several_arrays_in_one_file(tmp_path):
    with open(tmp_path / "file", "w+b") as file:
        for n in range(3):
            numen.save(file, numen.full(2, n))
        file.seek(0)
        assert [numen.load(file).tolist() for _ in range(3)] == [[0, 0], [1, 1], [2, 2]]
        with pytest.raises(EOFError, match="No data left in file"):
            numen.load(file)


def test_objects_are_readable_by_numpy():
    array = numen.array([1, None, "x", numen.arange(2)], dtype=object)
    file = io.BytesIO()
    numen.save(file, array)
    assert b"numen" not in file.getvalue()
    file.seek(0)
    loaded = numpy.load(file, allow_pickle=True)
    assert loaded[:3].tolist() == [1, None, "x"] and type(loaded[3]) is numpy.ndarray
    file.seek(0)
    back = numen.load(file, allow_pickle=True)
    assert type(back) is numen.ndarray and type(back[3]) is numen.ndarray
    file.seek(0)
    with pytest.raises(ValueError, match="Object arrays cannot be loaded when allow_pickle=False"):
        numen.load(file)


def test_pickles_that_numpy_wrote():
    things = {
        "array": numpy.arange(6.0).reshape(2, 3),
        "fortran": numpy.asfortranarray(numpy.arange(6).reshape(2, 3)),
        "scalar": numpy.float32(1.5),
        "dtype": numpy.dtype(">i4"),
        "type": numpy.int16,
        "objects": numpy.array([1, [2]], dtype=object),
    }
    for protocol in range(2, 6):
        loaded = foreign_pickles.loads(pickle.dumps(things, protocol))
        assert type(loaded["array"]) is numen.ndarray and loaded["array"].tolist() == things["array"].tolist()
        assert (
            loaded["fortran"].flags.f_contiguous and loaded["fortran"].tolist() == things["fortran"].tolist()
        )
        assert type(loaded["scalar"]) is numen.float32 and loaded["scalar"] == 1.5
        assert loaded["dtype"] == numen.dtype(">i4") and loaded["type"] is numen.int16
        assert loaded["objects"].tolist() == [1, [2]]


def test_pickles_for_numpy_alone():
    things = [numen.arange(6.0).reshape(2, 3).T, numen.float32(2), numen.dtype("U3"), numen.array(["a"])]
    loaded = pickle.loads(foreign_pickles.dumps(things))
    assert type(loaded[0]) is numpy.ndarray and loaded[0].tolist() == things[0].tolist()
    assert type(loaded[1]) is numpy.float32 and loaded[2] == numpy.dtype("U3")
    assert loaded[3].tolist() == ["a"]


def test_npz_both_ways(tmp_path):
    for write in (numen.savez, numen.savez_compressed):
        write(tmp_path / "z", numen.arange(3), named=numen.eye(2))
        with numpy.load(tmp_path / "z.npz") as archive:
            assert archive.files == ["named", "arr_0"]
            assert archive["named"].tolist() == [[1, 0], [0, 1]]
    numpy.savez(tmp_path / "n", x=numpy.ones(2), o=numpy.array([None]))
    archive = numen.load(tmp_path / "n.npz")
    assert list(archive) == ["x", "o"] and len(archive) == 2 and "x" in archive and "x.npy" in archive
    assert archive["x"].tolist() == archive["x.npy"].tolist() == archive.f.x.tolist() == [1, 1]
    assert repr(archive) == f"NpzFile {str(tmp_path / 'n.npz')!r} with keys: x, o"
    assert archive.get("absent", 3) == 3
    with pytest.raises(KeyError, match="absent is not a file in the archive"):
        archive["absent"]
    with pytest.raises(ValueError, match="allow_pickle=False"):
        archive["o"]
    archive.close()
    assert archive.zip is None and archive.fid is None


def test_npz_is_read_lazily(tmp_path):
    numen.savez(tmp_path / "z.npz", good=numen.ones(3), bad=numen.ones(3))
    data = (tmp_path / "z.npz").read_bytes()
    place = data.rindex(b"\x93NUMPY")  # in the member written last
    (tmp_path / "z.npz").write_bytes(data[: place + 6] + b"\x09" + data[place + 7 :])
    archive = numen.load(tmp_path / "z.npz")
    assert archive["good"].tolist() == [1, 1, 1]
    with pytest.raises((ValueError, zipfile.BadZipFile)):
        archive["bad"]


def header_file(text):
    body = text.encode("latin1")
    body += b" " * (-(len(body) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(body).to_bytes(2, "little") + body


GOOD = io.BytesIO()
numpy.save(GOOD, numpy.arange(6.0))
GOOD = GOOD.getvalue()

MALFORMED = {
    "cut_magic": GOOD[:4],
    "wrong_magic": b"\x93NUMPZ" + GOOD[6:],
    "version": b"\x93NUMPY\x05\x00" + GOOD[8:],
    "cut_length": GOOD[:9],
    "cut_header": GOOD[:50],
    "cut_data": GOOD[:-5],
    "no_data": GOOD[:128],
    "not_a_dict": header_file("[1]"),
    "missing_keys": header_file("{'descr': '<f8'}"),
    "more_keys": header_file("{'descr': '<f8', 'shape': (1,), 'fortran_order': False, 'x': 1}"),
    "shape": header_file("{'descr': '<f8', 'shape': 3, 'fortran_order': False}"),
    "float_shape": header_file("{'descr': '<f8', 'shape': (1.5,), 'fortran_order': False}"),
    "order": header_file("{'descr': '<f8', 'shape': (1,), 'fortran_order': 0}"),
    "descr": header_file("{'descr': 'zz', 'shape': (1,), 'fortran_order': False}"),
    "descr_type": header_file("{'descr': 3, 'shape': (1,), 'fortran_order': False}"),
    "negative": header_file("{'descr': '<f8', 'shape': (-1,), 'fortran_order': False}"),
    "overflow": header_file("{'descr': '<f8', 'shape': (1000000000000000000, 8), 'fortran_order': False}"),
    "long": header_file("{'descr': '<f8', 'shape': (0,), 'fortran_order': False}" + " " * 12000),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_files(tmp_path, name):
    data = MALFORMED[name]
    with pytest.raises(ValueError) as expected:
        numpy.lib.format.read_array(io.BytesIO(data))
    with pytest.raises(ValueError) as got:
        format.read_array(io.BytesIO(data))
    assert str(got.value) == str(expected.value)
    path = tmp_path / "file.npy"
    path.write_bytes(data)
    for mmap_mode in (None, "r", "r+"):
        with pytest.raises((ValueError, EOFError)):
            numen.load(path, mmap_mode=mmap_mode)
        assert path.read_bytes() == data


@pytest.mark.parametrize("text", ["{{", "{'descr': ", "\x00", "(" * 200])
def test_unparsable_headers(text):
    with pytest.raises(ValueError):
        format.read_array(io.BytesIO(header_file(text)))


def test_files_that_are_no_arrays(tmp_path):
    (tmp_path / "text").write_text("hello")
    (tmp_path / "empty").write_text("")
    with pytest.raises(ValueError, match="This file contains pickled"):
        numen.load(tmp_path / "text")
    with pytest.raises(pickle.UnpicklingError, match="Failed to interpret file"):
        numen.load(tmp_path / "text", allow_pickle=True)
    with pytest.raises(EOFError):
        numen.load(tmp_path / "empty")
    with pytest.raises(FileNotFoundError):
        numen.load(tmp_path / "absent")


def test_a_refused_save_leaves_the_file(tmp_path):
    path = tmp_path / "a.npy"
    numen.save(path, numen.ones(2))
    before = path.read_bytes()
    with pytest.raises(ValueError, match="Object arrays cannot be saved"):
        numen.save(path, numen.array([None]), allow_pickle=False)
    assert path.read_bytes() == before
    archive = tmp_path / "a.npz"
    numen.savez(archive, numen.ones(2))
    before = archive.read_bytes()
    with pytest.raises(ValueError, match="Object arrays cannot be saved"):
        numen.savez(archive, numen.ones(2), numen.array([None]), allow_pickle=False)
    with pytest.raises(ValueError, match="Cannot use un-named variables and keyword arr_0"):
        numen.savez(archive, 1, arr_0=2)
    assert archive.read_bytes() == before


def test_memmap(tmp_path):
    path = tmp_path / "data"
    a = numen.memmap(path, dtype="f4", mode="w+", shape=(3, 4))
    a[1] = 7
    a.flush()
    assert isinstance(a, numen.memmap) and a.filename == path and a.mode == "w+" and a.offset == 0
    b = numpy.memmap(path, dtype="f4", mode="r", shape=(3, 4))
    assert b[1].tolist() == [7] * 4
    c = numen.memmap(path, dtype="f4", mode="c", shape=(3, 4))
    c[0] = 1
    assert numen.memmap(path, dtype="f4", mode="r", offset=16).tolist() == [7] * 4 + [0] * 4
    assert type(a[1]) is numen.memmap and type(numen.asarray(a)) is numen.ndarray
    assert type(a.sum()) is numen.float32
    r = numen.memmap(path, dtype="f4", mode="r")
    with pytest.raises(ValueError):
        r[0] = 1
    with pytest.raises(ValueError, match="not a multiple of the data-type size"):
        numen.memmap(path, dtype="f8", offset=4)
    with pytest.raises(ValueError, match="mode must be one of"):
        numen.memmap(path, mode="zz")
    with pytest.raises(ValueError, match="shape must be given"):
        numen.memmap(path, mode="w+")


def test_open_memmap_makes_npy_files(tmp_path):
    path = tmp_path / "m.npy"
    a = format.open_memmap(path, mode="w+", dtype="i2", shape=(2, 3), fortran_order=True)
    a[:] = numen.arange(6).reshape(2, 3)
    a.flush()
    loaded = numpy.load(path)
    assert loaded.tolist() == [[0, 1, 2], [3, 4, 5]] and loaded.flags.f_contiguous
    assert numen.load(path, mmap_mode="r").tolist() == loaded.tolist()
