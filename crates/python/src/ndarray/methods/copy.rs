//! Copies, other types, other readings of the bytes: `copy`, `astype`, `view`, `byteswap`, `fill`,
//! `getfield`, `setfield`, `conj`.

use super::construct::{expanded, new_like, view_as_type};
use crate::boundary::args::{is_none, truth, Call};
use crate::boundary::call::{borrowed, checked, entry, new_ref, none};
use crate::boundary::errors::{class, ToPy};
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::elements::Elements;
use crate::ndarray::mapping::view_like;
use crate::ndarray::object::{array_of, is_exact, type_object, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Kind, Num};
use numen_shape::{Shape, Strides};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;

/// Bytes up to which a copy or a cast is not worth a plan.
const FEW: usize = 32 << 10;

crate::signature!(COPY: "copy", 0, 1, 0; "order");

unsafe fn copy(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [order] = COPY.parse(call)?;
    let order = if is_none(order) { Order::C } else { crate::ufunc::call::order(order)? };
    if let Some(r) = small_copy(py, o, order)? {
        return Ok(r);
    }
    new_like(py, o, numen_exec::copy(array_of(o), order).py(py)?)
}

/// A copy of an array of not many items of the exact type, where it is in C order.
#[inline]
pub unsafe fn small_copy(py: Python<'_>, o: *mut PyObject, order: Order) -> PyResult<Option<*mut PyObject>> {
    let a = array_of(o);
    let same = a.is_c_contiguous() && order != Order::F;
    let rows = same || order == Order::C || a.ndim() == 1;
    if !is_exact(o) || !rows || a.nbytes() > FEW || !numen_exec::is_plain(a.dtype()) {
        return Ok(None);
    }
    let p = NdArray::fresh(py, a.dtype().clone(), a.shape())?;
    if same {
        std::ptr::copy_nonoverlapping(a.read(), (*p).array.write(), a.nbytes());
    } else if let Err(e) = numen_exec::copy_into(&(*p).array, a).py(py) {
        ffi::Py_DECREF(p.cast());
        return Err(e);
    }
    Ok(Some(p.cast()))
}

/// A contiguous array of not many numbers of the exact type as another type of numbers.
#[inline]
pub unsafe fn small_astype(
    py: Python<'_>,
    o: *mut PyObject,
    d: &DType,
    order: Order,
) -> PyResult<Option<*mut PyObject>> {
    let a = array_of(o);
    let fits = is_exact(o)
        && a.is_c_contiguous()
        && a.is_behaved()
        && order != Order::F
        && a.size() <= FEW / d.itemsize().max(a.itemsize())
        && d.is_native()
        && a.dtype() != d;
    if !fits {
        return Ok(None);
    }
    if d.num() == Num::Object && d.ext().is_none() && a.dtype().is_number() {
        return objects_of(py, a, d).map(Some);
    }
    let (Some(from), Some(to)) = (numen_exec::ty(a.dtype().num()), numen_exec::ty(d.num())) else {
        return Ok(None);
    };
    let cast = numen_kernels::convert::cast(from, to);
    let p = NdArray::fresh(py, d.clone(), a.shape())?;
    let ptrs = [a.read().cast_mut(), (*p).array.write()];
    let strides = [a.itemsize() as isize, d.itemsize() as isize];
    let status = numen_exec::casts::run_plain(&cast, &ptrs, &strides, a.size());
    if let Err(e) = convert::report(py, status) {
        ffi::Py_DECREF(p.cast());
        return Err(e);
    }
    Ok(Some(p.cast()))
}

/// The numbers of a dense array as Python's own.
unsafe fn objects_of(py: Python<'_>, a: &Array, d: &DType) -> PyResult<*mut PyObject> {
    let r = crate::boundary::call::owned(py, NdArray::fresh(py, d.clone(), a.shape())?.cast())?;
    let out = array_of(r.as_ptr()).write().cast::<*mut PyObject>();
    for i in 0..a.size() {
        *out.add(i) = convert::item_at(py, a.dtype(), a.read().add(i * a.itemsize()))?;
    }
    Ok(r.into_ptr())
}

unsafe extern "C" fn copy_dunder(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| new_like(py, o, numen_exec::copy(array_of(o), Order::K).py(py)?))
}

