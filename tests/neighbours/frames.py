"""Programs with pandas: each function a program as people write them, on columns of every kind."""

import numpy as np
import pandas as pd


def frame(d):
    return pd.DataFrame({"a": d.x, "k": d.key, "w": d.weights})


def case_series(d):
    s = pd.Series(d.x)
    return s, s.dtype, isinstance(s.values, np.ndarray), s.head(3).tolist()


def case_series_named(d):
    return pd.Series(d.x, index=d.key, name="a", copy=False)


def case_frame_of_columns(d):
    return frame(d)


def case_frame_of_matrix(d):
    return pd.DataFrame(d.weights.reshape(-1, 1) * np.ones((1, 3)), columns=list("abc"))


def case_frame_of_records(d):
    rows = [
        {"n": np.int64(i), "mean": np.mean(d.weights[: i + 1]), "flag": np.bool_(i > 1)} for i in range(3)
    ]
    return pd.DataFrame(rows)


def case_mask(d):
    df = frame(d)
    return df[d.mask], df.a[d.mask], df[df.w > np.float64(0.5)]


def case_mask_comparison(d):
    df = frame(d)
    return df[d.weights > 0.5]


def case_loc(d):
    df = frame(d)
    return df.loc[d.mask], df.loc[d.mask, "a"], df.loc[~d.mask, ["a", "k"]]


def case_loc_labels(d):
    df = frame(d)
    return df.loc[np.arange(min(d.rows, 3))]


def case_loc_assign(d):
    df = frame(d)
    df.loc[d.mask, "w"] = 0.0
    df.loc[d.mask, "k"] = np.int64(7)
    df.loc[~d.mask, "w"] = d.weights[~d.mask] * 2
    return df


def case_iloc(d):
    df = frame(d)
    i = np.arange(d.rows)[::-2]
    return df.iloc[i], df.iloc[i, np.array([0, 2])], df.iloc[: np.int64(2)]


def case_iloc_row(d):
    df = frame(d)
    return df.iloc[np.int64(0)]


def case_iloc_argmax(d):
    return frame(d).iloc[np.argmax(d.weights)]


def case_groupby(d):
    df = frame(d)
    return df.groupby("k").w.mean(), df.groupby(d.key).w.sum(), df.groupby("k").a.count()


def case_groupby_mean(d):
    return frame(d).groupby("k").mean()


def case_groupby_array(d):
    return pd.Series(d.weights).groupby(d.x).mean()


def case_groupby_agg(d):
    df = frame(d)
    return df.groupby("k").w.agg(["mean", "std", np.max]), df.groupby("k").agg(top=("w", "max"))


def case_groupby_apply(d):
    df = frame(d)
    return df.groupby("k").w.apply(lambda w: np.int64(w.shape[0]))


def case_transform(d):
    df = frame(d)
    return df.groupby("k").w.transform(lambda w: (w - np.mean(w)) / np.std(w))


def case_cut(d):
    return pd.cut(d.x, 3)


def case_cut_edges(d):
    return pd.cut(d.weights, np.linspace(0, 1, 5)), pd.cut(
        d.weights, np.array([0, 0.5, 1.0]), labels=["lo", "hi"]
    )


def case_qcut(d):
    return pd.qcut(d.weights, 4)


def case_factorize(d):
    return pd.factorize(d.x)


def case_factorize_sorted(d):
    return pd.factorize(d.x, sort=True)


def case_unique(d):
    return pd.unique(d.x), pd.Series(d.x).nunique()


def case_value_counts(d):
    return pd.Series(d.x).value_counts()


def case_set_column(d):
    df = frame(d)
    df["c"] = d.x
    df["d"] = d.weights * 2
    df["e"] = np.where(df.w > 0.5, 1, 0)
    df["f"] = np.float64(1.5)
    df["g"] = np.arange(d.rows)
    return df


def case_set_attribute(d):
    df = frame(d)
    df.w = d.weights + 1
    return df, df.w.values


