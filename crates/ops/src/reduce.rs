//! Reductions over axes.

use crate::table::Identity;
use crate::ufunc::Ufunc;
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Kind, Num};
use numen_exec::{assign, fold_all, run_views, Cut, Loop, Mode, View};
use numen_kernels::Status;
use numen_shape::{broadcast_strides, show_tight, Error, Result, Shape, Strides};
use smallvec::{smallvec, SmallVec};

/// How a reduction is to be made. The accumulator's type is the loop's.
pub struct Options<'a> {
    /// Axes to reduce, normalised, ascending.
    pub axes: &'a [usize],
    pub keepdims: bool,
    pub out: Option<&'a Array>,
    /// The first value of every accumulator, of the loop's type.
    pub initial: Option<&'a Array>,
    /// Start from the first elements even where there is an identity (`initial=None`).
    pub no_identity: bool,
    pub mask: Option<&'a Array>,
    pub casting: Casting,
}

/// The type a reduction accumulates in when none is asked for: sums and products of small integers and
/// bools in the default integers.
pub fn default_type(u: &Ufunc, dtype: &DType) -> DType {
    if matches!(u.name(), "add" | "multiply") {
        match (dtype.kind(), dtype.itemsize()) {
            (Kind::Bool, _) | (Kind::Int, 1..=4) => return DType::of(Num::Long),
            (Kind::UInt, 1..=4) => return DType::of(Num::ULong),
            _ => {}
        }
    }
    dtype.native()
}

/// The shape of the result.
pub fn result_shape(shape: &[usize], axes: &[usize], keepdims: bool) -> Shape {
    let mut out = Shape::new();
    for (i, &n) in shape.iter().enumerate() {
        if !axes.contains(&i) {
            out.push(n);
        } else if keepdims {
            out.push(1);
        }
    }
    out
}

/// Reduces `a` with loop `l` of `u`; `None` if the result went to `out`.
pub fn reduce(u: &Ufunc, l: &Loop, a: &Array, o: &Options) -> Result<(Option<Array>, Status)> {
    check(u, a, o)?;
    let acc_type = l.types[2].clone();
    let kept = result_shape(a.shape(), o.axes, true);
    // The accumulator has the input's number of axes, the reduced ones of length 1; other axes are
    // ordered in memory as the input's are.
    let acc = match o.out {
        Some(out)
            if out.dtype() == &acc_type
                && out.is_behaved()
                && !out.may_share(a)
                && !out.may_overlap_itself() =>
        {
            expand(u, out, a, o)?
        }
        _ => {
            if let Some(out) = o.out {
                expand(u, out, a, o)?;
            }
            let s = crate::call::like_inputs(&kept, acc_type.itemsize(), &[Strides::from_slice(a.strides())]);
            Array::empty_with_strides(acc_type.clone(), &kept, s)?
        }
    };
    let (rest, first_mask) = match start(u, &acc, a, o)? {
        Start::Everything => (None, None),
        Start::Rest(rest, mask) => (Some(rest), mask),
    };
    let status = match &rest {
        None => accumulate(u, l, &acc, a, o.mask)?,
        Some(parts) => {
            let mut status = Status::OK;
            for (i, part) in parts.iter().enumerate() {
                let m = first_mask.as_ref().map(|m: &Vec<Array>| &m[i]);
                status = status.with(accumulate(u, l, &acc, part, m)?);
            }
            status
        }
    };
    match o.out {
        None => {
            let shaped = if o.keepdims { acc } else { acc.squeeze(o.axes) };
            Ok((Some(shaped), status))
        }
        Some(out) => {
            let target = expand(u, out, a, o)?;
            let more = if target.read() == acc.read() {
                Status::OK
            } else {
                if !can_cast(&acc_type, out.dtype(), o.casting) {
                    return Err(crate::resolve::output_casting(u, 0, &acc_type, out.dtype(), o.casting, 1));
                }
                assign(&target, &acc, None)?
            };
            Ok((None, status.with(more)))
        }
    }
}

