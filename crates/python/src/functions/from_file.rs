//! Arrays read from files, as bytes or as text: `fromfile`.

use super::from_text::{read_text, reader, separator_of};
use super::like;
use crate::boundary::args::{index, is_none, Call};
use crate::boundary::call::{attached, borrowed};
use crate::boundary::errors::ToPy;
use crate::boundary::names::Name;
use crate::boundary::types::method;
use crate::ndarray::object::NdArray;
use numen_array::{Array, Order};
use numen_buffer::Block;
use numen_dtype::{DType, Num};
use numen_shape::{Shape, Slice};
use pyo3::exceptions::{PyMemoryError, PyOSError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::fd::FromRawFd;

crate::signature!(FROMFILE: "fromfile", 1, 5, 0; "file", "dtype", "count", "sep", "offset", "like");

unsafe fn fromfile(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [file, dtype, count, sep, offset, like_] = FROMFILE.parse(call)?;
    if !is_none(like_) {
        if let Some(r) = like::ask(py, "fromfile", like_, call)? {
            return Ok(r);
        }
    }
    let d = crate::dtype::optional(py, dtype)?.unwrap_or(DType::of(Num::Double));
    let count = if count.is_null() { -1 } else { index(py, count)? };
    let sep = separator_of(sep, "fromfile", 4)?;
    let offset = if offset.is_null() { 0 } else { index(py, offset)? };
    if offset != 0 && !sep.is_empty() {
        return Err(PyTypeError::new_err("'offset' argument only permitted for binary files"));
    }
    let mut source = Source::open(py, &borrowed(py, file))?;
    let result = read(py, &mut source, &d, count, &sep, offset);
    let closed = source.close();
    let a = result?;
    closed?;
    Ok(NdArray::wrap(py, a)?.cast())
}

unsafe fn read(
    py: Python<'_>,
    source: &mut Source<'_>,
    d: &DType,
    count: isize,
    sep: &str,
    offset: isize,
) -> PyResult<Array> {
    if d.has_object() {
        return Err(PyValueError::new_err("Cannot read into object array"));
    }
    if !sep.is_empty() {
        let Some(reader) = reader(d) else {
            return Err(PyValueError::new_err("Unable to read character files of that array type"));
        };
        let start = source.file.stream_position()?;
        let text = source.rest(start)?;
        let bytes = std::slice::from_raw_parts(text.data(), source.left(start)?);
        let (a, used) = read_text(py, bytes, d, reader, count, sep.as_bytes())?;
        source.file.seek(SeekFrom::Start(start + used as u64))?;
        return Ok(a);
    }
    let start = source.file.seek(SeekFrom::Current(offset as i64)).map_err(system)?;
    binary(py, source, d, count, start)
}

/// As many whole items as there are, at most `count` if that is not negative.
unsafe fn binary(
    py: Python<'_>,
    source: &mut Source<'_>,
    d: &DType,
    count: isize,
    start: u64,
) -> PyResult<Array> {
    let size = d.itemsize();
    let length = source.file.metadata()?.len();
    if size == 0 || count < 0 && start > length {
        return Err(PyValueError::new_err("negative dimensions are not allowed"));
    }
    // What is no plain file (a pipe) has no length: it is asked for all that was requested.
    let plain = source.file.metadata()?.is_file();
    let there = source.left(start)? / size;
    let items = match count {
        c if c < 0 => there,
        c if plain => there.min(c as usize),
        c => c as usize,
    };
    let (base, tail) = match d.as_subarray() {
        Some((base, shape)) => (base.clone(), Shape::from(shape)),
        None => (d.clone(), Shape::new()),
    };
    let mut shape: Shape = smallvec::smallvec![items];
    shape.extend_from_slice(&tail);
    let a = Array::empty(base, &shape, Order::C).py(py)?;
    let bytes = std::slice::from_raw_parts_mut(a.write(), items * size);
    let file = &mut source.file;
    let got = numen_exec::gil::without(bytes.len() as f64, || fill(file, bytes)).map_err(system)?;
    let whole = got / size;
    // A part of an item stays unread.
    source.file.seek(SeekFrom::Start(start + (whole * size) as u64))?;
    if whole == items {
        return Ok(a);
    }
    numen_exec::copy(&a.slice_axis(0, Slice { start: 0, step: 1, len: whole }), Order::C).py(py)
}

/// Reads until the buffer is full or the file ends; returns the number of bytes.
fn fill(file: &mut File, bytes: &mut [u8]) -> std::io::Result<usize> {
    let mut got = 0;
    while got < bytes.len() {
        match file.read(&mut bytes[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(got)
}

/// A file of Python's, read through a descriptor of our own.
struct Source<'py> {
    object: Bound<'py, PyAny>,
    file: File,
    /// Opened here from a path.
    ours: bool,
    /// Where the shared descriptor stood, which Python's buffering counts on.
    raw: u64,
}

/// An error of the system as Python's `OSError` with its number.
fn system(e: std::io::Error) -> PyErr {
    let Some(n) = e.raw_os_error() else { return e.into() };
    attached(|py| match py.import("os").and_then(|os| os.call_method1("strerror", (n,))) {
        Ok(text) => PyOSError::new_err((n, text.unbind())),
        Err(e) => e,
    })
}

impl<'py> Source<'py> {
    unsafe fn open(py: Python<'py>, file: &Bound<'py, PyAny>) -> PyResult<Source<'py>> {
        let os = py.import("os")?;
        static FSPATH: Name = Name::new("__fspath__");
        let is_path = file.is_instance_of::<pyo3::types::PyString>()
            || file.is_instance_of::<pyo3::types::PyBytes>()
            || FSPATH.of(py, file.as_ptr())?.is_some();
        let object = if is_path {
            py.import("io")?.call_method1("open", (file, "rb"))?
        } else {
            file.call_method0("flush")?;
            file.clone()
        };
        let descriptor = os.call_method1("dup", (object.call_method0("fileno")?,))?;
        let descriptor = ffi::PyNumber_AsSsize_t(descriptor.as_ptr(), ffi::PyExc_OSError);
        if descriptor == -1 && !ffi::PyErr_Occurred().is_null() {
            return Err(PyErr::fetch(py));
        }
        let mut file = File::from_raw_fd(descriptor as i32);
        let raw = file.stream_position().map_err(system)?;
        if !is_path {
            let at: u64 = object.call_method0("tell")?.extract()?;
            file.seek(SeekFrom::Start(at)).map_err(system)?;
        }
        Ok(Source { object, file, ours: is_path, raw })
    }

    /// Bytes between a position and the end.
    fn left(&self, start: u64) -> PyResult<usize> {
        Ok(self.file.metadata()?.len().saturating_sub(start) as usize)
    }

    /// Everything from a position on.
    unsafe fn rest(&mut self, start: u64) -> PyResult<Block> {
        let n = self.left(start)?;
        let block =
            Block::alloc(n.max(1)).map_err(|_| PyMemoryError::new_err(format!("a text of {n} bytes")))?;
        let bytes = std::slice::from_raw_parts_mut(block.data(), n);
        let got = fill(&mut self.file, bytes).map_err(system)?;
        bytes[got..].fill(b' ');
        Ok(block)
    }

    /// Moves Python's file to where the reading ended.
    fn close(mut self) -> PyResult<()> {
        if self.ours {
            return self.object.call_method0("close").map(drop);
        }
        let at = self.file.stream_position().map_err(system)?;
        self.file.seek(SeekFrom::Start(self.raw)).map_err(system)?;
        self.object.call_method1("seek", (at,)).map(drop)
    }
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "fromfile",
        crate::c_function!(fromfile),
        "fromfile(file, dtype=float, count=-1, sep='', offset=0, *, like=None)\n--\n\n\
         A flat array of the items in a file.\n\n\
         Parameters\n----------\n\
         file : path or file object\n    A file of the operating system; it is left where the reading ended.\n\
         dtype : data-type, optional\n    The type of the items.\n\
         count : int, optional\n    How many items to read at most; all if negative.\n\
         sep : str, optional\n    What stands between numbers of a text; empty for items as bytes.\n\
         offset : int, optional\n    Bytes to skip first (binary files only).\n\n\
         Returns\n-------\nndarray\n\n\
         Raises\n------\nValueError\n    For types that cannot be read, or if a text is not numbers and separators to its end.\n\n\
         Examples\n--------\n>>> import numen as np, os, tempfile\n\
         >>> path = os.path.join(tempfile.mkdtemp(), 'a.bin')\n\
         >>> np.arange(3.0).tofile(path)\n>>> np.fromfile(path)\narray([0., 1., 2.])\n",
    ));
}
