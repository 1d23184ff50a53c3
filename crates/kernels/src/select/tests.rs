//! The family against models written element by element.

use super::*;
use crate::{Ctx, Ty};

/// A small generator for test data (xorshift).
pub(crate) struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() >> 11) as usize % n
    }
}

const SIZES: [usize; 9] = [0, 1, 2, 7, 8, 63, 256, 257, 1000];
const ITEMS: [usize; 8] = [1, 2, 3, 4, 8, 16, 24, 40];

fn bytes(r: &mut Rng, n: usize) -> Vec<u8> {
    (0..n).map(|_| r.next() as u8).collect()
}
fn mask(r: &mut Rng, n: usize, density: usize) -> Vec<u8> {
    (0..n).map(|_| if r.below(8) < density { 1 + r.below(3) as u8 } else { 0 }).collect()
}

#[test]
fn take_in_every_mode() {
    let mut r = Rng(1);
    for item in ITEMS {
        for n in SIZES {
            let len = 50;
            let src = bytes(&mut r, len * item);
            for mode in [Mode::Raise, Mode::Wrap, Mode::Clip] {
                let spread = if mode == Mode::Raise { 50 } else { 300 };
                let idx: Vec<i64> = (0..n).map(|_| r.below(2 * spread) as i64 - spread as i64).collect();
                let mut dst = vec![0u8; n * item];
                // SAFETY: ten elements of eight bytes, and as many indices and results as said.
                let got = unsafe {
                    take(mode, item, src.as_ptr(), len, item as isize, idx.as_ptr(), n, dst.as_mut_ptr())
                };
                assert_eq!(got, Ok(()));
                for i in 0..n {
                    let k = match mode {
                        Mode::Raise | Mode::Wrap => idx[i].rem_euclid(50),
                        Mode::Clip => idx[i].clamp(0, 49),
                    } as usize;
                    assert_eq!(dst[i * item..(i + 1) * item], src[k * item..(k + 1) * item]);
                }
            }
        }
    }
}

#[test]
fn bad_indices_are_named() {
    let src = [0u8; 80];
    let mut dst = [0u8; 8000];
    for (bad, at) in [(10i64, 0), (-11, 5), (i64::MIN, 300), (i64::MAX, 999)] {
        let mut idx = vec![3i64; 1000];
        idx[at] = bad;
        // SAFETY: ten elements of eight bytes, and as many indices and results as said.
        let got = unsafe { take(Mode::Raise, 8, src.as_ptr(), 10, 8, idx.as_ptr(), 1000, dst.as_mut_ptr()) };
        assert_eq!(got, Err(BadIndex { axis: 0, position: at, value: bad }));
    }
    // SAFETY: ten elements of eight bytes, and as many indices and results as said.
    let empty = unsafe { take(Mode::Clip, 8, src.as_ptr(), 0, 8, [0i64].as_ptr(), 1, dst.as_mut_ptr()) };
    assert!(empty.is_err());
}

fn index(v: &[i64], step: usize, len: usize, stride: isize) -> Index {
    Index { data: v.as_ptr() as *const u8, step: 8 * step as isize, len, stride }
}

#[test]
fn several_index_arrays() {
    let mut r = Rng(2);
    let (rows, cols) = (13usize, 17usize);
    let src: Vec<i64> = (0..rows * cols).map(|i| i as i64).collect();
    for n in SIZES {
        let i: Vec<i64> = (0..2 * n + 1).map(|_| r.below(2 * rows) as i64 - rows as i64).collect();
        let j: Vec<i64> = (0..n + 1).map(|_| r.below(2 * cols) as i64 - cols as i64).collect();
        let axes = [index(&i, 2, rows, 8 * cols as isize), index(&j, 1, cols, 8)];
        let mut dst = vec![0i64; 2 * n];
        let out = dst.as_mut_ptr() as *mut u8;
        // SAFETY: sources, indices and results are vectors of the lengths said.
        unsafe { gather(Mode::Raise, 8, src.as_ptr() as *const u8, &axes, n, out, 16) }.unwrap();
        let flat = |k: usize| i[2 * k].rem_euclid(rows as i64) * cols as i64 + j[k].rem_euclid(cols as i64);
        for k in 0..n {
            assert_eq!(dst[2 * k], flat(k));
        }
        let mut target = vec![0i64; rows * cols];
        let mut want = target.clone();
        let values: Vec<i64> = (0..n as i64).collect();
        for k in 0..n {
            want[flat(k) as usize] = k as i64;
        }
        let t = target.as_mut_ptr() as *mut u8;
        // SAFETY: target, indices and values are vectors of the lengths said.
        unsafe { scatter(Mode::Raise, 8, t, &axes, n, values.as_ptr() as *const u8, 8) }.unwrap();
        assert_eq!(target, want);
        // SAFETY: target, indices and values are vectors of the lengths said.
        unsafe { accumulate_at(crate::scan::Op::Add, Ty::I64, t, &axes, n, values.as_ptr() as *const u8, 8) }
            .unwrap()
            .unwrap();
        for k in 0..n {
            want[flat(k) as usize] += k as i64;
        }
        assert_eq!(target, want);
    }
}

