//! Bit generators as objects: one of ours, or one of another library reached through its capsule.

use numen_random::bitgen::{
    AnyBitGenerator, BitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64,
};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use std::cell::UnsafeCell;
use std::ffi::{c_void, CStr};

/// The name of the capsules that hold an [`Interface`].
const CAPSULE: &CStr = c"BitGenerator";

/// The functions through which other libraries draw, laid out as `bitgen_t` of NumPy's C interface
/// (`numpy/random/bitgen.h`).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Interface {
    state: *mut c_void,
    next_uint64: unsafe extern "C" fn(*mut c_void) -> u64,
    next_uint32: unsafe extern "C" fn(*mut c_void) -> u32,
    next_double: unsafe extern "C" fn(*mut c_void) -> f64,
    next_raw: unsafe extern "C" fn(*mut c_void) -> u64,
}

/// A bit generator of another library. Whoever makes one keeps the owner of the functions' state alive.
pub struct Foreign(Interface);

impl BitGenerator for Foreign {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        // SAFETY: the functions belong to this state, whose owner is alive.
        unsafe { (self.0.next_uint32)(self.0.state) }
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        // SAFETY: the functions belong to this state, whose owner is alive.
        unsafe { (self.0.next_uint64)(self.0.state) }
    }

    #[inline]
    fn next_f64(&mut self) -> f64 {
        // SAFETY: the functions belong to this state, whose owner is alive.
        unsafe { (self.0.next_double)(self.0.state) }
    }

    #[inline]
    fn next_raw(&mut self) -> u64 {
        // SAFETY: the functions belong to this state, whose owner is alive.
        unsafe { (self.0.next_raw)(self.0.state) }
    }
}

/// Where the bits come from.
pub enum Source {
    Own(AnyBitGenerator),
    Foreign(Foreign),
}

/// Runs an expression with the concrete generator of a [`Source`].
macro_rules! on_source {
    ($source:expr, $g:ident => $e:expr) => {
        match $source {
            $crate::random::bits::Source::Own(own) => match own {
                numen_random::bitgen::AnyBitGenerator::Mt19937($g) => {
                    let $g = $g.as_mut();
                    $e
                }
                numen_random::bitgen::AnyBitGenerator::Pcg64($g) => {
                    let $g = $g.as_mut();
                    $e
                }
                numen_random::bitgen::AnyBitGenerator::Pcg64Dxsm($g) => {
                    let $g = $g.as_mut();
                    $e
                }
                numen_random::bitgen::AnyBitGenerator::Philox($g) => {
                    let $g = $g.as_mut();
                    $e
                }
                numen_random::bitgen::AnyBitGenerator::Sfc64($g) => {
                    let $g = $g.as_mut();
                    $e
                }
            },
            $crate::random::bits::Source::Foreign($g) => $e,
        }
    };
}
pub(super) use on_source;

unsafe extern "C" fn next_uint64(state: *mut c_void) -> u64 {
    on_source!(&mut *state.cast::<Source>(), g => g.next_u64())
}

unsafe extern "C" fn next_uint32(state: *mut c_void) -> u32 {
    on_source!(&mut *state.cast::<Source>(), g => g.next_u32())
}

unsafe extern "C" fn next_double(state: *mut c_void) -> f64 {
    on_source!(&mut *state.cast::<Source>(), g => g.next_f64())
}

unsafe extern "C" fn next_raw(state: *mut c_void) -> u64 {
    on_source!(&mut *state.cast::<Source>(), g => g.next_raw())
}

/// A bit generator whose state stays at one address as long as the object lives: others draw from it through
/// the address.
///
/// Every use holds the lock of the Python object around it (`BitGenerator.lock`), as NumPy's classes do when
/// they draw through the capsule; that lock is what keeps uses apart, with or without the interpreter's.
#[pyclass(name = "_Bits", module = "numen._core", frozen)]
pub struct Bits {
    source: Box<UnsafeCell<Source>>,
    interface: Box<Interface>,
    owner: Option<Py<PyAny>>,
}

