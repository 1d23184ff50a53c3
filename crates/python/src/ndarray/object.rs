//! Layout, allocation and life of array objects.

use crate::boundary::call::entry;
use crate::boundary::types::{type_module, TypeSpec};
use crate::boundary::{errors::ToPy, meta};
use numen_array::{Array, Few};
use numen_buffer::Block;
use numen_dtype::{DType, Num};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::os::raw::{c_int, c_void};
use std::ptr;

/// Bytes of data that live in the object itself.
pub const INLINE: usize = 128;

/// An array object. The data belong to the array's block, to the object itself (small arrays), or to
/// `base`.
#[repr(C)]
pub struct NdArray {
    ob: PyObject,
    pub array: ManuallyDrop<Array>,
    /// The object that owns the memory, or NULL.
    pub base: *mut PyObject,
    weak: *mut PyObject,
    tracked: bool,
    /// Buffers and tensors given out. Each holds a reference, so a freed object has none: no store on reuse.
    exports: u32,
    /// Views whose `base` this object is; as above.
    views: u32,
    /// Memory that the array had before a resize and that views may still show; NULL or a box, then tracked.
    kept: *mut Vec<Block>,
    inline: [u64; INLINE / 8],
}

static mut TYPE: *mut PyTypeObject = ptr::null_mut();

/// Free array objects of the exact type.
const FREE: usize = 64;
static mut FREE_LIST: [*mut NdArray; FREE] = [ptr::null_mut(); FREE];
static mut FREE_LEN: usize = 0;

/// The type object.
#[inline(always)]
pub fn type_object() -> *mut PyTypeObject {
    // SAFETY: written once at import, with the lock held.
    unsafe { TYPE }
}

/// An array of the exact type.
#[inline(always)]
pub unsafe fn is_exact(p: *mut PyObject) -> bool {
    ffi::Py_TYPE(p) == type_object()
}

/// An array or an instance of a subclass.
#[inline(always)]
pub unsafe fn is_array(p: *mut PyObject) -> bool {
    is_exact(p) || ffi::PyType_IsSubtype(ffi::Py_TYPE(p), type_object()) != 0
}

/// The array of an object known to be one.
#[inline(always)]
pub unsafe fn array_of<'a>(p: *mut PyObject) -> &'a Array {
    &(*p.cast::<NdArray>()).array
}

impl NdArray {
    /// Memory for an object of the exact type: everything but the header is unset.
    #[inline(always)]
    unsafe fn alloc(py: Python<'_>) -> PyResult<*mut NdArray> {
        if FREE_LEN > 0 {
            FREE_LEN -= 1;
            let p = FREE_LIST[FREE_LEN];
            crate::boundary::call::revive(p.cast());
            ffi::Py_INCREF(TYPE.cast());
            return Ok(p);
        }
        NdArray::alloc_new(py)
    }

    #[cold]
    unsafe fn alloc_new(py: Python<'_>) -> PyResult<*mut NdArray> {
        let p: *mut NdArray = ffi::PyObject_GC_New(TYPE);
        if p.is_null() {
            return Err(PyErr::fetch(py));
        }
        (*p).exports = 0;
        (*p).views = 0;
        (*p).kept = ptr::null_mut();
        Ok(p)
    }

    #[inline(always)]
    unsafe fn finish(p: *mut NdArray, array: Array, base: *mut PyObject) {
        ptr::write(&mut (*p).array, ManuallyDrop::new(array));
        (*p).base = base;
        (*p).weak = ptr::null_mut();
        (*p).tracked = false;
    }

    /// A new C-contiguous array with uninitialised elements (objects: NULL); returns the object, whose
    /// elements the caller fills.
    #[inline(always)]
    pub unsafe fn fresh(py: Python<'_>, dtype: DType, shape: &[usize]) -> PyResult<*mut NdArray> {
        let n: usize = shape.iter().product();
        let small =
            n <= INLINE && n * dtype.itemsize() <= INLINE && !dtype.has_object() && dtype.alignment() <= 8;
        if !small {
            return NdArray::fresh_block(py, dtype, shape);
        }
        let p = NdArray::alloc(py)?;
        NdArray::begin(p, (&raw mut (*p).inline).cast(), dtype, shape, None);
        Ok(p)
    }