fn check(u: &Ufunc, a: &Array, o: &Options) -> Result<()> {
    if o.axes.len() > 1 && u.row.identity == Identity::None {
        return Err(Error::value(format!(
            "reduction operation '{}' is not reorderable, so at most one axis may be specified",
            u.name()
        )));
    }
    let no_start = o.initial.is_none()
        && (o.no_identity || matches!(u.row.identity, Identity::None | Identity::Reorderable));
    if no_start {
        if o.mask.is_some() {
            return Err(Error::value(format!(
                "reduction operation '{}' does not have an identity, so to use a where mask one has to specify 'initial'",
                u.name()
            )));
        }
        if o.axes.iter().any(|&i| a.shape()[i] == 0) {
            return Err(Error::value(format!(
                "zero-size array to reduction operation {} which has no identity",
                u.name()
            )));
        }
    }
    Ok(())
}

/// A given output as the accumulator sees it: the reduced axes of length 1.
fn expand(u: &Ufunc, out: &Array, a: &Array, o: &Options) -> Result<Array> {
    let shape = result_shape(a.shape(), o.axes, o.keepdims);
    if out.ndim() != shape.len() {
        return Err(Error::value(format!(
            "output parameter for reduction operation {} has the wrong number of dimensions: Found {} but expected {}{}",
            u.name(),
            out.ndim(),
            shape.len(),
            if o.keepdims { " (must match the operand's when keepdims=True)" } else { "" }
        )));
    }
    if out.shape() != shape.as_slice() {
        return Err(Error::value(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}->{} {} ",
            show_tight(out.shape()),
            remapped(out.shape(), a.ndim(), o),
            show_tight(a.shape())
        )));
    }
    if o.keepdims {
        return Ok(out.view());
    }
    let mut v = out.view();
    for i in 0..a.ndim() {
        if o.axes.contains(&i) {
            v = v.insert_axis(i);
        }
    }
    Ok(v)
}

/// An output's shape among the operand's axes, as errors show it; new axes in front are left out.
fn remapped(shape: &[usize], ndim: usize, o: &Options) -> String {
    if o.keepdims {
        return show_tight(shape);
    }
    let mut own = shape.iter();
    let mut parts: Vec<String> = Vec::new();
    for i in 0..ndim {
        if !o.axes.contains(&i) {
            parts.extend(own.next().map(usize::to_string));
        } else if !parts.is_empty() {
            parts.push("newaxis".to_string());
        }
    }
    format!("({})", parts.join(","))
}

enum Start {
    /// The accumulator holds a start value; all of the input follows.
    Everything,
    /// The accumulator holds the first elements; these parts of the input follow.
    Rest(Vec<Array>, Option<Vec<Array>>),
}

/// Fills the accumulator with its start: the initial value, the identity, or the first elements.
fn start(u: &Ufunc, acc: &Array, a: &Array, o: &Options) -> Result<Start> {
    if let Some(v) = o.initial {
        let _ = assign(acc, v, None)?;
        return Ok(Start::Everything);
    }
    let object = acc.dtype().num() == Num::Object;
    let nothing = o.axes.iter().any(|&i| a.shape()[i] == 0);
    // Sums of objects begin with their first element unless there is none; so do all loops without identity.
    let first = o.no_identity
        || matches!(u.row.identity, Identity::None | Identity::Reorderable)
        || object && !nothing && o.mask.is_none();
    if !first {
        set_identity(u, acc)?;
        return Ok(Start::Everything);
    }
    if a.size() == 0 {
        return Ok(Start::Everything);
    }
    let mut head = a.view();
    for &axis in o.axes {
        head = head.slice_axis(axis, numen_shape::Slice { start: 0, step: 1, len: 1 });
    }
    let _ = assign(acc, &head, None)?;
    Ok(Start::Rest(without_first(a, o.axes), None))
}

