//! Casts of items with fields or axes of their own: one cast for each field, over all items at once.
//!
//! These casts take items of any alignment and byte order, for fields of one item differ in both. Between two
//! items no field passes through memory that could hold a reference: objects are read where they stand.

use crate::casts::{find_cast, CastLoop};
use crate::program::{same_bytes, step, tidy};
use crate::{is_plain, objects};
use numen_dtype::{DType, Kind, Num};
use numen_kernels::{convert, Ctx, Fp, Kernel, Status};
use numen_shape::{Error, Result};
use smallvec::SmallVec;
use std::sync::Arc;

/// Bytes that wait between the steps of a field: they stand on the stack.
const ROOM: usize = 4096;

/// Items of this type have fields or axes.
pub fn is_structured(d: &DType) -> bool {
    d.num() == Num::Void && d.ext().is_some()
}

/// Loops between these types take any alignment and byte order.
pub fn takes_any_layout(from: &DType, to: &DType) -> bool {
    let any = |d: &DType| d.kind() == Kind::Object || is_structured(d);
    any(from) || any(to)
}

/// The cast between two types of which one is structured, field by field; `None` where the item goes as a
/// whole (to and from objects and raw bytes, to truth values, between equal types).
pub fn find(from: &DType, to: &DType) -> Result<Option<CastLoop>> {
    let whole = |d: &DType| d.kind() == Kind::Object || d.num() == Num::Void && d.ext().is_none();
    let fields = is_structured(from) || is_structured(to);
    if !fields || from == to || whole(from) || whole(to) || from.as_record().is_some() && to.is_bool() {
        return Ok(None);
    }
    let plan = Plan::new(from, to)?;
    let gil = plan.parts.iter().any(|p| p.chain.gil()) || to.has_object();
    let cost = plan.parts.iter().map(|p| p.at.len() as f32 * p.chain.cost()).sum();
    let plan = Arc::new(plan);
    let ctx = Ctx { data: Arc::as_ptr(&plan).cast(), ..Ctx::EMPTY };
    Ok(Some(CastLoop { kernel: Kernel::new(run, Fp::Returned, cost), ctx, gil, keep: Some(plan) }))
}

/// What to do for each item.
struct Plan {
    parts: Vec<Part>,
    /// Parts of the destination that nothing is cast to.
    left: Vec<(usize, DType)>,
}

/// One cast from places of the source's item to places of the destination's.
struct Part {
    chain: Chain,
    at: Vec<(usize, usize)>,
}

impl Plan {
    fn new(from: &DType, to: &DType) -> Result<Plan> {
        let mut plan = Plan { parts: Vec::new(), left: Vec::new() };
        match (from.as_record(), to.as_record()) {
            // Fields go by position, a value alone into every field.
            (Some(f), Some(t)) if f.fields().len() == t.fields().len() => {
                for (x, y) in f.fields().iter().zip(t.fields()) {
                    plan.add(&x.dtype, &y.dtype, vec![(x.offset, y.offset)])?;
                }
            }
            (None, Some(t)) => {
                for y in t.fields() {
                    plan.add(from, &y.dtype, vec![(0, y.offset)])?;
                }
            }
            (Some(f), None) if f.fields().len() == 1 => {
                let x = &f.fields()[0];
                plan.add(&x.dtype, to, vec![(x.offset, 0)])?;
            }
            (None, None) => plan.axes(from, to)?,
            _ => {
                return Err(Error::type_(format!(
                    "Cannot cast array data from {} to {} according to the rule 'unsafe'",
                    from.repr(),
                    to.repr()
                )))
            }
        }
        Ok(plan)
    }

    fn add(&mut self, from: &DType, to: &DType, at: Vec<(usize, usize)>) -> Result<()> {
        self.parts.push(Part { chain: Chain::new(from, to)?, at });
        Ok(())
    }

    /// Axes of items are broadcast from the last; where the source has too few elements zeros follow, where
    /// it has too many the first are taken.
    fn axes(&mut self, from: &DType, to: &DType) -> Result<()> {
        let (f, fs) = from.as_subarray().unwrap_or((from, &[]));
        let (t, ts) = to.as_subarray().unwrap_or((to, &[]));
        let mut at = Vec::new();
        for i in 0..ts.iter().product() {
            match source_of(i, fs, ts) {
                Some(k) => at.push((k * f.itemsize(), i * t.itemsize())),
                None => self.left.push((i * t.itemsize(), t.clone())),
            }
        }
        self.add(f, t, at)
    }
}

/// The element of a shape that goes to element `i` of another.
fn source_of(mut i: usize, from: &[usize], to: &[usize]) -> Option<usize> {
    let (mut at, mut width) = (0, 1);
    let mut lens = from.iter().rev();
    for &n in to.iter().rev() {
        let (coordinate, len) = (i % n, lens.next().copied().unwrap_or(1));
        i /= n;
        if len != 1 {
            if coordinate >= len {
                return None;
            }
            at += coordinate * width;
        }
        width *= len;
    }
    // Elements of no shape are none.
    lens.all(|&n| n > 0).then_some(at)
}

/// At most three steps from memory to memory: made native and aligned, cast, made what the destination is.
struct Chain {
    load: Option<Tidy>,
    cast: CastLoop,
    store: Option<Tidy>,
}

/// A step that memory of the right layout can do without.
struct Tidy {
    step: CastLoop,
    size: usize,
    alignment: usize,
    swapped: bool,
}

impl Tidy {
    fn new(d: &DType) -> Result<Tidy> {
        let native = d.native();
        Ok(Tidy {
            step: tidy(d)?,
            size: d.itemsize(),
            alignment: native.alignment(),
            swapped: !d.is_native(),
        })
    }

