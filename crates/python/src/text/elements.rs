//! An array as the layout of text sees it.

use crate::boundary::call::{attached, owned};
use numen_array::Array;
use numen_dtype::{Kind as DKind, Num, NAT};
use numen_text::{pyrepr, Elements, Kind, Stopped, Width};
use pyo3::prelude::*;
use std::cell::RefCell;

/// An array's elements by flat position; user formatters and objects are called back.
pub struct View<'py> {
    py: Python<'py>,
    array: Array,
    kind: Kind,
    fields: Vec<View<'py>>,
    formatter: Option<Bound<'py, PyAny>>,
    /// Elements show as the Python values they stand for.
    plain: bool,
    /// The exception of user code, for the caller of the layout.
    pub error: RefCell<Option<PyErr>>,
}

impl<'py> View<'py> {
    /// A view of an array in native order; `formatters` is the option of that name.
    pub fn new(py: Python<'py>, array: Array, formatters: Option<&Bound<'py, PyAny>>) -> PyResult<View<'py>> {
        let array = if array.dtype().is_native() && array.is_aligned() {
            array
        } else {
            let d = array.dtype().native();
            crate::boundary::errors::ToPy::py(numen_exec::astype(&array, &d, numen_array::Order::C), py)?.0
        };
        let d = array.dtype().clone();
        let mut fields = Vec::new();
        let kind = match (d.kind(), d.num()) {
            (DKind::Bool, _) => Kind::Bool,
            (DKind::Int, _) => Kind::Int,
            (DKind::UInt, _) => Kind::UInt,
            (_, Num::Half) => Kind::Float(Width::F16),
            (_, Num::Float) => Kind::Float(Width::F32),
            (DKind::Float, _) => Kind::Float(Width::F64),
            (_, Num::CFloat) => Kind::Complex(Width::F32),
            (DKind::Complex, _) => Kind::Complex(Width::F64),
            (DKind::Datetime, _) => Kind::Date,
            (DKind::Timedelta, _) => Kind::Duration,
            (DKind::Void, _) if d.as_record().is_some() => {
                for f in d.as_record().into_iter().flat_map(|r| r.fields()) {
                    let part = spread(array.part(f.dtype.clone(), f.offset));
                    fields.push(View::new(py, part, formatters)?);
                }
                Kind::Record
            }
            _ => Kind::Text,
        };
        let formatter = match formatters {
            Some(f) => find_formatter(f, &d)?,
            None => None,
        };
        let kind = if formatter.is_some() { Kind::Text } else { kind };
        Ok(View { py, array, kind, fields, formatter, plain: false, error: RefCell::new(None) })
    }

    /// The view of a 0-d array that shows the Python value of its item, as legacy mode 1.13 does.
    pub fn plain(py: Python<'py>, array: Array) -> View<'py> {
        let error = RefCell::new(None);
        View { py, array, kind: Kind::Text, fields: Vec::new(), formatter: None, plain: true, error }
    }

    fn at(&self, mut i: usize) -> *const u8 {
        let mut offset = 0isize;
        for (&n, &s) in self.array.shape().iter().zip(self.array.strides()).rev() {
            offset += (i % n) as isize * s;
            i /= n;
        }
        // SAFETY: the layout asks for positions below the size only.
        unsafe { self.array.read().offset(offset) }
    }

    /// What `str` itself shows of a text.
    fn python_repr(&self, item: &Bound<'_, PyAny>) -> PyResult<String> {
        let text = self.py.import("builtins")?.getattr("str")?.getattr("__repr__")?.call1((item,))?;
        Ok(text.str()?.to_string_lossy().into_owned())
    }

    fn call(&self, i: usize, out: &mut Vec<u8>) -> PyResult<()> {
        let d = self.array.dtype();
        if self.plain {
            // SAFETY: `at` is an element of the array.
            let item = unsafe { owned(self.py, crate::convert::item(self.py, &self.array, self.at(i))?)? };
            out.extend_from_slice(item.repr()?.to_string_lossy().as_bytes());
            return Ok(());
        }
        // SAFETY: `at` is an element of the array.
        let item = unsafe {
            owned(self.py, crate::scalar::from_memory(self.py, d, self.at(i), std::ptr::null_mut())?)?
        };
        if let Some(f) = &self.formatter {
            out.extend_from_slice(f.call1((item,))?.str()?.to_string_lossy().as_bytes());
            return Ok(());
        }
        match d.num() {
            Num::Str => match item.extract::<String>() {
                Ok(text) if text.is_ascii() => pyrepr::write_str_repr(&text, out),
                // Which characters are printed as they are depends on the interpreter's Unicode version.
                _ => out.extend_from_slice(self.python_repr(&item)?.as_bytes()),
            },
            Num::Bytes => pyrepr::write_bytes_repr(&item.extract::<Vec<u8>>()?, out),
            Num::Void => void_text(self.at(i), d.itemsize(), out),
            _ if item.is_instance_of::<pyo3::types::PyList>() => {
                // A list in an array would look like a further axis.
                out.extend_from_slice(format!("list({})", item.repr()?.to_string_lossy()).as_bytes());
            }
            _ => out.extend_from_slice(item.repr()?.to_string_lossy().as_bytes()),
        }
        Ok(())
    }
}

