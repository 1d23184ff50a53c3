//! Structured types: layout of fields, selection of fields, sub-array shapes.

use crate::{DType, DTypeError, ErrorClass};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::OnceLock;

/// A field: name, optional title, type, byte offset.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: String,
    pub title: Option<String>,
    pub dtype: DType,
    pub offset: usize,
}

/// The fields of a structured type with its size and alignment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    fields: Fields,
    itemsize: usize,
    aligned: bool,
    alignment: usize,
}

/// Fields, and what a program has renamed them to since (`a.dtype.names = ...`): all arrays of the type see it, so the
/// names change behind a shared reference. Older names stay where they are, for those who look at them.
#[derive(Debug)]
struct Fields {
    first: Vec<Field>,
    later: OnceLock<Box<Fields>>,
}

impl Fields {
    fn now(&self) -> &Fields {
        let mut at = self;
        while let Some(later) = at.later.get() {
            at = later;
        }
        at
    }
}

impl From<Vec<Field>> for Fields {
    fn from(first: Vec<Field>) -> Fields {
        Fields { first, later: OnceLock::new() }
    }
}

impl Deref for Fields {
    type Target = Vec<Field>;

    fn deref(&self) -> &Vec<Field> {
        &self.now().first
    }
}

impl Clone for Fields {
    fn clone(&self) -> Fields {
        self.to_vec().into()
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Fields) -> bool {
        **self == **other
    }
}

impl Eq for Fields {}

impl Hash for Fields {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

/// A field before its offset is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    pub name: String,
    pub title: Option<String>,
    pub dtype: DType,
}

/// Sizes are C ints in NumPy's interface.
pub const MAX_ITEMSIZE: usize = i32::MAX as usize;

impl Record {
    /// A structured type with explicit offsets.
    pub fn new(fields: Vec<Field>, itemsize: usize, aligned: bool) -> Record {
        let alignment =
            if aligned { fields.iter().map(|f| f.dtype.alignment()).max().unwrap_or(1) } else { 1 };
        Record { fields: fields.into(), itemsize, aligned, alignment }
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of this name or title.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name || f.title.as_deref() == Some(name))
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|f| f.name.as_str())
    }

    /// Gives the fields other names, one for each, wherever this type is in use.
    pub fn rename(&self, names: Vec<String>) {
        let mut fields = self.fields.to_vec();
        for (field, name) in fields.iter_mut().zip(names) {
            field.name = name;
        }
        // Another thread may have renamed them meanwhile: the later one counts.
        let mut new = Box::new(fields.into());
        while let Err(given_back) = self.fields.now().later.set(new) {
            new = given_back;
        }
    }

    /// The names as Python prints the tuple.
    pub fn names_text(&self) -> String {
        let names: Vec<String> = self.names().map(crate::format::py_str).collect();
        match names.as_slice() {
            [only] => format!("({only},)"),
            _ => format!("({})", names.join(", ")),
        }
    }

    pub fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// The same fields, without the mark of `align=True`.
    pub fn unaligned(&self) -> Record {
        Record { aligned: false, alignment: 1, ..self.clone() }
    }

    /// Made with `align=True`.
    pub fn is_aligned(&self) -> bool {
        self.aligned
    }

    pub fn alignment(&self) -> usize {
        self.alignment
    }

    /// Fields follow one another in order without gaps but for alignment: a list describes the type.
    pub fn is_packed(&self) -> bool {
        let mut end = 0usize;
        for f in self.fields.iter() {
            if self.aligned {
                end = end.next_multiple_of(f.dtype.alignment());
            }
            if f.offset != end {
                return false;
            }
            end += f.dtype.itemsize();
        }
        if self.aligned {
            end = end.next_multiple_of(self.alignment);
        }
        end == self.itemsize
    }

    pub fn with_swapped(&self, swapped: bool) -> Record {
        self.map_types(|d| d.with_swapped(swapped))
    }

    /// The same layout with every field's type replaced by one of the same size.
    pub fn map_types(&self, f: impl Fn(&DType) -> DType) -> Record {
        let mut fields = self.fields.to_vec();
        for field in &mut fields {
            field.dtype = f(&field.dtype);
        }
        Record { fields: fields.into(), ..*self }
    }

    /// `dtype[['a', 'c']]`: these fields where they are, in an item of the same size.
    pub fn select<S: AsRef<str>>(&self, names: &[S]) -> Result<Record, DTypeError> {
        let mut fields: Vec<Field> = Vec::with_capacity(names.len());
        for name in names.iter().map(AsRef::as_ref) {
            let Some(field) = self.fields.iter().find(|f| f.name == name) else {
                let is_title = self.fields.iter().any(|f| f.title.as_deref() == Some(name));
                let message = if is_title { "cannot use field titles in multi-field index" } else { name };
                return Err(DTypeError::new(ErrorClass::Key, message));
            };
            if fields.iter().any(|f| f.name == name) {
                return Err(DTypeError::value_error(format!("duplicate field of name '{name}'")));
            }
            fields.push(field.clone());
        }
        Ok(Record { fields: fields.into(), ..*self })
    }

    /// `numpy.lib.recfunctions.repack_fields`: the same fields without gaps (or aligned).
    pub fn repacked(&self, align: bool) -> Result<Record, DTypeError> {
        let specs = self.fields.iter().map(|f| FieldSpec {
            name: f.name.clone(),
            title: f.title.clone(),
            dtype: f.dtype.clone(),
        });
        layout(specs.collect(), align)
    }
}

