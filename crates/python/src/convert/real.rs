//! The real NumPy's arrays and scalars, both ways through its C interface and without a step in Python.
//!
//! Places in the table of functions, layouts of arrays and number scalars: the headers that NumPy installs
//! (`__multiarray_api.h`, `ndarraytypes.h`, `arrayscalars.h`), its binary interface 2. With another one, and for what is
//! neither number nor date nor text in the machine's byte order, nothing is found here, and the general protocols do the
//! work.

use crate::boundary::call::{checked, owned};
use crate::boundary::names::Name;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use crate::scalar::object::{num_of, value_of};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num, TimeUnit, Unit};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use std::mem::transmute;
use std::os::raw::{c_char, c_int, c_uint, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

/// What a real array object begins with.
#[repr(C)]
struct RealArray {
    ob: PyObject,
    data: *mut u8,
    nd: c_int,
    dimensions: *const isize,
    strides: *const isize,
    base: *mut PyObject,
    descr: *const Descr,
    flags: c_int,
}

/// What a real dtype object begins with.
#[repr(C)]
struct Descr {
    ob: PyObject,
    scalar: *mut PyTypeObject,
    kind: c_char,
    letter: c_char,
    byteorder: c_char,
    former_flags: c_char,
    type_num: c_int,
    flags: u64,
    elsize: isize,
    alignment: isize,
    metadata: *mut PyObject,
    hash: isize,
    reserved: [*mut c_void; 2],
    // What the types of NumPy's own have beyond that.
    subarray: *mut c_void,
    fields: *mut PyObject,
    names: *mut PyObject,
    unit: *mut UnitData,
}

/// The unit of a real type of dates, behind the head that such data have.
#[repr(C)]
struct UnitData {
    head: [*mut c_void; 4],
    unit: RealUnit,
}

/// A unit, as it stands there and in scalars.
#[repr(C)]
struct RealUnit {
    base: c_int,
    multiple: c_int,
}

const WRITEABLE: c_int = 0x400;

type NewFromDescr = unsafe extern "C" fn(
    *mut PyTypeObject,
    *mut Descr,
    c_int,
    *const isize,
    *const isize,
    *mut c_void,
    c_int,
    *mut PyObject,
) -> *mut PyObject;

/// The functions and types used, and the classes of number scalars by type number (NULL for others).
struct Api {
    array: *mut PyTypeObject,
    generic: *mut PyTypeObject,
    scalars: [*mut PyTypeObject; Num::COUNT],
    descr_of: unsafe extern "C" fn(c_int) -> *mut Descr,
    /// The same as an object of its own, which may be changed.
    new_descr: unsafe extern "C" fn(c_int) -> *mut Descr,
    /// Units and lengths lie where they are looked for.
    has_parameters: bool,
    scalar: unsafe extern "C" fn(*mut c_void, *mut Descr, *mut PyObject) -> *mut PyObject,
    new: NewFromDescr,
    set_base: unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> c_int,
}

/// Numbers whose bytes are the same on both sides: not `long double`, which ours has not.
pub fn is_number(num: Num) -> bool {
    (num as u8) < Num::Object as u8 && !matches!(num, Num::LongDouble | Num::CLongDouble) || num == Num::Half
}

/// Dates and spans, whose scalars hold their unit.
const TIMES: [Num; 2] = [Num::Datetime, Num::Timedelta];

/// The interface of the real NumPy, if the process has imported one that has it.
#[inline]
unsafe fn api() -> Option<&'static Api> {
    static API: AtomicPtr<Api> = AtomicPtr::new(ptr::null_mut());
    static REFUSED: AtomicBool = AtomicBool::new(false);
    let known = API.load(Ordering::Acquire);
    if !known.is_null() {
        return Some(&*known);
    }
    if REFUSED.load(Ordering::Relaxed) {
        return None;
    }
    static MODULE: Name = Name::new("numpy._core._multiarray_umath");
    static TABLE: Name = Name::new("_ARRAY_API");
    let module = ffi::PyDict_GetItemWithError(ffi::PyImport_GetModuleDict(), MODULE.get());
    if module.is_null() {
        return None;
    }
    let capsule = ffi::PyObject_GetAttr(module, TABLE.get());
    if capsule.is_null() {
        // The module is being imported.
        ffi::PyErr_Clear();
        return None;
    }
    let table = ffi::PyCapsule_GetPointer(capsule, ptr::null()).cast::<*const c_void>();
    ffi::Py_DECREF(capsule);
    if table.is_null() {
        ffi::PyErr_Clear();
        REFUSED.store(true, Ordering::Relaxed);
        return None;
    }
    let Some(found) = read_table(table) else {
        REFUSED.store(true, Ordering::Relaxed);
        return None;
    };
    // It stays for good, as the module does.
    let found = Box::into_raw(Box::new(found));
    API.store(found, Ordering::Release);
    Some(&*found)
}

