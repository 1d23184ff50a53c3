//! Factorizations and products.
