//! Families of ufuncs by the way they choose a loop, and what they say where none fits.
//!
//! The rules and the messages are NumPy's: most ufuncs search their loops in order, arithmetic computes in one common
//! type, division knows durations, comparisons take equal kinds, logic takes anything for its truth.

use crate::resolve::{input_casting, Arg};
use crate::ufunc::Ufunc;
use numen_dtype::{Casting, DType, Num, Weak};
use numen_exec::Loop;
use numen_shape::{Error, Result};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `add`, `subtract`, `multiply`: a common type, and rules for dates and durations.
    Arithmetic,
    /// `divide`, `floor_divide`, `remainder`, `divmod`: durations are divided by durations or numbers.
    Division,
    Comparison,
    /// `logical_and`, `logical_or`, `logical_xor`: operands of any type count by their truth.
    Logic,
    /// `maximum`, `absolute`, `matmul`: a common type.
    Uniform,
    /// The first loop that every operand can be cast to.
    Search,
}

impl Family {
    pub fn of(ufunc: &str) -> Family {
        match ufunc {
            "add" | "subtract" | "multiply" => Family::Arithmetic,
            "divide" | "floor_divide" | "remainder" | "divmod" => Family::Division,
            "equal" | "not_equal" | "less" | "less_equal" | "greater" | "greater_equal" => Family::Comparison,
            "logical_and" | "logical_or" | "logical_xor" => Family::Logic,
            "maximum" | "minimum" | "fmax" | "fmin" | "gcd" | "lcm" | "absolute" | "negative"
            | "positive" | "sign" | "matmul" | "vecdot" | "matvec" | "vecmat" | "clip" => Family::Uniform,
            _ => Family::Search,
        }
    }
}

/// The loop that a rule names outright, before any search.
pub fn by_rule(u: &Ufunc, args: &[Arg]) -> Result<Option<usize>> {
    let all_bool = args.iter().all(|a| a.dtype.is_bool());
    match u.name() {
        "subtract" if all_bool => Err(Error::type_(
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the \
             logical_xor function instead.",
        )),
        "negative" if all_bool => Err(Error::type_(
            "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not \
             function instead.",
        )),
        "positive" | "sign" | "gcd" | "lcm" if all_bool => Err(no_loop_of_classes(u, args)),
        // Quotients of integers, however short, are doubles.
        "divide" if args.iter().all(|a| a.dtype.is_bool() || a.dtype.is_integer()) => {
            Ok(loop_on(u, Num::Double))
        }
        "isnat" if !args[0].dtype.is_time() => {
            Err(Error::type_("ufunc 'isnat' is only defined for np.datetime64 and np.timedelta64."))
        }
        _ => Ok(None),
    }
}

/// The loop whose inputs are all of one type.
fn loop_on(u: &Ufunc, n: Num) -> Option<usize> {
    u.loops.iter().position(|l| l.nums[..u.row.nin].iter().all(|&m| m == n))
}

/// The loop for operands among which are texts or bare bytes, and no objects.
pub fn flexible(u: &Ufunc, args: &[Arg]) -> Result<usize> {
    let kind = |k: usize| args[k].dtype.num();
    let texts = args.len() == 2 && kind(0) == kind(1) && matches!(kind(0), Num::Str | Num::Bytes);
    let records = args.len() == 2 && args.iter().all(|a| a.dtype.as_record().is_some());
    // Loops on objects stand in for those on records.
    if records && matches!(u.name(), "equal" | "not_equal") {
        return loop_on(u, Num::Object).ok_or_else(|| not_supported(u));
    }
    if texts && (u.name() == "add" || u.family == Family::Comparison) {
        return loop_on(u, kind(0)).ok_or_else(|| not_supported(u));
    }
    if u.family == Family::Logic {
        return loop_on(u, Num::Bool).ok_or_else(|| not_supported(u));
    }
    if u.name() == "multiply" && args.iter().any(|a| is_text(&a.dtype)) {
        let repeats = |d: &DType| d.is_integer() || d.is_time();
        if args.iter().any(|a| repeats(&a.dtype)) {
            return Err(Error::type_(
                "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use \
                 numpy.strings.multiply to multiply strings without specifying 'out'.",
            ));
        }
    }
    Err(refusal(u, args))
}

fn is_text(d: &DType) -> bool {
    matches!(d.num(), Num::Str | Num::Bytes)
}

