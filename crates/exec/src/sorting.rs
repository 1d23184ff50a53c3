//! Sorting, partitioning and searching in rows: numbers, and dates as integers.

use numen_array::{Array, Order};
use numen_buffer::Block;
use numen_dtype::{DType, Kind};
use numen_kernels::{sort, Ty};
use numen_shape::{Error, Result};

/// The type that rows are sorted as; `None` for types without an order of bits.
pub fn sort_type(d: &DType) -> Option<Ty> {
    if matches!(d.kind(), Kind::Datetime | Kind::Timedelta) {
        return Some(Ty::I64);
    }
    crate::ty(d.num())
}

fn scratch(bytes: usize) -> Result<Block> {
    Block::alloc(bytes).map_err(|e| Error::out_of_memory(e.bytes, &[e.bytes], "uint8"))
}

fn dates(d: &DType) -> bool {
    matches!(d.kind(), Kind::Datetime | Kind::Timedelta)
}

/// NaT is the least integer and sorts last: one less, wrapping, makes it the greatest.
fn shift(a: &Array, by: i64) {
    // SAFETY: a contiguous array of 64-bit integers that the caller owns.
    let s = unsafe { std::slice::from_raw_parts_mut(a.write() as *mut i64, a.size()) };
    for x in s {
        *x = x.wrapping_add(by);
    }
}

/// Keys whose NaT sorts last; numbers as they are.
pub fn keys(a: &Array) -> Result<Array> {
    if !dates(a.dtype()) {
        return Ok(a.view());
    }
    let c = crate::copy(a, Order::C)?;
    shift(&c, -1);
    Ok(c)
}

fn rows(a: &Array) -> (usize, usize) {
    let n = a.shape()[a.ndim() - 1];
    (if n == 0 { 0 } else { a.size() / n }, n)
}

fn check(a: &Array) -> Ty {
    assert!(a.is_c_contiguous() && a.is_behaved() && a.ndim() > 0, "rows are contiguous");
    sort_type(a.dtype()).expect("a type with kernels")
}

/// Sorts the rows of a contiguous native array in place.
pub fn sort_rows(a: &Array, stable: bool) -> Result<()> {
    let t = check(a);
    let (m, n) = rows(a);
    let nat = dates(a.dtype());
    if nat {
        shift(a, -1);
    }
    let bytes = if stable { sort::sort_stable_scratch(t, n) } else { sort::sort_scratch(t, n) };
    let room = scratch(bytes)?;
    // Zeros of both signs keep their order in a stable sort.
    let free = bytes == 0;
    let together = if free { sort::rows_together(t, n) } else { 0 };
    let all = Rows { t, p: a.write(), n, stable, together, scratch: room.data() };
    let cost = (m * n) as f64 * if together > 0 { TOGETHER_NS } else { SORT_NS };
    crate::gil::without(cost, || {
        let threads = if free { numen_pool::threads_for(cost) } else { 1 };
        if threads == 1 || m == 1 && n < LONG {
            all.sort(0, m);
        } else if m == 1 {
            all.sort_long();
        } else {
            let step = m.div_ceil(4 * threads).next_multiple_of(together.max(1));
            numen_pool::run(m.div_ceil(step), |c| all.sort(c * step, m.min((c + 1) * step)));
        }
    });
    if nat {
        shift(a, 1);
    }
    Ok(())
}

/// Nanoseconds an element of a sort, and of rows side by side.
const SORT_NS: f64 = 4.0;
const TOGETHER_NS: f64 = 1.0;
/// From this length on a row is worth the work of several threads.
const LONG: usize = 1 << 16;

/// What the threads of a sort share.
struct Rows {
    t: Ty,
    p: *mut u8,
    n: usize,
    stable: bool,
    /// Rows that are sorted side by side; 0 if one by one.
    together: usize,
    scratch: *mut u8,
}

// SAFETY: threads sort rows, or pieces of one, that are apart; there is no scratch where they are several.
unsafe impl Sync for Rows {}

