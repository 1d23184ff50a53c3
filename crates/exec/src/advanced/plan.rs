//! The items of an index resolved.

use super::mask::{check_mask_at, nonzero};
use numen_array::{check_index, out_of_bounds, too_many, Array, Item, Order};
use numen_dtype::{DType, Num};
use numen_kernels::select::{self, Index, Mode};
use numen_shape::{
    broadcast_shapes, broadcast_strides, show_tight, Class, Error, Result, Shape, Slice, Strides, MAX_DIMS,
};
use smallvec::SmallVec;

/// An index array and the axis it indexes.
pub struct Fancy {
    pub index: Array,
    /// The index array's strides over the common shape of all.
    pub strides: Strides,
    /// Length, stride and number of the axis.
    pub len: usize,
    pub stride: isize,
    pub axis: usize,
}

/// What an index with arrays selects: for each position of the common shape of the index arrays, a part
/// of the array over the axes left.
pub struct Plan {
    /// Bytes from the array's first element to the first one of the parts.
    pub offset: isize,
    pub fancy: SmallVec<[Fancy; 2]>,
    /// The common shape of the index arrays.
    pub fancy_shape: Shape,
    pub rest_shape: Shape,
    pub rest_strides: Strides,
    /// Where the common axes stand among the ones left.
    pub at: usize,
}

/// Whether the items with arrays stand side by side; then their axes take the place of the first.
enum Run {
    Before,
    Inside,
    After,
}

struct Builder<'a> {
    a: &'a Array,
    axis: usize,
    run: Run,
    plan: Plan,
}

impl Builder<'_> {
    fn array(&mut self) {
        match self.run {
            Run::Before => {
                self.plan.at = self.plan.rest_shape.len();
                self.run = Run::Inside;
            }
            Run::Inside => {}
            // Apart from each other: the common axes come first.
            Run::After => self.plan.at = 0,
        }
    }

    fn basic(&mut self) {
        if matches!(self.run, Run::Inside) {
            self.run = Run::After;
        }
    }

    fn fancy(&mut self, index: Array) {
        let (len, stride) = (self.a.shape()[self.axis], self.a.strides()[self.axis]);
        self.plan.fancy.push(Fancy { index, strides: Strides::new(), len, stride, axis: self.axis });
        self.axis += 1;
    }

    /// One position along an axis, which disappears; it counts as an array without axes.
    fn integer(&mut self, i: isize) -> Result<()> {
        self.array();
        let at = check_index(i, self.a.shape()[self.axis], self.axis)?;
        self.plan.offset += at as isize * self.a.strides()[self.axis];
        self.axis += 1;
        Ok(())
    }

    fn whole(&mut self, count: usize) {
        for _ in 0..count {
            self.plan.rest_shape.push(self.a.shape()[self.axis]);
            self.plan.rest_strides.push(self.a.strides()[self.axis]);
            self.axis += 1;
        }
    }

    fn item(&mut self, item: &Item, unnamed: usize) -> Result<()> {
        match item {
            Item::Int(i) => self.integer(*i)?,
            Item::Array(index) if index.ndim() == 0 => {
                // SAFETY: an int64 array without axes has one element.
                self.integer(unsafe { index.read().cast::<i64>().read_unaligned() } as isize)?
            }
            Item::Array(index) => {
                self.array();
                self.fancy(index.view());
            }
            Item::Mask(m) if m.ndim() == 0 => {
                self.array();
                // A mask without axes adds one: of length 1 if it is true, else 0.
                // SAFETY: a bool array has at least one element here.
                let on = unsafe { *m.read() } != 0;
                let index = Array::zeros(DType::of(Num::Long), &[on as usize], Order::C)?;
                self.plan.fancy.push(Fancy {
                    index,
                    strides: Strides::new(),
                    len: 1,
                    stride: 0,
                    axis: self.axis,
                });
            }
            Item::Mask(m) => {
                self.array();
                for index in nonzero(m)? {
                    self.fancy(index);
                }
            }
            Item::Slice { start, stop, step } => {
                self.basic();
                if *step == 0 {
                    return Err(Error::value("slice step cannot be zero"));
                }
                let (n, stride) = (self.a.shape()[self.axis], self.a.strides()[self.axis]);
                let s = Slice::fit(*start, *stop, *step, n);
                if s.len > 0 {
                    self.plan.offset += s.start * stride;
                }
                self.plan.rest_shape.push(s.len);
                self.plan.rest_strides.push(stride.wrapping_mul(s.step));
                self.axis += 1;
            }
            Item::NewAxis => {
                self.basic();
                self.plan.rest_shape.push(1);
                self.plan.rest_strides.push(0);
            }
            Item::Ellipsis => {
                self.basic();
                self.whole(unnamed);
            }
        }
        Ok(())
    }
}

