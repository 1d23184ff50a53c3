//! Values to positions, and positions among choices: `put`, `choose`.

use super::dispatch::{dispatch, items};
use super::joining::{common, parts};
use super::selecting::{index_array, mode_of};
use crate::boundary::args::{is_none, Call};
use crate::boundary::call::{new_ref, none};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::elements::{element_at, Elements};
use crate::ndarray::object::{array_of, finish_result, is_array};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_exec::selecting::{self, IndexMode};
use numen_kernels::select;
use numen_shape::Shape;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

crate::signature!(PUT: "put", 3, 4, 0; "a", "ind", "v", "mode");

unsafe fn put(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, ind, v, mode] = PUT.parse(call)?;
    if let Some(r) = dispatch(py, "put", &[a, ind, v], call)? {
        return Ok(r);
    }
    if !is_array(a) {
        let name = Bound::from_borrowed_ptr(py, a).get_type().name()?;
        return Err(PyTypeError::new_err(format!("argument 1 must be numpy.ndarray, not {name}")));
    }
    store(py, array_of(a), ind, v, mode_of(mode)?)?;
    Ok(none())
}

/// Values of the array's type in a row, apart from its memory.
unsafe fn row_of_values(py: Python<'_>, a: &Array, v: *mut PyObject) -> PyResult<Array> {
    let given =
        if is_array(v) { convert::borrowed(v) } else { convert::discover::array(py, v, Some(a.dtype()))? };
    let fits = given.dtype() == a.dtype() && given.is_c_contiguous() && !given.may_share(a);
    if fits {
        return Ok(given);
    }
    let (row, s) = numen_exec::astype(&given, a.dtype(), Order::C).py(py)?;
    convert::report(py, s)?;
    Ok(row)
}

unsafe fn store(
    py: Python<'_>,
    a: &Array,
    ind: *mut PyObject,
    v: *mut PyObject,
    mode: IndexMode,
) -> PyResult<()> {
    if !a.is_writeable() {
        return Err(PyValueError::new_err("put: output array is read-only"));
    }
    // Lists of numbers are cut to integers, arrays are cast by the rules.
    let given = if is_array(ind) {
        convert::borrowed(ind)
    } else {
        convert::array_as(py, ind, &DType::of(Num::Long))?
    };
    if given.size() == 0 {
        return Ok(());
    }
    if a.size() == 0 {
        return Err(PyIndexError::new_err("cannot replace elements of an empty array"));
    }
    let mut idx = index_array(py, &given)?;
    let values = row_of_values(py, a, v)?;
    let (n, nv, item) = (a.size(), values.size(), a.itemsize());
    if nv == 0 {
        return Ok(());
    }
    if idx.may_share(a) {
        idx = convert::copied(py, &idx)?;
    }
    let places = idx.read().cast::<i64>();
    let bad = |value: i64| {
        PyIndexError::new_err(format!("index {value} is out of bounds for axis 0 with size {n}"))
    };
    if a.is_c_contiguous() && !a.dtype().has_object() {
        let r = select::put(mode, item, a.write(), n, places, idx.size(), values.read(), nv);
        return r.map_err(|b| bad(b.value));
    }
    let copy = numen_exec::find_cast(&a.dtype().native(), &a.dtype().native()).py(py)?;
    for k in 0..idx.size() {
        let value = *places.add(k);
        let at = match mode {
            IndexMode::Raise if value < 0 => value.wrapping_add(n as i64),
            IndexMode::Raise => value,
            IndexMode::Wrap => value.rem_euclid(n as i64),
            IndexMode::Clip => value.clamp(0, n as i64 - 1),
        };
        if at as u64 >= n as u64 {
            return Err(bad(value));
        }
        let ptrs = [values.read().add(k % nv * item).cast_mut(), element_at(a, at as usize)];
        if a.dtype().has_object() {
            let _ = (copy.kernel.run)(&copy.ctx, ptrs.as_ptr(), [0, 0].as_ptr(), 1);
        } else {
            // Bytes as they are, whatever their order and alignment.
            std::ptr::copy(ptrs[0], ptrs[1], item);
        }
    }
    Ok(())
}

crate::signature!(CHOOSE: "choose", 2, 4, 0; "a", "choices", "out", "mode");

