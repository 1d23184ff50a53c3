//! Element-wise choices and rounding: `where`, `clip`, `round`.

use super::dispatch::dispatch;
use crate::boundary::args::{is_none, unmarked, Call};
use crate::boundary::call::{checked, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::names::Name;
use crate::boundary::types::method;
use crate::convert::{self, Source};
use crate::ndarray::methods::construct::new_like;
use crate::ndarray::methods::copy::small_copy;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::ufunc::call::{binary, call, Keywords};
use crate::ufunc::object::builtin;
use crate::ufunc::{fast, numbers};
use numen_array::{Array, Order};
use numen_dtype::{Casting, DType, Kind, Num, Weak};
use numen_exec::{Loop, Mode, Operand};
use numen_kernels::{select, Ctx};
use numen_ops::Ufunc;
use numen_shape::{broadcast_shapes, broadcast_strides};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::smallvec;
use std::sync::OnceLock;

crate::signature!(WHERE: "where", 1, 3, 3; "condition", "x", "y");

unsafe fn where_(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { n, .. } = call;
    let [c, x, y] = WHERE.parse(call)?;
    if n == 3 {
        if let Some(r) = quick_where(py, c, x, y)? {
            return Ok(r);
        }
    }
    if let Some(r) = dispatch(py, "where", &[c, x, y], call)? {
        return Ok(r);
    }
    if n == 1 {
        return super::searching::nonzero_of(py, c, call);
    }
    if n == 2 {
        return Err(PyValueError::new_err("either both or neither of x and y should be given"));
    }
    three(py, c, x, y)
}

/// Small dense operands of one shape and type, or plain numbers beside them: no plan.
#[inline(always)]
unsafe fn quick_where(
    py: Python<'_>,
    c: *mut PyObject,
    x: *mut PyObject,
    y: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    const SMALL: usize = 16_384;
    if !is_exact(c) {
        return Ok(None);
    }
    let mask = array_of(c);
    if !mask.dtype().is_bool() || !mask.is_c_contiguous() || mask.ndim() == 0 || mask.size() > SMALL {
        return Ok(None);
    }
    let (mut left, mut right) = ([0u64; 2], [0u64; 2]);
    let beside = if is_exact(x) {
        array_of(x).dtype().num()
    } else if is_exact(y) {
        array_of(y).dtype().num()
    } else if ffi::PyFloat_CheckExact(x) != 0 && ffi::PyFloat_CheckExact(y) != 0 {
        Num::Double
    } else if ffi::PyLong_CheckExact(x) != 0 && ffi::PyLong_CheckExact(y) != 0 {
        Num::Long
    } else {
        return Ok(None);
    };
    let Some((px, sx)) = quick_operand(x, mask, beside, &mut left) else { return Ok(None) };
    let Some((py_, sy)) = quick_operand(y, mask, beside, &mut right) else { return Ok(None) };
    let d = DType::of(beside);
    let item = d.itemsize();
    let r = NdArray::fresh(py, d, mask.shape())?;
    let kernel = select::where_(item);
    let ctx = Ctx { sizes: [1, item, item, item], ..Ctx::EMPTY };
    let ptrs = [mask.read().cast_mut(), px, py_, (*r).array.write()];
    let _ = (kernel.run)(&ctx, ptrs.as_ptr(), [1, sx, sy, item as isize].as_ptr(), mask.size());
    Ok(Some(r.cast()))
}

/// The memory and stride of an operand of [`quick_where`].
#[inline(always)]
unsafe fn quick_operand(
    o: *mut PyObject,
    mask: &Array,
    num: Num,
    room: &mut [u64; 2],
) -> Option<(*mut u8, isize)> {
    if !is_exact(o) {
        let f = crate::ufunc::fast::scalar_operand(o, num, room)?;
        return Some((f.ptr, f.stride));
    }
    let a = array_of(o);
    let d = a.dtype();
    let fits = d.num() == num && d.is_number() && a.is_behaved() && a.is_c_contiguous();
    (fits && a.shape() == mask.shape()).then(|| (a.read().cast_mut(), d.itemsize() as isize))
}

/// The condition as bools.
unsafe fn condition(py: Python<'_>, c: *mut PyObject) -> PyResult<Array> {
    let a = convert::array(py, c)?;
    if a.dtype().is_bool() && a.is_aligned() {
        return Ok(a);
    }
    Ok(numen_exec::astype(&a, &DType::of(Num::Bool), Order::K).py(py)?.0)
}

unsafe fn three(
    py: Python<'_>,
    c: *mut PyObject,
    x: *mut PyObject,
    y: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let mask = condition(py, c)?;
    let (sx, sy) = (convert::source(py, x)?, convert::source(py, y)?);
    let t = common(&sx, &sy)?;
    let (ax, ay) = (wrapped(py, sx, &t)?, wrapped(py, sy, &t)?);
    let shape = broadcast_shapes(&[mask.shape(), ax.shape(), ay.shape()]).py(py)?;
    let result = if shape.len() <= 1 || [&mask, &ax, &ay].iter().all(|a| a.is_c_contiguous()) {
        NdArray::fresh(py, t.clone(), &shape)?
    } else {
        let strides: Vec<_> =
            [&mask, &ax, &ay].iter().map(|a| broadcast_strides(a.shape(), a.strides(), &shape)).collect();
        let s = numen_ops::call::like_inputs(&shape, t.itemsize(), &strides);
        NdArray::wrap(py, Array::empty_with_strides(t.clone(), &shape, s).py(py)?)?
    };
    let result = owned(py, result.cast())?;
    let out = array_of(result.as_ptr());
    if t.has_object() {
        let _ = numen_exec::assign(out, &ay.broadcast_to(&shape).py(py)?, None).py(py)?;
        let m = mask.broadcast_to(&shape).py(py)?;
        let _ = numen_exec::assign(out, &ax.broadcast_to(&shape).py(py)?, Some(&m)).py(py)?;
        return Ok(result.into_ptr());
    }
    let size = t.itemsize();
    let l = Loop {
        kernel: select::where_(size),
        ctx: Ctx { sizes: [1, size, size, size], ..Ctx::EMPTY },
        types: smallvec![DType::of(Num::Bool), t.clone(), t.clone(), t.clone()],
        gil: false,
    };
    let strides: smallvec::SmallVec<[_; 3]> =
        [&mask, &ax, &ay].iter().map(|a| broadcast_strides(a.shape(), a.strides(), &shape)).collect();
    let mut operands: smallvec::SmallVec<[Operand; 4]> = [&mask, &ax, &ay]
        .iter()
        .zip(&strides)
        .map(|(a, s)| Operand {
            ptr: a.read().cast_mut(),
            dtype: a.dtype(),
            aligned: a.is_aligned(),
            strides: s,
        })
        .collect();
    operands.push(Operand { ptr: out.write(), dtype: out.dtype(), aligned: true, strides: out.strides() });
    let s = numen_exec::run(&l, 3, &shape, &operands, None, Mode::Map).py(py)?;
    convert::report(py, s)?;
    Ok(result.into_ptr())
}

/// An operand as an array; Python ints that do not fit wrap around, as the array they would be does.
unsafe fn wrapped(py: Python<'_>, s: Source, t: &DType) -> PyResult<Array> {
    match s {
        Source::Weak { object, weak: Weak::Int, dtype } if t.is_integer() => {
            let a = convert::scalar_array(py, object, &dtype)?;
            Ok(numen_exec::astype(&a, t, Order::K).py(py)?.0)
        }
        other => other.into_array(py, t),
    }
}

/// The common type of two operands, Python scalars by their kind.
fn common(x: &Source, y: &Source) -> PyResult<DType> {
    let args = [x.arg(), y.arg()];
    let firm = args.iter().all(|a| a.weak.is_none());
    if firm && args[0].dtype == args[1].dtype && args[0].dtype.num() != Num::Void {
        return Ok(args[0].dtype.native());
    }
    let operands = args.map(|a| match a.weak {
        Some(w) => numen_dtype::Operand::Weak(w),
        None => numen_dtype::Operand::Type(a.dtype),
    });
    numen_dtype::try_result_type(&operands).map_err(crate::dtype::from_python::dtype_error)
}

crate::signature!(CLIP: "clip", 1, 4, 0; "a", "a_min", "a_max", "out", "min", "max", "dtype", "where", "casting", "order", "subok");
crate::signature!(CLIP_M: "clip", 0, 3, 0; "min", "max", "out", "dtype", "where", "casting", "order", "subok");

unsafe fn clip(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, a_min, a_max, out, min, max, dtype, mask, casting, order, subok] = CLIP.parse(call)?;
    if let Some(r) = dispatch(py, "clip", &[a, a_min, a_max, out], call)? {
        return Ok(r);
    }
    let (mut low, mut high) = (unmarked(a_min), unmarked(a_max));
    let (min, max) = (unmarked(min), unmarked(max));
    if low.is_null() && high.is_null() {
        (low, high) = (min, max);
    } else if low.is_null() {
        return Err(PyTypeError::new_err("clip() missing 1 required positional argument: 'a_min'"));
    } else if high.is_null() {
        return Err(PyTypeError::new_err("clip() missing 1 required positional argument: 'a_max'"));
    } else if !min.is_null() || !max.is_null() {
        return Err(PyValueError::new_err(
            "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.",
        ));
    }
    if !super::dispatch::is_plain(a) && !is_array(a) && !crate::scalar::object::is_scalar(a) {
        static CLIP: Name = Name::new("clip");
        if let Some(f) = CLIP.of(py, a)? {
            let at =
                |p: *mut PyObject| Bound::from_borrowed_ptr(py, if p.is_null() { ffi::Py_None() } else { p });
            let kwargs = pyo3::types::PyDict::new(py);
            kwargs.set_item("out", at(out))?;
            return Ok(f.call((at(low), at(high)), Some(&kwargs))?.into_ptr());
        }
    }
    clip_objects(py, a, low, high, Extra { out, dtype, mask, casting, order, subok })
}

