//! Arrays of numbers read from text: `fromstring`, and the text mode of `fromfile`.

use super::like;
use crate::boundary::args::{index, is_none, text_of, Call};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::ndarray::object::NdArray;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_shape::Slice;
use numen_text::parse::{complex_prefix, float_prefix, signed_prefix, unsigned_prefix, Separated, Separator};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Reads the item a text begins with into memory; returns where it ends.
pub type Reader = unsafe fn(text: &[u8], to: *mut u8) -> Option<usize>;

macro_rules! readers {
    ($($name:ident: $prefix:ident as $t:ty, |$x:ident| $store:expr;)*) => {
        $( unsafe fn $name(text: &[u8], to: *mut u8) -> Option<usize> {
            let ($x, n) = $prefix(text)?;
            to.cast::<$t>().write_unaligned($store);
            Some(n)
        } )*
    };
}

readers! {
    bool_: float_prefix as bool, |x| x != 0.0;
    i8_: signed_prefix as i8, |x| x as i8;
    i16_: signed_prefix as i16, |x| x as i16;
    i32_: signed_prefix as i32, |x| x as i32;
    i64_: signed_prefix as i64, |x| x;
    u8_: unsigned_prefix as u8, |x| x as u8;
    u16_: unsigned_prefix as u16, |x| x as u16;
    u32_: unsigned_prefix as u32, |x| x as u32;
    u64_: unsigned_prefix as u64, |x| x;
    f16_: float_prefix as half::f16, |x| half::f16::from_f64(x);
    f32_: float_prefix as f32, |x| x as f32;
    f64_: float_prefix as f64, |x| x;
    c64_: complex_prefix as [f32; 2], |x| [x.0 as f32, x.1 as f32];
    c128_: complex_prefix as [f64; 2], |x| [x.0, x.1];
}

/// The reader of a type; strings, records and objects have none.
pub fn reader(d: &DType) -> Option<Reader> {
    Some(match d.num() {
        Num::Bool => bool_,
        Num::Byte => i8_,
        Num::Short => i16_,
        Num::Int => i32_,
        Num::Long | Num::LongLong | Num::Datetime | Num::Timedelta => i64_,
        Num::UByte => u8_,
        Num::UShort => u16_,
        Num::UInt => u32_,
        Num::ULong | Num::ULongLong => u64_,
        Num::Half => f16_,
        Num::Float => f32_,
        Num::Double | Num::LongDouble => f64_,
        Num::CFloat => c64_,
        Num::CDouble | Num::CLongDouble => c128_,
        _ => return None,
    })
}

/// The items of a text (at most `count` if that is not negative), and how many bytes they take.
pub unsafe fn read_text(
    py: Python<'_>,
    text: &[u8],
    d: &DType,
    read: Reader,
    count: isize,
    separator: &[u8],
) -> PyResult<(Array, usize)> {
    let separator = Separator::new(separator);
    let (native, size) = (d.native(), d.itemsize());
    let limit = if count < 0 { usize::MAX } else { count as usize };
    let mut a = Array::empty(native.clone(), &[limit.min(text.len() / 2 + 1).min(4096)], Order::C).py(py)?;
    let (mut found, mut at) = (0, 0);
    while found < limit {
        if found == a.size() {
            let more = Array::empty(native.clone(), &[2 * found + 1], Order::C).py(py)?;
            std::ptr::copy_nonoverlapping(a.read(), more.write(), found * size);
            a = more;
        }
        let Some(n) = read(&text[at..], a.write().add(found * size)) else {
            if at == text.len() || blank(&text[at..]) {
                break;
            }
            return Err(unmatched());
        };
        found += 1;
        at += n;
        match separator.skip(&text[at..]) {
            Separated::After(n) => at += n,
            Separated::End(n) => {
                at += n;
                break;
            }
            Separated::Mismatch if found == limit => break,
            Separated::Mismatch => return Err(unmatched()),
        }
    }
    let part = a.slice_axis(0, Slice { start: 0, step: 1, len: found });
    let a = if found < a.size() || d.is_swapped() {
        let exact = Array::empty(d.clone(), &[found], Order::C).py(py)?;
        numen_exec::assign(&exact, &part, None).py(py).map(drop)?;
        exact
    } else {
        a
    };
    Ok((a, at))
}

fn blank(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_whitespace() || *b == 0x0b)
}

#[cold]
fn unmatched() -> PyErr {
    PyValueError::new_err("string or file could not be read to its end due to unmatched data")
}

