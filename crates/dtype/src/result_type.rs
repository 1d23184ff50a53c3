//! `np.result_type`: the common type of many operands, Python scalars counting by their kind (NEP 50).

use crate::format::class_text;
use crate::promotion::promote_nums;
use crate::{try_promote, DType, DTypeError, ErrorClass, Kind, Num};

/// A Python scalar takes part by its kind only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weak {
    Int,
    Float,
    Complex,
}

/// An operand of promotion.
#[derive(Clone, Debug)]
pub enum Operand {
    Type(DType),
    Weak(Weak),
}

/// `np.result_type`: weak scalars count by their kind.
pub fn result_type(operands: &[Operand]) -> Option<DType> {
    try_result_type(operands).ok()
}

/// `np.result_type` with the exception NumPy raises: the types promote first, then the most general weak
/// scalar with their class.
pub fn try_result_type(operands: &[Operand]) -> Result<DType, DTypeError> {
    let mut nums: Vec<Num> = Vec::with_capacity(operands.len());
    let mut weak: Option<Weak> = None;
    for operand in operands {
        match operand {
            Operand::Type(d) => nums.push(d.num()),
            Operand::Weak(w) => weak = weak.max(Some(*w)),
        }
    }
    let num = match (nums.is_empty(), weak) {
        (true, None) => return Err(empty()),
        (true, Some(w)) => w.default_num(),
        (false, None) => common_class(&nums)?,
        (false, Some(w)) => {
            let num = common_class(&nums)?;
            // A string takes in the scalar only where a number stands before it and covers the scalar.
            let covered = matches!(num, Num::Bytes | Num::Str) && w.with(nums[0]) == Some(nums[0]);
            let common = if covered { Some(num) } else { w.with(num) };
            common.ok_or_else(|| failure(num.class_name(), w.class_name(), operands))?
        }
    };
    if is_parametric(num) {
        common_instance(num, operands)
    } else {
        Ok(DType::of(num))
    }
}

fn empty() -> DTypeError {
    DTypeError::value_error("at least one array or dtype is required")
}

impl Weak {
    /// The type of a scalar of this kind on its own.
    pub fn default_num(self) -> Num {
        match self {
            Weak::Int => Num::Long,
            Weak::Float => Num::Double,
            Weak::Complex => Num::CDouble,
        }
    }

    /// The name of the class by which a scalar of this kind takes part.
    pub fn class_name(self) -> &'static str {
        match self {
            Weak::Int => "_PyLongDType",
            Weak::Float => "_PyFloatDType",
            Weak::Complex => "_PyComplexDType",
        }
    }

    /// The type it takes next to one of type number `num`, or None if the two have nothing in common.
    pub fn with(self, num: Num) -> Option<Num> {
        let kind = num.descriptor().kind;
        let integral = matches!(kind, Kind::Bool | Kind::Int | Kind::UInt);
        match (self, kind) {
            (_, Kind::Object) => Some(num),
            (Weak::Int, Kind::Timedelta) => Some(num),
            (Weak::Int, Kind::Bool) => Some(Num::Long),
            (Weak::Int, _) if integral => Some(num),
            (_, Kind::Complex) | (Weak::Int | Weak::Float, Kind::Float) => Some(num),
            (Weak::Complex, Kind::Float) => match num {
                Num::Half | Num::Float => Some(Num::CFloat),
                Num::Double => Some(Num::CDouble),
                _ => Some(Num::CLongDouble),
            },
            (Weak::Float | Weak::Complex, _) if integral => Some(self.default_num()),
            _ => None,
        }
    }
}

fn is_parametric(n: Num) -> bool {
    matches!(n, Num::Bytes | Num::Str | Num::Void | Num::Datetime | Num::Timedelta)
}

