//! Executing a loop.

use crate::gil;
use crate::plan::{Axes, Walk, MAX_OPS};
use crate::program::Steps;
use crate::turn::{self, Turned};
use numen_array::Array;
use numen_buffer::Block;
use numen_dtype::DType;
use numen_kernels::{clear_hardware_flags, hardware_flags, Ctx, Fp, Kernel, Status};
use numen_shape::{Error, Result};
use smallvec::SmallVec;
use std::sync::atomic::{AtomicU32, Ordering};

/// Elements in a block of an element-wise program: the buffers of a few operands fit L1.
const BLOCK: usize = 1024;
/// Elements in a block of a reduction: NumPy's buffer size, where its tree of partial sums is cut.
const REDUCE_BLOCK: usize = 8192;
/// Elements that neighbouring threads' ranges are multiples of.
const GRAIN: usize = 1024;

/// A kernel chosen for types: what runs.
#[derive(Clone)]
pub struct Loop {
    pub kernel: Kernel,
    pub ctx: Ctx,
    /// The types the kernel reads and writes, native: inputs, then outputs.
    pub types: SmallVec<[DType; 4]>,
    /// It touches Python objects: one thread, the lock held.
    pub gil: bool,
}

// SAFETY: `ctx.data` points to data that loops only read and that outlives them.
unsafe impl Send for Loop {}
// SAFETY: as above.
unsafe impl Sync for Loop {}

/// An operand: memory seen through strides of the loop's shape.
#[derive(Clone, Copy)]
pub struct Operand<'a> {
    pub ptr: *mut u8,
    pub dtype: &'a DType,
    pub aligned: bool,
    pub strides: &'a [isize],
}

/// What kind of loop it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every output element is written once.
    Map,
    /// Operand 0 and the last one are the accumulator, with stride 0 along reduced axes.
    Reduce,
}

/// Runs a loop over `shape`. The first `nin` operands are read, the others written; `mask`, a bool operand,
/// says which elements take part.
///
/// # Safety
/// Operands reach valid memory over `shape`; outputs overlap inputs only exactly.
pub unsafe fn run(
    l: &Loop,
    nin: usize,
    shape: &[usize],
    operands: &[Operand],
    mask: Option<Operand>,
    mode: Mode,
) -> Result<Status> {
    if shape.contains(&0) {
        return Ok(Status::OK);
    }
    let nops = operands.len();
    assert!(nops < MAX_OPS, "no ufunc has more operands");
    debug_assert!(l.types.len() == nops);
    let mut strides: SmallVec<[&[isize]; 4]> = operands.iter().map(|o| o.strides).collect();
    if let Some(m) = &mask {
        strides.push(m.strides);
    }
    let walk = if mode == Mode::Reduce || l.gil { Walk::Numpy } else { Walk::Free };
    let axes = Axes::new(shape, &strides, walk);

    let mut steps: SmallVec<[Option<Steps>; 4]> = SmallVec::new();
    let mut cost = l.kernel.cost;
    let mut needs_gil = l.gil;
    for (i, o) in operands.iter().enumerate() {
        let s = if mode == Mode::Reduce && i != 1 {
            None
        } else if i < nin {
            Steps::load(o.dtype, o.aligned, &l.types[i])?
        } else {
            Steps::store(&l.types[i], o.dtype, o.aligned)?
        };
        if let Some(s) = &s {
            cost += s.cost();
            needs_gil |= s.gil();
        }
        steps.push(s);
    }
    let mut ptrs = [std::ptr::null_mut(); MAX_OPS];
    for (i, o) in operands.iter().chain(mask.as_ref()).enumerate() {
        ptrs[i] = o.ptr.offset(axes.offsets[i]);
    }
    let block = if mode == Mode::Reduce { REDUCE_BLOCK } else { BLOCK };
    let turned =
        if mode == Mode::Map && !needs_gil { turn::across(&axes, operands, nin) } else { Default::default() };
    let p = Program { l, nin, nops, steps, masked: mask.is_some(), block, turned };
    let total_ns = axes.size() as f64 * cost as f64;
    if needs_gil {
        return p.walk(&axes, &ptrs);
    }
    let threads = numen_pool::threads_for(total_ns);
    gil::without(total_ns, || {
        if threads > 1 {
            if let Some(split) = split_axis(&axes, mode, nops) {
                return p.parallel(&axes, &ptrs, split, threads);
            }
        }
        p.walk(&axes, &ptrs)
    })
}

