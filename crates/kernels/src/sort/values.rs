//! Sorting and partitioning elements in place.

use super::complex::{self, sort_complex};
use super::count::{select_i16, select_i8, sort_i16, sort_i8};
use super::keys::{Key, Sortable};
use super::merge::insertion_sort_by;
use super::narrow::{narrow_range, sort_narrow};
use super::order::{compare, with_type, Order};
use super::vector;
use crate::cpu::Level;
use crate::select::level::per_level;
use crate::Ty;

/// Keys with the engines that sort and select them.
pub(crate) trait Engine: Key {
    unsafe fn sort(p: *mut Self, n: usize);
    unsafe fn select(p: *mut Self, n: usize, k: usize);
    /// Two parts, no greater keys in the first; where the second begins, if keys of this width are cut.
    unsafe fn cut(_: *mut Self, n: usize) -> usize {
        n
    }
}

impl Engine for i8 {
    unsafe fn sort(p: *mut i8, n: usize) {
        sort_i8(p, n)
    }
    unsafe fn select(p: *mut i8, n: usize, k: usize) {
        select_i8(p, n, k)
    }
}
impl Engine for i16 {
    unsafe fn sort(p: *mut i16, n: usize) {
        sort_i16(p, n)
    }
    unsafe fn select(p: *mut i16, n: usize, k: usize) {
        select_i16(p, n, k)
    }
}
impl Engine for i32 {
    unsafe fn sort(p: *mut i32, n: usize) {
        vector::sort_i32(p, n)
    }
    unsafe fn select(p: *mut i32, n: usize, k: usize) {
        vector::select_i32(p, n, k)
    }
    unsafe fn cut(p: *mut i32, n: usize) -> usize {
        if n < vector::CUTS {
            return n;
        }
        vector::cut_i32(p, n)
    }
}
impl Engine for i64 {
    unsafe fn sort(p: *mut i64, n: usize) {
        vector::sort_i64(p, n)
    }
    unsafe fn select(p: *mut i64, n: usize, k: usize) {
        vector::select_i64(p, n, k)
    }
    unsafe fn cut(p: *mut i64, n: usize) -> usize {
        if n < vector::CUTS {
            return n;
        }
        vector::cut_i64(p, n)
    }
}

/// Turns elements into keys, those of NaN too; returns how many of these there are.
#[inline(always)]
pub(super) unsafe fn keys_in_place<T: Sortable>(p: *mut T, n: usize) -> usize {
    let k = p as *mut T::K;
    let mut nans = 0;
    for i in 0..n {
        let key = (*p.add(i)).key();
        nans += T::nan_key(key) as usize;
        *k.add(i) = key;
    }
    nans
}

#[inline(always)]
unsafe fn to_keys_body<L: Level, T: Sortable>(p: *mut T, n: usize) -> usize {
    if keys_in_place(p, n) == 0 {
        return n;
    }
    let k = p as *mut T::K;
    let mut end = n;
    let mut i = 0;
    while i < end {
        if T::nan_key(*k.add(i)) {
            end -= 1;
            k.add(i).swap(k.add(end));
        } else {
            i += 1;
        }
    }
    end
}
per_level! { unsafe fn to_keys_at_level[T: Sortable](p: *mut T, n: usize) -> usize = to_keys_body }

#[inline(always)]
pub(super) unsafe fn from_keys_body<L: Level, T: Sortable>(p: *mut T, n: usize) {
    for i in 0..n {
        *p.add(i) = T::from_key(*(p as *const T::K).add(i));
    }
}
per_level! { unsafe fn from_keys_at_level[T: Sortable](p: *mut T, n: usize) = from_keys_body }

/// Turns elements into keys and moves those of NaN to the end; returns how many are no NaN.
pub(crate) unsafe fn to_keys<T: Sortable>(p: *mut T, n: usize) -> usize {
    if T::SAME {
        n
    } else {
        to_keys_at_level(p, n)
    }
}

/// Turns all keys back, those of NaN too.
pub(crate) unsafe fn from_keys<T: Sortable>(p: *mut T, n: usize) {
    if !T::SAME {
        from_keys_at_level(p, n);
    }
}

/// How many neighbours are compared before the outcome is looked at.
const STRIDE: usize = 128;

#[inline(always)]
unsafe fn presorted_body<L: Level, T: Order>(p: *mut T, n: usize) -> bool {
    let falls = T::less(*p.add(1), *p);
    let mut i = 1;
    while i < n {
        let m = if i == 1 { 8.min(n - i) } else { STRIDE.min(n - i) };
        let mut count = 0u32;
        for j in i..i + m {
            count += T::less(*p.add(j), *p.add(j - 1)) as u32;
        }
        if count != if falls { m as u32 } else { 0 } {
            return false;
        }
        i += m;
    }
    if falls {
        std::slice::from_raw_parts_mut(p, n).reverse();
    }
    true
}
per_level! {
    /// Whether the elements are in order already; strictly falling ones are turned round.
    pub(crate) unsafe fn presorted[T: Order](p: *mut T, n: usize) -> bool = presorted_body
}

