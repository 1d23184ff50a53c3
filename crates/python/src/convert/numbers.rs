//! Nested lists and tuples of Python's numbers as arrays: bools, ints, floats and complex numbers, and scalars of
//! float64 and int64; scalars of one other type.
//!
//! The first item says what is read; where a wider kind comes later, reading begins anew. What is no rectangle of
//! such numbers, and every error, is left to the general way (`discover`). No code of the user's runs here, so the
//! lists stay as they are.

use crate::boundary::call::owned;
use crate::boundary::errors::ToPy;
use crate::ndarray::object::{array_of, NdArray};
use crate::scalar::object::{class, exact_num, value_of};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// Deeper ones take the general way.
const DEPTH: usize = 8;

/// What reading ends with where an item does not fit.
enum Stop {
    /// All items may be of this wider type.
    Wider(Num),
    Other,
}

/// An element as it is stored.
trait Item: Copy {
    unsafe fn read(o: *mut PyObject) -> Result<Self, Stop>;
}

impl Item for f64 {
    #[inline(always)]
    unsafe fn read(o: *mut PyObject) -> Result<f64, Stop> {
        let ty = ffi::Py_TYPE(o);
        if ty == &raw mut ffi::PyFloat_Type {
            return Ok(ffi::PyFloat_AS_DOUBLE(o));
        }
        if ty == class(Num::Double) {
            return Ok(value_of(o).cast::<f64>().read());
        }
        let complex = ty == &raw mut ffi::PyComplex_Type || ty == class(Num::CDouble);
        let otherwise = if complex { Stop::Wider(Num::CDouble) } else { Stop::Other };
        whole(o, ty).map(|i| i as f64).ok_or(otherwise)
    }
}

/// A complex number.
impl Item for [f64; 2] {
    #[inline(always)]
    unsafe fn read(o: *mut PyObject) -> Result<[f64; 2], Stop> {
        let ty = ffi::Py_TYPE(o);
        if ty == &raw mut ffi::PyComplex_Type {
            let z = ffi::PyComplex_AsCComplex(o);
            return Ok([z.real, z.imag]);
        }
        if ty == class(Num::CDouble) {
            return Ok(value_of(o).cast::<[f64; 2]>().read());
        }
        f64::read(o).map(|x| [x, 0.0])
    }
}

impl Item for f32 {
    #[inline(always)]
    unsafe fn read(o: *mut PyObject) -> Result<f32, Stop> {
        let x = f64::read(o)?;
        // What is too large is stored with a warning.
        let y = x as f32;
        if y.is_infinite() && x.is_finite() {
            return Err(Stop::Other);
        }
        Ok(y)
    }
}

impl Item for i64 {
    #[inline(always)]
    unsafe fn read(o: *mut PyObject) -> Result<i64, Stop> {
        let ty = ffi::Py_TYPE(o);
        if let Some(i) = whole(o, ty) {
            return Ok(i);
        }
        let float = ty == &raw mut ffi::PyFloat_Type || ty == class(Num::Double);
        if ty == &raw mut ffi::PyComplex_Type || ty == class(Num::CDouble) {
            return Err(Stop::Wider(Num::CDouble));
        }
        Err(if float { Stop::Wider(Num::Double) } else { Stop::Other })
    }
}

impl Item for bool {
    #[inline(always)]
    unsafe fn read(o: *mut PyObject) -> Result<bool, Stop> {
        let ty = ffi::Py_TYPE(o);
        if ty == &raw mut ffi::PyBool_Type {
            return Ok(o == ffi::Py_True());
        }
        if ty == &raw mut ffi::PyFloat_Type || ty == class(Num::Double) {
            return Err(Stop::Wider(Num::Double));
        }
        Err(if whole(o, ty).is_some() { Stop::Wider(Num::Long) } else { Stop::Other })
    }
}

/// An int of 64 bits or a bool.
#[inline(always)]
unsafe fn whole(o: *mut PyObject, ty: *mut ffi::PyTypeObject) -> Option<i64> {
    if ty == &raw mut ffi::PyLong_Type {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut overflow);
        return (overflow == 0).then_some(i);
    }
    if ty == class(Num::Long) {
        return Some(value_of(o).cast::<i64>().read());
    }
    (ty == &raw mut ffi::PyBool_Type).then(|| i64::from(o == ffi::Py_True()))
}

/// The items of a list or tuple.
#[inline(always)]
unsafe fn items<'a>(o: *mut PyObject) -> Option<&'a [*mut PyObject]> {
    if ffi::PyList_CheckExact(o) != 0 {
        let n = ffi::PyList_GET_SIZE(o) as usize;
        // An empty list has no memory for items.
        return Some(if n == 0 {
            &[]
        } else {
            std::slice::from_raw_parts((*o.cast::<ffi::PyListObject>()).ob_item, n)
        });
    }
    if ffi::PyTuple_CheckExact(o) == 0 {
        return None;
    }
    let first = (&raw const (*o.cast::<ffi::PyTupleObject>()).ob_item).cast::<*mut PyObject>();
    Some(std::slice::from_raw_parts(first, ffi::PyTuple_GET_SIZE(o) as usize))
}

/// Stores the items of nested sequences with these lengths one after the other from `to` on.
unsafe fn store<T: Item>(o: *mut PyObject, lens: &[usize], to: &mut *mut T) -> Result<(), Stop> {
    let items = items(o).filter(|x| x.len() == lens[0]).ok_or(Stop::Other)?;
    if lens.len() > 1 {
        return items.iter().try_for_each(|&x| store(x, &lens[1..], to));
    }
    for (i, &x) in items.iter().enumerate() {
        to.add(i).write(T::read(x)?);
    }
    *to = to.add(items.len());
    Ok(())
}

