"""Series of prices: returns, rolling windows, resampling, a strategy by masks, correlations."""

import numpy as np
import pandas as pd

rng = np.random.default_rng(1)
days, assets = 12_000, 16
index = pd.date_range("1990-01-01", periods=days, freq="D")
steps = rng.normal(0.0003, 0.01, (days, assets))
prices = pd.DataFrame(
    100 * np.exp(np.cumsum(steps, axis=0)), index=index, columns=[f"p{i}" for i in range(assets)]
)

returns = np.log(prices / prices.shift(1)).dropna()
fast, slow = prices.rolling(20).mean(), prices.rolling(100).mean()
signal = pd.DataFrame(np.where(fast > slow, 1.0, -1.0), index=index, columns=prices.columns)
result = (signal.shift(1) * prices.pct_change()).fillna(0.0)
yearly = result.add(1).groupby(result.index.year).prod() - 1
volatility = returns.rolling(60).std() * np.sqrt(252)
monthly = prices.resample("ME").last()
smooth = prices.ewm(span=30).mean()
correlation = returns.rolling(250).corr(returns["p0"])

report = {}
for name in prices.columns:
    r = returns[name].values
    equity = np.cumprod(1 + result[name].to_numpy())
    drawdown = 1 - equity / np.maximum.accumulate(equity)
    report[name] = {
        "mean": np.mean(r) * 252,
        "sharpe": np.mean(r) / np.std(r) * np.sqrt(252),
        "drawdown": np.max(drawdown),
        "var": np.percentile(r, 5),
        "up": np.count_nonzero(r > 0) / len(r),
    }
report = pd.DataFrame(report).T
tail = prices.rolling(50)["p0"].apply(lambda x: np.mean(x[x > np.median(x)]), raw=True)
print(report.round(8))
print(
    yearly.tail().round(8), volatility.iloc[-1].round(8), monthly.tail(2).round(6), smooth.iloc[-1].round(6)
)
print(correlation.iloc[-1].round(8), tail.tail().round(6))
