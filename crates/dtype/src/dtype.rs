//! `DType`: what an array's elements are.

use crate::{Descriptor, Kind, Num, Record, TimeUnit};
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// What a program attached to a type (`metadata=`): it travels with the type and is no part of it.
pub type Note = Arc<dyn Any + Send + Sync>;

/// The parameters of a parametric type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    order: ByteOrder,
    extra: Option<Arc<Extra>>,
}

/// How items lie in memory, and whether that shows. One byte: types are copied on every hot path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum ByteOrder {
    /// The machine's.
    Native,
    /// The machine's, asked for by its own mark: it is shown so.
    Marked,
    /// The other one.
    Swapped,
}

/// What few types have.
#[derive(Clone)]
struct Extra {
    ext: Option<Ext>,
    note: Option<Note>,
    /// Named parts of the items of a type that is no structured one (`dtype(('i4', [('lo', 'i2'), ('hi', 'i2')]))`):
    /// they say what views by name there are, and are no part of the type otherwise.
    parts: Option<Record>,
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ext.fmt(f)
    }
}

fn with_ext(ext: Ext) -> Option<Arc<Extra>> {
    Some(Arc::new(Extra { ext: Some(ext), note: None, parts: None }))
}

impl PartialEq for DType {
    #[inline]
    fn eq(&self, other: &DType) -> bool {
        std::ptr::eq(self.desc, other.desc)
            && self.size == other.size
            && self.is_swapped() == other.is_swapped()
            && match (&self.extra, &other.extra) {
                (None, None) => true,
                (Some(a), Some(b)) if Arc::ptr_eq(a, b) => true,
                _ => self.ext() == other.ext(),
            }
    }
}

impl Eq for DType {}

impl std::hash::Hash for DType {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.desc.num, self.size, self.is_swapped(), self.ext()).hash(state);
    }
}

impl DType {
    /// The native type of a number; flexible types get size 0, time types the generic unit.
    #[inline(always)]
    pub fn of(num: Num) -> DType {
        let desc = num.descriptor();
        DType { desc, size: desc.size, order: ByteOrder::Native, extra: None }
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
        let extra = if unit.is_generic() { None } else { with_ext(Ext::Time(unit)) };
        DType { extra, ..DType::of(num) }
    }

    /// A structured type.
    pub fn record(record: Record) -> DType {
        DType { size: record.itemsize(), extra: with_ext(Ext::Record(record)), ..DType::of(Num::Void) }
    }

    /// A sub-array type; an empty shape gives `base` itself.
    pub fn subarray(base: DType, shape: Vec<usize>) -> DType {
        if shape.is_empty() {
            return base;
        }
        let size = base.size * shape.iter().product::<usize>();
        DType { size, extra: with_ext(Ext::Sub { base, shape }), ..DType::of(Num::Void) }
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
        match self.ext() {
            Some(Ext::Record(r)) => r.alignment(),
            Some(Ext::Sub { base, .. }) => base.alignment(),
            _ => self.desc.align,
        }
    }

    /// Native byte order, in all parts.
    #[inline(always)]
    pub fn is_native(&self) -> bool {
        !self.is_swapped() && (self.extra.is_none() || self.parts_native())
    }

    #[cold]
    fn parts_native(&self) -> bool {
        match self.ext() {
            Some(Ext::Record(r)) => r.fields().iter().all(|f| f.dtype.is_native()),
            Some(Ext::Sub { base, .. }) => base.is_native(),
            _ => true,
        }
    }

    /// This item's own bytes are in the other order than the machine's.
    #[inline(always)]
    pub fn is_swapped(&self) -> bool {
        self.order == ByteOrder::Swapped
    }

    /// The same type with the given byte order (a no-op for types without one); parts are converted too.
    pub fn with_swapped(&self, swapped: bool) -> DType {
        match self.ext() {
            Some(Ext::Record(r)) => return self.noted(DType::record(r.with_swapped(swapped))),
            Some(Ext::Sub { base, shape }) => {
                return self.noted(DType::subarray(base.with_swapped(swapped), shape.clone()))
            }
            _ => {}
        }
        let order = if swapped && self.has_byte_order() { ByteOrder::Swapped } else { ByteOrder::Native };
        let d = DType { order, ..self.clone() };
        match self.parts() {
            Some(r) => d.with_parts(Some(r.with_swapped(swapped))),
            None => d,
        }
    }