#[test]
fn scatter_writes_nothing_before_a_bad_index() {
    let mut t = vec![0u64; 10];
    let mut idx = vec![1i64; 600];
    idx[599] = 10;
    let v = 7u64;
    let p = t.as_mut_ptr() as *mut u8;
    // SAFETY: target, indices and values are vectors of the lengths said.
    let got = unsafe {
        scatter(Mode::Raise, 8, p, &[index(&idx, 1, 10, 8)], 600, &v as *const u64 as *const u8, 0)
    };
    assert_eq!(got.unwrap_err().position, 599);
    assert_eq!(t, vec![0; 10]);
    // SAFETY: ten elements, three indices, two values.
    unsafe { put(Mode::Wrap, 8, p, 10, [12i64, -1, 3].as_ptr(), 3, [1u64, 2].as_ptr() as *const u8, 2) }
        .unwrap();
    assert_eq!(t, [0, 0, 1, 1, 0, 0, 0, 0, 0, 2]);
}

#[test]
fn compress_expand_and_positions() {
    let mut r = Rng(3);
    for item in ITEMS {
        for n in SIZES {
            for density in [0, 1, 4, 7, 8] {
                let m = mask(&mut r, n, density);
                let src = bytes(&mut r, n * item);
                // SAFETY: `m` holds `n` truths.
                let count = unsafe { count_true(m.as_ptr(), 1, n) };
                assert_eq!(count, m.iter().filter(|&&x| x != 0).count());
                let mut dst = vec![0xEEu8; (count + 1) * item];
                // SAFETY: `m` and `src` hold `n` elements, `dst` those counted.
                let w = unsafe { compress(item, m.as_ptr(), src.as_ptr(), n, dst.as_mut_ptr(), count) };
                assert_eq!(w, count);
                let want: Vec<u8> = (0..n)
                    .filter(|&i| m[i] != 0)
                    .flat_map(|i| src[i * item..(i + 1) * item].to_vec())
                    .collect();
                assert_eq!(dst[..count * item], want);
                assert!(dst[count * item..].iter().all(|&x| x == 0xEE), "wrote past the end");
                let mut back = bytes(&mut r, n * item);
                let before = back.clone();
                let d = back.as_mut_ptr();
                let s = item as isize;
                // SAFETY: `m`, `s` and `d` hold `n` elements, `dst` those counted.
                let used = unsafe { expand(item, m.as_ptr(), 1, dst.as_ptr(), s, count, d, s, n) };
                assert_eq!(used, count);
                for i in 0..n {
                    let k = i * item..(i + 1) * item;
                    assert_eq!(back[k.clone()], if m[i] != 0 { &src[k] } else { &before[k] }[..]);
                }
                let mut at = vec![-1i64; count + 1];
                // SAFETY: `m` holds `n` truths, `at` as many places as were counted.
                assert_eq!(unsafe { nonzero(m.as_ptr(), 1, n, 5, at.as_mut_ptr(), count) }, count);
                let want: Vec<i64> = (0..n).filter(|&i| m[i] != 0).map(|i| i as i64 + 5).collect();
                assert_eq!(at[..count], want);
                assert_eq!(at[count], -1);
            }
        }
    }
}

#[test]
fn fills() {
    let mut r = Rng(4);
    for item in ITEMS {
        for n in SIZES {
            let m = mask(&mut r, 2 * n, 3);
            let nv = 1 + r.below(5);
            let v = bytes(&mut r, nv * item);
            let before = bytes(&mut r, 2 * n * item);
            let (mut a, mut b, mut c) = (before.clone(), before.clone(), before.clone());
            let w = item as isize;
            let src = bytes(&mut r, 2 * n * item);
            // SAFETY: pointers and counts are those of the vectors above.
            unsafe {
                masked_fill(item, m.as_ptr(), 2, v.as_ptr(), a.as_mut_ptr(), 2 * w, n);
                putmask(item, m.as_ptr(), v.as_ptr(), nv, b.as_mut_ptr(), 2 * n);
                copy_where(item, m.as_ptr(), 1, src.as_ptr(), w, c.as_mut_ptr(), w, 2 * n);
            }
            for i in 0..2 * n {
                let k = i * item..(i + 1) * item;
                let t = i % nv * item;
                assert_eq!(
                    a[k.clone()],
                    if i % 2 == 0 && m[i] != 0 { &v[..item] } else { &before[k.clone()] }[..]
                );
                assert_eq!(b[k.clone()], if m[i] != 0 { &v[t..t + item] } else { &before[k.clone()] }[..]);
                assert_eq!(c[k.clone()], if m[i] != 0 { &src[k] } else { &before[k] }[..]);
            }
        }
    }
}

