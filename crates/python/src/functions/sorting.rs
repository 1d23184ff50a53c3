//! Sorting: `sort`, `argsort`, `partition`, `argpartition`, `lexsort`.

use super::dispatch::{dispatch, items};
use crate::boundary::args::{is_none, text_of, truth, Call};
use crate::boundary::call::owned;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::methods::construct::new_like;
use crate::ndarray::object::{array_of, finish_result, is_array, is_exact, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{DType, Kind, Num};
use numen_exec::{sorting, text_sorting::refine_text};
use numen_shape::{normalize_axis, Shape};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Whether the item at `p` stands before the one at `q`: objects by `<`, text and bytes by their units.
pub unsafe fn less(py: Python<'_>, d: &DType, p: *const u8, q: *const u8) -> PyResult<bool> {
    match d.kind() {
        Kind::Object => {
            let load = |p: *const u8| {
                let o = *(p as *const *mut PyObject);
                if o.is_null() {
                    ffi::Py_None()
                } else {
                    o
                }
            };
            let (a, b) = (Bound::from_borrowed_ptr(py, load(p)), Bound::from_borrowed_ptr(py, load(q)));
            a.lt(b)
        }
        Kind::Str => {
            let n = d.itemsize() / 4;
            let at = |p: *const u8, i: usize| (p as *const u32).add(i).read_unaligned();
            Ok((0..n).map(|i| at(p, i)).lt((0..n).map(|i| at(q, i))))
        }
        _ => {
            let n = d.itemsize();
            Ok(std::slice::from_raw_parts(p, n) < std::slice::from_raw_parts(q, n))
        }
    }
}

/// Refines a permutation by one more key, the most significant so far; equal keys keep their order.
pub unsafe fn refine(py: Python<'_>, keys: &Array, idx: &mut [i64]) -> PyResult<()> {
    if let Some(record) = keys.dtype().as_record() {
        let fields: Vec<_> = record.fields().iter().map(|f| (f.dtype.clone(), f.offset)).collect();
        for (d, offset) in fields.into_iter().rev() {
            refine(py, &keys.part(d, offset), idx)?;
        }
        return Ok(());
    }
    let keys = native(py, keys)?;
    if sorting::sort_type(keys.dtype()).is_some() {
        return sorting::lexsort_step(&keys, idx).py(py);
    }
    if matches!(keys.dtype().kind(), Kind::Str | Kind::Bytes) {
        return refine_text(&keys, idx).py(py);
    }
    let (d, size) = (keys.dtype().clone(), keys.itemsize());
    let mut room = vec![0i64; idx.len() / 2 + 1];
    let mut failed = None;
    let base = keys.read();
    numen_kernels::sort::merge_sort_by(idx.as_mut_ptr(), idx.len(), room.as_mut_ptr(), &mut |a, b| {
        if failed.is_some() {
            return false;
        }
        less(py, &d, base.add(*a as usize * size), base.add(*b as usize * size)).unwrap_or_else(|e| {
            failed = Some(e);
            false
        })
    });
    failed.map_or(Ok(()), Err)
}

/// A contiguous, aligned array of native items; the array itself where it is one.
pub fn native(py: Python<'_>, a: &Array) -> PyResult<Array> {
    if a.is_c_contiguous() && a.is_behaved() && !a.dtype().is_swapped() {
        return Ok(a.view());
    }
    Ok(numen_exec::astype(a, &a.dtype().native(), Order::C).py(py)?.0)
}

/// A contiguous native array with the axis last, and the way back.
struct Rows {
    array: Array,
    back: Shape,
}

impl Rows {
    /// With `own` a copy, to be changed.
    unsafe fn of(py: Python<'_>, a: &Array, axis: Option<i64>, zero: bool, own: bool) -> PyResult<Rows> {
        let a = match axis {
            None => super::selecting::flat(py, a)?,
            Some(_) if zero && a.ndim() == 0 => a.insert_axis(0),
            Some(_) => a.view(),
        };
        let at = normalize_axis(axis.unwrap_or(-1), a.ndim()).py(py)?;
        let mut order: Shape = (0..a.ndim()).filter(|&i| i != at).collect();
        order.push(at);
        let mut back: Shape = (0..a.ndim() - 1).collect();
        back.insert(at, a.ndim() - 1);
        let mut array = a.permute(&order);
        if own || !array.is_c_contiguous() {
            array = numen_exec::copy(&array, Order::C).py(py)?;
        }
        if !array.is_behaved() || array.dtype().is_swapped() {
            array = native(py, &array)?;
        }
        Ok(Rows { array, back })
    }

    /// The rows as an array with the axis where it was.
    fn restore(&self, py: Python<'_>, r: Array) -> PyResult<Array> {
        let v = r.permute(&self.back);
        if v.is_c_contiguous() {
            return Ok(r.permute(&self.back));
        }
        numen_exec::copy(&v, Order::C).py(py)
    }

    /// As [`Rows::restore`], the axes in the order that `x` has in memory.
    fn restore_like(&self, py: Python<'_>, r: Array, x: &Array) -> PyResult<Array> {
        let v = r.permute(&self.back);
        if x.is_c_contiguous() || v.shape() != x.shape() {
            return self.restore(py, r);
        }
        let strides = x.strides_for(Order::K, v.itemsize());
        let out = Array::empty_with_strides(v.dtype().clone(), v.shape(), strides).py(py)?;
        let s = numen_exec::assign(&out, &v, None).py(py)?;
        convert::report(py, s)?;
        Ok(out)
    }

    fn len(&self) -> usize {
        self.array.shape()[self.array.ndim() - 1]
    }

    /// Permutations that sort the rows, by fields in an order where it is given.
    unsafe fn argsort(&self, py: Python<'_>, order: &[String], ranks: Option<&[usize]>) -> PyResult<Array> {
        let out = Array::empty(DType::of(Num::Long), self.array.shape(), Order::C).py(py)?;
        if order.is_empty() && sorting::sort_type(self.array.dtype()).is_some() {
            sorting::argsort_rows(&self.array, ranks, &out).py(py)?;
            return Ok(out);
        }
        let n = self.len();
        let m = if n == 0 { 0 } else { self.array.size() / n };
        let flat = self.array.reshaped(&[m, n], false).expect("contiguous");
        for i in 0..m {
            let row = flat.index_axis(0, i);
            // The result's row is this function's own memory.
            let idx = std::slice::from_raw_parts_mut((out.write() as *mut i64).add(i * n), n);
            for (k, x) in idx.iter_mut().enumerate() {
                *x = k as i64;
            }
            refine(py, &row, idx)?;
            for name in order.iter().rev() {
                let f = row.dtype().as_record().and_then(|r| r.field(name)).expect("checked").clone();
                refine(py, &row.part(f.dtype.clone(), f.offset), idx)?;
            }
        }
        Ok(out)
    }

    /// The rows sorted, as a new array.
    unsafe fn sorted(&self, py: Python<'_>, stable: bool, order: &[String]) -> PyResult<Array> {
        if order.is_empty() && sorting::sort_type(self.array.dtype()).is_some() {
            sorting::sort_rows(&self.array, stable).py(py)?;
            return Ok(self.array.view());
        }
        let idx = self.argsort(py, order, None)?;
        let n = self.len();
        let m = if n == 0 { 0 } else { self.array.size() / n };
        let (from, idx) = (
            self.array.reshaped(&[m, n], false).expect("contiguous"),
            idx.reshaped(&[m, n], false).expect("contiguous"),
        );
        if m == 1 {
            let r = super::selecting::take_rows(py, &from.index_axis(0, 0), &idx.index_axis(0, 0))?;
            return Ok(r.reshaped(self.array.shape(), false).expect("contiguous"));
        }
        let out = numen_exec::copy(&self.array, Order::C).py(py)?;
        let to = out.reshaped(&[m, n], false).expect("contiguous");
        for i in 0..m {
            let r = super::selecting::take_rows(py, &from.index_axis(0, i), &idx.index_axis(0, i))?;
            let _ = numen_exec::assign(&to.index_axis(0, i), &r, None).py(py)?;
        }
        Ok(out)
    }
}

unsafe fn axis_of(py: Python<'_>, p: *mut PyObject) -> PyResult<Option<i64>> {
    if p.is_null() {
        return Ok(Some(-1));
    }
    if p == ffi::Py_None() {
        return Ok(None);
    }
    convert::axis(py, p).map(Some)
}

/// Whether a stable sort is asked for, by `kind` or by `stable`.
unsafe fn stability(py: Python<'_>, kind: *mut PyObject, stable: *mut PyObject) -> PyResult<bool> {
    if !is_none(kind) && !is_none(stable) {
        return Err(PyValueError::new_err(
            "`kind` and keyword parameters can't be provided at the same time. Use only one of them.",
        ));
    }
    if is_none(kind) {
        return if is_none(stable) { Ok(false) } else { truth(py, stable, false) };
    }
    if ffi::PyUnicode_Check(kind) == 0 {
        let name = Bound::from_borrowed_ptr(py, kind).get_type().name()?;
        return Err(PyTypeError::new_err(format!("sort kind must be str, not {name}")));
    }
    let text = text_of(kind);
    match text.to_ascii_lowercase().as_bytes().first() {
        Some(b'q' | b'h') => Ok(false),
        Some(b'm' | b's') => Ok(true),
        _ => Err(PyValueError::new_err(format!(
            "sort kind must be one of 'quick', 'heap', or 'stable' (got '{text}')"
        ))),
    }
}

/// Names of fields to sort by first.
unsafe fn fields(py: Python<'_>, order: *mut PyObject, d: &DType) -> PyResult<Vec<String>> {
    if is_none(order) {
        return Ok(Vec::new());
    }
    let Some(record) = d.as_record() else {
        return Err(PyValueError::new_err("Cannot specify order when the array has no fields."));
    };
    let names: Vec<String> = if ffi::PyUnicode_Check(order) != 0 {
        vec![text_of(order)]
    } else {
        Bound::from_borrowed_ptr(py, order).extract()?
    };
    for (i, n) in names.iter().enumerate() {
        if record.field(n).is_none() {
            return Err(PyValueError::new_err(format!("unknown field name: {n}")));
        }
        if names[..i].contains(n) {
            return Err(PyValueError::new_err(format!("duplicate field name: {n}")));
        }
    }
    Ok(names)
}

/// A result of the class of the operand.
unsafe fn result(py: Python<'_>, like: *mut PyObject, a: Array) -> PyResult<*mut PyObject> {
    if is_array(like) {
        return new_like(py, like, a);
    }
    Ok(NdArray::wrap(py, a)?.cast())
}

/// Back in the byte order the operand had.
fn as_before(py: Python<'_>, r: Array, d: &DType) -> PyResult<Array> {
    if r.dtype() == d {
        return Ok(r);
    }
    Ok(numen_exec::astype(&r, d, Order::C).py(py)?.0)
}

crate::signature!(SORT: "sort", 1, 4, 0; "a", "axis", "kind", "order", "stable");
crate::signature!(ARGSORT: "argsort", 1, 4, 0; "a", "axis", "kind", "order", "stable");

unsafe fn sort(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, axis, kind, order, stable] = SORT.parse(call)?;
    if let Some(r) = dispatch(py, "sort", &[a], call)? {
        return Ok(r);
    }
    let stable = stability(py, kind, stable)?;
    let x = convert::array(py, a)?;
    let names = fields(py, order, x.dtype())?;
    let rows = Rows::of(py, &x, axis_of(py, axis)?, false, true)?;
    let r = rows.sorted(py, stable, &names)?;
    result(py, a, as_before(py, rows.restore_like(py, r, &x)?, x.dtype())?)
}

