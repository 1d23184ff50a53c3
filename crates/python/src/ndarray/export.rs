//! The array's memory for others: the buffer protocol, `__array_interface__`, DLPack.

use super::object::array_of;
use crate::boundary::args::{is_none, Call};
use crate::boundary::call::{checked, entry, entry_int, new_ref};
use crate::boundary::types::{getset, method, TypeSpec};
use crate::dtype::from_python::dtype_error;
use numen_array::Array;
use numen_dtype::{Kind, Num};
use pyo3::exceptions::{PyBufferError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ffi::{CStr, CString};
use std::os::raw::{c_int, c_void};

/// What a buffer points to besides the memory itself.
struct Export {
    format: Cow<'static, CStr>,
    shape: SmallVec<[isize; 4]>,
    strides: SmallVec<[isize; 4]>,
}

/// The format of an aligned number in native byte order.
fn number_format(a: &Array) -> Option<&'static CStr> {
    let d = a.dtype();
    if d.is_swapped() || !d.is_bare() || alignment(a) < d.alignment() {
        return None;
    }
    Some(match d.num() {
        Num::Bool => c"?",
        Num::Byte => c"b",
        Num::UByte => c"B",
        Num::Short => c"h",
        Num::UShort => c"H",
        Num::Int => c"i",
        Num::UInt => c"I",
        Num::Long => c"l",
        Num::ULong => c"L",
        Num::Half => c"e",
        Num::Float => c"f",
        Num::Double => c"d",
        Num::CFloat => c"Zf",
        Num::CDouble => c"Zd",
        _ => return None,
    })
}

/// What the buffer protocol says of an element.
fn format_of(a: &Array) -> PyResult<Cow<'static, CStr>> {
    if let Some(known) = number_format(a) {
        return Ok(Cow::Borrowed(known));
    }
    let text = numen_dtype::pep3118::to_format_at(a.dtype(), alignment(a)).map_err(dtype_error)?;
    CString::new(text).map(Cow::Owned).map_err(|_| PyValueError::new_err("a field name with NUL"))
}

unsafe extern "C" fn get_buffer(o: *mut PyObject, view: *mut ffi::Py_buffer, flags: c_int) -> c_int {
    (*view).obj = std::ptr::null_mut();
    entry_int(|_| {
        let a = array_of(o);
        let fail = |text: &str| Err(PyValueError::new_err(text.to_string()));
        let asks = |bits: c_int| flags & bits == bits;
        if asks(ffi::PyBUF_WRITABLE) && !a.is_writeable() {
            return fail("buffer source array is read-only");
        }
        if asks(ffi::PyBUF_ANY_CONTIGUOUS) && !a.is_c_contiguous() && !a.is_f_contiguous() {
            return fail("ndarray is not contiguous");
        }
        if asks(ffi::PyBUF_C_CONTIGUOUS) && !a.is_c_contiguous() {
            return fail("ndarray is not C-contiguous");
        }
        if asks(ffi::PyBUF_F_CONTIGUOUS) && !a.is_f_contiguous() {
            return fail("ndarray is not Fortran contiguous");
        }
        if !asks(ffi::PyBUF_STRIDES) && !a.is_c_contiguous() {
            // Without strides the consumer can only walk C order.
            return fail("ndarray is not C-contiguous");
        }
        let format = if asks(ffi::PyBUF_FORMAT) || a.dtype().has_object() {
            format_of(a)?
        } else {
            Cow::Borrowed(c"")
        };
        let export = Box::new(Export {
            format,
            shape: a.shape().iter().map(|&n| n as isize).collect(),
            strides: strides_shown(a, asks(ffi::PyBUF_F_CONTIGUOUS)),
        });
        if let Some(block) = a.block() {
            block.set_exported();
        }
        let v = &mut *view;
        v.buf = a.write().cast();
        v.len = a.nbytes() as isize;
        v.itemsize = a.itemsize() as isize;
        v.readonly = !(super::flags::freely_writeable(a) || asks(ffi::PyBUF_WRITABLE)) as c_int;
        // Without a shape the memory is a row of bytes, which has no dimensions to tell of.
        v.ndim = if asks(ffi::PyBUF_ND) { a.ndim() as c_int } else { 0 };
        let null = std::ptr::null_mut();
        let axes = a.ndim() > 0;
        v.format = if asks(ffi::PyBUF_FORMAT) { export.format.as_ptr().cast_mut() } else { null };
        v.shape =
            if axes && asks(ffi::PyBUF_ND) { export.shape.as_ptr().cast_mut() } else { std::ptr::null_mut() };
        v.strides = if axes && asks(ffi::PyBUF_STRIDES) {
            export.strides.as_ptr().cast_mut()
        } else {
            std::ptr::null_mut()
        };
        v.suboffsets = std::ptr::null_mut();
        v.internal = Box::into_raw(export).cast();
        v.obj = new_ref(o);
        (*o.cast::<super::object::NdArray>()).count_export(1);
        Ok(0)
    })
}