/// The table's entries; `None` where its binary interface is another one.
unsafe fn read_table(table: *const *const c_void) -> Option<Api> {
    let version: unsafe extern "C" fn() -> c_uint = transmute(*table);
    if version() != 0x0200_0000 {
        return None;
    }
    let mut found = Api {
        array: (*table.add(2)).cast_mut().cast(),
        generic: (*table.add(10)).cast_mut().cast(),
        scalars: [ptr::null_mut(); Num::COUNT],
        descr_of: transmute::<*const c_void, unsafe extern "C" fn(c_int) -> *mut Descr>(*table.add(45)),
        new_descr: transmute::<*const c_void, unsafe extern "C" fn(c_int) -> *mut Descr>(*table.add(96)),
        has_parameters: false,
        scalar: transmute::<
            *const c_void,
            unsafe extern "C" fn(*mut c_void, *mut Descr, *mut PyObject) -> *mut PyObject,
        >(*table.add(60)),
        new: transmute::<*const c_void, NewFromDescr>(*table.add(94)),
        set_base: transmute::<*const c_void, unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> c_int>(
            *table.add(282),
        ),
    };
    for num in Num::ALL.into_iter().filter(|&n| is_number(n) || TIMES.contains(&n)) {
        let d = (found.descr_of)(num as c_int);
        if d.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        found.scalars[num as usize] = (*d).scalar;
        ffi::Py_DECREF(d.cast());
    }
    found.has_parameters = knows_parameters(&found);
    Some(found)
}

/// Whether the types of dates and of complex numbers, which are known, read as they should.
unsafe fn knows_parameters(api: &Api) -> bool {
    let (date, number) = ((api.new_descr)(Num::Datetime as c_int), (api.descr_of)(Num::CDouble as c_int));
    if date.is_null() || number.is_null() {
        ffi::PyErr_Clear();
        return false;
    }
    let generic = Unit::Generic.number();
    let sizes = ((*date).elsize, (*number).elsize, (*number).alignment) == (8, 16, 8);
    let unit = (*date).unit;
    let good = sizes && !unit.is_null() && (*unit).unit.base == generic && (*unit).unit.multiple == 1;
    ffi::Py_DECREF(date.cast());
    ffi::Py_DECREF(number.cast());
    good
}

/// Our type for a real one, where both lay out their items alike and nothing else is to be said about it.
unsafe fn type_of(api: &Api, d: &Descr) -> Option<DType> {
    if !matches!(d.byteorder as u8, b'=' | b'|') {
        return None;
    }
    let num = Num::ALL.into_iter().find(|&n| n as c_int == d.type_num)?;
    if is_number(num) {
        return Some(DType::of(num));
    }
    if !api.has_parameters || !d.metadata.is_null() {
        return None;
    }
    match num {
        Num::Object => Some(DType::of(num)),
        Num::Str | Num::Bytes if d.elsize > 0 => Some(DType::flexible(num, d.elsize as usize)),
        Num::Datetime | Num::Timedelta if !d.unit.is_null() => time_of(num, &(*d.unit).unit),
        _ => None,
    }
}

