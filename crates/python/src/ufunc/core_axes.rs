//! `axes=`, `axis=` and `keepdims=` of generalised ufuncs: which axes of the operands are core axes.

use crate::boundary::args::index;
use crate::boundary::errors::{class, ToPy};
use numen_array::Array;
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// The keywords as given, borrowed; NULL where absent.
#[derive(Clone, Copy)]
pub struct CoreKeywords {
    pub axes: *mut PyObject,
    pub axis: *mut PyObject,
    pub keepdims: bool,
}

impl Default for CoreKeywords {
    fn default() -> CoreKeywords {
        CoreKeywords { axes: std::ptr::null_mut(), axis: std::ptr::null_mut(), keepdims: false }
    }
}

type Axes = SmallVec<[usize; 2]>;

/// The core axes of each operand, and whether the result keeps them with length 1.
pub struct CoreAxes {
    operands: SmallVec<[Axes; 3]>,
    keepdims: bool,
}

impl CoreKeywords {
    pub fn given(&self) -> bool {
        !self.axes.is_null() || !self.axis.is_null() || self.keepdims
    }

    /// `keepdims=` takes a bool and nothing else.
    pub unsafe fn set_keepdims(&mut self, v: *mut PyObject) -> PyResult<()> {
        if ffi::PyBool_Check(v) == 0 {
            return Err(PyTypeError::new_err("'keepdims' must be a boolean"));
        }
        self.keepdims = v == ffi::Py_True();
        Ok(())
    }

    /// The axes for operands of given numbers of axes, of which `cores` are core axes (the result's last).
    pub unsafe fn resolve(
        &self,
        py: Python<'_>,
        u: &Ufunc,
        ndims: &[usize],
        cores: &[usize],
    ) -> PyResult<CoreAxes> {
        let nin = u.row.nin;
        let mut cores: SmallVec<[usize; 3]> = cores.into();
        if self.keepdims {
            check_keepdims(u)?;
            cores[nin] = 1;
        }
        let lead = (0..nin).map(|i| ndims[i] - cores[i]).max().unwrap_or(0);
        let ndim = |i: usize| if i < nin { ndims[i] } else { lead + cores[nin] };
        let last = |i: usize| (ndim(i) - cores[i]..ndim(i)).collect::<Axes>();
        let mut operands: SmallVec<[Axes; 3]> = (0..=nin).map(last).collect();
        if !self.axis.is_null() {
            check_axis(u)?;
            let axis = index(py, self.axis)? as i64;
            for (i, axes) in operands.iter_mut().enumerate().filter(|(i, _)| cores[*i] == 1) {
                *axes = smallvec::smallvec![numen_shape::normalize_axis(axis, ndim(i)).py(py)?];
            }
        } else if !self.axes.is_null() {
            let count = entries(self.axes, nin, self.keepdims || dimensions(u)[nin].is_empty())?;
            for (i, axes) in operands.iter_mut().enumerate().take(count) {
                let item = ffi::PyList_GET_ITEM(self.axes, i as isize);
                *axes = entry(py, u, item, i, cores[i], ndim(i))?;
            }
        }
        Ok(CoreAxes { operands, keepdims: self.keepdims })
    }
}

impl CoreAxes {
    /// Operand `i` with its core axes at the end.
    pub fn at_the_end(&self, i: usize, a: &Array) -> Array {
        let core = &self.operands[i];
        let mut order: SmallVec<[usize; 4]> = (0..a.ndim()).filter(|k| !core.contains(k)).collect();
        order.extend_from_slice(core);
        a.permute(&order)
    }

    /// A given output as the loop fills it.
    pub fn output_view(&self, i: usize, a: &Array) -> Array {
        let v = self.at_the_end(i, a);
        if self.keepdims {
            v.index_axis(v.ndim() - 1, 0)
        } else {
            v
        }
    }

    /// A result with its core axes at the end, with them where they were asked for.
    pub fn put_back(&self, i: usize, r: Array) -> Array {
        let r = if self.keepdims { r.insert_axis(r.ndim()) } else { r };
        let core = &self.operands[i];
        let mut order: SmallVec<[usize; 4]> = SmallVec::new();
        let (mut rest, first) = (0, r.ndim() - core.len());
        for k in 0..r.ndim() {
            match core.iter().position(|&c| c == k) {
                Some(p) => order.push(first + p),
                None => {
                    order.push(rest);
                    rest += 1;
                }
            }
        }
        r.permute(&order)
    }

