//! Running reductions along an axis: each element needs the one before it, so lines along the axis are walked
//! from their start, and what is divided among threads is the other axes.

use crate::gil;
use crate::run::Loop;
use numen_array::Array;
use numen_kernels::{clear_hardware_flags, hardware_flags, Ctx, Fp, Kernel, Status};
use numen_shape::{Error, Result};
use smallvec::SmallVec;
use std::sync::atomic::{AtomicU32, Ordering};

/// Elements of a strip that is walked along the axis at once: with the sums before it, it fits L1.
const STRIP: usize = 1024;

/// `out[0] = a[0]; out[i] = op(out[i - 1], a[i])` along `axis`, with `l` the loop of `op`; `line`, where there is
/// one, does a whole line in one call (operands `(a, out)`).
///
/// Both arrays are behaved and of the loop's types, of one shape, and the first elements along the axis are there
/// already. They overlap exactly or not at all.
pub fn scan(l: &Loop, line: Option<Kernel>, a: &Array, out: &Array, axis: usize) -> Result<Status> {
    assert!(a.shape() == out.shape() && a.is_behaved() && out.is_behaved(), "operands of one shape, behaved");
    assert!(*a.dtype() == l.types[1] && *out.dtype() == l.types[2], "operands of the loop's types");
    if out.size() == 0 || out.shape()[axis] == 1 {
        return Ok(Status::OK);
    }
    let plan = Plan::new(l, line, a, out, axis);
    let cost = out.size() as f64 * l.kernel.cost.max(0.5) as f64;
    let flags = AtomicU32::new(0);
    let jobs = |range: std::ops::Range<usize>| {
        let mut status = Status::OK;
        for job in range {
            // SAFETY: jobs cover the arrays' elements once.
            status = status.with(unsafe { plan.run(job) });
            if status.has(Status::ERROR) {
                break;
            }
        }
        flags.fetch_or(status.0, Ordering::Relaxed);
    };
    let count = plan.jobs();
    if l.gil {
        jobs(0..count);
    } else {
        gil::without(cost, || {
            let threads = numen_pool::threads_for(cost);
            let chunk = count.div_ceil(threads * 4);
            if threads == 1 || count < 2 {
                jobs(0..count);
            } else {
                numen_pool::run(count.div_ceil(chunk), |c| jobs(c * chunk..((c + 1) * chunk).min(count)));
            }
        });
    }
    let status = Status(flags.into_inner());
    if status.has(Status::ERROR) {
        return Err(Error::pending());
    }
    Ok(status)
}

/// An axis walked by one call or one step: its length and the strides of the input and the result.
#[derive(Clone, Copy)]
struct Walked {
    len: usize,
    a: isize,
    out: isize,
}

struct Plan<'a> {
    l: &'a Loop,
    line: Option<Kernel>,
    a: *const u8,
    out: *mut u8,
    along: Walked,
    /// The axis whose elements a strip holds; none where lines are walked one by one.
    strip: Option<Walked>,
    others: SmallVec<[Walked; 4]>,
}

// SAFETY: jobs write disjoint parts of the result; the loop is read only.
unsafe impl Sync for Plan<'_> {}

impl<'a> Plan<'a> {
    fn new(l: &'a Loop, line: Option<Kernel>, a: &Array, out: &Array, axis: usize) -> Plan<'a> {
        let walked = |i: usize| Walked { len: out.shape()[i], a: a.strides()[i], out: out.strides()[i] };
        let along = walked(axis);
        let mut others: SmallVec<[Walked; 4]> =
            (0..out.ndim()).filter(|&i| i != axis && out.shape()[i] > 1).map(walked).collect();
        let nearest = (0..others.len()).min_by_key(|&i| others[i].out.unsigned_abs());
        let strip = match nearest {
            Some(i) if others[i].out.unsigned_abs() < along.out.unsigned_abs() && others[i].len >= 4 => {
                Some(others.remove(i))
            }
            _ => None,
        };
        Plan { l, line, a: a.read(), out: out.write(), along, strip, others }
    }

    fn strips(&self) -> usize {
        self.strip.map_or(1, |s| s.len.div_ceil(STRIP))
    }

    fn jobs(&self) -> usize {
        self.others.iter().map(|w| w.len).product::<usize>() * self.strips()
    }

    unsafe fn run(&self, job: usize) -> Status {
        let (mut a, mut out) = (self.a, self.out);
        let mut rest = job / self.strips();
        for w in self.others.iter().rev() {
            let i = (rest % w.len) as isize;
            (a, out) = (a.offset(i * w.a), out.offset(i * w.out));
            rest /= w.len;
        }
        match self.strip {
            Some(s) => {
                let from = job % self.strips() * STRIP;
                let n = STRIP.min(s.len - from);
                let from = from as isize;
                self.walk_strip(a.offset(from * s.a), out.offset(from * s.out), s, n)
            }
            None => self.walk_line(a, out),
        }
    }

    /// `n` neighbouring lines, element by element of all of them.
    unsafe fn walk_strip(&self, a: *const u8, out: *mut u8, s: Walked, n: usize) -> Status {
        with_flags(&self.l.kernel, |status| {
            for k in 1..self.along.len as isize {
                let to = out.offset(k * self.along.out);
                let ptrs = [to.offset(-self.along.out), a.offset(k * self.along.a).cast_mut(), to];
                *status = status.with((self.l.kernel.run)(
                    &self.l.ctx,
                    ptrs.as_ptr(),
                    [s.out, s.a, s.out].as_ptr(),
                    n,
                ));
                if status.has(Status::ERROR) {
                    return;
                }
            }
        })
    }

    unsafe fn walk_line(&self, a: *const u8, out: *mut u8) -> Status {
        let w = self.along;
        if let Some(line) = &self.line {
            return with_flags(line, |status| {
                let ptrs = [a.cast_mut(), out];
                *status = (line.run)(&Ctx::EMPTY, ptrs.as_ptr(), [w.a, w.out].as_ptr(), w.len);
            });
        }
        // One element a call: kernels read whole vectors ahead of what they write.
        let strides = [w.out, w.a, w.out];
        with_flags(&self.l.kernel, |status| {
            for k in 1..w.len as isize {
                let to = out.offset(k * w.out);
                let ptrs = [to.offset(-w.out), a.offset(k * w.a).cast_mut(), to];
                *status = status.with((self.l.kernel.run)(&self.l.ctx, ptrs.as_ptr(), strides.as_ptr(), 1));
                if status.has(Status::ERROR) {
                    return;
                }
            }
        })
    }
}

/// Runs calls of a kernel with the processor's flags read after them where the kernel leaves them there.
unsafe fn with_flags(kernel: &Kernel, body: impl FnOnce(&mut Status)) -> Status {
    let hardware = kernel.fp == Fp::Hardware;
    if hardware {
        clear_hardware_flags();
    }
    let mut status = Status::OK;
    body(&mut status);
    if hardware {
        status = status.with(hardware_flags());
    }
    status
}
