//! Arguments of `METH_FASTCALL | METH_KEYWORDS` functions and vectorcalls.

use super::call::borrowed;
use super::names::Name;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// What a function is called with, borrowed: `n` values by position, then those of the names in the tuple `kw` (or NULL).
#[derive(Clone, Copy)]
pub struct Call {
    pub args: *const *mut PyObject,
    pub n: isize,
    pub kw: *mut PyObject,
}

impl Call {
    /// Values by position alone.
    pub fn of(values: &[*mut PyObject]) -> Call {
        Call { args: values.as_ptr(), n: values.len() as isize, kw: std::ptr::null_mut() }
    }

    /// A value given by position, or the value of a name, which follow those.
    #[inline(always)]
    pub unsafe fn value(&self, i: isize) -> *mut PyObject {
        *self.args.offset(i)
    }

    /// The values of a call that gives exactly `N`, all by position.
    #[inline(always)]
    pub unsafe fn exactly<const N: usize>(&self) -> PyResult<[*mut PyObject; N]> {
        if self.n != N as isize || self.names() != 0 {
            return Err(PyTypeError::new_err(format!("{N} positional arguments expected")));
        }
        Ok(std::array::from_fn(|i| self.value(i as isize)))
    }

    /// How many values are given by name.
    #[inline(always)]
    pub unsafe fn names(&self) -> isize {
        if self.kw.is_null() {
            0
        } else {
            ffi::PyTuple_GET_SIZE(self.kw)
        }
    }

    /// The values given by position as a tuple.
    pub unsafe fn positional<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, (0..self.n as usize).map(|i| borrowed(py, self.value(i as isize))))
    }

    /// The values given by name as a new dict.
    pub unsafe fn named<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let named = PyDict::new(py);
        for i in 0..self.names() {
            named.set_item(
                borrowed(py, ffi::PyTuple_GET_ITEM(self.kw, i)),
                borrowed(py, self.value(self.n + i)),
            )?;
        }
        Ok(named)
    }
}

/// The C function that calls an `unsafe fn(Python, Call) -> PyResult<*mut PyObject>`.
#[macro_export]
macro_rules! c_function {
    ($f:path) => {{
        unsafe extern "C" fn entered(
            _: *mut ::pyo3::ffi::PyObject,
            args: *const *mut ::pyo3::ffi::PyObject,
            n: isize,
            kw: *mut ::pyo3::ffi::PyObject,
        ) -> *mut ::pyo3::ffi::PyObject {
            $crate::boundary::call::entry(|py| $f(py, $crate::boundary::args::Call { args, n, kw }))
        }
        entered
    }};
}

/// The C function of a method that is an `unsafe fn(Python, *mut PyObject, Call) -> PyResult<*mut PyObject>`.
#[macro_export]
macro_rules! c_method {
    ($f:path) => {{
        unsafe extern "C" fn entered(
            o: *mut ::pyo3::ffi::PyObject,
            args: *const *mut ::pyo3::ffi::PyObject,
            n: isize,
            kw: *mut ::pyo3::ffi::PyObject,
        ) -> *mut ::pyo3::ffi::PyObject {
            let call = $crate::boundary::args::Call { args, n, kw };
            $crate::boundary::call::entry(|py| match $f(py, o, call) {
                Err(e) => Err($crate::boundary::words::refused(py, stringify!($f), o, call, e)),
                done => done,
            })
        }
        entered
    }};
}

/// The signature of a function with `N` parameters.
pub struct Signature<const N: usize> {
    pub function: &'static str,
    pub names: [Name; N],
    /// The first so many must be given.
    pub required: usize,
    /// The first so many may be given by position.
    pub positional: usize,
    /// The first so many may be given by position only.
    pub only: usize,
}

