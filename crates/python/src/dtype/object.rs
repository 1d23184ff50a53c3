//! Layout and life of dtype objects; the built-in native types are singletons.

use crate::boundary::call::{entry, entry_size, new_ref};
use crate::boundary::types::{type_module, TypeSpec};
use numen_dtype::{DType, Num};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::os::raw::c_int;
use std::ptr;
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};

/// A dtype object.
#[repr(C)]
pub struct PyDType {
    ob: PyObject,
    pub dtype: ManuallyDrop<DType>,
    weak: *mut PyObject,
}

static mut TYPE: *mut PyTypeObject = ptr::null_mut();
static mut SINGLETONS: [*mut PyObject; Num::COUNT] = [ptr::null_mut(); Num::COUNT];

/// A dtype of ours.
#[inline(always)]
pub unsafe fn is_dtype(p: *mut PyObject) -> bool {
    ffi::Py_TYPE(p) == TYPE || ffi::PyType_IsSubtype(ffi::Py_TYPE(p), TYPE) != 0
}

/// The living objects of types with parameters, by the identity of the type: an array's `dtype` is the object that it
/// was made with.
static mut LIVING: BTreeMap<usize, *mut PyObject> = BTreeMap::new();

/// The map of living objects; the lock is held, and what is borrowed is let go before another call.
unsafe fn living<'a>() -> &'a mut BTreeMap<usize, *mut PyObject> {
    let map = &raw mut LIVING;
    &mut *map
}

/// The object goes, or will stand for another type.
unsafe fn forget(p: *mut PyObject) {
    if let Some(id) = dtype_of(p).identity() {
        if living().get(&id) == Some(&p) {
            living().remove(&id);
        }
    }
}

/// Replaces what a new object stands for (pickles).
pub unsafe fn replace(p: *mut PyObject, dtype: DType) {
    forget(p);
    let slot = &mut (*p.cast::<PyDType>()).dtype;
    let id = dtype.identity();
    drop(ManuallyDrop::into_inner(std::mem::replace(slot, ManuallyDrop::new(dtype))));
    if let Some(id) = id {
        living().entry(id).or_insert(p);
    }
}

/// `numpy.dtype`, the base of the classes of all types.
pub fn base_type() -> *mut PyTypeObject {
    // SAFETY: written once at import, with the lock held.
    unsafe { TYPE }
}

/// The type of an object known to be a dtype.
#[inline(always)]
pub unsafe fn dtype_of<'a>(p: *mut PyObject) -> &'a DType {
    &(*p.cast::<PyDType>()).dtype
}

/// The object of a built-in type, borrowed, once it is made.
#[inline(always)]
pub unsafe fn singleton(dtype: &DType) -> Option<*mut PyObject> {
    let p = SINGLETONS[dtype.num() as usize];
    (dtype.is_plain() && !p.is_null()).then_some(p)
}

/// A new reference to the object of a type.
pub unsafe fn new_object(py: Python<'_>, dtype: &DType) -> PyResult<*mut PyObject> {
    let i = dtype.num() as usize;
    if dtype.is_plain() {
        if SINGLETONS[i].is_null() {
            SINGLETONS[i] = make(py, dtype.clone())?;
        }
        return Ok(new_ref(SINGLETONS[i]));
    }
    let Some(id) = dtype.identity() else { return make(py, dtype.clone()) };
    // Equal but for what is beside the parameters: the mark of a byte order.
    let same = |p: *mut PyObject| dtype_of(p) == dtype && dtype_of(p).byteorder() == dtype.byteorder();
    if let Some(&p) = living().get(&id) {
        return if same(p) { Ok(new_ref(p)) } else { make(py, dtype.clone()) };
    }
    let p = make(py, dtype.clone())?;
    living().insert(id, p);
    Ok(p)
}

/// An object of its own for a type, even for a built-in one.
pub unsafe fn copy(py: Python<'_>, dtype: &DType) -> PyResult<*mut PyObject> {
    match dtype.identity() {
        Some(_) => new_object(py, &dtype.detached()),
        None => make(py, dtype.clone()),
    }
}

/// The one object of a built-in type, which is never changed.
pub unsafe fn is_singleton(p: *mut PyObject) -> bool {
    SINGLETONS[dtype_of(p).num() as usize] == p
}