/// The order of an array of one axis, nothing else being asked for.
unsafe fn order_of_row(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(o) {
        return Ok(None);
    }
    let a = array_of(o);
    let dense = a.ndim() == 1 && a.is_c_contiguous() && a.is_behaved() && !a.dtype().is_swapped();
    let text = matches!(a.dtype().kind(), Kind::Str | Kind::Bytes);
    if !dense || !(text || sorting::sort_type(a.dtype()).is_some()) {
        return Ok(None);
    }
    let r = owned(py, NdArray::fresh_number(py, Num::Long, a.shape(), a.size())?.cast())?;
    let out = array_of(r.as_ptr());
    if text {
        let idx = std::slice::from_raw_parts_mut(out.write().cast::<i64>(), a.size());
        idx.iter_mut().zip(0..).for_each(|(x, k)| *x = k);
        refine_text(a, idx).py(py)?;
    } else {
        sorting::argsort_rows(a, None, out).py(py)?;
    }
    Ok(Some(r.into_ptr()))
}

unsafe fn argsort(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    if call.n == 1 && call.kw.is_null() {
        if let Some(r) = order_of_row(py, call.value(0))? {
            return Ok(r);
        }
    }
    let [a, axis, kind, order, stable] = ARGSORT.parse(call)?;
    if let Some(r) = dispatch(py, "argsort", &[a], call)? {
        return Ok(r);
    }
    let given = [("axis", axis), ("kind", kind), ("order", order), ("stable", stable)];
    if let Some(r) = super::reductions::own_method(py, "argsort", a, &given)? {
        return Ok(r);
    }
    stability(py, kind, stable)?;
    let x = convert::array(py, a)?;
    let names = fields(py, order, x.dtype())?;
    let rows = Rows::of(py, &x, axis_of(py, axis)?, true, false)?;
    let r = rows.argsort(py, &names, None)?;
    result(py, a, rows.restore(py, r)?)
}

