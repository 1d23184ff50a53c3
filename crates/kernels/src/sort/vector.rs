//! Sorting and selecting integer keys in place: the engine below every sort.

/// Sorts.
pub(crate) unsafe fn sort_i64(p: *mut i64, n: usize) {
    std::slice::from_raw_parts_mut(p, n).sort_unstable();
}
/// Sorts.
pub(crate) unsafe fn sort_i32(p: *mut i32, n: usize) {
    std::slice::from_raw_parts_mut(p, n).sort_unstable();
}
/// Puts the `k`-th smallest at `k`, no greater ones before it, no smaller ones behind it.
pub(crate) unsafe fn select_i64(p: *mut i64, n: usize, k: usize) {
    std::slice::from_raw_parts_mut(p, n).select_nth_unstable(k);
}
/// As [`select_i64`].
pub(crate) unsafe fn select_i32(p: *mut i32, n: usize, k: usize) {
    std::slice::from_raw_parts_mut(p, n).select_nth_unstable(k);
}
