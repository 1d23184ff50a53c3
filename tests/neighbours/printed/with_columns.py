"""A table as people have it, cleaned: columns made by conditions, masks, classes of values, dates, groups."""

import io

import numpy as np
import pandas as pd

RAW = """id,name,age,salary,joined,dept
1, Ann ,34,"1,200",2020-01-05,IT
2,Bob,,950,2019/03/01,HR
3,cara,-5,n/a,,it
3,cara,-5,n/a,,it
4,Dan,200,3000,2021-13-45,Ops
5,,41,1e3,05.06.2018,
"""

df = pd.read_csv(io.StringIO(RAW), skipinitialspace=True).drop_duplicates().set_index("id")
df["name"] = df["name"].str.strip().str.title().replace({np.nan: "?"})
df["salary"] = pd.to_numeric(df["salary"].str.replace(",", ""), errors="coerce")
df["age"] = df["age"].where(df["age"].between(0, 120), np.nan)
df["joined"] = pd.to_datetime(df["joined"], errors="coerce", format="mixed")
df["dept"] = df["dept"].str.upper().fillna("NONE").astype("category")
df.loc[df["age"].isna(), "age"] = np.nanmedian(df["age"])
df["salary"] = (
    df["salary"].fillna(df.groupby("dept", observed=True)["salary"].transform(np.mean)).fillna(np.float64(0))
)
print(df, df.dtypes, df.isna().sum().to_dict())
low, high = np.percentile(df.salary, [25, 75])
print(df[(df.salary < low) | (df.salary > high)], df.salary.clip(low, high).tolist())
df["z"] = np.abs((df.salary - df.salary.mean()) / df.salary.std())
df["flag"] = np.select([df.z > 1.5, df.z > 0.5], [2, 1], 0)
df["kind"] = np.where(df.dept.isin(["IT"]), "tech", np.where(df.salary > 900, "rich", "other"))
df["days"] = (np.datetime64("2024-01-01") - df.joined) / np.timedelta64(1, "D")
df["years"] = df.days.map(lambda d: np.floor(d / 365) if not np.isnan(d) else np.nan)
print(df.iloc[:, 5:], df.dtypes)
mask = np.array([True, False, True, False, True])
df.loc[mask, "name"] = np.array(["P", "Q", "R"])
df.loc[~mask, ["age", "salary"]] = np.arange(4).reshape(-1, 2)
df.iloc[0:2, 0] = np.array(["x", "y"])
df.at[1, "age"], df.iat[1, 1] = np.int64(77), np.float64(0.5)
df[["a", "b"]] = np.sort(df[["age", "salary"]].to_numpy(), axis=1)
print(df[["name", "age", "salary", "a", "b"]], df.reindex(np.arange(1, 8)).age.interpolate().tolist())

ages = pd.Series(np.random.RandomState(3).randint(1, 90, 60))
bands = pd.cut(
    ages, bins=np.array([0, 18, 35, 65, np.inf]), labels=["child", "young", "mid", "old"], right=False
)
print(
    bands.value_counts(),
    bands.cat.codes.values[:5],
    pd.qcut(ages, np.linspace(0, 1, 3), labels=False)[:8].tolist(),
)
print(
    pd.get_dummies(
        pd.Categorical(np.array(["lo", "hi", "lo"]), categories=np.array(["lo", "hi"])), dtype=np.int8
    )
)
print(pd.crosstab(bands, np.where(ages > 40, "above", "below"), normalize="index").round(3))
print(
    ages.groupby(pd.cut(ages, np.arange(0, 91, 30)), observed=True).agg(
        [np.mean, np.max, lambda s: np.ptp(s)]
    )
)

w = pd.DataFrame({"k": np.repeat(["a", "b"], 3), "t": np.tile([1, 2, 3], 2), "v": np.arange(6) ** 2})
p = w.pivot(index="t", columns="k", values="v")
print(
    p,
    p.values,
    p.diff(axis=1).fillna(0).astype(int),
    w.merge(pd.DataFrame({"t": np.array([1, 3]), "m": [9.5, 8]}), how="left"),
)
print(w.groupby("k").apply(lambda g: pd.Series({"s": np.sum(g.v), "w": np.average(g.v, weights=g.t)})))
print(
    w.groupby("k").agg({"v": [np.sum, lambda x: np.percentile(x, 75)], "t": np.max}),
    w.melt(["k", "t"]).tail(2),
)
print(
    w.groupby("k").v.shift(1, fill_value=np.int64(-1)).values,
    w.v.repeat(np.array([0, 1, 2, 0, 0, 1])).tolist(),
)
hours = pd.Series(
    np.random.default_rng(0).normal(size=60).cumsum(), pd.date_range("2024-01-01", periods=60, freq="h")
)
print(hours.resample("D").agg(["min", np.mean]), hours.rolling(24).apply(np.median, raw=True).iloc[-2:])
print(
    hours.between_time("03:00", "04:00").to_numpy(),
    hours.index.values[-1] - np.timedelta64(1, "D") in hours.index,
)
for wrong in (
    lambda: df["none"],
    lambda: df.age + np.arange(4)[:, None, None],
    lambda: pd.DataFrame(np.arange(4), columns=["a", "b"]),
    lambda: df[np.array([True, False])],
    lambda: pd.cut(np.arange(3), np.array([3, 1])),
    lambda: df.groupby(np.arange(2)).sum(),
):
    try:
        print(wrong())
    except Exception as e:
        print(type(e).__name__, e)
