//! Element-wise calls: broadcasting, outputs, overlap, `where`.

use crate::families::Family;
use crate::resolve::{input_casting, output_casting};
use crate::ufunc::Ufunc;
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType};
use numen_exec::{assign, copy, run_views, Loop, Mode, View};
use numen_kernels::Status;
use numen_shape::{broadcast_shapes, broadcast_strides, show_tight, Error, Result, Shape, Strides};
use smallvec::SmallVec;

/// How a call is to be made.
pub struct Options<'a> {
    pub outs: SmallVec<[Option<&'a Array>; 2]>,
    pub mask: Option<&'a Array>,
    pub casting: Casting,
    pub order: Order,
    /// The types of the new outputs where they differ from the loop's (units of time).
    pub out_types: SmallVec<[Option<DType>; 2]>,
}

impl Options<'_> {
    pub fn plain(nout: usize) -> Options<'static> {
        Options {
            outs: smallvec::smallvec![None; nout],
            mask: None,
            casting: Casting::SameKind,
            order: Order::K,
            out_types: smallvec::smallvec![None; nout],
        }
    }
}

/// Results, one for each output (a given output's entry is `None`), and what was raised.
pub type Outcome = (SmallVec<[Option<Array>; 2]>, Status);

/// Calls loop `l` of `u` on the inputs.
pub fn map(u: &Ufunc, l: &Loop, inputs: &[&Array], o: &Options) -> Result<Outcome> {
    let nin = inputs.len();
    check_casts(u, l, inputs, o)?;
    let shape = common_shape(inputs, o)?;
    let in_strides: SmallVec<[Strides; 3]> =
        inputs.iter().map(|a| broadcast_strides(a.shape(), a.strides(), &shape)).collect();
    // What runs without a plan because all lies in Fortran's order gives results in it, axes of length one included.
    let as_they_lie = |(a, t): (&&Array, &DType)| {
        a.ndim() == 0
            || a.dtype() == t && a.is_aligned() && a.shape() == shape.as_slice() && a.is_f_contiguous()
    };
    let plain = o.mask.is_none() && shape.len() > 1 && inputs.iter().zip(&l.types).all(as_they_lie);
    let order = match o.order {
        Order::K if plain && !inputs.iter().all(|a| a.is_c_contiguous()) => Order::F,
        other => other,
    };
    let mut results: SmallVec<[Option<Array>; 2]> = SmallVec::new();
    for (k, out) in o.outs.iter().enumerate() {
        results.push(match out {
            Some(_) => None,
            None => {
                let dtype = o.out_types[k].clone().unwrap_or_else(|| l.types[nin + k].clone());
                let made = new_output(dtype, &shape, inputs, &in_strides, order);
                Some(made.map_err(|e| explain_size(e, inputs, &shape))?)
            }
        });
    }
    let outs: SmallVec<[&Array; 2]> = o
        .outs
        .iter()
        .zip(&results)
        .map(|(given, new)| given.or(new.as_ref()).expect("one of both"))
        .collect();

    // Inputs that a given output overlaps, other than exactly, are copied first; a later output that
    // overlaps an earlier one, or the mask, likewise.
    let mut copies: SmallVec<[Option<Array>; 3]> = inputs.iter().map(|_| None).collect();
    let mut mask_copy = None;
    if o.outs.iter().any(Option::is_some) {
        for (i, a) in inputs.iter().enumerate() {
            let bad = o.outs.iter().flatten().any(|out| overlap(l, i, nin, out, a, &in_strides[i], &shape));
            if bad {
                copies[i] = Some(copy(a, Order::K)?);
            }
        }
        if let Some(m) = o.mask {
            if o.outs.iter().flatten().any(|out| out.may_share(m)) {
                mask_copy = Some(copy(m, Order::K)?);
            }
        }
    }
    let inputs: SmallVec<[&Array; 3]> =
        inputs.iter().zip(&copies).map(|(a, c)| c.as_ref().unwrap_or(a)).collect();
    let in_strides: SmallVec<[Strides; 3]> =
        inputs.iter().map(|a| broadcast_strides(a.shape(), a.strides(), &shape)).collect();
    let mask = mask_copy.as_ref().or(o.mask);
    let mask_strides = mask.map(|m| broadcast_strides(m.shape(), m.strides(), &shape));

    let mut views: SmallVec<[View; 4]> = SmallVec::new();
    for (array, strides) in inputs.iter().zip(&in_strides) {
        views.push(View { array, strides });
    }
    for array in &outs {
        views.push(View { array, strides: array.strides() });
    }
    let mask = mask.zip(mask_strides.as_ref()).map(|(array, strides)| View { array, strides });
    let status = run_views(l, nin, &shape, &views, mask, Mode::Map)?;
    drop((views, outs));
    Ok((results, status))
}

/// Where operands far smaller than the result broadcast to one that memory does not hold, the note says so.
#[cold]
fn explain_size(e: Error, inputs: &[&Array], shape: &[usize]) -> Error {
    let largest = inputs.iter().map(|a| a.size()).max().unwrap_or(0);
    let size = shape.iter().fold(1usize, |n, &s| n.saturating_mul(s));
    if inputs.len() < 2 || size <= largest {
        return e;
    }
    let shapes: Vec<String> = inputs.iter().map(|a| numen_shape::show(a.shape())).collect();
    let column = inputs.iter().position(|a| a.ndim() == 2 && a.shape()[1] == 1);
    let edit = match column {
        Some(k) => format!("operand {k} with `x[:, 0]`, shape ({},)", inputs[k].shape()[0]),
        None => "both the same shape with `x.reshape(...)`".to_string(),
    };
    e.with_note(format!(
        "Shapes {} broadcast to {}: every element of one with every element of the other. To go through them side by \
         side, give {edit}.",
        shapes.join(" and "),
        numen_shape::show(shape)
    ))
}

