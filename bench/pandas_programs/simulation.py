"""Many small frames: a simulation that makes, changes, joins and summarises one in each of its rounds."""

import numpy as np
import pandas as pd

np.random.seed(4)
rounds, agents = 400, 300
history = []
state = pd.DataFrame({"wealth": np.full(agents, 100.0), "skill": np.random.normal(0, 1, agents)})
state["team"] = np.random.randint(0, 10, agents)
for t in range(rounds):
    shock = np.random.normal(0, 0.05, agents)
    state["gain"] = state["wealth"] * (0.01 * state["skill"] + shock)
    state["wealth"] = np.maximum(state["wealth"] + state["gain"], 1.0)
    poor = state["wealth"] < np.quantile(state["wealth"], 0.1)
    state.loc[poor, "wealth"] += np.random.exponential(5.0, poor.sum())
    mean = state.groupby("team")["wealth"].mean()
    if t % 20 == 0:
        movers = state.sample(5).index
        state.loc[movers, "team"] = np.random.randint(0, 10, 5)
    wealth = np.sort(state["wealth"].to_numpy())
    gini = 1 - 2 * np.trapezoid(np.cumsum(wealth) / wealth.sum(), dx=1 / agents)
    history.append(
        {"t": t, "mean": state["wealth"].mean(), "gini": gini, "best": mean.idxmax(), "poor": np.sum(poor)}
    )
history = pd.DataFrame(history).set_index("t")
history["trend"] = np.polyval(np.polyfit(history.index, history["gini"], 2), history.index)
print(history.tail().round(8))
print(state.groupby("team").agg({"wealth": ["mean", "std"], "skill": "mean"}).round(6))
