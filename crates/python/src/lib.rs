//! The Python boundary: numen._core.
