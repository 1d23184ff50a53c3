"""Pictures of seaborn."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
x = rng.normal(size=50)
d = pd.DataFrame({"x": x, "y": x + rng.normal(size=50), "g": np.where(x > 0, "up", "down")})
print([p.get_height() for p in sns.histplot(x, bins=np.linspace(-3, 3, 7)).patches])
plt.clf()
ax = sns.heatmap(np.corrcoef(rng.normal(size=(4, 20))), mask=np.triu(np.ones((4, 4), bool)), annot=True)
print([t.get_text() for t in ax.texts], np.asarray(ax.collections[0].get_array()).shape)
plt.clf()
print(
    [
        round(p.get_height(), 6)
        for p in sns.barplot(data=d, x="g", y="y", estimator=np.median, errorbar=None).patches
    ]
)
plt.clf()
print(len(sns.scatterplot(data=d, x="x", y=np.abs(d.y), hue="g").collections), len(sns.kdeplot(x).lines))
plt.clf()
print(len(sns.boxplot(x=d.g, y=x).lines), len(sns.lineplot(x=np.arange(5), y=np.arange(5.0)).lines))
print(
    sns.pairplot(d, hue="g").axes.shape,
    np.round(sns.regplot(x=x, y=d.y.values, ci=None).lines[-1].get_ydata()[0], 6),
)
print(np.round(sns.color_palette("viridis", np.int64(2)), 4).tolist())
