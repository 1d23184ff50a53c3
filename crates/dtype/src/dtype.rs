//! `DType`: what an array's elements are.

use crate::{Descriptor, Kind, Num, Record, TimeUnit};
use std::sync::Arc;

/// The parameters of a parametric type.
#[derive(Debug, PartialEq, Eq, Hash)]
pub enum Ext {
    /// Unit of `datetime64` and `timedelta64`.
    Time(TimeUnit),
    /// Fields of a structured type.
    Record(Record),
    /// A sub-array type: each item is an array of `base` with this shape.
    Sub { base: DType, shape: Vec<usize> },
}

/// An element type. Cheap to clone; equality is identity of type, byte order, size and parameters.
#[derive(Clone, Debug)]
pub struct DType {
    desc: &'static Descriptor,
    size: usize,
    swapped: bool,
    ext: Option<Arc<Ext>>,
}

impl PartialEq for DType {
    #[inline]
    fn eq(&self, other: &DType) -> bool {
        std::ptr::eq(self.desc, other.desc)
            && self.size == other.size
            && self.swapped == other.swapped
            && match (&self.ext, &other.ext) {
                (None, None) => true,
                (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
                _ => false,
            }
    }
}

impl Eq for DType {}

impl std::hash::Hash for DType {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.desc.num, self.size, self.swapped, &self.ext).hash(state);
    }
}

impl DType {
    /// The native type of a number; flexible types get size 0, time types the generic unit.
    #[inline(always)]
    pub fn of(num: Num) -> DType {
        let desc = num.descriptor();
        DType { desc, size: desc.size, swapped: false, ext: None }
    }

    /// A `bytes_`, `str_` or plain `void` type with this many bytes an item.
    pub fn flexible(num: Num, bytes: usize) -> DType {
        DType { size: bytes, ..DType::of(num) }
    }

    /// `U<chars>`: four bytes a character.
    pub fn str(chars: usize) -> DType {
        DType::flexible(Num::Str, chars * 4)
    }

    /// `S<len>`.
    pub fn bytes(len: usize) -> DType {
        DType::flexible(Num::Bytes, len)
    }

    /// `datetime64[unit]` or `timedelta64[unit]`.
    pub fn time(num: Num, unit: TimeUnit) -> DType {
        let ext = (!unit.is_generic()).then(|| Arc::new(Ext::Time(unit)));
        DType { ext, ..DType::of(num) }
    }

    /// A structured type.
    pub fn record(record: Record) -> DType {
        DType { size: record.itemsize(), ext: Some(Arc::new(Ext::Record(record))), ..DType::of(Num::Void) }
    }

    /// A sub-array type; an empty shape gives `base` itself.
    pub fn subarray(base: DType, shape: Vec<usize>) -> DType {
        if shape.is_empty() {
            return base;
        }
        let size = base.size * shape.iter().product::<usize>();
        DType { size, ext: Some(Arc::new(Ext::Sub { base, shape })), ..DType::of(Num::Void) }
    }