struct Extra {
    out: *mut PyObject,
    dtype: *mut PyObject,
    mask: *mut PyObject,
    casting: *mut PyObject,
    order: *mut PyObject,
    subok: *mut PyObject,
}

/// `a.clip(...)`.
pub unsafe fn clip_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [low, high, out, dtype, mask, casting, order, subok] = CLIP_M.parse(call)?;
    clip_objects(py, o, low, high, Extra { out, dtype, mask, casting, order, subok })
}

/// A plain array between numbers that its type holds, or on one side of one.
unsafe fn quick_clip(
    py: Python<'_>,
    a: *mut PyObject,
    low: *mut PyObject,
    high: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    static ALL: OnceLock<[&'static Ufunc; 3]> = OnceLock::new();
    let [maximum, minimum, clip] = *ALL.get_or_init(|| ["maximum", "minimum", "clip"].map(builtin));
    if !is_exact(a) {
        return Ok(None);
    }
    match (is_none(low), is_none(high)) {
        (true, true) => return Ok(None),
        (true, false) => return fast::binary(py, minimum, a, high).ok(py),
        (false, true) => return fast::binary(py, maximum, a, low).ok(py),
        (false, false) => {}
    }
    let x = array_of(a);
    let num = x.dtype().num();
    let Some(quick) = clip.quick(num).filter(|q| x.size() <= q.most && q.out == num) else { return Ok(None) };
    if x.ndim() == 0 || !x.is_behaved() || !x.is_c_contiguous() {
        return Ok(None);
    }
    let mut rooms: [fast::Room; 2] = [[0; 2]; 2];
    let [left, right] = &mut rooms;
    let end = |p, room| match fast::type_beside(p, num) {
        Some(other) if other != num => None,
        Some(_) => fast::scalar_operand(p, num, room),
        None => numbers::typed(p).filter(|x| x.num == num),
    };
    let (Some(low), Some(high)) = (end(low, left), end(high, right)) else { return Ok(None) };
    let r = NdArray::fresh_number(py, num, x.shape(), x.size())?;
    let item = x.itemsize() as isize;
    let ptrs = [x.read().cast_mut(), low.ptr, high.ptr, (*r).array.write()];
    let s = fast::run_fresh(quick, &ptrs, &[item, 0, 0, item], x.size());
    fast::finish(py, clip, s, r.cast()).ok(py)
}

unsafe fn clip_objects(
    py: Python<'_>,
    a: *mut PyObject,
    low: *mut PyObject,
    high: *mut PyObject,
    x: Extra,
) -> PyResult<*mut PyObject> {
    let more = [x.dtype, x.mask, x.casting, x.order, x.subok];
    if is_none(x.out) && more.iter().all(|p| p.is_null()) {
        if let Some(r) = quick_clip(py, a, low, high)? {
            return Ok(r);
        }
    }
    let mut k = Keywords { subok: crate::boundary::args::truth(py, x.subok, true)?, ..Default::default() };
    if !is_none(x.out) {
        let one = ffi::PyTuple_Check(x.out) != 0 && ffi::PyTuple_GET_SIZE(x.out) == 1;
        let out = if one { ffi::PyTuple_GET_ITEM(x.out, 0) } else { x.out };
        k.arrays = out == ffi::Py_Ellipsis();
        if !k.arrays {
            crate::ufunc::call::check_output(out)?;
            k.outs.push(out);
        }
    }
    k.dtype = crate::dtype::optional(py, x.dtype)?;
    if !x.mask.is_null() && x.mask != ffi::Py_True() {
        k.mask = Some(x.mask);
    }
    if !x.casting.is_null() {
        k.casting = Some(crate::ufunc::call::casting(x.casting)?);
    }
    if !x.order.is_null() {
        k.order = Some(crate::ufunc::call::order(x.order)?);
    }
    // A Python int beyond the type's range limits nothing on its side.
    let exact = |p: *mut PyObject| !p.is_null() && ffi::PyLong_CheckExact(p) != 0;
    let (mut low, mut high) = (low, high);
    if exact(low) || exact(high) {
        let d = crate::convert::source(py, a)?.dtype().clone();
        if d.is_integer() {
            if exact(low) && beyond(py, &d, low, false)? {
                low = ffi::Py_None();
            }
            if exact(high) && beyond(py, &d, high, true)? {
                high = ffi::Py_None();
            }
        }
    }
    match (is_none(low), is_none(high)) {
        (true, true) => call(py, builtin("positive"), &[a], &k),
        (true, false) => call(py, builtin("minimum"), &[a, high], &k),
        (false, true) => call(py, builtin("maximum"), &[a, low], &k),
        _ => call(py, builtin("clip"), &[a, low, high], &k),
    }
}

/// A Python int is not below the type's largest number (`top`), or not above its smallest.
unsafe fn beyond(py: Python<'_>, d: &numen_dtype::DType, p: *mut PyObject, top: bool) -> PyResult<bool> {
    let bits = d.itemsize() * 8;
    let signed = d.kind() == numen_dtype::Kind::Int;
    let limit: i128 = match (signed, top) {
        (true, true) => (1 << (bits - 1)) - 1,
        (true, false) => -(1 << (bits - 1)),
        (false, true) => (1 << bits) - 1,
        (false, false) => 0,
    };
    let x = Bound::from_borrowed_ptr(py, p);
    if top {
        x.ge(limit)
    } else {
        x.le(limit)
    }
}

crate::signature!(ROUND: "round", 1, 3, 0; "a", "decimals", "out");
crate::signature!(ROUND_M: "round", 0, 2, 0; "decimals", "out");

unsafe fn round(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, decimals, out] = ROUND.parse(call)?;
    if let Some(r) = dispatch(py, "round", &[a, out], call)? {
        return Ok(r);
    }
    if let Some(r) = super::reductions::own_method(py, "round", a, &[("decimals", decimals), ("out", out)])? {
        return Ok(r);
    }
    round_object(py, a, decimals, out)
}

