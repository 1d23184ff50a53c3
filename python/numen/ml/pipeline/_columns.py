"""Transformers side by side, their columns joined."""

from numbers import Integral

import numen as np

from .._base import TransformerMixin, fitting
from .._clone import clone
from .._sections import documented
from .._validation import check_array, check_features, check_is_fitted
from ._composed import Composed, named

__all__ = ["ColumnTransformer", "FeatureUnion", "make_column_transformer", "make_union"]


def _join(parts, count):
    parts = [np.asarray(p) for p in parts]
    for p in parts:
        if p.ndim != 2:
            raise ValueError(f"The output of a transformer should be 2D, got {p.ndim}D of shape {p.shape}.")
    if not parts:
        return np.zeros((count, 0))
    kinds = {p.dtype.kind for p in parts}
    mixed = "O" in kinds or (kinds & set("US") and len(kinds) > 1)
    return np.concatenate([p.astype(object) if mixed else p for p in parts], axis=1)


def _weighted(z, weights, name):
    return z if not weights or name not in weights else np.asarray(z) * weights[name]


def _fit_transform(transformer, X, y):
    given = () if y is None else (y,)
    if hasattr(transformer, "fit_transform"):
        return transformer.fit_transform(X, *given)
    return transformer.fit(X, *given).transform(X)


def _check_transformer(name, t):
    if not (hasattr(t, "fit") or hasattr(t, "fit_transform")) or not hasattr(t, "transform"):
        raise TypeError(
            f"All estimators should implement fit and transform, or be 'drop' or 'passthrough'. '{t}' (type {type(t)}) "
            "doesn't"
        )


@documented
class FeatureUnion(TransformerMixin, Composed):
    """Several transformers on the same data, their features side by side.

    Parameters
    ----------
    transformer_list : list of (name, transformer)
        "drop" gives nothing, "passthrough" the data themselves. All learn in place.
    transformer_weights : dict, optional
        Factors of the features by name.
    {threads}
    verbose_feature_names_out : bool
        Names of features begin with that of the transformer.

    Examples
    --------
    >>> from numen.ml.pipeline import FeatureUnion
    >>> from numen.ml.preprocessing import LogTransformer, MinMaxScaler
    >>> union = FeatureUnion([("log", LogTransformer()), ("range", MinMaxScaler())])
    >>> union.fit_transform([[0.0], [1.0]]).round(2)
    array([[0.  , 0.  ],
           [0.69, 1.  ]])
    >>> union.get_feature_names_out().tolist()
    ['log__x0', 'range__x0']

    By hand: ``np.hstack([f.fit_transform(X) for f in transformers])``.
    """

    _parts_in = "transformer_list"

    def __init__(
        self, transformer_list, *, n_jobs=None, transformer_weights=None, verbose_feature_names_out=True
    ):
        self.transformer_list = transformer_list
        self.n_jobs = n_jobs
        self.transformer_weights = transformer_weights
        self.verbose_feature_names_out = verbose_feature_names_out

    def _check(self):
        self._check_names()
        for name, t in self.transformer_list:
            if not (isinstance(t, str) and t in ("drop", "passthrough")):
                _check_transformer(name, t)
        unknown = set(self.transformer_weights or ()) - {name for name, _ in self.transformer_list}
        if unknown:
            raise ValueError(
                f'Attempting to weight transformer "{sorted(unknown)[0]}", but it is not present in transformer_list.'
            )

    @fitting
    def fit(self, X, y=None):
        """Fit all transformers.

        {learning_from_parts}
        """
        self._run(X, y)
        return self

    @fitting
    def fit_transform(self, X, y=None):
        """Fit all transformers and return their features, side by side."""
        return self._run(X, y)

    def _run(self, X, y):
        self._check()
        array = check_array(X, dtype=None, allow_nan=True, allow_infinite=True, estimator=self)
        check_features(self, X, array, reset=True)
        parts = []
        with self._restored_on_failure():
            for name, t in self.transformer_list:
                if isinstance(t, str):
                    z = array if t == "passthrough" else None
                else:
                    z = _fit_transform(t, X, y)
                if z is not None:
                    parts.append(_weighted(z, self.transformer_weights, name))
        return _join(parts, len(array))

    def transform(self, X):
        """Return the features of all transformers, side by side.

        {other_features}
        """
        check_is_fitted(self)
        array = check_array(X, dtype=None, allow_nan=True, allow_infinite=True, estimator=self)
        check_features(self, X, array, reset=False)
        parts = []
        for name, t in self.transformer_list:
            if isinstance(t, str):
                if t == "passthrough":
                    parts.append(_weighted(array, self.transformer_weights, name))
            else:
                parts.append(_weighted(t.transform(X), self.transformer_weights, name))
        return _join(parts, len(array))

    @property
    def named_transformers(self):
        """The transformers by name."""
        return dict(self.transformer_list)

    def get_feature_names_out(self, input_features=None):
        """Return the names of the features, ``transformer__feature``."""
        from ..preprocessing._names import feature_names

        names = feature_names(self, input_features)
        pairs = [
            (name, names if isinstance(t, str) else t.get_feature_names_out(names))
            for name, t in self.transformer_list
            if not (isinstance(t, str) and t == "drop")
        ]
        return _spell(pairs, self.verbose_feature_names_out)

    def _describe(self, tags):
        parts = [t for _, t in self.transformer_list if hasattr(t, "__sklearn_tags__")]
        tags.input_tags.allow_nan = all(t.__sklearn_tags__().input_tags.allow_nan for t in parts)