def case_assign(d):
    return frame(d).assign(z=d.x, y=lambda t: np.sqrt(t.w))


def case_insert(d):
    df = frame(d)
    df.insert(0, "first", d.x)
    return df


def case_astype(d):
    return frame(d)[["k", "w"]].astype(np.float32), frame(d).astype({"k": np.int8, "w": "f4"})


def case_astype_dtype(d):
    return (
        frame(d).k.astype(np.dtype("float64")),
        frame(d).k.astype(float),
        frame(d).k.astype(np.dtype(np.int16)),
    )


def case_dtypes(d):
    df = frame(d)
    return (
        df.k.dtype == np.int64,
        df.w.dtype == np.float64,
        df.w.dtype == np.dtype("f8"),
        np.dtype("f8") == df.w.dtype,
        np.issubdtype(df.k.dtype, np.number),
        np.issubdtype(df.w.dtype, np.integer),
        df.k.dtype in (np.int64, np.int32),
        np.int64 == df.k.dtype,
        list(df.select_dtypes(include=[np.number]).columns),
        list(df.select_dtypes(np.integer).columns),
        df.a.dtype,
    )


def case_is_array(d):
    df = frame(d)
    return isinstance(df.values, np.ndarray), isinstance(df.w.to_numpy(), np.ndarray), type(df.w.values)


def case_asarray(d):
    df = frame(d)
    return np.asarray(df[["k", "w"]]), np.asarray(df.a), np.array(df.w), np.asarray(df.w, dtype=np.float32)


def case_where(d):
    df = frame(d)
    return np.where(df.k > 0, 1, 0), np.where(df.w > 0.5, df.w, d.weights), np.where(d.mask, df.a, df.a)


def case_mean(d):
    df = frame(d)[["k", "w"]]
    return np.mean(df), np.mean(df, axis=0), np.sum(df.w), np.std(df), np.max(df.w)


def case_sqrt(d):
    df = frame(d)[["k", "w"]]
    return np.sqrt(df.w), np.sqrt(df), np.exp(-df), np.abs(df.k), np.log1p(df.w)


def case_ufunc_two(d):
    df = frame(d)
    return (
        np.add(df.w, d.weights),
        np.maximum(df.w, 0.5),
        np.logical_and(df.w > 0.5, d.mask),
        np.power(df.w, 2),
    )


def case_functions(d):
    df = frame(d)
    return (
        np.clip(df.w, 0.2, 0.7),
        np.round(df.w, 2),
        np.cumsum(df.k),
        np.unique(df.k),
        np.concatenate([df.w, d.weights]),
        np.dot(df.w, d.weights),
        np.isnan(df.w),
        np.sort(df.w),
        np.argsort(df.k, kind="stable"),
        np.percentile(df.w, 30) if d.rows else None,
        np.bincount(df.k),
        np.diff(df.w),
        np.median(df.w),
        np.var(df.w),
        np.column_stack([df.k, df.w]),
        np.histogram(df.w, bins=4),
        np.corrcoef(df.w, df.k) if d.rows > 1 else None,
        np.isin(df.k, [0, 1]),
        np.digitize(df.w, [0.3, 0.6]),
        np.polyfit(df.w, df.k, 1) if d.rows > 1 else None,
    )


def case_operators(d):
    s = pd.Series(d.weights)
    return (
        s + d.weights,
        d.weights + s,
        s * np.float64(2),
        np.float64(2) * s,
        s > d.weights,
        d.weights <= s,
        -s,
    )


def case_operators_frame(d):
    df = frame(d)[["k", "w"]]
    return (
        df + d.weights.reshape(-1, 1),
        d.weights.reshape(-1, 1) * df,
        df * np.array([1, 2]),
        df - np.int64(1),
    )


def case_in_place(d):
    s = pd.Series(d.weights.copy())
    s += d.weights
    s *= np.float32(2)
    return s


def case_apply(d):
    df = frame(d)[["k", "w"]]
    return df.apply(np.sum), df.apply(np.mean, axis=1), df.apply(lambda c: np.max(c)), df.w.apply(np.sqrt)


