//! Which loop serves given operand types: the first whose inputs the operands can be cast to safely.

use crate::families;
use crate::ufunc::{Cached, Ufunc};
use numen_dtype::{can_cast, result_type, Casting, DType, Num, Operand, Weak};
use numen_shape::{Error, Result};
use smallvec::SmallVec;

/// An operand's type; a Python scalar counts by its kind only.
#[derive(Clone, Debug)]
pub struct Arg {
    pub dtype: DType,
    pub weak: Option<Weak>,
}

impl Arg {
    pub fn of(dtype: &DType) -> Arg {
        Arg { dtype: dtype.clone(), weak: None }
    }
}

/// The index of the loop for the inputs.
pub fn resolve(u: &Ufunc, args: &[Arg]) -> Result<usize> {
    let simple = args.len() <= 2 && args.iter().all(|a| a.weak.is_none());
    if simple {
        let (a, b) = (args[0].dtype.num(), args[args.len() - 1].dtype.num());
        if let Cached::Loop(i) = u.cached(a, b) {
            return Ok(i);
        }
        let i = search(u, args)?;
        u.remember(a, b, i);
        return Ok(i);
    }
    let firm = if u.family == families::Family::Logic {
        // Operands count by their truth: none is converted to the other's type.
        args.iter().map(own_type).collect()
    } else {
        firm_types(args)?
    };
    resolve_firm(u, args, &scaled_int(u, args).unwrap_or(firm))
}

/// Loops over operands of different kinds (`ldexp`) take a Python int in the first place for the smallest float:
/// the other operand, an exponent, has no say in its type.
fn scaled_int(u: &Ufunc, args: &[Arg]) -> Option<SmallVec<[Arg; 4]>> {
    let nums = &u.loops.first()?.nums;
    let mixed = u.row.nin == 2 && nums[0] == Num::Half && nums[1] != nums[0];
    if !mixed || args[0].weak != Some(Weak::Int) || !(args[1].weak.is_none() && args[1].dtype.is_integer()) {
        return None;
    }
    Some([Arg::of(&DType::of(Num::Byte)), args[1].clone()].into_iter().collect())
}

fn resolve_firm(u: &Ufunc, args: &[Arg], firm: &[Arg]) -> Result<usize> {
    match resolve_plain(u, firm) {
        Ok(i) => Ok(i),
        Err(e) => {
            // A Python int beside floats (ldexp): its own default type may fit where theirs does not.
            let fallback: SmallVec<[Arg; 4]> = args.iter().map(own_type).collect();
            resolve_plain(u, &fallback).map_err(|_| match u.family {
                // The message tells Python's numbers from types.
                families::Family::Uniform => families::refusal(u, args),
                _ => e,
            })
        }
    }
}

/// A weak operand by the type its kind has alone.
fn own_type(a: &Arg) -> Arg {
    match a.weak {
        Some(Weak::Int) => Arg { dtype: DType::of(Num::Long), weak: a.weak },
        Some(Weak::Float) => Arg { dtype: DType::of(Num::Double), weak: a.weak },
        Some(Weak::Complex) => Arg { dtype: DType::of(Num::CDouble), weak: a.weak },
        None => a.clone(),
    }
}

fn resolve_plain(u: &Ufunc, args: &[Arg]) -> Result<usize> {
    search(u, args)
}

/// Weak operands replaced by the types they take beside the others.
pub fn firm_types(args: &[Arg]) -> Result<SmallVec<[Arg; 4]>> {
    if args.iter().any(|a| a.dtype.is_time()) {
        // Beside dates and durations a Python number counts by its own type.
        return Ok(args.iter().map(own_type).collect());
    }
    let operands: SmallVec<[Operand; 4]> = args
        .iter()
        .map(|a| match a.weak {
            Some(w) => Operand::Weak(w),
            None => Operand::Type(a.dtype.clone()),
        })
        .collect();
    // Where there is none, the search says so in the ufunc's words.
    let Some(common) = result_type(&operands) else { return Ok(args.iter().map(own_type).collect()) };
    Ok(args.iter().map(|a| if a.weak.is_some() { Arg::of(&common) } else { a.clone() }).collect())
}

fn search(u: &Ufunc, args: &[Arg]) -> Result<usize> {
    if let Some(i) = families::by_rule(u, args)? {
        return Ok(i);
    }
    let objects = on_objects(args);
    // Elements as objects would come back here one by one: no loop on objects stands in for other types.
    let no_objects = !objects && u.loops.len() > 1;
    if no_objects && args.iter().any(|a| a.dtype.is_flexible()) {
        return families::flexible(u, args);
    }
    let times = u.loops.len() > 1 && args.iter().any(|a| a.dtype.is_time());
    if times && !families::times_allowed(u, args) {
        return Err(families::refusal(u, args));
    }
    for (i, l) in u.loops.iter().enumerate().filter(|(_, l)| !l.on_text()) {
        let fits = args.iter().zip(&l.nums).all(|(a, &n)| castable(&a.dtype, n, Casting::Safe));
        if fits && !(no_objects && l.nums[..args.len()].contains(&Num::Object)) {
            return Ok(i);
        }
    }
    if u.family == families::Family::Logic {
        return families::flexible(u, args);
    }
    Err(families::refusal(u, args))
}