/// Contiguous memory is described by the strides of its order, also along axes where a stride is never used; an axis
/// without elements makes those before it 0.
fn strides_shown(a: &Array, wants_f: bool) -> SmallVec<[isize; 4]> {
    let mut step = a.itemsize() as isize;
    let mut next = |&n: &usize| {
        let this = step;
        step *= n as isize;
        this
    };
    if a.is_c_contiguous() && !(wants_f && a.is_f_contiguous()) {
        let mut strides: SmallVec<[isize; 4]> = a.shape().iter().rev().map(&mut next).collect();
        strides.reverse();
        return strides;
    }
    if a.is_f_contiguous() {
        return a.shape().iter().map(&mut next).collect();
    }
    a.strides().into()
}

/// The largest power of two that divides the address and the strides.
fn alignment(a: &Array) -> usize {
    let bits = a.strides().iter().fold(a.read() as usize, |b, &s| b | s as usize);
    if bits == 0 {
        64
    } else {
        1 << bits.trailing_zeros().min(6)
    }
}

unsafe extern "C" fn release_buffer(o: *mut PyObject, view: *mut ffi::Py_buffer) {
    if !(*view).internal.is_null() {
        drop(Box::from_raw((*view).internal.cast::<Export>()));
        (*view).internal = std::ptr::null_mut();
        (*o.cast::<super::object::NdArray>()).count_export(-1);
    }
}

unsafe extern "C" fn array_interface(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| {
        let a = array_of(o);
        let d = PyDict::new(py);
        d.set_item("data", (a.read() as usize, !super::flags::freely_writeable(a)))?;
        let strides = if a.is_c_contiguous() { None } else { Some(PyTuple::new(py, a.strides())?) };
        d.set_item("strides", strides)?;
        let dtype = Bound::from_owned_ptr(py, crate::dtype::new_object(py, a.dtype())?);
        let typestr = dtype.getattr("str")?;
        // Records whose fields overlap have no `descr`: they are so many bytes.
        let plain = || PyList::new(py, [("", &typestr)]).map(Bound::into_any);
        let whole = a.dtype().is_bare();
        let descr = if whole { plain()? } else { dtype.getattr("descr").or_else(|_| plain())? };
        d.set_item("descr", descr)?;
        d.set_item("typestr", &typestr)?;
        d.set_item("shape", PyTuple::new(py, a.shape())?)?;
        d.set_item("version", 3)?;
        if let Some(block) = a.block() {
            block.set_exported();
        }
        Ok(d.into_any().into_ptr())
    })
}

/// DLPack's tensor, version 0.8: what a capsule named `dltensor` points to.
#[repr(C)]
pub struct Tensor {
    pub data: *mut c_void,
    pub device_type: i32,
    pub device_id: i32,
    pub ndim: i32,
    pub code: u8,
    pub bits: u8,
    pub lanes: u16,
    pub shape: *mut i64,
    pub strides: *mut i64,
    pub byte_offset: u64,
}

#[repr(C)]
pub struct Managed {
    pub tensor: Tensor,
    pub context: *mut c_void,
    pub deleter: Option<unsafe extern "C" fn(*mut Managed)>,
}