unsafe extern "C" fn deepcopy(o: *mut PyObject, memo: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let a = numen_exec::copy(array_of(o), Order::K).py(py)?;
        if a.dtype().has_object() {
            let deep = PyModule::import(py, "copy")?.getattr("deepcopy")?;
            for p in Elements::of(&a) {
                deepen(py, a.dtype(), p, &deep, memo)?;
            }
        }
        new_like(py, o, a)
    })
}

/// Replaces the references within an item by deep copies.
unsafe fn deepen(
    py: Python<'_>,
    d: &DType,
    p: *mut u8,
    deep: &Bound<'_, PyAny>,
    memo: *mut PyObject,
) -> PyResult<()> {
    if d.num() == Num::Object {
        let x = p.cast::<*mut PyObject>().read_unaligned();
        if x.is_null() {
            return Ok(());
        }
        let x = deep.call1((borrowed(py, x), borrowed(py, memo)))?;
        return crate::scalar::to_memory(py, d, p, x.as_ptr());
    }
    if let Some(r) = d.as_record() {
        for f in r.fields().iter().filter(|f| f.dtype.has_object()) {
            deepen(py, &f.dtype, p.add(f.offset), deep, memo)?;
        }
    } else if let Some((base, shape)) = d.as_subarray() {
        for i in 0..shape.iter().product() {
            deepen(py, base, p.add(i * base.itemsize()), deep, memo)?;
        }
    }
    Ok(())
}

/// A type without its size (`S`, `U`, `V`, dates without a unit) as the one these elements need.
pub unsafe fn adapted(py: Python<'_>, a: &Array, d: DType) -> PyResult<DType> {
    if d.is_time() && d.time_unit().is_generic() {
        if a.dtype().is_time() {
            return Ok(DType::time(d.num(), a.dtype().time_unit()));
        }
        return natural_unit(py, a, d);
    }
    if !d.is_flexible() || d.itemsize() > 0 || d.as_record().is_some() {
        return Ok(d);
    }
    if a.dtype().num() == d.num() {
        return Ok(a.dtype().clone());
    }
    if d.num() != Num::Void && a.dtype().as_record().is_some_and(|r| r.fields().len() != 1) {
        let class = if d.num() == Num::Str { "StrDType" } else { "BytesDType" };
        let module = crate::boundary::types::type_module(py);
        return Err(PyTypeError::new_err(format!(
            "cannot cast dtype {} to <class '{module}.dtypes.{class}'>.",
            a.dtype().display()
        )));
    }
    let width = if d.num() == Num::Str { 4 } else { 1 };
    let chars = match a.dtype().num() {
        Num::Object => {
            let mut longest = 1;
            for p in Elements::of(a) {
                let x = p.cast::<*mut PyObject>().read_unaligned();
                let x = if x.is_null() { ffi::Py_None() } else { x };
                longest = longest.max(text_length(py, x)?);
            }
            longest
        }
        _ if d.num() == Num::Void => a.itemsize(),
        _ => a.dtype().written_length(),
    };
    Ok(DType::flexible(d.num(), chars * width))
}

/// A type of dates with the unit that text or objects ask for.
unsafe fn natural_unit(py: Python<'_>, a: &Array, d: DType) -> PyResult<DType> {
    if !matches!(a.dtype().num(), Num::Object | Num::Str | Num::Bytes) {
        return Ok(d);
    }
    let mut unit = DType::of(d.num());
    for p in Elements::of(a) {
        let x = crate::scalar::from_memory(py, a.dtype(), p, std::ptr::null_mut())?;
        let x = Bound::from_owned_ptr(py, x);
        let own = match crate::scalar::object::dtype_of_scalar(x.as_ptr()) {
            Some(own) if own.num() == d.num() => own,
            _ => crate::objects::natural_time(py, &d, x.as_ptr())?,
        };
        unit = numen_dtype::try_promote(&unit, &own).map_err(crate::dtype::from_python::dtype_error)?;
    }
    Ok(unit)
}

/// Characters of an object's text.
pub unsafe fn text_length(py: Python<'_>, x: *mut PyObject) -> PyResult<usize> {
    if ffi::PyBytes_Check(x) != 0 {
        return Ok(ffi::PyBytes_Size(x) as usize);
    }
    let s = crate::boundary::call::owned(py, ffi::PyObject_Str(x))?;
    Ok(ffi::PyUnicode_GET_LENGTH(s.as_ptr()) as usize)
}

