//! The array itself.

use crate::{references, Flags};
use numen_buffer::{Block, OutOfMemory};
use numen_dtype::DType;
use numen_shape::{
    bounds, c_strides, checked_bytes, f_strides, may_overlap, size, solve_overlap, Contiguity, Error, Result,
    Shape, Strides,
};
use smallvec::SmallVec;
use std::mem::MaybeUninit;

/// The memory order asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    C,
    F,
    /// F where the input is F-contiguous and not C-contiguous, else C.
    A,
    /// As near to the input's order as possible.
    K,
}

/// An n-dimensional array of one element type over a block of memory.
///
/// Without a block the memory is lent: whoever made the array keeps it alive for as long as the array and
/// its views live (the Python object whose memory it is).
#[derive(Debug)]
pub struct Array {
    data: *mut u8,
    dtype: DType,
    shape: Shape,
    strides: Strides,
    block: Option<Block>,
    flags: Flags,
}

// SAFETY: the memory is reached through `read` and `write` only, whose users synchronise; blocks are Send.
unsafe impl Send for Array {}
// SAFETY: as above.
unsafe impl Sync for Array {}

impl Array {
    /// Uninitialised memory. Arrays that hold objects are zeroed: NULL reads as None.
    pub fn empty(dtype: DType, shape: &[usize], order: Order) -> Result<Array> {
        if dtype.has_object() {
            return Array::zeros(dtype, shape, order);
        }
        Array::allocate(dtype, shape, order, Block::alloc)
    }

    /// Zeroed memory (object arrays: NULL, which reads as None; fill them with the number 0 if wanted).
    pub fn zeros(dtype: DType, shape: &[usize], order: Order) -> Result<Array> {
        Array::allocate(dtype, shape, order, Block::zeroed)
    }

    /// Uninitialised dense memory with the axes ordered as given strides are.
    pub fn empty_with_strides(dtype: DType, shape: &[usize], strides: Strides) -> Result<Array> {
        let bytes = checked_bytes(shape, dtype.itemsize())?;
        let get = if dtype.has_object() { Block::zeroed } else { Block::alloc };
        let mut block = get(bytes).map_err(|e| out_of_memory(e, shape, &dtype))?;
        if dtype.has_object() {
            block.set_cleaner(references::cleaner(&dtype));
        }
        let data = block.data();
        Ok(Array::assemble(data, dtype, shape.into(), own_strides(shape, strides), Some(block), true))
    }

    fn allocate(
        dtype: DType,
        shape: &[usize],
        order: Order,
        get: fn(usize) -> std::result::Result<Block, OutOfMemory>,
    ) -> Result<Array> {
        if shape.len() > numen_shape::MAX_DIMS {
            return Err(Error::value(format!(
                "maximum supported dimension for an ndarray is currently {}, found {}",
                numen_shape::MAX_DIMS,
                shape.len()
            )));
        }
        let bytes = checked_bytes(shape, dtype.itemsize())?;
        let mut block = get(bytes).map_err(|e| out_of_memory(e, shape, &dtype))?;
        if dtype.has_object() {
            block.set_cleaner(references::cleaner(&dtype));
        }
        let strides = match order {
            Order::F => f_strides(shape, dtype.itemsize()),
            _ => c_strides(shape, dtype.itemsize()),
        };
        let data = block.data();
        Ok(Array::assemble(data, dtype, shape.into(), own_strides(shape, strides), Some(block), true))
    }

    /// A C-contiguous, aligned, writeable array over memory that the caller lends (the hot path: no flag is
    /// computed).
    ///
    /// # Safety
    /// As for [`Array::from_parts`]; `data` is aligned for `dtype`.
    #[inline(always)]
    pub unsafe fn fresh(data: *mut u8, dtype: DType, shape: &[usize], block: Option<Block>) -> Array {
        let mut place = MaybeUninit::uninit();
        Array::fresh_in(&mut place, data, dtype, shape, block);
        place.assume_init()
    }