    fn needed(&self, p: *const u8, stride: isize) -> bool {
        self.swapped || (p as usize | stride as usize) & (self.alignment - 1) != 0
    }
}

impl Chain {
    fn new(from: &DType, to: &DType) -> Result<Chain> {
        let alike =
            from == to && is_plain(from) || from.is_native() && to.is_native() && same_bytes(from, to);
        if alike && !from.has_object() {
            let size = from.itemsize();
            let cast = CastLoop::sized(convert::copy(size), size, size);
            return Ok(Chain { load: None, cast, store: None });
        }
        if takes_any_layout(from, to) {
            return Ok(Chain { load: None, cast: find_cast(from, to)?, store: None });
        }
        let cast = find_cast(&from.native(), &to.native())?;
        Ok(Chain { load: Some(Tidy::new(from)?), cast, store: Some(Tidy::new(to)?) })
    }

    fn gil(&self) -> bool {
        self.cast.gil
    }

    fn cost(&self) -> f32 {
        self.cast.kernel.cost + 1.0
    }

    unsafe fn run(&self, src: (*const u8, isize), dst: (*mut u8, isize), n: usize) -> Status {
        let load = self.load.as_ref().filter(|t| t.needed(src.0, src.1));
        let store = self.store.as_ref().filter(|t| t.needed(dst.0, dst.1));
        if load.is_none() && store.is_none() {
            return step(&self.cast, src, dst, n);
        }
        let (a, b) = (load.map_or(0, |t| t.size), store.map_or(0, |t| t.size));
        let chunk = (ROOM / (a + b).max(1)).clamp(1, n);
        // Rounded up, so that both parts are aligned.
        let unit = size_of::<u128>();
        let (a_room, b_room) = ((a * chunk).div_ceil(unit), (b * chunk).div_ceil(unit));
        let mut room: SmallVec<[u128; ROOM / 16 + 2]> = smallvec::smallvec![0; a_room + b_room];
        let first = room.as_mut_ptr().cast::<u8>();
        let second = first.add(a_room * unit);
        let mut status = Status::OK;
        let mut done = 0;
        while done < n && !status.has(Status::ERROR) {
            let m = chunk.min(n - done);
            let mut from = (src.0.offset(done as isize * src.1), src.1);
            let to = (dst.0.offset(done as isize * dst.1), dst.1);
            if let Some(t) = load {
                let _ = step(&t.step, from, (first, a as isize), m);
                from = (first.cast_const(), a as isize);
            }
            match store {
                None => status = status.with(step(&self.cast, from, to, m)),
                Some(t) => {
                    status = status.with(step(&self.cast, from, (second, b as isize), m));
                    if !status.has(Status::ERROR) {
                        let _ = step(&t.step, (second.cast_const(), b as isize), to, m);
                    }
                }
            }
            done += m;
        }
        status
    }
}

unsafe fn run(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let plan = &*c.data.cast::<Plan>();
    let (src, dst) = (*p, *p.add(1));
    let (from, to) = (*s, *s.add(1));
    let mut status = Status::OK;
    for part in &plan.parts {
        for &(x, y) in &part.at {
            let (src, dst) = (src.add(x).cast_const(), dst.add(y));
            status = status.with(part.chain.run((src, from), (dst, to), n));
            if status.has(Status::ERROR) {
                return status;
            }
        }
    }
    for (at, d) in &plan.left {
        for i in 0..n as isize {
            clear(d, dst.offset(i * to).add(*at));
        }
    }
    status
}

/// Zeros in place of an item; what it refers to is let go.
unsafe fn clear(d: &DType, p: *mut u8) {
    if let (true, Some(hooks)) = (d.has_object(), objects::hooks()) {
        for at in numen_array::reference_offsets(d) {
            (hooks.clear)(p.add(at), 0, 1);
        }
    }
    p.write_bytes(0, d.itemsize());
}

#[cfg(test)]
mod tests {
    use super::*;
    use numen_array::{Array, Order};

    fn parse(text: &str) -> DType {
        numen_dtype::parse(text).unwrap()
    }

    fn cast(from: &str, bytes: &[u8], to: &str) -> Vec<u8> {
        let (from, to) = (parse(from), parse(to));
        let n = bytes.len() / from.itemsize();
        let a = Array::empty(from, &[n], Order::C).unwrap();
        // SAFETY: a new array of as many bytes.
        unsafe { a.write().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        let b = crate::astype(&a, &to, Order::C).unwrap().0;
        // SAFETY: the array is dense.
        unsafe { std::slice::from_raw_parts(b.read(), b.nbytes()).to_vec() }
    }

    #[test]
    fn fields_go_by_position_and_in_any_layout() {
        let bytes = [1, 0, 2, 3, 0, 0, 4, 0, 5, 6, 0, 0];
        assert_eq!(cast("u1,>u2,u1,<u2", &bytes, ">u2,u1,u1,>u2"), [0, 1, 2, 3, 0, 0, 0, 4, 5, 6, 0, 0]);
        assert_eq!(cast("u1", &[7, 8], "u1,>u2"), [7, 0, 7, 8, 0, 8]);
        assert_eq!(cast("u1,u1", &[7, 8], "u1,u1"), [7, 8]);
    }

    #[test]
    fn axes_are_broadcast_cut_and_filled() {
        assert_eq!(cast("(2,)u1,u1", &[1, 2, 3], "(3,)u1,u1"), [1, 2, 0, 3]);
        assert_eq!(cast("(2,)u1,u1", &[1, 2, 3], "(2,2)u1,(2,)u1"), [1, 2, 1, 2, 3, 3]);
        assert_eq!(cast("(2,2)u1,u1", &[1, 2, 3, 4, 5], "(2,)u1,u1"), [1, 2, 5]);
    }
}