def _spell(pairs, verbose):
    if verbose:
        names = [f"{name}__{f}" for name, own in pairs for f in own]
    else:
        names = [f for _, own in pairs for f in own]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ValueError(
                f"Output feature names: {twice} are not unique. Please set verbose_feature_names_out=True to add "
                "prefixes to feature names"
            )
    return np.array(names, dtype=object)


def make_union(*transformers, n_jobs=None, verbose_feature_names_out=True):
    """Return a `FeatureUnion` whose transformers are named after their classes."""
    return FeatureUnion(
        named(transformers), n_jobs=n_jobs, verbose_feature_names_out=verbose_feature_names_out
    )


@documented
class ColumnTransformer(TransformerMixin, Composed):
    """Each transformer on its own columns, the results side by side.

    Parameters
    ----------
    transformers : list of (name, transformer, columns)
        "drop" and "passthrough" are transformers too. Columns: an index, a name (of a frame), a list of either, a
        slice, a mask, or a function of the data that returns one of these. A single index or name gives the
        transformer data of one axis.
    remainder : {"drop", "passthrough"} or transformer
        What becomes of the columns that none names.
    transformer_weights : dict, optional
        Factors of the results by name.
    sparse_threshold : float
        Not used: results are dense.
    {threads}
    verbose_feature_names_out : bool
        Names of features begin with that of the transformer.

    Attributes
    ----------
    transformers_ : list of (name, fitted transformer, columns)
        Copies that have learned; what was given stays as it is.
    named_transformers_ : dict
    output_indices_ : dict
        Slice of the result by name.
    n_features_in_ : int

    Examples
    --------
    >>> from numen.ml.pipeline import ColumnTransformer
    >>> from numen.ml.preprocessing import MinMaxScaler, OneHotEncoder
    >>> columns = ColumnTransformer([("size", MinMaxScaler(), [0]), ("kind", OneHotEncoder(), [1])])
    >>> columns.fit_transform([[1.0, 0], [3.0, 1], [2.0, 0]])
    array([[0. , 1. , 0. ],
           [1. , 0. , 1. ],
           [0.5, 1. , 0. ]])
    """

    _parts_in = "transformers"

    def __init__(
        self, transformers, *, remainder="drop", sparse_threshold=0.3, n_jobs=None, transformer_weights=None,
        verbose_feature_names_out=True,
    ):  # fmt: skip
        self.transformers = transformers
        self.remainder = remainder
        self.sparse_threshold = sparse_threshold
        self.n_jobs = n_jobs
        self.transformer_weights = transformer_weights
        self.verbose_feature_names_out = verbose_feature_names_out

    @fitting
    def fit(self, X, y=None):
        """Fit each transformer on its columns.

        {learning_from_parts}

        Raises
        ------
        ValueError
            A column is not there, or columns are named where the data have no names.
        """
        self.fit_transform(X, y)
        return self

    @fitting
    def fit_transform(self, X, y=None):
        """Fit, and return the results side by side."""
        self._check_names()
        data = _table(X, self)
        check_features(self, X, np.empty(data.shape, dtype=bool), reset=True)
        self.transformers_, places, used = [], [], set()
        for name, t, columns in self.transformers:
            columns = columns(X) if callable(columns) else columns
            at = _indices(columns, self)
            used |= set(np.ravel(at).tolist())
            self._add(name, t, columns, at, places)
        rest = [i for i in range(self.n_features_in_) if i not in used]
        if rest:
            self._add("remainder", self.remainder, rest, np.array(rest), places)
        self._places = places
        return self._results(data, lambda t, x: _fit_transform(t, x, y))

    def _add(self, name, t, columns, at, places):
        if not isinstance(t, str):
            _check_transformer(name, t)
            t = clone(t)
        elif t not in ("drop", "passthrough"):
            raise ValueError(
                f"transformer {name!r} must have fit and transform, or be 'drop' or 'passthrough', got {t!r}"
            )
        self.transformers_.append((name, t, columns))
        places.append(at)

    def transform(self, X):
        """Return the results of the transformers, each on its columns, side by side.

        {other_features}
        """
        check_is_fitted(self)
        data = _table(X, self)
        check_features(self, X, np.empty(data.shape, dtype=bool), reset=False)
        return self._results(data, lambda t, x: t.transform(x))

    def _results(self, data, run):
        parts, start, self.output_indices_ = [], 0, {}
        for (name, t, _), at in zip(self.transformers_, self._places, strict=True):
            nothing = isinstance(t, str) and t == "drop" or np.ndim(at) and not len(at)
            if not nothing:
                own = _take(data, at)
                z = np.asarray(own if isinstance(t, str) else run(t, own))
                z = z[:, None] if isinstance(t, str) and z.ndim == 1 else z
                parts.append(_weighted(z, self.transformer_weights, name))
            width = 0 if nothing else parts[-1].shape[1]
            self.output_indices_[name] = slice(start, start + width)
            start += width
        return _join(parts, data.shape[0])

    @property
    def named_transformers_(self):
        """The fitted transformers by name."""
        return {name: t for name, t, _ in self.transformers_}

    def get_feature_names_out(self, input_features=None):
        """Return the names of the features, ``transformer__feature``."""
        from ..preprocessing._names import feature_names

        names = feature_names(self, input_features)
        pairs = []
        for (name, t, _), at in zip(self.transformers_, self._places, strict=True):
            own = names[np.atleast_1d(at)]
            if isinstance(t, str) and t == "drop" or not len(own):
                continue
            pairs.append((name, own if isinstance(t, str) else t.get_feature_names_out(own)))
        return _spell(pairs, self.verbose_feature_names_out)

    def _describe(self, tags):
        tags.input_tags.allow_nan = True


