//! Choosing between operands, element by element.

use super::index::{normal, BadIndex, Mode};
use super::item::{with_item, Item};
use crate::cpu::{best, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status};
use std::marker::PhantomData;

struct Where<T>(PhantomData<T>);

impl<T: Item> Loop for Where<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (m, a, b, o) = (*p, *p.add(1), *p.add(2), *p.add(3));
        let (sm, sa, sb, so) = (*s, *s.add(1), *s.add(2), *s.add(3));
        let w = T::SIZE as isize;
        macro_rules! pass {
            ($i:ident, $a:expr, $b:expr) => {
                for $i in 0..n {
                    let (x, y) = ($a, $b);
                    T::choose(*m.add($i) != 0, x, y).put(o.add($i * T::SIZE));
                }
            };
        }
        if n == 0 {
            return Status::OK;
        }
        if sm == 1 && so == w && (sa == w || sa == 0) && (sb == w || sb == 0) {
            let (x, y) = (T::get(a), T::get(b));
            match (sa == 0, sb == 0) {
                (false, false) => pass!(i, T::get(a.add(i * T::SIZE)), T::get(b.add(i * T::SIZE))),
                (true, false) => pass!(i, x, T::get(b.add(i * T::SIZE))),
                (false, true) => pass!(i, T::get(a.add(i * T::SIZE)), y),
                (true, true) => pass!(i, x, y),
            }
        } else {
            for i in 0..n as isize {
                let (x, y) = (T::get(a.offset(i * sa)), T::get(b.offset(i * sb)));
                T::choose(*m.offset(i * sm) != 0, x, y).put(o.offset(i * so));
            }
        }
        Status::OK
    }
}

/// Items of any width: `ctx.sizes[1]` bytes.
unsafe fn where_bytes(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let (m, a, b, o) = (*p, *p.add(1), *p.add(2), *p.add(3));
    for i in 0..n as isize {
        let from = if *m.offset(i * *s) != 0 { a.offset(i * *s.add(1)) } else { b.offset(i * *s.add(2)) };
        std::ptr::copy(from, o.offset(i * *s.add(3)), c.sizes[1]);
    }
    Status::OK
}

/// `out = mask ? a : b` for items of `item` bytes; operands `(mask, a, b, out)`, the mask in bytes.
/// Unusual widths read theirs from `ctx.sizes[1]`.
pub fn where_(item: usize) -> Kernel {
    let cost = 0.1 + item as f32 * 0.03;
    with_item!(item, T => Kernel::new(best::<Where<T>>(), Fp::Never, cost),
        _ => Kernel::new(where_bytes, Fp::Never, cost + 2.0))
}

/// `out[i] = choices[which[i]][i]` (`np.choose`'s inner loop).
///
/// # Safety
/// `which` is valid for `n` `i64` `which_step` bytes apart; each choice `(pointer, stride)` and `out` for `n`
/// items of `item` bytes. `out` does not overlap the others.
pub unsafe fn choose(
    mode: Mode,
    item: usize,
    which: *const u8,
    which_step: isize,
    choices: &[(*const u8, isize)],
    out: *mut u8,
    out_step: isize,
    n: usize,
) -> Result<(), BadIndex> {
    for i in 0..n {
        let value = (which.offset(i as isize * which_step) as *const i64).read_unaligned();
        // np.choose refuses negative numbers, it does not count from the end.
        let (w, ok) = normal(mode, value, choices.len());
        if !ok || (mode == Mode::Raise && value < 0) {
            return Err(BadIndex { axis: 0, position: i, value });
        }
        let (p, step) = choices[w as usize];
        p.offset(i as isize * step).copy_to_nonoverlapping(out.offset(i as isize * out_step), item);
    }
    Ok(())
}