/// Warns when a cast drops imaginary parts.
pub fn warn_if_discarding(py: Python<'_>, from: &DType, to: &DType) -> PyResult<()> {
    if let (Some(f), Some(t)) = (from.as_record(), to.as_record()) {
        for (f, t) in f.fields().iter().zip(t.fields()) {
            warn_if_discarding(py, &f.dtype, &t.dtype)?;
        }
    }
    if from.is_complex() && (to.is_integer() || to.is_float()) {
        let warning = class(py, "ComplexWarning")?;
        PyErr::warn(py, warning.as_any(), c"Casting complex values to real discards the imaginary part", 1)?;
    }
    Ok(())
}

/// NumPy's refusal of a cast.
pub fn cannot_cast(a: &Array, to: &DType, rule: Casting) -> PyErr {
    PyTypeError::new_err(format!(
        "Cannot cast {} from {} to {} according to the rule '{}'",
        if a.ndim() == 0 { "scalar" } else { "array data" },
        a.dtype().repr(),
        to.repr(),
        rule.name()
    ))
}

crate::signature!(ASTYPE: "astype", 1, 5, 0; "dtype", "order", "casting", "subok", "copy");

unsafe fn astype(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [dtype, order, casting, subok, copy] = ASTYPE.parse(call)?;
    let a = array_of(o);
    let d = adapted(py, a, crate::dtype::from_object(py, dtype)?)?;
    let order = if order.is_null() { Order::K } else { crate::ufunc::call::order(order)? };
    let rule =
        if casting.is_null() { Casting::Unsafe } else { crate::ufunc::call::conversion_casting(casting)? };
    let subok = truth(py, subok, true)?;
    if copy_if_needed(py, copy)? && (subok || is_exact(o)) && a.dtype() == &d {
        let fits = match order {
            Order::K => true,
            Order::A => a.is_c_contiguous() || a.is_f_contiguous(),
            Order::C => a.is_c_contiguous(),
            Order::F => a.is_f_contiguous(),
        };
        if fits {
            return Ok(new_ref(o));
        }
    }
    astype_impl(py, o, d, order, rule, subok)
}

/// An error unless the cast can be taken back: the values are compared after a cast to the first type again.
unsafe fn same_values(py: Python<'_>, a: &Array, out: &Array) -> PyResult<()> {
    let (back, _) = numen_exec::astype(out, a.dtype(), Order::K).py(py)?;
    let wrap = |x: Array| -> PyResult<Bound<'_, PyAny>> {
        crate::boundary::call::owned(py, crate::ndarray::object::NdArray::wrap(py, x)?.cast())
    };
    let (x, y) = (wrap(numen_exec::copy(a, Order::K).py(py)?)?, wrap(back)?);
    // A NaN is the same value as another.
    let (eq, ne) = (pyo3::basic::CompareOp::Eq, pyo3::basic::CompareOp::Ne);
    let same = if a.dtype().is_integer() && out.dtype().is_integer() {
        // 255 as int8 comes back as 255, but is -1.
        x.rich_compare(wrap(numen_exec::copy(out, Order::K).py(py)?)?, eq)?
    } else {
        let nan = x.rich_compare(&x, ne)?.bitand(y.rich_compare(&y, ne)?)?;
        x.rich_compare(&y, eq)?.bitor(nan)?
    };
    if same.call_method0("all")?.is_truthy()? {
        return Ok(());
    }
    let c_name = |d: &DType| {
        let names = [
            "bool",
            "byte",
            "ubyte",
            "short",
            "ushort",
            "int",
            "uint",
            "long",
            "ulong",
            "longlong",
            "ulonglong",
            "float",
            "double",
            "longdouble",
            "cfloat",
            "cdouble",
            "clongdouble",
        ];
        names.get(d.num() as usize).copied().unwrap_or("half")
    };
    let imaginary = if a.dtype().is_complex() && !out.dtype().is_complex() { ": imag is not 0" } else { "" };
    Err(PyValueError::new_err(format!(
        "could not cast 'same_value' {} to {}{imaginary}",
        c_name(a.dtype()),
        c_name(out.dtype())
    )))
}

unsafe fn copy_if_needed(py: Python<'_>, copy: *mut PyObject) -> PyResult<bool> {
    Ok(!copy.is_null() && !truth(py, copy, true)?)
}