/// Ranks, ascending, of an axis of length `n`.
unsafe fn ranks(py: Python<'_>, kth: *mut PyObject, n: usize) -> PyResult<Vec<usize>> {
    let k = convert::array(py, kth)?;
    if !matches!(k.dtype().kind(), Kind::Int | Kind::UInt | Kind::Bool) {
        return Err(PyTypeError::new_err("Partition index must be integer"));
    }
    if k.ndim() > 1 {
        return Err(PyValueError::new_err("kth array must have dimension <= 1"));
    }
    let k = super::selecting::index_array(py, &k)?;
    let mut out = Vec::new();
    for i in 0..k.size() {
        let v = *(k.read() as *const i64).add(i);
        let w = if v < 0 { v + n as i64 } else { v };
        if w < 0 || w >= n as i64 {
            return Err(PyValueError::new_err(format!("kth(={w}) out of bounds ({n})")));
        }
        out.push(w as usize);
    }
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

unsafe fn check_select(kind: *mut PyObject) -> PyResult<()> {
    if is_none(kind) || text_of(kind) == "introselect" {
        return Ok(());
    }
    Err(PyValueError::new_err(format!("select kind must be 'introselect' (got '{}')", text_of(kind))))
}

crate::signature!(PARTITION: "partition", 2, 5, 0; "a", "kth", "axis", "kind", "order");
crate::signature!(ARGPARTITION: "argpartition", 2, 5, 0; "a", "kth", "axis", "kind", "order");

unsafe fn partition(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, kth, axis, kind, order] = PARTITION.parse(call)?;
    if let Some(r) = dispatch(py, "partition", &[a], call)? {
        return Ok(r);
    }
    check_select(kind)?;
    let x = convert::array(py, a)?;
    let names = fields(py, order, x.dtype())?;
    let rows = Rows::of(py, &x, axis_of(py, axis)?, false, true)?;
    let at = if x.size() == 0 { Vec::new() } else { ranks(py, kth, rows.len())? };
    let r = if names.is_empty() && sorting::sort_type(rows.array.dtype()).is_some() {
        sorting::partition_rows(&rows.array, &at).py(py)?;
        rows.array.view()
    } else {
        rows.sorted(py, false, &names)?
    };
    result(py, a, as_before(py, rows.restore_like(py, r, &x)?, x.dtype())?)
}