/// `a.round(...)`.
pub unsafe fn round_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [decimals, out] = ROUND_M.parse(call)?;
    round_object(py, o, decimals, out)
}

/// `10 ** |places|` as NumPy computes it: exact up to 22, then multiplied up with a rounding each time.
fn power_of_ten(places: isize) -> f64 {
    let n = places.unsigned_abs().min(400);
    (22..n).fold(10f64.powi(n.min(22) as i32), |p, _| p * 10.0)
}

/// A short dense array of floats in one pass, or a copy of integers; what is not finite goes the general way, which warns.
unsafe fn round_few(py: Python<'_>, a: *mut PyObject, places: isize) -> PyResult<Option<*mut PyObject>> {
    const SHORT: usize = 16_384;
    if !is_exact(a) {
        return Ok(None);
    }
    let x = array_of(a);
    let dense = x.is_behaved() && x.is_c_contiguous() && x.ndim() > 0 && x.size() <= SHORT;
    let num = x.dtype().num();
    // Powers of ten beyond these are not exact.
    let most = match num {
        _ if !dense => return Ok(None),
        Num::Double => 22,
        Num::Float => 10,
        _ if x.dtype().is_integer() && places >= 0 => return small_copy(py, a, Order::K),
        _ => return Ok(None),
    };
    if places.unsigned_abs() > most {
        return Ok(None);
    }
    let r = NdArray::fresh_number(py, num, x.shape(), x.size())?;
    let (power, to) = (power_of_ten(places), (*r).array.write());
    let finite = match num {
        Num::Double => rounded_f64(x.read().cast(), to.cast(), x.size(), places, power),
        _ => rounded_f32(x.read().cast(), to.cast(), x.size(), places, power as f32),
    };
    if !finite && places != 0 {
        ffi::Py_DECREF(r.cast());
        return Ok(None);
    }
    Ok(Some(r.cast()))
}