/// Masks have the lengths of the axes they stand for.
fn check_masks(a: &Array, items: &[Item], unnamed: usize) -> Result<()> {
    let mut axis = 0;
    for item in items {
        match item {
            Item::Mask(m) => check_mask_at(m, a.shape(), axis)?,
            Item::Ellipsis => axis += unnamed,
            _ => {}
        }
        axis += item.consumes();
    }
    Ok(())
}

impl Plan {
    /// Resolves the items of an index into `a`. Index arrays are int64 in native order.
    pub fn new(a: &Array, items: &[Item]) -> Result<Plan> {
        let used: usize = items.iter().map(Item::consumes).sum();
        if used > a.ndim() {
            return Err(too_many(a.ndim(), used));
        }
        check_masks(a, items, a.ndim() - used)?;
        let plan = Plan {
            offset: 0,
            fancy: SmallVec::new(),
            fancy_shape: Shape::new(),
            rest_shape: Shape::new(),
            rest_strides: Strides::new(),
            at: 0,
        };
        let mut b = Builder { a, axis: 0, run: Run::Before, plan };
        for item in items {
            b.item(item, a.ndim() - used)?;
        }
        b.whole(a.ndim() - b.axis);
        let mut plan = b.plan;
        // As many operands as NumPy's iterator takes, the result among them.
        if plan.fancy.len() >= MAX_DIMS {
            return Err(Error::index(format!(
                "too many index arrays: {} are given, 63 are possible",
                plan.fancy.len()
            )));
        }
        plan.broadcast()?;
        if numen_shape::checked_size(&plan.shape()).is_none() {
            return Err(Error::value(
                "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.",
            ));
        }
        let ndim = plan.rest_shape.len() + plan.fancy_shape.len();
        if ndim > MAX_DIMS {
            return Err(Error::index(format!(
                "number of dimensions must be within [0, {MAX_DIMS}], indexing result would have {ndim}"
            )));
        }
        Ok(plan)
    }

    fn broadcast(&mut self) -> Result<()> {
        let shapes: SmallVec<[&[usize]; 4]> = self.fancy.iter().map(|f| f.index.shape()).collect();
        let shape = broadcast_shapes(&shapes).map_err(|e| {
            let all: Vec<String> = shapes.iter().map(|s| show_tight(s)).collect();
            let new = Error::new(
                Class::Index,
                format!(
                    "shape mismatch: indexing arrays could not be broadcast together with shapes {} ",
                    all.join(" ")
                ),
            );
            match e.note() {
                Some(n) => new.with_note(n),
                None => new,
            }
        })?;
        drop(shapes);
        for f in &mut self.fancy {
            f.strides = broadcast_strides(f.index.shape(), f.index.strides(), &shape);
        }
        self.fancy_shape = shape;
        Ok(())
    }

    /// The shape of what is selected.
    pub fn shape(&self) -> Shape {
        let mut s: Shape = self.rest_shape[..self.at].into();
        s.extend_from_slice(&self.fancy_shape);
        s.extend_from_slice(&self.rest_shape[self.at..]);
        s
    }

    /// Strides over the selected shape divided into those of the common axes and of the axes left.
    pub fn divide(&self, strides: &[isize]) -> (Strides, Strides) {
        let n = self.fancy_shape.len();
        let mut rest: Strides = strides[..self.at].into();
        rest.extend_from_slice(&strides[self.at + n..]);
        (strides[self.at..self.at + n].into(), rest)
    }

    /// An IndexError for the first index outside of its axis. Index arrays of which broadcasting leaves
    /// nothing are not looked at.
    pub fn check(&self) -> Result<()> {
        if self.fancy_shape.contains(&0) {
            return Ok(());
        }
        for f in &self.fancy {
            let axes = crate::plan::Axes::in_c_order(f.index.shape(), &[f.index.strides()]);
            axes.each(1, |at| {
                // SAFETY: the offsets stay within the index array.
                let bad = unsafe {
                    let data = f.index.read().offset(at[0]);
                    let x = Index { data, step: axes.strides[0][0], len: f.len, stride: f.stride };
                    select::find_bad_index(Mode::Raise, &[x], axes.lens[0])
                };
                bad.map_or(Ok(()), |b| Err(out_of_bounds(b.value as isize, f.len, f.axis)))
            })?;
        }
        Ok(())
    }

    /// Index arrays that share memory with `a`, which is about to be written, are copied.
    pub fn detach(&mut self, a: &Array) -> Result<()> {
        for f in &mut self.fancy {
            if f.index.may_share(a) {
                f.index = crate::copy(&f.index, Order::C)?;
                f.strides = broadcast_strides(f.index.shape(), f.index.strides(), &self.fancy_shape);
            }
        }
        Ok(())
    }
}
