"""Scaling, encoding, filling in: data as learners want them."""

from ._bins import KBinsDiscretizer
from ._encoders import OneHotEncoder
from ._imputer import SimpleImputer
from ._labels import LabelEncoder
from ._polynomial import PolynomialFeatures
from ._power import LogTransformer, PowerTransformer
from ._range import MinMaxScaler, Normalizer, RobustScaler
from ._scalers import StandardScaler

__all__ = [
    "KBinsDiscretizer",
    "LabelEncoder",
    "LogTransformer",
    "MinMaxScaler",
    "Normalizer",
    "OneHotEncoder",
    "PolynomialFeatures",
    "PowerTransformer",
    "RobustScaler",
    "SimpleImputer",
    "StandardScaler",
]