unsafe fn choose(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, choices, out, mode] = CHOOSE.parse(call)?;
    let mut relevant = items(choices);
    relevant.extend([a, out]);
    if let Some(r) = dispatch(py, "choose", &relevant, call)? {
        return Ok(r);
    }
    if ffi::PySequence_Check(choices) != 0 && ffi::PySequence_Size(choices) == 0 {
        return Err(PyValueError::new_err("0-length sequence."));
    }
    let p = parts(py, choices)?;
    let dtype = common(&p)?;
    let which = convert::array(py, a)?;
    let which = numen_ops::call::as_type(&integers(&which)?, &DType::of(Num::Long)).py(py)?;
    let mut shapes: SmallVec<[&[usize]; 8]> = p.arrays.iter().map(Array::shape).collect();
    shapes.push(which.shape());
    let shape = convert::broadcast_arguments(&shapes)?;
    crate::ufunc::call::method_output(out)?;
    if !is_none(out) && array_of(out).shape() != shape.as_slice() {
        return Err(PyTypeError::new_err("choose: invalid shape for output array."));
    }
    if !is_none(out) && !array_of(out).is_writeable() {
        return Err(PyValueError::new_err("output array is read-only"));
    }
    let r = chosen(py, &which, &p.arrays, &dtype, &shape, mode_of(mode)?)?;
    if is_none(out) {
        return finish_result(py, r);
    }
    let s = numen_exec::assign(array_of(out), &r, None).py(py)?;
    convert::report(py, s)?;
    Ok(new_ref(out))
}

/// Numbers of choices are integers.
fn integers(a: &Array) -> PyResult<Array> {
    if a.dtype().is_integer() || a.dtype().is_bool() {
        return Ok(a.view());
    }
    Err(convert::cast_refused(a, &DType::of(Num::Long), "safe"))
}

unsafe fn chosen(
    py: Python<'_>,
    which: &Array,
    choices: &[Array],
    dtype: &DType,
    shape: &Shape,
    mode: IndexMode,
) -> PyResult<Array> {
    let refused = || PyValueError::new_err("invalid entry in choice array");
    let which = which.broadcast_to(shape).py(py)?;
    let mut options: SmallVec<[Array; 4]> = SmallVec::new();
    for c in choices {
        options.push(numen_ops::call::as_type(c, dtype).py(py)?.broadcast_to(shape).py(py)?);
    }
    let out = Array::empty(dtype.clone(), shape, Order::C).py(py)?;
    if !dtype.has_object() {
        selecting::choose(mode, &which, &options, &out).map_err(|_| refused())?;
        return Ok(out);
    }
    let copy = numen_exec::find_cast(dtype, dtype).py(py)?;
    let mut rows: SmallVec<[Elements; 4]> = options.iter().map(Elements::of).collect();
    for (w, to) in Elements::of(&which).zip(Elements::of(&out)) {
        let value = w.cast::<i64>().read_unaligned();
        let n = rows.len() as i64;
        let at = match mode {
            IndexMode::Raise => value,
            IndexMode::Wrap => value.rem_euclid(n),
            IndexMode::Clip => value.clamp(0, n - 1),
        };
        let mut from = None;
        for (k, row) in rows.iter_mut().enumerate() {
            let p = row.next();
            if k as i64 == at {
                from = p;
            }
        }
        let ptrs = [from.ok_or_else(refused)?, to];
        let _ = (copy.kernel.run)(&copy.ctx, ptrs.as_ptr(), [0, 0].as_ptr(), 1);
    }
    Ok(out)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("put", crate::c_function!(put), "put(a, ind, v, mode='raise')\n--\n\n\
        Store values at positions of the flattened array.\n\n\
        Parameters\n----------\na : ndarray\nind : array_like of ints\nv : array_like\n    Repeated as often as needed.\n\
        mode : {'raise', 'wrap', 'clip'}\n    What becomes of positions outside.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> a = np.arange(3)\n>>> np.put(a, [0, 2], [10, 30])\n>>> a\narray([10,  1, 30])\n"));
    out.push(method("choose", crate::c_function!(choose), "choose(a, choices, out=None, mode='raise')\n--\n\n\
        Elements of the arrays in `choices`, each from the one whose number `a` says.\n\n\
        Parameters\n----------\na : array_like of ints\nchoices : sequence of array_like\n    Broadcast with `a`.\n\
        out : ndarray, optional\nmode : {'raise', 'wrap', 'clip'}\n    What becomes of numbers outside.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.choose([0, 1], [[1, 2], [10, 20]])\narray([ 1, 20])\n"));
}
