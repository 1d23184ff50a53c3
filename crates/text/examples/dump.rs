//! Prints cases read from standard input, one a line, for comparison with another implementation.
//!
//! A line is tab-separated: a command, then its arguments; numbers arrive as hexadecimal bytes in native
//! order. Line breaks in the answer are shown as U+0001.
//!
//! ```text
//! array|repr  dtype  shape  data  precision threshold edgeitems linewidth suppress sign floatmode legacy  separator prefix suffix
//! positional  dtype  data  precision unique fractional trim sign pad_left pad_right min_digits
//! scientific  dtype  data  precision unique trim sign pad_left exp_digits min_digits
//! str         dtype  data
//! texts|times|record  kind  shape  text;text;...  then as for array
//! float|int|complex|quote|header  text (int: low high; header: major)
//! write       descr fortran shape
//! ```

use half::f16;
use numen_text::float::*;
use numen_text::*;
use std::io::{BufRead, Write};

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn items<const N: usize, T>(hex: &str, f: fn([u8; N]) -> T) -> Vec<T> {
    bytes(hex).chunks(N).map(|c| f(c.try_into().unwrap())).collect()
}

fn with_elements<R>(dtype: &str, shape: &[usize], hex: &str, f: impl FnOnce(&dyn Elements) -> R) -> R {
    macro_rules! go {
        ($data:expr) => {
            f(&Slice { shape, data: &$data })
        };
    }
    match dtype {
        "bool" => go!(items::<1, _>(hex, |b| b[0] != 0)),
        "int8" => go!(items(hex, |b| i8::from_le_bytes(b) as i64)),
        "int64" => go!(items(hex, i64::from_le_bytes)),
        "uint64" => go!(items(hex, u64::from_le_bytes)),
        "float16" => go!(items(hex, f16::from_le_bytes)),
        "float32" => go!(items(hex, f32::from_le_bytes)),
        "float64" => go!(items(hex, f64::from_le_bytes)),
        "complex64" => {
            go!(items::<4, _>(hex, f32::from_le_bytes).chunks(2).map(|c| (c[0], c[1])).collect::<Vec<_>>())
        }
        "complex128" => {
            go!(items::<8, _>(hex, f64::from_le_bytes).chunks(2).map(|c| (c[0], c[1])).collect::<Vec<_>>())
        }
        _ => panic!("{dtype}"),
    }
}

fn scalar(dtype: &str, hex: &str) -> (f64, Width) {
    match dtype {
        "float16" => (items(hex, f16::from_le_bytes)[0].to_f64(), Width::F16),
        "float32" => (items(hex, f32::from_le_bytes)[0] as f64, Width::F32),
        _ => (items(hex, f64::from_le_bytes)[0], Width::F64),
    }
}

fn trim(c: &str) -> Trim {
    match c {
        "k" => Trim::Keep,
        "." => Trim::Zeros,
        "0" => Trim::LeaveOneZero,
        _ => Trim::PointAndZeros,
    }
}

/// Finished texts, or times where an empty text stands for NaT.
struct Texts {
    shape: Vec<usize>,
    items: Vec<Vec<u8>>,
    kind: Kind,
}

impl Elements for Texts {
    fn shape(&self) -> &[usize] {
        &self.shape
    }
    fn kind(&self) -> Kind {
        self.kind
    }
    fn is_nat(&self, i: usize) -> bool {
        self.items[i].is_empty()
    }
    fn text_at(&self, i: usize, out: &mut Vec<u8>) -> Result<(), Stopped> {
        out.extend_from_slice(&self.items[i]);
        Ok(())
    }
}

/// A float64 field and an int64 field of two.
struct Records<'a> {
    shape: Vec<usize>,
    fields: Vec<Box<dyn Elements + 'a>>,
}

impl Elements for Records<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }
    fn kind(&self) -> Kind {
        Kind::Record
    }
    fn field_count(&self) -> usize {
        self.fields.len()
    }
    fn field(&self, k: usize) -> &dyn Elements {
        self.fields[k].as_ref()
    }
}

fn records(shape: &[usize], hex: &str, o: &Options) -> Result<String, LayoutError> {
    let words: Vec<[u8; 8]> = items(hex, |b| b);
    let floats: Vec<f64> = words.iter().step_by(3).map(|b| f64::from_le_bytes(*b)).collect();
    let ints: Vec<i64> =
        words.chunks(3).flat_map(|c| [i64::from_le_bytes(c[1]), i64::from_le_bytes(c[2])]).collect();
    let inner = [shape, &[2]].concat();
    let fields: Vec<Box<dyn Elements + '_>> = vec![
        Box::new(Slice { shape, data: &floats[..] }),
        Box::new(Slice { shape: &inner, data: &ints[..] }),
    ];
    let view = Records { shape: shape.to_vec(), fields };
    array2string(&view, o, ", ", 6, 1)
}

fn utf8(hex: &str) -> String {
    String::from_utf8(bytes(hex)).unwrap()
}