/// The parts of an array left when the first element along all given axes is gone: for axes (i, j) the
/// block with i at 0 and j from 1, and the block with i from 1.
fn without_first(a: &Array, axes: &[usize]) -> Vec<Array> {
    let mut parts = Vec::new();
    let mut head = a.view();
    for &axis in axes {
        let n = head.shape()[axis];
        parts.push(head.slice_axis(axis, numen_shape::Slice { start: 1, step: 1, len: n - 1 }));
        head = head.slice_axis(axis, numen_shape::Slice { start: 0, step: 1, len: 1 });
    }
    parts.retain(|p| p.size() > 0);
    parts.reverse();
    parts
}

/// The identity as a 0-d array of the accumulator's type.
pub fn identity_array(u: &Ufunc, dtype: &DType) -> Result<Option<Array>> {
    let value: f64 = match u.row.identity {
        Identity::None | Identity::Reorderable => return Ok(None),
        Identity::Zero | Identity::False => 0.0,
        Identity::One | Identity::True => 1.0,
        Identity::MinusOne => -1.0,
        Identity::MinusInfinity => f64::NEG_INFINITY,
    };
    let from = if dtype.is_number() && !dtype.is_float() && !dtype.is_complex() {
        numen_exec::int_scalar(value as i64)?
    } else {
        numen_exec::float_scalar(value)?
    };
    let from = if dtype.num() == Num::Object && value.is_finite() {
        numen_exec::astype(&from, &DType::of(Num::Long), Order::C)?.0
    } else {
        from
    };
    Ok(Some(numen_exec::astype(&from, dtype, Order::C)?.0))
}

fn set_identity(u: &Ufunc, acc: &Array) -> Result<()> {
    let byte = match u.row.identity {
        Identity::Zero | Identity::False => Some(0),
        Identity::One | Identity::True if acc.itemsize() == 1 => Some(1),
        _ => None,
    };
    if byte.is_some_and(|byte| numen_exec::set_numbers(acc, byte)) {
        return Ok(());
    }
    match identity_array(u, acc.dtype())? {
        Some(v) => assign(acc, &v, None).map(|_| ()),
        None => Ok(()),
    }
}

/// Folds all of `a` into the accumulator.
fn accumulate(u: &Ufunc, l: &Loop, acc: &Array, a: &Array, mask: Option<&Array>) -> Result<Status> {
    if a.size() == 0 {
        return Ok(Status::OK);
    }
    if mask.is_none() {
        if let Some(s) = fold_all(l, acc, a, how_to_cut(u, a.dtype()))? {
            return Ok(s);
        }
    }
    let acc_strides = broadcast_strides(acc.shape(), acc.strides(), a.shape());
    let mask_strides = mask.map(|m| broadcast_strides(m.shape(), m.strides(), a.shape()));
    let acc_view = View { array: acc, strides: &acc_strides };
    let input = View { array: a, strides: a.strides() };
    let mask = mask.zip(mask_strides.as_ref()).map(|(array, strides)| View { array, strides });
    run_views(l, 2, a.shape(), &[acc_view, input, acc_view], mask, Mode::Reduce)
}

fn how_to_cut(u: &Ufunc, dtype: &DType) -> Cut {
    match (u.name(), dtype.kind()) {
        ("add", Kind::Float) if dtype.num() != Num::Half => Cut::Tree { complex: false },
        ("add", Kind::Complex) => Cut::Tree { complex: true },
        (_, Kind::Float | Kind::Complex) => match u.name() {
            "maximum" | "minimum" | "fmax" | "fmin" | "logical_and" | "logical_or" => Cut::Anywhere,
            _ => Cut::No,
        },
        (_, Kind::Bool | Kind::Int | Kind::UInt) => match u.name() {
            "add" | "multiply" | "maximum" | "minimum" | "fmax" | "fmin" | "logical_and" | "logical_or"
            | "logical_xor" | "bitwise_and" | "bitwise_or" | "bitwise_xor" | "gcd" => Cut::Anywhere,
            _ => Cut::No,
        },
        _ => Cut::No,
    }
}

/// All axes of an array.
pub fn all_axes(ndim: usize) -> SmallVec<[usize; 4]> {
    let mut v = smallvec![];
    v.extend(0..ndim);
    v
}