/// Tells a loop on texts the widths of its operands, whose types are set; what is joined is as wide as both.
pub fn fit_texts(l: &mut Loop) {
    if l.types.len() != 3 || !is_text(&l.types[0]) {
        return;
    }
    let widths = [l.types[0].itemsize(), l.types[1].itemsize()];
    if is_text(&l.types[2]) {
        l.types[2] = DType::flexible(l.types[2].num(), widths[0] + widths[1]);
    }
    l.ctx.sizes = [widths[0], widths[1], l.types[2].itemsize(), 0];
}

/// Whether dates and durations may meet in this operation at all.
pub fn times_allowed(u: &Ufunc, args: &[Arg]) -> bool {
    let duration = |k: usize| args[k].dtype.num() == Num::Timedelta;
    // Objects are no partners in arithmetic with them.
    let object = args.iter().any(|a| a.dtype.num() == Num::Object);
    if object {
        return !(u.family == Family::Arithmetic || u.name() == "remainder");
    }
    match u.name() {
        "divide" | "floor_divide" => duration(0) && !args[1].dtype.is_bool(),
        "remainder" | "divmod" => duration(0) && duration(1),
        _ => true,
    }
}

/// NumPy's error where no loop fits.
#[cold]
pub fn refusal(u: &Ufunc, args: &[Arg]) -> Error {
    let time = args.iter().any(|a| a.dtype.is_time());
    let flexible = args.iter().any(|a| a.dtype.is_flexible());
    let two_texts = args.len() == 2 && is_text(&args[0].dtype) && is_text(&args[1].dtype);
    let dates = args.iter().filter(|a| a.dtype.num() == Num::Datetime).count();
    let extremum = matches!(u.name(), "maximum" | "minimum" | "fmax" | "fmin");
    match u.family {
        Family::Arithmetic if time || two_texts && u.name() == "add" => cannot_use(u, args),
        Family::Division if time => cannot_use(u, args),
        Family::Comparison if time && !flexible && dates == 1 && args.iter().all(|a| a.dtype.is_time()) => {
            cannot_use(u, args)
        }
        Family::Uniform if extremum && dates == 1 && args.iter().all(|a| a.dtype.is_time()) => {
            let k = args.iter().position(|a| a.dtype.num() == Num::Timedelta).unwrap_or(0);
            input_casting(u, k, &args[k].dtype, &args[1 - k].dtype, Casting::SameKind, 2)
        }
        Family::Arithmetic | Family::Uniform if flexible && args.len() > 1 => no_loop_of_types(u, args),
        Family::Arithmetic | Family::Uniform | Family::Comparison => no_loop_of_classes(u, args),
        Family::Division | Family::Logic | Family::Search => not_supported(u),
    }
}

fn cannot_use(u: &Ufunc, args: &[Arg]) -> Error {
    Error::no_loop(format!(
        "ufunc '{}' cannot use operands with types {} and {}",
        u.name(),
        args[0].dtype.repr(),
        args[1].dtype.repr()
    ))
}

fn no_loop_of_types(u: &Ufunc, args: &[Arg]) -> Error {
    no_loop(u, args.iter().map(|a| a.dtype.repr()).collect(), vec!["None".to_string()])
}

fn no_loop_of_classes(u: &Ufunc, args: &[Arg]) -> Error {
    no_loop(u, args.iter().map(class_of).collect(), vec!["None".to_string()])
}

/// The DType class by which an operand takes part, as errors print it.
pub(crate) fn class_of(a: &Arg) -> String {
    numen_dtype::class_text(a.weak.map_or_else(|| a.dtype.num().class_name(), Weak::class_name))
}

#[cold]
pub(crate) fn no_loop(u: &Ufunc, ins: Vec<String>, outs: Vec<String>) -> Error {
    let tuple = |v: Vec<String>| if v.len() == 1 { v[0].clone() } else { format!("({})", v.join(", ")) };
    Error::no_loop(format!(
        "ufunc '{}' did not contain a loop with signature matching types {} -> {}",
        u.name(),
        tuple(ins),
        tuple(outs)
    ))
}

#[cold]
pub fn no_match(u: &Ufunc) -> Error {
    Error::type_(format!(
        "No loop matching the specified signature and casting was found for ufunc {}",
        u.name()
    ))
}

#[cold]
pub fn not_supported(u: &Ufunc) -> Error {
    Error::type_(format!(
        "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''",
        u.name()
    ))
}
