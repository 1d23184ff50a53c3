//! Small operands of few axes, broadcast, strided or of several types: walked axis by axis, without a plan.

use super::fast::{scalar_operand, type_beside, Room};
use crate::boundary::call::Served;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::{Array, Few};
use numen_dtype::{DType, Num};
use numen_kernels::{clear_hardware_flags, convert, hardware_flags, Ctx, Fp, Kernel, Status};
use numen_ops::ufunc::Ufunc;
use pyo3::ffi::PyObject;
use pyo3::prelude::*;
use std::mem::MaybeUninit;

/// Most rows that are walked; rows of this length and more are as many as the work allows.
const ROWS: usize = 32;

/// An operand: memory and strides, aligned to the right.
struct Operand {
    num: Num,
    ptr: *mut u8,
    shape: [usize; Few::MAX],
    strides: [isize; Few::MAX],
    ndim: usize,
}

impl Operand {
    /// An array whose axes lie in memory in their order, so that the result has C order whatever is asked for.
    fn of(a: &Array) -> Option<Operand> {
        let (d, ndim) = (a.dtype(), a.ndim());
        if ndim > Few::MAX || d.is_swapped() || !a.is_aligned() || d.ext().is_some() {
            return None;
        }
        let mut o = Operand {
            num: d.num(),
            ptr: a.read().cast_mut(),
            shape: [1; Few::MAX],
            strides: [0; Few::MAX],
            ndim,
        };
        let mut last = isize::MAX;
        for (i, (&n, &s)) in a.shape().iter().zip(a.strides()).enumerate() {
            if n == 1 || s == 0 {
                o.shape[Few::MAX - ndim + i] = n;
                continue;
            }
            if n == 0 || s < 0 || s > last {
                return None;
            }
            last = s;
            o.shape[Few::MAX - ndim + i] = n;
            o.strides[Few::MAX - ndim + i] = s;
        }
        Some(o)
    }

    /// An array, or a scalar beside one.
    unsafe fn of_either(p: *mut PyObject, beside: Num, room: &mut Room) -> Option<Operand> {
        if is_exact(p) {
            return Operand::of(array_of(p));
        }
        let s = match type_beside(p, beside) {
            Some(num) => scalar_operand(p, num, room)?,
            None => super::numbers::typed(p)?,
        };
        Some(Operand { num: s.num, ptr: s.ptr, shape: [1; Few::MAX], strides: [0; Few::MAX], ndim: 0 })
    }

    /// The operand as the loop wants it, in `room` if it has another type; false where it does not fit there.
    unsafe fn cast(&mut self, to: Num, room: &mut CastRoom) -> bool {
        if self.num == to {
            return true;
        }
        let (Some(from), Some(into)) = (numen_exec::ty(self.num), numen_exec::ty(to)) else { return false };
        if self.shape.iter().product::<usize>() > CAST {
            return false;
        }
        let target = room.as_mut_ptr().cast::<u8>();
        let strides = dense(&self.shape, DType::of(to).itemsize());
        let operands = [(self.ptr, &self.strides), (target, &strides)];
        // What the loop takes is cast to without loss: there is nothing to report.
        let _ = walk(convert::cast(from, into), &self.shape, operands);
        let whole = |i: usize| if self.shape[i] == 1 { 0 } else { strides[i] };
        *self = Operand { num: to, ptr: target, strides: std::array::from_fn(whole), ..*self };
        true
    }

    fn is_single(&self) -> bool {
        self.shape == [1; Few::MAX]
    }

    /// The operand as one run of items, where it is one or a single item.
    fn flatten(&mut self) {
        if !self.is_single() {
            let n = self.shape.iter().product();
            self.shape = [1, 1, 1, n];
            self.strides = [0, 0, 0, DType::of(self.num).itemsize() as isize];
        }
    }