    /// As [`Array::fresh`], written to where it stays: parts that are put together elsewhere and copied cost as
    /// much as the sum of ten numbers, because they are read in other sizes than they were just written.
    ///
    /// # Safety
    /// As for [`Array::fresh`].
    #[inline(always)]
    pub unsafe fn fresh_in(
        place: &mut MaybeUninit<Array>,
        data: *mut u8,
        dtype: DType,
        shape: &[usize],
        block: Option<Block>,
    ) {
        let item = dtype.itemsize();
        let p = place.as_mut_ptr();
        // First: with nothing between that could fail, it is never put together elsewhere.
        (&raw mut (*p).dtype).write(dtype);
        let (of_shape, of_strides) = (&raw mut (*p).shape, &raw mut (*p).strides);
        let f = match *shape {
            [] => {
                of_shape.write(Shape::new());
                of_strides.write(Strides::new());
                true
            }
            [n] => {
                let step = if n > 0 { item as isize } else { 0 };
                of_shape.write(Shape::from_buf_and_len([n; 4], 1));
                of_strides.write(Strides::from_buf_and_len([step; 4], 1));
                true
            }
            [m, n] if m > 0 && n > 0 => {
                let steps = [(item * n) as isize, item as isize, 0, 0];
                of_shape.write(Shape::from_buf_and_len([m, n, 0, 0], 2));
                of_strides.write(Strides::from_buf_and_len(steps, 2));
                m == 1 || n == 1
            }
            _ => {
                let s = c_strides(shape, item);
                let f = Contiguity::of(shape, &s, item).f;
                of_shape.write(Shape::from_slice(shape));
                of_strides.write(own_strides(shape, s));
                f
            }
        };
        (&raw mut (*p).data).write(data);
        (&raw mut (*p).block).write(block);
        (&raw mut (*p).flags).write(Flags::FRESH.with(Flags::F, f));
    }

    /// Nothing has to be let go when the array goes: no block, no parameters, no long shape.
    #[inline(always)]
    pub fn owns_nothing(&self) -> bool {
        self.block.is_none() && self.dtype.is_bare() && !self.shape.spilled() && !self.strides.spilled()
    }

    /// An array over given memory, its flags computed.
    ///
    /// # Safety
    /// Every element that shape and strides reach from `data` is valid memory while the array lives: it
    /// belongs to `block`, or is kept alive by the caller.
    pub unsafe fn from_parts(
        data: *mut u8,
        dtype: DType,
        shape: Shape,
        strides: Strides,
        block: Option<Block>,
        writeable: bool,
    ) -> Array {
        Array::assemble(data, dtype, shape, strides, block, writeable)
    }

    pub(crate) fn assemble(
        data: *mut u8,
        dtype: DType,
        shape: Shape,
        strides: Strides,
        block: Option<Block>,
        writeable: bool,
    ) -> Array {
        let k = Contiguity::of(&shape, &strides, dtype.itemsize());
        let align = dtype.alignment();
        let aligned = align == 1 || {
            // Axes of length 1 are never stepped along.
            let off = shape
                .iter()
                .zip(&strides)
                .fold(data as usize, |a, (&n, &s)| if n > 1 { a | s as usize } else { a });
            off & (align - 1) == 0 || size(&shape) == 0
        };
        let flags = Flags::WRITEABLE
            .with(Flags::WRITEABLE, writeable)
            .with(Flags::C, k.c)
            .with(Flags::F, k.f)
            .with(Flags::ALIGNED, aligned);
        Array { data, dtype, shape, strides, block, flags }
    }

    /// An array over lent memory, its flags known.
    ///
    /// # Safety
    /// As for [`Array::from_parts`]; the flags are right.
    #[inline(always)]
    pub(crate) unsafe fn from_fields(
        data: *mut u8,
        dtype: DType,
        shape: Shape,
        strides: Strides,
        flags: Flags,
    ) -> Array {
        Array { data, dtype, shape, strides, block: None, flags }
    }

    /// Another handle to the same elements.
    #[inline]
    pub fn view(&self) -> Array {
        Array {
            data: self.data,
            dtype: self.dtype.clone(),
            shape: self.shape.clone(),
            strides: self.strides.clone(),
            block: self.block.clone(),
            flags: self.flags,
        }
    }

    /// The same memory with other shape and strides, from `offset` bytes after the first element.
    ///
    /// # Safety
    /// As for [`Array::from_parts`].
    pub unsafe fn view_parts(&self, offset: isize, dtype: DType, shape: Shape, strides: Strides) -> Array {
        let mut v = Array::assemble(
            self.data.offset(offset),
            dtype,
            shape,
            strides,
            self.block.clone(),
            self.is_writeable(),
        );
        if self.flags.has(Flags::WARN_ON_WRITE) {
            v.flags = v.flags.with(Flags::WARN_ON_WRITE, true);
        }
        v
    }

    /// The first element, for reading.
    #[inline(always)]
    pub fn read(&self) -> *const u8 {
        self.data
    }

    /// The first element, for writing; the caller has checked [`Array::is_writeable`] where a user could
    /// tell.
    #[inline(always)]
    pub fn write(&self) -> *mut u8 {
        self.data
    }

    #[inline(always)]
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    #[inline(always)]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    #[inline(always)]
    pub fn strides(&self) -> &[isize] {
        &self.strides
    }

    #[inline(always)]
    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// Number of elements.
    #[inline(always)]
    pub fn size(&self) -> usize {
        size(&self.shape)
    }

