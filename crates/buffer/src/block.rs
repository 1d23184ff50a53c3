//! Counted references to memory.

use crate::{cache, stats};
use std::fmt;
use std::ptr::NonNull;
use std::sync::atomic::{fence, AtomicBool, AtomicUsize, Ordering};

/// Alignment of the data of every owned block: a cache line, an AVX-512 register.
pub const ALIGN: usize = 64;

/// Memory could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory {
    pub bytes: usize,
}

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "out of memory: {} bytes", self.bytes)
    }
}

impl std::error::Error for OutOfMemory {}

/// Where a block's memory goes back to.
pub(crate) enum Origin {
    /// A size class of the cache.
    Class(u8),
    /// A mapping of its own with this many bytes, header included.
    Mapped(usize),
    /// An owner outside: called once with its pointer when the last reference goes.
    Foreign { owner: *mut (), release: unsafe fn(*mut ()) },
}

/// Stands right before the data of an owned block, in one allocation with it.
#[repr(C, align(64))]
pub(crate) struct Header {
    refs: AtomicUsize,
    data: *mut u8,
    bytes: usize,
    pub(crate) origin: Origin,
    /// Where references to objects stand in the data; they are dropped before the memory is freed.
    cleaner: Option<&'static Cleaner>,
    /// Somebody outside may read or write the memory at any time.
    exported: AtomicBool,
}

/// Where items of a block hold references: at these offsets of every `stride` bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Cleaner {
    pub stride: usize,
    pub offsets: Vec<usize>,
}

/// Drops `n` references at a stride and leaves NULL; registered by the boundary.
pub type ClearReferences = unsafe fn(ptr: *mut u8, stride: usize, n: usize);

static CLEAR: std::sync::OnceLock<ClearReferences> = std::sync::OnceLock::new();

/// Registers how references are dropped. Called once.
pub fn set_clear_references(f: ClearReferences) {
    let _ = CLEAR.set(f);
}

pub(crate) const HEADER: usize = std::mem::size_of::<Header>();
const _: () = assert!(HEADER == 64);

/// A counted reference to memory.
pub struct Block(NonNull<Header>);

// SAFETY: the count is atomic; the memory is plain bytes whose users synchronise; a foreign owner's
// `release` is called from the thread that drops the last reference, which its maker must allow.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

impl Block {
    /// Uninitialised memory.
    pub fn alloc(bytes: usize) -> Result<Block, OutOfMemory> {
        let (p, origin) = cache::take(bytes, false).ok_or(OutOfMemory { bytes })?;
        Ok(Block::finish(p, bytes, origin))
    }

    /// Zeroed memory; the largest blocks are untouched zero pages.
    pub fn zeroed(bytes: usize) -> Result<Block, OutOfMemory> {
        let (p, origin) = cache::take(bytes, true).ok_or(OutOfMemory { bytes })?;
        Ok(Block::finish(p, bytes, origin))
    }

    fn finish(p: NonNull<u8>, bytes: usize, origin: Origin) -> Block {
        // SAFETY: `take` returns room for the header and `bytes` behind it, aligned to 64.
        let data = unsafe { p.as_ptr().add(HEADER) };
        let header = p.cast::<Header>();
        // SAFETY: as above; nobody else knows the memory yet.
        unsafe {
            header.as_ptr().write(Header {
                refs: AtomicUsize::new(1),
                data,
                bytes,
                origin,
                cleaner: None,
                exported: AtomicBool::new(false),
            })
        };
        stats::note(data as usize, bytes, true);
        Block(header)
    }