    /// As [`NdArray::fresh`], with a block of memory.
    #[inline(never)]
    unsafe fn fresh_block(py: Python<'_>, dtype: DType, shape: &[usize]) -> PyResult<*mut NdArray> {
        let bytes = numen_shape::checked_bytes(shape, dtype.itemsize()).unwrap_or(usize::MAX);
        let plain = !dtype.has_object() && shape.len() <= numen_shape::MAX_DIMS && bytes < usize::MAX;
        let Some(block) = plain.then(|| Block::alloc(bytes).ok()).flatten() else {
            // References, or an error to name.
            return NdArray::wrap(py, Array::empty(dtype, shape, numen_array::Order::C).py(py)?);
        };
        let p = NdArray::alloc(py)?;
        NdArray::begin(p, block.data(), dtype, shape, Some(block));
        Ok(p)
    }

    /// As [`NdArray::fresh`] for a type of numbers and a shape of `n` elements.
    #[inline(always)]
    pub unsafe fn fresh_number(
        py: Python<'_>,
        num: Num,
        shape: &[usize],
        n: usize,
    ) -> PyResult<*mut NdArray> {
        if n > INLINE || n * num.descriptor().size > INLINE {
            return NdArray::fresh_block(py, DType::of(num), shape);
        }
        let p = NdArray::alloc(py)?;
        NdArray::begin(p, (&raw mut (*p).inline).cast(), DType::of(num), shape, None);
        Ok(p)
    }

    /// Makes the object an array of the data, its own or a block's.
    #[inline(always)]
    unsafe fn begin(p: *mut NdArray, data: *mut u8, dtype: DType, shape: &[usize], block: Option<Block>) {
        let place = &mut *(&raw mut (*p).array).cast::<MaybeUninit<Array>>();
        Array::fresh_in(place, data, dtype, shape, block);
        (*p).base = ptr::null_mut();
        (*p).weak = ptr::null_mut();
        (*p).tracked = false;
    }

    /// An object around an array of the engine; small blocks stay where they are.
    pub unsafe fn wrap(py: Python<'_>, array: Array) -> PyResult<*mut NdArray> {
        let p = NdArray::alloc(py)?;
        let objects = array.dtype().has_object();
        NdArray::finish(p, array, ptr::null_mut());
        if objects {
            NdArray::track(p);
        }
        Ok(p)
    }

    /// A view whose memory `base` keeps alive (a reference is taken). The chain of bases is collapsed: the
    /// base of a view of a view is the owner.
    pub unsafe fn view(py: Python<'_>, array: Array, base: *mut PyObject) -> PyResult<*mut NdArray> {
        let mut array = array;
        drop(array.take_block());
        let p = NdArray::alloc(py)?;
        let owner = owner_of(base, TYPE);
        ffi::Py_INCREF(owner);
        count_view(owner, 1);
        NdArray::finish(p, array, owner);
        if needs_tracking(owner) || (*p).array.dtype().has_object() {
            NdArray::track(p);
        }
        Ok(p)
    }

    /// A view of an object of the exact type whose memory is aligned, as [`NdArray::view`] makes it.
    #[inline(always)]
    pub unsafe fn lend(py: Python<'_>, base: *mut PyObject, few: &Few) -> PyResult<*mut PyObject> {
        let p = NdArray::alloc(py)?;
        let owner = if (*base.cast::<NdArray>()).base.is_null() { base } else { owner_of(base, TYPE) };
        ffi::Py_INCREF(owner);
        (*owner.cast::<NdArray>()).views += 1;
        NdArray::finish(p, array_of(base).lend(few), owner);
        if needs_tracking(owner) || (*p).array.dtype().has_object() {
            NdArray::track(p);
        }
        Ok(p.cast())
    }

    /// A view of `base` where the array has no block of its own, else an owner.
    pub unsafe fn view_or_wrap(py: Python<'_>, array: Array, base: *mut PyObject) -> PyResult<*mut PyObject> {
        Ok(if array.block().is_some() { NdArray::wrap(py, array)? } else { NdArray::view(py, array, base)? }
            .cast())
    }

    /// A new object of a given (sub)type around an array; `base` as in [`NdArray::view`] or NULL.
    /// `__array_finalize__` is the caller's duty.
    pub unsafe fn with_type(
        py: Python<'_>,
        ty: *mut PyTypeObject,
        array: Array,
        base: *mut PyObject,
    ) -> PyResult<*mut NdArray> {
        if ty == TYPE {
            return if base.is_null() { NdArray::wrap(py, array) } else { NdArray::view(py, array, base) };
        }
        let alloc = (*ty).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
        let p: *mut NdArray = alloc(ty, 0).cast();
        if p.is_null() {
            return Err(PyErr::fetch(py));
        }
        let mut array = array;
        let owner = if base.is_null() {
            ptr::null_mut()
        } else {
            drop(array.take_block());
            let o = owner_of(base, ty);
            ffi::Py_INCREF(o);
            count_view(o, 1);
            o
        };
        NdArray::finish(p, array, owner);
        // `tp_alloc` of a heap subclass tracks.
        (*p).tracked = ffi::PyObject_GC_IsTracked(p.cast()) != 0;
        Ok(p)
    }

