//! Lines of numbers as a table: what `loadtxt` reads where nothing unusual is in them.

use super::quick::small_int;
use crate::boundary::args::is_none;
use crate::boundary::call::{none, owned};
use crate::boundary::types::method;
use crate::ndarray::object::{array_of, NdArray};
use numen_dtype::Num;
use numen_text::parse::parse_float_plain;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// How lines are cut into fields.
struct Cut {
    /// None: at blanks.
    delimiter: Option<u8>,
    comment: Option<u8>,
    /// The fields that are wanted; None: all.
    columns: Option<SmallVec<[usize; 8]>>,
}

/// The numbers read so far, and how many each line has.
#[derive(Default)]
struct Table {
    values: Vec<f64>,
    fields: Option<usize>,
    rows: usize,
}

/// An optional ASCII character; the outer `None` for others.
unsafe fn character(o: *mut PyObject) -> Option<Option<u8>> {
    if is_none(o) {
        return Some(None);
    }
    let text = ascii(o)?;
    (text.len() == 1).then_some(Some(text[0]))
}

/// The characters of ASCII text.
unsafe fn ascii<'a>(o: *mut PyObject) -> Option<&'a [u8]> {
    if ffi::PyUnicode_CheckExact(o) == 0 {
        return None;
    }
    let mut n = 0;
    let p = ffi::PyUnicode_AsUTF8AndSize(o, &mut n);
    if p.is_null() {
        ffi::PyErr_Clear();
        return None;
    }
    let text = std::slice::from_raw_parts(p.cast::<u8>(), n as usize);
    text.is_ascii().then_some(text)
}

impl Cut {
    unsafe fn of(delimiter: *mut PyObject, comment: *mut PyObject, columns: *mut PyObject) -> Option<Cut> {
        let columns = if is_none(columns) {
            None
        } else if ffi::PyList_CheckExact(columns) != 0 {
            let at = |i| small_int(ffi::PyList_GET_ITEM(columns, i)).and_then(|c| usize::try_from(c).ok());
            Some((0..ffi::PyList_GET_SIZE(columns)).map(at).collect::<Option<_>>()?)
        } else {
            return None;
        };
        Some(Cut { delimiter: character(delimiter)?, comment: character(comment)?, columns })
    }

    /// The line without a comment and its end.
    fn body<'a>(&self, line: &'a [u8]) -> &'a [u8] {
        if let Some(at) = self.comment.and_then(|c| line.iter().position(|&x| x == c)) {
            return &line[..at];
        }
        match line {
            [body @ .., b'\r', b'\n'] => body,
            [body @ .., b'\n' | b'\r'] => body,
            _ => line,
        }
    }

    /// Calls `f` with the fields; false where it says so.
    fn fields<'a>(&self, body: &'a [u8], mut f: impl FnMut(usize, &'a [u8]) -> bool) -> bool {
        match self.delimiter {
            Some(d) => body.is_empty() || body.split(|&x| x == d).enumerate().all(|(i, x)| f(i, x)),
            None => {
                let blank = |&x: &u8| x == b' ' || x == b'\t';
                body.split(blank).filter(|x| !x.is_empty()).enumerate().all(|(i, x)| f(i, x))
            }
        }
    }
}

impl Table {
    /// Adds a line; false where it is not like the others or has something else than numbers.
    fn add(&mut self, line: &[u8], cut: &Cut) -> bool {
        let body = cut.body(line);
        // Control characters are blanks to some and line ends to others.
        if body.iter().any(|&x| x < b' ' && x != b'\t') {
            return false;
        }
        let (start, mut count) = (self.values.len(), 0);
        let numbers = cut.fields(body, |i, field| {
            count += 1;
            if cut.columns.is_some() && !cut.columns.iter().flatten().any(|&c| c == i) {
                return true;
            }
            let x = std::str::from_utf8(field).ok().and_then(parse_float_plain);
            self.values.extend(x);
            x.is_some()
        });
        if !numbers {
            return false;
        }
        if count == 0 {
            return true;
        }
        if let Some(columns) = &cut.columns {
            if !in_order(columns, count) || self.values.len() - start != columns.len() {
                return false;
            }
        }
        self.rows += 1;
        *self.fields.get_or_insert(count) == count
    }
}

/// Columns ascend and are there.
fn in_order(columns: &[usize], count: usize) -> bool {
    columns.windows(2).all(|w| w[0] < w[1]) && columns.last().is_none_or(|&c| c < count)
}

unsafe fn float_table(py: Python<'_>, call: crate::boundary::args::Call) -> PyResult<*mut PyObject> {
    let [lines, delimiter, comment, columns] = TABLE.parse(call)?;
    let Some(cut) = Cut::of(delimiter, comment, columns) else { return Ok(none()) };
    if ffi::PyList_CheckExact(lines) == 0 {
        return Ok(none());
    }
    let mut table = Table::default();
    for i in 0..ffi::PyList_GET_SIZE(lines) {
        let line = ascii(ffi::PyList_GET_ITEM(lines, i));
        if !line.is_some_and(|line| table.add(line, &cut)) {
            return Ok(none());
        }
    }
    if table.rows == 0 || table.values.is_empty() {
        return Ok(none());
    }
    let shape = [table.rows, table.values.len() / table.rows];
    let r = owned(py, NdArray::fresh_number(py, Num::Double, &shape, table.values.len())?.cast())?;
    let to = array_of(r.as_ptr()).write().cast::<f64>();
    std::ptr::copy_nonoverlapping(table.values.as_ptr(), to, table.values.len());
    Ok(r.into_ptr())
}

crate::signature!(TABLE: "_float_table", 4, 4, 4; "lines", "delimiter", "comment", "columns");

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "_float_table",
        crate::c_function!(float_table),
        "Lines of as many numbers each as an array; None where something else is in them.",
    ));
}