    /// Memory of somebody else; `release(owner)` is called once, when the last reference goes.
    ///
    /// # Safety
    /// The memory stays valid until `release` is called.
    pub unsafe fn foreign(data: *mut u8, bytes: usize, owner: *mut (), release: unsafe fn(*mut ())) -> Block {
        let header = Box::new(Header {
            refs: AtomicUsize::new(1),
            data,
            bytes,
            origin: Origin::Foreign { owner, release },
            cleaner: None,
            exported: AtomicBool::new(true),
        });
        Block(NonNull::from(Box::leak(header)))
    }

    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: a header lives as long as there are references.
        unsafe { self.0.as_ref() }
    }

    /// The first byte.
    #[inline(always)]
    pub fn data(&self) -> *mut u8 {
        self.header().data
    }

    /// Bytes asked for.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.header().bytes
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the data holds references to objects.
    pub fn cleaner(&self) -> Option<&'static Cleaner> {
        self.header().cleaner
    }

    /// Says where the data holds references to objects; the memory is zeroed, and the last reference to
    /// the block is dropped only where references may be (with the interpreter's lock held).
    pub fn set_cleaner(&mut self, cleaner: &'static Cleaner) {
        debug_assert!(self.is_unique());
        // SAFETY: this is the only reference.
        unsafe { self.0.as_mut() }.cleaner = Some(cleaner);
    }

    /// No other reference exists.
    #[inline(always)]
    pub fn is_unique(&self) -> bool {
        self.header().refs.load(Ordering::Acquire) == 1
    }

    /// Marks the memory as reachable from outside, for good.
    pub fn set_exported(&self) {
        self.header().exported.store(true, Ordering::Relaxed);
    }

    /// The memory is, or was once, reachable from outside.
    pub fn is_exported(&self) -> bool {
        self.header().exported.load(Ordering::Relaxed)
    }

    /// Both refer to the same memory.
    pub fn same(&self, other: &Block) -> bool {
        self.0 == other.0
    }
}

impl Clone for Block {
    #[inline]
    fn clone(&self) -> Block {
        self.header().refs.fetch_add(1, Ordering::Relaxed);
        Block(self.0)
    }
}

impl Drop for Block {
    #[inline]
    fn drop(&mut self) {
        if self.header().refs.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
            // SAFETY: this was the last reference.
            unsafe { free(self.0) }
        }
    }
}

unsafe fn free(header: NonNull<Header>) {
    let h = header.as_ptr();
    if let Origin::Foreign { owner, release } = (*h).origin {
        drop(Box::from_raw(h));
        return release(owner);
    }
    if let (Some(c), Some(clear)) = ((*h).cleaner, CLEAR.get()) {
        let n = (*h).bytes / c.stride.max(1);
        for &offset in &c.offsets {
            clear((*h).data.add(offset), c.stride, n);
        }
    }
    stats::note((*h).data as usize, (*h).bytes, false);
    let origin = std::ptr::read(&(*h).origin);
    cache::give(header.cast(), origin);
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Block({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_and_zeroed() {
        for bytes in [0, 1, 63, 64, 1000, 1 << 16, 1 << 22, 40 << 20] {
            let b = Block::zeroed(bytes).unwrap();
            assert_eq!(b.data() as usize % ALIGN, 0);
            // SAFETY: the block has `bytes` bytes and nobody else refers to it.
            let s = unsafe { std::slice::from_raw_parts_mut(b.data(), bytes) };
            assert!(s.iter().all(|&x| x == 0));
            s.fill(7);
            drop(b);
            let again = Block::zeroed(bytes).unwrap();
            // SAFETY: as above.
            assert!(unsafe { std::slice::from_raw_parts(again.data(), bytes) }.iter().all(|&x| x == 0));
        }
    }

    #[test]
    fn the_impossible_is_refused() {
        assert!(Block::alloc(usize::MAX / 2).is_err());
        assert!(Block::alloc(1 << 50).is_err());
    }

    #[test]
    fn a_foreign_owner_is_told_once() {
        unsafe fn release(p: *mut ()) {
            (*(p as *const AtomicUsize)).fetch_add(1, Ordering::SeqCst);
        }
        let count = AtomicUsize::new(0);
        let mut memory = [0u8; 16];
        // SAFETY: `memory` and `count` outlive the block.
        let b = unsafe { Block::foreign(memory.as_mut_ptr(), 16, &count as *const _ as *mut (), release) };
        let c = b.clone();
        drop(b);
        assert_eq!(count.load(Ordering::SeqCst), 0);
        drop(c);
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}
