//! Formatting and parsing of numbers and arrays, the .npy header.
