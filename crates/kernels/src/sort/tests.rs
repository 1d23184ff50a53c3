//! Every type and shape of data against the standard library's sort by NumPy's order.

use super::order::Order;
use super::*;
use crate::select::tests::Rng;
use crate::{Element, Ty};
use half::f16;
use num_complex::Complex;

trait Sample: Element + Order + std::fmt::Debug {
    fn random(r: &mut Rng) -> Self;
    fn small(k: i64) -> Self;
    fn bits(self) -> [u64; 2];
}
macro_rules! ints { ($($t:ty),*) => { $(impl Sample for $t {
    fn random(r: &mut Rng) -> $t { r.next() as $t }
    fn small(k: i64) -> $t { k as $t }
    fn bits(self) -> [u64; 2] { [self as u64, 0] }
})* } }
ints!(i8, u8, i16, u16, i32, u32, i64, u64);
macro_rules! floats { ($($t:ty, $u:ty);*) => { $(impl Sample for $t {
    fn random(r: &mut Rng) -> $t {
        match r.below(20) {
            0 => <$t>::NAN,
            1 => -<$t>::NAN,
            2 => <$t>::INFINITY,
            3 => <$t>::NEG_INFINITY,
            4 => <$t>::from_bits((1 as $u) << (<$u>::BITS - 1)),
            5 => <$t>::from_bits(0),
            _ => <$t>::from_bits(r.next() as $u),
        }
    }
    fn small(k: i64) -> $t { if k == 0 { <$t>::from_bits((1 as $u) << (<$u>::BITS - 1)) } else { (((k - 1) as f32).into_this()) } }
    fn bits(self) -> [u64; 2] { [if self != self { 1 << 63 | 1 } else { self.to_bits() as u64 }, 0] }
})* } }
trait IntoThis<T> {
    fn into_this(self) -> T;
}
impl IntoThis<f16> for f32 {
    fn into_this(self) -> f16 {
        f16::from_f32(self)
    }
}
impl IntoThis<f32> for f32 {
    fn into_this(self) -> f32 {
        self
    }
}
impl IntoThis<f64> for f32 {
    fn into_this(self) -> f64 {
        self as f64
    }
}
floats!(f16, u16; f32, u32; f64, u64);
macro_rules! complexes { ($($t:ty),*) => { $(impl Sample for Complex<$t> {
    fn random(r: &mut Rng) -> Self { Complex::new(<$t>::random(r), <$t>::random(r)) }
    fn small(k: i64) -> Self { Complex::new(<$t>::small(k / 2), <$t>::small(k % 2)) }
    fn bits(self) -> [u64; 2] { [self.re.bits()[0], self.im.bits()[0]] }
})* } }
complexes!(f32, f64);

/// Random, few values, constant, sorted, reversed, nearly sorted, organ pipe.
fn shapes<T: Sample>(r: &mut Rng, n: usize) -> Vec<Vec<T>> {
    let random: Vec<T> = (0..n).map(|_| T::random(r)).collect();
    let few: Vec<T> = (0..n).map(|_| T::small(r.below(5) as i64)).collect();
    let constant = vec![T::small(3); n];
    let mut sorted = random.clone();
    sorted.sort_by(order);
    let mut reversed = sorted.clone();
    reversed.reverse();
    let mut nearly = sorted.clone();
    for _ in 0..n / 20 + 1 {
        if n > 0 {
            let (i, j) = (r.below(n), r.below(n));
            nearly.swap(i, j);
        }
    }
    let pipe: Vec<T> = (0..n).map(|i| T::small(i.min(n - i) as i64 % 100)).collect();
    let range: Vec<T> = (0..n).map(|_| T::small(r.below(100) as i64)).collect();
    let mut falling = range.clone();
    falling.sort_by(order);
    falling.reverse();
    vec![random, few, constant, sorted, reversed, nearly, pipe, range, falling]
}

