//! Where items hold references to objects.

use numen_buffer::Cleaner;
use numen_dtype::{DType, Num};
use std::sync::Mutex;

/// Offsets of the references within an item.
pub fn reference_offsets(dtype: &DType) -> Vec<usize> {
    let mut out = Vec::new();
    offsets(dtype, 0, &mut out);
    out
}

fn offsets(dtype: &DType, at: usize, out: &mut Vec<usize>) {
    if dtype.num() == Num::Object {
        out.push(at);
    } else if let Some(r) = dtype.as_record() {
        for f in r.fields() {
            offsets(&f.dtype, at + f.offset, out);
        }
    } else if let Some((base, shape)) = dtype.as_subarray() {
        for i in 0..shape.iter().product() {
            offsets(base, at + i * base.itemsize(), out);
        }
    }
}

/// The layout of references in blocks of this type. Layouts live as long as the process: there are as
/// many as different structured types with objects.
pub(crate) fn cleaner(dtype: &DType) -> &'static Cleaner {
    static KNOWN: Mutex<Vec<&'static Cleaner>> = Mutex::new(Vec::new());
    let wanted = Cleaner { stride: dtype.itemsize(), offsets: reference_offsets(dtype) };
    let mut known = KNOWN.lock().unwrap_or_else(|e| e.into_inner());
    if let Some(c) = known.iter().find(|c| ***c == wanted) {
        return c;
    }
    let c: &'static Cleaner = Box::leak(Box::new(wanted));
    known.push(c);
    c
}