/// A new array of another type.
pub unsafe fn astype_impl(
    py: Python<'_>,
    o: *mut PyObject,
    d: DType,
    order: Order,
    rule: Casting,
    subok: bool,
) -> PyResult<*mut PyObject> {
    let a = array_of(o);
    let checked = rule != Casting::Unsafe || a.dtype().num() == Num::Void;
    if checked && !can_cast(a.dtype(), &d, rule) {
        return Err(cannot_cast(a, &d, rule));
    }
    let same_value = rule == Casting::SameValue;
    if same_value {
        let numbers = a.dtype().is_number() && d.is_number();
        if !numbers && !can_cast(a.dtype(), &d, Casting::Equiv) {
            return Err(cannot_cast(a, &d, rule));
        }
    } else {
        warn_if_discarding(py, a.dtype(), &d)?;
        let same = a.dtype() == &d && a.dtype().parts() == d.parts();
        let quick = if same { small_copy(py, o, order) } else { small_astype(py, o, &d, order) };
        if let Some(r) = quick? {
            return Ok(r);
        }
    }
    let (out, status) = numen_exec::astype(a, &d, order).py(py)?;
    if same_value && d.is_number() && !d.is_bool() {
        same_values(py, a, &out)?;
    }
    convert::report(py, status)?;
    // Items that are arrays themselves add their axes.
    let out = field_view(out);
    if subok {
        new_like(py, o, out)
    } else {
        Ok(crate::ndarray::object::NdArray::wrap(py, out)?.cast())
    }
}

/// The bytes of an array read as another type; the last axis changes its length where the sizes differ.
pub fn reinterpreted(a: &Array, d: &DType) -> PyResult<Array> {
    let old = a.dtype();
    if (old.has_object() || d.has_object()) && old != d {
        return Err(PyTypeError::new_err("Cannot change data-type for array of references."));
    }
    let d = if d.num() == Num::Void && d.itemsize() == 0 && d.as_record().is_none() {
        DType::flexible(Num::Void, old.itemsize())
    } else {
        d.clone()
    };
    let mut shape: numen_shape::Shape = a.shape().into();
    let mut strides: numen_shape::Strides = a.strides().into();
    let (from, to) = (old.itemsize(), d.itemsize());
    if from != to {
        let Some(last) = shape.len().checked_sub(1) else {
            return Err(PyValueError::new_err(
                "Changing the dtype of a 0d array is only supported if the itemsize is unchanged",
            ));
        };
        if shape[last] != 1 && a.size() != 0 && strides[last] != from as isize {
            return Err(PyValueError::new_err(
                "To change to a dtype of a different size, the last axis must be contiguous",
            ));
        }
        if to < from {
            if to == 0 || from % to != 0 {
                return Err(PyValueError::new_err(
                    "When changing to a smaller dtype, its size must be a divisor of the size of original dtype",
                ));
            }
            shape[last] *= from / to;
        } else {
            let bytes = shape[last] * from;
            if bytes % to != 0 {
                return Err(PyValueError::new_err(
                    "When changing to a larger dtype, its size must be a divisor of the total size in bytes of \
                     the last axis of the array.",
                ));
            }
            shape[last] = bytes / to;
        }
        strides[last] = to as isize;
    }
    let before = shape.len();
    let (d, shape) = expanded(d, shape);
    if shape.len() > before {
        strides.extend_from_slice(&numen_shape::c_strides(&shape[before..], d.itemsize()));
    }
    // SAFETY: the same bytes, axis by axis, read as items of another size.
    Ok(unsafe { a.view_parts(0, d, shape, strides) })
}

crate::signature!(VIEW: "view", 0, 2, 0; "dtype", "type");

unsafe fn view(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [mut dtype, mut ty] = VIEW.parse(call)?;
    let is_class = |p: *mut PyObject| {
        !p.is_null() && ffi::PyType_Check(p) != 0 && ffi::PyType_IsSubtype(p.cast(), type_object()) != 0
    };
    if is_class(dtype) {
        if !ty.is_null() {
            return Err(PyValueError::new_err("Cannot specify output type twice."));
        }
        ty = dtype;
        dtype = std::ptr::null_mut();
    }
    if !ty.is_null() && !is_class(ty) {
        return Err(PyValueError::new_err("Type must be a sub-type of ndarray type"));
    }
    let a = array_of(o);
    let cls: *mut PyTypeObject = if ty.is_null() { ffi::Py_TYPE(o) } else { ty.cast() };
    if dtype.is_null() {
        return view_as_type(py, o, cls, a.view(), o);
    }
    let d = crate::dtype::from_object(py, dtype)?;
    if cls != type_object() {
        // A subclass may have its own idea of setting `dtype`.
        let p = Bound::from_owned_ptr(py, view_as_type(py, o, cls, a.view(), o)?);
        p.setattr("dtype", borrowed(py, dtype))?;
        return Ok(p.into_ptr());
    }
    view_as_type(py, o, cls, reinterpreted(a, &d)?, o)
}