/// `signature!(NAME: "function", required, positional, only; a, b, c)`
#[macro_export]
macro_rules! signature {
    ($(#[$m:meta])* $id:ident: $f:literal, $required:literal, $positional:literal, $only:literal; $($name:literal),* $(,)?) => {
        $(#[$m])*
        static $id: $crate::boundary::args::Signature<{ $crate::signature!(@count $($name),*) }> =
            $crate::boundary::args::Signature {
                function: $f,
                names: [$($crate::boundary::names::Name::new($name)),*],
                required: $required,
                positional: $positional,
                only: $only,
            };
    };
    (@count) => { 0 };
    (@count $h:literal $(, $t:literal)*) => { 1 + $crate::signature!(@count $($t),*) };
}

/// Functions that are written in Python in NumPy: what they say of missing arguments are Python's words. In order.
const PYTHON_FUNCTIONS: &[&str] = &[
    "all",
    "amax",
    "amin",
    "any",
    "argmax",
    "argmin",
    "argpartition",
    "argsort",
    "around",
    "bincount",
    "broadcast_to",
    "can_cast",
    "choose",
    "clip",
    "column_stack",
    "compress",
    "concat",
    "concatenate",
    "copyto",
    "count_nonzero",
    "cumprod",
    "cumsum",
    "diagonal",
    "dot",
    "empty_like",
    "format_float_positional",
    "format_float_scientific",
    "full",
    "full_like",
    "hstack",
    "inner",
    "lexsort",
    "linspace",
    "max",
    "may_share_memory",
    "mean",
    "min",
    "min_scalar_type",
    "nonzero",
    "ones",
    "ones_like",
    "outer",
    "packbits",
    "partition",
    "permute_dims",
    "prod",
    "promote_types",
    "ptp",
    "put",
    "putmask",
    "ravel",
    "ravel_multi_index",
    "repeat",
    "reshape",
    "round",
    "searchsorted",
    "shares_memory",
    "sort",
    "squeeze",
    "stack",
    "std",
    "sum",
    "swapaxes",
    "take",
    "trace",
    "transpose",
    "unpackbits",
    "unravel_index",
    "var",
    "vdot",
    "vstack",
    "where",
    "zeros_like",
];

/// First parameters of the methods among functions of the same names: methods are written in C.
const METHODS_FIRST: &[&str] = &["b", "choices", "kth", "repeats", "v", "values"];

impl<const N: usize> Signature<N> {
    /// The arguments in order of the names, borrowed; NULL where absent.
    ///
    /// # Safety
    /// The call's values are alive.
    #[inline(always)]
    pub unsafe fn parse(&self, Call { args, n, kw }: Call) -> PyResult<[*mut PyObject; N]> {
        let mut out = [std::ptr::null_mut(); N];
        let n = n as usize;
        if n > self.positional {
            return Err(self.too_many(n));
        }
        for (o, i) in out.iter_mut().zip(0..n) {
            *o = *args.add(i);
        }
        if !kw.is_null() {
            self.keywords(args.add(n), kw, &mut out)?;
        }
        if n < self.required {
            for i in n..self.required {
                if out[i].is_null() {
                    return Err(self.missing(i, &out));
                }
            }
        }
        Ok(out)
    }

    unsafe fn keywords(
        &self,
        values: *const *mut PyObject,
        kw: *mut PyObject,
        out: &mut [*mut PyObject; N],
    ) -> PyResult<()> {
        for k in 0..ffi::PyTuple_GET_SIZE(kw) {
            let key = ffi::PyTuple_GET_ITEM(kw, k);
            let i = self.find(key).ok_or_else(|| self.unexpected(key))?;
            if !out[i].is_null() {
                return Err(self.twice(i));
            }
            out[i] = *values.offset(k);
        }
        Ok(())
    }

    unsafe fn find(&self, key: *mut PyObject) -> Option<usize> {
        let named = self.only..N;
        let identical = named.clone().find(|&i| self.names[i].get() == key);
        identical.or_else(|| named.clone().find(|&i| ffi::PyUnicode_Compare(self.names[i].get(), key) == 0))
    }

    #[cold]
    fn too_many(&self, n: usize) -> PyErr {
        let were = if n == 1 { "was" } else { "were" };
        let takes = if self.required >= self.positional {
            match self.positional {
                1 => "1 positional argument".to_string(),
                p => format!("{p} positional arguments"),
            }
        } else {
            format!("from {} to {} positional arguments", self.required, self.positional)
        };
        PyTypeError::new_err(format!("{}() takes {takes} but {n} {were} given", self.function))
    }

    #[cold]
    fn missing(&self, i: usize, given: &[*mut PyObject; N]) -> PyErr {
        // SAFETY: names are str objects.
        let name = |i: usize| unsafe { text_of(self.names[i].get()) };
        let method = METHODS_FIRST.contains(&name(0).as_str());
        if method || PYTHON_FUNCTIONS.binary_search(&self.function).is_err() {
            return PyTypeError::new_err(format!(
                "{}() missing required argument '{}' (pos {i})",
                self.function,
                name(i)
            ));
        }
        let all: Vec<String> =
            (0..self.required).filter(|&k| given[k].is_null()).map(|k| format!("'{}'", name(k))).collect();
        let listed = match all.as_slice() {
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
            [] => String::new(),
        };
        let plural = if all.len() == 1 { "" } else { "s" };
        PyTypeError::new_err(format!(
            "{}() missing {} required positional argument{plural}: {listed}",
            self.function,
            all.len()
        ))
    }

    #[cold]
    unsafe fn unexpected(&self, key: *mut PyObject) -> PyErr {
        PyTypeError::new_err(format!(
            "{}() got an unexpected keyword argument '{}'",
            self.function,
            text_of(key)
        ))
    }

    #[cold]
    fn twice(&self, i: usize) -> PyErr {
        // SAFETY: names are str objects.
        let name = unsafe { text_of(self.names[i].get()) };
        PyTypeError::new_err(format!(
            "argument for {}() given by name ('{name}') and position (position {i})",
            self.function
        ))
    }
}

/// The text of a str object (empty for anything else).
pub unsafe fn text_of(p: *mut PyObject) -> String {
    let mut n = 0;
    let s = ffi::PyUnicode_AsUTF8AndSize(p, &mut n);
    if s.is_null() {
        ffi::PyErr_Clear();
        return String::new();
    }
    String::from_utf8_lossy(std::slice::from_raw_parts(s.cast(), n as usize)).into_owned()
}

/// A Python caller's mark for "not given" (`_NoValue`).
pub unsafe fn is_mark(p: *mut PyObject) -> bool {
    !p.is_null() && std::ffi::CStr::from_ptr((*ffi::Py_TYPE(p)).tp_name).to_bytes().ends_with(b"_NoValueType")
}

/// An argument, absent where a mark says so.
pub unsafe fn unmarked(p: *mut PyObject) -> *mut PyObject {
    if is_mark(p) {
        std::ptr::null_mut()
    } else {
        p
    }
}

/// Absent or None.
#[inline(always)]
pub unsafe fn is_none(p: *mut PyObject) -> bool {
    p.is_null() || p == ffi::Py_None()
}

/// A truth value with a default.
#[inline(always)]
pub unsafe fn truth(py: Python<'_>, p: *mut PyObject, default: bool) -> PyResult<bool> {
    if p.is_null() {
        return Ok(default);
    }
    if p == ffi::Py_True() {
        return Ok(true);
    }
    if p == ffi::Py_False() {
        return Ok(false);
    }
    match ffi::PyObject_IsTrue(p) {
        -1 => Err(PyErr::fetch(py)),
        b => Ok(b != 0),
    }
}

/// `keepdims=` of reductions: an integer, as NumPy reads it.
#[inline(always)]
pub unsafe fn keeps(py: Python<'_>, p: *mut PyObject) -> PyResult<bool> {
    if p.is_null() || p == ffi::Py_False() {
        return Ok(false);
    }
    if p == ffi::Py_True() {
        return Ok(true);
    }
    if ffi::PyFloat_Check(p) != 0 {
        return Err(PyTypeError::new_err("integer argument expected, got float"));
    }
    let i = ffi::PyNumber_AsSsize_t(p, std::ptr::null_mut());
    if i == -1 && !ffi::PyErr_Occurred().is_null() {
        return Err(PyErr::fetch(py));
    }
    Ok(i != 0)
}

/// An integer (through `__index__`).
#[inline(always)]
pub unsafe fn index(py: Python<'_>, p: *mut PyObject) -> PyResult<isize> {
    let i = ffi::PyNumber_AsSsize_t(p, ffi::PyExc_IndexError);
    if i == -1 && !ffi::PyErr_Occurred().is_null() {
        return Err(PyErr::fetch(py));
    }
    Ok(i)
}
