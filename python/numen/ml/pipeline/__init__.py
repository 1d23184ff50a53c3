"""Steps in sequence and side by side, data in chunks, and what a call costs.

=================== ==========================================================================================
`_pipeline`         transformers one after the other, a learner last
`_columns`          transformers side by side: on all features, or each on its own
`_composed`         parameters of the parts by name
`_chunks`           data larger than memory should be; the smallest type that holds them
`_streams`          learning from data larger than memory, chunk after chunk
`_meter`            time and memory of a call
=================== ==========================================================================================
"""

from ._chunks import in_chunks, shrink, smallest_dtype
from ._columns import ColumnTransformer, FeatureUnion, make_column_transformer, make_union
from ._meter import Measurement, measure
from ._pipeline import Pipeline, make_pipeline
from ._streams import fit_chunks

__all__ = [
    "ColumnTransformer",
    "FeatureUnion",
    "Measurement",
    "Pipeline",
    "fit_chunks",
    "in_chunks",
    "make_column_transformer",
    "make_pipeline",
    "make_union",
    "measure",
    "shrink",
    "smallest_dtype",
]
