//! Draws on command, for comparing streams with another implementation.
//!
//! Reads commands from standard input, one a line, and answers each that draws with raw little-endian numbers:
//!
//! ```text
//! seed 42                     RandomState(42)
//! seed_array 1,2,3            RandomState([1, 2, 3])
//! new PCG64 1,2 3             the generator over SeedSequence with these entropy and spawn key words
//! jump | advance STEPS        where the generator has it
//! state                       its words, as u64
//! legacy NAME N PARAMS...     a row of the table of RandomState
//! generator NAME N PARAMS...  a row of the table of Generator
//! integers DTYPE METHOD N LOW HIGH
//! single NAME N [SHAPE]       a function in single precision
//! other NAME N ARGS...        everything else, see `other`
//! ```

use std::io::{self, BufRead, Write};

use numen_random::bitgen::{AnyBitGenerator, BitGenerator, Mt19937, SeedSequence};
use numen_random::dist::{self, Aux, Fill};
use numen_random::integers::{self, BoundedInt, Method};
use numen_random::{generator, multivariate, shuffle};

struct Session {
    bits: AnyBitGenerator,
    aux: Aux,
}

fn words(text: &str) -> Vec<u32> {
    text.split(',').filter(|w| !w.is_empty()).map(|w| w.parse().expect("a 32-bit word")).collect()
}

fn real(text: &str) -> f64 {
    text.parse().expect("a number")
}

fn int(text: &str) -> i64 {
    text.parse().expect("an integer")
}

impl Session {
    fn new(bits: AnyBitGenerator) -> Self {
        Session { bits, aux: Aux::default() }
    }

    fn run(&mut self, line: &str) -> Vec<u8> {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let mut bytes = Vec::new();
        match parts[0] {
            "seed" => {
                *self =
                    Self::new(AnyBitGenerator::Mt19937(Box::new(Mt19937::from_seed(int(parts[1]) as u32))))
            }
            "seed_array" => {
                let bits = Mt19937::from_seed_array(&words(parts[1])).expect("words");
                *self = Self::new(AnyBitGenerator::Mt19937(Box::new(bits)));
            }
            "new" => {
                let key = words(parts.get(3).unwrap_or(&""));
                let seeds = SeedSequence::with_key(&words(parts[2]), &key, 4, 0).expect("a pool");
                *self = Self::new(AnyBitGenerator::seeded(parts[1], &seeds).expect("a generator"));
            }
            "jump" => self.jump(),
            "advance" => self.advance(parts[1].parse().expect("steps")),
            "state" => bytes.extend(self.state().iter().flat_map(|x| x.to_le_bytes())),
            "legacy" | "generator" => {
                bytes = self.table(parts[0], parts[1], int(parts[2]) as usize, &parts[3..])
            }
            "integers" => bytes = self.integers(&parts[1..]),
            "single" => bytes = self.single(parts[1], int(parts[2]) as usize, parts.get(3)),
            "other" => bytes = self.other(parts[1], int(parts[2]) as usize, &parts[3..]),
            command => panic!("unknown command {command}"),
        }
        bytes
    }

    fn jump(&mut self) {
        match &mut self.bits {
            AnyBitGenerator::Mt19937(g) => g.jump(),
            AnyBitGenerator::Pcg64(g) => g.jump(1),
            AnyBitGenerator::Pcg64Dxsm(g) => g.jump(1),
            AnyBitGenerator::Philox(g) => g.jump(1),
            AnyBitGenerator::Sfc64(_) => {}
        }
    }

    fn advance(&mut self, steps: u128) {
        match &mut self.bits {
            AnyBitGenerator::Pcg64(g) => g.advance(steps),
            AnyBitGenerator::Pcg64Dxsm(g) => g.advance(steps),
            AnyBitGenerator::Philox(g) => g.advance([steps as u64, (steps >> 64) as u64, 0, 0]),
            _ => {}
        }
    }

