//! `array2string`, `array_repr`, `array_str`, formatting of single floats; the array's `repr` and `str`.

use super::elements::View;
use super::options::{self, Read};
use crate::boundary::args::{is_none, text_of, truth, Call};
use crate::boundary::call::entry;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{array_of, is_array, is_exact};
use numen_dtype::{DType, Num};
use numen_text::float::{
    format_float_positional, format_float_scientific, FormatError, Positional, Scientific, Trim, Width,
};
use numen_text::{array2string, array_repr, framed, LayoutError, Options, ReprParts};
use pyo3::exceptions::*;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

fn layout_error(view: &View<'_>, e: LayoutError) -> PyErr {
    match e {
        LayoutError::Stopped => {
            view.take_error().unwrap_or_else(|| PyRuntimeError::new_err("formatting was stopped"))
        }
        LayoutError::Format(f) => format_error(f),
    }
}

fn format_error(f: FormatError) -> PyErr {
    PyValueError::new_err(f.to_string())
}

fn formatter<'py>(py: Python<'py>, r: &Read) -> PyResult<Option<Bound<'py, PyAny>>> {
    if !r.has_formatter {
        return Ok(None);
    }
    Ok(Some(options::current(py)?.get_item("formatter")?))
}

/// The elements alone tell the type.
fn implied(d: &DType, o: &Options) -> bool {
    let named = d.fields().is_none() && !(is_old(o) && d.is_bool());
    named && d.is_native() && matches!(d.num(), Num::Bool | Num::Long | Num::Double | Num::CDouble)
}

/// The type as it stands after `dtype=` in an array's repr: a name where it is one, else quoted.
fn dtype_text(d: &DType) -> String {
    if d.fields().is_some() || d.as_subarray().is_some() {
        return d.construction(true, true);
    }
    if d.is_flexible() || !d.is_native() {
        return format!("'{}'", d.display());
    }
    let name = d.name();
    if name.chars().all(char::is_alphanumeric) {
        name
    } else {
        format!("'{name}'")
    }
}

/// Legacy mode 1.13.
fn is_old(o: &Options) -> bool {
    o.legacy <= numen_text::Legacy::V1_13
}

/// What the layout sees of an array; legacy mode 1.13 shows single items as Python does.
fn viewed<'py>(
    py: Python<'py>,
    a: numen_array::Array,
    o: &Options,
    formatter: Option<&Bound<'py, PyAny>>,
) -> PyResult<View<'py>> {
    if is_old(o) && a.ndim() == 0 && a.dtype().fields().is_none() {
        return Ok(View::plain(py, a));
    }
    View::new(py, a, formatter)
}

unsafe fn repr_with(
    py: Python<'_>,
    o: *mut PyObject,
    options: &Options,
    formatter: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let a = array_of(o);
    let class = if is_exact(o) {
        "array".to_string()
    } else {
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy();
        name.rsplit('.').next().unwrap_or("array").to_string()
    };
    let view = viewed(py, a.view(), options, formatter)?;
    let text = dtype_text(a.dtype());
    let parts = ReprParts {
        class_name: &class,
        dtype: &text,
        dtype_implied: implied(a.dtype(), options),
        flexible: a.dtype().is_flexible(),
    };
    let entered = Entered::new(py, o, a.dtype())?;
    if entered.again {
        return Ok(framed("...", a.shape(), options, &parts));
    }
    array_repr(&view, options, &parts).map_err(|e| layout_error(&view, e))
}

/// An array being printed: one that holds itself is met again.
struct Entered {
    array: *mut PyObject,
    again: bool,
}

