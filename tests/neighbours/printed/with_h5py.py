"""Files of h5py: data sets, attributes, slices, types."""

import os
import tempfile

import h5py
import numpy as np

x = np.arange(12.0).reshape(3, 4)
with tempfile.TemporaryDirectory() as folder, h5py.File(os.path.join(folder, "a.h5"), "w") as f:
    d = f.create_dataset("x", data=x, chunks=(1, 4), compression="gzip")
    print(d, d.dtype, d.dtype == np.float64, d[:], type(d[:]), isinstance(d[0], np.ndarray), type(d[0, 0]))
    for code in "f4 f2 i1 i2 i4 i8 u1 u8 ? c8 c16 S5 >i4".split():
        f[code] = np.zeros(2, code)
        print(code, f[code].dtype, f[code][()])
    r = np.array([(1, 2.5), (2, 3.5)], dtype=[("n", "i4"), ("v", "f8")])
    f["r"] = r
    print(f["r"]["v"], f["r"][:].dtype, f["r"][0], f["r"].fields("n")[:])
    d.attrs["unit"], d.attrs["n"], d.attrs["v"] = "m", np.int64(3), np.arange(3)
    print(dict(d.attrs), type(d.attrs["n"]), np.sum(d), np.asarray(d).shape, np.mean(d[:, 1]))
    d[1] = np.full(4, 7)
    d[0, 1:3] = np.array([5, 6])
    d[2] = np.float64(1)
    print(d[d[:] > 4], d[:, np.array([0, 2])], d[[True, False, True]], d[np.int64(1), np.int64(2)])
    out = np.empty((3, 4))
    d.read_direct(out)
    print(out, np.array(d), d.astype(np.float32)[:].dtype)
    s = f.create_dataset("s", data=np.array(["oak", "elm"], dtype=h5py.string_dtype()))
    print(s[0], s.asstr()[:], h5py.check_string_dtype(s.dtype))
    g = f.create_dataset("g", (0, 2), maxshape=(None, 2), dtype=np.float32)
    g.resize((2, 2))
    g[...] = np.ones((2, 2))
    print(g[:], g.shape, f.create_dataset("e", (2,), dtype=np.dtype("i2"), fillvalue=np.int16(4))[:])
    for wrong in (np.array(["a"]), np.array(["2020"], "M8[D]"), np.array([None])):
        try:
            f["w"] = wrong
        except Exception as error:
            print(type(error).__name__, error)