    fn state(&self) -> Vec<u64> {
        let split = |x: u128| [(x >> 64) as u64, x as u64];
        match &self.bits {
            AnyBitGenerator::Mt19937(g) => {
                g.key().iter().map(|&w| u64::from(w)).chain([g.pos() as u64]).collect()
            }
            AnyBitGenerator::Pcg64(g) => [split(g.state()), split(g.increment())].concat(),
            AnyBitGenerator::Pcg64Dxsm(g) => [split(g.state()), split(g.increment())].concat(),
            AnyBitGenerator::Philox(g) => [&g.counter()[..], &g.key()[..]].concat(),
            AnyBitGenerator::Sfc64(g) => g.state().to_vec(),
        }
    }

    fn table(&mut self, family: &str, name: &str, n: usize, args: &[&str]) -> Vec<u8> {
        // The concrete types where programs mostly are, so that these instances are compared too.
        match &mut self.bits {
            AnyBitGenerator::Mt19937(g) => draw(&mut **g, &mut self.aux, family, name, n, args),
            AnyBitGenerator::Pcg64(g) => draw(&mut **g, &mut self.aux, family, name, n, args),
            bits => draw(bits, &mut self.aux, family, name, n, args),
        }
    }

    fn integers(&mut self, parts: &[&str]) -> Vec<u8> {
        let method = if parts[1] == "masked" { Method::Masked } else { Method::Lemire };
        let n = int(parts[2]) as usize;
        macro_rules! fill {
            ($($name:literal $kind:ty),*) => {
                match parts[0] {
                    $($name => {
                        let mut out = vec![<$kind>::default(); n];
                        let (low, high) = (parts[3].parse().expect("low"), parts[4].parse().expect("high"));
                        <$kind>::fill(&mut self.bits, low, high, method, &mut out);
                        out.iter().flat_map(|x| x.to_le_bytes()).collect()
                    })*
                    "bool" => {
                        let mut out = vec![false; n];
                        bool::fill(&mut self.bits, parts[3] == "1", parts[4] == "1", method, &mut out);
                        out.iter().map(|&x| u8::from(x)).collect()
                    }
                    kind => panic!("unknown type {kind}"),
                }
            };
        }
        fill!("uint8" u8, "int8" i8, "uint16" u16, "int16" i16, "uint32" u32, "int32" i32, "uint64" u64, "int64" i64)
    }

    fn single(&mut self, name: &str, n: usize, shape: Option<&&str>) -> Vec<u8> {
        let g = &mut self.bits;
        let mut out = vec![0f32; n];
        match name {
            "random" => g.fill_f32(&mut out),
            "standard_normal" => generator::fill_standard_normal_f32(g, &mut out),
            "standard_exponential" => generator::fill_standard_exponential_f32(g, &mut out),
            "inverse" => generator::fill_standard_exponential_inverse_f32(g, &mut out),
            "standard_gamma" => {
                let shape = shape.expect("a shape").parse().expect("a number");
                out.iter_mut().for_each(|x| *x = generator::standard_gamma_f32(g, shape));
            }
            name => panic!("unknown function {name}"),
        }
        out.iter().flat_map(|x| x.to_le_bytes()).collect()
    }