/// A field that is a sub-array: its axes follow the array's.
fn spread(a: Array) -> Array {
    let Some((base, shape)) = a.dtype().as_subarray().map(|(b, s)| (b.clone(), s.to_vec())) else { return a };
    let mut full: numen_shape::Shape = a.shape().into();
    let mut strides: numen_shape::Strides = a.strides().into();
    full.extend_from_slice(&shape);
    strides.extend_from_slice(&numen_shape::c_strides(&shape, base.itemsize()));
    // SAFETY: the sub-array's elements lie within the item.
    unsafe { a.view_parts(0, base, full, strides) }
}

/// Bytes of an unstructured void item, as its scalar prints them.
pub fn void_text(p: *const u8, n: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"b'");
    for i in 0..n {
        // SAFETY: the item has `n` bytes.
        let byte = unsafe { *p.add(i) };
        out.extend_from_slice(format!("\\x{byte:02X}").as_bytes());
    }
    out.push(b'\'');
}

/// The user's formatter for a type: the keys of `set_printoptions(formatter=)`, later ones win.
fn find_formatter<'py>(f: &Bound<'py, PyAny>, d: &numen_dtype::DType) -> PyResult<Option<Bound<'py, PyAny>>> {
    if f.is_none() {
        return Ok(None);
    }
    let keys: &[&str] = match (d.kind(), d.num()) {
        (DKind::Bool, _) => &["all", "bool"],
        (DKind::Int | DKind::UInt, _) => &["all", "int_kind", "int"],
        (DKind::Float, Num::LongDouble) => &["all", "float_kind", "longfloat"],
        (DKind::Float, _) => &["all", "float_kind", "float"],
        (DKind::Complex, Num::CLongDouble) => &["all", "complex_kind", "longcomplexfloat"],
        (DKind::Complex, _) => &["all", "complex_kind", "complexfloat"],
        (DKind::Datetime, _) => &["all", "datetime"],
        (DKind::Timedelta, _) => &["all", "timedelta"],
        (DKind::Str | DKind::Bytes, _) => &["all", "str_kind", "numpystr"],
        (DKind::Object, _) => &["all", "object"],
        // Formatters see the fields of records, not the records.
        (DKind::Void, _) if d.as_record().is_some() => return Ok(None),
        (DKind::Void, _) => &["all", "void"],
    };
    let mut found = None;
    for k in keys {
        // A mapping without the name raises, which is no error here.
        if let Some(v) = attached(|_| f.get_item(k).ok()).filter(|v| !v.is_none()) {
            found = Some(v);
        }
    }
    Ok(found)
}

macro_rules! read {
    ($self:ident, $i:ident, $t:ty) => {{
        // SAFETY: an aligned native element of this type.
        unsafe { $self.at($i).cast::<$t>().read() }
    }};
}

impl Elements for View<'_> {
    fn shape(&self) -> &[usize] {
        self.array.shape()
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn bool_at(&self, i: usize) -> bool {
        read!(self, i, u8) != 0
    }

    fn i64_at(&self, i: usize) -> i64 {
        match self.array.itemsize() {
            1 => read!(self, i, i8).into(),
            2 => read!(self, i, i16).into(),
            4 => read!(self, i, i32).into(),
            _ => read!(self, i, i64),
        }
    }

    fn u64_at(&self, i: usize) -> u64 {
        match self.array.itemsize() {
            1 => read!(self, i, u8).into(),
            2 => read!(self, i, u16).into(),
            4 => read!(self, i, u32).into(),
            _ => read!(self, i, u64),
        }
    }

    fn f64_at(&self, i: usize) -> f64 {
        match self.array.itemsize() {
            2 => read!(self, i, half::f16).into(),
            4 => read!(self, i, f32).into(),
            _ => read!(self, i, f64),
        }
    }

    fn complex_at(&self, i: usize) -> (f64, f64) {
        if self.array.itemsize() == 8 {
            let [re, im] = read!(self, i, [f32; 2]);
            return (re.into(), im.into());
        }
        let [re, im] = read!(self, i, [f64; 2]);
        (re, im)
    }

    fn is_nat(&self, i: usize) -> bool {
        read!(self, i, i64) == NAT
    }

    fn text_at(&self, i: usize, out: &mut Vec<u8>) -> Result<(), Stopped> {
        if self.kind == Kind::Duration {
            out.extend_from_slice(read!(self, i, i64).to_string().as_bytes());
            return Ok(());
        }
        if self.kind == Kind::Date {
            let v = read!(self, i, i64);
            let text = numen_dtype::format_datetime(v, self.array.dtype().time_unit()).unwrap_or_default();
            out.push(b'\'');
            out.extend_from_slice(text.as_bytes());
            out.push(b'\'');
            return Ok(());
        }
        self.call(i, out).map_err(|e| {
            *self.error.borrow_mut() = Some(e);
            Stopped
        })
    }

    fn field_count(&self) -> usize {
        self.fields.len()
    }

    fn field(&self, k: usize) -> &dyn Elements {
        &self.fields[k]
    }
}

impl View<'_> {
    /// The exception that stopped the layout, of this view or one of its fields.
    pub fn take_error(&self) -> Option<PyErr> {
        self.error.borrow_mut().take().or_else(|| self.fields.iter().find_map(|f| f.take_error()))
    }
}