    /// All items of the shape lie in C order without gaps, or the operand is a single item.
    fn is_run(&self, shape: &[usize; Few::MAX]) -> bool {
        let lies = dense(shape, DType::of(self.num).itemsize());
        self.is_single()
            || self.shape == *shape && (0..Few::MAX).all(|i| shape[i] == 1 || self.strides[i] == lies[i])
    }

    /// No two elements share memory.
    fn distinct(&self, itemsize: usize) -> bool {
        let mut extent = itemsize as isize;
        (0..Few::MAX).rev().all(|i| {
            let apart = self.shape[i] == 1 || self.strides[i] >= extent;
            extent = extent.max(self.strides[i] * self.shape[i] as isize);
            apart
        })
    }

    /// One past the last byte that is reached.
    fn end(&self, itemsize: usize) -> usize {
        let reach = (0..Few::MAX).map(|i| (self.shape[i] - 1) * self.strides[i] as usize).sum::<usize>();
        self.ptr as usize + reach + itemsize
    }
}

/// The shape two operands have together, and its length; `None` if they have none.
fn together(x: &Operand, y: &Operand) -> Option<([usize; Few::MAX], usize)> {
    let mut shape = [1; Few::MAX];
    for i in 0..Few::MAX {
        shape[i] = match (x.shape[i], y.shape[i]) {
            (n, m) if n == m => n,
            (1, m) => m,
            (n, 1) => n,
            _ => return None,
        };
    }
    Some((shape, x.ndim.max(y.ndim)))
}

/// The shape to walk: one run where all operands are; `None` for many short rows, which are better planned.
fn walked(shape: [usize; Few::MAX], operands: &mut [&mut Operand]) -> Option<[usize; Few::MAX]> {
    if operands.iter().all(|o| o.is_run(&shape)) {
        operands.iter_mut().for_each(|o| o.flatten());
        return Some([1, 1, 1, shape.iter().product()]);
    }
    let row = shape[Few::MAX - 1];
    let rows: usize = shape[..Few::MAX - 1].iter().product();
    (rows <= ROWS || row >= ROWS).then_some(shape)
}

/// Both operands, where one at least is an array.
unsafe fn operands(a: *mut PyObject, b: *mut PyObject, room: &mut Room) -> Option<(Operand, Operand)> {
    if is_exact(a) {
        let x = Operand::of(array_of(a))?;
        let y = Operand::of_either(b, x.num, room)?;
        return Some((x, y));
    }
    if !is_exact(b) {
        return None;
    }
    let y = Operand::of(array_of(b))?;
    let x = Operand::of_either(a, y.num, room)?;
    Some((x, y))
}

/// Elements of an operand of another type than the loop's that are cast on the stack.
const CAST: usize = 256;

type CastRoom = [MaybeUninit<u128>; CAST];

/// The strides of C order.
fn dense(shape: &[usize; Few::MAX], itemsize: usize) -> [isize; Few::MAX] {
    let mut strides = [0; Few::MAX];
    let mut step = itemsize;
    for i in (0..Few::MAX).rev() {
        strides[i] = step as isize;
        step *= shape[i];
    }
    strides
}

/// A loop of one output whose operands have one type.
struct Chosen {
    kernel: Kernel,
    takes: Num,
    gives: Num,
}

/// The loop for operands of these types; `None` where it takes several, or more elements are written than is done
/// without a plan.
fn chosen(u: &'static Ufunc, x: Num, y: Num, n: usize) -> Option<Chosen> {
    let (c, most) = match (x == y).then(|| u.quick(x)).flatten() {
        Some(q) => (Chosen { kernel: q.kernel, takes: x, gives: q.out }, q.most),
        None => {
            let l = u.mixed(x, y)?;
            let [takes, others @ .., gives] = l.nums else { return None };
            // Where a loop takes two types, a Python number counts otherwise than an array of its type (`ldexp`).
            if others.len() + 1 != u.row.nin || others.iter().any(|num| num != takes) {
                return None;
            }
            if u.row.nin == 2 && super::numbers::rounded(x, y, *takes) {
                return None;
            }
            (Chosen { kernel: l.kernel, takes: *takes, gives: *gives }, l.most)
        }
    };
    (n <= most).then_some(c)
}