fn too_large() -> DTypeError {
    DTypeError::value_error("dtype size in bytes must fit into a C int.")
}

/// Places fields one after the other.
pub(crate) fn layout(specs: Vec<FieldSpec>, align: bool) -> Result<Record, DTypeError> {
    let mut end = 0usize;
    let mut fields = Vec::with_capacity(specs.len());
    for FieldSpec { name, title, dtype } in specs {
        if align {
            end = end.next_multiple_of(dtype.alignment());
        }
        let offset = end;
        end = end.checked_add(dtype.itemsize()).filter(|e| *e <= MAX_ITEMSIZE).ok_or_else(too_large)?;
        fields.push(Field { name, title, dtype, offset });
    }
    let mut r = Record::new(fields, end, align);
    r.itemsize = end.next_multiple_of(r.alignment);
    Ok(r)
}

/// A structured type from the list form `[(name, dtype), ...]`; an empty name becomes `f0`, `f1`, ...
pub fn record_from_list(mut specs: Vec<FieldSpec>, align: bool) -> Result<DType, DTypeError> {
    for i in 0..specs.len() {
        if specs[i].name.is_empty() {
            specs[i].name = specs[i].title.clone().unwrap_or_else(|| format!("f{i}"));
        }
        let (before, rest) = specs.split_at(i);
        let this = &rest[0];
        let taken = |n: &str| before.iter().any(|f| f.name == n || f.title.as_deref() == Some(n));
        if taken(&this.name) || this.title.as_deref().is_some_and(taken) {
            let name = crate::format::py_str(&this.name);
            return Err(DTypeError::value_error(format!("field {name} occurs more than once")));
        }
        if this.title.as_ref() == Some(&this.name) {
            return Err(title_used());
        }
    }
    layout(specs, align).map(DType::record)
}

fn title_used() -> DTypeError {
    DTypeError::value_error("title already used as a name or title.")
}

/// A structured type from the dictionary form: explicit offsets (or none) and an explicit item size (or none).
pub fn record_from_dict(
    specs: Vec<FieldSpec>,
    offsets: Option<&[i64]>,
    itemsize: Option<i64>,
    align: bool,
) -> Result<DType, DTypeError> {
    if offsets.is_some_and(|o| o.len() != specs.len()) {
        return Err(DTypeError::value_error(
            "'names', 'formats', 'offsets', and 'titles' dict entries must have the same length",
        ));
    }
    let mut fields: Vec<Field> = Vec::with_capacity(specs.len());
    let mut end = 0usize;
    for (i, FieldSpec { name, title, dtype }) in specs.into_iter().enumerate() {
        let offset = match offsets {
            Some(offsets) => explicit_offset(offsets[i], &dtype, align)?,
            None if align => end.next_multiple_of(dtype.alignment()),
            None => end,
        };
        let after = offset.checked_add(dtype.itemsize()).filter(|e| *e <= MAX_ITEMSIZE);
        end = end.max(after.ok_or_else(too_large)?);
        let taken = |n: &str| fields.iter().any(|f| f.name == n || f.title.as_deref() == Some(n));
        if taken(&name) {
            return Err(DTypeError::value_error("name already used as a name or title"));
        }
        if title.as_deref().is_some_and(|t| taken(t) || t == name) {
            return Err(title_used());
        }
        fields.push(Field { name, title, dtype, offset });
    }
    if offsets.is_some() {
        reject_object_overlap(&fields)?;
    }
    let mut r = Record::new(fields, end, align);
    r.itemsize = end.next_multiple_of(r.alignment);
    if let Some(wanted) = itemsize {
        r.itemsize = explicit_itemsize(wanted, r.itemsize, r.alignment)?;
    }
    Ok(DType::record(r))
}

