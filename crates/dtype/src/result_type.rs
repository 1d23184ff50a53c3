//! `np.result_type`: the common type of many operands, Python scalars counting by their kind (NEP 50).

use crate::promotion::{promote_nums, DTYPES_MODULE};
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

/// `np.result_type` with the exception NumPy raises.
pub fn try_result_type(operands: &[Operand]) -> Result<DType, DTypeError> {
    let classes: Vec<Class> = operands.iter().map(Class::of).collect();
    match common_class(&classes).ok_or_else(|| failure(&classes))? {
        Class::Weak(w) => Ok(DType::of(w.default_num())),
        Class::Num(n) if !is_parametric(n) => Ok(DType::of(n)),
        Class::Num(n) => common_instance(n, operands),
    }
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

/// An operand without its parameters.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Num(Num),
    Weak(Weak),
}

impl Class {
    fn of(operand: &Operand) -> Class {
        match operand {
            Operand::Type(d) => Class::Num(d.num()),
            Operand::Weak(w) => Class::Weak(*w),
        }
    }

    /// The common class as this one sees it; None leaves the answer to the other. Weak classes and those of
    /// smaller type number defer.
    fn common_as_first(self, other: Class) -> Option<Class> {
        match (self, other) {
            (Class::Weak(a), Class::Weak(b)) => (a >= b).then_some(self),
            (Class::Weak(a), Class::Num(b)) => a.with(b).map(Class::Num),
            (Class::Num(_), Class::Weak(_)) => None,
            (Class::Num(a), Class::Num(b)) => {
                let answers = a == b || is_parametric(a) || a == Num::Object || b < a;
                answers.then(|| common_num(a, b)).flatten().map(Class::Num)
            }
        }
    }

    fn common(self, other: Class) -> Option<Class> {
        self.common_as_first(other).or_else(|| other.common_as_first(self))
    }

    fn name(self) -> &'static str {
        match self {
            Class::Num(n) => n.class_name(),
            Class::Weak(Weak::Int) => "_PyLongDType",
            Class::Weak(Weak::Float) => "_PyFloatDType",
            Class::Weak(Weak::Complex) => "_PyComplexDType",
        }
    }
}

fn is_parametric(n: Num) -> bool {
    matches!(n, Num::Bytes | Num::Str | Num::Void | Num::Datetime | Num::Timedelta)
}

fn common_num(a: Num, b: Num) -> Option<Num> {
    if a == b {
        return Some(a);
    }
    promote_nums(a, b).or_else(|| match (a, b) {
        (Num::Void, _) | (_, Num::Void) => None,
        _ => try_promote(&DType::of(a), &DType::of(b)).ok().map(|d| d.num()),
    })
}

/// The order in which NumPy promotes many classes, which matters because promotion is not associative
/// (`int8, uint8, float16` is `float16`): from the outside inwards the more general operand moves to the
/// front and those that it covers drop out; the rest promote with the front one, then among themselves.
fn common_class(classes: &[Class]) -> Option<Class> {
    let mut rest: Vec<Option<Class>> = classes.iter().copied().map(Some).collect();
    let mut length = rest.len();
    while length > 1 {
        let half = length / 2;
        for low in 0..half {
            let high = length - 1 - low;
            let (Some(mut a), Some(mut b)) = (rest[low], rest[high]) else {
                if rest[low].is_none() {
                    rest.swap(low, high);
                }
                continue;
            };
            if matches!(b, Class::Weak(_)) {
                (a, b) = (b, a);
            }
            let common = a.common_as_first(b);
            if common.is_none() {
                (a, b) = (b, a);
            }
            rest[low] = Some(a);
            rest[high] = (common != Some(a)).then_some(b);
        }
        length -= half;
    }
    let main = rest.first().copied().flatten()?;
    let mut result: Option<Class> = None;
    for other in rest[1..].iter().flatten().filter(|c| **c != main) {
        let common = main.common(*other)?;
        result = Some(match result {
            None => common,
            Some(r) => r.common(common)?,
        });
    }
    Some(result.unwrap_or(main))
}

/// The common type of operands whose class is known and has parameters.
fn common_instance(num: Num, operands: &[Operand]) -> Result<DType, DTypeError> {
    let mut result: Option<DType> = None;
    for operand in operands {
        let next = match operand {
            Operand::Type(d) => d.clone(),
            Operand::Weak(w) => DType::of(w.default_num()),
        };
        // Numbers widen a string type by their length, so each is first cast to the class.
        let next = if next.num() == num { next } else { try_promote(&DType::of(num), &next)? };
        result = Some(match result {
            None => try_promote(&next, &next)?,
            Some(r) => try_promote(&r, &next)?,
        });
    }
    result.ok_or_else(|| failure(&[]))
}

fn failure(classes: &[Class]) -> DTypeError {
    if classes.is_empty() {
        return DTypeError::value_error("at least one array or dtype is required");
    }
    let class = |c: &Class| format!("<class '{DTYPES_MODULE}.{}'>", c.name());
    let clash = classes.iter().flat_map(|a| classes.iter().map(move |b| (a, b)));
    let (a, b) = clash
        .filter(|(a, b)| a.common(**b).is_none())
        .max_by_key(|(a, _)| matches!(a, Class::Num(_)) as u8)
        .unwrap_or((&classes[0], &classes[classes.len() - 1]));
    let list = classes.iter().map(class).collect::<Vec<_>>().join(", ");
    let message = format!(
        "The DType {} could not be promoted by {}. This means that no common DType exists for the given \
         inputs. For example they cannot be stored in a single array unless the dtype is `object`. The full \
         list of DTypes is: ({list})",
        class(a),
        class(b)
    );
    DTypeError::new(ErrorClass::Promotion, message)
}