#[test]
fn where_with_every_stride() {
    let mut r = Rng(5);
    for item in ITEMS {
        let kernel = where_(item);
        for n in SIZES {
            let w = item as isize;
            for (sm, sa, sb, so) in [
                (1, w, w, w),
                (1, 0, w, w),
                (1, w, 0, w),
                (1, 0, 0, w),
                (2, 2 * w, w, w),
                (0, w, w, w),
                (1, w, w, 2 * w),
            ] {
                let m = mask(&mut r, 2 * n + 1, 4);
                let (a, b) = (bytes(&mut r, (2 * n + 1) * item), bytes(&mut r, (2 * n + 1) * item));
                let mut out = vec![0u8; 2 * n * item];
                let p =
                    [m.as_ptr() as *mut u8, a.as_ptr() as *mut u8, b.as_ptr() as *mut u8, out.as_mut_ptr()];
                let ctx = Ctx { sizes: [1, item, item, item], ..Ctx::EMPTY };
                // SAFETY: the four operands hold `n` elements at their steps.
                let _ = unsafe { (kernel.run)(&ctx, p.as_ptr(), [sm, sa, sb, so].as_ptr(), n) };
                for i in 0..n as isize {
                    let (s, step) = if m[(i * sm) as usize] != 0 { (&a, sa) } else { (&b, sb) };
                    let (f, t) = ((i * step) as usize, (i * so) as usize);
                    assert_eq!(out[t..t + item], s[f..f + item]);
                }
            }
        }
    }
}

#[test]
fn choose_and_repeat() {
    let (a, b) = ([1u32, 2, 3], [10u32, 20, 30]);
    let choices = [(a.as_ptr() as *const u8, 4), (b.as_ptr() as *const u8, 4)];
    let mut out = [0u32; 3];
    let o = out.as_mut_ptr() as *mut u8;
    // SAFETY: four selectors and results, choices of three elements.
    let which = |w: &[i64; 3], m| unsafe { choose(m, 4, w.as_ptr() as *const u8, 8, &choices, o, 4, 3) };
    assert_eq!(which(&[1, 0, 1], Mode::Raise), Ok(()));
    assert_eq!(out, [10, 2, 30]);
    assert!(which(&[1, -1, 1], Mode::Raise).is_err());
    assert_eq!(which(&[-5, 7, 4], Mode::Wrap), Ok(()));
    assert_eq!(out, [10, 20, 3]);
    assert_eq!(which(&[-5, 7, 0], Mode::Clip), Ok(()));
    assert_eq!(out, [1, 20, 3]);
}

#[test]
fn repeated_items_stand_side_by_side() {
    let src: Vec<u8> = (0..2000u32).map(|i| (i * 7 % 251) as u8).collect();
    for size in [1usize, 2, 3, 4, 8, 16] {
        for (n, count) in [(0, 3), (5, 0), (1, 1), (7, 2), (40, 3), (9, 8), (13, 15), (3, 64), (6, 100)] {
            let mut to = vec![9u8; n * count * size + 64];
            // SAFETY: `n` items, two sizes apart; room for all of them.
            unsafe { repeat(size, src.as_ptr(), 2 * size as isize, n, count, to.as_mut_ptr()) };
            let item = |i: usize| &src[2 * i * size..][..size];
            let want: Vec<u8> = (0..n * count).flat_map(|k| item(k / count)).copied().collect();
            assert_eq!(to[..n * count * size], want, "{size} {n} {count}");
            assert!(to[n * count * size..].iter().all(|&b| b == 9));
        }
    }
}