fn answer(line: &str) -> String {
    let a: Vec<&str> = line.split('\t').collect();
    let int = |i: usize| a[i].parse::<i32>().unwrap();
    let legacy = |s: &str| Legacy::parse(s).unwrap_or(Legacy::Current);
    match a[0] {
        "float" => parse::parse_float(&utf8(a[1])).map_or("none".into(), |x| format!("{:016x}", x.to_bits())),
        "int" => match parse::parse_int(&utf8(a[1]), a[2].parse().unwrap(), a[3].parse().unwrap()) {
            Ok(v) => v.to_string(),
            Err(e) => format!("{e:?}"),
        },
        "complex" => parse::parse_complex(&utf8(a[1]))
            .map_or("none".into(), |(x, y)| format!("{:016x} {:016x}", x.to_bits(), y.to_bits())),
        "quote" => pyrepr::str_repr(&utf8(a[1])),
        "quotebytes" => pyrepr::bytes_repr(&bytes(a[1])),
        "header" => match npy::read_header(&bytes(a[1]), npy::MAX_HEADER_SIZE) {
            Ok((_, h, at)) => format!("{} {} {:?} {at} {}", h.descr, h.fortran_order, h.shape, h.python2),
            Err(e) => e.to_string().replace('\n', "\u{1}"),
        },
        "write" => {
            let shape: Vec<usize> =
                a[3].split(',').filter(|s| !s.is_empty()).map(|s| s.parse().unwrap()).collect();
            match npy::build_header(&utf8(a[1]), a[2] == "1", &shape, None) {
                Ok((b, _)) => b.iter().map(|b| format!("{b:02x}")).collect(),
                Err(e) => e.to_string(),
            }
        }
        "array" | "repr" | "texts" | "times" | "record" => {
            let shape: Vec<usize> =
                a[2].split(',').filter(|s| !s.is_empty()).map(|s| s.parse().unwrap()).collect();
            let o = Options {
                precision: a[4].parse().ok(),
                threshold: a[5].parse().unwrap(),
                edgeitems: a[6].parse().unwrap(),
                linewidth: a[7].parse().unwrap(),
                suppress: a[8] == "1",
                sign: Sign::parse(a[9]).unwrap(),
                floatmode: FloatMode::parse(a[10]).unwrap(),
                legacy: legacy(a[11]),
                ..Options::default()
            };
            let text = if matches!(a[0], "texts" | "times") {
                let items = a[3].split(';').map(bytes).collect();
                let kind = if a[0] == "texts" { Kind::Text } else { Kind::Date };
                array2string(
                    &Texts { shape, items, kind },
                    &o,
                    a[12],
                    a[13].parse().unwrap(),
                    a[14].parse().unwrap(),
                )
            } else if a[0] == "record" {
                records(&shape, a[3], &o)
            } else {
                with_elements(a[1], &shape, a[3], |v| match a[0] {
                    "array" => array2string(v, &o, a[12], a[13].parse().unwrap(), a[14].parse().unwrap()),
                    _ => {
                        let implied = matches!(a[1], "int64" | "float64" | "complex128" | "bool")
                            && !(a[1] == "bool" && o.legacy == Legacy::V1_13);
                        let parts = ReprParts {
                            class_name: "array",
                            dtype: a[1],
                            dtype_implied: implied,
                            flexible: false,
                        };
                        array_repr(v, &o, &parts)
                    }
                })
            };
            match text {
                Ok(t) => t.replace('\n', "\u{1}"),
                Err(LayoutError::Format(e)) => format!("error {e}"),
                Err(LayoutError::Stopped) => "stopped".into(),
            }
        }
        "positional" => {
            let (x, w) = scalar(a[1], a[2]);
            let o = Positional {
                precision: int(3),
                unique: a[4] == "1",
                fractional: a[5] == "1",
                trim: trim(a[6]),
                sign: a[7] == "1",
                pad_left: int(8),
                pad_right: int(9),
                min_digits: int(10),
            };
            format_float_positional(x, w, &o).unwrap_or_else(|e| format!("error {e}"))
        }
        "scientific" => {
            let (x, w) = scalar(a[1], a[2]);
            let o = Scientific {
                precision: int(3),
                unique: a[4] == "1",
                trim: trim(a[5]),
                sign: a[6] == "1",
                pad_left: int(7),
                exp_digits: int(8),
                min_digits: int(9),
            };
            format_float_scientific(x, w, &o).unwrap_or_else(|e| format!("error {e}"))
        }
        "str" if a[1].starts_with("complex") => {
            let w = if a[1] == "complex64" { Width::F32 } else { Width::F64 };
            let (re, im) = with_elements(a[1], &[], a[2], |v| v.complex_at(0));
            format!("{} {}", complex_str(re, im, w, legacy(a[3])), complex_repr(re, im, w, legacy(a[3])))
        }
        "str" => {
            let (x, w) = scalar(a[1], a[2]);
            format!("{} {}", float_str(x, w, legacy(a[3])), float_repr(x, w, legacy(a[3])))
        }
        other => panic!("{other}"),
    }
}

fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line.unwrap())).unwrap();
    }
}