/// Casts the operands that are few and of another type; those that are left over are runs of more elements than fit.
/// False where these are none.
unsafe fn cast_few<const N: usize>(
    c: &Chosen,
    path: &[usize; Few::MAX],
    operands: [(&mut Operand, &mut CastRoom); N],
) -> bool {
    let run = path[..Few::MAX - 1] == [1; Few::MAX - 1];
    operands.into_iter().all(|(x, room)| {
        let few = x.shape.iter().product::<usize>() <= CAST;
        if few {
            x.cast(c.takes, room)
        } else {
            x.num == c.takes || run && numen_exec::ty(x.num).is_some()
        }
    })
}

/// Runs the loop; runs of elements of another type than it takes are cast part by part.
unsafe fn perform<const N: usize, const M: usize>(
    c: &Chosen,
    path: &[usize; Few::MAX],
    operands: [&Operand; N],
    rooms: &mut [CastRoom; N],
    out: (*mut u8, &[isize; Few::MAX]),
) -> Status {
    let all = |i: usize| if i < N { (operands[i].ptr, &operands[i].strides) } else { out };
    if operands.iter().all(|x| x.num == c.takes) {
        return walk::<M>(c.kernel, path, std::array::from_fn(all));
    }
    let last = Few::MAX - 1;
    let step = DType::of(c.takes).itemsize() as isize;
    let mut status = Status::OK;
    if c.kernel.fp == Fp::Hardware {
        clear_hardware_flags();
    }
    for start in (0..path[last]).step_by(CAST) {
        let n = CAST.min(path[last] - start);
        let mut ptrs: [*mut u8; M] =
            std::array::from_fn(|i| all(i).0.offset(start as isize * all(i).1[last]));
        let mut strides: [isize; M] = std::array::from_fn(|i| all(i).1[last]);
        for (i, room) in rooms.iter_mut().enumerate() {
            let x = operands[i];
            if x.num == c.takes {
                continue;
            }
            let (Some(from), Some(into)) = (numen_exec::ty(x.num), numen_exec::ty(c.takes)) else { continue };
            let room = room.as_mut_ptr().cast::<u8>();
            // What the loop takes is cast to without loss: there is nothing to report.
            let _ = (convert::cast(from, into).run)(
                &Ctx::EMPTY,
                [ptrs[i], room].as_ptr(),
                [strides[i], step].as_ptr(),
                n,
            );
            (ptrs[i], strides[i]) = (room, step);
        }
        status = status.with((c.kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n));
    }
    if c.kernel.fp == Fp::Hardware {
        status = status.with(hardware_flags());
    }
    status
}

/// Runs a kernel along the last axis for each position on the others.
unsafe fn walk<const N: usize>(
    k: Kernel,
    shape: &[usize; Few::MAX],
    operands: [(*mut u8, &[isize; Few::MAX]); N],
) -> Status {
    let at = |i: usize, axis: usize| operands[i].1[axis];
    let strides: [isize; N] = std::array::from_fn(|i| at(i, 3));
    let mut status = Status::OK;
    if k.fp == Fp::Hardware {
        clear_hardware_flags();
    }
    for h in 0..shape[0] as isize {
        for i in 0..shape[1] as isize {
            for j in 0..shape[2] as isize {
                let p = |o: usize| operands[o].0.offset(h * at(o, 0) + i * at(o, 1) + j * at(o, 2));
                let ptrs: [*mut u8; N] = std::array::from_fn(p);
                status = status.with((k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), shape[3]));
            }
        }
    }
    if k.fp == Fp::Hardware {
        status = status.with(hardware_flags());
    }
    status
}

