//! One pool of threads.