/// The axis to divide among threads: the outermost that is long enough and that every output moves along.
fn split_axis(axes: &Axes, mode: Mode, nops: usize) -> Option<usize> {
    (0..axes.lens.len()).rev().find(|&i| {
        let moves = mode == Mode::Map || axes.strides[i][nops - 1] != 0;
        moves && (axes.lens[i] >= 4 && (i > 0 || axes.lens[i] >= 2 * GRAIN))
    })
}

/// An array seen through strides of the loop's shape.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub array: &'a Array,
    /// Those that `broadcast_strides` gives for the loop's shape.
    pub strides: &'a [isize],
}

impl<'a> View<'a> {
    /// The operand, after a check that the strides reach nothing but the array's elements.
    fn operand(&self, shape: &[usize]) -> Operand<'a> {
        let a = self.array;
        let lead = shape.len() - a.ndim();
        let within = self.strides.iter().enumerate().all(|(i, &s)| {
            s == 0
                || shape[i] <= 1
                || i >= lead && a.shape()[i - lead] == shape[i] && a.strides()[i - lead] == s
        });
        assert!(within && self.strides.len() == shape.len(), "strides are not the array's own");
        Operand { ptr: a.write(), dtype: a.dtype(), aligned: a.is_aligned(), strides: self.strides }
    }
}

/// [`run`] over whole arrays, which lend their elements: nothing outside of them is reached. Overlap other than
/// exact gives wrong values, not unsafe ones.
pub fn run_views(
    l: &Loop,
    nin: usize,
    shape: &[usize],
    views: &[View],
    mask: Option<View>,
    mode: Mode,
) -> Result<Status> {
    let operands: SmallVec<[Operand; 4]> = views.iter().map(|v| v.operand(shape)).collect();
    let mask = mask.map(|m| m.operand(shape));
    // SAFETY: every operand reaches elements of its array only, as just checked.
    unsafe { run(l, nin, shape, &operands, mask, mode) }
}

struct Program<'a> {
    l: &'a Loop,
    nin: usize,
    nops: usize,
    steps: SmallVec<[Option<Steps>; 4]>,
    masked: bool,
    block: usize,
    turned: Turned,
}

// SAFETY: pointers within are to types and contexts that are read only.
unsafe impl Sync for Program<'_> {}

type Ptrs = [*mut u8; MAX_OPS];

struct Shared(Ptrs);
// SAFETY: threads write disjoint parts of the outputs.
unsafe impl Sync for Shared {}

/// Blocks of the operands that pass through steps, and room between the steps.
struct Buffers {
    _block: Option<Block>,
    at: Ptrs,
    middle: *mut u8,
    /// Where references stand, their distance, and how many.
    references: SmallVec<[(*mut u8, isize, usize); 2]>,
}

impl Drop for Buffers {
    fn drop(&mut self) {
        let Some(hooks) = crate::objects::hooks() else { return };
        for &(p, stride, n) in &self.references {
            // SAFETY: the block is alive and began as NULL; loops over objects hold the interpreter's lock.
            unsafe { (hooks.clear)(p, stride, n) };
        }
    }
}

