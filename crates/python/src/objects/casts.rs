//! Casts that go through Python objects or text: to and from objects, strings, bytes, dates as text.

use super::nesting::Level;
use super::{get, put};
use crate::boundary::call::attached;
use numen_array::Array;
use numen_dtype::{DType, Kind};
use numen_exec::CastLoop;
use numen_kernels::{Ctx, Fp, Kernel, Status};
use pyo3::prelude::*;
use std::sync::Arc;

/// The two types of a cast, and where within an item the source stands.
struct Pair {
    from: DType,
    to: DType,
    offset: usize,
}

/// Bytes without fields or axes.
fn is_raw(d: &DType) -> bool {
    d.kind() == Kind::Void && d.ext().is_none()
}

/// The one field of a structured type, which stands for it where a plain value is wanted.
fn only_field(from: &DType, to: &DType) -> Option<(DType, usize)> {
    let [field] = from.as_record()?.fields() else { return None };
    let plain = to.kind() != Kind::Void && to.kind() != Kind::Object;
    plain.then(|| (field.dtype.clone(), field.offset))
}

/// The cast between two types of which one is no number.
pub fn find(from: &DType, to: &DType) -> Option<CastLoop> {
    let object = |d: &DType| d.kind() == Kind::Object;
    let text = |d: &DType| matches!(d.kind(), Kind::Str | Kind::Bytes);
    if from.kind() == Kind::Void && from == to && (from.has_object() || from.has_gaps()) {
        return Some(same_record(from));
    }
    let (mut inner, mut offset) = (from.clone(), 0);
    while let Some((field, at)) = only_field(&inner, to) {
        (inner, offset) = (field, offset + at);
    }
    let bytes_only = is_raw(to) && !from.has_object() && from.as_subarray().is_none();
    let run = if inner.kind() == Kind::Void && to.is_bool() {
        any_part
    } else if bytes_only && from.kind() != Kind::Object && !(text(from) && from.kind() == Kind::Str) {
        return Some(resize(from, to));
    } else if object(to) {
        to_object
    } else if object(from) {
        from_objects
    } else if text(from) && text(to) && from.kind() == to.kind() {
        return Some(resize(from, to));
    } else if text(from) || text(to) || from.kind() == Kind::Void || to.kind() == Kind::Void {
        through_objects
    } else {
        return None;
    };
    let pair = Arc::new(Pair { from: inner, to: to.clone(), offset });
    let data = Arc::as_ptr(&pair).cast::<()>();
    Some(CastLoop {
        kernel: Kernel::new(run, Fp::Never, 100.0),
        ctx: Ctx { data, ..Ctx::EMPTY },
        gil: true,
        keep: Some(pair),
    })
}

unsafe fn pair<'a>(c: &Ctx) -> &'a Pair {
    &*c.data.cast::<Pair>()
}

unsafe fn fail(py: Python<'_>, e: PyErr) -> Status {
    e.restore(py);
    Status::ERROR
}

/// Items as the plain Python objects that `item()` gives.
unsafe fn to_object(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let py = Python::assume_attached();
    let from = &pair(c).from;
    for i in 0..n as isize {
        match crate::convert::item_at(py, from, (*p).offset(i * *s)) {
            Ok(o) => put((*p.add(1)).offset(i * *s.add(1)), o),
            Err(e) => return fail(py, e),
        }
    }
    Status::OK
}

/// Errors that the conversion of an element drops go at once.
unsafe fn from_objects(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let Some(_level) = Level::enter(super::nesting::CALL) else { return Status::ERROR };
    attached(|_| from_object(c, p, s, n))
}

/// Objects stored as assignment stores them.
unsafe fn from_object(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let py = Python::assume_attached();
    let to = &pair(c).to;
    for i in 0..n as isize {
        let o = Bound::from_borrowed_ptr(py, get((*p).offset(i * *s)));
        let dst = (*p.add(1)).offset(i * *s.add(1));
        if let Err(e) = crate::scalar::to_memory(py, to, dst, o.as_ptr()) {
            return fail(py, e);
        }
    }
    Status::OK
}

/// Records and bytes are true where any field or byte is.
unsafe fn any_part(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let py = Python::assume_attached();
    let Pair { from, offset, .. } = pair(c);
    for i in 0..n as isize {
        match truth_of(py, from, (*p).offset(i * *s).add(*offset)) {
            Ok(t) => *(*p.add(1)).offset(i * *s.add(1)) = t as u8,
            Err(e) => return fail(py, e),
        }
    }
    Status::OK
}

