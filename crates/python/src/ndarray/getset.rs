//! Attributes.

use super::object::{array_of, NdArray};
use crate::boundary::call::{checked, entry, new_ref, none};
use crate::boundary::types::{getset, TypeSpec};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::c_void;

/// A tuple of lengths.
pub unsafe fn shape_tuple(py: Python<'_>, shape: &[usize]) -> PyResult<*mut PyObject> {
    let t = checked(py, ffi::PyTuple_New(shape.len() as isize))?;
    for (i, &n) in shape.iter().enumerate() {
        ffi::PyTuple_SET_ITEM(t, i as isize, ffi::PyLong_FromSize_t(n));
    }
    Ok(t)
}

macro_rules! attributes {
    ($($name:ident: $doc:literal => |$py:ident, $o:ident, $a:ident| $body:expr;)*) => {
        $( #[allow(non_snake_case)] unsafe extern "C" fn $name($o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
            entry(|$py| { let $a = array_of($o); let _ = &$a; $body })
        } )*
        fn attribute_definitions(spec: &mut TypeSpec) {
            $( spec.getset.push(getset(stringify!($name), $name, None, $doc)); )*
        }
    };
}

attributes! {
    shape: "Lengths of the axes." => |py, _o, a| shape_tuple(py, a.shape());
    strides: "Bytes between neighbours along each axis." => |py, _o, a| {
        let t = checked(py, ffi::PyTuple_New(a.ndim() as isize))?;
        for (i, &s) in a.strides().iter().enumerate() {
            ffi::PyTuple_SET_ITEM(t, i as isize, ffi::PyLong_FromSsize_t(s));
        }
        Ok(t)
    };
    ndim: "Number of axes." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.ndim()));
    size: "Number of elements." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.size()));
    itemsize: "Bytes an element." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.itemsize()));
    nbytes: "Bytes of all elements." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.nbytes()));
    dtype: "Type of the elements." => |py, _o, a| crate::dtype::new_object(py, a.dtype());
    T: "The array with its axes reversed, a view." => |py, o, a| super::mapping::view_like(py, o, a.t());
    base: "The object whose memory it is, or None." => |_py, o, a| {
        let b = (*o.cast::<NdArray>()).base;
        Ok(if b.is_null() { none() } else { new_ref(b) })
    };
}

/// Adds the attributes.
pub fn definitions(spec: &mut TypeSpec) {
    attribute_definitions(spec);
}
