"""numen.ml.preprocessing beside scikit-learn: encoders, imputer, intervals."""

import warnings

import numpy
import pandas
import pytest
from ml_checks import cases, conforms
from sklearn import preprocessing as reference
from sklearn.impute import SimpleImputer as ReferenceImputer

import numen as np
from numen.ml import preprocessing as ours

rng = numpy.random.default_rng(5)
X = rng.normal(3, 2, (60, 3))
HOLES = numpy.where(rng.random(X.shape) < 0.2, numpy.nan, X)
TIES = rng.integers(0, 4, (60, 2)).astype(float)
WORDS = numpy.array([["red", 1], ["blue", 3], ["red", 2], ["green", 3]], dtype=object)
FRAME = pandas.DataFrame({"colour": ["red", "blue", None, "red"], "size": [1.5, 2.5, numpy.nan, 1.5]})


@cases(
    ours.OneHotEncoder(),
    ours.SimpleImputer(),
    ours.SimpleImputer(strategy="most_frequent"),
    ours.KBinsDiscretizer(),
    ours.KBinsDiscretizer(encode="ordinal", strategy="kmeans"),
)
def test_conventions(estimator):
    conforms(estimator)


@pytest.mark.parametrize(
    "data", [WORDS, FRAME, TIES, TIES.astype("f4"), TIES.astype("i8"), WORDS[:, :1].astype("U5")]
)
@pytest.mark.parametrize("drop", [None, "first", "if_binary"])
def test_one_hot(data, drop):
    mine = ours.OneHotEncoder(drop=drop).fit(data)
    theirs = reference.OneHotEncoder(drop=drop, sparse_output=False).fit(data)
    z = mine.transform(data)
    assert isinstance(z, np.ndarray)
    numpy.testing.assert_array_equal(z, theirs.transform(data))
    assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    back = theirs.inverse_transform(theirs.transform(data))
    assert numpy.array(mine.inverse_transform(z)).astype(str).tolist() == back.astype(str).tolist()


RARE = numpy.array(
    [["a", 1]] * 9 + [["b", 2]] * 5 + [["c", 2]] * 5 + [["d", 3]] * 2 + [["e", 1]], dtype=object
)


