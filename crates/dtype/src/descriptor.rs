//! The static part of an element type.

use std::fmt;

/// NumPy's type numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Num {
    Bool = 0,
    Byte = 1,
    UByte = 2,
    Short = 3,
    UShort = 4,
    Int = 5,
    UInt = 6,
    Long = 7,
    ULong = 8,
    LongLong = 9,
    ULongLong = 10,
    Float = 11,
    Double = 12,
    LongDouble = 13,
    CFloat = 14,
    CDouble = 15,
    CLongDouble = 16,
    Object = 17,
    Bytes = 18,
    Str = 19,
    Void = 20,
    Datetime = 21,
    Timedelta = 22,
    Half = 23,
}

impl Num {
    /// How many there are.
    pub const COUNT: usize = 24;

    pub const ALL: [Num; Num::COUNT] = [
        Num::Bool,
        Num::Byte,
        Num::UByte,
        Num::Short,
        Num::UShort,
        Num::Int,
        Num::UInt,
        Num::Long,
        Num::ULong,
        Num::LongLong,
        Num::ULongLong,
        Num::Float,
        Num::Double,
        Num::LongDouble,
        Num::CFloat,
        Num::CDouble,
        Num::CLongDouble,
        Num::Object,
        Num::Bytes,
        Num::Str,
        Num::Void,
        Num::Datetime,
        Num::Timedelta,
        Num::Half,
    ];

    /// The type's static descriptor.
    #[inline(always)]
    pub fn descriptor(self) -> &'static Descriptor {
        &TABLE[self as usize]
    }

    /// The type of a one-letter code (`'d'`), also `'p'`/`'P'`/`'n'`/`'N'` (pointer size) and `'a'`.
    pub fn from_char(c: u8) -> Option<Num> {
        match c {
            b'p' | b'n' => return Some(Num::Long),
            b'P' | b'N' => return Some(Num::ULong),
            b'c' => return Some(Num::Bytes),
            _ => {}
        }
        Num::ALL.into_iter().find(|n| n.descriptor().code == c)
    }
}

/// What a type is, NumPy's `dtype.kind`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Kind {
    Bool = b'b',
    Int = b'i',
    UInt = b'u',
    Float = b'f',
    Complex = b'c',
    Object = b'O',
    Bytes = b'S',
    Str = b'U',
    Void = b'V',
    Datetime = b'M',
    Timedelta = b'm',
}

/// A type's name, codes and layout.
pub struct Descriptor {
    pub num: Num,
    pub kind: Kind,
    /// The one-letter code, `dtype.char`.
    pub code: u8,
    /// The name of the scalar class without the module: `float64`, `longlong`, `str_`.
    pub scalar: &'static str,
    /// The root of `dtype.name`: `float64`, `str`.
    pub name: &'static str,
    /// Bytes an item; 0 for flexible types.
    pub size: usize,
    pub align: usize,
}

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

const fn row(
    num: Num,
    kind: Kind,
    code: u8,
    scalar: &'static str,
    name: &'static str,
    size: usize,
    align: usize,
) -> Descriptor {
    Descriptor { num, kind, code, scalar, name, size, align }
}

/// Linux and macOS on 64-bit machines: `long` has 8 bytes. `long double` is stored as a double
/// (docs/differences.md), as on Windows and on aarch64 macOS.
static TABLE: [Descriptor; Num::COUNT] = [
    row(Num::Bool, Kind::Bool, b'?', "bool", "bool", 1, 1),
    row(Num::Byte, Kind::Int, b'b', "int8", "int8", 1, 1),
    row(Num::UByte, Kind::UInt, b'B', "uint8", "uint8", 1, 1),
    row(Num::Short, Kind::Int, b'h', "int16", "int16", 2, 2),
    row(Num::UShort, Kind::UInt, b'H', "uint16", "uint16", 2, 2),
    row(Num::Int, Kind::Int, b'i', "int32", "int32", 4, 4),
    row(Num::UInt, Kind::UInt, b'I', "uint32", "uint32", 4, 4),
    row(Num::Long, Kind::Int, b'l', "int64", "int64", 8, 8),
    row(Num::ULong, Kind::UInt, b'L', "uint64", "uint64", 8, 8),
    row(Num::LongLong, Kind::Int, b'q', "longlong", "int64", 8, 8),
    row(Num::ULongLong, Kind::UInt, b'Q', "ulonglong", "uint64", 8, 8),
    row(Num::Float, Kind::Float, b'f', "float32", "float32", 4, 4),
    row(Num::Double, Kind::Float, b'd', "float64", "float64", 8, 8),
    row(Num::LongDouble, Kind::Float, b'g', "longdouble", "float64", 8, 8),
    row(Num::CFloat, Kind::Complex, b'F', "complex64", "complex64", 8, 4),
    row(Num::CDouble, Kind::Complex, b'D', "complex128", "complex128", 16, 8),
    row(Num::CLongDouble, Kind::Complex, b'G', "clongdouble", "complex128", 16, 8),
    row(Num::Object, Kind::Object, b'O', "object_", "object", 8, 8),
    row(Num::Bytes, Kind::Bytes, b'S', "bytes_", "bytes", 0, 1),
    row(Num::Str, Kind::Str, b'U', "str_", "str", 0, 4),
    row(Num::Void, Kind::Void, b'V', "void", "void", 0, 1),
    row(Num::Datetime, Kind::Datetime, b'M', "datetime64", "datetime64", 8, 8),
    row(Num::Timedelta, Kind::Timedelta, b'm', "timedelta64", "timedelta64", 8, 8),
    row(Num::Half, Kind::Float, b'e', "float16", "float16", 2, 2),
];
