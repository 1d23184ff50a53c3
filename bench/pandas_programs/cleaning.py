"""A table as it comes: text with errors, gaps, duplicates, outliers, codes, joins."""

import numpy as np
import pandas as pd

rng = np.random.default_rng(3)
n = 400_000
trees = pd.DataFrame(
    {
        "id": rng.permutation(n) // 2,
        "name": rng.choice([" Oak ", "elm", "ASH", "lime ", "Yew"], n),
        "age": rng.normal(40, 15, n),
        "height": rng.lognormal(10, 1, n),
        "city": rng.choice(["Bonn", "bonn", "Köln", "koeln", None], n),
        "planted": rng.choice(np.array(["2020-03-01", "2021-12-24", "not known"]), n),
    }
)
trees.loc[rng.random(n) < 0.1, "age"] = np.nan
trees.loc[trees["age"] < 0, "age"] = np.nan
trees["name"] = trees["name"].str.strip().str.title()
trees["city"] = trees["city"].replace({"bonn": "Bonn", "koeln": "Köln"}).fillna("unknown")
trees["planted"] = pd.to_datetime(trees["planted"], errors="coerce")
trees["age"] = trees["age"].fillna(trees.groupby("city")["age"].transform("median"))
low, high = np.percentile(trees["height"], [1, 99])
trees["height"] = trees["height"].clip(low, high)
trees["log"] = np.log10(trees["height"])
trees["band"] = pd.cut(trees["age"], bins=np.array([0, 18, 30, 45, 65, np.inf]), right=False)
trees["decile"] = pd.qcut(trees["height"], 10, labels=np.arange(10))
trees["z"] = (trees["log"] - np.mean(trees["log"])) / np.std(trees["log"])
kept = trees[(np.abs(trees["z"]) < 3) & trees["planted"].notna()]
kept = kept.drop_duplicates("id", keep="last")
codes, names = pd.factorize(kept["name"].to_numpy())
kept = kept.assign(code=codes, group=np.select([codes == 0, codes < 3], ["a", "b"], default="c"))
regions = pd.DataFrame({"city": ["Bonn", "Köln", "unknown"], "weight": np.linspace(1, 2, 3)})
whole = kept.merge(regions, on="city", how="left")
matrix = pd.get_dummies(whole[["name", "band", "age", "log"]], columns=["name", "band"]).to_numpy(
    dtype=np.float64
)
solution, *_ = np.linalg.lstsq(matrix[:, :5], whole["weight"].to_numpy(), rcond=None)
print(trees.isna().sum(), len(kept), names)
print(whole.groupby("group", observed=True)[["age", "log", "weight"]].mean().round(6))
print(pd.crosstab(whole["band"], whole["decile"]).values.sum(), solution.round(6), matrix.sum().round(4))