macro_rules! rounded {
    ($name:ident, $t:ty) => {
        /// Rounds `n` numbers; whether all results are finite.
        unsafe fn $name(from: *const $t, to: *mut $t, n: usize, places: isize, power: $t) -> bool {
            let mut finite = true;
            macro_rules! pass {
                ($v:ident => $rounded:expr) => {
                    for i in 0..n {
                        let $v = *from.add(i);
                        let y = $rounded;
                        finite &= y.is_finite();
                        *to.add(i) = y;
                    }
                };
            }
            match places {
                0 => pass!(v => v.round_ties_even()),
                1.. => pass!(v => (v * power).round_ties_even() / power),
                _ => pass!(v => (v / power).round_ties_even() * power),
            }
            finite
        }
    };
}
rounded!(rounded_f64, f64);
rounded!(rounded_f32, f32);

/// Bools go through the ufuncs as they are: what is scaled does not fit into bools, which raises.
unsafe fn round_bools(
    py: Python<'_>,
    a: *mut PyObject,
    places: isize,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let into = |o: *mut PyObject| Keywords { outs: smallvec![o], subok: true, ..Default::default() };
    if places == 0 {
        let k = if is_none(out) { Keywords { subok: true, ..Default::default() } } else { into(out) };
        return call(py, builtin("rint"), &[a], &k);
    }
    let target = if is_none(out) {
        owned(
            py,
            NdArray::wrap(py, Array::empty(DType::of(Num::Bool), array_of(a).shape(), Order::C).py(py)?)?
                .cast(),
        )?
    } else {
        Bound::from_borrowed_ptr(py, out)
    };
    let t = target.as_ptr();
    let power = owned(py, ffi::PyFloat_FromDouble(power_of_ten(places)))?;
    let (first, second) = if places > 0 { ("multiply", "divide") } else { ("divide", "multiply") };
    owned(py, call(py, builtin(first), &[a, power.as_ptr()], &into(t))?)?;
    owned(py, call(py, builtin("rint"), &[t], &into(t))?)?;
    call(py, builtin(second), &[t, power.as_ptr()], &into(t))
}

