//! Masks over all axes of an array.

use crate::plan::{Axes, Walk};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_kernels::{select, Status};
use numen_shape::{Class, Error, Result, Shape};
use smallvec::SmallVec;
use std::convert::Infallible;

/// The mask has the shape of the array.
pub fn check_mask(mask: &Array, shape: &[usize]) -> Result<()> {
    check_mask_at(mask, shape, 0)
}

/// The mask has the lengths of the array's axes from `axis` on; as in NumPy, one of length 0 fits any axis.
pub fn check_mask_at(mask: &Array, shape: &[usize], axis: usize) -> Result<()> {
    for (i, (&m, &n)) in mask.shape().iter().zip(&shape[axis..]).enumerate() {
        if m != n && m != 0 {
            return Err(Error::new(
                Class::Index,
                format!(
                    "boolean index did not match indexed array along axis {}; size of axis is {n} but size of \
                     corresponding boolean axis is {m}",
                    axis + i
                ),
            ));
        }
    }
    Ok(())
}

fn unwrap(r: std::result::Result<(), Infallible>) {
    match r {
        Ok(()) => {}
        Err(e) => match e {},
    }
}

/// Number of true elements.
pub fn count_true(mask: &Array) -> usize {
    let axes = Axes::new(mask.shape(), &[mask.strides()], Walk::Free);
    let mut n = 0;
    // SAFETY: the offsets stay within the mask.
    unwrap(axes.each(1, |at| unsafe {
        n += select::count_true(mask.read().offset(at[0]), axes.strides[0][0], axes.lens[0]);
        Ok(())
    }));
    n
}

/// The positions of the true elements in C order: for each axis an int64 array.
pub fn nonzero(mask: &Array) -> Result<SmallVec<[Array; 2]>> {
    let n = count_true(mask);
    let ndim = mask.ndim();
    let out: Result<SmallVec<[Array; 2]>> =
        (0..ndim).map(|_| Array::empty(DType::of(Num::Long), &[n], Order::C)).collect();
    let out = out?;
    if n == 0 {
        return Ok(out);
    }
    let (len, step) = (mask.shape()[ndim - 1], mask.strides()[ndim - 1]);
    let mut count: Shape = smallvec::smallvec![0; ndim];
    let mut row = mask.read();
    let mut done = 0;
    // SAFETY: rows lie within the mask; at most `n` positions are written, even if the mask changes.
    unsafe {
        loop {
            let last = out[ndim - 1].write().cast::<i64>().add(done);
            let found = select::nonzero(row, step, len, 0, last, n - done);
            for (axis, o) in out[..ndim - 1].iter().enumerate() {
                let p = o.write().cast::<i64>().add(done);
                for i in 0..found {
                    *p.add(i) = count[axis] as i64;
                }
            }
            done += found;
            let mut axis = ndim - 1;
            loop {
                if axis == 0 || done == n {
                    // Elements that another thread cleared meanwhile leave zeros.
                    for o in &out {
                        o.write().cast::<i64>().add(done).write_bytes(0, n - done);
                    }
                    return Ok(out);
                }
                axis -= 1;
                count[axis] += 1;
                row = row.offset(mask.strides()[axis]);
                if count[axis] < mask.shape()[axis] {
                    break;
                }
                row = row.offset(-(mask.shape()[axis] as isize * mask.strides()[axis]));
                count[axis] = 0;
            }
        }
    }
}

