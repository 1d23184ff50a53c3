//! Methods whose work is done by the module's function of the same name.

use super::construct::view_as_type;
use crate::boundary::args::Call;
use crate::boundary::call::{borrowed, checked, none, owned};
use crate::boundary::types::method;
use crate::ndarray::object::{array_of, is_array, is_exact, type_object};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use smallvec::{smallvec, SmallVec};
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

/// `f(o, *args, **kw)`.
pub unsafe fn call(
    py: Python<'_>,
    f: &Bound<'_, PyAny>,
    o: *mut PyObject,
    call: Call,
) -> PyResult<*mut PyObject> {
    vectorcall(py, f.as_ptr(), o, call)
}

/// The native function, or the package's own.
fn function<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    let core = PyModule::import(py, "numen._core")?;
    core.getattr(name).or_else(|_| PyModule::import(py, "numen")?.getattr(name))
}

/// A function looked up on first use.
struct Target {
    name: &'static str,
    object: AtomicPtr<PyObject>,
}

impl Target {
    const fn new(name: &'static str) -> Target {
        Target { name, object: AtomicPtr::new(std::ptr::null_mut()) }
    }

    /// The function, borrowed for good.
    #[inline(always)]
    fn get(&self, py: Python<'_>) -> PyResult<*mut PyObject> {
        let p = self.object.load(Relaxed);
        if !p.is_null() {
            return Ok(p);
        }
        let f = function(py, self.name)?.into_ptr();
        self.object.store(f, Relaxed);
        Ok(f)
    }
}

/// `f(o, *args, **kw)` without a tuple.
#[inline(always)]
unsafe fn vectorcall(
    py: Python<'_>,
    f: *mut PyObject,
    o: *mut PyObject,
    call: Call,
) -> PyResult<*mut PyObject> {
    let mut all: SmallVec<[*mut PyObject; 8]> = smallvec![o];
    all.extend((0..call.n + call.names()).map(|i| call.value(i)));
    checked(py, ffi::PyObject_Vectorcall(f, all.as_ptr(), call.n as usize + 1, call.kw))
}

/// The function on the array. A subclass is shown as a plain array, so that neither the function's override
/// nor its look for a method of this name leads back here; the result is given the subclass again.
#[inline(always)]
unsafe fn forward(py: Python<'_>, target: &Target, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let f = target.get(py)?;
    if is_exact(o) {
        return vectorcall(py, f, o, call);
    }
    let plain = owned(py, view_as_type(py, o, type_object(), array_of(o).view(), o)?)?;
    let r = owned(py, vectorcall(py, f, plain.as_ptr(), call)?)?;
    if is_array(r.as_ptr()) && is_exact(r.as_ptr()) {
        let ty = ffi::Py_TYPE(o);
        return view_as_type(py, r.as_ptr(), ty, array_of(r.as_ptr()).view(), o);
    }
    Ok(r.into_ptr())
}

macro_rules! forwarded {
    ($($name:ident $doc:literal;)*) => {
        $(
            unsafe fn $name(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
                static TARGET: Target = Target::new(stringify!($name));
                forward(py, &TARGET, o, call)
            }
        )*
        fn forwarded_definitions(out: &mut Vec<ffi::PyMethodDef>) {
            $( out.push(method(stringify!($name), crate::c_method!($name), $doc)); )*
        }
    };
}