unsafe fn argpartition(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, kth, axis, kind, order] = ARGPARTITION.parse(call)?;
    if let Some(r) = dispatch(py, "argpartition", &[a], call)? {
        return Ok(r);
    }
    check_select(kind)?;
    let x = convert::array(py, a)?;
    let names = fields(py, order, x.dtype())?;
    let rows = Rows::of(py, &x, axis_of(py, axis)?, true, false)?;
    let at = if x.size() == 0 { Vec::new() } else { ranks(py, kth, rows.len())? };
    let r = rows.argsort(py, &names, Some(&at))?;
    result(py, a, rows.restore(py, r)?)
}

crate::signature!(SORT_M: "sort", 0, 3, 0; "axis", "kind", "order", "stable");
crate::signature!(PARTITION_M: "partition", 1, 4, 0; "kth", "axis", "kind", "order");

/// The axis of a call of `sort` or `partition` is one of the array's.
pub unsafe fn check_in_place(py: Python<'_>, a: &Array, sort: bool, call: Call) -> PyResult<()> {
    let axis = if sort { SORT_M.parse(call)?[0] } else { PARTITION_M.parse(call)?[1] };
    if let Some(axis) = axis_of(py, axis)? {
        normalize_axis(axis, a.ndim()).py(py)?;
    }
    Ok(())
}

