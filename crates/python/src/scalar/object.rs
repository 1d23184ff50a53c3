//! Layout and life of scalar objects.

use crate::boundary::call::{checked, entry, new_ref, owned};
use crate::boundary::types::TypeSpec;
use numen_dtype::{DType, Num};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use std::mem::ManuallyDrop;
use std::ptr;

/// A number: its bytes begin where Python's float and complex objects have theirs, so that one accessor
/// serves all.
#[repr(C)]
pub struct Number {
    ob: PyObject,
    value: [u64; 2],
}

const _: () =
    assert!(std::mem::offset_of!(Number, value) == std::mem::offset_of!(ffi::PyFloatObject, ob_fval));

/// A date or duration.
#[repr(C)]
pub struct Time {
    ob: PyObject,
    pub value: i64,
    pub dtype: ManuallyDrop<DType>,
}

const _: () = assert!(std::mem::offset_of!(Time, value) == std::mem::offset_of!(Number, value));

/// Bytes or fields: a 0-d array over the item.
#[repr(C)]
pub struct Void {
    ob: PyObject,
    /// An array object of no axes that shows the item.
    pub item: *mut PyObject,
}

static mut TYPES: [*mut PyTypeObject; Num::COUNT] = [ptr::null_mut(); Num::COUNT];
static mut TRUE: *mut PyObject = ptr::null_mut();
static mut FALSE: *mut PyObject = ptr::null_mut();

/// Free objects of the number classes, those of float64 and those of the others, which are larger.
const FREE: usize = 64;
static mut FREE_LISTS: [FreeList; 2] = [const { FreeList { objects: [ptr::null_mut(); FREE], len: 0 } }; 2];

struct FreeList {
    objects: [*mut PyObject; FREE],
    len: usize,
}

impl FreeList {
    /// The list for objects of a number class.
    #[inline(always)]
    unsafe fn of<'a>(num: Num) -> &'a mut FreeList {
        let lists = &raw mut FREE_LISTS;
        &mut (*lists)[(num != Num::Double) as usize]
    }
}

/// The number classes by address, open addressing: which type number a class has.
const SLOTS: usize = 128;
static mut BY_ADDRESS: [(*mut PyTypeObject, Num); SLOTS] = [(ptr::null_mut(), Num::Bool); SLOTS];

#[inline(always)]
fn slot_of(ty: *mut PyTypeObject) -> usize {
    // Heap types lie some hundreds of bytes apart.
    (ty as usize >> 5 ^ ty as usize >> 12) % SLOTS
}

pub(super) fn set_type(num: Num, ty: *mut PyTypeObject) {
    // SAFETY: at import, with the lock held; there are fewer types than slots.
    unsafe {
        TYPES[num as usize] = ty;
        let mut i = slot_of(ty);
        while !BY_ADDRESS[i].0.is_null() {
            i = (i + 1) % SLOTS;
        }
        BY_ADDRESS[i] = (ty, num);
    }
}

/// The type number of a class of ours itself.
#[inline(always)]
unsafe fn num_of_class(ty: *mut PyTypeObject) -> Option<Num> {
    let mut i = slot_of(ty);
    loop {
        let (at, num) = BY_ADDRESS[i];
        if at == ty {
            return Some(num);
        }
        if at.is_null() {
            return None;
        }
        i = (i + 1) % SLOTS;
    }
}

/// The type number of an object of a number class of ours itself, no subclass.
#[inline(always)]
pub unsafe fn exact_num(o: *mut PyObject) -> Option<Num> {
    num_of_class(ffi::Py_TYPE(o))
}

/// The class of a type number.
#[inline(always)]
pub fn class(num: Num) -> *mut PyTypeObject {
    // SAFETY: written at import only.
    unsafe { TYPES[num as usize] }
}

/// The class of a dtype's scalars.
pub fn type_of(d: &DType) -> *mut PyTypeObject {
    class(d.num())
}

/// The type number of a concrete class of ours (subclasses included).
pub unsafe fn num_of_type(ty: *mut PyTypeObject) -> Option<Num> {
    if let Some(n) = num_of_class(ty) {
        return Some(n);
    }
    if (*ty).tp_flags & ffi::Py_TPFLAGS_IMMUTABLETYPE != 0 {
        return None;
    }
    Num::ALL.into_iter().find(|&n| n != Num::Object && ffi::PyType_IsSubtype(ty, TYPES[n as usize]) != 0)
}

