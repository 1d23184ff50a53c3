//! Inner loops over strided memory.