fn order<T: Order>(a: &T, b: &T) -> std::cmp::Ordering {
    T::less(*b, *a).cmp(&T::less(*a, *b))
}
fn bits<T: Sample>(x: &[T]) -> Vec<[u64; 2]> {
    x.iter().map(|v| v.bits()).collect()
}
/// Equal up to the order of equal elements, and nothing lost.
fn same_up_to_ties<T: Sample>(got: &[T], want: &[T]) {
    for (g, w) in got.iter().zip(want) {
        assert!(!T::less(*g, *w) && !T::less(*w, *g), "{g:?} {w:?}");
    }
    let (mut a, mut b) = (bits(got), bits(want));
    a.sort();
    b.sort();
    assert_eq!(a, b);
}

fn lengths() -> impl Iterator<Item = usize> {
    (0..40).chain([47, 63, 64, 65, 100, 127, 128, 129, 200, 255, 256, 257, 300, 511, 513, 1000, 3500, 10007])
}

fn check<T: Sample>() {
    let mut r = Rng(T::TY as u64 + 77);
    for n in lengths() {
        for x in shapes::<T>(&mut r, n) {
            check_sorts(&x);
            check_selections(&mut r, &x);
        }
    }
}

fn check_sorts<T: Sample>(x: &[T]) {
    let n = x.len();
    let ty = T::TY;
    let mut want = x.to_vec();
    want.sort_by(order);
    let mut scratch = vec![0u128; 4 * n + 4];
    let s = scratch.as_mut_ptr() as *mut u8;
    let mut a = x.to_vec();
    // SAFETY: `n` elements.
    unsafe { sort(ty, a.as_mut_ptr() as *mut u8, n, s) };
    same_up_to_ties(&a, &want);
    let mut a = x.to_vec();
    // SAFETY: `n` elements, and the scratch that the type asks for.
    unsafe { sort_stable(ty, a.as_mut_ptr() as *mut u8, n, s) };
    assert_eq!(bits(&a), bits(&want), "{ty:?} {n}");
    let mut idx = vec![-1i64; n];
    let mut model: Vec<i64> = (0..n as i64).collect();
    model.sort_by(|&i, &j| order(&x[i as usize], &x[j as usize]));
    // SAFETY: `n` elements and indices, scratch for `n`.
    unsafe { argsort(ty, x.as_ptr() as *const u8, n, idx.as_mut_ptr(), s) };
    assert_eq!(idx, model, "{ty:?} {n}");
    // A step of lexsort keeps the order of what came before.
    let mut idx: Vec<i64> = (0..n as i64).rev().collect();
    let mut model = idx.clone();
    model.sort_by(|&i, &j| order(&x[i as usize], &x[j as usize]));
    assert!(lexsort_step_scratch(ty, n) <= 4 * n * 16 + 64);
    // SAFETY: `n` elements and indices, scratch for `n`.
    unsafe { lexsort_step(ty, x.as_ptr() as *const u8, n, idx.as_mut_ptr(), s) };
    assert_eq!(idx, model);
    check_lexsort(x, s);
}

/// The order by the elements turned round, then by themselves; and by many keys that are all the same.
fn check_lexsort<T: Sample>(x: &[T], s: *mut u8) {
    let (n, w) = (x.len(), std::mem::size_of::<T>() as isize);
    // SAFETY: as many elements as said.
    if !unsafe { has_columns(T::TY, x.as_ptr() as *const u8, n) } {
        return assert!(x.iter().any(|v| !T::same(*v, *v, false)));
    }
    let turned: Vec<T> = x.iter().rev().copied().collect();
    let same = vec![x; 70];
    for keys in [&[&turned[..], x][..], &same] {
        let mut columns = Vec::new();
        for key in keys {
            Column::of(T::TY, key.as_ptr() as *const u8, w, &mut columns);
        }
        let mut idx = vec![-1i64; n];
        let mut model: Vec<i64> = (0..n as i64).collect();
        model.sort_by(|&i, &j| {
            let (i, j) = (i as usize, j as usize);
            order(&keys[0][i], &keys[0][j]).then(order(&x[i], &x[j]))
        });
        // SAFETY: `n` elements in every column, scratch for `n`.
        unsafe { lexsort(&columns, n, idx.as_mut_ptr(), s) };
        assert_eq!(idx, model, "{:?} {n}", T::TY);
    }
}