fn explicit_offset(offset: i64, dtype: &DType, align: bool) -> Result<usize, DTypeError> {
    if offset > i32::MAX as i64 {
        return Err(DTypeError::value_error("integer won't fit into a C int"));
    }
    let Ok(at) = usize::try_from(offset) else {
        return Err(DTypeError::value_error(format!("offset {offset} cannot be negative")));
    };
    let alignment = dtype.alignment();
    if align && at % alignment != 0 {
        return Err(DTypeError::value_error(format!(
            "offset {offset} for NumPy dtype with fields is not divisible by the field alignment {alignment} with \
             align=True"
        )));
    }
    Ok(at)
}

fn explicit_itemsize(wanted: i64, needed: usize, alignment: usize) -> Result<usize, DTypeError> {
    let size = usize::try_from(wanted).ok().filter(|w| *w >= needed).ok_or_else(|| {
        DTypeError::value_error(format!(
            "NumPy dtype descriptor requires {needed} bytes, cannot override to smaller itemsize of {wanted}"
        ))
    })?;
    if size % alignment != 0 {
        return Err(DTypeError::value_error(format!(
            "NumPy dtype descriptor requires alignment of {alignment} bytes, which is not divisible into the \
             specified itemsize {wanted}"
        )));
    }
    if size > MAX_ITEMSIZE {
        return Err(DTypeError::value_error("integer won't fit into a C int"));
    }
    Ok(size)
}

/// A reference must not be overwritten through another field.
fn reject_object_overlap(fields: &[Field]) -> Result<(), DTypeError> {
    let span = |f: &Field| (f.offset, f.offset + f.dtype.itemsize());
    for (i, a) in fields.iter().enumerate().filter(|(_, f)| f.dtype.has_object()) {
        let (start, end) = span(a);
        let clash = |(j, b): (usize, &Field)| i != j && span(b).0 < end && start < span(b).1;
        if fields.iter().enumerate().any(clash) {
            return Err(DTypeError::type_error("Cannot create a NumPy dtype with overlapping object fields"));
        }
    }
    Ok(())
}

/// NumPy's most dimensions of an array.
pub const MAX_DIMS: usize = 64;

/// `dtype((base, shape))` with NumPy's checks; an empty shape gives `base`, a sized-less string its length.
pub fn subarray(base: DType, shape: &[i64]) -> Result<DType, DTypeError> {
    let invalid = |what: &str| {
        DTypeError::value_error(match what {
            "" => "invalid shape in fixed-type tuple.".to_string(),
            _ => format!("invalid shape in fixed-type tuple: {what}"),
        })
    };
    if shape.len() > MAX_DIMS {
        return Err(invalid(""));
    }
    let mut dims = Vec::with_capacity(shape.len());
    for &n in shape {
        if n > i32::MAX as i64 {
            return Err(invalid("dimension does not fit into a C int."));
        }
        dims.push(usize::try_from(n).map_err(|_| invalid("dimension smaller then zero."))?);
    }
    let size = dims.iter().try_fold(base.itemsize(), |p, &n| p.checked_mul(n));
    if size.is_none_or(|s| s > MAX_ITEMSIZE) {
        return Err(invalid("dtype size in bytes must fit into a C int."));
    }
    Ok(DType::subarray(base, dims))
}

/// `dtype(('U', 5))`: the flexible type without a length gets one.
pub fn sized(base: &DType, length: i64) -> Result<DType, DTypeError> {
    let unit = if base.kind() == crate::Kind::Str { 4 } else { 1 };
    let bytes = usize::try_from(length).ok().and_then(|n| n.checked_mul(unit)).filter(|n| *n <= MAX_ITEMSIZE);
    match bytes {
        Some(bytes) => Ok(DType::flexible(base.num(), bytes).with_swapped(base.is_swapped())),
        None => Err(DTypeError::value_error("invalid itemsize in generic type tuple")),
    }
}

impl DType {
    /// `dtype.newbyteorder(order)`: `S` swaps, `<`, `>`, `=` set, `|` keeps; words count by their first
    /// letter (`big`, `little`, `native`, `ignore`).
    pub fn newbyteorder(&self, order: &str) -> Result<DType, DTypeError> {
        let native = if cfg!(target_endian = "little") { '<' } else { '>' };
        match order.chars().next().map(|c| c.to_ascii_uppercase()) {
            Some('S') => Ok(self.map_order(&|swapped| !swapped)),
            Some('<' | 'L') => Ok(self.map_order(&|_| native != '<')),
            Some('>' | 'B') => Ok(self.map_order(&|_| native != '>')),
            Some('=' | 'N') => Ok(self.with_swapped(false)),
            Some('|' | 'I') => Ok(self.clone()),
            _ => Err(DTypeError::value_error(format!(
                "byteorder not recognized (got {})",
                crate::format::py_str(order)
            ))),
        }
    }