/// A given output overlaps an input so that running the loop would spoil what is yet to be read.
fn overlap(
    l: &Loop,
    i: usize,
    nin: usize,
    out: &Array,
    a: &Array,
    strides: &[isize],
    shape: &[usize],
) -> bool {
    if !out.may_share(a) {
        return false;
    }
    let exact = out.read() == a.read()
        && out.dtype() == a.dtype()
        && l.types[i] == l.types[nin]
        && shape.iter().zip(out.strides().iter().zip(strides)).all(|(&n, (x, y))| n <= 1 || x == y);
    !exact && out.shares_memory(a, 100) != Some(false)
}

fn check_casts(u: &Ufunc, l: &Loop, inputs: &[&Array], o: &Options) -> Result<()> {
    let nin = inputs.len();
    for (k, a) in inputs.iter().enumerate() {
        if a.dtype() != &l.types[k] && !can_cast(a.dtype(), &l.types[k], o.casting) {
            // Logic takes the truth of anything.
            if u.family == Family::Logic && l.types[k].is_bool() {
                continue;
            }
            return Err(input_casting(u, k, a.dtype(), &l.types[k], o.casting, nin));
        }
    }
    for (k, out) in o.outs.iter().enumerate() {
        let Some(out) = out else { continue };
        let from = &l.types[nin + k];
        if out.dtype() != from && !can_cast(from, out.dtype(), o.casting) {
            return Err(output_casting(u, k, from, out.dtype(), o.casting, o.outs.len()));
        }
        if !out.is_writeable() {
            return Err(Error::value("output array is read-only"));
        }
    }
    Ok(())
}

/// The shape of the loop: the inputs' (and the mask's) common shape, which given outputs must have.
fn common_shape(inputs: &[&Array], o: &Options) -> Result<Shape> {
    let mask = o.mask.iter().map(|m| m.shape());
    let own = inputs.iter().map(|a| a.shape());
    let shapes: SmallVec<[&[usize]; 4]> = own.clone().chain(mask.clone()).collect();
    let given = o.outs.iter().flatten().next();
    let Some(out) = given else { return broadcast_shapes(&shapes) };
    let all: SmallVec<[&[usize]; 4]> =
        own.chain(o.outs.iter().flatten().map(|a| a.shape())).chain(mask).collect();
    let common = broadcast_shapes(&all)?;
    for out in o.outs.iter().flatten() {
        if out.shape() != common.as_slice() {
            let natural = broadcast_shapes(&shapes)?;
            return Err(Error::value(format!(
                "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
                show_tight(out.shape()),
                show_tight(&natural)
            )));
        }
    }
    let _ = out;
    Ok(common)
}

/// A new output laid out as the order asks: for `K` like the inputs.
fn new_output(
    dtype: DType,
    shape: &[usize],
    inputs: &[&Array],
    strides: &[Strides],
    order: Order,
) -> Result<Array> {
    let f_like = |a: &&&Array| a.is_f_contiguous() && !a.is_c_contiguous();
    match order {
        Order::C => Array::empty(dtype, shape, Order::C),
        Order::F => Array::empty(dtype, shape, Order::F),
        Order::A => {
            let all_f = inputs.iter().any(|a| f_like(&a)) && inputs.iter().all(|a| a.is_f_contiguous());
            Array::empty(dtype, shape, if all_f { Order::F } else { Order::C })
        }
        Order::K if shape.len() <= 1 || inputs.iter().all(|a| a.is_c_contiguous()) => {
            Array::empty(dtype, shape, Order::C)
        }
        Order::K => {
            let s = like_inputs(shape, dtype.itemsize(), strides);
            Array::empty_with_strides(dtype, shape, s)
        }
    }
}

/// Dense strides whose axes are ordered as the loop will walk the inputs.
pub fn like_inputs(shape: &[usize], itemsize: usize, strides: &[Strides]) -> Strides {
    // Innermost first; an axis moves inwards past another where the inputs' strides say so.
    let ndim = shape.len();
    let mut order: SmallVec<[usize; 4]> = (0..ndim).rev().collect();
    for i in 1..ndim {
        let axis = order[i];
        let mut at = i;
        for j in (0..i).rev() {
            let mut verdict = None;
            // Along an axis of length one nothing moves.
            let moving = shape[axis] != 1 && shape[order[j]] != 1;
            for s in strides.iter().filter(|_| moving) {
                let (a, b) = (s[order[j]].unsigned_abs(), s[axis].unsigned_abs());
                if a != 0 && b != 0 {
                    if a <= b {
                        verdict = Some(false);
                    } else if verdict.is_none() {
                        verdict = Some(true);
                    }
                }
            }
            match verdict {
                Some(true) => at = j,
                Some(false) => break,
                None => {}
            }
        }
        if at < i {
            order.remove(i);
            order.insert(at, axis);
        }
    }
    let mut out: Strides = smallvec::smallvec![0; ndim];
    let mut step = itemsize as isize;
    for &axis in &order {
        out[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    out
}

/// The array in the type of a loop, behaved: itself, or a copy.
pub fn as_type(a: &Array, dtype: &DType) -> Result<Array> {
    if a.dtype() == dtype && a.is_aligned() {
        return Ok(a.view());
    }
    let out = Array::empty(dtype.clone(), a.shape(), Order::C)?;
    let _ = assign(&out, a, None)?;
    Ok(out)
}