    #[inline(always)]
    pub fn num(&self) -> Num {
        self.desc.num
    }

    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.desc.kind
    }

    #[inline(always)]
    pub fn descriptor(&self) -> &'static Descriptor {
        self.desc
    }

    /// Bytes an item.
    #[inline(always)]
    pub fn itemsize(&self) -> usize {
        self.size
    }

    /// Required alignment of an item.
    pub fn alignment(&self) -> usize {
        match self.ext.as_deref() {
            Some(Ext::Record(r)) => r.alignment(),
            Some(Ext::Sub { base, .. }) => base.alignment(),
            _ => self.desc.align,
        }
    }

    /// Native byte order, in all parts.
    #[inline(always)]
    pub fn is_native(&self) -> bool {
        !self.swapped && (self.ext.is_none() || self.parts_native())
    }

    #[cold]
    fn parts_native(&self) -> bool {
        match self.ext.as_deref() {
            Some(Ext::Record(r)) => r.fields().iter().all(|f| f.dtype.is_native()),
            Some(Ext::Sub { base, .. }) => base.is_native(),
            _ => true,
        }
    }

    /// This item's own bytes are in the other order than the machine's.
    #[inline(always)]
    pub fn is_swapped(&self) -> bool {
        self.swapped
    }

    /// The same type with the given byte order (a no-op for types without one); parts are converted too.
    pub fn with_swapped(&self, swapped: bool) -> DType {
        match self.ext.as_deref() {
            Some(Ext::Record(r)) => return DType::record(r.with_swapped(swapped)),
            Some(Ext::Sub { base, shape }) => {
                return DType::subarray(base.with_swapped(swapped), shape.clone())
            }
            _ => {}
        }
        DType { swapped: swapped && self.has_byte_order(), ..self.clone() }
    }

    /// The same type in the machine's byte order.
    pub fn native(&self) -> DType {
        if self.is_native() {
            self.clone()
        } else {
            self.with_swapped(false)
        }
    }

    /// Items of this type have a byte order.
    pub fn has_byte_order(&self) -> bool {
        match self.kind() {
            Kind::Bool | Kind::Object | Kind::Bytes | Kind::Void => false,
            Kind::Str => true,
            _ => self.desc.size > 1,
        }
    }

    /// NumPy's `dtype.byteorder`: `=`, `|`, `<`, `>`.
    pub fn byteorder(&self) -> char {
        match (self.has_byte_order(), self.swapped, cfg!(target_endian = "little")) {
            (false, ..) => '|',
            (true, false, _) => '=',
            (true, true, true) => '>',
            (true, true, false) => '<',
        }
    }

    #[inline(always)]
    pub fn ext(&self) -> Option<&Ext> {
        self.ext.as_deref()
    }

    /// The fields of a structured type.
    pub fn as_record(&self) -> Option<&Record> {
        match self.ext() {
            Some(Ext::Record(r)) => Some(r),
            _ => None,
        }
    }

    /// Base type and shape of a sub-array type.
    pub fn as_subarray(&self) -> Option<(&DType, &[usize])> {
        match self.ext() {
            Some(Ext::Sub { base, shape }) => Some((base, shape)),
            _ => None,
        }
    }

    /// The unit of a time type.
    pub fn time_unit(&self) -> TimeUnit {
        match self.ext() {
            Some(Ext::Time(u)) => *u,
            _ => TimeUnit::GENERIC,
        }
    }

    /// Items hold (or are) references to Python objects.
    #[inline(always)]
    pub fn has_object(&self) -> bool {
        self.desc.num == Num::Object || (self.ext.is_some() && self.parts_have_object())
    }

    #[cold]
    fn parts_have_object(&self) -> bool {
        match self.ext() {
            Some(Ext::Record(r)) => r.fields().iter().any(|f| f.dtype.has_object()),
            Some(Ext::Sub { base, .. }) => base.has_object(),
            _ => false,
        }
    }

    #[inline(always)]
    pub fn is_bool(&self) -> bool {
        self.desc.num == Num::Bool
    }

    /// Signed or unsigned integer.
    #[inline(always)]
    pub fn is_integer(&self) -> bool {
        matches!(self.desc.kind, Kind::Int | Kind::UInt)
    }

    #[inline(always)]
    pub fn is_float(&self) -> bool {
        self.desc.kind == Kind::Float
    }

    #[inline(always)]
    pub fn is_complex(&self) -> bool {
        self.desc.kind == Kind::Complex
    }

    /// bool, integer, float or complex.
    #[inline(always)]
    pub fn is_number(&self) -> bool {
        matches!(self.desc.kind, Kind::Bool | Kind::Int | Kind::UInt | Kind::Float | Kind::Complex)
    }

    /// NumPy's `dtype.flags`.
    pub fn flags(&self) -> u8 {
        const RECORD: u8 = 0x10;
        const ALIGNED: u8 = 0x80;
        /// Those of the fields' flags that the structured type takes over.
        const INHERITED: u8 = 0x1b;
        match self.ext() {
            Some(Ext::Record(r)) => {
                let aligned = if r.is_aligned() { ALIGNED } else { 0 };
                r.fields().iter().fold(RECORD | aligned, |f, field| f | field.dtype.flags() & INHERITED)
            }
            Some(Ext::Sub { base, .. }) => base.flags(),
            _ => match self.kind() {
                Kind::Object => 0x3f,
                Kind::Str => 8,
                _ => 0,
            },
        }
    }

    /// `dtype.isbuiltin` is 1: one of the types NumPy makes itself, in native order and without parameters.
    pub fn is_builtin(&self) -> bool {
        !self.swapped && self.ext.is_none() && self.size == self.desc.size
    }

    /// `S`, `U` or `V`: the size is a parameter.
    #[inline(always)]
    pub fn is_flexible(&self) -> bool {
        matches!(self.desc.kind, Kind::Bytes | Kind::Str | Kind::Void)
    }

    #[inline(always)]
    pub fn is_time(&self) -> bool {
        matches!(self.desc.kind, Kind::Datetime | Kind::Timedelta)
    }
}