/// What is said where an abstract class is taken for a dtype.
pub unsafe fn refused_abstract(p: *mut PyObject) -> Option<&'static str> {
    let name = std::ffi::CStr::from_ptr((*p.cast::<PyTypeObject>()).tp_name).to_bytes();
    let short = name.rsplit(|&c| c == b'.').next().unwrap_or(name);
    let text = match short {
        b"generic" | b"flexible" => "Converting `np.generic` to a dtype is not allowed.",
        b"number" | b"inexact" | b"floating" => {
            "Converting `np.inexact` or `np.floating` to a dtype not allowed"
        }
        b"complexfloating" => "Converting `np.complex` to a dtype is not allowed.",
        b"integer" | b"signedinteger" => {
            "Converting 'np.integer' or 'np.signedinteger' to a dtype is not allowed"
        }
        b"unsignedinteger" => "Converting `np.unsignedinteger` to a dtype is not allowed",
        b"character" => "Converting `np.character` to a dtype is not allowed",
        _ => return None,
    };
    let generic = (*TYPES[0]).tp_base;
    (ffi::PyType_IsSubtype(p.cast(), generic) != 0).then_some(text)
}

/// The type number of an object that is a scalar of ours.
#[inline]
pub unsafe fn num_of(o: *mut PyObject) -> Option<Num> {
    num_of_type(ffi::Py_TYPE(o))
}

/// The bytes of a number, date or duration.
#[inline(always)]
pub unsafe fn value_of(o: *mut PyObject) -> *mut u8 {
    (&raw mut (*o.cast::<Number>()).value).cast()
}

/// A new object of a number class with unset bytes.
#[inline]
pub unsafe fn alloc(py: Python<'_>, num: Num) -> PyResult<*mut PyObject> {
    let ty = TYPES[num as usize];
    let free = FreeList::of(num);
    if free.len > 0 && is_listed(num) {
        free.len -= 1;
        let p = free.objects[free.len];
        crate::boundary::call::revive(p);
        (*p).ob_type = ty;
        ffi::Py_INCREF(ty.cast());
        return Ok(p);
    }
    let alloc = (*ty).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
    checked(py, alloc(ty, 0))
}

/// Objects of this class have nothing but a number, and are as large as the others of their list.
#[inline(always)]
pub(super) fn is_listed(num: Num) -> bool {
    (num as u8) < Num::Object as u8 || num == Num::Half
}

/// A float64 scalar.
#[inline(always)]
pub unsafe fn float64(py: Python<'_>, x: f64) -> PyResult<*mut PyObject> {
    let p = alloc(py, Num::Double)?;
    *value_of(p).cast::<f64>() = x;
    Ok(p)
}

/// True_ or False_.
#[inline(always)]
pub unsafe fn bool_(b: bool) -> *mut PyObject {
    new_ref(if b { TRUE } else { FALSE })
}

/// Makes the two truth values.
pub(super) fn make_bools(py: Python<'_>, m: &Bound<'_, PyModule>) -> PyResult<()> {
    // SAFETY: at import, with the lock held.
    unsafe {
        for b in [false, true] {
            let p = alloc(py, Num::Bool)?;
            *value_of(p) = b as u8;
            *(if b { &raw mut TRUE } else { &raw mut FALSE }) = p;
            m.add(if b { "True_" } else { "False_" }, Bound::from_borrowed_ptr(py, p))?;
        }
    }
    Ok(())
}

unsafe extern "C" fn dealloc_number(o: *mut PyObject) {
    let ty = ffi::Py_TYPE(o);
    if let Some(num) = num_of_class(ty) {
        let free = FreeList::of(num);
        if free.len < FREE && is_listed(num) {
            free.objects[free.len] = o;
            free.len += 1;
            ffi::Py_DECREF(ty.cast());
            return;
        }
    }
    free(o, ty);
}

unsafe fn free(o: *mut PyObject, ty: *mut PyTypeObject) {
    ((*ty).tp_free.unwrap_or(ffi::PyObject_Free))(o.cast());
    ffi::Py_DECREF(ty.cast());
}

unsafe extern "C" fn dealloc_time(o: *mut PyObject) {
    ManuallyDrop::drop(&mut (*o.cast::<Time>()).dtype);
    free(o, ffi::Py_TYPE(o));
}

unsafe extern "C" fn dealloc_void(o: *mut PyObject) {
    ffi::Py_XDECREF((*o.cast::<Void>()).item);
    free(o, ffi::Py_TYPE(o));
}

