//! Text and bytes of fixed width: comparison and joining.
//!
//! An item is characters of one size (bytes, or code points of four bytes) filled up with zeros, which do not count.
//! Operands may differ in width; `ctx.sizes` holds the bytes of an item of each.

use crate::{Ctx, Fp, Kernel, Raw, Status};
use std::cmp::Ordering;

/// The kernel of an operation on two texts (`wide`: code points) or two strings of bytes.
pub fn find(name: &str, wide: bool) -> Option<Kernel> {
    let run: Raw = if wide { pick::<u32>(name)? } else { pick::<u8>(name)? };
    Some(Kernel::new(run, Fp::Never, 10.0))
}

fn pick<C: Character>(name: &str) -> Option<Raw> {
    Some(match name {
        "equal" => compare::<C, Equal>,
        "not_equal" => compare::<C, NotEqual>,
        "less" => compare::<C, Less>,
        "less_equal" => compare::<C, LessEqual>,
        "greater" => compare::<C, Greater>,
        "greater_equal" => compare::<C, GreaterEqual>,
        "add" => join::<C>,
        _ => return None,
    })
}

/// A byte or a code point.
trait Character: Copy + Ord + Default {}
impl Character for u8 {}
impl Character for u32 {}

/// What an order of two items means.
trait Question {
    fn holds(o: Ordering) -> bool;
}

macro_rules! questions {
    ($($name:ident = $method:ident;)*) => { $(
        struct $name;
        impl Question for $name {
            #[inline(always)]
            fn holds(o: Ordering) -> bool {
                o.$method()
            }
        }
    )* };
}

questions! {
    Equal = is_eq;
    NotEqual = is_ne;
    Less = is_lt;
    LessEqual = is_le;
    Greater = is_gt;
    GreaterEqual = is_ge;
}

unsafe fn character<C: Character>(item: *const u8, i: usize) -> C {
    item.cast::<C>().add(i).read_unaligned()
}

/// The order of two items; the shorter one counts as filled up with zeros.
unsafe fn order<C: Character>(a: *const u8, na: usize, b: *const u8, nb: usize) -> Ordering {
    for i in 0..na.min(nb) {
        let o = character::<C>(a, i).cmp(&character::<C>(b, i));
        if o.is_ne() {
            return o;
        }
    }
    let rest =
        |p: *const u8, from: usize, to: usize| (from..to).any(|i| character::<C>(p, i) != C::default());
    match (rest(a, nb, na), rest(b, na, nb)) {
        (true, _) => Ordering::Greater,
        (_, true) => Ordering::Less,
        _ => Ordering::Equal,
    }
}

unsafe fn compare<C: Character, Q: Question>(
    c: &Ctx,
    p: *const *mut u8,
    s: *const isize,
    n: usize,
) -> Status {
    let width = size_of::<C>();
    let (na, nb) = (c.sizes[0] / width, c.sizes[1] / width);
    for i in 0..n as isize {
        let o = order::<C>((*p).offset(i * *s), na, (*p.add(1)).offset(i * *s.add(1)), nb);
        *(*p.add(2)).offset(i * *s.add(2)) = Q::holds(o) as u8;
    }
    Status::OK
}

/// Characters before the zeros at the end.
unsafe fn length<C: Character>(item: *const u8, n: usize) -> usize {
    (0..n).rev().find(|&i| character::<C>(item, i) != C::default()).map_or(0, |i| i + 1)
}

/// The first item's characters, then the second's, cut at the result's width.
unsafe fn join<C: Character>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let width = size_of::<C>();
    let [na, nb, room] = [c.sizes[0], c.sizes[1], c.sizes[2]].map(|bytes| bytes / width);
    for i in 0..n as isize {
        let [a, b, out] = [0, 1, 2].map(|k| (*p.add(k)).offset(i * *s.add(k)));
        let first = length::<C>(a, na).min(room);
        let second = length::<C>(b, nb).min(room - first);
        std::ptr::copy(a, out, first * width);
        std::ptr::copy(b, out.add(first * width), second * width);
        let used = first + second;
        out.add(used * width).write_bytes(0, (room - used) * width);
    }
    Status::OK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run<const N: usize>(name: &str, a: &[u8], b: &[u8]) -> [u8; N] {
        let mut out = [7u8; N];
        let ctx = Ctx { sizes: [a.len(), b.len(), N, 0], ..Ctx::EMPTY };
        let k = find(name, false).expect("a kernel");
        let ptrs = [a.as_ptr().cast_mut(), b.as_ptr().cast_mut(), out.as_mut_ptr()];
        // SAFETY: one item each of the sizes in the context.
        unsafe {
            let _ = (k.run)(&ctx, ptrs.as_ptr(), [0, 0, 0].as_ptr(), 1);
        }
        out
    }

    #[test]
    fn zeros_at_the_end_do_not_count() {
        assert_eq!(run::<1>("equal", b"ab\0\0", b"ab"), [1]);
        assert_eq!(run::<1>("less", b"ab", b"ab\0c"), [1]);
        assert_eq!(run::<1>("greater", b"b", b"ab\0c"), [1]);
        assert_eq!(&run::<4>("add", b"a\0", b"\0b"), b"a\0b\0");
        assert_eq!(&run::<2>("add", b"ab", b"c"), b"ab");
    }
}