fn check_selections<T: Sample>(r: &mut Rng, x: &[T]) {
    let n = x.len();
    if n == 0 {
        return;
    }
    let ty = T::TY;
    let mut want = x.to_vec();
    want.sort_by(order);
    let mut scratch = vec![0u128; 2 * n + 4];
    let s = scratch.as_mut_ptr() as *mut u8;
    for count in [1, 2, 4] {
        let mut ranks: Vec<usize> = (0..count).map(|_| r.below(n)).collect();
        ranks.sort();
        let mut a = x.to_vec();
        // SAFETY: `n` elements, ranks below `n`, scratch for `n`.
        unsafe { partition(ty, a.as_mut_ptr() as *mut u8, n, &ranks) };
        let by_index = {
            let mut idx = vec![-1i64; n];
            // SAFETY: `n` elements, ranks below `n`, scratch for `n`.
            unsafe { argpartition(ty, x.as_ptr() as *const u8, n, &ranks, idx.as_mut_ptr(), s) };
            let mut seen = idx.clone();
            seen.sort();
            assert_eq!(seen, (0..n as i64).collect::<Vec<_>>());
            idx.iter().map(|&i| x[i as usize]).collect::<Vec<T>>()
        };
        for a in [a, by_index] {
            for &k in &ranks {
                assert!(order(&a[k], &want[k]).is_eq(), "{ty:?} {n} {k}");
                assert!(a[..k].iter().all(|v| !T::less(a[k], *v)));
                assert!(a[k..].iter().all(|v| !T::less(*v, a[k])));
            }
            let mut all = a;
            all.sort_by(order);
            same_up_to_ties(&all, &want);
        }
        let mut out = vec![x[0]; count];
        let nans =
            // SAFETY: `x` holds `n` elements, `out` one for each rank, the scratch is that for `n`.
            unsafe { select_many(ty, x.as_ptr() as *const u8, n, &ranks, out.as_mut_ptr() as *mut u8, s) };
        assert_eq!(nans, x.iter().filter(|v| !T::same(**v, **v, false)).count());
        for (o, &k) in out.iter().zip(&ranks) {
            assert!(order(o, &want[k]).is_eq());
        }
    }
}