/// Reverses the bytes of an item, part by part.
unsafe fn swap_item(d: &DType, p: *mut u8) {
    let n = d.itemsize();
    if let Some(r) = d.as_record() {
        return r.fields().iter().for_each(|f| swap_item(&f.dtype, p.add(f.offset)));
    }
    if let Some((base, shape)) = d.as_subarray() {
        return (0..shape.iter().product()).for_each(|i| swap_item(base, p.add(i * base.itemsize())));
    }
    let part = match d.kind() {
        Kind::Object | Kind::Bytes | Kind::Void | Kind::Bool => return,
        Kind::Str => 4,
        Kind::Complex => n / 2,
        _ => n,
    };
    if part > 1 {
        std::slice::from_raw_parts_mut(p, n).chunks_exact_mut(part).for_each(|c| c.reverse());
    }
}

/// A copy of numbers with their bytes reversed: what they are in the other byte order, cast to this one.
fn swapped(py: Python<'_>, a: &Array) -> PyResult<Option<Array>> {
    let d = a.dtype();
    if !d.is_number() || a.itemsize() < 2 {
        return Ok(None);
    }
    let other = a.reinterpret(d.with_swapped(!d.is_swapped()));
    Ok(Some(numen_exec::astype(&other, d, Order::A).py(py)?.0))
}

crate::signature!(BYTESWAP: "byteswap", 0, 1, 0; "inplace");

unsafe fn byteswap(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [inplace] = BYTESWAP.parse(call)?;
    let a = array_of(o);
    if truth(py, inplace, false)? {
        if !a.is_writeable() {
            return Err(PyValueError::new_err("array to be byte-swapped is read-only"));
        }
        match swapped(py, a)? {
            Some(turned) => numen_exec::copy_into(a, &turned).py(py)?,
            None => Elements::of(a).for_each(|p| swap_item(a.dtype(), p)),
        }
        return Ok(new_ref(o));
    }
    if let Some(out) = swapped(py, a)? {
        return new_like(py, o, out);
    }
    // NumPy's copy is in C order here, unless the array is in Fortran's.
    let out = numen_exec::copy(a, Order::A).py(py)?;
    Elements::of(&out).for_each(|p| swap_item(out.dtype(), p));
    new_like(py, o, out)
}

unsafe extern "C" fn fill(o: *mut PyObject, value: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let a = array_of(o);
        if !a.is_writeable() {
            return Err(PyValueError::new_err("assignment destination is read-only"));
        }
        let mut room = [0u64; 2];
        let cell = if a.dtype().is_number() {
            let p = room.as_mut_ptr().cast();
            Array::from_parts(p, a.dtype().clone(), Shape::new(), Strides::new(), None, true)
        } else {
            Array::zeros(a.dtype().clone(), &[], Order::C).py(py)?
        };
        crate::scalar::to_memory(py, a.dtype(), cell.write(), value)?;
        let s = numen_exec::fill_with(a, &cell).py(py)?;
        convert::report(py, s)?;
        Ok(none())
    })
}

/// The part of each item that starts at an offset, as a type.
unsafe fn part(py: Python<'_>, a: &Array, dtype: *mut PyObject, offset: *mut PyObject) -> PyResult<Array> {
    let d = crate::dtype::from_object(py, dtype)?;
    let offset = if offset.is_null() { 0 } else { convert::axis(py, offset)? };
    if (a.dtype().has_object() || d.has_object()) && a.dtype() != &d {
        let inside = a
            .dtype()
            .as_record()
            .is_some_and(|r| r.fields().iter().any(|f| f.offset as i64 == offset && f.dtype == d));
        if !inside {
            return Err(PyTypeError::new_err("Cannot get/set field of an object array"));
        }
    }
    if offset < 0 {
        return Err(PyValueError::new_err("offset is negative"));
    }
    if offset as usize + d.itemsize() > a.itemsize() {
        return Err(PyValueError::new_err("new type plus offset is larger than original type"));
    }
    let whole = a.part(d, offset as usize);
    Ok(field_view(whole))
}