impl Rows {
    fn row(&self, i: usize) -> *mut u8 {
        self.p.wrapping_add(i * self.n * self.t.size())
    }

    /// Sorts rows `from..to`.
    fn sort(&self, from: usize, to: usize) {
        let mut done = from;
        while done < to {
            let some = self.together.clamp(1, to - done);
            // SAFETY: rows of `n` elements, as many as the kernel takes; the scratch is as large as asked for.
            unsafe {
                let whole = some == self.together && sort::sort_rows(self.t, self.row(done), self.n);
                for i in done..if whole { done } else { done + some } {
                    if self.stable {
                        sort::sort_stable(self.t, self.row(i), self.n, self.scratch)
                    } else {
                        sort::sort(self.t, self.row(i), self.n, self.scratch)
                    }
                }
            }
            done += some;
        }
    }

    /// Sorts the only row in pieces.
    fn sort_long(&self) {
        // SAFETY: a row of `n` real elements.
        let Some(bounds) = (unsafe { sort::cut(self.t, self.p, self.n) }) else { return };
        // SAFETY: its pieces.
        numen_pool::run(sort::PIECES, |i| unsafe {
            sort::sort_piece(self.t, self.p, bounds[i], bounds[i + 1])
        });
    }
}

/// Partitions the rows in place at ascending ranks.
pub fn partition_rows(a: &Array, ranks: &[usize]) -> Result<()> {
    let t = check(a);
    let (m, n) = rows(a);
    assert!(ranks.iter().all(|&r| r < n) || m == 0);
    let nat = dates(a.dtype());
    if nat {
        shift(a, -1);
    }
    for i in 0..m {
        // SAFETY: the row has n elements and the ranks lie within.
        unsafe { sort::partition(t, a.write().add(i * n * a.itemsize()), n, ranks) }
    }
    if nat {
        shift(a, 1);
    }
    Ok(())
}

/// Permutations that sort the rows, or that partition them at ascending ranks.
pub fn argsort_rows(a: &Array, ranks: Option<&[usize]>, out: &Array) -> Result<()> {
    let t = check(a);
    let (m, n) = rows(a);
    assert!(out.is_c_contiguous() && out.size() == a.size() && out.itemsize() == 8);
    let a = keys(a)?;
    let room = scratch(sort::argsort_scratch(t, n).max(sort::argpartition_scratch(t, n)))?;
    let (p, s, width, o) = (a.read() as usize, room.data() as usize, n * a.itemsize(), out.write() as usize);
    crate::gil::without((m * n) as f64 * 6.0, || {
        for i in 0..m {
            let (row, idx) = ((p + i * width) as *const u8, (o + i * n * 8) as *mut i64);
            // SAFETY: row and result have n elements, the scratch is as large as asked for.
            unsafe {
                match ranks {
                    None => sort::argsort(t, row, n, idx, s as *mut u8),
                    Some(r) => sort::argpartition(t, row, n, r, idx, s as *mut u8),
                }
            }
        }
    });
    Ok(())
}

/// One more key, the most significant so far, for the permutation `idx`.
pub fn lexsort_step(keys_: &Array, idx: &mut [i64]) -> Result<()> {
    let t = check(keys_);
    let n = keys_.size();
    assert!(idx.len() == n && idx.iter().all(|&i| (i as u64) < n as u64));
    let k = keys(keys_)?;
    let room = scratch(sort::lexsort_step_scratch(t, n))?;
    // SAFETY: lengths were checked, the scratch is as large as asked for.
    unsafe { sort::lexsort_step(t, k.read(), n, idx.as_mut_ptr(), room.data()) };
    Ok(())
}