/// Sorts (or partitions) the rows of an array where they lie; false where they lie otherwise than the kernels want
/// them, or fields are compared.
pub unsafe fn in_place(py: Python<'_>, a: &Array, sort: bool, call: Call) -> PyResult<bool> {
    let (kth, axis, kind, order, stable) = if sort {
        let [axis, kind, order, stable] = SORT_M.parse(call)?;
        (std::ptr::null_mut(), axis, kind, order, stable)
    } else {
        let [kth, axis, kind, order] = PARTITION_M.parse(call)?;
        (kth, axis, kind, order, std::ptr::null_mut())
    };
    if axis == ffi::Py_None() {
        return Err(PyTypeError::new_err("'NoneType' object cannot be interpreted as an integer"));
    }
    let dense = a.is_c_contiguous() && a.is_behaved() && !a.dtype().is_swapped() && a.ndim() > 0;
    if !dense || sorting::sort_type(a.dtype()).is_none() {
        return Ok(false);
    }
    let last = match axis_of(py, axis)? {
        Some(axis) => normalize_axis(axis, a.ndim()).py(py)? == a.ndim() - 1,
        None => false,
    };
    if !is_none(order) || !last && !sort {
        return Ok(false);
    }
    if sort && !last {
        let rows = Rows::of(py, a, axis_of(py, axis)?, false, true)?;
        sorting::sort_rows(&rows.array, stability(py, kind, stable)?).py(py)?;
        numen_exec::copy_into(a, &rows.array.permute(&rows.back)).py(py)?;
        return Ok(true);
    }
    if sort {
        sorting::sort_rows(a, stability(py, kind, stable)?).py(py)?;
        return Ok(true);
    }
    check_select(kind)?;
    let at = if a.size() == 0 { Vec::new() } else { ranks(py, kth, a.shape()[a.ndim() - 1])? };
    sorting::partition_rows(a, &at).py(py)?;
    Ok(true)
}

crate::signature!(LEXSORT: "lexsort", 1, 2, 0; "keys", "axis");

