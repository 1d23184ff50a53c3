"""Columns, tables and tensors of pyarrow."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

x = np.arange(6.0)
a = pa.array(x)
print(
    a.type,
    a.to_numpy(),
    type(a.to_numpy()),
    pa.array(x, mask=x > 3).null_count,
    np.shares_memory(a.to_numpy(), x),
)
for code in "f4 f8 f2 i1 i2 i4 i8 u1 u8 ? M8[D] M8[ns] m8[s] U3 S3".split():
    print(code, pa.array(np.zeros(2, code)).type)
print(
    pa.array([np.int8(1), np.float64(2.5)]).type,
    pa.scalar(np.float32(1.5)).type,
    pa.from_numpy_dtype(np.dtype("i2")),
)
t = pa.table({"a": x, "k": np.array(list("aabbcc")), "d": np.array(["2020-01-01"] * 6, "M8[D]")})
print(
    t.schema, t.column("a").to_numpy(), t.filter(pa.array(x > 3)).num_rows, t.take(np.array([1, 2])).num_rows
)
print(
    pc.sum(a).as_py(),
    pc.add(a, np.float64(2)).to_numpy(),
    pc.is_in(a, value_set=pa.array(np.array([1.0]))).true_count,
)
n = pa.Tensor.from_numpy(x.reshape(2, 3))
print(n.shape, n.strides, n.to_numpy().tolist(), np.shares_memory(n.to_numpy(), x), pa.py_buffer(x).size)
print(
    np.asarray(a), np.sum(a.to_numpy()), t.to_pandas().dtypes.to_dict(), pa.array(x, type=pa.float32()).type
)
print(pa.FixedSizeListArray.from_arrays(x, 2).to_pylist(), pa.RecordBatch.from_arrays([x], ["a"]).num_rows)
