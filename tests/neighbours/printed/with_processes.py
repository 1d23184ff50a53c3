"""Work in other processes: joblib's workers, multiprocessing, pools, what they keep in files."""

import multiprocessing as mp
import pickle
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Memory, Parallel, delayed, dump, load
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline


def drawn(seed, n=1000):
    rng = np.random.default_rng(seed)
    return rng.normal(size=n).mean(), type(rng.random(2)).__module__


def scaled(a, by):
    return a * by, isinstance(a, np.ndarray), a.dtype


def means(frame):
    return frame.groupby("k")["v"].agg(lambda s: np.mean(s) + 1)


def fails(x):
    return np.linalg.inv(x)


class Clipper(TransformerMixin, BaseEstimator):
    def __init__(self, high=90):
        self.high = high

    def fit(self, X, y=None):
        self.limits_ = np.percentile(X, [100 - self.high, self.high], axis=0)
        return self

    def transform(self, X):
        return np.clip(X, *self.limits_)


def right(estimator, X, y):
    return np.mean(estimator.predict(X) == y)


def begin(value):
    global shared
    shared = value


def of_shared(i):
    return shared[i] * 2


def main():
    print(Parallel(n_jobs=2)(delayed(drawn)(s) for s in range(3)))
    print(Parallel(n_jobs=2)(delayed(scaled)(np.arange(3) * i, np.int64(2)) for i in range(2)))
    print(Parallel(n_jobs=2)(delayed(lambda x: np.sqrt(x).sum())(x) for x in np.eye(2)))
    print([r[0].shape for r in Parallel(n_jobs=2)(delayed(scaled)(np.ones(300000), i) for i in range(2))])
    print(Parallel(n_jobs=2, prefer="threads")(delayed(np.sqrt)(np.float64(i)) for i in range(3)))
    try:
        Parallel(n_jobs=2)(delayed(fails)(np.zeros((2, 2))) for _ in range(2))
    except np.linalg.LinAlgError as error:
        print(type(error), error)
    df = pd.DataFrame({"k": np.arange(6) % 2, "v": np.arange(6.0)})
    for start in ("fork", "spawn"):
        with mp.get_context(start).Pool(2) as pool:
            print(pool.map(drawn, [1, 2]), pool.starmap(scaled, [(np.arange(2), 3), (df["v"].values, 2)]))
            print(pool.map(means, [df])[0].tolist(), list(pool.imap(np.sum, [np.arange(3), np.ones(2)])))
        with mp.get_context(start).Pool(1, initializer=begin, initargs=(np.array([5, 6]),)) as pool:
            print(pool.map(of_shared, np.arange(2)))
    with ProcessPoolExecutor(2) as pool:
        print(list(pool.map(drawn, range(2))), pool.submit(means, df).result().values)
    with ThreadPoolExecutor(2) as pool:
        print(list(pool.map(pd.Series, [np.arange(2), np.zeros(1)])), list(pool.map(means, [df])))
    X, y = make_classification(80, 4, random_state=0)
    steps = make_pipeline(Clipper(), LogisticRegression())
    print(cross_val_score(steps, X, y, scoring=right, n_jobs=2))
    grid = GridSearchCV(steps, {"clipper__high": np.array([80, 95])}, scoring=right, n_jobs=2, cv=3).fit(X, y)
    print(grid.best_params_, grid.cv_results_["mean_test_score"].round(6))
    with tempfile.TemporaryDirectory() as folder:
        dump({"w": np.arange(4), "m": df}, Path(folder, "s"))
        back = load(Path(folder, "s"))
        print(back["w"], type(back["w"]), back["m"].equals(df))
        memory = Memory(folder, verbose=0)

        @memory.cache
        def doubled(a, b=2):
            print("computed")
            return np.asarray(a) * b

        print(doubled(np.arange(3)), doubled(np.arange(3)), doubled(np.arange(4), b=np.int64(3)))
    kept = pickle.loads(pickle.dumps([np.arange(3), df, np.float64(2), np.dtype("f4")]))
    print(kept, type(kept[0]), type(kept[2]))


if __name__ == "__main__":
    main()
