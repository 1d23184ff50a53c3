//! States of the bit generators as plain Python values.

use super::core::Random;
use numen_random::bitgen::{AnyBitGenerator, HalfWord, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

fn half(has: i64, value: u32) -> HalfWord {
    HalfWord { has_uint32: has != 0, uinteger: value }
}

#[pymethods]
impl Random {
    /// MT19937: `(key, pos)`.
    fn mt_state(&self) -> Option<(Vec<u32>, usize)> {
        match &self.g {
            AnyBitGenerator::Mt19937(g) => Some((g.key().to_vec(), g.pos())),
            _ => None,
        }
    }

    fn set_mt_state(&mut self, key: Vec<u32>, pos: usize) -> PyResult<()> {
        let key: [u32; 624] =
            key.try_into().map_err(|_| PyValueError::new_err("state must have 624 words"))?;
        let g = Mt19937::from_state(&key, pos).ok_or_else(|| PyValueError::new_err("pos is out of range"))?;
        self.g = AnyBitGenerator::Mt19937(Box::new(g));
        Ok(())
    }

    /// PCG64 and PCG64DXSM: `(state, inc, has_uint32, uinteger)`.
    fn pcg_state(&self) -> Option<(u128, u128, i64, u32)> {
        match &self.g {
            AnyBitGenerator::Pcg64(g) => {
                Some((g.state(), g.increment(), g.half().has_uint32.into(), g.half().uinteger))
            }
            AnyBitGenerator::Pcg64Dxsm(g) => {
                Some((g.state(), g.increment(), g.half().has_uint32.into(), g.half().uinteger))
            }
            _ => None,
        }
    }

    fn set_pcg_state(&mut self, state: u128, inc: u128, has: i64, value: u32) {
        match &mut self.g {
            AnyBitGenerator::Pcg64(g) => **g = Pcg64::from_state(state, inc, half(has, value)),
            AnyBitGenerator::Pcg64Dxsm(g) => **g = Pcg64Dxsm::from_state(state, inc, half(has, value)),
            _ => {}
        }
    }

    /// Philox: `(counter, key, buffer, buffer_pos, has_uint32, uinteger)`.
    fn philox_state(&self) -> Option<(Vec<u64>, Vec<u64>, Vec<u64>, usize, i64, u32)> {
        match &self.g {
            AnyBitGenerator::Philox(g) => {
                let (buffer, pos) = g.buffer();
                let h = g.half();
                Some((
                    g.counter().to_vec(),
                    g.key().to_vec(),
                    buffer.to_vec(),
                    pos,
                    h.has_uint32.into(),
                    h.uinteger,
                ))
            }
            _ => None,
        }
    }

    fn set_philox_state(
        &mut self,
        counter: [u64; 4],
        key: [u64; 2],
        buffer: [u64; 4],
        pos: usize,
        has: i64,
        value: u32,
    ) -> PyResult<()> {
        let g = Philox::from_state(counter, key, buffer, pos, half(has, value))
            .ok_or_else(|| PyValueError::new_err("buffer_pos is out of range"))?;
        self.g = AnyBitGenerator::Philox(Box::new(g));
        Ok(())
    }

    /// SFC64: `(state, has_uint32, uinteger)`.
    fn sfc_state(&self) -> Option<(Vec<u64>, i64, u32)> {
        match &self.g {
            AnyBitGenerator::Sfc64(g) => {
                Some((g.state().to_vec(), g.half().has_uint32.into(), g.half().uinteger))
            }
            _ => None,
        }
    }

    fn set_sfc_state(&mut self, state: [u64; 4], has: i64, value: u32) {
        self.g = AnyBitGenerator::Sfc64(Box::new(Sfc64::from_state(state, half(has, value))));
    }

    /// Moves the state as if so many numbers had been drawn (PCG and Philox).
    fn advance(&mut self, steps: u128) {
        match &mut self.g {
            AnyBitGenerator::Pcg64(g) => g.advance(steps),
            AnyBitGenerator::Pcg64Dxsm(g) => g.advance(steps),
            AnyBitGenerator::Philox(g) => g.advance([steps as u64, (steps >> 64) as u64, 0, 0]),
            _ => {}
        }
    }

    /// Jumps far ahead, so many times.
    fn jump(&mut self, times: u128) {
        match &mut self.g {
            AnyBitGenerator::Mt19937(g) => (0..times).for_each(|_| g.jump()),
            AnyBitGenerator::Pcg64(g) => g.jump(times),
            AnyBitGenerator::Pcg64Dxsm(g) => g.jump(times),
            AnyBitGenerator::Philox(g) => g.jump(times),
            AnyBitGenerator::Sfc64(_) => {}
        }
    }
}