    #[inline(always)]
    pub fn itemsize(&self) -> usize {
        self.dtype.itemsize()
    }

    #[inline(always)]
    pub fn nbytes(&self) -> usize {
        self.size() * self.itemsize()
    }

    #[inline(always)]
    pub fn flags(&self) -> Flags {
        self.flags
    }

    #[inline(always)]
    pub fn is_c_contiguous(&self) -> bool {
        self.flags.has(Flags::C)
    }

    #[inline(always)]
    pub fn is_f_contiguous(&self) -> bool {
        self.flags.has(Flags::F)
    }

    #[inline(always)]
    pub fn is_aligned(&self) -> bool {
        self.flags.has(Flags::ALIGNED)
    }

    #[inline(always)]
    pub fn is_writeable(&self) -> bool {
        self.flags.has(Flags::WRITEABLE)
    }

    /// Aligned and in the machine's byte order: kernels can read it.
    #[inline(always)]
    pub fn is_behaved(&self) -> bool {
        self.is_aligned() && self.dtype.is_native()
    }

    pub fn set_writeable(&mut self, on: bool) {
        self.flags = self.flags.with(Flags::WRITEABLE, on).with(Flags::WARN_ON_WRITE, false);
    }

    pub fn set_flag(&mut self, flag: Flags, on: bool) {
        self.flags = self.flags.with(flag, on);
    }

    /// The block, unless the memory is lent.
    #[inline(always)]
    pub fn block(&self) -> Option<&Block> {
        self.block.as_ref()
    }

    /// Gives the block away; the array's memory is lent from here on.
    pub fn take_block(&mut self) -> Option<Block> {
        self.block.take()
    }

    /// The strides an order asks for in a new array shaped like this one.
    pub fn strides_for(&self, order: Order, itemsize: usize) -> Strides {
        match order {
            Order::C => c_strides(&self.shape, itemsize),
            Order::F => f_strides(&self.shape, itemsize),
            Order::A if self.is_f_contiguous() && !self.is_c_contiguous() => f_strides(&self.shape, itemsize),
            Order::A => c_strides(&self.shape, itemsize),
            Order::K if self.is_c_contiguous() || self.ndim() <= 1 => c_strides(&self.shape, itemsize),
            Order::K if self.is_f_contiguous() => f_strides(&self.shape, itemsize),
            Order::K => numen_shape::ordered_strides(&self.shape, itemsize, &self.strides),
        }
    }

    /// The address ranges meet.
    pub fn may_share(&self, other: &Array) -> bool {
        may_overlap(
            (self.data as usize, bounds(&self.shape, &self.strides, self.itemsize())),
            (other.data as usize, bounds(&other.shape, &other.strides, other.itemsize())),
        )
    }

    /// Two elements may lie on the same bytes: seen from the shortest step up, a step is no longer than what the steps
    /// before it reach.
    pub fn may_overlap_itself(&self) -> bool {
        if self.is_c_contiguous() || self.is_f_contiguous() || self.size() < 2 {
            return false;
        }
        let pair = |(&n, &s): (&usize, &isize)| (s.unsigned_abs(), n);
        let mut steps: SmallVec<[(usize, usize); 8]> =
            self.shape.iter().zip(self.strides.iter()).map(pair).filter(|&(_, n)| n > 1).collect();
        steps.sort_unstable();
        let mut reach = self.itemsize();
        steps.into_iter().any(|(step, n)| {
            let overlaps = step < reach;
            reach = reach.saturating_add(step.saturating_mul(n - 1));
            overlaps
        })
    }

    /// Some byte is shared; `None` if it was not settled within `max_work` steps.
    pub fn shares_memory(&self, other: &Array, max_work: i64) -> Option<bool> {
        solve_overlap(
            (self.data as usize, &self.shape, &self.strides, self.itemsize()),
            (other.data as usize, &other.shape, &other.strides, other.itemsize()),
            max_work,
        )
    }

    /// Indices of the axes from the slowest to the fastest, by stride (ties keep C order).
    pub fn axes_by_stride(&self) -> SmallVec<[usize; 4]> {
        let mut order: SmallVec<[usize; 4]> = (0..self.ndim()).collect();
        order.sort_by(|&a, &b| self.strides[b].unsigned_abs().cmp(&self.strides[a].unsigned_abs()));
        order
    }
}

/// New arrays without elements step nowhere.
#[inline]
fn own_strides(shape: &[usize], mut strides: Strides) -> Strides {
    if shape.contains(&0) {
        strides.fill(0);
    }
    strides
}

#[cold]
fn out_of_memory(e: OutOfMemory, shape: &[usize], dtype: &DType) -> Error {
    Error::out_of_memory(e.bytes, shape, dtype.descriptor().name)
}