/// The order of the rows by keys of one shape, the least significant first, all contiguous; false where keys have
/// no order by their numbers alone (complex ones with NaN).
pub fn lexsort_rows(keys_: &[Array], out: &Array) -> Result<bool> {
    let types: Vec<Ty> = keys_.iter().map(check).collect();
    let (m, n) = rows(&keys_[0]);
    assert!(keys_.iter().all(|k| k.shape() == out.shape()) && out.is_c_contiguous() && out.itemsize() == 8);
    if n > u32::MAX as usize {
        return Ok(false);
    }
    let all = keys_.iter().map(keys).collect::<Result<Vec<Array>>>()?;
    // SAFETY: the arrays are contiguous and aligned, of these types.
    if !all.iter().zip(&types).all(|(k, &t)| unsafe { sort::has_columns(t, k.read(), k.size()) }) {
        return Ok(false);
    }
    let room = scratch(sort::lexsort_scratch(n))?;
    let mut columns = Vec::new();
    for i in 0..m {
        columns.clear();
        for (k, &t) in all.iter().zip(&types).rev() {
            let size = k.itemsize();
            sort::Column::of(t, k.read().wrapping_add(i * n * size), size as isize, &mut columns);
        }
        // SAFETY: columns and result have n elements, the scratch is as large as asked for.
        unsafe { sort::lexsort(&columns, n, (out.write() as *mut i64).add(i * n), room.data()) };
    }
    Ok(true)
}

/// Places of contiguous `v` in the sorted one-dimensional `a`, both native and of one type; false if the
/// sorter has an index outside.
pub fn searchsorted(a: &Array, v: &Array, right: bool, sorter: Option<&Array>, out: &Array) -> Result<bool> {
    let t = sort_type(a.dtype()).expect("a type with kernels");
    assert!(
        a.ndim() == 1 && v.is_c_contiguous() && a.is_aligned() && v.is_aligned() && out.size() == v.size()
    );
    assert!(out.is_c_contiguous() && out.itemsize() == 8 && a.itemsize() == v.itemsize());
    let (a, v) = (keys(a)?, keys(v)?);
    let side = if right { sort::Side::Right } else { sort::Side::Left };
    let (n, m, size) = (a.shape()[0], v.size(), a.itemsize() as isize);
    let o = out.write() as *mut i64;
    // SAFETY: lengths and alignment were checked.
    unsafe {
        match sorter {
            None => sort::searchsorted(t, side, a.read(), a.strides()[0], n, v.read(), size, m, o),
            Some(s) => {
                assert!(s.is_c_contiguous() && s.size() == n && s.itemsize() == 8);
                let s = s.read() as *const i64;
                return Ok(sort::searchsorted_by(
                    t,
                    side,
                    a.read(),
                    a.strides()[0],
                    n,
                    s,
                    v.read(),
                    size,
                    m,
                    o,
                ));
            }
        }
    }
    Ok(true)
}

/// What is wanted of distinct elements, and what was found.
pub struct Distinct {
    pub values: Array,
    pub first: Option<Array>,
    pub inverse: Option<Array>,
    pub counts: Option<Array>,
}

/// The first `m` of a one-dimensional array, in memory of their own where they are fewer.
fn shortened(a: Array, m: usize) -> Result<Array> {
    if a.size() == m {
        return Ok(a);
    }
    let out = Array::empty(a.dtype().clone(), &[m], Order::C)?;
    // SAFETY: two arrays of at least `m` elements of one type.
    unsafe { out.write().copy_from_nonoverlapping(a.read(), m * a.itemsize()) };
    Ok(out)
}