    /// Whether a given output can have the core axes at all.
    pub fn check_output(&self, i: usize, a: &Array) -> PyResult<()> {
        let core = &self.operands[i];
        if core.iter().any(|&c| c >= a.ndim()) {
            return Err(PyValueError::new_err("output array does not have enough dimensions"));
        }
        if self.keepdims && core.iter().any(|&c| a.shape()[c] != 1) {
            return Err(PyValueError::new_err("output array has a kept dimension that is not of length 1"));
        }
        Ok(())
    }
}

/// The number of entries of `axes=`.
unsafe fn entries(axes: *mut PyObject, nin: usize, outputs_free: bool) -> PyResult<usize> {
    if ffi::PyList_Check(axes) == 0 {
        return Err(PyTypeError::new_err("axes should be a list."));
    }
    let n = ffi::PyList_GET_SIZE(axes) as usize;
    if n == nin + 1 || n == nin && outputs_free {
        return Ok(n);
    }
    Err(PyValueError::new_err(format!(
        "axes should be a list with an entry for all {} inputs and outputs; entries for outputs can only be \
         omitted if none of them has core axes.",
        nin + 1
    )))
}

/// One entry: a tuple of axes, or an axis alone where there is one core axis.
unsafe fn entry(
    py: Python<'_>,
    u: &Ufunc,
    item: *mut PyObject,
    i: usize,
    core: usize,
    ndim: usize,
) -> PyResult<Axes> {
    let wrong = |text: String| -> PyResult<Axes> { Err(PyErr::from_type(class(py, "AxisError")?, (text,))) };
    let mut found = Axes::new();
    let mut add = |p: *mut PyObject| -> PyResult<()> {
        let a = numen_shape::normalize_axis(index(py, p)? as i64, ndim).py(py)?;
        if found.contains(&a) {
            return Err(PyValueError::new_err(format!("axes item {i} has value {a} repeated")));
        }
        found.push(a);
        Ok(())
    };
    if ffi::PyTuple_Check(item) != 0 {
        let n = ffi::PyTuple_GET_SIZE(item) as usize;
        if n != core {
            return wrong(format!(
                "{}: operand {i} has {core} core dimensions, but {n} dimensions are specified by axes tuple.",
                u.name()
            ));
        }
        for k in 0..n {
            add(ffi::PyTuple_GET_ITEM(item, k as isize))?;
        }
    } else if ffi::PyIndex_Check(item) == 0 {
        return Err(PyTypeError::new_err(if core == 1 {
            format!("{}: axes item {i} should be a tuple with a single element, or an integer.", u.name())
        } else {
            format!("{}: axes item {i} should be a tuple.", u.name())
        }));
    } else if core != 1 {
        return wrong(format!(
            "{}: operand {i} has {core} core dimensions, but the axes item is a single integer.",
            u.name()
        ));
    } else {
        add(item)?;
    }
    Ok(found)
}

/// The core dimensions of each operand, by name, as the signature has them.
fn dimensions(u: &Ufunc) -> Vec<Vec<&'static str>> {
    let text = u.row.signature.unwrap_or("");
    let operand = |part: &'static str| -> Vec<&'static str> {
        part.trim_matches(['(', ')']).split(',').filter(|d| !d.is_empty()).collect()
    };
    text.split("->").flat_map(|side| side.split("),(")).map(operand).collect()
}

fn check_keepdims(u: &Ufunc) -> PyResult<()> {
    let all = dimensions(u);
    let wrong =
        all.iter().enumerate().find(
            |(i, d)| {
                if *i < u.row.nin {
                    d.len() != all[0].len()
                } else {
                    !d.is_empty()
                }
            },
        );
    let Some((i, d)) = wrong else { return Ok(()) };
    let (which, number) = if i < u.row.nin { ("input", i) } else { ("output", i - u.row.nin) };
    Err(PyTypeError::new_err(format!(
        "{} does not support keepdims: its signature {} requires {which} {number} to have {} core dimensions, but \
         keepdims can only be used when all inputs have the same number of core dimensions and all outputs have no \
         core dimensions.",
        u.name(),
        u.row.signature.unwrap_or(""),
        d.len()
    )))
}

fn check_axis(u: &Ufunc) -> PyResult<()> {
    let mut names: Vec<&str> = dimensions(u).concat();
    names.sort_unstable();
    names.dedup();
    if names.len() == 1 {
        return Ok(());
    }
    Err(PyTypeError::new_err(format!(
        "{}: axis can only be used with a single shared core dimension, not with the {} distinct ones implied by \
         signature {}.",
        u.name(),
        names.len(),
        u.row.signature.unwrap_or("")
    )))
}
