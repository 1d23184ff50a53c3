//! Shapes, strides, broadcasting, slices, axes, overlap and their errors.