unsafe fn lexsort(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [keys, axis] = LEXSORT.parse(call)?;
    if let Some(r) = dispatch(py, "lexsort", &items(keys), call)? {
        return Ok(r);
    }
    let all = convert::discover::Items::of(py, keys)?;
    if all.len() == 0 {
        return Err(PyTypeError::new_err("need sequence of keys with len > 0 in lexsort"));
    }
    let mut keys = Vec::new();
    for i in 0..all.len() {
        keys.push(convert::array(py, all.get(py, i)?.as_ptr())?);
    }
    if keys.iter().any(|k| k.shape() != keys[0].shape()) {
        return Err(PyValueError::new_err("all keys need to be the same shape"));
    }
    let axis = axis_of(py, axis)?.unwrap_or(-1);
    if keys[0].ndim() == 0 && (axis == 0 || axis == -1) {
        let zero = Array::zeros(DType::of(Num::Long), &[], Order::C).py(py)?;
        return finish_result(py, zero);
    }
    let first = Rows::of(py, &keys[0], Some(axis), false, false)?;
    let mut rows = vec![first.array.view()];
    for k in &keys[1..] {
        rows.push(Rows::of(py, k, Some(axis), false, false)?.array);
    }
    let out = Array::empty(DType::of(Num::Long), first.array.shape(), Order::C).py(py)?;
    let len = first.len();
    let m = if len == 0 { 0 } else { out.size() / len };
    let plain = rows.iter().all(|r| sorting::sort_type(r.dtype()).is_some());
    let done = plain && sorting::lexsort_rows(&rows, &out).py(py)?;
    for i in 0..if done { 0 } else { m } {
        let idx = std::slice::from_raw_parts_mut((out.write() as *mut i64).add(i * len), len);
        for (k, x) in idx.iter_mut().enumerate() {
            *x = k as i64;
        }
        for r in &rows {
            let flat = r.reshaped(&[m, len], false).expect("contiguous");
            refine(py, &flat.index_axis(0, i), idx)?;
        }
    }
    let r = first.restore(py, out)?;
    Ok(owned(py, NdArray::wrap(py, r)?.cast())?.into_ptr())
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("sort", crate::c_function!(sort), "sort(a, axis=-1, kind=None, order=None, *, stable=None)\n--\n\n\
        A sorted copy; NaN and NaT go last.\n\n\
        Parameters\n----------\na : array_like\naxis : int or None\n    The axis sorted along; None for all elements as one row.\n\
        kind : {'quicksort', 'heapsort', 'mergesort', 'stable'}, optional\norder : str or list of str, optional\n    Fields compared first.\n\
        stable : bool, optional\n    Whether equal elements keep their order.\n\n\
        Returns\n-------\nndarray\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.sort([3, 1, 2])\narray([1, 2, 3])\n"));
    out.push(method(
        "argsort",
        crate::c_function!(argsort),
        "argsort(a, axis=-1, kind=None, order=None, *, stable=None)\n--\n\n\
        Indices that sort an array along an axis.\n\n\
        Parameters\n----------\na : array_like\naxis : int or None\n    The axis sorted along; None for all elements as one row.\nkind, order, stable : optional\n    As for `sort`.\n\n\
        Returns\n-------\nndarray of int64\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.argsort([3, 1, 2])\narray([1, 2, 0])\n",
    ));
    out.push(method("partition", crate::c_function!(partition), "partition(a, kth, axis=-1, kind='introselect', order=None)\n--\n\n\
        A copy in which the elements of the given ranks stand where sorting would put them, none greater before, none smaller behind.\n\n\
        Parameters\n----------\na : array_like\nkth : int or sequence of ints\naxis : int or None\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.partition([3, 1, 2], 1)[1]\nnp.int64(2)\n"));
    out.push(method(
        "argpartition",
        crate::c_function!(argpartition),
        "argpartition(a, kth, axis=-1, kind='introselect', order=None)\n--\n\n\
        Indices that partition; see `partition`.\n",
    ));
    out.push(method("lexsort", crate::c_function!(lexsort), "lexsort(keys, axis=-1)\n--\n\n\
        Indices that sort by several keys, the last of which is compared first.\n\n\
        Parameters\n----------\nkeys : sequence of array_like\n    All of one shape.\naxis : int\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.lexsort(([1, 0, 2], [5, 5, 4]))\narray([2, 1, 0])\n"));
}
