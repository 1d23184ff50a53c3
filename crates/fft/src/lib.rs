//! Discrete Fourier transforms.
