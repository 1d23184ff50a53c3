//! Aligned blocks of memory, the cache of freed blocks, accounting.