impl Entered {
    unsafe fn new(py: Python<'_>, o: *mut PyObject, d: &DType) -> PyResult<Entered> {
        if !d.has_object() {
            return Ok(Entered { array: std::ptr::null_mut(), again: false });
        }
        match ffi::Py_ReprEnter(o) {
            0 => Ok(Entered { array: o, again: false }),
            1 => Ok(Entered { array: std::ptr::null_mut(), again: true }),
            _ => Err(PyErr::fetch(py)),
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if !self.array.is_null() {
            // SAFETY: entered by this guard; the caller holds the array and the interpreter's lock.
            unsafe { ffi::Py_ReprLeave(self.array) }
        }
    }
}

/// `str(a)`.
pub unsafe fn str_(py: Python<'_>, o: *mut PyObject) -> PyResult<String> {
    let r = options::read(py)?;
    str_with(py, o, &r.options, formatter(py, &r)?.as_ref())
}

unsafe fn str_with(
    py: Python<'_>,
    o: *mut PyObject,
    options: &Options,
    formatter: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let a = array_of(o);
    let entered = Entered::new(py, o, a.dtype())?;
    if entered.again {
        return Ok("...".to_string());
    }
    if a.ndim() == 0 {
        let plain = is_old(options) && a.dtype().fields().is_none();
        let item = if plain {
            convert::item(py, a, a.read())?
        } else {
            crate::scalar::from_memory(py, a.dtype(), a.read(), o)?
        };
        let item = Bound::from_owned_ptr(py, item);
        if ffi::PyBytes_Check(item.as_ptr()) != 0 {
            return Ok(item.repr()?.to_string_lossy().into_owned());
        }
        return Ok(item.str()?.to_string_lossy().into_owned());
    }
    let view = View::new(py, a.view(), formatter)?;
    array2string(&view, options, " ", 0, 0).map_err(|e| layout_error(&view, e))
}

unsafe extern "C" fn repr_slot(o: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let r = options::read(py)?;
        if r.has_override {
            let f = options::current(py)?.get_item("override_repr")?;
            return Ok(f.call1((Bound::from_borrowed_ptr(py, o),))?.into_ptr());
        }
        text(py, &repr_with(py, o, &r.options, formatter(py, &r)?.as_ref())?)
    })
}

unsafe extern "C" fn str_slot(o: *mut PyObject) -> *mut PyObject {
    entry(|py| text(py, &str_(py, o)?))
}

unsafe fn text(py: Python<'_>, s: &str) -> PyResult<*mut PyObject> {
    crate::dtype::attributes::text(py, s)
}

/// Adds the slots of arrays.
pub fn slots(spec: &mut crate::boundary::types::TypeSpec) {
    spec.slot(ffi::Py_tp_repr, repr_slot as *const ());
    spec.slot(ffi::Py_tp_str, str_slot as *const ());
}

crate::signature!(ARRAY2STRING: "_array2string", 5, 5, 5; "a", "options", "separator", "prefix", "suffix");
crate::signature!(ARRAY_REPR: "_array_repr", 2, 2, 2; "a", "options");
crate::signature!(ARRAY_STR: "_array_str", 2, 2, 2; "a", "options");

/// Options given as a full dict, with its formatter.
unsafe fn given<'py>(py: Python<'py>, p: *mut PyObject) -> PyResult<(Options, Option<Bound<'py, PyAny>>)> {
    let dict = Bound::from_borrowed_ptr(py, p);
    let r = options::from_dict(&dict)?;
    let f = if r.has_formatter { Some(dict.get_item("formatter")?) } else { None };
    Ok((r.options, f))
}

unsafe fn array2string_py(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, o, separator, prefix, suffix] = ARRAY2STRING.parse(call)?;
    let (o, f) = given(py, o)?;
    let array = convert::array(py, a)?;
    let chars = |p| text_of(p).chars().count();
    let view = viewed(py, array, &o, f.as_ref())?;
    let s = array2string(&view, &o, &text_of(separator), chars(prefix), chars(suffix))
        .map_err(|e| layout_error(&view, e))?;
    text(py, &s)
}

unsafe fn array_repr_py(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, o] = ARRAY_REPR.parse(call)?;
    if !is_array(a) {
        return Err(PyTypeError::new_err("an array is needed"));
    }
    let (o, f) = given(py, o)?;
    text(py, &repr_with(py, a, &o, f.as_ref())?)
}

unsafe fn array_str_py(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, o] = ARRAY_STR.parse(call)?;
    if !is_array(a) {
        return Err(PyTypeError::new_err("an array is needed"));
    }
    let (o, f) = given(py, o)?;
    text(py, &str_with(py, a, &o, f.as_ref())?)
}

crate::signature!(POSITIONAL: "format_float_positional", 1, 9, 0;
    "x", "precision", "unique", "fractional", "trim", "sign", "pad_left", "pad_right", "min_digits");
