"""Sales of a chain of shops: a frame made from draws, columns derived with `np.where`, groups, pivots, ranks."""

import numpy as np
import pandas as pd

rng = np.random.default_rng(0)
n = 1_000_000
sales = pd.DataFrame(
    {
        "shop": rng.integers(0, 200, n),
        "product": rng.choice(["bread", "milk", "tea", "apples", "rice"], n),
        "day": np.datetime64("2024-01-01") + rng.integers(0, 366, n).astype("m8[D]"),
        "units": rng.poisson(4, n),
        "price": np.round(rng.gamma(3.0, 2.0, n), 2),
    }
)
sales["revenue"] = sales["units"] * sales["price"]
sales["size"] = np.where(sales.units > 6, "large", np.where(sales.units > 2, "middle", "small"))
sales["margin"] = np.clip(np.log1p(sales["revenue"]), 0, 4) / 4
sales["month"] = sales["day"].dt.month

table = sales.groupby(["shop", "month"]).agg(
    revenue=("revenue", "sum"), median=("price", "median"), spread=("price", np.std)
)
pivot = sales.pivot_table(index="month", columns="product", values="revenue", aggfunc="sum")
share = pivot.div(pivot.sum(axis=1), axis=0)
best = sales.loc[sales.groupby("shop")["revenue"].idxmax(), ["shop", "product", "revenue"]]
ranks = sales.groupby("product")["price"].rank(pct=True)
weighted = sales.groupby("product")[["price", "units"]].apply(
    lambda g: np.average(g["price"], weights=g["units"] + 1)
)
print(table.describe().round(6))
print(share.round(6))
print(best.head(), ranks.sum().round(6), weighted.round(6))