macro_rules! types { ($($name:ident $t:ty),*) => { $(#[test] fn $name() { check::<$t>() })* } }
types!(sort_i8 i8, sort_u8 u8, sort_i16 i16, sort_u16 u16, sort_i32 i32, sort_u32 u32, sort_i64 i64,
       sort_u64 u64, sort_f16 f16, sort_f32 f32, sort_f64 f64, sort_c64 Complex<f32>, sort_c128 Complex<f64>);

fn check_search<T: Sample>() {
    let mut r = Rng(5);
    for n in [0usize, 1, 2, 3, 7, 8, 9, 31, 100, 1000] {
        for mut a in shapes::<T>(&mut r, n) {
            let unsorted = a.clone();
            a.sort_by(order);
            for mut keys in shapes::<T>(&mut r, 50) {
                keys.extend(&a);
                for side in [Side::Left, Side::Right] {
                    let want: Vec<i64> = keys
                        .iter()
                        .map(|k| {
                            a.partition_point(|v| match side {
                                Side::Left => T::less(*v, *k),
                                Side::Right => !T::less(*k, *v),
                            }) as i64
                        })
                        .collect();
                    let w = std::mem::size_of::<T>() as isize;
                    let m = keys.len();
                    let mut out = vec![-1i64; m];
                    let (ap, kp) = (a.as_ptr() as *const u8, keys.as_ptr() as *const u8);
                    // SAFETY: pointers, steps and counts are those of the vectors above.
                    unsafe { searchsorted(T::TY, side, ap, w, n, kp, w, m, out.as_mut_ptr()) };
                    assert_eq!(out, want);
                    let mut order_of = vec![0i64; n];
                    let mut s = vec![0u128; n + 4];
                    let up = unsorted.as_ptr() as *const u8;
                    let o = out.as_mut_ptr();
                    // SAFETY: pointers, steps and counts are those of the vectors above.
                    unsafe {
                        argsort(T::TY, up, n, order_of.as_mut_ptr(), s.as_mut_ptr() as *mut u8);
                        assert!(searchsorted_by(T::TY, side, up, w, n, order_of.as_ptr(), kp, w, m, o));
                    }
                    assert_eq!(out, want);
                }
            }
        }
    }
}

#[test]
fn search_in_sorted() {
    check_search::<f64>();
    check_search::<f32>();
    check_search::<i64>();
    check_search::<u8>();
    check_search::<Complex<f64>>();
    let (a, k) = ([1i64, 2], [3i64]);
    let mut o = [0i64];
    let (ap, kp) = (a.as_ptr() as *const u8, k.as_ptr() as *const u8);
    let bad = [0i64, 2];
    // SAFETY: two elements and indices, one key and result; an index out of bounds is refused.
    assert!(!unsafe {
        searchsorted_by(Ty::I64, Side::Left, ap, 8, 2, bad.as_ptr(), kp, 8, 1, o.as_mut_ptr())
    });
}

#[test]
fn strided_search() {
    let a = [1.0f64, 99.0, 2.0, -99.0, 3.0];
    let keys = [2.5f64, f64::NAN, 0.0];
    let mut o = [0i64; 2];
    let (ap, kp) = (a.as_ptr() as *const u8, keys.as_ptr() as *const u8);
    // SAFETY: pointers, steps and counts are those of the vectors above.
    unsafe { searchsorted(Ty::F64, Side::Left, ap, 16, 3, kp, 16, 2, o.as_mut_ptr()) };
    assert_eq!(o, [2, 0]);
}

#[test]
fn distinct_elements() {
    let nan = f64::NAN;
    let x = [1.0, 1.0, 2.0, 3.0, 3.0, 3.0, nan, nan];
    let p = x.as_ptr() as *const u8;
    let order = [7i64, 6, 5, 4, 3, 2, 1, 0];
    let (mut values, mut first, mut inverse, mut counts) = ([0.0; 8], [0i64; 8], [0i64; 8], [0i64; 8]);
    let to = Parts {
        values: values.as_mut_ptr() as *mut u8,
        first: first.as_mut_ptr(),
        inverse: inverse.as_mut_ptr(),
        counts: counts.as_mut_ptr(),
    };
    // SAFETY: eight elements, an order and parts as long.
    assert_eq!(unsafe { unique_sorted(Ty::F64, p, order.as_ptr(), 8, true, to) }, 4);
    assert_eq!(values[..3], [1.0, 2.0, 3.0]);
    assert_eq!(first[..4], [7, 5, 4, 1]);
    assert_eq!(inverse, [3, 3, 2, 2, 2, 1, 0, 0]);
    assert_eq!(counts[..4], [2, 1, 3, 2]);
    // SAFETY: as before.
    assert_eq!(unsafe { unique_sorted(Ty::F64, p, order.as_ptr(), 8, false, to) }, 5);
    let mut y = x;
    // SAFETY: eight elements.
    assert_eq!(unsafe { dedup_sorted(Ty::F64, y.as_mut_ptr() as *mut u8, 8, true) }, 4);
    assert_eq!(y[..3], [1.0, 2.0, 3.0]);
    // Long runs, of which elements are passed; and the same by counting.
    let long: Vec<i32> = (0..1000).map(|i| i / 300 - 1).collect();
    let turned: Vec<i32> = long.iter().rev().copied().collect();
    let identity: Vec<i64> = (0..1000).rev().collect();
    let mut found = Vec::new();
    for by_counts in [false, true] {
        let mut parts = (vec![9i32; 1000], vec![9i64; 1000], vec![9i64; 1000], vec![9i64; 1000]);
        let mut to =
            Parts { values: parts.0.as_mut_ptr() as *mut u8, counts: parts.3.as_mut_ptr(), ..Parts::NONE };
        let (sorted, given) = (long.as_ptr() as *const u8, turned.as_ptr() as *const u8);
        // SAFETY: a thousand elements, an order and parts as long.
        unsafe {
            assert_eq!(unique_sorted(Ty::I32, sorted, std::ptr::null(), 1000, true, to), 4);
            assert_eq!((&parts.0[..4], &parts.3[..4]), (&[-1, 0, 1, 2][..], &[300i64, 300, 300, 100][..]));
            (to.first, to.inverse) = (parts.1.as_mut_ptr(), parts.2.as_mut_ptr());
            let m = match by_counts {
                true => unique_narrow(Ty::I32, given, 1000, to),
                false => unique_sorted(Ty::I32, sorted, identity.as_ptr(), 1000, true, to),
            };
            assert_eq!(m, 4);
        }
        found.push((parts.0[..4].to_vec(), parts.2, parts.3[..4].to_vec()));
    }
    assert_eq!(found[0], found[1]);
}

#[test]
fn interpolation() {
    let (xp, fp) = ([0.0, 1.0, 3.0], [10.0, 20.0, -20.0]);
    let x = [-1.0, 0.0, 0.25, 1.0, 2.0, 3.0, 3.5, f64::NAN, 2.5, 0.5];
    let mut o = [0.0; 10];
    // SAFETY: pointers and counts are those of the vectors above.
    let run = |o: &mut [f64], xp: &[f64], fp: &[f64]| unsafe {
        interp(x.as_ptr(), 10, xp.as_ptr(), fp.as_ptr(), xp.len(), [7.0; 2], [8.0; 2], false, o.as_mut_ptr())
    };
    run(&mut o, &xp, &fp);
    assert_eq!(o[..7], [7.0, 10.0, 12.5, 20.0, 0.0, -20.0, 8.0]);
    assert!(o[7].is_nan());
    assert_eq!(o[8..], [-10.0, 15.0]);
    run(&mut o, &[1.0], &[5.0]);
    assert_eq!(o[..4], [7.0, 7.0, 7.0, 5.0]);
    assert_eq!(o[4], 8.0);
    run(&mut o, &[0.0, 1.0], &[f64::INFINITY, f64::INFINITY]);
    assert_eq!(o[2], f64::INFINITY);
}

#[test]
fn rows_side_by_side_are_sorted_each() {
    let mut r = Rng(77);
    for n in [3usize, 4, 5, 8, 15, 16, 17, 30, 33, 64, 100, 128, 150, 255, 256] {
        macro_rules! check {
            ($ty:ident $t:ty) => {
                let k = rows_together(Ty::$ty, n);
                let mut x: Vec<$t> =
                    (0..n * k.max(1)).map(|_| (r.below(1 << 20) as i64 - (1 << 19)) as $t).collect();
                let mut want = x.clone();
                for row in want.chunks_mut(n) {
                    row.sort_by(|a, b| a.partial_cmp(b).unwrap());
                }
                if k > 0 {
                    // SAFETY: as many rows as asked for.
                    assert!(unsafe { sort_rows(Ty::$ty, x.as_mut_ptr() as *mut u8, n) });
                    assert_eq!(x, want, "{n}");
                }
            };
        }
        check!(I8 i8);
        check!(U8 u8);
        check!(I16 i16);
        check!(U16 u16);
        check!(I32 i32);
        check!(U32 u32);
        check!(I64 i64);
        check!(U64 u64);
        check!(F32 f32);
        check!(F64 f64);
    }
    let mut x = vec![f64::NAN; 8 * 20];
    // SAFETY: eight rows of twenty elements.
    assert!(rows_together(Ty::F64, 20) == 0 || !unsafe { sort_rows(Ty::F64, x.as_mut_ptr() as *mut u8, 20) });
}

#[test]
fn pieces_of_a_row_make_it_sorted() {
    let mut r = Rng(78);
    for values in [2usize, 1000, 1 << 30] {
        let mut x: Vec<f32> = (0..20000).map(|_| r.below(values) as f32 - 9.0).collect();
        x[77] = f32::NAN;
        x[19000] = -f32::NAN;
        let mut want = x.clone();
        let p = x.as_mut_ptr() as *mut u8;
        // SAFETY: the row, its copy, and the pieces that it was cut into.
        unsafe {
            sort(Ty::F32, want.as_mut_ptr() as *mut u8, 20000, std::ptr::null_mut());
            if let Some(bounds) = cut(Ty::F32, p, 20000) {
                bounds.windows(2).for_each(|b| sort_piece(Ty::F32, p, b[0], b[1]));
            }
        }
        assert_eq!(x[..19998], want[..19998]);
        assert!(x[19998..].iter().all(|v| v.is_nan()));
    }
}
