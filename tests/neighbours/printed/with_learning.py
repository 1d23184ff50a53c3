"""scikit-learn with steps, classifiers and measures that the program writes, searches, tables of columns, texts."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import classification_report, confusion_matrix, make_scorer, pairwise_distances
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVC


class Clipper(TransformerMixin, BaseEstimator):
    def __init__(self, low=5, high=95):
        self.low, self.high = low, high

    def fit(self, X, y=None):
        self.limits_ = np.percentile(X, [self.low, self.high], axis=0)
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X):
        return np.clip(X, *self.limits_)

    def get_feature_names_out(self, names=None):
        return np.array([f"c{i}" for i in range(self.n_features_in_)], dtype=object)


class Nearest(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        self.classes_, place = np.unique(y, return_inverse=True)
        self.centres_ = np.array([X[place == k].mean(axis=0) for k in range(len(self.classes_))])
        return self

    def predict(self, X):
        return self.classes_[((X[:, None] - self.centres_) ** 2).sum(-1).argmin(axis=1)]


X, y = load_iris(return_X_y=True)
Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
steps = Pipeline([("clip", Clipper()), ("scale", StandardScaler()), ("clf", Nearest())]).fit(Xa, ya)
p = steps.predict(Xb)
print(steps, type(p), np.mean(p == yb), confusion_matrix(yb, p), steps[:-1].get_feature_names_out())
print(classification_report(yb, p))
grid = {"clip__low": np.array([1, 5, 10]), "clip__high": [np.int64(90), np.float64(99)]}
measure = make_scorer(lambda t, q: np.mean(t == q))
search = GridSearchCV(steps, grid, cv=KFold(4, shuffle=True, random_state=1), scoring=measure).fit(Xa, ya)
print(
    search.best_params_, search.best_score_, pd.DataFrame(search.cv_results_)[["params", "rank_test_score"]]
)
rng = np.random.default_rng(0)
df = pd.DataFrame({"age": rng.integers(18, 80, 200).astype(float), "pay": rng.lognormal(8, 1, 200)})
df["town"] = rng.choice(["x", "y", "z"], 200)
df.loc[rng.choice(200, 20, replace=False), "age"] = np.nan
goal = (np.log(df["pay"]) + (df.town == "x") > 8).astype(int)
logs = FunctionTransformer(np.log1p, feature_names_out="one-to-one")
numbers = make_pipeline(SimpleImputer(strategy="median"), logs, StandardScaler())
columns = ColumnTransformer(
    [("n", numbers, make_column_selector(dtype_include=np.number)), ("t", OneHotEncoder(), ["town"])]
)
model = make_pipeline(columns, LogisticRegression()).fit(df, goal)
print(model.score(df, goal), model[:-1].get_feature_names_out(), model[-1].coef_.round(4))
print(cross_val_score(model, df, goal, cv=3, scoring=lambda e, X, y: np.sum(e.predict(X) == y) / len(y)))
union = FeatureUnion([("a", FunctionTransformer(lambda X: X**2)), ("b", FunctionTransformer(np.sqrt))])
print(union.fit_transform(Xa[:2]))
weights = {0: np.float64(1), 1: 2.0, 2: np.float32(3)}
forest = RandomForestClassifier(20, random_state=np.random.RandomState(0), class_weight=weights).fit(Xa, ya)
print(
    pd.Series(forest.feature_importances_, load_iris().feature_names).sort_values().round(4),
    forest.predict(Xb[:5]),
)
near = KNeighborsClassifier(5, weights=lambda d: 1 / (1 + d), metric=lambda a, b: np.abs(a - b).sum())
print(near.fit(Xa[:60], ya[:60]).score(Xb, yb), SVC(kernel=lambda A, B: A @ B.T).fit(X, y).n_support_)
print(
    pairwise_distances(X[:3], metric=lambda a, b: np.max(np.abs(a - b))).round(4),
    PCA(2).fit(X).explained_variance_ratio_.round(6),
)
best = SelectKBest(lambda X, y: np.abs(np.corrcoef(np.asarray(X).T, y)[-1, :-1]), k=2).fit(X, y)
print(best.scores_.round(4), best.get_support())
for a, b in KFold(3).split(X):
    print(len(a), b[:3], type(a), round(LinearRegression().fit(X[a], y[a]).score(X[b], y[b]), 3))
docs = np.array(
    ["the cat sat on the mat", "dogs and cats", "stocks fell on the market", "the market rose", "my dog"]
)
labels = np.array(["pets", "pets", "money", "money", "pets"])
words = TfidfVectorizer(dtype=np.float32)
T = words.fit_transform(docs)
top = np.argsort(np.asarray(T.sum(axis=0)).ravel(), kind="stable")[::-1][:3]
print(
    T.dtype,
    T[labels == "pets"].shape,
    T[np.array([0, 2])].toarray().round(3),
    words.get_feature_names_out()[top],
)
print(
    make_pipeline(CountVectorizer(), MultinomialNB())
    .fit(docs, labels)
    .predict(np.array(["the dog", "market fell"]))
)
print(
    TruncatedSVD(2, random_state=0).fit(T).singular_values_.round(5),
    T.multiply(np.arange(5)[:, None]).toarray()[1].round(2),
)
for wrong in (
    lambda: steps.predict(np.ones((2, 3))),
    lambda: LogisticRegression().fit(np.array([[1.0, np.nan]]), np.array([1])),
    lambda: StandardScaler().fit(np.arange(3.0)),
    lambda: StandardScaler().transform(X),
):
    try:
        wrong()
    except ValueError as e:
        print(type(e).__name__, e)