/// Up to here insertion is quickest.
pub(crate) const SMALL: usize = 16;

unsafe fn sort_real<T: Sortable + Order>(p: *mut T, n: usize)
where
    T::K: Engine,
{
    if n <= SMALL {
        return insertion_sort_by(p, n, &mut |a, b| T::less(*a, *b));
    }
    if presorted(p, n) {
        return;
    }
    if std::mem::size_of::<T>() > 1 {
        if let Some(of) = narrow_range(p, n) {
            return sort_narrow(p, n, of);
        }
    }
    let real = to_keys(p, n);
    T::K::sort(p as *mut T::K, real);
    from_keys(p, n);
}

/// The most pieces that a row is cut into.
pub const PIECES: usize = 4;

unsafe fn cut_real<T: Sortable + Order>(p: *mut T, n: usize) -> Option<[usize; PIECES + 1]>
where
    T::K: Engine,
{
    if presorted(p, n) {
        return None;
    }
    if let Some(of) = narrow_range(p, n) {
        sort_narrow(p, n, of);
        return None;
    }
    let real = to_keys(p, n);
    from_keys(p.add(real), n - real);
    let keys = p as *mut T::K;
    let half = T::K::cut(keys, real);
    let (first, third) = (T::K::cut(keys, half), half + T::K::cut(keys.add(half), real - half));
    Some([0, first, half, third, real])
}

/// Cuts a row into pieces that may be sorted apart by [`sort_piece`], by the bounds returned; or sorts it, where that is as
/// quick.
///
/// # Safety
/// As [`sort`], of real numbers.
pub unsafe fn cut(ty: Ty, p: *mut u8, n: usize) -> Option<[usize; PIECES + 1]> {
    if n < vector::CUTS || ty.size() < 4 {
        sort(ty, p, n, std::ptr::null_mut());
        return None;
    }
    with_type!(ty, T => cut_real(p as *mut T, n), complex _C => None)
}

/// Sorts one of the pieces of a row.
///
/// # Safety
/// As [`sort`]; the bounds are neighbours of those that [`cut`] gave for the row.
pub unsafe fn sort_piece(ty: Ty, p: *mut u8, from: usize, to: usize) {
    unsafe fn piece<T: Sortable>(p: *mut T, n: usize)
    where
        T::K: Engine,
    {
        T::K::sort(p as *mut T::K, n);
        from_keys(p, n);
    }
    with_type!(ty, T => piece((p as *mut T).add(from), to - from), complex _C => ())
}

/// Bytes of scratch for [`sort`], aligned to 16.
pub fn sort_scratch(ty: Ty, n: usize) -> usize {
    match ty {
        Ty::C64 | Ty::C128 => complex::scratch(ty.size(), n),
        _ => 0,
    }
}

/// Sorts `n` contiguous elements in place. Elements that compare equal (zeros of both signs, NaN) end up in
/// any order.
///
/// # Safety
/// `p` is aligned and valid for reads and writes of `n` elements, `scratch` for [`sort_scratch`] bytes.
pub unsafe fn sort(ty: Ty, p: *mut u8, n: usize, scratch: *mut u8) {
    if n < 2 {
        return;
    }
    with_type!(ty, T => sort_real(p as *mut T, n), complex C => sort_complex(p as *mut C, n, false, scratch))
}

/// Bytes of scratch for [`sort_stable`], aligned to 16.
pub fn sort_stable_scratch(ty: Ty, n: usize) -> usize {
    match ty {
        Ty::F16 | Ty::F32 | Ty::F64 => n,
        _ => sort_scratch(ty, n),
    }
}

/// Sorts; zeros of both signs stay in the order they came.
unsafe fn sort_float_stable<T: Sortable + Order>(p: *mut T, n: usize, signs: *mut u8)
where
    T::K: Engine,
{
    if n <= SMALL {
        return insertion_sort_by(p, n, &mut |a, b| T::less(*a, *b));
    }
    // Keys -1 and 0 are those of -0.0 and 0.0; keys below, and so the run of zeros, are counted on the way.
    let (minus, plus) =
        (T::K::from_u64(T::K::MAX_KEY.to_u64() >> 1), T::K::from_u64((T::K::MAX_KEY.to_u64() >> 1) + 1));
    let (mut zeros, mut negative, mut below) = (0usize, 0usize, 0usize);
    for i in 0..n {
        let x = *p.add(i);
        let k = x.key();
        if k == minus || k == plus {
            *signs.add(zeros) = (k == minus) as u8;
            zeros += 1;
            negative += (k == minus) as usize;
        } else {
            below += (k < minus && !x.is_nan()) as usize;
        }
    }
    sort_real(p, n);
    if negative != 0 && negative != zeros {
        for i in 0..zeros.min(n - below) {
            *p.add(below + i) = T::from_key(if *signs.add(i) != 0 { minus } else { plus });
        }
    }
}