/// The distinct elements of a contiguous array of numbers, sorted; where each was found first, the place of each
/// element among them, and their counts, as they are asked for.
pub fn distinct(a: &Array, first: bool, inverse: bool, counts: bool, equal_nan: bool) -> Result<Distinct> {
    assert!(a.is_c_contiguous() && a.is_behaved());
    let t = crate::ty(a.dtype().num()).expect("a type with kernels");
    let n = a.size();
    let long = |wanted: bool, n: usize| -> Result<Option<Array>> {
        let make = || Array::empty(DType::of(numen_dtype::Num::Long), &[n], Order::C);
        wanted.then(make).transpose()
    };
    let pointer = |a: &Option<Array>| a.as_ref().map_or(std::ptr::null_mut(), |a| a.write() as *mut i64);
    let inverse = long(inverse, n)?;
    let few = sort::most_narrow(n);
    let mut found =
        (Array::empty(a.dtype().clone(), &[few], Order::C)?, long(first, few)?, long(counts, few)?);
    let parts = |found: &(Array, Option<Array>, Option<Array>)| sort::Parts {
        values: found.0.write(),
        first: pointer(&found.1),
        inverse: pointer(&inverse),
        counts: pointer(&found.2),
    };
    // SAFETY: the array is contiguous, the parts as long as asked for.
    let mut m = unsafe { sort::unique_narrow(t, a.read(), n, parts(&found)) };
    if m == 0 {
        let row = a.reshaped(&[n], false).expect("contiguous");
        let order = if first || inverse.is_some() { long(true, n)? } else { None };
        let sorted = match &order {
            None => crate::copy(&row, Order::C)?,
            Some(_) => Array::empty(a.dtype().clone(), &[n], Order::C)?,
        };
        match &order {
            None => sort_rows(&sorted, false)?,
            Some(order) => {
                argsort_rows(&row, None, order)?;
                gather(&row, order, &sorted);
            }
        }
        // Values alone are moved together without a branch, which takes room for all of them.
        let alone = order.is_none() && !counts;
        // SAFETY: as many elements as said.
        let most = if alone { n } else { unsafe { sort::count_distinct(t, sorted.read(), n, equal_nan) } };
        found =
            (Array::empty(a.dtype().clone(), &[most], Order::C)?, long(first, most)?, long(counts, most)?);
        // SAFETY: the parts are as long as there are distinct elements; the order is a permutation.
        m = unsafe { sort::unique_sorted(t, sorted.read(), pointer(&order), n, equal_nan, parts(&found)) };
    }
    let short = |a: Option<Array>| a.map(|a| shortened(a, m)).transpose();
    Ok(Distinct { values: shortened(found.0, m)?, first: short(found.1)?, inverse, counts: short(found.2)? })
}

/// Elements of a contiguous row in an order.
fn gather(row: &Array, order: &Array, out: &Array) {
    let (from, order, to) = (row.read(), order.read() as *const i64, out.write());
    macro_rules! by_size {
        ($($size:literal $t:ty),*) => {
            match row.itemsize() {
                // SAFETY: items of the row are read as integers of their size. The order is a permutation, unless another
                // thread changed the row while it was made; then the guard holds.
                $($size => unsafe {
                    for i in 0..row.size() {
                        let at = (*order.add(i) as usize).min(row.size() - 1);
                        let x = (from as *const $t).add(at).read_unaligned();
                        (to as *mut $t).add(i).write_unaligned(x);
                    }
                },)*
                _ => unreachable!("sizes of numbers"),
            }
        };
    }
    by_size!(1 u8, 2 u16, 4 u32, 8 u64, 16 u128);
}

/// Scratch that needs no block.
#[repr(align(64))]
struct Few([u64; FEW]);
const FEW: usize = 32;

/// The elements of ascending ranks of a dense float64 array, which stays as it is; returns how many elements
/// are NaN.
pub fn select_ranks(a: &Array, ranks: &[usize], out: &mut [f64]) -> Result<usize> {
    assert!(a.is_c_contiguous() && a.is_behaved() && sort_type(a.dtype()) == Some(Ty::F64));
    let n = a.size();
    assert!(ranks.len() == out.len() && ranks.iter().all(|&r| r < n));
    let bytes = sort::select_many_scratch(Ty::F64, n);
    let mut few = Few([0; FEW]);
    let many = if bytes > std::mem::size_of::<Few>() { Some(scratch(bytes)?) } else { None };
    let room = many.as_ref().map_or(few.0.as_mut_ptr().cast(), Block::data);
    let (p, s, o) = (a.read() as usize, room as usize, out.as_mut_ptr() as usize);
    Ok(crate::gil::without(n as f64 * 2.0, || {
        // SAFETY: lengths and ranks were checked; the scratch is as large as asked for.
        unsafe { sort::select_many(Ty::F64, p as *const u8, n, ranks, o as *mut u8, s as *mut u8) }
    }))
}
