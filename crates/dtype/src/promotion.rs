//! Promotion: the smallest common type of two (NEP 50).

use crate::format::class_text;
use crate::record::{layout, FieldSpec};
use crate::time::common_unit;
use crate::{DType, DTypeError, ErrorClass, Kind, Num, Record};

/// The common type of two, or None where there is none (`DTypePromotionError`).
#[inline]
pub fn promote(a: &DType, b: &DType) -> Option<DType> {
    match promote_nums(a.num(), b.num()) {
        Some(num) => Some(DType::of(num)),
        None => promote_parametric(a, b).ok(),
    }
}

/// The common type of two, or the exception NumPy raises.
pub fn try_promote(a: &DType, b: &DType) -> Result<DType, DTypeError> {
    match promote_nums(a.num(), b.num()) {
        Some(num) => Ok(DType::of(num)),
        None => promote_parametric(a, b),
    }
}

/// The common type of several, pairwise from the left.
pub fn promote_all<'a>(types: impl IntoIterator<Item = &'a DType>) -> Option<DType> {
    let mut types = types.into_iter();
    let first = types.next()?;
    let mut result = promote(first, first)?;
    for t in types {
        result = promote(&result, t)?;
    }
    Some(result)
}

/// The common type of two numbers, or of objects and numbers.
#[inline]
pub fn promote_nums(a: Num, b: Num) -> Option<Num> {
    const NONE: u8 = 0xff;
    static NUMS: [[u8; Num::COUNT]; Num::COUNT] = {
        let mut nums = [[NONE; Num::COUNT]; Num::COUNT];
        let mut i = 0;
        while i < Num::COUNT {
            let mut j = 0;
            while j < Num::COUNT {
                let mut k = 0;
                while k < Num::COUNT {
                    if CODES[k] == COMMON[i][j] {
                        nums[i][j] = k as u8;
                    }
                    k += 1;
                }
                j += 1;
            }
            i += 1;
        }
        nums
    };
    match NUMS[a as usize][b as usize] {
        NONE => None,
        n => Some(Num::ALL[n as usize]),
    }
}

const CODES: &[u8; Num::COUNT] = b"?bBhHiIlLqQfdgFDGOSUVMme";

/// By type number; `-` where parameters decide or nothing is common.
const COMMON: [[u8; Num::COUNT]; Num::COUNT] = [
    *b"?bBhHiIlLqQfdgFDGO-----e",
    *b"bbhhiilldqdfdgFDGO-----e",
    *b"BhBhHiIlLqQfdgFDGO-----e",
    *b"hhhhiilldqdfdgFDGO-----f",
    *b"HiHiHiIlLqQfdgFDGO-----f",
    *b"iiiiiilldqdddgDDGO-----d",
    *b"IlIlIlIlLqQddgDDGO-----d",
    *b"lllllllldqdddgDDGO-----d",
    *b"LdLdLdLdLdQddgDDGO-----d",
    *b"qqqqqqqqdqdddgDDGO-----d",
    *b"QdQdQdQdQdQddgDDGO-----d",
    *b"fffffddddddfdgFDGO-----f",
    *b"dddddddddddddgDDGO-----d",
    *b"ggggggggggggggGGGO-----g",
    *b"FFFFFDDDDDDFDGFDGO-----F",
    *b"DDDDDDDDDDDDDGDDGO-----D",
    *b"GGGGGGGGGGGGGGGGGO-----G",
    *b"OOOOOOOOOOOOOOOOOO-----O",
    *b"------------------------",
    *b"------------------------",
    *b"------------------------",
    *b"------------------------",
    *b"------------------------",
    *b"eeeffddddddfdgFDGO-----e",
];

/// Integers that a duration takes in: all but the unsigned ones of eight bytes.
fn joins_duration(d: &DType) -> bool {
    d.is_bool() || d.is_integer() && !(d.kind() == Kind::UInt && d.itemsize() == 8)
}