fn castable(from: &DType, to: Num, casting: Casting) -> bool {
    from.num() == to || can_cast(from, &DType::of(to), casting)
}

/// The index of the loop whose types are fixed by `dtype=` or `signature=` (`None`: open).
pub fn resolve_fixed(u: &Ufunc, args: &[Arg], fixed: &[Option<Num>], casting: Casting) -> Result<usize> {
    let firm = firm_types(args)?;
    let texts = args.iter().any(|a| matches!(a.dtype.num(), Num::Str | Num::Bytes));
    for rule in [Casting::Safe, casting] {
        for (i, l) in u.loops.iter().enumerate().filter(|(_, l)| texts || !l.on_text()) {
            let as_asked = fixed.iter().zip(&l.nums).all(|(f, &n)| f.is_none_or(|f| same(f, n)));
            let fits = firm.iter().zip(&l.nums).enumerate().all(|(k, (a, &n))| {
                args[k].weak.is_some() && fixed[k].is_some() || castable(&a.dtype, n, rule)
            });
            if as_asked && fits {
                return Ok(i);
            }
        }
    }
    let as_asked =
        |l: &&crate::ufunc::LoopRow| fixed.iter().zip(&l.nums).all(|(f, &n)| f.is_none_or(|f| same(f, n)));
    match u.loops.iter().find(as_asked) {
        Some(l) => {
            // A loop exists, but an input may not be cast to it. Ints of Python's go wherever their value does.
            let own: SmallVec<[Arg; 4]> = args.iter().map(own_type).collect();
            let refused =
                |(a, &n): (&Arg, &Num)| a.weak != Some(Weak::Int) && !castable(&a.dtype, n, casting);
            let k = own.iter().zip(&l.nums).position(refused).unwrap_or(0);
            Err(input_casting(u, k, &own[k].dtype, &DType::of(l.nums[k]), casting, own.len()))
        }
        None if matches!(u.name(), "subtract" | "negative") && fixed[args.len()] == Some(Num::Bool) => {
            // With its own words for booleans.
            let bools: SmallVec<[Arg; 4]> = args.iter().map(|_| Arg::of(&DType::of(Num::Bool))).collect();
            Err(families::by_rule(u, &bools).err().unwrap_or_else(|| families::no_match(u)))
        }
        None if u.family == families::Family::Uniform && !on_objects(args) => Err(no_loop(u, args, fixed)),
        None => Err(families::no_match(u)),
    }
}

fn same(a: Num, b: Num) -> bool {
    a == b
}

fn on_objects(args: &[Arg]) -> bool {
    args.iter().any(|a| a.dtype.num() == Num::Object)
}

#[cold]
fn no_loop(u: &Ufunc, args: &[Arg], fixed: &[Option<Num>]) -> Error {
    let show = |n: Num| numen_dtype::class_text(n.class_name());
    let ins = args.iter().zip(fixed).map(|(a, f)| f.map_or_else(|| families::class_of(a), show)).collect();
    let outs: Vec<String> = fixed[args.len()..].iter().map(|f| f.map_or("None".to_string(), show)).collect();
    families::no_loop(u, ins, outs)
}

/// NumPy's error for an input that the casting rule does not let into the loop.
#[cold]
pub fn input_casting(u: &Ufunc, k: usize, from: &DType, to: &DType, casting: Casting, nin: usize) -> Error {
    let which = if nin == 1 { "input".to_string() } else { format!("input {k}") };
    Error::ufunc_casting(format!(
        "Cannot cast ufunc '{}' {which} from {} to {} with casting rule '{}'",
        u.name(),
        from.repr(),
        to.repr(),
        casting.name()
    ))
}

/// The sign of a ufunc's operator.
fn operator(name: &str) -> &'static str {
    match name {
        "add" => "+",
        "subtract" => "-",
        "multiply" => "*",
        "divide" => "/",
        "floor_divide" => "//",
        "remainder" => "%",
        "power" => "**",
        "matmul" => "@",
        "bitwise_and" => "&",
        "bitwise_or" => "|",
        "bitwise_xor" => "^",
        "left_shift" => "<<",
        "right_shift" => ">>",
        _ => "(op)",
    }
}

/// NumPy's error for a result that the casting rule does not let into the output.
#[cold]
pub fn output_casting(u: &Ufunc, k: usize, from: &DType, to: &DType, casting: Casting, nout: usize) -> Error {
    let which = if nout == 1 { "output".to_string() } else { format!("output {k}") };
    let note = format!(
        "The result is {}, and in place it must go back into {}. Write `a = a {{op}} b` for a new array, \
         or convert the array first: `a = a.astype({})`.",
        from.descriptor().name,
        to.descriptor().name,
        from.descriptor().name
    )
    .replace("{op}", operator(u.name()));
    Error::ufunc_casting(format!(
        "Cannot cast ufunc '{}' {which} from {} to {} with casting rule '{}'",
        u.name(),
        from.repr(),
        to.repr(),
        casting.name()
    ))
    .with_note(note)
}