/// Rounds to decimals: scaled, rounded to the nearest even integer, scaled back.
unsafe fn round_object(
    py: Python<'_>,
    a: *mut PyObject,
    decimals: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let places = if is_none(decimals) { 0 } else { crate::boundary::args::index(py, decimals)? };
    crate::ufunc::call::method_output(out)?;
    crate::ufunc::call::check_output(out)?;
    if is_none(out) {
        if let Some(r) = round_few(py, a, places)? {
            return Ok(r);
        }
    }
    let own;
    let a = if is_array(a) {
        a
    } else {
        own = owned(
            py,
            NdArray::wrap(py, numen_exec::copy(&convert::array(py, a)?, Order::K).py(py)?)?.cast(),
        )?;
        own.as_ptr()
    };
    let d = array_of(a).dtype().clone();
    let outs = |o: *mut PyObject| if is_none(o) { smallvec![] } else { smallvec![o] };
    let unsafe_into = |o: *mut PyObject| Keywords {
        outs: outs(o),
        subok: true,
        casting: Some(Casting::Unsafe),
        ..Default::default()
    };
    if d.is_complex() {
        let (re, im) = (
            owned(py, checked(py, ffi::PyObject_GetAttrString(a, c"real".as_ptr()))?)?,
            owned(py, checked(py, ffi::PyObject_GetAttrString(a, c"imag".as_ptr()))?)?,
        );
        let target = if is_none(out) {
            owned(py, new_like(py, a, numen_exec::copy(array_of(a), Order::K).py(py)?)?)?
        } else {
            Bound::from_borrowed_ptr(py, out)
        };
        let (tre, tim) = (target.getattr("real")?, target.getattr("imag")?);
        owned(py, round_object(py, re.as_ptr(), decimals, tre.as_ptr())?)?;
        owned(py, round_object(py, im.as_ptr(), decimals, tim.as_ptr())?)?;
        let p = target.as_ptr();
        if is_none(out) && array_of(p).ndim() == 0 {
            return crate::scalar::from_memory(py, &d, array_of(p).read(), std::ptr::null_mut());
        }
        return Ok(target.into_ptr());
    }
    if d.is_bool() {
        return round_bools(py, a, places, out);
    }
    if matches!(d.kind(), Kind::Int | Kind::UInt) && places >= 0 {
        let r = call(py, builtin("positive"), &[a], &unsafe_into(out))?;
        return if is_none(out) { in_order_of(py, r, &d) } else { Ok(r) };
    }
    if places == 0 {
        return call(py, builtin("rint"), &[a], &unsafe_into(out));
    }
    // What was scaled is no array of a subclass any more.
    let plain;
    let a = if is_exact(a) {
        a
    } else {
        plain = owned(py, NdArray::view_or_wrap(py, array_of(a).view(), a)?)?;
        plain.as_ptr()
    };
    let power = owned(py, ffi::PyFloat_FromDouble(power_of_ten(places)))?;
    let (first, second) = if places > 0 { ("multiply", "divide") } else { ("divide", "multiply") };
    let scaled = owned(py, binary(py, builtin(first), a, power.as_ptr())?)?;
    let scaled = if is_array(scaled.as_ptr()) {
        owned(py, crate::ufunc::call::unary_into(py, builtin("rint"), scaled.as_ptr(), scaled.as_ptr())?)?
    } else {
        owned(py, crate::ufunc::call::unary(py, builtin("rint"), scaled.as_ptr())?)?
    };
    if !is_none(out) {
        return call(py, builtin(second), &[scaled.as_ptr(), power.as_ptr()], &unsafe_into(out));
    }
    let in_place = is_array(scaled.as_ptr()) && is_exact(scaled.as_ptr());
    let r = if in_place {
        crate::ufunc::call::binary_into(
            py,
            builtin(second),
            scaled.as_ptr(),
            power.as_ptr(),
            scaled.as_ptr(),
        )?
    } else {
        binary(py, builtin(second), scaled.as_ptr(), power.as_ptr())?
    };
    if d.is_integer() {
        // Back to the integers it came from.
        let r = owned(py, r)?;
        let x = convert::array(py, r.as_ptr())?;
        let (back, _) = numen_exec::astype(&x, &d.native(), Order::K).py(py)?;
        return in_order_of(py, crate::ndarray::object::finish_result(py, back)?, &d);
    }
    let strange =
        is_array(r) && is_exact(r) && !array_of(r).is_c_contiguous() && !array_of(a).is_f_contiguous();
    if strange {
        // Only results of arrays in Fortran's order are in that.
        let own = owned(py, r)?;
        let rows = numen_exec::copy(array_of(own.as_ptr()), Order::C).py(py)?;
        return in_order_of(py, NdArray::wrap(py, rows)?.cast(), &d);
    }
    in_order_of(py, r, &d)
}

