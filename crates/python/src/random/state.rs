//! States of the bit generators as plain Python values.

use super::bits::Bits;
use numen_random::bitgen::{AnyBitGenerator, HalfWord, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

fn half(has: i64, value: u32) -> HalfWord {
    HalfWord { has_uint32: has != 0, uinteger: value }
}

/// Philox: counter, key, buffer, position in it, the kept half word.
type PhiloxState = (Vec<u64>, Vec<u64>, Vec<u64>, usize, i64, u32);

#[pymethods]
impl Bits {
    /// MT19937: `(key, pos)`.
    fn mt_state(&self) -> PyResult<Option<(Vec<u32>, usize)>> {
        self.with_own(|g| match g {
            AnyBitGenerator::Mt19937(g) => Some((g.key().to_vec(), g.pos())),
            _ => None,
        })
    }

    fn set_mt_state(&self, key: Vec<u32>, pos: usize) -> PyResult<()> {
        let key: [u32; 624] =
            key.try_into().map_err(|_| PyValueError::new_err("state must have 624 words"))?;
        let new =
            Mt19937::from_state(&key, pos).ok_or_else(|| PyValueError::new_err("pos is out of range"))?;
        self.with_own(|g| *g = AnyBitGenerator::Mt19937(Box::new(new)))
    }

    /// PCG64 and PCG64DXSM: `(state, inc, has_uint32, uinteger)`.
    fn pcg_state(&self) -> PyResult<Option<(u128, u128, i64, u32)>> {
        self.with_own(|g| match g {
            AnyBitGenerator::Pcg64(g) => {
                Some((g.state(), g.increment(), g.half().has_uint32.into(), g.half().uinteger))
            }
            AnyBitGenerator::Pcg64Dxsm(g) => {
                Some((g.state(), g.increment(), g.half().has_uint32.into(), g.half().uinteger))
            }
            _ => None,
        })
    }

    fn set_pcg_state(&self, state: u128, inc: u128, has: i64, value: u32) -> PyResult<()> {
        self.with_own(|g| match g {
            AnyBitGenerator::Pcg64(g) => **g = Pcg64::from_state(state, inc, half(has, value)),
            AnyBitGenerator::Pcg64Dxsm(g) => **g = Pcg64Dxsm::from_state(state, inc, half(has, value)),
            _ => {}
        })
    }

    /// Philox: `(counter, key, buffer, buffer_pos, has_uint32, uinteger)`.
    fn philox_state(&self) -> PyResult<Option<PhiloxState>> {
        self.with_own(|g| match g {
            AnyBitGenerator::Philox(g) => {
                let (buffer, pos) = g.buffer();
                let h = g.half();
                let words = (g.counter().to_vec(), g.key().to_vec(), buffer.to_vec());
                Some((words.0, words.1, words.2, pos, h.has_uint32.into(), h.uinteger))
            }
            _ => None,
        })
    }

    fn set_philox_state(
        &self,
        counter: [u64; 4],
        key: [u64; 2],
        buffer: [u64; 4],
        pos: usize,
        has: i64,
        value: u32,
    ) -> PyResult<()> {
        let new = Philox::from_state(counter, key, buffer, pos, half(has, value))
            .ok_or_else(|| PyValueError::new_err("buffer_pos is out of range"))?;
        self.with_own(|g| *g = AnyBitGenerator::Philox(Box::new(new)))
    }

    /// SFC64: `(state, has_uint32, uinteger)`.
    fn sfc_state(&self) -> PyResult<Option<(Vec<u64>, i64, u32)>> {
        self.with_own(|g| match g {
            AnyBitGenerator::Sfc64(g) => {
                Some((g.state().to_vec(), g.half().has_uint32.into(), g.half().uinteger))
            }
            _ => None,
        })
    }

    fn set_sfc_state(&self, state: [u64; 4], has: i64, value: u32) -> PyResult<()> {
        self.with_own(|g| *g = AnyBitGenerator::Sfc64(Box::new(Sfc64::from_state(state, half(has, value)))))
    }

    /// Moves the state as if so many numbers had been drawn (PCG and Philox): words of a 256-bit number.
    fn advance(&self, steps: [u64; 4]) -> PyResult<()> {
        let low = u128::from(steps[1]) << 64 | u128::from(steps[0]);
        self.with_own(|g| match g {
            AnyBitGenerator::Pcg64(g) => g.advance(low),
            AnyBitGenerator::Pcg64Dxsm(g) => g.advance(low),
            AnyBitGenerator::Philox(g) => g.advance(steps),
            _ => {}
        })
    }

    /// Jumps far ahead, so many times.
    fn jump(&self, times: u128) -> PyResult<()> {
        self.with_own(|g| match g {
            AnyBitGenerator::Mt19937(g) => (0..times).for_each(|_| g.jump()),
            AnyBitGenerator::Pcg64(g) => g.jump(times),
            AnyBitGenerator::Pcg64Dxsm(g) => g.jump(times),
            AnyBitGenerator::Philox(g) => g.jump(times),
            AnyBitGenerator::Sfc64(_) => {}
        })
    }
}
