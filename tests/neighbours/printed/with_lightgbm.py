"""Boosted trees of LightGBM."""

import lightgbm as lgb
import numpy as np

rng = np.random.default_rng(0)
x, e = rng.normal(size=(200, 4)), rng.normal(size=200)
y = x[:, 0] * 2 + np.sin(x[:, 1]) + 0.1 * e
quiet = {"verbose": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True}
m = lgb.LGBMRegressor(n_estimators=10, random_state=np.random.RandomState(0).randint(10), **quiet).fit(x, y)
p = m.predict(x)
print(
    type(p),
    isinstance(p, np.ndarray),
    np.round(p[:3], 8),
    np.round(np.mean((p - y) ** 2), 8),
    m.feature_importances_,
)
c = lgb.LGBMClassifier(n_estimators=5, **quiet).fit(
    x, np.where(y > 0, "up", "down"), sample_weight=np.ones(200)
)
print(
    c.predict(x[:4]),
    c.classes_,
    np.round(c.predict_proba(x[:2]), 6),
    c.score(x, np.where(y > 0, "up", "down")),
)


def squared(predictions, train):
    return predictions - train.get_label(), np.ones(len(predictions))


def error(predictions, train):
    return "error", np.abs(predictions - train.get_label()).mean(), False


data = lgb.Dataset(x, label=y, weight=np.ones(200), free_raw_data=False)
told = {}
b = lgb.train(
    {**quiet, "objective": squared},
    data,
    5,
    valid_sets=[data],
    feval=error,
    callbacks=[lgb.record_evaluation(told)],
)
print(
    np.round(told["training"]["error"], 8),
    np.round(b.predict(x[:3].astype(np.float32)), 8),
    data.get_label()[:2],
)
print(
    np.round(
        lgb.cv({**quiet, "objective": "l2"}, lgb.Dataset(x, y), 3, nfold=3, stratified=False)[
            "valid l2-mean"
        ],
        8,
    )
)