forwarded! {
    argmax "argmax($self, /, axis=None, out=None, *, keepdims=False)\n--\n\nIndices of the largest elements; see `numen.argmax`.";
    argmin "argmin($self, /, axis=None, out=None, *, keepdims=False)\n--\n\nIndices of the smallest elements; see `numen.argmin`.";
    argpartition "argpartition($self, kth, /, axis=-1, kind='introselect', order=None)\n--\n\nSee `numen.argpartition`.";
    argsort "argsort($self, /, axis=-1, kind=None, order=None, *, stable=None)\n--\n\nIndices that sort; see `numen.argsort`.";
    clip "clip($self, /, min=None, max=None, out=None, **kwargs)\n--\n\nElements limited to a range; see `numen.clip`.";
    cumprod "cumprod($self, /, axis=None, dtype=None, out=None)\n--\n\nCumulative products; see `numen.cumprod`.";
    cumsum "cumsum($self, /, axis=None, dtype=None, out=None)\n--\n\nCumulative sums; see `numen.cumsum`.";
    dot "dot($self, other, /, out=None)\n--\n\nMatrix product; see `numen.dot`.";
    nonzero "nonzero($self, /)\n--\n\nIndices of the elements that are true; see `numen.nonzero`.";
    put "put($self, indices, values, /, mode='raise')\n--\n\nSets elements by position; see `numen.put`.";
    repeat "repeat($self, repeats, /, axis=None)\n--\n\nRepeated elements; see `numen.repeat`.";
    round "round($self, /, decimals=0, out=None)\n--\n\nElements rounded to decimals; see `numen.round`.";
    searchsorted "searchsorted($self, v, /, side='left', sorter=None)\n--\n\nSee `numen.searchsorted`.";
    take "take($self, indices, /, axis=None, out=None, mode='raise')\n--\n\nElements by position; see `numen.take`.";
    trace "trace($self, /, offset=0, axis1=0, axis2=1, dtype=None, out=None)\n--\n\nSum of a diagonal; see `numen.trace`.";
}

/// `choose` takes the choices as one sequence or one by one.
unsafe fn choose(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    static TARGET: Target = Target::new("choose");
    if call.n < 2 {
        return forward(py, &TARGET, o, call);
    }
    let choices = call.positional(py)?;
    let mut all: SmallVec<[*mut PyObject; 8]> = smallvec![choices.as_ptr()];
    all.extend((0..call.names()).map(|i| call.value(call.n + i)));
    forward(py, &TARGET, o, Call { args: all.as_ptr(), n: 1, kw: call.kw })
}

/// `compress` has the array second.
unsafe fn compress(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    crate::signature!(COMPRESS: "compress", 1, 3, 0; "condition", "axis", "out");
    let [condition, axis, out] = COMPRESS.parse(call)?;
    let f = function(py, "compress")?;
    let kwargs = PyDict::new(py);
    for (name, p) in [("axis", axis), ("out", out)] {
        if !p.is_null() {
            kwargs.set_item(name, borrowed(py, p))?;
        }
    }
    let plain = if is_exact(o) { o } else { view_as_type(py, o, type_object(), array_of(o).view(), o)? };
    let plain = if plain == o { borrowed(py, o) } else { owned(py, plain)? };
    let r = f.call((borrowed(py, condition), plain), Some(&kwargs))?;
    if is_exact(o) || !is_array(r.as_ptr()) {
        return Ok(r.into_ptr());
    }
    view_as_type(py, r.as_ptr(), ffi::Py_TYPE(o), array_of(r.as_ptr()).view(), o)
}

/// `sort` and `partition` in place, by the functions that return copies.
unsafe fn in_place(py: Python<'_>, target: &Target, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let a = array_of(o);
    if !a.is_writeable() {
        crate::functions::sorting::check_in_place(py, a, target.name == "sort", call)?;
        return Err(PyValueError::new_err(format!("{} array is read-only", target.name)));
    }
    if crate::functions::sorting::in_place(py, a, target.name == "sort", call)? {
        return Ok(none());
    }
    let sorted = owned(py, forward(py, target, o, call)?)?;
    crate::convert::assign_object(py, a, sorted.as_ptr())?;
    Ok(none())
}

unsafe fn sort(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    static TARGET: Target = Target::new("sort");
    in_place(py, &TARGET, o, call)
}

unsafe fn partition(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    static TARGET: Target = Target::new("partition");
    in_place(py, &TARGET, o, call)
}

/// The methods of this file.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    forwarded_definitions(out);
    out.push(method(
        "choose",
        crate::c_method!(choose),
        "choose($self, choices, /, out=None, mode='raise')\n--\n\nSee `numen.choose`.",
    ));
    out.push(method(
        "compress",
        crate::c_method!(compress),
        "compress($self, condition, /, axis=None, out=None)\n--\n\nSee `numen.compress`.",
    ));
    out.push(method("sort", crate::c_method!(sort), "sort($self, /, axis=-1, kind=None, order=None, *, stable=None)\n--\n\nSorts in place; see `numen.sort`."));
    out.push(method("partition", crate::c_method!(partition), "partition($self, kth, /, axis=-1, kind='introselect', order=None)\n--\n\nPartitions in place; see `numen.partition`."));
}