    /// The runs of bytes that an item's fields cover, in order; one run for other types.
    pub fn runs(&self) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        self.cover(0, &mut all);
        all.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for (start, end) in all {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        merged
    }

    fn cover(&self, at: usize, out: &mut Vec<(usize, usize)>) {
        if let Some(r) = self.as_record() {
            r.fields().iter().for_each(|f| f.dtype.cover(at + f.offset, out));
        } else if let (Some((base, shape)), true) = (self.as_subarray(), self.has_gaps()) {
            let n = shape.iter().product();
            (0..n).for_each(|i| base.cover(at + i * base.itemsize(), out));
        } else if self.itemsize() > 0 {
            out.push((at, at + self.itemsize()));
        }
    }

    /// Some bytes of an item belong to no field: copies leave them alone, for they may be another type's fields.
    pub fn has_gaps(&self) -> bool {
        match (self.as_record(), self.as_subarray()) {
            (Some(_), _) => self.itemsize() > 0 && self.runs() != [(0, self.itemsize())],
            (_, Some((base, _))) => base.has_gaps(),
            _ => false,
        }
    }

    fn map_order(&self, f: &dyn Fn(bool) -> bool) -> DType {
        match (self.as_record(), self.as_subarray()) {
            (Some(r), _) => DType::record(r.map_types(|d| d.map_order(f))).with_note(self.note().cloned()),
            (_, Some((base, shape))) => {
                DType::subarray(base.map_order(f), shape.to_vec()).with_note(self.note().cloned())
            }
            _ => {
                let d = self.with_marked_order(f(self.is_swapped()));
                match self.parts() {
                    Some(r) => d.with_parts(Some(r.map_types(|d| d.map_order(f)))),
                    None => d,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn specs(list: &[(&str, &str)]) -> Vec<FieldSpec> {
        let spec =
            |&(n, f): &(&str, &str)| FieldSpec { name: n.into(), title: None, dtype: parse(f).unwrap() };
        list.iter().map(spec).collect()
    }

    fn message(r: Result<DType, DTypeError>) -> String {
        r.unwrap_err().message
    }

    #[test]
    fn lists() {
        let aligned = record_from_list(specs(&[("a", "i1"), ("b", "i8"), ("c", "i1")]), true).unwrap();
        assert_eq!((aligned.itemsize(), aligned.alignment()), (24, 8));
        let named = record_from_list(specs(&[("", "i4"), ("", "f8")]), false).unwrap();
        assert_eq!(named.as_record().unwrap().names_text(), "('f0', 'f1')");
        let twice = record_from_list(specs(&[("a", "i4"), ("a", "f8")]), false);
        assert_eq!(message(twice), "field 'a' occurs more than once");
        let default_taken = record_from_list(specs(&[("f1", "i4"), ("", "f8")]), false);
        assert_eq!(message(default_taken), "field 'f1' occurs more than once");
    }

    #[test]
    fn dictionaries() {
        let f = || specs(&[("a", "i4"), ("b", "f8")]);
        assert_eq!(record_from_dict(f(), Some(&[8, 0]), None, false).unwrap().itemsize(), 12);
        assert_eq!(record_from_dict(f(), None, Some(20), false).unwrap().itemsize(), 20);
        assert_eq!(
            message(record_from_dict(f(), Some(&[0, 2]), None, true)),
            "offset 2 for NumPy dtype with fields is not divisible by the field alignment 8 with align=True"
        );
        assert_eq!(
            message(record_from_dict(f(), None, Some(4), false)),
            "NumPy dtype descriptor requires 12 bytes, cannot override to smaller itemsize of 4"
        );
        let objects = specs(&[("a", "O"), ("b", "f8")]);
        assert_eq!(
            message(record_from_dict(objects, Some(&[0, 2]), None, false)),
            "Cannot create a NumPy dtype with overlapping object fields"
        );
    }

    #[test]
    fn selection_keeps_offsets() {
        let d = parse("i4,f8,S3").unwrap();
        let r = d.as_record().unwrap();
        let picked = r.select(&["f2", "f0"]).unwrap();
        assert_eq!(picked.itemsize(), 15);
        assert_eq!(picked.fields()[0].offset, 12);
        assert_eq!(r.select(&["z"]).unwrap_err().class, ErrorClass::Key);
        assert_eq!(r.select(&["f0", "f0"]).unwrap_err().message, "duplicate field of name 'f0'");
    }
}
