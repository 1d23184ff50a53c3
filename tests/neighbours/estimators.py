"""Programs with scikit-learn."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin, clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, make_scorer, mean_squared_error
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, LabelEncoder, OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier


def features(d):
    """A few thousand rows at the most: these programs are about types, not about time."""
    n = min(d.rows, 2000)
    return np.column_stack([d.weights[:n], d.key[:n] * 1.0, d.weights[:n] ** 2]), (
        d.weights[:n] > 0.5
    ).astype(int)


class Nearest(ClassifierMixin, BaseEstimator):
    def __init__(self, p=2):
        self.p = p

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.means_ = np.array([X[y == c].mean(axis=0) for c in self.classes_])
        return self

    def predict(self, X):
        d = (np.abs(X[:, None, :] - self.means_[None]) ** self.p).sum(axis=2)
        return self.classes_[np.argmin(d, axis=1)]


class Centred(TransformerMixin, BaseEstimator):
    def fit(self, X, y=None):
        self.mean_ = np.mean(X, axis=0)
        return self

    def transform(self, X):
        return X - self.mean_


def share_right(y, predicted):
    return np.mean(y == predicted)


def case_kmeans(d):
    X, _ = features(d)
    model = KMeans(3, n_init=2, random_state=np.random.RandomState(0)).fit(X)
    return model.labels_, isinstance(model.cluster_centers_, np.ndarray), model.cluster_centers_.shape


def case_split(d):
    X, y = features(d)
    return train_test_split(X, y, d.x[: len(y)], test_size=np.float64(0.25), random_state=np.int64(3))


def case_pipeline(d):
    X, y = features(d)
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y).predict(X)


def case_cross_validation(d):
    X, y = features(d)
    return cross_val_score(DecisionTreeClassifier(random_state=0), X, y, cv=KFold(3))


def case_own_estimator(d):
    X, y = features(d)
    model = make_pipeline(Centred(), Nearest()).fit(X, y)
    return model.predict(X), cross_val_score(Nearest(), X, y, cv=3), clone(Nearest(p=3)).get_params()


def case_own_scorer(d):
    X, y = features(d)
    return cross_val_score(Nearest(), X, y, cv=3, scoring=make_scorer(share_right))


def case_grid(d):
    X, y = features(d)
    search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": np.array([1, 3])}, cv=3).fit(X, y)
    return search.best_params_["n_neighbors"], search.cv_results_["mean_test_score"]


def case_encoders(d):
    x = d.x[:1000]
    codes = LabelEncoder().fit_transform(x)
    return codes, OneHotEncoder().fit_transform(x.reshape(-1, 1))


def case_function_transformer(d):
    X, _ = features(d)
    return FunctionTransformer(np.log1p).fit_transform(X), FunctionTransformer(lambda x: x * 2).fit_transform(
        X
    )


def case_metrics(d):
    _, y = features(d)
    guess = np.zeros_like(y)
    return accuracy_score(y, guess), confusion_matrix(y, guess), mean_squared_error(y, guess)


def case_forest(d):
    X, y = features(d)
    return RandomForestClassifier(5, random_state=0).fit(X[:300], y[:300]).predict(X)


def case_linear(d):
    X, y = features(d)
    model = LinearRegression().fit(X, y)
    return np.round(model.predict(X), 6), PCA(2).fit(X).n_components_


def case_targets_of_any_kind(d):
    X, _ = features(d)
    return DecisionTreeClassifier(random_state=0).fit(X, d.x[: len(X)]).predict(X)