/// The real type for ours, a new reference; `None` as above.
unsafe fn descr_for(py: Python<'_>, api: &Api, d: &DType) -> PyResult<Option<*mut Descr>> {
    let num = d.num();
    if d.is_swapped() {
        return Ok(None);
    }
    if is_number(num) {
        return checked(py, (api.descr_of)(num as c_int).cast()).map(|r| Some(r.cast()));
    }
    let text = matches!(num, Num::Str | Num::Bytes) && d.itemsize() > 0 && d.ext().is_none();
    let time = matches!(num, Num::Datetime | Num::Timedelta);
    if !api.has_parameters || !(text || time) {
        return Ok(None);
    }
    let new: *mut Descr = checked(py, (api.new_descr)(num as c_int).cast())?.cast();
    if text {
        (*new).elsize = d.itemsize() as isize;
    } else {
        let unit = d.time_unit();
        (*(*new).unit).unit.base = unit.unit.number();
        (*(*new).unit).unit.multiple = unit.count;
    }
    Ok(Some(new))
}

/// The real dtype of a number; `None` for others.
pub unsafe fn dtype(py: Python<'_>, d: &DType) -> PyResult<Option<*mut PyObject>> {
    let Some(api) = api() else { return Ok(None) };
    if !is_number(d.num()) || !d.is_native() || d.ext().is_some() {
        return Ok(None);
    }
    checked(py, (api.descr_of)(d.num() as c_int).cast()).map(Some)
}

/// A real array, of a subclass too.
pub unsafe fn is_array(o: *mut PyObject) -> bool {
    api().is_some_and(|api| ffi::PyType_IsSubtype(ffi::Py_TYPE(o), api.array) != 0)
}

/// Whether the process has imported a NumPy whose interface is known.
pub fn is_there() -> bool {
    // SAFETY: it reads the interpreter's table of modules.
    unsafe { api().is_some() }
}