/// A view of a field: a sub-array type adds its axes.
pub fn field_view(whole: Array) -> Array {
    let Some((base, extra)) = whole.dtype().as_subarray() else { return whole };
    let (base, extra) = (base.clone(), extra.to_vec());
    let mut shape: numen_shape::Shape = whole.shape().into();
    let mut strides: numen_shape::Strides = whole.strides().into();
    shape.extend_from_slice(&extra);
    strides.extend_from_slice(&numen_shape::c_strides(&extra, base.itemsize()));
    // SAFETY: the sub-array's items lie within the field.
    unsafe { whole.view_parts(0, base, shape, strides) }
}

crate::signature!(GETFIELD: "getfield", 1, 2, 0; "dtype", "offset");

unsafe fn getfield(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [dtype, offset] = GETFIELD.parse(call)?;
    view_like(py, o, part(py, array_of(o), dtype, offset)?)
}

crate::signature!(SETFIELD: "setfield", 2, 3, 0; "val", "dtype", "offset");

unsafe fn setfield(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [value, dtype, offset] = SETFIELD.parse(call)?;
    if !array_of(o).is_writeable() {
        return Err(PyValueError::new_err("assignment destination is read-only"));
    }
    let p = part(py, array_of(o), dtype, offset)?;
    convert::assign_object(py, &p, value)?;
    Ok(none())
}

crate::signature!(CONJ: "conjugate", 0, 1, 1; "out");

unsafe fn conj(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    conjugate(py, o, call)
}

unsafe fn conjugate(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [out] = CONJ.parse(call)?;
    crate::ufunc::call::method_output(out)?;
    let d = array_of(o).dtype();
    let u = crate::ufunc::object::builtin("conjugate");
    if d.is_complex() || d.num() == Num::Object {
        return if out.is_null() {
            crate::ufunc::call::unary(py, u, o)
        } else {
            crate::ufunc::call::unary_into(py, u, o, out)
        };
    }
    if !d.is_number() {
        return Err(PyTypeError::new_err("cannot conjugate non-numeric dtype"));
    }
    if is_none(out) {
        return Ok(new_ref(o));
    }
    checked(
        py,
        if ffi::PyObject_SetItem(out, ffi::Py_Ellipsis(), o) < 0 {
            std::ptr::null_mut()
        } else {
            new_ref(out)
        },
    )
}

/// The methods of this file.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    let mut add = |name, f, doc| out.push(method(name, f, doc));
    add("copy", crate::c_method!(copy), "copy($self, /, order='C')\n--\n\nA copy that owns its memory.");
    add("__copy__", copy_dunder, "Used by `copy.copy`.");
    add("astype", crate::c_method!(astype), "astype($self, /, dtype, order='K', casting='unsafe', subok=True, copy=True)\n--\n\nThe elements as another type.\n\nParameters\n----------\ndtype : dtype\norder : {'C', 'F', 'A', 'K'}\ncasting : {'no', 'equiv', 'safe', 'same_kind', 'unsafe', 'same_value'}\n    Which casts are allowed.\nsubok : bool\n    Whether a subclass is kept.\ncopy : bool\n    False returns the array itself where nothing changes.\n\nReturns\n-------\nndarray");
    add("view", crate::c_method!(view), "view($self, /, dtype=None, type=None)\n--\n\nThe same memory read as another type, or as another class.");
    add(
        "byteswap",
        crate::c_method!(byteswap),
        "byteswap($self, /, inplace=False)\n--\n\nThe items with their bytes reversed; the type stays.",
    );
    add(
        "getfield",
        crate::c_method!(getfield),
        "getfield($self, /, dtype, offset=0)\n--\n\nA part of each item as a view.",
    );
    add(
        "setfield",
        crate::c_method!(setfield),
        "setfield($self, /, val, dtype, offset=0)\n--\n\nAssigns to a part of each item.",
    );
    add(
        "conj",
        crate::c_method!(conj),
        "Complex conjugates; the array itself where its type is not complex.",
    );
    add(
        "conjugate",
        crate::c_method!(conjugate),
        "Complex conjugates; the array itself where its type is not complex.",
    );
    out.push(crate::boundary::types::method_o(
        "fill",
        fill,
        "fill($self, value, /)\n--\n\nSets every element to a scalar.",
    ));
    out.push(crate::boundary::types::method_o("__deepcopy__", deepcopy, "Used by `copy.deepcopy`."));
}