/// A new object, even for a built-in type (copies that a pickle fills in).
pub unsafe fn make(py: Python<'_>, dtype: DType) -> PyResult<*mut PyObject> {
    let ty = super::classes::class(dtype.num());
    let alloc = (*ty).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
    let p: *mut PyDType = alloc(ty, 0).cast();
    if p.is_null() {
        return Err(PyErr::fetch(py));
    }
    ptr::write(&mut (*p).dtype, ManuallyDrop::new(dtype));
    (*p).weak = ptr::null_mut();
    Ok(p.cast())
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    let p = o.cast::<PyDType>();
    let ty = ffi::Py_TYPE(o);
    if !(*p).weak.is_null() {
        ffi::PyObject_ClearWeakRefs(o);
    }
    forget(o);
    ManuallyDrop::drop(&mut (*p).dtype);
    ((*ty).tp_free.unwrap_or(ffi::PyObject_Free))(o.cast());
    ffi::Py_DECREF(ty.cast());
}

unsafe extern "C" fn new(_: *mut PyTypeObject, args: *mut PyObject, kw: *mut PyObject) -> *mut PyObject {
    entry(|py| super::from_python::construct(py, args, kw))
}

unsafe extern "C" fn hash(o: *mut PyObject) -> isize {
    entry_size(|py| {
        use std::hash::Hasher;
        let d = dtype_of(o);
        if d.as_record().is_none() && d.as_subarray().is_none() {
            return shared_hash(py, d);
        }
        let mut h = std::collections::hash_map::DefaultHasher::new();
        d.hash_equivalent(&mut h);
        let v = h.finish() as isize;
        Ok(if v == -1 { -2 } else { v })
    })
}

/// The hash that the real NumPy's equal dtype has: dicts with dtypes as keys find those of packages too.
unsafe fn shared_hash(py: Python<'_>, d: &DType) -> PyResult<isize> {
    // Those of plain types are kept; no hash is -1.
    static KNOWN: [AtomicIsize; Num::COUNT] = [const { AtomicIsize::new(-1) }; Num::COUNT];
    let plain = d.is_number() && d.is_native();
    let known = plain.then(|| KNOWN[d.num() as usize].load(Relaxed));
    if let Some(h) = known.filter(|&h| h != -1) {
        return Ok(h);
    }
    let order = match d.byteorder() {
        '=' if cfg!(target_endian = "little") => '<',
        '=' => '>',
        other => other,
    };
    let letter = |c: u8| pyo3::types::PyBytes::new(py, &[c]);
    (letter(d.kind() as u8), letter(order as u8), d.flags() as usize, d.itemsize(), d.alignment())
        .into_pyobject(py)?
        .hash()
        .inspect(|&h| {
            if plain {
                KNOWN[d.num() as usize].store(h, Relaxed);
            }
        })
}

unsafe extern "C" fn richcompare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    entry(|py| super::attributes::compare(py, a, b, op))
}

unsafe extern "C" fn repr(o: *mut PyObject) -> *mut PyObject {
    entry(|py| super::attributes::text(py, &dtype_of(o).repr()))
}

unsafe extern "C" fn str_(o: *mut PyObject) -> *mut PyObject {
    entry(|py| super::attributes::text(py, &dtype_of(o).display()))
}

/// Makes the type and puts it into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    numen_dtype::name_package(&type_module(py));
    let mut spec = TypeSpec::new(format!("{}.dtype", type_module(py)), std::mem::size_of::<PyDType>());
    spec.doc = Some(
        "dtype(dtype, align=False, copy=False, **kwargs)\n--\n\n\
         The type of an array's items.\n\n\
         Made from a string (`'f8'`, `'int32'`, `'U7'`), a Python or scalar type (`float`, `np.int8`), a list of\n\
         fields (`[('x', float), ('n', int)]`) or another dtype.\n",
    );
    spec.slot(ffi::Py_tp_dealloc, dealloc as *const ());
    spec.slot(ffi::Py_tp_new, new as *const ());
    spec.slot(ffi::Py_tp_hash, hash as *const ());
    spec.slot(ffi::Py_tp_richcompare, richcompare as *const ());
    spec.slot(ffi::Py_tp_repr, repr as *const ());
    spec.slot(ffi::Py_tp_str, str_ as *const ());
    spec.members.push(ffi::PyMemberDef {
        name: c"__weaklistoffset__".as_ptr(),
        type_code: ffi::Py_T_PYSSIZET,
        offset: std::mem::offset_of!(PyDType, weak) as isize,
        flags: ffi::Py_READONLY,
        doc: ptr::null(),
    });
    super::attributes::definitions(&mut spec);
    spec.flags |= ffi::Py_TPFLAGS_BASETYPE;
    // SAFETY: the slots have their signatures; written once, with the lock held.
    unsafe {
        let ty = spec.build(py)?;
        TYPE = ty;
        super::classes::init(py, m, ty, dealloc as *const ())?;
        m.add("dtype", Bound::from_borrowed_ptr(py, ty.cast::<PyObject>()))?;
    }
    Ok(())
}
