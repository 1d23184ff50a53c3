//! The table of ufuncs, type resolution, reductions, sorting, selection, joining.