crate::signature!(SCIENTIFIC: "format_float_scientific", 1, 8, 0;
    "x", "precision", "unique", "trim", "sign", "pad_left", "exp_digits", "min_digits");

unsafe fn number(py: Python<'_>, x: *mut PyObject) -> PyResult<(f64, Width)> {
    let a = convert::array(py, x)?;
    if a.size() != 1 {
        return Err(PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars"));
    }
    let width = match a.dtype().num() {
        Num::Half => Width::F16,
        Num::Float => Width::F32,
        _ => Width::F64,
    };
    let d = DType::of(Num::Double);
    let (v, _) = crate::boundary::errors::ToPy::py(numen_exec::astype(&a, &d, numen_array::Order::C), py)?;
    Ok((v.read().cast::<f64>().read(), width))
}

unsafe fn count(py: Python<'_>, p: *mut PyObject) -> PyResult<i32> {
    if is_none(p) {
        return Ok(-1);
    }
    let i = crate::boundary::args::index(py, p)?;
    i32::try_from(i).map_err(|_| PyValueError::new_err("precision must be less than 2**31"))
}

unsafe fn trim(p: *mut PyObject) -> PyResult<Trim> {
    let name = if p.is_null() { "k".to_string() } else { text_of(p) };
    Ok(match name.as_str() {
        "k" => Trim::Keep,
        "." => Trim::Zeros,
        "0" => Trim::LeaveOneZero,
        "-" => Trim::PointAndZeros,
        _ => {
            return Err(PyTypeError::new_err(
                "if supplied, trim must be 'k', '.', '0' or '-' found `".to_string() + &name + "`",
            ))
        }
    })
}

unsafe fn positional(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [x, precision, unique, fractional, t, sign, left, right, min] = POSITIONAL.parse(call)?;
    let (v, w) = number(py, x)?;
    let o = Positional {
        precision: count(py, precision)?,
        unique: truth(py, unique, true)?,
        fractional: truth(py, fractional, true)?,
        trim: trim(t)?,
        sign: truth(py, sign, false)?,
        pad_left: count(py, left)?,
        pad_right: count(py, right)?,
        min_digits: count(py, min)?,
    };
    text(py, &format_float_positional(v, w, &o).map_err(format_error)?)
}

unsafe fn scientific(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [x, precision, unique, t, sign, left, exp, min] = SCIENTIFIC.parse(call)?;
    let (v, w) = number(py, x)?;
    let o = Scientific {
        precision: count(py, precision)?,
        unique: truth(py, unique, true)?,
        trim: trim(t)?,
        sign: truth(py, sign, false)?,
        pad_left: count(py, left)?,
        exp_digits: count(py, exp)?,
        min_digits: count(py, min)?,
    };
    text(py, &format_float_scientific(v, w, &o).map_err(format_error)?)
}

/// Puts the functions into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    crate::functions::add(
        m,
        vec![
            method("_array2string", crate::c_function!(array2string_py), "The text of an array with all options given."),
            method("_array_repr", crate::c_function!(array_repr_py), "The repr of an array with all options given."),
            method("_array_str", crate::c_function!(array_str_py), "The str of an array with all options given."),
            method(
                "format_float_positional",
                crate::c_function!(positional),
                "format_float_positional(x, precision=None, unique=True, fractional=True, trim='k', sign=False, pad_left=None, pad_right=None, min_digits=None)\n--\n\n\
                 A float in positional notation.\n\n\
                 With `unique` the shortest digits that read back as the same number, cut or filled to `precision`;\n\
                 without it the exact value rounded to `precision` digits (after the point if `fractional`).\n\n\
                 Examples\n--------\n>>> import numen as np\n>>> np.format_float_positional(0.1, precision=3, unique=False)\n'0.100'\n",
            ),
            method(
                "format_float_scientific",
                crate::c_function!(scientific),
                "format_float_scientific(x, precision=None, unique=True, trim='k', sign=False, pad_left=None, exp_digits=None, min_digits=None)\n--\n\n\
                 A float in scientific notation. Arguments as for `format_float_positional`.\n\n\
                 Examples\n--------\n>>> import numen as np\n>>> np.format_float_scientific(123456.0, precision=2)\n'1.23e+05'\n",
            ),
        ],
    )
}