/// Sorts `n` contiguous elements in place; equal ones stay in the order they came (of NaN: any order).
///
/// # Safety
/// As [`sort`]; `scratch` is valid for [`sort_stable_scratch`] bytes.
pub unsafe fn sort_stable(ty: Ty, p: *mut u8, n: usize, scratch: *mut u8) {
    if n < 2 {
        return;
    }
    match ty {
        Ty::F16 => sort_float_stable(p as *mut half::f16, n, scratch),
        Ty::F32 => sort_float_stable(p as *mut f32, n, scratch),
        Ty::F64 => sort_float_stable(p as *mut f64, n, scratch),
        _ => with_type!(ty, T => sort_real(p as *mut T, n), complex C =>
            sort_complex(p as *mut C, n, true, scratch)),
    }
}

/// Elements that are sorted rather than selected from.
const FEW: usize = 64;

/// Puts the element of each rank (ascending) in its place, smaller ones before it, greater ones behind.
pub(crate) unsafe fn select_ranks<K: Engine>(p: *mut K, n: usize, offset: usize, ranks: &[usize]) {
    if ranks.is_empty() || n < 2 {
        return;
    }
    if n <= FEW {
        // One network sorts them all; each selection would go through it again.
        return K::sort(p, n);
    }
    let middle = ranks.len() / 2;
    let k = ranks[middle] - offset;
    K::select(p, n, k);
    let left = ranks[..middle].partition_point(|&r| r < ranks[middle]);
    select_ranks(p, k, offset, &ranks[..left]);
    let right = middle + ranks[middle..].partition_point(|&r| r == ranks[middle]);
    select_ranks(p.add(k + 1), n - k - 1, offset + k + 1, &ranks[right..]);
}

unsafe fn partition_real<T: Sortable + Order>(p: *mut T, n: usize, ranks: &[usize])
where
    T::K: Engine,
{
    let real = to_keys(p, n);
    let ranks = &ranks[..ranks.partition_point(|&r| r < real)];
    select_ranks(p as *mut T::K, real, 0, ranks);
    from_keys(p, n);
}

/// Puts the elements of the given ranks where sorting would put them, no greater one before each, no smaller
/// one behind (`np.partition`).
///
/// # Safety
/// As [`sort`]; `ranks` ascend and are below `n`.
pub unsafe fn partition(ty: Ty, p: *mut u8, n: usize, ranks: &[usize]) {
    if n < 2 || ranks.is_empty() {
        return;
    }
    with_type!(ty, T => partition_real(p as *mut T, n, ranks), complex C => {
        let mut rest = std::slice::from_raw_parts_mut(p as *mut C, n);
        let mut offset = 0;
        for &r in ranks {
            if r >= offset {
                rest.select_nth_unstable_by(r - offset, |a, b| compare(*a, *b));
                rest = &mut rest[r + 1 - offset..];
                offset = r + 1;
            }
        }
    })
}

/// Bytes of scratch for [`select_many`], aligned to 8.
pub fn select_many_scratch(ty: Ty, n: usize) -> usize {
    n * ty.size()
}

unsafe fn select_real<T: Sortable + Order>(
    src: *const T,
    n: usize,
    ranks: &[usize],
    out: *mut T,
    scratch: *mut T,
) -> usize
where
    T::K: Engine,
{
    src.copy_to_nonoverlapping(scratch, n);
    let m = to_keys(scratch, n);
    let real = ranks.partition_point(|&r| r < m);
    select_ranks(scratch as *mut T::K, m, 0, &ranks[..real]);
    for (j, &r) in ranks.iter().enumerate() {
        *out.add(j) = T::from_key(*(scratch as *const T::K).add(r));
    }
    n - m
}

/// The elements of the given ranks, `out[j]` being the `ranks[j]`-th smallest; returns how many elements are
/// NaN. The source stays as it is.
///
/// # Safety
/// `src` is aligned and valid for `n` elements, `out` for one a rank, `scratch` for [`select_many_scratch`]
/// bytes; `ranks` ascend and are below `n`.
pub unsafe fn select_many(
    ty: Ty,
    src: *const u8,
    n: usize,
    ranks: &[usize],
    out: *mut u8,
    scratch: *mut u8,
) -> usize {
    with_type!(ty, T => select_real(src as *const T, n, ranks, out as *mut T, scratch as *mut T), complex C => {
        let (s, src) = (scratch as *mut C, src as *const C);
        src.copy_to_nonoverlapping(s, n);
        partition(ty, scratch, n, ranks);
        for (j, &r) in ranks.iter().enumerate() {
            *(out as *mut C).add(j) = *s.add(r);
        }
        (0..n).filter(|&i| !C::same(*s.add(i), *s.add(i), false)).count()
    })
}