crate::signature!(FROMSTRING: "fromstring", 1, 3, 0; "string", "dtype", "count", "sep", "like");

unsafe fn fromstring(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [string, dtype, count, sep, like_] = FROMSTRING.parse(call)?;
    if !is_none(like_) {
        if let Some(r) = like::ask(py, "fromstring", like_, call)? {
            return Ok(r);
        }
    }
    let d = crate::dtype::optional(py, dtype)?.unwrap_or(DType::of(Num::Double));
    let count = if count.is_null() { -1 } else { index(py, count)? };
    let text = Text::of(py, string)?;
    let sep = separator_of(sep, "fromstring", 4)?;
    if sep.is_empty() {
        return Err(PyValueError::new_err(
            "The binary mode of fromstring is removed, use frombuffer instead",
        ));
    }
    if d.has_object() {
        return Err(PyValueError::new_err("Cannot create an object array from a string"));
    }
    let Some(read) = reader(&d) else {
        return Err(PyValueError::new_err("don't know how to read character strings with that array type"));
    };
    let (a, _) = read_text(py, text.bytes(), &d, read, count, sep.as_bytes())?;
    Ok(NdArray::wrap(py, a)?.cast())
}

/// The separator argument; absent is empty.
pub unsafe fn separator_of(sep: *mut PyObject, function: &str, position: usize) -> PyResult<String> {
    if sep.is_null() {
        return Ok(String::new());
    }
    if ffi::PyUnicode_Check(sep) == 0 {
        return Err(PyTypeError::new_err(format!(
            "{function}() argument {position} must be str, not {}",
            type_name(sep)
        )));
    }
    Ok(text_of(sep))
}

unsafe fn type_name(o: *mut PyObject) -> String {
    if o == ffi::Py_None() {
        return "None".to_string();
    }
    std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy().into_owned()
}

/// The bytes of a string or of an object with a read-only buffer.
struct Text {
    data: *const u8,
    len: usize,
    view: Option<ffi::Py_buffer>,
}

impl Text {
    unsafe fn of(py: Python<'_>, o: *mut PyObject) -> PyResult<Text> {
        if ffi::PyUnicode_Check(o) != 0 {
            let mut n = 0;
            let s = ffi::PyUnicode_AsUTF8AndSize(o, &mut n);
            if s.is_null() {
                return Err(PyErr::fetch(py));
            }
            return Ok(Text { data: s.cast(), len: n as usize, view: None });
        }
        let mut view: ffi::Py_buffer = std::mem::zeroed();
        if ffi::PyObject_GetBuffer(o, &mut view, ffi::PyBUF_SIMPLE) < 0 {
            ffi::PyErr_Clear();
            return Err(PyTypeError::new_err(format!(
                "a bytes-like object is required, not '{}'",
                type_name(o)
            )));
        }
        let text = Text { data: view.buf.cast(), len: view.len as usize, view: Some(view) };
        if ffi::PyBytes_Check(o) == 0 && text.view.as_ref().is_some_and(|v| v.readonly == 0) {
            return Err(PyTypeError::new_err(format!(
                "fromstring() argument 1 must be read-only bytes-like object, not {}",
                type_name(o)
            )));
        }
        Ok(text)
    }

    unsafe fn bytes(&self) -> &[u8] {
        if self.len == 0 {
            return &[];
        }
        std::slice::from_raw_parts(self.data, self.len)
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        if let Some(view) = &mut self.view {
            // SAFETY: filled by `PyObject_GetBuffer`; released once, with the interpreter's lock held.
            unsafe { ffi::PyBuffer_Release(view) }
        }
    }
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "fromstring",
        crate::c_function!(fromstring),
        "fromstring(string, dtype=float, count=-1, *, sep, like=None)\n--\n\n\
         A flat array of the numbers in a text.\n\n\
         Parameters\n----------\n\
         string : str or bytes\n    The text.\n\
         dtype : data-type, optional\n    A type of numbers.\n\
         count : int, optional\n    How many numbers to read at most; all if negative.\n\
         sep : str\n    What stands between numbers; blanks in it match any number of blanks.\n\n\
         Returns\n-------\nndarray\n\n\
         Raises\n------\nValueError\n    If the text is not numbers and separators to its end, or `sep` is empty.\n\n\
         Examples\n--------\n>>> import numen as np\n>>> np.fromstring('1, 2, 3', dtype=int, sep=',')\narray([1, 2, 3])\n",
    ));
}