def case_apply_scalars(d):
    s = pd.Series(d.key).head(1000)
    return (
        s.map(lambda v: np.int64(v) * 2),
        s.apply(lambda v: np.float32(v)),
        s.apply(lambda v: np.bool_(v > 1)),
    )


def case_agg(d):
    df = frame(d)
    return df.w.agg(["mean", "std"]), df[["k", "w"]].agg([np.sum, np.mean]), df.agg({"w": np.median})


def case_map_dict(d):
    return pd.Series(d.key).map({np.int64(0): "zero", 1: "one"})


def case_isin(d):
    return pd.Series(d.x).isin(d.x[:2]), pd.Series(d.x).isin(list(d.x[:2]))


def case_sort(d):
    df = frame(d)
    return df.sort_values("a", kind="stable"), df.sort_values(["k", "w"]), df.take(np.argsort(d.weights))


def case_merge(d):
    right = pd.DataFrame({"k": np.arange(3), "name": np.array(["x", "y", "z"])})
    return frame(d).merge(right, on="k")


def case_pivot(d):
    df = frame(d)
    return df.pivot_table(index="k", values="w", aggfunc="mean"), pd.crosstab(d.key, d.mask)


def case_concat(d):
    return pd.concat([pd.Series(d.x), pd.Series(d.x)], keys=np.array([1, 2]))


def case_fillna(d):
    s = pd.Series(np.where(d.mask, d.weights, np.nan))
    return (
        s.fillna(np.nanmean(d.weights) if d.rows else 0.0),
        s.isna().sum(),
        s.fillna(s.mean()),
        s.interpolate(),
    )


def case_replace(d):
    return pd.Series(d.weights).replace(np.nan, 0), pd.Series(d.key).replace(np.int64(1), np.int64(9))


def case_clip_where(d):
    s = pd.Series(d.weights)
    return (
        s.where(d.mask),
        s.mask(d.mask, 0.0),
        s.where(d.mask, d.weights * 2),
        s.clip(np.float64(0.25), upper=0.75),
    )


def case_index(d):
    i = pd.Index(d.x)
    return i, i.dtype, i[d.mask], i.get_indexer(d.first), i.take(np.arange(min(d.rows, 2)))


def case_multiindex(d):
    return pd.MultiIndex.from_arrays([d.key, d.x]).nlevels, frame(d).set_index(["k", d.x]).sort_index().w


def case_reindex(d):
    return pd.Series(d.weights).reindex(np.arange(5)), pd.Series(d.weights).drop(np.arange(min(2, d.rows)))


def case_searchsorted(d):
    s = pd.Series(np.sort(d.weights))
    return s.searchsorted(np.float64(0.5)), s.searchsorted(np.array([0.1, 0.9]))


def case_quantile(d):
    s = pd.Series(d.weights)
    return s.quantile(np.array([0.25, 0.75])), s.quantile(np.float64(0.1)), s.describe()


def case_get_dummies(d):
    return pd.get_dummies(pd.Series(d.key)), pd.get_dummies(d.key, dtype=np.float32)


def case_categorical(d):
    c = pd.Categorical(d.x)
    return c, c.codes, pd.Categorical.from_codes(d.key, ["a", "b", "c"])


def case_dates(d):
    t = pd.to_datetime(np.datetime64("2024-01-01") + d.key.astype("m8[D]"))
    return (
        t,
        pd.Series(t).dt.dayofweek,
        pd.Timestamp(np.datetime64("2024-01-05")),
        pd.to_timedelta(d.key, unit="D"),
    )


def case_date_arithmetic(d):
    s = pd.Series(pd.date_range("2024-01-01", periods=3))
    return s + np.timedelta64(1, "D"), s - np.datetime64("2024-01-01"), s > np.datetime64("2024-01-01")