impl Program<'_> {
    unsafe fn parallel(&self, axes: &Axes, ptrs: &Ptrs, axis: usize, threads: usize) -> Result<Status> {
        let len = axes.lens[axis];
        let grain = if axis == 0 { GRAIN } else { 1 };
        // A few chunks a thread even out what other processes take away.
        let chunk = len.div_ceil(threads * 4).next_multiple_of(grain);
        let chunks = len.div_ceil(chunk);
        let flags = AtomicU32::new(0);
        let failed = std::sync::Mutex::new(None);
        let shared = Shared(*ptrs);
        numen_pool::run_on(threads, chunks, |c| {
            let shared = &shared;
            let start = c * chunk;
            let mut part = axes.clone();
            part.lens[axis] = chunk.min(len - start);
            let mut ptrs = shared.0;
            for (p, s) in ptrs.iter_mut().zip(&axes.strides[axis]) {
                *p = p.offset(start as isize * s);
            }
            match self.walk(&part, &ptrs) {
                Ok(s) => drop(flags.fetch_or(s.0, Ordering::Relaxed)),
                Err(e) => drop(failed.lock().map(|mut f| f.get_or_insert(e).class())),
            }
        });
        match failed.into_inner() {
            Ok(Some(e)) => Err(e),
            _ => Ok(Status(flags.load(Ordering::Relaxed))),
        }
    }

    /// All inner loops of a range of axes, one after the other.
    unsafe fn walk(&self, axes: &Axes, ptrs: &Ptrs) -> Result<Status> {
        if self.turned.is_empty() {
            return self.walk_rows(axes, ptrs);
        }
        let mut status = Status::OK;
        turn::strips(&self.turned, axes, ptrs, |part, at| {
            status = status.with(self.walk_rows(part, at)?);
            Ok(())
        })?;
        Ok(status)
    }

    unsafe fn walk_rows(&self, axes: &Axes, ptrs: &Ptrs) -> Result<Status> {
        let buffers = self.buffers(axes.lens[0])?;
        let hardware = self.l.kernel.fp == Fp::Hardware;
        if hardware {
            clear_hardware_flags();
        }
        let mut status = Status::OK;
        let mut ptrs = *ptrs;
        let ndim = axes.lens.len();
        let (n, inner) = (axes.lens[0], &axes.strides[0]);
        let mut count: SmallVec<[usize; 4]> = smallvec::smallvec![0; ndim];
        loop {
            let s = self.inner(&ptrs, inner, n, &buffers);
            status = status.with(s);
            if s.has(Status::ERROR) {
                return Err(Error::pending());
            }
            let mut axis = 1;
            loop {
                if axis == ndim {
                    if hardware {
                        status = status.with(hardware_flags());
                    }
                    return Ok(status);
                }
                let strides = &axes.strides[axis];
                count[axis] += 1;
                if count[axis] < axes.lens[axis] {
                    for (p, s) in ptrs.iter_mut().zip(strides) {
                        *p = p.wrapping_offset(*s);
                    }
                    break;
                }
                let back = -(axes.lens[axis] as isize - 1);
                for (p, s) in ptrs.iter_mut().zip(strides) {
                    *p = p.wrapping_offset(back * s);
                }
                count[axis] = 0;
                axis += 1;
            }
        }
    }

    fn buffers(&self, inner: usize) -> Result<Buffers> {
        let n = inner.min(self.block);
        let mut total = 0;
        let mut middle = 0;
        for (i, s) in self.steps.iter().enumerate() {
            if let Some(s) = s {
                total += (n * self.l.types[i].itemsize()).next_multiple_of(64);
                middle = middle.max(s.middle() * n);
            }
        }
        let mut at = [std::ptr::null_mut(); MAX_OPS];
        if total == 0 {
            return Ok(Buffers {
                _block: None,
                at,
                middle: std::ptr::null_mut(),
                references: SmallVec::new(),
            });
        }
        // Zeroed: blocks of objects begin as NULL.
        let get = if self.l.types.iter().any(|t| t.has_object()) { Block::zeroed } else { Block::alloc };
        let block = get(total + middle).map_err(|e| Error::out_of_memory(e.bytes, &[e.bytes], "uint8"))?;
        let mut p = block.data();
        let mut references = SmallVec::new();
        for (i, s) in self.steps.iter().enumerate() {
            if s.is_some() {
                at[i] = p;
                let t = &self.l.types[i];
                if t.has_object() {
                    let places = numen_array::reference_offsets(t);
                    references
                        .extend(places.into_iter().map(|o| (p.wrapping_add(o), t.itemsize() as isize, n)));
                }
                p = p.wrapping_add((n * self.l.types[i].itemsize()).next_multiple_of(64));
            }
        }
        Ok(Buffers { _block: Some(block), at, middle: p, references })
    }

    /// One inner loop of `n` elements.
    #[inline]
    unsafe fn inner(&self, ptrs: &Ptrs, strides: &[isize], n: usize, buffers: &Buffers) -> Status {
        if buffers._block.is_none() {
            return self.masked_kernel(ptrs, strides, n, ptrs[self.nops], strides.get(self.nops));
        }
        let mut status = Status::OK;
        let mut done = 0;
        while done < n {
            let m = self.block.min(n - done);
            status = status.with(self.one_block(ptrs, strides, done, m, buffers));
            if status.has(Status::ERROR) {
                break;
            }
            done += m;
        }
        status
    }

    /// Loads, runs and stores one block.
    unsafe fn one_block(&self, ptrs: &Ptrs, strides: &[isize], done: usize, m: usize, b: &Buffers) -> Status {
        let mut p = *ptrs;
        let mut s: SmallVec<[isize; 8]> = SmallVec::from_slice(strides);
        let mut status = Status::OK;
        for i in 0..strides.len() {
            p[i] = p[i].offset(done as isize * strides[i]);
        }
        let mask = (p[self.nops], strides.get(self.nops));
        for (i, steps) in self.steps.iter().enumerate() {
            let Some(steps) = steps else { continue };
            let size = self.l.types[i].itemsize() as isize;
            if i < self.nin {
                // A stretched operand is loaded once.
                let (count, step) = if strides[i] == 0 { (1, 0) } else { (m, size) };
                let st = steps.run((p[i], strides[i]), (b.at[i], size), count, b.middle);
                status = status.with(st);
                if st.has(Status::ERROR) {
                    return status;
                }
                s[i] = step;
            } else {
                s[i] = size;
            }
            p[i] = b.at[i];
        }
        if self.l.kernel.fp == Fp::Hardware {
            // What the loads raised is already in `status`.
            clear_hardware_flags();
        }
        let st = self.masked_kernel(&p, &s, m, mask.0, mask.1);
        status = status.with(st);
        if self.l.kernel.fp == Fp::Hardware {
            status = status.with(hardware_flags());
        }
        if st.has(Status::ERROR) {
            return status;
        }
        for i in self.nin..self.nops {
            let Some(steps) = &self.steps[i] else { continue };
            let dst = ptrs[i].offset(done as isize * strides[i]);
            let src = (b.at[i].cast_const(), self.l.types[i].itemsize() as isize);
            status = status.with(self.store(steps, src, (dst, strides[i]), m, mask, b.middle));
            if status.has(Status::ERROR) {
                return status;
            }
        }
        status
    }

    /// Stores a block, only where the mask is true.
    unsafe fn store(
        &self,
        steps: &Steps,
        src: (*const u8, isize),
        dst: (*mut u8, isize),
        m: usize,
        mask: (*mut u8, Option<&isize>),
        middle: *mut u8,
    ) -> Status {
        if !self.masked {
            return steps.run(src, dst, m, middle);
        }
        let mut status = Status::OK;
        runs(mask.0, mask.1.copied().unwrap_or(0), m, |start, len| {
            let k = start as isize;
            status = status.with(steps.run(
                (src.0.offset(k * src.1), src.1),
                (dst.0.offset(k * dst.1), dst.1),
                len,
                middle,
            ));
            !status.has(Status::ERROR)
        });
        status
    }

    /// The kernel over `n` elements, or over the runs of true elements of the mask.
    #[inline]
    unsafe fn masked_kernel(
        &self,
        ptrs: &Ptrs,
        strides: &[isize],
        n: usize,
        mask: *mut u8,
        mask_stride: Option<&isize>,
    ) -> Status {
        let k = &self.l.kernel;
        if !self.masked {
            return (k.run)(&self.l.ctx, ptrs.as_ptr(), strides.as_ptr(), n);
        }
        let mut status = Status::OK;
        runs(mask, mask_stride.copied().unwrap_or(0), n, |start, len| {
            let mut p = *ptrs;
            for i in 0..self.nops {
                p[i] = p[i].offset(start as isize * strides[i]);
            }
            status = status.with((k.run)(&self.l.ctx, p.as_ptr(), strides.as_ptr(), len));
            !status.has(Status::ERROR)
        });
        status
    }
}

/// Calls `f(start, len)` for each run of true elements of a mask, until it returns false.
unsafe fn runs(mask: *const u8, stride: isize, n: usize, mut f: impl FnMut(usize, usize) -> bool) {
    let at = |i: usize| *mask.offset(i as isize * stride) != 0;
    // Eight at a time where all of them are alike, as most are.
    let skip = |mut i: usize, word: u64| {
        while stride == 1 && i + 8 <= n && mask.add(i).cast::<u64>().read_unaligned() == word {
            i += 8;
        }
        i
    };
    let mut i = 0;
    while i < n {
        i = skip(i, 0);
        while i < n && !at(i) {
            i += 1;
        }
        let start = i;
        while i < n && at(i) {
            i += 1;
            i = skip(i, 0x0101_0101_0101_0101);
        }
        if i > start && !f(start, i - start) {
            return;
        }
    }
}
