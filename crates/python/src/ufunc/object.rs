//! The ufunc type: layout, attributes, the call.

use crate::boundary::args::Call;
use crate::boundary::call::{entry, new_ref, none, quickly};
use crate::boundary::names::Name;
use crate::boundary::types::{getset, type_module, TypeSpec};
use numen_ops::ufunc::{self, Ufunc};
use numen_ops::{rows, Identity, ALIASES};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use pyo3::types::PyList;
use std::collections::HashMap;
use std::os::raw::{c_int, c_void};
use std::ptr;
use std::sync::OnceLock;

/// A ufunc object.
#[repr(C)]
pub struct PyUfunc {
    ob: PyObject,
    vectorcall: Option<ffi::vectorcallfunc>,
    pub u: &'static Ufunc,
    dict: *mut PyObject,
    /// What a ufunc made from a Python function owns (`u` among it), else NULL.
    pub custom: *mut super::from_python::Custom,
}

static mut TYPE: *mut PyTypeObject = ptr::null_mut();

/// A built-in ufunc.
///
/// # Panics
/// If there is none of that name: names are literals of ours.
pub fn builtin(name: &str) -> &'static Ufunc {
    ufunc::get(name).expect("a name of the table")
}

/// The ufunc of a comparison operator (`Py_LT` and so on).
#[inline]
pub fn comparison(op: c_int) -> &'static Ufunc {
    static ALL: OnceLock<[&'static Ufunc; 6]> = OnceLock::new();
    // In the order of the operators' numbers.
    const NAMES: [&str; 6] = ["less", "less_equal", "equal", "not_equal", "greater", "greater_equal"];
    ALL.get_or_init(|| NAMES.map(builtin))[op as usize]
}

/// The ufunc of an object known to be one.
#[inline(always)]
pub unsafe fn ufunc_of(o: *mut PyObject) -> &'static Ufunc {
    (*o.cast::<PyUfunc>()).u
}

/// The objects of the built-in ufuncs, by the address of what they stand for.
static OBJECTS: OnceLock<HashMap<usize, usize>> = OnceLock::new();

/// The object of a ufunc, borrowed; None for private ones, which have no object.
pub unsafe fn object_of(u: &'static Ufunc) -> *mut PyObject {
    let own = super::from_python::object(u);
    if !own.is_null() {
        return own;
    }
    let address = ptr::from_ref(u) as usize;
    OBJECTS.get().and_then(|m| m.get(&address)).map_or(ffi::Py_None(), |&p| p as *mut PyObject)
}

/// A new object for a ufunc.
pub unsafe fn new_object(py: Python<'_>, u: &'static Ufunc) -> PyResult<*mut PyObject> {
    let alloc = (*TYPE).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
    let p: *mut PyUfunc = alloc(TYPE, 0).cast();
    if p.is_null() {
        return Err(PyErr::fetch(py));
    }
    (*p).vectorcall = Some(match (u.row.nin, u.row.nout) {
        (1, 1) => call_unary,
        (2, 1) => call_binary,
        _ => vectorcall,
    });
    (*p).u = u;
    (*p).custom = ptr::null_mut();
    Ok(p.cast())
}

/// A call with one operand and nothing else. The general call is another function, so that this one keeps a small frame.
unsafe extern "C" fn call_unary(
    o: *mut PyObject,
    args: *const *mut PyObject,
    n: usize,
    kw: *mut PyObject,
) -> *mut PyObject {
    if ffi::PyVectorcall_NARGS(n) == 1 && kw.is_null() {
        if let Some(r) = quickly(|py| super::fast::unary(py, ufunc_of(o), *args)) {
            return r;
        }
    }
    vectorcall(o, args, n, kw)
}

/// As [`call_unary`], with two operands.
unsafe extern "C" fn call_binary(
    o: *mut PyObject,
    args: *const *mut PyObject,
    n: usize,
    kw: *mut PyObject,
) -> *mut PyObject {
    if ffi::PyVectorcall_NARGS(n) == 2 && kw.is_null() {
        if let Some(r) = quickly(|py| super::fast::binary(py, ufunc_of(o), *args, *args.add(1))) {
            return r;
        }
    }
    vectorcall(o, args, n, kw)
}

