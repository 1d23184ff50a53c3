//! Ufuncs made from Python functions: `frompyfunc`.

use super::object::{new_object, PyUfunc};
use crate::boundary::args::{text_of, Call};
use crate::boundary::call::new_ref;
use crate::boundary::types::method;
use crate::objects::{get, put};
use numen_kernels::{Ctx, Fp, Kernel, Status};
use numen_ops::ufunc::Ufunc;
use numen_ops::{Identity, Row};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;
use std::os::raw::{c_int, c_void};
use std::ptr;

/// Most operands of a ufunc.
const OPERANDS: i64 = 64;

/// What such a ufunc owns; the ufunc object frees it.
pub struct Custom {
    function: *mut PyObject,
    /// What a reduction over nothing gives; NULL if there is none.
    identity: *mut PyObject,
    nin: usize,
    nout: usize,
    row: *mut Row,
    ufunc: *mut Ufunc,
    texts: [*mut str; 2],
    /// The ufunc object, borrowed: it owns this.
    object: *mut PyObject,
}

/// Cost of a call of a Python function in the planner's unit, nanoseconds an element.
const CALL: f32 = 100.0;

const DOC: &str = "dynamic ufunc based on a python function";

/// Calls the function on items; `c.data` is the [`Custom`].
unsafe fn run(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let custom = &*c.data.cast::<Custom>();
    let (nin, nout) = (custom.nin, custom.nout);
    let at = |k: usize, i: isize| (*p.add(k)).offset(i * *s.add(k));
    for i in 0..n as isize {
        let args: SmallVec<[*mut PyObject; 4]> = (0..nin).map(|k| get(at(k, i))).collect();
        // Held while the function runs: it may change the arrays.
        args.iter().for_each(|&a| ffi::Py_INCREF(a));
        let r = ffi::PyObject_Vectorcall(custom.function, args.as_ptr(), nin, ptr::null_mut());
        args.iter().for_each(|&a| ffi::Py_DECREF(a));
        if r.is_null() {
            return Status::ERROR;
        }
        if nout == 1 {
            put(at(nin, i), r);
            continue;
        }
        if nout == 0 && r == ffi::Py_None() {
            ffi::Py_DECREF(r);
            continue;
        }
        let fits = nout > 0 && ffi::PyTuple_Check(r) != 0 && ffi::PyTuple_GET_SIZE(r) as usize == nout;
        if fits {
            for k in 0..nout {
                let item = ffi::PyTuple_GET_ITEM(r, k as isize);
                ffi::Py_INCREF(item);
                put(at(nin + k, i), item);
            }
        }
        ffi::Py_DECREF(r);
        if !fits {
            // NumPy stops here without an error, what is left stays None.
            return Status::OK;
        }
    }
    Status::OK
}

/// What a ufunc made from a Python function owns; NULL for others.
unsafe fn custom_of(u: &Ufunc) -> *const Custom {
    if u.row.doc.as_ptr() != DOC.as_ptr() {
        return ptr::null();
    }
    u.ready(0).map_or(ptr::null(), |l| l.ctx.data.cast::<Custom>())
}

/// The identity of a ufunc made from a Python function; NULL for others and where there is none.
pub unsafe fn identity(u: &Ufunc) -> *mut PyObject {
    custom_of(u).as_ref().map_or(ptr::null_mut(), |c| c.identity)
}

/// The object of a ufunc made from a Python function, borrowed; NULL for others.
pub unsafe fn object(u: &Ufunc) -> *mut PyObject {
    custom_of(u).as_ref().map_or(ptr::null_mut(), |c| c.object)
}

/// Shows the collector of cycles what a ufunc object owns.
pub unsafe fn traverse(custom: *const Custom, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    let Some(c) = custom.as_ref() else { return 0 };
    for o in [c.function, c.identity] {
        let r = if o.is_null() { 0 } else { visit(o, arg) };
        if r != 0 {
            return r;
        }
    }
    0
}

/// Lets go of what may refer back to the ufunc object; a call in what is left of the cycle raises a TypeError.
pub unsafe fn clear(custom: *mut Custom) {
    let Some(c) = custom.as_mut() else { return };
    let function = std::mem::replace(&mut c.function, new_ref(ffi::Py_None()));
    let identity = std::mem::replace(&mut c.identity, ptr::null_mut());
    ffi::Py_DECREF(function);
    ffi::Py_XDECREF(identity);
}