/// A unary operation, if this way serves it.
#[inline(never)]
pub unsafe fn unary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject) -> Served {
    let mut rooms = [[MaybeUninit::uninit(); CAST]];
    let Some(mut x) = Operand::of(array_of(a)).filter(|x| x.ndim > 0) else { return Served::No };
    let shape = x.shape;
    let Some(path) = walked(shape, &mut [&mut x]) else { return Served::No };
    let Some(c) = chosen(u, x.num, x.num, shape.iter().product()) else { return Served::No };
    if !cast_few(&c, &path, [(&mut x, &mut rooms[0])]) {
        return Served::No;
    }
    let dtype = DType::of(c.gives);
    let strides = dense(&path, dtype.itemsize());
    let r = match NdArray::fresh(py, dtype, &shape[Few::MAX - x.ndim..]) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    let status = perform::<1, 2>(&c, &path, [&x], &mut rooms, ((*r).array.write(), &strides));
    super::fast::finish(py, u, status, r.cast())
}

/// A binary operation, if this way serves it.
#[inline(never)]
pub unsafe fn binary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject, b: *mut PyObject) -> Served {
    let is_object = |o: *mut PyObject| is_exact(o) && array_of(o).dtype().num() == Num::Object;
    if is_object(a) || is_object(b) {
        return super::others::of_objects(py, u, a, b);
    }
    if is_exact(a) && !array_of(a).dtype().is_number() {
        return super::others::alike(py, u, a, b);
    }
    let mut room = [0u64; 2];
    let mut rooms = [[MaybeUninit::uninit(); CAST]; 2];
    let Some((mut x, mut y)) = operands(a, b, &mut room) else { return Served::No };
    let Some((shape, ndim)) = together(&x, &y).filter(|&(_, ndim)| ndim > 0) else { return Served::No };
    let Some(path) = walked(shape, &mut [&mut x, &mut y]) else { return Served::No };
    let Some(c) = chosen(u, x.num, y.num, shape.iter().product()) else { return Served::No };
    let [left, right] = &mut rooms;
    if !cast_few(&c, &path, [(&mut x, left), (&mut y, right)]) {
        return Served::No;
    }
    let dtype = DType::of(c.gives);
    let strides = dense(&path, dtype.itemsize());
    let r = match NdArray::fresh(py, dtype, &shape[Few::MAX - ndim..]) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    let status = perform::<2, 3>(&c, &path, [&x, &y], &mut rooms, ((*r).array.write(), &strides));
    super::fast::finish(py, u, status, r.cast())
}

/// A binary operation into an array of the loop's type, if this way serves it: the output may be the first operand
/// and shares no memory with the second.
#[inline(never)]
pub unsafe fn binary_into(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let mut room = [0u64; 2];
    let mut rooms = [[MaybeUninit::uninit(); CAST]; 2];
    let Some((mut x, mut y)) = operands(a, b, &mut room) else { return Ok(None) };
    let Some(mut t) = Operand::of(array_of(out)) else { return Ok(None) };
    let Some((shape, ndim)) = together(&x, &y) else { return Ok(None) };
    if t.shape != shape || t.ndim != ndim {
        return Ok(None);
    }
    let Some(path) = walked(shape, &mut [&mut x, &mut y, &mut t]) else { return Ok(None) };
    let Some(c) = chosen(u, x.num, y.num, shape.iter().product()) else { return Ok(None) };
    let item = |o: &Operand| DType::of(o.num).itemsize();
    let apart = |o: &Operand| o.end(item(o)) <= t.ptr as usize || t.end(item(&t)) <= o.ptr as usize;
    let same = x.ptr == t.ptr && x.shape == t.shape && x.strides == t.strides;
    if t.num != c.gives || !t.distinct(item(&t)) || !(same || apart(&x)) || !apart(&y) {
        return Ok(None);
    }
    let [left, right] = &mut rooms;
    if !cast_few(&c, &path, [(&mut x, left), (&mut y, right)]) {
        return Ok(None);
    }
    let status = perform::<2, 3>(&c, &path, [&x, &y], &mut rooms, (t.ptr, &t.strides));
    super::fast::filled(py, u, status, out)
}