/// Rounded arrays keep the byte order of what they were rounded from (`r` is consumed).
unsafe fn in_order_of(py: Python<'_>, r: *mut PyObject, d: &DType) -> PyResult<*mut PyObject> {
    if !d.is_swapped() || !is_array(r) || !is_exact(r) {
        return Ok(r);
    }
    let r = owned(py, r)?;
    let (swapped, _) = numen_exec::astype(array_of(r.as_ptr()), d, Order::K).py(py)?;
    Ok(NdArray::wrap(py, swapped)?.cast())
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("where", crate::c_function!(where_), "where(condition, x=None, y=None, /)\n--\n\n\
        Elements of `x` where the condition is true, of `y` elsewhere; with the condition alone, as `nonzero`.\n\n\
        Parameters\n----------\ncondition : array_like of bool\nx, y : array_like\n    All three are broadcast together.\n\n\
        Returns\n-------\nndarray\n    Of the common type of `x` and `y`.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.where([True, False], [1, 2], 0)\narray([1, 0])\n"));
    out.push(method("clip", crate::c_function!(clip), "clip(a, a_min=None, a_max=None, out=None, *, min=None, max=None, **kwargs)\n--\n\n\
        Elements limited to a range.\n\n\
        Parameters\n----------\na : array_like\na_min, a_max : array_like or None\n    The limits, broadcast; None for no limit. Also as `min`, `max`.\n\
        out : ndarray, optional\n\n\
        Returns\n-------\nndarray or scalar\n    Of the shape of all three.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.clip([1, 5, 9], 2, 8)\narray([2, 5, 8])\n"));
    for name in ["round", "around"] {
        out.push(method(name, crate::c_function!(round), &format!("{name}(a, decimals=0, out=None)\n--\n\n\
            Elements rounded to decimals, ties to even.\n\n\
            Parameters\n----------\na : array_like\ndecimals : int\n    Digits after the point; negative ones round to tens, hundreds and so on.\nout : ndarray, optional\n\n\
            Returns\n-------\nndarray or scalar\n    Of the shape and type of `a`.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.round([1.55, 2.5], 1)\narray([1.6, 2.5])\n")));
    }
}

/// The methods of arrays.
pub fn methods(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("clip", crate::c_method!(clip_method), "clip($self, /, min=None, max=None, out=None, **kwargs)\n--\n\nElements limited to a range; see `numen.clip`."));
    out.push(method(
        "round",
        crate::c_method!(round_method),
        "round($self, /, decimals=0, out=None)\n--\n\nElements rounded to decimals; see `numen.round`.",
    ));
    out.push(method(
        "dot",
        crate::c_method!(super::products::dot_method),
        "dot($self, other, /, out=None)\n--\n\nProduct of vectors or matrices; see `numen.dot`.",
    ));
}