/// Calls of a number class with one plain argument come here from the interpreter directly.
unsafe extern "C" fn vectorcall(
    ty: *mut PyObject,
    args: *const *mut PyObject,
    nargs: usize,
    kw: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let n = ffi::PyVectorcall_NARGS(nargs);
        if n == 1 && kw.is_null() {
            if let Some(r) = from_plain(py, ty.cast(), *args)? {
                return Ok(r);
            }
        }
        let given = owned(py, ffi::PyTuple_New(n))?;
        for i in 0..n {
            ffi::PyTuple_SET_ITEM(given.as_ptr(), i, new_ref(*args.offset(i)));
        }
        if kw.is_null() {
            return super::generic::construct(py, ty.cast(), given.as_ptr(), ptr::null_mut());
        }
        let named = owned(py, ffi::PyDict_New())?;
        for k in 0..ffi::PyTuple_GET_SIZE(kw) {
            ffi::PyDict_SetItem(named.as_ptr(), ffi::PyTuple_GET_ITEM(kw, k), *args.offset(n + k));
        }
        super::generic::construct(py, ty.cast(), given.as_ptr(), named.as_ptr())
    })
}

/// A float or small int as float64, float32 or int64, where no bit can be lost with a warning.
#[inline(always)]
unsafe fn from_plain(
    py: Python<'_>,
    ty: *mut PyTypeObject,
    x: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let from = ffi::Py_TYPE(x);
    let double = ty == TYPES[Num::Double as usize];
    if from == &raw mut ffi::PyFloat_Type || from == TYPES[Num::Double as usize] {
        let v = ffi::PyFloat_AS_DOUBLE(x);
        if double {
            return float64(py, v).map(Some);
        }
        if ty == TYPES[Num::Float as usize]
            && (v == 0.0 || (f32::MIN_POSITIVE as f64..1e38).contains(&v.abs()))
        {
            let o = alloc(py, Num::Float)?;
            *value_of(o).cast::<f32>() = v as f32;
            return Ok(Some(o));
        }
    } else if from == &raw mut ffi::PyLong_Type {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(x, &mut overflow);
        if overflow == 0 && double && i.unsigned_abs() < 1 << 53 {
            return float64(py, i as f64).map(Some);
        }
        if overflow == 0 && ty == TYPES[Num::Long as usize] {
            let o = alloc(py, Num::Long)?;
            *value_of(o).cast::<i64>() = i;
            return Ok(Some(o));
        }
    }
    Ok(None)
}

/// Lets the interpreter call a number class without a tuple of arguments.
pub(super) unsafe fn set_vectorcall(num: Num) {
    if num.descriptor().size > 0 && DType::of(num).is_number() {
        (*TYPES[num as usize]).tp_vectorcall = Some(vectorcall);
    }
}

/// `float64(x)` and the like: the item of `array(x, dtype)`.
unsafe extern "C" fn new(ty: *mut PyTypeObject, args: *mut PyObject, kw: *mut PyObject) -> *mut PyObject {
    entry(|py| super::generic::construct(py, ty, args, kw))
}

unsafe extern "C" fn new_abstract(
    ty: *mut PyTypeObject,
    _: *mut PyObject,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|_| {
        let name = std::ffi::CStr::from_ptr((*ty).tp_name).to_string_lossy();
        Err(PyTypeError::new_err(format!("cannot create '{name}' instances")))
    })
}

/// Slots of the abstract classes.
pub(super) fn abstract_slots(spec: &mut TypeSpec, name: &str) {
    spec.slot(ffi::Py_tp_new, new_abstract as *const ());
    if name == "generic" {
        super::generic::definitions(spec);
        super::generic::subscript_slot(spec);
        super::number::generic_slots(spec);
        super::buffer::slots(spec);
    }
    super::integers::definitions(spec, name);
}

/// Slots of life.
pub(super) fn slots(spec: &mut TypeSpec, num: Num) {
    match num {
        Num::Str | Num::Bytes => {}
        Num::Void => spec.slot(ffi::Py_tp_dealloc, dealloc_void as *const ()),
        Num::Datetime | Num::Timedelta => spec.slot(ffi::Py_tp_dealloc, dealloc_time as *const ()),
        _ => spec.slot(ffi::Py_tp_dealloc, dealloc_number as *const ()),
    }
    spec.slot(ffi::Py_tp_new, new as *const ());
}

/// The dtype of a scalar of ours.
pub unsafe fn dtype_of_scalar(o: *mut PyObject) -> Option<DType> {
    let num = num_of(o)?;
    Some(match num {
        Num::Str => DType::str(ffi::PyUnicode_GET_LENGTH(o) as usize),
        Num::Bytes => DType::bytes(ffi::PyBytes_Size(o) as usize),
        Num::Void => {
            let item = (*o.cast::<Void>()).item;
            crate::ndarray::object::array_of(item).dtype().clone()
        }
        Num::Datetime | Num::Timedelta => (*(*o.cast::<Time>()).dtype).clone(),
        n => DType::of(n),
    })
}

/// Whether an object is a scalar of ours.
#[inline]
pub unsafe fn is_scalar(o: *mut PyObject) -> bool {
    num_of(o).is_some()
}