def warned(call, *args):
    """What a call returns, and its warnings."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        return call(*args), [str(w.message) for w in told]


@pytest.mark.parametrize(
    "limits",
    [
        {"min_frequency": 3}, {"min_frequency": 0.3}, {"max_categories": 3}, {"max_categories": 1},
        {"min_frequency": 6, "max_categories": 4}, {"max_categories": 10}, {"min_frequency": 100},
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("drop", [None, "first", "if_binary"])
@pytest.mark.parametrize("unknown", ["error", "ignore", "infrequent_if_exist", "warn"])
@pytest.mark.parametrize("data", [RARE, RARE[:, 1:].astype("i8")], ids=["texts", "numbers"])
def test_rare_values_share_a_column(limits, drop, unknown, data):
    params = {"drop": drop, "handle_unknown": unknown, **limits}
    mine = ours.OneHotEncoder(**params).fit(data)
    theirs = reference.OneHotEncoder(sparse_output=False, **params).fit(data)
    z = mine.transform(data)
    numpy.testing.assert_array_equal(z, theirs.transform(data))
    assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    for a, b in zip(mine.infrequent_categories_, theirs.infrequent_categories_, strict=True):
        assert (a is None and b is None) or a.tolist() == b.tolist()
    if drop is None or theirs.drop_idx_ is None:
        assert theirs.drop_idx_ is None and mine.drop_idx_ is None
    else:
        assert mine.drop_idx_.tolist() == theirs.drop_idx_.tolist()
    if z.shape[1]:
        back = theirs.inverse_transform(theirs.transform(data))
        assert numpy.array(mine.inverse_transform(z)).astype(str).tolist() == back.astype(str).tolist()
    strange = data[:2].copy()
    strange[0, -1] = 77
    if unknown == "error":
        with pytest.raises(ValueError, match="unknown categories"):
            mine.transform(strange)
        return
    found, said = zip(*[warned(encoder.transform, strange) for encoder in (mine, theirs)])
    numpy.testing.assert_array_equal(*found)
    assert said[0] == said[1]


def test_rare_values_are_not_dropped_by_name():
    with pytest.raises(
        ValueError, match="Unable to drop category 'e' from feature 0 because it is infrequent"
    ):
        ours.OneHotEncoder(min_frequency=3, drop=["e"]).fit(RARE[:, :1])
    for wrong in ({"min_frequency": 0}, {"min_frequency": 1.5}, {"max_categories": 0}):
        with pytest.raises(ValueError, match="parameter of OneHotEncoder must be"):
            ours.OneHotEncoder(**wrong).fit(RARE)


def test_one_hot_unknown_values():
    train, new = [["a"], ["b"]], [["b"], ["zebra"], ["a"]]
    with pytest.raises(
        ValueError, match=r"Found unknown categories \['zebra'\] in column 0 during transform"
    ):
        ours.OneHotEncoder().fit(train).transform(new)
    mine = ours.OneHotEncoder(handle_unknown="ignore").fit(train)
    theirs = reference.OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(train)
    z = mine.transform(new)
    numpy.testing.assert_array_equal(z, theirs.transform(new))
    assert mine.inverse_transform(z).tolist() == theirs.inverse_transform(theirs.transform(new)).tolist()
    with pytest.warns(UserWarning, match="unknown categories"):
        ours.OneHotEncoder(handle_unknown="warn", drop="first").fit(train).transform(new)


@pytest.mark.parametrize("dtype", ["u1", "i1", "i8", "u8"])
def test_one_hot_integers_out_of_the_range_that_was_seen(dtype):
    limits = numpy.iinfo(dtype)
    train = numpy.array([[3], [5], [4], [3]], dtype=dtype)
    new = numpy.array([[limits.max], [5], [limits.min], [3], [6], [2]], dtype=dtype)
    mine = ours.OneHotEncoder(handle_unknown="ignore").fit(train)
    theirs = reference.OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(train)
    numpy.testing.assert_array_equal(mine.transform(new), theirs.transform(new))


def test_one_hot_given_categories_and_drop():
    lists = [["blue", "green", "red", "white"], [1, 2, 3, 4]]
    mine = ours.OneHotEncoder(categories=lists, drop=["red", 1], dtype="i4").fit(WORDS)
    theirs = reference.OneHotEncoder(categories=lists, drop=["red", 1], sparse_output=False, dtype="i4").fit(
        WORDS
    )
    numpy.testing.assert_array_equal(mine.transform(WORDS), theirs.transform(WORDS))
    assert mine.transform(WORDS).dtype == np.int32 and mine.drop_idx_.tolist() == theirs.drop_idx_.tolist()
    for bad in ({"categories": [["red"], [1]]}, {"drop": ["pink", 1]}, {"drop": [1]}, {"drop": "last"}):
        with pytest.raises(ValueError):
            ours.OneHotEncoder(**bad).fit(WORDS)
    with pytest.raises(TypeError, match="uniformly strings or numbers"):
        ours.OneHotEncoder().fit(numpy.array([["a"], [1]], dtype=object))


@pytest.mark.parametrize(
    "y",
    [["cat", "dog", "bird", "dog"], [3, 1, 3, -2], [1.5, 0.5], numpy.array(["b", "a"], dtype=object)],
    ids=repr,
)
def test_label_encoder(y):
    mine, theirs = ours.LabelEncoder().fit(y), reference.LabelEncoder().fit(y)
    assert mine.classes_.tolist() == theirs.classes_.tolist()
    codes = mine.transform(y)
    numpy.testing.assert_array_equal(codes, theirs.transform(y))
    assert mine.inverse_transform(codes).tolist() == list(y)
    assert ours.LabelEncoder().fit_transform(y).tolist() == codes.tolist()


def test_label_encoder_unseen():
    encoder = ours.LabelEncoder().fit(["a", "b"])
    with pytest.raises(ValueError, match="previously unseen labels: .*'c'"):
        encoder.transform(["a", "c"])
    with pytest.raises(ValueError, match="previously unseen labels"):
        encoder.inverse_transform([2])


@pytest.mark.parametrize("strategy", ["mean", "median", "most_frequent", "constant"])
@pytest.mark.parametrize("options", [{}, {"add_indicator": True}, {"keep_empty_features": True}], ids=repr)
@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_imputer(strategy, options, empty, dtype):
    data = numpy.where(numpy.isnan(HOLES), HOLES, HOLES.round()).astype(dtype)
    if empty:
        data[:, 1] = numpy.nan
    mine, theirs = (c(strategy=strategy, **options).fit(data) for c in (ours.SimpleImputer, ReferenceImputer))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        a, b = mine.transform(data), theirs.transform(data)
        assert a.dtype == b.dtype
        numpy.testing.assert_allclose(a, b, rtol=1e-6)
        if options.get("add_indicator"):
            numpy.testing.assert_allclose(mine.inverse_transform(a), data, rtol=1e-6)
    assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()


def test_imputer_of_words_and_of_other_marks():
    words = numpy.array([["a", None], ["b", "x"], ["b", None]], dtype=object)
    for strategy in ("most_frequent", "constant"):
        mine, theirs = (
            c(strategy=strategy, missing_values=None).fit_transform(words)
            for c in (ours.SimpleImputer, ReferenceImputer)
        )
        assert mine.tolist() == theirs.tolist()
    numbers = [[-1, 2], [3, -1], [5, 6]]
    a = ours.SimpleImputer(missing_values=-1).fit_transform(numbers)
    numpy.testing.assert_array_equal(a, ReferenceImputer(missing_values=-1).fit_transform(numbers))
    with pytest.raises(ValueError, match="Cannot use mean strategy with non-numeric data"):
        ours.SimpleImputer().fit([["a"], ["b"]])
    with pytest.raises(ValueError, match="cannot be cast"):
        ours.SimpleImputer(strategy="constant", fill_value="x").fit([[1.0], [2.0]])


@pytest.mark.parametrize("strategy", ["uniform", "quantile", "kmeans"])
@pytest.mark.parametrize("encode", ["ordinal", "onehot-dense"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("data", [X, X.astype("f4"), TIES], ids=["f8", "f4", "ties"])
def test_bins(strategy, encode, weighted, data):
    options = {
        "n_bins": 4,
        "strategy": strategy,
        "encode": encode,
        "quantile_method": "averaged_inverted_cdf",
    }
    w = rng.random(len(data)) if weighted else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mine = ours.KBinsDiscretizer(**options).fit(data, sample_weight=w)
        theirs = reference.KBinsDiscretizer(**options).fit(data, sample_weight=w)
    tight = 1e-5 if data.dtype == "f4" else 1e-6
    for a, b in zip(mine.bin_edges_, theirs.bin_edges_):
        numpy.testing.assert_allclose(a, b, rtol=tight)
    z = mine.transform(data)
    assert z.dtype == data.dtype
    numpy.testing.assert_array_equal(z, theirs.transform(data))
    numpy.testing.assert_allclose(
        mine.inverse_transform(z), theirs.inverse_transform(theirs.transform(data)), rtol=tight
    )
    assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()


def test_bins_constant_and_wrong():
    with pytest.warns(UserWarning, match="Feature 0 is constant"):
        mine = ours.KBinsDiscretizer(3, encode="ordinal").fit([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    assert mine.n_bins_.tolist() == [1, 3] and (mine.transform([[7.0, 1.5]])[:, 0] == 0).all()
    for bad in ({"n_bins": 1}, {"n_bins": [2, 2]}, {"encode": "other"}, {"strategy": "other"}):
        with pytest.raises(ValueError):
            ours.KBinsDiscretizer(**bad).fit(X)
    drawn = ours.KBinsDiscretizer(4, subsample=30, random_state=0).fit(X)
    assert not numpy.allclose(drawn.bin_edges_[0], ours.KBinsDiscretizer(4).fit(X).bin_edges_[0])