/// Every sequence has the length of its axis.
unsafe fn is_rectangle(o: *mut PyObject, lens: &[usize]) -> bool {
    items(o).is_some_and(|x| {
        x.len() == lens[0] && (lens.len() == 1 || x.iter().all(|&inside| is_rectangle(inside, &lens[1..])))
    })
}

/// The type of a number of ours that is none of those that are read among Python's.
unsafe fn scalar_type(o: *mut PyObject) -> Option<Num> {
    exact_num(o)
        .filter(|&num| crate::convert::real::is_number(num))
        .filter(|num| !matches!(num, Num::Double | Num::Long | Num::CDouble))
}

/// As [`read`], of scalars that are all of one type.
unsafe fn read_scalars<R>(
    o: *mut PyObject,
    num: Num,
    lens: &[usize],
    make: impl Fn(Num, &[usize], usize) -> PyResult<(R, *mut u8)>,
) -> PyResult<Option<R>> {
    let n = lens.iter().try_fold(1usize, |n, &len| n.checked_mul(len));
    let Some(n) = n.filter(|_| is_rectangle(o, lens)) else { return Ok(None) };
    let (made, mut to) = make(num, lens, n)?;
    Ok(store_scalars(o, num, lens, &mut to).then_some(made))
}

/// As [`store`]; false where an item is no scalar of the type.
unsafe fn store_scalars(o: *mut PyObject, num: Num, lens: &[usize], to: &mut *mut u8) -> bool {
    let Some(items) = items(o) else { return false };
    if lens.len() > 1 {
        return items.iter().all(|&x| store_scalars(x, num, &lens[1..], to));
    }
    let size = num.descriptor().size;
    items.iter().all(|&x| {
        let fits = exact_num(x) == Some(num);
        if fits {
            std::ptr::copy_nonoverlapping(value_of(x).cast_const(), *to, size);
            *to = to.add(size);
        }
        fits
    })
}

/// The numbers in a list or tuple as an array that `make` makes of a type, a shape and its number of elements, of a
/// type that is given or found.
#[inline]
unsafe fn read<R>(
    o: *mut PyObject,
    dtype: Option<&DType>,
    ndmax: usize,
    make: impl Fn(Num, &[usize], usize) -> PyResult<(R, *mut u8)>,
) -> PyResult<Option<R>> {
    let mut lens: SmallVec<[usize; DEPTH]> = SmallVec::new();
    let mut first = o;
    while let Some(inside) = items(first) {
        if inside.is_empty() || lens.len() == DEPTH {
            return Ok(None);
        }
        lens.push(inside.len());
        first = inside[0];
    }
    if lens.is_empty() || lens.len() > ndmax {
        return Ok(None);
    }
    if dtype.is_none() {
        if let Some(num) = scalar_type(first) {
            return read_scalars(o, num, &lens, make);
        }
    }
    let mut num = match dtype {
        Some(d)
            if d.is_native()
                && matches!(d.num(), Num::Double | Num::Float | Num::Long | Num::Bool | Num::CDouble) =>
        {
            d.num()
        }
        Some(_) => return Ok(None),
        None if bool::read(first).is_ok() => Num::Bool,
        None if i64::read(first).is_ok() => Num::Long,
        None if f64::read(first).is_ok() => Num::Double,
        None if <[f64; 2]>::read(first).is_ok() => Num::CDouble,
        None => return Ok(None),
    };
    let n = lens.iter().try_fold(1usize, |n, &len| n.checked_mul(len));
    let Some(n) = n.filter(|_| is_rectangle(o, &lens)) else { return Ok(None) };
    loop {
        let (made, p) = make(num, &lens, n)?;
        let status = match num {
            Num::Bool => store::<bool>(o, &lens, &mut p.cast()),
            Num::Long => store::<i64>(o, &lens, &mut p.cast()),
            Num::CDouble => store::<[f64; 2]>(o, &lens, &mut p.cast()),
            Num::Float => store::<f32>(o, &lens, &mut p.cast()),
            _ => store::<f64>(o, &lens, &mut p.cast()),
        };
        match status {
            Ok(()) => return Ok(Some(made)),
            Err(Stop::Wider(wider)) if dtype.is_none() => num = wider,
            Err(_) => return Ok(None),
        }
    }
}

/// An array object of the numbers in a list or tuple.
#[inline]
pub unsafe fn object(
    py: Python<'_>,
    o: *mut PyObject,
    dtype: Option<&DType>,
    ndmax: usize,
) -> PyResult<Option<*mut PyObject>> {
    let made = read(o, dtype, ndmax, |num, shape, n| {
        let made = owned(py, NdArray::fresh_number(py, num, shape, n)?.cast())?;
        let p = array_of(made.as_ptr()).write();
        Ok((made, p))
    })?;
    Ok(made.map(Bound::into_ptr))
}

/// The engine's array of the numbers in a list or tuple.
pub unsafe fn array(
    py: Python<'_>,
    o: *mut PyObject,
    dtype: Option<&DType>,
    ndmax: usize,
) -> PyResult<Option<Array>> {
    read(o, dtype, ndmax, |num, shape, _| {
        let made = Array::empty(DType::of(num), shape, Order::C).py(py)?;
        let p = made.write();
        Ok((made, p))
    })
}