/// The common class of two.
fn common(a: Num, b: Num) -> Option<Num> {
    match (a, b) {
        _ if a == b => Some(a),
        (Num::Object, _) | (_, Num::Object) => Some(Num::Object),
        (Num::Void, _) | (_, Num::Void) => None,
        _ => promote_nums(a, b).or_else(|| try_promote(&DType::of(a), &DType::of(b)).ok().map(|d| d.num())),
    }
}

/// The common class as the first sees it; None leaves the answer to the second. Of two numbers the one of
/// smaller type number defers.
fn common_as_first(a: Num, b: Num) -> Option<Num> {
    let answers = a == b || b < a || a == Num::Object || is_parametric(a);
    answers.then(|| common(a, b)).flatten()
}

/// The order in which NumPy promotes many classes, which matters because promotion is not associative
/// (`int8, uint8, float16` is `float16`): from the outside inwards the more general operand moves to the
/// front and those that it covers drop out; the rest promote with the front one, then among themselves.
fn common_class(nums: &[Num]) -> Result<Num, DTypeError> {
    if nums.contains(&Num::Object) {
        return Ok(Num::Object);
    }
    let mut rest: Vec<Option<Num>> = nums.iter().copied().map(Some).collect();
    let mut length = rest.len();
    while length > 1 {
        let half = length / 2;
        for low in 0..half {
            let high = length - 1 - low;
            (rest[low], rest[high]) = match (rest[low], rest[high]) {
                (Some(a), Some(b)) => cover(a, b),
                (None, b) => (b, None),
                keep => keep,
            };
        }
        length -= half;
    }
    let main = rest.first().copied().flatten().ok_or_else(empty)?;
    let clash = |a: Num, b: Num| {
        let operands: Vec<Operand> = nums.iter().map(|n| Operand::Type(DType::of(*n))).collect();
        failure(a.class_name(), b.class_name(), &operands)
    };
    let mut result: Option<Num> = None;
    for other in rest[1..].iter().flatten().copied().filter(|n| *n != main) {
        let with_main = common(main, other).ok_or_else(|| clash(other, main))?;
        result = Some(match result {
            None => with_main,
            Some(r) => common(r, with_main).ok_or_else(|| clash(with_main, r))?,
        });
    }
    Ok(result.unwrap_or(main))
}

/// The more general of two first; the other only if it still counts.
fn cover(a: Num, b: Num) -> (Option<Num>, Option<Num>) {
    match common_as_first(a, b) {
        Some(c) if c == a => (Some(a), None),
        Some(_) => (Some(a), Some(b)),
        None => (Some(b), Some(a)),
    }
}

/// The common type of operands whose class is known and has parameters.
fn common_instance(num: Num, operands: &[Operand]) -> Result<DType, DTypeError> {
    let mut result: Option<DType> = None;
    for operand in operands {
        let next = match operand {
            Operand::Type(d) => d.clone(),
            Operand::Weak(_) => continue,
        };
        // Numbers widen a string type by their length, so each is first cast to the class.
        let next = if next.num() == num { next } else { try_promote(&DType::of(num), &next)? };
        result = Some(match result {
            None => try_promote(&next, &next)?,
            Some(r) => try_promote(&r, &next)?,
        });
    }
    result.ok_or_else(empty)
}

fn failure(a: &str, b: &str, operands: &[Operand]) -> DTypeError {
    let types = operands.iter().filter_map(|o| match o {
        Operand::Type(d) => Some(class_text(d.num().class_name())),
        Operand::Weak(_) => None,
    });
    let weak = operands.iter().filter_map(|o| match o {
        Operand::Type(_) => None,
        Operand::Weak(w) => Some(class_text(w.class_name())),
    });
    let list = types.chain(weak).collect::<Vec<_>>().join(", ");
    let message = format!(
        "The DType {} could not be promoted by {}. This means that no common DType exists for the given \
         inputs. For example they cannot be stored in a single array unless the dtype is `object`. The full \
         list of DTypes is: ({list})",
        class_text(a),
        class_text(b)
    );
    DTypeError::new(ErrorClass::Promotion, message)
}
