//! The calls to the operating system: mapping memory, the limit of the control group.

use std::ptr::NonNull;

/// Transparent huge pages are this large; mappings are aligned to them.
pub const HUGE: usize = 2 << 20;

/// Fresh zeroed pages, aligned to `HUGE`, huge pages asked for.
#[cfg(unix)]
pub fn map(bytes: usize) -> Option<NonNull<u8>> {
    let len = bytes.checked_add(HUGE)?;
    // SAFETY: an anonymous private mapping touches no existing memory.
    let p = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            len,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if p == libc::MAP_FAILED {
        return None;
    }
    let start = p as usize;
    let aligned = (start + HUGE - 1) & !(HUGE - 1);
    let (head, tail) = (aligned - start, start + len - (aligned + bytes));
    // SAFETY: head and tail are the parts of the mapping just made outside the aligned range.
    unsafe {
        if head > 0 {
            libc::munmap(p, head);
        }
        if tail > 0 {
            libc::munmap((aligned + bytes) as *mut _, tail);
        }
        #[cfg(target_os = "linux")]
        libc::madvise(aligned as *mut _, bytes, libc::MADV_HUGEPAGE);
    }
    NonNull::new(aligned as *mut u8)
}

/// Gives a mapping back.
#[cfg(unix)]
pub unsafe fn unmap(p: NonNull<u8>, bytes: usize) {
    libc::munmap(p.as_ptr().cast(), bytes);
}

#[cfg(not(unix))]
pub fn map(bytes: usize) -> Option<NonNull<u8>> {
    let layout = std::alloc::Layout::from_size_align(bytes, 4096).ok()?;
    // SAFETY: the layout has a non-zero size (blocks mapped are large).
    NonNull::new(unsafe { std::alloc::alloc_zeroed(layout) })
}

#[cfg(not(unix))]
pub unsafe fn unmap(p: NonNull<u8>, bytes: usize) {
    std::alloc::dealloc(p.as_ptr(), std::alloc::Layout::from_size_align_unchecked(bytes, 4096));
}

/// Bytes this process may use: the control group's limit, or the machine's memory.
pub fn memory_limit() -> usize {
    let read = |path: &str| std::fs::read_to_string(path).ok().and_then(|s| s.trim().parse::<usize>().ok());
    let group = read("/sys/fs/cgroup/memory.max")
        .or_else(|| read("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
        .unwrap_or(usize::MAX);
    group.min(physical())
}

#[cfg(unix)]
fn physical() -> usize {
    // SAFETY: sysconf only reads.
    let (pages, size) = unsafe { (libc::sysconf(libc::_SC_PHYS_PAGES), libc::sysconf(libc::_SC_PAGESIZE)) };
    if pages > 0 && size > 0 {
        pages as usize * size as usize
    } else {
        8 << 30
    }
}

#[cfg(not(unix))]
fn physical() -> usize {
    8 << 30
}