    /// The same type (no structured one) in the given byte order, which shows also where it is the machine's.
    pub(crate) fn with_marked_order(&self, swapped: bool) -> DType {
        let mut d = self.with_swapped(swapped);
        if !swapped && self.has_byte_order() {
            d.order = ByteOrder::Marked;
        }
        d
    }

    /// The byte order shows although it is the machine's.
    pub(crate) fn is_marked(&self) -> bool {
        self.order == ByteOrder::Marked
    }

    /// Another form of this type, with this one's note.
    fn noted(&self, other: DType) -> DType {
        match self.note() {
            Some(note) => other.with_note(Some(note.clone())),
            None => other,
        }
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
        let little = cfg!(target_endian = "little");
        match (self.has_byte_order(), self.is_swapped(), little) {
            (false, ..) => '|',
            (true, false, _) if self.is_marked() => {
                if little {
                    '<'
                } else {
                    '>'
                }
            }
            (true, false, _) => '=',
            (true, true, true) => '>',
            (true, true, false) => '<',
        }
    }

    #[inline(always)]
    pub fn ext(&self) -> Option<&Ext> {
        self.extra.as_deref().and_then(|e| e.ext.as_ref())
    }

    /// Nothing but number, size and order of bytes: no parameters and nothing attached.
    #[inline(always)]
    pub fn is_bare(&self) -> bool {
        self.extra.is_none()
    }

    /// What a program attached to the type.
    #[inline(always)]
    pub fn note(&self) -> Option<&Note> {
        self.extra.as_deref().and_then(|e| e.note.as_ref())
    }

    /// The same type with another note, or without one.
    pub fn with_note(&self, note: Option<Note>) -> DType {
        self.with_extra(note, self.parts().cloned())
    }

    /// The same type with other named parts, or without any.
    pub fn with_parts(&self, parts: Option<Record>) -> DType {
        self.with_extra(self.note().cloned(), parts)
    }

    fn with_extra(&self, note: Option<Note>, parts: Option<Record>) -> DType {
        let ext = self.ext().cloned();
        let any = ext.is_some() || note.is_some() || parts.is_some();
        DType { extra: any.then(|| Arc::new(Extra { ext, note, parts })), ..self.clone() }
    }

    /// A number that types have in common which are clones of one another, if they have parameters.
    pub fn identity(&self) -> Option<usize> {
        self.extra.as_ref().map(|e| Arc::as_ptr(e) as usize)
    }

    /// The same type, of which no other is a clone.
    pub fn detached(&self) -> DType {
        self.with_extra(self.note().cloned(), self.parts().cloned())
    }

    /// The named parts of the items of a type that is no structured one.
    #[inline(always)]
    pub fn parts(&self) -> Option<&Record> {
        self.extra.as_deref().and_then(|e| e.parts.as_ref())
    }

    /// The fields that items can be indexed by: those of a structured type, or the named parts of another.
    pub fn fields(&self) -> Option<&Record> {
        self.as_record().or(self.parts())
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
        self.desc.num == Num::Object || (self.extra.is_some() && self.parts_have_object())
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

    /// Nothing but its number: built in, in native order, without a note.
    #[inline(always)]
    pub fn is_plain(&self) -> bool {
        self.order == ByteOrder::Native && self.extra.is_none() && self.size == self.desc.size
    }

    /// `dtype.isbuiltin` is 1: one of the types NumPy makes itself, in native order and without parameters (dates
    /// and durations have one, also where it is no unit).
    pub fn is_builtin(&self) -> bool {
        !self.is_swapped()
            && !self.is_time()
            && self.ext().is_none()
            && self.parts().is_none()
            && self.size == self.desc.size
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