/// `a[mask]` for a mask of the array's shape: the elements where it is true, in C order.
pub fn compress(a: &Array, mask: &Array) -> Result<Array> {
    let n = count_true(mask);
    let out = Array::empty(a.dtype().clone(), &[n], Order::C)?;
    let axes = Axes::in_c_order(mask.shape(), &[a.strides(), mask.strides()]);
    let item = a.itemsize();
    if n == 0 || item == 0 {
        return Ok(out);
    }
    let objects = a.dtype().has_object().then(|| crate::find_cast(a.dtype(), a.dtype())).transpose()?;
    let (s, m) = (axes.strides[0][0], axes.strides[0][1]);
    let mut done = 0;
    let mut body = || {
        axes.each(1, |at| {
            // SAFETY: the offsets stay within both arrays; at most `n` items are written.
            unsafe {
                let (src, mask) = (a.read().offset(at[0]), mask.read().offset(at[1]));
                let dst = out.write().add(done * item);
                let (len, cap) = (axes.lens[0], n - done);
                done += match &objects {
                    Some(copy) => compress_objects(copy, (src, s), (mask, m), len, dst, cap, item),
                    None if s == item as isize && m == 1 => select::compress(item, mask, src, len, dst, cap),
                    None => select::compress_strided(item, mask, m, src, s, len, dst, cap),
                };
            }
            Ok(())
        })
    };
    if objects.is_some() {
        unwrap(body());
    } else {
        unwrap(crate::gil::without(axes.size() as f64, body));
    }
    if done < n && !a.dtype().has_object() {
        // SAFETY: the rest of the result; another thread cleared elements of the mask meanwhile.
        unsafe { out.write().add(done * item).write_bytes(0, (n - done) * item) };
    }
    Ok(out)
}

unsafe fn compress_objects(
    copy: &crate::CastLoop,
    src: (*const u8, isize),
    mask: (*const u8, isize),
    n: usize,
    dst: *mut u8,
    cap: usize,
    item: usize,
) -> usize {
    let mut done = 0;
    for i in 0..n as isize {
        if *mask.0.offset(i * mask.1) != 0 && done < cap {
            let ptrs = [src.0.offset(i * src.1).cast_mut(), dst.add(done * item)];
            let _ = (copy.kernel.run)(&copy.ctx, ptrs.as_ptr(), [0, 0].as_ptr(), 1);
            done += 1;
        }
    }
    done
}

/// `a[mask] = value` for a mask of the array's shape and a 0-d value of the array's type.
pub fn fill_masked(a: &Array, mask: &Array, value: &Array) -> Result<Status> {
    if mask.size() == 0 {
        return Ok(Status::OK);
    }
    if a.dtype().has_object() {
        return crate::assign(a, value, Some(mask));
    }
    let axes = Axes::new(mask.shape(), &[a.strides(), mask.strides()], Walk::Free);
    let (s, m) = (axes.strides[0][0], axes.strides[0][1]);
    let body = || {
        // SAFETY: the offsets stay within both arrays; the value is one item of the array's type.
        axes.each(1, |at| unsafe {
            let (dst, mask) = (a.write().offset(at[0]), mask.read().offset(at[1]));
            select::masked_fill(a.itemsize(), mask, m, value.read(), dst, s, axes.lens[0]);
            Ok(())
        })
    };
    unwrap(crate::gil::without(axes.size() as f64, body));
    Ok(Status::OK)
}

/// `a[mask] = values` for a mask of the array's shape: successive values of the array's type, `values` has
/// one axis and as many elements as the mask has true ones.
pub fn spread(a: &Array, mask: &Array, values: &Array) -> Result<Status> {
    let axes = Axes::in_c_order(mask.shape(), &[a.strides(), mask.strides()]);
    let (item, nv, vs) = (a.itemsize(), values.size(), values.strides()[0]);
    let objects = a.dtype().has_object().then(|| crate::find_cast(a.dtype(), a.dtype())).transpose()?;
    let (s, m) = (axes.strides[0][0], axes.strides[0][1]);
    let mut used = 0;
    unwrap(axes.each(1, |at| {
        // SAFETY: the offsets stay within the arrays; at most `nv` values are read.
        unsafe {
            let (dst, mask) = (a.write().offset(at[0]), mask.read().offset(at[1]));
            let from = values.read().offset(used as isize * vs);
            let len = axes.lens[0];
            match &objects {
                None => used += select::expand(item, mask, m, from, vs, nv - used, dst, s, len),
                Some(copy) => {
                    for i in 0..len as isize {
                        if *mask.offset(i * m) != 0 && used < nv {
                            let src = values.read().offset(used as isize * vs).cast_mut();
                            let ptrs = [src, dst.offset(i * s)];
                            let _ = (copy.kernel.run)(&copy.ctx, ptrs.as_ptr(), [0, 0].as_ptr(), 1);
                            used += 1;
                        }
                    }
                }
            }
        }
        Ok(())
    }));
    Ok(Status::OK)
}