/// A real array, a real scalar, or neither; `None` where NumPy's interface is not known.
pub unsafe fn kind(o: *mut PyObject) -> Option<Kind> {
    let api = api()?;
    let of = |class| ffi::PyType_IsSubtype(ffi::Py_TYPE(o), class) != 0;
    Some(if of(api.array) {
        Kind::Array
    } else if of(api.generic) {
        Kind::Scalar
    } else {
        Kind::Other
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Array,
    Scalar,
    Other,
}

/// A real array of the class itself, or a real scalar of a number or a time.
pub unsafe fn is_plain(o: *mut PyObject) -> bool {
    api().is_some_and(|api| ffi::Py_TYPE(o) == api.array || type_of_scalar(api, o).is_some())
}

/// The type of a real number scalar.
#[inline]
pub unsafe fn number(o: *mut PyObject) -> Option<Num> {
    number_of(api()?, o)
}

unsafe fn number_of(api: &Api, o: *mut PyObject) -> Option<Num> {
    let ty = ffi::Py_TYPE(o);
    if (*ty).tp_base == &raw mut ffi::PyBaseObject_Type || (*ty).tp_flags & ffi::Py_TPFLAGS_HEAPTYPE != 0 {
        return None;
    }
    Num::ALL.into_iter().find(|&n| api.scalars[n as usize] == ty).filter(|&n| is_number(n))
}

/// The type of a real scalar of a number, a date or a span of time.
unsafe fn type_of_scalar(api: &Api, o: *mut PyObject) -> Option<DType> {
    if let Some(num) = number_of(api, o) {
        return Some(DType::of(num));
    }
    let ty = ffi::Py_TYPE(o);
    let num = TIMES.into_iter().find(|&n| api.scalars[n as usize] == ty).filter(|_| api.has_parameters)?;
    // The unit stands behind the number.
    let unit = &*value_of(o).add(size_of::<i64>()).cast::<RealUnit>();
    time_of(num, unit)
}

unsafe fn time_of(num: Num, real: &RealUnit) -> Option<DType> {
    let unit = Unit::ALL.into_iter().find(|u| u.number() == real.base)?;
    Some(DType::time(num, TimeUnit { unit, count: real.multiple }))
}

/// An array object of ours over the memory of a real array, or a copy of a real number; a new reference.
pub unsafe fn ours(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let Some(api) = api() else { return Ok(None) };
    if ffi::PyType_IsSubtype(ffi::Py_TYPE(o), api.array) != 0 {
        return view_of(py, api, o);
    }
    if ffi::PyType_IsSubtype(ffi::Py_TYPE(o), api.generic) == 0 {
        return Ok(None);
    }
    let Some(d) = type_of_scalar(api, o) else { return Ok(None) };
    let size = d.itemsize();
    let a = crate::boundary::errors::ToPy::py(Array::empty(d, &[], Order::C), py)?;
    // Numbers stand right behind the head of the object, as in ours.
    ptr::copy_nonoverlapping(value_of(o), a.write(), size);
    Ok(Some(NdArray::wrap(py, a)?.cast()))
}

unsafe fn view_of(py: Python<'_>, api: &Api, o: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let real = &*o.cast::<RealArray>();
    let Some(dtype) = type_of(api, &*real.descr) else { return Ok(None) };
    let axes = 0..real.nd as usize;
    let shape = axes.clone().map(|k| *real.dimensions.add(k) as usize).collect();
    let strides = axes.map(|k| *real.strides.add(k)).collect();
    let writeable = real.flags & WRITEABLE != 0;
    let a = Array::from_parts(real.data, dtype, shape, strides, None, writeable);
    Ok(Some(NdArray::view(py, a, o)?.cast()))
}

/// An object of ours in place of a real array of the class itself, over its memory, or of a real number or time; a
/// new reference.
pub unsafe fn object(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let Some(api) = api() else { return Ok(None) };
    if ffi::Py_TYPE(o) == api.array {
        return view_of(py, api, o);
    }
    let Some(d) = type_of_scalar(api, o) else { return Ok(None) };
    crate::scalar::from_memory(py, &d, value_of(o), ptr::null_mut()).map(Some)
}

/// The same for the engine: an array that holds a reference to what owns its memory.
#[inline]
pub unsafe fn operand(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<Array>> {
    let Some(object) = ours(py, o)? else { return Ok(None) };
    let a = NdArray::handle(object);
    ffi::Py_DECREF(object);
    Ok(Some(a))
}

/// The real array over the memory of an array of ours, or the real number for a scalar; a new reference. `None` for
/// anything else, subclasses and other types included.
pub unsafe fn theirs(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let Some(api) = api() else { return Ok(None) };
    if is_exact(o) {
        return real_view(py, api, o);
    }
    if (*ffi::Py_TYPE(o)).tp_flags & ffi::Py_TPFLAGS_IMMUTABLETYPE == 0 {
        return Ok(None);
    }
    let Some(num) = num_of(o).filter(|&n| is_number(n)) else { return Ok(None) };
    let d = owned(py, (api.descr_of)(num as c_int).cast())?;
    checked(py, (api.scalar)(value_of(o).cast(), d.as_ptr().cast(), ptr::null_mut())).map(Some)
}

unsafe fn real_view(py: Python<'_>, api: &Api, o: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let a = array_of(o);
    let Some(descr) = descr_for(py, api, a.dtype())? else { return Ok(None) };
    let descr = owned(py, descr.cast())?;
    // Its owner is a buffer of ours, so that the memory is known to be lent for as long as it lives.
    let lent = if is_number(a.dtype().num()) {
        owned(py, ffi::PyMemoryView_FromObject(o))?
    } else {
        owned(py, crate::ndarray::capsule::lent(py, o, a)?)?
    };
    let writeable = crate::ndarray::flags::freely_writeable(a);
    let r = (api.new)(
        api.array,
        descr.into_ptr().cast(),
        a.ndim() as c_int,
        a.shape().as_ptr().cast(),
        a.strides().as_ptr(),
        a.write().cast(),
        if writeable { WRITEABLE } else { 0 },
        ptr::null_mut(),
    );
    let r = owned(py, r)?;
    // The reference to the owner goes over, also where it is refused.
    if (api.set_base)(r.as_ptr(), lent.into_ptr()) < 0 {
        return Err(PyErr::fetch(py));
    }
    Ok(Some(r.into_ptr()))
}