    fn other(&mut self, name: &str, n: usize, args: &[&str]) -> Vec<u8> {
        let g = &mut self.bits;
        let reals: Vec<f64> = args.iter().map(|x| real(x)).collect();
        let ints: Vec<i64> = reals.iter().map(|&x| x as i64).collect();
        let mut counts = vec![0i64; n];
        let mut vectors = vec![0f64; n * reals.len()];
        match name {
            "raw" => counts.iter_mut().for_each(|x| *x = g.next_raw() as i64),
            "max_int" => counts.iter_mut().for_each(|x| *x = integers::max_int(g)),
            "bytes" => {
                let mut out = vec![0; n];
                integers::fill_bytes(g, &mut out);
                return out;
            }
            "inverse" => {
                vectors = vec![0.0; n];
                generator::fill_standard_exponential_inverse(g, &mut vectors);
                return vectors.iter().flat_map(|x| x.to_le_bytes()).collect();
            }
            "permutation" => shuffle::permutation(g, &mut counts),
            "legacy_choice" => {
                let mut all = vec![0; ints[0] as usize];
                shuffle::permutation(g, &mut all);
                counts.copy_from_slice(&all[..n]);
            }
            "choice" => {
                let (population, shuffled) = (ints[0] as usize, ints[1] == 1);
                let wanted = shuffle::choice_wants_scratch(population, n, shuffled);
                let mut scratch = vec![0; if wanted { population } else { 0 }];
                shuffle::choice(g, population, shuffled, &mut scratch, &mut counts).expect("room");
            }
            "choice_p" => shuffle::fill_choice(g, &reals, &mut counts),
            "choice_p_once" => shuffle::fill_choice_without_replacement(g, &reals, &mut counts),
            "multinomial" => {
                counts = vec![0; n * (reals.len() - 1)];
                for row in counts.chunks_exact_mut(reals.len() - 1) {
                    multivariate::multinomial(g, &mut self.aux.binomial, ints[0], &reals[1..], row);
                }
            }
            "marginals" | "count" => {
                counts = vec![0; n * (reals.len() - 1)];
                let (nsample, colors) = (ints[0], &ints[1..]);
                if name == "count" {
                    let mut items = vec![0; colors.iter().sum::<i64>() as usize];
                    multivariate::fill_multivariate_hypergeometric_count(
                        g,
                        colors,
                        nsample,
                        &mut items,
                        &mut counts,
                    );
                } else {
                    multivariate::fill_multivariate_hypergeometric(g, colors, nsample, &mut counts);
                }
            }
            "legacy_dirichlet" | "dirichlet" => {
                let sampler = multivariate::Dirichlet::new(&reals);
                let cache = &mut self.aux.legacy;
                for row in vectors.chunks_exact_mut(reals.len()) {
                    if name == "dirichlet" {
                        sampler.draw(g, row);
                    } else {
                        let s = &mut numen_random::legacy::LegacySource { bits: g, cache };
                        multivariate::dirichlet_by_gammas(s, &reals, row);
                    }
                }
                return vectors.iter().flat_map(|x| x.to_le_bytes()).collect();
            }
            name => panic!("unknown function {name}"),
        }
        counts.iter().flat_map(|x| x.to_le_bytes()).collect()
    }
}

fn draw<B: BitGenerator + 'static>(
    g: &mut B,
    aux: &mut Aux,
    family: &str,
    name: &str,
    n: usize,
    args: &[&str],
) -> Vec<u8> {
    let table = if family == "legacy" { dist::legacy::<B>() } else { dist::generator::<B>() };
    let entry = dist::find(table, name).unwrap_or_else(|| panic!("unknown distribution {name}"));
    assert_eq!(entry.params.len(), args.len(), "parameters of {name}");
    let p: [f64; 3] = std::array::from_fn(|i| args.get(i).map_or(0.0, |x| real(x)));
    let mut reals = vec![0f64; n];
    let mut counts = vec![0i64; n];
    match entry.fill {
        Fill::Real(fill) => {
            fill(g, aux, &p, &mut reals);
            return reals.iter().flat_map(|x| x.to_le_bytes()).collect();
        }
        Fill::Integer(fill) => fill(g, aux, &p, &mut counts),
        Fill::Trials(fill) => fill(g, aux, int(args[0]), p[1], &mut counts),
        Fill::Counts(fill) => fill(g, aux, &std::array::from_fn(|i| int(args[i])), &mut counts),
    }
    counts.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn main() -> io::Result<()> {
    let mut session = Session::new(AnyBitGenerator::Mt19937(Box::new(Mt19937::from_seed(0))));
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        out.write_all(&session.run(&line?))?;
        out.flush()?;
    }
    Ok(())
}