#[inline(never)]
unsafe extern "C" fn vectorcall(
    o: *mut PyObject,
    args: *const *mut PyObject,
    n: usize,
    kw: *mut PyObject,
) -> *mut PyObject {
    let n = ffi::PyVectorcall_NARGS(n);
    let u = ufunc_of(o);
    let call = Call { args, n, kw };
    entry(|py| {
        if let Some(out) = only_output(u, call) {
            let none = out == ffi::Py_None();
            let fast = match u.row.nin {
                1 if none => super::fast::unary(py, u, *args).ok(py)?,
                2 if none => super::fast::binary(py, u, *args, *args.add(1)).ok(py)?,
                1 => super::fast::unary_into(py, u, *args, out)?,
                2 => super::fast::binary_into(py, u, *args, *args.add(1), out)?,
                _ => None,
            };
            if let Some(r) = fast {
                return Ok(r);
            }
        }
        if kw.is_null() && n == u.row.nin as isize {
            let given = std::slice::from_raw_parts(args, n as usize);
            if u.row.nout == 2 && u.row.signature.is_none() && n <= 2 {
                if let Some(r) = super::others::two_results(py, u, given).ok(py)? {
                    return Ok(r);
                }
            }
            if let Some(r) = super::others::on_lists(py, u, given)? {
                return Ok(r);
            }
            if let Some(r) = super::call::with_real(py, u, given)? {
                return Ok(r);
            }
        }
        super::call::general(py, o, call)
    })
}

/// The output of a call that gives the inputs and one output, by position or as `out=`, and nothing else.
#[inline(always)]
unsafe fn only_output(u: &Ufunc, call: Call) -> Option<*mut PyObject> {
    static OUT: Name = Name::new("out");
    let nin = u.row.nin as isize;
    if u.row.nout != 1 {
        return None;
    }
    if call.kw.is_null() {
        return (call.n == nin + 1).then(|| call.value(nin));
    }
    let only = call.n == nin && call.names() == 1 && ffi::PyTuple_GET_ITEM(call.kw, 0) == OUT.get();
    only.then(|| call.value(nin))
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    ffi::PyObject_GC_UnTrack(o.cast());
    let ty = ffi::Py_TYPE(o);
    ffi::Py_XDECREF((*o.cast::<PyUfunc>()).dict);
    super::from_python::release((*o.cast::<PyUfunc>()).custom);
    ((*ty).tp_free.unwrap_or(ffi::PyObject_GC_Del))(o.cast());
    ffi::Py_DECREF(ty.cast());
}

unsafe extern "C" fn traverse(o: *mut PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    let p = o.cast::<PyUfunc>();
    for x in [ffi::Py_TYPE(o).cast(), (*p).dict] {
        let r = if x.is_null() { 0 } else { visit(x, arg) };
        if r != 0 {
            return r;
        }
    }
    super::from_python::traverse((*p).custom, visit, arg)
}

unsafe extern "C" fn clear(o: *mut PyObject) -> c_int {
    let p = o.cast::<PyUfunc>();
    ffi::Py_XDECREF(ptr::replace(&raw mut (*p).dict, ptr::null_mut()));
    super::from_python::clear((*p).custom);
    0
}

unsafe extern "C" fn repr(o: *mut PyObject) -> *mut PyObject {
    entry(|py| crate::dtype::attributes::text(py, &format!("<ufunc '{}'>", ufunc_of(o).name())))
}

macro_rules! attributes {
    ($($name:ident: $doc:literal => |$py:ident, $u:ident| $body:expr;)*) => {
        $( unsafe extern "C" fn $name(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
            entry(|$py| { let $u = ufunc_of(o); $body })
        } )*
        fn attribute_definitions(spec: &mut TypeSpec) {
            $( spec.getset.push(getset(stringify!($name), $name, None, $doc)); )*
        }
    };
}

unsafe fn int(py: Python<'_>, n: usize) -> PyResult<*mut PyObject> {
    crate::boundary::call::checked(py, ffi::PyLong_FromSize_t(n))
}