/// The same with a version in front (capsules named `dltensor_versioned`).
#[repr(C)]
pub struct Versioned {
    pub major: u32,
    pub minor: u32,
    pub context: *mut c_void,
    pub deleter: Option<unsafe extern "C" fn(*mut Versioned)>,
    pub flags: u64,
    pub tensor: Tensor,
}

pub const CPU: i32 = 1;
pub const READ_ONLY: u64 = 1;
pub const IS_COPIED: u64 = 2;

/// The owner of a tensor's shape and strides, which holds the array object.
struct Context {
    owner: *mut PyObject,
    lens: Vec<i64>,
}

unsafe fn tensor(a: &Array, context: &mut Context) -> PyResult<Tensor> {
    let size = a.itemsize();
    let fail = |text: &str| Err(PyBufferError::new_err(text.to_string()));
    let code = match a.dtype().kind() {
        Kind::Bool => 6,
        Kind::Int => 0,
        Kind::UInt => 1,
        Kind::Float => 2,
        Kind::Complex => 5,
        _ => return fail("DLPack only supports signed/unsigned integers, float and complex dtypes."),
    };
    if !a.dtype().is_native() {
        return fail("DLPack only supports native byte order.");
    }
    if a.size() != 1 && a.strides().iter().any(|&s| s % size as isize != 0) {
        return fail("DLPack only supports strides which are a multiple of itemsize.");
    }
    context.lens.extend(a.shape().iter().map(|&n| n as i64));
    context.lens.extend(a.strides().iter().map(|&s| s as i64 / size as i64));
    let n = a.ndim();
    Ok(Tensor {
        data: a.write().cast(),
        device_type: CPU,
        device_id: 0,
        ndim: n as i32,
        code,
        bits: (size * 8) as u8,
        lanes: 1,
        shape: context.lens.as_mut_ptr(),
        strides: context.lens.as_mut_ptr().wrapping_add(n),
        byte_offset: 0,
    })
}

unsafe fn drop_context(context: *mut c_void) {
    let c = Box::from_raw(context.cast::<Context>());
    // The consumer may call from any thread, and when the interpreter is gone, with which the owner went.
    Python::try_attach(|_| {
        (*c.owner.cast::<super::object::NdArray>()).count_export(-1);
        ffi::Py_DECREF(c.owner)
    });
}

unsafe extern "C" fn delete(m: *mut Managed) {
    let m = Box::from_raw(m);
    drop_context(m.context);
}

unsafe extern "C" fn delete_versioned(m: *mut Versioned) {
    let m = Box::from_raw(m);
    drop_context(m.context);
}

unsafe extern "C" fn capsule_gone(capsule: *mut PyObject) {
    // A consumed capsule has another name.
    if ffi::PyCapsule_IsValid(capsule, c"dltensor".as_ptr()) != 0 {
        delete(ffi::PyCapsule_GetPointer(capsule, c"dltensor".as_ptr()).cast());
    } else if ffi::PyCapsule_IsValid(capsule, c"dltensor_versioned".as_ptr()) != 0 {
        delete_versioned(ffi::PyCapsule_GetPointer(capsule, c"dltensor_versioned".as_ptr()).cast());
    }
}

crate::signature!(DLPACK: "__dlpack__", 0, 0, 0; "stream", "max_version", "dl_device", "copy");