    unsafe fn track(p: *mut NdArray) {
        if !(*p).tracked {
            (*p).tracked = true;
            ffi::PyObject_GC_Track(p.cast());
        }
    }

    /// Shows the same memory differently (shape, strides or type set in place), or a new block.
    pub unsafe fn replace(&mut self, array: Array) {
        let old = std::mem::replace(&mut self.array, ManuallyDrop::new(array));
        if self.array.dtype().has_object() {
            NdArray::track(self);
        }
        drop(ManuallyDrop::into_inner(old));
    }

    /// Takes over an array that owns its memory; what was before is let go where nobody shows it (resizing,
    /// unpickling).
    pub unsafe fn adopt(&mut self, array: Array) {
        if let Some(before) = self.array.block().filter(|b| self.views > 0 || b.is_exported()) {
            let before = before.clone();
            if self.kept.is_null() {
                self.kept = Box::into_raw(Box::default());
            }
            (*self.kept).push(before);
            // Objects that are tracked look at what they keep when they are freed.
            NdArray::track(self);
        }
        self.replace(array);
        let base = std::mem::replace(&mut self.base, ptr::null_mut());
        if !base.is_null() {
            count_view(base, -1);
            ffi::Py_DECREF(base);
        }
    }

    /// Somebody holds a buffer or a tensor of the memory: it must stay where it is.
    pub fn is_exported(&self) -> bool {
        self.exports > 0
    }

    /// Counts a buffer or tensor given out (`1`) or back (`-1`).
    pub fn count_export(&mut self, by: i32) {
        self.exports = self.exports.wrapping_add_signed(by);
    }

    /// Weak references to the object exist.
    pub fn is_weakly_referenced(&self) -> bool {
        !self.weak.is_null()
    }

    /// An engine handle that may outlive the call: it holds a reference to the object where the object
    /// lends the memory.
    pub unsafe fn handle(p: *mut PyObject) -> Array {
        unsafe fn release(owner: *mut ()) {
            ffi::Py_DECREF(owner.cast());
        }
        let a = &(*p.cast::<NdArray>()).array;
        if a.block().is_some() {
            return a.view();
        }
        ffi::Py_INCREF(p);
        let block = Block::foreign(a.read().cast_mut(), a.nbytes(), p.cast(), release);
        Array::from_parts(
            a.read().cast_mut(),
            a.dtype().clone(),
            a.shape().into(),
            a.strides().into(),
            Some(block),
            a.is_writeable(),
        )
    }
}

/// The object that keeps the memory of a view of `base`. As NumPy does, the chain is followed through arrays
/// of the view's own class, so that a view of a view has the owner as its base.
unsafe fn owner_of(base: *mut PyObject, ty: *mut PyTypeObject) -> *mut PyObject {
    let mut owner = base;
    while is_array(owner) {
        let b = (*owner.cast::<NdArray>()).base;
        if b.is_null() || ffi::Py_TYPE(b) != ty {
            break;
        }
        owner = b;
    }
    owner
}

/// Counts a view (`1`) that goes (`-1`) at its owner, where that is an array.
#[inline(always)]
unsafe fn count_view(owner: *mut PyObject, by: i32) {
    if is_array(owner) {
        let p = owner.cast::<NdArray>();
        (*p).views = (*p).views.wrapping_add_signed(by);
    }
}

unsafe fn needs_tracking(owner: *mut PyObject) -> bool {
    if is_array(owner) {
        return (*owner.cast::<NdArray>()).tracked;
    }
    ffi::PyType_IS_GC(ffi::Py_TYPE(owner)) != 0
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    let p = o.cast::<NdArray>();
    let ty = ffi::Py_TYPE(o);
    let exact = ty == TYPE;
    if !exact || (*p).tracked {
        ffi::PyObject_GC_UnTrack(o.cast());
        if !(*p).kept.is_null() {
            drop(Box::from_raw(std::mem::replace(&mut (*p).kept, ptr::null_mut())));
        }
    }
    if !(*p).weak.is_null() {
        ffi::PyObject_ClearWeakRefs(o);
    }
    if !(*p).array.owns_nothing() {
        ManuallyDrop::drop(&mut (*p).array);
    }
    let base = (*p).base;
    (*p).base = ptr::null_mut();
    if !base.is_null() {
        count_view(base, -1);
        ffi::Py_DECREF(base);
    }
    if exact && FREE_LEN < FREE {
        FREE_LIST[FREE_LEN] = p;
        FREE_LEN += 1;
    } else {
        ((*ty).tp_free.unwrap_or(ffi::PyObject_GC_Del))(o.cast());
    }
    ffi::Py_DECREF(ty.cast());
}