/// Frees what a ufunc object owned.
pub unsafe fn release(custom: *mut Custom) {
    if custom.is_null() {
        return;
    }
    let c = Box::from_raw(custom);
    ffi::Py_DECREF(c.function);
    ffi::Py_XDECREF(c.identity);
    drop(Box::from_raw(c.ufunc));
    drop(Box::from_raw(c.row));
    c.texts.into_iter().for_each(|t| drop(Box::from_raw(t)));
}

crate::signature!(FROMPYFUNC: "frompyfunc", 3, 3, 1; "func", "nin", "nout", "identity");

unsafe fn frompyfunc(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [function, nin, nout, identity] = FROMPYFUNC.parse(call)?;
    if ffi::PyCallable_Check(function) == 0 {
        return Err(PyTypeError::new_err("function must be callable"));
    }
    let (nin, nout) = (crate::convert::int(py, nin)?, crate::convert::int(py, nout)?);
    if nin + nout > OPERANDS {
        return Err(PyValueError::new_err(format!(
            "Cannot construct a ufunc with more than {OPERANDS} operands (requested number were: inputs = {nin} \
             and outputs = {nout})"
        )));
    }
    if nin < 0 || nout < 0 {
        return Err(PyValueError::new_err("the numbers of inputs and outputs must not be negative"));
    }
    make(py, function, nin as usize, nout as usize, identity)
}

/// The function's name, "?" where it has none.
unsafe fn function_name(function: *mut PyObject) -> String {
    let o = ffi::PyObject_GetAttrString(function, c"__name__".as_ptr());
    if o.is_null() {
        // Cleared here: a `PyErr` dropped in a raw entry would keep the function for a while.
        ffi::PyErr_Clear();
        return "?".to_string();
    }
    let name = text_of(o);
    ffi::Py_DECREF(o);
    name
}

unsafe fn make(
    py: Python<'_>,
    function: *mut PyObject,
    nin: usize,
    nout: usize,
    identity: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let name = function_name(function);
    let name = Box::into_raw(format!("{name} (vectorized)").into_boxed_str());
    let types = Box::into_raw(format!("{}->{}", "O".repeat(nin), "O".repeat(nout)).into_boxed_str());
    let order = if identity.is_null() { Identity::None } else { Identity::Reorderable };
    let value = if identity == ffi::Py_None() { ptr::null_mut() } else { identity };
    // All of it lives until the ufunc object goes (see `release`).
    let row = Box::into_raw(Box::new(Row {
        name: &*name,
        nin,
        nout,
        identity: order,
        types: &*types,
        doc: DOC,
        signature: None,
    }));
    ffi::Py_INCREF(function);
    ffi::Py_XINCREF(value);
    let texts = [name, types];
    let custom = Custom {
        function,
        identity: value,
        nin,
        nout,
        row,
        ufunc: ptr::null_mut(),
        texts,
        object: ptr::null_mut(),
    };
    let custom = Box::into_raw(Box::new(custom));
    let kernel = Kernel::new(run, Fp::Hardware, CALL);
    (*custom).ufunc = Box::into_raw(Box::new(Ufunc::custom(&*row, kernel, custom as usize)));
    let o = match new_object(py, &*(*custom).ufunc) {
        Ok(o) => o,
        Err(e) => {
            release(custom);
            return Err(e);
        }
    };
    (*o.cast::<PyUfunc>()).custom = custom;
    (*custom).object = o;
    Ok(o)
}

/// Puts `frompyfunc` into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    crate::functions::add(
        m,
        vec![method(
            "frompyfunc",
            crate::c_function!(frompyfunc),
            "frompyfunc(func, /, nin, nout, *, identity=<no value>)\n--\n\n\
             A ufunc that calls a Python function on the elements, as objects.\n\n\
             Parameters\n----------\n\
             func : callable\n\
             nin, nout : int\n    Numbers of arguments and of results.\n\
             identity : object, optional\n    What a reduction over nothing gives; None if axes may be reduced in any order.\n\n\
             Returns\n-------\nufunc\n\n\
             Raises\n------\nTypeError\n    If `func` cannot be called.\n\n\
             Examples\n--------\n>>> import numen as np\n\
             >>> np.frompyfunc(lambda a, b: a + b, 2, 1)([1, 2], 10)\narray([11, 12], dtype=object)\n",
        )],
    )
}
