"""Features of kinds as columns of zeros and ones."""

import numbers
import warnings

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._sections import documented
from .._validation import check_array, check_features, check_is_fitted, demand, one_of
from ._categories import codes, columns_of, distinct, is_nan, unknown_values
from ._names import feature_names

__all__ = ["OneHotEncoder"]


@documented
class OneHotEncoder(TransformerMixin, BaseEstimator):
    """Each feature as one column for each of its values: 1 where the sample has it, else 0.

    NaN and None are values like others.

    Parameters
    ----------
    categories : "auto" or list of array_like
        Values of each feature; "auto" takes those that `fit` sees, in order.
    drop : {"first", "if_binary"} or array_like of shape (n_features,), optional
        A value of each feature without a column: with all columns the columns of a feature add up to 1, and a linear
        model with intercept has no unique solution. "if_binary" drops only for features of two values.
    sparse_output : bool
        Must be False: arrays are dense here.
    dtype : dtype
    handle_unknown : {"error", "ignore", "infrequent_if_exist", "warn"}
        What to do in `transform` with values that `fit` has not seen: an error; zeros; a 1 for the rare ones, or zeros where
        there are none; the same with a warning.
    min_frequency : int or float in (0, 1), optional
        Values that fewer samples have, or a smaller share of them, are rare: they have one column together, the last one.
    max_categories : int, optional
        The most columns of a feature, that of the rare values counted: the least frequent values become rare.
    feature_name_combiner : "concat" or callable
        Makes the name of a column of the feature's name and the value.

    Attributes
    ----------
    categories_ : list of ndarray
    infrequent_categories_ : list of ndarray or None
        The rare values of each feature.
    drop_idx_ : ndarray of object, shape (n_features,), or None
        Index of the value of each feature that has no column, None where all have.
    n_features_in_ : int

    Examples
    --------
    >>> from numen.ml.preprocessing import OneHotEncoder
    >>> encoder = OneHotEncoder().fit([["red", 1], ["blue", 3], ["red", 2]])
    >>> encoder.transform([["red", 3]])
    array([[0., 1., 0., 0., 1.]])
    >>> encoder.get_feature_names_out(["colour", "size"]).tolist()
    ['colour_blue', 'colour_red', 'size_1', 'size_2', 'size_3']

    By hand, for one feature of integers below k::

        Z = np.zeros((len(x), k))
        Z[np.arange(len(x)), x] = 1         # or np.eye(k)[x], which makes a k x k matrix first

    A k taken from the batch at hand (``x.max() + 1``) gives batches of different widths, and a negative label writes
    to a column at the end without a word.
    """

    def __init__(
        self,
        *,
        categories="auto",
        drop=None,
        sparse_output=False,
        dtype=np.float64,
        handle_unknown="error",
        min_frequency=None,
        max_categories=None,
        feature_name_combiner="concat",
    ):
        self.categories = categories
        self.drop = drop
        self.sparse_output = sparse_output
        self.dtype = dtype
        self.handle_unknown = handle_unknown
        self.min_frequency = min_frequency
        self.max_categories = max_categories
        self.feature_name_combiner = feature_name_combiner

    @fitting
    def fit(self, X, y=None):
        """Learn the values of each feature.

        {learning_or_error}
            A parameter is wrong, a value is not among the categories, or the value to drop is not there.
        TypeError
            The values of a feature have no order.
        """
        one_of(self, "handle_unknown", ("error", "ignore", "infrequent_if_exist", "warn"))
        least = self.min_frequency
        if least is not None and not (isinstance(least, numbers.Real) and 0 < least < 1):
            demand(self, "min_frequency", 1, whole=True)
        if self.max_categories is not None:
            demand(self, "max_categories", 1, whole=True)
        if self.sparse_output:
            raise ValueError("Sparse output is not available: set sparse_output=False.")
        columns, shape = columns_of(X, self)
        check_features(self, X, np.empty(shape, dtype=bool), reset=True)
        if isinstance(self.categories, str) and self.categories == "auto":
            self.categories_ = [distinct(column) for column in columns]
        else:
            self.categories_ = self._given(columns)
        self._groups = [self._grouped(*pair) for pair in zip(columns, self.categories_, strict=True)]
        self.drop_idx_ = self._dropped()
        return self

    def _grouped(self, column, categories):
        """For each category the place of its column among those of the feature, and whether the last is of rare ones."""
        if self.min_frequency is None and self.max_categories is None:
            return np.arange(len(categories)), False
        found = codes(column, categories)
        counts, total = np.bincount(found[found >= 0], minlength=len(categories)), len(column)
        least = 0 if self.min_frequency is None else self.min_frequency
        rare = counts < (least if isinstance(least, numbers.Integral) else least * total)
        room = self.max_categories
        if room is not None and room <= np.count_nonzero(~rare):
            # Of equally frequent ones the last keep their columns.
            rare[np.argsort(counts, kind="stable")[: len(counts) - (room - 1)]] = True
        place = np.cumsum(~rare) - 1
        place[rare] = np.count_nonzero(~rare)
        return place, bool(rare.any())

    @property
    def infrequent_categories_(self):
        """The rare values of each feature, or None."""
        check_is_fitted(self)
        return [
            c[place == place.max()] if some else None
            for c, (place, some) in zip(self.categories_, self._groups, strict=True)
        ]

    def _given(self, columns):
        if len(self.categories) != len(columns):
            raise ValueError(
                "Shape mismatch: if categories is an array, it has to be of shape (n_features,)."
            )
        lists = []
        for i, (column, given) in enumerate(zip(columns, self.categories, strict=True)):
            numeric = column.dtype.kind in "iufb"
            values = np.array(
                given, dtype=object if column.dtype.kind == "O" else column.dtype if numeric else None
            )
            if any(is_nan(v) for v in values.tolist()[:-1]):
                raise ValueError(
                    f"Nan should be the last element in user provided categories, see categories {values} in column "
                    f"#{i}"
                )
            if len(set(values.tolist())) != len(values):
                raise ValueError(f"In column {i}, the predefined categories contain duplicate elements.")
            if values.dtype.kind in "iuf" and not (values[:-1] < values[1:])[: _known(values) - 1].all():
                raise ValueError("Unsorted categories are not supported for numerical categories")
            found = codes(column, values)
            if self.handle_unknown == "error" and (found < 0).any():
                raise ValueError(
                    f"Found unknown categories {unknown_values(column, found)} in column {i} during fit"
                )
            lists.append(values)
        return lists

    def _dropped(self):
        """Index of the category of each feature that gets no column."""
        if self.drop is None:
            return None
        if isinstance(self.drop, str):
            if self.drop not in ("first", "if_binary"):
                raise ValueError(
                    "The 'drop' parameter of OneHotEncoder must be a str among {'first', 'if_binary'}, an array-like "
                    f"or None. Got {self.drop!r} instead."
                )
            # The first category of the first column.
            return _objects(
                [
                    int(np.argmin(place)) if self.drop == "first" or place.max() == 1 else None
                    for place, _ in self._groups
                ]
            )
        drop = np.asarray(self.drop, dtype=object).tolist()
        if len(drop) != len(self.categories_):
            raise ValueError(
                f"`drop` should have length equal to the number of features ({len(self.categories_)}), got {len(drop)}"
            )
        at = [codes(_objects([value]), c)[0] for value, c in zip(drop, self.categories_, strict=True)]
        missing = [f"Category: {v}, Feature: {i}" for i, v in enumerate(drop) if at[i] < 0]
        if missing:
            raise ValueError(
                "The following categories were supposed to be dropped, but were not found in the training data.\n"
                + "\n".join(missing)
            )
        for i, (value, (place, some)) in enumerate(zip(drop, self._groups, strict=True)):
            if some and place[at[i]] == place.max():
                raise ValueError(
                    f"Unable to drop category {value!r} from feature {i} because it is infrequent"
                )
        return _objects([int(i) for i in at])

    def _kept(self):
        """Places of the columns of each feature that are not dropped."""
        dropped = [None] * len(self._groups) if self.drop_idx_ is None else self.drop_idx_.tolist()
        return [
            np.arange(place.max() + 1) if d is None else np.delete(np.arange(place.max() + 1), place[d])
            for (place, _), d in zip(self._groups, dropped, strict=True)
        ]

    def _titles(self, i):
        """What stands for each column of a feature before some are dropped: its value, or the word for rare ones."""
        (place, some), categories = self._groups[i], self.categories_[i]
        if not some:
            return categories
        return _objects([*categories[place < place.max()].tolist(), "infrequent_sklearn"])

    def transform(self, X):
        """Return the columns of zeros and ones.

        {of_samples}
        ndarray of `dtype`, shape (n_samples, n_columns)

        Raises
        ------
        ValueError
            `fit` has not seen a value, with ``handle_unknown="error"``.
        """
        check_is_fitted(self)
        columns, shape = columns_of(X, self)
        check_features(self, X, np.empty(shape, dtype=bool), reset=False)
        kept = self._kept()
        out = np.zeros((shape[0], sum(len(k) for k in kept)), dtype=self.dtype)
        strangers, start = [], 0
        for i, (column, categories, keep) in enumerate(zip(columns, self.categories_, kept, strict=True)):
            found = codes(column, categories)
            if (found < 0).any():
                if self.handle_unknown == "error":
                    raise ValueError(
                        f"Found unknown categories {unknown_values(column, found)} in column {i} during transform"
                    )
                strangers.append(i)
            group, rare = self._groups[i]
            # The last place is for unknown values, whose code is -1; dropped ones lead to no column.
            column_of = np.full(group.max() + 1, -1)
            column_of[keep] = start + np.arange(len(keep))
            known = rare and self.handle_unknown in ("infrequent_if_exist", "warn")
            at = np.append(column_of[group], column_of[-1] if known else -1)[found]
            rows = np.flatnonzero(at >= 0)
            out[rows, at[rows]] = 1
            start += len(keep)
        # With a dropped value zeros mean that one, too.
        if strangers and (self.handle_unknown == "warn" or self.drop is not None):
            how = "all zeros" if self.handle_unknown == "ignore" else "the infrequent category."
            warnings.warn(
                f"Found unknown categories in columns {strangers} during transform. These unknown categories will be "
                f"encoded as {how}",
                UserWarning,
                stacklevel=2,
            )
        return out

    def inverse_transform(self, X):
        """Return the values; a sample with zeros in all columns of a feature has its dropped value, else None.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_columns)

        Returns
        -------
        ndarray, shape (n_samples, n_features)

        Raises
        ------
        ValueError
            The number of columns is wrong, or a sample has no value and ``handle_unknown="error"``.
        """
        check_is_fitted(self)
        z = check_array(X)
        kept = self._kept()
        width = sum(len(k) for k in kept)
        if z.shape[1] != width:
            raise ValueError(
                f"Shape of the passed X data is not correct. Expected {width} columns, got {z.shape[1]}."
            )
        values, start = [], 0
        for i, keep in enumerate(kept):
            block = z[:, start : start + len(keep)]
            start += len(keep)
            empty = ~(block != 0).any(axis=1)
            code = keep[np.argmax(block, axis=1)] if len(keep) else np.zeros(len(z), dtype=np.intp)
            values.append(self._values(i, self._titles(i), code, empty))
        kinds = {v.dtype.kind for v in values}
        dtype = object if "O" in kinds or ("U" in kinds and len(kinds) > 1) else None
        return np.stack([v.astype(dtype) if dtype else v for v in values], axis=1)

    def _values(self, i, categories, code, empty):
        dropped = None if self.drop_idx_ is None else self.drop_idx_[i]
        if dropped is not None:
            return categories[np.where(empty, self._groups[i][0][dropped], code)]
        if not empty.any():
            return categories[code]
        if self.handle_unknown == "error":
            rows = np.flatnonzero(empty)
            raise ValueError(
                f"Samples {rows} can not be inverted when drop=None and handle_unknown='error' because they contain "
                "all zeros"
            )
        found = categories[code].astype(object)
        found[empty] = None
        return found

    def get_feature_names_out(self, input_features=None):
        """Return the names of the columns, ``feature_value``.

        {given_names}

        Returns
        -------
        ndarray of object, shape (n_columns,)
        """
        check_is_fitted(self)
        join = self.feature_name_combiner
        join = (lambda name, value: f"{name}_{value}") if join == "concat" else join
        names = feature_names(self, input_features).tolist()
        return _objects(
            [
                join(name, value)
                for i, (name, keep) in enumerate(zip(names, self._kept(), strict=True))
                for value in self._titles(i)[keep].tolist()
            ]
        )

    def _describe(self, tags):
        tags.input_tags.categorical = True
        tags.input_tags.allow_nan = True


def _objects(values):
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def _known(values):
    return len(values) - (1 if is_nan(values.tolist()[-1]) else 0) if len(values) else 0