def case_timestamp():
    t = pd.Timestamp("2024-03-01")
    return (
        t + np.timedelta64(36, "h"),
        t - np.datetime64("2024-01-01"),
        t < np.datetime64("2025-01-01"),
        pd.Timedelta(np.timedelta64(5, "m")),
        pd.isna(np.datetime64("NaT")),
        pd.isna(np.float64("nan")),
        pd.isna(np.array([1.0, np.nan])),
    )


def case_rolling(d):
    s = pd.Series(d.weights)
    return (
        s.rolling(3).mean(),
        s.head(900).rolling(3).apply(np.mean, raw=True),
        s.ewm(span=np.int64(3)).mean(),
    )


def case_rolling_program(d):
    return pd.Series(d.weights[:50]).rolling(4).apply(lambda w: np.sum(w * np.arange(4)), raw=True)


def case_string_methods():
    s = pd.Series(np.array(["oak tree", "elm", "ash"]))
    return s.str.upper(), s.str.contains("a"), s.str.len(), s.str.split(" ").tolist()


def case_eval_query(d):
    limit = np.float64(0.5)  # noqa: F841 - the query reads it
    return frame(d).query("w > @limit and k == 1"), frame(d).eval("w * 2")


def case_items(d):
    df = frame(d).head(3)
    return (
        [tuple(r) for r in df[["k", "w"]].itertuples()],
        [c.sum() for n, c in df[["k", "w"]].items()],
        df.to_dict("list"),
    )


def case_at(d):
    df = frame(d).head(3).copy()
    df.at[np.int64(0), "w"] = np.float64(5)
    df.iat[0, 1] = np.int64(9)
    return df, df.at[0, "k"], df.iat[np.int64(0), np.int64(1)]


def case_sample():
    df = pd.DataFrame({"a": np.arange(20)})
    return df.sample(5, random_state=np.random.RandomState(3)), df.sample(frac=0.3, random_state=np.int64(4))


def case_sample_generator():
    rng = np.random.default_rng(1)
    df = pd.DataFrame({"a": np.arange(20)})
    return (
        df.sample(5, random_state=rng),
        rng.random(2),
        df.sample(3, weights=np.arange(20), random_state=rng),
    )


def case_csv(d):
    import io

    text = frame(d).head(20).to_csv(index=False)
    return text, pd.read_csv(io.StringIO(text), dtype={"w": np.float32, "k": np.int16})


def case_json_pickle(d):
    import pickle

    return frame(d).head(3).to_json(), pickle.loads(pickle.dumps(frame(d).head(3)))


def case_to_records(d):
    r = frame(d)[["k", "w"]].head(3).to_records(index=False)
    return r["w"].tolist(), pd.DataFrame(np.array([(1, 2.0), (3, 4.0)], dtype=[("a", "i4"), ("b", "f8")]))


def case_object_column():
    x = np.array([1, "a", None, np.float64(2.5), np.int64(3)], dtype=object)
    return pd.Series(x), pd.Series([np.int64(1), np.int64(2)]), pd.Series([np.float32(1), 2]), pd.isna(x)


def case_scalars_in_lists():
    ints = [np.int64(3), np.int64(4)]
    return (
        pd.Series(ints),
        pd.Series({"a": np.int32(1), "b": np.int32(2)}),
        pd.DataFrame({"n": ints, "b": [np.bool_(True), np.bool_(False)]}),
        pd.DataFrame([[np.int64(1), np.float64(2)], [np.int64(3), np.float64(4)]]),
        pd.Index(ints),
        pd.Series([np.datetime64("2024-01-01"), np.datetime64("2024-01-02")]),
        pd.Series([np.str_("a"), np.str_("b")]),
    )


def case_shared_memory():
    import numpy as np

    x = np.arange(1000.0)
    s = pd.Series(x, copy=False)
    m = np.ones((50, 4))
    df = pd.DataFrame(m, copy=False)
    back = np.asarray(s)
    return (
        np.shares_memory(x, s.values),
        np.shares_memory(m, df.values),
        np.shares_memory(back, x),
        np.shares_memory(s.to_numpy(), x),
    )
