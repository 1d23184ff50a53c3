"""Boosted trees of XGBoost."""

import numpy as np
import xgboost as xgb

rng = np.random.default_rng(0)
x, e = rng.normal(size=(200, 4)), rng.normal(size=200)
y = x[:, 0] * 2 + np.sin(x[:, 1]) + 0.1 * e
x[3, 2] = np.nan
m = xgb.XGBRegressor(n_estimators=10, nthread=1, random_state=0).fit(x, y)
p = m.predict(x)
print(type(p), isinstance(p, np.ndarray), p.dtype, np.round(p[:3], 6), np.round(m.feature_importances_, 5))
c = xgb.XGBClassifier(n_estimators=5, nthread=1).fit(x, (y > 0).astype(int), sample_weight=np.ones(200))
print(c.predict(x[:4]), np.round(c.predict_proba(x[:2]), 5), c.score(x, y > 0))


def squared(predictions, train):
    return predictions - train.get_label(), np.ones(len(predictions))


def error(predictions, train):
    return "error", np.abs(predictions - train.get_label()).mean()


d = xgb.DMatrix(x, label=y, weight=np.ones(200), missing=np.nan)
told = {}
b = xgb.train(
    {"nthread": 1, "disable_default_eval_metric": 1},
    d,
    5,
    obj=squared,
    custom_metric=error,
    evals=[(d, "train")],
    evals_result=told,
    verbose_eval=False,
)
print(np.round(told["train"]["error"], 6), np.round(b.predict(d)[:3], 6), d.num_row(), d.get_label()[:2])
print(np.round(b.inplace_predict(x[:3].astype(np.float32)), 6), xgb.DMatrix(x[::2, ::2]).num_col())