unsafe extern "C" fn traverse(o: *mut PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    let p = o.cast::<NdArray>();
    let r = visit(ffi::Py_TYPE(o).cast(), arg);
    if r != 0 {
        return r;
    }
    if !(*p).base.is_null() {
        let r = visit((*p).base, arg);
        if r != 0 {
            return r;
        }
    }
    // Only the owner visits its elements.
    for (block, cleaner) in own_references(p) {
        for i in 0..block.len() / cleaner.stride {
            for &at in &cleaner.offsets {
                let item = block.data().add(i * cleaner.stride + at).cast::<*mut PyObject>().read_unaligned();
                if !item.is_null() {
                    let r = visit(item, arg);
                    if r != 0 {
                        return r;
                    }
                }
            }
        }
    }
    0
}

/// The blocks that the array alone refers to and that hold references, and where they stand.
unsafe fn own_references<'a>(
    p: *mut NdArray,
) -> impl Iterator<Item = (&'a Block, &'static numen_buffer::Cleaner)> {
    let own = (*p).array.block().filter(|_| (*p).base.is_null());
    let kept = (*p).kept.as_ref().map_or(&[][..], Vec::as_slice);
    own.into_iter().chain(kept).filter(|b| b.is_unique()).filter_map(|b| Some((b, b.cleaner()?)))
}

unsafe extern "C" fn clear(o: *mut PyObject) -> c_int {
    let p = o.cast::<NdArray>();
    for (block, cleaner) in own_references(p) {
        let n = block.len() / cleaner.stride;
        for &at in &cleaner.offsets {
            crate::objects::clear_references(block.data().add(at), cleaner.stride, n);
        }
    }
    0
}

unsafe extern "C" fn new(ty: *mut PyTypeObject, args: *mut PyObject, kw: *mut PyObject) -> *mut PyObject {
    entry(|py| super::methods::construct(py, ty, args, kw))
}

/// Makes the type and puts it into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let mut spec = TypeSpec::new(format!("{}.ndarray", type_module(py)), std::mem::size_of::<NdArray>());
    spec.doc = Some(
        "ndarray(shape, dtype=float, buffer=None, offset=0, strides=None, order=None)\n--\n\n\
         An n-dimensional array of items of one type.\n\n\
         Arrays are made by `array`, `zeros`, `arange` and the like; this constructor is the low-level one:\n\
         it makes an uninitialised array, or a view of the memory of `buffer`.\n",
    );
    spec.flags |= ffi::Py_TPFLAGS_BASETYPE | ffi::Py_TPFLAGS_HAVE_GC;
    spec.slot(ffi::Py_tp_dealloc, dealloc as *const ());
    spec.slot(ffi::Py_tp_traverse, traverse as *const ());
    spec.slot(ffi::Py_tp_clear, clear as *const ());
    spec.slot(ffi::Py_tp_new, new as *const ());
    spec.members.push(ffi::PyMemberDef {
        name: c"__weaklistoffset__".as_ptr(),
        type_code: ffi::Py_T_PYSSIZET,
        offset: std::mem::offset_of!(NdArray, weak) as isize,
        flags: ffi::Py_READONLY,
        doc: ptr::null(),
    });
    super::iter::init(py)?;
    super::number::slots(&mut spec);
    super::mapping::slots(&mut spec);
    super::iter::slots(&mut spec);
    super::export::definitions(&mut spec);
    crate::text::functions::slots(&mut spec);
    super::getset::definitions(&mut spec);
    crate::functions::reductions::methods(&mut spec.methods);
    crate::functions::statistics::methods(&mut spec.methods);
    crate::functions::choosing::methods(&mut spec.methods);
    crate::functions::scans::methods(&mut spec.methods);
    super::methods::definitions(&mut spec);
    // SAFETY: the slots have their signatures; written once, with the lock held.
    unsafe {
        let ty = spec.build(py)?;
        TYPE = ty;
        meta::adopt(py, ty)?;
        m.add("ndarray", Bound::from_borrowed_ptr(py, ty.cast::<PyObject>()))?;
    }
    Ok(())
}

/// A new reference to a result: 0-d arrays become scalars.
pub unsafe fn finish_result(py: Python<'_>, array: Array) -> PyResult<*mut PyObject> {
    if array.ndim() == 0 {
        return crate::scalar::from_memory(py, array.dtype(), array.read(), ptr::null_mut());
    }
    Ok(NdArray::wrap(py, array)?.cast())
}