def _table(X, estimator):
    """The data as a frame, or an array of any type."""
    if hasattr(X, "iloc"):
        return X
    array = check_array(X, dtype=None, allow_nan=True, allow_infinite=True, estimator=estimator)
    if array.dtype.kind in "US" and not hasattr(X, "dtype"):
        return np.array(X, dtype=object)
    return array


def _take(data, at):
    if hasattr(data, "iloc"):
        return data.iloc[:, at if isinstance(at, int) else at.tolist()]
    return data[:, at]


def _indices(columns, estimator):
    """Columns by index: an int for one, an array for several."""
    count = estimator.n_features_in_
    names = getattr(estimator, "feature_names_in_", None)
    if isinstance(columns, slice):
        ends = (columns.start, columns.stop)
        if any(isinstance(e, str) for e in ends):
            first, last = (None if e is None else _index(e, names, count) for e in ends)
            columns = slice(first, None if last is None else last + 1, columns.step)
        return np.arange(count)[columns]
    if isinstance(columns, (str, Integral)) and not isinstance(columns, bool):
        return _index(columns, names, count)
    columns = np.asarray(columns).tolist() if not isinstance(columns, list) else columns
    if columns and all(isinstance(c, (bool, np.bool_)) for c in columns):
        if len(columns) != count:
            raise ValueError(f"a mask of columns must have length {count}, got {len(columns)}")
        return np.flatnonzero(np.array(columns))
    return np.array([_index(c, names, count) for c in columns], dtype=np.intp)


def _index(column, names, count):
    if isinstance(column, str):
        if names is None:
            raise ValueError("Specifying the columns using strings is only supported for dataframes.")
        known = names.tolist()
        if column not in known:
            raise ValueError(f"A given column is not a column of the dataframe: {column!r}")
        return known.index(column)
    if not isinstance(column, Integral):
        raise ValueError(
            "No valid specification of the columns. Only a scalar, list or slice of all integers or all strings, or "
            "boolean mask is allowed"
        )
    if not -count <= column < count:
        raise ValueError(f"all features must be in [0, {count - 1}] or [-{count}, 0]")
    return int(column) % count


def make_column_transformer(
    *transformers, remainder="drop", sparse_threshold=0.3, n_jobs=None, verbose_feature_names_out=True
):
    """Return a `ColumnTransformer` of pairs (transformer, columns), named after their classes."""
    pairs = named([t for t, _ in transformers])
    triples = [(name, t, columns) for (name, t), (_, columns) in zip(pairs, transformers, strict=True)]
    return ColumnTransformer(
        triples,
        remainder=remainder,
        sparse_threshold=sparse_threshold,
        n_jobs=n_jobs,
        verbose_feature_names_out=verbose_feature_names_out,
    )
