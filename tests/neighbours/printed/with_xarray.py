"""Labelled arrays and data sets of xarray."""

import numpy as np
import xarray as xr

x = np.arange(6.0).reshape(2, 3)
days = np.array(["2020-01-01", "2020-01-02"], "M8[ns]")
a = xr.DataArray(x, dims=("day", "place"), coords={"day": days, "place": np.array(["a", "b", "c"])})
print(a, type(a.values), np.shares_memory(a.values, x), isinstance(a.data, np.ndarray))
print(a.mean("day").values, a.sel(day="2020-01-02").values, a.isel(place=np.array([0, 2])).values)
print(a.where(a > 2).values, (a * np.arange(3)).values, (np.arange(3) * a).values, np.sqrt(a).values)
print(xr.apply_ufunc(np.square, a).values, a.reduce(np.sum, "place").values, a.groupby("place").mean().values)
s = xr.Dataset({"a": a, "b": ("place", np.array([1, 2, 3]))}, attrs={"n": np.int64(3)})
print(s, s.to_dataframe().shape, s.a.dtype == np.float64, np.asarray(s.b), s.attrs["n"])
print(a.rolling(place=2).mean().values)
print(
    xr.concat([a, a], "run").shape, a.stack(all=("day", "place")).values, a.fillna(np.float64(0)).sum().item()
)
print(a.resample(day="1D").sum().values, a.argmax("place").values, np.mean(a), type(np.mean(a)).__name__)
a[0, 0] = np.float64(7)
a.loc[{"place": "b"}] = np.array([8.0, 9.0])
print(x, xr.where(a > 3, np.float64(1), 0).values, a.dot(a).item(), a.to_series().index.names)
print(a.equals(xr.DataArray(x, a.coords)), a.quantile(np.array([0.5]), "day").values)