unsafe fn dlpack(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [stream, max_version, device, copy] = DLPACK.parse(call)?;
    if !is_none(stream) {
        return Err(pyo3::exceptions::PyRuntimeError::new_err("NumPy only supports stream=None."));
    }
    let versioned = if is_none(max_version) {
        false
    } else {
        let text = "max_version must be None or a tuple with two elements.";
        let v = Bound::from_borrowed_ptr(py, max_version);
        let pair = v.cast::<PyTuple>().ok().filter(|t| t.len() == 2);
        pair.ok_or_else(|| PyTypeError::new_err(text))?.get_item(0)?.extract::<i64>()? >= 1
    };
    if !is_none(device) {
        let d = Bound::from_borrowed_ptr(py, device);
        let Ok(d) = d.cast::<PyTuple>() else {
            return Err(PyTypeError::new_err("dl_device must be a tuple"));
        };
        if d.len() != 2 {
            let text = format!("function takes exactly 2 arguments ({} given)", d.len());
            return Err(PyTypeError::new_err(text));
        }
        if d.extract::<(i64, i64)>()? != (CPU as i64, 0) {
            return Err(PyBufferError::new_err("unsupported device requested"));
        }
    }
    if !copy.is_null() && ffi::PyUnicode_Check(copy) != 0 {
        let text = "strings are not allowed for 'copy' keyword. Use True/False/None instead.";
        return Err(PyValueError::new_err(text));
    }
    let wants_copy = !is_none(copy) && crate::boundary::args::truth(py, copy, false)?;
    let owner = if wants_copy {
        let c = crate::boundary::errors::ToPy::py(numen_exec::copy(array_of(o), numen_array::Order::K), py)?;
        super::object::NdArray::wrap(py, c)?.cast()
    } else {
        new_ref(o)
    };
    let owner = Bound::from_owned_ptr(py, owner);
    let a = array_of(owner.as_ptr());
    if !versioned && !a.is_writeable() {
        return Err(PyBufferError::new_err(
            "Cannot export readonly array since signalling readonly is unsupported by DLPack (supported by \
             newer DLPack version).",
        ));
    }
    if !versioned && a.size() > 0 && a.strides().iter().any(|&s| s < 0) {
        // Consumers of the first version take lengths from strides unchecked, and end the process.
        return Err(PyBufferError::new_err(
            "Cannot export an array with negative strides to a consumer of DLPack before version 1: make a copy",
        ));
    }
    let mut context = Box::new(Context { owner: owner.as_ptr(), lens: Vec::new() });
    let tensor = tensor(a, &mut context)?;
    if let Some(block) = a.block() {
        block.set_exported();
    }
    let flags = if a.is_writeable() { 0 } else { READ_ONLY } | if wants_copy { IS_COPIED } else { 0 };
    (*owner.as_ptr().cast::<super::object::NdArray>()).count_export(1);
    std::mem::forget(owner);
    let context = Box::into_raw(context).cast();
    let capsule = if versioned {
        let deleter = Some(delete_versioned as unsafe extern "C" fn(*mut Versioned));
        let m = Box::new(Versioned { major: 1, minor: 0, context, deleter, flags, tensor });
        ffi::PyCapsule_New(Box::into_raw(m).cast(), c"dltensor_versioned".as_ptr(), Some(capsule_gone))
    } else {
        let deleter = Some(delete as unsafe extern "C" fn(*mut Managed));
        let m = Box::new(Managed { tensor, context, deleter });
        ffi::PyCapsule_New(Box::into_raw(m).cast(), c"dltensor".as_ptr(), Some(capsule_gone))
    };
    checked(py, capsule)
}

crate::signature!(DEVICE: "__dlpack_device__", 0, 0, 0;);

unsafe fn dlpack_device(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [] = DEVICE.parse(call)?;
    Ok((CPU, 0).into_pyobject(py)?.into_any().into_ptr())
}

/// Adds slots, methods and attributes.
pub fn definitions(spec: &mut TypeSpec) {
    spec.slot(ffi::Py_bf_getbuffer, get_buffer as *const ());
    spec.slot(ffi::Py_bf_releasebuffer, release_buffer as *const ());
    spec.getset.push(getset(
        "__array_interface__",
        array_interface,
        None,
        "The array's memory described as a dict (version 3 of the protocol).",
    ));
    spec.methods.push(method(
        "__dlpack__",
        crate::c_method!(dlpack),
        "__dlpack__($self, /, *, stream=None, max_version=None, dl_device=None, copy=None)\n--\n\n\
         A capsule with the array's memory for `from_dlpack` of another library.\n",
    ));
    spec.methods.push(method(
        "__dlpack_device__",
        crate::c_function!(dlpack_device),
        "__dlpack_device__($self, /)\n--\n\nDevice type and number: (1, 0), the CPU.\n",
    ));
}
