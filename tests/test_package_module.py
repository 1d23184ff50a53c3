"""The package as a module: what tools that look at modules expect."""

import abc
import copy
import pickle
import types

import pytest

import numen as np


def test_it_is_a_module():
    assert isinstance(np, types.ModuleType)
    assert repr(type(np)) == "<class 'module'>"
    assert repr(np).startswith("<module 'numen' from ")
    assert vars(np) is np.__dict__


def test_names_are_found_set_and_removed():
    np.a_name_of_the_test = 3
    assert np.a_name_of_the_test == 3
    del np.a_name_of_the_test
    with pytest.raises(AttributeError, match="has no attribute 'a_name_of_the_test'"):
        np.a_name_of_the_test


def test_names_that_come_late_and_removed_ones():
    assert np.linalg.__name__ == "numen.linalg"
    with pytest.raises(AttributeError, match="deprecated alias"):
        np.int


def test_it_is_pickled_and_copied_by_name():
    assert pickle.loads(pickle.dumps(np)) is np
    assert copy.deepcopy(np) is np


def test_classes_answer_as_the_real_ones_and_abstract_ones_of_programs_as_abc_says():
    assert (
        not isinstance(3.0, np.generic)
        and not isinstance([1], np.ndarray)
        and isinstance(np.float64(1), np.floating)
    )
    assert not issubclass(np.float64, np.integer) and issubclass(np.float32, np.inexact)

    class Vector(np.ndarray, abc.ABC):
        @abc.abstractmethod
        def length(self): ...

    @Vector.register
    class Row:
        pass

    assert isinstance(Row(), Vector) and issubclass(Row, Vector) and not isinstance(Row(), np.ndarray)
    assert not isinstance(np.zeros(3), Vector)
