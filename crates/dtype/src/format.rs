//! How types are written: `name`, `str`, `repr`, `descr`.

use crate::{DType, DTypeError, Kind, Record};
use std::fmt::Write;
use std::sync::OnceLock;

/// The package that scalar classes are said to be of.
static PACKAGE: OnceLock<String> = OnceLock::new();

/// A class of dtypes as its repr shows it.
pub fn class_text(name: &str) -> String {
    format!("<class '{}.dtypes.{name}'>", package())
}

/// Names the package once; without it the classes are NumPy's.
pub fn name_package(name: &str) {
    let _ = PACKAGE.set(name.to_string());
}

fn package() -> &'static str {
    PACKAGE.get().map_or("numpy", String::as_str)
}

impl DType {
    /// `dtype.char`.
    pub fn char(&self) -> char {
        self.descriptor().code as char
    }

    /// `dtype.name`: `float64`, `str224`, `datetime64[s]`.
    pub fn name(&self) -> String {
        let root = self.descriptor().name;
        match self.kind() {
            Kind::Datetime | Kind::Timedelta => format!("{root}{}", self.time_unit().metadata()),
            Kind::Bytes | Kind::Str | Kind::Void if self.itemsize() > 0 => {
                format!("{root}{}", 8 * self.itemsize())
            }
            _ => root.to_string(),
        }
    }

    /// `dtype.str`, the array interface's type string: `<f8`, `|S3`, `<M8[s]`.
    pub fn typestr(&self) -> String {
        let order = match self.byteorder() {
            '=' => native_mark(),
            mark => mark,
        };
        match self.kind() {
            Kind::Object => format!("{order}O"),
            Kind::Str => format!("{order}U{}", self.itemsize() / 4),
            Kind::Datetime | Kind::Timedelta => {
                format!("{order}{}8{}", self.char(), self.time_unit().metadata())
            }
            kind => format!("{order}{}{}", kind as u8 as char, self.itemsize()),
        }
    }

    /// `repr(dtype)`.
    pub fn repr(&self) -> String {
        let aligned = if self.is_aligned_struct() { ", align=True" } else { "" };
        format!("dtype({}{aligned})", self.construction(false, false))
    }

    /// `str(dtype)`.
    pub fn display(&self) -> String {
        if let Some(r) = self.as_record() {
            return struct_text(r, true);
        }
        if self.as_subarray().is_some() || self.parts().is_some() {
            return self.construction(false, false);
        }
        if self.is_flexible() || !self.is_native() {
            self.typestr()
        } else {
            self.name()
        }
    }

    /// `dtype.isalignedstruct`.
    pub fn is_aligned_struct(&self) -> bool {
        match (self.as_record(), self.as_subarray()) {
            (Some(r), _) => r.is_aligned(),
            (_, Some((base, _))) => base.is_aligned_struct(),
            _ => false,
        }
    }

    /// What `dtype(...)` would be given to make it; `short` prefers `'<f8'` to `'float64'`.
    pub fn construction(&self, include_align: bool, short: bool) -> String {
        if let Some(r) = self.as_record() {
            return struct_text(r, include_align);
        }
        if let Some((base, shape)) = self.as_subarray() {
            return format!("({}, {})", base.construction(false, true), shape_text(shape));
        }
        if let Some(r) = self.parts() {
            return format!(
                "({}.{}, {})",
                package(),
                self.descriptor().scalar,
                struct_text(r, include_align)
            );
        }
        let order = match self.byteorder() {
            '|' => String::new(),
            '=' => native_mark().to_string(),
            mark => mark.to_string(),
        };
        let size = self.itemsize();
        match self.kind() {
            Kind::Bool => if short { "'?'" } else { "'bool'" }.to_string(),
            Kind::Object => "'O'".to_string(),
            Kind::Bytes | Kind::Void => format!("'{}{}'", self.char(), Length(size)),
            Kind::Str => format!("'{order}U{}'", Length(size / 4)),
            Kind::Datetime | Kind::Timedelta => {
                format!("'{order}{}8{}'", self.char(), self.time_unit().metadata())
            }
            kind if short || self.is_swapped() || self.is_marked() => {
                format!("'{order}{}{size}'", kind as u8 as char)
            }
            _ => format!("'{}'", self.descriptor().name),
        }
    }

    /// `dtype.descr`; an error where fields overlap or are out of order.
    pub fn descr(&self) -> Result<Descr, DTypeError> {
        match self.fields() {
            Some(r) => record_descr(r),
            None => Ok(Descr::Fields(vec![DescrField {
                title: None,
                name: String::new(),
                format: Descr::Text(self.typestr()),
                shape: Vec::new(),
            }])),
        }
    }

    /// What the header of a `.npy` file holds: the type string, or the list of fields.
    pub fn header_descr(&self) -> Result<String, DTypeError> {
        match self.as_record() {
            Some(_) => self.descr().map(|d| d.text()),
            None => Ok(py_str(&self.typestr())),
        }
    }
}

/// A length, absent when zero.
struct Length(usize);

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 > 0 {
            write!(f, "{}", self.0)?;
        }
        Ok(())
    }
}