#[cold]
fn promote_parametric(a: &DType, b: &DType) -> Result<DType, DTypeError> {
    use Kind::*;
    if a.num() == Num::Object || b.num() == Num::Object {
        return Ok(DType::of(Num::Object));
    }
    let longest = || a.string_length().max(b.string_length());
    match (a.kind(), b.kind()) {
        (Bytes, Bytes) => Ok(DType::bytes(longest())),
        (Bytes | Str, Bytes | Str) => Ok(DType::str(longest())),
        (Bytes, _) if b.is_number() => Ok(DType::bytes(longest())),
        (_, Bytes) if a.is_number() => Ok(DType::bytes(longest())),
        (Str, _) if b.is_number() => Ok(DType::str(longest())),
        (_, Str) if a.is_number() => Ok(DType::str(longest())),
        (Timedelta, Timedelta) => {
            Ok(DType::time(Num::Timedelta, common_unit(a.time_unit(), b.time_unit(), true, true)?))
        }
        (Datetime | Timedelta, Datetime | Timedelta) => {
            Ok(DType::time(Num::Datetime, common_unit(a.time_unit(), b.time_unit(), false, false)?))
        }
        (Timedelta, _) if joins_duration(b) => Ok(a.native()),
        (_, Timedelta) if joins_duration(a) => Ok(b.native()),
        (Void, Void) => promote_void(a, b),
        _ => Err(no_common(a.num(), b.num())),
    }
}

fn promote_void(a: &DType, b: &DType) -> Result<DType, DTypeError> {
    let fail = |message: &str| Err(DTypeError::new(ErrorClass::Promotion, message));
    if let (Some(r), Some(s)) = (a.as_record(), b.as_record()) {
        return promote_records(r, s);
    }
    if let (Some((p, s)), Some((q, t))) = (a.as_subarray(), b.as_subarray()) {
        if s != t {
            return fail("invalid type promotion with subarray datatypes (shape mismatch).");
        }
        return Ok(DType::subarray(try_promote(p, q)?, s.to_vec()));
    }
    if a.ext().is_some() || b.ext().is_some() {
        return fail("invalid type promotion with structured datatype(s).");
    }
    if a.itemsize() != b.itemsize() {
        return fail(
            "Invalid type promotion with void datatypes of different lengths. Use the `np.bytes_` datatype \
             instead to pad the shorter value with trailing zero bytes.",
        );
    }
    Ok(a.clone())
}

/// By position; names and titles must agree. The result is packed, or aligned if one of the two is.
fn promote_records(a: &Record, b: &Record) -> Result<DType, DTypeError> {
    let fail = |message: String| Err(DTypeError::new(ErrorClass::Promotion, message));
    if !a.names().eq(b.names()) {
        let (x, y) = (a.names_text(), b.names_text());
        return fail(format!("field names `{x}` and `{y}` mismatch."));
    }
    let mut fields = Vec::with_capacity(a.fields().len());
    for (f, g) in a.fields().iter().zip(b.fields()) {
        let dtype = try_promote(&f.dtype, &g.dtype)?;
        if f.title != g.title {
            return fail(format!("field titles of field '{}' mismatch", f.name));
        }
        fields.push(FieldSpec { name: f.name.clone(), title: f.title.clone(), dtype });
    }
    Ok(DType::record(layout(fields, a.is_aligned() || b.is_aligned())?))
}

impl Num {
    /// The name of the dtype's class, `Int32DType`.
    pub fn class_name(self) -> &'static str {
        const NAMES: [&str; Num::COUNT] = [
            "BoolDType",
            "Int8DType",
            "UInt8DType",
            "Int16DType",
            "UInt16DType",
            "Int32DType",
            "UInt32DType",
            "Int64DType",
            "UInt64DType",
            "LongLongDType",
            "ULongLongDType",
            "Float32DType",
            "Float64DType",
            "LongDoubleDType",
            "Complex64DType",
            "Complex128DType",
            "CLongDoubleDType",
            "ObjectDType",
            "BytesDType",
            "StrDType",
            "VoidDType",
            "DateTime64DType",
            "TimeDelta64DType",
            "Float16DType",
        ];
        NAMES[self as usize]
    }
}

fn no_common(a: Num, b: Num) -> DTypeError {
    let message = format!(
        "The DTypes {} and {} do not have a common DType. \
         For example they cannot be stored in a single array unless the dtype is `object`.",
        class_text(a.class_name()),
        class_text(b.class_name())
    );
    DTypeError::new(ErrorClass::Promotion, message)
}
