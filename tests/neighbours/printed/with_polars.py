"""Frames of polars made of arrays, and back."""

import numpy as np
import polars as pl

x = np.arange(6.0)
d = pl.DataFrame({"a": x, "k": np.array(list("aabbcc")), "i": np.arange(6, dtype=np.int32), "t": x > 2})
print(d, d["a"].to_numpy(), type(d["a"].to_numpy()), isinstance(d.to_numpy(), np.ndarray))
print(d.schema, pl.Series("s", np.array([1, 2], "u1")), pl.Series([np.float64(1), np.float64(2)]).dtype)
print(pl.Series(np.array(["2020-01-01", "NaT"], "M8[ms]")), pl.Series(np.array([1, 2], "m8[us]")))
print(d.filter(x > 2), d.with_columns(b=np.arange(6) * 2), d.select(pl.col("a") * np.float64(2)).sum())
print(d.with_columns(pl.lit(np.int64(3)).alias("c")).tail(1), d[np.array([0, 2])], d.filter(pl.Series(x > 4)))
print(d["a"].map_elements(lambda v: np.sqrt(v), return_dtype=pl.Float64), d.group_by("k").mean().sort("k"))
print(np.sqrt(d["a"]), type(np.sqrt(d["a"])).__name__, np.mean(d["a"].to_numpy()))
print(
    pl.from_numpy(x.reshape(2, 3), schema=["a", "b", "c"]),
    d["a"] + x,
    d["a"].is_in(np.array([1.0, 2.0])).sum(),
)
print(pl.DataFrame(x.reshape(3, 2)).shape, np.asarray(d["i"]).dtype, np.where(d["a"] > 2, 1, 0))
print(d.to_dict(as_series=False)["t"], d.row(np.int64(1)), d.head(np.int64(1)).shape)
print(d["a"].dtype == np.float64, np.shares_memory(d["a"].to_numpy(), d["a"].to_numpy()))