/// Whether an item counts as true: any of its fields, bytes or characters, or the object itself.
pub unsafe fn truth_of(py: Python<'_>, d: &DType, p: *const u8) -> PyResult<bool> {
    if let Some(r) = d.as_record() {
        for f in r.fields() {
            if truth_of(py, &f.dtype, p.add(f.offset))? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some((base, shape)) = d.as_subarray() {
        for i in 0..shape.iter().product() {
            if truth_of(py, base, p.add(i * base.itemsize()))? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if d.kind() == Kind::Void {
        return Ok(std::slice::from_raw_parts(p, d.itemsize()).iter().any(|&b| b != 0));
    }
    let x = crate::scalar::from_memory(py, d, p, std::ptr::null_mut())?;
    Bound::from_owned_ptr(py, x).is_truthy()
}

/// What stands between two types: the scalar, but of bytes without fields Python's own bytes.
unsafe fn between<'py>(
    py: Python<'py>,
    from: &DType,
    to: &DType,
    src: *const u8,
) -> PyResult<Bound<'py, PyAny>> {
    if !is_raw(from) || to.kind() == Kind::Void {
        let x = crate::scalar::from_memory(py, from, src, std::ptr::null_mut())?;
        return Ok(Bound::from_owned_ptr(py, x));
    }
    if matches!(to.kind(), Kind::Str | Kind::Bytes) {
        return Err(pyo3::exceptions::PyValueError::new_err("setting an array element with a sequence"));
    }
    let bytes = std::slice::from_raw_parts(src, from.itemsize());
    Ok(pyo3::types::PyBytes::new(py, bytes).into_any())
}

/// Dates are written in ASCII: other text is refused before any is read, with what its encoding says.
unsafe fn only_ascii(py: Python<'_>, d: &DType, texts: impl Iterator<Item = *const u8>) -> PyResult<()> {
    let foreign = |c: u32| if d.is_swapped() { c.swap_bytes() } else { c } > 0x7f;
    for text in texts {
        let letters = text.cast::<u32>();
        if (0..d.itemsize() / 4).any(|k| foreign(letters.add(k).read_unaligned())) {
            let x = crate::scalar::from_memory(py, d, text, std::ptr::null_mut())?;
            crate::boundary::call::owned(py, x)?.call_method1("encode", ("ascii",))?;
        }
    }
    Ok(())
}

/// One item after the other, as a Python object in between.
unsafe fn through_objects(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let py = Python::assume_attached();
    let Pair { from, to, offset } = pair(c);
    if from.kind() == Kind::Str && to.kind() == Kind::Datetime {
        let texts = (0..n as isize).map(|i| (*p).offset(i * *s).add(*offset).cast_const());
        if let Err(e) = only_ascii(py, from, texts) {
            return fail(py, e);
        }
    }
    for i in 0..n as isize {
        let src = (*p).offset(i * *s).add(*offset);
        let dst = (*p.add(1)).offset(i * *s.add(1));
        let one = || -> PyResult<()> {
            let x = between(py, from, to, src)?;
            if to.is_bool() && matches!(from.kind(), Kind::Str | Kind::Bytes) {
                *dst = x.is_truthy()? as u8;
                return Ok(());
            }
            if from.kind() == Kind::Datetime && matches!(to.kind(), Kind::Str | Kind::Bytes) {
                // A date is never cut.
                let room = to.string_length();
                if x.str()?.len()? > room {
                    return Err(pyo3::exceptions::PyRuntimeError::new_err(format!(
                        "The string provided for NumPy ISO datetime formatting was too short, with length {room}"
                    )));
                }
            }
            super::store::store_any(py, to, dst, x.as_ptr())
        };
        if let Err(e) = one() {
            return fail(py, e);
        }
    }
    Status::OK
}

/// Text of one kind in another length: cut or filled with zeros.
fn resize(from: &DType, to: &DType) -> CastLoop {
    unsafe fn run(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (from, to) = (c.sizes[0], c.sizes[1]);
        let common = from.min(to);
        for i in 0..n as isize {
            let src = (*p).offset(i * *s);
            let dst = (*p.add(1)).offset(i * *s.add(1));
            std::ptr::copy(src, dst, common);
            dst.add(common).write_bytes(0, to - common);
        }
        Status::OK
    }
    CastLoop::sized(Kernel::new(run, Fp::Never, 3.0), from.itemsize(), to.itemsize())
}

/// Where items of a structured type hold references, and the bytes that belong to them.
struct References {
    runs: Vec<(usize, usize)>,
    offsets: Vec<usize>,
}

/// Puts the number 0 wherever an array's items hold references.
pub unsafe fn zero_references(py: Python<'_>, a: &Array) -> PyResult<()> {
    let zero = crate::boundary::call::owned(py, pyo3::ffi::PyLong_FromLong(0))?;
    set_references(a, zero.as_ptr());
    Ok(())
}

/// Puts None there, as new arrays hold it that are not filled otherwise.
pub unsafe fn empty_references(a: &Array) {
    set_references(a, pyo3::ffi::Py_None())
}

unsafe fn set_references(a: &Array, value: *mut pyo3::ffi::PyObject) {
    let offsets = numen_array::reference_offsets(a.dtype());
    for p in crate::ndarray::elements::Elements::of(a) {
        for &at in &offsets {
            put(p.add(at), crate::boundary::call::new_ref(value));
        }
    }
}

/// Items of one structured type with references or gaps: bytes of fields copied, references counted.
fn same_record(d: &DType) -> CastLoop {
    unsafe fn run(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let r = &*c.data.cast::<References>();
        for i in 0..n as isize {
            let src = (*p).offset(i * *s);
            let dst = (*p.add(1)).offset(i * *s.add(1));
            if src == dst {
                continue;
            }
            let load = |q: *mut u8, at: usize| q.add(at).cast::<*mut pyo3::ffi::PyObject>().read_unaligned();
            let old: Vec<_> = r.offsets.iter().map(|&at| load(dst, at)).collect();
            r.offsets.iter().for_each(|&at| pyo3::ffi::Py_XINCREF(load(src, at)));
            for &(start, end) in &r.runs {
                std::ptr::copy(src.add(start), dst.add(start), end - start);
            }
            old.into_iter().for_each(|o| pyo3::ffi::Py_XDECREF(o));
        }
        Status::OK
    }
    let keep = Arc::new(References { runs: d.runs(), offsets: numen_array::reference_offsets(d) });
    let ctx = Ctx { data: Arc::as_ptr(&keep).cast(), ..Ctx::EMPTY };
    CastLoop { kernel: Kernel::new(run, Fp::Never, 10.0), ctx, gil: true, keep: Some(keep) }
}
