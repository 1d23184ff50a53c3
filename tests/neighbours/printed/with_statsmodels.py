"""Regressions of statsmodels on arrays and formulas."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from statsmodels.base.model import GenericLikelihoodModel
from statsmodels.tsa.stattools import acf, adfuller

rng = np.random.default_rng(0)
x = rng.normal(size=(100, 2))
y = 1 + x @ np.array([2.0, -1.0]) + rng.normal(size=100) * 0.1
fit = sm.OLS(y, sm.add_constant(x)).fit()
print(
    np.round(fit.params, 6),
    type(fit.params),
    np.round(fit.rsquared, 8),
    np.round(fit.predict(np.ones((1, 3))), 6),
)
print(np.round(np.asarray(fit.conf_int()), 6).tolist(), type(fit.aic), np.round(fit.cov_params(), 10).shape)
print(fit.summary().tables[0].as_text().count("OLS"))
d = pd.DataFrame({"y": y, "a": x[:, 0], "b": x[:, 1], "g": np.arange(100) % 2})
print(smf.ols("y ~ np.exp(a) + b + C(g)", d).fit().params.round(6).to_dict())
print(sm.Logit((y > 1).astype(int), sm.add_constant(x[:, :1])).fit(disp=0).params.round(5))
print(
    sm.GLM(rng.poisson(np.exp(x[:, 0])), sm.add_constant(x), family=sm.families.Poisson())
    .fit()
    .params.round(6)
)
print(np.round(acf(y, nlags=3), 6), np.round(adfuller(y)[0], 5), sm.stats.durbin_watson(fit.resid).round(6))
print(sm.nonparametric.lowess(y[:10], x[:10, 0]).round(5)[0], sm.robust.mad(y).round(6))


class Normal(GenericLikelihoodModel):
    def loglikeobs(self, params):
        left = self.endog - self.exog @ params
        return -0.5 * left**2 * np.float64(100)


print(Normal(y, sm.add_constant(x)).fit(start_params=np.zeros(3), disp=0).params.round(3))