// SAFETY: the state is used under the lock of the Python object (see above); the interface is never written.
unsafe impl Send for Bits {}
// SAFETY: as for Send.
unsafe impl Sync for Bits {}

impl Bits {
    fn own(g: AnyBitGenerator) -> Bits {
        let source = Box::new(UnsafeCell::new(Source::Own(g)));
        let state = source.get().cast();
        let interface = Box::new(Interface { state, next_uint64, next_uint32, next_double, next_raw });
        Bits { source, interface, owner: None }
    }

    /// Works on the state; `f` must not run Python code, which could come back to the same state.
    #[inline(always)]
    pub fn with<R>(&self, f: impl FnOnce(&mut Source) -> R) -> R {
        // SAFETY: uses are kept apart by the lock of the Python object, and `f` does not come back here.
        f(unsafe { &mut *self.source.get() })
    }

    /// The generator, if it is one of ours.
    pub fn with_own<R>(&self, f: impl FnOnce(&mut AnyBitGenerator) -> R) -> PyResult<R> {
        self.with(|source| match source {
            Source::Own(g) => Ok(f(g)),
            Source::Foreign(_) => Err(PyValueError::new_err("the state belongs to another library")),
        })
    }
}

/// Words of a seed sequence.
pub fn sequence(entropy: &[u32], key: &[u32], pool: usize) -> PyResult<SeedSequence> {
    SeedSequence::with_key(entropy, key, pool, 0).map_err(|_| {
        PyValueError::new_err(format!("The size of the entropy pool should be at least 4, got {pool}"))
    })
}

/// The generator that the words of `generate_state` seed, as many as it asks for.
fn from_words(name: &str, w: &[u64]) -> Option<AnyBitGenerator> {
    let join = |k: usize| Some(u128::from(*w.get(k)?) << 64 | u128::from(*w.get(k + 1)?));
    Some(match name {
        "MT19937" => {
            let mut key = [0; 624];
            if w.len() != key.len() {
                return None;
            }
            key.iter_mut().zip(w).for_each(|(k, &x)| *k = x as u32);
            key[0] = 0x8000_0000;
            AnyBitGenerator::Mt19937(Box::new(Mt19937::from_state(&key, 623)?))
        }
        "PCG64" => AnyBitGenerator::Pcg64(Box::new(Pcg64::from_seed(join(0)?, join(2)?))),
        "PCG64DXSM" => AnyBitGenerator::Pcg64Dxsm(Box::new(Pcg64Dxsm::from_seed(join(0)?, join(2)?))),
        "Philox" => AnyBitGenerator::Philox(Box::new(Philox::new([0; 4], w.try_into().ok()?))),
        "SFC64" => {
            let &[a, b, c] = w else { return None };
            AnyBitGenerator::Sfc64(Box::new(Sfc64::from_seed_words([a, b, c])))
        }
        _ => return None,
    })
}

#[pymethods]
impl Bits {
    /// A generator by name, seeded from the words of a seed sequence.
    #[staticmethod]
    fn seeded(name: &str, entropy: Vec<u32>, key: Vec<u32>, pool: usize) -> PyResult<Bits> {
        let s = sequence(&entropy, &key, pool)?;
        let g = AnyBitGenerator::seeded(name, &s)
            .ok_or_else(|| PyValueError::new_err(format!("{name} is not a known bit generator")))?;
        Ok(Bits::own(g))
    }

    /// A generator by name, seeded from what another class's `generate_state` gave.
    #[staticmethod]
    fn from_words(name: &str, words: Vec<u64>) -> PyResult<Bits> {
        from_words(name, &words)
            .map(Bits::own)
            .ok_or_else(|| PyValueError::new_err(format!("{} words cannot seed {name}", words.len())))
    }

    /// Begins the stream of `RandomState(int)` in place; the generator is an MT19937.
    fn seed_int(&self, seed: u32) -> PyResult<()> {
        self.with_own(|g| match g {
            AnyBitGenerator::Mt19937(g) => **g = Mt19937::from_seed(seed),
            other => *other = AnyBitGenerator::Mt19937(Box::new(Mt19937::from_seed(seed))),
        })
    }