fn native_mark() -> char {
    if cfg!(target_endian = "little") {
        '<'
    } else {
        '>'
    }
}

fn struct_text(r: &Record, include_align: bool) -> String {
    if r.is_packed() && !(include_align && r.is_aligned()) {
        list_text(r)
    } else {
        dict_text(r, include_align)
    }
}

fn list_text(r: &Record) -> String {
    let item = |f: &crate::Field| {
        let name = match &f.title {
            Some(t) => format!("({}, {})", py_str(t), py_str(&f.name)),
            None => py_str(&f.name),
        };
        match f.dtype.as_subarray() {
            Some((base, shape)) => {
                format!("({name}, {}, {})", base.construction(false, true), shape_text(shape))
            }
            None => format!("({name}, {})", f.dtype.construction(false, true)),
        }
    };
    format!("[{}]", r.fields().iter().map(item).collect::<Vec<_>>().join(", "))
}

fn dict_text(r: &Record, include_align: bool) -> String {
    let list = |f: &dyn Fn(&crate::Field) -> String| r.fields().iter().map(f).collect::<Vec<_>>().join(", ");
    let mut out = format!(
        "{{'names': [{}], 'formats': [{}], 'offsets': [{}]",
        list(&|f| py_str(&f.name)),
        list(&|f| f.dtype.construction(false, true)),
        list(&|f| f.offset.to_string())
    );
    if r.fields().iter().any(|f| f.title.is_some()) {
        let titles = list(&|f| f.title.as_deref().map_or("None".to_string(), py_str));
        let _ = write!(out, ", 'titles': [{titles}]");
    }
    let _ = write!(out, ", 'itemsize': {}", r.itemsize());
    if include_align && r.is_aligned() {
        out.push_str(", 'aligned': True");
    }
    out.push('}');
    out
}

/// A tuple of integers as Python prints it.
pub fn shape_text(shape: &[usize]) -> String {
    let dims: Vec<String> = shape.iter().map(usize::to_string).collect();
    match dims.as_slice() {
        [only] => format!("({only},)"),
        _ => format!("({})", dims.join(", ")),
    }
}

/// A string as Python's `repr` prints it.
pub fn py_str(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 0x20 || (0x7f..0xa1).contains(&(c as u32)) || c as u32 == 0xad => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// The format of an item in `dtype.descr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Descr {
    /// A type string.
    Text(String),
    /// A structured type.
    Fields(Vec<DescrField>),
    /// A sub-array of sub-arrays.
    Sub(Box<Descr>, Vec<usize>),
}

/// A field in `dtype.descr`; gaps are fields of type `|V4` with an empty name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescrField {
    pub title: Option<String>,
    pub name: String,
    pub format: Descr,
    /// Empty: no sub-array.
    pub shape: Vec<usize>,
}

impl Descr {
    /// As Python prints the object.
    pub fn text(&self) -> String {
        match self {
            Descr::Text(t) => py_str(t),
            Descr::Sub(base, shape) => format!("({}, {})", base.text(), shape_text(shape)),
            Descr::Fields(fields) => {
                let items: Vec<String> = fields.iter().map(DescrField::text).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }
}

impl DescrField {
    fn text(&self) -> String {
        let name = match &self.title {
            Some(t) => format!("({}, {})", py_str(t), py_str(&self.name)),
            None => py_str(&self.name),
        };
        if self.shape.is_empty() {
            format!("({name}, {})", self.format.text())
        } else {
            format!("({name}, {}, {})", self.format.text(), shape_text(&self.shape))
        }
    }

    fn gap(bytes: usize) -> DescrField {
        let format = Descr::Text(format!("|V{bytes}"));
        DescrField { title: None, name: String::new(), format, shape: Vec::new() }
    }
}

fn inner_descr(d: &DType) -> Result<Descr, DTypeError> {
    match (d.fields(), d.as_subarray()) {
        (Some(r), _) => record_descr(r),
        (_, Some((base, shape))) => Ok(Descr::Sub(Box::new(inner_descr(base)?), shape.to_vec())),
        _ => Ok(Descr::Text(d.typestr())),
    }
}

fn record_descr(r: &Record) -> Result<Descr, DTypeError> {
    let mut items = Vec::new();
    let mut end = 0;
    for f in r.fields() {
        if f.offset < end {
            return Err(DTypeError::value_error(
                "dtype.descr is not defined for types with overlapping or out-of-order fields",
            ));
        }
        if f.offset > end {
            items.push(DescrField::gap(f.offset - end));
        }
        let (format, shape) = match f.dtype.as_subarray() {
            Some((base, shape)) => (inner_descr(base)?, shape.to_vec()),
            None => (inner_descr(&f.dtype)?, Vec::new()),
        };
        items.push(DescrField { title: f.title.clone(), name: f.name.clone(), format, shape });
        end = f.offset + f.dtype.itemsize();
    }
    if r.itemsize() > end {
        items.push(DescrField::gap(r.itemsize() - end));
    }
    Ok(Descr::Fields(items))
}
