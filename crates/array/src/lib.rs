//! Array: dtype, block, offset, shape, strides; views and indexing plans.
