//! Lines of arrays through transforms: neighbouring lines are gathered together, groups of them on several threads.

use num_complex::Complex;
use numen_array::Array;
use numen_exec::gil;
use numen_fft::{Line, Real, Transform};
use std::sync::atomic::{AtomicBool, Ordering};

/// Lines that are read and written together: neighbours share cache lines where the axis is not the last.
const GROUP: usize = 8;

/// The input, the result, and the axis of the lines.
pub struct Shapes<'a> {
    pub input: &'a Array,
    pub out: &'a Array,
    pub axis: usize,
}

// SAFETY: groups of lines write disjoint parts of the result; the input is read only.
unsafe impl Sync for Shapes<'_> {}

/// A number of a line: real or complex.
pub trait Item<T: Real>: Copy {
    fn part(line: &mut Line<T>) -> &mut Vec<Self>;
    fn zero() -> Self;
    fn times(self, factor: T) -> Self;
}

impl<T: Real> Item<T> for Complex<T> {
    fn part(line: &mut Line<T>) -> &mut Vec<Complex<T>> {
        &mut line.complex
    }
    fn zero() -> Complex<T> {
        Complex::default()
    }
    #[inline(always)]
    fn times(self, factor: T) -> Complex<T> {
        Complex::new(self.re * factor, self.im * factor)
    }
}

macro_rules! real_item {
    ($($t:ty),*) => { $(
        impl Item<$t> for $t {
            fn part(line: &mut Line<$t>) -> &mut Vec<$t> {
                &mut line.real
            }
            fn zero() -> $t {
                0.0
            }
            #[inline(always)]
            fn times(self, factor: $t) -> $t {
                self * factor
            }
        }
    )* };
}
real_item!(f32, f64);

/// Transforms every line of the input into the result, times the factor; false if memory ran out.
///
/// The input holds items `S`, the result items `D`, both behaved.
pub fn run<T: Real, S: Item<T>, D: Item<T>>(t: &Transform<T>, s: &Shapes, factor: T) -> bool {
    assert!(s.input.itemsize() == size_of::<S>() && s.out.itemsize() == size_of::<D>());
    let lines = Lines::new(s);
    let n = s.out.shape()[s.axis].max(s.input.shape()[s.axis]) as f64;
    let cost = lines.count as f64 * (30.0 + n * (4.0 + n.log2()) * 0.5);
    let groups = lines.count.div_ceil(GROUP);
    let failed = AtomicBool::new(false);
    let work = |range: std::ops::Range<usize>| {
        let width = GROUP.min(lines.count);
        let memory: Option<Vec<Line<T>>> = (0..width).map(|_| t.line()).collect();
        match memory {
            Some(mut memory) => {
                for g in range {
                    let from = g * GROUP;
                    let to = (from + GROUP).min(lines.count);
                    // SAFETY: the lines lie within the arrays, whose items are `S` and `D`.
                    unsafe { group::<T, S, D>(t, s, &lines, from..to, &mut memory, factor) };
                }
            }
            None => failed.store(true, Ordering::Relaxed),
        }
    };
    gil::without(cost, || {
        let threads = numen_pool::threads_for(cost).min(groups);
        if threads <= 1 {
            work(0..groups);
        } else {
            let chunk = groups.div_ceil(threads * 2);
            numen_pool::run(groups.div_ceil(chunk), |c| work(c * chunk..((c + 1) * chunk).min(groups)));
        }
    });
    !failed.into_inner()
}

/// Where the lines begin: the axes beside theirs, the one nearest in memory last.
struct Lines {
    axes: Vec<(usize, isize, isize)>,
    count: usize,
}

impl Lines {
    fn new(s: &Shapes) -> Lines {
        let mut axes: Vec<(usize, isize, isize)> = (0..s.out.ndim())
            .filter(|&i| i != s.axis)
            .map(|i| (s.out.shape()[i], s.input.strides()[i], s.out.strides()[i]))
            .collect();
        axes.sort_by_key(|&(_, _, o)| std::cmp::Reverse(o.unsigned_abs()));
        let count = axes.iter().map(|a| a.0).product();
        Lines { axes, count }
    }

    /// Byte offsets of a line in the input and the result.
    fn at(&self, mut line: usize) -> (isize, isize) {
        let (mut a, mut o) = (0, 0);
        for &(n, sa, so) in self.axes.iter().rev() {
            let i = (line % n) as isize;
            (a, o) = (a + i * sa, o + i * so);
            line /= n;
        }
        (a, o)
    }
}

unsafe fn group<T: Real, S: Item<T>, D: Item<T>>(
    t: &Transform<T>,
    s: &Shapes,
    lines: &Lines,
    range: std::ops::Range<usize>,
    memory: &mut [Line<T>],
    factor: T,
) {
    let width = range.len();
    let mut places = [(0isize, 0isize); GROUP];
    for (p, line) in places.iter_mut().zip(range) {
        *p = lines.at(line);
    }
    let (from, to) = (s.input.strides()[s.axis], s.out.strides()[s.axis]);
    let have = s.input.shape()[s.axis].min(S::part(&mut memory[0]).len());
    for i in 0..have as isize {
        for (line, place) in memory[..width].iter_mut().zip(&places) {
            let item = s.input.read().offset(place.0 + i * from).cast::<S>().read();
            *S::part(line).get_unchecked_mut(i as usize) = item;
        }
    }
    for line in &mut memory[..width] {
        S::part(line)[have..].fill(S::zero());
        t.run(line);
    }
    for i in 0..s.out.shape()[s.axis] as isize {
        for (line, place) in memory[..width].iter_mut().zip(&places) {
            let item = *D::part(line).get_unchecked(i as usize);
            s.out.write().offset(place.1 + i * to).cast::<D>().write(item.times(factor));
        }
    }
}