attributes! {
    nin: "Number of inputs." => |py, u| int(py, u.row.nin);
    nout: "Number of outputs." => |py, u| int(py, u.row.nout);
    nargs: "Number of operands." => |py, u| int(py, u.row.nin + u.row.nout);
    ntypes: "Number of loops." => |py, u| int(py, u.row.types.split(' ').count());
    types: "The loops' types: 'dd->d' and so on." => |py, u| {
        Ok(PyList::new(py, u.row.types.split(' '))?.into_ptr())
    };
    __name__: "The ufunc's name." => |py, u| crate::dtype::attributes::text(py, u.name());
    __qualname__: "The ufunc's name." => |py, u| crate::dtype::attributes::text(py, u.name());
    signature: "Core dimensions of a generalised ufunc, or None." => |py, u| match u.row.signature {
        Some(s) => crate::dtype::attributes::text(py, s),
        None => Ok(none()),
    };
    identity: "What a reduction over nothing gives, or None." => |py, u| match u.row.identity {
        _ if !super::from_python::identity(u).is_null() => Ok(new_ref(super::from_python::identity(u))),
        Identity::None | Identity::Reorderable => Ok(none()),
        Identity::Zero => int(py, 0),
        Identity::One => int(py, 1),
        Identity::MinusOne => crate::boundary::call::checked(py, ffi::PyLong_FromLong(-1)),
        Identity::True => Ok(crate::boundary::call::bool_(true)),
        Identity::False => Ok(crate::boundary::call::bool_(false)),
        Identity::MinusInfinity => crate::boundary::call::checked(py, ffi::PyFloat_FromDouble(f64::NEG_INFINITY)),
    };
    __signature__: "The arguments, for `inspect.signature`." => |py, u| {
        let module = PyModule::import(py, "numen._ufunc_signature")?;
        Ok(module.call_method1("signature", (u.row.nin, u.row.nout, u.row.signature.is_some()))?.into_ptr())
    };
}

/// The documentation of a ufunc: signature, the table's line, an example.
fn doc(u: &Ufunc) -> String {
    let name = u.name();
    let ins = if u.row.nin == 1 {
        "x".to_string()
    } else {
        (1..=u.row.nin).map(|i| format!("x{i}")).collect::<Vec<_>>().join(", ")
    };
    let outs = if u.row.nout == 1 {
        "out=None".to_string()
    } else {
        format!("out=({})", vec!["None"; u.row.nout].join(", "))
    };
    format!(
        "{name}({ins}, /, {outs}, *, where=True, casting='same_kind', order='K', dtype=None, subok=True[, signature])\n\n{}\n\n{}",
        u.row.doc,
        numen_ops::table::example(name)
    )
}

/// Makes the type and the objects and puts them into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let mut spec = TypeSpec::new(format!("{}.ufunc", type_module(py)), std::mem::size_of::<PyUfunc>());
    spec.doc =
        Some("A function that works element by element, with broadcasting, type resolution and outputs.");
    spec.flags |= ffi::Py_TPFLAGS_HAVE_VECTORCALL | ffi::Py_TPFLAGS_HAVE_GC;
    spec.slot(ffi::Py_tp_dealloc, dealloc as *const ());
    spec.slot(ffi::Py_tp_traverse, traverse as *const ());
    spec.slot(ffi::Py_tp_clear, clear as *const ());
    spec.slot(ffi::Py_tp_call, ffi::PyVectorcall_Call as *const ());
    spec.slot(ffi::Py_tp_repr, repr as *const ());
    spec.slot(ffi::Py_tp_str, repr as *const ());
    for (name, offset) in [
        (c"__vectorcalloffset__", std::mem::offset_of!(PyUfunc, vectorcall)),
        (c"__dictoffset__", std::mem::offset_of!(PyUfunc, dict)),
    ] {
        spec.members.push(ffi::PyMemberDef {
            name: name.as_ptr(),
            type_code: ffi::Py_T_PYSSIZET,
            offset: offset as isize,
            flags: ffi::Py_READONLY,
            doc: ptr::null(),
        });
    }
    spec.getset.push(getset(
        "__dict__",
        ffi::PyObject_GenericGetDict,
        Some(ffi::PyObject_GenericSetDict),
        "Attributes that were set.",
    ));
    attribute_definitions(&mut spec);
    super::methods::definitions(&mut spec);
    super::resolution::definitions(&mut spec);
    // SAFETY: the slots have their signatures; written once, with the lock held.
    unsafe {
        let ty = spec.build(py)?;
        TYPE = ty;
        super::from_python::init(m)?;
        m.add("ufunc", Bound::from_borrowed_ptr(py, ty.cast::<PyObject>()))?;
        let mut objects = HashMap::new();
        for row in rows() {
            let o = Bound::from_owned_ptr(py, new_object(py, builtin(row.name))?);
            // The type's documentation hides an attribute of the type; the object's own comes first.
            o.setattr("__doc__", doc(builtin(row.name)))?;
            m.add(row.name, &o)?;
            // Kept for good, as the table is.
            objects.insert(ptr::from_ref(builtin(row.name)) as usize, o.clone().into_ptr() as usize);
            for (alias, _) in ALIASES.iter().filter(|(_, name)| *name == row.name) {
                m.add(*alias, &o)?;
            }
        }
        let _ = OBJECTS.set(objects);
    }
    Ok(())
}