    /// MT19937 seeded as `RandomState(sequence)`.
    #[staticmethod]
    fn legacy_array(seeds: Vec<u32>) -> PyResult<Bits> {
        let g = Mt19937::from_seed_array(&seeds)
            .ok_or_else(|| PyValueError::new_err("Seed must be non-empty"))?;
        Ok(Bits::own(AnyBitGenerator::Mt19937(Box::new(g))))
    }

    /// The generator behind a capsule of another library; `owner` is what keeps its state alive.
    #[staticmethod]
    fn foreign(capsule: &Bound<'_, PyAny>, owner: Py<PyAny>) -> PyResult<Option<Bits>> {
        // SAFETY: a capsule of this name holds a `bitgen_t`, which is copied; a pointer to no function would
        // make an invalid value of it, so each is looked at first.
        let interface = unsafe {
            if ffi::PyCapsule_IsValid(capsule.as_ptr(), CAPSULE.as_ptr()) == 0 {
                return Ok(None);
            }
            let p = ffi::PyCapsule_GetPointer(capsule.as_ptr(), CAPSULE.as_ptr());
            let functions = p.cast::<*mut c_void>();
            if (1..5).any(|k| (*functions.add(k)).is_null()) {
                return Err(PyValueError::new_err("the capsule's functions are not set"));
            }
            *p.cast::<Interface>()
        };
        let source = Box::new(UnsafeCell::new(Source::Foreign(Foreign(interface))));
        Ok(Some(Bits { source, interface: Box::new(interface), owner: Some(owner) }))
    }

    /// A copy with the same state.
    fn copy(&self) -> PyResult<Bits> {
        self.with_own(|g| g.clone()).map(Bits::own)
    }

    /// Takes over another's state; the address stays.
    fn assign(&self, other: &Bits) -> PyResult<()> {
        let state = other.with_own(|g| g.clone())?;
        self.with_own(|g| *g = state)
    }

    fn next_u64(&self) -> u64 {
        self.with(|s| on_source!(s, g => g.next_raw()))
    }

    fn raw<'py>(&self, py: Python<'py>, n: usize) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = super::core::fresh::<u64>(py, numen_dtype::Num::ULong, &[n])?;
        self.with(|s| on_source!(s, g => data.iter_mut().for_each(|x| *x = g.next_raw())));
        Ok(o)
    }

    /// Draws so many words or doubles for nothing.
    fn skip(&self, n: usize, doubles: bool) {
        self.with(|s| {
            on_source!(s, g => for _ in 0..n {
                if doubles {
                    std::hint::black_box(g.next_f64());
                } else {
                    std::hint::black_box(g.next_u64());
                }
            })
        });
    }

    /// A new capsule with the functions. It keeps this object, and with it the state, alive.
    fn capsule(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let interface = (&raw const *slf.get().interface).cast_mut();
        // SAFETY: the pointer is into this object, of which the capsule owns a reference from here on; `release`
        // gives it back.
        unsafe {
            let p = ffi::PyCapsule_New(interface.cast(), CAPSULE.as_ptr(), Some(release));
            let capsule = Bound::from_owned_ptr_or_err(py, p)?;
            if ffi::PyCapsule_SetContext(p, slf.as_ptr().cast()) != 0 {
                return Err(PyErr::fetch(py));
            }
            ffi::Py_INCREF(slf.as_ptr());
            Ok(capsule.unbind())
        }
    }

    /// Addresses of the state, of the functions for 64 bits, 32 bits and doubles, and of the table.
    fn addresses(&self) -> (usize, usize, usize, usize, usize) {
        let i = &*self.interface;
        (
            i.state as usize,
            i.next_uint64 as usize,
            i.next_uint32 as usize,
            i.next_double as usize,
            &raw const *i as usize,
        )
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.owner)
    }
}

unsafe extern "C" fn release(capsule: *mut PyObject) {
    ffi::Py_XDECREF(ffi::PyCapsule_GetContext(capsule).cast());
}
