//! Bit generators and distributions.