#[test]
fn counting() {
    let x = [1i64, 3, 1, 0, 3, 3];
    let mut c = [0i64; 4];
    // SAFETY: six values and weights, and a table as long as said.
    assert_eq!(unsafe { bincount(x.as_ptr(), 6, c.as_mut_ptr(), 4) }, None);
    assert_eq!(c, [1, 2, 0, 3]);
    // SAFETY: six values and weights, and a table as long as said.
    assert_eq!(unsafe { bincount(x.as_ptr(), 6, c.as_mut_ptr(), 3) }, Some(1));
    // SAFETY: six values.
    assert_eq!(unsafe { range_i64(x.as_ptr(), 6) }, (0, 3));
    let w = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
    let mut s = [0.0f64; 4];
    // SAFETY: six values and weights, and a table as long as said.
    assert_eq!(unsafe { bincount_weighted(x.as_ptr(), w.as_ptr(), 6, s.as_mut_ptr(), 4) }, None);
    assert_eq!(s, [4.0, 2.5, 0.0, 25.0]);
    let mut table = [0u8; 5];
    // SAFETY: two members and a table of five.
    unsafe { mark_members([11i64, 13].as_ptr(), 2, 10, table.as_mut_ptr(), 5) };
    let q = [10i64, 11, 13, i64::MIN, 15, i64::MAX];
    let mut out = [9u8; 6];
    // SAFETY: six queries, a table of five, six results.
    unsafe { isin_table(q.as_ptr(), 6, 10, table.as_ptr(), 5, false, out.as_mut_ptr()) };
    assert_eq!(out, [0, 1, 1, 0, 0, 0]);
    // SAFETY: six queries, a table of five, six results.
    unsafe { isin_table(q.as_ptr(), 6, 10, table.as_ptr(), 5, true, out.as_mut_ptr()) };
    assert_eq!(out, [1, 0, 0, 1, 1, 1]);
}

#[test]
fn histogram_agrees_with_its_edges() {
    let mut r = Rng(6);
    for bins in [1usize, 3, 10, 77] {
        let (a, b) = (-0.3f64, 2.9f64);
        let edges: Vec<f64> =
            (0..=bins).map(|i| if i == bins { b } else { a + i as f64 * ((b - a) / bins as f64) }).collect();
        let mut x: Vec<f64> = (0..1000).map(|_| (r.next() >> 11) as f64 / 2f64.powi(51) - 0.5).collect();
        x.extend(&edges);
        x.extend([f64::NAN, f64::INFINITY, -1e300, 1e300, b]);
        let mut c = vec![0i64; bins];
        let mut s = vec![0f64; bins];
        let w = vec![2.0f64; x.len()];
        let (xp, ep) = (x.as_ptr() as *const u8, edges.as_ptr() as *const u8);
        // SAFETY: pointers and counts are those of the vectors above.
        unsafe {
            histogram_uniform(Ty::F64, xp, x.len(), ep, bins, c.as_mut_ptr());
            histogram_weighted(Ty::F64, xp, x.len(), ep, bins, w.as_ptr(), s.as_mut_ptr());
        }
        let mut want = vec![0i64; bins];
        for v in x {
            for k in 0..bins {
                if v >= edges[k] && (v < edges[k + 1] || (k + 1 == bins && v == b)) {
                    want[k] += 1;
                }
            }
        }
        assert_eq!(c, want);
        assert_eq!(s, want.iter().map(|&k| 2.0 * k as f64).collect::<Vec<_>>());
    }
}

#[test]
fn truth_of_every_type() {
    for ty in Ty::ALL {
        let w = ty.size();
        let mut aligned = vec![0u64; 200];
        // SAFETY: the aligned block is 1600 bytes long and borrowed by nothing else.
        let data = unsafe { std::slice::from_raw_parts_mut(aligned.as_mut_ptr() as *mut u8, 1600) };
        for i in (0..100).step_by(3) {
            data[i * w + w - 1] = if ty == Ty::Bool { 1 } else { 0x40 };
        }
        // The sign alone: minus zero is false.
        if matches!(ty, Ty::F16 | Ty::F32 | Ty::F64 | Ty::C64 | Ty::C128) {
            data[w + w - 1] = 0x80;
        }
        let mut out = [9u8; 100];
        // SAFETY: `data` holds a hundred elements of this width, `out` as many truths.
        unsafe { truth(ty, data.as_ptr(), w as isize, 100, out.as_mut_ptr()) };
        for (i, &t) in out.iter().enumerate() {
            assert_eq!(t, (i % 3 == 0) as u8, "{ty:?} {i}");
        }
        // SAFETY: the elements counted lie in `data`.
        assert_eq!(unsafe { count_nonzero(ty, data.as_ptr(), w as isize, 100) }, 34);
        // SAFETY: the elements counted lie in `data`.
        assert_eq!(unsafe { count_nonzero(ty, data.as_ptr(), 2 * w as isize, 50) }, 17);
    }
}
