"""Row by row, as beginners write it: `apply`, `iterrows`, `itertuples`, cells set one at a time."""

import numpy as np
import pandas as pd

rng = np.random.default_rng(2)
n = 12_000
trips = pd.DataFrame(
    {
        "lat1": rng.uniform(47, 55, n),
        "lon1": rng.uniform(6, 15, n),
        "lat2": rng.uniform(47, 55, n),
        "lon2": rng.uniform(6, 15, n),
        "kind": rng.choice(["car", "train"], n),
    }
)


def distance(row):
    a, b = np.radians(row["lat1"]), np.radians(row["lat2"])
    d = np.radians(row["lon2"] - row["lon1"])
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(d / 2) ** 2
    return 2 * 6371 * np.arcsin(np.sqrt(h))


trips["km"] = trips.apply(distance, axis=1)
trips["cost"] = trips.apply(lambda r: r["km"] * 0.3 if r["kind"] == "car" else 10 + r["km"] * 0.1, axis=1)
trips["class"] = trips["km"].map(lambda km: "near" if km < 100 else "far")

totals = {"car": 0.0, "train": 0.0}
longest = []
for i, row in trips.iterrows():
    totals[row["kind"]] += row["cost"]
    if row["km"] > 900:
        longest.append((i, np.round(row["km"], 1)))
speed = []
for trip in trips.itertuples():
    speed.append(trip.km / np.maximum(1.0, trip.cost))
trips["speed"] = speed
for i in range(1500):
    if trips.loc[i, "km"] > 500:
        trips.loc[i, "cost"] = np.sqrt(trips.loc[i, "cost"])
    if trips["speed"].iloc[i] > 5:
        trips.at[i, "class"] = "fast"
groups = trips.groupby(["kind", "class"])["cost"].agg([np.mean, np.median, np.max])
print(totals, len(longest), longest[:3])
print(trips.describe().round(6))
print(groups.round(6))
